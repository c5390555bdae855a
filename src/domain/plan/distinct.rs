//! The values of one column, each once.

use super::unknown;
use crate::{
    error::{AppError, Result},
    model::{
        plan::{Aggregate, AggregateOrder, AggregatePlan, PlanColumn, PlanCondition, PlanFilter, PlanGroup, PlanMeasure, PlanSearch},
        schema::Table,
        value::Kind,
    },
};

/// The first `limit` values of a column in order, NULL included: those that hold `search`, in rows for which the
/// conditions hold.
pub fn distinct(table: &Table, name: &str, conditions: Vec<PlanCondition>, search: &str, limit: u64) -> Result<AggregatePlan> {
    let column = table.column(name).ok_or_else(|| unknown(table, name))?;
    if matches!(column.kind, Kind::Bytes | Kind::Json) {
        return Err(AppError::invalid(format!("The values of column \"{}\" ({}) cannot be listed.", column.name, column.short_type)));
    }
    let column = PlanColumn::of(column);
    let search = (!search.is_empty()).then(|| PlanSearch { text: search.to_owned(), columns: vec![column.clone()] });
    Ok(AggregatePlan {
        source: table.at.clone().into(),
        groups: vec![PlanGroup::by(column, None)],
        measures: vec![PlanMeasure::of(Aggregate::Count, None)],
        filter: PlanFilter { limits: Vec::new(), conditions, search },
        order: AggregateOrder::Group,
        limit,
    })
}
