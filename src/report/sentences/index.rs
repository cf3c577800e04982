//! Rows by attribute and group: with hundreds of groups a search through all rows for each cell would take minutes.

use std::collections::BTreeMap;
use std::iter::Copied;
use std::slice::Iter;

use crate::report::{DisparityRow, EstimateRow, Report};

/// Rows by attribute and group; of a row without either, its name is empty.
type ByGroup<'a, R> = BTreeMap<&'a str, BTreeMap<&'a str, Vec<&'a R>>>;

/// The rows of a report by attribute and group, in the order of the report.
#[derive(Clone, Default)]
pub struct Index<'a> {
    estimates: ByGroup<'a, EstimateRow>,
    disparities: ByGroup<'a, DisparityRow>,
}

impl<'a> Index<'a> {
    pub fn of(report: &'a Report) -> Self {
        let mut index = Self::default();
        for row in &report.estimates {
            put(&mut index.estimates, row.attribute.as_deref(), row.group.as_deref(), row);
        }
        for row in &report.disparities {
            put(&mut index.disparities, row.attribute.as_deref(), row.group.as_deref(), row);
        }
        index
    }

    /// Estimates of a group.
    pub fn estimates(&self, attribute: Option<&str>, group: Option<&str>) -> Copied<Iter<'_, &'a EstimateRow>> {
        rows(&self.estimates, attribute, group)
    }

    /// Comparisons of a group.
    pub fn disparities(&self, attribute: Option<&str>, group: Option<&str>) -> Copied<Iter<'_, &'a DisparityRow>> {
        rows(&self.disparities, attribute, group)
    }
}

fn put<'a, R>(all: &mut ByGroup<'a, R>, attribute: Option<&'a str>, group: Option<&'a str>, row: &'a R) {
    all.entry(attribute.unwrap_or("")).or_default().entry(group.unwrap_or("")).or_default().push(row);
}

fn rows<'i, 'a, R>(all: &'i ByGroup<'a, R>, attribute: Option<&str>, group: Option<&str>) -> Copied<Iter<'i, &'a R>> {
    let found = all.get(attribute.unwrap_or("")).and_then(|groups| groups.get(group.unwrap_or("")));
    found.map_or(&[][..], Vec::as_slice).iter().copied()
}
