//! Plan + dialect -> statement + parameters. Pure; the only place where statements on people's tables are composed.
//! Names are quoted by the dialect, values are always bound. A person's own statement stands in it as it was written.

mod aggregate;
pub mod change;
pub mod dump;
mod filter;
mod groups;
mod keyset;
mod measures;
mod personal;
#[cfg(test)]
mod searches;
pub mod spoken;
pub mod structure;
#[cfg(test)]
mod tests;
pub mod written;

pub use personal::{Origin, Personal};

use super::dialect::Dialect;
use crate::model::{
    engine::{EngineError, ResultColumn},
    plan::{CountPlan, Plan, PlanColumn, PlanSource, RowsPlan},
    value::{Kind, Value},
};
use keyset::Part;
use personal::Source;

/// A statement that is ready to run.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    pub text: String,
    /// In the order of the placeholders. PostgreSQL is sent each as text, the others each as what it is.
    pub params: Vec<Value>,
    /// What comes back, in order. Values of types without a basic form come as text whatever the kind says.
    pub columns: Vec<ResultColumn>,
    /// Whose words it consists of.
    pub origin: Origin,
}

impl Statement {
    /// One that consists of our words alone, unless its source is a person's.
    fn new(text: String, params: Vec<Value>, columns: Vec<ResultColumn>, source: &PlanSource) -> Self {
        let origin = match source {
            PlanSource::Table(_) => Origin::Ours,
            PlanSource::Statement(_) => Origin::Around,
        };
        Self { text, params, columns, origin }
    }
}

/// How sums of whole numbers behave on SQLite, whose `sum` fails when the total leaves 64 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sums {
    #[default]
    Exact,
    /// Floating-point totals: the second try after "integer overflow".
    Rounded,
}

/// The statement of a plan. Fails for a plan that `domain::plan` would not make (NUL in a name, a condition without its
/// value), since plans also come from other processes, and for a person's statement that is not to be run.
pub fn render(plan: &Plan, dialect: Dialect) -> Result<Statement, EngineError> {
    render_with(plan, dialect, Sums::Exact)
}

/// [`render`] with a choice of how to sum.
pub fn render_with(plan: &Plan, dialect: Dialect, sums: Sums) -> Result<Statement, EngineError> {
    match plan {
        Plan::Rows(plan) => rows(plan, dialect),
        Plan::Count(plan) => count(plan, dialect),
        Plan::Aggregate(plan) => aggregate::aggregate(plan, dialect, sums),
        Plan::Range(plan) => aggregate::range(plan, dialect),
        Plan::Statement(plan) => personal::statement(plan, dialect, false),
        Plan::Describe(plan) => personal::statement(plan, dialect, true),
    }
}

fn rows(plan: &RowsPlan, dialect: Dialect) -> Result<Statement, EngineError> {
    let mut params = Vec::new();
    let Source { with, table } = personal::source(&plan.source, dialect, &mut params)?;
    let mut selected = Vec::with_capacity(plan.columns.len());
    for column in &plan.columns {
        selected.push(dialect.selected(&dialect.column(column)?, column));
    }
    // A table without columns still has rows.
    let selected = if selected.is_empty() { "NULL".to_owned() } else { selected.join(", ") };
    let parts = keyset::parts(&plan.sort, plan.after.as_deref())?;
    let mut page = |part: &Part, selected: &str, limit: &str| -> Result<String, EngineError> {
        let mut filter = filter::clause(&plan.filter, dialect, &mut params)?;
        if let Some(behind) = part.condition(&plan.sort, plan.after.as_deref().unwrap_or_default(), dialect, &mut params)? {
            let joint = if filter.is_empty() { " WHERE " } else { " AND " };
            filter = format!("{filter}{joint}{behind}");
        }
        Ok(format!("SELECT {selected} FROM {table} AS t{filter}{}{limit}", ordered(&part.order(&plan.sort, dialect)?)))
    };
    let (order, limit) = (ordered(&Part::All.order(&plan.sort, dialect)?), dialect.limit(plan.limit, plan.offset));
    let text = match parts.as_slice() {
        [part] if dialect.converts_before_sorting() && !order.is_empty() && !limit.is_empty() => {
            let page = page(part, &stored_columns(plan, dialect)?, &limit)?;
            format!("{with}SELECT {selected} FROM ({page}) AS t{order}")
        }
        [part] => format!("{with}{}", page(part, &selected, &limit)?),
        parts => {
            // Each part gives as many rows as the page may need, and the page is chosen among those few.
            let (stored, most) =
                (stored_columns(plan, dialect)?, dialect.limit(plan.limit.map(|limit| limit.saturating_add(plan.offset)), 0));
            let mut both = Vec::with_capacity(parts.len());
            for part in parts {
                both.push(format!("SELECT * FROM ({}) AS p", page(part, &stored, &most)?));
            }
            format!("{with}SELECT {selected} FROM ({}) AS t{order}{limit}", both.join(" UNION ALL "))
        }
    };
    Ok(Statement::new(text, params, plan.columns.iter().map(result_column).collect(), &plan.source))
}

/// ` ORDER BY ...` with a leading blank, or nothing.
fn ordered(order: &[String]) -> String {
    if order.is_empty() { String::new() } else { format!(" ORDER BY {}", order.join(", ")) }
}

/// The columns that a page is selected from and sorted by, each once, as they are stored.
fn stored_columns(plan: &RowsPlan, dialect: Dialect) -> Result<String, EngineError> {
    let mut names = Vec::new();
    for column in plan.columns.iter().chain(plan.sort.iter().map(|sort| &sort.column)) {
        let name = dialect.column(column)?;
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names.join(", "))
}

fn count(plan: &CountPlan, dialect: Dialect) -> Result<Statement, EngineError> {
    let mut params = Vec::new();
    let Source { with, table } = personal::source(&plan.source, dialect, &mut params)?;
    let filter = filter::clause(&plan.filter, dialect, &mut params)?;
    let text = match plan.at_most {
        None => format!("{with}SELECT count(*) FROM {table} AS t{filter}"),
        at_most => format!("{with}SELECT count(*) FROM (SELECT 1 FROM {table} AS t{filter}{}) AS s", dialect.limit(at_most, 0)),
    };
    let columns = vec![ResultColumn { name: "count".into(), short_type: "bigint".into(), kind: Kind::Integer }];
    Ok(Statement::new(text, params, columns, &plan.source))
}

/// Sorting uses the column as it is stored, so that an index serves it: SQLite's own order of dates is right wherever
/// one column holds one form of them.
fn sort_key(dialect: Dialect, column: &PlanColumn) -> Result<String, EngineError> {
    let expression = dialect.column(column)?;
    Ok(match dialect {
        Dialect::Postgres | Dialect::Mysql => dialect.compared(&expression, column),
        Dialect::Sqlite => expression,
    })
}

fn result_column(column: &PlanColumn) -> ResultColumn {
    ResultColumn { name: column.name.clone(), short_type: column.short_type.clone(), kind: column.kind }
}
