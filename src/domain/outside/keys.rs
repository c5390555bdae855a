//! What names a row of a table with a server's key: its primary key, else a unique key in which nothing is NULL.

use crate::{
    error::{AppError, Result},
    model::{
        filter::Op,
        plan::{PlanColumn, PlanCondition, PlanFilter},
        schema::{Column, Table},
        value::{Kind, Row, Value},
        view_query::{escape, unescape},
    },
};

/// The places of the columns whose values name a row; none where nothing does.
pub(super) fn of(table: &Table) -> Vec<usize> {
    let place = |name: &String| table.columns.iter().position(|column| column.name == *name);
    let places = |names: &[String]| names.iter().map(place).collect::<Option<Vec<_>>>();
    let names = |places: &Vec<usize>| !places.is_empty() && places.iter().all(|place| can_name(&table.columns[*place]));
    let primary = places(&table.primary_key).filter(|places| names(places));
    let firm = |places: &Vec<usize>| names(places) && places.iter().all(|place| !table.columns[*place].nullable);
    primary.or_else(|| table.unique_keys.iter().filter_map(|key| places(key)).find(firm)).unwrap_or_default()
}

/// Whether two of its values are told apart by their texts.
fn can_name(column: &Column) -> bool {
    match column.kind {
        Kind::Bytes | Kind::Json => false,
        // Floats are shown in a form that may be another's.
        Kind::Number => !matches!(column.short_type.as_str(), "real" | "double precision"),
        _ => true,
    }
}

/// The key of a row as a text; empty for a row that nothing names.
pub(super) fn text(key: &[usize], row: &Row) -> String {
    let values: Option<Vec<&Value>> = key.iter().map(|place| row.get(*place)).collect();
    match values {
        Some(values) if !values.iter().any(|value| matches!(value, Value::Null | Value::Cut { .. })) => {
            values.into_iter().map(|value| escape(&value.display(), ',')).collect::<Vec<_>>().join(",")
        }
        _ => String::new(),
    }
}

/// The condition that only the row with this key meets.
///
/// # Errors
/// `Invalid` for a table without a key; `NotFound` for a text that is no key of it.
pub(super) fn filter(table: &Table, key: &str) -> Result<PlanFilter> {
    let columns = of(table);
    if columns.is_empty() {
        return Err(AppError::invalid("This table has no key that names its rows, so rows can be added and none changed or deleted."));
    }
    let parts = unescape(key, ',', usize::MAX);
    if parts.len() != columns.len() {
        return Err(missing());
    }
    let condition = |(place, part): (usize, String)| {
        let column = &table.columns[place];
        Ok(PlanCondition { column: PlanColumn::of(column), op: Op::Eq, values: vec![value(column.kind, part)?] })
    };
    let conditions = columns.into_iter().zip(parts).map(condition).collect::<Result<Vec<_>>>()?;
    Ok(PlanFilter { conditions, ..PlanFilter::default() })
}

fn missing() -> AppError {
    AppError::not_found("Row not found")
}

fn value(kind: Kind, part: String) -> Result<Value> {
    Ok(match kind {
        Kind::Integer => Value::Int(part.parse().map_err(|_| missing())?),
        Kind::Boolean => match part.as_str() {
            "true" | "1" => Value::Bool(true),
            "false" | "0" => Value::Bool(false),
            _ => return Err(missing()),
        },
        Kind::Number if part.parse::<f64>().is_err() => return Err(missing()),
        // Every digit counts.
        _ => Value::Text(part),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::sample;

    #[test]
    fn a_row_is_named_by_what_is_never_null() {
        let mut table = sample::table("t", vec![sample::column("a", "text"), sample::column("b", "text"), sample::column("c", "text")]);
        assert_eq!(of(&table), Vec::<usize>::new());
        assert!(filter(&table, "x").is_err());
        table.unique_keys = vec![vec!["a".into()], vec!["b".into(), "c".into()]];
        for column in &mut table.columns[1..] {
            column.nullable = false;
        }
        table.columns[0].nullable = true;
        assert_eq!(of(&table), [1, 2]);
        table.primary_key = vec!["c".into()];
        assert_eq!(of(&table), [2]);
        table.primary_key.push("b".into());
        let row = vec![Value::Null, Value::Text("x,y".into()), Value::Int(7)];
        let key = text(&of(&table), &row);
        let found = filter(&table, &key).expect("a key");
        assert_eq!(found.conditions[1].values, [Value::Text("x,y".into())]);
        assert_eq!(text(&[0], &row), "", "NULL names nothing");
        assert!(filter(&table, "one").is_err());
    }
}
