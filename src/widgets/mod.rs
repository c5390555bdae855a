//! Widget kinds, as pure data: label, subtypes, default settings, check, data request, and rows -> Drawing.
//! No view, no I/O. To add a kind: a file with a `KIND`, its name in [`KINDS`].

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

/// One group of the board's menu.
pub struct Kind {
    /// As stored and answered: `bar_charts`.
    pub name: &'static str,
    pub label: &'static str,
    pub shape: Shape,
    /// The first is the default.
    pub subtypes: &'static [Subtype],
}

pub struct Subtype {
    /// `stacked_bar`.
    pub name: &'static str,
    pub label: &'static str,
    /// What it is good for, in one line.
    pub hint: &'static str,
}

/// What a kind needs and which view draws it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Table,
    IntegratedTable,
    Chart,
    Text,
    Title,
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
pub static KINDS: &[&Kind] = &[];

/// The kind and subtype that `kind` and `subtype` name, with the other spellings that are accepted on input
/// (`chart` + `bar`, `datatable`, `DataTable`, `text`; 00-conventions).
pub fn normalise(_kind: &str, _subtype: Option<&str>) -> Result<(&'static Kind, &'static Subtype)> {
    todo!()
}

/// Checks settings by themselves (without a schema); an error names the field as `configs[...]`.
pub fn check(_subtype: &Subtype, _shape: Shape, _configs: &Configs) -> Result<()> {
    todo!()
}

/// What the chart of these settings asks of `table`.
pub fn chart_request(_kind: &Kind, _subtype: &Subtype, _configs: &Configs, _table: &Table) -> Result<ChartRequest> {
    todo!()
}

/// The drawing of a chart's rows: an ECharts option, or the reason why there is nothing to draw. `svg` and
/// `as_of` are filled in by the caller.
pub fn draw_chart(_kind: &Kind, _subtype: &Subtype, _data: &ChartData) -> Drawing {
    todo!()
}
