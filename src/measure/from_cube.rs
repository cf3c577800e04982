//! Counts become estimates: the room's entry, metrics × groups in the order of the report.

use super::aggregate;
use super::comparable::{self, Comparable};
use super::disparity;
use super::estimate;
use super::groups;
use super::intended;
use super::missing;
use super::named;
use super::order::Order;
use super::proxy;
use super::reference;
use super::rows::{CurveRow, DisparityRow, EstimateRow, InputRow, Measures};
use super::scores;
use super::series::{Reading, Series, series_of};
use super::shares;
use super::strength;
use super::tally::Axis;
use super::warn;
use crate::cube::Cube;
use crate::diag::{Problems, Warning};
use crate::spec::Spec;
use crate::words::{Work, each_at_once};

/// All measures of an audit.
///
/// Takes the cube, the spec that it was counted by, the input list as supplied, and the seed of what is drawn at
/// random; gives the tables in the order of `report-json.md` section 1, and warnings beside them. Fails only where the
/// spec names a reference group that the data do not have.
pub fn from_cube(
    spec: &Spec,
    cube: &Cube,
    inputs: Vec<InputRow>,
    seed: u64,
) -> Result<(Measures, Vec<Warning>), Problems> {
    reference::check(spec, cube)?;
    let axes = Axis::all(spec);
    let audit = Audit { spec, cube, axes: &axes, order: Order::new(spec, &axes), seed };
    let series: Vec<Series> = (0..axes.len()).flat_map(|index| series_of(spec, cube, &axes, index)).collect();
    let scores = scores::bases(&audit);
    let missing = missing::series(&audit, &scores);
    let comparable = Comparable::read(&audit, &series);
    let proxies = proxy::bases(spec, cube, &axes);
    // Of attributes known through memberships a series is that of everybody: nobody is compared in it.
    let known: Vec<Series> = series.iter().filter(|one| axes[one.axis].proxied().is_none()).cloned().collect();
    let mut measures = Measures { groups: groups::rows(&audit, &proxies), ..Measures::default() };
    // The longest first, many short ones last.
    let mut works: Vec<Work<'_, Rows>> =
        vec![Box::new(|| Rows::Disparities(disparity::rows(&audit, &known, &missing, &scores, &comparable, &proxies)))];
    for basis in &scores {
        works.push(Box::new(|| {
            let (estimates, curves) = scores::of_groups(&audit, &scores, basis);
            Rows::OfGroups(estimates, curves)
        }));
    }
    works.extend([
        Box::new(|| {
            let mut estimates = estimate::rows(&audit, &series);
            estimates.extend(proxy::estimates(&audit, &proxies));
            estimates.extend(shares::estimates(&audit));
            estimates.extend(intended::estimates(&audit));
            estimates.extend(missing::estimates(&audit, &missing));
            estimates.extend(comparable::estimates(&audit, &comparable));
            estimates.extend(strength::rows(&audit, &inputs));
            estimates.extend(aggregate::homogeneity(&audit, &known));
            Rows::Estimates(estimates)
        }) as Work<'_, Rows>,
        Box::new(|| Rows::Disparities(aggregate::rows(&audit, &known))),
        Box::new(|| Rows::Curves(proxy::curves(&audit, &proxies))),
    ]);
    let (read, bases) = (&audit, &scores);
    for kind in scores::DESCRIBED {
        for basis in bases {
            works.push(Box::new(move || Rows::Disparities(scores::described(read, bases, basis, kind))));
        }
    }
    let mut lists = Vec::new();
    for rows in each_at_once(works) {
        match rows {
            Rows::Estimates(rows) => measures.estimates.extend(rows),
            Rows::Disparities(rows) => measures.disparities.extend(rows),
            Rows::Curves(rows) => lists.push(rows),
            Rows::OfGroups(estimates, curves) => {
                measures.estimates.extend(estimates);
                lists.push(curves);
            }
        }
    }
    measures.inputs = inputs;
    let absent = named::absent(&audit, &measures.disparities);
    measures.disparities.extend(absent);
    measures.sensitivity = proxy::sensitivity(&audit, &proxies);
    proxy::conclude(&audit, &proxies, &mut measures);
    let Measures { estimates, disparities, curves, .. } = &mut measures;
    each_at_once(vec![
        Box::new(|| audit.order.disparities(disparities)) as Work<'_, ()>,
        Box::new(|| *curves = audit.order.curves(lists)),
        Box::new(|| audit.order.estimates(estimates)),
    ]);
    let mut warnings = warn::warnings(&audit, &series, &scores, &measures);
    warnings.extend(proxy::warnings(&proxies));
    Ok((measures, warnings))
}

/// What a step makes.
enum Rows {
    Estimates(Vec<EstimateRow>),
    Disparities(Vec<DisparityRow>),
    Curves(Vec<CurveRow>),
    OfGroups(Vec<EstimateRow>, Vec<CurveRow>),
}

/// What every step of the room reads.
pub(super) struct Audit<'a> {
    /// What is asked.
    pub spec: &'a Spec,
    /// The counts.
    pub cube: &'a Cube,
    /// Attributes and requested intersections.
    pub axes: &'a [Axis<'a>],
    /// The order of rows.
    pub order: Order,
    /// Seed of what is drawn at random.
    pub seed: u64,
}

impl Audit<'_> {
    /// Is the design one that this version computes?
    pub fn reading(&self, axis: usize) -> Option<Reading> {
        Reading::of(self.spec, self.axes[axis].table(self.cube)?)
    }

    /// Were the tables of the data never joined, so that "everybody" stands under each attribute?
    pub fn unjoined(&self) -> bool {
        self.cube.tables.iter().filter(|table| table.name.starts_with("joint")).count() > 1
    }

    /// Name of a stage.
    pub fn stage(&self, stage: Option<usize>) -> Option<&str> {
        stage.and_then(|index| self.spec.stages.get(index)).map(|stage| stage.name.as_str())
    }
}
