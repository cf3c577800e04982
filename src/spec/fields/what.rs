//! The field table, first half: what is assessed and where it stands.

use super::{BANDS, COUNT, Field, Kind, Range, SHARES, VALUES, as_key, has, how, later, may, must, must_or, said};
use crate::diag::Code;
use crate::words::{AuditKind, Design, Ground, Lang, Nature, SystemKind};

/// The whole spec.
pub const SPEC: &[Field] = &[
    must_or(
        "spec_version",
        Kind::Integer(i64::MIN, i64::MAX),
        Code::Version,
        "Version of this format. This program reads version 1.",
        "1",
    ),
    must("audit", Kind::Table(AUDIT), "What this assessment is.", "{}"),
    must("system", Kind::Table(SYSTEM), "The system that is assessed, and whom it is applied to.", "{}"),
    must("data", Kind::Table(DATA), "Where rows or counts stand, and how they came about.", "{}").counted(),
    has("roles", Kind::Table(ROLES), "{}", "Which column plays which part.").counted(),
    has(
        "stage",
        Kind::List(&Kind::Table(STAGE)),
        "[]",
        "What is done to people, in the order in which it happens; one block a stage.",
    )
    .counted(),
    must(
        "attribute",
        Kind::Some(&Kind::Table(ATTRIBUTE)),
        "A protected attribute and the group that the others are compared with; one block an attribute.",
        "[]",
    )
    .counted(),
    has(
        "intersection",
        Kind::List(&Kind::Table(INTERSECTION)),
        "[]",
        "Attributes that are also looked at crossed with each other.",
    )
    .counted(),
    has(
        "comparison",
        Kind::List(&Kind::Table(how::COMPARISON)),
        "[]",
        "What was decided before any result was seen: what is compared, and from which size on a disparity counts. \
         Everything else is descriptive.",
    ),
    has("rate", Kind::List(&Kind::Table(how::RATE)), "[]", "A rate of one's own, treated like any other.").counted(),
    has("amount", Kind::List(&Kind::Table(how::AMOUNT)), "[]", "A numeric consequence in integer units.").counted(),
    has("inference", Kind::Table(how::INFERENCE), "{}", "How uncertainty is computed.").counted(),
    may(
        "disclosure",
        Kind::Table(how::DISCLOSURE),
        "What may be shown. Without this section nothing is hidden, and the report says so.",
        "{}",
    ),
    has("law", Kind::Table(how::LAW), "{}", "Which rules of law are laid beside the numbers."),
    may("drift", Kind::Table(later::DRIFT), "The approved audit that later periods are compared with.", "{}"),
    has(
        "candidate",
        Kind::List(&Kind::Table(later::CANDIDATE)),
        "[]",
        "Another model or threshold that could have been chosen. One of: column and positive; score and threshold; \
         random; everybody.",
    )
    .counted(),
    may(
        "alternatives",
        Kind::Table(later::ALTERNATIVES),
        "How much performance may be lost for a smaller disparity.",
        "{}",
    ),
    has(
        "assumption",
        Kind::List(&Kind::Table(later::ASSUMPTION)),
        "[]",
        "A range for what the data cannot show, to see whether a verdict stands.",
    ),
    has(
        "coding",
        Kind::List(&Kind::Table(later::CODING)),
        "[]",
        "Another defensible coding of the same data; each is a full run.",
    ),
    may("multiverse", Kind::Table(later::MULTIVERSE), "Every combination of defensible choices.", "{}"),
];

const AUDIT: &[Field] = &[
    must(
        "id",
        Kind::Name,
        "Name of the audit: a to z, digits, _ and -, first a letter. Results go to reports/<id>/.",
        "\"example-2027\"",
    ),
    has(
        "kind",
        Kind::Word(AuditKind::WORDS),
        "\"before_use\"",
        "When in the life of the system: decides the law date, the banner and what stops a run.",
    ),
    may(
        "date",
        Kind::Date,
        "The day of the assessment, instead of the clock, so that running it again changes no byte.",
        "2027-01-15",
    ),
    must("title", Kind::Text, "Title of the report.", "{ sv = \"Urvalsmodell\", en = \"Selection model\" }"),
    may(
        "period",
        Kind::Table(&[
            must("from", Kind::Date, "First day.", "2026-01-01"),
            must("to", Kind::Date, "Last day.", "2026-12-31"),
        ]),
        "What the data concern, first and last day. Needed where the kind is periodic or retrospective.",
        "{ from = 2026-01-01, to = 2026-12-31 }",
    ),
    has("languages", Kind::Some(&Kind::Word(Lang::WORDS)), "[\"sv\", \"en\"]", "Which reports are rendered."),
    has(
        "prepared_by",
        Kind::List(&Kind::Table(&[
            must("name", Kind::String, "Name.", "\"A. Example\""),
            must("role", Kind::String, "Role.", "\"analyst\""),
            may("organisation", Kind::String, "Organisation.", "\"The Agency\""),
        ])),
        "[]",
        "Who prepared it.",
    )
    .like("[{ name = \"A. Example\", role = \"analyst\" }]"),
];

const SYSTEM: &[Field] = &[
    must("name", Kind::String, "Name of the system.", "\"Selection model\""),
    must(
        "kind",
        Kind::Word(SystemKind::WORDS),
        "Kind of system: decides which evidence is asked for.",
        "\"risk_selection\"",
    ),
    may("version", Kind::String, "Version of the model.", "\"3.1\""),
    may(
        "benefit",
        Kind::String,
        "The benefit that it concerns: decides which provisions are cited.",
        "\"housing_allowance\"",
    ),
    must(
        "pool",
        Kind::Text,
        "Whom the model is applied to. Every disparity names it.",
        "{ sv = \"alla ansökningar 2026\", en = \"all applications in 2026\" }",
    ),
    must("unit", Kind::Text, "What is counted; plural, lower case.", "{ sv = \"ärenden\", en = \"cases\" }"),
    may(
        "inputs",
        Kind::Path,
        "List of the model's inputs: a CSV file, one row an input. Where its name is a column of the data, how well it predicts each attribute is computed.",
        "\"inputs.csv\"",
    ),
];

const TWO_ARM: &[Design] = &[Design::TwoArm];
const WEIGHTED: &[Design] = &[Design::Weighted];

const DATA: &[Field] = &[
    must(
        "design",
        Kind::Word(Design::WORDS),
        "How the data came about. full: decision and outcome of every case. two_arm: outcomes from a model arm and a \
         random arm. weighted: cases drawn with known probabilities. selected_only: outcomes of the selected only.",
        "\"full\"",
    )
    .counted(),
    has(
        "nature",
        Kind::Word(Nature::WORDS),
        "\"real\"",
        "What the data are; anything but real is printed as a warning.",
    ),
    may(
        "path",
        Kind::OneOrMore(&Kind::Path),
        "CSV or Parquet: a path, a pattern with *, or a list of them. Either this or tables.",
        "\"cases.parquet\"",
    ),
    may(
        "tables",
        Kind::Map(&Kind::OneOrMore(&Kind::Path)),
        "Tables that were never joined, one for each attribute: name of the table = path or list. Either this or path.",
        "{ sex = \"sex.csv\", age = \"age.csv\" }",
    ),
    may(
        "count",
        Kind::Column,
        "The rows are counts already: the column that holds them (integers from 0; suppressed cells as below).",
        "\"count\"",
    )
    .counted(),
    may(
        "long",
        Kind::Table(&[
            must("attribute", Kind::Column, "The column with the name of the attribute.", "\"attribute\"").counted(),
            must("group", Kind::Column, "The column with the group.", "\"group\"").counted(),
        ]),
        "Several attributes in one long table of counts.",
        "{ attribute = \"attribute\", group = \"group\" }",
    )
    .counted()
    .needs(&["count"]),
    may(
        "where",
        Kind::Condition,
        "Which rows are taken: comparisons of columns joined by and, or, not and parentheses. A comparison is = != < <= \
         > >=, in ('a', 'b'), is null or is not null. Text stands in single quotes, numbers bare.",
        "\"region = 'north' and age >= 18\"",
    )
    .counted(),
    may(
        "join",
        Kind::Table(&[
            must("path", Kind::Path, "The other table.", "\"register.csv\""),
            must("on", Kind::Column, "A column of both.", "\"id\"").counted(),
        ]),
        "Columns that stand in another table.",
        "{ path = \"register.csv\", on = \"id\" }",
    )
    .counted(),
    may(
        "population",
        Kind::Either(&COUNT, &Kind::Word(&["rows"])),
        "Size of the pool that the random arm was drawn from; \"rows\" where the table itself is the whole pool.",
        "\"rows\"",
    )
    .counted()
    .only(TWO_ARM)
    .needed_by(TWO_ARM),
    has(
        "truncate_group_size",
        Kind::Bool,
        "false",
        "Group sizes are truncated to integers, as one published recipe does.",
    )
    .counted()
    .only(TWO_ARM),
    may(
        "stratum_sizes",
        Kind::Map(&COUNT),
        "Size of each sampling stratum in the population: value of roles.sampling_stratum = integer.",
        "{ north = 12000, south = 34000 }",
    )
    .counted()
    .only(WEIGHTED),
    may(
        "assumed_clusters",
        Kind::Table(&[
            must("rho", Kind::Number(Range::SHARE), "Correlation within a cluster.", "0.05").counted(),
            must("mean_square_size", Kind::Number(Range::FROM_ONE), "Sum of squared cluster sizes over rows.", "3.2")
                .counted(),
        ]),
        "Cases of one person without a column that tells which: an assumed correlation.",
        "{ rho = 0.05, mean_square_size = 3.2 }",
    )
    .counted(),
    may(
        "rounded",
        Kind::Integer(2, i64::MAX),
        "The counts were rounded to this base by the one who disclosed them.",
        "10",
    )
    .counted()
    .needs(&["count"]),
    has(
        "suppressed_as",
        Kind::List(&Kind::Cell),
        "[\"\", \"..\", \"x\", \":\"]",
        "Cells of the count column that mean \"suppressed\"; <5 and the like always do.",
    )
    .counted()
    .needs(&["count"]),
    said(
        "suppressed_below",
        COUNT,
        "from a cell such as <5, else 5",
        "A suppressed cell is 0 to this minus 1.",
        "5",
    )
    .counted()
    .needs(&["count"]),
    has(
        "suppressed_second",
        Kind::Bool,
        "false",
        "The next lowest cell was hidden as well, so a hidden cell may be larger.",
    )
    .counted()
    .needs(&["count"]),
    has(
        "format",
        Kind::Table(FORMAT),
        "{}",
        "How CSV files are written. What is absent is told from the file, and reported.",
    ).like("{ delimiter = \";\", decimal = \",\" }"),
];

const FORMAT: &[Field] = &[
    may(
        "delimiter",
        Kind::Word(&[",", ";", "\t", "|", "comma", "semicolon", "tab", "pipe"]),
        "Comma, semicolon, tab or pipe: the character itself, or its name.",
        "\";\"",
    ),
    may(
        "decimal",
        Kind::Word(&[".", ",", "point", "comma"]),
        "Decimal sign, point or comma: the character itself, or its name.",
        "\",\"",
    ),
    may(
        "encoding",
        Kind::Word(&["utf-8", "utf-16le", "utf-16be", "iso-8859-1", "windows-1252"]),
        "Encoding; never guessed but from a byte order mark.",
        "\"windows-1252\"",
    ),
    has("missing", Kind::List(&Kind::Cell), "[\"\"]", "Cells that mean \"missing\"; blank ones always do."),
];

/// Keys of `roles.outcome`, also of a `[[coding]]`.
pub(super) const OUTCOME: &[Field] = &[
    must("column", Kind::Column, "Column.", "\"error\"").counted(),
    must("positive", VALUES, "Values that mean yes.", "[\"1\"]").counted(),
    must("negative", VALUES, "Values that mean no.", "[\"0\"]").counted(),
    as_key("label", Kind::Text, "column", "Stands after \"share with …\".", "{ sv = \"fel\", en = \"error\" }"),
    may("definition", Kind::Text, "What it is.", "{ sv = \"…\", en = \"…\" }"),
    may("established_by", Kind::Text, "Who established it, and how.", "{ sv = \"…\", en = \"…\" }"),
    may(
        "differs_by_arm",
        Kind::Text,
        "What it means in each arm, where that is not the same.",
        "{ sv = \"…\", en = \"…\" }",
    ),
];

const SCORE: &[Field] = &[
    must("column", Kind::Column, "Column.", "\"score\"").counted(),
    has("probability", Kind::Bool, "false", "It is the chance of the outcome, in [0, 1].").counted(),
    may("range", Kind::List(&Kind::Number(Range::ANY)), "Lowest and highest, mapped to [0, 1].", "[1, 10]").counted(),
];

const ARM: &[Field] = &[
    must("column", Kind::Column, "Column.", "\"how\"").counted(),
    must("model", VALUES, "Values of cases that the model selected.", "[\"model\"]").counted(),
    must("random", VALUES, "Values of cases drawn at random.", "[\"random\"]").counted(),
    has("both", Kind::List(&Kind::Value), "[]", "Values of cases drawn at random and selected.")
        .like("[\"model+random\"]")
        .counted(),
    has(
        "random_from",
        Kind::Word(&["pool", "not_selected"]),
        "\"pool\"",
        "Where the random arm was drawn from: everybody, or those that the model did not select.",
    )
    .counted(),
    has("validated", Kind::List(&Kind::Value), "[]", "Values of cases whose true group is known.")
        .like("[\"validated\"]")
        .counted(),
    has("stage", Kind::String, "\"selected\"", "The stage that the model arm stands for.").counted(),
];

const FACTOR: &[Field] = &[
    must("name", Kind::String, "Name of the factor.", "\"household\"").counted(),
    must("column", Kind::Column, "Column.", "\"household\"").counted(),
    may("bands", BANDS, "Rising numbers, for a numeric column.", "[1, 3]").counted(),
    as_key("label", Kind::Text, "name", "Label.", "{ sv = \"hushåll\", en = \"household\" }"),
];

const ROLES: &[Field] = &[
    may("id", Kind::Column, "Identifies a case; only to warn of duplicates, never leaves the source.", "\"id\""),
    may("score", Kind::Table(SCORE), "The model's number.", "{ column = \"score\" }").counted(),
    may(
        "outcome",
        Kind::Table(OUTCOME),
        "What turned out to be true. A value in neither list is a problem of the data.",
        "{ column = \"error\", positive = [\"1\"], negative = [\"0\"] }",
    )
    .counted()
    .needed_by(&[Design::TwoArm, Design::SelectedOnly]),
    may(
        "arm",
        Kind::Table(ARM),
        "How a case came to have an outcome: picked by the model, or drawn at random.",
        "{ column = \"how\", model = [\"model\"], random = [\"random\"] }",
    )
    .counted()
    .needed_by(TWO_ARM),
    may("weight", Kind::Column, "Sampling weight, from 0.", "\"weight\"")
        .counted()
        .only(WEIGHTED)
        .excludes(&["inclusion_probability"]),
    may(
        "inclusion_probability",
        Kind::Column,
        "Chance of being in the data, in (0, 1]; instead of weight.",
        "\"chance\"",
    )
    .counted()
    .only(WEIGHTED),
    may("sampling_stratum", Kind::Column, "Sampling stratum; goes with data.stratum_sizes.", "\"stratum\"")
        .counted()
        .only(WEIGHTED),
    may("cluster", Kind::Column, "Cases that belong together: same person, same handler.", "\"person\"").counted(),
    may("period", Kind::Column, "Period of the case.", "\"month\"").counted(),
    may("known", Kind::Column, "When the outcome became known.", "\"closed_on\"").counted(),
    has(
        "strata",
        Kind::List(&Kind::Factor(FACTOR)),
        "[]",
        "Legitimate factors that make cases comparable: columns, or tables with name, column, bands and label.",
    )
    .like("[\"household\", { name = \"income\", column = \"income\", bands = [200000, 400000] }]")
    .counted(),
    may("component", Kind::Column, "Network: the component of the case.", "\"component\"").counted(),
    may("hop", Kind::Column, "Network: steps from the seed.", "\"hop\"").counted(),
    may("seed_node", Kind::Column, "Network: is the case a seed?", "\"seed_node\"").counted(),
    may("own_indicator", Kind::Column, "Network: has the case an indicator of its own?", "\"own_indicator\"").counted(),
    may("handler", Kind::Column, "Human oversight: the handler.", "\"handler\"").counted(),
    may("document", Kind::Column, "Documents: the document of the field.", "\"document\"").counted(),
    may("duration", Kind::Column, "Automated decisions: time to the decision.", "\"duration\"").counted(),
    may("decided", Kind::Column, "Automated decisions: is the case decided yet?", "\"decided\"").counted(),
];

const STAGE: &[Field] = &[
    must("name", Kind::Name, "Name of the stage.", "\"selected\"").counted(),
    may("column", Kind::Column, "Column that tells who is at the stage.", "\"decision\"")
        .counted()
        .needs(&["positive"])
        .excludes(&["threshold"]),
    may("positive", VALUES, "Values of those at the stage.", "[\"1\"]").counted().needs(&["column"]),
    may(
        "negative",
        VALUES,
        "Values of those who are not. Closes the set: any other value is then a problem of the data.",
        "[\"0\"]",
    )
    .counted()
    .needs(&["column"]),
    may("threshold", Kind::Number(Range::ANY), "Instead of a column: at the stage from this score on.", "0.7")
        .counted(),
    may("levels", VALUES, "Values of a decision of more than two levels.", "[\"granted\", \"partly\", \"refused\"]")
        .counted()
        .needs(&["column"]),
    has("ordered", Kind::Bool, "false", "Are the levels ordered?").counted().needs(&["levels"]),
    must("favourable", Kind::Bool, "Is it an advantage to be at the stage? Never guessed.", "false").counted(),
    as_key(
        "label",
        Kind::Text,
        "name",
        "Stands after \"the share …\".",
        "{ sv = \"utvalda för kontroll\", en = \"selected for control\" }",
    ),
    may(
        "verb",
        Kind::Text,
        "What happened to them.",
        "{ sv = \"valdes ut för kontroll\", en = \"were selected for control\" }",
    ),
    may("noun", Kind::Text, "What it is called.", "{ sv = \"urval för kontroll\", en = \"selection for control\" }"),
];

/// Reference of an attribute, also of a `[[coding]]`.
pub(super) const REFERENCE: Field = must(
    "reference",
    Kind::Value,
    "The group that the others are compared with, or \"(rest)\": everybody else.",
    "\"man\"",
);

/// Bands of an attribute, also of a `[[coding]]`.
pub(super) const ATTRIBUTE_BANDS: Field = may(
    "bands",
    BANDS,
    "Rising numbers, for a numeric column: below the first, from each to the next, from the last.",
    "[30, 45, 65]",
)
.counted();

const ATTRIBUTE: &[Field] = &[
    must("name", Kind::Name, "Name of the attribute.", "\"sex\"").counted(),
    as_key("column", Kind::Column, "name", "Its column.", "\"sex\"").counted(),
    may("table", Kind::String, "Its table, where data.tables has several.", "\"sex\"").counted(),
    must(
        "ground",
        Kind::Word(Ground::WORDS),
        "The ground of discrimination that it stands for; supplementary where it is none.",
        "\"sex\"",
    ),
    REFERENCE,
    may(
        "measure",
        Kind::Text,
        "What is measured, and how far that is from the ground.",
        "{ sv = \"registrerat kön\", en = \"registered sex\" }",
    ),
    may(
        "labels",
        Kind::Map(&Kind::Text),
        "Groups in running text; plural, lower case. A group here without rows is listed with none.",
        "{ woman = { sv = \"kvinnor\", en = \"women\" }, man = { sv = \"män\", en = \"men\" } }",
    ),
    ATTRIBUTE_BANDS,
    may("intended_shares", SHARES, "Share of each group in the intended population.", "{ woman = 0.5, man = 0.5 }"),
    may(
        "membership",
        Kind::Table(MEMBERSHIP),
        "The group is known only as a probability.",
        "{ columns = { woman = \"p_woman\", man = \"p_man\" } }",
    )
    .counted()
    .excludes(&["column", "bands"]),
];

const MEMBERSHIP: &[Field] = &[
    must(
        "columns",
        Kind::Map(&Kind::Column),
        "Group = column with its probability.",
        "{ woman = \"p_woman\", man = \"p_man\" }",
    )
    .counted(),
    has(
        "factors",
        Kind::List(&Kind::Table(&[
            must("table", Kind::Path, "The table.", "\"names.csv\"").counted(),
            must("key", Kind::Column, "Column of the data and of the table.", "\"name_code\"").counted(),
        ])),
        "[]",
        "Tables that join the probabilities to the value of a key; two or more are multiplied, and need shares.",
    )
    .like("[{ table = \"names.csv\", key = \"name_code\" }]")
    .counted(),
    may("shares", SHARES, "Share of each group in the population of the tables.", "{ woman = 0.5, man = 0.5 }")
        .counted(),
    may("cell", Kind::Column, "Column whose equal values have equal probabilities.", "\"name_code\"").counted(),
    may("validated", Kind::Column, "Column with the true group where it is known.", "\"sex_known\"").counted(),
    has("validated_random", Kind::Bool, "false", "Are those rows a random sample?").counted().needs(&["validated"]),
    may("totals", SHARES, "Known share of each group in the pool.", "{ woman = 0.51, man = 0.49 }").counted(),
    may("source", Kind::Text, "Where the probabilities come from; printed.", "{ sv = \"…\", en = \"…\" }"),
    may("year", Kind::Text, "Of which year; printed.", "\"2020\""),
    may("population", Kind::Text, "Of which population; printed.", "{ sv = \"…\", en = \"…\" }"),
];

const INTERSECTION: &[Field] = &[must(
    "of",
    Kind::List(&Kind::String),
    "Two or more attribute names. The crossing is called a*b in this order, its groups x*y.",
    "[\"sex\", \"origin\"]",
)
.counted()];
