//! A cube as a file: Parquet in long form, one row a cell.
//!
//! Takes a [`Cube`], gives bytes, and back. May not know files: what reads and writes them is elsewhere.
//! Columns: `table`; one a dimension (`attribute:<name>`, `factor:<name>`, `arm`, `stage:<name>`, `outcome`, `period`,
//! `sampling_stratum`, `proxy_band:<name>`, `proxy_largest:<name>`, `proxy_cell:<name>`, `proxy_of:<name>`,
//! `validated:<name>` as text, `cluster_bucket`, `score_bin`, `proxy_bin`, `input:<name>` and `inputs_halved` as numbers),
//! null where the table lacks it, `(missing)` where the value is (null in the columns of numbers); one a measure, null where the table lacks it. All else is in the
//! footer, under `evenhand.*` (`interop.md`, 1.13).
//! Invariants: equal cubes are equal bytes, and what is read back is equal; bytes that are no cube, or a damaged one, are a
//! problem and never a panic.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::builder::{Decimal128Builder, Int64Builder, StringBuilder, UInt32Builder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int64Type, UInt32Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use bytes::Bytes;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::arrow::arrow_writer::{ArrowWriter, ArrowWriterOptions};
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use serde::{Deserialize, Serialize};

use super::merge::check;
use super::{Cell, Cube, Dim, DimKind, Input, MISSING, Measure, ScoreBins, Table};
use crate::diag::{Code, Place, Problem, Problems, WarnCode, Warning};
use crate::source::guarded;
use crate::words::{Note, WarningCode, reserved};

/// Version of the file's form; a reader refuses another first number.
const VERSION: &str = "1.0";
/// What wrote the file: the form, not the program's version, so that equal cubes stay equal bytes.
const CREATED_BY: &str = "evenhand cube 1.0";
/// Digits of a sum that may not fit 64 bits.
const DIGITS: u8 = 38;

/// Refuses a cube that was counted by another spec.
///
/// Takes the cube, its file's name, and the `counting_sha256` that it should have.
pub fn counted_by(cube: &Cube, name: &str, counting_sha256: &str) -> Result<(), Problems> {
    if cube.counting_sha256 == counting_sha256 {
        return Ok(());
    }
    let short = |sha256: &str| sha256.get(..12).unwrap_or(sha256).to_owned();
    let message = format!(
        "the cube was counted by another spec: its `counting_sha256` is `{}`, that of the spec `{}`",
        short(&cube.counting_sha256),
        short(counting_sha256)
    );
    Err(Problem::new(Code::OtherCounting, Place::file(name), message)
        .hint("count the rows again with this spec, or use the spec that made the cube")
        .into())
}

/// The file of a cube.
///
/// Takes a cube as `from_rows`, `merge` or [`from_bytes`] gives it. Equal cubes give equal bytes.
pub fn to_bytes(cube: &Cube) -> Result<Vec<u8>, Problems> {
    check(&cube.tables)?;
    let failed = |error: String| {
        Problems::from(Problem::new(
            Code::InternalError,
            Place::default(),
            format!("the cube cannot be written: {error}"),
        ))
    };
    let (batch, metadata) = batch(cube).and_then(|batch| Ok((batch, metadata(cube)?))).map_err(failed)?;
    guarded(|| write(&batch, metadata)).map_err(failed)
}

fn write(batch: &RecordBatch, metadata: Vec<KeyValue>) -> Result<Vec<u8>, ParquetError> {
    let mut properties = WriterProperties::builder()
        .set_created_by(CREATED_BY.to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .set_max_row_group_row_count(None)
        .set_key_value_metadata(Some(metadata));
    for field in batch.schema().fields() {
        if matches!(field.data_type(), DataType::Int64 | DataType::UInt32) {
            let path = ColumnPath::from(field.name().as_str());
            properties = properties
                .set_column_encoding(path.clone(), Encoding::DELTA_BINARY_PACKED)
                .set_column_dictionary_enabled(path, false);
        }
    }
    // Without the Arrow schema: its order of keys is not fixed, and every type here comes back by itself.
    let options = ArrowWriterOptions::new().with_properties(properties.build()).with_skip_arrow_metadata(true);
    let mut writer = ArrowWriter::try_new_with_options(Vec::new(), batch.schema(), options)?;
    writer.write(batch)?;
    writer.into_inner()
}

/// Is the value of this dimension its code?
fn is_coded(kind: &DimKind) -> bool {
    matches!(
        kind,
        DimKind::ClusterBucket | DimKind::ScoreBin | DimKind::ProxyBin | DimKind::Input(_) | DimKind::InputsHalved
    )
}

/// Do sums of this measure fit 64 bits, however many rows there are?
fn is_small(measure: &Measure) -> bool {
    use Measure::{AmountCount, Count, Score, ScoreCount, Slack};
    matches!(measure, Count | Slack | ScoreCount | Score | AmountCount(_))
}

fn batch(cube: &Cube) -> Result<RecordBatch, String> {
    let mut kinds: Vec<&DimKind> =
        cube.tables.iter().flat_map(|table| table.dims.iter().map(|dim| &dim.kind)).collect();
    kinds.sort();
    kinds.dedup();
    let mut measures: Vec<&Measure> = cube.tables.iter().flat_map(|table| &table.measures).collect();
    measures.sort();
    measures.dedup();
    let mut names = StringBuilder::new();
    for table in &cube.tables {
        table.cells.iter().for_each(|_| names.append_value(&table.name));
    }
    let mut columns: Vec<(String, ArrayRef)> = vec![("table".to_owned(), Arc::new(names.finish()))];
    for kind in kinds {
        columns.push((dim_column(kind), dim_array(cube, kind)));
    }
    for measure in measures {
        columns.push((measure_column(measure), measure_array(cube, measure)?));
    }
    let field = |(name, array): &(String, ArrayRef)| Field::new(name, array.data_type().clone(), name != "table");
    let schema = Schema::new(columns.iter().map(field).collect::<Vec<Field>>());
    RecordBatch::try_new(Arc::new(schema), columns.into_iter().map(|(_, array)| array).collect())
        .map_err(|error| error.to_string())
}

fn dim_array(cube: &Cube, kind: &DimKind) -> ArrayRef {
    let cells = cube.tables.iter().flat_map(|table| {
        let at = table.dim(kind);
        table.cells.iter().map(move |cell| at.map(|at| (&table.dims[at], cell.key[at])))
    });
    if is_coded(kind) {
        let mut array = UInt32Builder::new();
        cells.for_each(|cell| array.append_option(cell.map(|(_, code)| code).filter(|&code| code != MISSING)));
        return Arc::new(array.finish());
    }
    let mut array = StringBuilder::new();
    cells.for_each(|cell| {
        array.append_option(
            cell.map(|(dim, code)| dim.values.get(code as usize).map_or(reserved::MISSING, String::as_str)),
        );
    });
    Arc::new(array.finish())
}

fn measure_array(cube: &Cube, measure: &Measure) -> Result<ArrayRef, String> {
    let cells = cube.tables.iter().flat_map(|table| {
        let at = table.measure(measure);
        table.cells.iter().map(move |cell| at.map(|at| cell.sums[at]))
    });
    if is_small(measure) {
        let mut array = Int64Builder::new();
        for sum in cells {
            array.append_option(
                sum.map(i64::try_from).transpose().map_err(|_| "a sum has more than 64 bits".to_owned())?,
            );
        }
        return Ok(Arc::new(array.finish()));
    }
    let mut array = Decimal128Builder::new();
    cells.for_each(|sum| array.append_option(sum));
    Ok(Arc::new(array.finish().with_precision_and_scale(DIGITS, 0).map_err(|error| error.to_string())?))
}

fn dim_column(kind: &DimKind) -> String {
    match kind {
        DimKind::Attribute(name) => format!("attribute:{name}"),
        DimKind::Factor(name) => format!("factor:{name}"),
        DimKind::Arm => "arm".to_owned(),
        DimKind::Stage(name) => format!("stage:{name}"),
        DimKind::Outcome => "outcome".to_owned(),
        DimKind::Period => "period".to_owned(),
        DimKind::SamplingStratum => "sampling_stratum".to_owned(),
        DimKind::ClusterBucket => "cluster_bucket".to_owned(),
        DimKind::ScoreBin => "score_bin".to_owned(),
        DimKind::ProxyBand(name) => format!("proxy_band:{name}"),
        DimKind::ProxyLargest(name) => format!("proxy_largest:{name}"),
        DimKind::ProxyCell(name) => format!("proxy_cell:{name}"),
        DimKind::Validated(name) => format!("validated:{name}"),
        DimKind::ProxyOf(name) => format!("proxy_of:{name}"),
        DimKind::ProxyBin => "proxy_bin".to_owned(),
        DimKind::Input(name) => format!("input:{name}"),
        DimKind::InputsHalved => "inputs_halved".to_owned(),
    }
}

fn dim_kind(column: &str) -> Option<DimKind> {
    let named = |prefix: &str| column.strip_prefix(prefix).map(str::to_owned);
    let plain = [
        DimKind::Arm,
        DimKind::Outcome,
        DimKind::Period,
        DimKind::SamplingStratum,
        DimKind::ClusterBucket,
        DimKind::ScoreBin,
        DimKind::ProxyBin,
        DimKind::InputsHalved,
    ];
    named("attribute:")
        .map(DimKind::Attribute)
        .or_else(|| named("factor:").map(DimKind::Factor))
        .or_else(|| named("stage:").map(DimKind::Stage))
        .or_else(|| named("proxy_band:").map(DimKind::ProxyBand))
        .or_else(|| named("proxy_largest:").map(DimKind::ProxyLargest))
        .or_else(|| named("proxy_cell:").map(DimKind::ProxyCell))
        .or_else(|| named("validated:").map(DimKind::Validated))
        .or_else(|| named("proxy_of:").map(DimKind::ProxyOf))
        .or_else(|| named("input:").map(DimKind::Input))
        .or_else(|| plain.into_iter().find(|kind| dim_column(kind) == column))
}

/// Measures without a name of their own, and their columns.
const MEASURES: &[(Measure, &str)] = &[
    (Measure::Count, "count"),
    (Measure::Slack, "slack"),
    (Measure::Weight, "weight"),
    (Measure::WeightSquared, "weight_squared"),
    (Measure::ScoreCount, "score_count"),
    (Measure::Score, "score"),
    (Measure::ScoreSquared, "score_squared"),
    (Measure::WeightedScore, "weighted_score"),
    (Measure::WeightedScoreSquared, "weighted_score_squared"),
    (Measure::WeightSquaredScore, "weight_squared_score"),
    (Measure::WeightSquaredScoreSquared, "weight_squared_score_squared"),
];

fn measure_column(measure: &Measure) -> String {
    match measure {
        Measure::Amount(name) => format!("amount:{name}"),
        Measure::AmountSquared(name) => format!("amount_squared:{name}"),
        Measure::AmountCount(name) => format!("amount_count:{name}"),
        // Names of attributes have no colon: what follows the first one is the group.
        Measure::Membership(attribute, group) => format!("membership:{attribute}:{group}"),
        Measure::MembershipProduct(attribute, a, b) => {
            format!("membership_product:{attribute}:{}", serde_json::json!([a, b]))
        }
        plain => {
            MEASURES.iter().find(|(known, _)| known == plain).map_or(String::new(), |(_, column)| (*column).to_owned())
        }
    }
}

fn measure_of(column: &str) -> Option<Measure> {
    if let Some((measure, _)) = MEASURES.iter().find(|(_, known)| *known == column) {
        return Some(measure.clone());
    }
    let (kind, name) = column.split_once(':')?;
    let own = name.to_owned();
    match kind {
        "amount" => Some(Measure::Amount(own)),
        "amount_squared" => Some(Measure::AmountSquared(own)),
        "amount_count" => Some(Measure::AmountCount(own)),
        "membership" => {
            name.split_once(':').map(|(attribute, group)| Measure::Membership(attribute.to_owned(), group.to_owned()))
        }
        "membership_product" => {
            let (attribute, groups) = name.split_once(':')?;
            let (a, b): (String, String) = serde_json::from_str(groups).ok()?;
            Some(Measure::MembershipProduct(attribute.to_owned(), a, b))
        }
        _ => None,
    }
}

// The footer.

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum BinsJson {
    None,
    Exact {
        bits: u8,
        edges: Vec<u32>,
    },
    Ladder {
        bits: u8,
        edges: Vec<u32>,
    },
    /// Each bin with its first number, on both sides of 0; as `ordered` those below 0 held their last.
    #[serde(rename = "ordered_up")]
    Ordered {
        bits: u8,
        edges: Vec<u64>,
    },
}

#[derive(Serialize, Deserialize)]
struct InputJson {
    path: String,
    sha256: String,
    rows: u64,
    kind: String,
    delimiter: Option<String>,
    decimal: Option<String>,
    encoding: Option<String>,
    sniffed: Vec<String>,
    // Absent where it is not so, as in files that were written before it was known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    joined: bool,
}

#[derive(Serialize, Deserialize)]
struct WarningJson {
    code: String,
    file: Option<String>,
    column: Option<String>,
    count: Option<u64>,
    values: BTreeMap<String, String>,
    rows: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct TableJson {
    name: String,
    part: Option<String>,
    dimensions: Vec<DimJson>,
    measures: Vec<String>,
    cells: usize,
}

#[derive(Serialize, Deserialize)]
struct DimJson {
    column: String,
    values: Vec<String>,
}

const KEY_VERSION: &str = "evenhand.schema_version";
const KEY_COUNTING: &str = "evenhand.counting_sha256";
const KEY_BINS: &str = "evenhand.bins";
const KEY_INPUTS: &str = "evenhand.inputs";
const KEY_ROWS: &str = "evenhand.rows";
const KEY_WARNINGS: &str = "evenhand.warnings";
const KEY_TABLES: &str = "evenhand.tables";

fn metadata(cube: &Cube) -> Result<Vec<KeyValue>, String> {
    fn json<T: Serialize>(key: &str, value: &T) -> Result<KeyValue, String> {
        serde_json::to_string(value).map(|text| KeyValue::new(key.to_owned(), text)).map_err(|error| error.to_string())
    }
    let edges = cube.edges.clone();
    let bins = match &cube.bins {
        ScoreBins::None => BinsJson::None,
        ScoreBins::Exact { bits } => BinsJson::Exact { bits: *bits, edges },
        ScoreBins::Ladder { bits } => BinsJson::Ladder { bits: *bits, edges },
        ScoreBins::Ordered { bits, edges } => BinsJson::Ordered { bits: *bits, edges: edges.clone() },
    };
    let inputs: Vec<InputJson> = cube.inputs.iter().cloned().map(InputJson::from).collect();
    let warnings: Vec<WarningJson> = cube.warnings.iter().map(WarningJson::from).collect();
    let tables: Vec<TableJson> = cube.tables.iter().map(TableJson::from).collect();
    Ok(vec![
        KeyValue::new(KEY_VERSION.to_owned(), VERSION.to_owned()),
        KeyValue::new(KEY_COUNTING.to_owned(), cube.counting_sha256.clone()),
        json(KEY_BINS, &bins)?,
        json(KEY_INPUTS, &inputs)?,
        json(KEY_ROWS, &cube.rows)?,
        json(KEY_WARNINGS, &warnings)?,
        json(KEY_TABLES, &tables)?,
    ])
}

impl From<Input> for InputJson {
    fn from(input: Input) -> Self {
        let Input { path, sha256, rows, kind, delimiter, decimal, encoding, sniffed, joined } = input;
        Self { path, sha256, rows, kind, delimiter, decimal, encoding, sniffed, joined }
    }
}

impl From<InputJson> for Input {
    fn from(input: InputJson) -> Self {
        let InputJson { path, sha256, rows, kind, delimiter, decimal, encoding, sniffed, joined } = input;
        Self { path, sha256, rows, kind, delimiter, decimal, encoding, sniffed, joined }
    }
}

impl From<&Warning> for WarningJson {
    fn from(warning: &Warning) -> Self {
        let Warning { code, file, column, count, values, rows } = warning.clone();
        Self { code: code.word().to_owned(), file, column, count, values, rows }
    }
}

impl WarningJson {
    fn warning(self) -> Option<Warning> {
        let Self { code, file, column, count, values, rows } = self;
        let code =
            WarningCode::parse(&code).map(WarnCode::Warning).or_else(|| Note::parse(&code).map(WarnCode::Note))?;
        Some(Warning { code, file, column, count, values, rows })
    }
}

impl From<&Table> for TableJson {
    fn from(table: &Table) -> Self {
        Self {
            name: table.name.clone(),
            part: table.part.clone(),
            dimensions: table
                .dims
                .iter()
                .map(|dim| DimJson { column: dim_column(&dim.kind), values: dim.values.clone() })
                .collect(),
            measures: table.measures.iter().map(measure_column).collect(),
            cells: table.cells.len(),
        }
    }
}

// Reading.

/// The cube of a file called `name`.
///
/// Takes any bytes. A file of another version, one that is no cube, and a damaged one give `cube/version`.
pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Cube, Problems> {
    let refused = |why: String| {
        Problem::new(Code::CubeVersion, Place::file(name), format!("the file is no cube that can be read: {why}"))
            .hint("make it again with `evenhand cube build`, or use the version of evenhand that made it")
    };
    let bytes = Bytes::copy_from_slice(bytes);
    let cube = guarded(|| read(bytes).map_err(ParquetError::General)).map_err(refused)?;
    check(&cube.tables)?;
    Ok(cube)
}

fn read(bytes: Bytes) -> Result<Cube, String> {
    let text = |error: ParquetError| error.to_string();
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(bytes, options).map_err(text)?;
    let pairs = builder.metadata().file_metadata().key_value_metadata().cloned().unwrap_or_default();
    let values: BTreeMap<String, String> = pairs.into_iter().filter_map(|pair| Some((pair.key, pair.value?))).collect();
    let value = |key: &str| values.get(key).ok_or_else(|| format!("its footer lacks `{key}`"));
    let version = value(KEY_VERSION)?;
    if version.split('.').next() != VERSION.split('.').next() {
        return Err(format!("its form has version `{version}`, and this program reads `{VERSION}`"));
    }
    fn json<'j, T: Deserialize<'j>>(key: &str, text: &'j str) -> Result<T, String> {
        serde_json::from_str(text).map_err(|error| format!("`{key}` of its footer cannot be read: {error}"))
    }
    let (bins, edges) = match json(KEY_BINS, value(KEY_BINS)?)? {
        BinsJson::None => (ScoreBins::None, Vec::new()),
        BinsJson::Exact { bits, edges } => (ScoreBins::Exact { bits }, edges),
        BinsJson::Ladder { bits, edges } => (ScoreBins::Ladder { bits }, edges),
        BinsJson::Ordered { bits, edges } => (ScoreBins::Ordered { bits, edges }, Vec::new()),
    };
    if matches!(&bins, ScoreBins::Exact { bits } | ScoreBins::Ladder { bits } | ScoreBins::Ordered { bits, .. } if !(5..=11).contains(bits))
    {
        return Err("its bins have an unknown width".to_owned());
    }
    let inputs: Vec<InputJson> = json(KEY_INPUTS, value(KEY_INPUTS)?)?;
    let warnings: Vec<WarningJson> = json(KEY_WARNINGS, value(KEY_WARNINGS)?)?;
    let shapes: Vec<TableJson> = json(KEY_TABLES, value(KEY_TABLES)?)?;
    let cells = usize::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
    if shapes.iter().map(|shape| shape.cells).sum::<usize>() != cells {
        return Err("its tables have other cells than its footer says".to_owned());
    }
    let batches: Vec<RecordBatch> = builder
        .with_batch_size(cells.clamp(1, 1 << 16))
        .build()
        .map_err(text)?
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())?;
    let mut rows = batches.iter().flat_map(|batch| (0..batch.num_rows()).map(move |row| (batch, row)));
    let tables =
        shapes.into_iter().map(|shape| read_table(shape, &mut rows)).collect::<Result<Vec<Table>, String>>()?;
    if !tables.is_sorted_by(|a, b| a.name < b.name) {
        return Err("its tables are not in order".to_owned());
    }
    Ok(Cube {
        counting_sha256: value(KEY_COUNTING)?.clone(),
        bins,
        edges,
        inputs: inputs.into_iter().map(Input::from).collect(),
        rows: json(KEY_ROWS, value(KEY_ROWS)?)?,
        warnings: warnings.into_iter().filter_map(WarningJson::warning).collect(),
        tables,
    })
}

fn read_table<'b>(
    shape: TableJson,
    rows: &mut impl Iterator<Item = (&'b RecordBatch, usize)>,
) -> Result<Table, String> {
    let dim = |dim: DimJson| {
        dim_kind(&dim.column)
            .map(|kind| Dim { kind, values: dim.values })
            .ok_or_else(|| format!("unknown dimension `{}`", dim.column))
    };
    let dims = shape.dimensions.into_iter().map(dim).collect::<Result<Vec<Dim>, String>>()?;
    let measure = |column: &String| measure_of(column).ok_or_else(|| format!("unknown measure `{column}`"));
    let measures = shape.measures.iter().map(measure).collect::<Result<Vec<Measure>, String>>()?;
    if measures.first() != Some(&Measure::Count) {
        return Err(format!("table `{}` has no counts", shape.name));
    }
    let codes: Vec<BTreeMap<&str, u32>> =
        dims.iter().map(|dim| dim.values.iter().map(String::as_str).zip(0..).collect()).collect();
    let mut cells: Vec<Cell> = Vec::with_capacity(shape.cells.min(1 << 20));
    for _ in 0..shape.cells {
        let (batch, row) = rows.next().ok_or("cells are missing")?;
        let broken = |column: &str| format!("a cell of table `{}` cannot be read in column `{column}`", shape.name);
        let column = |name: &str| batch.column_by_name(name).ok_or_else(|| broken(name));
        if column("table")?.as_string_opt::<i32>().is_none_or(|names| names.value(row) != shape.name) {
            return Err(broken("table"));
        }
        let key = dims.iter().zip(&codes).map(|(dim, codes)| {
            let name = dim_column(&dim.kind);
            read_code(column(&name)?.as_ref(), row, dim, codes).ok_or_else(|| broken(&name))
        });
        let sums = measures.iter().map(|measure| {
            let name = measure_column(measure);
            read_sum(column(&name)?.as_ref(), row, measure).ok_or_else(|| broken(&name))
        });
        cells.push(Cell { key: key.collect::<Result<_, String>>()?, sums: sums.collect::<Result<_, String>>()? });
    }
    if !cells.is_sorted_by(|a, b| a.key < b.key) {
        return Err(format!("the cells of table `{}` are not in order", shape.name));
    }
    Ok(Table { name: shape.name, part: shape.part, dims, measures, cells })
}

fn read_code(array: &dyn Array, row: usize, dim: &Dim, codes: &BTreeMap<&str, u32>) -> Option<u32> {
    if is_coded(&dim.kind) {
        let array = array.as_primitive_opt::<UInt32Type>()?;
        return Some(if array.is_null(row) { MISSING } else { array.value(row) });
    }
    let array = array.as_string_opt::<i32>()?;
    if array.is_null(row) {
        return None;
    }
    match array.value(row) {
        reserved::MISSING => Some(MISSING),
        value => codes.get(value).copied(),
    }
}

fn read_sum(array: &dyn Array, row: usize, measure: &Measure) -> Option<i128> {
    if array.is_null(row) {
        return None;
    }
    let sum = if is_small(measure) {
        i128::from(array.as_primitive_opt::<Int64Type>()?.value(row))
    } else {
        array.as_primitive_opt::<Decimal128Type>()?.value(row)
    };
    // Only amounts can be negative.
    (sum >= 0 || matches!(measure, Measure::Amount(_))).then_some(sum)
}
