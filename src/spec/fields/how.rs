//! The field table, second half: what was decided beforehand, and how the audit is done.

use super::{COUNT, DECIDED, DECIDED_EXAMPLE, Field, Kind, Range, as_key, has, may, must, must_or, said};
use crate::diag::Code;
use crate::words::Harm;

/// Scales on which a comparison may be judged; `standardised` is an effect size and carries no margin.
const SCALES: &[&str] = &["difference", "ratio", "odds_ratio"];

/// Direction of harm of a rate or amount.
const HARM: Kind = Kind::Word(&["higher", "lower", "none"]);

pub(super) const COMPARISON: &[Field] = &[
    must(
        "metric",
        Kind::String,
        "Metric or alias; or the name of a rate or amount of this spec.",
        "\"selection_rate\"",
    ),
    may("stage", Kind::String, "Stage, where the metric has one.", "\"selected\""),
    must(
        "attributes",
        Kind::Some(&Kind::String),
        "Attributes that are judged; also a*b of an intersection.",
        "[\"sex\"]",
    ),
    has("scale", Kind::Word(SCALES), "\"difference\"", "The one scale that is judged."),
    must(
        "margin",
        Kind::Number(Range::ANY),
        "The size below which a disparity is immaterial. Difference: a share, 0.02 is 2 percentage points. Ratio and \
         odds ratio: 1.25, or 0.8, which means the same.",
        "0.02",
    ),
    may("stratum", Kind::String, "Factors joined by *: the disparity adjusted for them is judged.", "\"household\""),
    must_or(
        "reason",
        Kind::Text,
        Code::MarginWithoutReason,
        "Why this margin.",
        "{ sv = \"Exempel: två procentenheter är omkring 400 ärenden om året.\", en = \"Example: two percentage points are \
         about 400 cases a year.\" }",
    ),
    must("decided", DECIDED, "Who set it, when, in what role.", DECIDED_EXAMPLE),
];

pub(super) const RATE: &[Field] = &[
    must("name", Kind::Name, "Name of the rate. Known names, such as delay_rate, bring their texts.", "\"delay_rate\""),
    must(
        "of",
        Kind::Condition,
        "Whom it is a share of: a condition on outcome (1, 0), stage.<name> (1, 0, or a level in quotes), arm, attributes \
         and factors.",
        "\"stage.selected = 1\"",
    )
    .counted(),
    must("event", Kind::Condition, "Who of them counts: a condition of the same kind.", "\"stage.delayed = 1\"")
        .counted(),
    said("harm", HARM, "none; a known name has its own", "Which direction is to the disadvantage of a group.", "\"higher\""),
    as_key("label", Kind::Text, "name", "Label.", "{ sv = \"andel försenade\", en = \"share delayed\" }"),
];

pub(super) const AMOUNT: &[Field] = &[
    must("name", Kind::Name, "Name of the amount.", "\"delay_days\"").counted(),
    must("column", Kind::Column, "Column of integers.", "\"delay_days\"").counted(),
    may("unit", Kind::Text, "Unit.", "{ sv = \"dagar\", en = \"days\" }"),
    has("harm", HARM, "\"none\"", "Which direction is to the disadvantage of a group."),
    as_key("label", Kind::Text, "name", "Label.", "{ sv = \"dröjsmål\", en = \"delay\" }"),
];

/// Quantity → methods that may be chosen (`methods/README.md`, method names).
const METHODS: &[Field] = &[
    may(
        "proportion",
        Kind::Word(&["wilson", "clopper_pearson", "jeffreys", "korn_graubard", "wilson_effective"]),
        "One rate.",
        "\"wilson\"",
    ),
    may(
        "difference",
        Kind::Word(&["miettinen_nurminen", "newcombe", "mee", "agresti_caffo", "mover"]),
        "Difference of two rates.",
        "\"miettinen_nurminen\"",
    ),
    may(
        "ratio",
        Kind::Word(&["miettinen_nurminen", "koopman", "katz_log", "conditional_exact", "mover_ratio", "delta_log"]),
        "Ratio of two rates.",
        "\"miettinen_nurminen\"",
    ),
    may("odds_ratio", Kind::Word(&["conditional_exact", "score", "woolf"]), "Odds ratio.", "\"conditional_exact\""),
    may(
        "test",
        Kind::Word(&[
            "fisher_exact",
            "fisher_mid_p",
            "boschloo",
            "score",
            "score_n_minus_1",
            "chi_square_yates",
            "cmh",
            "cmh_corrected",
            "cmh_exact",
        ]),
        "Test of no difference.",
        "\"fisher_exact\"",
    ),
    may(
        "adjusted_difference",
        Kind::Word(&[
            "miettinen_nurminen",
            "mantel_haenszel",
            "direct_standardisation",
            "kitagawa",
            "logistic_regression",
            "logistic_firth",
        ]),
        "Difference among comparable cases.",
        "\"miettinen_nurminen\"",
    ),
    may("auc", Kind::Word(&["delong_logit", "delong"]), "Area under the curve.", "\"delong_logit\""),
    may(
        "calibration_band",
        Kind::Word(&["consistency_band", "confidence_band", "honest_band"]),
        "Band of the calibration curve.",
        "\"consistency_band\"",
    ),
    may(
        "calibration_test",
        Kind::Word(&["range", "hosmer_lemeshow"]),
        "Test of calibration: that of the cumulative error; hosmer_lemeshow stands beside it.",
        "\"range\"",
    ),
    may(
        "group_size",
        Kind::Word(&["group_share", "class_imbalance"]),
        "How large a group is; class_imbalance stands beside its share.",
        "\"group_share\"",
    ),
    may(
        "predictive_values",
        Kind::Word(&["predictive_parity", "average_predictive_value"]),
        "Predictive values together; average_predictive_value stands beside the larger difference.",
        "\"predictive_parity\"",
    ),
    may(
        "scores_given_outcome",
        Kind::Word(&["mean_score_given_outcome", "generalised_equalized_odds"]),
        "Mean scores given the outcome; generalised_equalized_odds, the larger of the two differences, stands beside them.",
        "\"mean_score_given_outcome\"",
    ),
];

pub(super) const INFERENCE: &[Field] = &[
    has("level", Kind::Number(Range { least: Some((0.5, false)), ..Range::INSIDE }), "0.95", "Level of intervals."),
    has("seed", Kind::Integer(0, i64::MAX), "1", "Seed of random numbers; printed."),
    said(
        "replicates",
        Kind::Integer(200, 1_000_000),
        "each method's own",
        "Replicates of resampling; a million at most.",
        "2000",
    ),
    has(
        "multiplicity",
        Kind::Word(&["simultaneous", "holm"]),
        "\"simultaneous\"",
        "How many comparisons at once are allowed for.",
    ),
    has(
        "family",
        Kind::Word(&["audit", "attribute"]),
        "\"audit\"",
        "Over which comparisons an error is promised: all of the audit, or those of one attribute, with family_reason.",
    ),
    may("family_reason", Kind::Text, "Why the family is split by attribute.", "{ sv = \"…\", en = \"…\" }"),
    has(
        "false_discovery_rate",
        Kind::Number(Range::SHARE),
        "0.05",
        "Share of wrong claims that is allowed among the exploratory rows.",
    ),
    has(
        "dependence",
        Kind::Word(&["prds", "any"]),
        "\"prds\"",
        "How these rows may depend on each other: positively (Benjamini-Hochberg), or in any way (Benjamini-Yekutieli).",
    ),
    has(
        "harm",
        Kind::Word(Harm::WORDS),
        "\"two_sided\"",
        "Both directions are judged, or only disadvantage to the group.",
    ),
    has("alpha_within", Kind::Number(Range::INSIDE), "0.025", "One-sided error of an all-clear: 0.025 or 0.05."),
    has("power", Kind::Number(Range::INSIDE), "0.8", "Power of planning figures."),
    has(
        "variance",
        Kind::Word(&["arms_fixed", "model_arm_census", "poisson", "pooled_rows"]),
        "\"arms_fixed\"",
        "How the arms came about.",
    )
    .only(&[crate::words::Design::TwoArm]),
    has(
        "compare",
        Kind::Some(&Kind::Word(&["reference", "rest", "overall", "pairs"])),
        "[\"reference\"]",
        "What a group is compared with; the reference always. What is not the reference is descriptive.",
    ),
    has(
        "standard",
        Kind::Word(&["total", "reference", "group"]),
        "\"total\"",
        "Whose composition adjusted figures are standardised to.",
    ),
    has("methods", Kind::Table(METHODS), "{}", "Methods other than the defaults: quantity = method.")
        .like("{ difference = \"newcombe\" }"),
    has(
        "score_bits",
        Kind::Integer(5, 11),
        "7",
        "Fineness of score bins, where there are too many scores to keep all.",
    )
    .counted(),
    has("cluster_buckets", Kind::Integer(2, 65_536), "128", "Buckets that carry the variance of clusters.").counted(),
    said(
        "thresholds",
        Kind::List(&Kind::Number(Range::ANY)),
        "those of the stages",
        "Further marks on the threshold curves, exact edges of bins.",
        "[0.5, 0.7]",
    )
    .counted(),
    has("top", Kind::List(&COUNT), "[]", "Lists of the first k cases.").like("[100, 1000]"),
    may("restricted_mean_to", Kind::Number(Range::POSITIVE), "Durations: mean up to this time.", "90"),
];

pub(super) const DISCLOSURE: &[Field] = &[
    has("minimum_cell", COUNT, "5", "A published count is 0 or at least this."),
    has("zero_is_safe", Kind::Bool, "true", "A 0 may be published."),
    has("complement", Kind::Bool, "true", "The rule holds for the complement of every rate as well."),
    has("group_min", Kind::Integer(0, i64::MAX), "10", "A group smaller than this gets no rates."),
    as_key("protection", COUNT, "minimum_cell", "Width that the range of a hidden cell has at least.", "5"),
    has(
        "rounding",
        Kind::Word(&[
            "none",
            "nearest:3",
            "nearest:5",
            "nearest:10",
            "random:3",
            "random:5",
            "random:10",
            "controlled:3",
            "controlled:5",
            "controlled:10",
        ]),
        "\"none\"",
        "Published counts are rounded, in this way to this base.",
    ),
    has("ledger", Kind::Bool, "true", "Earlier releases are part of the reckoning."),
    has("merge_into", Kind::Map(&Kind::Value), "{}", "Small groups that are shown with another: group = group.")
        .like("{ \"80+\" = \"65–79\" }"),
    has("profile", Kind::Word(&["full", "disclosable"]), "\"full\"", "Which version the audit command writes."),
    has(
        "passages",
        Kind::List(&Kind::Table(&[
            must(
                "place",
                Kind::String,
                "What is masked: inputs/<name>, threshold/<stage>, condition/<id>, alternatives or seed.",
                "\"threshold/selected\"",
            ),
            must("provision", Kind::String, "Under which provision.", "\"SE-OSL-17-1\""),
            must("reason", Kind::Text, "Why.", "{ sv = \"…\", en = \"…\" }"),
            must("decided", DECIDED, "Who decided, when, in what role.", DECIDED_EXAMPLE),
        ])),
        "[]",
        "Passages that are masked in the version for disclosure.",
    )
    .like(
        "[{ place = \"seed\", provision = \"SE-OSL-17-1\", reason = \"…\", decided = { on = 2026-01-15, by = \"B. Example\", role = \"lawyer\" } }]",
    ),
];

/// A word, or several.
const WORDS: Kind = Kind::Either(&Kind::String, &Kind::List(&Kind::String));

const FACTS: &[Field] = &[
    may("jurisdiction", WORDS, "Jurisdiction.", "\"SE\""),
    may("sector", WORDS, "Sector.", "\"social_insurance\""),
    may("roles", WORDS, "Roles of the agency under the AI Act.", "[\"provider\", \"deployer\"]"),
    may(
        "technique",
        Kind::Word(&["hand_written_rules", "statistics", "machine_learning", "generative", "mixed"]),
        "How the system was made.",
        "\"machine_learning\"",
    ),
    may(
        "in_use_from",
        Kind::Date,
        "First day in use of this type and model, also a planned one; absent: not in use.",
        "2027-01-15",
    ),
    may("significant_change_on", Kind::Date, "Day of a significant change in design.", "2028-03-01"),
    may("public_body", Kind::Bool, "Is the deployer a public body?", "true"),
    may("sandbox", Kind::Bool, "Is the system in a regulatory sandbox?", "false"),
];

/// A fact that a pack asks for.
const FACT: Kind = Kind::Either(&WORDS, &Kind::Either(&Kind::Date, &Kind::Bool));

pub(super) const LAW: &[Field] = &[
    has("packs", Kind::List(&Kind::String), "[]", "Shipped rule packs, by id; core is always loaded.")
        .like("[\"se-diskrimineringslagen\"]"),
    has("own_packs", Kind::List(&Kind::Path), "[]", "The agency's own rule packs, by path.")
        .like("[\"packs/own.toml\"]"),
    said(
        "statements",
        Kind::Path,
        "statements, where that exists",
        "What people have written: a folder, or one file.",
        "\"statements\"",
    ),
    said("law_date", Kind::Date, "by audit.kind", "The day at which the law is read.", "2027-01-15"),
    has("signature_min", Kind::Word(&["recorded", "detached"]), "\"recorded\"", "The weakest signature that counts."),
    has(
        "facts",
        Kind::Open(FACTS, &FACT),
        "{}",
        "What may be known of the system without asking a person; further keys as packs ask. A fact that is absent \
         excludes nothing.",
    ),
    has(
        "limits",
        Kind::Map(&Kind::Number(Range::ANY)),
        "{}",
        "Limits that packs name, set by people with reasons. A limit that is absent is never guessed.",
    )
    .like("{ proxy_strength = 0.8 }"),
];
