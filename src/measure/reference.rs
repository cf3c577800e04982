//! Is the reference of each attribute a group of the data?

use crate::cube::{Cube, DimKind};
use crate::diag::{Code, Problem, Problems};
use crate::spec::Spec;
use crate::words::{nearest, reserved};

/// A misspelt reference is a problem of the spec; one that is merely absent from these data is not (`spec.md`, 6).
pub(super) fn check(spec: &Spec, cube: &Cube) -> Result<(), Problems> {
    let mut problems = Problems::new();
    for attribute in &spec.attributes {
        let reference = attribute.reference.as_str();
        if reference == reserved::REST || attribute.membership.is_some() {
            continue;
        }
        let Some(table) = cube.joint_of(&attribute.name) else { continue };
        let Some(dim) = table.dim(&DimKind::Attribute(attribute.name.clone())) else { continue };
        let groups: Vec<&str> = table.dims[dim].values.iter().map(String::as_str).collect();
        if groups.contains(&reference) {
            continue;
        }
        let labelled = attribute.labels.iter().any(|(group, _)| group == reference);
        let near = nearest(reference, groups.iter().copied());
        let in_labels = attribute.labels.is_empty() || labelled;
        if near.is_none() && in_labels {
            continue;
        }
        let known = if groups.len() <= 12 {
            groups.join(", ")
        } else {
            format!("{} and {} more", groups[..10].join(", "), groups.len() - 10)
        };
        let hint = match near {
            Some(near) => format!("did you mean `{near}`? the groups are: {known}"),
            None => format!("use one of: {known}"),
        };
        problems.push(
            Problem::new(
                Code::UnknownReference,
                spec.place(&attribute.reference.span),
                format!("the reference group `{reference}` is not a group of `{}`", attribute.name),
            )
            .label("no row has this value")
            .hint(hint),
        );
    }
    problems.or(())
}
