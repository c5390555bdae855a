//! What names a row: the values of its primary key, else its row id.

use crate::{
    error::{AppError, Result},
    model::{
        filter::Op,
        plan::{PlanColumn, PlanCondition, PlanFilter},
        schema::{Table, TableKind},
        value::{Kind, Value},
        view_query::{escape, unescape},
    },
};

/// By what a row id is reached: the first of these that is no column's name.
const ROW_IDS: [&str; 3] = ["rowid", "_rowid_", "oid"];

/// The columns whose values name a row; nothing for views.
pub(super) fn of(table: &Table) -> Option<Vec<PlanColumn>> {
    if table.kind != TableKind::Table {
        return None;
    }
    let own: Vec<PlanColumn> = table.primary_key.iter().filter_map(|name| table.column(name)).map(PlanColumn::of).collect();
    let plain = !own.is_empty() && own.iter().all(|column| !matches!(column.kind, Kind::Bytes));
    if plain {
        return Some(own);
    }
    let free = |name: &&&str| !table.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name));
    let name = ROW_IDS.iter().find(free)?;
    Some(vec![PlanColumn {
        name: (*name).to_owned(),
        kind: Kind::Integer,
        short_type: "integer".to_owned(),
        full_type: "INTEGER".to_owned(),
        nullable: false,
    }])
}

/// The key as a text; empty for a row that nothing names, since a part of its key is NULL or too long.
pub(super) fn text(values: &[Value]) -> String {
    let named = |value: &Value| !matches!(value, Value::Null | Value::Cut { .. });
    if !values.iter().all(named) {
        return String::new();
    }
    values.iter().map(|value| escape(&value.display(), ',')).collect::<Vec<_>>().join(",")
}

/// The condition that only the row with this key meets.
///
/// # Errors
/// `NotFound` for a text that is no key of the table.
pub(super) fn filter(columns: &[PlanColumn], key: &str) -> Result<PlanFilter> {
    let parts = unescape(key, ',', usize::MAX);
    if parts.len() != columns.len() {
        return Err(missing());
    }
    let condition = |(column, part): (&PlanColumn, String)| {
        let value = value(column.kind, part)?;
        Ok(PlanCondition { column: column.clone(), op: Op::Eq, values: vec![value] })
    };
    let conditions = columns.iter().zip(parts).map(condition).collect::<Result<Vec<_>>>()?;
    Ok(PlanFilter { conditions, ..PlanFilter::default() })
}

/// A row that is not there, or not any more.
pub(super) fn missing() -> AppError {
    AppError::not_found("Row not found")
}

fn value(kind: Kind, part: String) -> Result<Value> {
    Ok(match kind {
        Kind::Integer => Value::Int(part.parse().map_err(|_| missing())?),
        Kind::Number => match part.parse::<i64>() {
            Ok(whole) => Value::Int(whole),
            Err(_) => Value::Float(part.parse().ok().filter(|n: &f64| n.is_finite()).ok_or_else(missing)?),
        },
        Kind::Boolean => Value::Int(i64::from(part == "true")),
        _ => Value::Text(part),
    })
}
