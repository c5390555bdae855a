//! Planned changes of rows as statements. Names are quoted by the dialect, values are bound by whoever runs them: a
//! statement says in which order.

use super::{filter, result_column};
use crate::{
    engines::dialect::Dialect,
    model::{
        engine::{EngineError, ResultColumn, Step},
        plan::{PlanColumn, PlanFilter},
        schema::TableRef,
        value::Value,
        work::{Conflict, DeletePlan, InsertPlan, UpdatePlan},
    },
};

/// A change that is ready to run.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub text: String,
    /// Bound behind the values that are written.
    pub params: Vec<Value>,
    /// What each row that was written answers, in order; nothing when none was asked for.
    pub columns: Vec<ResultColumn>,
}

/// One row. `given` says for each column of the plan whether it has a value; each such value is bound first, in order,
/// and the other columns take what the table says.
///
/// # Errors
/// A name that no database allows, and engines whose rows VizBoard does not change.
pub fn insert(plan: &InsertPlan, given: &[bool], dialect: Dialect) -> Result<Change, EngineError> {
    writable(dialect)?;
    let table = dialect.table(&plan.table)?;
    let mut names = Vec::with_capacity(plan.columns.len());
    for (column, _) in plan.columns.iter().zip(given).filter(|(_, given)| **given) {
        names.push(dialect.ident(&column.name)?);
    }
    let mut params = vec![Value::Null; names.len()];
    let values = if names.is_empty() {
        "DEFAULT VALUES".to_owned()
    } else {
        let places: Vec<String> = (1..=names.len()).map(|n| dialect.placeholder(n)).collect();
        let conflict = match &plan.conflict {
            Some(conflict) => on_conflict(conflict, dialect, &mut params)?,
            None => String::new(),
        };
        format!("({}) VALUES ({}){conflict}", names.join(", "), places.join(", "))
    };
    let returning = returning(&plan.table, &plan.returning, dialect)?;
    Ok(finished(format!("INSERT INTO {table} AS t {values}{returning}"), params.split_off(names.len()), &plan.returning))
}

fn on_conflict(conflict: &Conflict, dialect: Dialect, params: &mut Vec<Value>) -> Result<String, EngineError> {
    let list = |columns: &[PlanColumn]| columns.iter().map(|column| dialect.ident(&column.name)).collect::<Result<Vec<_>, _>>();
    let target = list(&conflict.columns)?;
    let target = if target.is_empty() { String::new() } else { format!(" ({})", target.join(", ")) };
    let set: Vec<String> = list(&conflict.update)?.into_iter().map(|name| format!("{name} = excluded.{name}")).collect();
    if set.is_empty() {
        return Ok(format!(" ON CONFLICT{target} DO NOTHING"));
    }
    let filter = filter::clause(&conflict.filter, dialect, params)?;
    Ok(format!(" ON CONFLICT{target} DO UPDATE SET {}{filter}", set.join(", ")))
}

/// The rows that a filter meets get new values. `defaults` are the expressions of those columns that are set to what the
/// table says, as the table has them; every other column takes one bound value, in order.
///
/// # Errors
/// As [`insert`], and when nothing is set.
pub fn update(plan: &UpdatePlan, defaults: &[Option<String>], dialect: Dialect) -> Result<Change, EngineError> {
    writable(dialect)?;
    if plan.set.is_empty() {
        return Err(EngineError::new(Step::Query, "The change sets no column.", "Name at least one column and its new value."));
    }
    let mut set = Vec::with_capacity(plan.set.len());
    let mut bound = 0;
    for ((column, _), default) in plan.set.iter().zip(defaults) {
        let name = dialect.ident(&column.name)?;
        set.push(match default {
            Some(expression) => format!("{name} = ({expression}\n)"),
            None => {
                bound += 1;
                format!("{name} = {}", dialect.placeholder(bound))
            }
        });
    }
    let mut params = vec![Value::Null; bound];
    let filter = filter::clause(&plan.filter, dialect, &mut params)?;
    let returning = returning(&plan.table, &plan.returning, dialect)?;
    let text = format!("UPDATE {} AS t SET {}{filter}{returning}", dialect.table(&plan.table)?, set.join(", "));
    Ok(finished(text, params.split_off(bound), &plan.returning))
}

/// The rows that a filter meets go.
///
/// # Errors
/// As [`insert`].
pub fn delete(plan: &DeletePlan, dialect: Dialect) -> Result<Change, EngineError> {
    writable(dialect)?;
    let mut params = Vec::new();
    let filter = filter::clause(&plan.filter, dialect, &mut params)?;
    let returning = returning(&plan.table, &plan.returning, dialect)?;
    Ok(finished(format!("DELETE FROM {} AS t{filter}{returning}", dialect.table(&plan.table)?), params, &plan.returning))
}

/// Up to `limit` of the rows that a filter meets, as they are now.
///
/// # Errors
/// As [`insert`].
pub fn met(table: &TableRef, columns: &[PlanColumn], filter: &PlanFilter, limit: u64, dialect: Dialect) -> Result<Change, EngineError> {
    writable(dialect)?;
    let mut params = Vec::new();
    let mut names = Vec::with_capacity(columns.len());
    for column in columns {
        names.push(dialect.selected(&dialect.column(column)?, column));
    }
    let names = if names.is_empty() { "NULL".to_owned() } else { names.join(", ") };
    let filter = filter::clause(filter, dialect, &mut params)?;
    let text = format!("SELECT {names} FROM {} AS t{filter}{}", dialect.table(table)?, dialect.limit(Some(limit), 0));
    Ok(finished(text, params, columns))
}

fn finished(text: String, params: Vec<Value>, returning: &[PlanColumn]) -> Change {
    Change { text, params, columns: returning.iter().map(result_column).collect() }
}

/// SQLite knows the table by its own name here, and not by the other one that the statement gives it.
fn returning(table: &TableRef, columns: &[PlanColumn], dialect: Dialect) -> Result<String, EngineError> {
    let owner = dialect.ident(&table.name)?;
    let mut names = Vec::with_capacity(columns.len());
    for column in columns {
        names.push(format!("{owner}.{}", dialect.ident(&column.name)?));
    }
    Ok(if names.is_empty() { String::new() } else { format!(" RETURNING {}", names.join(", ")) })
}

fn writable(dialect: Dialect) -> Result<(), EngineError> {
    let engine = match dialect {
        Dialect::Sqlite => return Ok(()),
        Dialect::Postgres => "PostgreSQL",
        Dialect::Mysql => "MySQL",
    };
    Err(EngineError::new(Step::Permission, format!("VizBoard only reads {engine} databases."), "Rows can be changed in hosted databases."))
}
