//! What a chart asks beyond the documented settings: measures, groups, time zone, filters, order. Checked against a
//! schema by `domain::plan`; `crate::widgets` makes one of the documented settings too, so that there is one way.

use crate::model::{
    filter::Condition,
    given::{given, objects},
    plan::{Aggregate, AggregateOrder, Grain},
};
use serde::{Deserialize, Serialize};

/// Most measures of one question.
pub const MAX_MEASURES: usize = 20;
/// Most groups: rows and columns of a pivot table, x axis and series of a stacked chart.
pub const MAX_GROUPS: usize = 2;
/// Most groups that keep their own name; the rest is put together as "Other".
pub const MAX_TOP: u32 = 50;
/// Most bins of a histogram.
pub const MAX_BINS: u32 = 100;
/// Most conditions.
pub const MAX_FILTERS: usize = 32;

/// Stands in place of `xAxisColumn`, `yAxisColumns`, `aggregate` and `grain`. The table is the widget's `tableName`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Question {
    /// Rows are counted when there are none.
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<MeasureChoice>,
    /// At most two; all rows together when there are none.
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupChoice>,
    /// IANA name of the zone in which days, weeks and months begin; UTC when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Joined by AND.
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<Condition>,
    /// What suits the widget when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub sort: Option<AggregateOrder>,
}

/// One figure per group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct MeasureChoice {
    /// Sum of numbers and count of the rest when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub function: Option<Aggregate>,
    /// Rows are counted without one.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Of a percentile: its place from 0 to 1; 0.5, the median, when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub percentile: Option<f64>,
    /// What the figure is called; said by function and column when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// What rows are grouped by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct GroupChoice {
    pub column: String,
    /// Of a column that holds time; chosen from the range of the data when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub grain: Option<Grain>,
    /// So many groups, the greatest by the first measure, keep their names; the others are one, "Other".
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub top: Option<u32>,
    /// Of a column of numbers: about so many ranges of equal width instead of single values.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub bins: Option<u32>,
}

impl MeasureChoice {
    pub fn of(function: Aggregate, column: Option<String>) -> Self {
        Self { function: Some(function), column, ..Self::default() }
    }

    /// How many rows there are.
    pub fn rows() -> Self {
        Self::of(Aggregate::Count, None)
    }

    /// Whether the figures of several groups may be added up.
    pub fn is_additive(&self) -> bool {
        matches!(self.function, Some(Aggregate::Sum | Aggregate::Count))
    }
}

impl GroupChoice {
    pub fn by(column: impl Into<String>) -> Self {
        Self { column: column.into(), ..Self::default() }
    }
}
