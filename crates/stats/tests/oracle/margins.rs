//! Runners for verdicts, tests at a margin, the exact guard, inversion and error rates.

use evenhand_stats::difference::{self, Score};
use evenhand_stats::exact_margin::{self, Tail};
use evenhand_stats::margin::{self, Harm, Margin, MarginTests, Reading, Scale, Side};
use evenhand_stats::special::ln_dbinom;
use evenhand_stats::{Estimate, Interval, Limit, TwoByTwo, float, normal, proportion, ratio};
use serde_json::{Value, json};

use crate::harness::{Outputs, Record};

const TAIL: f64 = 0.025;

fn harm(record: &Record) -> Harm {
    match record.inputs["harm"].as_str() {
        Some("one_sided") => Harm::OneSided,
        _ => Harm::TwoSided,
    }
}

fn word(reading: Reading) -> &'static str {
    match reading {
        Reading::Disparity(_) => "disparity",
        Reading::WithinMargin => "within_margin",
        Reading::Inconclusive => "inconclusive",
    }
}

fn harmed(reading: Reading) -> Value {
    match reading {
        Reading::Disparity(Side::Group) => json!("group"),
        Reading::Disparity(Side::Reference) => json!("reference"),
        _ => Value::Null,
    }
}

pub fn verdict(record: &Record) -> Outputs {
    let margin = Margin::difference(record.number("margin")).unwrap();
    let (lower, upper) = (Limit::Finite(record.number("lower")), Limit::Finite(record.number("upper")));
    Outputs::default().with("verdict", word(margin::three_way(lower, upper, margin, harm(record))))
}

/// Everything that the rules say about one oriented table.
struct Path {
    tests: MarginTests,
    limits: Estimate,
    by_score: Reading,
    guard_acts: bool,
    exact_p: Option<f64>,
    reading: Reading,
}

fn path(table: TwoByTwo, margin: Margin, harm: Harm, tail: f64) -> Path {
    let z = normal::z_of_tail(tail);
    let limits = match margin.scale() {
        Scale::Difference => difference::miettinen_nurminen(table, z),
        Scale::Ratio => ratio::miettinen_nurminen(table, z),
    };
    let by_score = margin::three_way(limits.lower_limit(), limits.upper_limit(), margin, harm);
    let guard_acts = margin::guard_applies(table);
    let exact_p = if guard_acts { margin::guard_p(table, margin, harm, by_score).map(|p| p.value()) } else { None };
    let holds = exact_p.is_none_or(|p| p <= tail);
    if guard_acts {
        assert_eq!(margin::guard_holds(table, margin, harm, by_score, tail), holds);
    }
    let reading = if holds { by_score } else { Reading::Inconclusive };
    Path { tests: margin::score_tests(table, margin).unwrap(), limits, by_score, guard_acts, exact_p, reading }
}

pub fn margin_tests(record: &Record) -> Outputs {
    let margin = Margin::difference(record.number("margin")).unwrap();
    let p = path(record.table(), margin, Harm::TwoSided, TAIL);
    Outputs::default()
        .with("T_at_plus_margin", p.tests.at_high)
        .with("T_at_minus_margin", p.tests.at_low)
        .with("p_disparity_up", p.tests.p_up().value())
        .with("p_disparity_down", p.tests.p_down().value())
        .with("p_disparity", p.tests.p_disparity(Harm::TwoSided).value())
        .with("p_within", p.tests.p_within(Harm::TwoSided).value())
        .with("lower", p.limits.lower)
        .with("upper", p.limits.upper)
        .with("verdict", word(p.reading))
        .with("exact_guard_acts", p.guard_acts)
        .with("exact_p", p.exact_p)
}

pub fn margin_tests_ratio(record: &Record) -> Outputs {
    let margin = Margin::ratio(record.number("margin")).unwrap();
    let p = path(record.table(), margin, Harm::TwoSided, TAIL);
    Outputs::default()
        .with("T_at_margin", p.tests.at_high)
        .with("T_at_inverse", p.tests.at_low)
        .with("p_disparity_up", p.tests.p_up().value())
        .with("p_disparity_down", p.tests.p_down().value())
        .with("p_within", p.tests.p_within(Harm::TwoSided).value())
        .with("lower", p.limits.lower)
        .with("upper", p.limits.upper)
        .with("verdict", word(p.reading))
        .with("exact_guard_acts", p.guard_acts)
        .with("exact_p", p.exact_p)
}

pub fn exact_guard(record: &Record) -> Outputs {
    if record.rest().starts_with("applies/") {
        return Outputs::default().with("applies", margin::guard_applies(record.table()));
    }
    whole_path(record)
}

pub fn whole_path(record: &Record) -> Outputs {
    let size = record.number("margin");
    let margin = if record.text("scale") == "ratio" { Margin::ratio(size) } else { Margin::difference(size) }.unwrap();
    let table = margin::oriented(record.table(), record.inputs["favourable"].as_bool().unwrap());
    let p = path(table, margin, harm(record), record.number("tail"));
    let fell = p.by_score != p.reading;
    Outputs::default()
        .with("T_at_plus_margin", p.tests.at_high)
        .with("T_at_minus_margin", p.tests.at_low)
        .with("p_disparity", p.tests.p_disparity(harm(record)).value())
        .with("p_within", p.tests.p_within(harm(record)).value())
        .with("h_lower", p.limits.lower)
        .with("h_upper", p.limits.upper)
        .with("score_verdict", word(p.by_score))
        .with("exact_guard_acts", p.guard_acts)
        .with("exact_p", p.exact_p)
        .with("verdict", word(p.reading))
        .with("note", if fell { json!(["exact_guard"]) } else { json!([]) })
        .with("harmed", harmed(p.reading))
}

pub fn exact_margin(record: &Record) -> Outputs {
    let scale = if record.text("scale") == "ratio" { Scale::Ratio } else { Scale::Difference };
    let (edge, gamma) = (record.number("margin"), record.number("gamma"));
    let p = |tail| exact_margin::p_value(record.table(), scale, edge, tail, gamma).map(|p| p.value());
    Outputs::default().with("p_disparity_up", p(Tail::AtLeast)).with("p_within_up", p(Tail::AtMost))
}

pub fn mover(record: &Record) -> Outputs {
    if record.rest().starts_with("r/") {
        let n = |key| record.number(key);
        let (one, two) = (Interval { lower: n("l1"), upper: n("u1") }, Interval { lower: n("l0"), upper: n("u0") });
        let limits = difference::mover(n("p1"), one, n("p0"), two, n("r"));
        return Outputs::default()
            .with("value", n("p1") - n("p0"))
            .with("lower", limits.lower)
            .with("upper", limits.upper);
    }
    // Two arms: the rate is (n_R / N) a / k, its limits those of a binomial share a / (a + k), mapped.
    let scale = record.number("n_R") / record.number("N");
    let rate = |group: &str, z: f64| {
        let (a, k) = (record.number(&format!("a_{group}")), record.number(&format!("k_{group}")));
        let share = proportion::clopper_pearson_real(a, a + k, normal::sf(z)).unwrap();
        let map = |p: f64| scale * p / (1.0 - p);
        (scale * a / k, Interval { lower: map(share.lower), upper: map(share.upper) })
    };
    let limits = |z: f64| {
        let ((p1, i1), (p0, i0)) = (rate("group", z), rate("reference", z));
        let i = difference::mover(p1, i1, p0, i0, 0.0);
        (Limit::Finite(i.lower), Limit::Finite(i.upper))
    };
    let tests = margin::by_inversion(limits, Margin::difference(record.number("margin")).unwrap()).unwrap();
    Outputs::default()
        .with("p_up", tests.p_up().value())
        .with("p_down", tests.p_down().value())
        .with("p_disparity", tests.p_disparity(Harm::TwoSided).value())
        .with("p_within", tests.p_within(Harm::TwoSided).value())
}

/// Chances of a wrong verdict at the boundary `p1 = p0 + m`, summed over all tables.
pub fn error_rates(record: &Record) -> Outputs {
    let (n1, n0, m) = (record.count("n_group"), record.count("n_reference"), record.number("margin"));
    let z = normal::z_of_tail(TAIL);
    let wald = |t: TwoByTwo| {
        let part = |x: u64, n: u64| {
            let p = x as f64 / n as f64;
            p * (1.0 - p) / n as f64
        };
        let (d, half) = (t.difference().unwrap(), z * (part(t.x1(), n1) + part(t.x0(), n0)).sqrt());
        (d - half > m || d + half < -m, d + half < m)
    };
    let by_limits = |e: Estimate| (e.above(m) || e.below(-m), e.below(m));
    let by_score = |t: TwoByTwo| {
        // The limits lie beyond an edge exactly where the statistic at that edge lies beyond z.
        let at = |d| Score::MiettinenNurminen.statistic(t, d).unwrap();
        (at(m) > z || at(-m) < -z, at(m) < -z)
    };
    let tables: Vec<[(bool, bool); 4]> = (0..=n1)
        .flat_map(|x1| (0..=n0).map(move |x0| TwoByTwo::new(x1, n1, x0, n0).unwrap()))
        .map(|t| {
            [wald(t), by_limits(difference::agresti_caffo(t, z)), by_limits(difference::newcombe(t, z)), by_score(t)]
        })
        .collect();
    let names = ["wald", "agresti_caffo", "newcombe", "miettinen_nurminen"];
    let mut sums = [[(0.0_f64, 0.0_f64); 2]; 4];
    let rates: Vec<f64> = (1..=95).map(|i| f64::from(i) / 100.0).collect();
    for &p0 in &rates {
        let p1 = p0 + m;
        let pmf = |n: u64, p: f64| -> Vec<f64> {
            (0..=n).map(|k| ln_dbinom(k, n, p, 1.0 - p).map_or(0.0, float::exp)).collect()
        };
        let (of_group, of_reference) = (pmf(n1, p1.min(1.0)), pmf(n0, p0));
        let mut chance = [[0.0; 2]; 4];
        for (x1, share) in of_group.iter().enumerate() {
            let row = &tables[x1 * (n0 as usize + 1)..(x1 + 1) * (n0 as usize + 1)];
            let mut inner = [[0.0; 2]; 4];
            for (flags, weight) in row.iter().zip(&of_reference) {
                for (sum, (alarm, clear)) in inner.iter_mut().zip(flags) {
                    sum[0] += if *alarm { *weight } else { 0.0 };
                    sum[1] += if *clear { *weight } else { 0.0 };
                }
            }
            for (all, part) in chance.iter_mut().zip(&inner) {
                all[0] += share * part[0];
                all[1] += share * part[1];
            }
        }
        for (sum, all) in sums.iter_mut().zip(&chance) {
            for k in 0..2 {
                sum[k] = (sum[k].0.max(all[k]), sum[k].1 + all[k] / rates.len() as f64);
            }
        }
    }
    names.iter().zip(&sums).fold(Outputs::default(), |outputs, (name, [alarm, clear])| {
        outputs.with(
            name,
            json!({
                "false_alarm_max": alarm.0, "false_alarm_mean": alarm.1,
                "wrong_all_clear_max": clear.0, "wrong_all_clear_mean": clear.1,
            }),
        )
    })
}
