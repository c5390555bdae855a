//! What is computed per group.

use super::Sums;
use crate::{
    engines::dialect::Dialect,
    model::{
        engine::{EngineError, ResultColumn, Step},
        plan::{Aggregate, PlanColumn, PlanMeasure},
        value::Kind,
    },
};

/// A measure as the statement has it.
pub(super) struct Measured {
    /// As the database computes it, which is also what a top list is sorted by.
    pub raw: String,
    /// As selected, without loss of digits.
    pub selected: String,
    pub column: ResultColumn,
}

impl Measured {
    /// The measure at a place of the plan. `wrapped`: its column is the one of numbered rows.
    pub fn of(measure: &PlanMeasure, at: usize, wrapped: bool, dialect: Dialect, sums: Sums) -> Result<Self, EngineError> {
        let raw = match &measure.column {
            None => rows(measure)?,
            Some(_) if wrapped && measure.function == Aggregate::Percentile => from_places(measure, at),
            Some(column) if wrapped => computed(measure, column, &format!("s.m{at}"), dialect, sums),
            Some(column) => computed(measure, column, &dialect.column(column)?, dialect, sums),
        };
        let target = measure.column.as_ref();
        let (short_type, kind) = match (measure.function, target) {
            (Aggregate::Count | Aggregate::Distinct, _) => ("bigint".to_owned(), Kind::Integer),
            (Aggregate::Minimum | Aggregate::Maximum, Some(column)) => (column.short_type.clone(), column.kind),
            (Aggregate::Percentile, _) => ("double precision".to_owned(), Kind::Number),
            (_, Some(column)) if is_floating(column) => ("double precision".to_owned(), Kind::Number),
            _ => ("numeric".to_owned(), Kind::Number),
        };
        let selected = match (dialect, measure.function, target) {
            (Dialect::Sqlite, _, _) | (_, Aggregate::Count | Aggregate::Distinct | Aggregate::Percentile, _) => raw.clone(),
            (_, Aggregate::Minimum | Aggregate::Maximum, Some(column)) => dialect.selected(&raw, column),
            (Dialect::Postgres, _, Some(column)) if is_floating(column) => format!("{raw}::double precision"),
            (Dialect::Postgres, _, _) => format!("{raw}::numeric::text"),
            // Sums and averages of exact numbers are exact there, and travel as such.
            (Dialect::Mysql, _, _) => raw.clone(),
        };
        Ok(Self { raw, selected, column: ResultColumn { name: name(measure), short_type, kind } })
    }
}

/// The measure as groups are ranked by it where rows are not numbered: a percentile then by the average.
pub(super) fn rank(measure: &PlanMeasure, dialect: Dialect, sums: Sums) -> Result<String, EngineError> {
    match &measure.column {
        None => rows(measure),
        Some(column) => {
            let by_average = measure.function == Aggregate::Percentile && dialect.numbers_rows_for_percentiles();
            let function = if by_average { Aggregate::Average } else { measure.function };
            Ok(computed(&PlanMeasure { function, ..measure.clone() }, column, &dialect.column(column)?, dialect, sums))
        }
    }
}

/// The order of a top list: measures that are NULL come last.
pub(super) fn ranked(measure: &str, descending: bool, dialect: Dialect) -> String {
    match (dialect, descending) {
        (Dialect::Postgres | Dialect::Sqlite, true) => format!("{measure} DESC NULLS LAST"),
        (Dialect::Postgres | Dialect::Sqlite, false) => format!("{measure} ASC NULLS LAST"),
        // NULL is the least value there.
        (Dialect::Mysql, true) => format!("{measure} DESC"),
        (Dialect::Mysql, false) => format!("{measure} IS NULL, {measure} ASC"),
    }
}

fn rows(measure: &PlanMeasure) -> Result<String, EngineError> {
    match measure.function {
        Aggregate::Count => Ok("count(*)".into()),
        _ => Err(EngineError::new(Step::Query, "A measure of the chart lacks its column.", "")),
    }
}

fn computed(measure: &PlanMeasure, column: &PlanColumn, value: &str, dialect: Dialect, sums: Sums) -> String {
    match (measure.function, dialect) {
        (Aggregate::Sum, Dialect::Sqlite) if sums == Sums::Rounded => format!("total({value})"),
        (Aggregate::Sum, _) => format!("sum({})", addable(value, column, dialect)),
        (Aggregate::Average, _) => format!("avg({})", addable(value, column, dialect)),
        (Aggregate::Minimum, _) => format!("min({value})"),
        (Aggregate::Maximum, _) => format!("max({value})"),
        (Aggregate::Count, _) => format!("count({value})"),
        (Aggregate::Distinct, Dialect::Postgres | Dialect::Mysql) => format!("count(DISTINCT {})", dialect.compared(value, column)),
        (Aggregate::Distinct, Dialect::Sqlite) => format!("count(DISTINCT {value})"),
        (Aggregate::Percentile, _) => {
            let number = addable(value, column, dialect);
            format!("percentile_cont({:?}) WITHIN GROUP (ORDER BY {number}::double precision)", place(measure))
        }
    }
}

/// Of the sorted values 0 to c - 1 the one at `p * (c - 1)`: its two neighbours, each in proportion to its nearness.
fn from_places(measure: &PlanMeasure, at: usize) -> String {
    let away = format!("abs(s.p{at} - 1 - {:?} * (s.c{at} - 1))", place(measure));
    format!("sum(CASE WHEN {away} < 1 THEN s.m{at} * (1 - {away}) END)")
}

fn place(measure: &PlanMeasure) -> f64 {
    measure.percentile.filter(|place| place.is_finite()).unwrap_or(0.5).clamp(0.0, 1.0)
}

/// PostgreSQL's money has no average, and its text carries the currency; its numeric has neither fault.
fn addable(expression: &str, column: &PlanColumn, dialect: Dialect) -> String {
    match dialect {
        Dialect::Postgres if column.short_type == "money" => format!("{expression}::numeric"),
        Dialect::Postgres | Dialect::Mysql | Dialect::Sqlite => expression.to_owned(),
    }
}

fn is_floating(column: &PlanColumn) -> bool {
    matches!(column.short_type.as_str(), "real" | "double precision")
}

fn name(measure: &PlanMeasure) -> String {
    let function = match measure.function {
        Aggregate::Sum => "sum",
        Aggregate::Average => "average",
        Aggregate::Minimum => "minimum",
        Aggregate::Maximum => "maximum",
        Aggregate::Count => "count",
        Aggregate::Distinct => "distinct",
        Aggregate::Percentile => "percentile",
    };
    match &measure.column {
        Some(column) => format!("{function}({})", column.name),
        None => function.to_owned(),
    }
}
