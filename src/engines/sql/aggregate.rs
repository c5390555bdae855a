//! Charts: groups and measures, counted by the database; and the range of a column.

use super::{Statement, Sums, filter, result_column};
use crate::{
    engines::dialect::{Dialect, grain_has_time},
    model::{
        engine::{EngineError, ResultColumn, Step},
        plan::{Aggregate, AggregateOrder, AggregatePlan, PlanColumn, PlanGroup, PlanMeasure, RangePlan},
        value::Kind,
    },
};

pub(super) fn aggregate(plan: &AggregatePlan, dialect: Dialect, sums: Sums) -> Result<Statement, EngineError> {
    let group = Group::of(&plan.group, dialect)?;
    let mut params = Vec::new();
    let mut selected = vec![group.selected];
    let mut columns = vec![group.column];
    for measure in &plan.measures {
        let (expression, column) = measured(measure, dialect, sums)?;
        selected.push(expression);
        columns.push(column);
    }
    let by_group = dialect.ordered(&group.key, group.nullable, false);
    let order = match (plan.order, plan.measures.first()) {
        (AggregateOrder::FirstMeasure, Some(first)) => {
            format!("{}, {by_group}", greatest_first(&raw_measure(first, dialect, sums)?, dialect))
        }
        (AggregateOrder::FirstMeasure, None) | (AggregateOrder::Group, _) => by_group,
    };
    let table = dialect.table(&plan.table)?;
    let filter = filter::clause(&plan.filter, dialect, &mut params)?;
    let limit = dialect.limit(Some(plan.limit), 0);
    let text = format!("SELECT {} FROM {table} AS t{filter} GROUP BY {} ORDER BY {order}{limit}", selected.join(", "), group.key);
    Ok(Statement { text, params, columns })
}

pub(super) fn range(plan: &RangePlan, dialect: Dialect) -> Result<Statement, EngineError> {
    let expression = dialect.column(&plan.column)?;
    let mut params = Vec::new();
    let filter = filter::clause(&plan.filter, dialect, &mut params)?;
    if !dialect.numbers_params() {
        params.extend_from_within(..);
    }
    let table = dialect.table(&plan.table)?;
    // Two sub-queries: SQLite answers a lone min or max from an index, but not both at once.
    let one = |function: &str| {
        let end = format!("{function}({expression})");
        let shown = if plan.column.kind.is_temporal() { dialect.moment(&end, &plan.column) } else { dialect.selected(&end, &plan.column) };
        format!("(SELECT {shown} FROM {table} AS t{filter})")
    };
    let column = |name: &str| ResultColumn { name: name.into(), ..result_column(&plan.column) };
    Ok(Statement { text: format!("SELECT {}, {}", one("min"), one("max")), params, columns: vec![column("min"), column("max")] })
}

/// The group's expression in SELECT, in GROUP BY and ORDER BY, and its column.
struct Group {
    selected: String,
    key: String,
    /// Whether a group may be NULL.
    nullable: bool,
    column: ResultColumn,
}

impl Group {
    fn of(group: &PlanGroup, dialect: Dialect) -> Result<Self, EngineError> {
        let raw = dialect.column(&group.column)?;
        let column = result_column(&group.column);
        Ok(match group.grain {
            Some(grain) => {
                let label = dialect.period(&raw, &group.column, grain);
                let kind = if grain_has_time(grain) { Kind::Timestamp } else { Kind::Date };
                let column = ResultColumn { short_type: "text".into(), kind, ..column };
                let key = match dialect {
                    // By position: the label is long, and is computed once.
                    Dialect::Postgres | Dialect::Sqlite => "1".into(),
                    // The order asks whether the label is NULL, and "1 IS NULL" is about the number one.
                    Dialect::Mysql => label.clone(),
                };
                Self { selected: label, key, nullable: true, column }
            }
            None => {
                let key = match dialect {
                    Dialect::Postgres | Dialect::Mysql => dialect.compared(&raw, &group.column),
                    Dialect::Sqlite => raw.clone(),
                };
                Self { selected: dialect.selected(&raw, &group.column), key, nullable: group.column.nullable, column }
            }
        })
    }
}

/// A measure as selected, without loss of digits, and its column.
fn measured(measure: &PlanMeasure, dialect: Dialect, sums: Sums) -> Result<(String, ResultColumn), EngineError> {
    let raw = raw_measure(measure, dialect, sums)?;
    let target = measure.column.as_ref();
    let (short_type, kind) = match (measure.function, target) {
        (Aggregate::Count | Aggregate::Distinct, _) => ("bigint".to_owned(), Kind::Integer),
        (Aggregate::Minimum | Aggregate::Maximum, Some(column)) => (column.short_type.clone(), column.kind),
        (_, Some(column)) if is_floating(column) => ("double precision".to_owned(), Kind::Number),
        _ => ("numeric".to_owned(), Kind::Number),
    };
    let selected = match (dialect, measure.function, target) {
        (Dialect::Sqlite, _, _) | (_, Aggregate::Count | Aggregate::Distinct, _) => raw,
        (_, Aggregate::Minimum | Aggregate::Maximum, Some(column)) => dialect.selected(&raw, column),
        (Dialect::Postgres, _, Some(column)) if is_floating(column) => format!("{raw}::double precision"),
        (Dialect::Postgres, _, _) => format!("{raw}::numeric::text"),
        // Sums and averages of exact numbers are exact there, and travel as such.
        (Dialect::Mysql, _, _) => raw,
    };
    Ok((selected, ResultColumn { name: measure_name(measure), short_type, kind }))
}

/// The measure as the database computes it, which is also what a top list is sorted by.
fn raw_measure(measure: &PlanMeasure, dialect: Dialect, sums: Sums) -> Result<String, EngineError> {
    let Some(column) = &measure.column else {
        return match measure.function {
            Aggregate::Count => Ok("count(*)".into()),
            _ => Err(EngineError::new(Step::Query, "A measure of the chart lacks its column.", "")),
        };
    };
    let raw = dialect.column(column)?;
    Ok(match (measure.function, dialect) {
        (Aggregate::Sum, Dialect::Sqlite) if sums == Sums::Rounded => format!("total({raw})"),
        (Aggregate::Sum, _) => format!("sum({})", addable(&raw, column, dialect)),
        (Aggregate::Average, _) => format!("avg({})", addable(&raw, column, dialect)),
        (Aggregate::Minimum, _) => format!("min({raw})"),
        (Aggregate::Maximum, _) => format!("max({raw})"),
        (Aggregate::Count, _) => format!("count({raw})"),
        (Aggregate::Distinct, Dialect::Postgres | Dialect::Mysql) => format!("count(DISTINCT {})", dialect.compared(&raw, column)),
        (Aggregate::Distinct, Dialect::Sqlite) => format!("count(DISTINCT {raw})"),
    })
}

/// PostgreSQL's money has no average, and its text carries the currency; its numeric has neither fault.
fn addable(expression: &str, column: &PlanColumn, dialect: Dialect) -> String {
    match dialect {
        Dialect::Postgres if column.short_type == "money" => format!("{expression}::numeric"),
        Dialect::Postgres | Dialect::Mysql | Dialect::Sqlite => expression.to_owned(),
    }
}

/// The order of a top list: measures that are NULL come last.
fn greatest_first(measure: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::Postgres | Dialect::Sqlite => format!("{measure} DESC NULLS LAST"),
        // NULL is the least value there.
        Dialect::Mysql => format!("{measure} DESC"),
    }
}

fn is_floating(column: &PlanColumn) -> bool {
    matches!(column.short_type.as_str(), "real" | "double precision")
}

fn measure_name(measure: &PlanMeasure) -> String {
    let function = match measure.function {
        Aggregate::Sum => "sum",
        Aggregate::Average => "average",
        Aggregate::Minimum => "minimum",
        Aggregate::Maximum => "maximum",
        Aggregate::Count => "count",
        Aggregate::Distinct => "distinct",
    };
    match &measure.column {
        Some(column) => format!("{function}({})", column.name),
        None => function.to_owned(),
    }
}
