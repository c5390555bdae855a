//! What a planned read is, as data: every name in it was found in the schema, every value will be bound.
//! Made by `domain::plan`, rendered to SQL by `engines::sql`, in this process or in another.

use crate::model::{
    filter::Op,
    schema::{Column, TableRef},
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
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanFilter {
    /// Joined by AND.
    pub conditions: Vec<PlanCondition>,
    /// Any of the columns contains the text, ignoring case.
    pub search: Option<PlanSearch>,
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
    pub table: TableRef,
    pub columns: Vec<PlanColumn>,
    pub filter: PlanFilter,
    /// Ends with the key where the table has one, so that pages do not overlap.
    pub sort: Vec<PlanSort>,
    pub limit: Option<u64>,
    pub offset: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountPlan {
    pub table: TableRef,
    pub filter: PlanFilter,
    /// Stop counting here: the answer is at most this number.
    pub at_most: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AggregatePlan {
    pub table: TableRef,
    pub group: PlanGroup,
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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AggregateOrder {
    /// By the group's value, ascending (axes).
    Group,
    /// By the first measure, descending (pies, top lists).
    FirstMeasure,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RangePlan {
    pub table: TableRef,
    pub column: PlanColumn,
    pub filter: PlanFilter,
}
