//! Everything becomes the report: the spec's words, the measured tables, the findings, the origin of it all.

use super::text::warning_text;
use super::{
    AttributeHead, AuditHead, ComparisonHead, DecidedHead, FactorHead, InferenceHead, InputHead, MembershipHead,
    OutcomeHead, OwnHead, PeriodHead, PreparerHead, Provenance, Report, SCHEMA_VERSION, ScoreHead, StageHead,
    SystemHead, WarningPlace, WarningRow, decides,
};
use crate::diag::Warning;
use crate::law::Findings;
use crate::measure::Measures;
use crate::spec::{Comparison, Decided, Fact, Measured, Spec, StageRule};
use crate::words::{AttributeKnown, Design, Number};

/// Where the figures come from: what the report cannot know from its own tables.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Input files, as the cube names them.
    pub inputs: Vec<InputHead>,
    /// SHA-256 of the cube file.
    pub cube_sha256: String,
    /// SHA-256 of the canonical JSON of the measured tables.
    pub results_sha256: String,
    /// The assessment date, RFC 3339, UTC.
    pub created: String,
    /// Seed.
    pub seed: u64,
    /// Rows.
    pub rows: u64,
    /// What counted.
    pub engine: String,
    /// Warnings of all steps before.
    pub warnings: Vec<Warning>,
}

/// The report of an audit.
pub fn from_findings(spec: &Spec, measures: Measures, findings: Findings, origin: Origin) -> Report {
    let audit = audit_head(spec, &measures, &findings);
    let mut warnings = origin.warnings;
    warnings.extend(findings.warnings);
    Report {
        schema_version: SCHEMA_VERSION.to_owned(),
        audit,
        provenance: Provenance {
            tool: "evenhand".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            spec_sha256: spec.sha256.clone(),
            counting_sha256: spec.counting_sha256.clone(),
            inputs: origin.inputs,
            cube_sha256: origin.cube_sha256,
            results_sha256: origin.results_sha256,
            created: origin.created,
            seed: origin.seed,
            rows: Number::count(origin.rows),
            engine: origin.engine,
            random_generator: "chacha8".to_owned(),
            packs: findings.packs,
        },
        groups: measures.groups,
        estimates: measures.estimates,
        disparities: measures.disparities,
        curves: measures.curves,
        subgroups: measures.subgroups,
        sensitivity: measures.sensitivity,
        alternatives: measures.alternatives,
        drift: measures.drift,
        drift_periods: measures.drift_periods,
        inputs: measures.inputs,
        provisions: findings.provisions,
        statements: findings.statements,
        findings: findings.findings,
        finding_parts: findings.finding_parts,
        warnings: warning_rows(warnings),
    }
}

fn audit_head(spec: &Spec, measures: &Measures, findings: &Findings) -> AuditHead {
    let confirmatory = measures.disparities.iter().filter(|row| decides(row)).count() as u64;
    let exploratory = measures.disparities.iter().filter(|row| row.family == "exploratory").count() as u64;
    AuditHead {
        id: spec.audit.id.value.clone(),
        kind: spec.audit.kind,
        design: spec.data.design.value,
        nature: spec.data.nature,
        title: spec.audit.title.clone(),
        languages: spec.audit.languages.clone(),
        period: spec.audit.period.map(|(from, to)| PeriodHead { from: from.to_string(), to: to.to_string() }),
        prepared_by: spec
            .audit
            .prepared_by
            .iter()
            .map(|one| PreparerHead {
                name: one.name.clone(),
                role: one.role.clone(),
                organisation: one.organisation.clone(),
            })
            .collect(),
        law_date: findings.law_date.clone(),
        system: SystemHead {
            name: spec.system.name.clone(),
            kind: spec.system.kind,
            version: spec.system.version.clone(),
            benefit: spec.system.benefit.clone(),
            purpose: purpose(findings),
            pool: spec.system.pool.clone(),
            unit: spec.system.unit.clone(),
        },
        score: spec.roles.score.as_ref().map(|score| ScoreHead {
            probability: score.probability,
            range: score.range.and_then(|(low, high)| Some([Number::new(low)?, Number::new(high)?])),
        }),
        outcome: spec.roles.outcome.as_ref().map(|outcome| OutcomeHead {
            label: outcome.label.clone(),
            definition: outcome.definition.clone(),
            established_by: outcome.established_by.clone(),
            differs_by_arm: outcome.differs_by_arm.clone(),
        }),
        stages: spec
            .stages
            .iter()
            .map(|stage| StageHead {
                name: stage.name.clone(),
                label: stage.label.clone(),
                verb: stage.verb.clone(),
                noun: stage.noun.clone(),
                favourable: stage.favourable,
                threshold: match stage.rule {
                    StageRule::Threshold(threshold) => Number::new(threshold),
                    _ => None,
                },
                data: stage.rule != StageRule::NoData,
            })
            .collect(),
        attributes: spec
            .attributes
            .iter()
            .map(|attribute| AttributeHead {
                name: attribute.name.clone(),
                ground: attribute.ground,
                reference: attribute.reference.value.clone(),
                measure: attribute.measure.clone(),
                known: if attribute.membership.is_some() { AttributeKnown::Membership } else { AttributeKnown::Group },
                membership: attribute.membership.as_ref().map(|membership| MembershipHead {
                    source: membership.source.clone(),
                    year: membership.year.clone(),
                    population: membership.population.clone(),
                }),
            })
            .collect(),
        factors: spec
            .roles
            .strata
            .iter()
            .map(|factor| FactorHead { name: factor.name.clone(), label: factor.label.clone() })
            .collect(),
        comparisons: spec.comparisons.iter().filter_map(|one| comparison_head(spec, one)).collect(),
        alternatives: None,
        rates: spec
            .rates
            .iter()
            .map(|rate| OwnHead { name: rate.name.clone(), label: rate.label.clone(), unit: None, harm: rate.harm })
            .collect(),
        amounts: spec
            .amounts
            .iter()
            .map(|amount| OwnHead {
                name: amount.name.clone(),
                label: amount.label.clone(),
                unit: Some(amount.unit.clone()),
                harm: amount.harm,
            })
            .collect(),
        inference: inference_head(spec, confirmatory, exploratory),
        facts: crate::law::facts(spec).into_iter().map(|(key, fact)| (key, fact_value(&fact))).collect(),
        limits: spec
            .law
            .limits
            .iter()
            .filter_map(|(key, limit)| Some((key.clone(), Number::new(limit.value)?)))
            .collect(),
        milestones: findings.milestones.clone(),
        disclosure: None,
    }
}

fn inference_head(spec: &Spec, confirmatory: u64, exploratory: u64) -> InferenceHead {
    let inference = &spec.inference;
    let number = |value: f64| Number::new(value).unwrap_or_else(|| Number::count(0));
    // Those of the stages stand with their stages.
    let of_a_stage =
        |mark: f64| spec.stages.iter().any(|stage| matches!(stage.rule, StageRule::Threshold(own) if own == mark));
    InferenceHead {
        level: number(inference.level),
        multiplicity: if inference.holm { "holm" } else { "simultaneous" }.to_owned(),
        family: if inference.family_by_attribute { "attribute" } else { "audit" }.to_owned(),
        harm: inference.harm,
        alpha_within: number(inference.alpha_within),
        power: number(inference.power),
        variance: (spec.data.design.value == Design::TwoArm).then(|| inference.variance.word().to_owned()),
        comparisons_confirmatory: Number::count(confirmatory),
        comparisons_exploratory: Number::count(exploratory),
        thresholds: inference
            .thresholds
            .iter()
            .filter(|mark| !of_a_stage(**mark))
            .filter_map(|mark| Number::new(*mark))
            .collect(),
    }
}

fn comparison_head(spec: &Spec, one: &Comparison) -> Option<ComparisonHead> {
    Some(ComparisonHead {
        metric: match one.measured {
            Measured::Metric(metric) => metric.name.to_owned(),
            Measured::Rate(index) => spec.rates.get(index)?.name.clone(),
            Measured::Amount(index) => spec.amounts.get(index)?.name.clone(),
        },
        stage: one.stage.and_then(|index| spec.stages.get(index)).map(|stage| stage.name.clone()),
        attributes: one.attributes.clone(),
        scale: one.scale,
        margin: Number::new(one.margin)?,
        stratum: one.stratum.clone(),
        reason: one.reason.clone(),
        decided: decided_head(&one.decided),
    })
}

fn decided_head(decided: &Decided) -> DecidedHead {
    DecidedHead { on: decided.on.to_string(), by: decided.by.clone(), role: decided.role.clone() }
}

fn fact_value(fact: &Fact) -> serde_json::Value {
    match fact {
        Fact::Words(words) => match words.as_slice() {
            [one] => one.clone().into(),
            many => many.to_vec().into(),
        },
        Fact::Date(date) => date.to_string().into(),
        Fact::Flag(flag) => (*flag).into(),
    }
}

/// The first 300 characters of the purpose (HS-01, question 1), where the statement is signed.
fn purpose(findings: &Findings) -> Option<String> {
    let statement = findings.statements.iter().find(|row| row.hs == "HS-01" && row.state == "signed")?;
    Some(statement.answers.get("q1")?.chars().take(300).collect())
}

/// The rows of `warnings`: sorted, each once.
pub fn warning_rows(mut warnings: Vec<Warning>) -> Vec<WarningRow> {
    // The name of a file alone, as in the provenance: how a folder was named on a command line is no part of a result.
    for warning in &mut warnings {
        warning.file = warning.file.take().map(|path| path.rsplit(['/', '\\']).next().unwrap_or(&path).to_owned());
    }
    warnings.sort();
    warnings.dedup();
    warnings.iter().map(warning_row).collect()
}

fn warning_row(warning: &Warning) -> WarningRow {
    let place = (warning.file.is_some() || warning.column.is_some() || warning.count.is_some()).then(|| WarningPlace {
        file: warning.file.clone(),
        column: warning.column.clone(),
        count: warning.count.map(Number::count),
    });
    WarningRow { code: warning.code.word().to_owned(), text: warning_text(warning), place, rows: warning.rows.clone() }
}

#[cfg(test)]
mod tests {
    use super::{Findings, Measures, Origin, fact_value, from_findings};

    const VAB: &str = include_str!("../../audits/vab-2017/audit.toml");

    #[test]
    fn the_facts_of_a_report_are_those_that_the_law_room_had() {
        let (spec, _) = crate::spec::from_text("audit.toml", VAB).unwrap_or_else(|problems| panic!("{problems}"));
        let origin = Origin {
            inputs: Vec::new(),
            cube_sha256: String::new(),
            results_sha256: String::new(),
            created: "2026-11-26T00:00:00Z".to_owned(),
            seed: 1,
            rows: 0,
            engine: "embedded".to_owned(),
            warnings: Vec::new(),
        };
        let report = from_findings(&spec, Measures::default(), Findings::default(), origin);
        let had = crate::law::facts(&spec);
        assert_eq!(report.audit.facts.len(), had.len());
        for (key, fact) in &had {
            assert_eq!(report.audit.facts[key], fact_value(fact), "{key}");
        }
        // Of the system, not of `[law.facts]`.
        assert_eq!(report.audit.facts["system_kind"], "risk_selection");
        assert_eq!(report.audit.facts["benefit"], spec.system.benefit.unwrap_or_default());
    }
}
