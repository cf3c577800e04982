//! Which column of the data a name of the spec is.
//!
//! Takes the headers of the files of a body; gives slots, and a problem for each name that is not there.
//! Invariants: a column is read once for each shape in which it is wanted; a wanted column stands in the data or in the joined
//! table, and a name in both is a problem.

use std::collections::BTreeMap;

use super::raw::{Shape, Sheet, Want};
use super::roles::{Lookup, Slot};
use super::value::clean;
use crate::diag::{Code, Place, Problem, Problems};
use crate::spec::{At, Spec};
use crate::words::nearest;

/// A file and its name.
pub type Table = (String, Box<dyn Sheet>);

/// Names that a problem lists.
const NAMED: usize = 20;

/// Roles that a table lacks: a problem only if all tables do.
pub struct Absent {
    tables: usize,
    found: BTreeMap<(usize, String), (usize, Problem)>,
}

impl Absent {
    /// Of so many tables.
    pub fn new(tables: usize) -> Self {
        Self { tables, found: BTreeMap::new() }
    }

    fn add(&mut self, column: &At<String>, problem: Problem) {
        self.found.entry((column.span.start, column.value.clone())).or_insert((0, problem)).0 += 1;
    }

    /// The columns that no table has.
    pub fn everywhere(self) -> Problems {
        Problems(
            self.found.into_values().filter(|(absent, _)| *absent == self.tables).map(|(_, problem)| problem).collect(),
        )
    }
}

/// Finds the columns of one body.
pub struct Columns<'a> {
    spec: &'a Spec,
    sheets: &'a [Table],
    join: Option<&'a Table>,
    /// Wanted columns of the sheets: their place in each, and how.
    pub own: Vec<(Vec<usize>, Shape)>,
    /// Wanted columns of the joined table.
    pub joined: Vec<Want>,
    /// Names of the columns that the spec names.
    pub used: Vec<String>,
    absent: &'a mut Absent,
    problems: &'a mut Problems,
}

impl<'a> Columns<'a> {
    /// Of these files, and the joined one.
    pub fn new(
        spec: &'a Spec,
        sheets: &'a [Table],
        join: Option<&'a Table>,
        absent: &'a mut Absent,
        problems: &'a mut Problems,
    ) -> Self {
        Self { spec, sheets, join, own: Vec::new(), joined: Vec::new(), used: Vec::new(), absent, problems }
    }

    fn find(&mut self, column: &str, shape: &Shape) -> Option<Slot> {
        let name = clean(column);
        let place = |sheet: &dyn Sheet| sheet.columns().iter().position(|known| *known == name);
        self.tell_if_in_both(&name);
        let own: Option<Vec<usize>> = self.sheets.iter().map(|(_, sheet)| place(sheet.as_ref())).collect();
        if let Some(places) = own {
            self.used.push(name.into_owned());
            let known = self.own.iter().position(|want| want.0 == places && want.1 == *shape);
            return Some(Slot::Own(known.unwrap_or_else(|| {
                self.own.push((places, shape.clone()));
                self.own.len() - 1
            })));
        }
        let want = Want { column: place(self.join?.1.as_ref())?, shape: shape.clone() };
        let known = self.joined.iter().position(|known| *known == want);
        Some(Slot::Joined(known.unwrap_or_else(|| {
            self.joined.push(want);
            self.joined.len() - 1
        })))
    }

    /// Tells that a column which is not the key stands in the data and in the joined table: nothing says which is meant.
    fn tell_if_in_both(&mut self, name: &str) {
        let (Some(join), Some((other, joined))) = (&self.spec.data.join, self.join) else { return };
        let has = |sheet: &dyn Sheet| sheet.columns().iter().any(|known| known == name);
        let own = self.sheets.iter().find(|(_, sheet)| has(sheet.as_ref()));
        let Some((file, _)) = own.filter(|_| has(joined.as_ref()) && clean(&join.on) != name) else { return };
        let what = format!("the column `{name}` stands in `{file}` and in `{other}`, which is joined to it");
        let problem = Problem::new(Code::DuplicateColumn, Place::file(other), what)
            .hint("rename the column in one of the files, or leave it out there");
        if !self.problems.0.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// Tells that a column is not there, once for each place of the spec.
    fn tell(&mut self, column: &At<String>) {
        let problem = missing_column(self.spec, column, self.sheets);
        if !self.problems.0.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn tell_if_everywhere(&mut self, column: &At<String>) {
        self.absent.add(column, missing_column(self.spec, column, self.sheets));
    }
}

impl Lookup for Columns<'_> {
    fn role(&mut self, column: &At<String>, shape: Shape) -> Option<Slot> {
        let found = self.find(column, &shape);
        if found.is_none() {
            self.tell_if_everywhere(column);
        }
        found
    }

    fn needed(&mut self, column: &At<String>, shape: Shape) -> Option<Slot> {
        let found = self.find(column, &shape);
        if found.is_none() {
            self.tell(column);
        }
        found
    }

    fn optional(&mut self, column: &str, shape: Shape) -> Option<Slot> {
        self.find(column, &shape)
    }

    fn exists(&mut self, column: &At<String>) {
        let name = clean(column).into_owned();
        if self.sheets.iter().chain(self.join).any(|(_, sheet)| sheet.columns().contains(&name)) {
            self.used.push(name);
        } else {
            self.tell_if_everywhere(column);
        }
    }
}

/// The problem that a column is not in all of these files.
pub fn missing_column(spec: &Spec, column: &At<String>, sheets: &[Table]) -> Problem {
    let name = clean(column);
    let has = |(_, sheet): &&Table| sheet.columns().iter().any(|known| *known == name);
    let also = sheets.iter().find(has).map_or(String::new(), |(file, _)| format!(", which `{file}` has"));
    let without = sheets.iter().find(|sheet| !has(sheet));
    let (file, columns) = without.map_or(("", &[][..]), |(file, sheet)| (file.as_str(), sheet.columns()));
    let hint = match nearest(&name, columns.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`? The columns are {}", listed(columns)),
        None => format!("name one of the columns {}", listed(columns)),
    };
    Problem::new(
        Code::MissingColumn,
        spec.place(&column.span),
        format!("there is no column `{}` in `{file}`{also}", column.value),
    )
    .label(format!("the column `{}` is not in the data", column.value))
    .hint(hint)
}

/// Names in backticks, the first few.
pub fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(NAMED);
    if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
}
