//! Groups known through probabilities: one comparison under every assumption, of whom nothing else is known, or with
//! some whose group is known.

use super::{
    Ground, HarmDirection, Key, Number, Report, Scale, Verdict, attribute, disparity, empty, estimate, group, n, some,
};
use crate::measure::CurveRow;
use crate::report::{DisparityRow, MembershipHead};
use crate::words::{AttributeKnown, Harmed, Note, Text};

/// How much is known of the groups beside their probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Nothing.
    Nobody,
    /// Some, who are no random sample.
    Some,
    /// A random sample.
    Random,
}

const KEY: Key<'static> =
    Key { metric: "selection_rate", stage: Some("selected"), attribute: "origin", group: "away", arm: None };

fn by(method: &str, of: Option<&str>, value: [Option<f64>; 3]) -> DisparityRow {
    let limits = [value[0], value[1], value[2]].map(|x| x.unwrap_or(0.0));
    let mut row = disparity(KEY, "home", Scale::Difference, limits, None, Verdict::NotAssessed);
    if let Some(of) = of {
        row.id = row.id.replacen(".difference", &format!(".difference.{of}"), 1);
    }
    (row.of, row.method) = (of.map(str::to_owned), Some(method.to_owned()));
    [row.value, row.lower, row.upper] = value.map(|x| x.and_then(Number::new));
    (row.harmed, row.test, row.p_value, row.p_adjusted) = (None, None, None, None);
    row.note = vec![Note::NoMargin];
    row
}

/// One comparison, as it stands where so much is known.
pub fn estimated_with(known: Known) -> Report {
    let mut report = empty();
    report.audit.id = "estimated-2027".to_owned();
    report.audit.stages[0].noun = Some(Text::new("urval för kontroll", "selection for control"));
    let mut head = attribute("origin", Ground::Ethnicity, "home");
    head.known = AttributeKnown::Membership;
    head.measure = Some(Text::new("ursprung gissat av område", "origin guessed from the area"));
    head.membership = Some(MembershipHead {
        source: Some(Text::new("statistik över områden", "statistics of areas")),
        year: Some(Text::same("2026")),
        population: Some(Text::new("alla invånare", "all inhabitants")),
    });
    report.audit.attributes.push(head);
    for (name, label, count) in [
        ("home", ["inrikes födda", "people born here"], 6_010.4),
        ("away", ["utrikes födda", "people born abroad"], 1_989.6),
    ] {
        let mut row = group("origin", Ground::Ethnicity, name, label, count);
        row.effective_n = some(count / 3.0);
        report.groups.push(row);
    }
    let (spoken_value, margin) = ([0.21, 0.12, 0.3], Some(0.05));
    let mut weighted = by("proxy_weighted", Some("proxy_weighted"), [Some(0.06), Some(0.04), Some(0.08)]);
    if known != Known::Nobody {
        weighted.detail = Some(
            [("hidden_share", 0.714), ("hidden_share_low", 0.5), ("hidden_share_high", 0.8)]
                .map(|(key, value)| (key.to_owned(), value.into()))
                .into(),
        );
    }
    let bounds = |of| {
        let mut row = by("proxy_bounds", of, [None, Some(-0.4), Some(0.7)]);
        (row.bound_lower, row.bound_upper) = (some(-0.38), some(0.68));
        row.note = vec![Note::BoundsOnly, Note::UnknownMembership];
        row
    };
    let mut spoken = match known {
        Known::Random => {
            let mut row = disparity(KEY, "home", Scale::Difference, spoken_value, margin, Verdict::Disparity);
            row.method = Some("validated_post_stratified+max_t".to_owned());
            row
        }
        _ => {
            let mut row = bounds(None);
            (row.margin, row.confirmatory, row.verdict) = (margin.and_then(Number::new), true, Verdict::Inconclusive);
            (row.family, row.excludes_no_difference) = ("confirmatory".to_owned(), Some(false));
            row.note = vec![Note::BoundsOnly, Note::UnknownMembership];
            if known == Known::Nobody {
                row.detail = Some([("direction".to_owned(), "higher".into())].into());
            }
            row
        }
    };
    spoken.harm_direction = HarmDirection::Higher;
    if known == Known::Random {
        spoken.harmed = Some(Harmed::Group);
        report.disparities.push(bounds(Some("proxy_bounds")));
    }
    let disparity_id = spoken.id.clone();
    report.disparities.insert(0, spoken);
    report.disparities.push(weighted);
    report.disparities.push(by(
        "proxy_surrogate_regression",
        Some("proxy_surrogate_regression"),
        [Some(0.33), Some(0.25), Some(0.41)],
    ));
    report.disparities.push(by("proxy_argmax", Some("proxy_argmax"), [Some(0.09), None, None]));
    if known != Known::Nobody {
        let mut row = by("miettinen_nurminen", None, [Some(0.22), Some(0.13), Some(0.31)]);
        row.id.push_str("/validated");
        row.arm = Some("validated".to_owned());
        report.disparities.push(row);
    }
    for (name, value) in [("home", 0.2), ("away", 0.41)] {
        let key = Key { group: name, ..KEY };
        let mut row = estimate(key, [value, value - 0.04, value + 0.04], Some(400.0));
        if known != Known::Random {
            (row.value, row.method) = (None, Some("proxy_bounds".to_owned()));
            (row.bound_lower, row.bound_upper) = (row.lower, row.upper);
            row.note = vec![Note::BoundsOnly];
        }
        report.estimates.push(row);
        if known != Known::Nobody {
            for (metric, value) in [
                ("proxy_auc", [0.81, 0.78, 0.84]),
                ("proxy_brier_score", [0.12, 0.11, 0.13]),
                ("proxy_calibration_in_the_large", [-0.09, -0.12, -0.06]),
            ] {
                report.estimates.push(estimate(Key { metric, stage: None, ..key }, value, Some(400.0)));
            }
        }
    }
    for (x, value) in [(0.25, -0.05), (0.5, 0.01), (1.0, 0.061), (2.0, 0.17), (4.0, 0.29)] {
        report.curves.push(point(x, value));
    }
    for (parameter, tipping) in
        [("odds_ratio_at_zero", Some(0.45)), ("odds_ratio_at_margin", Some(0.91)), ("odds_ratio_at_minus_margin", None)]
    {
        report.sensitivity.push(
            [
                ("id", format!("n/selection_rate.difference.{parameter}/selected/origin/away/vs/home").into()),
                ("disparity_id", disparity_id.clone().into()),
                ("kind", "proxy".into()),
                ("parameter", parameter.into()),
                ("tipping_value", tipping.map_or(serde_json::Value::Null, Into::into)),
                ("value_low", 0.25.into()),
                ("value_high", 4.0.into()),
                ("verdict_low", "within_margin".into()),
                ("verdict_high", "disparity".into()),
                ("note", serde_json::Value::Array(Vec::new())),
                ("detail", serde_json::Value::Null),
            ]
            .map(|(key, value)| (key.to_owned(), value))
            .into(),
        );
    }
    report.audit.inference.comparisons_confirmatory = n(1.0);
    report
}

fn point(x: f64, value: f64) -> CurveRow {
    CurveRow {
        id: format!("c/selection_rate.proxy_tipping/selected/origin/away/vs/home/{x}"),
        curve: "proxy_tipping".to_owned(),
        metric: "selection_rate".to_owned(),
        of: None,
        stage: Some("selected".to_owned()),
        attribute: Some("origin".to_owned()),
        group: Some("away".to_owned()),
        reference: Some("home".to_owned()),
        stratum: None,
        arm: None,
        period: None,
        x: some(x),
        x_share: None,
        value: some(value),
        lower: None,
        upper: None,
        band: None,
        level: None,
        method: Some("proxy_tilt".to_owned()),
        events: None,
        n: None,
        suppressed: false,
        note: Vec::new(),
        detail: None,
    }
}

/// Nothing but probabilities is known.
pub fn estimated() -> Report {
    estimated_with(Known::Nobody)
}

/// A random sample is known, and every name tries to be markup.
pub fn estimated_hostile() -> Report {
    let mut report = estimated_with(Known::Random);
    let names = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{ 7*7 }}", "\u{202e}nem\u{202c}"];
    for (row, name) in report.groups.iter_mut().zip(names) {
        row.label = Text::same(name);
    }
    report.audit.stages[0].noun = Some(Text::same(names[2]));
    report.audit.stages[0].label = Text::same(names[3]);
    let head = &mut report.audit.attributes[0];
    head.measure = Some(Text::same(names[0]));
    if let Some(membership) = &mut head.membership {
        membership.source = Some(Text::same(names[1]));
        membership.population = Some(Text::same(names[3]));
    }
    report
}
