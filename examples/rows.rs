//! Writes rows for measurements: `cargo run --release --example rows -- N OUT`.
//!
//! N rows to OUT, Parquet (zstd, row groups of a million rows) or CSV by its ending. The rows are the same on every machine
//! and every run: id, score (a double in [0, 1), nearly all different), decision, outcome (missing in one row of 16),
//! sex, origin and age band. The outcome goes with the score, the decision is score ≥ 0.5.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int8Array, Int64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

const BATCH: u64 = 65_536;

const SEX: [&str; 2] = ["man", "woman"];
const ORIGIN: [&str; 4] = ["europe", "nordic", "other", "sweden"];
const AGE: [&str; 6] = ["-29", "30-39", "40-49", "50-59", "60-69", "70-"];

struct Row {
    id: i64,
    score: f64,
    decision: i8,
    outcome: Option<i8>,
    sex: &'static str,
    origin: &'static str,
    age: &'static str,
}

/// The n-th output of SplitMix64 from seed 0.
fn random(n: u64) -> u64 {
    let z = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ z >> 31
}

fn row(n: u64) -> Row {
    let (a, b) = (random(2 * n), random(2 * n + 1));
    // The lesser of two uniform numbers: most scores are low.
    let share = |bits: u64| (bits & 0xffff_ffff) as f64 / 4_294_967_296.0;
    let score = share(a).min(share(a >> 32)).mul_add(1.0 - 2f64.powi(-20), share(b) * 2f64.powi(-20));
    let pick = |bits: u64, of: usize| (bits as usize & 0xff) * of / 256;
    Row {
        id: n as i64,
        score,
        decision: i8::from(score >= 0.5),
        outcome: (b >> 60 != 0).then(|| i8::from(share(b >> 16) < score)),
        sex: SEX[pick(b >> 32, 2)],
        origin: ORIGIN[pick(b >> 40, 4)],
        age: AGE[pick(b >> 48, 6)],
    }
}

fn batch(rows: &[Row]) -> Result<RecordBatch, Box<dyn Error>> {
    let text =
        |value: fn(&Row) -> &'static str| Arc::new(StringArray::from_iter_values(rows.iter().map(value))) as ArrayRef;
    Ok(RecordBatch::try_from_iter([
        ("id", Arc::new(Int64Array::from_iter_values(rows.iter().map(|row| row.id))) as ArrayRef),
        ("score", Arc::new(Float64Array::from_iter_values(rows.iter().map(|row| row.score))) as ArrayRef),
        ("decision", Arc::new(Int8Array::from_iter_values(rows.iter().map(|row| row.decision))) as ArrayRef),
        ("outcome", Arc::new(rows.iter().map(|row| row.outcome).collect::<Int8Array>()) as ArrayRef),
        ("sex", text(|row| row.sex)),
        ("origin", text(|row| row.origin)),
        ("age", text(|row| row.age)),
    ])?)
}

fn parquet(count: u64, out: impl Write + Send) -> Result<(), Box<dyn Error>> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_max_row_group_row_count(Some(1 << 20))
        .build();
    let mut writer = ArrowWriter::try_new(out, batch(&[])?.schema(), Some(properties))?;
    for start in (0..count).step_by(BATCH as usize) {
        let rows: Vec<Row> = (start..count.min(start + BATCH)).map(row).collect();
        writer.write(&batch(&rows)?)?;
    }
    writer.close()?;
    Ok(())
}

fn csv(count: u64, mut out: impl Write) -> Result<(), Box<dyn Error>> {
    writeln!(out, "id,score,decision,outcome,sex,origin,age")?;
    for row in (0..count).map(row) {
        let outcome = row.outcome.map_or(String::new(), |outcome| outcome.to_string());
        writeln!(out, "{},{},{},{outcome},{},{},{}", row.id, row.score, row.decision, row.sex, row.origin, row.age)?;
    }
    Ok(out.flush()?)
}

/// A Parquet file of so many rows.
pub fn parquet_bytes(count: u64) -> Vec<u8> {
    let mut out = Vec::new();
    // Writing to memory does not fail; an empty file would be seen at once.
    parquet(count, &mut out).map_or_else(|_| Vec::new(), |()| out)
}

/// A CSV file of so many rows.
pub fn csv_bytes(count: u64) -> Vec<u8> {
    let mut out = Vec::new();
    csv(count, &mut out).map_or_else(|_| Vec::new(), |()| out)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [count, path] = &arguments[..] else {
        return Err("usage: cargo run --release --example rows -- N OUT.parquet|OUT.csv".into());
    };
    let (count, out) = (count.replace('_', "").parse()?, File::create(path)?);
    if path.ends_with(".csv") { csv(count, BufWriter::with_capacity(1 << 20, out)) } else { parquet(count, out) }
}
