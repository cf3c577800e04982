//! The scores of the groups of one attribute in one arm, on the same bins: what every statistic of scores is made from.

use std::collections::BTreeMap;

use evenhand_stats::score_cells::{Moments, ScoreCell, ScoreSums};

use crate::cube::{Cube, DimKind, MISSING, Measure, ScoreBins, Table, decimal_scores};
use crate::measure::from_cube::Audit;
use crate::measure::series::Reading;
use crate::measure::tally::group_name;
use crate::spec::Spec;
use crate::words::{Note, Work, each_at_once, reserved};

/// What a score is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::measure) enum ScoreScale {
    /// A chance of the outcome, in [0, 1].
    Probability,
    /// Points in a declared range.
    Points {
        /// Lowest.
        low: f64,
        /// Highest.
        high: f64,
    },
    /// Any finite number: only the order of the scores is known, a bin's place is its lowest score.
    Order,
}

impl ScoreScale {
    fn of(spec: &Spec) -> Option<Self> {
        let score = spec.roles.score.as_ref()?;
        Some(if score.probability {
            Self::Probability
        } else if let Some((low, high)) = score.range {
            Self::Points { low, high }
        } else {
            Self::Order
        })
    }

    /// Calibration is asked of probabilities only (`methods/6`, 6.0).
    pub fn is_probability(self) -> bool {
        self == Self::Probability
    }

    /// Lowest score and how many units one billionth is.
    fn map(self) -> (f64, f64) {
        match self {
            Self::Points { low, high } => (low, (high - low) / BILLION),
            Self::Probability | Self::Order => (0.0, 1.0 / BILLION),
        }
    }
}

const BILLION: f64 = 1e9;

/// How the integers that scores are summed in become scores: a score is `low + unit × integer`.
#[derive(Clone, Debug)]
struct Grid {
    low: f64,
    unit: f64,
    /// The integer and the score of each bin, where the integer is not its key: scores of a range that are decimals are
    /// summed as the decimals that they are.
    whole: BTreeMap<u32, (i64, f64)>,
}

impl Grid {
    fn of(cube: &Cube, scale: ScoreScale, keys: &[u32]) -> Self {
        if let (ScoreScale::Points { low, high }, ScoreBins::Exact { .. }) = (scale, &cube.bins)
            && let Some((decimals, whole)) = decimal_scores(keys, (low, high))
        {
            let scale = 10_f64.powi(i32::from(decimals));
            // From the lower end on, so that squares stay as small as those of billionths.
            let first = (low * scale).floor();
            let of = |whole: i64| (whole - first as i64, whole as f64 / scale);
            let whole = keys.iter().copied().zip(whole.into_iter().map(of)).collect();
            return Self { low: first / scale, unit: 1.0 / scale, whole };
        }
        let (low, unit) = scale.map();
        Self { low, unit, whole: BTreeMap::new() }
    }

    /// The sums of a bin, in integers of the grid.
    fn sums(&self, key: u32, sums: Exact) -> Exact {
        self.whole.get(&key).map_or(sums, |&(whole, _)| {
            let (n, whole) = (i128::from(sums.n), i128::from(whole));
            Exact { n: sums.n, sum: n * whole, squares: n * whole * whole }
        })
    }

    /// A bin without rows: the lowest and the highest score that can stand in it, in the score's own units.
    fn empty_cell(&self, cube: &Cube, key: u32) -> ScoreCell {
        let (from, to) = match (self.whole.get(&key), cube.bins.range(&cube.edges, key)) {
            (Some(&(_, score)), _) => (score, score),
            (None, Some(range)) => {
                (self.low + self.unit * f64::from(*range.start()), self.low + self.unit * f64::from(*range.end()))
            }
            // Only the order of these scores is known: a bin is where it begins.
            (None, None) => {
                let from = cube.bins.lowest(key).unwrap_or(f64::from(key));
                (from, from)
            }
        };
        ScoreCell { low: from, high: to, ..ScoreCell::default() }
    }

    /// Sums in the score's own units.
    fn score_sums(&self, sums: Exact) -> ScoreSums {
        let Self { low, unit, .. } = *self;
        let (n, sum, squares) = (sums.n as f64, unit * sums.sum as f64, unit * unit * sums.squares as f64);
        ScoreSums { n: sums.n, sum: low * n + sum, squares: low * low * n + 2.0 * low * sum + squares }
    }
}

/// Integer sums of the scores of some rows: exact until they are divided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::measure) struct Exact {
    /// Rows.
    pub n: u64,
    /// Σ of the scores in integers of the grid: billionths of their range, or units of their last decimal.
    pub sum: i128,
    /// Σ of their squares.
    pub squares: i128,
}

impl Exact {
    fn add(&mut self, other: Self) {
        self.n += other.n;
        self.sum += other.sum;
        self.squares += other.squares;
    }
}

/// The scores of one group.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::measure) struct ScoreGroup {
    /// The group; `(missing)`; `(all)`.
    pub group: String,
    /// Rows whose outcome is known, bin by bin.
    pub cells: Vec<ScoreCell>,
    /// All rows with a score, known outcome or not, bin by bin, counted as negatives.
    pub everyone: Vec<ScoreCell>,
    /// Exact sums over all rows with a score; with the outcome; without it.
    pub sums: [Exact; 3],
    /// Rows without a score.
    pub without_score: u64,
    /// Rows with a score whose outcome is not known.
    pub outcome_missing: u64,
    /// Are some of its counts known only within limits?
    pub suppressed: bool,
}

impl ScoreGroup {
    /// Rows with a score.
    pub fn scored(&self) -> u64 {
        self.sums[0].n
    }

    /// Why there is nothing to say of it, if so.
    pub fn absent(&self) -> Option<Note> {
        match (self.scored(), self.without_score) {
            _ if self.suppressed => Some(Note::SuppressedCells),
            (0, 0) => Some(Note::GroupAbsent),
            (0, _) => Some(Note::NoCases),
            _ => None,
        }
    }

    /// Counts of rows with a score, bin by bin.
    pub fn counts(&self) -> Vec<u64> {
        self.everyone.iter().map(|cell| cell.negatives.n).collect()
    }
}

/// The scores of the groups of an attribute (or intersection) in one arm.
#[derive(Clone, Debug)]
pub(in crate::measure) struct Basis {
    /// Index of the axis.
    pub axis: usize,
    /// Arm; `None`: all rows.
    pub arm: Option<&'static str>,
    /// What the score is.
    pub scale: ScoreScale,
    grid: Grid,
    /// Where each bin ends, of scores of which only the order is known: the first score of the next; none of other scores.
    ends: Vec<f64>,
    /// Are the bins the distinct scores themselves?
    pub distinct: bool,
    /// Are outcomes read?
    pub outcome: bool,
    /// Groups, reference first, `(missing)` last.
    pub groups: Vec<ScoreGroup>,
    /// Everybody of the table.
    pub all: ScoreGroup,
}

impl Basis {
    /// The reference group, where the attribute has one and it has rows or is declared.
    pub fn reference(&self, audit: &Audit<'_>) -> Option<&ScoreGroup> {
        let reference = &audit.axes[self.axis].reference;
        self.groups.iter().find(|group| group.group == *reference)
    }

    /// Groups that are compared with a reference: all but the reference and `(missing)`.
    pub fn compared(&self, audit: &Audit<'_>) -> impl Iterator<Item = &ScoreGroup> {
        let reference = audit.axes[self.axis].reference.clone();
        self.groups.iter().filter(move |group| group.group != reference && group.group != reserved::MISSING)
    }

    /// Place of the first bin at or above a threshold; the number of bins where there is none. A threshold of the spec is
    /// an edge of the bins, so that none straddles it.
    pub fn place_of(&self, threshold: f64) -> usize {
        let half = if self.scale == ScoreScale::Order { 0.0 } else { 0.5 * self.scale.map().1 };
        self.all.everyone.partition_point(|cell| cell.low < threshold - half)
    }

    /// Where the bins of a cell end: the highest score that can stand in it, or, where only the order of scores is known, the
    /// first that cannot.
    pub fn end(&self, cell: &ScoreCell) -> f64 {
        let place = self.all.everyone.partition_point(|other| other.low < cell.high);
        self.ends.get(place).copied().unwrap_or(cell.high)
    }

    /// Everybody but one group.
    pub fn rest(&self, group: &ScoreGroup) -> ScoreGroup {
        let mut rest = ScoreGroup { group: reserved::REST.to_owned(), ..ScoreGroup::default() };
        let others: Vec<&ScoreGroup> =
            self.groups.iter().filter(|other| other.group != group.group && other.group != reserved::MISSING).collect();
        for other in others {
            rest.join(other);
        }
        rest
    }

    /// Mean and spread of the scores, in their own units; `None` without rows, or where the scores have only an order.
    pub fn moments(&self, sums: Exact) -> Option<Moments> {
        if self.scale == ScoreScale::Order {
            return None;
        }
        let Grid { low, unit, .. } = self.grid;
        let moments = Moments::of_integers(sums.n, sums.sum, sums.squares, BILLION)?;
        let width = unit * BILLION;
        Some(Moments { n: moments.n, mean: low + width * moments.mean, deviations: width * width * moments.deviations })
    }
}

impl ScoreGroup {
    fn join(&mut self, other: &Self) {
        if self.cells.is_empty() {
            let group = std::mem::take(&mut self.group);
            *self = Self { group, ..other.clone() };
            return;
        }
        for (mine, theirs) in
            self.cells.iter_mut().zip(&other.cells).chain(self.everyone.iter_mut().zip(&other.everyone))
        {
            mine.negatives = mine.negatives.and(theirs.negatives);
            mine.positives = mine.positives.and(theirs.positives);
        }
        for (mine, theirs) in self.sums.iter_mut().zip(other.sums) {
            mine.add(theirs);
        }
        self.without_score += other.without_score;
        self.outcome_missing += other.outcome_missing;
        self.suppressed |= other.suppressed;
    }
}

/// All bases of an audit: each attribute and intersection that has scores, in each arm that its design tells apart.
pub(in crate::measure) fn bases(audit: &Audit<'_>) -> Vec<Basis> {
    let Some(scale) = ScoreScale::of(audit.spec) else { return Vec::new() };
    let mut works: Vec<Work<'_, Basis>> = Vec::new();
    for index in 0..audit.axes.len() {
        if let (Some(table), Some(reading)) = (table_of(audit, index), audit.reading(index)) {
            works.extend(
                arms(reading)
                    .iter()
                    .map(|&arm| Box::new(move || basis(audit, index, table, scale, arm)) as Work<'_, _>),
            );
        }
    }
    each_at_once(works).into_iter().filter(|basis| basis.all.scored() > 0).collect()
}

/// Scores of the two arms are never pooled unweighted (`methods/6`, 6.0): each arm by itself; where the whole pool is
/// there as rows, everybody's scores as well.
fn arms(reading: Reading) -> &'static [Option<&'static str>] {
    match reading {
        Reading::Full => &[None],
        Reading::Arms(_) => &[Some("model"), Some("random")],
        Reading::Pool { .. } => &[None, Some("model"), Some("random")],
    }
}

/// The table by score of an axis.
fn table_of<'a>(audit: &Audit<'a>, index: usize) -> Option<&'a Table> {
    let cube: &'a Cube = audit.cube;
    cube.table(&format!("score:{}", audit.axes[index].name))
}

fn basis(audit: &Audit<'_>, index: usize, table: &Table, scale: ScoreScale, arm: Option<&'static str>) -> Basis {
    let axis = &audit.axes[index];
    let dims: Vec<usize> =
        axis.attributes.iter().filter_map(|attribute| table.dim(&DimKind::Attribute(attribute.name.clone()))).collect();
    let (arm_dim, outcome_dim) = (table.dim(&DimKind::Arm), table.dim(&DimKind::Outcome));
    let bin_dim = table.dims.len() - 1;
    // In the arm's own words; with everybody of a pool as rows, outcomes are known for the checked only and are not read.
    let whole_pool = arm.is_none() && arm_dim.is_some();
    let in_arm = |key: &[u32]| {
        let word = arm_dim.and_then(|dim| table.dims[dim].values.get(key[dim] as usize)).map(String::as_str);
        match arm {
            None => true,
            Some("model") => {
                matches!(word, Some("model" | "both")) || word == Some("random") && at_stage(audit, table, key)
            }
            Some(_) => matches!(word, Some("random" | "both")),
        }
    };
    let outcome = |key: &[u32]| {
        let code = outcome_dim.map(|dim| key[dim]).filter(|&code| code != MISSING && !whole_pool)?;
        Some(code == 1)
    };
    let mut bins: BTreeMap<u32, usize> = BTreeMap::new();
    for cell in table.cells.iter().filter(|cell| in_arm(&cell.key) && cell.key[bin_dim] != MISSING) {
        bins.entry(cell.key[bin_dim]).or_default();
    }
    let keys: Vec<u32> = bins.keys().copied().collect();
    let grid = Grid::of(audit.cube, scale, &keys);
    let edges: Vec<ScoreCell> = keys.iter().map(|&key| grid.empty_cell(audit.cube, key)).collect();
    for (place, at) in bins.values_mut().enumerate() {
        *at = place;
    }
    let fresh = |group: &str| ScoreGroup {
        group: group.to_owned(),
        cells: edges.clone(),
        everyone: edges.clone(),
        ..ScoreGroup::default()
    };
    let mut groups: BTreeMap<String, ScoreGroup> = BTreeMap::new();
    for name in declared(audit, index) {
        groups.insert(name.clone(), fresh(&name));
    }
    let mut all = fresh(reserved::ALL);
    let [count, score, squared, slack] =
        [Measure::Count, Measure::Score, Measure::ScoreSquared, Measure::Slack].map(|measure| table.measure(&measure));
    // Cells of one group mostly follow each other: it is named once.
    let (mut codes, mut name): (Vec<u32>, String) = (Vec::new(), String::new());
    for cell in table.cells.iter().filter(|cell| in_arm(&cell.key)) {
        if name.is_empty() || !dims.iter().map(|&dim| cell.key[dim]).eq(codes.iter().copied()) {
            codes = dims.iter().map(|&dim| cell.key[dim]).collect();
            name = group_name(table, &dims, &codes);
        }
        let at = |place: Option<usize>| place.map_or(0, |place| cell.sums[place]);
        let counted = Exact { n: u64::try_from(at(count)).unwrap_or(0), sum: at(score), squares: at(squared) };
        let sums = grid.sums(cell.key[bin_dim], counted);
        let place = bins.get(&cell.key[bin_dim]).copied();
        // A count that is only bounded has no histogram: its group has no figures, and says why.
        let bounded = at(slack) > 0;
        if !groups.contains_key(&name) {
            groups.insert(name.clone(), fresh(&name));
        }
        let Some(group) = groups.get_mut(&name) else { continue };
        for one in [group, &mut all] {
            one.count(place, sums, outcome(&cell.key), &grid);
            one.suppressed |= bounded;
        }
    }
    let mut groups: Vec<ScoreGroup> = groups.into_values().collect();
    groups.sort_by_cached_key(|group| axis.order(&group.group));
    let distinct = matches!(audit.cube.bins, ScoreBins::Exact { .. });
    let ends = match scale {
        ScoreScale::Order => {
            edges.iter().zip(&keys).map(|(cell, &key)| end_of(audit.cube, key).unwrap_or(cell.low)).collect()
        }
        _ => Vec::new(),
    };
    let outcome = outcome_dim.is_some() && !whole_pool;
    Basis { axis: index, arm, scale, grid, ends, distinct, outcome, groups, all }
}

/// The first score of the bins above one of scores of which only the order is known; an edge can leave a key unused.
fn end_of(cube: &Cube, key: u32) -> Option<f64> {
    let ScoreBins::Ordered { edges, .. } = &cube.bins else { return None };
    (1..=1 + edges.len() as u32).find_map(|step| cube.bins.lowest(key.checked_add(step)?))
}

/// Groups that stand in a report with or without rows.
fn declared(audit: &Audit<'_>, index: usize) -> Vec<String> {
    let axis = &audit.axes[index];
    let mut names = Vec::new();
    if let [attribute] = axis.attributes[..] {
        names.extend(attribute.labels.iter().map(|(group, _)| group.clone()));
    }
    if axis.reference != reserved::REST {
        names.push(axis.reference.clone());
    }
    names
}

/// Is the case at the stage that the model arm stands for?
fn at_stage(audit: &Audit<'_>, table: &Table, key: &[u32]) -> bool {
    let stage = crate::measure::series::arm_stage(audit.spec);
    stage.and_then(|name| table.dim(&DimKind::Stage(name.to_owned()))).is_some_and(|dim| key[dim] == 1)
}

impl ScoreGroup {
    fn count(&mut self, place: Option<usize>, sums: Exact, outcome: Option<bool>, grid: &Grid) {
        let Some(place) = place else {
            self.without_score += sums.n;
            return;
        };
        let added = grid.score_sums(sums);
        self.everyone[place].negatives = self.everyone[place].negatives.and(added);
        self.sums[0].add(sums);
        let cell = &mut self.cells[place];
        match outcome {
            Some(true) => {
                cell.positives = cell.positives.and(added);
                self.sums[1].add(sums);
            }
            Some(false) => {
                cell.negatives = cell.negatives.and(added);
                self.sums[2].add(sums);
            }
            None => self.outcome_missing += sums.n,
        }
    }
}
