//! Precision and errors: the sentences of section 5, and the size of the pool.

use super::limits::is_adjusted;
use super::{FEW, Speaker};
use crate::report::number::{self, Form};
use crate::report::text::{Args, Figure, Rich};
use crate::report::{DisparityRow, EstimateRow};
use crate::words::{Design, Note, Number, Scale, reserved};

impl<'a> Speaker<'a> {
    /// The size of the pool: everybody, as counted or estimated.
    ///
    /// Of two arms the material is a part of the pool: the size is the one that the statement of the examination gives,
    /// or none.
    pub fn pool_size(&self) -> Option<Rich> {
        if self.report.audit.design == Design::TwoArm {
            let at = self.report.statements.iter().position(|row| row.hs == "HS-03" && row.state == "signed")?;
            let stated = Number::new(self.field("HS-03", "pool")?.get("n_expected")?.as_f64()?)?;
            let id = format!("/statements/{at}/fields/pool");
            return Some(Figure::new(number::count(self.lang, stated), &id, "n_expected").rich());
        }
        let row = self.report.groups.iter().find(|row| row.group == reserved::ALL && row.n.is_some())?;
        Some(Figure::new(number::count(self.lang, row.n?), &row.id, "n").rich())
    }

    /// An estimate of everybody at a stage.
    pub fn everybody(&self, metric: &str, stage: Option<&str>) -> Option<&'a EstimateRow> {
        self.report.estimates.iter().find(|row| {
            row.metric == metric
                && row.stage.as_deref() == stage
                && row.group.as_deref().is_none_or(|group| group == reserved::ALL)
                && row.stratum.is_none()
                && row.period.is_none()
        })
    }

    /// An estimate of one group: the first arm of `arms` that has it.
    pub fn of_group(
        &self,
        metric: &str,
        attribute: &str,
        group: &str,
        arms: &[Option<&str>],
    ) -> Option<&'a EstimateRow> {
        arms.iter().find_map(|arm| {
            self.rows.estimates(Some(attribute), Some(group)).find(|row| {
                row.metric == metric
                    && row.of.is_none()
                    && row.arm.as_deref() == *arm
                    && row.stratum.is_none()
                    && row.period.is_none()
            })
        })
    }

    /// W-BURDEN, from the estimates of two groups.
    pub fn burden(&self, attribute: &str, group: &str, reference: &str) -> Option<Rich> {
        let arms = [Some("model"), None];
        let one = self.of_group("burden_ratio", attribute, group, &arms)?;
        let other = self.of_group("burden_ratio", attribute, reference, &arms)?;
        let few = |row: &EstimateRow| row.n.is_some_and(|n| n.get() < FEW);
        if few(one) || few(other) {
            let ([a, with_a], [b, with_b]) = (self.burden_counted(one)?, self.burden_counted(other)?);
            let args = Args::new()
                .figure("a", &a)
                .figure("with-a", &with_a)
                .figure("b", &b)
                .figure("with-b", &with_b)
                .rich("group", &self.group(attribute, group))
                .rich("reference", &self.group(attribute, reference));
            return Some(self.say("w-burden-few", &args));
        }
        let args = Args::new()
            .figure("a", &self.per_thousand(one)?)
            .figure("b", &self.per_thousand(other)?)
            .rich("group", &self.group(attribute, group))
            .rich("reference", &self.group(attribute, reference));
        Some(self.say("w-burden", &args))
    }

    /// How many selected were without error and how many with one, by the precision of the same cases; none where they are
    /// not counted.
    fn burden_counted(&self, row: &EstimateRow) -> Option<[Figure; 2]> {
        let arms = [row.arm.as_deref()];
        let precision = "positive_predictive_value";
        let found = self.of_group(precision, row.attribute.as_deref()?, row.group.as_deref()?, &arms)?;
        let (with, _) = self.counted(found)?;
        let without = Number::new(found.n?.get() - found.events?.get())?;
        let id = format!("count/without_error/{}", found.id);
        Some([Figure::new(number::count(self.lang, without), &id, "count"), with])
    }

    /// The same of few people, for a table: "2 per 6".
    pub fn burden_of_few(&self, row: &EstimateRow) -> Option<Rich> {
        row.value.zip(row.n).filter(|(_, n)| n.get() < FEW)?;
        let [without, with] = self.burden_counted(row)?;
        Some(self.texts.phrase("burden-few", &Args::new().figure("a", &without).figure("with-a", &with)))
    }

    /// A figure per 1,000, whole.
    pub fn per_thousand(&self, row: &EstimateRow) -> Option<Figure> {
        Some(Figure::new(number::write(self.lang, Form::PerThousand, 0, row.value?), &row.id, "value"))
    }

    /// W-ACCDEF; none where the spec does not say what an error is and who established it.
    pub fn error_defined(&self) -> Option<Rich> {
        let outcome = self.report.audit.outcome.as_ref()?;
        let args = Args::new()
            .rich("definition", &self.phrase(outcome.definition.as_ref()?))
            .rich("whom", &self.phrase(outcome.established_by.as_ref()?));
        Some(self.say("w-accdef", &args))
    }

    /// W-LIFT, of everybody: precision against the random arm.
    pub fn lift(&self) -> Option<Rich> {
        let row = self.report.disparities.iter().find(|row| {
            row.metric == "lift"
                && row.scale == Some(Scale::Difference)
                && row.group.as_deref().is_none_or(|group| group == reserved::ALL)
                && row.stratum.is_none()
                && row.period.is_none()
        })?;
        // The sentence speaks of arms; of another design it has nothing to say.
        let rate = |metric: &str, arms: &[Option<&str>]| -> Option<Rich> {
            let found = arms.iter().find_map(|arm| {
                self.report.estimates.iter().find(|estimate| {
                    estimate.metric == metric
                        && estimate.group.as_deref().is_none_or(|group| group == reserved::ALL)
                        && estimate.arm.as_deref() == *arm
                        && estimate.stratum.is_none()
                        && estimate.period.is_none()
                })
            })?;
            let form = self.estimate_form(found);
            let value = self.estimate(found, form, self.estimate_decimals(found)).value?;
            Some(self.unit(form, &value, metric))
        };
        let interval = self.disparity(row, 0);
        let args = Args::new()
            .rich("a", &rate("positive_predictive_value", &[Some("model")])?)
            .rich("b", &rate("base_rate", &[Some("random")])?)
            .rich("d", &self.unit(self.disparity_form(row), &interval.value?, "lift"))
            .figure("lo", &interval.lower?)
            .figure("hi", &interval.upper?)
            .figure("level", &self.level(&row.id, row.level));
        Some(self.say("w-lift", &args))
    }

    /// W-GAIN: what the selected of a group have more of than the whole group, with what the plan's margin makes of it.
    pub fn gain(&self, row: &DisparityRow) -> Option<Rich> {
        let interval = self.disparity(row, 0);
        let value = interval.value.as_ref()?;
        let times = row.scale != Some(Scale::Difference);
        let args = Args::new()
            .rich("group", &self.group_of(row))
            .rich("stage", &self.stage_label(row.stage.as_deref()?))
            .rich("outcome", &self.outcome())
            .rich("d", &if times { value.rich() } else { self.size(row, value) })
            .rich("limits", &self.limits(&interval)?)
            .figure("level", &self.level(&row.id, row.level))
            .rich("verdict", &Rich::text(self.verdict_word(row)));
        Some(self.say(if times { "w-gain" } else { "w-gain-points" }, &args))
    }

    /// W-MULT; printed from two comparisons on.
    pub fn several(&self) -> Option<Rich> {
        // Gains over the pool share the allowance, and stand in section 5.
        let gains = self.report.disparities.iter().filter(|row| row.confirmatory && !row.compares_groups());
        let gains = gains.filter(|row| !row.note.contains(&Note::NoMargin)).count();
        let count = (self.confirmatory().count() + gains) as u64;
        if count < 2 {
            return None;
        }
        let method = format!("multiplicity-{}", self.report.audit.inference.multiplicity);
        let method = if self.texts.has(&method) { self.word(&method) } else { String::new() };
        let args = Args::new().count(self.lang, "n", count, "count/comparisons").word("method", &method);
        let said = self.say("w-mult", &args);
        // In which section each of them stands, where it is not this one alone.
        let adjusted = self.confirmatory().filter(|row| is_adjusted(row)).count() as u64;
        let selection = |row: &&DisparityRow| matches!(row.metric.as_str(), "selection_rate" | "non_selection_rate");
        let here = self.confirmatory().filter(|row| !is_adjusted(row)).filter(selection).count() as u64;
        let errors = count - adjusted - here;
        if adjusted == 0 {
            return Some(said);
        }
        let args = Args::new()
            .count(self.lang, "adjusted", adjusted, "count/comparisons/adjusted")
            .count(self.lang, "errors", errors, "count/comparisons/errors")
            .count(self.lang, "here", here, "count/comparisons/selection");
        Some(Rich::join([said, self.say("w-mult-where", &args)], " "))
    }

    /// W-EXPL: the crossed groups of an attribute, by way of exploration.
    pub fn explored(&self, attribute: &str) -> Option<Rich> {
        let rows: Vec<&DisparityRow> = self
            .report
            .disparities
            .iter()
            .filter(|row| {
                let crossed = row
                    .attribute
                    .as_deref()
                    .is_some_and(|name| name.contains('*') && name.split('*').next() == Some(attribute));
                crossed
                    && !row.confirmatory
                    && row.scale == Some(Scale::Difference)
                    && row.value.is_some()
                    && row.metric == "selection_rate"
                    && row.group.as_deref().is_some_and(|group| !reserved::WORDS.contains(&group))
                    && row.stratum.is_none()
                    && row.period.is_none()
            })
            .collect();
        let size = |row: &DisparityRow| row.value.map_or(0.0, |value: Number| value.get().abs());
        let largest = rows.iter().copied().reduce(|a, b| if size(b) > size(a) { b } else { a })?;
        let value = self.disparity(largest, 0).value?;
        let args = Args::new()
            .count(self.lang, "n", rows.len() as u64, &format!("count/crossed/{attribute}"))
            .rich("group", &self.group_of(largest))
            .rich("d", &self.unit(self.disparity_form(largest), &value, &largest.metric));
        Some(self.say("w-expl", &args))
    }
}
