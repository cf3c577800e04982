//! The sentences of one comparison: frequencies, verdict, who is worse off.

use super::limits::{is_adjusted, left_out};
use super::{OtherWay, Speaker};
use crate::report::number;
use crate::report::text::{Args, Rich, Texts};
use crate::report::{DisparityRow, EstimateRow};
use crate::words::{Design, Family, HarmDirection, Harmed, Note, Number, Scale, Verdict};

/// Exploratory comparisons that have a sentence each.
const EXPLORED: usize = 3;

/// Why an exploratory comparison has no verdict that its interval alone would give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldOpen {
    /// Its interval lies inside the margin, which an exploratory comparison never claims.
    Inside,
    /// After allowing for the number of comparisons the data do not decide.
    Several,
}

/// Do two comparisons of one group ask the same, whatever they hold alike?
pub(super) fn of_one_question(a: &DisparityRow, b: &DisparityRow) -> bool {
    (&a.metric, a.scale, &a.stage, &a.reference) == (&b.metric, b.scale, &b.stage, &b.reference)
        && (&a.arm, &a.period) == (&b.arm, &b.period)
}

impl<'a> Speaker<'a> {
    /// W-NATFREQ: both shares as numbers of people. None where a side has no value or the metric is no share.
    pub fn natural_frequency(&self, row: &DisparityRow) -> Option<Rich> {
        let (group, reference) = self.sides(row)?;
        let attribute = row.attribute.as_deref()?;
        let counted = |group: &Option<String>| self.group_counted(attribute, group.as_deref().unwrap_or(""));
        let args = Args::new().rich("group", &counted(&row.group)).rich("reference", &counted(&row.reference));
        let form = self.frequency_form(row);
        let [(a, of_a), (b, of_b)] = self.people_of_both(group, reference, form)?;
        let args = args.figure("a", &a).figure("b", &b).rich("of-a", &of_a).rich("of-b", &of_b);
        // A label of people is in the plural.
        let args = args.flag("one-a", of_a.plain() == "1").flag("one-b", of_b.plain() == "1");
        let arm = row.arm.as_deref();
        // Those of the validated arm are counted by their known group.
        let by_membership = self.is_of_estimated(row) && arm != Some("validated");
        match row.metric.as_str() {
            "selection_rate" => {
                let args = args.flag("estimated", by_membership);
                Some(self.say("w-natfreq", &args.rich("stage", &self.stage_verb(row.stage.as_deref()?))))
            }
            "positive_predictive_value" if arm == Some("model") => {
                Some(self.say("w-ppv", &args.rich("outcome", &self.outcome())))
            }
            "base_rate" => {
                let args = args.rich("outcome", &self.outcome()).flag("random", arm == Some("random"));
                Some(self.say("w-natfreq-base", &args.flag("estimated", by_membership)))
            }
            _ => {
                let share = self.share_of(row)?;
                let estimated = if by_membership {
                    "membership"
                } else if self.report.audit.design == Design::TwoArm && arm.is_none() {
                    "arms"
                } else {
                    "no"
                };
                let args = args.rich("group", &self.group_of(row)).rich("reference", &self.reference_of(row));
                Some(self.say("w-natfreq-share", &args.rich("share", &share).word("estimated", estimated)))
            }
        }
    }

    /// Value, limits, level and margin of a comparison; none where one of them does not exist.
    fn measured(&self, row: &DisparityRow) -> Option<Args> {
        let interval = self.disparity(row, 0);
        let form = self.disparity_form(row);
        let (value, lower, upper) = (interval.value?, interval.lower?, interval.upper?);
        Some(
            Args::new()
                .rich("group", &self.group_of(row))
                .rich("reference", &self.reference_of(row))
                .word("scale", row.scale.map_or("difference", Scale::word))
                .rich("d", &self.unit(form, &value, &row.metric))
                .figure("lo", &lower)
                .figure("hi", &upper)
                .figure("level", &self.level(&row.id, row.level))
                .rich("m", &self.margin(row)?)
                .flag("apart", self.apart(row, 0))
                // Those of the validated arm are counted by their known group.
                .flag("estimated", self.is_of_estimated(row) && row.arm.as_deref() != Some("validated"))
                .flag("adjusted", is_adjusted(row)),
        )
    }

    /// The same comparison without factors held alike; none for one that is not over factors.
    pub fn unadjusted(&self, row: &DisparityRow) -> Option<&'a DisparityRow> {
        if !is_adjusted(row) {
            return None;
        }
        self.rows
            .disparities(row.attribute.as_deref(), row.group.as_deref())
            .find(|other| other.stratum.is_none() && other.of.is_none() && of_one_question(other, row))
    }

    /// The deciding comparison over factors that an unadjusted one, itself without verdict, stands beside.
    pub fn decided_adjusted(&self, row: &DisparityRow) -> Option<&'a DisparityRow> {
        if row.verdict != Verdict::NotAssessed || row.suppressed {
            return None;
        }
        self.confirmatory().find(|other| {
            is_adjusted(other)
                && left_out(other).is_none()
                && other.metric == row.metric
                && other.stage == row.stage
                && other.attribute == row.attribute
                && other.group == row.group
                && other.reference == row.reference
                && other.arm == row.arm
                && other.period == row.period
                && row.of.is_none()
                && row.stratum.is_none()
        })
    }

    /// That the deciding comparisons of who is at a stage are those over factors, where they are.
    pub fn decided_elsewhere(&self, stage: &str) -> Option<Rich> {
        let at_stage = |row: &&DisparityRow| row.metric == "selection_rate" && row.stage.as_deref() == Some(stage);
        let (rows, here): (Vec<&DisparityRow>, Vec<&DisparityRow>) =
            self.confirmatory().filter(at_stage).partition(|row| is_adjusted(row));
        let factors = rows.first()?.stratum.as_deref()?;
        // Factors are named where they are the same for all.
        let same = rows.iter().all(|row| row.stratum.as_deref() == Some(factors));
        let args = Args::new()
            .count(self.lang, "n", rows.len() as u64, "count/comparisons/adjusted")
            .rich("stage", &self.stage_noun(stage))
            .flag("same", same)
            .flag("all", here.is_empty())
            .rich("factors", &self.factors(factors));
        Some(self.say("s4-adjusted", &args))
    }

    /// The unadjusted figure in a sentence, which stands beside every adjusted one.
    pub fn unadjusted_beside(&self, row: &DisparityRow) -> Option<Rich> {
        let raw = self.unadjusted(row)?;
        let interval = self.disparity(raw, 0);
        let args = Args::new()
            .rich("d", &self.size(raw, interval.value.as_ref()?))
            .figure("lo", interval.lower.as_ref()?)
            .figure("hi", interval.upper.as_ref()?)
            .figure("level", &self.level(&raw.id, raw.level));
        Some(self.say("w-adj-raw", &args))
    }

    /// Is the group's figure the higher one?
    pub fn higher(row: &DisparityRow) -> bool {
        let middle = if matches!(row.scale, Some(Scale::Ratio | Scale::OddsRatio)) { 1.0 } else { 0.0 };
        // A row with only bounds has no value; its limits then lie on one side.
        row.value.or(row.lower).is_some_and(|value| value.get() > middle)
    }

    /// The word for the direction, to choose by.
    pub fn direction(row: &DisparityRow) -> &'static str {
        if Self::higher(row) { "higher" } else { "lower" }
    }

    /// W-DISP, W-WITHIN, W-INC or W-INC-DIFF, by the verdict; none for a comparison without verdict.
    pub fn verdict_sentence(&self, row: &DisparityRow) -> Option<Rich> {
        match row.verdict {
            Verdict::Disparity => self.shown(row),
            Verdict::WithinMargin => self.within(row),
            // Where a difference is there, "that none was shown" would be untrue.
            Verdict::Inconclusive if self.held_open(row).is_some() => self.exploratory(row),
            Verdict::Inconclusive => Some(self.there(row).unwrap_or_else(|| self.inconclusive(row))),
            Verdict::NotAssessed => None,
        }
    }

    fn shown(&self, row: &DisparityRow) -> Option<Rich> {
        let Some(args) = self.measured(row) else { return self.bounded(row) };
        let args = args.word("direction", Self::direction(row));
        match (self.share_of(row), self.sides(row)) {
            (Some(share), Some((group, reference))) => {
                let form = self.estimate_form(group);
                let decimals = self.estimate_decimals(group).max(self.estimate_decimals(reference));
                let rate = |estimate| {
                    let value = self.estimate(estimate, form, decimals).value?;
                    Some(self.unit(form, &value, &row.metric))
                };
                let args = args.rich("share", &share).rich("p1", &rate(group)?).rich("p2", &rate(reference)?);
                Some(self.say("w-disp", &args))
            }
            _ => Some(self.say("w-disp-other", &args.rich("what", &self.what_is_measured(row)))),
        }
    }

    /// W-DISP where only limits are identified: the value does not exist, one limit may not.
    fn bounded(&self, row: &DisparityRow) -> Option<Rich> {
        let limits = self.sized_limits(row, &self.disparity(row, 0))?;
        let args = Args::new()
            .rich("metric", &self.metric_of(row))
            .rich("group", &self.group_of(row))
            .rich("reference", &self.reference_of(row))
            .word("direction", Self::direction(row))
            .rich("limits", &limits)
            .rich("m", &self.margin(row)?);
        Some(self.say("w-disp-bounds", &args))
    }

    fn within(&self, row: &DisparityRow) -> Option<Rich> {
        if matches!(self.other_way(row), Some(OtherWay::Open | OtherWay::Beyond)) {
            return self.one_sided_sentence(row);
        }
        let args = Args::new()
            .rich("group", &self.group_of(row))
            .rich("reference", &self.reference_of(row))
            .flag("adjusted", is_adjusted(row))
            .rich("m", &self.margin(row)?);
        Some(match row.stage.as_deref() {
            Some(stage) if matches!(row.metric.as_str(), "selection_rate" | "non_selection_rate") => {
                self.say("w-within", &args.rich("stage", &self.stage_noun(stage)))
            }
            _ => self.say("w-within-other", &args.rich("metric", &self.metric_of(row))),
        })
    }

    /// W-INC.
    pub fn inconclusive(&self, row: &DisparityRow) -> Rich {
        if let Some(said) = self.bounds_do_not_tell(row) {
            return said;
        }
        let args = Args::new().rich("group", &self.group_of(row)).flag("adjusted", is_adjusted(row));
        let args = match self.detectable(row) {
            Some(mde) => args.word("detectable", "yes").rich("mde", &mde),
            None if row.note.contains(&Note::NotDetectable) => args.word("detectable", "none").word("mde", ""),
            None => args.word("detectable", "unknown").word("mde", ""),
        };
        self.say("w-inc", &args)
    }

    /// W-INC-DIFF: a difference is there, between whom and in what; whether it exceeds the margin cannot be told.
    pub fn there(&self, row: &DisparityRow) -> Option<Rich> {
        if row.verdict != Verdict::Inconclusive || row.excludes_no_difference != Some(true) {
            return None;
        }
        let size = self.size(row, &self.disparity(row, 0).value?);
        let what = match row.stage.as_deref() {
            Some(stage) if matches!(row.metric.as_str(), "selection_rate" | "non_selection_rate") => {
                self.stage_noun(stage)
            }
            _ => self.metric_of(row),
        };
        let args = self.measured(row)?.rich("d", &size).rich("what", &what);
        Some(self.say("w-inc-diff", &args))
    }

    /// "andelen utvalda för kontroll", "måttet träffsäkerhet".
    pub(super) fn what_is_measured(&self, row: &DisparityRow) -> Rich {
        match (&row.stage, row.metric.as_str()) {
            (Some(stage), "selection_rate") => self.share_at(stage),
            _ => match self.at_threshold(row, "share-at-threshold") {
                Some(share) => self.texts.phrase("the-share", &Args::new().rich("stage", &share)),
                None => self.texts.phrase("the-measure", &Args::new().rich("metric", &self.metric_of(row))),
            },
        }
    }

    /// Which way a score errs in each of two groups: of a comparison of how far scores are off on average.
    pub(super) fn errs(&self, row: &DisparityRow) -> Option<Rich> {
        if row.metric != "calibration_in_the_large" || row.scale != Some(Scale::Difference) {
            return None;
        }
        // Of a handful of cases, on which nothing may rest, nothing is said.
        if row.note.contains(&Note::TooFew) {
            return None;
        }
        let (group, reference) = self.sides(row)?;
        let form = self.estimate_form(group);
        let decimals = self.rates_alike([group, reference]);
        let way = |row: &EstimateRow| match row.value.map_or(0.0, Number::get) {
            value if value > 0.0 => "little",
            value if value < 0.0 => "much",
            _ => "right",
        };
        let args = Args::new()
            .rich("group", &self.group_of(row))
            .rich("reference", &self.reference_of(row))
            .word("own", way(group))
            .word("other", way(reference))
            .figure("a", &self.estimate(group, form, decimals).value?)
            .figure("b", &self.estimate(reference, form, decimals).value?);
        Some(self.say("w-errs", &args))
    }

    /// "andelen utvalda för kontroll".
    fn share_at(&self, stage: &str) -> Rich {
        self.texts.phrase("the-share", &Args::new().rich("stage", &self.stage_label(stage)))
    }

    /// Why the verdict of an exploratory comparison is open though its interval alone would decide (`methods/4`, 4.5.4).
    pub fn held_open(&self, row: &DisparityRow) -> Option<HeldOpen> {
        if row.family != Family::Exploratory.word() || row.verdict != Verdict::Inconclusive {
            return None;
        }
        let edges = number::edges(row.margin, matches!(row.scale, Some(Scale::Ratio | Scale::OddsRatio)));
        if let (&[low, high], Some(lower), Some(upper)) = (edges.as_slice(), row.lower, row.upper)
            && lower > low
            && upper < high
        {
            return Some(HeldOpen::Inside);
        }
        row.note.contains(&Note::Multiplicity).then_some(HeldOpen::Several)
    }

    /// The words of a note beside a comparison, where they are others than those of the note: a key of the texts.
    pub fn note_beside(&self, row: &DisparityRow, note: Note) -> Option<&'static str> {
        match note {
            Note::Multiplicity => self.held_open(row).map(|why| match why {
                HeldOpen::Inside => "note-exploratory-inside",
                HeldOpen::Several => "note-exploratory-several",
            }),
            _ => Texts::note_key(&row.metric, note),
        }
    }

    /// Why the verdict of such a comparison is open.
    fn exploratory(&self, row: &DisparityRow) -> Option<Rich> {
        let key = match self.held_open(row)? {
            HeldOpen::Inside => "w-exploratory-inside",
            HeldOpen::Several => "w-exploratory-several",
        };
        let args = self.measured(row)?.rich("d", &self.size(row, &self.disparity(row, 0).value?));
        Some(self.say(key, &args.rich("what", &self.about_what(row))))
    }

    /// The same of some comparisons: of the first ones a sentence each, of the others how many they are.
    pub fn exploratory_of<'r>(&self, rows: impl IntoIterator<Item = &'r DisparityRow>) -> Vec<Rich> {
        let mut said: Vec<Rich> = rows
            .into_iter()
            .filter(|row| !row.suppressed && self.held_open(row).is_some())
            .filter_map(|row| self.exploratory(row))
            .collect();
        let more = said.len().saturating_sub(EXPLORED);
        said.truncate(EXPLORED);
        if more > 0 {
            let args = Args::new().count(self.lang, "n", more as u64, "count/comparisons/exploratory");
            said.push(self.say("w-exploratory-more", &args));
        }
        said
    }

    /// That an adjusted disparity differs between kinds of case: how large it is in each, the largest first
    /// (`methods/3`, 3.3). Of everything held alike at once where the row is over several factors.
    pub fn strata_differ(&self, row: &DisparityRow) -> Option<Rich> {
        if !is_adjusted(row) || !row.note.contains(&Note::StrataDiffer) {
            return None;
        }
        let names: Vec<&str> = row.stratum.as_deref()?.split('*').collect();
        let within = |other: &&DisparityRow| {
            let parts = other
                .stratum
                .as_deref()
                .unwrap_or("")
                .split(';')
                .map(|part| part.split_once('=').map(|(name, _)| name));
            parts.eq(names.iter().map(|name| Some(*name)))
                && other.of.is_none()
                && other.value.is_some()
                && !other.suppressed
                && other.metric == row.metric
                && other.scale == row.scale
                && other.stage == row.stage
                && other.reference == row.reference
                && other.arm == row.arm
                && other.period == row.period
        };
        let of_group = self.rows.disparities(row.attribute.as_deref(), row.group.as_deref());
        let mut strata: Vec<&DisparityRow> = of_group.filter(within).collect();
        let ratio = matches!(row.scale, Some(Scale::Ratio | Scale::OddsRatio));
        let size = |row: &DisparityRow| {
            let value = row.value.map_or(0.0, crate::words::Number::get);
            match ratio {
                true if value > 0.0 => value.max(1.0 / value),
                true => f64::INFINITY,
                false => value.abs(),
            }
        };
        strata.sort_by(|a, b| size(b).total_cmp(&size(a)));
        let args = Args::new()
            .rich("group", &self.group_of(row))
            .rich("reference", &self.reference_of(row))
            .rich("factors", &self.factors(row.stratum.as_deref()?));
        let Some((largest, others)) = strata.split_first() else {
            return Some(self.say("w-strata-differ", &args.flag("known", false)));
        };
        let name = |row: &DisparityRow| self.stratum(row.stratum.as_deref().unwrap_or("")).unwrap_or_default();
        let interval = self.signed_disparity(largest, 0);
        let limits = self.limits(&interval).unwrap_or_else(|| Rich::text("–"));
        let rest = others.iter().filter_map(|row| {
            let value = self.signed_disparity(row, 0).value?;
            Some(name(row).then_text(" ").then(self.size(row, &value)))
        });
        let rest: Vec<Rich> = rest.collect();
        let args = args
            .flag("known", true)
            .rich("stratum", &name(largest))
            .rich("d", &self.size(largest, interval.value.as_ref()?))
            .figure("level", &self.level(&largest.id, largest.level))
            .rich("limits", &limits)
            .flag("others", !rest.is_empty())
            .rich("rest", &self.list(rest, 6));
        Some(self.say("w-strata-differ", &args))
    }

    /// Who is worse off; none where nobody is shown to be.
    pub fn worse_off(&self, row: &DisparityRow) -> Option<Rich> {
        match row.harmed? {
            Harmed::Group => Some(self.group_of(row)),
            Harmed::Reference => Some(self.reference_of(row)),
        }
    }

    /// W-SIDE: of who is at a stage, or of another measure that the plan says is worse one way.
    pub fn side_sentence(&self, row: &DisparityRow) -> Option<Rich> {
        // HS-02 says which stages are a disadvantage; unsigned, it is the plan that does.
        let role = match self.signed("HS-02") {
            Some(statement) => {
                self.role_definite(statement.signatures.first().map_or("lawyer", |signature| &signature.role))
            }
            None => Rich::text(self.word("side-plan")),
        };
        let args = Args::new().rich("role", &role).rich("group", &self.worse_off(row)?).flag("before", self.before());
        if !matches!(row.metric.as_str(), "selection_rate" | "non_selection_rate") {
            let harm = match row.harm_direction {
                HarmDirection::Higher => "higher",
                HarmDirection::Lower => "lower",
                HarmDirection::Both | HarmDirection::None => return None,
            };
            // Of a measure of its own the plan says which way is worse; of all others the table of metrics does.
            let audit = &self.report.audit;
            let own = audit.rates.iter().chain(&audit.amounts).any(|own| own.name == row.metric);
            let args = args.rich("role", &Rich::text(self.word("side-plan"))).word("harm", harm).flag("plan", own);
            return Some(self.say("w-side-metric", &args.rich("metric", &self.metric_of(row))));
        }
        let stage = row.stage.as_deref()?;
        let key = if self.stage(stage)?.favourable { "w-side-favourable" } else { "w-side" };
        Some(self.say(key, &args.rich("stage", &self.stage_noun(stage))))
    }

    /// Everything that is said of one comparison, in order: frequencies, verdict, what it is adjusted for, before use, who
    /// is worse off.
    pub fn said_of(&self, row: &DisparityRow) -> Vec<Rich> {
        self.said(row, true)
    }

    /// The same where what it is adjusted for is said above.
    pub fn said_of_adjusted(&self, row: &DisparityRow) -> Vec<Rich> {
        self.said(row, false)
    }

    fn said(&self, row: &DisparityRow, factors: bool) -> Vec<Rich> {
        if !row.compares_groups() {
            return self.gain(row).into_iter().collect();
        }
        let before = self.before() && matches!(row.verdict, Verdict::Disparity | Verdict::WithinMargin);
        // People are counted as they are in the material, before anything is held alike.
        [
            self.natural_frequency(self.unadjusted(row).unwrap_or(row)),
            self.unadjusted_beside(row),
            self.verdict_sentence(row),
            self.errs(row),
            self.one_sided_sentence(row).filter(|_| self.other_way(row) == Some(OtherWay::Inside)),
            self.strata_differ(row),
            if factors { self.adjusted_row(row) } else { None },
            before.then(|| self.plain("w-before")),
            self.side_sentence(row),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
