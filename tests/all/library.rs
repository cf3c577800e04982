//! The library alone: bytes in, bytes out. No folder, no clock, no terminal stands between a caller and a report.

use std::fs;

use evenhand::flow::{self, Papers, When};
use evenhand::{Lang, report_html};

use crate::support::root;

/// The files that a caller of the library would have in memory.
fn memory(audit: &str) -> (String, Vec<u8>, Papers) {
    let folder = root().join("audits").join(audit);
    let text = fs::read_to_string(folder.join("audit.toml")).unwrap();
    let mut names: Vec<_> =
        fs::read_dir(folder.join("statements")).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let statements = names
        .iter()
        .map(|path| (path.file_name().unwrap().display().to_string(), fs::read_to_string(path).unwrap()))
        .collect();
    let input_list = Some(("inputs.csv".to_owned(), fs::read(folder.join("inputs.csv")).unwrap()));
    (text, fs::read(folder.join("cases.csv")).unwrap(), Papers { statements, input_list, ..Papers::default() })
}

#[test]
fn a_whole_audit_goes_from_bytes_in_memory_to_the_bytes_of_its_report_and_pages() {
    let (text, cases, papers) = memory("demo");
    let (spec, warnings) = evenhand::check_spec("audit.toml", &text).unwrap();
    let when = When::day(spec.audit.date.unwrap());
    let audited = flow::audit_bytes(&spec, &[("cases.csv", &cases)], &papers, &when, None, warnings.clone()).unwrap();
    // The same bytes as the program wrote from the files.
    let shipped = |name: &str| fs::read_to_string(root().join("reports/demo").join(name)).unwrap();
    assert!(audited.report_json().unwrap() == shipped("report.json"), "report.json differs from the shipped one");
    for (lang, name) in [(Lang::Sv, "report.sv.html"), (Lang::En, "report.en.html")] {
        assert!(report_html(&audited.report, lang) == shipped(name), "{name} differs from the shipped one");
    }
}

#[test]
fn shards_counted_apart_give_the_report_of_the_whole() {
    let (text, cases, papers) = memory("demo");
    let (spec, warnings) = evenhand::check_spec("audit.toml", &text).unwrap();
    let when = When::day(spec.audit.date.unwrap());
    let whole = flow::audit_bytes(&spec, &[("cases.csv", &cases)], &papers, &when, None, warnings.clone()).unwrap();
    let lines: Vec<&[u8]> = cases.split_inclusive(|byte| *byte == b'\n').collect();
    let shard = |rows: &[&[u8]]| {
        let bytes = [&[lines[0]], rows].concat().concat();
        let inputs: [(&str, &[u8]); 1] = [("cases.csv", &bytes)];
        flow::count(&spec, &evenhand::Opener::memory(&inputs), &papers, &flow::Counting::default()).unwrap()
    };
    let middle = lines.len() / 3;
    let merged = evenhand::merge_cubes(shard(&lines[middle..]), shard(&lines[1..middle])).unwrap();
    let bytes = evenhand::write_cube(&merged).unwrap();
    let again = flow::audit_cube(&spec, "merged.parquet", bytes, &papers, &when, None, warnings).unwrap();
    assert_eq!(again.report.provenance.results_sha256, whole.report.provenance.results_sha256);
}
