//! Specs that are right, and specs that are wrong and say at their head what is wrong with them.
//!
//! `tests/specs/good/*.toml` are valid; their head lists the warnings. `tests/specs/bad/*.toml` carry their problems:
//! `# problem <code> <line>:<column>-<line>:<column> <message>`, the end not included, and `#   hint: <hint>`.
//! `UPDATE=1 cargo test` writes the heads anew; git shows what changed.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use evenhand::{Code, Kind, Place, Problem, Problems, check_spec, check_spec_bytes, spec_schema};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs").join(name)
}

/// File name and text of every spec of a folder, in order.
fn specs(name: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = fs::read_dir(folder(name))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()))
        .collect();
    all.sort();
    all
}

/// The text without its head of expectations.
fn body(text: &str) -> String {
    let is_head = |line: &&str| ["# problem ", "#   hint: ", "# warning "].iter().any(|head| line.starts_with(head));
    text.split_inclusive('\n').skip_while(|line| is_head(line)).collect()
}

fn line_and_column(text: &str, at: usize) -> String {
    let place = Place::span("", text, at..at);
    format!("{}:{}", place.line.unwrap(), place.column.unwrap())
}

fn span(text: &str, span: &Range<usize>) -> String {
    format!("{}-{}", line_and_column(text, span.start), line_and_column(text, span.end))
}

fn said(text: &str, problem: &Problem) -> String {
    let place = problem.place.span.as_ref().map_or("-".to_owned(), |at| span(text, at));
    let mut out = format!("# problem {} {place} {}\n", problem.code, problem.message);
    if !problem.hint.is_empty() {
        out.push_str(&format!("#   hint: {}\n", problem.hint));
    }
    out
}

/// What the head of a file should be.
fn head(file: &str, text: &str) -> String {
    match check_spec(file, text) {
        Ok((_, warnings)) => warnings
            .iter()
            .map(|warning| {
                let word = warning.values.get("word").map(|word| format!(" {word}")).unwrap_or_default();
                format!("# warning {} {}{word}\n", warning.code.word(), warning.column.as_deref().unwrap_or("-"))
            })
            .collect(),
        Err(problems) => problems.0.iter().map(|problem| said(text, problem)).collect(),
    }
}

/// The file as it should be: places count the lines of the head itself.
fn as_it_should_be(file: &str, text: &str) -> String {
    let body = body(text);
    let lines = head(file, &body).lines().count();
    let padded = format!("{}{body}", "# problem \n".repeat(lines));
    format!("{}{body}", head(file, &padded))
}

fn compare(name: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for (file, text) in specs(name) {
        let should = as_it_should_be(&file, &text);
        if should != text {
            if std::env::var_os("UPDATE").is_some() {
                fs::write(folder(name).join(&file), should).unwrap();
            } else {
                wrong.push(format!("{name}/{file} should begin\n{}", head(&file, &should)));
            }
        }
    }
    wrong
}

#[test]
fn every_good_spec_is_valid_and_warns_as_its_head_says() {
    for (file, text) in specs("good") {
        if let Err(problems) = check_spec(&file, &text) {
            panic!("{problems}");
        }
    }
    let wrong = compare("good");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_bad_spec_gets_the_problems_that_its_head_says() {
    let wrong = compare("bad");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (file, text) in specs("bad") {
        assert!(check_spec(&file, &text).is_err(), "{file} is valid");
    }
}

#[test]
fn every_problem_of_a_spec_has_a_bad_spec() {
    // Found in a later step: packs and files are not read here, and neither are statements.
    let later =
        [Code::UnknownPack, Code::UnknownLimit, Code::NoFile, Code::BadPack, Code::PackOverride, Code::BadStatement];
    let mut seen: BTreeSet<Code> = BTreeSet::new();
    for (file, text) in specs("bad") {
        seen.extend(
            check_spec(&file, &text).err().into_iter().flat_map(|problems| problems.0).map(|problem| problem.code),
        );
    }
    for code in Code::ALL.iter().filter(|code| code.kind() == Kind::Spec && !later.contains(code)) {
        assert!(seen.contains(code), "no spec in tests/specs/bad has {code}");
    }
    assert!(seen.iter().all(|code| code.kind() == Kind::Spec));
}

/// House rules of problems: lower-case start, no full stop, a place in the file, a hint.
#[test]
fn every_problem_is_written_as_problems_are() {
    for (file, text) in specs("bad") {
        for problem in check_spec(&file, &text).unwrap_err().0 {
            let first = problem.message.chars().next().unwrap();
            assert!(first.is_lowercase() || first == '`', "{file}: {}", problem.message);
            assert!(!problem.message.ends_with('.') && !problem.message.contains('\n'), "{file}: {}", problem.message);
            assert!(!problem.hint.ends_with('.'), "{file}: {}", problem.hint);
            assert!(!problem.hint.is_empty(), "{file}: {}", problem.message);
            assert!(!problem.message.to_lowercase().contains("please"), "{file}: {}", problem.message);
        }
    }
}

fn shared_page() -> Option<String> {
    let folder = crate::support::shared("the contract page of the spec")?;
    Some(fs::read_to_string(folder.join("spec.md")).unwrap())
}

#[test]
fn the_examples_of_the_contract_page_are_the_good_specs_of_that_name() {
    let Some(page) = shared_page() else { return };
    let blocks: Vec<&str> = page.split("```toml\n").skip(1).map(|part| part.split("```").next().unwrap()).collect();
    let good = |name: &str| body(&fs::read_to_string(folder("good").join(name)).unwrap());
    // Where the page only holds the place of the reason, that line is the one thing that is wrong with its example.
    let held = "reason = { sv = \"…\", en = \"…\" }";
    let own = good("example.toml");
    let reason = own.lines().find(|line| line.starts_with("reason = ")).unwrap();
    assert_eq!(own, blocks[0].replace(held, reason));
    if blocks[0].contains(held) {
        let problems = check_spec("page.toml", blocks[0]).unwrap_err();
        assert!(matches!(&problems.0[..], [one] if one.code == Code::MarginWithoutReason), "{problems}");
    }
    assert!(good("two-arm-rows.toml").contains(blocks[1].trim_end()), "{}", blocks[1]);
}

fn to_json(value: toml::Value) -> serde_json::Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(day) => day.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(to_json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, to_json(value))).collect(),
    }
}

#[test]
fn the_schema_is_a_schema_and_holds_for_every_good_spec() {
    let schema = spec_schema();
    jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{error}"));
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (file, text) in specs("good") {
        let json = to_json(toml::Value::Table(text.parse().unwrap()));
        let errors: Vec<String> =
            validator.iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{file}: {}", errors.join("; "));
    }
}

/// What concerns one value alone is told by the schema as well.
#[test]
fn the_schema_refuses_what_has_the_wrong_shape() {
    let validator = jsonschema::validator_for(&spec_schema()).unwrap();
    let shape = [Code::UnknownKey, Code::MissingKey, Code::WrongType, Code::BadId];
    let mut refused = 0;
    for (file, text) in specs("bad") {
        let problems = check_spec(&file, &text).unwrap_err();
        let Ok(table) = text.parse::<toml::Table>() else { continue };
        if problems.0.iter().any(|problem| shape.contains(&problem.code) && !problem.message.contains("sets nothing")) {
            refused += 1;
            assert!(!validator.is_valid(&to_json(toml::Value::Table(table))), "{file} fits the schema");
        }
    }
    assert!(refused > 5);
}

fn example() -> String {
    body(&fs::read_to_string(folder("good").join("example.toml")).unwrap())
}

#[test]
fn a_byte_order_mark_and_crlf_change_nothing_but_the_bytes() {
    let plain = check_spec("a.toml", &example()).unwrap().0;
    let text = format!("\u{feff}{}", example().replace('\n', "\r\n"));
    let spec = check_spec_bytes("a.toml", text.as_bytes()).unwrap_or_else(|problems| panic!("{problems}")).0;
    assert_eq!(spec.counting_sha256, plain.counting_sha256);
    assert_ne!(spec.sha256, plain.sha256);
    // Places are those that an editor shows.
    let wrong = text.replace("spec_version = 1", "spec_version = 1\r\nx = 2").replace("favourable", "favourabel");
    let problems = check_spec("a.toml", &wrong).unwrap_err();
    let places: Vec<(u64, u64)> =
        problems.0.iter().map(|problem| (problem.place.line.unwrap(), problem.place.column.unwrap())).collect();
    let line = example().lines().position(|line| line.starts_with("favourable")).unwrap() as u64;
    // An unknown key of the file, a missing one at the header of its block, an unknown one in it.
    assert!(places.contains(&(2, 1)) && places.contains(&(line + 2, 1)), "{problems}");
}

#[test]
fn the_first_column_of_a_file_with_a_byte_order_mark_is_one() {
    let problems = check_spec("a.toml", "\u{feff}x = 1\n").unwrap_err();
    let unknown = problems.0.iter().find(|problem| problem.code == Code::UnknownKey).unwrap();
    assert_eq!((unknown.place.line, unknown.place.column), (Some(1), Some(1)));
}

fn codes(problems: &Problems) -> BTreeSet<Code> {
    problems.0.iter().map(|problem| problem.code).collect()
}

#[test]
fn what_is_no_text_or_no_toml_is_a_problem_of_syntax_and_nothing_worse() {
    let zip: Vec<u8> = [0x50, 0x4b, 0x03, 0x04].into_iter().chain((0..=255).cycle().take(5_000)).collect();
    let utf_16: Vec<u8> = [0xff, 0xfe].into_iter().chain(example().encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let latin: Vec<u8> = example().chars().map(|sign| u8::try_from(u32::from(sign)).unwrap_or(b'?')).collect();
    let zeros = vec![0; 10_000];
    for bytes in [&zip[..], &utf_16, &latin, &zeros, b"\x00", b"[[[", b"=", b"\"", b"a = 'x", b"\xef\xbb"] {
        let problems = check_spec_bytes("a.toml", bytes).unwrap_err();
        assert_eq!(codes(&problems), BTreeSet::from([Code::Syntax]), "{problems}");
        assert!(problems.0.len() <= 21, "{}", problems.0.len());
        assert_eq!(problems.exit_code(), 2);
    }
    let text = check_spec_bytes("a.toml", &utf_16).unwrap_err().to_string();
    assert!(text.contains("UTF-16"), "{text}");
}

#[test]
fn nesting_beyond_reason_is_refused() {
    let deep = |open: &str, close: &str| format!("a = {}{}", open.repeat(100_000), close.repeat(100_000));
    let headers: String = (1..200).map(|depth| format!("[{}]\n", vec!["a"; depth].join("."))).collect();
    for text in [
        deep("[", "]"),
        deep("{ a = ", "}"),
        format!("{}b = 1", "a.".repeat(100_000)),
        headers,
        example().replace("design = \"full\"", &format!("design = \"full\"\nwhere = \"{}\"", "(".repeat(50_000))),
        example()
            .replace("design = \"full\"", &format!("design = \"full\"\nwhere = \"{}a = 1\"", "not ".repeat(50_000))),
    ] {
        assert!(check_spec("a.toml", &text).is_err());
    }
}

#[test]
fn names_that_no_one_can_read_are_answered_on_one_line() {
    let long = "X".repeat(100_000);
    for name in ["a\\nb\\u0000", "\\u202egnirts", long.as_str()] {
        for text in [
            format!("\"{name}\" = 1\n{}", example()),
            example().replace("labels = { woman", &format!("labels = {{ \"{name}\" = 1, woman")),
            example().replace("attributes = [\"sex\"]", &format!("attributes = [\"{name}\"]")),
            example().replace("stage = \"selected\"", &format!("stage = \"{name}\"")),
            example().replace("id = \"example-2027\"", &format!("id = \"{name}\"")),
            example().replace("design = \"full\"", &format!("design = \"{name}\"")),
        ] {
            let problems = check_spec("a.toml", &text).unwrap_err();
            assert_eq!(problems.0.len(), 1, "{problems}");
            let said = problems.to_string();
            assert!(said.len() < 5_000 && said.lines().count() == 1 && !said.contains('\u{202e}'), "{said}");
        }
    }
}

#[test]
fn an_empty_file_lacks_everything_that_is_needed() {
    for text in ["", "\n\n", "# nothing\n"] {
        let problems = check_spec("a.toml", text).unwrap_err();
        assert_eq!(codes(&problems), BTreeSet::from([Code::Version, Code::MissingKey]), "{problems}");
        assert_eq!(problems.0.len(), 5, "{problems}");
    }
}

/// Every line left out, every value made of other types: some problem or a spec, never a fall.
#[test]
fn a_spec_with_any_line_spoilt_is_answered() {
    let values = ["1", "-1.5", "\"\"", "\"x\"", "true", "2026-01-01", "[]", "{}", "[[1]]", "{ a = { b = 1 } }", "nan"];
    for (file, text) in specs("good") {
        let lines: Vec<&str> = text.lines().collect();
        for i in 0..lines.len() {
            let without: Vec<&str> = lines.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, line)| *line).collect();
            let _ = check_spec(&file, &without.join("\n"));
            let Some((key, _)) = lines[i].split_once(" = ") else { continue };
            // A few of the values for each line, other ones for the next.
            for value in (0..4).map(|k| values[(i * 4 + k) % values.len()]) {
                let spoilt = format!("{key} = {value}");
                let mut with = lines.clone();
                with[i] = &spoilt;
                if let Err(problems) = check_spec(&file, &with.join("\n")) {
                    assert!(problems.0.iter().all(|problem| problem.code.kind() == Kind::Spec), "{problems}");
                }
            }
        }
    }
}

/// A wrong type or an unknown key does not make its neighbours look wrong.
#[test]
fn one_wrong_value_is_one_problem() {
    for (old, new) in [
        ("kind = \"before_use\"", "kind = \"before\""),
        ("period = {", "perod = {"),
        ("version = \"3.1\"", "version = 3.1"),
        ("design = \"full\"", "design = \"ful\""),
        ("column = \"score\", probability = true", "column = \"score\", probability = \"yes\""),
        ("positive = [\"1\"], negative", "positive = \"1\", negative"),
        ("favourable = false", "favourable = \"no\""),
        ("ground = \"sex\"", "ground = \"gender\""),
        ("reference = \"man\"", "reference = [\"man\"]"),
        ("attributes = [\"sex\"]", "attributes = [\"gender\"]"),
        ("margin = 0.02", "margin = \"0.02\""),
        ("stage = \"selected\"", "stage = \"slected\""),
        ("metric = \"selection_rate\"", "metric = \"selection_rat\""),
        ("on = 2026-01-15", "on = \"2026-01-15\""),
        ("name = \"selected\"\ncolumn = \"decision\"", "name = \"selected\"\ncolumn = 7"),
        ("name = \"selected\"", "name = \"Selected\""),
        ("name = \"sex\"\nground", "name = 1\nground"),
        ("[[attribute]]", "[[attributes]]"),
        ("[[stage]]", "[[stages]]"),
        ("[roles]", "[role]"),
        ("[data]", "[date]"),
        ("[audit]", "[[audit]]"),
        ("[[comparison]]", "[comparison]"),
        ("en = \"Two percentage points are about 400 cases a year.\"", "en = \"\""),
        ("en = \"Two percentage points are about 400 cases a year.\"", "en = \"…\""),
        ("labels = { woman = {", "labels = { woman = 1, women = {"),
    ] {
        assert!(example().contains(old), "{old}");
        let problems = check_spec("a.toml", &example().replacen(old, new, 1)).unwrap_err();
        assert_eq!(problems.0.len(), 1, "{new}\n{problems}");
    }
}
