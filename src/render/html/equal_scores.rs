//! W-CAL: how many with the same score, or with scores between the same two, had the outcome: of a group and of its reference.
//!
//! Every figure is a row of the report. A curve's point is a bin: what is said is said of everybody in it, between which
//! scores, of how many, with the interval of the row; never as if it were the rate at one score.

use super::Page;
use super::reliability::{needed, of_curve};
use crate::report::CurveRow;
use crate::report::number::{self, Form};
use crate::report::text::{Args, Figure, Rich};
use crate::words::Number;

/// Cases on either side below which nothing is said.
const FEWEST: f64 = 20.0;

/// Part of the width of the scores within which a score is beside a threshold.
const BESIDE: f64 = 0.05;

/// Two points of the same bin, of a group and of its reference.
struct Pair<'r> {
    group: &'r CurveRow,
    reference: &'r CurveRow,
    ends: [Number; 2],
    /// Cases of the smaller side.
    cases: f64,
}

impl Pair<'_> {
    /// How far a threshold lies outside the bin; nothing where it lies in it. The upper end of a bin belongs to the next.
    fn away(&self, threshold: Number) -> f64 {
        let ([from, to], at) = (self.ends.map(Number::get), threshold.get());
        if from <= at && (at < to || from == to && at == to) {
            return 0.0;
        }
        // An end that touches the threshold is near it, and not in it.
        (from - at).max(at - to).max(f64::MIN_POSITIVE)
    }
}

impl Page<'_> {
    /// W-CAL of each group: where the first threshold of the plan lies or beside it; without one, or with too few cases
    /// there, where there are most cases.
    pub(super) fn same_score(&self, attribute: &str, arm: Option<&str>) -> Vec<Rich> {
        let Some(head) = self.say.attribute_named(attribute) else { return Vec::new() };
        let points = |group: &str| -> Vec<&CurveRow> {
            let fits = |row: &&CurveRow| {
                row.group.as_deref() == Some(group)
                    && (of_curve(row, "reliability_binned", None, attribute, arm)
                        || of_curve(row, "rate", None, attribute, arm))
            };
            self.report.curves.iter().filter(fits).collect()
        };
        let threshold = self.marks().into_iter().find_map(|(at, _)| Some((at, self.threshold_figure(at)?)));
        let others = points(&head.reference);
        let places = || others.iter().filter_map(|row| ends(row)).flatten().map(Number::get);
        let beside = BESIDE * (places().fold(f64::MIN, f64::max) - places().fold(f64::MAX, f64::min));
        let away = |pair: &Pair<'_>| threshold.as_ref().map(|(at, _)| pair.away(*at));
        let near = |pair: &Pair<'_>| away(pair).filter(|away| *away <= beside);
        // At the threshold or beside it; else where there are most cases.
        let worth = |pair: &Pair<'_>| near(pair).map_or((false, pair.cases), |away| (true, -away));
        let better = |a: &Pair<'_>, b: &Pair<'_>| {
            let (a, b) = (worth(a), worth(b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        };
        let said = |group: &str| {
            let own = points(group);
            let pair = own.iter().filter_map(|row| pair(row, &others)).max_by(better)?;
            // Three decimals, or as many as tell the two ends apart.
            let written =
                |most: u8| pair.ends.map(|value| number::write(self.lang, Form::Plain, needed(value, most), value));
            let [from, to] = (3..9)
                .map(written)
                .find(|[from, to]| from != to || pair.ends[0] == pair.ends[1])
                .unwrap_or_else(|| written(9));
            let [from, to] = [(from, "score_from"), (to, "score_to")]
                .map(|(text, column)| Figure::new(text, &pair.group.id, column));
            let why = match (away(&pair), near(&pair)) {
                (None, _) => "most",
                (Some(0.0), _) => "threshold",
                (_, Some(_)) => "near",
                _ => "few",
            };
            let at = threshold.as_ref().map(|(_, figure)| figure.rich()).unwrap_or_default();
            let counted = |group: &str| self.say.group_counted(attribute, group);
            let args = Args::new()
                .word("why", why)
                .rich("t", &at)
                .flag("one", pair.ends[0] == pair.ends[1])
                .figure("from", &from)
                .figure("to", &to)
                .rich("a", &self.counted_with_outcome(pair.group, &counted(group))?)
                .rich("b", &self.counted_with_outcome(pair.reference, &counted(&head.reference))?)
                .rich("outcome", &self.say.outcome());
            Some(self.say.say("w-cal", &args))
        };
        let groups = self.score_groups(attribute).into_iter().filter(|group| *group != head.reference);
        groups.filter_map(said).collect()
    }

    /// "23 av 83 kvinnor (28 %; 95-procentigt intervall: 19 till 38 %)".
    fn counted_with_outcome(&self, row: &CurveRow, group: &Rich) -> Option<Rich> {
        let count = |value, column| Figure::new(number::count(self.lang, value), &row.id, column);
        let decimals = number::decimals(Form::Percent, row.value, [row.lower, row.upper], &[]);
        let share = |value: Option<Number>, column| {
            let figure = Figure::new(number::write(self.lang, Form::Percent, decimals, value?), &row.id, column);
            Some(figure)
        };
        let value = self.say.unit(Form::Percent, &share(row.value, "value")?, &row.metric);
        let args = Args::new()
            .figure("x", &count(row.events?, "events"))
            .figure("n", &count(row.n?, "n"))
            .rich("group", group)
            .rich("value", &value);
        Some(match (share(row.lower, "lower"), share(row.upper, "upper")) {
            (Some(lower), Some(upper)) => {
                let upper = self.say.unit(Form::Percent, &upper, &row.metric);
                let args = args.figure("lo", &lower).rich("hi", &upper);
                self.say.texts.phrase("w-cal-side", &args.figure("level", &self.say.level(&row.id, row.level)))
            }
            _ => self.say.texts.phrase("w-cal-side-bare", &args),
        })
    }
}

/// The scores between which the cases of a point lie; none for a report that does not say.
pub(super) fn ends(row: &CurveRow) -> Option<[Number; 2]> {
    let end = |key: &str| Number::new(row.detail.as_ref()?.get(key)?.as_f64()?);
    Some([end("score_from")?, end("score_to")?])
}

/// The reference's point of the same bin, where both have enough cases.
fn pair<'r>(group: &'r CurveRow, others: &[&'r CurveRow]) -> Option<Pair<'r>> {
    let own = ends(group)?;
    let reference = others.iter().find(|other| ends(other) == Some(own))?;
    let cases = group.n?.get().min(reference.n?.get());
    let known = group.value.is_some() && reference.value.is_some() && !group.suppressed && !reference.suppressed;
    (known && cases >= FEWEST).then_some(Pair { group, reference, ends: own, cases })
}
