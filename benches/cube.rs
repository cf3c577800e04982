//! How fast rows become a cube: `cargo bench --bench cube`.
//!
//! A million rows of `examples/rows.rs` in memory (one row group), counted by score, decision, outcome and three attributes.
//! `EVENHAND_ROWS=FILE.parquet` counts the rows of that file instead, once with one thread and once with two, and prints rows
//! a second and the most memory that was used: that is how the figures for ten million rows and more are made.
#![allow(clippy::panic, reason = "a measurement falls where it must")]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use evenhand::{Cube, Opener, Spec, check_spec, flow, merge_cubes, read_cube, write_cube};

#[path = "../examples/rows.rs"]
#[expect(dead_code, reason = "only its rows are needed")]
mod rows;

const SPEC: &str = r#"
spec_version = 1
[audit]
id = "rows"
title = "rows"
[system]
name = "rows"
kind = "risk_selection"
pool = "rows"
unit = "rows"
[data]
design = "full"
path = "rows.*"
[roles]
score = { column = "score", probability = true }
outcome = { column = "outcome", positive = ["1"], negative = ["0"] }
[[stage]]
name = "selected"
column = "decision"
positive = ["1"]
favourable = false
[[attribute]]
name = "sex"
ground = "sex"
reference = "man"
[[attribute]]
name = "origin"
ground = "ethnicity"
reference = "sweden"
[[attribute]]
name = "age"
ground = "age"
reference = "30-39"
"#;

fn spec(path: &str) -> Spec {
    match check_spec("bench.toml", &SPEC.replace("rows.*", path)) {
        Ok((spec, _)) => spec,
        Err(problems) => panic!("{problems}"),
    }
}

fn count(spec: &Spec, opener: &Opener<'_>, threads: usize) -> Cube {
    match flow::count(spec, opener, &flow::Papers::default(), &flow::Counting { threads, progress: None }) {
        Ok(cube) => cube,
        Err(problems) => panic!("{problems}"),
    }
}

/// Most memory so far, in MiB; 0 where the system does not say.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) / 1024
}

fn count_file(path: &str) {
    let spec = spec(path);
    for threads in [1, 2, 1, 2] {
        let start = Instant::now();
        let cube = count(&spec, &Opener::folder(Path::new(".")), threads);
        let seconds = start.elapsed().as_secs_f64();
        let (rows, cells) = (cube.rows, cube.tables.iter().map(|table| table.cells.len()).sum::<usize>());
        let (millions, memory) = (rows as f64 / seconds / 1e6, most_memory());
        println!(
            "{threads} threads: {rows} rows in {seconds:.3} s, {millions:.1} million rows/s; {cells} cells; at most {memory} MiB"
        );
    }
}

fn benches(criterion: &mut Criterion) {
    if let Ok(path) = std::env::var("EVENHAND_ROWS") {
        return count_file(&path);
    }
    const ROWS: u64 = 1 << 20;
    let (parquet, csv) = (rows::parquet_bytes(ROWS), rows::csv_bytes(ROWS / 8));
    let mut group = criterion.benchmark_group("cube");
    group.sample_size(10);
    group.throughput(Throughput::Elements(ROWS));
    let files: [(&str, &[u8]); 1] = [("rows.parquet", &parquet)];
    let by_parquet = spec("rows.parquet");
    for threads in [1, 2] {
        group.bench_function(format!("parquet/{threads}"), |bencher| {
            bencher.iter(|| count(black_box(&by_parquet), &Opener::memory(&files), threads));
        });
    }
    group.throughput(Throughput::Elements(ROWS / 8));
    let csv_files: [(&str, &[u8]); 1] = [("rows.csv", &csv)];
    let by_csv = spec("rows.csv");
    group.bench_function("csv/1", |bencher| bencher.iter(|| count(black_box(&by_csv), &Opener::memory(&csv_files), 1)));
    let cube = count(&by_parquet, &Opener::memory(&files), 2);
    let bytes = write_cube(&cube).unwrap_or_default();
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("write", |bencher| bencher.iter(|| write_cube(black_box(&cube))));
    group.bench_function("read", |bencher| bencher.iter(|| read_cube("cube.parquet", black_box(&bytes))));
    // Of no file: cubes that hold one file twice are not merged.
    let other = Cube { inputs: Vec::new(), ..cube.clone() };
    group.bench_function("merge", |bencher| {
        bencher.iter(|| merge_cubes(black_box(cube.clone()), black_box(other.clone())))
    });
    group.finish();
}

criterion_group!(cube, benches);
criterion_main!(cube);
