//! What a planned read is, as data: every name in it was found in the schema, every value will be bound.
//! Made by `domain::plan`, rendered to SQL by `engines::sql`, in this process or in another. A person's own statement is
//! the exception ([`StatementPlan`]): its text is theirs, and it is fenced by the engines and the database.

use crate::model::{
    engine::ResultColumn,
    filter::Op,
    schema::{Column, TableRef},
    statement::{StatementPlan, StatementSource},
    value::{Kind, Value},
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    Rows(RowsPlan),
    Count(CountPlan),
    Aggregate(AggregatePlan),
    /// One row: least and greatest value of a column (for choosing a time grain).
    Range(RangePlan),
    /// A statement in a person's own words; its columns are known when it has been described.
    Statement(StatementPlan),
    /// The columns of such a statement, without its rows.
    Describe(StatementPlan),
}

/// What rows are taken from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanSource {
    Table(TableRef),
    Statement(StatementSource),
}

impl From<TableRef> for PlanSource {
    fn from(table: TableRef) -> Self {
        Self::Table(table)
    }
}

impl Plan {
    /// What its rows are taken from and which of them; nothing for a statement that is run as it stands: widgets read it
    /// through one of the others.
    fn parts(&mut self) -> Option<(&mut PlanSource, &mut PlanFilter)> {
        match self {
            Self::Rows(plan) => Some((&mut plan.source, &mut plan.filter)),
            Self::Count(plan) => Some((&mut plan.source, &mut plan.filter)),
            Self::Aggregate(plan) => Some((&mut plan.source, &mut plan.filter)),
            Self::Range(plan) => Some((&mut plan.source, &mut plan.filter)),
            Self::Statement(_) | Self::Describe(_) => None,
        }
    }

    /// The table that its rows are taken from; nothing when it runs a person's own words.
    pub fn table(&self) -> Option<&TableRef> {
        let source = match self {
            Self::Statement(_) | Self::Describe(_) => return None,
            Self::Rows(plan) => &plan.source,
            Self::Count(plan) => &plan.source,
            Self::Aggregate(plan) => &plan.source,
            Self::Range(plan) => &plan.source,
        };
        match source {
            PlanSource::Table(table) => Some(table),
            PlanSource::Statement(_) => None,
        }
    }

    /// Whether it runs a person's own words.
    pub fn is_personal(&self) -> bool {
        self.table().is_none()
    }

    /// The same read of fewer rows: these conditions hold besides its own.
    #[must_use]
    pub fn narrowed(mut self, conditions: &[PlanCondition]) -> Self {
        if let Some((_, filter)) = self.parts() {
            filter.conditions.extend_from_slice(conditions);
        }
        self
    }

    /// The same read of those rows alone that its reader may see.
    #[must_use]
    pub fn limited(mut self, limits: Vec<PlanLimit>) -> Self {
        if let Some((_, filter)) = self.parts() {
            filter.limits.extend(limits);
        }
        self
    }

    /// The same read of other rows.
    #[must_use]
    pub fn taken_from(mut self, other: &PlanSource) -> Self {
        if let Some((source, _)) = self.parts() {
            source.clone_from(other);
        }
        self
    }
}

/// A column that exists, with what rendering must know of its type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanColumn {
    pub name: String,
    pub kind: Kind,
    /// The short type name of the schema.
    pub short_type: String,
    /// The type as the database writes it, for casts.
    pub full_type: String,
    /// Whether it can hold NULL: some engines sort by an index only what cannot.
    pub nullable: bool,
}

impl PlanColumn {
    pub fn of(column: &Column) -> Self {
        Self {
            name: column.name.clone(),
            kind: column.kind,
            short_type: column.short_type.clone(),
            full_type: column.full_type.clone(),
            nullable: column.nullable,
        }
    }

    /// A column of a statement's result under the `name` that the source gives it.
    pub fn of_result(column: &ResultColumn, name: impl Into<String>) -> Self {
        Self::of(&Column::of_result(column, name))
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanFilter {
    /// What the reader may see, whatever is asked, and what is asked in alternatives. Joined by AND.
    #[serde(default)]
    pub limits: Vec<PlanLimit>,
    /// Joined by AND.
    pub conditions: Vec<PlanCondition>,
    /// Any of the columns contains the text, ignoring case.
    pub search: Option<PlanSearch>,
}

/// Alternatives joined by OR, each of conditions joined by AND. Without an alternative it holds for no row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanLimit {
    pub any: Vec<Vec<PlanCondition>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanCondition {
    pub column: PlanColumn,
    pub op: Op,
    pub values: Vec<Value>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanSearch {
    pub text: String,
    pub columns: Vec<PlanColumn>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanSort {
    pub column: PlanColumn,
    pub descending: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowsPlan {
    pub source: PlanSource,
    pub columns: Vec<PlanColumn>,
    pub filter: PlanFilter,
    /// Ends with the key where the table has one, so that pages do not overlap.
    pub sort: Vec<PlanSort>,
    /// Only rows behind this place: one value for each of `sort`, as the row at the end of the page before has them.
    #[serde(default)]
    pub after: Option<Vec<Value>>,
    pub limit: Option<u64>,
    pub offset: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountPlan {
    pub source: PlanSource,
    pub filter: PlanFilter,
    /// Stop counting here: the answer is at most this number.
    pub at_most: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AggregatePlan {
    pub source: PlanSource,
    /// All rows are one group when there are none.
    pub groups: Vec<PlanGroup>,
    pub measures: Vec<PlanMeasure>,
    pub filter: PlanFilter,
    pub order: AggregateOrder,
    pub limit: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanGroup {
    pub column: PlanColumn,
    /// Only for columns that hold a date or a moment.
    pub grain: Option<Grain>,
    /// Where the periods of moments begin; UTC when absent.
    #[serde(default)]
    pub zone: Option<PlanZone>,
    /// Ranges of numbers instead of single ones.
    #[serde(default)]
    pub bins: Option<PlanBins>,
    /// So many groups, the greatest by the first measure, are told apart. All others are one, whose marker (a column
    /// behind the measures, one for each such group) is NULL.
    #[serde(default)]
    pub top: Option<u32>,
}

impl PlanGroup {
    pub fn by(column: PlanColumn, grain: Option<Grain>) -> Self {
        Self { column, grain, zone: None, bins: None, top: None }
    }
}

/// A time zone over the range of some data. Servers with a zone database of their own go by the name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanZone {
    /// IANA name.
    pub name: String,
    /// In order of time, at least one; the first also holds for what is earlier.
    pub steps: Vec<ZoneStep>,
}

/// From this moment on (seconds since 1970) local time is UTC plus so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneStep {
    pub from: i64,
    pub offset: i32,
}

/// Ranges of equal width from `origin` to `end`, numbered from 0; values outside belong to none.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanBins {
    pub origin: f64,
    pub width: f64,
    pub end: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanMeasure {
    pub function: Aggregate,
    /// Absent for counting rows.
    pub column: Option<PlanColumn>,
    /// Of a percentile: its place from 0 to 1, between values in proportion.
    #[serde(default)]
    pub percentile: Option<f64>,
}

impl PlanMeasure {
    pub fn of(function: Aggregate, column: Option<PlanColumn>) -> Self {
        Self { function, column, percentile: None }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    Sum,
    Average,
    Minimum,
    Maximum,
    Count,
    Distinct,
    /// The median unless another place is named.
    Percentile,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AggregateOrder {
    /// By the group's value, ascending (axes).
    Group,
    GroupDescending,
    /// By the first measure, descending (pies, top lists).
    FirstMeasure,
    FirstMeasureAscending,
}

impl AggregateOrder {
    /// Whether the first measure decides, and not the groups.
    pub fn is_by_measure(self) -> bool {
        matches!(self, Self::FirstMeasure | Self::FirstMeasureAscending)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RangePlan {
    pub source: PlanSource,
    pub column: PlanColumn,
    pub filter: PlanFilter,
}
