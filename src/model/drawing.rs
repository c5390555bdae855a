//! What a widget shows, as data: made on the server from rows, drawn by one view per variant in `ui/drawings`.

use crate::model::{
    filter::{Condition, Sort},
    time::Timestamp,
    value::{Kind, Row},
};
use serde::{Deserialize, Serialize};

/// The content of one tile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(tag = "drawing", rename_all = "snake_case")]
pub enum Drawing {
    Chart(ChartDrawing),
    Table(TableDrawing),
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
    /// What a reader should know: `Top 50 of 312 values`, `Sum per month`.
    pub note: String,
    pub as_of: Timestamp,
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

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
