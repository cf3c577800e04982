//! Runners for bounds and for the tilt between them.

use std::collections::BTreeMap;

use evenhand_stats::bounds::Bounds;
use evenhand_stats::leave_one_out::FactorCell;
use evenhand_stats::logistic;
use evenhand_stats::proxy::bounds::{self, ProxyBounds};
use evenhand_stats::proxy::outcome_bounds::{self, OutcomeCell, OutcomeRate};
use evenhand_stats::proxy::{Cell, Unknown, against_rest, band, expected, regression, tilt};
use evenhand_stats::special::ln_dbinom;
use evenhand_stats::{TwoByTwo, float, normal};
use serde_json::{Value, json};

use crate::case::{self, BLACK, Band, WHITE};
use crate::harness::{Outputs, Record};
use crate::identified::numbers;

const NONE: Unknown = Unknown { rows: 0, events: 0 };

/// Cells of rows, shares of one group, selected: the group and the rest.
fn cells(record: &Record) -> Vec<Cell> {
    let (n, p) = (numbers(&record.inputs["n"]), numbers(&record.inputs["p"]));
    let selected = numbers(&record.inputs["selected"]);
    let one: Vec<Cell> = (0..n.len())
        .map(|c| Cell { rows: n[c] as u64, events: selected[c] as u64, members: vec![p[c] * n[c]] })
        .collect();
    against_rest(&one, 0)
}

fn ends(b: Bounds) -> (Option<f64>, Option<f64>) {
    (b.lower.map(|end| end.bound), b.upper.map(|end| end.bound))
}

fn errors(b: Bounds) -> (Option<f64>, Option<f64>) {
    (b.lower.map(|end| end.standard_error), b.upper.map(|end| end.standard_error))
}

fn described(found: &ProxyBounds, z: f64) -> Outputs {
    let ((lower, upper), (se_lower, se_upper)) = (ends(found.bounds()), errors(found.bounds()));
    let (kink_lower, kink_upper) = found.kinks();
    let (limits, (c, shown)) = (found.limits(z), found.imbens_manski(0.95).unwrap());
    Outputs::default()
        .with("lower", lower)
        .with("upper", upper)
        .with("se_lower", se_lower)
        .with("se_upper", se_upper)
        .with("kink_lower", kink_lower)
        .with("kink_upper", kink_upper)
        .with("verdict_lower", limits.lower)
        .with("verdict_upper", limits.upper)
        .with("display_c", c)
        .with("display_lower", shown.lower)
        .with("display_upper", shown.upper)
        .with("imbens_manski_c", c)
        .with("interval_lower", shown.lower)
        .with("interval_upper", shown.upper)
}

pub fn verdict_limits(record: &Record) -> Outputs {
    let cells = cells(record);
    let z = record.inputs["c"].as_f64().unwrap_or_else(|| normal::z_of_tail(0.025));
    let found = bounds::rate(&cells, 0, NONE).unwrap();
    let counts = expected(&cells, 0);
    described(&found, z)
        .with("expected_events", counts.events)
        .with("expected_non_events", counts.non_events)
        .with("enough_events", found.enough())
}

pub fn small(record: &Record) -> Outputs {
    let cells = cells(record);
    let found = bounds::rate(&cells, 0, NONE).unwrap();
    let reference = ends(bounds::rate(&cells, 1, NONE).unwrap().bounds());
    let difference = ends(bounds::difference(&cells, 0, 1, NONE).unwrap().bounds());
    described(&found, normal::z_of_tail(0.025))
        .with("weighted", expected(&cells, 0).rate())
        .with("reference_lower", reference.0)
        .with("reference_upper", reference.1)
        .with("difference_lower", difference.0)
        .with("difference_upper", difference.1)
}

pub fn three_groups(record: &Record) -> Outputs {
    let (n, selected) = (numbers(&record.inputs["n"]), numbers(&record.inputs["selected"]));
    let shares: Vec<Vec<f64>> = record.inputs["p"].as_array().unwrap().iter().map(numbers).collect();
    // One list of shares per group.
    let cells: Vec<Cell> = (0..n.len())
        .map(|c| Cell {
            rows: n[c] as u64,
            events: selected[c] as u64,
            members: shares.iter().map(|group| group[c] * n[c]).collect(),
        })
        .collect();
    let difference = ends(bounds::difference(&cells, 0, 1, NONE).unwrap().bounds());
    Outputs::default().with("difference_lower", difference.0).with("difference_upper", difference.1)
}

pub fn true_positive_rate(record: &Record) -> Outputs {
    let list = |key: &str| numbers(&record.inputs[key]);
    let (n, p) = (list("n"), list("p"));
    let corners = [list("selected_and_true"), list("selected_not_true"), list("not_selected_true"), list("neither")];
    let cells: Vec<OutcomeCell> = (0..n.len())
        .map(|c| OutcomeCell {
            selected_true: corners[0][c] as u64,
            selected_false: corners[1][c] as u64,
            unselected_true: corners[2][c] as u64,
            unselected_false: corners[3][c] as u64,
            members: vec![p[c] * n[c]],
        })
        .collect();
    let rate = OutcomeRate::TruePositive;
    let (lower, upper) = ends(outcome_bounds::rate(&cells, 0, rate, NONE).unwrap().bounds());
    let narrow = ends(bounds::rate(&outcome_bounds::restricted(&cells, rate), 0, NONE).unwrap().bounds());
    Outputs::default()
        .with("lower", lower)
        .with("upper", upper)
        .with("lower_if_group_independent_of_outcome_within_cell", narrow.0)
        .with("upper_if_group_independent_of_outcome_within_cell", narrow.1)
}

pub fn small_cells(record: &Record) -> Outputs {
    let (p, r) = (record.number("p"), record.number("rate"));
    let of_size = |n: u64| -> f64 {
        (0..=n)
            .map(|x| {
                let cell = Cell { rows: n, events: x, members: vec![p * n as f64] };
                let bound = ends(bounds::rate(&[cell], 0, NONE).unwrap().bounds()).0.unwrap();
                // The record's bound is a share of the cell, not of its members.
                float::exp(ln_dbinom(x, n, r, 1.0 - r).unwrap()) * bound * p
            })
            .sum()
    };
    let sizes = record.inputs["n"].as_array().unwrap();
    let expected: Vec<f64> = sizes.iter().map(|n| of_size(n.as_u64().unwrap())).collect();
    Outputs::default().with("expected", expected)
}

fn entry(cells: &[Cell], group: usize) -> Value {
    let (lower, upper) = ends(bounds::rate(cells, group, NONE).unwrap().bounds());
    let occupied = cells.iter().filter(|cell| cell.rows > 0).count();
    json!({ "lower": lower, "upper": upper, "cells": occupied })
}

pub fn case_cells(_: &Record) -> Outputs {
    let people = case::rows();
    let mut outputs = Outputs::default();
    for (name, class) in [("black", BLACK), ("white", WHITE)] {
        // In the bands black is the first member, white the second.
        let place = usize::from(class == WHITE);
        let bands = case::bands(name);
        let cells: Vec<Cell> = bands.iter().map(|band| band.cell.clone()).collect();
        let [without, with] = [0, 1].map(|d| bands.iter().map(|b| b.truth[2 * place + d]).sum::<u64>() as f64);
        let members: f64 = cells.iter().map(|cell| cell.members[place]).sum();
        let mut found = json!({
            "bands_of_p_0.05": entry(&cells, place),
            "true_rate": with / (without + with),
            "weighted": crate::validated::sums_of_case(|_| true, place) / members,
        });
        if let Some(people) = &people {
            let mut by_surname: BTreeMap<&str, Cell> = BTreeMap::new();
            let empty = || Cell { rows: 0, events: 0, members: vec![0.0] };
            let add = |cell: &mut Cell, rows: u64, events: u64, members: f64| {
                cell.rows += rows;
                cell.events += events;
                cell.members[0] += members;
            };
            for person in people {
                let cell = by_surname.entry(&person.cell).or_insert_with(empty);
                add(cell, 1, u64::from(person.decision), person.surname[class]);
            }
            let fine: Vec<Cell> = by_surname.into_values().collect();
            let mut coarse: Vec<Cell> = fine.iter().filter(|cell| cell.rows >= 30).cloned().collect();
            let mut rest: Vec<Cell> = (0..20).map(|_| empty()).collect();
            for cell in fine.iter().filter(|cell| cell.rows < 30) {
                add(&mut rest[band(cell.share(0), 20)], cell.rows, cell.events, cell.members[0]);
            }
            coarse.extend(rest);
            found["surname_cell"] = entry(&fine, 0);
            found["cells_of_30_or_more_else_band_of_p"] = entry(&coarse, 0);
        }
        outputs = outputs.with(name, found);
    }
    outputs
}

pub fn ecological(record: &Record) -> Outputs {
    let (n, x) = (numbers(&record.inputs["n"]), numbers(&record.inputs["share_group"]));
    let rates = numbers(&record.inputs["rate"]);
    let one: Vec<Cell> = (0..n.len())
        .map(|c| Cell { rows: n[c] as u64, events: (n[c] * rates[c]).round() as u64, members: vec![n[c] * x[c]] })
        .collect();
    let cells = against_rest(&one, 0);
    let by_area: Vec<(f64, f64)> = (0..n.len()).map(|c| bounds::in_cell(x[c], rates[c]).unwrap()).collect();
    let (lower, upper) = ends(bounds::rate(&cells, 0, NONE).unwrap().bounds());
    let goodman = regression::regression(&cells).unwrap();
    let neighbourhood = [0, 1].map(|g| expected(&cells, g).rate().unwrap());
    Outputs::default()
        .with("duncan_davis_lower_by_area", by_area.iter().map(|b| b.0).collect::<Vec<_>>())
        .with("duncan_davis_upper_by_area", by_area.iter().map(|b| b.1).collect::<Vec<_>>())
        .with("group_lower", lower)
        .with("group_upper", upper)
        .with("goodman_reference_rate", goodman.rates[1])
        .with("goodman_group_rate", goodman.rates[0])
        .with("goodman_difference", goodman.difference(0, 1, 1.96).value)
        .with("neighbourhood_model_group", neighbourhood[0])
        .with("neighbourhood_model_difference", neighbourhood[0] - neighbourhood[1])
}

pub fn tilt_small(record: &Record) -> Outputs {
    let cells = cells(record);
    let at = |psi: f64| {
        let t = tilt::tilted(&cells, 0, 1, psi).unwrap();
        json!({ "rate_group": t.group, "rate_reference": t.reference, "difference": t.difference() })
    };
    let curve = json!({ "0.25": at(0.25), "0.5": at(0.5), "1": at(1.0), "2": at(2.0), "4": at(4.0) });
    Outputs::default()
        .with("by_odds_ratio", curve)
        .with("odds_ratio_at_difference_zero", tilt::tipping_point(&cells, 0, 1, 0.0))
        .with("odds_ratio_at_margin", tilt::tipping_point(&cells, 0, 1, record.number("margin")))
}

pub fn tilt_case(_: &Record) -> Outputs {
    let bands = case::bands("black");
    let cells: Vec<Cell> = bands.iter().map(|band| band.cell.clone()).collect();
    let at = |psi: f64| {
        let t = tilt::tilted(&cells, 0, 1, psi).unwrap();
        json!({ "black": t.group, "white": t.reference, "difference": t.difference() })
    };
    // The real odds ratio within bands: black against white with a level for each band.
    let table: Vec<FactorCell> = bands
        .iter()
        .enumerate()
        .map(|(level, Band { truth: [b0, b1, w0, w1], .. })| FactorCell {
            levels: vec![level as u32],
            table: TwoByTwo::new(*b1, b0 + b1, *w1, w0 + w1).unwrap(),
        })
        .collect();
    let (odds, _) = logistic::adjusted_odds_ratio(&table, 0.025).unwrap();
    Outputs::default()
        .with("by_odds_ratio", json!({ "1": at(1.0), "1.5": at(1.5), "2": at(2.0), "3": at(3.0) }))
        .with("odds_ratio_at_difference_0", tilt::tipping_point(&cells, 0, 1, 0.0))
        .with("odds_ratio_at_difference_0.05", tilt::tipping_point(&cells, 0, 1, 0.05))
        .with("odds_ratio_at_difference_0.10", tilt::tipping_point(&cells, 0, 1, 0.1))
        .with("actual_odds_ratio_black_against_white_given_band", odds.value)
}
