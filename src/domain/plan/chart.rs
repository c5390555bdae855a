//! What a chart asks of the database.

use super::unknown;
use crate::{
    error::{AppError, Result},
    model::{
        plan::{Aggregate, AggregatePlan, Grain, PlanColumn, PlanFilter, PlanGroup, PlanMeasure, RangePlan},
        schema::{Column, Table},
        value::Kind,
    },
    widgets::ChartRequest,
};

/// Most measures of one chart.
const MAX_MEASURES: usize = 20;

/// Groups and measures of a chart. `grain` is the one chosen from the data's range (see [`super::grain_for`]); the
/// request's own wins, and neither matters for an x column that holds no time. The plan asks for one group more than
/// the request's limit, so that the reader knows whether there are more.
pub fn chart(table: &Table, request: &ChartRequest, grain: Option<Grain>) -> Result<AggregatePlan> {
    let x = column(table, &request.x)?;
    if matches!(x.kind, Kind::Bytes | Kind::Json) {
        return Err(AppError::invalid(format!("Column \"{}\" ({}) cannot be the x axis of a chart.", x.name, x.short_type)));
    }
    if request.measures.is_empty() || request.measures.len() > MAX_MEASURES {
        return Err(AppError::invalid(format!("A chart needs 1 to {MAX_MEASURES} y columns.")));
    }
    let mut measures = Vec::with_capacity(request.measures.len());
    for (function, name) in &request.measures {
        measures.push(measure(table, *function, name.as_deref())?);
    }
    Ok(AggregatePlan {
        table: table.at.clone(),
        group: PlanGroup { column: PlanColumn::of(x), grain: request.grain.or(grain).filter(|_| x.kind.is_temporal()) },
        measures,
        filter: PlanFilter { conditions: Vec::new(), search: None },
        order: request.order,
        limit: request.limit.saturating_add(1),
    })
}

/// Least and greatest value of a column.
pub fn range(table: &Table, name: &str) -> Result<RangePlan> {
    let column = column(table, name)?;
    if !(column.kind.is_numeric() || column.kind.is_temporal()) {
        return Err(AppError::invalid(format!("Column \"{}\" ({}) has no range.", column.name, column.short_type)));
    }
    Ok(RangePlan { table: table.at.clone(), column: PlanColumn::of(column), filter: PlanFilter { conditions: Vec::new(), search: None } })
}

fn measure(table: &Table, function: Aggregate, name: Option<&str>) -> Result<PlanMeasure> {
    let Some(name) = name else {
        return match function {
            Aggregate::Count => Ok(PlanMeasure { function, column: None }),
            _ => Err(AppError::invalid("Choose the y column that the chart should add up.")),
        };
    };
    let column = column(table, name)?;
    let fits = match function {
        Aggregate::Sum | Aggregate::Average => column.kind.is_numeric(),
        Aggregate::Minimum | Aggregate::Maximum => column.kind.is_numeric() || column.kind.is_temporal(),
        Aggregate::Count => true,
        Aggregate::Distinct => column.kind != Kind::Bytes,
    };
    if !fits {
        let verb = match function {
            Aggregate::Sum => "added up",
            Aggregate::Average => "averaged",
            Aggregate::Minimum | Aggregate::Maximum => "compared",
            Aggregate::Count | Aggregate::Distinct => "counted",
        };
        return Err(AppError::invalid(format!(
            "Column \"{}\" ({}) cannot be {verb}. Count its values instead, or choose another column.",
            column.name, column.short_type
        )));
    }
    Ok(PlanMeasure { function, column: Some(PlanColumn::of(column)) })
}

fn column<'a>(table: &'a Table, name: &str) -> Result<&'a Column> {
    table.column(name).ok_or_else(|| unknown(table, name))
}
