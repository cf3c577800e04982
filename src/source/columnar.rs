//! Parquet files: only the columns that are wanted, row groups in any order.
//!
//! Takes bytes; gives raw batches. May not know roles. What one Arrow array becomes is in `arrays.rs`.
//! Invariants: parts do not depend on the number of threads; a file that is cut off or damaged is a problem, never a panic.

use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema};
use bytes::Bytes;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};
use sha2::{Digest, Sha256};

use super::Input;
use super::arrays::{Remap, push};
use super::files::{Blob, HEAD, known_format};
use super::raw::{BATCH, Column, Done, Places, Raw, Reading, Sheet, file_name, refused, repeated, unreadable};
use super::text::hex;
use super::value::clean;
use crate::diag::{Code, Place, Problems};

/// Rows of a part, at most: a file with one large row group is still read by several threads.
const PART: usize = 1 << 20;
/// Text columns with a larger chunk than this come without a dictionary, whose offsets could overflow.
const MOST_DICTIONARY: i64 = 1 << 28;

/// A Parquet file whose footer was read.
pub struct ParquetSheet {
    name: String,
    blob: Blob,
    metadata: ArrowReaderMetadata,
    columns: Vec<String>,
    parts: Vec<Part>,
}

/// Rows of one row group.
struct Part {
    group: usize,
    offset: usize,
    rows: usize,
    /// Number of the first row in the file, from 1.
    first_row: u64,
}

impl ParquetSheet {
    /// Reads the footer of a file called `name`.
    pub fn open(name: &str, blob: Blob) -> Result<Self, Problems> {
        let io = |error: io::Error| unreadable(name, &error.to_string());
        let head = blob.head(HEAD).map_err(io)?;
        if head.is_empty() {
            return Err(refused(Code::EmptyFile, Place::file(name), "the file is empty", "export it again"));
        }
        if !head.starts_with(b"PAR1") {
            let known = known_format(&head).map_or(String::new(), |known| format!(", but {known}"));
            let hint = "name the file by its format: `.csv` or `.parquet`";
            let message = format!("the file is no Parquet file{known}");
            return Err(refused(Code::NotThisFormat, Place::file(name), message, hint));
        }
        let opened = Opened::open(&blob).map_err(io)?;
        let metadata = guarded(|| metadata(&opened)).map_err(|why| damaged(name, &why))?;
        let columns: Vec<String> =
            metadata.schema().fields().iter().map(|field| clean(field.name()).into_owned()).collect();
        if let Some(first) = repeated(&columns).first() {
            let message = format!("the file has more than one column `{first}`");
            let hint = "give every column a name of its own";
            return Err(refused(Code::DuplicateColumn, Place::file(name), message, hint));
        }
        let parts = parts(&metadata);
        Ok(Self { name: name.to_owned(), blob, metadata, columns, parts })
    }

    fn read_rows(&self, part: &Part, reading: &mut Reading<'_>) -> Result<(), ParquetError> {
        let opened = Opened::open(&self.blob)?;
        let mut roots: Vec<usize> = reading.wants.iter().map(|want| want.column).collect();
        roots.sort_unstable();
        roots.dedup();
        let mask = ProjectionMask::roots(self.metadata.parquet_schema(), roots.iter().copied());
        let batches = ParquetRecordBatchReaderBuilder::new_with_metadata(opened, self.metadata.clone())
            .with_row_groups(vec![part.group])
            .with_projection(mask)
            .with_batch_size(BATCH)
            .with_offset(part.offset)
            .with_limit(part.rows)
            .build()?;
        let mut remaps: Vec<Remap> = reading.wants.iter().map(|_| Remap::default()).collect();
        let mut first = part.first_row;
        let mut raw = Raw {
            rows: 0,
            places: Places::From(first),
            columns: reading.wants.iter().map(|want| Column::empty(&want.shape)).collect(),
        };
        for batch in batches {
            let batch = batch?;
            raw.rows = batch.num_rows();
            raw.places = Places::From(first);
            for (i, want) in reading.wants.iter().enumerate() {
                raw.columns[i].clear();
                reading.distinct[i].begin(b'.');
                let at = roots.binary_search(&want.column).unwrap_or_default();
                let array = batch.column(at).as_ref();
                push(
                    array,
                    &want.shape,
                    &mut raw.columns[i],
                    &mut reading.distinct[i],
                    &mut remaps[i],
                    reading.missing,
                )
                .map_err(|error| ParquetError::General(error.to_owned()))?;
            }
            (reading.sink)(&mut raw, reading.distinct, reading.faults);
            first += batch.num_rows() as u64;
        }
        if first != part.first_row + part.rows as u64 {
            return Err(ParquetError::General(format!(
                "{} rows are missing",
                part.first_row + part.rows as u64 - first
            )));
        }
        Ok(())
    }

    fn hash(&self) -> io::Result<String> {
        let mut reader = self.blob.reader()?;
        let (mut sha256, mut chunk) = (Sha256::new(), vec![0; 1 << 18]);
        loop {
            let read = reader.read(&mut chunk)?;
            if read == 0 {
                return Ok(hex(&sha256.finalize()));
            }
            sha256.update(&chunk[..read]);
        }
    }
}

impl Sheet for ParquetSheet {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn check(&self, column: usize) -> Result<(), Problems> {
        let field = self.metadata.schema().field(column);
        if super::arrays::readable(field.data_type()) {
            return Ok(());
        }
        let place = Place::cell(&self.name, None, None, Some(&self.columns[column]));
        let message = format!("the column is of type `{}`, which holds no single values", field.data_type());
        let hint = "export it as text, a number, a truth value or a date, one value a row";
        Err(refused(Code::NotThisFormat, place, message, hint))
    }

    fn expect_numbers(&mut self, _: &[usize]) -> Result<(), Problems> {
        Ok(())
    }

    fn parts(&self) -> usize {
        // The first part hashes the file, while others are read.
        self.parts.len() + 1
    }

    fn read(&self, part: usize, reading: &mut Reading<'_>) -> Result<Done, Problems> {
        let Some(part) = part.checked_sub(1).and_then(|part| self.parts.get(part)) else {
            let sha256 = self.hash().map_err(|error| unreadable(&self.name, &error.to_string()))?;
            return Ok(Done { rows: 0, sha256: Some(sha256) });
        };
        guarded(|| self.read_rows(part, reading)).map_err(|why| damaged(&self.name, &why))?;
        Ok(Done { rows: part.rows as u64, sha256: None })
    }

    fn input(&self) -> Input {
        Input {
            path: file_name(&self.name),
            sha256: String::new(),
            rows: 0,
            kind: "parquet".to_owned(),
            delimiter: None,
            decimal: None,
            encoding: None,
            sniffed: Vec::new(),
            joined: false,
        }
    }
}

/// Runs a step that reads a Parquet file; an error says why the file is damaged.
///
/// The Parquet reader checks most of what it reads, but not all: where it panics on bytes that contradict each other, that is
/// a damaged file as well, and nothing of the step is used.
pub fn guarded<T>(step: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(step)) {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(_) => Err("its content contradicts itself".to_owned()),
    }
}

fn damaged(name: &str, why: &str) -> Problems {
    // The reader's own words where a file needs what it was built without.
    if let Some((_, codec)) = why.split_once("Disabled feature at compile time: ") {
        let message = format!("the Parquet file is compressed with {codec}, which is not read");
        return refused(
            Code::NotThisFormat,
            Place::file(name),
            message,
            "export it with snappy, zstd, gzip or no compression",
        );
    }
    let message = format!("the Parquet file is cut off or damaged: {why}");
    refused(Code::NotThisFormat, Place::file(name), message, "copy or export it again")
}

/// The footer, with every text column asked for as a dictionary.
fn metadata(opened: &Opened) -> Result<ArrowReaderMetadata, ParquetError> {
    let plain = ArrowReaderMetadata::load(opened, ArrowReaderOptions::new().with_skip_arrow_metadata(true))?;
    let large = |column: usize| {
        let groups = plain.metadata().row_groups();
        groups.iter().any(|group| {
            group.columns().iter().enumerate().any(|(leaf, chunk)| {
                plain.parquet_schema().get_column_root_idx(leaf) == column
                    && chunk.uncompressed_size() > MOST_DICTIONARY
            })
        })
    };
    let fields: Vec<Field> = plain
        .schema()
        .fields()
        .iter()
        .enumerate()
        .map(|(column, field)| match field.data_type() {
            DataType::Utf8 | DataType::Binary if large(column) => {
                field.as_ref().clone().with_data_type(DataType::Utf8View)
            }
            DataType::Utf8 | DataType::Binary => {
                let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
                field.as_ref().clone().with_data_type(dictionary)
            }
            _ => field.as_ref().clone(),
        })
        .collect();
    let options = ArrowReaderOptions::new().with_schema(Arc::new(Schema::new(fields)));
    ArrowReaderMetadata::try_new(plain.metadata().clone(), options)
}

fn parts(metadata: &ArrowReaderMetadata) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut first_row = 1;
    for (group, rows) in metadata.metadata().row_groups().iter().map(|group| group.num_rows()).enumerate() {
        let rows = usize::try_from(rows).unwrap_or(0);
        for offset in (0..rows).step_by(PART) {
            let rows = PART.min(rows - offset);
            parts.push(Part { group, offset, rows, first_row });
            first_row += rows as u64;
        }
    }
    parts
}

/// Bytes as the Parquet reader wants them. Every part opens its own: clones of one file share their position.
enum Opened {
    Memory(Bytes),
    File(std::fs::File),
}

impl Opened {
    fn open(blob: &Blob) -> io::Result<Self> {
        match blob {
            Blob::Memory(bytes) => Ok(Self::Memory(bytes.clone())),
            Blob::File(path) => std::fs::File::open(path).map(Self::File),
        }
    }
}

impl Length for Opened {
    fn len(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::File(file) => Length::len(file),
        }
    }
}

impl ChunkReader for Opened {
    type T = Box<dyn Read>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        match self {
            Self::Memory(bytes) => Ok(Box::new(ChunkReader::get_read(bytes, start)?)),
            Self::File(file) => Ok(Box::new(ChunkReader::get_read(file, start)?)),
        }
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        match self {
            Self::Memory(bytes) => ChunkReader::get_bytes(bytes, start, length),
            Self::File(file) => ChunkReader::get_bytes(file, start, length),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::damaged;

    #[test]
    fn a_compression_that_is_not_read_is_no_damage() {
        let said = damaged("a.parquet", "Parquet error: Disabled feature at compile time: brotli").to_string();
        assert!(said.contains("compressed with brotli") && !said.contains("damaged"), "{said}");
        assert!(damaged("a.parquet", "eof").to_string().contains("cut off or damaged: eof"));
    }
}
