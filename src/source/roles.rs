//! What each column means in a body of data: the spec's roles with the columns found.
//!
//! Takes the `Spec` and the columns there are ([`Lookup`]); gives [`Roles`]. May not know rows.
//! Invariants: whatever the spec names is found or reported; a value is explained by one rule, made here from the spec alone.

use super::filter::Filter;
use super::membership::{MembershipFrom, MembershipRole};
use super::raw::{Hasher, Shape};
use super::score::{billionths, mapped, ordered};
use super::value::{Bands, Listed};
use super::{Dimension, InputColumn, ScoreKind};
use crate::spec::{At, Population, RandomFrom, Spec, StageRule};

/// Where a wanted column comes from: the sheets themselves, or the joined table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Number of the want.
    Own(usize),
    /// Number of the joined column.
    Joined(usize),
}

/// Finds columns, and remembers what was not found.
pub trait Lookup {
    /// The column of a role that is read where it is there.
    fn role(&mut self, column: &At<String>, shape: Shape) -> Option<Slot>;
    /// The column of something that must be in this body.
    fn needed(&mut self, column: &At<String>, shape: Shape) -> Option<Slot>;
    /// The column of something that need not be there.
    fn optional(&mut self, column: &str, shape: Shape) -> Option<Slot>;
    /// A column that is only checked to be there.
    fn exists(&mut self, column: &At<String>);
}

/// How codes of a dimension come about.
pub enum Coding {
    /// Each value that may stand is a code.
    Names {
        /// The column.
        slot: Slot,
        /// Which may.
        allowed: Allowed,
    },
    /// Each band is a code.
    Bands {
        /// The column, read as numbers.
        slot: Slot,
        /// The bands.
        bands: Bands,
    },
    /// Lists of the spec.
    Lists {
        /// The column.
        slot: Slot,
        /// List and code.
        lists: Vec<(Listed, u32)>,
        /// The code of any other value; `None`: there may be none.
        otherwise: Option<u32>,
        /// Names of the codes from 1.
        names: Vec<String>,
    },
    /// Score at least so much: billionths, or ordered integer.
    Threshold(u64),
    /// The level of an input, told from its value alone.
    Level {
        /// The column.
        slot: Slot,
        /// Are its numbers names?
        names: bool,
    },
    /// Bands of an input, as an attribute or a factor of the same column has them.
    LevelBands {
        /// The column, read as numbers.
        slot: Slot,
        /// The bands.
        bands: Bands,
    },
    /// Hash mod buckets.
    Bucket {
        /// The column, hashed.
        slot: Slot,
        /// How many.
        buckets: u32,
    },
}

/// Which values may stand in a column of names.
pub enum Allowed {
    /// Any.
    Any,
    /// Those whose sizes are known.
    Sized(Listed),
    /// The groups of a membership, and others that the probabilities have no class for: any that looks neither like one of
    /// the groups written otherwise nor like a word for "missing".
    Groups(Listed),
}

/// A dimension of a body.
pub struct Dim {
    /// What it stands for.
    pub dimension: Dimension,
    /// Its column, for problems.
    pub column: String,
    /// The key of the spec, for problems.
    pub key: String,
    /// How its codes come about.
    pub coding: Coding,
}

/// The score's column and map.
pub struct ScoreRole {
    /// The column.
    pub slot: Slot,
    /// Its name.
    pub column: String,
    /// Declared range; [0, 1] for a probability; `None`: any finite number.
    pub range: Option<(f64, f64)>,
    /// Declared a probability?
    pub probability: bool,
}

impl ScoreRole {
    /// How its numbers are counted.
    pub fn kind(&self) -> ScoreKind {
        if self.range.is_some() { ScoreKind::Billionths } else { ScoreKind::Ordered }
    }
}

/// The arm, and the stage that it stands for.
pub struct ArmRole {
    /// Number of the dimension of the arm.
    pub arm: usize,
    /// Number of the dimension of the stage, its column and name, and which of its codes are "at the stage".
    pub stage: Option<(usize, String, String, Vec<bool>)>,
    /// Was the random arm drawn from those not at the stage?
    pub random_not_selected: bool,
    /// Is every row a case of the pool, so that the decision must be known?
    pub pool_is_rows: bool,
}

/// The attributes of a long table.
pub struct Long {
    /// The column that names the attribute.
    pub slot: Slot,
    /// Its name.
    pub column: String,
    /// The value that stands for the attribute of each section.
    pub names: Listed,
}

/// A column of numbers or counts.
pub struct Figure {
    /// The column.
    pub slot: Slot,
    /// Its name.
    pub column: String,
}

/// What each column means.
pub struct Roles {
    /// Which rows are taken.
    pub filter: Option<Filter<Slot>>,
    /// To see duplicates.
    pub id: Option<Figure>,
    /// Attributes; in a long table the k-th belongs to the k-th section, else all to the only one.
    pub attributes: Vec<Dim>,
    /// The other dimensions, in the order of [`Dimension`].
    pub others: Vec<Dim>,
    /// The arm, if there is one.
    pub arm: Option<ArmRole>,
    /// Attributes of a long table.
    pub long: Option<Long>,
    /// Score.
    pub score: Option<ScoreRole>,
    /// Weight; true: the column is the inclusion probability.
    pub weight: Option<(Figure, bool)>,
    /// Count.
    pub count: Option<Figure>,
    /// Amounts, with their index in the spec.
    pub amounts: Vec<(usize, Figure)>,
    /// Attributes known through memberships.
    pub memberships: Vec<MembershipRole>,
    /// Names of the inputs that the data have, in the order of the input list.
    pub inputs: Vec<String>,
}

/// Names of the codes of an arm, from 1.
pub const ARMS: [&str; 4] = ["both", "model", "random", "validated"];
/// The codes of an arm.
pub const BOTH: u32 = 1;
/// See [`BOTH`].
pub const MODEL: u32 = 2;
/// See [`BOTH`].
pub const RANDOM: u32 = 3;

/// Names of the codes of an outcome or a stage of two levels, from 1.
const NO_YES: [&str; 2] = ["0", "1"];

impl Roles {
    /// The roles of a body called `table` (`None`: the only one); of `inputs` those that are columns of it are read.
    pub fn new(spec: &Spec, table: Option<&str>, inputs: &[InputColumn], find: &mut impl Lookup) -> Self {
        let data = &spec.data;
        let filter = data.filter.as_ref().and_then(|condition| {
            let mut slot =
                |name: &str| find.needed(&At { value: name.to_owned(), span: condition.span.clone() }, Shape::Codes);
            Filter::new(condition, &mut slot)
        });
        let figure = |column: &At<String>, slot: Slot| Figure { slot, column: column.value.clone() };
        let id = spec
            .roles
            .id
            .as_ref()
            .and_then(|id| find.role(id, Shape::Hashes(Hasher::Quick)).map(|slot| figure(id, slot)));
        let score = spec.roles.score.as_ref().and_then(|score| {
            let slot = find.role(&score.column, Shape::Numbers)?;
            let range = if score.probability { Some((0.0, 1.0)) } else { score.range };
            Some(ScoreRole { slot, column: score.column.value.clone(), range, probability: score.probability })
        });
        let attributes = attributes(spec, table, find);
        let mut others: Vec<Dim> = spec
            .roles
            .strata
            .iter()
            .enumerate()
            .filter_map(|(i, factor)| {
                groups(
                    Dimension::Factor(i),
                    &factor.column,
                    &factor.bands,
                    format!("factor `{}`", factor.name),
                    find,
                    false,
                )
            })
            .collect();
        let arm = arm(spec, find, &mut others);
        let mut stages = Vec::new();
        for i in 0..spec.stages.len() {
            if let Some(dim) = stage_dim(spec, i, score.as_ref(), find) {
                stages.push((i, others.len(), dim.column.clone()));
                others.push(dim);
            }
        }
        let arm = arm.map(|mut role| {
            role.stage = spec.roles.arm.as_ref().and_then(|arm| {
                let (_, at, column) = stages.iter().find(|(stage, ..)| *stage == arm.stage)?;
                let stage = &spec.stages[arm.stage];
                Some((*at, column.clone(), stage.name.clone(), at_stage(spec, arm.stage)))
            });
            role
        });
        if let Some(outcome) = &spec.roles.outcome {
            others.extend(find.role(&outcome.column, Shape::Codes).map(|slot| Dim {
                dimension: Dimension::Outcome,
                column: outcome.column.value.clone(),
                key: "`roles.outcome`".to_owned(),
                coding: Coding::Lists {
                    slot,
                    lists: vec![(Listed::new(&outcome.positive), 2), (Listed::new(&outcome.negative), 1)],
                    otherwise: None,
                    names: NO_YES.map(str::to_owned).to_vec(),
                },
            }));
        }
        if let Some(period) = &spec.roles.period {
            others.extend(groups(Dimension::Period, period, &[], "`roles.period`".to_owned(), find, false));
        }
        if let Some(stratum) = &spec.roles.sampling_stratum {
            let sizes: Vec<String> = data.stratum_sizes.keys().cloned().collect();
            let allowed = if sizes.is_empty() { Allowed::Any } else { Allowed::Sized(Listed::new(&sizes)) };
            others.extend(find.role(stratum, Shape::Codes).map(|slot| Dim {
                dimension: Dimension::SamplingStratum,
                column: stratum.value.clone(),
                key: "`roles.sampling_stratum`".to_owned(),
                coding: Coding::Names { slot, allowed },
            }));
        }
        if let Some(cluster) = &spec.roles.cluster {
            let hasher = Hasher::Salted(spec.counting_sha256.clone());
            others.extend(find.role(cluster, Shape::Hashes(hasher)).map(|slot| Dim {
                dimension: Dimension::ClusterBucket,
                column: cluster.value.clone(),
                key: "`roles.cluster`".to_owned(),
                coding: Coding::Bucket { slot, buckets: spec.inference.cluster_buckets.max(1) },
            }));
        }
        let memberships = memberships(spec, table, find, &mut others);
        let inputs = input_dims(spec, inputs, find, &mut others);
        let long = data.long.as_ref().and_then(|(attribute, _)| {
            let names: Vec<String> = attributes.iter().map(|dim| long_name(spec, dim)).collect();
            let slot = find.needed(attribute, Shape::Codes)?;
            Some(Long { slot, column: attribute.value.clone(), names: Listed::new(&names) })
        });
        let weight = match (&spec.roles.weight, &spec.roles.inclusion_probability) {
            (Some(weight), _) => find.role(weight, Shape::Numbers).map(|slot| (figure(weight, slot), false)),
            (None, Some(probability)) => {
                find.role(probability, Shape::Numbers).map(|slot| (figure(probability, slot), true))
            }
            (None, None) => None,
        };
        let count =
            data.count.as_ref().and_then(|count| find.needed(count, Shape::Codes).map(|slot| figure(count, slot)));
        let amounts = spec
            .amounts
            .iter()
            .enumerate()
            .filter_map(|(i, amount)| {
                find.role(&amount.column, Shape::Numbers).map(|slot| (i, figure(&amount.column, slot)))
            })
            .collect();
        // Columns of capabilities that count nothing yet: they must be there.
        spec.roles
            .known
            .iter()
            .chain(spec.roles.other.iter().map(|(_, column)| column))
            .for_each(|column| find.exists(column));
        Self { filter, id, attributes, others, arm, long, score, weight, count, amounts, memberships, inputs }
    }
}

impl Roles {
    /// The place among the other dimensions of the cells of a membership.
    pub fn cell_of(&self, role: &MembershipRole) -> Option<usize> {
        self.others.iter().position(|dim| dim.dimension == Dimension::ProxyCell(role.attribute))
    }
}

/// The value of the attribute column of a long table that stands for an attribute.
fn long_name(spec: &Spec, dim: &Dim) -> String {
    match dim.dimension {
        Dimension::Attribute(i) => spec.attributes[i].column.value.clone(),
        _ => String::new(),
    }
}

fn attributes(spec: &Spec, table: Option<&str>, find: &mut impl Lookup) -> Vec<Dim> {
    let mut dims = Vec::new();
    for (i, attribute) in spec.attributes.iter().enumerate() {
        // Groups known as probabilities are no codes: see `memberships`.
        if attribute.membership.is_some() {
            continue;
        }
        if table.is_some() && attribute.table.as_deref() != table {
            continue;
        }
        let mut column = spec.data.long.as_ref().map_or(&attribute.column, |(_, group)| group).clone();
        if column.span.is_empty() {
            column.span = attribute.column.span.clone();
        }
        let key = format!("attribute `{}`", attribute.name);
        dims.extend(groups(Dimension::Attribute(i), &column, &attribute.bands, key, find, true));
    }
    dims
}

/// The attributes known through memberships; their cells and true groups become dimensions.
fn memberships(spec: &Spec, table: Option<&str>, find: &mut impl Lookup, others: &mut Vec<Dim>) -> Vec<MembershipRole> {
    let (mut roles, mut cells, mut truths) = (Vec::new(), Vec::new(), Vec::new());
    for (i, attribute) in spec.attributes.iter().enumerate() {
        let Some(membership) = &attribute.membership else { continue };
        if table.is_some() && attribute.table.as_deref() != table {
            continue;
        }
        let from = if membership.factors.is_empty() {
            let slots: Vec<Slot> =
                membership.columns.values().filter_map(|column| find.needed(column, Shape::Numbers)).collect();
            MembershipFrom::Columns(slots)
        } else {
            let keys: Vec<Slot> =
                membership.factors.iter().filter_map(|(_, key)| find.needed(key, Shape::Codes)).collect();
            let share = |group: &String| membership.shares.get(group).copied().unwrap_or(0.0);
            MembershipFrom::Factors { keys, shares: membership.columns.keys().map(share).collect() }
        };
        let mut dim = |dimension: Dimension, column: &At<String>, key: &str| {
            let key = format!("`membership.{key}` of the attribute `{}`", attribute.name);
            groups(dimension, column, &[], key, find, true)
        };
        cells.extend(membership.cell.as_ref().and_then(|column| dim(Dimension::ProxyCell(i), column, "cell")));
        let groups: Vec<String> = membership.columns.keys().cloned().collect();
        let truth = membership.validated.as_ref().and_then(|column| dim(Dimension::Validated(i), column, "validated"));
        truths.extend(truth.map(|mut dim| {
            if let Coding::Names { allowed, .. } = &mut dim.coding {
                *allowed = Allowed::Groups(Listed::new(&groups));
            }
            dim
        }));
        let columns = membership.columns.values().map(|column| column.value.clone()).collect();
        roles.push(MembershipRole { attribute: i, name: attribute.name.clone(), groups, columns, from });
    }
    others.extend(cells.into_iter().chain(truths));
    roles
}

/// The inputs that are columns of the data become dimensions; gives their names.
fn input_dims(spec: &Spec, inputs: &[InputColumn], find: &mut impl Lookup, others: &mut Vec<Dim>) -> Vec<String> {
    let mut found = Vec::new();
    for input in inputs {
        // Where the spec has bands for the column they are the levels: nobody chose others.
        let of_attribute = spec.attributes.iter().filter(|attribute| attribute.column.value == input.name);
        let of_factor = spec.roles.strata.iter().filter(|factor| factor.column.value == input.name);
        let limits = of_attribute.map(|one| &one.bands).chain(of_factor.map(|one| &one.bands));
        let bands = limits.into_iter().find_map(|limits| Bands::new(limits));
        let shape = if bands.is_some() { Shape::Numbers } else { Shape::Codes };
        let Some(slot) = find.optional(&input.name, shape) else { continue };
        let coding = match bands {
            Some(bands) => Coding::LevelBands { slot, bands },
            None => Coding::Level { slot, names: input.names },
        };
        let key = format!("input `{}`", input.name);
        others.push(Dim { dimension: Dimension::Input(found.len()), column: input.name.clone(), key, coding });
        found.push(input.name.clone());
    }
    found
}

/// A dimension whose groups are values or bands of a column.
fn groups(
    dimension: Dimension,
    column: &At<String>,
    limits: &[f64],
    key: String,
    find: &mut impl Lookup,
    needed: bool,
) -> Option<Dim> {
    let bands = Bands::new(limits);
    let shape = if bands.is_some() { Shape::Numbers } else { Shape::Codes };
    let slot = if needed { find.needed(column, shape) } else { find.role(column, shape) }?;
    let coding = match bands {
        Some(bands) => Coding::Bands { slot, bands },
        None => Coding::Names { slot, allowed: Allowed::Any },
    };
    Some(Dim { dimension, column: column.value.clone(), key, coding })
}

fn arm(spec: &Spec, find: &mut impl Lookup, others: &mut Vec<Dim>) -> Option<ArmRole> {
    let arm = spec.roles.arm.as_ref()?;
    let slot = find.role(&arm.column, Shape::Codes)?;
    let lists = [&arm.both.value, &arm.model.value, &arm.random.value, &arm.validated];
    others.push(Dim {
        dimension: Dimension::Arm,
        column: arm.column.value.clone(),
        key: "`roles.arm`".to_owned(),
        coding: Coding::Lists {
            slot,
            lists: (1u32..).zip(lists).map(|(code, list)| (Listed::new(list), code)).collect(),
            otherwise: Some(0),
            names: ARMS.map(str::to_owned).to_vec(),
        },
    });
    Some(ArmRole {
        arm: others.len() - 1,
        stage: None,
        random_not_selected: arm.random_from == RandomFrom::NotSelected,
        pool_is_rows: spec.data.population.as_ref().is_some_and(|population| population.value == Population::Rows),
    })
}

fn stage_dim(spec: &Spec, at: usize, score: Option<&ScoreRole>, find: &mut impl Lookup) -> Option<Dim> {
    let stage = spec.stages.get(at)?;
    let key = format!("stage `{}`", stage.name);
    let two = NO_YES.map(str::to_owned).to_vec();
    let (column, coding) = match &stage.rule {
        StageRule::Column { column, positive, negative } => {
            let slot = find.role(column, Shape::Codes)?;
            let coding = if stage.levels.is_empty() {
                let lists = vec![(Listed::new(positive), 2), (Listed::new(negative), 1)];
                Coding::Lists { slot, lists, otherwise: negative.is_empty().then_some(1), names: two }
            } else {
                let level = |(code, level): (u32, &String)| (Listed::new(std::slice::from_ref(level)), code);
                let lists = (1u32..).zip(&stage.levels).map(level).collect();
                Coding::Lists { slot, lists, otherwise: None, names: stage.levels.clone() }
            };
            (column.value.clone(), coding)
        }
        StageRule::Threshold(threshold) => {
            let score = score?;
            (score.column.clone(), Coding::Threshold(threshold_key(*threshold, score.range)))
        }
        StageRule::Arm | StageRule::NoData => return None,
    };
    Some(Dim { dimension: Dimension::Stage(at), column, key, coding })
}

/// The least score at a threshold, as scores are counted; more than any score has where the threshold is above the range.
fn threshold_key(threshold: f64, range: Option<(f64, f64)>) -> u64 {
    let Some(range) = range else { return ordered(threshold) };
    let share = mapped(threshold, range);
    billionths(share).map_or(if share > 1.0 { u64::MAX } else { 0 }, u64::from)
}

/// Which codes of a stage's dimension are "at the stage".
fn at_stage(spec: &Spec, at: usize) -> Vec<bool> {
    let stage = &spec.stages[at];
    match &stage.rule {
        StageRule::Column { positive, .. } if !stage.levels.is_empty() => {
            let positive = Listed::new(positive);
            let listed =
                |level: &String| positive.find(&super::value::Value::text(level, b'.', &Listed::default())).is_some();
            std::iter::once(false).chain(stage.levels.iter().map(listed)).collect()
        }
        _ => vec![false, false, true],
    }
}
