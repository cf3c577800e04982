//! Which rows are taken: `data.where`, worked out once per distinct value.
//!
//! Takes a condition of the spec and raw columns; gives the rows for which it is true. A comparison with a missing value is
//! neither true nor false, as in SQL, and such a row is not taken. May not know roles.

use super::distinct::{Distinct, FAULT, Meanings};
use super::value::{Value as Cell, clean, number};
use crate::spec::{Condition, Op, Value};

/// A condition whose names are columns (by slot).
pub enum Filter<S> {
    /// Every one holds.
    And(Vec<Filter<S>>),
    /// One holds.
    Or(Vec<Filter<S>>),
    /// It does not hold.
    Not(Box<Filter<S>>),
    /// One column, one test.
    Test {
        /// The column.
        slot: S,
        /// Its name, for faults.
        name: String,
        /// The test.
        test: Test,
    },
}

/// A test of one value.
pub enum Test {
    /// Compared with a value of the spec.
    Compare(Op, Operand),
    /// Equal to one of them.
    In(Vec<Operand>),
    /// Missing (true) or not missing (false).
    Null(bool),
}

/// A value of the spec.
pub struct Operand {
    text: String,
    number: Option<f64>,
    /// Written as a number, so that the column must hold numbers where order is asked for.
    bare: bool,
}

/// Neither true nor false.
const UNKNOWN: u32 = 0;
const FALSE: u32 = 1;
const TRUE: u32 = 2;

fn truth(holds: bool) -> u32 {
    if holds { TRUE } else { FALSE }
}

impl Operand {
    fn new(value: &Value) -> Self {
        match value {
            Value::Text(text) => {
                let text = clean(text).into_owned();
                Self { number: number(&text, b'.').ok(), text, bare: false }
            }
            Value::Number(number) => Self { text: number.to_string(), number: Some(*number), bare: true },
        }
    }

    fn equals(&self, cell: &Cell) -> bool {
        self.text == cell.text || (self.number.is_some() && self.number == cell.number)
    }
}

impl Test {
    fn of(&self, cell: &Cell) -> u32 {
        match self {
            Self::Null(missing) => truth(cell.missing == *missing),
            _ if cell.missing => UNKNOWN,
            Self::In(operands) => truth(operands.iter().any(|operand| operand.equals(cell))),
            Self::Compare(Op::Equal, operand) => truth(operand.equals(cell)),
            Self::Compare(Op::NotEqual, operand) => truth(!operand.equals(cell)),
            Self::Compare(op, operand) => {
                let order = match (cell.number, operand.number) {
                    (Some(cell), Some(operand)) => cell.partial_cmp(&operand),
                    _ if operand.bare => return FAULT,
                    _ => Some(cell.text.cmp(&operand.text)),
                };
                let Some(order) = order else { return FAULT };
                truth(match op {
                    Op::Less => order.is_lt(),
                    Op::LessOrEqual => order.is_le(),
                    Op::Greater => order.is_gt(),
                    _ => order.is_ge(),
                })
            }
        }
    }
}

impl<S> Filter<S> {
    /// From a condition; `slot` finds the column of a name.
    pub fn new(condition: &Condition, slot: &mut impl FnMut(&str) -> Option<S>) -> Option<Self> {
        let test = |name: &str, test, slot: &mut dyn FnMut(&str) -> Option<S>| {
            Some(Self::Test { slot: slot(name)?, name: name.to_owned(), test })
        };
        // Every name is looked up, so that all that are missing are told.
        let mut all = |conditions: &[Condition]| {
            let found: Vec<Option<Self>> = conditions.iter().map(|condition| Self::new(condition, slot)).collect();
            found.into_iter().collect::<Option<Vec<Self>>>()
        };
        match condition {
            Condition::And(conditions) => all(conditions).map(Self::And),
            Condition::Or(conditions) => all(conditions).map(Self::Or),
            Condition::Not(condition) => Self::new(condition, slot).map(|filter| Self::Not(Box::new(filter))),
            Condition::Compare { name, op, value } => test(name, Test::Compare(*op, Operand::new(value)), slot),
            Condition::In { name, values } => test(name, Test::In(values.iter().map(Operand::new).collect()), slot),
            Condition::IsNull(name) => test(name, Test::Null(true), slot),
            Condition::IsNotNull(name) => test(name, Test::Null(false), slot),
        }
    }

    /// How many tests it has.
    pub fn tests(&self) -> usize {
        match self {
            Self::And(filters) | Self::Or(filters) => filters.iter().map(Self::tests).sum(),
            Self::Not(filter) => filter.tests(),
            Self::Test { .. } => 1,
        }
    }

    /// The truth of each row. `columns` gives codes and distinct values of a column, `meanings` (one a test) remembers what
    /// was worked out; `fault` is told of rows whose value cannot be compared.
    fn truths<'a>(
        &self,
        columns: &dyn Fn(&S) -> (&'a [u32], &'a Distinct),
        meanings: &mut std::slice::IterMut<'_, Meanings>,
        fault: &mut dyn FnMut(&str, usize),
    ) -> Vec<u32> {
        match self {
            Self::Test { slot, name, test } => {
                let (codes, distinct) = columns(slot);
                let (mut out, mut faults) = (Vec::with_capacity(codes.len()), Vec::new());
                if let Some(meanings) = meanings.next() {
                    meanings.of(codes, distinct, &mut out, &mut faults, |cell| test.of(cell));
                }
                faults.into_iter().for_each(|row| fault(name, row));
                out
            }
            Self::Not(filter) => {
                let mut truths = filter.truths(columns, meanings, fault);
                truths.iter_mut().for_each(|truth| *truth = [UNKNOWN, TRUE, FALSE][*truth as usize]);
                truths
            }
            Self::And(filters) => fold(filters, columns, meanings, fault, |a, b| match (a, b) {
                (FALSE, _) | (_, FALSE) => FALSE,
                (TRUE, TRUE) => TRUE,
                _ => UNKNOWN,
            }),
            Self::Or(filters) => fold(filters, columns, meanings, fault, |a, b| match (a, b) {
                (TRUE, _) | (_, TRUE) => TRUE,
                (FALSE, FALSE) => FALSE,
                _ => UNKNOWN,
            }),
        }
    }

    /// The rows for which it is true, rising.
    pub fn rows<'a>(
        &self,
        columns: &dyn Fn(&S) -> (&'a [u32], &'a Distinct),
        meanings: &mut [Meanings],
        fault: &mut dyn FnMut(&str, usize),
    ) -> Vec<u32> {
        let truths = self.truths(columns, &mut meanings.iter_mut(), fault);
        (0u32..).zip(truths).filter(|&(_, truth)| truth == TRUE).map(|(row, _)| row).collect()
    }
}

fn fold<'a, S>(
    filters: &[Filter<S>],
    columns: &dyn Fn(&S) -> (&'a [u32], &'a Distinct),
    meanings: &mut std::slice::IterMut<'_, Meanings>,
    fault: &mut dyn FnMut(&str, usize),
    join: impl Fn(u32, u32) -> u32,
) -> Vec<u32> {
    let mut truths: Vec<Vec<u32>> = filters.iter().map(|filter| filter.truths(columns, meanings, fault)).collect();
    let Some(mut out) = truths.pop() else { return Vec::new() };
    for other in truths {
        out.iter_mut().zip(other).for_each(|(a, b)| *a = join(*a, b));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Filter;
    use crate::source::distinct::{Distinct, Meanings};
    use crate::source::value::Missing;
    use crate::spec::{Condition, Op, Value};

    fn compare(op: Op, value: Value) -> Condition {
        Condition::Compare { name: "x".to_owned(), op, value }
    }

    /// Rows taken, and rows that are faults, of a column.
    fn rows(condition: &Condition, cells: &[&str]) -> (Vec<u32>, Vec<usize>) {
        let mut distinct = Distinct::new(Missing::default());
        let codes: Vec<u32> = cells.iter().map(|cell| distinct.text(cell.as_bytes())).collect();
        let filter = Filter::new(condition, &mut |name| (name == "x").then_some(())).unwrap();
        let mut meanings: Vec<Meanings> = (0..filter.tests()).map(|_| Meanings::default()).collect();
        let mut faults = Vec::new();
        let rows = filter.rows(&|()| (&codes, &distinct), &mut meanings, &mut |_, row| faults.push(row));
        (rows, faults)
    }

    #[test]
    fn comparisons_are_of_numbers_where_both_are_and_else_of_text() {
        let number = |op, x| rows(&compare(op, Value::Number(x)), &["9", "10.0", "11", ""]).0;
        assert_eq!(number(Op::GreaterOrEqual, 10.0), [1, 2]);
        assert_eq!(number(Op::Less, 10.0), [0]);
        assert_eq!(number(Op::Equal, 10.0), [1]);
        assert_eq!(number(Op::NotEqual, 10.0), [0, 2]);
        let text = |op, x: &str| rows(&compare(op, Value::Text(x.to_owned())), &["2026-01-31", "2026-02-01"]).0;
        assert_eq!(text(Op::Greater, "2026-01-31"), [1]);
        assert_eq!(text(Op::LessOrEqual, "2026-01-31"), [0]);
    }

    #[test]
    fn a_missing_value_is_neither_in_nor_out() {
        let cells = ["a", "", "b"];
        let a = compare(Op::Equal, Value::Text("a".to_owned()));
        let not_a = Condition::Not(Box::new(a.clone()));
        assert_eq!(rows(&a, &cells).0, [0]);
        assert_eq!(rows(&not_a, &cells).0, [2]);
        assert_eq!(rows(&Condition::IsNull("x".to_owned()), &cells).0, [1]);
        assert_eq!(rows(&Condition::Or(vec![not_a.clone(), Condition::IsNull("x".to_owned())]), &cells).0, [1, 2]);
        assert_eq!(rows(&Condition::And(vec![not_a, Condition::IsNotNull("x".to_owned())]), &cells).0, [2]);
        let list =
            Condition::In { name: "x".to_owned(), values: vec![Value::Text("b".to_owned()), Value::Number(1.0)] };
        assert_eq!(rows(&list, &["b", "1.0", "c", ""]).0, [0, 1]);
    }

    #[test]
    fn text_where_a_number_is_compared_is_a_fault() {
        assert_eq!(rows(&compare(Op::Less, Value::Number(5.0)), &["4", "high", "6"]), (vec![0], vec![1]));
    }

    #[test]
    fn a_name_that_is_no_column_is_told() {
        let condition = compare(Op::Equal, Value::Number(1.0));
        assert!(Filter::new(&condition, &mut |_| None::<()>).is_none());
    }
}
