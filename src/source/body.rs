//! One body of data while it is read, and what it turned out to be.
//!
//! Takes what each worker has seen ([`Coded`]); gives inputs, warnings and the names of all codes, or every problem of the
//! rows. Invariants: the result does not depend on which worker read what.

use std::collections::BTreeMap;

use super::coder::{Coded, MOST_GROUPS, Names, SharesOfCell, Worker};
use super::columns::listed;
use super::distinct::Distinct;
use super::faults::{Fault, Faults};
use super::ids::{Ids, Repeated};
use super::join::Joined;
use super::raw::{Sheet, Want};
use super::roles::{Allowed, Coding, Dim, Roles};
use super::unlisted::Unlisted;
use super::value::{Missing, escaped};
use super::{Dimension, Input, Section};
use crate::diag::{Code, Problem, Problems, Warning};
use crate::spec::{Spec, StageRule};
use crate::words::{Design, Note, WarningCode};

/// One body of data: all rows, or a table that was never joined.
pub struct Body<'s> {
    pub(super) spec: &'s Spec,
    pub(super) files: Vec<String>,
    pub(super) sheets: Vec<Box<dyn Sheet>>,
    pub(super) wants: Vec<Vec<Want>>,
    pub(super) roles: Roles,
    pub(super) joined: Option<(Joined, usize)>,
    /// Tables of probabilities, a membership.
    pub(super) factors: Vec<Vec<Joined>>,
    /// Inputs besides the sheets: the joined table, tables of probabilities.
    pub(super) other_inputs: Vec<Input>,
    pub(super) faults: Faults,
    pub(super) sections: Vec<Section>,
    pub(super) parts: Vec<(usize, usize)>,
    pub(super) missing: Missing,
    pub(super) ignored: Vec<String>,
}

/// What a body of data turned out to be.
pub struct Concluded {
    /// Its files.
    pub inputs: Vec<Input>,
    /// What a reader must know.
    pub warnings: Vec<Warning>,
    /// Names of the codes: by worker, section, dimension.
    pub values: Vec<Vec<Vec<Values>>>,
}

/// Names of the codes of a dimension, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Values {
    /// In the order of the codes; empty where the code is the value.
    pub names: Vec<String>,
    /// Are those that no row has part of it as well (bands, stages, outcome)?
    pub all: bool,
    /// Are they in the order of the spec (stages, outcome)?
    pub ordered: bool,
}

impl<'s> Body<'s> {
    /// The bodies of rows that are counted by themselves.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Parts that can be read in any order and at the same time.
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// A worker that reads parts, one after the other.
    pub fn worker(&self) -> Worker<'_> {
        Worker::new(self)
    }

    /// What the body turned out to be, from all that its workers saw.
    pub fn conclude(&self, coded: Vec<Coded>) -> Result<Concluded, Problems> {
        let mut problems = Problems::new();
        let (mut faults, mut ids) = (self.faults.clone(), Ids::new());
        let mut inputs: Vec<Input> = self.sheets.iter().map(|sheet| sheet.input()).collect();
        let (mut ignored, mut hidden) = (Vec::new(), 0);
        let mut rescaled = vec![0; self.roles.memberships.len()];
        let mut without_key: Vec<Vec<u64>> = self.factors.iter().map(|tables| vec![0; tables.len()]).collect();
        let mut cells: Vec<BTreeMap<String, SharesOfCell>> = vec![BTreeMap::new(); rescaled.len()];
        let mut unlisted = vec![Unlisted::default(); self.roles.others.len()];
        let mut names = Vec::new();
        for coded in coded {
            faults.merge(coded.faults);
            ids.merge(coded.ids);
            problems.extend(coded.problems);
            for (input, (rows, sha256)) in inputs.iter_mut().zip(coded.done) {
                input.rows += rows;
                input.sha256 = sha256.unwrap_or(std::mem::take(&mut input.sha256));
            }
            ignored.extend(coded.ignored);
            hidden += coded.hidden;
            rescaled.iter_mut().zip(coded.rescaled).for_each(|(sum, rows)| *sum += rows);
            for (sums, more) in without_key.iter_mut().zip(&coded.without_key) {
                sums.iter_mut().zip(more).for_each(|(sum, rows)| *sum += rows);
            }
            for (all, own) in cells.iter_mut().zip(coded.cells) {
                for (name, (shares, mixed)) in own {
                    let known = all.entry(name).or_insert_with(|| (shares.clone(), mixed));
                    known.1 |= mixed || known.0 != shares;
                }
            }
            unlisted.iter_mut().zip(&coded.unlisted).for_each(|(all, own)| all.merge(own));
            names.push((coded.attributes, coded.others));
        }
        // Every part of a damaged file says so: once is enough.
        problems.sort();
        problems.0.dedup_by(|a, b| a.code == b.code && a.place.file == b.place.file);
        if problems.is_empty() {
            problems.extend(self.empty_arms(&unlisted));
            problems.extend(self.no_true_groups(&unlisted, &faults));
        }
        problems.extend(faults.problems(&self.files, &|key| self.listed(key)));
        self.too_many(&names, &mut problems);
        let rows: u64 = inputs.iter().map(|input| input.rows).sum();
        if rows == 0 && problems.is_empty() {
            problems.push(no_rows(&self.files));
        }
        inputs.extend(self.other_inputs.iter().cloned());
        let mut warnings = self.warnings(&inputs, ids.repeated(), ignored, hidden);
        for (role, &rows) in self.roles.memberships.iter().zip(&rescaled).filter(|(_, rows)| **rows > 0) {
            warnings.push(Warning::new(WarningCode::MembershipRescaled).column(&role.name).count(rows));
        }
        warnings.extend(self.without_keys(&without_key));
        for (role, cells) in self.roles.memberships.iter().zip(&cells) {
            if let Some(at) = self.roles.cell_of(role).filter(|_| cells.values().any(|(_, mixed)| *mixed)) {
                let column = &self.roles.others[at].column;
                warnings.push(Warning::note(Note::CellsMerged).column(column).value("cell", column));
            }
        }
        warnings
            .extend(self.roles.others.iter().zip(&unlisted).filter_map(|(dim, unlisted)| self.unlisted(dim, unlisted)));
        let values = self.values(&names);
        problems.or(Concluded { inputs, warnings, values })
    }

    fn dims(&self) -> impl Iterator<Item = (usize, bool, &Dim)> {
        let attributes = self.roles.attributes.iter().enumerate().map(|(at, dim)| (at, true, dim));
        attributes.chain(self.roles.others.iter().enumerate().map(|(at, dim)| (at, false, dim)))
    }

    /// Columns with more groups than can be audited, over all workers.
    fn too_many(&self, workers: &[(Vec<Names>, Vec<Names>)], problems: &mut Problems) {
        // Cells of a proxy may be as many as there are names: then only bands are counted. Levels of inputs have none.
        let free = |dimension| matches!(dimension, Dimension::ProxyCell(_) | Dimension::Input(_));
        for (at, is_attribute, dim) in self.dims().filter(|(.., dim)| !free(dim.dimension)) {
            let names =
                workers.iter().map(|(attributes, others)| if is_attribute { &attributes[at] } else { &others[at] });
            let mut too_many = false;
            let mut all: Vec<&String> = Vec::new();
            for names in names {
                too_many |= names.too_many;
                all.extend(&names.list);
            }
            all.sort();
            all.dedup();
            if too_many || all.len() > MOST_GROUPS {
                let place = match dim.dimension {
                    Dimension::Attribute(at) => self.spec.place(&self.spec.attributes[at].column.span),
                    Dimension::Factor(at) => self.spec.place(&self.spec.roles.strata[at].column.span),
                    _ => crate::diag::Place::cell(
                        self.files.first().map_or("", String::as_str),
                        None,
                        None,
                        Some(&dim.column),
                    ),
                };
                let message =
                    format!("the column `{}` of {} has more than {MOST_GROUPS} different values", dim.column, dim.key);
                let hint = "set `bands` for a column of numbers, or name a column of groups: this one may hold an identity or free text";
                problems.push(Problem::new(Code::TooManyGroups, place, message).hint(hint));
            }
        }
    }

    fn warnings(&self, inputs: &[Input], repeated: Repeated, ignored: Vec<String>, hidden: u64) -> Vec<Warning> {
        let mut warnings = Vec::new();
        for input in inputs.iter().filter(|input| !input.sniffed.is_empty()) {
            let mut warning =
                Warning::new(WarningCode::FormatSniffed).file(&input.path).value("sniffed", input.sniffed.join(", "));
            let found = [("delimiter", &input.delimiter), ("decimal", &input.decimal), ("encoding", &input.encoding)];
            for (name, value) in found {
                if let Some(value) = value.as_ref().filter(|_| input.sniffed.iter().any(|sniffed| sniffed == name)) {
                    warning = warning.value(name, value);
                }
            }
            warnings.push(warning);
        }
        if let (Some(id), true) = (&self.roles.id, repeated.rows > 0) {
            let warning = Warning::new(WarningCode::DuplicateIds).column(&id.column).count(repeated.rows);
            warnings.push(if repeated.one_in > 1 {
                warning.value("one_in", repeated.one_in.to_string())
            } else {
                warning
            });
        }
        let mut ignored: Vec<String> = ignored.into_iter().map(|name| escaped(&name).into_owned()).collect();
        ignored.sort();
        ignored.dedup();
        if let (Some(long), false) = (&self.roles.long, ignored.is_empty()) {
            let warning = Warning::new(WarningCode::AttributesIgnored).column(&long.column);
            warnings.push(warning.count(ignored.len() as u64).value("names", listed(&ignored)));
        }
        if !self.ignored.is_empty() {
            let names: Vec<String> = self.ignored.iter().map(|name| escaped(name).into_owned()).collect();
            warnings.push(
                Warning::new(WarningCode::ColumnsIgnored).count(names.len() as u64).value("names", listed(&names)),
            );
        }
        if let (Some(count), true) = (&self.roles.count, hidden > 0) {
            warnings.push(Warning::note(Note::SuppressedCells).column(&count.column).count(hidden));
        }
        warnings
    }

    /// The values that the lists of a key name.
    fn listed(&self, key: &str) -> Vec<String> {
        let of = |dim: &Dim| -> Vec<String> {
            match &dim.coding {
                Coding::Lists { lists, .. } => {
                    lists.iter().flat_map(|(list, _)| list.texts()).map(str::to_owned).collect()
                }
                Coding::Names { allowed: Allowed::Groups(groups), .. } => groups.texts().map(str::to_owned).collect(),
                _ => Vec::new(),
            }
        };
        self.roles.others.iter().filter(|dim| dim.key == key).flat_map(of).collect()
    }

    /// Columns of true groups in which no group of the membership stands, though others do.
    fn no_true_groups(&self, unlisted: &[Unlisted], faults: &Faults) -> Problems {
        let file = self.files.first().map_or("", String::as_str);
        let found = self.roles.others.iter().zip(unlisted).filter_map(|(dim, unlisted)| {
            let Coding::Names { allowed: Allowed::Groups(groups), .. } = &dim.coding else { return None };
            // A misspelt group was told with its rows.
            let told = faults.has(&Fault::NotAGroup(dim.key.clone()));
            unlisted.no_group(file, &dim.column, &dim.key, groups).filter(|_| !told)
        });
        Problems(found.collect())
    }

    /// Rows whose key is not in a table of probabilities.
    fn without_keys(&self, without: &[Vec<u64>]) -> Vec<Warning> {
        let mut warnings = Vec::new();
        for (role, rows) in self.roles.memberships.iter().zip(without) {
            let Some(membership) = &self.spec.attributes[role.attribute].membership else { continue };
            for ((table, key), &rows) in membership.factors.iter().zip(rows).filter(|(_, rows)| **rows > 0) {
                let warning = Warning::note(Note::UnknownMembership).file(table).column(key);
                warnings.push(warning.value("key", &key.value).count(rows));
            }
        }
        warnings
    }

    /// Lists of the arm that name nothing that is there.
    fn empty_arms(&self, unlisted: &[Unlisted]) -> Problems {
        let of_arm = self.roles.others.iter().zip(unlisted).find(|(dim, _)| dim.dimension == Dimension::Arm);
        match (of_arm, &self.spec.roles.arm) {
            // In other designs an arm may stand for those who were asked for the true group only.
            (Some((_, unlisted)), Some(arm)) if self.spec.data.design.value == Design::TwoArm => {
                unlisted.empty_arms(self.spec, arm)
            }
            _ => Problems::new(),
        }
    }

    /// What counted as not at a stage without being told so, or is in no arm where the arms are all there is.
    fn unlisted(&self, dim: &Dim, unlisted: &Unlisted) -> Option<Warning> {
        let pool_is_rows = self.roles.arm.as_ref().is_some_and(|arm| arm.pool_is_rows);
        let at = match dim.dimension {
            Dimension::Stage(at) => at,
            Dimension::Validated(_) => return unlisted.in_no_group(&dim.column),
            // In other designs the stages say what was decided, and an arm only who was asked for the true group.
            Dimension::Arm if !pool_is_rows && self.spec.data.design.value == Design::TwoArm => {
                return unlisted.in_no_arm(&dim.column);
            }
            _ => return None,
        };
        let stage = &self.spec.stages[at];
        let StageRule::Column { positive, .. } = &stage.rule else { return None };
        unlisted.warning(&stage.name, &dim.column, positive)
    }

    /// Names of the codes: by worker, section, dimension.
    fn values(&self, workers: &[(Vec<Names>, Vec<Names>)]) -> Vec<Vec<Vec<Values>>> {
        let fractional: Vec<bool> = self
            .dims()
            .map(|(at, is_attribute, _)| {
                workers
                    .iter()
                    .any(|(attributes, others)| if is_attribute { &attributes[at] } else { &others[at] }.fractional)
            })
            .collect();
        let attributes = self.roles.attributes.len();
        let of = |(own, others): &(Vec<Names>, Vec<Names>)| -> Vec<Vec<Values>> {
            let attribute = |at: usize| values(&self.roles.attributes[at], &own[at], fractional[at]);
            let rest: Vec<Values> = self
                .roles
                .others
                .iter()
                .zip(others)
                .enumerate()
                .map(|(at, (dim, names))| values(dim, names, fractional[attributes + at]))
                .collect();
            if self.roles.long.is_some() {
                (0..attributes).map(|at| std::iter::once(attribute(at)).chain(rest.iter().cloned()).collect()).collect()
            } else {
                vec![(0..attributes).map(attribute).chain(rest.iter().cloned()).collect()]
            }
        };
        workers.iter().map(of).collect()
    }

    // What workers need.

    pub(super) fn spec(&self) -> &'s Spec {
        self.spec
    }

    pub(super) fn roles(&self) -> &Roles {
        &self.roles
    }

    pub(super) fn sheets(&self) -> usize {
        self.sheets.len()
    }

    pub(super) fn part(&self, part: usize) -> (usize, usize) {
        self.parts[part]
    }

    /// Number of its file, and reader and wants of a sheet.
    pub(super) fn sheet(&self, sheet: usize) -> (usize, &dyn Sheet, &[Want]) {
        (sheet, self.sheets[sheet].as_ref(), &self.wants[sheet])
    }

    pub(super) fn missing(&self) -> &Missing {
        &self.missing
    }

    pub(super) fn joined(&self) -> Option<(&Joined, usize)> {
        self.joined.as_ref().map(|(joined, on)| (joined, *on))
    }

    /// The tables of probabilities of a membership.
    pub(super) fn factors(&self, membership: usize) -> &[Joined] {
        self.factors.get(membership).map_or(&[], Vec::as_slice)
    }

    /// Distinct values of the joined columns.
    pub(super) fn joined_distinct(&self) -> &[Distinct] {
        self.joined.as_ref().map_or(&[], |(joined, _)| joined.distinct())
    }

    /// Distinct values of the wanted columns, none yet.
    pub(super) fn distinct(&self) -> Vec<Distinct> {
        self.wants.first().into_iter().flatten().map(|_| Distinct::new(self.missing.clone())).collect()
    }
}

fn values(dim: &Dim, names: &Names, fractional: bool) -> Values {
    match &dim.coding {
        Coding::Names { .. } => Values { names: names.list.clone(), all: false, ordered: false },
        Coding::Bands { bands, .. } => Values { names: bands.names(fractional), all: true, ordered: false },
        Coding::Lists { names, .. } => {
            let is_arm = dim.dimension == Dimension::Arm;
            Values { names: names.clone(), all: !is_arm, ordered: !is_arm }
        }
        Coding::Threshold(_) => Values { names: vec!["0".to_owned(), "1".to_owned()], all: true, ordered: true },
        Coding::Bucket { .. } | Coding::Level { .. } | Coding::LevelBands { .. } => {
            Values { names: Vec::new(), all: true, ordered: true }
        }
    }
}

fn no_rows(files: &[String]) -> Problem {
    let place = crate::diag::Place::file(files.first().map_or("", String::as_str));
    let message =
        if files.len() > 1 { "the files have a header and no rows" } else { "the file has a header and no rows" };
    Problem::new(Code::NoRows, place, message).hint("export the rows, or name another file in `data.path`")
}
