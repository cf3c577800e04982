//! Columns that stand in another table (`data.join`), kept in memory by key.
//!
//! Takes the other table's sheet once; gives columns for the rows of a batch. May not know roles.
//! Invariants: a key stands once in the other table, or it is a problem; a row without a match has the columns missing.

use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

use super::distinct::{Distinct, Meanings, NULL};
use super::faults::{Faults, RowPlace};
use super::raw::{Column, Done, NO_HASH, Numbers, Raw, Reading, Shape, Sheet, Want, refused};
use super::value::Missing;
use crate::diag::{Code, Place, Problems};

/// Rows that a problem names.
const ROWS_NAMED: usize = 10;

/// The other table.
pub struct Joined {
    rows: HashMap<String, u32>,
    columns: Vec<Column>,
    names: Vec<String>,
    places: Vec<RowPlace>,
    distinct: Vec<Distinct>,
}

/// What it took to read the other table.
pub struct Read {
    /// The table.
    pub joined: Joined,
    /// Its rows and hash.
    pub done: Done,
}

impl Joined {
    /// Reads the columns `wants` of a table called `name` (file number `file`), by its column `on`.
    pub fn read(
        name: &str,
        file: usize,
        sheet: &dyn Sheet,
        on: usize,
        wants: Vec<Want>,
        missing: &Missing,
        faults: &mut Faults,
    ) -> Result<Read, Problems> {
        let mut all = vec![Want { column: on, shape: Shape::Codes }];
        all.extend(wants);
        let name_of = |want: &Want| sheet.columns().get(want.column).cloned().unwrap_or_default();
        let names: Vec<String> = all[1..].iter().map(name_of).collect();
        let mut distinct: Vec<Distinct> = all.iter().map(|_| Distinct::lasting(missing.clone())).collect();
        let mut columns: Vec<Column> = all.iter().map(|want| Column::empty(&want.shape)).collect();
        let mut places = Vec::new();
        let mut done = Done::default();
        for part in 0..sheet.parts() {
            let mut sink = |raw: &mut Raw, _: &[Distinct], _: &mut Faults| {
                columns.iter_mut().zip(&raw.columns).for_each(|(all, column)| append(all, column));
                places.extend((0..raw.rows).map(|row| raw.places.at(row)));
            };
            let mut reading = Reading { file, wants: &all, distinct: &mut distinct, missing, faults, sink: &mut sink };
            let part = sheet.read(part, &mut reading)?;
            done.rows += part.rows;
            done.sha256 = part.sha256.or(done.sha256);
        }
        if places.is_empty() {
            let hint = "export the rows, or name another file";
            return Err(refused(Code::NoRows, Place::file(name), "the file has a header and no rows", hint));
        }
        let keys = distinct.remove(0);
        let codes = columns.remove(0);
        let mut rows = HashMap::new();
        let mut twice = Vec::new();
        for (row, &code) in codes.codes().iter().enumerate() {
            let key = &keys.values()[code as usize];
            if key.missing {
                continue;
            }
            match rows.entry(key.text.clone()) {
                Entry::Occupied(_) => twice.push(row),
                Entry::Vacant(entry) => _ = entry.insert(row as u32),
            }
        }
        if let Some(&first) = twice.first() {
            let (row, line) = places.get(first).copied().unwrap_or_default();
            let place = Place::cell(
                name,
                Some(line).filter(|&line| line > 0),
                Some(row),
                sheet.columns().get(on).map(String::as_str),
            );
            let named: Vec<String> = twice.iter().take(ROWS_NAMED).map(|&row| places[row].0.to_string()).collect();
            let more = if twice.len() > ROWS_NAMED { " …" } else { "" };
            let (rows, row) = match twice.len() {
                1 => ("1 row has".to_owned(), "row"),
                rows => (format!("{rows} rows have"), "rows"),
            };
            let message = format!("{rows} a key that stands before: {row} {}{more}", named.join(", "));
            let hint = "keep one row for each key in the joined table, or join by another column";
            return Err(refused(Code::DuplicateKey, place, message, hint));
        }
        Ok(Read { joined: Self { rows, columns, names, places, distinct }, done })
    }

    /// The columns as they were read, in the order of the wants, one row a row of the table.
    pub fn own_columns(&self) -> &[Column] {
        &self.columns
    }

    /// The names of those columns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Where a row of the table stands.
    pub fn place(&self, row: usize) -> RowPlace {
        self.places.get(row).copied().unwrap_or_default()
    }

    /// The distinct values of the columns.
    pub fn distinct(&self) -> &[Distinct] {
        &self.distinct
    }

    /// The columns for rows with these keys.
    pub fn columns(&self, keys: &[u32], distinct: &Distinct, meanings: &mut Meanings) -> Vec<Column> {
        self.found(keys, distinct, meanings).0
    }

    /// The columns for rows with these keys, and how many rows found no key.
    pub fn found(&self, keys: &[u32], distinct: &Distinct, meanings: &mut Meanings) -> (Vec<Column>, u64) {
        let mut rows = Vec::with_capacity(keys.len());
        // 0: no match, else one more than the row.
        meanings.of(keys, distinct, &mut rows, &mut Vec::new(), |key| {
            if key.missing { 0 } else { self.rows.get(&key.text).map_or(0, |row| row + 1) }
        });
        let without = rows.iter().filter(|&&row| row == 0).count() as u64;
        (self.columns.iter().map(|column| gather(column, &rows)).collect(), without)
    }
}

fn append(all: &mut Column, part: &Column) {
    match (all, part) {
        (Column::Codes(all), Column::Codes(part)) => all.extend_from_slice(part),
        (Column::Hashes(all), Column::Hashes(part)) => all.extend_from_slice(part),
        (Column::Numbers(all), Column::Numbers(part)) => {
            let before = all.values.len() as u32;
            all.values.extend_from_slice(&part.values);
            all.odd.extend(part.odd.iter().map(|&(row, why)| (before + row, why)));
        }
        // Both were made from the same wants.
        _ => {}
    }
}

fn gather(column: &Column, rows: &[u32]) -> Column {
    fn pick<T: Copy>(values: &[T], rows: &[u32], none: T) -> Vec<T> {
        rows.iter().map(|&row| row.checked_sub(1).map_or(none, |row| values[row as usize])).collect()
    }
    match column {
        Column::Codes(codes) => Column::Codes(pick(codes, rows, NULL)),
        Column::Hashes(hashes) => Column::Hashes(pick(hashes, rows, NO_HASH)),
        Column::Numbers(numbers) => {
            let values = pick(&numbers.values, rows, f64::NAN);
            let odd = |(at, row): (u32, &u32)| {
                let row = row.checked_sub(1)?;
                numbers.odd.binary_search_by_key(&row, |&(row, _)| row).ok().map(|found| (at, numbers.odd[found].1))
            };
            let odd = if numbers.odd.is_empty() { Vec::new() } else { (0u32..).zip(rows).filter_map(odd).collect() };
            Column::Numbers(Numbers { values, odd })
        }
    }
}
