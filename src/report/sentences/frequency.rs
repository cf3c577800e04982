//! Shares as numbers of people, and whether a written difference is that of the written shares.

use super::figures::ValueKind;
use super::{Speaker, at_threshold};
use crate::report::number::{self, Form, Written};
use crate::report::text::{Figure, Rich};
use crate::report::{DisparityRow, EstimateRow};
use crate::words::{Number, Scale};

/// Below so many cases a share is written as the count that it is.
pub const FEW: f64 = 20.0;

impl Speaker<'_> {
    /// A share as so many of 10,000 or 1,000; none for what is no share.
    pub fn frequency(&self, row: &EstimateRow, form: Form) -> Option<Figure> {
        if self.kind_of(&row.metric) != ValueKind::Share {
            return None;
        }
        let value = row.value?;
        let decimals = Self::frequency_decimals(form, value);
        Some(Figure::new(number::write(self.lang, form, decimals, value), &row.id, "value"))
    }

    /// A share as people: so many of 10,000 or 1,000, and of how many; of fewer than [`FEW`] the count that it is, since
    /// twelve of eighteen say nothing of thousands.
    pub fn people_of(&self, row: &EstimateRow, form: Form) -> Option<(Figure, Rich)> {
        if let Some((events, n)) = self.few(row) {
            return Some((events, n.rich()));
        }
        let all = if form == Form::PerTenThousand { "people-ten" } else { "people-thousand" };
        Some((self.frequency(row, form)?, Rich::text(self.word(all))))
    }

    /// Two shares as people, group first. Where one is of few, both are the counts that they are: so many of two beside so
    /// many of 10,000 would read as if the second were a count too.
    pub fn people_of_both(
        &self,
        group: &EstimateRow,
        reference: &EstimateRow,
        form: Form,
    ) -> Option<[(Figure, Rich); 2]> {
        if self.few(group).or_else(|| self.few(reference)).is_some()
            && let (Some(a), Some(b)) = (self.counted(group), self.counted(reference))
        {
            return Some([a, b].map(|(events, n)| (events, n.rich())));
        }
        Some([self.people_of(group, form)?, self.people_of(reference, form)?])
    }

    /// Events and cases of a share of few people; none where there are more, or where they are not counted.
    pub fn few(&self, row: &EstimateRow) -> Option<(Figure, Figure)> {
        self.counted(row).filter(|_| row.n.is_some_and(|n| n.get() < FEW))
    }

    /// Events and cases of a share, where they are counted.
    pub fn counted(&self, row: &EstimateRow) -> Option<(Figure, Figure)> {
        let (events, n) = row.events.zip(row.n)?;
        let counted = [events, n].iter().all(|count| count.get().fract() == 0.0) && !Self::rests_on_both_arms(row);
        if !counted || row.value.is_none() || self.kind_of(&row.metric) != ValueKind::Share {
            return None;
        }
        let figure = |count, column| Figure::new(number::count(self.lang, count), &row.id, column);
        Some((figure(events, "events"), figure(n, "n")))
    }

    /// Is a side of a comparison of few people?
    pub fn of_few(&self, row: &DisparityRow) -> bool {
        self.sides(row).is_some_and(|(group, reference)| self.few(group).or_else(|| self.few(reference)).is_some())
    }

    /// Is the written difference of two shares another one than the difference of the shares as written? As the sentences
    /// and the tables write them: as frequencies, and in the form of the estimates. `at_least` so many decimals of the
    /// difference.
    pub fn apart(&self, row: &DisparityRow, at_least: u8) -> bool {
        if row.scale != Some(Scale::Difference) || !self.compares_shares(row) {
            return false;
        }
        let (Some((group, reference)), Some(value)) = (self.sides(row), row.value) else { return false };
        let decimals = self.disparity_decimals(row).max(at_least);
        let difference = Written { form: self.disparity_form(row), decimals, value };
        let form = self.frequency_form(row);
        let decimals = self.estimate_decimals(group).max(self.estimate_decimals(reference));
        let frequency = |row: &EstimateRow| {
            Some(Written { form, decimals: Self::frequency_decimals(form, row.value?), value: row.value? })
        };
        let rate = |row: &EstimateRow| Some(Written { form: self.estimate_form(group), decimals, value: row.value? });
        let seen =
            |a: Option<Written>, b: Option<Written>| a.zip(b).is_some_and(|(a, b)| number::apart(a, b, difference));
        seen(frequency(group), frequency(reference)) || seen(rate(group), rate(reference))
    }

    /// Is the written difference, corrected by people whose group is known, another one than that of the written shares?
    /// Each share is corrected within its own classes of probability, the difference within the group's for both sides.
    pub fn corrected_apart(&self, row: &DisparityRow, decimals: u8, at_least: u8) -> bool {
        if !Self::is_corrected(row) || row.scale != Some(Scale::Difference) || !self.compares_shares(row) {
            return false;
        }
        let rate = |group: Option<&str>| {
            let row = self.side(row, group)?;
            let decimals = self.estimate_decimals(row).max(decimals);
            Some(Written { form: self.estimate_form(row), decimals, value: row.value? })
        };
        let sides = rate(row.group.as_deref()).zip(rate(row.reference.as_deref()));
        let (Some((a, b)), Some(value)) = (sides, row.value) else { return false };
        let decimals = self.disparity_decimals(row).max(at_least);
        number::apart(a, b, Written { form: self.disparity_form(row), decimals, value })
    }

    /// How the shares of a comparison are written as people: of 10,000 for what is rare or a selection, else of 1,000.
    pub fn frequency_form(&self, row: &DisparityRow) -> Form {
        let selection = matches!(row.metric.as_str(), "selection_rate" | "non_selection_rate" | at_threshold::METRIC);
        if selection || self.disparity_form(row) == Form::PerTenThousand {
            Form::PerTenThousand
        } else {
            Form::PerThousand
        }
    }

    /// The word that a sentence chooses the number of people by.
    pub const fn people(form: Form) -> &'static str {
        if matches!(form, Form::PerTenThousand) { "ten" } else { "thousand" }
    }

    fn frequency_decimals(form: Form, value: Number) -> u8 {
        if form == Form::PerTenThousand { number::decimals(form, Some(value), [None, None], &[]) } else { 0 }
    }
}
