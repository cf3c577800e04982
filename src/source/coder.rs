//! From raw batches to batches of roles: where values become codes.
//!
//! Takes the parts of a [`Body`] one after the other; gives [`Batch`]es to a sink, and at the end the names of the codes with
//! all that was seen ([`Coded`]). May not know what is counted.
//! Invariants: rows that `where` leaves out are looked at by nobody else; two workers may code one value differently, and
//! their names say what each code is.

use hashbrown::HashMap;

use super::body::Body;
use super::distinct::{Distinct, FAULT, Meanings};
use super::faults::{Fault, Faults};
use super::ids::Ids;
use super::input_value;
use super::membership::{MembershipFrom, MembershipState};
use super::numbers::{CountRule, amounts, billionth_scores, ordered_scores, weights};
use super::raw::{Column, NO_HASH, Numbers, Places, Raw, Reading};
use super::roles::{Allowed, ArmRole, BOTH, Coding, Dim, MODEL, RANDOM, Roles, ScoreRole, Slot};
use super::unlisted::{Unlisted, is_slip};
use super::value::{Value, escaped};
use super::{Batch, Dimension, Memberships, ScoreKind, Scores};
use crate::diag::Problems;
use crate::words::reserved;

/// Most groups of a column.
pub const MOST_GROUPS: usize = 10_000;
/// Attributes of a long table that are named when they are left out.
const MOST_IGNORED: usize = 1_000;

/// Names of the codes of a dimension, in the order in which they were met.
#[derive(Default)]
pub struct Names {
    codes: HashMap<String, u32>,
    /// The name of each code, from 1.
    pub list: Vec<String>,
    /// Were there more than [`MOST_GROUPS`]?
    pub too_many: bool,
    /// Was there a number with decimals, in a column with bands?
    pub fractional: bool,
}

impl Names {
    /// The code of a value; [`FAULT`] where the name is reserved.
    fn code(&mut self, value: &Value) -> u32 {
        if value.missing {
            return 0;
        }
        if reserved::WORDS.contains(&&*value.text) {
            return FAULT;
        }
        let name = escaped(&value.text);
        if let Some(&code) = self.codes.get(&*name) {
            return code;
        }
        if self.list.len() == MOST_GROUPS {
            self.too_many = true;
            return 0;
        }
        self.list.push(name.to_string());
        let code = self.list.len() as u32;
        self.codes.insert(name.into_owned(), code);
        code
    }
}

/// What a dimension is worked out with.
#[derive(Default)]
struct State {
    meanings: Meanings,
    names: Names,
    unlisted: Unlisted,
}

/// What a worker has seen, once all its parts are read.
pub struct Coded {
    /// Names of the attributes' codes.
    pub attributes: Vec<Names>,
    /// Names of the other dimensions' codes.
    pub others: Vec<Names>,
    /// Values of the other dimensions that no list names and that count as not at a stage, or in no arm.
    pub unlisted: Vec<Unlisted>,
    /// Faults of rows.
    pub faults: Faults,
    /// Problems that ended the reading of a part.
    pub problems: Problems,
    /// Ids.
    pub ids: Ids,
    /// Rows read and hash, a sheet of the body.
    pub done: Vec<(u64, Option<String>)>,
    /// Attributes of a long table that the spec does not name.
    pub ignored: Vec<String>,
    /// Cells whose count was hidden by the one who disclosed it.
    pub hidden: u64,
    /// Rows whose memberships were rescaled, a membership of the body.
    pub rescaled: Vec<u64>,
    /// Rows whose key is not in a table of probabilities, a membership and table.
    pub without_key: Vec<Vec<u64>>,
    /// Cells that the spec names, a membership: the probabilities met first, and whether another row had others.
    pub cells: Vec<Vec<(String, SharesOfCell)>>,
}

/// The probabilities of a cell that were met first, and whether another row had others.
pub type SharesOfCell = (Box<[u32]>, bool);

/// Reads parts of a body, one after the other.
pub struct Worker<'a> {
    body: &'a Body<'a>,
    distinct: Vec<Distinct>,
    last_sheet: Option<usize>,
    coder: Coder<'a>,
    faults: Faults,
    problems: Problems,
    done: Vec<(u64, Option<String>)>,
}

impl<'a> Worker<'a> {
    /// A worker that has read nothing.
    pub fn new(body: &'a Body<'a>) -> Self {
        Self {
            body,
            distinct: body.distinct(),
            last_sheet: None,
            coder: Coder::new(body),
            faults: Faults::default(),
            problems: Problems::new(),
            done: vec![(0, None); body.sheets()],
        }
    }

    /// Reads a part; `sink` takes each batch with the number of its section. False where the part had to be given up.
    pub fn read(&mut self, part: usize, sink: &mut dyn FnMut(usize, &Batch)) -> bool {
        let (sheet, part) = self.body.part(part);
        let (file, reader, wants) = self.body.sheet(sheet);
        if self.last_sheet.replace(sheet) != Some(sheet) {
            // Another file may write numbers in another way.
            self.distinct.iter_mut().for_each(Distinct::forget);
        }
        let Self { coder, faults, distinct, .. } = self;
        let mut code =
            |raw: &mut Raw, distinct: &[Distinct], faults: &mut Faults| coder.code(file, raw, distinct, faults, sink);
        let mut reading = Reading { file, wants, distinct, missing: self.body.missing(), faults, sink: &mut code };
        match reader.read(part, &mut reading) {
            Ok(done) => {
                self.done[sheet].0 += done.rows;
                self.done[sheet].1 = done.sha256.or(self.done[sheet].1.take());
                true
            }
            Err(problems) => {
                self.problems.extend(problems);
                false
            }
        }
    }

    /// What was seen.
    pub fn finish(self) -> Coded {
        let names = |states: Vec<State>| -> Vec<Names> { states.into_iter().map(|state| state.names).collect() };
        let unlisted = self.coder.others.iter().map(|state| state.unlisted.clone()).collect();
        let others = names(self.coder.others);
        let (mut rescaled, mut without_key, mut cells) = (vec![], vec![], vec![]);
        for (state, role) in self.coder.memberships.into_iter().zip(&self.coder.roles.memberships) {
            rescaled.push(state.rescaled);
            without_key.push(state.without_key);
            let names = self.coder.roles.cell_of(role).map_or(&[][..], |at| &others[at].list);
            cells.push(state.cells.named(names));
        }
        Coded {
            unlisted,
            attributes: names(self.coder.attributes),
            others,
            faults: self.faults,
            problems: self.problems,
            ids: self.coder.ids,
            done: self.done,
            ignored: self.coder.ignored,
            hidden: self.coder.hidden,
            rescaled,
            without_key,
            cells,
        }
    }
}

/// Codes batches.
struct Coder<'a> {
    body: &'a Body<'a>,
    roles: &'a Roles,
    filter: Vec<Meanings>,
    join: Meanings,
    attributes: Vec<State>,
    others: Vec<State>,
    long: Meanings,
    count: Meanings,
    counts: Vec<(u64, u64)>,
    count_rule: CountRule,
    ids: Ids,
    ignored: Vec<String>,
    hidden: u64,
    memberships: Vec<MembershipState>,
    /// The batch of all rows; without a long table the one that is given out.
    batch: Batch,
}

/// One raw batch with its joined columns.
struct Table<'a> {
    file: usize,
    raw: &'a Raw,
    distinct: &'a [Distinct],
    joined: &'a [Column],
    joined_distinct: &'a [Distinct],
}

impl<'a> Table<'a> {
    fn column(&self, slot: Slot) -> &'a Column {
        match slot {
            Slot::Own(at) => &self.raw.columns[at],
            Slot::Joined(at) => &self.joined[at],
        }
    }

    fn distinct(&self, slot: Slot) -> &'a Distinct {
        match slot {
            Slot::Own(at) => &self.distinct[at],
            Slot::Joined(at) => &self.joined_distinct[at],
        }
    }

    fn numbers(&self, slot: Slot) -> Option<&'a Numbers> {
        if let Column::Numbers(numbers) = self.column(slot) { Some(numbers) } else { None }
    }

    /// The value in a row of a column of codes.
    fn value(&self, slot: Slot, row: usize) -> Option<&'a Value> {
        let code = *self.column(slot).codes().get(row)?;
        self.distinct(slot).values().get(code as usize)
    }
}

/// Tells faults of one column of a batch.
struct Teller<'a> {
    file: usize,
    field: &'a str,
    places: &'a Places,
    faults: &'a mut Faults,
}

impl Teller<'_> {
    fn tell(&mut self, row: usize, fault: Fault, value: Option<&str>) {
        self.faults.add(self.file, self.field, fault, self.places.at(row), value);
    }
}

impl<'a> Coder<'a> {
    fn new(body: &'a Body<'a>) -> Self {
        let (spec, roles) = (body.spec(), body.roles());
        let states = |count: usize| (0..count).map(|_| State::default()).collect::<Vec<State>>();
        let dimensions =
            if roles.long.is_some() { roles.others.len() } else { roles.attributes.len() + roles.others.len() };
        Self {
            body,
            roles,
            filter: (0..roles.filter.as_ref().map_or(0, |filter| filter.tests()))
                .map(|_| Meanings::default())
                .collect(),
            join: Meanings::default(),
            attributes: states(roles.attributes.len()),
            others: states(roles.others.len()),
            long: Meanings::default(),
            count: Meanings::default(),
            counts: Vec::new(),
            count_rule: CountRule::new(&spec.data),
            ids: Ids::new(),
            ignored: Vec::new(),
            hidden: 0,
            memberships: roles.memberships.iter().map(|_| MembershipState::default()).collect(),
            batch: Batch {
                rows: 0,
                codes: vec![Vec::new(); dimensions],
                sizes: vec![1; dimensions],
                scores: match roles.score.as_ref().map(ScoreRole::kind) {
                    None => Scores::None,
                    Some(ScoreKind::Billionths) => Scores::Billionths(Vec::new()),
                    Some(ScoreKind::Ordered) => Scores::Ordered(Vec::new()),
                },
                weights: Vec::new(),
                counts: Vec::new(),
                slacks: Vec::new(),
                amounts: roles.amounts.iter().map(|(i, _)| (spec.amounts[*i].name.clone(), Vec::new())).collect(),
                memberships: roles
                    .memberships
                    .iter()
                    .map(|role| Memberships { attribute: role.attribute, shares: vec![Vec::new(); role.groups.len()] })
                    .collect(),
            },
        }
    }

    fn code(
        &mut self,
        file: usize,
        raw: &mut Raw,
        distinct: &[Distinct],
        faults: &mut Faults,
        sink: &mut dyn FnMut(usize, &Batch),
    ) {
        let body = self.body;
        let joins = |raw: &Raw, meanings: &mut Meanings| {
            body.joined()
                .map(|(joined, on)| joined.columns(raw.columns[on].codes(), &distinct[on], meanings))
                .unwrap_or_default()
        };
        let joined_distinct = body.joined_distinct();
        let mut joined = joins(raw, &mut self.join);
        if let Some(filter) = &self.roles.filter {
            let table = Table { file, raw, distinct, joined: &joined, joined_distinct };
            let columns = |slot: &Slot| (table.column(*slot).codes(), table.distinct(*slot));
            let mut fault =
                |name: &str, row: usize| faults.add(file, name, Fault::FilterNotNumber, raw.places.at(row), None);
            let rows = filter.rows(&columns, &mut self.filter, &mut fault);
            if rows.len() < raw.rows {
                raw.keep(&rows);
                joined = joins(raw, &mut self.join);
            }
        }
        self.batch.rows = raw.rows;
        let table = Table { file, raw, distinct, joined: &joined, joined_distinct };
        self.ids(&table);
        self.figures(&table, faults);
        self.memberships(&table, faults);
        self.other_dimensions(&table, faults);
        match &self.roles.long {
            None => {
                for at in 0..self.roles.attributes.len() {
                    let dim = &self.roles.attributes[at];
                    self.batch.sizes[at] = code_dimension(
                        dim,
                        &mut self.attributes[at],
                        &table,
                        &self.batch.scores,
                        &mut self.batch.codes[at],
                        faults,
                    );
                }
                sink(0, &self.batch);
            }
            Some(_) => self.long_sections(&table, faults, sink),
        }
    }

    fn ids(&mut self, table: &Table<'_>) {
        if let Some(id) = &self.roles.id {
            table.column(id.slot).hashes().iter().filter(|&&hash| hash != NO_HASH).for_each(|&hash| self.ids.add(hash));
        }
    }

    /// Scores, weights, counts and amounts.
    fn figures(&mut self, table: &Table<'_>, faults: &mut Faults) {
        let (file, places) = (table.file, &table.raw.places);
        if let Some(role) = &self.roles.score {
            let mut teller = Teller { file, field: &role.column, places, faults };
            let mut tell = |row: usize, fault: Fault| teller.tell(row, fault, None);
            if let Some(numbers) = table.numbers(role.slot) {
                match &mut self.batch.scores {
                    Scores::Billionths(out) => billionth_scores(numbers, role, out, &mut tell),
                    Scores::Ordered(out) => ordered_scores(numbers, out, &mut tell),
                    Scores::None => {}
                }
            }
        }
        if let Some((figure, inverse)) = &self.roles.weight {
            let mut teller = Teller { file, field: &figure.column, places, faults };
            if let Some(numbers) = table.numbers(figure.slot) {
                weights(numbers, *inverse, &mut self.batch.weights, &mut |row, fault| teller.tell(row, fault, None));
            }
        }
        for (at, (_, figure)) in self.roles.amounts.iter().enumerate() {
            let mut teller = Teller { file, field: &figure.column, places, faults };
            if let Some(numbers) = table.numbers(figure.slot) {
                amounts(numbers, &mut self.batch.amounts[at].1, &mut |row, fault| teller.tell(row, fault, None));
            }
        }
        if let Some(figure) = &self.roles.count {
            self.count(table, figure.slot, &figure.column, faults);
        }
    }

    fn memberships(&mut self, table: &Table<'_>, faults: &mut Faults) {
        let roles = self.roles;
        let states = self.memberships.iter_mut().zip(&mut self.batch.memberships);
        for (at, (role, (state, out))) in roles.memberships.iter().zip(states).enumerate() {
            match &role.from {
                MembershipFrom::Columns(slots) => {
                    let columns: Vec<&Numbers> = slots.iter().filter_map(|&slot| table.numbers(slot)).collect();
                    let mut tell = |column: Option<usize>, row: usize, fault: Fault| {
                        let field = column.and_then(|at| role.columns.get(at)).map_or("", String::as_str);
                        faults.add(table.file, field, fault, table.raw.places.at(row), None);
                    };
                    state.columns(&columns, &role.columns, out, &mut tell);
                }
                MembershipFrom::Factors { keys, shares } => {
                    let keys: Vec<(&[u32], &Distinct)> =
                        keys.iter().map(|&slot| (table.column(slot).codes(), table.distinct(slot))).collect();
                    state.factors(self.body.factors(at), &keys, shares, out);
                }
            }
        }
    }

    fn count(&mut self, table: &Table<'_>, slot: Slot, field: &str, faults: &mut Faults) {
        let Self { counts, count_rule, batch, .. } = self;
        let (mut meanings, mut wrong) = (Vec::with_capacity(table.raw.rows), Vec::new());
        // The meaning is a place in `counts`; the first is for faults.
        if counts.is_empty() {
            counts.push((0, 0));
        }
        self.count.of(table.column(slot).codes(), table.distinct(slot), &mut meanings, &mut wrong, |value| {
            count_rule.read(value).map_or(FAULT, |count| {
                counts.push(count);
                (counts.len() - 1) as u32
            })
        });
        let mut teller = Teller { file: table.file, field, places: &table.raw.places, faults };
        for row in wrong {
            if let Some(value) = table.value(slot, row)
                && let Err(fault) = count_rule.read(value)
            {
                teller.tell(row, fault, Some(&value.text));
            }
        }
        batch.counts.clear();
        batch.slacks.clear();
        batch.counts.extend(meanings.iter().map(|&at| counts[at as usize].0));
        batch.slacks.extend(meanings.iter().map(|&at| counts[at as usize].1));
        let hides = |row: usize| table.value(slot, row).is_some_and(|value| count_rule.hides(value));
        self.hidden += batch.slacks.iter().enumerate().filter(|&(row, &slack)| slack > 0 && hides(row)).count() as u64;
    }

    fn other_dimensions(&mut self, table: &Table<'_>, faults: &mut Faults) {
        let before = self.batch.codes.len() - self.roles.others.len();
        for (at, dim) in self.roles.others.iter().enumerate() {
            let out = &mut self.batch.codes[before + at];
            self.batch.sizes[before + at] =
                code_dimension(dim, &mut self.others[at], table, &self.batch.scores, out, faults);
            count_unlisted(dim, &mut self.others[at].unlisted, table, out, &self.batch.counts);
        }
        for (at, role) in self.roles.memberships.iter().enumerate() {
            if let Some(cell) = self.roles.cell_of(role) {
                self.memberships[at].cells.add(&self.batch.codes[before + cell], &self.batch.memberships[at]);
            }
        }
        if let Some(arm) = &self.roles.arm {
            settle_arm(arm, &mut self.batch.codes[before..], &self.roles.others, table, faults);
        }
    }

    /// The rows of each attribute of a long table, by themselves.
    fn long_sections(&mut self, table: &Table<'_>, faults: &mut Faults, sink: &mut dyn FnMut(usize, &Batch)) {
        let Some(long) = &self.roles.long else { return };
        let mut sections = Vec::with_capacity(table.raw.rows);
        let ignored = &mut self.ignored;
        self.long.of(
            table.column(long.slot).codes(),
            table.distinct(long.slot),
            &mut sections,
            &mut Vec::new(),
            |value| {
                let section = long.names.find(value).map(|at| at as u32 + 1);
                if section.is_none() && !value.missing && ignored.len() < MOST_IGNORED && !ignored.contains(&value.text)
                {
                    ignored.push(value.text.clone());
                }
                section.unwrap_or(0)
            },
        );
        for at in 0..self.roles.attributes.len() {
            let rows: Vec<u32> =
                (0u32..).zip(&sections).filter(|&(_, &section)| section == at as u32 + 1).map(|(row, _)| row).collect();
            if rows.is_empty() {
                continue;
            }
            // The group column is coded for these rows only: a value may be a group of one attribute and of no other.
            let mut raw = table.raw.clone();
            raw.keep(&rows);
            let joined: Vec<Column> = table.joined.iter().map(|column| column.picked(&rows)).collect();
            let own = Table { raw: &raw, joined: &joined, ..*table };
            let mut batch = picked(&self.batch, &rows);
            let mut codes = Vec::new();
            let size = code_dimension(
                &self.roles.attributes[at],
                &mut self.attributes[at],
                &own,
                &batch.scores,
                &mut codes,
                faults,
            );
            batch.codes.insert(0, codes);
            batch.sizes.insert(0, size);
            sink(at, &batch);
        }
    }
}

/// The batch of some rows.
fn picked(batch: &Batch, rows: &[u32]) -> Batch {
    fn pick<T: Copy>(values: &[T], rows: &[u32]) -> Vec<T> {
        if values.is_empty() { Vec::new() } else { rows.iter().map(|&row| values[row as usize]).collect() }
    }
    Batch {
        rows: rows.len(),
        codes: batch.codes.iter().map(|codes| pick(codes, rows)).collect(),
        sizes: batch.sizes.clone(),
        scores: match &batch.scores {
            Scores::None => Scores::None,
            Scores::Billionths(scores) => Scores::Billionths(pick(scores, rows)),
            Scores::Ordered(scores) => Scores::Ordered(pick(scores, rows)),
        },
        weights: pick(&batch.weights, rows),
        counts: pick(&batch.counts, rows),
        slacks: pick(&batch.slacks, rows),
        amounts: batch.amounts.iter().map(|(name, amounts)| (name.clone(), pick(amounts, rows))).collect(),
        // In a long table an attribute is a value of its column, never a probability.
        memberships: Vec::new(),
    }
}

/// Writes the codes of a dimension; gives one more than the largest code so far.
fn code_dimension(
    dim: &Dim,
    state: &mut State,
    table: &Table<'_>,
    scores: &Scores,
    out: &mut Vec<u32>,
    faults: &mut Faults,
) -> u32 {
    out.clear();
    let mut teller = Teller { file: table.file, field: &dim.column, places: &table.raw.places, faults };
    let mut wrong = Vec::new();
    match &dim.coding {
        Coding::Names { slot, allowed } => {
            let names = &mut state.names;
            let codes = table.column(*slot).codes();
            state.meanings.of(codes, table.distinct(*slot), out, &mut wrong, |value| match allowed {
                Allowed::Sized(list) if !value.missing && list.find(value).is_none() => FAULT,
                Allowed::Groups(groups) if is_slip(value, groups) => FAULT,
                _ => names.code(value),
            });
            for row in wrong {
                let Some(value) = table.value(*slot, row) else { continue };
                let fault = match allowed {
                    _ if reserved::WORDS.contains(&&*value.text) => Fault::Reserved,
                    Allowed::Groups(_) => Fault::NotAGroup(dim.key.clone()),
                    _ => Fault::StratumWithoutSize,
                };
                teller.tell(row, fault, Some(&value.text));
            }
            state.names.list.len() as u32 + 1
        }
        Coding::Lists { slot, lists, otherwise, names } => {
            let codes = table.column(*slot).codes();
            state.meanings.of(codes, table.distinct(*slot), out, &mut wrong, |value| {
                let listed = || lists.iter().find(|(list, _)| list.find(value).is_some()).map(|(_, code)| *code);
                if value.missing { 0 } else { listed().or(*otherwise).unwrap_or(FAULT) }
            });
            for row in wrong {
                teller.tell(row, Fault::Unknown(dim.key.clone()), table.value(*slot, row).map(|value| &*value.text));
            }
            names.len() as u32 + 1
        }
        Coding::Bands { slot, bands } => {
            if let Some(numbers) = table.numbers(*slot) {
                out.extend(numbers.values.iter().map(|&number| {
                    if number.is_nan() {
                        return 0;
                    }
                    state.names.fractional |= number.fract() != 0.0;
                    bands.band(number) as u32 + 1
                }));
                for &(row, why) in &numbers.odd {
                    teller.tell(row as usize, Fault::NotNumber(why, "a column with `bands`"), None);
                }
            }
            bands.names(false).len() as u32 + 1
        }
        Coding::Threshold(least) => {
            match scores {
                Scores::Billionths(scores) => out.extend(scores.iter().map(|&score| match score {
                    u32::MAX => 0,
                    score => 1 + u32::from(u64::from(score) >= *least),
                })),
                Scores::Ordered(scores) => out.extend(scores.iter().map(|&score| match score {
                    u64::MAX => 0,
                    score => 1 + u32::from(score >= *least),
                })),
                Scores::None => out.resize(table.raw.rows, 0),
            }
            3
        }
        Coding::Level { slot, names } => {
            let codes = table.column(*slot).codes();
            state.meanings.of(codes, table.distinct(*slot), out, &mut wrong, |value| input_value::level(value, *names));
            u32::MAX
        }
        // What is no number is told where the attribute or the factor reads the column.
        Coding::LevelBands { slot, bands } => {
            if let Some(numbers) = table.numbers(*slot) {
                let band = |number: f64| input_value::band(bands.band(number) as u32);
                out.extend(numbers.values.iter().map(|&number| if number.is_nan() { 0 } else { band(number) }));
            }
            u32::MAX
        }
        Coding::Bucket { slot, buckets } => {
            let bucket = |hash: u64| if hash == NO_HASH { 0 } else { (hash % u64::from(*buckets)) as u32 + 1 };
            out.extend(table.column(*slot).hashes().iter().map(|&hash| bucket(hash)));
            buckets + 1
        }
    }
}

/// Counts the cases of each value that a stage takes for "not at it" without being told so, that is in no arm, or that is
/// no group of a membership; of an arm also which lists were met, before the stage has its say.
fn count_unlisted(dim: &Dim, unlisted: &mut Unlisted, table: &Table<'_>, codes: &[u32], counts: &[u64]) {
    if let Coding::Names { slot, allowed: Allowed::Groups(groups) } = &dim.coding {
        let values = |row: usize| table.value(*slot, row).filter(|_| codes[row] != 0);
        unlisted.add_groups(groups, (0..codes.len()).map(values), counts);
        return;
    }
    let (Dimension::Stage(_) | Dimension::Arm, Coding::Lists { slot, otherwise: Some(otherwise), .. }) =
        (dim.dimension, &dim.coding)
    else {
        return;
    };
    if dim.dimension == Dimension::Arm {
        codes.iter().for_each(|&code| unlisted.meet(code));
    }
    let values = table.distinct(*slot).values();
    let mut cases = vec![0u64; values.len()];
    for (row, (&value, code)) in table.column(*slot).codes().iter().zip(codes).enumerate() {
        if code == otherwise {
            cases[value as usize] += counts.get(row).copied().unwrap_or(1);
        }
    }
    for (value, &cases) in values.iter().zip(&cases).filter(|(_, cases)| **cases > 0) {
        if value.missing {
            unlisted.add_missing(cases);
        } else {
            unlisted.add(&value.text, cases);
        }
    }
}

/// Holds arm and stage against each other: a random case that is at the stage counts as both, and what contradicts the spec
/// is a fault.
fn settle_arm(role: &ArmRole, codes: &mut [Vec<u32>], dims: &[Dim], table: &Table<'_>, faults: &mut Faults) {
    let Some((stage, column, name, at_stage)) = &role.stage else { return };
    let at = |code: u32| at_stage.get(code as usize).copied().unwrap_or(false);
    let mut arms = std::mem::take(&mut codes[role.arm]);
    let mut tell = |field: &str, row: usize, fault: Fault| {
        faults.add(table.file, field, fault, table.raw.places.at(row), None);
    };
    let arm_column = &dims[role.arm].column;
    for (row, (arm, &stage)) in arms.iter_mut().zip(&codes[*stage]).enumerate() {
        if stage == 0 {
            if role.pool_is_rows {
                tell(column, row, Fault::Missing("`data.population = \"rows\"`".to_owned()));
            }
            continue;
        }
        match *arm {
            MODEL | BOTH if !at(stage) => tell(arm_column, row, Fault::ModelNotAtStage(name.clone())),
            RANDOM if at(stage) && role.random_not_selected => {
                tell(arm_column, row, Fault::RandomAtStage(name.clone()))
            }
            RANDOM if at(stage) => *arm = BOTH,
            _ => {}
        }
    }
    codes[role.arm] = arms;
}
