//! The public 2017 case: four tables that were never joined, a model arm and a random arm.

use std::collections::BTreeMap;

use super::{
    ComparisonHead, DecidedHead, Design, EstimateRow, FindingPartRow, FindingStatement, Ground, InputHead, Key,
    MissingItem, Note, OutcomeHead, PeriodHead, PreparerHead, Report, Scale, StatementRow, Text, Verdict, WarningPlace,
    WarningRow, attribute, disparity, empty, estimate, finding, group, missing_statement, n, pack, some,
};
use crate::words::AuditKind;

struct Table {
    name: &'static str,
    ground: Ground,
    measure: [&'static str; 2],
    group: (&'static str, [&'static str; 2]),
    reference: (&'static str, [&'static str; 2]),
    /// Random arm, estimated pool, selection rate, errors random, errors model, wrongly selected, burden; group first.
    random: [f64; 2],
    pool: [f64; 2],
    selected: [[f64; 3]; 2],
    base: [[f64; 3]; 2],
    precision: [[f64; 3]; 2],
    burden: [f64; 2],
    /// Differences with limits: selection, precision, base; and the ratio of selection rates.
    differences: [[f64; 3]; 3],
    ratio: [f64; 3],
    verdicts: [Verdict; 3],
}

use Verdict::{Disparity as D, Inconclusive as I};

const TABLES: [Table; 4] = [
    Table {
        name: "sex",
        ground: Ground::Sex,
        measure: ["registrerat kön", "registered sex"],
        group: ("woman", ["kvinnor", "women"]),
        reference: ("man", ["män", "men"]),
        random: [587.0, 460.0],
        pool: [548_164.0, 429_566.0],
        selected: [[0.006_259_08, 0.005_943_32, 0.006_615_8], [0.003_843_41, 0.003_595_99, 0.004_122_94]],
        base: [[0.293_015, 0.257_637, 0.331_085], [0.3, 0.259_92, 0.343_393]],
        precision: [[0.479_452, 0.462_768, 0.496_182], [0.520_291, 0.496_173, 0.544_314]],
        burden: [1.085_714, 0.922_002],
        differences: [
            [0.002_415_67, 0.001_735, 0.003_073],
            [-0.040_839, -0.070_1, -0.011_5],
            [-0.006_985, -0.063_09, 0.048_43],
        ],
        ratio: [1.628_52, 1.43, 1.855],
        verdicts: [D, I, I],
    },
    Table {
        name: "origin",
        ground: Ground::Ethnicity,
        measure: [
            "utländsk bakgrund: född utomlands eller med föräldrar födda utomlands",
            "foreign background: born abroad or with parents born abroad",
        ],
        group: ("foreign", ["personer med utländsk bakgrund", "people with a foreign background"]),
        reference: ("swedish", ["personer med svensk bakgrund", "people with a Swedish background"]),
        random: [248.0, 799.0],
        pool: [231_592.0, 746_138.0],
        selected: [[0.009_464_91, 0.008_506_55, 0.010_569_88], [0.003_873_28, 0.003_751_55, 0.004_013_63]],
        base: [[0.354_839, 0.297_919, 0.416_187], [0.277_847, 0.247_907, 0.309_913]],
        precision: [[0.543_339, 0.522_429, 0.564_098], [0.454_325, 0.436_245, 0.472_527]],
        burden: [0.840_47, 1.201_066],
        differences: [
            [0.005_591_63, 0.004_507, 0.006_93],
            [0.089_014, 0.061_2, 0.116_7],
            [0.076_992, 0.011_7, 0.145_2],
        ],
        ratio: [2.443_64, 2.13, 2.81],
        verdicts: [D, D, I],
    },
    Table {
        name: "income",
        ground: Ground::Supplementary,
        measure: ["sjukpenninggrundande inkomst", "income on which sickness benefit is based"],
        group: ("below_median", ["personer med inkomst under medianen", "people with an income below the median"]),
        reference: (
            "at_or_above_median",
            ["personer med inkomst på eller över medianen", "people with an income at or above the median"],
        ),
        random: [269.0, 778.0],
        pool: [251_203.0, 726_527.0],
        selected: [[0.010_282_53, 0.009_294_18, 0.011_417_71], [0.003_439_65, 0.003_325_34, 0.003_570_95]],
        base: [[0.364_312, 0.309_089, 0.423_357], [0.272_494, 0.242_382, 0.304_841]],
        precision: [[0.513_357, 0.494_076, 0.532_598], [0.471_389, 0.451_876, 0.490_989]],
        burden: [0.947_964, 1.121_392],
        differences: [[0.006_842_88, 0.005_71, 0.008_21], [0.041_968, 0.014_3, 0.069_4], [0.091_818, 0.027_8, 0.158]],
        ratio: [2.989_41, 2.64, 3.39],
        verdicts: [D, I, I],
    },
    Table {
        name: "education",
        ground: Ground::Supplementary,
        measure: ["högsta utbildning", "highest education"],
        group: ("low", ["personer med högst gymnasium", "people with upper secondary school at most"]),
        reference: ("high", ["personer med eftergymnasial utbildning", "people with post-secondary education"]),
        random: [552.0, 495.0],
        pool: [515_479.0, 462_251.0],
        selected: [[0.007_746_19, 0.007_328, 0.008_218_28], [0.002_355_87, 0.002_214_04, 0.002_515_98]],
        base: [[0.347_826, 0.309_269, 0.388_486], [0.238_384, 0.202_953, 0.277_844]],
        precision: [[0.509_391, 0.493_884, 0.524_881], [0.431_589, 0.402_463, 0.461_195]],
        burden: [0.963_127, 1.317_021],
        differences: [
            [0.005_390_32, 0.004_757, 0.006_03],
            [0.077_802, 0.044_4, 0.110_9],
            [0.109_442, 0.054_2, 0.163_4],
        ],
        ratio: [3.288_03, 2.97, 3.66],
        verdicts: [D, I, D],
    },
];

/// A retrospective illustration with the real figures: two grounds and two supplementary attributes, one stage.
pub fn vab() -> Report {
    let mut report = empty();
    head(&mut report);
    for table in &TABLES {
        measures(&mut report, table);
    }
    law(&mut report);
    report
}

fn head(report: &mut Report) {
    let audit = &mut report.audit;
    audit.id = "vab-2017".to_owned();
    audit.kind = AuditKind::Illustration;
    audit.design = Design::TwoArm;
    audit.title =
        Text::new("Riskprofil för tillfällig föräldrapenning 2017", "Risk profile for temporary parental benefit 2017");
    audit.period = Some(PeriodHead { from: "2017-01-01".to_owned(), to: "2017-12-31".to_owned() });
    audit.prepared_by = vec![PreparerHead {
        name: "evenhand".to_owned(),
        role: "analyst".to_owned(),
        organisation: Some("evenhand".to_owned()),
    }];
    audit.system.name = "Urvalsprofil".to_owned();
    audit.system.version = Some("2017".to_owned());
    audit.system.benefit = Some("temporary_parental_benefit".to_owned());
    audit.system.pool = Text::new("alla föräldrar med ersättning 2017", "all parents who received the benefit in 2017");
    audit.system.unit = Text::new("föräldrar", "parents");
    audit.outcome = Some(OutcomeHead {
        label: Text::new("fel", "error"),
        definition: Some(Text::new(
            "ett felaktigt uttag eller en kontrollutredning",
            "a wrong claim or a control investigation",
        )),
        established_by: Some(Text::new("Försäkringskassans kontrollutredare", "the agency’s control officers")),
        differs_by_arm: Some(Text::new(
            "kontrollutredning förekommer nästan bara bland dem som modellen gav högst poäng",
            "control investigation occurs almost only among those whom the model scored highest",
        )),
    });
    let stage = &mut audit.stages[0];
    stage.verb = Some(Text::new("valdes ut för kontroll", "were selected for control"));
    stage.noun = Some(Text::new("urval för kontroll", "selection for control"));
    let decided = DecidedHead { on: "2026-11-24".to_owned(), by: "evenhand".to_owned(), role: "lawyer".to_owned() };
    let names: Vec<String> = TABLES.iter().map(|table| table.name.to_owned()).collect();
    for (metric, stage, margin) in [
        ("selection_rate", Some("selected"), 0.001),
        ("positive_predictive_value", Some("selected"), 0.05),
        ("base_rate", None, 0.05),
    ] {
        audit.comparisons.push(ComparisonHead {
            metric: metric.to_owned(),
            stage: stage.map(str::to_owned),
            attributes: names.clone(),
            scale: Scale::Difference,
            margin: n(margin),
            stratum: None,
            reason: Text::new(
                "Satt av projektet för att visa formen, när resultaten redan var kända.",
                "Set by the project to show the form, when the results were already known.",
            ),
            decided: decided.clone(),
        });
    }
    audit.inference.comparisons_confirmatory = n(12.0);
    audit.milestones.margin = Some("2026-11-24".to_owned());
    audit.milestones.results = Some("2026-11-20".to_owned());
    report.provenance.rows = n(24_516.0);
    report.provenance.created = "2026-11-24T00:00:00Z".to_owned();
    let file = report.provenance.inputs[0].clone();
    report.provenance.inputs = TABLES
        .iter()
        .map(|table| InputHead { path: format!("{}.csv", table.name), rows: n(6_129.0), ..file.clone() })
        .collect();
    report.warnings = vec![
        WarningRow {
            code: "margin_after_results".to_owned(),
            text: Text::new(
                "Marginalen sattes när resultaten redan var kända.",
                "The margin was set when the results were already known.",
            ),
            place: None,
            rows: Vec::new(),
        },
        WarningRow {
            code: "outcome_missing".to_owned(),
            text: Text::new(
                "Utfallet saknas för en del ärenden. De räknas aldrig som utan fel. (sex.csv, antal: 86)",
                "The outcome is missing for some cases. They never count as without error. (sex.csv, number: 86)",
            ),
            place: Some(WarningPlace { file: Some("sex.csv".to_owned()), column: None, count: Some(n(86.0)) }),
            rows: Vec::new(),
        },
    ];
}

fn measures(report: &mut Report, table: &Table) {
    let mut head = attribute(table.name, table.ground, table.reference.0);
    head.measure = Some(Text::new(table.measure[0], table.measure[1]));
    report.audit.attributes.push(head);
    let sides = [table.reference, table.group];
    for (at, (name, label)) in sides.into_iter().enumerate() {
        let at = 1 - at;
        report.groups.push(group(table.name, table.ground, name, label, table.random[at]));
        let key = |metric, stage, arm| Key { metric, stage, attribute: table.name, group: name, arm };
        let mut pool = estimate(key("group_population_estimate", None, None), [table.pool[at]; 3], None);
        (pool.lower, pool.upper, pool.level) = (None, None, None);
        let selected = EstimateRow {
            method: Some("two_arm_delta".to_owned()),
            ..estimate(key("selection_rate", Some("selected"), None), table.selected[at], None)
        };
        let precision = estimate(
            key("positive_predictive_value", Some("selected"), Some("model")),
            table.precision[at],
            Some(5082.0),
        );
        let base = estimate(key("base_rate", None, Some("random")), table.base[at], Some(table.random[at]));
        let mut burden = estimate(key("burden_ratio", Some("selected"), Some("model")), [table.burden[at]; 3], None);
        (burden.lower, burden.upper, burden.level) = (None, None, None);
        report.estimates.extend([pool, selected, precision, base, burden]);
    }
    let mut all = estimate(
        Key { metric: "selection_rate", stage: Some("selected"), attribute: table.name, group: "(all)", arm: None },
        [0.005_197_75; 3],
        None,
    );
    (all.lower, all.upper, all.events, all.n) = (None, None, some(5_082.0), some(977_730.0));
    report.estimates.push(all);
    let mut everybody = group(table.name, table.ground, "(all)", ["alla", "everyone"], 977_730.0);
    everybody.share = some(1.0);
    report.groups.push(everybody);
    let key = |metric, stage, arm| Key { metric, stage, attribute: table.name, group: table.group.0, arm };
    let rows = [
        (key("selection_rate", Some("selected"), None), 0.001),
        (key("positive_predictive_value", Some("selected"), Some("model")), 0.05),
        (key("base_rate", None, Some("random")), 0.05),
    ];
    for (at, (key, margin)) in rows.into_iter().enumerate() {
        let mut row = disparity(
            key,
            table.reference.0,
            Scale::Difference,
            table.differences[at],
            Some(margin),
            table.verdicts[at],
        );
        if at == 0 {
            row.minimum_detectable = some(0.0018);
        }
        report.disparities.push(row);
    }
    let ratio = disparity(rows[0].0, table.reference.0, Scale::Ratio, table.ratio, None, Verdict::NotAssessed);
    let mut without = disparity(
        Key { metric: "non_selection_rate", ..rows[0].0 },
        table.reference.0,
        Scale::Ratio,
        [0.9976, 0.9969, 0.9983],
        None,
        Verdict::NotAssessed,
    );
    without.note = vec![Note::NoMargin];
    report.disparities.extend([ratio, without]);
}

fn law(report: &mut Report) {
    report.provenance.packs =
        vec![pack("core", "2026-11-26", "guidance"), pack("se-diskrimineringslagen", "2026-11-20", "statute")];
    let (mut indirect, mut found) = finding(
        "SE-DL-1-4-2",
        "flagged",
        &[
            (
                "EV-02:disparity",
                "En skillnad utanför marginalen är påvisad i urvalet.",
                "A disparity beyond the margin is shown in the selection.",
            ),
            ("HS-05:missing", "Ställningstagande saknas: berättigat syfte.", "Statement missing: legitimate aim."),
        ],
    );
    indirect.lead = true;
    found.also = vec!["incomplete".to_owned(), "inconclusive".to_owned()];
    found.missing = ["HS-05", "HS-06", "HS-07"]
        .iter()
        .map(|hs| MissingItem {
            kind: "statement".to_owned(),
            id: (*hs).to_owned(),
            role: Some("process_owner".to_owned()),
        })
        .collect();
    found.statements = vec![FindingStatement { hs: "HS-05".to_owned(), version: None, state: "missing".to_owned() }];
    found.evidence = report.disparities.iter().filter(|row| row.confirmatory).map(|row| row.id.clone()).collect();
    let (mut proportion, mut lacking) = finding(
        "SE-FL-5",
        "incomplete",
        &[("HS-08:missing", "Ställningstagande saknas: avvägning.", "Statement missing: balance of interests.")],
    );
    proportion.pack = "se-forvaltningsratt".to_owned();
    proportion.citation = Text::new("5 § förvaltningslagen", "Administrative Procedure Act, section 5");
    proportion.short = Text::new("Proportionalitet", "Proportionality");
    proportion.title = proportion.short.clone();
    lacking.pack = proportion.pack.clone();
    lacking.missing =
        vec![MissingItem { kind: "statement".to_owned(), id: "HS-08".to_owned(), role: Some("lawyer".to_owned()) }];
    lacking.verification.state = "verified_in_part".to_owned();
    proportion.verification.state = "verified_in_part".to_owned();
    proportion.verification.part = Some("5 § tredje stycket".to_owned());
    let (mut data, mut prepared) = finding("EU-AIA-10-2-fg", "incomplete", &[("applies_from:2027-12-02", "", "")]);
    data.pack = "eu-ai-act".to_owned();
    data.citation = Text::new("artikel 10.2 f–g i AI-förordningen", "AI Act, Article 10(2)(f)–(g)");
    data.short = Text::new("Data och datastyrning", "Data and data governance");
    data.title = data.short.clone();
    data.applies_from = Some("2027-12-02".to_owned());
    prepared.pack = data.pack.clone();
    prepared.preparation = true;
    prepared.applies_from = Some("2027-12-02".to_owned());
    prepared.applies_by = Some("provision".to_owned());
    report.provenance.packs.push(pack("se-forvaltningsratt", "2026-11-20", "statute"));
    report.provenance.packs.push(pack("eu-ai-act", "2026-11-20", "statute"));
    report.provisions = vec![indirect, proportion, data];
    report.findings = vec![found, lacking, prepared];
    report.finding_parts =
        [Ground::GenderIdentity, Ground::Religion, Ground::Disability, Ground::SexualOrientation, Ground::Age]
            .into_iter()
            .map(|ground| FindingPartRow {
                id: format!("p/SE-DL-1-4-2/{ground}"),
                provision: "SE-DL-1-4-2".to_owned(),
                ground: Some(ground),
                stage: None,
                attribute: None,
                group: None,
                item: "EV-02".to_owned(),
                state: "unmeasured".to_owned(),
                status: Some("incomplete".to_owned()),
                evidence: Vec::new(),
                reason: Some("unmeasured_without_reason".to_owned()),
            })
            .collect();
    report.statements =
        ["HS-01", "HS-05", "HS-06", "HS-07", "HS-08", "HS-16"].into_iter().map(missing_statement).collect();
    report.statements.insert(1, illustrated());
}

/// The shipped illustration of HS-04.
fn illustrated() -> StatementRow {
    let mut statement = missing_statement("HS-04");
    statement.version = Some(1);
    statement.state = "illustration".to_owned();
    statement.reasons = vec!["illustration".to_owned()];
    statement.language = Some("sv".to_owned());
    statement.written = Some("2026-11-24".to_owned());
    statement.answers = BTreeMap::from([
        (
            "q1".to_owned(),
            "Marginal för andelen utvalda: 10 per 10 000 föräldrar (0,1 procentenheter).\n\nMarginal för andelen fel: 5 \
             procentenheter."
                .to_owned(),
        ),
        ("q6".to_owned(), "Resultaten var kända.".to_owned()),
    ]);
    statement.fields = BTreeMap::from([("blind".to_owned(), serde_json::Value::Bool(false))]);
    statement
}
