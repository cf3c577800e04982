//! The matrix of page one: ground by stage, then errors; every ground of the Act has a row, measured or not.

use super::limits::is_adjusted;
use super::statements::text_of;
use super::{OtherWay, Speaker};
use crate::report::DisparityRow;
use crate::report::text::{Args, Rich};
use crate::words::{Ground, Harmed, Note, Verdict, reserved};

/// Most columns, stages and errors together.
const COLUMNS: usize = 6;
/// Most rows, grounds and supplementary attributes together.
const ROWS: usize = 12;

/// What a cell says; its mark, its word and its colour follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellKind {
    /// Every comparison of the cell is within the margin.
    Within,
    /// The stage has no data.
    NoData,
    /// No attribute stands for the ground.
    NotMeasured,
    /// Figures exist, but no margin was set.
    NotAssessed,
    /// Hidden by disclosure control.
    Hidden,
    /// The named group is not worse off beyond the margin; of the reference nothing was asked.
    OneSided,
    /// The data cannot tell.
    Inconclusive,
    /// A difference is there, its size cannot be determined.
    InconclusiveThere,
    /// The reference is worse off beyond the margin, which was not asked.
    OtherWay,
    /// A disparity is shown.
    Disparity,
}

/// A cell.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What it says.
    pub kind: CellKind,
    /// Its word.
    pub word: Rich,
    /// Direction and frequencies, or the smallest detectable disparity.
    pub detail: Option<Rich>,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its head.
    pub label: Rich,
    /// The margin, where all comparisons of the column share it.
    pub margin: Option<Rich>,
    /// Stands under the second head, "Errors".
    pub error: bool,
}

/// A row.
#[derive(Clone, Debug)]
pub struct MatrixRow {
    /// The ground, or the supplementary attribute.
    pub label: Rich,
    /// A ground of the Act.
    pub statutory: bool,
    /// Is anybody's group known?
    pub measured: bool,
    /// One for each column; empty where nothing of the row was compared.
    pub cells: Vec<Cell>,
    /// Why nothing of the row was compared.
    pub reason: Option<Rich>,
}

/// The matrix.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// Columns.
    pub columns: Vec<Column>,
    /// Columns that did not fit.
    pub more_columns: usize,
    /// Rows.
    pub rows: Vec<MatrixRow>,
    /// Rows that did not fit.
    pub more_rows: usize,
}

/// What a column compares.
#[derive(Clone, Debug, PartialEq)]
enum What {
    Stage(String),
    Error { metric: String, stage: Option<String>, arm: Option<String> },
}

fn is_selection(metric: &str) -> bool {
    matches!(metric, "selection_rate" | "non_selection_rate")
}

impl What {
    fn holds(&self, row: &DisparityRow) -> bool {
        match self {
            Self::Stage(stage) => is_selection(&row.metric) && row.stage.as_deref() == Some(stage),
            Self::Error { metric, stage, arm } => row.metric == *metric && row.stage == *stage && row.arm == *arm,
        }
    }
}

impl<'a> Speaker<'a> {
    /// The matrix.
    pub fn matrix(&self) -> Matrix {
        let whats = self.whats();
        let more_columns = whats.len().saturating_sub(COLUMNS);
        let whats: Vec<What> = whats.into_iter().take(COLUMNS).collect();
        let grounds = Ground::ALL.iter().copied().filter(|&ground| ground != Ground::Supplementary);
        let mut rows: Vec<MatrixRow> = grounds.map(|ground| self.ground_row(ground, &whats)).collect();
        let others: Vec<&str> = self.supplementary().collect();
        let room = ROWS - rows.len();
        rows.extend(others.iter().take(room).map(|name| self.attribute_row(name, &whats)));
        Matrix {
            columns: whats.iter().map(|what| self.column(what)).collect(),
            more_columns,
            rows,
            more_rows: others.len().saturating_sub(room),
        }
    }

    /// What the columns compare: the stages in their order, then the confirmatory error metrics.
    fn whats(&self) -> Vec<What> {
        let mut out: Vec<What> = self.report.audit.stages.iter().map(|stage| What::Stage(stage.name.clone())).collect();
        for row in self.confirmatory().filter(|row| !is_selection(&row.metric)) {
            let what = What::Error { metric: row.metric.clone(), stage: row.stage.clone(), arm: row.arm.clone() };
            if !out.contains(&what) {
                out.push(what);
            }
        }
        out
    }

    /// Attributes that stand for no ground of the Act, and crossed ones that a comparison lists.
    fn supplementary(&self) -> impl Iterator<Item = &'a str> {
        let declared = self.report.audit.attributes.iter();
        let crossed = self.report.audit.comparisons.iter().flat_map(|comparison| &comparison.attributes);
        let mut seen: Vec<&str> = Vec::new();
        declared
            .filter(|attribute| attribute.ground == Ground::Supplementary)
            .map(|attribute| attribute.name.as_str())
            .chain(crossed.map(String::as_str).filter(|name| name.contains('*')))
            .filter(move |name| {
                let new = !seen.contains(name);
                seen.push(name);
                new
            })
    }

    fn column(&self, what: &What) -> Column {
        let label = match what {
            What::Stage(stage) => self.stage_head(stage),
            What::Error { metric, arm, .. } => {
                let metric = self.metric(metric).capitalised();
                match arm {
                    Some(arm) => metric.then_text(", ").then(self.texts.listed("arm", arm)),
                    None => metric,
                }
            }
        };
        let mut margins: Vec<Rich> = Vec::new();
        let mut numbers = Vec::new();
        for row in self.confirmatory().filter(|row| what.holds(row)) {
            if !numbers.contains(&(row.margin, row.scale)) {
                numbers.push((row.margin, row.scale));
                margins.extend(self.margin(row));
            }
        }
        let margin = if numbers.len() == 1 { margins.pop() } else { None };
        Column {
            label,
            margin: margin.map(|margin| self.texts.phrase("matrix-margin", &Args::new().rich("m", &margin))),
            error: matches!(what, What::Error { .. }),
        }
    }

    fn ground_row(&self, ground: Ground, whats: &[What]) -> MatrixRow {
        let names = self.attributes_of(ground);
        let label = Rich::text(self.texts.ground(ground)).capitalised();
        self.row(label, true, &names, whats, self.unmeasured_reason(ground))
    }

    fn attribute_row(&self, name: &str, whats: &[What]) -> MatrixRow {
        self.row(self.attribute(name).capitalised(), false, &[name], whats, None)
    }

    fn row(&self, label: Rich, statutory: bool, names: &[&str], whats: &[What], reason: Option<Rich>) -> MatrixRow {
        let measured = self.is_measured(names);
        if !measured {
            let reason = reason.or_else(|| Some(Rich::text(self.word("reason-none"))));
            return MatrixRow { label, statutory, measured, cells: Vec::new(), reason };
        }
        let cells: Vec<Cell> = whats.iter().map(|what| self.cell(names, what)).collect();
        if cells.iter().all(|cell| cell.kind == CellKind::NotMeasured) {
            let reason = Some(Rich::text(self.word("reason-no-comparison")));
            return MatrixRow { label, statutory, measured, cells: Vec::new(), reason };
        }
        MatrixRow { label, statutory, measured, cells, reason: None }
    }

    /// The worst of the comparisons of a cell.
    fn cell(&self, names: &[&str], what: &What) -> Cell {
        if let What::Stage(stage) = what
            && self.stage(stage).is_some_and(|stage| !stage.data)
        {
            return self.cell_of(CellKind::NoData, None);
        }
        let of_cell = |row: &&DisparityRow| {
            what.holds(row)
                && row.attribute.as_deref().is_some_and(|attribute| names.contains(&attribute))
                && row.reference.is_some()
        };
        let mut rows: Vec<&DisparityRow> = self.confirmatory().filter(of_cell).collect();
        if rows.is_empty() {
            rows = self.report.disparities.iter().filter(of_cell).collect();
            if rows.is_empty() {
                return self.cell_of(CellKind::NotMeasured, None);
            }
            let hidden = rows.iter().all(|row| row.suppressed);
            return self.cell_of(if hidden { CellKind::Hidden } else { CellKind::NotAssessed }, None);
        }
        // The first of the worst: the largest, then the order of the report.
        rows.sort_by(|a, b| {
            (self.cell_kind(b).cmp(&self.cell_kind(a))).then(Self::in_margins(b).total_cmp(&Self::in_margins(a)))
        });
        match rows.first() {
            Some(row) => {
                let kind = self.cell_kind(row);
                let mut cell = self.cell_of(kind, Some(row));
                // An open cell is open for all its open comparisons, not only for the one that stands first.
                if kind == CellKind::Inconclusive && !is_adjusted(row) {
                    let open: Vec<&DisparityRow> =
                        rows.iter().copied().filter(|other| self.cell_kind(other) == kind).collect();
                    cell.detail = self.open_detail(&open, open.len() == rows.len());
                }
                cell
            }
            None => self.cell_of(CellKind::NotMeasured, None),
        }
    }

    fn cell_of(&self, kind: CellKind, row: Option<&DisparityRow>) -> Cell {
        let key = match kind {
            CellKind::Within => "cell-within",
            CellKind::NoData => "cell-no-data",
            CellKind::NotMeasured => "cell-not-measured",
            CellKind::NotAssessed => "cell-not-assessed",
            CellKind::Hidden => "cell-hidden",
            CellKind::Inconclusive => "cell-inconclusive",
            CellKind::InconclusiveThere => "cell-there",
            CellKind::OneSided => "cell-one-sided",
            CellKind::OtherWay => "cell-other-way",
            CellKind::Disparity => "cell-disparity",
        };
        let detectable = |row: &DisparityRow| match self.detectable(row) {
            Some(mde) => Some(self.texts.phrase("cell-detectable", &Args::new().rich("mde", &mde))),
            None => row.note.contains(&Note::NotDetectable).then(|| Rich::text(self.word("cell-not-detectable"))),
        };
        let detail = row.and_then(|row| match kind {
            // An adjusted figure never stands as if it were plain, nor alone.
            CellKind::Disparity
            | CellKind::OtherWay
            | CellKind::OneSided
            | CellKind::InconclusiveThere
            | CellKind::Within
                if is_adjusted(row) =>
            {
                Some(self.cell_adjusted(row))
            }
            CellKind::Inconclusive if is_adjusted(row) => {
                Some(Rich::join(std::iter::once(self.cell_adjusted(row)).chain(detectable(row)), "; "))
            }
            CellKind::Disparity | CellKind::OtherWay | CellKind::InconclusiveThere => Some(self.cell_direction(row)),
            _ => None,
        });
        Cell { kind, word: self.plain(key), detail }
    }

    /// What the open comparisons of a cell could have shown: the smallest detectable disparity, or from which to which, of
    /// those that have one; and of whom no verdict could have been reached. `all`: is every comparison of the cell open?
    fn open_detail(&self, rows: &[&DisparityRow], all: bool) -> Option<Rich> {
        let never: Vec<&DisparityRow> = rows
            .iter()
            .copied()
            .filter(|row| row.minimum_detectable.is_none() && row.note.contains(&Note::NotDetectable))
            .collect();
        let detectable = self.detectable_among(rows);
        let detectable = detectable.map(|mde| self.texts.phrase("cell-detectable", &Args::new().rich("mde", &mde)));
        if never.is_empty() {
            return detectable;
        }
        if all && never.len() == rows.len() {
            return Some(Rich::text(self.word("cell-not-detectable")));
        }
        let mut groups: Vec<Rich> = Vec::new();
        for row in never {
            let group = self.group_of(row);
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        let args = Args::new().rich("groups", &self.list(groups, 4));
        let never = self.texts.phrase("cell-not-detectable-of", &args);
        Some(match detectable {
            Some(detectable) => {
                let args = Args::new().rich("detectable", &detectable).rich("never", &never);
                self.texts.phrase("cell-detectable-some", &args)
            }
            None => never,
        })
    }

    /// "▲ kvinnor 63 / män 38 av 10 000": the group that is worse off first, ▲ where it has more.
    fn cell_direction(&self, row: &DisparityRow) -> Rich {
        // A one-sided verdict names nobody as harmed.
        let turned = row.harmed == Some(Harmed::Reference) || self.other_way(row) == Some(OtherWay::Beyond);
        let up = Self::higher(row) != turned;
        let (first, second) = if turned {
            (self.reference_of(row), self.group_of(row))
        } else {
            (self.group_of(row), self.reference_of(row))
        };
        let args = Args::new().word("arrow", if up { "▲" } else { "▼" }).rich("first", &first).rich("second", &second);
        let form = self.frequency_form(row);
        let share = self.share_of(row).is_some();
        if share
            && !self.of_few(row)
            && let Some((group, reference)) = self.sides(row)
            && let (Some(a), Some(b)) = (self.frequency(group, form), self.frequency(reference, form))
        {
            let (a, b) = if turned { (b, a) } else { (a, b) };
            let args = args.figure("a", &a).figure("b", &b).word("base", Self::people(form));
            return self.texts.phrase("cell-direction", &args);
        }
        // A difference has its sign from the group, which is then named first.
        let args = Args::new()
            .word("arrow", if Self::higher(row) { "▲" } else { "▼" })
            .rich("first", &self.group_of(row))
            .rich("second", &self.reference_of(row));
        self.texts.phrase("cell-direction-plain", &args.rich("d", &self.cell_size(row)))
    }

    /// "Svarta mot vita: +17,6 procentenheter efter justering, +24,0 utan".
    fn cell_adjusted(&self, row: &DisparityRow) -> Rich {
        let args = Args::new().rich("first", &self.group_of(row)).rich("second", &self.reference_of(row));
        let args = args.rich("d", &self.cell_size(row));
        // An arrow only where a difference is there.
        let arrow = if Self::higher(row) { "▲" } else { "▼" };
        let shown =
            matches!(self.cell_kind(row), CellKind::Disparity | CellKind::OtherWay | CellKind::InconclusiveThere);
        let args = args.flag("shown", shown).word("arrow", arrow);
        match self.unadjusted(row) {
            Some(raw) => {
                let value = self.signed_disparity(raw, 0).value;
                let raw = value.map_or_else(|| self.cell_size(raw), |value| value.rich());
                self.texts.phrase("cell-adjusted", &args.rich("raw", &raw)).capitalised()
            }
            None => self.texts.phrase("cell-adjusted-alone", &args).capitalised(),
        }
    }

    /// A difference with its sign, or its limits.
    fn cell_size(&self, row: &DisparityRow) -> Rich {
        let interval = self.signed_disparity(row, 0);
        match &interval.value {
            Some(value) => self.size(row, value),
            None => self.sized_limits(row, &interval).unwrap_or_default(),
        }
    }

    /// Why a ground was not measured: a person's reason (HS-03), else none.
    pub fn unmeasured_reason(&self, ground: Ground) -> Option<Rich> {
        let person = self
            .field_rows("HS-03", "unmeasured")
            .iter()
            .find(|row| text_of(row, "ground") == Some(ground.word()))
            .and_then(|row| text_of(row, "reason"));
        if let Some(reason) = person {
            return Some(self.reason(reason));
        }
        None
    }

    /// Grounds of the Act that are not measured.
    pub fn unmeasured_grounds(&self) -> Vec<Ground> {
        let grounds = Ground::ALL.iter().copied().filter(|&ground| ground != Ground::Supplementary);
        grounds.filter(|&ground| !self.is_measured(&self.attributes_of(ground))).collect()
    }

    fn attributes_of(&self, ground: Ground) -> Vec<&'a str> {
        let heads = self.report.audit.attributes.iter().filter(|attribute| attribute.ground == ground);
        heads.map(|attribute| attribute.name.as_str()).collect()
    }

    /// Is anybody's group known by one of these attributes? The one rule for the table and the text of page one: a
    /// ground without a comparison is measured, one whose every case is unknown is not.
    fn is_measured(&self, names: &[&str]) -> bool {
        let nobody = [reserved::MISSING, reserved::UNKNOWN, reserved::ALL, reserved::ALL_GROUPS];
        self.report.groups.iter().any(|row| {
            let somebody = row.suppressed || row.n.or(row.weight).is_none_or(|number| number.get() > 0.0);
            names.contains(&row.attribute.as_str()) && !nobody.contains(&row.group.as_str()) && somebody
        })
    }

    /// What one comparison says; the worst is the greatest.
    pub fn cell_kind(&self, row: &DisparityRow) -> CellKind {
        match (row.verdict, self.other_way(row)) {
            (verdict, _) if verdict != Verdict::NotAssessed && !row.compares_groups() => CellKind::NoData,
            (Verdict::Disparity, _) => CellKind::Disparity,
            (Verdict::WithinMargin, Some(OtherWay::Beyond)) => CellKind::OtherWay,
            (Verdict::WithinMargin, Some(OtherWay::Open)) => CellKind::OneSided,
            (Verdict::WithinMargin, _) => CellKind::Within,
            (Verdict::Inconclusive, _) if row.excludes_no_difference == Some(true) => CellKind::InconclusiveThere,
            (Verdict::Inconclusive, _) => CellKind::Inconclusive,
            (Verdict::NotAssessed, _) if row.suppressed => CellKind::Hidden,
            (Verdict::NotAssessed, _) => CellKind::NotAssessed,
        }
    }
}
