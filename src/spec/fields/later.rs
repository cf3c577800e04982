//! The field table, third part: sections of later capabilities, checked from the first version on.

use super::what::{ATTRIBUTE_BANDS, OUTCOME, REFERENCE};
use super::{Absent, COUNT, DECIDED, DECIDED_EXAMPLE, Field, Kind, Range, VALUES, as_key, has, may, must};

pub(super) const DRIFT: &[Field] = &[
    must("baseline", Kind::Path, "Cube or report of the approved audit.", "\"approved/cube.parquet\""),
    has("tolerance", Kind::Number(Range::NOT_NEGATIVE), "0", "Change that is tolerated."),
    has("alpha", Kind::Number(Range::INSIDE), "0.05", "Chance of a false alarm over all periods."),
    has("horizon", Kind::Integer(2, i64::MAX), "60", "Planned number of periods."),
    has("maturity_share", Kind::Number(Range::SHARE), "0.95", "Share of outcomes known at which a cohort is mature."),
    may("maturity_lag", COUNT, "Periods after which a cohort is mature in any case.", "6"),
    has("psi_margin", Kind::Number(Range::NOT_NEGATIVE), "0.1", "Immaterial change of a distribution.")
        .needs(&["reason"]),
    may("reason", Kind::Text, "Why this psi_margin.", "{ sv = \"…\", en = \"…\" }"),
    has("charts", Kind::List(&Kind::Word(&["cusum", "ewma"])), "[]", "Further charts.").like("[\"cusum\"]"),
];

pub(super) const CANDIDATE: &[Field] = &[
    must("name", Kind::Name, "Name of the candidate.", "\"without_income\"").counted(),
    as_key("label", Kind::Text, "name", "Label.", "{ sv = \"utan inkomst\", en = \"without income\" }"),
    may("column", Kind::Column, "Column of its decision.", "\"decision_b\"").counted().needs(&["positive"]),
    may("positive", VALUES, "Values of those whom it selects.", "[\"1\"]").counted().needs(&["column"]),
    may("score", Kind::Column, "Column of its score.", "\"score_b\"").counted().needs(&["threshold"]),
    may("threshold", Kind::Number(Range::ANY), "It selects from this score on.", "0.7").counted().needs(&["score"]),
    may("random", Kind::Number(Range::SHARE), "It selects this share at random.", "0.1").counted(),
    may("everybody", Kind::Bool, "It selects everybody.", "true").counted(),
    has("left_out", Kind::List(&Kind::String), "[]", "Inputs that it does without.").like("[\"income\"]").counted(),
];

pub(super) const ALTERNATIVES: &[Field] = &[
    must(
        "metric",
        Kind::Word(&["positive_predictive_value", "true_positive_rate"]),
        "What performance is.",
        "\"positive_predictive_value\"",
    ),
    must("loss", Kind::Number(Range::SHARE), "Largest acceptable loss of performance.", "0.02"),
    has("gain", Kind::Number(Range::SHARE), "0", "Smallest gain that counts."),
    must("reason", Kind::Text, "Why.", "{ sv = \"…\", en = \"…\" }"),
    must("decided", DECIDED, "Who decided, when, in what role.", DECIDED_EXAMPLE),
];

pub(super) const ASSUMPTION: &[Field] = &[
    must(
        "kind",
        Kind::Word(&["label_sensitivity", "false_label_rate", "error_rate_unselected", "missing_attribute_odds"]),
        "What is assumed.",
        "\"label_sensitivity\"",
    ),
    must("attribute", Kind::String, "Attribute.", "\"sex\""),
    Field { absent: Absent::Said("all"), ..may("group", Kind::Value, "Group.", "\"woman\"") },
    must("low", Kind::Number(Range::NOT_NEGATIVE), "Lowest plausible value.", "0.8"),
    must("high", Kind::Number(Range::NOT_NEGATIVE), "Highest plausible value.", "0.95"),
    must("reason", Kind::Text, "Why.", "{ sv = \"…\", en = \"…\" }"),
];

pub(super) const CODING: &[Field] = &[
    must("name", Kind::Name, "Name of the coding.", "\"strict\""),
    must(
        "set",
        Kind::Table(&[
            may(
                "roles",
                Kind::Table(&[may("outcome", Kind::Table(OUTCOME), "Another outcome.", "{}")]),
                "Of roles.",
                "{}",
            ),
            may(
                "attribute",
                Kind::Map(&Kind::Table(&[ATTRIBUTE_BANDS, Field { absent: Absent::Nothing, ..REFERENCE }])),
                "Of an attribute, by its name.",
                "{ age = { bands = [40, 65] } }",
            ),
            may(
                "data",
                Kind::Table(&[may("where", Kind::Condition, "Other rows.", "\"region = 'north'\"")]),
                "Of data.",
                "{}",
            ),
        ]),
        "Keys that replace those of this spec: roles.outcome, attribute.<name>.bands, attribute.<name>.reference, data.where.",
        "{ attribute.age.bands = [40, 65] }",
    ),
    must("reason", Kind::Text, "Why.", "{ sv = \"…\", en = \"…\" }"),
];

pub(super) const MULTIVERSE: &[Field] = &[
    has("codings", Kind::List(&Kind::String), "[]", "Names of codings.").like("[\"strict\"]"),
    has("strata", Kind::List(&Kind::String), "[]", "Sets of factors joined by *.").like("[\"household\"]"),
    has("references", Kind::List(&Kind::Value), "[]", "References.").like("[\"man\", \"(rest)\"]"),
    has("thresholds", Kind::List(&Kind::Number(Range::ANY)), "[]", "Thresholds.").like("[0.5, 0.7]"),
    has("estimators", Kind::List(&Kind::String), "[]", "Estimators.").like("[\"mantel_haenszel\"]"),
];
