//! Annexes A and H: method, and the glossary of the terms that this report uses.

use super::Page;
use super::block::{Block, Cell, Footnotes, Html, Row, Table};
use super::number;
use crate::report::number::Form;
use crate::report::text::{Args, Figure, Rich, capital};
use crate::words::{Harm, Scale, metric, once};

/// The terms that the glossary can explain, in the order of `glossary.md`.
const TERMS: &[&str] = &[
    "audit",
    "audit_spec",
    "system",
    "model",
    "score",
    "threshold",
    "decision",
    "formal_decision",
    "outcome",
    "error_found",
    "stage",
    "favourable",
    "harmed",
    "pool",
    "unit",
    "period",
    "arm",
    "arm_model",
    "arm_random",
    "design",
    "weight",
    "cluster",
    "cube",
    "baseline",
    "candidate",
    "attribute",
    "group",
    "reference",
    "ground",
    "supplementary",
    "measure",
    "proxy",
    "inseparable_proxy",
    "membership",
    "sex",
    "gender_identity",
    "ethnicity",
    "foreign_background",
    "religion",
    "disability",
    "sexual_orientation",
    "age",
    "intersection",
    "subgroup",
    "legitimate_factor",
    "selection_rate",
    "non_selection_rate",
    "base_rate",
    "disparity",
    "ratio",
    "odds_ratio",
    "unadjusted",
    "adjusted",
    "margin",
    "persistence",
    "positive_predictive_value",
    "false_discovery_rate",
    "true_positive_rate",
    "false_negative_rate",
    "false_positive_rate",
    "accuracy",
    "lift",
    "auc",
    "calibration",
    "label_quality",
    "estimate",
    "interval",
    "level",
    "p_value",
    "p_adjusted",
    "multiplicity",
    "confirmatory",
    "exploratory",
    "minimum_detectable",
    "cases_needed",
    "power",
    "bounds",
    "sensitivity",
    "suppressed",
    "missing",
    "rounding",
    "verdict_disparity",
    "within_margin",
    "inconclusive",
    "excludes_no_difference",
    "verdict_not_assessed",
    "finding",
    "status_in_place",
    "status_flagged",
    "status_incomplete",
    "status_not_applicable",
    "preparation",
    "pending",
    "coverage",
    "gate",
    "stale",
    "illustration",
    "provision",
    "rule_pack",
    "verification",
    "legal_state",
    "method_rule",
    "disadvantage",
    "particular_disadvantage",
    "indirect_discrimination",
    "direct_discrimination",
    "comparable_situation",
    "legitimate_aim",
    "suitability",
    "necessity",
    "proportionality",
    "burden_of_proof",
    "statement",
    "role",
    "signature",
    "drift",
    "wilson",
    "clopper_pearson",
    "newcombe",
    "disclosure_control",
    "minimum_cell",
    "full_version",
    "disclosable_version",
    "withheld",
    "provenance",
    "sha256",
    "seed",
    "engine",
];

impl Page<'_> {
    /// Annex A.
    pub(super) fn annex_method(&self) -> Vec<Block> {
        let mut out = Vec::new();
        out.push(self.comparisons());
        out.push(self.metric_table());
        let inference = &self.report.audit.inference;
        let level = Figure::new(number::level(self.lang, inference.level), "/audit/inference", "level");
        let power = Figure::new(number::exact(self.lang, Form::Percent, inference.power), "/audit/inference", "power");
        let alpha = Figure::new(
            number::exact(self.lang, Form::Percent, inference.alpha_within),
            "/audit/inference",
            "alpha_within",
        );
        let of_level = |key: &str| {
            let args = Args::new().figure("level", &level).figure("power", &power).figure("alpha", &alpha);
            self.para(&self.say.say(key, &args))
        };
        let heading = |key: &str| Block::heading(3, key, Html::text(&self.word(key)));
        out.push(heading("method-interval"));
        out.push(of_level("method-interval-text"));
        out.push(heading("method-margin"));
        out.push(of_level("method-margin-text"));
        if inference.harm == Harm::OneSided {
            out.push(self.plain("method-one-sided-text"));
        }
        out.push(heading("method-several"));
        out.push(self.plain(&format!("method-several-{}", self.known_multiplicity())));
        out.extend(self.say.several().iter().map(|text| self.para(text)));
        out.push(heading("method-missing"));
        out.push(self.plain("method-missing-text"));
        out.push(heading("method-rounding"));
        out.push(self.plain("method-rounding-text"));
        out.push(heading("method-limits"));
        out.push(self.plain("method-limits-text"));
        out
    }

    fn known_multiplicity(&self) -> &'static str {
        if self.report.audit.inference.multiplicity == "holm" { "holm" } else { "simultaneous" }
    }

    /// What was decided beforehand, with the reasons as written.
    fn comparisons(&self) -> Block {
        // A column for factors where a comparison is over any, so that no two rows read alike.
        let over = self.report.audit.comparisons.iter().any(|comparison| comparison.stratum.is_some());
        let heads = ["ta-metric", "ta-stage", "ta-attributes", "ta-stratum", "ta-scale"];
        let heads: Vec<String> =
            heads.iter().filter(|key| over || **key != "ta-stratum").map(|key| self.word(key)).collect();
        let margin = format!("#{}", self.word("ta-margin"));
        let tail = ["ta-reason", "ta-decided"].map(|key| self.word(key));
        let mut table = Table::new(
            "ta",
            Html::text(&self.word("ta")),
            heads.iter().map(String::as_str).chain([&*margin]).chain(tail.iter().map(String::as_str)),
        );
        for (at, comparison) in self.report.audit.comparisons.iter().enumerate() {
            let rows = self.report.disparities.iter();
            let row = rows.clone().find(|row| {
                row.metric == comparison.metric
                    && row.stage == comparison.stage
                    && row.scale == Some(comparison.scale)
                    && row.margin.is_some()
            });
            let form = match (row, comparison.scale) {
                (Some(row), _) => self.say.disparity_form(row),
                (None, Scale::Difference) => Form::Points,
                (None, _) => Form::Ratio,
            };
            let figure = Figure::new(
                number::exact(self.lang, form, comparison.margin),
                &format!("/audit/comparisons/{at}"),
                "margin",
            );
            let attributes = comparison.attributes.iter().map(|name| self.say.attribute(name));
            let args = Args::new()
                .date("date", &comparison.decided.on)
                .name("name", &comparison.decided.by)
                .rich("role", &self.say.role(&comparison.decided.role));
            let factors = comparison.stratum.as_deref().map_or_else(
                || Html::text(&self.word("ta-unadjusted")),
                |stratum| Html::rich(&self.say.factors(stratum)),
            );
            let cells = [
                Cell::words(Html::rich(&self.say.metric(&comparison.metric).capitalised())),
                Cell::words(
                    comparison
                        .stage
                        .as_deref()
                        .map_or_else(|| Html("–".to_owned()), |stage| Html::rich(&self.say.stage_head(stage))),
                ),
                Cell::words(Html::rich(&Rich::join(attributes, ", "))),
                Cell::words(factors),
                Cell::words(Html::text(&self.say.word(&format!("scale-{}", comparison.scale)))),
                Cell::number(Html::rich(&self.say.unit(form, &figure, &comparison.metric))),
                Cell::words(Html::text(comparison.reason.get(self.lang)).within("span", "statement")),
                Cell::words(Html::rich(&self.say.texts.phrase("decided-line", &args)).within("span", "date")),
            ];
            table.push(Row::of(cells.into_iter().enumerate().filter(|(at, _)| over || *at != 3).map(|(_, cell)| cell)));
        }
        if table.is_empty() {
            return self.plain("ta-none");
        }
        table.class("dense").block(Footnotes::new(self.say.texts))
    }

    /// Each metric that the report uses: plain definition, formula, methods.
    fn metric_table(&self) -> Block {
        let heads = ["tm-metric", "tm-explain", "tm-formula", "tm-method"].map(|key| self.word(key));
        let mut table = Table::new("tm", Html::text(&self.word("tm")), heads.iter().map(String::as_str));
        let names = once(
            self.report
                .estimates
                .iter()
                .map(|row| &row.metric)
                .chain(self.report.disparities.iter().map(|row| &row.metric)),
        );
        for name in names {
            let methods = once(
                self.report
                    .estimates
                    .iter()
                    .filter(|row| row.metric == *name)
                    .filter_map(|row| row.method.as_deref())
                    .chain(
                        self.report
                            .disparities
                            .iter()
                            .filter(|row| row.metric == *name)
                            .filter_map(|row| row.method.as_deref()),
                    ),
            );
            let explain = self.say.texts.attribute(&format!("metric-{name}"), "explain").unwrap_or_default();
            let formula = metric(name).map(|metric| metric.formula(self.lang)).unwrap_or("–");
            let methods: Vec<String> = methods.into_iter().map(|method| Html::code(method).0).collect();
            table.push(Row::of([
                Cell::words(Html::rich(&self.say.metric(name).capitalised()).small(&Html::code(name))),
                Cell::words(Html::text(&explain).within("span", "explain")),
                Cell::words(Html::code(formula)),
                Cell::words(Html(methods.join(" "))),
            ]));
        }
        if table.is_empty() {
            return self.plain("tm-none");
        }
        table.class("dense").block(Footnotes::new(self.say.texts))
    }

    /// Annex H: a term that the report does not use is not printed.
    pub(super) fn annex_glossary(&self, used: &str) -> Vec<Block> {
        let used = used.to_lowercase();
        let items = TERMS
            .iter()
            .filter_map(|key| {
                let key = format!("term-{key}");
                let term = self.say.word(&key);
                used.contains(&term.to_lowercase()).then(|| {
                    let explain = self.say.texts.attribute(&key, "explain").unwrap_or_default();
                    (Html::text(&capital(&term)), Html::text(&explain))
                })
            })
            .collect();
        vec![Block::Terms { items }]
    }
}
