//! What is behind one row of a report: the row in words, its formula, its counts, its methods with their sources, its
//! notes with their meaning.
//!
//! Takes a report and an id; gives labels with texts. Derives no number.

mod formula;
mod row;

use row::text_of;
pub use row::{Row, near};

use super::number::{self, Form};
use super::sentences::Speaker;
use super::text::{Figure, Rich};
use super::{CurveRow, DisparityRow, EstimateRow, FindingPartRow, FindingRow, GroupRow, LaterRow, Report};
use crate::words::{Lang, Note, Number, methods, reserved};

/// A line of an explanation: a label and a text.
pub type Line = (&'static str, String);

/// A row in words.
pub fn explain(report: &Report, row: Row<'_>, lang: Lang) -> Vec<Line> {
    let explainer = Explainer { speaker: Speaker::new(report, lang), lang };
    let mut lines = match row {
        Row::Group(row) => explainer.group(row),
        Row::Estimate(row) => explainer.estimate(row),
        Row::Disparity(row) => explainer.disparity(row),
        Row::Curve(row) => explainer.curve(row),
        Row::Sensitivity(row) => explainer.sensitivity(row),
        Row::Finding(row) => explainer.finding(row),
        Row::Part(row) => explainer.part(row),
    };
    let concern = report.warnings.iter().filter(|warning| warning.rows.iter().any(|id| id == row.id()));
    lines.extend(
        concern.map(|warning| {
            (explainer.say("varning", "warning"), format!("{}: {}", warning.code, warning.text.get(lang)))
        }),
    );
    lines
}

/// Is the value of a point a difference, in percentage points?
fn compares(row: &CurveRow) -> bool {
    row.reference.is_some() || row.curve == "cumulative_calibration"
}

struct Explainer<'a> {
    speaker: Speaker<'a>,
    lang: Lang,
}

impl Explainer<'_> {
    fn say(&self, sv: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Sv => sv,
            Lang::En => en,
        }
    }

    fn group(&self, row: &GroupRow) -> Vec<Line> {
        let mut lines = vec![
            (self.say("grupp", "group"), self.speaker.group(&row.attribute, &row.group).plain()),
            (self.say("egenskap", "attribute"), row.attribute.clone()),
            (self.say("grund", "ground"), self.speaker.texts.ground(row.ground)),
            (self.say("antal", "number"), self.count(row.n)),
            (self.say("vikt", "weight"), self.plain(row.weight)),
            (self.say("andel av alla", "share of all"), self.share(row.share)),
            (self.say("effektivt antal", "effective number"), self.plain(row.effective_n)),
        ];
        lines.extend(self.notes(&row.note, None));
        lines
    }

    fn estimate(&self, row: &EstimateRow) -> Vec<Line> {
        let form = self.speaker.estimate_form(row);
        let interval = self.speaker.estimate(row, form, self.speaker.estimate_decimals(row));
        let value = interval.value.as_ref().map(|figure| self.speaker.unit(form, figure, &row.metric).plain());
        let (stratum, method) = (row.stratum.as_deref(), row.method.as_deref());
        let keys = formula::Keys { metric: &row.metric, scale: None, stratum, method };
        let mut lines = self.metric(row.of.as_deref(), &keys);
        lines.extend(self.place(
            row.stage.as_deref(),
            row.stratum.as_deref(),
            row.arm.as_deref(),
            row.period.as_deref(),
        ));
        lines.push((self.say("grupp", "group"), self.who(row.attribute.as_deref(), row.group.as_deref())));
        lines.push((self.say("värde", "value"), value.unwrap_or_else(|| self.absent())));
        if let Some(limits) = self.speaker.limits(&interval) {
            let level = self.speaker.level(&row.id, row.level).text;
            lines.push((self.say("intervall", "interval"), format!("{} ({level} %)", limits.plain())));
        }
        lines.extend(self.bounds(row.bound_lower, row.bound_upper, form));
        lines.push((self.say("händelser", "events"), self.count(row.events)));
        let of = if Speaker::rests_on_both_arms(row) {
            // The denominator is the group's part of the pool, which is estimated too.
            self.say("underlag, båda urvalen", "material, both arms")
        } else {
            self.say("av", "of")
        };
        lines.push((of, self.count(row.n)));
        if Speaker::rests_on_both_arms(row) {
            lines.extend(self.two_arms(row.attribute.as_deref(), row.group.as_deref()));
        }
        lines.extend(self.test(row.statistic, row.df, None, row.p_value));
        lines.extend(self.methods(row.method.as_deref(), None));
        lines.extend(self.notes(&row.note, row.detail.as_ref()));
        lines
    }

    /// How a rate of the pool is made from two arms, and the numbers of it that the cells do not show (`methods/2`, B).
    fn two_arms(&self, attribute: Option<&str>, group: Option<&str>) -> Vec<Line> {
        let find = |metric: &str, arm: Option<&str>, group: Option<&str>| {
            self.speaker.report.estimates.iter().find(|row| {
                row.metric == metric
                    && row.arm.as_deref() == arm
                    && row.group.as_deref() == group
                    && row.stratum.is_none()
                    && (row.attribute.as_deref() == attribute || row.attribute.is_none())
            })
        };
        let everybody = Some(crate::words::reserved::ALL);
        let pool = find("selection_rate", None, everybody).and_then(|row| row.n);
        let random = find("base_rate", Some("random"), everybody).and_then(|row| row.n);
        let size = find("group_population_estimate", None, group).and_then(|row| row.value);
        vec![
            (
                self.say("ur två urval", "from two arms"),
                self.say(
                    "(n_R / N) · a / k, eller 1 minus det: a täljarens ärenden i modellurvalet, k nämnarens i slumpurvalet",
                    "(n_R / N) · a / k, or 1 less it: a the numerator's cases in the model arm, k the denominator's in the \
                     random arm",
                )
                .to_owned(),
            ),
            (self.say("N, populationen", "N, the pool"), self.count(pool)),
            (self.say("n_R, slumpurvalet", "n_R, the random arm"), self.count(random)),
            (self.say("gruppen i populationen, beräknad", "the group in the pool, estimated"), self.count(size)),
        ]
    }

    fn disparity(&self, row: &DisparityRow) -> Vec<Line> {
        let form = self.speaker.disparity_form(row);
        let interval = self.speaker.disparity(row, 0);
        let value = interval.value.as_ref().map(|figure| self.speaker.unit(form, figure, &row.metric).plain());
        let mut lines: Vec<Line> = self
            .speaker
            .said_of(row)
            .into_iter()
            .map(|sentence| (self.say("i ord", "in words"), sentence.plain()))
            .collect();
        let (stratum, method) = (row.stratum.as_deref(), row.method.as_deref());
        let keys = formula::Keys { metric: &row.metric, scale: row.scale, stratum, method };
        lines.extend(self.metric(row.of.as_deref(), &keys));
        if let Some(scale) = row.scale {
            lines.push((self.say("skala", "scale"), self.speaker.word(&format!("scale-{scale}"))));
        }
        lines.extend(self.place(
            row.stage.as_deref(),
            row.stratum.as_deref(),
            row.arm.as_deref(),
            row.period.as_deref(),
        ));
        lines.push((self.say("grupp", "group"), self.who(row.attribute.as_deref(), row.group.as_deref())));
        if row.reference.is_some() {
            let reference = self.who(row.attribute.as_deref(), row.reference.as_deref());
            lines.push((self.say("jämförs med", "against"), reference));
        }
        lines.push((self.say("värde", "value"), value.unwrap_or_else(|| self.absent())));
        if let Some(limits) = self.speaker.limits(&interval) {
            let level = self.speaker.level(&row.id, row.level).text;
            lines.push((self.say("intervall", "interval"), format!("{} ({level} %)", limits.plain())));
        }
        if let (Some(lower), Some(upper)) = (row.pointwise_lower, row.pointwise_upper) {
            let decimals = self.speaker.disparity_decimals(row);
            let write = |value| number::write(self.lang, form, decimals, value);
            lines.push((
                self.say("för sig", "by itself"),
                format!("{} {} {}", write(lower), self.say("till", "to"), write(upper)),
            ));
        }
        lines.extend(self.bounds(row.bound_lower, row.bound_upper, form));
        lines.push((
            self.say("marginal", "margin"),
            self.speaker.margin(row).map(|text| text.plain()).unwrap_or_default(),
        ));
        lines.push((self.say("utslag", "verdict"), self.speaker.verdict_word(row)));
        if self.speaker.one_sided(row) && row.margin.is_some() {
            lines.push((self.say("bedömd riktning", "direction judged"), self.speaker.word("one-sided-asked")));
        }
        lines.push((self.say("familj", "family"), row.family.clone()));
        let [group, reference] = if self.speaker.compares_both_arms(row) {
            [
                self.say("underlag för gruppen, båda urvalen", "material of the group, both arms"),
                self.say("för jämförelsegruppen", "of the reference"),
            ]
        } else {
            [self.say("antal i gruppen", "number in the group"), self.say("i jämförelsegruppen", "in the reference")]
        };
        lines.push((group, self.count(row.n_group)));
        lines.push((reference, self.count(row.n_reference)));
        lines.push((
            self.say("minsta som hade synts", "smallest detectable"),
            self.speaker.detectable(row).map(|text| text.plain()).unwrap_or_default(),
        ));
        lines.push((
            self.say("nya ärenden som behövs", "new cases needed"),
            self.speaker.needed_at_length(row).map(|text| text.plain()).unwrap_or_default(),
        ));
        lines.extend(self.test(row.statistic, row.df, row.p_adjusted, row.p_value));
        lines.extend(self.methods(row.method.as_deref(), row.test.as_deref()));
        lines.extend(self.notes_beside(&row.note, row.detail.as_ref(), |note| self.speaker.note_beside(row, note)));
        lines
    }

    fn curve(&self, row: &CurveRow) -> Vec<Line> {
        let key = format!("curve-{}", row.curve);
        let name = self.speaker.metric(&row.metric).plain();
        let mut lines = vec![
            (self.say("kurva", "curve"), format!("{}: {}", row.curve, self.speaker.word(&key))),
            (self.say("mått", "metric"), format!("{} ({name})", row.metric)),
            (self.say("om", "of"), row.of.clone().unwrap_or_default()),
            (self.say("formel", "formula"), formula::of_curve(&row.curve, &row.metric, self.lang)),
        ];
        lines.extend(self.place(
            row.stage.as_deref(),
            row.stratum.as_deref(),
            row.arm.as_deref(),
            row.period.as_deref(),
        ));
        lines.push((self.say("grupp", "group"), self.who(row.attribute.as_deref(), row.group.as_deref())));
        if row.reference.is_some() {
            let reference = self.who(row.attribute.as_deref(), row.reference.as_deref());
            lines.push((self.say("jämförs med", "against"), reference));
        }
        lines.push(("x", self.plain(row.x)));
        lines.push((self.say("x är", "x is"), self.speaker.texts.attribute(&key, "x").unwrap_or_default()));
        let form = if compares(row) { Form::Points } else { Form::Percent };
        let write = |value: Number| self.exactly(form, value);
        lines.push((self.say("värde", "value"), row.value.map_or_else(|| self.absent(), write)));
        if let (Some(lower), Some(upper)) = (row.lower, row.upper) {
            let level = row.level.map(|level| number::level(self.lang, level)).unwrap_or_default();
            let band = self.speaker.texts.listed("band", row.band.as_deref().unwrap_or_default()).plain();
            lines.push((
                self.say("intervall", "interval"),
                format!("{} ({level} %, {band})", self.range(form, lower, upper)),
            ));
        }
        lines.push((self.say("händelser", "events"), self.count(row.events)));
        lines.push((self.say("av", "of"), self.count(row.n)));
        lines.extend(self.methods(row.method.as_deref(), None));
        lines.extend(self.notes(&row.note, row.detail.as_ref()));
        lines
    }

    fn sensitivity(&self, row: &LaterRow) -> Vec<Line> {
        let number = |key: &str| self.plain(row.get(key).and_then(serde_json::Value::as_f64).and_then(Number::new));
        let said = |key: &str| match text_of(row, key) {
            "" => String::new(),
            word => format!(" ({})", self.speaker.texts.listed("sensitivity-said", word).plain()),
        };
        let parameter = self.speaker.texts.listed("sensitivity", text_of(row, "parameter")).plain();
        vec![
            (self.say("jämförelse", "comparison"), text_of(row, "disparity_id").to_owned()),
            (self.say("vad som ändras", "what is changed"), parameter),
            (self.say("gränsen", "the limit"), number("tipping_value")),
            (self.say("lägsta värdet", "lowest value"), number("value_low") + &said("verdict_low")),
            (self.say("högsta värdet", "highest value"), number("value_high") + &said("verdict_high")),
        ]
    }

    fn finding(&self, row: &FindingRow) -> Vec<Line> {
        let each = |label: &'static str, parts: Vec<Rich>| {
            parts.into_iter().map(move |part| (label, part.plain())).collect::<Vec<Line>>()
        };
        let also = row.also.iter().map(|status| self.speaker.texts.listed("status", status).plain());
        let provision = self.speaker.provision(row);
        let mut lines = vec![
            (self.say("bestämmelse", "provision"), self.speaker.citation(row).plain()),
            (
                self.say("kräver", "demand"),
                provision.map(|provision| provision.demand.get(self.lang).to_owned()).unwrap_or_default(),
            ),
            (self.say("status", "status"), self.speaker.status(row).plain()),
            (self.say("dessutom", "also"), also.collect::<Vec<_>>().join(", ")),
        ];
        lines.extend(each(self.say("skäl", "reasons"), self.speaker.reasons(row)));
        lines.extend(each(self.say("saknas", "missing"), self.speaker.missing(row)));
        lines.push((self.say("tillämpas från", "applies from"), row.applies_from.clone().unwrap_or_default()));
        lines.push((
            self.say("kontrollerad", "verification"),
            provision.map(|provision| self.speaker.source_check(&provision.verification).plain()).unwrap_or_default(),
        ));
        lines.push((self.say("adress", "address"), row.verification.address.clone()));
        lines.push((self.say("paket", "pack"), format!("{} {}", row.pack, row.pack_version)));
        lines.extend(row.evidence.iter().map(|id| (self.say("underlag", "evidence"), id.clone())));
        lines
    }

    fn part(&self, row: &FindingPartRow) -> Vec<Line> {
        let name = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut lines = vec![
            (self.say("bestämmelse", "provision"), row.provision.clone()),
            (self.say("prövat", "examined"), row.item.clone()),
            (self.say("tillstånd", "state"), row.state.clone()),
            (self.say("ger", "gives"), row.status.clone().unwrap_or_else(|| self.say("inget", "nothing").to_owned())),
            (
                self.say("grund", "ground"),
                row.ground.map(|ground| self.speaker.texts.ground(ground)).unwrap_or_default(),
            ),
            (self.say("steg", "stage"), name(&row.stage)),
            (
                self.say("grupp", "group"),
                row.group
                    .as_deref()
                    .map(|_| self.who(row.attribute.as_deref(), row.group.as_deref()))
                    .unwrap_or_default(),
            ),
            (self.say("skäl", "reason"), name(&row.reason)),
        ];
        lines.extend(row.evidence.iter().map(|id| (self.say("underlag", "evidence"), id.clone())));
        lines
    }

    fn metric(&self, of: Option<&str>, keys: &formula::Keys<'_>) -> Vec<Line> {
        let name = keys.metric;
        let explained = self.speaker.texts.attribute(&format!("metric-{name}"), "explain");
        vec![
            (self.say("mått", "metric"), format!("{name} ({})", self.speaker.metric(name).plain())),
            (self.say("om", "of"), of.unwrap_or_default().to_owned()),
            (self.say("betyder", "means"), explained.unwrap_or_default()),
            (self.say("formel", "formula"), formula::formula(keys, self.lang)),
        ]
    }

    fn place(&self, stage: Option<&str>, stratum: Option<&str>, arm: Option<&str>, period: Option<&str>) -> Vec<Line> {
        vec![
            (self.say("steg", "stage"), stage.map(|name| self.speaker.stage_label(name).plain()).unwrap_or_default()),
            (self.say("bland", "among"), stratum.unwrap_or_default().to_owned()),
            (
                self.say("urvalsväg", "arm"),
                arm.map(|word| self.speaker.texts.listed("arm", word).plain()).unwrap_or_default(),
            ),
            (self.say("period", "period"), period.unwrap_or_default().to_owned()),
        ]
    }

    fn who(&self, attribute: Option<&str>, group: Option<&str>) -> String {
        let group = group.unwrap_or(reserved::ALL);
        let name = self.speaker.group(attribute.unwrap_or_default(), group).plain();
        match attribute {
            Some(attribute) => format!("{name} ({attribute} = {group})"),
            None => name,
        }
    }

    fn bounds(&self, lower: Option<Number>, upper: Option<Number>, form: Form) -> Vec<Line> {
        let (Some(lower), Some(upper)) = (lower, upper) else { return Vec::new() };
        vec![(self.say("vad som är möjligt", "what is possible"), self.range(form, lower, upper))]
    }

    /// Two numbers with all the digits that they have (four decimals at most) in one form, the unit behind the second.
    fn range(&self, form: Form, lower: Number, upper: Number) -> String {
        format!("{} {} {}", number::exact(self.lang, form, lower), self.say("till", "to"), self.exactly(form, upper))
    }

    fn exactly(&self, form: Form, value: Number) -> String {
        let figure = Figure::new(number::exact(self.lang, form, value), "", "");
        self.speaker.unit(form, &figure, "").plain()
    }

    fn test(
        &self,
        statistic: Option<Number>,
        df: Option<Number>,
        adjusted: Option<Number>,
        p_value: Option<Number>,
    ) -> Vec<Line> {
        vec![
            (self.say("teststorhet", "statistic"), self.plain(statistic)),
            (self.say("frihetsgrader", "degrees of freedom"), self.plain(df)),
            ("p", p_value.map(|p| number::p_value(self.lang, p)).unwrap_or_default()),
            (
                self.say("p, justerat", "p, adjusted"),
                adjusted.map(|p| number::p_value(self.lang, p)).unwrap_or_default(),
            ),
        ]
    }

    /// Methods with what they are and where they come from.
    fn methods(&self, method: Option<&str>, test: Option<&str>) -> Vec<Line> {
        let line = |label: &'static str, word: &str| {
            let parts: Vec<String> = methods(word)
                .iter()
                .map(|known| format!("{} ({})", known.about(self.lang), known.source(self.lang)))
                .collect();
            (label, if parts.is_empty() { word.to_owned() } else { format!("{word}: {}", parts.join("; ")) })
        };
        let mut lines = Vec::new();
        lines.extend(method.map(|word| line(self.say("metod", "method"), word)));
        lines.extend(test.map(|word| line(self.say("test", "test"), word)));
        lines
    }

    fn notes(&self, notes: &[Note], detail: Option<&super::Detail>) -> Vec<Line> {
        self.notes_beside(notes, detail, |_| None)
    }

    /// Notes, of which some are said in other words.
    fn notes_beside(
        &self,
        notes: &[Note],
        detail: Option<&super::Detail>,
        words: impl Fn(Note) -> Option<&'static str>,
    ) -> Vec<Line> {
        let said = |note: Note| words(note).map_or_else(|| self.speaker.texts.note(note), |key| self.speaker.word(key));
        let mut lines: Vec<Line> =
            notes.iter().map(|note| (self.say("anmärkning", "note"), format!("{note}: {}", said(*note)))).collect();
        let details = detail.into_iter().flatten().map(|(key, value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            format!("{key} = {value}")
        });
        lines.push((self.say("uppgifter", "detail"), details.collect::<Vec<_>>().join("; ")));
        if detail.is_some_and(|detail| detail.contains_key("truncated")) {
            lines.push((
                self.say("avkortat", "cut"),
                self.say(
                    "gruppens beräknade antal i populationen, till ett heltal; inget annat led",
                    "the group's estimated number in the pool, to a whole number; no other step",
                )
                .to_owned(),
            ));
        }
        lines
    }

    fn absent(&self) -> String {
        self.say("finns inte", "does not exist").to_owned()
    }

    fn count(&self, n: Option<Number>) -> String {
        n.map(|n| number::count(self.lang, n)).unwrap_or_default()
    }

    fn share(&self, share: Option<Number>) -> String {
        share.map(|share| format!("{} %", number::write(self.lang, Form::Percent, 1, share))).unwrap_or_default()
    }

    fn plain(&self, value: Option<Number>) -> String {
        value.map(|value| number::exact(self.lang, Form::Plain, value)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, explain, near};
    use crate::report::number::NBSP;
    use crate::report::sample::{estimated, vab};
    use crate::words::{Lang, methods};

    #[test]
    fn every_row_of_a_report_is_explained_in_both_languages() {
        let estimated = estimated();
        for row in Row::all(&estimated).filter(|row| matches!(row, Row::Sensitivity(_))) {
            let lines = explain(&estimated, row, Lang::En);
            assert!(lines.iter().any(|(_, text)| text.contains("within the margin")), "{}", row.id());
        }
        let report = vab();
        for row in Row::all(&report) {
            for lang in [Lang::Sv, Lang::En] {
                assert!(explain(&report, row, lang).iter().any(|(_, text)| !text.is_empty()), "{}", row.id());
            }
            if let Row::Estimate(estimate) = row
                && let Some(word) = &estimate.method
            {
                assert_eq!(methods(word).len(), word.split('+').count(), "{word} has no entry among the methods");
            }
        }
    }

    #[test]
    fn a_point_of_a_tipping_curve_is_a_difference_at_an_odds_ratio_from_a_reference() {
        let report = estimated();
        let rows = Row::all(&report).filter(|row| matches!(row, Row::Curve(row) if row.curve == "proxy_tipping"));
        let row = rows.last().unwrap();
        for (lang, labels) in [(Lang::En, ["against", "x is", "value"]), (Lang::Sv, ["jämförs med", "x är", "värde"])]
        {
            let lines = explain(&report, row, lang);
            let [against, x, value] =
                labels.map(|label| lines.iter().find(|(name, _)| *name == label).unwrap().1.clone());
            assert!(!against.is_empty() && x.contains("od"), "{against} {x}");
            assert!(value.contains("percentage point") || value.contains("procentenhet"), "{value}");
            let formula = &lines.iter().find(|(name, _)| matches!(*name, "formula" | "formel")).unwrap().1;
            assert!(formula.starts_with("p_g − p_r"), "{formula}");
        }
    }

    #[test]
    fn bounds_have_the_unit_of_the_interval_beside_them() {
        let mut report = vab();
        let row = report.disparities.iter_mut().find(|row| row.metric == "base_rate").unwrap();
        (row.bound_lower, row.bound_upper) = (crate::words::Number::new(-0.01), crate::words::Number::new(0.125));
        let id = row.id.clone();
        let lines = explain(&report, Row::find(&report, &id).unwrap(), Lang::En);
        let said = lines.iter().find(|(label, _)| *label == "what is possible").unwrap().1.clone();
        assert_eq!(said.replace(NBSP, " "), "−1 to 12.5 percentage points");
    }

    #[test]
    fn a_number_is_called_what_it_is_and_warnings_of_a_row_stand_beside_it() {
        let mut report = vab();
        let text = |report: &crate::report::Report, id: &str, label: &str| {
            let row = Row::find(report, id).unwrap();
            let lines = explain(report, row, Lang::En);
            // "of" is the label of two lines, one of which is empty here.
            lines.iter().filter(|(name, _)| *name == label).map(|(_, text)| text.as_str()).collect::<String>()
        };
        // Of two arms the material; of one arm, and of everybody, whose share is counted, the denominator.
        let all = "e/selection_rate/selected/sex/(all)";
        let rate = "e/selection_rate/selected/sex/woman";
        report.estimates.iter_mut().find(|row| row.id == rate).unwrap().n = crate::words::Number::new(4_018.0);
        assert_eq!(
            (text(&report, rate, "material, both arms"), text(&report, rate, "of")),
            ("4,018".into(), String::new())
        );
        assert_eq!((text(&report, all, "events"), text(&report, all, "of")), ("5,082".into(), "977,730".into()));
        assert_eq!(text(&report, "e/base_rate/-/sex/woman/random", "of"), "587");
        let difference = "d/selection_rate.difference/selected/sex/woman/vs/man";
        assert_eq!(text(&report, difference, "material of the group, both arms"), "587");
        assert!(
            text(&report, difference, "new cases needed").starts_with("about 2,340 men (both arms together), now 460;")
        );
        assert_eq!(text(&report, difference, "warning"), "");
        let cut = report.estimates.iter_mut().find(|row| row.id == rate).unwrap();
        cut.detail = Some([("truncated".to_owned(), "group_size".into())].into());
        report.warnings[0].rows = vec![rate.to_owned()];
        assert_eq!(text(&report, rate, "detail"), "truncated = group_size");
        assert!(text(&report, rate, "cut").ends_with("to a whole number; no other step"));
        assert!(text(&report, rate, "from two arms").starts_with("(n_R / N)"));
        assert_eq!(text(&report, rate, "N, the pool"), "977,730");
        assert!(text(&report, rate, "warning").starts_with(&format!("{}: ", report.warnings[0].code)));
    }

    #[test]
    fn near_ids_are_those_that_begin_alike_and_none_where_nothing_does() {
        let report = vab();
        let id = Row::all(&report).map(Row::id).find(|id| id.starts_with("d/selection_rate")).unwrap();
        assert_eq!(near(&report, &id[..id.len() - 1]).first(), Some(&id));
        assert_eq!(near(&report, "xyzzy"), Vec::<&str>::new());
    }
}
