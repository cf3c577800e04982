//! The counts of one group at one stage, read from the cube.

use std::collections::BTreeMap;

use crate::cube::{Cube, DimKind, MISSING, Measure, Table};
use crate::spec::{Attribute, Spec};
use crate::words::{Cell, Part, reserved};

/// A count that may be known only within limits (suppressed or rounded by whoever disclosed it); `lo == hi` where known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Least value.
    pub lo: u64,
    /// Greatest value.
    pub hi: u64,
}

impl Span {
    /// A known count.
    pub fn exact(n: u64) -> Self {
        Self { lo: n, hi: n }
    }

    /// Is it known?
    pub fn known(self) -> bool {
        self.lo == self.hi
    }

    /// The sum of two counts of different cells.
    pub fn plus(self, other: Self) -> Self {
        Self { lo: self.lo + other.lo, hi: self.hi + other.hi }
    }
}

/// How a case came to have an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ArmOf {
    /// Picked by the model.
    Model,
    /// Random control sample.
    Random,
    /// Drawn at random and selected.
    Both,
    /// Any other, or none.
    Other,
}

/// A kind of case: arm, at the stage (`None`: not known), with the outcome (`None`: not known).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Case {
    /// Arm.
    pub arm: ArmOf,
    /// At the stage?
    pub selected: Option<bool>,
    /// With the outcome?
    pub outcome: Option<bool>,
}

/// The counts of one group by kind of case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<Case, Span>);

impl Tally {
    /// Adds to a kind of case.
    fn add(&mut self, case: Case, span: Span) {
        let sum = self.0.entry(case).or_default();
        *sum = sum.plus(span);
    }

    /// The sum over the kinds of case that `keep` accepts.
    pub fn sum(&self, keep: impl Fn(&Case) -> bool) -> Span {
        self.0.iter().filter(|(case, _)| keep(case)).fold(Span::default(), |sum, (_, span)| sum.plus(*span))
    }

    /// All cases.
    pub fn all(&self) -> Span {
        self.sum(|_| true)
    }

    /// The sum over a part of the 2×2 table.
    pub fn part(&self, part: Part) -> Span {
        self.sum(|case| case.within(part))
    }

    /// Numerator and the rest of the denominator of a rate.
    pub fn split(&self, of: Part, within: Part) -> (Span, Span) {
        (
            self.sum(|case| case.within(within) && case.within(of)),
            self.sum(|case| case.within(within) && !case.within(of)),
        )
    }

    /// The counts of two groups together.
    pub fn join(mut self, other: &Self) -> Self {
        for (case, span) in &other.0 {
            self.add(*case, *span);
        }
        self
    }
}

impl Case {
    /// Is it in this part of the 2×2 table?
    pub fn within(&self, part: Part) -> bool {
        match part {
            Part::Decided => self.selected.is_some(),
            Part::Selected => self.selected == Some(true),
            Part::NotSelected => self.selected == Some(false),
            Part::Known => self.outcome.is_some(),
            Part::Positive => self.outcome == Some(true),
            Part::Cells(cells) => cells.iter().any(|cell| self.is(*cell)),
        }
    }

    /// Is it in this cell of the 2×2 table?
    fn is(&self, cell: Cell) -> bool {
        let (selected, outcome) = match cell {
            Cell::TruePositive => (true, true),
            Cell::FalsePositive => (true, false),
            Cell::FalseNegative => (false, true),
            Cell::TrueNegative => (false, false),
        };
        self.selected == Some(selected) && self.outcome == Some(outcome)
    }
}

/// A group of an attribute with its counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupTally {
    /// The value as in the data; `x*y` of an intersection; `(missing)`.
    pub group: String,
    /// Its counts at the stage.
    pub tally: Tally,
}

/// People alike in some factors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stratum {
    /// One level a factor: its code, or [`MISSING`], which is a level like any other.
    pub levels: Vec<u32>,
    /// Counts of the groups, in the order asked for.
    pub groups: Vec<Tally>,
}

/// An attribute, or a requested intersection of attributes.
#[derive(Clone, Debug)]
pub struct Axis<'a> {
    /// `sex`, `sex*origin`.
    pub name: String,
    /// Its attributes, one or more.
    pub attributes: Vec<&'a Attribute>,
    /// The reference group, or `(rest)`.
    pub reference: String,
}

impl<'a> Axis<'a> {
    /// All attributes and intersections of a spec, in its order.
    pub fn all(spec: &'a Spec) -> Vec<Self> {
        let single = spec.attributes.iter().map(|attribute| vec![attribute]);
        let crossed = spec.intersections.iter().map(|of| of.iter().map(|&index| &spec.attributes[index]).collect());
        single.chain(crossed).map(Self::new).collect()
    }

    fn new(attributes: Vec<&'a Attribute>) -> Self {
        let name = attributes.iter().map(|attribute| attribute.name.as_str()).collect::<Vec<_>>().join("*");
        // Everybody but the crossed group is one reference only if every part asks for it.
        let rest = attributes.iter().any(|attribute| attribute.reference.value == reserved::REST);
        let reference = if rest {
            reserved::REST.to_owned()
        } else {
            attributes.iter().map(|attribute| attribute.reference.as_str()).collect::<Vec<_>>().join("*")
        };
        Self { name, attributes, reference }
    }

    /// The attribute, where its groups are known only through memberships.
    pub fn proxied(&self) -> Option<&'a Attribute> {
        match self.attributes[..] {
            [attribute] if attribute.membership.is_some() => Some(attribute),
            _ => None,
        }
    }

    /// The unbinned table of the rows that it speaks of, whether its groups stand there or are known through memberships.
    pub fn people<'c>(&self, cube: &'c Cube) -> Option<&'c Table> {
        let Some(attribute) = self.proxied() else { return self.table(cube) };
        let joint = cube.tables.iter().filter(|table| table.name.starts_with("joint"));
        joint.into_iter().find(|table| attribute.table.is_none() || table.part == attribute.table)
    }

    /// The unbinned table of the cube that holds all its attributes; `None`: they stand in tables that were never joined.
    pub fn table<'c>(&self, cube: &'c Cube) -> Option<&'c Table> {
        cube.tables.iter().find(|table| {
            table.name.starts_with("joint")
                && self
                    .attributes
                    .iter()
                    .all(|attribute| table.dim(&DimKind::Attribute(attribute.name.clone())).is_some())
        })
    }

    /// Its groups with their counts at a stage (`None`: no stage, every decision unknown), reference first, then in the
    /// order of `report-json.md`, 1; declared groups without rows have an empty tally.
    pub fn tallies(&self, table: &Table, stage: Option<&str>) -> Vec<GroupTally> {
        let mut groups: BTreeMap<String, Tally> = BTreeMap::new();
        if let [attribute] = self.attributes[..] {
            for (group, _) in &attribute.labels {
                groups.entry(group.clone()).or_default();
            }
        }
        if self.reference != reserved::REST {
            groups.entry(self.reference.clone()).or_default();
        }
        let axes = self.dims(table);
        let reader = Reader::new(table, stage);
        let dims: Vec<usize> = axes.iter().copied().chain(reader.dims()).collect();
        for (key, sums) in table.marginal(&dims, |_| true) {
            let (group_key, rest) = key.split_at(axes.len());
            let group = group_name(table, &axes, group_key);
            groups.entry(group).or_default().add(reader.case(rest), reader.span(&sums));
        }
        let mut out: Vec<GroupTally> = groups.into_iter().map(|(group, tally)| GroupTally { group, tally }).collect();
        out.sort_by_cached_key(|one| self.order(&one.group));
        out
    }

    /// The counts of some of its groups in each combination of the levels of some factors (indices of dimensions), in the
    /// order of the codes.
    pub fn strata(&self, table: &Table, stage: Option<&str>, factors: &[usize], groups: &[&str]) -> Vec<Stratum> {
        let axes = self.dims(table);
        let reader = Reader::new(table, stage);
        let dims: Vec<usize> = factors.iter().chain(&axes).copied().chain(reader.dims()).collect();
        let mut places: BTreeMap<Vec<u32>, Option<usize>> = BTreeMap::new();
        let mut out: Vec<Stratum> = Vec::new();
        // The factors vary slowest, so that a stratum's cells stand together.
        for (key, sums) in table.marginal(&dims, |_| true) {
            let (levels, rest) = key.split_at(factors.len());
            let (codes, rest) = rest.split_at(axes.len());
            let place = *places.entry(codes.to_vec()).or_insert_with(|| {
                let name = group_name(table, &axes, codes);
                groups.iter().position(|group| *group == name)
            });
            if out.last().is_none_or(|stratum| stratum.levels != levels) {
                out.push(Stratum { levels: levels.to_vec(), groups: vec![Tally::default(); groups.len()] });
            }
            if let (Some(stratum), Some(place)) = (out.last_mut(), place) {
                stratum.groups[place].add(reader.case(rest), reader.span(&sums));
            }
        }
        out
    }

    /// The dimensions of its attributes.
    fn dims(&self, table: &Table) -> Vec<usize> {
        let dim = |attribute: &&Attribute| table.dim(&DimKind::Attribute(attribute.name.clone()));
        self.attributes.iter().filter_map(dim).collect()
    }

    /// The place of a group among the others.
    pub fn order(&self, group: &str) -> (u8, Vec<(i64, String)>) {
        let bands: Vec<bool> = self.attributes.iter().map(|attribute| !attribute.bands.is_empty()).collect();
        group_order(group, &self.reference, &bands)
    }
}

/// The place of a group: reference first, then by code point, bands by size, names in parentheses last.
///
/// `bands` says of each attribute of the axis whether its groups are bands of numbers.
pub fn group_order(group: &str, reference: &str, bands: &[bool]) -> (u8, Vec<(i64, String)>) {
    let last = match group {
        reserved::MISSING => 2,
        reserved::UNKNOWN => 3,
        reserved::ALL | reserved::ALL_GROUPS => 4,
        _ if group == reference => 0,
        _ => 1,
    };
    let parts: Vec<&str> = if bands.len() > 1 { group.split('*').collect() } else { vec![group] };
    let fits = parts.len() == bands.len();
    let keys = parts
        .iter()
        .enumerate()
        .map(|(i, part)| (if fits && bands[i] { band_place(part) } else { 0 }, (*part).to_owned()))
        .collect();
    (last, keys)
}

/// Where a band's group stands: `<30` first, then by its first number (in thousandths).
fn band_place(group: &str) -> i64 {
    if group.starts_with('<') {
        return i64::MIN;
    }
    let number: String =
        group.chars().take_while(|c| c.is_ascii_digit() || *c == '.' || *c == '-' || *c == '−').collect();
    number.replace('−', "-").parse::<f64>().map_or(i64::MAX, |value| (value * 1000.0).round() as i64)
}

/// The group of a key: values joined by `*`, `(missing)` as soon as one is.
pub fn group_name(table: &Table, axes: &[usize], key: &[u32]) -> String {
    let mut parts = Vec::with_capacity(key.len());
    for (&axis, &code) in axes.iter().zip(key) {
        match table.dims[axis].values.get(code as usize) {
            Some(value) if code != MISSING => parts.push(value.as_str()),
            _ => return reserved::MISSING.to_owned(),
        }
    }
    parts.join("*")
}

/// Everybody of a table at a stage.
pub fn everybody(table: &Table, stage: Option<&str>) -> Tally {
    let reader = Reader::new(table, stage);
    let dims: Vec<usize> = reader.dims().collect();
    let mut tally = Tally::default();
    for (key, sums) in table.marginal(&dims, |_| true) {
        tally.add(reader.case(&key), reader.span(&sums));
    }
    tally
}

/// Reads arm, decision and outcome from a key.
struct Reader<'t> {
    table: &'t Table,
    arm: Option<usize>,
    stage: Option<usize>,
    outcome: Option<usize>,
    slack: Option<usize>,
}

impl<'t> Reader<'t> {
    fn new(table: &'t Table, stage: Option<&str>) -> Self {
        Self {
            table,
            arm: table.dim(&DimKind::Arm),
            stage: stage.and_then(|name| table.dim(&DimKind::Stage(name.to_owned()))),
            outcome: table.dim(&DimKind::Outcome),
            slack: table.measure(&Measure::Slack),
        }
    }

    fn dims(&self) -> impl Iterator<Item = usize> {
        [self.arm, self.stage, self.outcome].into_iter().flatten()
    }

    fn case(&self, key: &[u32]) -> Case {
        let mut codes = key.iter().copied();
        let mut next = |dim: Option<usize>| dim.and_then(|_| codes.next()).filter(|&code| code != MISSING);
        let arm = next(self.arm);
        let selected = next(self.stage);
        let outcome = next(self.outcome);
        let arm = match arm.zip(self.arm).and_then(|(code, dim)| self.table.dims[dim].values.get(code as usize)) {
            Some(word) => match word.as_str() {
                "model" => ArmOf::Model,
                "random" => ArmOf::Random,
                "both" => ArmOf::Both,
                _ => ArmOf::Other,
            },
            None => ArmOf::Other,
        };
        Case { arm, selected: selected.map(|code| code == 1), outcome: outcome.map(|code| code == 1) }
    }

    fn span(&self, sums: &[i128]) -> Span {
        let at = |index: usize| u64::try_from(sums.get(index).copied().unwrap_or(0)).unwrap_or(0);
        let lo = at(0);
        Span { lo, hi: lo + self.slack.map_or(0, at) }
    }
}
