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
    Err(EngineError::new(Step::Permission, format!("Rows of {engine} are changed by statements of another form."), ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{filter::Op, plan::PlanCondition, value::Kind, work::Input};

    fn column(name: &str) -> PlanColumn {
        PlanColumn { name: name.into(), kind: Kind::Integer, short_type: "integer".into(), full_type: "INT".into(), nullable: true }
    }

    fn table() -> TableRef {
        TableRef { schema: None, name: "a\"b".into() }
    }

    fn one(name: &str, op: Op, values: Vec<Value>) -> PlanFilter {
        PlanFilter { conditions: vec![PlanCondition { column: column(name), op, values }], ..PlanFilter::default() }
    }

    #[test]
    fn rows_are_written_behind_quoted_names() {
        let mut plan = InsertPlan {
            table: table(),
            columns: vec![column("x\"y"), column("z")],
            rows: vec![],
            conflict: None,
            returning: vec![column("z")],
            key: Vec::new(),
        };
        let all = insert(&plan, &[true, true], Dialect::Sqlite).expect("plain");
        assert_eq!(all.text, "INSERT INTO \"main\".\"a\"\"b\" AS t (\"x\"\"y\", \"z\") VALUES (?1, ?2) RETURNING \"a\"\"b\".\"z\"");
        assert_eq!(all.columns.len(), 1);
        let none = insert(&plan, &[false, false], Dialect::Sqlite).expect("plain");
        assert_eq!(none.text, "INSERT INTO \"main\".\"a\"\"b\" AS t DEFAULT VALUES RETURNING \"a\"\"b\".\"z\"");
        plan.returning.clear();
        plan.conflict =
            Some(Conflict { columns: vec![column("z")], update: vec![column("x\"y")], filter: one("z", Op::Lt, vec![Value::Int(9)]) });
        let upsert = insert(&plan, &[false, true], Dialect::Sqlite).expect("plain");
        assert_eq!(
            upsert.text,
            "INSERT INTO \"main\".\"a\"\"b\" AS t (\"z\") VALUES (?1) ON CONFLICT (\"z\") DO UPDATE SET \"x\"\"y\" = excluded.\"x\"\"y\" WHERE t.\"z\" < ?2"
        );
        assert_eq!(upsert.params, [Value::Int(9)]);
        plan.conflict = Some(Conflict { columns: vec![], update: vec![], filter: PlanFilter::default() });
        assert!(insert(&plan, &[false, true], Dialect::Sqlite).expect("plain").text.ends_with("VALUES (?1) ON CONFLICT DO NOTHING"));
    }

    #[test]
    fn rows_are_changed_where_the_filter_holds() {
        let mut plan = UpdatePlan {
            table: table(),
            set: vec![(column("a"), Input::Value(Value::Null)), (column("b"), Input::Default), (column("c"), Input::Value(Value::Int(1)))],
            filter: one("a", Op::In, vec![Value::Int(1), Value::Int(2)]),
            expected: None,
            returning: vec![],
        };
        let changed = update(&plan, &[None, Some("1 + 1".into()), None], Dialect::Sqlite).expect("plain");
        assert_eq!(changed.text, "UPDATE \"main\".\"a\"\"b\" AS t SET \"a\" = ?1, \"b\" = (1 + 1\n), \"c\" = ?2 WHERE t.\"a\" IN (?3, ?4)");
        assert_eq!(changed.params, [Value::Int(1), Value::Int(2)]);
        plan.set.clear();
        assert!(update(&plan, &[], Dialect::Sqlite).is_err());
        let plan = DeletePlan { table: table(), filter: one("a", Op::IsNull, vec![]), expected: None, returning: vec![] };
        assert_eq!(delete(&plan, Dialect::Sqlite).expect("plain").text, "DELETE FROM \"main\".\"a\"\"b\" AS t WHERE t.\"a\" IS NULL");
        assert!(delete(&plan, Dialect::Postgres).expect_err("reads only").text.contains("PostgreSQL"));
        let met = met(&table(), &[column("a")], &PlanFilter::default(), 2, Dialect::Sqlite).expect("plain");
        assert_eq!(met.text, "SELECT t.\"a\" FROM \"main\".\"a\"\"b\" AS t LIMIT 2");
        let nul = DeletePlan { table: TableRef { schema: None, name: "a\0".into() }, ..plan };
        assert!(delete(&nul, Dialect::Sqlite).is_err());
    }
}
