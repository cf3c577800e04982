//! The HTML of sample reports and of the shipped ones: marks, ids of figures, no address outside the page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde_json::Value;

use super::html;
use crate::report::number::{self, Form};
use crate::report::sample::{
    crowded, crowded_long, empty, estimated, estimated_hostile, full, hostile, long_names, vab, verdicts,
};
use crate::report::sentences::Speaker;
use crate::report::{Report, from_json, text::Texts};
use crate::words::{Ground, Lang, Note, Number};

mod agreement;
mod said_beside;

const LANGS: [Lang; 2] = [Lang::Sv, Lang::En];

/// A report, and its page in a language.
struct Page {
    name: &'static str,
    report: Report,
    lang: Lang,
    page: String,
    texts: Vec<(Vec<Open>, String)>,
}

/// Every sample in both languages, rendered once.
fn pages() -> &'static [Page] {
    static PAGES: OnceLock<Vec<Page>> = OnceLock::new();
    PAGES.get_or_init(|| {
        let page = |name, report: Report, lang| {
            let page = html(&report, lang);
            Page { name, lang, texts: texts(&page), page, report }
        };
        samples().into_iter().flat_map(|(name, report)| LANGS.map(|lang| page(name, report.clone(), lang))).collect()
    })
}

/// A report that is shipped with its data file.
fn shipped(name: &str) -> Report {
    let path = format!("{}/reports/{name}/report.json", env!("CARGO_MANIFEST_DIR"));
    from_json(&path, &std::fs::read_to_string(&path).unwrap()).unwrap()
}

fn samples() -> Vec<(&'static str, Report)> {
    vec![
        ("shipped vab-2017", shipped("vab-2017")),
        ("shipped demo", shipped("demo")),
        ("shipped proxy-surname", shipped("proxy-surname")),
        ("estimated", estimated()),
        ("estimated, hostile", estimated_hostile()),
        ("vab", vab()),
        ("empty", empty()),
        ("crowded", crowded()),
        ("long names", long_names()),
        ("crowded, long names", crowded_long()),
        ("hostile", hostile()),
        ("full", full()),
        ("one of each", verdicts(1, 1, 1, [1, 1, 1])),
        ("two within", verdicts(0, 0, 2, [0, 0, 0])),
    ]
}

/// An open element: its name and attributes.
#[derive(Clone, Debug, Default)]
struct Open {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Open {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn has_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split(' ').any(|one| one == class))
    }
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&#x2f;", "/")
        .replace("&amp;", "&")
}

/// Every text of a page with the elements it stands in; the page must be well formed.
fn texts(page: &str) -> Vec<(Vec<Open>, String)> {
    let mut out = Vec::new();
    let mut stack: Vec<Open> = Vec::new();
    let mut rest = page.strip_prefix("<!doctype html>").expect("a doctype");
    while !rest.is_empty() {
        let Some(after) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            let text = unescape(&rest[..end]);
            if !text.trim().is_empty() {
                out.push((stack.clone(), text));
            }
            rest = &rest[end..];
            continue;
        };
        let mut quoted = false;
        let end = after
            .char_indices()
            .find(|(_, letter)| {
                quoted ^= *letter == '"';
                *letter == '>' && !quoted
            })
            .map(|(at, _)| at)
            .expect("a tag that ends");
        let tag = &after[..end];
        rest = &after[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            let open = stack.pop().unwrap_or_else(|| panic!("</{name}> closes nothing"));
            assert_eq!(open.name, name, "elements are nested");
            continue;
        }
        let own_end = tag.ends_with('/');
        let tag = tag.trim_end_matches('/');
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut open = Open { name: name.to_owned(), attributes: Vec::new() };
        for part in attributes.split("\" ").filter(|part| !part.trim().is_empty()) {
            let (key, value) =
                part.split_once("=\"").unwrap_or_else(|| panic!("an attribute without value in <{tag}>"));
            open.attributes.push((key.trim().to_owned(), unescape(value.trim_end_matches('"'))));
        }
        if matches!(name, "style" | "script") {
            let close = format!("</{name}>");
            let end = rest.find(&close).expect("a style or script that ends");
            rest = &rest[end + close.len()..];
        } else if !own_end && !matches!(name, "meta" | "br" | "img" | "link" | "input") {
            stack.push(open);
        }
    }
    assert!(stack.is_empty(), "everything is closed: {stack:?}");
    out
}

/// The visible text of a page, block by block.
fn visible_text(page: &str) -> String {
    texts(page).iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Every way in which the formatter can write a number.
fn written(lang: Lang, value: Number) -> BTreeSet<String> {
    let forms = [
        Form::Count,
        Form::About,
        Form::Percent,
        Form::Points,
        Form::PerTenThousand,
        Form::PerThousand,
        Form::Ratio,
        Form::PValue,
        Form::Plain,
        Form::Amount,
    ];
    let mut out = BTreeSet::new();
    for form in forms {
        out.insert(number::exact(lang, form, value));
        for decimals in 0..7 {
            out.insert(number::write(lang, form, decimals, value));
            out.insert(number::write_signed(lang, form, decimals, value));
        }
    }
    out.insert(number::count(lang, value));
    out
}

/// The number that an id and a column of a page point at.
fn pointed_at(report: &Value, id: &str, column: &str) -> Option<Number> {
    let row = if id.starts_with('/') {
        report.pointer(id)?
    } else {
        let tables = ["groups", "estimates", "disparities", "curves", "sensitivity"];
        tables.iter().find_map(|table| report[table].as_array()?.iter().find(|row| row["id"] == id))?
    };
    if column == "overlap_group" {
        return Number::new(1.0 - row["detail"]["overlap_group"].as_f64()?);
    }
    row[column].as_f64().or_else(|| row["detail"][column].as_f64()).and_then(Number::new)
}

/// How many rows a count on the page speaks of, counted here by another route; none: a count of things left out.
fn counted(report: &Report, id: &str) -> Option<u64> {
    let value = serde_json::to_value(report).unwrap();
    let all = |table: &str| value[table].as_array().unwrap().clone();
    let judged: Vec<Value> = all("disparities")
        .into_iter()
        .filter(|row| {
            row["confirmatory"] == true
                && row["reference"].is_string()
                && !row["note"].as_array().unwrap().contains(&Value::from("no_margin"))
        })
        .collect();
    let of = |word: &str| judged.iter().filter(|row| row["verdict"] == word).count();
    let due: Vec<Value> =
        all("findings").into_iter().filter(|row| row["preparation"] == false && row["pending"] == false).collect();
    let status = |word: &str| due.iter().filter(|row| row["status"] == word).count();
    let count = match id {
        "count/comparisons" => judged.len(),
        "count/comparisons/further" => of("disparity") - 1,
        "count/comparisons/undetermined" => of("inconclusive"),
        "count/comparisons/not_assessed" => of("not_assessed"),
        "count/comparisons/within" => of("within_margin"),
        "count/findings" => all("findings").len(),
        "count/findings/preparation" => all("findings").iter().filter(|row| row["preparation"] == true).count(),
        "count/findings/unverified" => {
            all("findings").iter().filter(|row| row["verification"]["state"] != "verified").count()
        }
        "count/findings/flagged_otherwise" => due
            .iter()
            .filter(|row| row["status"] == "flagged")
            .filter(|row| !row["reasons"].to_string().contains(":disparity"))
            .count(),
        "count/statements" => all("statements").len(),
        "count/statements/signed" => all("statements").iter().filter(|row| row["state"] == "signed").count(),
        "count/stages" => value["audit"]["stages"].as_array().unwrap().len(),
        "count/grounds/unmeasured" => {
            let heads = value["audit"]["attributes"].as_array().unwrap();
            let grounds: BTreeSet<&str> = heads.iter().filter_map(|head| head["ground"].as_str()).collect();
            7 - grounds.iter().filter(|ground| **ground != "supplementary").count()
        }
        _ => status(id.strip_prefix("count/findings/")?),
    };
    Some(count as u64)
}

#[test]
fn every_figure_is_the_formatters_output_for_the_row_it_points_at() {
    for Page { name, report, lang, texts, .. } in pages() {
        let value = serde_json::to_value(report).unwrap();
        let mut figures = 0;
        for (stack, text) in texts {
            // A figure has its column; the id of the row stands on it, or on the row of the table.
            let innermost = |key: &str| stack.iter().rev().find_map(|open| open.get(key));
            let (Some(id), Some(column)) = (innermost("data-ref"), innermost("data-col")) else { continue };
            figures += 1;
            let shown = text.trim();
            if id.starts_with("count/") {
                if let Some(count) = counted(report, id) {
                    let allowed = [
                        number::write(*lang, Form::Count, 0, Number::count(count)),
                        number::words(*lang, count),
                        crate::report::text::capital(&number::words(*lang, count)),
                    ];
                    assert!(allowed.contains(&shown.to_owned()), "{name}, {lang}: {id}: {shown}, not {count}");
                }
                continue;
            }
            let number = pointed_at(&value, id, column);
            let number = number.unwrap_or_else(|| panic!("{name}, {lang}: {id} has no {column}: {shown}"));
            assert!(written(*lang, number).contains(shown), "{name}, {lang}: {id} {column}: {shown}");
        }
        assert!(figures > 0 || *name == "empty", "{name} has figures");
    }
}

/// Elements whose digits are no figures of ours: names, codes, dates, laws, what people wrote, ticks of an axis.
fn speaks_for_itself(open: &Open) -> bool {
    let classes = [
        "no",
        "date",
        "id",
        "statement",
        "quote",
        "demand",
        "citation",
        "provision-title",
        "address",
        "name",
        "tick",
        "glossary",
        "explain",
    ];
    matches!(open.name.as_str(), "code" | "bdi" | "title" | "desc" | "head" | "blockquote" | "sup" | "nav")
        || classes.iter().any(|class| open.has_class(class))
        || open.get("data-col").is_some()
}

#[test]
fn both_languages_show_the_same_figures() {
    for pair in pages().chunks(2) {
        let [first, second] = pair else { panic!("every sample in both languages") };
        let figures = |page: &Page| -> BTreeMap<(String, String), usize> {
            let mut out = BTreeMap::new();
            for (stack, _) in &page.texts {
                let innermost = |key: &str| stack.iter().rev().find_map(|open| open.get(key)).map(str::to_owned);
                if let (Some(id), Some(column)) = (innermost("data-ref"), innermost("data-col")) {
                    *out.entry((id, column)).or_insert(0) += 1;
                }
            }
            out
        };
        let (mut one, mut other) = (figures(first), figures(second));
        // A plural may be said in one language with the number and in the other without it.
        one.retain(|(id, _), _| !id.starts_with("count/"));
        other.retain(|(id, _), _| !id.starts_with("count/"));
        assert_eq!(one, other, "{}", first.name);
    }
}

#[test]
fn every_estimate_and_comparison_stands_in_annex_c() {
    for Page { name, lang, report, page, .. } in pages() {
        let annex = &page[page.find("<h2 id=\"annex-c\">").unwrap()..page.find("<h2 id=\"annex-d\">").unwrap()];
        let rows = report.estimates.iter().map(|row| (&row.id, row.value.is_some()));
        let annex = unescape(annex);
        for (id, shown) in rows.chain(report.disparities.iter().map(|row| (&row.id, row.value.is_some()))) {
            let pointed = annex.contains(&format!("data-ref=\"{id}\""));
            // A comparison without a value is a dash with its note, beside the other scales of the same.
            assert!(pointed || !shown, "{name}, {lang}: {id}");
        }
    }
}

#[test]
fn no_machine_word_stands_in_the_text() {
    let apart = |open: &Open| {
        matches!(open.name.as_str(), "code" | "bdi" | "title" | "desc" | "blockquote" | "head")
            || ["statement", "address", "name", "id"].iter().any(|class| open.has_class(class))
    };
    for Page { name, lang, texts, .. } in pages().iter().filter(|page| page.name != "hostile") {
        for (_, text) in texts.iter().filter(|(stack, _)| !stack.iter().any(apart)) {
            let letters: Vec<char> = text.chars().collect();
            let joined = letters.windows(3).any(|w| w[1] == '_' && w[0].is_alphanumeric() && w[2].is_alphanumeric());
            assert!(!joined, "{name}, {lang}: {text:?}");
        }
    }
}

#[test]
fn a_count_of_one_has_a_noun_of_one() {
    let plurals = [
        "percentage points",
        "procentenheter",
        "items",
        "punkter",
        "comparisons",
        "jämförelser",
        "rows",
        "rader",
        "figures",
        "uppgifter",
        "stages",
        "months",
        "månader",
        "provisions",
        "bestämmelser",
    ];
    for Page { name, lang, page, .. } in pages() {
        let shown = visible_text(page).replace('\u{a0}', " ");
        let words: Vec<&str> = shown.split_whitespace().collect();
        let text = words.join(" ");
        for plural in plurals {
            for before in [" 1 ", " \u{2212}1 ", " +1 "] {
                assert!(!text.contains(&format!("{before}{plural}")), "{name}, {lang}: {before}{plural}");
            }
        }
    }
}

#[test]
fn a_cell_that_is_set_as_a_list_says_its_column() {
    for Page { name, lang, page, .. } in pages() {
        for table in page.split("<table").skip(1).map(|part| part.split("</table>").next().unwrap()) {
            let opening = table.split('>').next().unwrap();
            if opening.contains("class=\"raw\"") {
                continue;
            }
            for cell in table.split("<td").skip(1).map(|part| part.split('>').next().unwrap()) {
                let spans = cell.contains("colspan=");
                assert_eq!(
                    !spans,
                    cell.contains(" data-head=\"") && !cell.contains("data-head=\"\""),
                    "{name}, {lang}: {cell}"
                );
            }
        }
    }
}

#[test]
fn no_digit_stands_on_a_page_without_an_id() {
    let mut wrong = BTreeSet::new();
    for Page { name, lang, texts, .. } in pages() {
        let notes: Vec<String> = Note::ALL.iter().map(|note| Texts::of(*lang).note(*note)).collect();
        for (stack, text) in texts {
            if stack.iter().any(speaks_for_itself) {
                continue;
            }
            let mut left = text.replace('\u{a0}', " ");
            for note in &notes {
                left = left.replace(note.as_str(), "");
            }
            // Words of sentences: so many of a round number, the seven grounds, references to sections and statements.
            let literals = [
                // The name of a metric.
                "F1",
                "10 000",
                "10,000",
                "1 000",
                "1,000",
                "av 100",
                "of 100",
                "av 7",
                "artikel 111.2",
                "Article 111(2)",
                "of 7",
                "avsnitt 3",
                "section 3",
                "avsnitt 4",
                "section 4",
                "Section 4",
                "avsnitt 11",
                "section 11",
                "Steg 1",
                "Steg 2",
                "Steg 3",
                "Step 1",
                "Step 2",
                "Step 3",
            ];
            for literal in literals {
                left = left.replace(literal, "");
            }
            let left: String = left.split(' ').filter(|word| !word.starts_with("HS-")).collect();
            if left.contains(|c: char| c.is_ascii_digit()) {
                wrong.insert(format!("{name}, {lang}: {text:?} in {:?}", stack.last()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_page_has_no_script_but_its_own_and_no_network() {
    for Page { name, lang, page, texts, .. } in pages() {
        let own = format!("<script>{}</script>", super::MOVE);
        let lower = page.replacen(&own, "", 1).to_lowercase();
        assert_eq!(page.contains(&own), page.contains(super::MOVE_SHA256), "{name}: the policy names the script");
        for wrong in ["<script", "<link", "<img", "<iframe", "@import", "url(", " onclick", " onload", "javascript:\""]
        {
            assert!(!lower.contains(wrong), "{name}, {lang}: {wrong}");
        }
        assert!(page.contains("Content-Security-Policy") && page.contains(&format!("<html lang=\"{lang}\">")));
        for open in texts.iter().flat_map(|(stack, _)| stack) {
            if let Some(target) = open.get("href") {
                let known = ["#", "https://", "report."].iter().any(|start| target.starts_with(start));
                assert!(known, "{name}: {target}");
            }
        }
    }
}

#[test]
fn links_lead_somewhere_and_ids_are_unique() {
    for Page { name, page, .. } in pages() {
        let mut ids = BTreeSet::new();
        for part in page.split(" id=\"").skip(1) {
            let id = part.split('"').next().unwrap();
            assert!(ids.insert(id.to_owned()), "{name}: {id} twice");
        }
        for part in page.split("href=\"#").skip(1) {
            let id = part.split('"').next().unwrap();
            assert!(ids.contains(id), "{name}: #{id} leads nowhere");
        }
        for part in page.split("aria-labelledby=\"").skip(1) {
            for id in part.split('"').next().unwrap().split(' ') {
                assert!(ids.contains(id), "{name}: {id} labels nothing");
            }
        }
    }
}

#[test]
fn names_that_try_to_be_markup_are_text() {
    for Page { page, .. } in pages().iter().filter(|page| page.name == "hostile") {
        let shown = visible_text(page);
        for name in
            ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{ 7*7 }}", "]]>--><!--", "&lt;b&gt;"]
        {
            assert!(shown.contains(name), "{name} is shown as it stands");
        }
        assert!(shown.contains("⟨U+202E⟩nem⟨U+202C⟩") && shown.contains("a⟨U+0000⟩b⟨U+F5A10⟩f"));
        assert!(!page.contains('\u{202e}') && !page.contains('\u{0}') && !page.contains("href=\"javascript"));
        // A formula is text on a page; it becomes one in formats that a spreadsheet opens.
        assert!(shown.contains("=cmd|'/C calc'!A0"));
    }
}

#[test]
fn nothing_undefined_and_no_point_for_a_comma_stands_on_a_page() {
    let others = |open: &Open| {
        matches!(open.name.as_str(), "bdi" | "title" | "desc") || open.has_class("statement") || open.has_class("name")
    };
    for Page { name, lang, texts, .. } in pages() {
        for (stack, text) in texts.iter().filter(|(stack, _)| !stack.iter().any(others)) {
            for wrong in ["NaN", "null", "undefined", "{", "}", "⟨", "Some(", "None"] {
                assert!(*name == "hostile" || !text.contains(wrong), "{name}, {lang}: {wrong} in {text:?}");
            }
            let figure = stack.iter().any(|open| open.get("data-col").is_some());
            assert!(!figure || *lang == Lang::En || !text.contains(['.', '-']), "{name}: {text}");
        }
    }
}

#[test]
fn every_section_and_annex_has_its_heading_in_both_languages() {
    for Page { name, lang, page, .. } in pages() {
        let annexes = ('a'..='i').map(|letter| format!("annex-{letter}"));
        for id in (1..=13).map(|at| format!("s{at}")).chain(annexes) {
            assert!(page.contains(&format!("<h2 id=\"{id}\">")), "{name}, {lang}: {id}");
        }
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    for Page { report, lang, page, .. } in pages().iter().filter(|page| page.name == "vab" || page.name == "hostile") {
        assert_eq!(&html(report, *lang), page);
    }
}

#[test]
fn every_ground_has_a_row_and_every_mark_a_word() {
    for Page { name, lang, page, texts, .. } in pages() {
        let shown = visible_text(page);
        for ground in Ground::ALL.iter().filter(|ground| **ground != Ground::Supplementary) {
            let word = crate::report::text::capital(&Texts::of(*lang).ground(*ground));
            assert!(shown.contains(&word), "{name}, {lang}: {word}");
        }
        // The shape is hidden from those who hear the page, and the colour may be missing: each mark has its word.
        let marks = page.matches("<span class=\"v v-").count();
        let words =
            texts.iter().filter(|(stack, _)| stack.iter().all(|open| open.name != "sup")).filter(|(stack, _)| {
                stack.iter().any(|open| ["v-disp", "v-ok", "v-inc", "v-na"].iter().any(|class| open.has_class(class)))
            });
        assert_eq!(words.count(), marks, "{name}, {lang}");
    }
}

/// The text of page one, a line for each block.
fn page_one(page: &str) -> String {
    let start = page.find("<section class=\"first").unwrap();
    let end = page[start..].find("<section class=\"section").unwrap();
    let mut text = page[start..start + end].replace("<small>", " / ").replace(['\n', '\r'], " ");
    for block in ["p", "td", "th", "li", "dt", "dd", "h1", "h2", "h3", "caption"] {
        text = text.replace(&format!("</{block}>"), "\n");
    }
    let mut out = String::new();
    let mut inside = false;
    for letter in text.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => out.push(letter),
            _ => {}
        }
    }
    unescape(&out).lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
}

#[test]
fn page_one_in_both_languages() {
    let mut out = String::new();
    for Page { name, lang, page, .. } in pages().iter().filter(|page| ["vab", "empty", "crowded"].contains(&page.name))
    {
        out.push_str(&format!("=== {name}, {lang}\n{}\n", page_one(page)));
    }
    insta::assert_snapshot!(out);
}

#[test]
fn an_amount_is_never_written_as_so_many_people() {
    let page = pages().iter().find(|page| page.name == "full" && page.lang == Lang::En).unwrap();
    let shown = visible_text(&page.page).replace('\u{a0}', " ");
    let words: Vec<&str> = shown.split_whitespace().collect();
    assert!(words.join(" ").contains("6.5 against 3.3 days"), "both amounts in their unit");
    assert!(!shown.contains("6,520"));
}

#[test]
fn a_report_without_stages_groups_or_packs_is_still_a_page() {
    let mut report = empty();
    report.audit.stages.clear();
    report.audit.period = None;
    report.audit.prepared_by.clear();
    report.audit.disclosure = None;
    report.audit.system.version = None;
    report.provenance.packs.clear();
    report.provenance.inputs.clear();
    for lang in LANGS {
        let page = html(&report, lang);
        assert!(!texts(&page).is_empty() && !page.contains("colspan=\"0\""));
        assert!(page.contains(&Texts::of(lang).word("page-internal")), "every printed page says that it is internal");
    }
}

#[test]
fn the_first_time_that_the_review_and_annex_e_name_a_code_its_title_stands_beside_it() {
    for Page { name, lang, page, report, .. } in pages().iter().filter(|page| page.name == "vab" || page.name == "full")
    {
        for id in ["s11", "annex-e"] {
            let start = page.find(&format!("<h2 id=\"{id}\">")).unwrap();
            let end = page[start..].find("<section").map_or(page.len(), |at| start + at);
            let shown: String = visible_text(&format!("<!doctype html><div>{}</div>", whole(&page[start..end])));
            let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
            let say = Speaker::new(report, *lang);
            let asked = report.provisions.iter();
            let named = asked.flat_map(|row| {
                let evidence = row.evidence.iter().map(|code| (code, say.evidence_title(code).plain()));
                let statements = row.statements.iter().map(|code| (code, say.statement_title(code).plain()));
                evidence.chain(statements).collect::<Vec<_>>()
            });
            for (code, title) in named.collect::<BTreeSet<_>>() {
                assert!(title.len() > code.len() + 3, "{code} has a title");
                let Some(at) = shown.find(code.as_str()) else { continue };
                assert!(shown[at..].starts_with(&title), "{name}, {lang}, {id}: not {title}");
            }
        }
    }
}

/// A section of a page up to its last closed element.
fn whole(section: &str) -> &str {
    section.rsplit_once("</section>").map_or(section, |(inside, _)| inside)
}

#[test]
fn what_a_person_sets_for_monitoring_is_written_in_the_language_of_the_page() {
    for (lang, wanted) in [
        (Lang::Sv, ["stoppa", "0,002", "antal per period 100, andel 0,02"]),
        (Lang::En, ["stop", "0.002", "number per period 100, share 0.02"]),
    ] {
        let page = pages().iter().find(|page| page.name == "full" && page.lang == lang).unwrap();
        let start = page.page.find("<h2 id=\"s12\">").unwrap();
        let end = page.page[start..].find("<h2 id=\"s13\">").unwrap();
        for text in wanted {
            assert!(page.page[start..start + end].contains(text), "{lang}: {text}");
        }
    }
}

#[test]
fn the_policy_names_the_script_by_its_digest() {
    // Base 64 of the 32 bytes that the hexadecimal digest spells.
    let hex = crate::words::sha256(super::MOVE.as_bytes());
    let bits: String = hex.chars().map(|digit| format!("{:04b}", digit.to_digit(16).unwrap())).collect();
    let letters: Vec<char> = ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['+', '/']).collect();
    let padded = format!("{bits:0<258}");
    let spelled: String = padded
        .as_bytes()
        .chunks(6)
        .map(|six| letters[usize::from_str_radix(std::str::from_utf8(six).unwrap(), 2).unwrap()])
        .collect();
    assert_eq!(format!("{spelled}="), super::MOVE_SHA256);
}

/// The shipped demo with a threshold that its plan marks.
fn with_threshold() -> (Report, Number) {
    let mut report = shipped("demo");
    let mut at: Vec<Number> =
        report.curves.iter().filter(|row| row.curve == "threshold").filter_map(|row| row.x).collect();
    at.sort_by(|a, b| a.get().total_cmp(&b.get()));
    let mark = at[at.len() / 2];
    report.audit.inference.thresholds = vec![mark];
    (report, mark)
}

/// The cells of a row of a table, without markup.
fn cells(row: &str) -> Vec<String> {
    row.split("<td").skip(1).map(|cell| visible_text_of(&cell[cell.find('>').unwrap() + 1..])).collect()
}

fn visible_text_of(html: &str) -> String {
    super::Html(html.replace("</td>", "").replace("</tr>", "")).bare().0.trim().to_owned()
}

#[test]
fn the_small_table_shows_what_annex_c_has_at_the_threshold_of_the_plan() {
    let (report, _) = with_threshold();
    for lang in LANGS {
        let page = html(&report, lang);
        let table = |start: &str| {
            let from = page.find(start).unwrap_or_else(|| panic!("{start}"));
            page[from..].split("</table>").next().unwrap().to_owned()
        };
        let small = table("<table id=\"t7e-t7d-sex-1\"");
        assert!(small.contains("data-moves=\"t7d-sex\""), "{small}");
        let rows: Vec<Vec<String>> = small.split("<tbody>").nth(1).unwrap().split("<tr>").skip(1).map(cells).collect();
        for (column, metric) in super::thresholds::ALONG.iter().enumerate() {
            let full = table(&format!("<table id=\"t7d-sex-{metric}-1\""));
            assert!(full.contains(&format!("data-feeds=\"t7d-sex\" data-column=\"{}\" data-first=\"0\"", column + 1)));
            let used = full.split("<tr class=\"in-use\">").nth(1).unwrap().split("</tr>").next().unwrap();
            let used = cells(used);
            assert_eq!(used.len(), rows.len(), "{metric}");
            for (group, cell) in used.iter().enumerate() {
                assert_eq!(cell, &rows[group][column], "{metric}");
            }
        }
        assert!(page.contains("id=\"mover\"") && page.contains("id=\"c-scores\""));
        assert!(!page.contains(&Texts::of(lang).word("s7-no-threshold")));
    }
}

#[test]
fn a_plan_without_a_threshold_says_so_and_has_every_threshold_in_annex_c() {
    let mut report = with_threshold().0;
    report.audit.inference.thresholds.clear();
    for lang in LANGS {
        let page = html(&report, lang);
        assert!(page.contains(&Texts::of(lang).word("s7-no-threshold")));
        assert!(!page.contains("id=\"mover\"") && page.contains("id=\"t7d-sex-selection_rate-1\""));
    }
}

#[test]
fn a_rate_of_fewer_than_twenty_cases_is_written_as_a_count() {
    let (mut report, mark) = with_threshold();
    let metric = "positive_predictive_value";
    let row = report
        .curves
        .iter_mut()
        .find(|row| {
            row.curve == "threshold"
                && row.metric == metric
                && row.x == Some(mark)
                && row.group.as_deref() == Some("woman")
        })
        .unwrap();
    (row.events, row.n, row.value) = (Number::new(1.0), Number::new(1.0), Number::new(1.0));
    let id = row.id.clone();
    let page = html(&report, Lang::En);
    let cell = page.split(&format!("data-ref=\"{id}\"")).nth(1).unwrap();
    assert!(cell.starts_with(" data-col=\"events\">1</span> of "), "{}", &cell[..120]);
    assert!(page.contains(&Texts::of(Lang::En).word("t7d-few")));
}

#[test]
fn the_caption_of_a_chart_names_the_marks_that_are_drawn_and_no_other() {
    let marks = [
        ("Filled square", "<rect class=\"pt c-disp\""),
        ("Filled circle", "<circle class=\"pt c-ok\""),
        ("Open diamond", "<path class=\"pt hollow c-inc\""),
        ("Half-filled", "<path class=\"pt c-inc\""),
        ("shaded band", "class=\"band\""),
    ];
    let mut reports = samples();
    reports.push(("shipped compas", shipped("compas")));
    for (name, report) in reports {
        let page = html(&report, Lang::En);
        for figure in page.split("<figure").skip(1).filter_map(|part| part.split("</figure>").next()) {
            if !figure.contains("-d\">") || !(figure.contains("id=\"c4a") || figure.contains("id=\"c6")) {
                continue;
            }
            for (word, drawn) in marks {
                // A diamond that is half filled is drawn over an open one.
                let there = word == "Open diamond" && figure.contains("Half-filled");
                assert!(figure.contains(word) == figure.contains(drawn) || there, "{name}: {word}");
            }
        }
    }
}

#[test]
fn where_the_adjusted_comparison_decides_section_4_refers_to_section_6_which_says_it() {
    let page = html(&shipped("compas"), Lang::En);
    let between = |from: &str, to: &str| &page[page.find(from).unwrap()..page.find(to).unwrap()];
    let (four, six) = (between("<h2 id=\"s4\">", "<h2 id=\"s5\">"), between("<h2 id=\"s6\">", "<h2 id=\"s7\">"));
    assert!(four.contains("see section 6") && four.contains("Assessed after adjustment"), "{four}");
    assert!(
        six.contains("Without adjustment the difference is") && six.contains("After adjustment, the share"),
        "{six}"
    );
    assert!(six.contains("Not computed: how strongly an unknown factor"), "{six}");
}

#[test]
fn a_number_of_new_cases_stands_with_the_condition_that_it_holds_on() {
    for lang in LANGS {
        let page = html(&vab(), lang);
        let table = &page[page.find("<table id=\"t3-").unwrap_or_else(|| page.find("<table id=\"t3\"").unwrap())..];
        let after = table.split("</figure>").next().unwrap();
        assert!(after.contains(&Texts::of(lang).word("t3-needed-note")), "{after}");
    }
}
