//! Scores: how they are distributed, how they order people, whether they are right, group by group (`metrics-union.md`,
//! F, G, H; `methods/6`, `methods/7`).
//!
//! Makes estimates, drafts of disparities and curves from the cube's tables by score. A step for each family; each reads
//! a [`Basis`]: the scores of all groups of an attribute (or intersection) in one arm, on the same bins.
//!
//! Start reading at `basis.rs`.

mod basis;
mod calibration;

use super::contrast::Settings;
use super::disparity::Draft;
use super::from_cube::Audit;
use super::rows::{CurveRow, DisparityRow, EstimateRow};
pub(super) use basis::{Basis, bases};

/// Estimates of scores.
pub(super) fn estimates(audit: &Audit<'_>, bases: &[Basis]) -> Vec<EstimateRow> {
    calibration::estimates(audit, bases)
}

/// Comparisons of scores, before they are judged.
pub(super) fn drafts(
    audit: &Audit<'_>,
    bases: &[Basis],
    settings: &Settings,
    block: &mut usize,
    drafts: &mut Vec<Draft>,
) {
    calibration::drafts(audit, bases, settings, block, drafts);
}

/// Comparisons of scores that are distances: they have no scale and no verdict.
pub(super) fn distances(audit: &Audit<'_>, bases: &[Basis]) -> Vec<DisparityRow> {
    calibration::distances(audit, bases)
}

/// Curves of scores.
pub(super) fn curves(audit: &Audit<'_>, bases: &[Basis]) -> Vec<CurveRow> {
    calibration::curves(audit, bases)
}
