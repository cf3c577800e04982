//! What cannot be said: the rows of section 3, in fixed order, and their short forms for page one.

use serde_json::Value;

use super::Speaker;
use super::statements::text_of;
use crate::report::number::{self, NBSP};
use crate::report::text::{Args, Figure, Rich};
use crate::report::{DisparityRow, WarningRow};
use crate::words::{AttributeKnown, Design, Ground, Note, once};

/// A limit of what the report says.
#[derive(Clone, Debug)]
pub struct Limit {
    /// What it is called: a key of the texts.
    pub head: &'static str,
    /// The sentences.
    pub text: Vec<Rich>,
    /// The form for page one; none where page one does not name it.
    pub short: Option<Rich>,
    /// Its place in the order of page one.
    rank: u8,
}

/// Comparisons that have a sentence each; the table under them has all.
const SAID: usize = 6;

/// Warnings that are said elsewhere, or that only say how the data were read.
const ELSEWHERE: [&str; 9] = [
    "margin_after_results",
    "law_pack_old",
    "several_versions",
    "outcome_differs_by_arm",
    "gate_off",
    "format_sniffed",
    "columns_ignored",
    "attributes_ignored",
    "comparisons_hidden",
];

impl<'a> Speaker<'a> {
    /// The rows of section 3.
    pub fn limitations(&self) -> Vec<Limit> {
        let mut out = Vec::new();
        let mut add = |rank, head, text: Vec<Rich>, short: Option<Rich>| {
            if !text.is_empty() {
                out.push(Limit { head, text, short, rank });
            }
        };
        if self.report.audit.outcome.is_some() && self.report.audit.design == Design::SelectedOnly {
            let text = self.plain("w-noout");
            add(0, "limit-outcome", vec![text.clone()], Some(text));
        }
        let grounds = self.unmeasured_grounds();
        if !grounds.is_empty() {
            add(1, "limit-grounds", self.grounds_not_measured(&grounds), Some(self.grounds_in_short(&grounds)));
        }
        let proxies = self.proxies();
        let short = proxies.first().cloned();
        add(3, "limit-proxy", proxies, short);
        let small = self.undetermined();
        if !small.is_empty() {
            let mut text: Vec<Rich> = small
                .iter()
                .take(SAID)
                .map(|row| {
                    // Where a difference is there, its sentence says between whom; an adjusted one has the other beside it.
                    let there = self
                        .there(row)
                        .map(|there| Rich::join(std::iter::once(there).chain(self.unadjusted_beside(row)), " "));
                    there.unwrap_or_else(|| {
                        let about = self.about(row).capitalised().then_text(": ");
                        about.then(self.verdict_sentence(row).unwrap_or_default())
                    })
                })
                .collect();
            text.extend(self.and_more(small.len()));
            add(2, "limit-small", text, Some(self.small_in_short(&small)));
        }
        let not_made = self.not_assessed();
        if !not_made.is_empty() {
            let about = |row: &&DisparityRow| self.about(row).capitalised().then_text(": ").then(self.not_made(row));
            let mut text: Vec<Rich> = not_made.iter().take(SAID).map(about).collect();
            text.extend(self.and_more(not_made.len()));
            add(2, "limit-not-assessed", text, Some(self.not_assessed_in_short(&not_made)));
        }
        let hidden = self.hidden();
        if hidden > 0 {
            let text = self.say("w-supp", &Args::new().count(self.lang, "n", hidden, "count/hidden"));
            add(4, "limit-hidden", vec![text.clone()], Some(text));
        }
        let stages: Vec<Rich> = self
            .report
            .audit
            .stages
            .iter()
            .filter(|stage| !stage.data)
            .map(|stage| {
                let args = Args::new().rich("stage", &self.stage_noun(&stage.name));
                self.say("w-stage", &args.rich("reason", &self.stage_reason(&stage.name)))
            })
            .collect();
        let short = stages.first().cloned();
        add(5, "limit-stage", stages, short);
        if let Some(text) = self.outcome_differs() {
            add(5, "limit-outcome-differs", vec![text.clone()], Some(text));
        }
        if let Some(gap) = self.field("HS-03", "pool").and_then(|pool| text_of(pool, "gap")) {
            let text = self.say("w-poolgap", &Args::new().quoted("description", gap));
            add(5, "limit-pool", vec![text], None);
        }
        if let Some(text) = self.adjusted_for() {
            add(5, "limit-adjusted", vec![text], None);
        }
        if let Some(warning) = self.report.warnings.iter().find(|row| row.code == "several_versions") {
            let text = self.given(&warning.text);
            add(5, "limit-versions", vec![text.clone()], Some(text));
        }
        let unread = self.report.findings.iter().filter(|row| row.verification.state != "verified").count() as u64;
        if unread > 0 {
            let args = Args::new().count(self.lang, "n", unread, "count/findings/unverified").count(
                self.lang,
                "t",
                self.report.findings.len() as u64,
                "count/findings",
            );
            add(5, "limit-law", vec![self.say("w-mem", &args)], None);
        }
        add(6, "limit-warnings", self.warned().map(|row| self.warned_at(row)).collect(), None);
        out
    }

    /// How many comparisons stand in the table only.
    fn and_more(&self, all: usize) -> Option<Rich> {
        let more = all.checked_sub(SAID).filter(|more| *more > 0)? as u64;
        Some(self.say("limit-more", &Args::new().count(self.lang, "n", more, "count/more")))
    }

    /// The bullets of page one, in their own order; other warnings last.
    pub fn limits_in_short(&self) -> Vec<Rich> {
        let mut limits = self.limitations();
        limits.sort_by_key(|limit| limit.rank);
        limits
            .into_iter()
            .filter_map(|limit| limit.short)
            .chain(self.warned().map(|row| self.warned_in_short(row)))
            .collect()
    }

    /// The warnings that limit what the report says.
    fn warned<'s>(&'s self) -> impl Iterator<Item = &'a WarningRow> + use<'s, 'a> {
        let warnings = self.report.warnings.iter().filter(|row| !ELSEWHERE.contains(&row.code.as_str()));
        warnings.filter(|row| !self.said_of_the_attribute(row))
    }

    /// The same as page one says it, with the file where it is of one.
    fn warned_at(&self, row: &WarningRow) -> Rich {
        let said = self.warned_in_short(row);
        match row.place.as_ref().and_then(|place| place.file.as_deref()) {
            // A plan or a file as a whole says nothing; where cases are counted it tells two tables apart.
            Some(file) if factor(row).is_none() && row.place.as_ref().is_some_and(|place| place.count.is_some()) => {
                self.say("short-warning-file", &Args::new().rich("said", &said).name("file", file))
            }
            _ => said,
        }
    }

    /// A warning without the place in the data or the plan, which annex B has; a number of cases is said in words.
    fn warned_in_short(&self, row: &WarningRow) -> Rich {
        let text = row.text.get(self.lang);
        let Some((said, _)) = text.split_once(". (") else { return self.given(&row.text) };
        let said = Rich::name(said).then_text(".");
        let Some(count) = row.place.as_ref().and_then(|place| place.count) else { return said };
        let args = Args::new().figure("n", &Figure::new(number::count(self.lang, count), "count/warning", "count"));
        if row.code == Note::UnknownMembership.word() {
            // Who is not in one of several tables may have probabilities from another.
            return match factor(row) {
                Some(file) => self.say("short-unknown_membership-factor", &args.name("file", file)),
                None => self.say("short-unknown_membership", &args),
            };
        }
        self.say("short-warning-count", &args.rich("said", &said))
    }

    /// Are the cases that a table of probabilities lacks those that have none at all? Those who have none are in no table, so
    /// that equal numbers are the same cases, and are said once.
    fn said_of_the_attribute(&self, row: &WarningRow) -> bool {
        let cases = |row: &WarningRow| row.place.as_ref().and_then(|place| place.count);
        // A warning of a table does not say of which attribute it is.
        let attributes = self.report.audit.attributes.iter().filter(|head| head.membership.is_some());
        factor(row).is_some()
            && attributes.count() <= 1
            && self
                .report
                .warnings
                .iter()
                .any(|other| other.code == row.code && factor(other).is_none() && cases(other) == cases(row))
    }

    /// "kvinnor, urval för kontroll": what a comparison is about.
    pub fn about(&self, row: &DisparityRow) -> Rich {
        let what = match row.stage.as_deref() {
            Some(stage) if row.metric == "selection_rate" => self.stage_label(stage),
            _ => self.metric_of(row),
        };
        let about = Args::new().rich("group", &self.group_told(row)).rich("what", &what);
        let about = self.texts.phrase("short-small-bare", &about);
        if !is_adjusted(row) {
            return about;
        }
        self.texts.phrase("short-small-adjusted", &Args::new().rich("about", &about))
    }

    /// Why a deciding comparison could not be made.
    fn not_made(&self, row: &DisparityRow) -> Rich {
        self.say("not-made", &Args::new().rich("reason", &self.reason_not_made(row)))
    }

    fn reason_not_made(&self, row: &DisparityRow) -> Rich {
        // That there is no margin keeps nothing from being computed.
        let notes = row.note.iter().filter(|note| match row.suppressed {
            true => **note == Note::Suppressed,
            false => **note != Note::NoMargin,
        });
        let mut reasons: Vec<Rich> = notes.map(|note| Rich::text(self.note_of(row, *note))).collect();
        if reasons.is_empty() {
            let key = if row.suppressed { "note-suppressed" } else { "reason-none" };
            reasons.push(Rich::text(self.word(key)));
        }
        Rich::join(reasons, "; ")
    }

    /// W-NOTMEAS: one sentence for the grounds without a reason, one for each that a person gave a reason for.
    fn grounds_not_measured(&self, grounds: &[Ground]) -> Vec<Rich> {
        let need = self.texts.phrase("need-ground", &Args::new());
        let sentence = |what: Rich, reason: Rich| {
            self.say("w-notmeas", &Args::new().rich("what", &what).rich("reason", &reason).rich("need", &need))
        };
        let named = |ground: Ground| Rich::text(self.texts.ground(ground));
        let mut out = Vec::new();
        let unexplained: Vec<Rich> =
            grounds.iter().filter(|&&g| self.unmeasured_reason(g).is_none()).map(|&g| named(g)).collect();
        if !unexplained.is_empty() {
            // Who must give the reason is said where anybody was asked to.
            let roles = [self.role("lawyer"), self.role("analyst")];
            let args = Args::new()
                .rich("what", &Rich::join(unexplained, ", "))
                .flag("asked", self.reviewed())
                .rich("statement", &self.statement_title("HS-03"))
                .rich("role", &Rich::join(roles, &format!(" {} ", self.word("and"))))
                .rich("need", &need);
            out.push(self.say("w-notmeas-unexplained", &args));
        }
        let explained = grounds.iter().filter_map(|&ground| Some((ground, self.unmeasured_reason(ground)?)));
        out.extend(explained.map(|(ground, reason)| sentence(named(ground), reason)));
        out
    }

    fn grounds_in_short(&self, grounds: &[Ground]) -> Rich {
        let names = grounds.iter().map(|&ground| Rich::text(self.texts.ground(ground))).collect();
        let args = Args::new()
            .count(self.lang, "k", grounds.len() as u64, "count/grounds/unmeasured")
            .rich("grounds", &self.list(names, 7));
        self.say("short-grounds", &args)
    }

    /// "Kvinnor, träffsäkerhet: minsta skillnad … är 8,0 procentenheter", for the groups that cannot be told.
    fn small_in_short(&self, rows: &[&DisparityRow]) -> Rich {
        let total = self.confirmatory().count() as u64;
        let parts = rows.iter().map(|row| {
            let about = Args::new().rich("about", &self.about(row));
            match self.detectable(row) {
                _ if row.excludes_no_difference == Some(true) => self.texts.phrase("short-small-there", &about),
                Some(mde) => self.texts.phrase("short-small-one", &about.rich("mde", &mde)),
                None if row.note.contains(&Note::NotDetectable) => self.texts.phrase("short-small-none", &about),
                None => self.about(row),
            }
        });
        let list = self.list(parts.collect(), 3);
        let args = Args::new()
            .count(self.lang, "m", rows.len() as u64, "count/comparisons/undetermined")
            .count(self.lang, "t", total, "count/comparisons")
            .rich("list", &list);
        self.say("short-small", &args)
    }

    fn not_assessed_in_short(&self, rows: &[&DisparityRow]) -> Rich {
        let args = Args::new()
            .count(self.lang, "k", rows.len() as u64, "count/comparisons/not_assessed")
            .count(self.lang, "t", self.confirmatory().count() as u64, "count/comparisons")
            .rich("list", &self.list(rows.iter().map(|row| self.about(row)).collect(), 3));
        self.say("short-not-assessed", &args)
    }

    /// W-PROXY for every measure that stands in for a ground.
    fn proxies(&self) -> Vec<Rich> {
        let heads = self.report.audit.attributes.iter().filter(|head| {
            // Age is measured as what it is.
            let stands_in = head.measure.is_some() && !matches!(head.ground, Ground::Supplementary | Ground::Age);
            stands_in || head.known == AttributeKnown::Membership
        });
        heads
            .map(|head| {
                let measure = match &head.measure {
                    Some(measure) => self.given(measure),
                    // Nothing says what is measured, so that nothing stands in for anything.
                    None => {
                        return self
                            .say("membership-only", &Args::new().rich("attribute", &self.attribute(&head.name)));
                    }
                };
                let ground = match head.ground {
                    Ground::Supplementary => self.attribute(&head.name),
                    ground => Rich::text(self.texts.ground(ground)),
                };
                let args = Args::new()
                    .rich("measure", &measure)
                    .rich("ground", &ground)
                    .flag("membership", head.known == AttributeKnown::Membership);
                self.say("w-proxy", &args)
            })
            .collect()
    }

    /// How many figures are hidden: as disclosure control counted them.
    pub fn hidden(&self) -> u64 {
        let counted = self.report.audit.disclosure.as_ref().map_or(0.0, |disclosure| disclosure.hidden.get());
        let rows = self.report.groups.iter().filter(|row| row.suppressed).count()
            + self.report.estimates.iter().filter(|row| row.suppressed).count()
            + self.report.disparities.iter().filter(|row| row.suppressed).count();
        // A count is a small whole number.
        if counted > 0.0 { counted as u64 } else { rows as u64 }
    }

    fn stage_reason(&self, stage: &str) -> Rich {
        let reason = self
            .field_rows("HS-02", "unmeasured_stages")
            .iter()
            .find(|row| text_of(row, "stage") == Some(stage))
            .and_then(|row| text_of(row, "reason"));
        match reason {
            Some(reason) => self.reason(reason),
            None => Rich::text(self.word("reason-none-stage")),
        }
    }

    /// W-OUTDEF.
    fn outcome_differs(&self) -> Option<Rich> {
        let outcome = self.report.audit.outcome.as_ref()?;
        let differs = outcome.differs_by_arm.as_ref()?;
        let args = Args::new()
            .rich("outcome", &self.outcome())
            .word("arm1", &self.word("arm-model-definite"))
            .word("arm2", &self.word("arm-random-definite"))
            .rich("description", &self.phrase(differs));
        Some(self.say("w-outdef", &args))
    }

    /// The factors of adjusted rows, in the words of the spec.
    pub fn factors(&self, stratum: &str) -> Rich {
        let parts = stratum.split('*').map(|name| {
            let head = self.report.audit.factors.iter().find(|factor| factor.name == name);
            head.map_or_else(|| Rich::name(name), |factor| self.given(&factor.label))
        });
        self.list(parts.collect(), 8)
    }

    /// Comparisons of like cases: rows over factors, without those that leave one out.
    pub fn adjusted(&self) -> Vec<&'a DisparityRow> {
        self.report.disparities.iter().filter(|row| is_adjusted(row) && left_out(row).is_none()).collect()
    }

    /// W-ADJ of one comparison, if it is over factors.
    pub fn adjusted_row(&self, row: &DisparityRow) -> Option<Rich> {
        let stratum = row.stratum.as_deref().filter(|_| is_adjusted(row))?;
        let args = Args::new().rich("factors", &self.factors(stratum));
        if has_figure(row) {
            return Some(self.say("w-adj", &args));
        }
        Some(self.say("w-adj-none", &args.rich("reason", &self.reason_not_made(row))))
    }

    /// W-ADJ, if cases were compared with like ones: for which factors, attribute by attribute where they are not the same.
    pub fn adjusted_for(&self) -> Option<Rich> {
        // Where an adjusted figure exists, one that has it: nothing is adjusted by a comparison that could not be made.
        let (with, without): (Vec<_>, Vec<_>) = self.adjusted().into_iter().partition(|row| has_figure(row));
        let rows = if with.is_empty() { without } else { with };
        // Where comparisons of the plan are adjusted, those.
        let (planned, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.confirmatory);
        let mains: Vec<&DisparityRow> = if planned.is_empty() {
            // Of each attribute the first of the rows that hold most factors alike.
            let rank = |row: &DisparityRow| row.stratum.as_deref().map_or(0, |stratum| stratum.split('*').count());
            let of = |attribute: Option<&str>| {
                let of_attribute = others.iter().copied().filter(move |row| row.attribute.as_deref() == attribute);
                of_attribute.reduce(|a, b| if rank(b) > rank(a) { b } else { a })
            };
            once(others.iter().map(|row| row.attribute.as_deref())).into_iter().filter_map(of).collect()
        } else {
            planned
        };
        let strata = once(mains.iter().map(|row| row.stratum.as_deref().unwrap_or_default()));
        if strata.len() < 2 || !mains.iter().all(|row| has_figure(row)) {
            return self.adjusted_row(mains.first()?);
        }
        let parts = strata.into_iter().map(|stratum| {
            let of_stratum = mains.iter().filter(|row| row.stratum.as_deref() == Some(stratum));
            let whom = once(of_stratum.map(|row| row.attribute.as_deref().unwrap_or_default()));
            let whom = whom.into_iter().map(|name| self.attribute(name)).collect();
            let args = Args::new().rich("attributes", &self.list(whom, 8)).rich("factors", &self.factors(stratum));
            self.texts.phrase("w-adj-one", &args)
        });
        Some(self.say("w-adj-several", &Args::new().rich("list", &Rich::join(parts, "; "))))
    }

    /// Number and unit of the pool: "977 730 föräldrar", and in W-POOL.
    pub fn pool_sentence(&self) -> Option<Rich> {
        let period = self.report.audit.period.as_ref();
        let written = period.map(|period| number::period(self.lang, &period.from, &period.to));
        let form = match &written {
            Some(written) if written.chars().all(|letter| letter.is_ascii_digit()) => "year",
            Some(_) => "days",
            None => "none",
        };
        let args = Args::new()
            .rich("n", &self.pool_size()?)
            .rich("unit", &self.given(&self.report.audit.system.unit))
            .flag("before", self.before())
            .word("form", form)
            .date("period", &written.unwrap_or_else(|| NBSP.to_string()))
            .rich("pool", &self.given(&self.report.audit.system.pool));
        Some(self.say("w-pool", &args))
    }
}

/// Is the row computed over factors, pooled or standardised?
pub fn is_adjusted(row: &DisparityRow) -> bool {
    let over_factors = row.stratum.as_deref().is_some_and(|stratum| !stratum.contains('=') && !stratum.is_empty());
    // What speaks of another row (another method, a factor left out, a part of a gap) is not the adjusted figure itself.
    over_factors && row.scale.is_some() && (row.of.is_none() || left_out(row).is_some())
}

/// The factor that a row leaves out.
pub fn left_out(row: &DisparityRow) -> Option<&str> {
    row.detail.as_ref()?.get("left_out").and_then(Value::as_str)
}

/// Does a comparison have a figure, be it hidden?
fn has_figure(row: &DisparityRow) -> bool {
    row.suppressed || row.value.is_some() || row.lower.is_some() || row.upper.is_some()
}

/// The table of probabilities whose missing keys a warning tells of.
fn factor(row: &WarningRow) -> Option<&str> {
    let place = row.place.as_ref().filter(|_| row.code == Note::UnknownMembership.word())?;
    place.file.as_deref()
}
