//! What a reader must know about the figures as a whole.

use std::collections::BTreeMap;

use super::formula;
use super::from_cube::Audit;
use super::rows::Measures;
use super::scores::Basis;
use super::series::{Reading, Series, arm_stage, model, pool_counts, random};
use super::tally::{Case, Span, everybody};
use crate::cube::{DimKind, MISSING, Table, says_missing};
use crate::diag::Warning;
use crate::spec::{Compare, StageRule};
use crate::words::{Design, Note, WarningCode, metric, reserved};

/// Warnings of the measured figures, in a fixed order.
pub(super) fn warnings(audit: &Audit<'_>, series: &[Series], scores: &[Basis], measures: &Measures) -> Vec<Warning> {
    let mut out = Vec::new();
    if audit.spec.roles.outcome.as_ref().is_some_and(|outcome| outcome.differs_by_arm.is_some()) {
        let rows = if audit.spec.data.design.value == Design::TwoArm { of_both_arms(measures) } else { Vec::new() };
        out.push(Warning { rows, ..Warning::new(WarningCode::OutcomeDiffersByArm) });
    }
    no_outcome(audit, &mut out);
    attributes_missing(audit, &mut out);
    decisions_missing(audit, &mut out);
    outcomes_missing(audit, &mut out);
    scores_missing(audit, scores, &mut out);
    lists_too_long(audit, scores, &mut out);
    groups_called_missing(audit, &mut out);
    small_references(audit, &mut out);
    worse_than_chance(audit, series, &mut out);
    overlap(audit, &mut out);
    tables_disagree(audit, &mut out);
    absent_references(audit, &mut out);
    crossed_and_not_joined(audit, &mut out);
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

/// Cases of a group that lack something, and all its cases.
type Lacking = (String, u64, u64);

/// A warning with the number of cases that lack something, and by group under the attribute in which their shares differ
/// most, where they differ by more than a hundredth. `found` has the groups of each attribute; none lacks anything: no warning.
fn lacking(warning: Warning, found: &[(&str, Vec<Lacking>)]) -> Option<Warning> {
    let sum = |groups: &[Lacking]| groups.iter().map(|(_, lacking, _)| lacking).sum::<u64>();
    // Tables of the same people hold the same cases.
    let most = found.iter().map(|(_, groups)| sum(groups)).max().filter(|&cases| cases > 0)?;
    let apart = |groups: &[Lacking]| {
        let known = groups.iter().filter(|(group, _, all)| group != reserved::MISSING && *all > 0);
        let shares = known.map(|(_, lacking, all)| *lacking as f64 / *all as f64);
        let (low, high) = shares.fold((1.0_f64, 0.0_f64), |(low, high), share| (low.min(share), high.max(share)));
        high - low
    };
    let widest = found.iter().max_by(|(_, a), (_, b)| apart(a).total_cmp(&apart(b)));
    let mut warning = warning.count(most);
    if let Some((attribute, groups)) = widest.filter(|(_, groups)| apart(groups) > 0.01) {
        for (group, cases, _) in groups.iter().filter(|(_, cases, _)| *cases > 0) {
            warning = warning.counted_value(&format!("{attribute}: {group}"), *cases);
        }
    }
    Some(warning)
}

/// The groups of every attribute whose table `has` what is asked for, with the cases that lack it of those within `of`.
fn by_group<'a>(
    audit: &'a Audit<'_>,
    stage: Option<&str>,
    has: impl Fn(&Table, Reading) -> bool,
    (of, lacks): (impl Fn(&Case, Reading) -> bool, impl Fn(&Case) -> bool),
) -> Vec<(&'a str, Vec<Lacking>)> {
    let single = audit.axes.iter().enumerate().filter(|(_, axis)| axis.attributes.len() == 1);
    let found = single.filter_map(|(index, axis)| {
        let (table, reading) = (axis.table(audit.cube)?, audit.reading(index)?);
        has(table, reading).then(|| {
            let groups = axis.tallies(table, stage).into_iter().map(|one| {
                let all = one.tally.sum(|case| of(case, reading)).hi;
                (one.group, one.tally.sum(|case| of(case, reading) && lacks(case)).lo, all)
            });
            (axis.name.as_str(), groups.collect())
        })
    });
    found.collect()
}

/// Cases without a group.
fn attributes_missing(audit: &Audit<'_>, out: &mut Vec<Warning>) {
    for axis in audit.axes.iter().filter(|axis| axis.attributes.len() == 1 && axis.proxied().is_none()) {
        let Some(table) = axis.table(audit.cube) else { continue };
        let cases = axis.tallies(table, None).into_iter().filter(|one| one.group == reserved::MISSING);
        let cases = cases.map(|one| one.tally.all().lo).sum::<u64>();
        if cases > 0 {
            out.push(Warning::new(WarningCode::AttributeMissing).column(&axis.name).count(cases));
        }
    }
}

/// Cases whose stage is not known (R8). A threshold's stage is missing with the score, which is said; in two arms a case of
/// the random arm need not have been decided.
fn decisions_missing(audit: &Audit<'_>, out: &mut Vec<Warning>) {
    for stage in audit.spec.stages.iter().filter(|stage| !matches!(stage.rule, StageRule::Threshold(_))) {
        let kind = DimKind::Stage(stage.name.clone());
        let has = |table: &Table, reading| !matches!(reading, Reading::Arms(_)) && table.dim(&kind).is_some();
        let found = by_group(audit, Some(&stage.name), has, (|_: &Case, _| true, |case| case.selected.is_none()));
        out.extend(lacking(Warning::new(WarningCode::DecisionMissing).column(&stage.name), &found));
    }
}

/// Cases whose outcome is not known; of two arms those that are in an arm, since nobody else was looked at.
fn outcomes_missing(audit: &Audit<'_>, out: &mut Vec<Warning>) {
    let Some(outcome) = &audit.spec.roles.outcome else { return };
    let looked_at = |case: &Case, reading| matches!(reading, Reading::Full) || model(case) || random(case);
    let has = |table: &Table, _| table.dim(&DimKind::Outcome).is_some();
    let found = by_group(audit, arm_stage(audit.spec), has, (looked_at, |case| case.outcome.is_none()));
    // Where every outcome is missing, that is said.
    let known = |(_, groups): &(&str, Vec<Lacking>)| groups.iter().any(|(_, lacking, all)| lacking < all);
    if found.iter().any(known) {
        out.extend(lacking(Warning::new(WarningCode::OutcomeMissing).column(&outcome.column), &found));
    }
}

/// Cases without a score; of a whole pool as rows everybody's. A score that the spec names and that no case has.
fn scores_missing(audit: &Audit<'_>, scores: &[Basis], out: &mut Vec<Warning>) {
    let Some(score) = &audit.spec.roles.score else { return };
    let tables = || audit.cube.tables.iter().filter(|table| table.name.starts_with("score:"));
    let scored = |table: &Table| table.cells.iter().any(|cell| cell.key.last().is_some_and(|&bin| bin != MISSING));
    if !tables().any(scored) {
        let cases = tables().map(|table| table.cells.iter().map(|cell| cell.sums[0]).sum::<i128>()).max();
        if let Some(cases) = cases.and_then(|cases| u64::try_from(cases).ok()).filter(|&cases| cases > 0) {
            out.push(Warning::new(WarningCode::ScoreMissing).column(&score.column).count(cases).value("all", "all"));
        }
        return;
    }
    let single = scores.iter().filter(|basis| audit.axes[basis.axis].attributes.len() == 1);
    let everybody =
        single.filter(|basis| basis.arm.is_none() || matches!(audit.reading(basis.axis), Some(Reading::Arms(_))));
    let mut arms: BTreeMap<Option<&str>, Vec<(&str, Vec<Lacking>)>> = BTreeMap::new();
    for basis in everybody {
        let groups = basis.groups.iter();
        let groups = groups.map(|one| (one.group.clone(), one.without_score, one.without_score + one.scored()));
        arms.entry(basis.arm).or_default().push((&audit.axes[basis.axis].name, groups.collect()));
    }
    for found in arms.values() {
        out.extend(lacking(Warning::new(WarningCode::ScoreMissing).column(&score.column), found));
    }
}

/// Lists of the first k by score that are longer than all who have one: their figures are null.
fn lists_too_long(audit: &Audit<'_>, scores: &[Basis], out: &mut Vec<Warning>) {
    let ranked = scores.iter().filter(|basis| basis.arm != Some("random")).map(|basis| basis.all.scored()).max();
    for k in audit.spec.inference.top.iter().filter(|k| ranked.is_some_and(|ranked| **k > ranked)) {
        out.push(Warning::note(Note::NotDefinedForDesign).column("inference.top").value("top", k.to_string()));
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

/// Intersections whose attributes no table holds together: they have no row at all.
fn crossed_and_not_joined(audit: &Audit<'_>, out: &mut Vec<Warning>) {
    let crossed = audit.axes.iter().filter(|axis| axis.attributes.len() > 1 && axis.proxied().is_none());
    for axis in crossed.filter(|axis| axis.table(audit.cube).is_none()) {
        out.push(Warning::note(Note::TablesNotJoined).column(&axis.name));
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
