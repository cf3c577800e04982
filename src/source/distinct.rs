//! Distinct values of a column: every cell becomes a code, and what a value means is worked out once per value.
//!
//! Takes cells as bytes or typed numbers, gives codes; code 0 is null. May not know roles or files.
//! Invariants: one code, one value, until [`Distinct::begin`] says that all codes were forgotten; memory is bounded, also for
//! a column of a hundred million different texts.

use hashbrown::HashMap;

use super::value::{Missing, Value};

/// Codes are forgotten between batches beyond this many.
const MOST_KEPT: usize = 65_536;

/// The code of null.
pub const NULL: u32 = 0;

/// Whole numbers from here on have their code in an array.
const SMALL_FROM: i64 = -128;
const SMALL: usize = 512;

/// The distinct values of one column.
pub struct Distinct {
    values: Vec<Value>,
    texts: HashMap<Box<[u8]>, u32>,
    integers: HashMap<i64, u32>,
    floats: HashMap<u64, u32>,
    small: Box<[u32; SMALL]>,
    epoch: u64,
    decimal: u8,
    missing: Missing,
    most_kept: usize,
}

impl Distinct {
    /// None yet; `missing` are the texts that mean "missing".
    pub fn new(missing: Missing) -> Self {
        Self {
            values: vec![Value::null()],
            texts: HashMap::new(),
            integers: HashMap::new(),
            floats: HashMap::new(),
            small: Box::new([NULL; SMALL]),
            epoch: 0,
            decimal: b'.',
            missing,
            most_kept: MOST_KEPT,
        }
    }

    /// None yet, and none is ever forgotten: for a table that is kept in memory.
    pub fn lasting(missing: Missing) -> Self {
        Self { most_kept: usize::MAX, ..Self::new(missing) }
    }

    /// Forgets all codes: the next file may write numbers in another way.
    pub fn forget(&mut self) {
        let missing = std::mem::take(&mut self.missing);
        *self = Self { epoch: self.epoch + 1, decimal: self.decimal, most_kept: self.most_kept, ..Self::new(missing) };
    }

    /// Before a batch of a file with decimal sign `decimal`. Codes of earlier batches hold only while [`Self::epoch`]
    /// is the same.
    pub fn begin(&mut self, decimal: u8) {
        if self.values.len() > self.most_kept || self.decimal != decimal {
            self.decimal = decimal;
            self.forget();
        }
    }

    /// Changes whenever codes were forgotten.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The value of each code.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// The code of a text; bytes that are no UTF-8 are shown as replacement characters (readers refuse them before).
    pub fn text(&mut self, raw: &[u8]) -> u32 {
        if let Some(&code) = self.texts.get(raw) {
            return code;
        }
        let value = Value::text(&String::from_utf8_lossy(raw), self.decimal, &self.missing);
        let code = self.push(value);
        self.texts.insert(raw.into(), code);
        code
    }

    /// The code of a whole number.
    pub fn integer(&mut self, number: i64) -> u32 {
        let small = usize::try_from(number.wrapping_sub(SMALL_FROM)).ok().filter(|&at| at < SMALL);
        let known = small.map_or_else(|| self.integers.get(&number).copied().unwrap_or(NULL), |at| self.small[at]);
        if known != NULL {
            return known;
        }
        let code = self.push(Value::number(number as f64, number.to_string(), &self.missing));
        match small {
            Some(at) => self.small[at] = code,
            None => _ = self.integers.insert(number, code),
        }
        code
    }

    /// The code of a double; `text` writes it (a 32-bit float has another shortest form than the double it becomes).
    pub fn float(&mut self, number: f64, text: impl FnOnce() -> String) -> u32 {
        // -0 is 0.
        let bits = (number + 0.0).to_bits();
        if let Some(&code) = self.floats.get(&bits) {
            return code;
        }
        let code = self.push(Value::number(number, if number == 0.0 { "0".to_owned() } else { text() }, &self.missing));
        self.floats.insert(bits, code);
        code
    }

    fn push(&mut self, value: Value) -> u32 {
        self.values.push(value);
        (self.values.len() - 1) as u32
    }
}

/// A table from the codes of a [`Distinct`] to what they mean for one role, filled as codes are met.
#[derive(Default)]
pub struct Meanings {
    epoch: u64,
    known: Vec<u32>,
}

/// Not yet worked out.
const UNKNOWN: u32 = u32::MAX;

/// A meaning that is a fault of the row; meanings from here on are never given out by [`Meanings::of`] as codes.
pub const FAULT: u32 = u32::MAX - 1;

impl Meanings {
    /// Writes the meaning of each code to `out`; `meaning` is asked once per value. Where it gave [`FAULT`], the row
    /// stands in `faults` and the meaning is 0.
    pub fn of(
        &mut self,
        codes: &[u32],
        distinct: &Distinct,
        out: &mut Vec<u32>,
        faults: &mut Vec<usize>,
        mut meaning: impl FnMut(&Value) -> u32,
    ) {
        if self.epoch != distinct.epoch() {
            self.known.clear();
            self.epoch = distinct.epoch();
        }
        self.known.resize(distinct.values().len(), UNKNOWN);
        let start = out.len();
        let mut most = 0;
        out.extend(codes.iter().map(|&code| {
            let known = self.known[code as usize];
            most = most.max(known);
            known
        }));
        if most < FAULT {
            return;
        }
        for (row, (&code, out)) in codes.iter().zip(&mut out[start..]).enumerate() {
            if *out == UNKNOWN {
                let known = &mut self.known[code as usize];
                if *known == UNKNOWN {
                    *known = meaning(&distinct.values()[code as usize]);
                }
                *out = *known;
            }
            if *out == FAULT {
                faults.push(row);
                *out = 0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Distinct, FAULT, MOST_KEPT, Meanings, NULL};
    use crate::source::value::Missing;

    #[test]
    fn typed_and_written_numbers_have_equal_values() {
        let mut distinct = Distinct::new(Missing::default());
        let codes = [
            distinct.integer(1),
            distinct.float(1.0, || "1".to_owned()),
            distinct.text(b"1.0"),
            distinct.integer(1_000),
        ];
        let values = distinct.values();
        assert_eq!(values[codes[0] as usize], values[codes[1] as usize]);
        assert_eq!(values[codes[0] as usize], values[codes[2] as usize]);
        assert_eq!(values[codes[3] as usize].text, "1000");
        assert_eq!(distinct.integer(1), codes[0]);
        assert_eq!(distinct.integer(1_000), codes[3]);
    }

    #[test]
    fn codes_are_forgotten_only_between_batches_and_when_there_are_many() {
        let mut distinct = Distinct::new(Missing::default());
        let first = distinct.text(b"a");
        distinct.begin(b'.');
        assert_eq!(distinct.text(b"a"), first);
        for i in 0..MOST_KEPT as i64 {
            distinct.integer(1_000 + i);
        }
        let epoch = distinct.epoch();
        distinct.begin(b'.');
        assert_ne!(distinct.epoch(), epoch);
        assert_eq!(distinct.values().len(), 1);
    }

    #[test]
    fn a_meaning_is_worked_out_once_per_value_and_faults_name_their_rows() {
        let mut distinct = Distinct::new(Missing::default());
        let (a, b) = (distinct.text(b"a"), distinct.text(b"b"));
        let (mut meanings, mut out, mut faults, mut asked) = (Meanings::default(), Vec::new(), Vec::new(), 0);
        for _ in 0..2 {
            out.clear();
            faults.clear();
            meanings.of(&[a, NULL, b, a], &distinct, &mut out, &mut faults, |value| {
                asked += 1;
                if value.missing {
                    0
                } else if value.text == "b" {
                    FAULT
                } else {
                    7
                }
            });
            assert_eq!((out.as_slice(), faults.as_slice()), ([7, 0, 0, 7].as_slice(), [2].as_slice()));
        }
        assert_eq!(asked, 3);
    }
}
