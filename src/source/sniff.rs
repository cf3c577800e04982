//! How a CSV file is written, read off its first records where the spec does not say.
//!
//! Takes decoded text; gives a delimiter or a decimal sign, or says why neither can be told. Nothing is guessed: what is
//! found is reported, and a tie is a problem.

use csv::{ByteRecord, ReaderBuilder};

use super::value::{DecimalSign, decimal_sign};

/// Records that are looked at.
pub const RECORDS: usize = 200;

/// The delimiters of the spec, by word.
pub const DELIMITERS: &[(u8, &str)] = &[(b',', "comma"), (b';', "semicolon"), (b'\t', "tab"), (b'|', "pipe")];

/// The word of a delimiter.
pub fn delimiter_word(delimiter: u8) -> &'static str {
    DELIMITERS.iter().find(|(known, _)| *known == delimiter).map_or("comma", |(_, word)| word)
}

/// The first records of a text, at most [`RECORDS`], quotes respected. Where the text was cut off (`whole` is false) the
/// last one is left out.
pub fn records(text: &[u8], delimiter: u8, whole: bool) -> Vec<ByteRecord> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text);
    let mut records = Vec::new();
    let mut record = ByteRecord::new();
    while records.len() < RECORDS && reader.read_byte_record(&mut record).unwrap_or(false) {
        records.push(record.clone());
    }
    let cut = reader.is_done();
    if cut && !whole && records.len() > 1 {
        records.pop();
    }
    records
}

/// The delimiter of a text: the one with which every record has the same number of fields, at least two; failing that, the
/// one with which most have the header's. `None`: none does, or several do.
pub fn delimiter(text: &[u8], whole: bool) -> Option<u8> {
    let counts: Vec<(u8, Vec<usize>)> = DELIMITERS
        .iter()
        .map(|&(delimiter, _)| (delimiter, records(text, delimiter, whole).iter().map(ByteRecord::len).collect()))
        .collect();
    let fitting = |least: &dyn Fn(usize) -> usize| -> Vec<u8> {
        let fits = |fields: &[usize]| {
            fields.first().is_some_and(|&first| {
                first > 1 && fields.iter().filter(|&&n| n == first).count() >= least(fields.len())
            })
        };
        counts.iter().filter(|(_, fields)| fits(fields)).map(|(delimiter, _)| *delimiter).collect()
    };
    let mut found = fitting(&|records| records);
    if found.is_empty() {
        found = fitting(&|records| records / 2 + 1);
    }
    match found[..] {
        [delimiter] => Some(delimiter),
        _ => None,
    }
}

/// What the decimal sign of some columns is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimal {
    /// This one.
    Is(u8),
    /// No number has one.
    None,
    /// Some have points, some commas: whichever is taken, the others are no numbers.
    Mixed,
    /// Every comma may as well separate thousands.
    Unclear,
}

/// The decimal sign of texts of numeric columns.
pub fn decimal<'a>(texts: impl Iterator<Item = &'a str>) -> Decimal {
    let (mut point, mut comma, mut unclear) = (false, false, false);
    for text in texts {
        match decimal_sign(text) {
            DecimalSign::Point => point = true,
            DecimalSign::Comma => comma = true,
            DecimalSign::CommaOrThousands => unclear = true,
            DecimalSign::None => {}
        }
    }
    match (point, comma, unclear) {
        (true, true, _) | (true, _, true) => Decimal::Mixed,
        (true, false, false) => Decimal::Is(b'.'),
        (false, true, _) => Decimal::Is(b','),
        (false, false, true) => Decimal::Unclear,
        (false, false, false) => Decimal::None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, decimal, delimiter, records};

    #[test]
    fn the_delimiter_is_the_one_that_divides_every_record_alike() {
        assert_eq!(delimiter(b"a,b\n1,2\n", true), Some(b','));
        assert_eq!(delimiter(b"a;b;c\n0,2;1,5;3\n0,2;1;3\n", true), Some(b';'));
        assert_eq!(delimiter(b"a\tb\n1\t2\n", true), Some(b'\t'));
        assert_eq!(delimiter(b"a|b\n1|\"x\n,;y\"\n", true), Some(b'|'));
    }

    #[test]
    fn a_ragged_row_does_not_hide_the_delimiter() {
        assert_eq!(delimiter(b"a,b,c\n1,2,3\n1,2\n1,2,3\n", true), Some(b','));
    }

    #[test]
    fn a_tie_is_no_guess() {
        assert_eq!(delimiter(b"a,b;c\n1,2;3\n", true), None);
        assert_eq!(delimiter(b"a\n1\n", true), None);
        assert_eq!(delimiter(b"", true), None);
    }

    #[test]
    fn a_record_that_was_cut_off_is_left_out() {
        assert_eq!(records(b"a,b\n1,2\n3", b',', false).len(), 2);
        assert_eq!(records(b"a,b\n1,2\n3", b',', true).len(), 3);
        assert_eq!(delimiter(b"a,b\n1,2\n3", false), Some(b','));
    }

    #[test]
    fn the_decimal_sign_is_told_or_not() {
        assert_eq!(decimal(["0,2", "1", "0,123"].into_iter()), Decimal::Is(b','));
        assert_eq!(decimal(["0.2", "1"].into_iter()), Decimal::Is(b'.'));
        assert_eq!(decimal(["1", "x", ""].into_iter()), Decimal::None);
        assert_eq!(decimal(["0,2", "0.2"].into_iter()), Decimal::Mixed);
        assert_eq!(decimal(["1,234", "2,500"].into_iter()), Decimal::Unclear);
        assert_eq!(decimal(["1,234", "0,5"].into_iter()), Decimal::Is(b','));
    }
}
