//! CSV files: one pass, constant memory, every fault with its line.
//!
//! Takes bytes and `data.format`; gives raw batches. May not know roles.
//! Invariants: what the spec does not declare is read off the first 200 records and reported, or the file is refused; rows
//! that do not fit the header are faults, not data.

use std::io::Read;

use ::csv::{ByteRecord, Reader, ReaderBuilder, Terminator};

use super::Input;
use super::faults::Fault;
use super::files::{Blob, HEAD, known_format};
use super::raw::{BATCH, Column, Done, Places, Raw, Reading, Shape, Sheet, file_name, refused, repeated, unreadable};
use super::sniff::{self, Decimal, delimiter_word};
use super::text::{Broken, Text, Written, line_of_open_quote, written};
use super::value::{Missing, NotNumber, clean, number};
use crate::diag::{Code, Place, Problems};
use crate::spec::Format;

/// Most bytes that are looked at before reading.
const MOST_SAMPLE: usize = 1 << 20;

/// A CSV file whose header was read.
pub struct CsvSheet {
    name: String,
    blob: Blob,
    written: Written,
    delimiter: u8,
    delimiter_sniffed: bool,
    decimal: Option<u8>,
    decimal_sniffed: bool,
    header: Vec<String>,
    sample: Vec<ByteRecord>,
}

impl CsvSheet {
    /// Reads the header of a file called `name`, written as `format` says or as its first records show.
    pub fn open(name: &str, blob: Blob, format: &Format) -> Result<Self, Problems> {
        let head = blob.head(HEAD).map_err(|error| unreadable(name, &error.to_string()))?;
        if let Some(known) = known_format(&head) {
            return Err(not_csv(name, known));
        }
        let declared = format.encoding.as_deref();
        let written = written(&head, declared).map_err(|marked| {
            let declared = declared.unwrap_or_default();
            refused(
                Code::Encoding,
                Place::file(name),
                format!("the spec declares `{declared}`, but the file begins with the byte order mark of `{marked}`"),
                format!("set `data.format.encoding = \"{marked}\"`, or leave it out"),
            )
        })?;
        let (sample, whole) =
            sample(&blob, written).map_err(|broken| broken_problem(name, &broken, written, (0, 0)))?;
        if sample.iter().all(u8::is_ascii_whitespace) {
            let hint = "export it again, or take it out of `data.path`";
            return Err(refused(Code::EmptyFile, Place::file(name), "the file is empty", hint));
        }
        let found = match format.delimiter {
            Some(delimiter) => Some(delimiter),
            None => sniff::delimiter(&sample, whole),
        };
        let Some(delimiter) = found else {
            return Err(cannot_tell(name, &sample, whole));
        };
        let mut sample = sniff::records(&sample, delimiter, whole);
        let header: Vec<String> = sample.first().iter().flat_map(|record| record.iter()).map(field_text).collect();
        let twice = repeated(&header);
        if !twice.is_empty() {
            let names: Vec<String> = twice.iter().map(|name| format!("`{name}`")).collect();
            let message = format!("the header names {} more than once", names.join(", "));
            let place = Place::cell(name, Some(1), None, None);
            return Err(refused(Code::DuplicateColumn, place, message, "give every column a name of its own"));
        }
        sample.drain(..1);
        Ok(Self {
            name: name.to_owned(),
            blob,
            written,
            delimiter,
            delimiter_sniffed: format.delimiter.is_none(),
            decimal: format.decimal,
            decimal_sniffed: false,
            header,
            sample,
        })
    }
}

impl Sheet for CsvSheet {
    fn columns(&self) -> &[String] {
        &self.header
    }

    fn check(&self, _: usize) -> Result<(), Problems> {
        Ok(())
    }

    fn expect_numbers(&mut self, columns: &[usize]) -> Result<(), Problems> {
        if self.decimal.is_some() {
            return Ok(());
        }
        let texts = self.sample.iter().flat_map(|record| columns.iter().filter_map(|&column| record.get(column)));
        match sniff::decimal(texts.filter_map(|field| std::str::from_utf8(field).ok())) {
            Decimal::Is(sign) => {
                self.decimal = Some(sign);
                self.decimal_sniffed = true;
            }
            // The commas become faults of their rows.
            Decimal::Mixed => self.decimal = Some(b'.'),
            Decimal::None => {}
            Decimal::Unclear => {
                let message = "the commas in the numbers may be decimal signs or separate thousands";
                let hint = "set `data.format.decimal` to `\",\"` or `\".\"`";
                return Err(refused(Code::CannotTellFormat, Place::file(&self.name), message, hint));
            }
        }
        Ok(())
    }

    fn parts(&self) -> usize {
        1
    }

    fn read(&self, _: usize, reading: &mut Reading<'_>) -> Result<Done, Problems> {
        let io = |error: std::io::Error| unreadable(&self.name, &error.to_string());
        let text = Text::new(self.blob.reader().map_err(io)?, self.written, Some(self.delimiter));
        let mut reader = ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .terminator(Terminator::CRLF)
            .buffer_capacity(1 << 16)
            .from_reader(text);
        let decimal = self.decimal.unwrap_or(b'.');
        let mut record = ByteRecord::new();
        // The header. Of the two bytes that end a line the reader has taken one where a record begins, and the line is that
        // of the other: with CRLF each record seems to begin on the line before.
        next(&mut reader, &mut record, self, 0, 0)?;
        let within = record.as_slice().iter().filter(|&&byte| byte == b'\n').count() as u64;
        let behind = u64::from(reader.position().line() == 1 + within);
        let mut raw = Raw {
            rows: 0,
            places: Places::Each(Vec::with_capacity(BATCH)),
            columns: reading.wants.iter().map(|want| Column::empty(&want.shape)).collect(),
        };
        let mut row = 0;
        let mut more = true;
        while more {
            reading.distinct.iter_mut().for_each(|distinct| distinct.begin(decimal));
            let mut places = Vec::with_capacity(BATCH);
            raw.columns.iter_mut().for_each(Column::clear);
            while places.len() < BATCH {
                more = next(&mut reader, &mut record, self, row, behind)?;
                if !more {
                    break;
                }
                row += 1;
                let place = (row, line_of(&record, behind));
                if record.len() != self.header.len() {
                    reading.faults.add(reading.file, "", Fault::Ragged(self.header.len()), place, None);
                    continue;
                }
                places.push(place);
                push_record(&record, reading, &mut raw.columns, decimal);
            }
            raw.rows = places.len();
            raw.places = Places::Each(places);
            (reading.sink)(&mut raw, reading.distinct, reading.faults);
        }
        Ok(Done { rows: row, sha256: Some(reader.get_ref().sha256()) })
    }

    fn input(&self) -> Input {
        let sniffed = [
            ("delimiter", self.delimiter_sniffed),
            ("decimal", self.decimal_sniffed),
            ("encoding", self.written.by_mark),
        ];
        Input {
            path: file_name(&self.name),
            sha256: String::new(),
            rows: 0,
            kind: "csv".to_owned(),
            delimiter: Some(delimiter_word(self.delimiter).to_owned()),
            decimal: self.decimal.map(|sign| if sign == b',' { "comma" } else { "point" }.to_owned()),
            encoding: Some(self.written.word.to_owned()),
            sniffed: sniffed.iter().filter(|(_, sniffed)| *sniffed).map(|(name, _)| (*name).to_owned()).collect(),
            joined: false,
        }
    }
}

/// The line that a record begins on.
fn line_of(record: &ByteRecord, behind: u64) -> u64 {
    record.position().map_or(0, |position| position.line() + behind)
}

/// Reads the next record; false at the end.
fn next(
    reader: &mut Reader<Text>,
    record: &mut ByteRecord,
    sheet: &CsvSheet,
    row: u64,
    behind: u64,
) -> Result<bool, Problems> {
    reader.read_byte_record(record).map_err(|error| {
        let broken = reader.get_ref().broken().cloned().unwrap_or_else(|| Broken::Io(error.to_string()));
        broken_problem(&sheet.name, &broken, sheet.written, (row + 1, line_of(record, behind)))
    })
}

fn push_record(record: &ByteRecord, reading: &mut Reading<'_>, columns: &mut [Column], decimal: u8) {
    for ((want, column), distinct) in reading.wants.iter().zip(columns).zip(reading.distinct.iter_mut()) {
        let field = record.get(want.column).unwrap_or_default();
        match (&want.shape, column) {
            (Shape::Codes, Column::Codes(codes)) => codes.push(distinct.text(field)),
            (Shape::Numbers, Column::Numbers(numbers)) => numbers.push(field_number(field, decimal, reading.missing)),
            (Shape::Hashes(hasher), Column::Hashes(hashes)) => {
                hashes.push(hasher.hash(&String::from_utf8_lossy(field), reading.missing));
            }
            // Columns were made from the wants.
            _ => {}
        }
    }
}

/// The number of a field; `None` where it is missing.
fn field_number(field: &[u8], decimal: u8, missing: &Missing) -> Option<Result<f64, NotNumber>> {
    // The whole text was checked to be UTF-8, and delimiters are ASCII.
    let text = std::str::from_utf8(field).unwrap_or_default().trim();
    if text.is_empty() || (!missing.is_blank() && missing.texts().any(|known| known == text)) {
        return None;
    }
    let number = number(text, decimal);
    let listed = match number {
        Ok(number) => missing.has_number(number),
        Err(NotNumber::Nan) => missing.has_number(f64::NAN),
        Err(_) => false,
    };
    (!listed).then_some(number)
}

fn field_text(field: &[u8]) -> String {
    clean(&String::from_utf8_lossy(field)).into_owned()
}

/// The start of the file, decoded: enough for the sniffed records; and whether that is all.
fn sample(blob: &Blob, written: Written) -> Result<(Vec<u8>, bool), Broken> {
    let reader = blob.reader().map_err(|error| Broken::Io(error.to_string()))?;
    let mut text = Text::new(reader, written, None);
    let (mut sample, mut chunk) = (Vec::new(), vec![0; 1 << 16]);
    loop {
        let lines = sample.iter().filter(|&&byte| byte == b'\n' || byte == b'\r').count();
        // Twice the records, since CRLF ends are counted twice and quoted fields may hold line breaks.
        if sample.len() >= MOST_SAMPLE || lines > 2 * sniff::RECORDS + 2 {
            return Ok((sample, false));
        }
        match text.read(&mut chunk) {
            Ok(0) => return Ok((sample, true)),
            Ok(read) => sample.extend_from_slice(&chunk[..read]),
            // A fault beyond the sniffed records is found, with its row, when the file is read.
            Err(_) if lines > 1 => return Ok((sample, false)),
            Err(error) => return Err(text.broken().cloned().unwrap_or_else(|| Broken::Io(error.to_string()))),
        }
    }
}

fn not_csv(name: &str, known: &str) -> Problems {
    let hint = match known {
        super::files::PARQUET => "name the file `.parquet`".to_owned(),
        _ => "export the rows as CSV or Parquet, and name that file in `data.path`".to_owned(),
    };
    refused(Code::NotThisFormat, Place::file(name), format!("the file is {known}, not CSV"), hint)
}

fn cannot_tell(name: &str, sample: &[u8], whole: bool) -> Problems {
    let open: Option<Vec<u64>> =
        sniff::DELIMITERS.iter().map(|&(delimiter, _)| line_of_open_quote(sample, delimiter)).collect();
    if let Some(line) = open.filter(|_| whole).and_then(|lines| lines.into_iter().min()) {
        return broken_problem(name, &Broken::Quote, UTF_8, (0, line));
    }
    let message = "the delimiter cannot be told from the first records";
    let hint = "set `data.format.delimiter` to comma, semicolon, tab or pipe";
    refused(Code::CannotTellFormat, Place::file(name), message, hint)
}

/// The encoding of decoded text.
const UTF_8: Written = Written::UTF_8;

fn broken_problem(name: &str, broken: &Broken, written: Written, (row, line): (u64, u64)) -> Problems {
    let at = |line: u64, row: u64| {
        Place::cell(name, Some(line).filter(|&line| line > 0), Some(row).filter(|&row| row > 0), None)
    };
    match broken {
        Broken::Encoding(line) => {
            let hint = match written.word {
                "utf-8" => "set `data.format.encoding`, such as `\"windows-1252\"`; it is never guessed",
                _ => "correct `data.format.encoding`",
            };
            // The header is line 1; a row that spans lines makes this the least it can be.
            let row = if row > 0 { row } else { line.saturating_sub(1) };
            let message = format!("the line has bytes that are no text in `{}`", written.word);
            refused(Code::Encoding, at(*line, row), message, hint)
        }
        Broken::Zero(line) => refused(
            Code::Encoding,
            at(*line, row),
            "the line has a zero byte, which no text has",
            "set `data.format.encoding = \"utf-16le\"` if the file is Unicode text of Windows; else export it again",
        ),
        Broken::Quote => refused(
            Code::UnclosedQuote,
            at(line, row),
            "a quoted field that begins here is not closed",
            "close the quote, or double it (`\"\"`) if it belongs to the text",
        ),
        Broken::Line => {
            refused(Code::NotThisFormat, at(line, row), "the file has no line breaks", "export the rows as CSV")
        }
        Broken::Io(error) => unreadable(name, error),
    }
}

#[cfg(test)]
mod tests {
    use super::CsvSheet;
    use crate::source::distinct::Distinct;
    use crate::source::faults::Faults;
    use crate::source::files::Blob;
    use crate::source::raw::{Column, Reading, Shape, Sheet, Want};
    use crate::source::value::Missing;
    use crate::spec::Format;

    fn open(bytes: &[u8], format: &Format) -> Result<CsvSheet, String> {
        CsvSheet::open("a.csv", Blob::Memory(bytes.to_vec().into()), format)
            .map_err(|problems| problems.to_string().trim_end().to_owned())
    }

    /// Texts of the first column and numbers of the second, and the faults.
    fn read(bytes: &[u8]) -> Result<(Vec<String>, Vec<f64>, String), String> {
        let mut sheet = open(bytes, &Format::default())?;
        sheet.expect_numbers(&[1]).map_err(|problems| problems.to_string().trim_end().to_owned())?;
        let wants = [Want { column: 0, shape: Shape::Codes }, Want { column: 1, shape: Shape::Numbers }];
        let mut distinct = [Distinct::new(Missing::default()), Distinct::new(Missing::default())];
        let (mut faults, mut texts, mut numbers) = (Faults::default(), Vec::new(), Vec::new());
        let mut reading = Reading {
            file: 0,
            wants: &wants,
            distinct: &mut distinct,
            missing: &Missing::default(),
            faults: &mut faults,
            sink: &mut |raw, distinct, _| {
                texts.extend(
                    raw.columns[0].codes().iter().map(|&code| distinct[0].values()[code as usize].text.clone()),
                );
                if let Column::Numbers(column) = &raw.columns[1] {
                    numbers.extend_from_slice(&column.values);
                }
            },
        };
        sheet.read(0, &mut reading).map_err(|problems| problems.to_string().trim_end().to_owned())?;
        Ok((texts, numbers, faults.problems(&["a.csv".to_owned()], &|_| Vec::new()).to_string()))
    }

    #[test]
    fn every_line_end_quotes_and_delimiters_are_read() {
        for text in [
            "g,x\na,1\nb,2\n",
            "g,x\r\na,1\r\nb,2",
            "g,x\ra,1\rb,2\r",
            "g;x\n\"a\";1\n\n b ;2\n",
            "g\tx\na\t1\nb\t2\n",
            "g|x\na|1\nb|2\n",
        ] {
            let (texts, numbers, faults) = read(text.as_bytes()).unwrap();
            assert_eq!(
                (texts, numbers, &*faults),
                (vec!["a".to_owned(), "b".to_owned()], vec![1.0, 2.0], ""),
                "{text:?}"
            );
        }
        let (texts, _, _) = read(b"g,x\n\"a\nb, \"\"c\"\"\",1\n").unwrap();
        assert_eq!(texts, ["a\nb, \"c\""]);
    }

    #[test]
    fn a_decimal_comma_is_found_and_reported() {
        let mut sheet = open("g;x\na;0,5\n".as_bytes(), &Format::default()).unwrap();
        sheet.expect_numbers(&[1]).unwrap();
        let input = sheet.input();
        assert_eq!((input.decimal.as_deref(), input.delimiter.as_deref()), (Some("comma"), Some("semicolon")));
        assert_eq!(input.sniffed, ["delimiter", "decimal"]);
        assert_eq!(read("g;x\na;0,5\n".as_bytes()).unwrap().1, [0.5]);
    }

    #[test]
    fn faults_of_files_are_told_with_place_and_advice() {
        let mut utf_8_then_latin = b"g,x\n".to_vec();
        utf_8_then_latin.extend(b"a,1\n".repeat(30_000));
        utf_8_then_latin.extend(b"k\xf6n,1\n");
        let cases: [(&[u8], &str); 12] = [
            (b"", "source/empty-file: a.csv: the file is empty; export it again, or take it out of `data.path`"),
            (b" \r\n\n", "source/empty-file: a.csv: the file is empty; export it again, or take it out of `data.path`"),
            (
                b"PK\x03\x04 xl/workbook.xml",
                "source/not-this-format: a.csv: the file is an Excel workbook (xlsx), not CSV; export the rows as CSV or Parquet, and name that file in `data.path`",
            ),
            (b"PAR1", "source/not-this-format: a.csv: the file is a Parquet file, not CSV; name the file `.parquet`"),
            (
                b"g,x,g\n1,2,3\n",
                "source/duplicate-column: a.csv:1: the header names `g` more than once; give every column a name of its own",
            ),
            (
                b"g,x;y\n1,2;3\n",
                "source/cannot-tell-format: a.csv: the delimiter cannot be told from the first records; set `data.format.delimiter` to comma, semicolon, tab or pipe",
            ),
            (
                b"g,x\nk\xf6n,1\n",
                "source/encoding: a.csv:2, row 1: the line has bytes that are no text in `utf-8`; set `data.format.encoding`, such as `\"windows-1252\"`; it is never guessed",
            ),
            (
                &utf_8_then_latin,
                "source/encoding: a.csv:30002, row 30001: the line has bytes that are no text in `utf-8`; set `data.format.encoding`, such as `\"windows-1252\"`; it is never guessed",
            ),
            (
                b"g,x\na,1\n\"b,2\nc,3\n",
                "source/unclosed-quote: a.csv:3, row 2: a quoted field that begins here is not closed; close the quote, or double it (`\"\"`) if it belongs to the text",
            ),
            (
                b"g,x\n\"a,1\nb,2\n",
                "source/unclosed-quote: a.csv:2: a quoted field that begins here is not closed; close the quote, or double it (`\"\"`) if it belongs to the text",
            ),
            (
                b"g\0,\0x\0\n\0",
                "source/encoding: a.csv:1: the line has a zero byte, which no text has; set `data.format.encoding = \"utf-16le\"` if the file is Unicode text of Windows; else export it again",
            ),
            (
                b"g;x\na;1,234\n",
                "source/cannot-tell-format: a.csv: the commas in the numbers may be decimal signs or separate thousands; set `data.format.decimal` to `\",\"` or `\".\"`",
            ),
        ];
        for (bytes, expected) in cases {
            assert_eq!(read(bytes).unwrap_err(), expected);
        }
    }

    #[test]
    fn rows_that_do_not_fit_the_header_are_faults_and_the_others_are_read() {
        let (texts, _, faults) = read(b"g,x\na,1\nb\nc,3\nd,4,5\ne,5\n").unwrap();
        assert_eq!(texts, ["a", "c", "e"]);
        assert_eq!(
            faults,
            "source/ragged-row: a.csv:3, row 2: 2 rows have more or fewer fields than the header, which has 2: rows 2, 4; quote fields that hold the delimiter or a line break, or declare `data.format.delimiter`\n"
        );
    }

    #[test]
    fn a_declared_format_is_taken_as_it_is() {
        let format = Format {
            delimiter: Some(b';'),
            decimal: Some(b','),
            encoding: Some("windows-1252".to_owned()),
            missing: vec![],
        };
        let sheet = open(b"k\xf6n;x,y\na;1\n", &format).unwrap();
        assert_eq!(sheet.columns(), ["kön", "x,y"]);
        assert!(sheet.input().sniffed.is_empty());
    }
}
