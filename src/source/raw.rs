//! What readers of formats give: columns of a batch before roles are read off them.
//!
//! Takes nothing itself; names what a CSV or Parquet reader must do ([`Sheet`]) and give ([`Raw`]). May not know roles.
//! Invariants: a reader gives every row once and in order; it never judges a value, but for numbers that are none.

use sha2::{Digest, Sha256};

use super::Input;
use super::distinct::Distinct;
use super::faults::{Faults, RowPlace};
use super::value::{Missing, NotNumber, clean};
use crate::diag::{Code, Place, Problem, Problems};

/// Rows of a batch: eight columns of it fit the second cache.
pub const BATCH: usize = 8_192;

/// What is wanted of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Codes of its distinct values.
    Codes,
    /// Numbers.
    Numbers,
    /// A hash of each value.
    Hashes(Hasher),
}

/// A column that is wanted: its number in the sheet, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Want {
    /// Column of the sheet, from 0.
    pub column: usize,
    /// How.
    pub shape: Shape,
}

/// How a value is hashed; the same text gives the same hash, whatever type the column has.
#[derive(Clone, Debug, PartialEq)]
pub enum Hasher {
    /// Quick, to see whether a value stood before.
    Quick,
    /// SHA-256 of a salt, a zero byte and the value; any engine can do it. Its first 8 bytes, the first one highest.
    Salted(String),
}

/// The hash of a missing value; no other value has it.
pub const NO_HASH: u64 = 0;

impl Hasher {
    /// The hash of a value as text; [`NO_HASH`] where it is blank.
    pub fn hash(&self, text: &str, missing: &Missing) -> u64 {
        let text = clean(text);
        if text.is_empty() || missing.texts().any(|known| known == text) {
            return NO_HASH;
        }
        let hash = match self {
            Self::Quick => quick(text.as_bytes()),
            Self::Salted(salt) => {
                let digest =
                    Sha256::new().chain_update(salt).chain_update([0]).chain_update(text.as_bytes()).finalize();
                digest.iter().take(8).fold(0, |hash, &byte| hash << 8 | u64::from(byte))
            }
        };
        hash.max(1)
    }
}

/// FNV-1a, mixed so that every bit of the result depends on all bytes.
pub fn quick(bytes: &[u8]) -> u64 {
    let hash = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    let mixed = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let mixed = (mixed ^ mixed >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    mixed ^ mixed >> 33
}

/// Numbers of a column: NaN where there is none, and why where it is not just missing.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    /// One a row.
    pub values: Vec<f64>,
    /// Rows of the batch (rising) that hold something which is no number.
    pub odd: Vec<(u32, NotNumber)>,
}

impl Numbers {
    /// A number, or what stands there instead; `None`: missing.
    pub fn push(&mut self, number: Option<Result<f64, NotNumber>>) {
        let value = match number {
            Some(Ok(number)) => number,
            None => f64::NAN,
            Some(Err(why)) => {
                self.odd.push((self.values.len() as u32, why));
                f64::NAN
            }
        };
        self.values.push(value);
    }

    fn keep(&mut self, rows: &[u32]) {
        self.values = rows.iter().map(|&row| self.values[row as usize]).collect();
        self.odd = std::mem::take(&mut self.odd)
            .into_iter()
            .filter_map(|(row, why)| rows.binary_search(&row).ok().map(|at| (at as u32, why)))
            .collect();
    }
}

/// A column of a batch, as it was wanted.
#[derive(Clone, Debug)]
pub enum Column {
    /// Codes of the column's [`Distinct`].
    Codes(Vec<u32>),
    /// Numbers.
    Numbers(Numbers),
    /// Hashes.
    Hashes(Vec<u64>),
}

impl Column {
    /// An empty column of a shape.
    pub fn empty(shape: &Shape) -> Self {
        match shape {
            Shape::Codes => Self::Codes(Vec::new()),
            Shape::Numbers => Self::Numbers(Numbers::default()),
            Shape::Hashes(_) => Self::Hashes(Vec::new()),
        }
    }

    /// The codes; empty for another shape.
    pub fn codes(&self) -> &[u32] {
        if let Self::Codes(codes) = self { codes } else { &[] }
    }

    /// The hashes; empty for another shape.
    pub fn hashes(&self) -> &[u64] {
        if let Self::Hashes(hashes) = self { hashes } else { &[] }
    }

    /// Removes all rows.
    pub fn clear(&mut self) {
        match self {
            Self::Codes(codes) => codes.clear(),
            Self::Numbers(numbers) => {
                numbers.values.clear();
                numbers.odd.clear();
            }
            Self::Hashes(hashes) => hashes.clear(),
        }
    }

    /// The column of these rows (rising).
    pub fn picked(&self, rows: &[u32]) -> Self {
        let mut column = self.clone();
        column.keep(rows);
        column
    }

    fn keep(&mut self, rows: &[u32]) {
        match self {
            Self::Codes(codes) => *codes = rows.iter().map(|&row| codes[row as usize]).collect(),
            Self::Numbers(numbers) => numbers.keep(rows),
            Self::Hashes(hashes) => *hashes = rows.iter().map(|&row| hashes[row as usize]).collect(),
        }
    }
}

/// Where the rows of a batch stand in their file.
#[derive(Clone, Debug)]
pub enum Places {
    /// One after the other, without lines; the first has this number.
    From(u64),
    /// Row and line of each.
    Each(Vec<RowPlace>),
}

impl Places {
    /// Row and line of a row of the batch.
    pub fn at(&self, row: usize) -> RowPlace {
        match self {
            Self::From(first) => (first + row as u64, 0),
            Self::Each(places) => places.get(row).copied().unwrap_or_default(),
        }
    }
}

/// Rows as they were read.
#[derive(Clone, Debug)]
pub struct Raw {
    /// How many.
    pub rows: usize,
    /// Where they stand.
    pub places: Places,
    /// One column a want.
    pub columns: Vec<Column>,
}

impl Raw {
    /// Keeps these rows (rising) only.
    pub fn keep(&mut self, rows: &[u32]) {
        if rows.len() == self.rows {
            return;
        }
        self.columns.iter_mut().for_each(|column| column.keep(rows));
        self.places = Places::Each(rows.iter().map(|&row| self.places.at(row as usize)).collect());
        self.rows = rows.len();
    }
}

/// What a reader works with.
pub struct Reading<'a> {
    /// The number of the file.
    pub file: usize,
    /// What is wanted.
    pub wants: &'a [Want],
    /// The distinct values, one a want.
    pub distinct: &'a mut [Distinct],
    /// Texts that mean "missing".
    pub missing: &'a Missing,
    /// Faults of rows.
    pub faults: &'a mut Faults,
    /// Takes each batch.
    pub sink: &'a mut dyn FnMut(&mut Raw, &[Distinct], &mut Faults),
}

/// What is known of a file once a part of it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Rows of the part.
    pub rows: u64,
    /// SHA-256 of the whole file, if this part has read all its bytes.
    pub sha256: Option<String>,
}

/// A file with rows, of whichever format.
pub trait Sheet: Send + Sync {
    /// Names of the columns, cleaned.
    fn columns(&self) -> &[String];

    /// Can this column be read?
    fn check(&self, column: usize) -> Result<(), Problems>;

    /// Before reading: the columns that will be read as numbers (numbers of columns).
    fn expect_numbers(&mut self, columns: &[usize]) -> Result<(), Problems>;

    /// Parts that can be read in any order and at the same time.
    fn parts(&self) -> usize;

    /// Reads a part.
    fn read(&self, part: usize, reading: &mut Reading<'_>) -> Result<Done, Problems>;

    /// How the file is written; rows and hash are not yet known.
    fn input(&self) -> Input;
}

/// One problem, with what to do about it.
pub fn refused(code: Code, place: Place, message: impl Into<String>, hint: impl Into<String>) -> Problems {
    Problem::new(code, place, message).hint(hint).into()
}

/// The problem that the system does not let a file be read.
pub fn unreadable(name: &str, error: &str) -> Problems {
    let message = format!("the file cannot be read: {error}");
    refused(Code::NoFile, Place::file(name), message, "check the file and who may read it")
}

/// The names that stand more than once, blank ones left out.
pub fn repeated(names: &[String]) -> Vec<&str> {
    let mut sorted: Vec<&str> = names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    sorted.sort_unstable();
    let mut twice: Vec<&str> = sorted.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    twice.dedup();
    twice
}

/// The last part of a path: the rest is nobody's business.
pub fn file_name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Column, Hasher, NO_HASH, Numbers, Places, Raw};
    use crate::source::value::{Missing, NotNumber};

    #[test]
    fn hashes_depend_on_the_value_and_the_salt_only() {
        let missing = Missing::new(&["NA".to_owned()]);
        let salted = Hasher::Salted("salt".to_owned());
        assert_eq!(salted.hash(" 17 ", &missing), salted.hash("17", &missing));
        assert_ne!(salted.hash("17", &missing), Hasher::Salted("other".to_owned()).hash("17", &missing));
        assert_ne!(Hasher::Quick.hash("17", &missing), Hasher::Quick.hash("71", &missing));
        assert_eq!([" ", "NA"].map(|text| Hasher::Quick.hash(text, &missing)), [NO_HASH; 2]);
        // printf 'salt\0%s' 17 | sha256sum
        assert_eq!(salted.hash("17", &missing), SALTED_17);
    }

    const SALTED_17: u64 = 0xa6eb3a444cc01669;

    #[test]
    fn kept_rows_keep_their_places_and_their_odd_numbers() {
        let mut numbers = Numbers::default();
        [Some(Ok(1.0)), Some(Err(NotNumber::Text)), None, Some(Err(NotNumber::Nan))]
            .into_iter()
            .for_each(|n| numbers.push(n));
        let mut raw = Raw {
            rows: 4,
            places: Places::From(11),
            columns: vec![Column::Codes(vec![5, 6, 7, 8]), Column::Numbers(numbers), Column::Hashes(vec![1, 2, 3, 4])],
        };
        raw.keep(&[1, 3]);
        assert_eq!((raw.rows, raw.places.at(0), raw.places.at(1)), (2, (12, 0), (14, 0)));
        assert_eq!((raw.columns[0].codes(), raw.columns[2].hashes()), ([6, 8].as_slice(), [2, 4].as_slice()));
        let Column::Numbers(numbers) = &raw.columns[1] else { panic!("numbers") };
        assert_eq!(numbers.odd, [(0, NotNumber::Text), (1, NotNumber::Nan)]);
    }
}
