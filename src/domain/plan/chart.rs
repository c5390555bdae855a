//! What a chart asks of the database.

use super::{bins, filter, grain_for, unknown, zone};
use crate::{
    error::{AppError, Result},
    model::{
        filter::{Op, TableView},
        plan::{Aggregate, AggregatePlan, PlanColumn, PlanCondition, PlanFilter, PlanGroup, PlanMeasure, RangePlan},
        question::{GroupChoice, MAX_GROUPS, MAX_MEASURES, MAX_TOP, MeasureChoice},
        schema::{Column, Table},
        value::{Kind, Value},
    },
    widgets::ChartRequest,
};

/// Least and greatest value of a group's column, where they were asked for.
pub type Ends = Option<(Value, Value)>;

/// What finite numbers of a column lie between; more than singles can hold would not be compared with them.
const FINITE: f64 = 1e38;

/// Groups and measures of a chart. `ends` belong to the groups by their places (see [`needs_range`]); what is missing
/// there is taken as unknown. The plan asks for one group more than the request's limit, so that the reader knows
/// whether there are more.
pub fn chart(table: &Table, request: &ChartRequest, ends: &[Ends]) -> Result<AggregatePlan> {
    if request.measures.is_empty() || request.measures.len() > MAX_MEASURES {
        return Err(AppError::invalid(format!("A chart needs 1 to {MAX_MEASURES} y columns.")));
    }
    if request.groups.len() > MAX_GROUPS {
        return Err(AppError::invalid(format!("A chart can be grouped by at most {MAX_GROUPS} columns.")));
    }
    let groups = request.groups.iter().enumerate().map(|(at, choice)| group(table, request, choice, ends.get(at).unwrap_or(&None)));
    Ok(AggregatePlan {
        source: table.at.clone().into(),
        groups: groups.collect::<Result<_>>()?,
        measures: request.measures.iter().map(|choice| measure(table, choice)).collect::<Result<_>>()?,
        filter: filter_of(table, request)?,
        order: request.order,
        limit: request.limit.saturating_add(1),
    })
}

/// Whether [`chart`] wants the ends of a group's column: to choose a grain, to know when clocks change, or to make
/// ranges.
pub fn needs_range(table: &Table, request: &ChartRequest, choice: &GroupChoice) -> bool {
    table.column(&choice.column).is_some_and(|column| match column.kind {
        Kind::Timestamp => choice.grain.is_none() || request.zone.is_some(),
        Kind::Date => choice.grain.is_none(),
        _ => can_be_ranged(column) && choice.bins.is_some(),
    })
}

/// PostgreSQL writes money with its currency, so that its ends are no numbers.
fn can_be_ranged(column: &Column) -> bool {
    column.kind.is_numeric() && column.short_type != "money"
}

/// Least and greatest value of a column among the rows of a chart.
pub fn range(table: &Table, request: &ChartRequest, name: &str) -> Result<RangePlan> {
    let column = column(table, name)?;
    if !(column.kind.is_numeric() || column.kind.is_temporal()) {
        return Err(AppError::invalid(format!("Column \"{}\" ({}) has no range.", column.name, column.short_type)));
    }
    Ok(RangePlan { source: table.at.clone().into(), column: PlanColumn::of(column), filter: filter_of(table, request)? })
}

/// The same among finite numbers only: a column with NaN or an infinity has no ends that ranges could be made of.
pub fn finite_range(mut plan: RangePlan) -> RangePlan {
    for (op, end) in [(Op::Gte, -FINITE), (Op::Lte, FINITE)] {
        plan.filter.conditions.push(PlanCondition { column: plan.column.clone(), op, values: vec![Value::Float(end)] });
    }
    plan
}

fn group(table: &Table, request: &ChartRequest, choice: &GroupChoice, ends: &Ends) -> Result<PlanGroup> {
    let column = column(table, &choice.column)?;
    if matches!(column.kind, Kind::Bytes | Kind::Json) {
        return Err(AppError::invalid(format!("Column \"{}\" ({}) cannot be the x axis of a chart.", column.name, column.short_type)));
    }
    let temporal = column.kind.is_temporal();
    let (min, max) = ends.as_ref().map_or((&Value::Null, &Value::Null), |(min, max)| (min, max));
    let ranges = choice.bins.filter(|_| can_be_ranged(column));
    let top = choice.top.filter(|_| !temporal && ranges.is_none());
    if top.is_some_and(|top| !(1..=MAX_TOP).contains(&top)) {
        return Err(AppError::invalid(format!("Between 1 and {MAX_TOP} groups can keep their names.")));
    }
    let moments = request.zone.as_deref().filter(|_| column.kind == Kind::Timestamp);
    Ok(PlanGroup {
        grain: temporal.then(|| choice.grain.unwrap_or_else(|| grain_for(min, max))),
        zone: moments.map(|name| zone::zone(name, min, max)).transpose()?,
        bins: ranges.map(|wanted| bins::bins(min, max, Some(wanted), column.kind)),
        top,
        column: PlanColumn::of(column),
    })
}

/// The question's own conditions; they may speak of any column, since its author may see all.
fn filter_of(table: &Table, request: &ChartRequest) -> Result<PlanFilter> {
    let all: Vec<&Column> = table.columns.iter().collect();
    filter::filter(table, &all, &TableView { filter: request.filters.clone(), ..TableView::default() })
}

pub(super) fn measure(table: &Table, choice: &MeasureChoice) -> Result<PlanMeasure> {
    let function = choice.function.unwrap_or(Aggregate::Count);
    let Some(name) = choice.column.as_deref() else {
        return match function {
            Aggregate::Count => Ok(PlanMeasure::of(function, None)),
            _ => Err(AppError::invalid("Choose the y column that the chart should add up.")),
        };
    };
    let column = column(table, name)?;
    let fits = match function {
        Aggregate::Sum | Aggregate::Average | Aggregate::Percentile => column.kind.is_numeric(),
        Aggregate::Minimum | Aggregate::Maximum => column.kind.is_numeric() || column.kind.is_temporal(),
        Aggregate::Count => true,
        Aggregate::Distinct => column.kind != Kind::Bytes,
    };
    if !fits {
        let verb = match function {
            Aggregate::Sum => "added up",
            Aggregate::Average => "averaged",
            Aggregate::Minimum | Aggregate::Maximum => "compared",
            Aggregate::Percentile => "put in order of size",
            Aggregate::Count | Aggregate::Distinct => "counted",
        };
        return Err(AppError::invalid(format!(
            "Column \"{}\" ({}) cannot be {verb}. Count its values instead, or choose another column.",
            column.name, column.short_type
        )));
    }
    let percentile = choice.percentile.filter(|_| function == Aggregate::Percentile);
    Ok(PlanMeasure { percentile, ..PlanMeasure::of(function, Some(PlanColumn::of(column))) })
}

fn column<'a>(table: &'a Table, name: &str) -> Result<&'a Column> {
    table.column(name).ok_or_else(|| unknown(table, name))
}
