//! Runners for one rate, differences, ratios, odds ratios and tests of no difference.

use evenhand_stats::difference::{self, Score};
use evenhand_stats::hypergeometric::Hypergeometric;
use evenhand_stats::no_difference::{self, Correction};
use evenhand_stats::special::ln_dhyper;
use evenhand_stats::{Interval, TwoByTwo, float, normal, odds_ratio, proportion, ratio};

use crate::harness::{Outputs, Record};

fn one_rate(record: &Record, method: proportion::Method) -> Outputs {
    Outputs::default().estimate("estimate", &method.estimate(record.count("x"), record.count("n"), record.tail()))
}

pub fn wilson(record: &Record) -> Outputs {
    one_rate(record, proportion::Method::Wilson)
}

pub fn clopper_pearson(record: &Record) -> Outputs {
    one_rate(record, proportion::Method::ClopperPearson)
}

pub fn jeffreys(record: &Record) -> Outputs {
    one_rate(record, proportion::Method::Jeffreys)
}

pub fn conv(record: &Record) -> Outputs {
    Outputs::default().with("z", normal::quantile(record.number("p")))
}

pub fn newcombe(record: &Record) -> Outputs {
    Outputs::default().estimate("estimate", &difference::newcombe(record.table(), record.z()))
}

pub fn agresti_caffo(record: &Record) -> Outputs {
    let e = difference::agresti_caffo(record.table(), record.z());
    // The records hold the limits before they are cut to [-1, 1].
    let uncut = e.clipped_from.or(e.interval());
    Outputs::default()
        .with("estimate_shrunk", e.value)
        .with("lower", uncut.map(|i| i.lower))
        .with("upper", uncut.map(|i| i.upper))
}

pub fn miettinen_nurminen_difference(record: &Record) -> Outputs {
    if record.has("d") {
        let (table, d) = (record.table(), record.number("d"));
        let (q1, q0) = difference::restricted_rates(table, d).unwrap();
        let t = Score::MiettinenNurminen.statistic(table, d);
        return Outputs::default().with("p0", q0).with("p1", q1).with("T", t);
    }
    // The closed form of two empty rows has sizes only.
    let table = if record.has("x1") {
        record.table()
    } else {
        TwoByTwo::new(0, record.count("n1"), 0, record.count("n0")).unwrap()
    };
    let e = difference::miettinen_nurminen(table, record.z());
    Outputs::default().estimate("estimate", &e).not_target("wrong_")
}

pub fn mee_difference(record: &Record) -> Outputs {
    Outputs::default().estimate("estimate", &difference::mee(record.table(), record.z()))
}

pub fn golden_correction(record: &Record) -> Outputs {
    let e = difference::miettinen_nurminen(record.table(), record.z());
    // Limits of the case files after their correction are targets too; their distance is not.
    Outputs::default()
        .estimate("estimate", &e)
        .with("golden_lower", e.lower)
        .with("golden_upper", e.upper)
        .not_target("golden_error")
}

pub fn miettinen_nurminen_ratio(record: &Record) -> Outputs {
    let table = if record.has("x1") {
        record.table()
    } else {
        let (n1, n0) = (record.count("n1"), record.count("n0"));
        TwoByTwo::new(n1, n1, n0, n0).unwrap()
    };
    Outputs::default().estimate("estimate", &ratio::miettinen_nurminen(table, record.z()))
}

pub fn miettinen_nurminen_ratio_not(record: &Record) -> Outputs {
    Outputs::default().estimate("estimate", &ratio::miettinen_nurminen(record.table().complement(), record.z()))
}

pub fn koopman_ratio(record: &Record) -> Outputs {
    Outputs::default().estimate("estimate", &ratio::koopman(record.table(), record.z()))
}

pub fn katz_log(record: &Record) -> Outputs {
    Outputs::default().estimate("estimate", &ratio::katz_log(record.table(), record.z()))
}

pub fn mover_ratio(record: &Record) -> Outputs {
    let n = |key| record.number(key);
    let interval = |lower, upper| Interval { lower, upper };
    let e = ratio::mover_ratio(n("p1"), interval(n("l1"), n("u1")), n("p0"), interval(n("l0"), n("u0")));
    Outputs::default().estimate("value", &e)
}

pub fn conditional_odds_ratio(record: &Record) -> Outputs {
    Outputs::default().estimate("estimate", &odds_ratio::conditional_exact(record.table(), record.tail()))
}

pub fn score_odds_ratio(record: &Record) -> Outputs {
    Outputs::default().estimate("estimate", &odds_ratio::score(record.table(), record.z()))
}

pub fn woolf(record: &Record) -> Outputs {
    Outputs::default().estimate("estimate", &odds_ratio::woolf(record.table(), record.z()))
}

pub fn noncentral_hypergeometric(record: &Record) -> Outputs {
    let psi = record.number("psi");
    let h = Hypergeometric::new(record.count("n1"), record.count("n0"), record.count("m")).unwrap();
    Outputs::default()
        .with("mean", h.mean(psi))
        .with("pmf_12", h.ln_probability(12, psi).map(float::exp))
        .with("cdf_10", float::exp(h.ln_lower(10, psi)))
}

pub fn fisher(record: &Record) -> Outputs {
    let f = no_difference::fisher_exact(record.table());
    Outputs::default()
        .with("p_two_sided", f.two_sided.value())
        .with("p_less", f.less.value())
        .with("p_greater", f.greater.value())
        .with("p_midp_two_sided_min_likelihood", f.mid_two_sided.value())
        .with("p_midp_less", f.mid_less.value())
        .with("p_midp_greater", f.mid_greater.value())
        .with("p_midp_two_sided_doubled", f.mid_doubled.value())
}

pub fn chi_square(record: &Record) -> Outputs {
    let mut outputs = Outputs::default();
    for (correction, suffix) in
        [(Correction::None, ""), (Correction::Yates, "_yates"), (Correction::NMinusOne, "_n_minus_1")]
    {
        let x2 = no_difference::chi_square(record.table(), correction);
        outputs = outputs
            .with(&format!("statistic{suffix}"), x2.map(|x| x.statistic))
            .with(&format!("p_value{suffix}"), x2.map(|x| x.p.value()));
    }
    outputs
}

pub fn boschloo(record: &Record) -> Outputs {
    let b = no_difference::boschloo(record.table()).unwrap();
    Outputs::default()
        .with("p_less", b.less.value())
        .with("p_greater", b.greater.value())
        .with("p_two_sided", b.two_sided.value())
}

pub fn log_tail(record: &Record) -> Outputs {
    let f = no_difference::fisher_exact(record.table());
    Outputs::default()
        .with("ln_p_greater", f.greater.ln())
        .with("log10_p_greater", f.greater.log10())
        .with("ln_pmf", f.ln_probability)
}

pub fn log_pmf(record: &Record) -> Outputs {
    let t = record.table();
    // The naive value is there to show what is lost.
    Outputs::default().with("ln_pmf", ln_dhyper(t.x1(), t.n1(), t.n0(), t.events())).not_target("naive_")
}
