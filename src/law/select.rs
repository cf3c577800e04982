//! Evidence becomes items: what the tables hold for each (stage, ground, group) that a provision asks about.
//!
//! Which rows an evidence is stands in `core.toml`; the states of items are the table of `law/packs.md` 3.1. Law reads
//! verdicts and presence; it computes no number. A figure that is hidden, or that the data cannot give, never counts as
//! absent, and a row that is not confirmatory never decides.

use std::collections::BTreeMap;

use serde_json::Value;

use super::condition::at_path;
use super::pack::{Effect, Evidence, EvidenceNeed, Names, Need};
use super::statement::State;
use super::view::{INPUT_LIST, View};
use crate::measure::{DisparityRow, EstimateRow, LaterRow};
use crate::spec::{Measured, Spec, Stage, StageRule};
use crate::words::{Design, Ground, Verdict, metric, reserved};

/// State of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ItemState {
    /// Beyond the margin, confirmatory.
    Disparity,
    /// The row exists but may not be shown.
    Suppressed,
    /// Data were supplied but cannot tell.
    NotComputable,
    /// The verdict is inconclusive.
    Inconclusive,
    /// A ground or stage without data, without a signed reason.
    Unmeasured,
    /// No data of that kind.
    NotSupplied,
    /// The spec did not ask for it.
    NotRequested,
    /// Within the margin.
    WithinMargin,
    /// Computed.
    Ok,
    /// Beyond the margin, not confirmatory.
    ExploratoryDisparity,
    /// A ground or stage without data, with a signed reason.
    UnmeasuredSigned,
}

impl ItemState {
    /// Every state.
    #[cfg(test)]
    pub(super) const ALL: [Self; 11] = [
        Self::Disparity,
        Self::Suppressed,
        Self::NotComputable,
        Self::Inconclusive,
        Self::Unmeasured,
        Self::NotSupplied,
        Self::NotRequested,
        Self::WithinMargin,
        Self::Ok,
        Self::ExploratoryDisparity,
        Self::UnmeasuredSigned,
    ];

    /// The word in the report.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Disparity => "disparity",
            Self::Suppressed => "suppressed",
            Self::NotComputable => "not_computable",
            Self::Inconclusive => "inconclusive",
            Self::Unmeasured => "unmeasured",
            Self::NotSupplied => "not_supplied",
            Self::NotRequested => "not_requested",
            Self::WithinMargin => "within_margin",
            Self::Ok => "ok",
            Self::ExploratoryDisparity => "exploratory_disparity",
            Self::UnmeasuredSigned => "unmeasured_signed",
        }
    }
}

/// What an evidence shows at one place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    /// State.
    pub(super) state: ItemState,
    /// Ground; of a crossed attribute none.
    pub(super) ground: Option<Ground>,
    /// Stage.
    pub(super) stage: Option<String>,
    /// Attribute.
    pub(super) attribute: Option<String>,
    /// Group.
    pub(super) group: Option<String>,
    /// Ids of rows.
    pub(super) evidence: Vec<String>,
}

impl Item {
    /// An item that stands for an evidence as a whole.
    pub(super) fn whole(state: ItemState) -> Self {
        Self { state, ground: None, stage: None, attribute: None, group: None, evidence: Vec::new() }
    }
}

/// Which attributes an evidence is looked for on.
struct Scope<'a> {
    stages: Vec<&'a Stage>,
    /// Grounds that must be measured or explained.
    duty: Vec<Ground>,
    /// Attribute → is it looked at?
    supplementary: bool,
    statutory: bool,
    only: Option<Vec<Ground>>,
    /// Did the pack say where to look?
    given: bool,
}

/// The tables, and what the spec says of them.
pub(super) struct Source<'a> {
    pub(super) spec: &'a Spec,
    pub(super) view: &'a View<'a>,
    /// Grounds of the statute, in its order.
    pub(super) statutory: &'a [Ground],
}

impl<'a> Source<'a> {
    /// The items of an evidence for a provision.
    pub(super) fn items(&self, evidence: &Evidence, need: &EvidenceNeed) -> Vec<Item> {
        let scope = self.scope(need);
        let in_table = |table: &str| evidence.tables.iter().any(|name| name == table);
        if in_table("provenance") {
            return vec![Item::whole(ItemState::Ok)];
        }
        if in_table("warnings") {
            let state = if self.spec.disclosure.is_some() { ItemState::Ok } else { ItemState::NotRequested };
            return vec![Item::whole(state)];
        }
        if in_table("drift") {
            return self.drift(&scope);
        }
        for (name, rows) in
            [("alternatives", &self.view.measures.alternatives), ("sensitivity", &self.view.measures.sensitivity)]
        {
            if evidence.tables.first().is_some_and(|first| first == name) {
                return later(evidence, rows);
            }
        }
        if evidence.effect == Effect::Disparity {
            return self.verdicts(evidence, &scope);
        }
        if evidence.select.metrics.is_empty() && evidence.select.amounts.is_empty() {
            return self.columns(evidence);
        }
        self.presence(evidence, &scope)
    }

    fn scope(&self, need: &EvidenceNeed) -> Scope<'a> {
        let stages = need.scope.as_ref().and_then(|scope| scope.stages.as_ref());
        let grounds = need.scope.as_ref().and_then(|scope| scope.grounds.as_ref());
        let named = |stage: &&'a Stage| match stages {
            Some(Names::List(list)) => list.contains(&stage.name),
            _ => true,
        };
        let word = match grounds {
            Some(Names::Word(word)) => word.as_str(),
            _ => "",
        };
        let only: Option<Vec<Ground>> = match grounds {
            Some(Names::List(list)) => Some(list.iter().filter_map(|name| Ground::parse(name)).collect()),
            _ => None,
        };
        let duty = match (&only, word) {
            (Some(list), _) => list.iter().copied().filter(|ground| self.statutory.contains(ground)).collect(),
            (None, "statutory" | "all") => self.statutory.to_vec(),
            _ => Vec::new(),
        };
        Scope {
            stages: self.spec.stages.iter().filter(named).collect(),
            duty,
            supplementary: matches!(word, "supplementary" | "all"),
            statutory: word != "supplementary",
            only,
            given: need.scope.is_some(),
        }
    }

    /// Is an attribute looked at?
    fn in_scope(&self, scope: &Scope<'_>, attribute: &str) -> bool {
        let grounds = self.view.grounds_of(attribute);
        let statutory = grounds.iter().any(|ground| *ground != Ground::Supplementary);
        match &scope.only {
            Some(list) => grounds.iter().any(|ground| list.contains(ground)),
            None => (statutory && scope.statutory) || (!statutory && !grounds.is_empty() && scope.supplementary),
        }
    }

    fn stage_in_scope(scope: &Scope<'_>, stage: Option<&String>) -> bool {
        stage.is_none_or(|name| scope.stages.iter().any(|stage| stage.name == *name))
    }

    /// Evidence whose verdict drives the status.
    fn verdicts(&self, evidence: &Evidence, scope: &Scope<'_>) -> Vec<Item> {
        let crossed = evidence.select.attribute.as_deref() == Some("crossed");
        let rows = self.view.measures.disparities.iter().filter(|row| {
            selects(evidence, &row.metric)
                && scale_fits(evidence, row)
                && row.stratum.is_none()
                && row.period.is_none()
                // A missing share speaks of what is missing; of other metrics such rows are derived.
                && (row.of.is_none() || row.metric == MISSING)
                && row
                    .attribute
                    .as_deref()
                    .is_some_and(|name| name.contains('*') == crossed && self.in_scope(scope, name))
                && Self::stage_in_scope(scope, row.stage.as_ref())
        });
        let mut found = Found::default();
        for row in rows {
            if row.confirmatory || !evidence.select.confirmatory {
                found.add(
                    self,
                    row.stage.as_ref(),
                    row.attribute.as_ref(),
                    row.group.as_ref(),
                    verdict_of(row),
                    &row.id,
                );
            } else if row.verdict == Verdict::Disparity && !row.group.as_deref().is_some_and(nobody) {
                let state = ItemState::ExploratoryDisparity;
                found.add(self, row.stage.as_ref(), row.attribute.as_ref(), row.group.as_ref(), state, &row.id);
            }
        }
        let decides = |item: &Item| item.state != ItemState::ExploratoryDisparity;
        let absent = match self.needs(evidence) {
            Needs::Met if self.compares_what_cannot_be_told(evidence) => ItemState::NotComputable,
            Needs::Met => ItemState::NotRequested,
            Needs::Lacking => ItemState::NotSupplied,
            Needs::CannotTell => ItemState::NotComputable,
        };
        self.complete(evidence, scope, found.items, decides, absent, crossed)
    }

    /// Evidence that is there or not.
    fn presence(&self, evidence: &Evidence, scope: &Scope<'_>) -> Vec<Item> {
        let in_table = |table: &str| evidence.tables.iter().any(|name| name == table);
        let mut found = Found::default();
        let looked_at = |stage: Option<&String>, attribute: Option<&String>, group: Option<&String>| {
            Self::stage_in_scope(scope, stage)
                && self.supplied_for(evidence, attribute.map(String::as_str))
                && match (attribute, group) {
                    (Some(name), Some(group)) => {
                        self.in_scope(scope, name) && (!nobody(group) || !scope.given && group == reserved::ALL)
                    }
                    (Some(name), None) => self.in_scope(scope, name),
                    (None, _) => !scope.given,
                }
        };
        if in_table("estimates") {
            for row in self.view.measures.estimates.iter().filter(|row| {
                selects(evidence, &row.metric)
                    && stratum_fits(evidence, &row.metric, row.stratum.as_deref())
                    && (row.metric != MISSING || self.stands_beside_shares(row.attribute.as_deref()))
                    && row.period.is_none()
                    && looked_at(row.stage.as_ref(), row.attribute.as_ref(), row.group.as_ref())
            }) {
                // How much can be compared is no comparison: where nothing else has a figure, the item has none.
                let state = match estimate_state(row) {
                    ItemState::Ok if row.metric == OVERLAP => ItemState::NotComputable,
                    state => state,
                };
                found.add(self, row.stage.as_ref(), row.attribute.as_ref(), row.group.as_ref(), state, &row.id);
            }
        }
        if in_table("disparities") {
            for row in self.view.measures.disparities.iter().filter(|row| {
                selects(evidence, &row.metric)
                    && scale_fits(evidence, row)
                    && stratum_fits(evidence, &row.metric, row.stratum.as_deref())
                    && row.period.is_none()
                    && looked_at(row.stage.as_ref(), row.attribute.as_ref(), row.group.as_ref())
            }) {
                let state = disparity_state(row);
                found.add(self, row.stage.as_ref(), row.attribute.as_ref(), row.group.as_ref(), state, &row.id);
            }
        }
        self.not_told_of_estimated(evidence, scope, &mut found);
        let absent = match self.needs(evidence) {
            Needs::Met | Needs::Lacking => ItemState::NotSupplied,
            Needs::CannotTell => ItemState::NotComputable,
        };
        self.complete(evidence, scope, found.items, |_| true, absent, false)
    }

    /// Adds attributes known through memberships of which an evidence, though the data were supplied, has no figure: they
    /// cannot tell. Rows that say so, of all groups together, are what the item rests on.
    fn not_told_of_estimated(&self, evidence: &Evidence, scope: &Scope<'_>, found: &mut Found) {
        if self.needs(evidence) != Needs::Met {
            return;
        }
        // Where nobody's group gives a figure, none was supplied, unless the membership itself is what was to be supplied.
        let told = found.items.iter().any(|item| item.attribute.is_some())
            || evidence.needs_any.contains(&Need::Membership)
            || self.spec.attributes.iter().all(|one| one.membership.is_some());
        for attribute in self.spec.attributes.iter().filter(|one| one.membership.is_some()) {
            let name = &attribute.name;
            let mirrored = !evidence.needs.contains(&Need::IntendedShares) || !attribute.intended_shares.is_empty();
            let there = found.items.iter().any(|item| item.attribute.as_ref() == Some(name));
            if there || !mirrored || !self.in_scope(scope, name) {
                continue;
            }
            let own = |row: &&EstimateRow| {
                row.attribute.as_ref() == Some(name)
                    && selects(evidence, &row.metric)
                    && stratum_fits(evidence, &row.metric, row.stratum.as_deref())
                    && estimate_state(row) == ItemState::NotComputable
            };
            let mut rows = self.view.measures.estimates.iter().filter(own).peekable();
            let state = ItemState::NotComputable;
            if rows.peek().is_none() && told {
                found.add(self, None, Some(name), None, state, "");
            }
            rows.for_each(|row| found.add(self, row.stage.as_ref(), Some(name), None, state, &row.id));
        }
    }

    /// Were the data that an evidence needs supplied, for this attribute? Rows that every audit has are no evidence of what
    /// was not supplied, and a membership of one attribute says nothing of another.
    fn supplied_for(&self, evidence: &Evidence, attribute: Option<&str>) -> bool {
        let of_attribute = |need: &Need| match (need, attribute) {
            (Need::Membership, Some(attribute)) => attribute
                .split('*')
                .any(|name| self.spec.attributes.iter().any(|one| one.name == name && one.membership.is_some())),
            _ => self.need(*need, evidence) == Needs::Met,
        };
        self.needs(evidence) != Needs::Lacking
            && (evidence.needs_any.is_empty() || evidence.needs_any.iter().any(of_attribute))
    }

    /// Are there intended shares of the attribute? What is missing says nothing of whom the data mirror by itself.
    fn stands_beside_shares(&self, attribute: Option<&str>) -> bool {
        let intended = |one: &crate::spec::Attribute| Some(one.name.as_str()) == attribute;
        self.spec.attributes.iter().any(|one| intended(one) && !one.intended_shares.is_empty())
    }

    /// Adds what was asked for and is not there: attributes and stages without a row, grounds and stages without data.
    fn complete(
        &self,
        evidence: &Evidence,
        scope: &Scope<'_>,
        mut items: Vec<Item>,
        decides: impl Fn(&Item) -> bool,
        absent: ItemState,
        crossed: bool,
    ) -> Vec<Item> {
        if !scope.given || crossed {
            if !items.iter().any(decides) {
                items.push(Item::whole(absent));
            }
            return items;
        }
        // Names that the registry does not know are rates of a spec, which have a stage unless a known one beside them has none.
        let known: Vec<bool> =
            evidence.select.metrics.iter().filter_map(|name| metric(name)).map(|metric| metric.stage).collect();
        let staged = if known.is_empty() { !evidence.select.metrics.is_empty() } else { known.contains(&true) };
        let places: Vec<Option<&str>> = if staged {
            let with_data = scope.stages.iter().filter(|stage| stage.rule != StageRule::NoData);
            with_data.map(|stage| Some(stage.name.as_str())).collect()
        } else {
            vec![None]
        };
        let attributes: Vec<&str> = self
            .spec
            .attributes
            .iter()
            .map(|attribute| attribute.name.as_str())
            .filter(|name| self.in_scope(scope, name))
            .collect();
        let mut further = Vec::new();
        for attribute in &attributes {
            for stage in &places {
                let there = items.iter().any(|item| {
                    let here = stage.is_none() || item.stage.as_deref() == *stage;
                    decides(item) && item.attribute.as_deref() == Some(attribute) && here
                });
                if !there {
                    further.push(Item {
                        ground: self.view.ground_of(attribute),
                        stage: stage.map(str::to_owned),
                        attribute: Some((*attribute).to_owned()),
                        ..Item::whole(absent)
                    });
                }
            }
        }
        for ground in &scope.duty {
            if self.spec.attributes.iter().any(|attribute| attribute.ground == *ground) {
                continue;
            }
            let state = self.unmeasured("HS-03", "unmeasured", "ground", ground.word(), 1);
            further.push(Item { ground: Some(*ground), ..Item::whole(state) });
        }
        if staged {
            for stage in scope.stages.iter().filter(|stage| stage.rule == StageRule::NoData) {
                let state = self.unmeasured("HS-02", "unmeasured_stages", "stage", &stage.name, 40);
                further.push(Item { stage: Some(stage.name.clone()), ..Item::whole(state) });
            }
        }
        items.extend(further);
        if !items.iter().any(decides) {
            items.push(Item::whole(absent));
        }
        items
    }

    /// Is a ground or stage without data explained by a signed statement?
    fn unmeasured(&self, hs: &str, list: &str, key: &str, name: &str, least: usize) -> ItemState {
        let Some(statement) = self.view.statements.get(hs) else { return ItemState::Unmeasured };
        let rows = statement.fields.as_ref().map(|fields| at_path(fields, list)).unwrap_or_default();
        let explained = rows.iter().filter_map(|value| value.as_array()).flatten().any(|row| {
            let text = |key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default().trim();
            text(key) == name && text("reason").chars().count() >= least
        });
        if explained && statement.state == State::Signed { ItemState::UnmeasuredSigned } else { ItemState::Unmeasured }
    }

    /// Evidence that is columns of other rows.
    fn columns(&self, evidence: &Evidence) -> Vec<Item> {
        let reads = |field: &str| evidence.select.fields.iter().any(|name| name == field);
        let detectable = reads("minimum_detectable");
        let rows = self
            .view
            .measures
            .disparities
            .iter()
            .filter(|row| if detectable { row.margin.is_some() } else { row.family != "descriptive" });
        let told = |row: &DisparityRow| {
            let columns = [
                ("minimum_detectable", row.minimum_detectable.is_some()),
                ("cases_needed", row.cases_needed.is_some()),
                ("p_value", row.p_value.is_some()),
                ("p_adjusted", row.p_adjusted.is_some()),
                ("p_disparity", row.p_disparity.is_some()),
                ("p_within", row.p_within.is_some()),
                // Which comparisons there are, and which were named beforehand, every row says.
                ("family", true),
                ("confirmatory", true),
            ];
            columns.iter().any(|(field, there)| *there && reads(field))
        };
        let (mut ids, mut any) = (Vec::new(), false);
        for row in rows {
            any |= told(row);
            ids.push(row.id.clone());
        }
        let state = match (ids.is_empty(), any) {
            (true, _) => ItemState::NotSupplied,
            (false, true) => ItemState::Ok,
            (false, false) => ItemState::NotComputable,
        };
        vec![Item { evidence: ids, ..Item::whole(state) }]
    }

    /// Persistence: the level rows of the drift table.
    fn drift(&self, scope: &Scope<'_>) -> Vec<Item> {
        let mut found = Found::default();
        for row in &self.view.measures.drift {
            let text = |key: &str| row.get(key).and_then(Value::as_str).map(str::to_owned);
            if text("kind").as_deref() != Some("level") {
                continue;
            }
            let (stage, attribute, group) = (text("stage"), text("attribute"), text("group"));
            if !attribute.as_deref().is_some_and(|name| self.in_scope(scope, name))
                || !Self::stage_in_scope(scope, stage.as_ref())
            {
                continue;
            }
            let suppressed = row.get("suppressed").and_then(Value::as_bool) == Some(true);
            let state = match text("status").as_deref() {
                _ if suppressed => ItemState::Suppressed,
                Some("disparity") => ItemState::Disparity,
                Some("within_margin") => ItemState::WithinMargin,
                Some("inconclusive") => ItemState::Inconclusive,
                _ => ItemState::NotComputable,
            };
            let id = text("id").unwrap_or_default();
            found.add(self, stage.as_ref(), attribute.as_ref(), group.as_ref(), state, &id);
        }
        if found.items.is_empty() {
            found.items.push(Item::whole(ItemState::NotSupplied));
        }
        found.items
    }

    /// Do spec and data hold what an evidence needs?
    fn needs(&self, evidence: &Evidence) -> Needs {
        let states: Vec<Needs> = evidence.needs.iter().map(|need| self.need(*need, evidence)).collect();
        let any = evidence.needs_any.is_empty()
            || evidence.needs_any.iter().any(|need| self.need(*need, evidence) == Needs::Met);
        if states.contains(&Needs::Lacking) || !any {
            Needs::Lacking
        } else if states.contains(&Needs::CannotTell) {
            Needs::CannotTell
        } else {
            Needs::Met
        }
    }

    /// Does a comparison of the spec name a metric of the evidence that needs more than there is?
    fn compares_what_cannot_be_told(&self, evidence: &Evidence) -> bool {
        self.spec.comparisons.iter().any(|comparison| {
            let Measured::Metric(metric) = comparison.measured else { return false };
            let needs = evidence.needs_by_metric.get(metric.name);
            needs.into_iter().flatten().any(|need| self.need(*need, evidence) != Needs::Met)
        })
    }

    fn need(&self, need: Need, evidence: &Evidence) -> Needs {
        let spec = self.spec;
        let names = |name: &str| evidence.select.metrics.iter().chain(&evidence.select.amounts).any(|one| one == name);
        let met = match need {
            Need::Stage => spec.stages.iter().any(|stage| stage.rule != StageRule::NoData),
            Need::Score => spec.roles.score.is_some(),
            Need::Outcome => spec.roles.outcome.is_some(),
            Need::Arm => spec.roles.arm.is_some(),
            Need::RandomArm => {
                // Without a random arm, outcomes of all cases or weights do as well; without any, what outcomes there
                // are cannot tell.
                return match spec.data.design.value {
                    Design::SelectedOnly if spec.roles.outcome.is_some() => Needs::CannotTell,
                    _ if spec.roles.outcome.is_some() => Needs::Met,
                    _ => Needs::Lacking,
                };
            }
            Need::Period => spec.roles.period.is_some(),
            Need::Strata => !spec.roles.strata.is_empty(),
            Need::Inputs => self.view.files.contains(INPUT_LIST),
            Need::Candidate => !self.view.measures.alternatives.is_empty(),
            Need::Membership => spec.attributes.iter().any(|attribute| attribute.membership.is_some()),
            Need::IntendedShares => spec.attributes.iter().any(|attribute| !attribute.intended_shares.is_empty()),
            Need::Rate => spec.rates.iter().any(|rate| names(&rate.name)),
            Need::Amount => spec.amounts.iter().any(|amount| names(&amount.name)),
        };
        if met { Needs::Met } else { Needs::Lacking }
    }
}

/// Are the needs of an evidence met?
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    Met,
    /// Data of a kind are not there.
    Lacking,
    /// They are there, and the design does not let them tell.
    CannotTell,
}

/// Stage, attribute, group, and whether it is an exploratory row.
type At = (Option<String>, Option<String>, Option<String>, bool);

/// Items under way, one for each (stage, attribute, group): the worst of its rows.
#[derive(Default)]
struct Found {
    items: Vec<Item>,
    at: BTreeMap<At, usize>,
}

impl Found {
    fn add(
        &mut self,
        source: &Source<'_>,
        stage: Option<&String>,
        attribute: Option<&String>,
        group: Option<&String>,
        state: ItemState,
        id: &str,
    ) {
        let exploratory = state == ItemState::ExploratoryDisparity;
        let key = (stage.cloned(), attribute.cloned(), group.cloned(), exploratory);
        let index = *self.at.entry(key).or_insert_with(|| {
            self.items.push(Item {
                ground: attribute.and_then(|name| source.view.ground_of(name)),
                stage: stage.cloned(),
                attribute: attribute.cloned(),
                group: group.cloned(),
                ..Item::whole(state)
            });
            self.items.len() - 1
        });
        let item = &mut self.items[index];
        // A figure of the same place that was computed makes one that was not of no account; a hidden one never.
        let beside = matches!((item.state, state), (ItemState::Ok, ItemState::NotComputable));
        let instead = matches!((item.state, state), (ItemState::NotComputable, ItemState::Ok));
        item.state = if beside {
            ItemState::Ok
        } else if instead {
            state
        } else {
            item.state.min(state)
        };
        if !id.is_empty() {
            item.evidence.push(id.to_owned());
        }
    }
}

fn selects(evidence: &Evidence, metric: &str) -> bool {
    evidence.select.metrics.iter().chain(&evidence.select.amounts).any(|name| name == metric)
}

fn scale_fits(evidence: &Evidence, row: &DisparityRow) -> bool {
    let scales = &evidence.select.scales;
    let scale = scales.is_empty() || row.scale.is_some_and(|scale| scales.iter().any(|word| word == scale.word()));
    scale && (evidence.select.reference.is_none() || evidence.select.reference == row.reference)
}

/// `factors`: rows adjusted over factors; `set`: rows of a set; otherwise rows of all cases.
fn stratum_fits(evidence: &Evidence, metric: &str, stratum: Option<&str>) -> bool {
    match evidence.select.stratum.as_deref() {
        Some("factors") => stratum.is_some_and(|names| !names.contains('=')),
        // Of the pool, which is what the intended population is held against.
        Some("set") => stratum.map_or(matches!(metric, MISSING | "representativeness"), |n| n.starts_with("set=")),
        _ => stratum.is_none(),
    }
}

/// The metric whose rows name in `of` what is missing.
const MISSING: &str = "missing_share";

/// The metric that says how large a part of two groups can be compared.
const OVERLAP: &str = "overlap";

/// Groups that are nobody in particular.
fn nobody(group: &str) -> bool {
    [reserved::MISSING, reserved::UNKNOWN, reserved::ALL, reserved::ALL_GROUPS].contains(&group)
}

fn verdict_of(row: &DisparityRow) -> ItemState {
    match row.verdict {
        _ if row.suppressed => ItemState::Suppressed,
        Verdict::Disparity => ItemState::Disparity,
        // A one-sided verdict clears the named group; that the reference is worse off was not judged, and is no all-clear.
        Verdict::WithinMargin if row.beyond_the_other_way() => ItemState::Inconclusive,
        Verdict::WithinMargin => ItemState::WithinMargin,
        Verdict::Inconclusive => ItemState::Inconclusive,
        Verdict::NotAssessed => ItemState::NotComputable,
    }
}

fn estimate_state(row: &EstimateRow) -> ItemState {
    if row.suppressed {
        ItemState::Suppressed
    } else if row.value.is_some() || row.lower.is_some() || row.upper.is_some() || row.bound_lower.is_some() {
        ItemState::Ok
    } else {
        ItemState::NotComputable
    }
}

fn disparity_state(row: &DisparityRow) -> ItemState {
    if row.suppressed {
        ItemState::Suppressed
    } else if row.value.is_some() || row.lower.is_some() || row.upper.is_some() || row.bound_lower.is_some() {
        ItemState::Ok
    } else {
        ItemState::NotComputable
    }
}

/// A table of which an evidence reads columns: there, there without a figure, or not supplied.
fn later(evidence: &Evidence, rows: &[LaterRow]) -> Vec<Item> {
    if rows.is_empty() {
        return vec![Item::whole(ItemState::NotSupplied)];
    }
    let told = |row: &LaterRow| evidence.select.fields.iter().any(|field| row.get(field).is_some_and(|v| !v.is_null()));
    let state = if rows.iter().any(told) { ItemState::Ok } else { ItemState::NotComputable };
    let ids = rows.iter().filter_map(|row| row.get("id").and_then(Value::as_str)).map(str::to_owned).collect();
    vec![Item { evidence: ids, ..Item::whole(state) }]
}
