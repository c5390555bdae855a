//! Charts: groups and measures, counted by the database; and the range of a column.

use super::{
    Source, Statement, Sums, filter,
    groups::{self, Group},
    measures::{self, Measured},
    personal, result_column,
};
use crate::{
    engines::dialect::Dialect,
    model::{
        engine::{EngineError, ResultColumn},
        plan::{Aggregate, AggregateOrder, AggregatePlan, RangePlan},
    },
};

pub(super) fn aggregate(plan: &AggregatePlan, dialect: Dialect, sums: Sums) -> Result<Statement, EngineError> {
    let mut params = Vec::new();
    let Source { with, table } = personal::source(&plan.source, dialect, &mut params)?;
    let groups = groups::all(plan, &table, dialect, sums, &mut params)?;
    let filter = filter::clause(&plan.filter, dialect, &mut params)?;
    let joins: String = groups.iter().map(|group| group.join.as_str()).collect();
    let from = format!("{table} AS t{joins}{filter}");
    let mut shown: Vec<String> = groups.iter().map(|group| group.shown.clone()).collect();
    let mut keys: Vec<String> = groups.iter().enumerate().map(|(at, group)| group.key(at, dialect)).collect();
    let mut markers: Vec<String> = groups.iter().filter_map(|group| group.marker.clone()).collect();
    // What a group is chosen from need not be what it is sorted by.
    let mut beside: Vec<String> = groups.iter().filter(|group| group.marker.is_some()).map(|group| group.shown.clone()).collect();

    let wrapped = dialect.numbers_rows_for_percentiles() && plan.measures.iter().any(|one| one.function == Aggregate::Percentile);
    let from = if wrapped {
        let inner = numbered_rows(plan, &groups, &from, dialect)?;
        shown = (0..groups.len()).map(|at| format!("s.v{at}")).collect();
        keys = (0..groups.len()).map(|at| format!("s.k{at}")).collect();
        markers = groups.iter().enumerate().filter(|(_, group)| group.marker.is_some()).map(|(at, _)| format!("s.n{at}")).collect();
        beside = shown.clone();
        format!("({inner}) AS s")
    } else {
        from
    };
    let measured: Vec<Measured> =
        plan.measures.iter().enumerate().map(|(at, one)| Measured::of(one, at, wrapped, dialect, sums)).collect::<Result<_, _>>()?;

    let selected: Vec<String> =
        shown.into_iter().chain(measured.iter().map(|one| one.selected.clone())).chain(markers.iter().cloned()).collect();
    let columns: Vec<ResultColumn> = (groups.iter().map(|group| group.column.clone()))
        .chain(measured.iter().map(|one| one.column.clone()))
        .chain(markers.iter().map(|_| groups::marker_column()))
        .collect();
    let order = order(plan, &groups, &keys, &markers, &measured, dialect);
    let grouped: Vec<String> = keys.into_iter().chain(markers).chain(beside).collect();
    let by = if grouped.is_empty() { String::new() } else { format!(" GROUP BY {}", grouped.join(", ")) };
    let limit = dialect.limit(Some(plan.limit), 0);
    let text = format!("{with}SELECT {} FROM {from}{by}{order}{limit}", selected.join(", "));
    Ok(Statement::new(text, params, columns, &plan.source))
}

/// The rows with what the measures read, and for percentiles their places within the group.
fn numbered_rows(plan: &AggregatePlan, groups: &[Group], from: &str, dialect: Dialect) -> Result<String, EngineError> {
    let mut selected = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        selected.push(format!("{} AS v{at}, {} AS k{at}", group.shown, group.expression));
        selected.extend(group.marker.as_ref().map(|marker| format!("{marker} AS n{at}")));
    }
    let keys: Vec<&str> = groups.iter().flat_map(|group| group.marker.as_deref().into_iter().chain([group.expression.as_str()])).collect();
    let part = if keys.is_empty() { String::new() } else { format!("PARTITION BY {}", keys.join(", ")) };
    for (at, measure) in plan.measures.iter().enumerate() {
        let Some(column) = &measure.column else { continue };
        let value = dialect.column(column)?;
        selected.push(format!("{value} AS m{at}"));
        if measure.function == Aggregate::Percentile {
            selected.push(format!("row_number() OVER ({part} ORDER BY {value} IS NULL, {value}) AS p{at}"));
            selected.push(format!("count({value}) OVER ({part}) AS c{at}"));
        }
    }
    if selected.is_empty() {
        selected.push("1 AS one".to_owned());
    }
    Ok(format!("SELECT {} FROM {from}", selected.join(", ")))
}

/// Groups that keep their names come before the rest, whatever the order.
fn order(plan: &AggregatePlan, groups: &[Group], keys: &[String], markers: &[String], measured: &[Measured], dialect: Dialect) -> String {
    let descending = plan.order == AggregateOrder::GroupDescending;
    let mut terms: Vec<String> = markers.iter().map(|marker| dialect.ordered(marker, true, false)).collect();
    if let (true, Some(first)) = (plan.order.is_by_measure(), measured.first()) {
        terms.push(measures::ranked(&first.raw, plan.order == AggregateOrder::FirstMeasure, dialect));
    }
    terms.extend(groups.iter().zip(keys).map(|(group, key)| dialect.ordered(key, group.nullable, descending)));
    if terms.is_empty() { String::new() } else { format!(" ORDER BY {}", terms.join(", ")) }
}

pub(super) fn range(plan: &RangePlan, dialect: Dialect) -> Result<Statement, EngineError> {
    let expression = dialect.column(&plan.column)?;
    let mut params = Vec::new();
    let Source { with, table } = personal::source(&plan.source, dialect, &mut params)?;
    let before = params.len();
    let filter = filter::clause(&plan.filter, dialect, &mut params)?;
    if !dialect.numbers_params() {
        params.extend_from_within(before..);
    }
    // Two sub-queries: SQLite answers a lone min or max from an index, but not both at once.
    let one = |function: &str| {
        let end = format!("{function}({expression})");
        let shown = if plan.column.kind.is_temporal() { dialect.moment(&end, &plan.column) } else { dialect.selected(&end, &plan.column) };
        format!("(SELECT {shown} FROM {table} AS t{filter})")
    };
    let column = |name: &str| ResultColumn { name: name.into(), ..result_column(&plan.column) };
    let text = format!("{with}SELECT {}, {}", one("min"), one("max"));
    Ok(Statement::new(text, params, vec![column("min"), column("max")], &plan.source))
}
