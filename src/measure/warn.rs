//! What a reader must know about the figures as a whole.

use super::formula;
use super::from_cube::Audit;
use super::rows::Measures;
use super::series::{Reading, Series, arm_stage, model, pool_counts, random};
use super::tally::{Case, Span, everybody};
use crate::cube::{DimKind, MISSING, Table, says_missing};
use crate::diag::Warning;
use crate::spec::Compare;
use crate::words::{Design, Note, WarningCode, metric, reserved};

/// Warnings of the measured figures, in a fixed order.
pub(super) fn warnings(audit: &Audit<'_>, series: &[Series], measures: &Measures) -> Vec<Warning> {
    let mut out = Vec::new();
    if audit.spec.roles.outcome.as_ref().is_some_and(|outcome| outcome.differs_by_arm.is_some()) {
        let rows = if audit.spec.data.design.value == Design::TwoArm { of_both_arms(measures) } else { Vec::new() };
        out.push(Warning { rows, ..Warning::new(WarningCode::OutcomeDiffersByArm) });
    }
    no_outcome(audit, &mut out);
    groups_called_missing(audit, &mut out);
    small_references(audit, &mut out);
    worse_than_chance(audit, series, &mut out);
    overlap(audit, &mut out);
    tables_disagree(audit, &mut out);
    absent_references(audit, &mut out);
    outcomes_of_the_random_arm(audit, &mut out);
    out
}

/// Ids of the rows that hold outcomes of one arm against those of the other, and so need them to mean the same (`methods/2`,
/// B.1, iii; B.8, iii): what is estimated from both arms, lift among them, and shares among errors.
fn of_both_arms(measures: &Measures) -> Vec<String> {
    // Rates of the pool as rows that are of one arm, or of the decision, although no arm stands in their key.
    const ONE_ARM: [&str; 7] = [
        "positive_predictive_value",
        "false_discovery_rate",
        "negative_predictive_value",
        "false_omission_rate",
        "checking_rate",
        "model_arm_share",
        "predictive_parity",
    ];
    // A test speaks of another metric; an aggregate has its method there.
    let mixes = |own: &str, of: &Option<String>, arm: &Option<String>| {
        let found = of.as_deref().and_then(metric).or_else(|| metric(own));
        arm.is_none() && found.is_some_and(|found| found.outcome && !ONE_ARM.contains(&found.name))
    };
    let estimates = measures.estimates.iter().filter(|row| mixes(&row.metric, &row.of, &row.arm));
    let disparities = measures.disparities.iter().filter(|row| {
        let errors = row.reference.as_deref() == Some(reserved::ERRORS) && row.stratum.as_deref() == Some("outcome=1");
        mixes(&row.metric, &row.of, &row.arm) || (row.metric == "representation" && errors)
    });
    estimates.map(|row| row.id.clone()).chain(disparities.map(|row| row.id.clone())).collect()
}

/// An outcome that the spec names and that no case has.
fn no_outcome(audit: &Audit<'_>, out: &mut Vec<Warning>) {
    let Some(outcome) = &audit.spec.roles.outcome else { return };
    let tables = audit.cube.tables.iter().filter(|table| table.name.starts_with("joint"));
    let found: Vec<(usize, &Table)> =
        tables.filter_map(|table| table.dim(&DimKind::Outcome).map(|at| (at, table))).collect();
    let known = found.iter().any(|(at, table)| table.cells.iter().any(|cell| cell.key[*at] != MISSING));
    let cases = |table: &Table| table.cells.iter().map(|cell| cell.sums[0]).sum::<i128>();
    // Tables of the same people hold the same cases.
    let most = found.iter().map(|(_, table)| cases(table)).max().and_then(|cases| u64::try_from(cases).ok());
    if let Some(cases) = most.filter(|&cases| cases > 0 && !known) {
        let warning = Warning::new(WarningCode::OutcomeMissing).column(&outcome.column);
        out.push(warning.count(cases).value("all", "all"));
    }
}

/// Groups that are called like a mark for missing values, and that the spec does not name as groups.
fn groups_called_missing(audit: &Audit<'_>, out: &mut Vec<Warning>) {
    for attribute in &audit.spec.attributes {
        let kind = DimKind::Attribute(attribute.name.clone());
        let dim = audit.cube.joint_of(&attribute.name).and_then(|table| table.dim(&kind).map(|at| &table.dims[at]));
        let declared = |group: &String| {
            attribute.reference.value == *group || attribute.labels.iter().any(|(label, _)| label == group)
        };
        let odd = |group: &&String| says_missing(group) && !declared(group);
        let names: Vec<String> =
            dim.into_iter().flat_map(|dim| &dim.values).filter(odd).map(|group| format!("`{group}`")).collect();
        if !names.is_empty() {
            let warning = Warning::new(WarningCode::AttributeMissing).column(&attribute.name);
            out.push(warning.value("taken", "group").value("names", names.join(", ")));
        }
    }
}

/// The reference is not among the two largest groups: every interval against it is wide.
fn small_references(audit: &Audit<'_>, out: &mut Vec<Warning>) {
    for axis in audit.axes.iter().filter(|axis| axis.reference != reserved::REST) {
        let Some(table) = axis.table(audit.cube) else { continue };
        let mut sizes: Vec<(u64, String)> = axis
            .tallies(table, None)
            .into_iter()
            .filter(|one| one.group != reserved::MISSING)
            .map(|one| (one.tally.all().lo, one.group))
            .collect();
        sizes.sort_by(|a, b| b.cmp(a));
        let place = sizes.iter().position(|(_, group)| *group == axis.reference);
        let compared = audit.spec.inference.compare.contains(&Compare::Reference);
        if compared && place.is_some_and(|place| place >= 2) {
            out.push(Warning::new(WarningCode::ReferenceSmall).column(&axis.name).value("group", &axis.reference));
        }
    }
}

/// Does Youden's index of everybody (detection rate less wrongly selected rate) lie below 0, with its whole interval
/// (`methods/1`, 1.3: limits of a sum of independent rates)? An index below 0 that chance explains says nothing.
fn worse_than_chance(audit: &Audit<'_>, series: &[Series], out: &mut Vec<Warning>) {
    let tail = (1.0 - audit.spec.inference.level) / 2.0;
    for stage in 0..audit.spec.stages.len() {
        let all = |name: &str| {
            let one = series.iter().find(|one| one.metric.name == name && one.stage == Some(stage))?;
            Some(one.all.rate.estimate(tail, &audit.spec.inference.methods))
        };
        let rates = all("true_positive_rate").zip(all("true_negative_rate"));
        if let Some((_, upper)) = rates.and_then(|(tpr, tnr)| formula::sum_of_rates(tpr, tnr))
            && upper < 1.0
        {
            out.push(Warning::new(WarningCode::WorseThanChance).column(&audit.spec.stages[stage].name));
        }
    }
}

/// The random arm must contain selected cases, and none is marked (`methods/2`, B.8).
fn overlap(audit: &Audit<'_>, out: &mut Vec<Warning>) {
    for (index, axis) in audit.axes.iter().enumerate() {
        let (Some(table), Some(Reading::Pool { from_pool: true, .. })) = (axis.table(audit.cube), audit.reading(index))
        else {
            continue;
        };
        let all = everybody(table, arm_stage(audit.spec));
        let counts = pool_counts(&all);
        let drawn = all.sum(random).lo;
        let marked = all.sum(|case| random(case) && model(case)).lo;
        let expected = drawn as f64 * counts.selected as f64 / (counts.cases.max(1)) as f64;
        if marked == 0 && expected >= 5.0 {
            out.push(Warning::new(WarningCode::OverlapNotRecorded));
            return;
        }
    }
}

/// Tables of the same people should have the same totals (`methods/2`, E). Hidden or rounded counts are known within limits:
/// two of them disagree only where they cannot be equal.
fn tables_disagree(audit: &Audit<'_>, out: &mut Vec<Warning>) {
    let totals: Vec<(String, [Span; 3])> = audit
        .cube
        .tables
        .iter()
        .filter(|table| table.name.starts_with("joint"))
        .map(|table| {
            let all = everybody(table, arm_stage(audit.spec));
            let name = table.part.clone().unwrap_or_default();
            (name, [all.all(), all.sum(model), all.sum(|case| case.outcome == Some(true))])
        })
        .collect();
    let Some(first) = totals.first() else { return };
    for other in &totals[1..] {
        let mut warning = Warning::note(Note::TablesDisagree).value("a", &first.0).value("b", &other.0);
        let names = ["cases", "model", "outcome"];
        let pairs = names.iter().zip(first.1.iter().zip(&other.1)).filter(|(_, (a, b))| a.hi < b.lo || b.hi < a.lo);
        let mut differ = false;
        for (name, (a, b)) in pairs {
            differ = true;
            warning = warning.value(name, format!("{}-{}/{}-{}", a.lo, a.hi, b.lo, b.hi));
        }
        if differ {
            out.push(warning);
        }
    }
}

/// References that no row has, where that is no slip of the spec (`spec.md`, 6).
fn absent_references(audit: &Audit<'_>, out: &mut Vec<Warning>) {
    for axis in audit.axes.iter().filter(|axis| axis.reference != reserved::REST && axis.attributes.len() == 1) {
        let Some(table) = axis.table(audit.cube) else { continue };
        let tallies = axis.tallies(table, None);
        if tallies.iter().any(|one| one.group == axis.reference && one.tally.all().hi == 0) {
            let warning = Warning::note(Note::ReferenceAbsent).column(&axis.name);
            out.push(warning.value("group", &axis.reference));
        }
    }
}

/// The random arm is there for the outcomes of those whom nobody selected: without these it repeats the model arm
/// (`methods/2`, B.1, i).
fn outcomes_of_the_random_arm(audit: &Audit<'_>, out: &mut Vec<Warning>) {
    let found = (0..audit.axes.len()).find_map(|index| {
        let table = audit.axes[index].table(audit.cube)?;
        matches!(audit.reading(index)?, Reading::Arms(_) | Reading::Pool { .. })
            .then(|| everybody(table, arm_stage(audit.spec)))
    });
    let Some(all) = found else { return };
    let unselected = |case: &Case| random(case) && !model(case);
    let cases = all.sum(unselected).lo;
    let known = all.sum(|case| unselected(case) && case.outcome.is_some()).hi;
    if cases > 0 && known == 0 && all.sum(|case| model(case) && case.outcome.is_some()).lo > 0 {
        out.push(Warning::note(Note::OutcomeOnlyForSelected).count(cases).value("arm", "random"));
    }
}
