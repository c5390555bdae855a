//! Widget kinds, as pure data: label, subtypes, check, data request, and rows -> Drawing. No view, no I/O.
//! To add a kind: a file with a `KIND`, its name in [`KINDS`].

mod area_charts;
mod bar_charts;
mod check;
mod comparisons;
mod datatables;
mod distributions;
mod draw;
mod flows;
mod line_charts;
mod maps;
mod media;
mod names;
mod numbers;
mod pie_charts;
mod pivot_tables;
pub mod propose;
mod request;
mod text_titles;
pub mod words;

use crate::{
    error::Result,
    model::{
        drawing::{ChartTable, Drawing},
        engine::ResultColumn,
        filter::Condition,
        format::Format,
        layout::{COLUMNS, HALF},
        plan::{AggregateOrder, Grain, PlanBins},
        question::{GroupChoice, MeasureChoice, Question},
        schema::Table,
        value::Row,
        widget::Configs,
    },
};

pub use names::normalise;

/// One group of the board's menu.
#[derive(Debug)]
pub struct Kind {
    /// As stored and answered: `bar_charts`.
    pub name: &'static str,
    pub label: &'static str,
    /// The first is the default.
    pub subtypes: &'static [Subtype],
}

#[derive(Debug)]
pub struct Subtype {
    /// `stacked_bar`.
    pub name: &'static str,
    pub label: &'static str,
    /// What it is good for, in one line.
    pub hint: &'static str,
    pub shape: Shape,
}

/// What a widget needs and which view draws it.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    Table,
    IntegratedTable,
    /// What differs between the same table in two connections.
    Difference,
    /// Two tables joined by key.
    Join,
    Chart(Plot),
    Text,
    Title,
    /// A picture from elsewhere.
    Image,
    /// A page from elsewhere, in a frame.
    Embed,
}

/// How a chart asks for its groups and draws them.
#[derive(Clone, Copy, Debug)]
pub struct Plot {
    order: AggregateOrder,
    /// Least and most measures.
    measures: (usize, usize),
    /// Least and most groups. The documented settings give one at most.
    groups: (usize, usize),
    /// Most values of the second group that are told apart.
    series: usize,
    asks: Asks,
    /// One figure needs less room than a chart.
    small: bool,
    draw: draw::Draw,
}

/// What a chart asks for beyond what was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    AsChosen,
    /// Least value, quartiles and greatest value of one column.
    FiveNumbers,
    /// Numbers in ranges.
    Ranges,
    /// One group per day.
    Days,
}

impl Plot {
    /// One group, or two of which the second makes the series.
    const fn new(order: AggregateOrder, measures: usize, draw: draw::Draw) -> Self {
        Self { order, measures: (0, measures), groups: (1, 2), series: 8, asks: Asks::AsChosen, small: false, draw }
    }

    const fn measures(self, least: usize, most: usize) -> Self {
        Self { measures: (least, most), ..self }
    }

    const fn groups(self, least: usize, most: usize) -> Self {
        Self { groups: (least, most), ..self }
    }

    const fn series(self, series: usize) -> Self {
        Self { series, ..self }
    }

    const fn small(self) -> Self {
        Self { small: true, ..self }
    }

    const fn asks(self, asks: Asks) -> Self {
        Self { asks, ..self }
    }

    /// Least and most columns to group by.
    pub fn group_count(&self) -> (usize, usize) {
        self.groups
    }

    /// Least and most figures per group.
    pub fn measure_count(&self) -> (usize, usize) {
        self.measures
    }
}

impl Subtype {
    pub fn is_chart(&self) -> bool {
        matches!(self.shape, Shape::Chart(_))
    }

    /// Whether the widget shows words of its own and reads no database.
    pub fn is_words(&self) -> bool {
        matches!(self.shape, Shape::Text | Shape::Title)
    }

    /// Whether there are rows or figures that can be taken along as a file.
    pub fn has_rows(&self) -> bool {
        self.is_table() || self.is_chart()
    }

    /// Whether the widget reads rows of a table (every kind of data table).
    pub fn is_table(&self) -> bool {
        matches!(self.shape, Shape::Table | Shape::IntegratedTable | Shape::Difference | Shape::Join)
    }
}

/// What a chart asks of the database; `domain::plan` checks it against the schema.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartRequest {
    pub table: String,
    /// At most two; a grain that is absent is chosen from the range of the data when the column holds time.
    pub groups: Vec<GroupChoice>,
    /// With their functions.
    pub measures: Vec<MeasureChoice>,
    /// IANA name of the zone in which periods begin; UTC when absent.
    pub zone: Option<String>,
    pub filters: Vec<Condition>,
    pub order: AggregateOrder,
    /// Most groups to fetch; more than are drawn, so that the note can say how many there are.
    pub limit: u64,
}

/// The answer to a [`ChartRequest`].
#[derive(Clone, Debug, PartialEq)]
pub struct ChartData {
    pub request: ChartRequest,
    /// The grains that were used, one per group.
    pub grains: Vec<Option<Grain>>,
    /// The ranges into which numbers were put.
    pub bins: Option<PlanBins>,
    /// First the groups, then the measures, then a marker for each group of which only the greatest are told apart.
    pub columns: Vec<ResultColumn>,
    pub rows: Vec<Row>,
    /// There were more groups than the limit.
    pub truncated: bool,
    pub format: Format,
}

/// Every kind, in the order of the menu: the documented ones first.
pub static KINDS: &[&Kind] = &[
    &datatables::KIND,
    &area_charts::KIND,
    &bar_charts::KIND,
    &line_charts::KIND,
    &pie_charts::KIND,
    &text_titles::KIND,
    &numbers::KIND,
    &comparisons::KIND,
    &distributions::KIND,
    &flows::KIND,
    &pivot_tables::KIND,
    &maps::KIND,
    &media::KIND,
];

/// The size, in pixels, in which the server draws a chart: about that of its tile, so that the picture fills it.
pub fn drawing_size(configs: &Configs) -> (u32, u32) {
    if configs.expanded == Some(true) { (1_120, 280) } else { (560, 280) }
}

/// Columns and rows that a widget takes on the grid until somebody resizes it.
pub fn size(subtype: &Subtype, expanded: bool) -> (u32, u32) {
    let wide = expanded || matches!(subtype.shape, Shape::Title);
    let rows = match subtype.shape {
        Shape::Title => 1,
        Shape::Text => 5,
        Shape::Table | Shape::IntegratedTable if wide => 12,
        Shape::Chart(plot) if plot.small && !wide => return (COLUMNS / 3, 6),
        _ => 9,
    };
    (if wide { COLUMNS } else { HALF }, rows)
}

/// Checks settings by themselves (without a schema); an error names the field as `configs[...]`.
pub fn check(subtype: &Subtype, configs: &Configs) -> Result<()> {
    check::check(subtype, configs)
}

/// What the chart of these settings asks of `table`. Refuses columns that are not there (the table may have
/// changed since the widget was made), that cannot be grouped, or that cannot be put together as asked; and
/// subtypes that are no charts.
pub fn chart_request(subtype: &Subtype, configs: &Configs, table: &Table) -> Result<ChartRequest> {
    request::chart_request(subtype, configs, table)
}

/// What a chart asks, made of the documented settings when it has no question of its own.
pub fn question(configs: &Configs) -> Question {
    request::asked(configs)
}

/// The name of a period in words, as short as its grain allows: `2026`, `2026 Q1`, `2026-01`.
pub fn period_words(name: &str, grain: Grain) -> String {
    draw::period_words(name, grain)
}

/// Whether [`chart_request`] cannot be told before values are there: the result of a statement without rows may have
/// columns of which nothing is known.
pub fn asks_unknown(configs: &Configs, table: &Table) -> bool {
    request::asks_unknown(configs, table)
}

/// The drawing of a chart's rows: an ECharts option with the figures as a table, or the reason why there is
/// nothing to draw. `svg` and `as_of` (zero here) are filled in by the caller.
pub fn draw_chart(subtype: &Subtype, data: &ChartData) -> Drawing {
    draw::draw_chart(subtype, data)
}

/// The figures that a chart of these rows shows, all of them.
///
/// # Errors
/// The reason why there is nothing to draw.
pub fn figures(subtype: &Subtype, data: &ChartData) -> std::result::Result<ChartTable, String> {
    draw::all_figures(subtype, data)
}
