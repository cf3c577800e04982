//! Page one: can be read alone, printed alone and signed.

use serde::Serialize;

use super::block::{Html, look, marked};
use super::density::{density, tightest};
use super::{Page, number};
use crate::report::sentences::{CellKind, Matrix, Tone};
use crate::report::text::{Args, Rich, capital};
use crate::words::{Harm, Lang};

/// What page one shows.
#[derive(Debug, Serialize)]
pub struct Summary {
    kick: String,
    pub title: Html,
    pub meta: Vec<(String, Html)>,
    pub banners: Vec<Html>,
    heading: String,
    tone: &'static str,
    pub measured: Vec<Html>,
    pub estimated: Vec<Html>,
    pub remains: Vec<Html>,
    pub counts: Html,
    pub matrix: View,
    key: Vec<(Html, String)>,
    limits_heading: String,
    pub limits: Vec<Html>,
    decide_heading: String,
    decide_heads: Vec<String>,
    pub decide: Vec<Vec<Html>>,
    decide_more: Html,
    decide_none: Html,
    signatures_heading: String,
    pub signatures: Vec<(String, Html)>,
    /// How tightly page one is set on paper, so that it is one page.
    density: &'static str,
}

/// The matrix as laid out.
#[derive(Debug, Serialize)]
pub struct View {
    caption: String,
    first: String,
    stages: usize,
    errors: usize,
    stages_head: String,
    errors_head: String,
    pub columns: Vec<(Html, Html)>,
    /// The heads without markup, where the matrix is set as a list.
    labels: Vec<Html>,
    pub rows: Vec<Line>,
    more: Html,
}

/// A row of it.
#[derive(Debug, Serialize)]
pub struct Line {
    /// Heading before the row: where supplementary attributes begin.
    pub heading: String,
    pub label: Html,
    statutory: bool,
    pub cells: Vec<Html>,
    pub reason: Html,
}

impl Page<'_> {
    /// Page one. Where not even the tightest setting makes it one sheet, long names are shortened on this page; the
    /// sections that follow have them in full.
    pub(super) fn summary(&self) -> Summary {
        for most in [usize::MAX, 40, 24] {
            let mut summary = self.summary_with(most);
            if let Some(class) = density(&summary) {
                summary.density = class;
                return summary;
            }
        }
        Summary { density: tightest(), ..self.summary_with(16) }
    }

    /// Page one, with names of so many letters at most.
    fn summary_with(&self, most: usize) -> Summary {
        let short = |text: &Rich| Html::rich(&text.shortened(most));
        let headline = self.say.headline();
        let matrix = self.say.matrix();
        let limits = self.short_limits(most);
        let decide = self.say.to_decide();
        let reviewed = self.say.reviewed();
        let more = |count: usize, section: &str| {
            if count == 0 {
                return Html::default();
            }
            let args = Args::new().count(self.lang, "n", count as u64, "count/more").word("section", section);
            Html::rich(&self.say.texts.phrase("and-more-see", &args)).to(&format!("s{section}"))
        };
        let rows: Vec<Vec<Html>> = decide
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| {
                vec![
                    Html((at + 1).to_string()).within("span", "no"),
                    short(&row.item).within("span", "provision-title"),
                    short(&row.provision).within("span", "citation"),
                    short(&row.what),
                    Html::rich(&row.role),
                    Html::text("11").to(&format!("f-{}", row.finding)).within("span", "no"),
                ]
            })
            .collect();
        let list = |parts: &[Rich]| parts.iter().map(short).collect::<Vec<_>>();
        Summary {
            kick: self.word(&format!("audit-kind-{}", self.report.audit.kind)),
            title: self.given(&self.report.audit.title),
            meta: self.meta(),
            banners: list(&self.say.banners()),
            heading: self.word("s1"),
            tone: match headline.tone {
                Tone::Nothing => "tone-na",
                Tone::Disparity => "tone-disp",
                Tone::Inconclusive => "tone-inc",
                Tone::Within => "tone-ok",
            },
            measured: list(&headline.measured),
            estimated: list(&headline.estimated),
            // Without a review the list of what to decide says so.
            remains: if reviewed { list(&headline.remains) } else { Vec::new() },
            counts: headline.counts.as_ref().map(Html::rich).unwrap_or_default(),
            matrix: self.matrix_view(&matrix, most),
            key: self.key(),
            limits_heading: self.word("s1-limits"),
            limits,
            decide_heading: self.word("s1-decide"),
            decide_heads: [
                "decide-no",
                "decide-item",
                "decide-provision",
                "decide-what",
                "decide-role",
                "decide-section",
            ]
            .map(|key| self.word(key))
            .to_vec(),
            decide_more: if reviewed { more(decide.more, "11") } else { Html::default() },
            decide_none: match (reviewed, rows.is_empty()) {
                (false, _) => Html::rich(&self.say.plain("h2-no-review")),
                (true, true) => Html::rich(&self.say.plain("decide-none")),
                _ => Html::default(),
            },
            decide: if reviewed { rows } else { Vec::new() },
            signatures_heading: self.word("s1-signatures"),
            signatures: self.signatures(),
            density: "",
        }
    }

    fn meta(&self) -> Vec<(String, Html)> {
        let audit = &self.report.audit;
        let system = Rich::name(&audit.system.name);
        let system = match &audit.system.version {
            Some(version) => {
                let args = Args::new().rich("system", &system).name("version", version);
                self.say.texts.phrase("head-system-version", &args)
            }
            None => system,
        };
        let pool = match self.say.pool_size() {
            Some(size) => size.then_text(" ").then(self.say.given(&audit.system.unit)),
            None => Rich::default(),
        };
        let named = Html::rich(&self.say.given(&audit.system.pool).capitalised());
        let pool = if pool.is_empty() { named } else { Html::rich(&pool).small(&named) };
        let period = audit.period.as_ref().map(|period| number::period(self.lang, &period.from, &period.to));
        let profile = audit.disclosure.as_ref().map_or("full", |disclosure| disclosure.profile.as_str());
        let version = capital(&self.say.word(&format!("profile-{profile}")));
        let date = |iso: &str| Html::text(&number::date(self.lang, iso)).within("span", "date");
        let made = date(&self.report.provenance.created);
        let packs = self.say.reviewed();
        let mut out = vec![
            (self.word("head-system"), Html::rich(&system)),
            (self.word("head-pool"), pool),
            (
                self.word("head-period"),
                period
                    .map_or_else(|| Html::text(&self.word("no-data")), |text| Html::text(&text).within("span", "date")),
            ),
            (self.word("head-made"), made.small(&Html::code(&audit.id).then(&Html::text(&format!(", {version}"))))),
        ];
        if packs {
            out.push((self.word("head-law"), date(&audit.law_date)));
        }
        out
    }

    fn short_limits(&self, most: usize) -> Vec<Html> {
        let (limits, more) = self.say.limits_on_page_one();
        if limits.is_empty() {
            return vec![Html::rich(&self.say.plain("limits-none"))];
        }
        let mut out: Vec<Html> = limits.iter().map(|text| Html::rich(&text.shortened(most))).collect();
        if more > 0 {
            let args = Args::new().count(self.lang, "n", more as u64, "count/more").word("section", "3");
            out.push(Html::rich(&self.say.texts.phrase("and-more-see", &args).capitalised()).to("s3"));
        }
        out
    }

    fn matrix_view(&self, matrix: &Matrix, most: usize) -> View {
        let short = |text: &Rich| Html::rich(&text.shortened(most));
        let mut supplementary = false;
        let rows = matrix
            .rows
            .iter()
            .map(|row| {
                let begins = !row.statutory && !supplementary;
                supplementary |= !row.statutory;
                let cells = row.cells.iter().map(|cell| {
                    let (class, shape) = look(cell.kind);
                    let detail = cell.detail.as_ref().map(short).unwrap_or_default();
                    marked(class, shape, &Html::rich(&cell.word)).small(&detail)
                });
                let (kind, word) = if row.measured {
                    (CellKind::NotAssessed, "cell-not-assessed")
                } else {
                    (CellKind::NotMeasured, "cell-not-measured")
                };
                let (class, shape) = look(kind);
                let word = Html::rich(&self.say.plain(word));
                Line {
                    heading: if begins { self.word("ground-supplementary") } else { String::new() },
                    label: short(&row.label),
                    statutory: row.statutory,
                    cells: cells.collect(),
                    reason: match &row.reason {
                        Some(reason) => marked(class, shape, &word).small(&Html::rich(reason)),
                        None => Html::default(),
                    },
                }
            })
            .collect();
        let labels = matrix.columns.iter().map(|column| match &column.margin {
            Some(margin) => short(&column.label.clone().then_text(" (").then(margin.clone()).then_text(")")).bare(),
            None => short(&column.label).bare(),
        });
        let more = matrix.more_rows + matrix.more_columns;
        let errors = matrix.columns.iter().filter(|column| column.error).count();
        View {
            caption: self.word("matrix-caption"),
            first: self.word("matrix-ground"),
            stages: matrix.columns.len() - errors,
            errors,
            stages_head: self.word("matrix-stages"),
            errors_head: self.errors_head("matrix-errors", "matrix-errors-of").plain(),
            columns: matrix
                .columns
                .iter()
                .map(|column| (short(&column.label), column.margin.as_ref().map(Html::rich).unwrap_or_default()))
                .collect(),
            labels: labels.collect(),
            rows,
            more: if more == 0 {
                Html::default()
            } else {
                let args = Args::new().count(self.lang, "n", more as u64, "count/more").word("section", "4");
                Html::rich(&self.say.texts.phrase("and-more-see", &args)).to("s4")
            },
        }
    }

    /// What the marks mean.
    pub(super) fn key(&self) -> Vec<(Html, String)> {
        let one_sided = self.report.audit.inference.harm == Harm::OneSided;
        let one_sided: &[_] = if one_sided {
            &[
                (CellKind::OneSided, "cell-one-sided", "key-one-sided"),
                (CellKind::OtherWay, "cell-other-way", "key-other-way"),
            ]
        } else {
            &[]
        };
        [
            (CellKind::Disparity, "verdict-disparity", "key-disparity"),
            (CellKind::Within, "verdict-within_margin", "key-within_margin"),
            (CellKind::Inconclusive, "verdict-inconclusive", "key-inconclusive"),
            (CellKind::InconclusiveThere, "cell-there", ""),
            (CellKind::NotMeasured, "cell-not-measured", ""),
            (CellKind::NotAssessed, "cell-not-assessed", "key-not_assessed"),
        ]
        .into_iter()
        .chain(one_sided.iter().copied())
        .map(|(kind, word, about)| {
            let (class, shape) = look(kind);
            let about = if about.is_empty() { String::new() } else { self.say.word(about) };
            (marked(class, shape, &Html::text(&self.word(word))), about)
        })
        .collect()
    }

    fn signatures(&self) -> Vec<(String, Html)> {
        let preparers = self.report.audit.prepared_by.iter().map(|who| {
            let args = Args::new().name("name", &who.name).rich("role", &self.say.role(&who.role));
            self.say.texts.phrase("name-role", &args)
        });
        let prepared = Rich::join(preparers, ", ");
        let (signed, asked) = self.say.signed_of();
        let args = Args::new().count(self.lang, "k", signed, "count/statements/signed").count(
            self.lang,
            "n",
            asked,
            "count/statements",
        );
        vec![
            (
                self.word("prepared-by"),
                if prepared.is_empty() { Html::text(&self.say.word("no-data")) } else { Html::rich(&prepared) },
            ),
            (self.word("signed-statements"), Html::rich(&self.say.texts.phrase("of", &args))),
            (self.word("decision"), Html::rich(&self.say.decision())),
        ]
    }
}

/// The language of a text that is not that of the report, for a `lang` attribute; else nothing.
pub fn foreign(lang: Lang, text: Option<&str>) -> String {
    match text {
        Some(other) if other != lang.word() => {
            other.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
        }
        _ => String::new(),
    }
}
