//! Reports made by hand, for tests of texts and renderings.
//!
//! The one named [`vab`] has the figures of the public 2017 case (counts of `cases/sweden-vab-2017`; limits as printed
//! in the layout study); the others are made to be awkward: nothing measured, crowded, long names, hostile names.

use std::collections::BTreeMap;

use super::{
    AttributeHead, AuditHead, ComparisonHead, Coverage, DecidedHead, DisclosureHead, DisparityRow, EstimateRow,
    FindingPartRow, FindingRow, FindingStatement, FindingVerification, FormatHead, GroupRow, InferenceHead, InputHead,
    Milestones, MissingItem, OutcomeHead, PackRow, PeriodHead, PreparerHead, Provenance, ProvisionRow, Reason, Report,
    SCHEMA_VERSION, StageHead, StatementRow, SystemHead, Verification, WarningPlace, WarningRow,
};
use crate::law::InForce;
use crate::words::{
    AttributeKnown, AuditKind, Design, Ground, Harm, HarmDirection, Harmed, Lang, Nature, Note, Number, Scale,
    SystemKind, Text, Verdict,
};

/// A number that the test writes.
pub fn n(value: f64) -> Number {
    Number::new(value).unwrap()
}

fn some(value: f64) -> Option<Number> {
    Number::new(value)
}

/// A report in which nothing was measured.
pub fn empty() -> Report {
    Report {
        schema_version: SCHEMA_VERSION.to_owned(),
        audit: AuditHead {
            id: "empty-2027".to_owned(),
            kind: AuditKind::BeforeUse,
            design: Design::Full,
            nature: Nature::Real,
            title: Text::new("Urvalsmodell", "Selection model"),
            languages: vec![Lang::Sv, Lang::En],
            period: Some(PeriodHead { from: "2026-01-01".to_owned(), to: "2026-06-30".to_owned() }),
            prepared_by: vec![PreparerHead {
                name: "A. Exempel".to_owned(),
                role: "analyst".to_owned(),
                organisation: None,
            }],
            law_date: "2026-11-26".to_owned(),
            system: SystemHead {
                name: "Urvalsmodell".to_owned(),
                kind: SystemKind::RiskSelection,
                version: Some("3.1".to_owned()),
                benefit: None,
                purpose: None,
                pool: Text::new("alla ansökningar 2026", "all applications in 2026"),
                unit: Text::new("ärenden", "cases"),
            },
            score: None,
            outcome: None,
            stages: vec![stage("selected", "utvalda för kontroll", "selected for control")],
            attributes: Vec::new(),
            factors: Vec::new(),
            comparisons: Vec::new(),
            alternatives: None,
            rates: Vec::new(),
            amounts: Vec::new(),
            inference: InferenceHead {
                level: n(0.95),
                multiplicity: "simultaneous".to_owned(),
                family: "audit".to_owned(),
                harm: Harm::TwoSided,
                alpha_within: n(0.025),
                power: n(0.8),
                variance: None,
                comparisons_confirmatory: n(0.0),
                comparisons_exploratory: n(0.0),
                thresholds: Vec::new(),
            },
            facts: BTreeMap::new(),
            limits: BTreeMap::new(),
            milestones: Milestones::default(),
            disclosure: Some(DisclosureHead {
                profile: "full".to_owned(),
                minimum_cell: n(5.0),
                group_min: n(10.0),
                rounding: None,
                hidden: n(0.0),
                passages: Vec::new(),
            }),
        },
        provenance: Provenance {
            tool: "evenhand".to_owned(),
            version: "0.1.0".to_owned(),
            spec_sha256: "77d0aa21bc".repeat(6) + "77d0",
            counting_sha256: "1c".repeat(32),
            inputs: vec![InputHead {
                path: "cases.csv".to_owned(),
                sha256: "3f1c9a7e".repeat(8),
                rows: n(12_345.0),
                format: FormatHead {
                    kind: "csv".to_owned(),
                    delimiter: Some(",".to_owned()),
                    decimal: Some(".".to_owned()),
                    encoding: Some("utf-8".to_owned()),
                    sniffed: vec!["delimiter".to_owned()],
                },
            }],
            cube_sha256: "0b4ec1d2".repeat(8),
            results_sha256: "9f2c0011".repeat(8),
            created: "2026-11-26T00:00:00Z".to_owned(),
            seed: 1,
            rows: n(12_345.0),
            engine: "embedded".to_owned(),
            random_generator: "chacha8".to_owned(),
            packs: vec![pack("core", "2026-11-26", "guidance")],
        },
        groups: Vec::new(),
        estimates: Vec::new(),
        disparities: Vec::new(),
        curves: Vec::new(),
        subgroups: Vec::new(),
        sensitivity: Vec::new(),
        alternatives: Vec::new(),
        drift: Vec::new(),
        drift_periods: Vec::new(),
        inputs: Vec::new(),
        provisions: Vec::new(),
        statements: Vec::new(),
        findings: Vec::new(),
        finding_parts: Vec::new(),
        warnings: Vec::new(),
    }
}

/// A stage with data, to the disadvantage of those at it.
pub fn stage(name: &str, sv: &str, en: &str) -> StageHead {
    StageHead {
        name: name.to_owned(),
        label: Text::new(sv, en),
        verb: None,
        noun: None,
        favourable: false,
        threshold: None,
        data: true,
    }
}

/// An attribute known as a value of the data.
pub fn attribute(name: &str, ground: Ground, reference: &str) -> AttributeHead {
    AttributeHead {
        name: name.to_owned(),
        ground,
        reference: reference.to_owned(),
        measure: None,
        known: AttributeKnown::Group,
        membership: None,
    }
}

/// A pack.
pub fn pack(id: &str, legal_state: &str, kind: &str) -> PackRow {
    PackRow {
        id: id.to_owned(),
        version: "2026.11.0".to_owned(),
        sha256: "ab".repeat(32),
        legal_state: legal_state.to_owned(),
        jurisdiction: "SE".to_owned(),
        kind: kind.to_owned(),
        caution: Text::default(),
        gate: true,
    }
}

/// A group.
pub fn group(attribute: &str, ground: Ground, name: &str, label: [&str; 2], count: f64) -> GroupRow {
    GroupRow {
        id: format!("g/-/-/{attribute}/{name}"),
        attribute: attribute.to_owned(),
        ground,
        group: name.to_owned(),
        label: Text::new(label[0], label[1]),
        n: some(count),
        weight: None,
        share: None,
        effective_n: None,
        suppressed: false,
        note: Vec::new(),
    }
}

/// What a row of `estimates` or `disparities` is about.
#[derive(Clone, Copy, Debug, Default)]
pub struct Key<'a> {
    /// Metric.
    pub metric: &'a str,
    /// Stage.
    pub stage: Option<&'a str>,
    /// Attribute.
    pub attribute: &'a str,
    /// Group.
    pub group: &'a str,
    /// Arm.
    pub arm: Option<&'a str>,
}

impl Key<'_> {
    fn tail(&self, reference: Option<&str>) -> String {
        let mut out = format!("{}/{}/{}", self.stage.unwrap_or("-"), self.attribute, self.group);
        if let Some(reference) = reference {
            out.push_str(&format!("/vs/{reference}"));
        }
        if let Some(arm) = self.arm {
            out.push_str(&format!("/{arm}"));
        }
        out
    }
}

/// An estimate with its interval.
pub fn estimate(key: Key<'_>, value: [f64; 3], count: Option<f64>) -> EstimateRow {
    EstimateRow {
        id: format!("e/{}/{}", key.metric, key.tail(None)),
        metric: key.metric.to_owned(),
        of: None,
        stage: key.stage.map(str::to_owned),
        attribute: Some(key.attribute.to_owned()),
        group: Some(key.group.to_owned()),
        stratum: None,
        arm: key.arm.map(str::to_owned),
        period: None,
        value: some(value[0]),
        lower: some(value[1]),
        upper: some(value[2]),
        level: some(0.95),
        method: Some("wilson".to_owned()),
        events: None,
        n: count.and_then(Number::new),
        bound_lower: None,
        bound_upper: None,
        statistic: None,
        df: None,
        p_value: None,
        suppressed: false,
        note: Vec::new(),
        detail: None,
    }
}

/// A disparity with its interval, margin (if judged) and verdict.
pub fn disparity(
    key: Key<'_>,
    reference: &str,
    scale: Scale,
    value: [f64; 3],
    margin: Option<f64>,
    verdict: Verdict,
) -> DisparityRow {
    let ratio = scale != Scale::Difference;
    let no_difference = if ratio { 1.0 } else { 0.0 };
    let excludes = value[1] > no_difference || value[2] < no_difference;
    let higher = value[0] > no_difference;
    let harm_direction = match key.metric {
        "selection_rate" => HarmDirection::Higher,
        "positive_predictive_value" => HarmDirection::Lower,
        _ => HarmDirection::None,
    };
    let harmed = match harm_direction {
        HarmDirection::Higher if excludes => Some(if higher { Harmed::Group } else { Harmed::Reference }),
        HarmDirection::Lower if excludes => Some(if higher { Harmed::Reference } else { Harmed::Group }),
        _ => None,
    };
    DisparityRow {
        id: format!("d/{}.{scale}/{}", key.metric, key.tail(Some(reference))),
        metric: key.metric.to_owned(),
        of: None,
        stage: key.stage.map(str::to_owned),
        attribute: Some(key.attribute.to_owned()),
        group: Some(key.group.to_owned()),
        reference: Some(reference.to_owned()),
        stratum: None,
        arm: key.arm.map(str::to_owned),
        period: None,
        scale: Some(scale),
        value: some(value[0]),
        lower: some(value[1]),
        upper: some(value[2]),
        level: some(0.95),
        method: Some(if margin.is_some() { "mover+max_t" } else { "mover" }.to_owned()),
        pointwise_lower: None,
        pointwise_upper: None,
        bound_lower: None,
        bound_upper: None,
        statistic: some(3.2),
        df: None,
        test: Some("score".to_owned()),
        p_value: some(0.0014),
        p_adjusted: some(0.0112),
        p_disparity: margin.and(some(0.004)),
        p_within: margin.and(some(0.996)),
        family: if margin.is_some() { "confirmatory" } else { "descriptive" }.to_owned(),
        confirmatory: margin.is_some(),
        margin: margin.and_then(Number::new),
        verdict,
        harm_direction,
        harmed,
        excludes_no_difference: Some(excludes),
        minimum_detectable: margin.and(some(0.0801)),
        cases_needed: margin.and(some(2_340.0)),
        n_group: some(587.0),
        n_reference: some(460.0),
        suppressed: false,
        note: if margin.is_some() { Vec::new() } else { vec![Note::NoMargin] },
        detail: None,
    }
}

/// A provision and its finding.
pub fn finding(id: &str, status: &str, reasons: &[(&str, &str, &str)]) -> (ProvisionRow, FindingRow) {
    let verification = Verification {
        state: "verified".to_owned(),
        address: "https://www.riksdagen.se/sfs/2008:567".to_owned(),
        read_on: Some("2026-11-20".to_owned()),
        as_amended: Some("SFS 2025:732".to_owned()),
        part: None,
        doubt: None,
        sources: Vec::new(),
    };
    let provision = ProvisionRow {
        provision: id.to_owned(),
        pack: "se-diskrimineringslagen".to_owned(),
        kind: "statute".to_owned(),
        lead: false,
        citation: Text::new("1 kap. 4 § 2 diskrimineringslagen", "Discrimination Act, chapter 1, section 4(2)"),
        title: Text::new("Indirekt diskriminering", "Indirect discrimination"),
        short: Text::new("Indirekt diskriminering", "Indirect discrimination"),
        demand: Text::new(
            "Ingen får missgynnas särskilt av en till synes neutral regel.",
            "Nobody may be particularly disadvantaged by a seemingly neutral rule.",
        ),
        quote: Vec::new(),
        binds: vec!["agency".to_owned()],
        in_force: InForce { from: "2009-01-01".to_owned(), to: None },
        applies_from: None,
        transition: Vec::new(),
        pending: None,
        status_rule: "SR-DISP".to_owned(),
        evidence: vec!["EV-02".to_owned()],
        statements: vec!["HS-02".to_owned()],
        verification: verification.clone(),
    };
    let finding = FindingRow {
        id: id.replace('/', "_"),
        provision: id.to_owned(),
        pack: provision.pack.clone(),
        pack_version: "2026.11.0".to_owned(),
        status: status.to_owned(),
        also: Vec::new(),
        applies_from: None,
        applies_by: None,
        preparation: false,
        pending: false,
        auto: false,
        coverage: Coverage { grounds: 2, grounds_total: 7, stages: 1, stages_total: 1 },
        evidence: Vec::new(),
        statements: Vec::new(),
        missing: Vec::new(),
        reasons: reasons
            .iter()
            .map(|(code, sv, en)| Reason { code: (*code).to_owned(), text: Text::new(sv, en) })
            .collect(),
        claim: None,
        decision: None,
        verification: FindingVerification {
            state: verification.state,
            address: verification.address,
            read_on: verification.read_on,
        },
    };
    (provision, finding)
}

/// A statement that is asked for and has no file.
pub fn missing_statement(hs: &str) -> StatementRow {
    StatementRow {
        hs: hs.to_owned(),
        version: None,
        state: "missing".to_owned(),
        reasons: vec!["missing".to_owned()],
        language: None,
        written: None,
        answers: BTreeMap::new(),
        fields: BTreeMap::new(),
        translation: None,
        signatures: Vec::new(),
        supersedes: None,
        disclosure: Vec::new(),
    }
}

mod awkward;
mod estimated;
mod full;
mod vab;

pub use awkward::{crowded, crowded_long, hostile, long_names, verdicts};
pub use estimated::{Known, estimated, estimated_hostile, estimated_with};
pub use full::full;
pub use vab::vab;
