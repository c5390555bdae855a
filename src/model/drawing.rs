//! What a widget shows, as data: made on the server from rows, drawn by one view per variant in `ui/drawings`.

use crate::model::{
    filter::{Condition, Sort},
    format::{Rule, RuleTone, shade},
    mark::Marks,
    time::Timestamp,
    value::{Kind, Row, Value},
};
use serde::{Deserialize, Serialize};

/// The content of one tile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(tag = "drawing", rename_all = "snake_case")]
pub enum Drawing {
    Chart(ChartDrawing),
    Number(NumberDrawing),
    Pivot(PivotDrawing),
    Table(TableDrawing),
    /// A picture from an allowed origin, or inside its own address.
    Image {
        address: String,
    },
    /// A page of an allowed origin.
    Embed {
        address: String,
    },
    /// Cleaned HTML made from Markdown.
    Text {
        html: String,
    },
    Title {
        text: String,
    },
    /// Nothing to show, with the reason: no rows, all NULL, the filter excludes everything.
    Empty {
        reason: String,
    },
    /// The tile's own error; nothing else on the board breaks.
    Failed {
        message: String,
        hint: String,
    },
    /// Slower than the page's budget of 1.5 s: the browser asks again.
    Loading,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChartDrawing {
    /// An Apache ECharts option as JSON text. Colours are CSS variables resolved by whoever draws.
    pub option: String,
    /// The same option drawn on the server, for the page itself; absent when drawing failed, and then the table
    /// is shown. Not sent beside the page: whoever has the option draws it.
    #[serde(skip)]
    pub svg: Option<String>,
    /// The figures as a table, for screen readers.
    pub table: ChartTable,
    /// What can be chosen in it.
    #[serde(default, skip_serializing_if = "Marks::is_empty")]
    pub marks: Marks,
    /// What a reader should know: `Top 50 of 312 values`, `Sum per month`.
    pub note: String,
    pub as_of: Timestamp,
}

/// One figure, large, with what it was before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct NumberDrawing {
    /// In words: `1.2 M`.
    pub value: String,
    /// What it is of: the last period, or all rows.
    pub label: String,
    /// Colour of the figure, by the rule that holds.
    pub tone: Option<RuleTone>,
    pub change: Option<Change>,
    /// Part of the target that is reached, in words.
    pub target: Option<String>,
    /// The figure over time, gaps included; empty without a group of time.
    pub trend: Vec<Option<f64>>,
    pub table: ChartTable,
    /// What can be chosen in it.
    #[serde(default, skip_serializing_if = "Marks::is_empty")]
    pub marks: Marks,
    pub note: String,
    pub as_of: Timestamp,
}

/// From the period before to the last one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// `+12 %`; `no change`.
    pub words: String,
    /// The period before and its figure.
    pub before: String,
    /// Good, bad or neither.
    pub tone: Option<RuleTone>,
}

/// A table of figures by two groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PivotDrawing {
    /// Of the names of the rows, then of each column.
    pub headers: Vec<String>,
    pub rows: Vec<PivotRow>,
    /// Sums of the columns, where figures may be added up.
    pub totals: Option<PivotRow>,
    /// What can be chosen in it.
    #[serde(default, skip_serializing_if = "Marks::is_empty")]
    pub marks: Marks,
    pub note: String,
    pub as_of: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PivotRow {
    pub name: String,
    pub cells: Vec<PivotCell>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PivotCell {
    /// Empty where there is no figure.
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tone: Option<RuleTone>,
    /// How far the figure is between the least and the greatest, 1 to 9.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heat: Option<u8>,
}

/// Whether an option needs the second bundle of the drawers: it says so itself, and no name or value can, since quotes
/// inside a text are escaped.
pub fn needs_more(option: &str) -> bool {
    option.contains(r#""more":true"#)
}

impl Drawing {
    /// Says when its data was read.
    pub fn set_age(&mut self, at: Timestamp) {
        match self {
            Self::Chart(chart) => chart.as_of = at,
            Self::Number(number) => number.as_of = at,
            Self::Pivot(pivot) => pivot.as_of = at,
            Self::Table(table) => table.as_of = at,
            Self::Image { .. }
            | Self::Embed { .. }
            | Self::Text { .. }
            | Self::Title { .. }
            | Self::Empty { .. }
            | Self::Failed { .. }
            | Self::Loading => {}
        }
    }

    /// What can be chosen in it, where that may be anything.
    pub fn marks_mut(&mut self) -> Option<&mut Marks> {
        match self {
            Self::Chart(chart) => Some(&mut chart.marks),
            Self::Number(number) => Some(&mut number.marks),
            Self::Pivot(pivot) => Some(&mut pivot.marks),
            _ => None,
        }
    }

    /// When its data was read, where it has any.
    pub fn age(&self) -> Option<Timestamp> {
        match self {
            Self::Chart(chart) => Some(chart.as_of),
            Self::Number(number) => Some(number.as_of),
            Self::Pivot(pivot) => Some(pivot.as_of),
            Self::Table(table) => Some(table.as_of),
            Self::Image { .. }
            | Self::Embed { .. }
            | Self::Text { .. }
            | Self::Title { .. }
            | Self::Empty { .. }
            | Self::Failed { .. }
            | Self::Loading => None,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ChartTable {
    pub headers: Vec<String>,
    #[cfg_attr(feature = "ssr", schema(value_type = Vec<Vec<crate::model::value::Value>>))]
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TableDrawing {
    /// Labels of the tables that can be switched to; the shown one is `table`.
    pub tables: Vec<String>,
    pub table: String,
    pub columns: Vec<GridColumn>,
    #[cfg_attr(feature = "ssr", schema(value_type = Vec<Vec<crate::model::value::Value>>))]
    pub rows: Vec<Row>,
    /// From 1.
    pub page: u32,
    pub page_size: u32,
    pub total: Total,
    pub has_next: bool,
    /// Whether the reader can turn pages; else there is the first one only, and `cut` says when rows are left out.
    pub paged: bool,
    pub sort: Option<Sort>,
    pub filter: Vec<Condition>,
    pub search: String,
    /// Sources of an integrated table that could not be read, by connection title.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed_sources: Vec<FailedSource>,
    /// What is not shown and why: a table without pages, more bytes than a tile holds, more rows than are merged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut: Option<String>,
    pub as_of: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct GridColumn {
    pub name: String,
    pub header: String,
    #[serde(rename = "type")]
    pub short_type: String,
    pub kind: Kind,
    /// The SOURCE column of an integrated table.
    #[serde(default)]
    pub is_source: bool,
    /// The values that a condition can choose from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enum_values: Vec<String>,
    /// The first that holds colours a cell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// Least and greatest value of the page, when cells are shaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<(f64, f64)>,
}

impl GridColumn {
    /// What a person wants to stand out: the tone of the first rule that holds, else the shade between least and greatest.
    pub fn marks(&self, value: &Value) -> (Option<RuleTone>, Option<u8>) {
        let Some(number) = value.as_f64().filter(|_| self.kind.is_numeric()) else { return (None, None) };
        let tone = self.rules.iter().find(|rule| rule.holds(number)).map(|rule| rule.tone);
        (tone, self.ends.filter(|_| tone.is_none()).map(|(least, greatest)| shade(number, least, greatest)))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FailedSource {
    pub title: String,
    pub message: String,
}

/// How many rows the filter leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Total {
    Exactly(u64),
    /// The server's estimate of an unfiltered big table.
    About(u64),
    /// Counting stopped here.
    AtLeast(u64),
    Unknown,
}
