//! How well the inputs of the model predict each attribute, one by one and all together: could the model have seen the group
//! through them? (`methods/8`, 8.11; EV-10.)
//!
//! Makes rows of `proxy_strength` from the cube's tables of inputs: areas under the curve from scores out of fold, one group
//! against all others. Invariants: no area is in sample; folds are drawn cell by cell from a stream that only the cell's
//! levels name, so that the order of cells changes nothing; the work grows with the cells, and is bounded.
//!
//! Start reading at [`rows`], then `cells.rs` (how levels become cells).

mod cells;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use evenhand_stats::normal;
use evenhand_stats::proxy::cross_fitting::{self, InFolds, OutOfFold};
use evenhand_stats::proxy::strength::{area_by_chance, association};
use evenhand_stats::rank::ENOUGH_OF_BOTH;
use evenhand_stats::resample::Key;

use super::aggregate::stream_key;
use super::estimate::{Columns, row};
use super::from_cube::Audit;
use super::rate::Drawn;
use super::rows::{EstimateRow, InputRow};
use super::tally::Axis;
use crate::cube::{DimKind, Measure, Table, input_table, inputs_table};
use crate::spec::Attribute;
use crate::words::{Design, Note, Number, reserved};
use cells::{Cells, Dealt};

const METRIC: &str = "proxy_strength";
/// What the row of all inputs together speaks of.
const JOINT: &str = "(joint)";
/// The method of value and limits.
const METHOD: &str = "delong_logit";
/// What scores an area, in `detail`.
const REGRESSION: &str = "logistic_regression";
const CELL_RATES: &str = "cell_rates";
/// Fewer members, or fewer others, and an area is noise: a value would be read by limits that know no interval.
const ENOUGH: u64 = 10;
/// Deals of other seeds, where a limit of the spec lies within the interval.
const SEEDS: usize = 5;

/// Rows of `proxy_strength`: for each attribute and input, and all inputs together, one a group.
///
/// Takes the audit and the input list; none of it, or none of its inputs in the data: what cannot be computed is said once
/// an attribute.
pub(super) fn rows(audit: &Audit<'_>, inputs: &[InputRow]) -> Vec<EstimateRow> {
    let mut out = Vec::new();
    if inputs.is_empty() {
        return out;
    }
    for axis in audit.axes.iter().filter(|axis| axis.attributes.len() == 1) {
        let Some(attribute) = axis.attributes.first() else { continue };
        let reader = Reader { audit, axis, attribute };
        match audit.cube.table(&inputs_table(&axis.name)) {
            Some(table) => reader.rows(table, inputs, &mut out),
            None => out.push(reader.nothing(JOINT, Note::NotDefinedForDesign)),
        }
    }
    out
}

/// One attribute.
struct Reader<'a> {
    audit: &'a Audit<'a>,
    axis: &'a Axis<'a>,
    attribute: &'a Attribute,
}

/// What is predicted from.
struct Asked<'t> {
    /// `of`.
    name: &'t str,
    table: &'t Table,
    cells: Cells,
    /// The limit of the spec that the value is held against.
    limit: Option<f64>,
    /// Facts that belong to the row, whatever the group.
    detail: Vec<(&'static str, serde_json::Value)>,
    /// Cells without the attribute's own column, where it is an input among others.
    without_own: Option<Cells>,
}

impl Reader<'_> {
    /// A row for all groups, which does not exist for this reason.
    fn nothing(&self, of: &str, note: Note) -> EstimateRow {
        row(self.audit, self.columns(of, reserved::ALL_GROUPS), Drawn::absent(note))
    }

    fn columns<'c>(&'c self, of: &'c str, group: &'c str) -> Columns<'c> {
        Columns { metric: METRIC, of: Some(of), attribute: Some(&self.axis.name), group, ..Columns::default() }
    }

    fn rows(&self, joint: &Table, inputs: &[InputRow], out: &mut Vec<EstimateRow>) {
        // The area of a weighted sample says nothing of the people that it stands for, and has no weighted form on counts.
        if self.audit.spec.data.design.value == Design::Weighted {
            out.push(self.nothing(JOINT, Note::Weighted));
            return;
        }
        let counted: Vec<&str> = joint.dims.iter().filter_map(|dim| input_name(&dim.kind)).collect();
        let (mut levels, mut absent) = (Vec::new(), Vec::new());
        for input in inputs {
            match self.audit.cube.table(&input_table(&self.axis.name, &input.name)) {
                Some(table) if counted.contains(&input.name.as_str()) => {
                    let found = cells::levels(&input.name, table, joint);
                    self.ask(&self.single(&input.name, table, &found), out);
                    levels.push((input.name.as_str(), found));
                }
                _ => {
                    out.push(self.nothing(&input.name, Note::NotDefinedForDesign));
                    absent.push(input.name.clone());
                }
            }
        }
        let others: Vec<_> = levels.iter().filter(|(name, _)| !self.is_own(name)).cloned().collect();
        let mut detail = vec![("inputs", levels.len().into())];
        if !absent.is_empty() {
            detail.push(("inputs_left_out", absent.into()));
        }
        let asked = Asked {
            name: JOINT,
            table: joint,
            cells: self.cells(joint, &levels),
            limit: self.limit("proxy_strength"),
            detail,
            without_own: (!others.is_empty() && others.len() < levels.len()).then(|| self.cells(joint, &others)),
        };
        self.ask(&asked, out);
    }

    fn single<'t>(&self, name: &'t str, table: &'t Table, levels: &cells::Levels) -> Asked<'t> {
        let cells = self.cells(table, &[(name, levels.clone())]);
        Asked {
            name,
            table,
            limit: self.limit("inseparable_proxy"),
            detail: vec![("levels", cells.count().into())],
            cells,
            without_own: None,
        }
    }

    /// Is the input the column that the groups are read from?
    fn is_own(&self, input: &str) -> bool {
        self.attribute.column.value == input && self.attribute.membership.is_none()
    }

    fn cells(&self, table: &Table, levels: &[(&str, cells::Levels)]) -> Cells {
        Cells::read(self.audit.spec, self.axis, table, levels)
    }

    fn limit(&self, key: &str) -> Option<f64> {
        self.audit.spec.law.limits.get(key).map(|limit| limit.value)
    }

    /// The folds of these cells; another `replicate` is another deal.
    fn deal(&self, of: &str, cells: &Cells, replicate: usize) -> Dealt {
        let number = replicate.to_string();
        let key = Key(stream_key(self.audit.seed, &[METRIC, &self.axis.name, of, &number]));
        cells.deal(key)
    }

    /// The rows of one question: one a group.
    fn ask(&self, asked: &Asked<'_>, out: &mut Vec<EstimateRow>) {
        let z = normal::z_of_tail((1.0 - self.audit.spec.inference.level) / 2.0);
        let groups = asked.cells.groups();
        let dealt = self.deal(asked.name, &asked.cells, 0);
        let own = asked.without_own.as_ref().map(|cells| self.deal("(joint without own)", cells, 0));
        let occupied: BTreeSet<usize> = (0..groups.len()).filter(|&group| asked.cells.members(group) > 0).collect();
        // Of two groups one is predicted as well as the other.
        let shared = (occupied.len() == 2).then(|| occupied.first().copied()).flatten();
        let mut known: Option<Drawn> = None;
        for (group, name) in groups.iter().enumerate() {
            let mut drawn = match &known {
                Some(drawn) if occupied.contains(&group) => drawn.clone(),
                _ if asked.cells.members(group) == 0 => Drawn::absent(Note::GroupAbsent),
                _ if self.too_few(asked, group) => Drawn::absent(Note::TooFewEvents),
                _ => {
                    let drawn = self.predicted(asked, &dealt, own.as_ref(), group, z);
                    if shared == Some(group) {
                        known = Some(drawn.clone());
                    }
                    drawn
                }
            };
            if drawn.value.is_some() {
                drawn.events = Some(asked.cells.members(group));
                drawn.n = Some(asked.cells.cases() as f64);
            }
            out.push(row(self.audit, self.columns(asked.name, name), drawn));
        }
        if groups.is_empty() {
            out.push(self.nothing(asked.name, Note::NoCases));
        }
    }

    fn too_few(&self, asked: &Asked<'_>, group: usize) -> bool {
        let (members, cases) = (asked.cells.members(group), asked.cells.cases());
        // With one group alone there is nothing to tell it from, which the area itself says.
        members < ENOUGH || (cases > members && cases - members < ENOUGH)
    }

    /// The area of one group against all others.
    fn predicted(&self, asked: &Asked<'_>, dealt: &Dealt, own: Option<&Dealt>, group: usize, z: f64) -> Drawn {
        let found = Found::of(dealt, group, z);
        let best = found.best();
        let mut drawn = Drawn::from(best.auc.estimate.clone(), METHOD);
        let mut put = |key: &str, value: serde_json::Value| _ = drawn.detail.insert(key.to_owned(), value);
        for (key, value) in &asked.detail {
            put(key, value.clone());
        }
        let (members, others) = (asked.cells.members(group), asked.cells.cases() - asked.cells.members(group));
        if let Some(half) = area_by_chance(members, others, z) {
            put("chance_low", number(Some((0.5 - half).max(0.0))));
            put("chance_high", number(Some((0.5 + half).min(1.0))));
        }
        let table = asked.cells.table(group);
        let shared = association(&table);
        let entropy = shared.as_ref().and_then(|found| Some(found.mutual_information / found.explained?));
        let entropy = entropy.filter(|entropy| entropy.is_finite()).or_else(|| cells::entropy(members, others));
        if asked.name == JOINT {
            put("rule", if found.regression_is_best() { REGRESSION } else { CELL_RATES }.into());
            put(REGRESSION, number(found.regression.as_ref().and_then(|one| one.auc.value())));
            put(CELL_RATES, number(found.cells.auc.value()));
            put("pooled", number(best.pooled.value()));
            put("cells", asked.cells.count().into());
            // Out of fold: in sample it would grow with the number of cells.
            let explained = best.log_loss.zip(entropy).map(|(loss, entropy)| 1.0 - loss / entropy);
            put("entropy_explained", number(explained));
        } else if let Some(shared) = shared {
            put("mutual_information", number(Some(shared.mutual_information)));
            put("mutual_information_corrected", number(Some(shared.corrected())));
            put("entropy_explained", number(entropy.map(|entropy| shared.corrected() / entropy)));
            put("cramers_v", number(shared.cramers_v));
        }
        if let Some(own) = own {
            put("without_own", number(Found::of(own, group, z).best().auc.value()));
        }
        if asked.cells.left_out > 0 {
            put("cases_left_out", asked.cells.left_out.into());
        }
        if asked.cells.halved > 0 {
            put("cells_halved", asked.cells.halved.into());
        }
        if let Some(spread) = self.spread(asked, group, (drawn.lower, drawn.upper), z) {
            drawn.detail.insert("fold_spread".to_owned(), spread);
        }
        if drawn.notes.contains(&Note::Separation) && members.min(others) >= ENOUGH_OF_BOTH {
            // Told apart without exception: few out of order, but not for want of people.
            drawn.notes.retain(|note| *note != Note::TooFewEvents);
        }
        if asked.table.measure(&Measure::Slack).is_some() {
            drawn.notes.push(Note::SuppressedCells);
        }
        drawn
    }

    /// Least and greatest area over deals of other seeds, where a limit of the spec lies within the interval.
    fn spread(
        &self,
        asked: &Asked<'_>,
        group: usize,
        limits: (Option<f64>, Option<f64>),
        z: f64,
    ) -> Option<serde_json::Value> {
        let ((lower, upper), limit) = (limits.0.zip(limits.1)?, asked.limit?);
        if limit < lower || limit > upper {
            return None;
        }
        let area = |seed| Found::of(&self.deal(asked.name, &asked.cells, seed), group, z).best().auc.value();
        let areas: Vec<f64> = (1..=SEEDS).filter_map(area).collect();
        let least = areas.iter().copied().reduce(f64::min);
        let greatest = areas.iter().copied().reduce(f64::max);
        Some(vec![number(least), number(greatest)].into())
    }
}

/// Both ways to score a group.
struct Found {
    cells: OutOfFold,
    regression: Option<OutOfFold>,
}

impl Found {
    fn of(dealt: &Dealt, group: usize, z: f64) -> Self {
        let cells = dealt.of(group);
        let rates: Vec<InFolds> = cells.iter().map(|(_, cell)| *cell).collect();
        // With one input a regression on its levels is what the cells are already.
        let regression = (dealt.inputs > 1).then(|| cross_fitting::by_main_effects(&cells, z)).flatten();
        Self { cells: cross_fitting::by_cells(&rates, z), regression }
    }

    fn regression_is_best(&self) -> bool {
        self.regression.as_ref().is_some_and(|one| one.auc.value() > self.cells.auc.value())
    }

    fn best(&self) -> &OutOfFold {
        self.regression.as_ref().filter(|_| self.regression_is_best()).unwrap_or(&self.cells)
    }
}

fn number(value: Option<f64>) -> serde_json::Value {
    value.and_then(Number::new).map_or(serde_json::Value::Null, super::disparity::to_value)
}

/// The input that a dimension stands for.
fn input_name(kind: &DimKind) -> Option<&str> {
    if let DimKind::Input(name) = kind { Some(name) } else { None }
}
