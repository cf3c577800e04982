//! An attribute known through memberships as the cube holds it: sums of the memberships by band, decision, outcome and,
//! where it is known, the true group.

use std::collections::BTreeMap;

use evenhand_stats::proxy::calibration::{self, Raked};
use evenhand_stats::proxy::latent_class::{self, LatentClass};
use evenhand_stats::proxy::outcome_bounds::{OutcomeCell, OutcomeRate};
use evenhand_stats::proxy::regression::{self, Regression};
use evenhand_stats::proxy::validated::RowSums;
use evenhand_stats::proxy::weighted::PairSums;
use evenhand_stats::proxy::{Cell, Unknown};

use crate::cube::{Cube, DimKind, MISSING, Measure, Table, cells_given_up};
use crate::measure::tally::{ArmOf, Axis, Case};
use crate::spec::{Attribute, Membership, Spec, StageRule};
use crate::words::{Design, METRICS, Metric, MetricKind, Note, Part};

/// One, in the units of memberships and of their products.
const UNIT: f64 = 1e9;
const SQUARE: f64 = 1e18;

/// Whom a group is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::measure) enum Against {
    /// Another group, by its place.
    Group(usize),
    /// Everybody else.
    Rest,
}

/// What is known of the true group of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::measure) enum Truth {
    /// Nothing.
    Unknown,
    /// A group of the attribute, by its place.
    Group(usize),
    /// Another value.
    Other,
}

impl Truth {
    fn is(self, against: Against, group: usize) -> bool {
        match (self, against) {
            (Self::Group(own), Against::Group(other)) => own == other,
            (Self::Group(own), Against::Rest) => own != group,
            (Self::Other, Against::Rest) => true,
            _ => false,
        }
    }
}

/// Rows that are alike in everything the cube tells apart.
#[derive(Clone, Debug)]
pub(in crate::measure) struct Rows {
    /// Bands of the probabilities, one a group; `None`: rows without probabilities.
    band: Option<Vec<u8>>,
    /// The group of the largest probability.
    pub largest: Option<usize>,
    /// The cell of the data that the spec names.
    cell: Option<u32>,
    /// The true group.
    pub truth: Truth,
    stages: Vec<Option<bool>>,
    outcome: Option<bool>,
    /// How many.
    pub n: u64,
    sums: Sums,
    /// Members of each group after raking.
    raked: Option<Vec<f64>>,
}

impl Rows {
    /// Have these rows probabilities?
    pub fn known(&self) -> bool {
        self.band.is_some()
    }

    fn case(&self, stage: Option<usize>) -> Case {
        case(&self.stages, self.outcome, stage)
    }

    /// Members of the group and of whom it is compared with: as they are, and raked.
    fn pair(&self, group: usize, against: Against) -> ([i128; 2], [f64; 2]) {
        let own = self.sums.members[group];
        let other = match against {
            Against::Group(other) => self.sums.members[other],
            Against::Rest => i128::from(self.n) * 1_000_000_000 - own,
        };
        let raked = self.raked.as_ref().map_or([0.0; 2], |members| {
            let own = members[group];
            [
                own,
                match against {
                    Against::Group(other) => members[other],
                    Against::Rest => (self.n as f64 - own).max(0.0),
                },
            ]
        });
        ([own, other], raked)
    }

    /// What cell these rows stand in for a comparison: that of the data, or the bands of the groups compared.
    fn key(&self, groups: &[usize]) -> Vec<u32> {
        match (self.cell, &self.band) {
            (Some(cell), _) => vec![cell],
            (None, Some(band)) => groups.iter().map(|&group| u32::from(band[group])).collect(),
            (None, None) => Vec::new(),
        }
    }

    /// Does the probability of a group reach a threshold in twentieths?
    pub fn reaches(&self, group: usize, twentieths: u8) -> bool {
        self.band.as_ref().is_some_and(|band| band[group] >= twentieths)
    }

    /// How many, and the sums of their memberships in a group and in whom it is compared with.
    pub fn row_sums(&self, group: usize, against: Against) -> RowSums {
        RowSums { rows: self.n, sums: self.sums.pair(group, against) }
    }

    /// The band of a group, from 1; 0 for rows without probabilities.
    pub fn band_of(&self, group: usize) -> u8 {
        self.band.as_ref().map_or(0, |band| band[group] + 1)
    }
}

/// Rows that are alike in cell, decisions and outcome, with the members of one comparison: read once, asked often.
#[derive(Clone, Debug)]
struct Line {
    cell: Vec<u32>,
    stages: Vec<Option<bool>>,
    outcome: Option<bool>,
    n: u64,
    members: [i128; 2],
    raked: [f64; 2],
}

/// What tells lines apart: cell, decisions, outcome.
type LineKey = (Vec<u32>, Vec<Option<bool>>, Option<bool>);

impl Line {
    fn case(&self, stage: Option<usize>) -> Case {
        case(&self.stages, self.outcome, stage)
    }
}

fn case(stages: &[Option<bool>], outcome: Option<bool>, stage: Option<usize>) -> Case {
    let selected = stage.and_then(|stage| stages.get(stage).copied().flatten());
    Case { arm: ArmOf::Other, selected, outcome }
}

/// Members of both sides while cells are added up: integers, so that no order of additions shows.
#[derive(Clone, Copy, Default)]
struct Both {
    members: [i128; 2],
    raked: [f64; 2],
}

impl Both {
    fn add(&mut self, line: &Line) {
        for side in 0..2 {
            self.members[side] += line.members[side];
            self.raked[side] += line.raked[side];
        }
    }

    fn members(&self, raked: bool) -> Vec<f64> {
        if raked { self.raked.to_vec() } else { self.members.map(|sum| sum as f64 / UNIT).to_vec() }
    }
}

/// Sums over rows: of their memberships, and of the products of each two.
#[derive(Clone, Debug, Default)]
pub(in crate::measure) struct Sums {
    /// Rows.
    pub rows: u64,
    members: Vec<i128>,
    products: Vec<i128>,
}

impl Sums {
    fn none(groups: usize) -> Self {
        Self { rows: 0, members: vec![0; groups], products: vec![0; groups * (groups + 1) / 2] }
    }

    fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        self.members.iter_mut().zip(&other.members).for_each(|(sum, more)| *sum += more);
        self.products.iter_mut().zip(&other.products).for_each(|(sum, more)| *sum += more);
    }

    fn product(&self, a: usize, b: usize) -> i128 {
        let (a, b) = (a.min(b), a.max(b));
        let groups = self.members.len();
        self.products[a * groups - a * (a + 1) / 2 + b]
    }

    /// Expected members of a group.
    pub fn members(&self, group: usize) -> f64 {
        self.members[group] as f64 / UNIT
    }

    /// Σ m² of a group.
    pub fn squares(&self, group: usize) -> f64 {
        self.product(group, group) as f64 / SQUARE
    }

    /// The sums of a group and of whom it is compared with; integers until they are divided.
    pub fn pair(&self, group: usize, against: Against) -> PairSums {
        let one = 1_000_000_000_i128;
        let (own, square) = (self.members[group], self.product(group, group));
        let (other, other_square, product) = match against {
            Against::Group(other) => (self.members[other], self.product(other, other), self.product(group, other)),
            Against::Rest => {
                let rows = i128::from(self.rows);
                (rows * one - own, rows * one * one - 2 * one * own + square, one * own - square)
            }
        };
        PairSums {
            group: own as f64 / UNIT,
            reference: other as f64 / UNIT,
            group_square: square as f64 / SQUARE,
            reference_square: other_square as f64 / SQUARE,
            product: product as f64 / SQUARE,
        }
    }
}

/// A rate that is asked for, at a stage.
#[derive(Clone, Copy, Debug)]
pub(in crate::measure) struct Question {
    /// Its place among all that are asked.
    at: usize,
    /// Metric.
    pub metric: &'static Metric,
    /// Stage.
    pub stage: Option<usize>,
    of: Part,
    /// Denominator.
    pub within: Part,
}

impl Question {
    /// Every rate of the 2×2 table at every stage that has data.
    pub fn all(spec: &Spec) -> Vec<Self> {
        let has_outcome = spec.roles.outcome.is_some();
        let mut out = Vec::new();
        for metric in METRICS.iter().filter(|metric| metric.built && (has_outcome || !metric.outcome)) {
            let MetricKind::Rate { of, within } = metric.kind else { continue };
            let stages: Vec<Option<usize>> = if metric.stage {
                (0..spec.stages.len()).filter(|&at| spec.stages[at].rule != StageRule::NoData).map(Some).collect()
            } else {
                vec![None]
            };
            for stage in stages {
                out.push(Self { at: out.len(), metric, stage, of, within });
            }
        }
        out
    }

    /// Are these rows events of the rate? `None`: they are not in its denominator.
    pub fn event(&self, rows: &Rows) -> Option<bool> {
        self.event_of(&rows.case(self.stage))
    }

    fn event_of(&self, case: &Case) -> Option<bool> {
        case.within(self.within).then(|| case.within(self.of))
    }

    /// The rate as one given the outcome or the decision; `None`: of everybody.
    pub fn conditional(&self) -> Option<OutcomeRate> {
        Some(match self.metric.name {
            "true_positive_rate" => OutcomeRate::TruePositive,
            "false_negative_rate" => OutcomeRate::FalseNegative,
            "false_positive_rate" => OutcomeRate::FalsePositive,
            "true_negative_rate" => OutcomeRate::TrueNegative,
            "positive_predictive_value" => OutcomeRate::PositivePredictiveValue,
            "false_discovery_rate" => OutcomeRate::FalseDiscovery,
            "negative_predictive_value" => OutcomeRate::NegativePredictiveValue,
            "false_omission_rate" => OutcomeRate::FalseOmission,
            _ => return None,
        })
    }
}

/// An attribute known through memberships.
pub(in crate::measure) struct Basis<'a> {
    /// Index of the axis.
    pub axis: usize,
    /// The attribute.
    pub attribute: &'a Attribute,
    /// How its groups are known.
    pub membership: &'a Membership,
    /// Its groups, sorted: the order of the memberships.
    pub groups: Vec<String>,
    rows: Vec<Rows>,
    /// Sums over all rows with probabilities.
    pub totals: Sums,
    lines: BTreeMap<(usize, Against), Vec<Line>>,
    asked: Vec<Asked>,
    /// Why no rate can be given, if so.
    pub barred: Option<Note>,
    /// Notes that stand on every row of the attribute.
    pub notes: Vec<Note>,
    /// Memberships raked to the totals of the spec.
    pub raked: Option<Raked>,
    /// The table of the probabilities of validated rows.
    pub quality: Option<&'a Table>,
    /// Only rows of this arm are the validated ones.
    pub validated_arm: bool,
}

/// What every method needs to know of one rate.
struct Asked {
    events: Sums,
    others: Sums,
    fit: Option<Regression>,
    latent: Option<LatentClass>,
}

/// The attributes of an audit that are known through memberships.
pub(in crate::measure) fn bases<'a>(spec: &'a Spec, cube: &'a Cube, axes: &[Axis<'a>]) -> Vec<Basis<'a>> {
    (0..axes.len()).filter_map(|axis| Basis::read(spec, cube, &axes[axis], axis)).collect()
}

impl<'a> Basis<'a> {
    fn read(spec: &'a Spec, cube: &'a Cube, axis: &Axis<'a>, at: usize) -> Option<Self> {
        let attribute = axis.proxied()?;
        let membership = attribute.membership.as_ref()?;
        let table = cube.table(&format!("proxy:{}", attribute.name))?;
        let groups: Vec<String> = membership.columns.keys().cloned().collect();
        let validated_arm = spec.roles.arm.as_ref().is_some_and(|arm| !arm.validated.is_empty());
        let reader = Reader::new(spec, table, &attribute.name, &groups, validated_arm)?;
        let rows: Vec<Rows> = table.cells.iter().map(|cell| reader.rows(&cell.key, &cell.sums)).collect();
        let slack = table.measure(&Measure::Slack);
        let suppressed = slack.is_some_and(|slack| table.cells.iter().any(|cell| cell.sums[slack] > 0));
        let mut out = Self {
            axis: at,
            attribute,
            membership,
            totals: Sums::none(groups.len()),
            groups,
            rows,
            lines: BTreeMap::new(),
            asked: Vec::new(),
            barred: match (spec.data.design.value, suppressed) {
                (Design::Full, false) => None,
                (Design::Full, true) => Some(Note::SuppressedCells),
                _ => Some(Note::NotDefinedForDesign),
            },
            notes: Vec::new(),
            raked: None,
            quality: cube.table(&format!("proxy_quality:{}", attribute.name)),
            validated_arm,
        };
        out.totals = out.sums(|_| true);
        let z = crate::measure::proxy::z_of(spec);
        out.calibrate(z);
        if out.notes.is_empty() && super::quality::is_off(&out, z) {
            out.notes.push(Note::ProxyNotCalibrated);
        }
        out.draw_lines(axis);
        if out.barred.is_none() {
            out.asked = Question::all(spec)
                .iter()
                .map(|question| {
                    let cells = out.all_cells(question);
                    Asked {
                        events: out.sums(|rows| question.event(rows) == Some(true)),
                        others: out.sums(|rows| question.event(rows) == Some(false)),
                        fit: regression::regression(&cells),
                        latent: latent_class::latent_class(&cells),
                    }
                })
                .collect();
        }
        Some(out)
    }

    /// Adds rows up by what a comparison of two tells apart: each group against the reference and against everybody else.
    fn draw_lines(&mut self, axis: &Axis<'_>) {
        let reference = self.place(&axis.reference);
        for group in 0..self.groups.len() {
            let others = reference.filter(|&other| other != group).map(Against::Group);
            for against in others.into_iter().chain([Against::Rest]) {
                let bands = bands_of(group, against);
                let mut lines: BTreeMap<LineKey, Line> = BTreeMap::new();
                for rows in self.rows.iter().filter(|rows| rows.known()) {
                    let key = (rows.key(&bands), rows.stages.clone(), rows.outcome);
                    let line = lines.entry(key.clone()).or_insert_with(|| Line {
                        cell: key.0,
                        stages: key.1,
                        outcome: key.2,
                        n: 0,
                        members: [0; 2],
                        raked: [0.0; 2],
                    });
                    let (members, raked) = rows.pair(group, against);
                    line.n += rows.n;
                    for side in 0..2 {
                        line.members[side] += members[side];
                        line.raked[side] += raked[side];
                    }
                }
                self.lines.insert((group, against), lines.into_values().collect());
            }
        }
    }

    fn lines(&self, group: usize, against: Against) -> &[Line] {
        self.lines.get(&(group, against)).map_or(&[], Vec::as_slice)
    }

    /// The regression of a rate on the memberships of all groups.
    pub fn fit(&self, question: &Question) -> Option<&Regression> {
        self.asked.get(question.at)?.fit.as_ref()
    }

    /// The most likely rates of all groups, the memberships unrelated to the decision within a group.
    pub fn latent(&self, question: &Question) -> Option<&LatentClass> {
        self.asked.get(question.at)?.latent.as_ref()
    }

    /// Expected members of a group in the denominator of a rate, and all rows of it.
    pub fn members(&self, question: &Question, group: usize) -> (f64, u64) {
        self.asked.get(question.at).map_or((0.0, 0), |asked| {
            let members = asked.events.members[group] + asked.others.members[group];
            (members as f64 / UNIT, asked.events.rows + asked.others.rows)
        })
    }

    /// Holds the memberships against the known shares, and rakes them where every group has one.
    fn calibrate(&mut self, z: f64) {
        if self.membership.totals.is_empty() {
            return;
        }
        let all = self.totals.clone();
        for (place, group) in self.groups.iter().enumerate() {
            let Some(&share) = self.membership.totals.get(group) else { continue };
            let gap = calibration::in_the_large(all.members(place), all.squares(place), all.rows, share, z);
            if gap.has(evenhand_stats::interval::Note::ProxyNotCalibrated) && self.notes.is_empty() {
                self.notes.push(Note::ProxyNotCalibrated);
            }
        }
        let targets: Option<Vec<f64>> =
            self.groups.iter().map(|group| self.membership.totals.get(group).copied()).collect();
        let Some(targets) = targets else { return };
        let sum: f64 = targets.iter().sum();
        if sum <= 0.0 {
            return;
        }
        let targets: Vec<f64> = targets.iter().map(|target| target / sum).collect();
        // One line a cell of the proxy: rows of a cell are raked as one, by the mean of their probabilities.
        let mut lines: BTreeMap<(Option<u32>, Option<Vec<u8>>), Sums> = BTreeMap::new();
        for rows in self.rows.iter().filter(|rows| rows.known()) {
            let key = if rows.cell.is_some() { (rows.cell, None) } else { (None, rows.band.clone()) };
            lines.entry(key).or_insert_with(|| Sums::none(self.groups.len())).add(&rows.sums);
        }
        let table: Vec<(Vec<f64>, f64)> = lines
            .values()
            .map(|sums| {
                let n = sums.rows as f64;
                ((0..self.groups.len()).map(|group| sums.members(group) / n).collect(), n)
            })
            .collect();
        let Some(raked) = calibration::raked(&table, &targets) else { return };
        for rows in self.rows.iter_mut().filter(|rows| rows.known()) {
            let n = rows.n as f64;
            let means: Vec<f64> = (0..self.groups.len()).map(|group| rows.sums.members(group) / n).collect();
            rows.raked = raked.probabilities(&means).map(|row| row.iter().map(|p| p * n).collect());
        }
        self.raked = Some(raked);
    }

    /// The place of a group.
    pub fn place(&self, group: &str) -> Option<usize> {
        self.groups.iter().position(|known| known == group)
    }

    /// All rows.
    pub fn rows(&self) -> &[Rows] {
        &self.rows
    }

    /// Sums over the rows with probabilities that `keep` accepts.
    pub fn sums(&self, keep: impl Fn(&Rows) -> bool) -> Sums {
        let mut sums = Sums::none(self.groups.len());
        self.rows.iter().filter(|rows| rows.known() && keep(rows)).for_each(|rows| sums.add(&rows.sums));
        sums
    }

    /// Sums over the events of a rate, and over the others of its denominator.
    pub fn split(&self, question: &Question) -> (Sums, Sums) {
        let none = || Sums::none(self.groups.len());
        self.asked
            .get(question.at)
            .map_or_else(|| (none(), none()), |asked| (asked.events.clone(), asked.others.clone()))
    }

    /// Rows, and events, of a rate among the rows that `keep` accepts.
    pub fn counted(&self, question: &Question, keep: impl Fn(&Rows) -> bool) -> (u64, u64) {
        self.rows.iter().filter(|rows| keep(rows)).fold((0, 0), |(n, x), rows| match question.event(rows) {
            Some(event) => (n + rows.n, x + if event { rows.n } else { 0 }),
            None => (n, x),
        })
    }

    /// Rows of a rate's denominator without probabilities.
    pub fn unknown(&self, question: &Question) -> Unknown {
        let (rows, events) = self.counted(question, |rows| !rows.known());
        Unknown { rows, events }
    }

    /// All rows without probabilities.
    pub fn without(&self) -> u64 {
        self.rows.iter().filter(|rows| !rows.known()).map(|rows| rows.n).sum()
    }

    /// The cells of a rate for one comparison: members of the group, and of whom it is compared with.
    pub fn cells(&self, question: &Question, group: usize, against: Against, raked: bool) -> Vec<Cell> {
        let mut out: Vec<(&[u32], Both, Cell)> = Vec::new();
        for line in self.lines(group, against) {
            let Some(event) = question.event_of(&line.case(question.stage)) else { continue };
            // Lines of one cell stand together.
            if out.last().is_none_or(|(cell, ..)| *cell != line.cell) {
                out.push((&line.cell, Both::default(), Cell { rows: 0, events: 0, members: Vec::new() }));
            }
            if let Some((_, both, cell)) = out.last_mut() {
                both.add(line);
                cell.rows += line.n;
                cell.events += if event { line.n } else { 0 };
            }
        }
        out.into_iter().map(|(_, both, cell)| Cell { members: both.members(raked), ..cell }).collect()
    }

    /// The same cells with decision and outcome told apart, of rows that have both.
    pub fn outcome_cells(&self, stage: Option<usize>, group: usize, against: Against, raked: bool) -> Vec<OutcomeCell> {
        let none = OutcomeCell {
            selected_true: 0,
            selected_false: 0,
            unselected_true: 0,
            unselected_false: 0,
            members: Vec::new(),
        };
        let mut out: Vec<(&[u32], Both, OutcomeCell)> = Vec::new();
        for line in self.lines(group, against) {
            let case = line.case(stage);
            let (Some(selected), Some(outcome)) = (case.selected, case.outcome) else { continue };
            if out.last().is_none_or(|(cell, ..)| *cell != line.cell) {
                out.push((&line.cell, Both::default(), none.clone()));
            }
            let Some((_, both, cell)) = out.last_mut() else { continue };
            both.add(line);
            *match (selected, outcome) {
                (true, true) => &mut cell.selected_true,
                (true, false) => &mut cell.selected_false,
                (false, true) => &mut cell.unselected_true,
                (false, false) => &mut cell.unselected_false,
            } += line.n;
        }
        out.into_iter().map(|(_, both, cell)| OutcomeCell { members: both.members(raked), ..cell }).collect()
    }

    /// The cells of a rate with the members of all groups.
    fn all_cells(&self, question: &Question) -> Vec<Cell> {
        let mut cells: BTreeMap<Vec<u32>, (Cell, Sums)> = BTreeMap::new();
        let groups: Vec<usize> = (0..self.groups.len()).collect();
        for rows in self.rows.iter().filter(|rows| rows.known()) {
            let Some(event) = question.event(rows) else { continue };
            let (cell, sums) = cells
                .entry(rows.key(&groups))
                .or_insert_with(|| (Cell { rows: 0, events: 0, members: Vec::new() }, Sums::none(groups.len())));
            cell.rows += rows.n;
            cell.events += if event { rows.n } else { 0 };
            sums.add(&rows.sums);
        }
        let members = |sums: &Sums| (0..groups.len()).map(|group| sums.members(group)).collect();
        cells.into_values().map(|(cell, sums)| Cell { members: members(&sums), ..cell }).collect()
    }

    /// Do any rows have a known true group?
    pub fn is_validated(&self) -> bool {
        self.rows.iter().any(|rows| rows.truth != Truth::Unknown)
    }

    /// Are there rows whose true group is known, and that have no probabilities?
    pub fn known_without(&self) -> bool {
        self.rows.iter().any(|rows| !rows.known() && matches!(rows.truth, Truth::Group(_)) && rows.sums.rows > 0)
    }

    /// Rows, and events, of a rate among those of a true group that have probabilities.
    pub fn truly(&self, question: &Question, group: usize) -> (u64, u64) {
        self.counted(question, |rows| rows.known() && rows.truth == Truth::Group(group))
    }
}

/// The groups by whose bands cells are made.
fn bands_of(group: usize, against: Against) -> Vec<usize> {
    match against {
        Against::Group(other) => vec![group, other],
        Against::Rest => vec![group],
    }
}

/// Is this the true group, or one of those it is compared with?
pub(super) fn is_of(truth: Truth, group: usize, against: Against) -> (bool, bool) {
    (truth == Truth::Group(group), truth.is(against, group))
}

/// Reads a cell's key.
struct Reader {
    band: usize,
    bands: Vec<Option<Vec<u8>>>,
    largest: usize,
    largest_groups: Vec<Option<usize>>,
    cell: Option<usize>,
    truth: Option<usize>,
    truths: Vec<Truth>,
    arm: Option<(usize, Option<u32>)>,
    stages: Vec<Option<usize>>,
    outcome: Option<usize>,
    members: Vec<usize>,
    products: Vec<usize>,
}

impl Reader {
    fn new(spec: &Spec, table: &Table, attribute: &str, groups: &[String], validated_arm: bool) -> Option<Self> {
        let own = || attribute.to_owned();
        let band = table.dim(&DimKind::ProxyBand(own()))?;
        let largest = table.dim(&DimKind::ProxyLargest(own()))?;
        let place = |name: &String| groups.iter().position(|group| group == name);
        let bands = table.dims[band]
            .values
            .iter()
            .map(|label| {
                let parts: Option<Vec<u8>> = label.split('.').map(|part| part.parse().ok()).collect();
                parts.filter(|parts| parts.len() == groups.len())
            })
            .collect();
        let truth = table.dim(&DimKind::Validated(own()));
        let truths = truth.map(|at| table.dims[at].values.iter()).into_iter().flatten();
        let product = |a: &String, b: &String| table.measure(&Measure::MembershipProduct(own(), a.clone(), b.clone()));
        let pairs = groups.iter().enumerate().flat_map(|(at, a)| groups[at..].iter().map(move |b| (a, b)));
        let arm = table.dim(&DimKind::Arm).filter(|_| validated_arm);
        Some(Self {
            band,
            bands,
            largest,
            largest_groups: table.dims[largest].values.iter().map(place).collect(),
            cell: table.dim(&DimKind::ProxyCell(own())).filter(|&at| !cells_given_up(&table.dims[at])),
            truth,
            truths: truths.map(|name| place(name).map_or(Truth::Other, Truth::Group)).collect(),
            arm: arm.map(|at| {
                let code = table.dims[at].values.iter().position(|word| word == "validated");
                (at, code.map(|code| code as u32))
            }),
            stages: spec.stages.iter().map(|stage| table.dim(&DimKind::Stage(stage.name.clone()))).collect(),
            outcome: table.dim(&DimKind::Outcome),
            members: groups
                .iter()
                .map(|group| table.measure(&Measure::Membership(own(), group.clone())))
                .collect::<Option<_>>()?,
            products: pairs.map(|(a, b)| product(a, b)).collect::<Option<_>>()?,
        })
    }

    fn rows(&self, key: &[u32], sums: &[i128]) -> Rows {
        let code = |at: usize| Some(key[at]).filter(|&code| code != MISSING);
        let yes = |at: Option<usize>| at.and_then(code).map(|code| code == 1);
        let band = code(self.band).and_then(|code| self.bands.get(code as usize).cloned().flatten());
        let sampled = self.arm.is_none_or(|(at, validated)| validated.is_some() && code(at) == validated);
        let n = u64::try_from(sums[0]).unwrap_or(0);
        Rows {
            largest: code(self.largest).and_then(|code| self.largest_groups.get(code as usize).copied().flatten()),
            cell: band.as_ref().and(self.cell).map(|at| key[at]),
            truth: match self.truth.and_then(code) {
                Some(code) if sampled => self.truths.get(code as usize).copied().unwrap_or(Truth::Unknown),
                _ => Truth::Unknown,
            },
            stages: self.stages.iter().map(|&at| yes(at)).collect(),
            outcome: yes(self.outcome),
            n,
            sums: Sums {
                rows: n,
                members: self.members.iter().map(|&at| sums[at]).collect(),
                products: self.products.iter().map(|&at| sums[at]).collect(),
            },
            raked: None,
            band,
        }
    }
}
