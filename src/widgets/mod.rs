//! Widget kinds, as pure data: label, subtypes, check, data request, and rows -> Drawing. No view, no I/O.
//! To add a kind: a file with a `KIND`, its name in [`KINDS`].

mod area_charts;
mod bar_charts;
mod check;
mod datatables;
mod draw;
mod line_charts;
mod names;
mod pie_charts;
mod request;
mod text_titles;

use crate::{
    error::Result,
    model::{
        drawing::Drawing,
        engine::ResultColumn,
        plan::{Aggregate, AggregateOrder, Grain},
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
    Chart(Plot),
    Text,
    Title,
}

/// How a chart asks for its groups and draws them.
#[derive(Clone, Copy, Debug)]
pub struct Plot {
    order: AggregateOrder,
    /// Most y columns.
    measures: usize,
    draw: draw::Draw,
}

impl Subtype {
    pub fn is_chart(&self) -> bool {
        matches!(self.shape, Shape::Chart(_))
    }

    /// Whether the widget reads rows of a table (both kinds of data table).
    pub fn is_table(&self) -> bool {
        matches!(self.shape, Shape::Table | Shape::IntegratedTable)
    }
}

/// What a chart asks of the database; `domain::plan` checks it against the schema.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartRequest {
    pub table: String,
    pub x: String,
    pub measures: Vec<(Aggregate, Option<String>)>,
    /// Absent: chosen from the range of the data when x holds time.
    pub grain: Option<Grain>,
    pub order: AggregateOrder,
    /// Most groups to fetch; more than are drawn, so that the note can say how many there are.
    pub limit: u64,
}

/// The answer to a [`ChartRequest`].
#[derive(Clone, Debug, PartialEq)]
pub struct ChartData {
    pub request: ChartRequest,
    /// The grain that was used.
    pub grain: Option<Grain>,
    /// First the x value, then the measures.
    pub columns: Vec<ResultColumn>,
    pub rows: Vec<Row>,
    /// There were more groups than the limit.
    pub truncated: bool,
}

/// Every kind, in the order of the menu.
pub static KINDS: &[&Kind] =
    &[&datatables::KIND, &area_charts::KIND, &bar_charts::KIND, &line_charts::KIND, &pie_charts::KIND, &text_titles::KIND];

/// The size, in pixels, in which the server draws a chart: about that of its tile, so that the picture fills it.
pub fn drawing_size(configs: &Configs) -> (u32, u32) {
    if configs.expanded == Some(true) { (1_120, 280) } else { (560, 280) }
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

/// The drawing of a chart's rows: an ECharts option with the figures as a table, or the reason why there is
/// nothing to draw. `svg` and `as_of` (zero here) are filled in by the caller.
pub fn draw_chart(subtype: &Subtype, data: &ChartData) -> Drawing {
    draw::draw_chart(subtype, data)
}
