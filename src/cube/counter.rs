//! The tables that one thread fills.
//!
//! Takes batches; gives a cube a section once the names of the codes are known. May not know what a value means.
//! Invariants: bins are exact while a section has at most [`MOST_EXACT`] different scores, then become the ladder, so that
//! what a thread held before makes no difference.

use hashbrown::HashMap;

use super::bins::{Ladder, MOST_EXACT, ordered_bin};
use super::inputs::InputTable;
use super::proxy::ProxyTables;
use super::tally::{Full, Tally, Values};
use super::{Cell, Cube, Dim, DimKind, MISSING, Measure, ScoreBins, Table};
use crate::source::{Batch, Dimension, ScoreKind, Scores, Section, Values as Names};
use crate::spec::Spec;

/// Most bytes of the arrays of a thread, and of one of them; larger tables are hash maps.
const MOST_BYTES: usize = 1 << 28;
const MOST_TABLE_BYTES: usize = 1 << 26;

/// Where bins begin, besides those of the ladder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edges {
    /// Bits of the ladder.
    pub bits: u8,
    /// In billionths, rising.
    pub billionths: Vec<u32>,
    /// As ordered integers, rising.
    pub ordered: Vec<u64>,
}

/// The tables of one thread.
pub struct Counter {
    sections: Vec<SectionCounter>,
    edges: Edges,
    full: Option<Full>,
}

struct SectionCounter {
    joint: Tally,
    /// Numbers of the joint table's dimensions in the section: all but those of memberships and inputs.
    joint_dimensions: Vec<usize>,
    scores: Vec<ScoreTable>,
    proxies: Vec<ProxyTables>,
    inputs: Vec<InputTable>,
    bins: Binning,
    /// The bin of each row of a batch.
    bin: Vec<u32>,
    cases: u64,
}

/// A table by score.
struct ScoreTable {
    name: String,
    /// Numbers of its dimensions in the section; the bin is before them.
    dimensions: Vec<usize>,
    tally: Tally,
}

/// How bins are numbered while counting; 0 is "no score".
enum Binning {
    None,
    /// Each score in the order in which it was met.
    Exact {
        codes: HashMap<u32, u32>,
        keys: Vec<u32>,
    },
    /// One more than the key on the ladder.
    Ladder(Ladder),
    /// Each bin of ordered scores in the order in which it was met.
    Ordered {
        codes: HashMap<u32, u32>,
        keys: Vec<u32>,
    },
}

impl Counter {
    /// Empty tables for these sections.
    pub fn new(spec: &Spec, sections: &[Section], edges: &Edges) -> Self {
        let sections = sections.iter().map(|section| SectionCounter::new(spec, section)).collect();
        Self { sections, edges: edges.clone(), full: None }
    }

    /// Adds a batch of a section. Once something does not fit nothing is added any more, and [`Counter::cubes`] says so.
    pub fn add(&mut self, section: usize, batch: &Batch) {
        if self.full.is_none() {
            self.full = self.sections[section].add(batch, &self.edges).err();
        }
    }

    /// A cube a section; `values` are the names of its codes.
    pub fn cubes(self, spec: &Spec, sections: &[Section], values: &[Vec<Names>]) -> Result<Vec<Cube>, Full> {
        if let Some(full) = self.full {
            return Err(full);
        }
        let edges = &self.edges;
        Ok(self
            .sections
            .into_iter()
            .zip(sections)
            .zip(values)
            .map(|((counter, section), values)| counter.cube(spec, section, values, edges))
            .collect())
    }
}

impl SectionCounter {
    fn new(spec: &Spec, section: &Section) -> Self {
        let tables = score_tables(spec, section);
        let most = (MOST_BYTES / (tables.len() + 1 + 2 * section.memberships.len())).min(MOST_TABLE_BYTES);
        let measures = score_measures(section);
        let elsewhere =
            |one: Dimension| matches!(one, Dimension::ProxyCell(_) | Dimension::Validated(_) | Dimension::Input(_));
        let joint_dimensions: Vec<usize> =
            (0..section.dimensions.len()).filter(|&at| !elsewhere(section.dimensions[at])).collect();
        Self {
            joint: Tally::new(joint_dimensions.len(), joint_measures(spec, section), most),
            joint_dimensions,
            proxies: ProxyTables::of(spec, section, most),
            inputs: InputTable::all(spec, section),
            scores: tables
                .into_iter()
                .map(|(name, dimensions)| {
                    let tally = Tally::new(dimensions.len() + 1, measures.clone(), most);
                    ScoreTable { name, dimensions, tally }
                })
                .collect(),
            bins: match section.score {
                None => Binning::None,
                Some(ScoreKind::Billionths) => Binning::Exact { codes: HashMap::new(), keys: Vec::new() },
                Some(ScoreKind::Ordered) => Binning::Ordered { codes: HashMap::new(), keys: Vec::new() },
            },
            bin: Vec::new(),
            cases: 0,
        }
    }

    fn add(&mut self, batch: &Batch, edges: &Edges) -> Result<(), Full> {
        self.cases += if batch.counts.is_empty() { batch.rows as u64 } else { batch.counts.iter().sum() };
        let values = Values {
            counts: &batch.counts,
            slacks: &batch.slacks,
            scores: if let Scores::Billionths(scores) = &batch.scores { scores } else { &[] },
            weights: &batch.weights,
            amounts: &batch.amounts,
            ..Values::default()
        };
        let codes: Vec<&[u32]> = batch.codes.iter().map(Vec::as_slice).collect();
        let columns: Vec<&[u32]> = self.joint_dimensions.iter().map(|&at| codes[at]).collect();
        let sizes: Vec<u32> = self.joint_dimensions.iter().map(|&at| batch.sizes[at]).collect();
        self.joint.add(&columns, &sizes, batch.rows, values)?;
        for proxy in &mut self.proxies {
            proxy.add(batch, &codes)?;
        }
        for table in &mut self.inputs {
            table.add(batch, &codes);
        }
        let bins = self.number_bins(&batch.scores, edges)?;
        for table in &mut self.scores {
            let columns: Vec<&[u32]> =
                std::iter::once(&*self.bin).chain(table.dimensions.iter().map(|&at| codes[at])).collect();
            let sizes: Vec<u32> =
                std::iter::once(bins).chain(table.dimensions.iter().map(|&at| batch.sizes[at])).collect();
            table.tally.add(&columns, &sizes, batch.rows, values)?;
        }
        Ok(())
    }

    /// Fills `bin`; gives one more than the largest number.
    fn number_bins(&mut self, scores: &Scores, edges: &Edges) -> Result<u32, Full> {
        let bin = &mut self.bin;
        bin.clear();
        if let (Binning::Exact { codes, keys }, Scores::Billionths(scores)) = (&mut self.bins, scores) {
            for &q in scores {
                bin.push(if q == u32::MAX { 0 } else { number(q, codes, keys) });
                if keys.len() > MOST_EXACT {
                    break;
                }
            }
            if keys.len() <= MOST_EXACT {
                return Ok(keys.len() as u32 + 1);
            }
            bin.clear();
            let ladder = Ladder::new(edges.bits, &edges.billionths);
            let recode = |code: u32| code.checked_sub(1).map_or(0, |at| ladder.key(keys[at as usize]) + 1);
            for table in &mut self.scores {
                table.tally = table.tally.recoded_first(ladder.keys() + 1, recode)?;
            }
            self.bins = Binning::Ladder(ladder);
        }
        match (&mut self.bins, scores) {
            (Binning::Ladder(ladder), Scores::Billionths(scores)) => {
                bin.extend(scores.iter().map(|&q| if q == u32::MAX { 0 } else { ladder.key(q) + 1 }));
                Ok(ladder.keys() + 1)
            }
            (Binning::Ordered { codes, keys }, Scores::Ordered(scores)) => {
                bin.extend(scores.iter().map(|&score| match score {
                    u64::MAX => 0,
                    score => number(ordered_bin(score, edges.bits, &edges.ordered), codes, keys),
                }));
                Ok(keys.len() as u32 + 1)
            }
            _ => Ok(1),
        }
    }

    fn cube(self, spec: &Spec, section: &Section, values: &[Names], edges: &Edges) -> Cube {
        let kinds: Vec<DimKind> = section.dimensions.iter().map(|dimension| kind(spec, section, *dimension)).collect();
        let named = |at: usize| (kinds[at].clone(), &values[at]);
        let bin_keys: Vec<u32> = match &self.bins {
            Binning::None => Vec::new(),
            Binning::Exact { keys, .. } | Binning::Ordered { keys, .. } => keys.clone(),
            Binning::Ladder(ladder) => (0..ladder.keys()).collect(),
        };
        let joint = match &section.part {
            Some(part) => format!("joint:{part}"),
            None => "joint".to_owned(),
        };
        let all: Vec<(DimKind, &Names)> = self.joint_dimensions.iter().map(|&at| named(at)).collect();
        let mut tables = vec![table(joint, section, &all, &self.joint, None)];
        for score in self.scores {
            let dims: Vec<(DimKind, &Names)> = score.dimensions.iter().map(|&at| named(at)).collect();
            tables.push(table(score.name, section, &dims, &score.tally, Some((DimKind::ScoreBin, &bin_keys))));
        }
        for proxy in &self.proxies {
            tables.extend(proxy.tables(spec, section, &named));
        }
        tables.extend(self.inputs.into_iter().map(|inputs| inputs.table(section, &named)));
        tables.sort_by(|a, b| a.name.cmp(&b.name));
        let bits = edges.bits;
        Cube {
            counting_sha256: spec.counting_sha256.clone(),
            bins: match self.bins {
                Binning::None => ScoreBins::None,
                Binning::Exact { .. } => ScoreBins::Exact { bits },
                Binning::Ladder(_) => ScoreBins::Ladder { bits },
                Binning::Ordered { .. } => ScoreBins::Ordered { bits, edges: edges.ordered.clone() },
            },
            edges: edges.billionths.clone(),
            inputs: Vec::new(),
            rows: self.cases,
            warnings: Vec::new(),
            tables,
        }
    }
}

/// The number of a key, from 1; a new one gets the next.
fn number(key: u32, codes: &mut HashMap<u32, u32>, keys: &mut Vec<u32>) -> u32 {
    *codes.entry(key).or_insert_with(|| {
        keys.push(key);
        keys.len() as u32
    })
}

fn kind(spec: &Spec, section: &Section, dimension: Dimension) -> DimKind {
    match dimension {
        Dimension::Attribute(at) => DimKind::Attribute(spec.attributes[at].name.clone()),
        Dimension::Factor(at) => DimKind::Factor(spec.roles.strata[at].name.clone()),
        Dimension::Arm => DimKind::Arm,
        Dimension::Stage(at) => DimKind::Stage(spec.stages[at].name.clone()),
        Dimension::Outcome => DimKind::Outcome,
        Dimension::Period => DimKind::Period,
        Dimension::SamplingStratum => DimKind::SamplingStratum,
        Dimension::ClusterBucket => DimKind::ClusterBucket,
        Dimension::ProxyCell(at) => DimKind::ProxyCell(spec.attributes[at].name.clone()),
        Dimension::Validated(at) => DimKind::Validated(spec.attributes[at].name.clone()),
        Dimension::Input(at) => DimKind::Input(section.inputs[at].clone()),
    }
}

/// Name and dimensions of the tables by score: one an attribute, one an intersection of attributes that stand together.
fn score_tables(spec: &Spec, section: &Section) -> Vec<(String, Vec<usize>)> {
    if section.score.is_none() {
        return Vec::new();
    }
    let place =
        |attribute: usize| section.dimensions.iter().position(|known| *known == Dimension::Attribute(attribute));
    let rest: Vec<usize> = section
        .dimensions
        .iter()
        .enumerate()
        .filter(|(_, dimension)| matches!(dimension, Dimension::Arm | Dimension::Stage(_) | Dimension::Outcome))
        .map(|(at, _)| at)
        .collect();
    let single = (0..spec.attributes.len()).map(|attribute| vec![attribute]);
    let mut tables: Vec<(String, Vec<usize>)> = single
        .chain(spec.intersections.iter().cloned())
        .filter_map(|attributes| {
            let mut dimensions: Vec<usize> =
                attributes.iter().map(|&attribute| place(attribute)).collect::<Option<_>>()?;
            dimensions.extend(&rest);
            let names: Vec<&str> =
                attributes.iter().map(|&attribute| spec.attributes[attribute].name.as_str()).collect();
            Some((format!("score:{}", names.join("*")), dimensions))
        })
        .collect();
    if tables.is_empty() {
        tables.push(("score:(all)".to_owned(), rest));
    }
    tables
}

fn weighted(section: &Section) -> Vec<Measure> {
    let mut measures = vec![Measure::Count];
    if section.counted {
        measures.push(Measure::Slack);
    }
    if section.weighted {
        measures.extend([Measure::Weight, Measure::WeightSquared]);
    }
    measures
}

fn score_measures(section: &Section) -> Vec<Measure> {
    let mut measures = weighted(section);
    if section.score == Some(ScoreKind::Billionths) {
        measures.extend([Measure::Score, Measure::ScoreSquared]);
        if section.weighted {
            measures.extend([
                Measure::WeightedScore,
                Measure::WeightedScoreSquared,
                Measure::WeightSquaredScore,
                Measure::WeightSquaredScoreSquared,
            ]);
        }
    }
    measures.sort();
    measures
}

fn joint_measures(spec: &Spec, section: &Section) -> Vec<Measure> {
    let mut measures = score_measures(section);
    if section.score == Some(ScoreKind::Billionths) {
        measures.push(Measure::ScoreCount);
    }
    for &at in &section.amounts {
        let name = &spec.amounts[at].name;
        measures.extend([
            Measure::Amount(name.clone()),
            Measure::AmountSquared(name.clone()),
            Measure::AmountCount(name.clone()),
        ]);
    }
    measures.sort();
    measures
}

/// A finished table: codes become places in sorted values, and cells are sorted.
///
/// With `bins` the tally's first dimension is a bin: it becomes the last dimension, of this kind and with these keys.
pub fn table(
    name: String,
    section: &Section,
    dims: &[(DimKind, &Names)],
    tally: &Tally,
    bins: Option<(DimKind, &[u32])>,
) -> Table {
    let before = usize::from(bins.is_some());
    let mut used: Vec<Vec<bool>> = dims.iter().map(|(_, values)| vec![values.all; values.names.len()]).collect();
    tally.for_each(|codes, _| {
        for (used, &code) in used.iter_mut().zip(&codes[before..]) {
            if let Some(used) = (code as usize).checked_sub(1).and_then(|at| used.get_mut(at)) {
                *used = true;
            }
        }
    });
    let recoded: Vec<(Dim, Vec<u32>)> =
        dims.iter().zip(&used).map(|((kind, values), used)| recode(kind, values, used)).collect();
    let mut cells = Vec::new();
    tally.for_each(|codes, sums| {
        let key = recoded.iter().zip(&codes[before..]).map(|((_, places), &code)| match code.checked_sub(1) {
            None => MISSING,
            // Where the code is the value there are no names.
            Some(at) => places.get(at as usize).copied().unwrap_or(at),
        });
        let bin = bins.as_ref().map(|(_, keys)| codes[0].checked_sub(1).map_or(MISSING, |at| keys[at as usize]));
        cells.push(Cell { key: key.chain(bin).collect(), sums: sums.to_vec() });
    });
    cells.sort_by(|a, b| a.key.cmp(&b.key));
    let mut dims: Vec<Dim> = recoded.into_iter().map(|(dim, _)| dim).collect();
    dims.extend(bins.map(|(kind, _)| Dim { kind, values: Vec::new() }));
    let mut table = Table { name, part: section.part.clone(), dims, measures: tally.measures().to_vec(), cells };
    drop_empty_slack(&mut table);
    table
}

/// Where no count was suppressed or rounded there is nothing to say of it.
pub fn drop_empty_slack(table: &mut Table) {
    if let Some(at) = table.measure(&Measure::Slack)
        && table.cells.iter().all(|cell| cell.sums[at] == 0)
    {
        table.measures.remove(at);
        table.cells.iter_mut().for_each(|cell| _ = cell.sums.remove(at));
    }
}

/// The dimension, and the place of each code (less 1) in its values.
pub fn recode(kind: &DimKind, values: &Names, used: &[bool]) -> (Dim, Vec<u32>) {
    let mut kept: Vec<&String> =
        values.names.iter().zip(used).filter(|(_, used)| **used).map(|(name, _)| name).collect();
    if !values.ordered {
        kept.sort();
    }
    let places = if values.ordered {
        (0..values.names.len() as u32).collect()
    } else {
        // A value that no cell has gets no place.
        values.names.iter().map(|name| kept.binary_search(&name).map_or(MISSING, |at| at as u32)).collect()
    };
    (Dim { kind: kind.clone(), values: kept.into_iter().cloned().collect() }, places)
}
