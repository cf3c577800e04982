//! What was wrong in rows: gathered while reading, one problem for each kind of fault in each column of each file.
//!
//! Takes faults with their rows, gives problems. Invariants: the result does not depend on the order in which faults came,
//! nor on threads; memory is bounded; a value is shown only where at least [`SHOWN_FROM`] rows share it, or where it is
//! a word for yes, no or missing, so that what is printed is a word of the data's coding and nobody's own entry.

use std::collections::BTreeMap;

use super::unlisted::is_plain_word;
use super::value::NotNumber;
use crate::diag::{Code, Place, Problem, Problems};
use crate::words::nearest;

/// Rows that a problem names.
const ROWS_NAMED: usize = 10;
/// Values that a problem names.
const VALUES_NAMED: usize = 10;
/// Listed values that a problem asks about.
const NEAR_NAMED: usize = 3;
/// A value is named if it stands in at least so many rows.
pub const SHOWN_FROM: u64 = 5;
/// Different values that are counted before a column is taken to hold no coding at all.
const MOST_VALUES: usize = 1_000;

/// A fault of a row. The order is that of the variants.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// More or fewer fields than the header, which has so many.
    Ragged(usize),
    /// No number in the column of a role.
    NotNumber(NotNumber, &'static str),
    /// A value compared in `where` as a number is none.
    FilterNotNumber,
    /// A score outside [0, 1] (`None`) or the declared range.
    ScoreRange(Option<String>),
    /// A weight that is negative or above a million.
    WeightRange,
    /// A weight above 0 that millionths cannot hold well.
    WeightSmall,
    /// No weight.
    WeightMissing,
    /// An inclusion probability outside (0, 1], or below a millionth.
    ProbabilityRange,
    /// A count that is no whole number from 0 to 9,000,000,000.
    Count,
    /// A count that is missing, where blank does not mean suppressed.
    CountMissing,
    /// A count that is no multiple of the declared base.
    CountNotRounded(u64),
    /// An amount that is no whole number.
    Amount,
    /// A value that is in no list of the key.
    Unknown(String),
    /// A missing value where every row must have one, by the key.
    Missing(String),
    /// A value that the report uses for something else.
    Reserved,
    /// A case of the model arm (or of both) that is not at the stage.
    ModelNotAtStage(String),
    /// A random case at the stage, though the arm was drawn from those not at it.
    RandomAtStage(String),
    /// A sampling stratum without a size.
    StratumWithoutSize,
    /// A membership probability outside [0, 1].
    MembershipRange,
    /// The same, where the probabilities of the row are shares of a hundred.
    MembershipPercent,
    /// Membership probabilities, of these columns, that do not sum to 1.
    MembershipSum(String),
    /// A membership probability of some groups, and none of others.
    MembershipHalf,
    /// A true group, by this key, that looks like a misspelt group of the membership or a word for "missing".
    NotAGroup(String),
}

impl Fault {
    /// Code, message after the number of rows (without the rows), label and hint.
    fn say(&self, rows: u64) -> (Code, String, String) {
        let values = if rows == 1 { "1 value is" } else { &*format!("{rows} values are") };
        let has = if rows == 1 { "1 row has" } else { &*format!("{rows} rows have") };
        let of = |arm: &str| {
            if rows == 1 { format!("1 case of the {arm} arm is") } else { format!("{rows} cases of the {arm} arm are") }
        };
        match self {
            Self::Ragged(fields) => (
                Code::RaggedRow,
                format!("{has} more or fewer fields than the header, which has {fields}"),
                "quote fields that hold the delimiter or a line break, or declare `data.format.delimiter`".to_owned(),
            ),
            Self::NotNumber(why, role) => not_number(*why, role, rows),
            Self::FilterNotNumber => (
                Code::NotANumber,
                format!("{values} not a number, and `data.where` compares the column with one"),
                "put the value of the condition in quotes to compare texts, or exclude these rows by another condition".to_owned(),
            ),
            Self::ScoreRange(range) => (
                Code::ScoreRange,
                match range {
                    None => format!("{has} a score outside 0 to 1, though it is declared a probability"),
                    Some(range) => format!("{has} a score outside the declared range {range}"),
                },
                match range {
                    None => "set `roles.score.range` instead of `probability`, or correct the scores: they are never clamped",
                    Some(_) => "widen `roles.score.range`, or correct the scores: they are never clamped",
                }
                .to_owned(),
            ),
            Self::WeightRange => (
                Code::BadWeight,
                format!("{has} a weight below 0 or above 1,000,000"),
                "correct the weights; a common factor may be divided out".to_owned(),
            ),
            Self::WeightSmall => (
                Code::BadWeight,
                format!("{has} a weight below 0.001, which is counted in millionths and would be rounded too much"),
                "multiply all weights by one factor: only their ratios matter".to_owned(),
            ),
            Self::WeightMissing => (
                Code::BadWeight,
                format!("{has} no weight"),
                "give every row a weight; 0 for a row that stands for nobody".to_owned(),
            ),
            Self::ProbabilityRange => (
                Code::BadWeight,
                format!("{has} an inclusion probability that is not above 0 and at most 1, or is below one in a million"),
                "give the probability with which the row came into the data, or exclude the row by `data.where`".to_owned(),
            ),
            Self::Count => (
                Code::BadCount,
                format!("{values} not a whole number from 0 to 9,000,000,000"),
                "give counts without decimals and thousands separators; list words for suppressed cells in `data.suppressed_as`".to_owned(),
            ),
            Self::CountMissing => (
                Code::BadCount,
                format!("{has} no count"),
                "fill in the counts, or list `\"\"` in `data.suppressed_as` if blank means suppressed".to_owned(),
            ),
            Self::CountNotRounded(base) => (
                Code::BadCount,
                format!("{values} not a multiple of {base}, though `data.rounded` says so"),
                "correct `data.rounded`, or leave it out if counts are exact".to_owned(),
            ),
            Self::Amount => (
                Code::BadAmount,
                format!("{values} not a whole number up to 1,000,000,000,000"),
                "give amounts in whole units, such as days or öre".to_owned(),
            ),
            Self::Unknown(key) => (
                Code::UnknownValue,
                format!("{has} a value that no list of {key} names"),
                format!("add the value to a list of {key}, or to `data.format.missing` if it means that nothing is known"),
            ),
            Self::Missing(key) => (
                Code::UnknownValue,
                format!("{has} no value, and {key} needs one in every row"),
                "complete the column, or exclude these rows by `data.where`".to_owned(),
            ),
            Self::Reserved => (
                Code::UnknownValue,
                format!("{has} a value that the report uses for something else, such as `(all)` or `(missing)`"),
                "list it in `data.format.missing` if it means that nothing is known, else rename it in the data".to_owned(),
            ),
            Self::ModelNotAtStage(stage) => (
                Code::ArmConflict,
                format!("{} not at the stage `{stage}`", of("model")),
                "correct `roles.arm` or the stage: the model arm is what the stage selected".to_owned(),
            ),
            Self::RandomAtStage(stage) => (
                Code::ArmConflict,
                format!("{} at the stage `{stage}`, though the arm was drawn from those that are not", of("random")),
                "set `random_from = \"pool\"` if the random arm was drawn from everybody, or correct the data".to_owned(),
            ),
            Self::MembershipRange => (
                Code::BadMembership,
                format!("{has} a membership probability outside 0 to 1"),
                "correct the probabilities: shares between 0 and 1, for every group of the attribute".to_owned(),
            ),
            Self::MembershipPercent => (
                Code::BadMembership,
                format!("{has} a membership probability outside 0 to 1; those of all groups sum to 100"),
                "divide the probabilities by 100 if they are per cent: they are shares between 0 and 1".to_owned(),
            ),
            Self::MembershipSum(columns) => (
                Code::BadMembership,
                format!("{has} membership probabilities ({columns}) that sum to less than 0.99 or more than 1.01"),
                "give the probabilities of all groups, a group for everybody else among them".to_owned(),
            ),
            Self::MembershipHalf => (
                Code::BadMembership,
                format!("{has} a membership probability of some groups, and none of others"),
                "give the probabilities of all groups, 0 among them, or of none where nothing is known".to_owned(),
            ),
            Self::NotAGroup(key) => (
                Code::UnknownValue,
                format!("{has} a value of {key} that is no group of `membership.columns`"),
                "write the groups as in `membership.columns`, or add the value to `data.format.missing` if it means that nothing is known".to_owned(),
            ),
            Self::StratumWithoutSize => (
                Code::UnknownValue,
                format!("{has} a sampling stratum that `data.stratum_sizes` does not name"),
                "add the size of the stratum to `data.stratum_sizes`".to_owned(),
            ),
        }
    }

    /// May the values be shown where many rows share them?
    fn shows_values(&self) -> bool {
        matches!(self, Self::Unknown(_) | Self::NotAGroup(_) | Self::Reserved | Self::StratumWithoutSize | Self::Count)
    }
}

fn not_number(why: NotNumber, role: &str, rows: u64) -> (Code, String, String) {
    let values = if rows == 1 { "1 value".to_owned() } else { format!("{rows} values") };
    let are = if rows == 1 { "is" } else { "are" };
    let (what, hint) = match why {
        NotNumber::Nan => ("NaN", "add `\"NaN\"` to `data.format.missing` if it means missing"),
        NotNumber::Infinite => ("infinite", "correct these rows, or exclude them by `data.where`"),
        NotNumber::Comma => (
            "written with a comma",
            "set `data.format.decimal = \",\"` if it is a decimal comma; it is never guessed for single rows",
        ),
        NotNumber::Point => (
            "written with a point",
            "set `data.format.decimal = \".\"` if all are; mixed decimal signs are never guessed",
        ),
        NotNumber::Thousands => {
            ("written with thousands separators", "export the column without separators; they are never guessed")
        }
        NotNumber::Percent => ("written in per cent", "export the column as a share, without the sign"),
        NotNumber::Text => {
            ("not a number", "correct these rows, or list the word in `data.format.missing` if it means missing")
        }
    };
    (Code::NotANumber, format!("{values} of {role} {are} {what}"), hint.to_owned())
}

/// Where a fault stands: row of data from 1, line from 1 (0: the file has no lines).
pub type RowPlace = (u64, u64);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    file: usize,
    field: String,
    fault: Fault,
}

#[derive(Clone, Debug, Default)]
struct Seen {
    rows: u64,
    first: Vec<RowPlace>,
    values: BTreeMap<String, u64>,
    many_values: bool,
}

impl Seen {
    fn place(&mut self, place: RowPlace) {
        if let Err(at) = self.first.binary_search(&place)
            && at < ROWS_NAMED
        {
            self.first.insert(at, place);
            self.first.truncate(ROWS_NAMED);
        }
    }

    fn value(&mut self, value: &str, rows: u64) {
        if !self.many_values {
            *self.values.entry(value.to_owned()).or_insert(0) += rows;
            if self.values.len() > MOST_VALUES {
                self.many_values = true;
                self.values.clear();
            }
        }
    }
}

/// Faults of rows.
#[derive(Clone, Debug, Default)]
pub struct Faults(BTreeMap<Key, Seen>);

impl Faults {
    /// A fault in a row of a file (its number) and column, with the value where it may be shown.
    pub fn add(&mut self, file: usize, field: &str, fault: Fault, place: RowPlace, value: Option<&str>) {
        let shows = fault.shows_values();
        let seen = self.0.entry(Key { file, field: field.to_owned(), fault }).or_default();
        seen.rows += 1;
        seen.place(place);
        if let Some(value) = value.filter(|_| shows) {
            seen.value(value, 1);
        }
    }

    /// Was there such a fault?
    pub fn has(&self, fault: &Fault) -> bool {
        self.0.keys().any(|key| key.fault == *fault)
    }

    /// Those of another thread.
    pub fn merge(&mut self, other: Self) {
        for (key, theirs) in other.0 {
            let seen = self.0.entry(key).or_default();
            seen.rows += theirs.rows;
            theirs.first.into_iter().for_each(|place| seen.place(place));
            seen.many_values |= theirs.many_values;
            if seen.many_values {
                seen.values.clear();
            } else {
                theirs.values.iter().for_each(|(value, &rows)| seen.value(value, rows));
            }
        }
    }

    /// The problems; `files` are the names by number, `listed` gives the values that the lists of a key name.
    pub fn problems(self, files: &[String], listed: &dyn Fn(&str) -> Vec<String>) -> Problems {
        let mut problems = Problems::new();
        for (key, seen) in self.0 {
            let (code, message, mut hint) = key.fault.say(seen.rows);
            if let Fault::Unknown(key) | Fault::NotAGroup(key) = &key.fault {
                hint = did_you_mean(&seen, &listed(key)) + &hint;
            }
            let file = files.get(key.file).map_or("", String::as_str);
            let first = seen.first.first().copied().unwrap_or_default();
            let field = (!key.field.is_empty()).then_some(&*key.field);
            let place = Place::cell(file, Some(first.1).filter(|&line| line > 0), Some(first.0), field);
            problems.push(Problem::new(code, place, message + &rows_named(&seen) + &values_named(&seen)).hint(hint));
        }
        problems
    }
}

/// The listed values nearest to those that no list names. They are words of the spec, so that nothing is told of a row.
fn did_you_mean(seen: &Seen, listed: &[String]) -> String {
    let mut near: Vec<&str> = Vec::new();
    for found in seen.values.keys().filter_map(|value| nearest(value, listed.iter().map(String::as_str))) {
        if !near.contains(&found) {
            near.push(found);
        }
    }
    near.sort_unstable();
    near.truncate(NEAR_NAMED);
    let near: Vec<String> = near.iter().map(|value| format!("`{value}`")).collect();
    if near.is_empty() { String::new() } else { format!("did you mean {}? Else ", near.join(" or ")) }
}

fn rows_named(seen: &Seen) -> String {
    if seen.rows == 1 {
        return String::new();
    }
    let rows: Vec<String> = seen.first.iter().map(|(row, _)| row.to_string()).collect();
    let more = if seen.rows > rows.len() as u64 { " …" } else { "" };
    format!(": rows {}{more}", rows.join(", "))
}

fn values_named(seen: &Seen) -> String {
    if seen.many_values {
        return format!("; more than {MOST_VALUES} different values");
    }
    let mut shown: Vec<(&String, u64)> = seen
        .values
        .iter()
        .map(|(value, &rows)| (value, rows))
        .filter(|&(value, rows)| rows >= SHOWN_FROM || is_plain_word(value))
        .collect();
    if shown.is_empty() {
        return String::new();
    }
    shown.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let named: Vec<String> =
        shown.iter().take(VALUES_NAMED).map(|(value, rows)| format!("`{value}` ({rows})")).collect();
    let left = seen.values.len() - named.len();
    let more = if left > 0 { format!(" and {left} more") } else { String::new() };
    format!("; values {}{more}", named.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{Fault, Faults, MOST_VALUES};

    fn unknown() -> Fault {
        Fault::Unknown("`roles.outcome`".to_owned())
    }

    #[test]
    fn faults_of_one_kind_are_one_problem_with_count_first_rows_and_common_values() {
        let mut faults = Faults::default();
        for row in (1..=30).rev() {
            faults.add(0, "result", unknown(), (row, row + 1), Some(if row % 3 == 0 { "maybe" } else { "perhaps" }));
        }
        faults.add(0, "result", unknown(), (31, 32), Some("Anna says yes"));
        let problems = faults.problems(&["a.csv".to_owned()], &|_| Vec::new());
        assert_eq!(problems.0.len(), 1);
        assert_eq!(
            problems.0[0].to_string(),
            "source/unknown-value: a.csv:2, row 1, column `result`: 31 rows have a value that no list of `roles.outcome` names: \
             rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 …; values `perhaps` (20), `maybe` (10) and 1 more; add the value to a list of \
             `roles.outcome`, or to `data.format.missing` if it means that nothing is known"
        );
    }

    #[test]
    fn the_parts_of_threads_add_up_in_any_order() {
        let part = |rows: std::ops::Range<u64>| {
            let mut faults = Faults::default();
            rows.for_each(|row| faults.add(0, "x", unknown(), (row, 0), Some(&format!("v{}", row % 1_200))));
            faults
        };
        let (mut a, mut b) = (part(1..700), part(700..1_400));
        a.merge(part(700..1_400));
        b.merge(part(1..700));
        let files = ["f".to_owned()];
        let text = a.problems(&files, &|_| Vec::new()).to_string();
        assert_eq!(text, b.problems(&files, &|_| Vec::new()).to_string());
        assert!(text.contains(&format!("more than {MOST_VALUES} different values")), "{text}");
    }
}
