//! The headline: H1 from the confirmatory verdicts, H2 from the findings, and the line of counts.

use std::collections::BTreeSet;

use super::Speaker;
use crate::report::DisparityRow;
use crate::report::text::{Args, Rich};
use crate::words::{AuditKind, Scale, Verdict};

/// What the headline is about: chooses the mark beside it, never a grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing was measured.
    Nothing,
    /// A disparity is shown.
    Disparity,
    /// Something cannot be determined.
    Inconclusive,
    /// All within the margin.
    Within,
}

/// The headline of page one.
#[derive(Clone, Debug)]
pub struct Headline {
    /// What it is about.
    pub tone: Tone,
    /// H1: what the measurements show.
    pub measured: Vec<Rich>,
    /// What stands beside it where groups are known through probabilities only.
    pub estimated: Vec<Rich>,
    /// H2: what remains.
    pub remains: Vec<Rich>,
    /// The line of counts; none where no legal review was requested.
    pub counts: Option<Rich>,
}

/// The confirmatory comparisons by what can be said of them.
struct Counts<'a> {
    all: Vec<&'a DisparityRow>,
    beyond: Vec<&'a DisparityRow>,
    within: usize,
    /// Nothing can be said of them, or not how large they are.
    undetermined: Vec<&'a DisparityRow>,
    /// They could not be made, or are hidden.
    not_assessed: Vec<&'a DisparityRow>,
    /// Cleared in the direction that was asked for, and not inside the margin in the other.
    one_sided: Vec<&'a DisparityRow>,
}

impl<'a> Speaker<'a> {
    /// The headline, by the rules of the outline, section 3, §1: the first that fits.
    pub fn headline(&self) -> Headline {
        let counts = self.counts();
        let (tone, measured) = self.measured_headline(&counts);
        let reviewed = self.reviewed();
        Headline {
            tone,
            measured,
            estimated: if tone == Tone::Nothing { Vec::new() } else { self.estimated_in_short() },
            remains: if reviewed { self.remains() } else { vec![self.plain("h2-no-review")] },
            counts: reviewed.then(|| self.counts_line()),
        }
    }

    fn counts(&self) -> Counts<'a> {
        let all: Vec<&DisparityRow> = self.confirmatory().collect();
        let of = |verdict| all.iter().copied().filter(move |row| row.verdict == verdict).collect::<Vec<_>>();
        let mut beyond = of(Verdict::Disparity);
        // Unadjusted first (the order is fixed by law), then the largest; equal ones stay in the order of the report.
        beyond.sort_by(|a, b| {
            let adjusted = |row: &DisparityRow| row.stratum.is_some();
            adjusted(a).cmp(&adjusted(b)).then(Self::in_margins(b).total_cmp(&Self::in_margins(a)))
        });
        let one_sided = self.cleared_on_one_side();
        let within = of(Verdict::WithinMargin).len() - one_sided.len();
        let (undetermined, not_assessed) = (self.undetermined(), self.not_assessed());
        Counts { beyond, within, undetermined, not_assessed, one_sided, all }
    }

    fn measured_headline(&self, counts: &Counts<'_>) -> (Tone, Vec<Rich>) {
        let count = |args: Args, name: &'static str, value: usize, id: &str| {
            args.count(self.lang, name, value as u64, &format!("count/comparisons{id}"))
        };
        let (total, undetermined) = (counts.all.len(), counts.undetermined.len());
        if counts.all.iter().all(|row| row.verdict == Verdict::NotAssessed) {
            return (Tone::Nothing, vec![self.plain("h1-nothing")]);
        }
        let mut out = Vec::new();
        if let Some(largest) = counts.beyond.first() {
            out.push(self.largest(largest));
            out.extend(self.errs(largest));
            out.extend(self.unadjusted_beside(largest));
            out.extend(self.adjusted_row(largest));
            if counts.beyond.len() > 1 {
                let args = count(Args::new(), "n", counts.beyond.len() - 1, "/further");
                out.push(self.say("h1-further", &args));
            }
            if undetermined > 0 && total > 1 {
                let args = count(Args::new(), "m", undetermined, "/undetermined");
                out.push(self.say("h1-undetermined", &count(args, "t", total, "")));
            }
            out.extend(self.others(counts));
            if self.before() {
                out.push(self.plain("w-before"));
            }
            return (Tone::Disparity, out);
        }
        if undetermined > 0 {
            let args = count(count(Args::new(), "m", undetermined, "/undetermined"), "t", total, "");
            let groups = self.list(self.groups_of(&counts.undetermined), 4);
            out.push(self.say("h1-inconclusive", &args.rich("groups", &groups)));
            out.extend(self.others(counts));
            out.extend(self.within_beside(counts));
            // Two at most on page one; section 4 has them all.
            let there =
                counts.undetermined.iter().filter_map(|row| Some((self.there(row)?, self.unadjusted_beside(row))));
            out.extend(there.take(2).flat_map(|(there, raw)| std::iter::once(there).chain(raw)));
            return (Tone::Inconclusive, out);
        }
        if !counts.not_assessed.is_empty() || !counts.one_sided.is_empty() {
            out.extend(self.others(counts));
            out.extend(self.within_beside(counts));
            return (Tone::Inconclusive, out);
        }
        let grounds: BTreeSet<_> =
            counts.all.iter().flat_map(|row| self.grounds_of(row.attribute.as_deref().unwrap_or(""))).collect();
        let stages: BTreeSet<_> = counts.all.iter().filter_map(|row| row.stage.as_deref()).collect();
        let args = count(Args::new(), "t", total, "")
            .count(self.lang, "g", grounds.len() as u64, "count/grounds/compared")
            .count(self.lang, "s", stages.len() as u64, "count/stages/compared")
            .count(self.lang, "stages", self.report.audit.stages.len() as u64, "count/stages");
        out.push(self.say("h1-all-within", &args));
        if counts.all.iter().any(|row| self.one_sided(row)) {
            out.push(self.plain("h1-one-sided-only"));
        }
        if self.before() {
            out.push(self.plain("w-before"));
        }
        (Tone::Within, out)
    }

    /// What stands beside disparities and what cannot be determined: comparisons that were not assessed, and those that
    /// are cleared in one direction only.
    fn others(&self, counts: &Counts<'_>) -> Vec<Rich> {
        let of = |rows: &[&DisparityRow], id: &str| {
            Args::new()
                .count(self.lang, "k", rows.len() as u64, &format!("count/comparisons/{id}"))
                .count(self.lang, "t", counts.all.len() as u64, "count/comparisons")
                .rich("groups", &self.list(self.groups_of(rows), 4))
        };
        let mut out = Vec::new();
        if !counts.not_assessed.is_empty() {
            out.push(self.say("h1-not-assessed", &of(&counts.not_assessed, "not_assessed")));
        }
        if !counts.one_sided.is_empty() {
            out.push(self.say("h1-one-sided", &of(&counts.one_sided, "one_sided")));
            // Two at most on page one; section 4 has them all.
            let beyond = counts.one_sided.iter().filter(|row| row.beyond_the_other_way());
            out.extend(beyond.filter_map(|row| self.one_sided_sentence(row)).take(2));
        }
        out
    }

    fn within_beside(&self, counts: &Counts<'_>) -> Option<Rich> {
        let args = Args::new().count(self.lang, "k", counts.within as u64, "count/comparisons/within");
        (counts.within > 0).then(|| self.say("h1-within-beside", &args))
    }

    /// The groups of some comparisons, each named once.
    fn groups_of(&self, rows: &[&DisparityRow]) -> Vec<Rich> {
        let mut out: Vec<Rich> = Vec::new();
        for row in rows {
            let group = self.group_told(row);
            if !out.contains(&group) {
                out.push(group);
            }
        }
        out
    }

    /// H1's first sentence: the largest disparity, as a ratio and in natural frequencies where both exist.
    fn largest(&self, row: &DisparityRow) -> Rich {
        let figure = if row.stratum.is_some() {
            "adjusted"
        } else if self.is_of_estimated(row) {
            "estimated"
        } else {
            "plain"
        };
        let args = Args::new()
            .rich("group", &self.group_of(row))
            .rich("reference", &self.reference_of(row))
            .word("figure", figure);
        let ratio =
            self.sibling(row, &row.metric, Scale::Ratio).map(|row| self.disparity(row, 2)).and_then(|i| i.value);
        let share = self.share_of(row);
        let form = self.frequency_form(row);
        if let (Some(share), Some((group, reference))) = (share, self.sides(row))
            && !self.of_few(row)
            && let (Some(a), Some(b)) = (self.frequency(group, form), self.frequency(reference, form))
        {
            let args = args.rich("share", &share).figure("a", &a).figure("b", &b).word("base", Self::people(form));
            return match ratio {
                Some(ratio) => self.say("h1-disparity", &args.figure("ratio", &ratio)),
                None => self.say("h1-disparity-rates", &args.word("direction", Self::direction(row))),
            };
        }
        let interval = self.disparity(row, 0);
        let size = match &interval.value {
            Some(value) => self.size(row, value),
            None => self.sized_limits(row, &interval).unwrap_or_default(),
        };
        let args =
            args.rich("metric", &self.what_is_measured(row)).word("direction", Self::direction(row)).rich("d", &size);
        self.say("h1-disparity-plain", &args)
    }

    /// H2: what needs a decision, where material is missing, and the decision.
    fn remains(&self) -> Vec<Rich> {
        let counts = self.status_counts();
        let before = match self.report.audit.kind {
            AuditKind::BeforeUse => "use",
            AuditKind::OnChange => "change",
            _ => "no",
        };
        let args = Args::new()
            .count(self.lang, "a", counts.flagged, "count/findings/flagged")
            .count(self.lang, "x", counts.flagged_otherwise, "count/findings/flagged_otherwise")
            .word("before", before);
        let mut out = vec![self.say("h2-decide", &args)];
        if counts.incomplete > 0 {
            let args = Args::new().count(self.lang, "b", counts.incomplete, "count/findings/incomplete");
            out.push(self.say("h2-missing", &args));
        }
        out.push(self.decision());
        out
    }

    /// The line of counts, in fixed order.
    fn counts_line(&self) -> Rich {
        let counts = self.status_counts();
        let args = [
            ("a", counts.flagged, "flagged"),
            ("b", counts.incomplete, "incomplete"),
            ("c", counts.inconclusive, "inconclusive"),
            ("d", counts.not_assessed, "not_assessed"),
            ("e", counts.in_place, "in_place"),
            ("f", counts.not_applicable, "not_applicable"),
            ("p", counts.preparation, "preparation"),
        ]
        .into_iter()
        .fold(Args::new(), |args, (name, value, id)| {
            args.count(self.lang, name, value, &format!("count/findings/{id}"))
        });
        self.say("counts-line", &args)
    }
}
