//! Columns of a person's statement. SQLite knows the type of a column of a table and of nothing else; what an expression
//! gives is seen in its first values.

use super::kinds;
use crate::model::{
    engine::ResultColumn,
    value::{Kind, Row, Value},
};
use jiff::civil;
use rusqlite::Column;

/// As many rows are looked at when only the columns are wanted.
pub(in crate::engines) const ROWS: usize = 100;
/// The type of a column about which nothing is known.
const ANY: &str = "any";

pub(in crate::engines) fn declared(column: &Column<'_>) -> ResultColumn {
    let (short_type, kind) = column.decl_type().map_or((ANY.to_owned(), Kind::Other), kinds::of_declared);
    ResultColumn { name: column.name().to_owned(), short_type, kind }
}

/// Gives columns without a type the one that all their values so far have.
pub(in crate::engines) fn learn(columns: &mut [ResultColumn], rows: &[Row]) {
    for (at, column) in columns.iter_mut().enumerate().filter(|(_, column)| column.short_type == ANY) {
        let mut kinds = rows.iter().filter_map(|row| row.get(at)).filter_map(kind_of);
        let Some(first) = kinds.next() else { continue };
        let Some(kind) = kinds.try_fold(first, both) else { continue };
        let short = match kind {
            Kind::Integer => "bigint",
            Kind::Number => "double precision",
            Kind::Date => "date",
            Kind::Timestamp => "timestamp",
            Kind::Bytes => "bytea",
            _ => "text",
        };
        (column.short_type, column.kind) = (short.to_owned(), kind);
    }
}

fn kind_of(value: &Value) -> Option<Kind> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) | Value::Int(_) => Kind::Integer,
        Value::Float(_) => Kind::Number,
        Value::Text(text) | Value::Cut { cut: text, .. } => of_text(text),
    })
}

/// Only whole dates and moments count as such: `2024` is a number of something.
fn of_text(text: &str) -> Kind {
    let is_dated = text.len() >= 10 && text.as_bytes().get(4) == Some(&b'-');
    if !is_dated {
        return Kind::Text;
    }
    match (text.len(), text.parse::<civil::Date>(), text.parse::<civil::DateTime>()) {
        (10, Ok(_), _) => Kind::Date,
        (16.., _, Ok(_)) => Kind::Timestamp,
        _ => Kind::Text,
    }
}

fn both(one: Kind, other: Kind) -> Option<Kind> {
    match (one, other) {
        _ if one == other => Some(one),
        (Kind::Integer | Kind::Number, Kind::Integer | Kind::Number) => Some(Kind::Number),
        (Kind::Date | Kind::Timestamp, Kind::Date | Kind::Timestamp) => Some(Kind::Timestamp),
        (Kind::Text | Kind::Date | Kind::Timestamp, Kind::Text | Kind::Date | Kind::Timestamp) => Some(Kind::Text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_their_values() {
        let text = |text: &str| Value::Text(text.into());
        for (values, short) in [
            (vec![Value::Null, Value::Int(1), Value::Int(2)], "bigint"),
            (vec![Value::Int(1), Value::Float(0.5)], "double precision"),
            (vec![text("2024-01-31"), Value::Null], "date"),
            (vec![text("2024-01-31"), text("2024-01-31 10:00:00")], "timestamp"),
            (vec![text("2024-01"), text("2024-01-31")], "text"),
            (vec![text("a"), Value::Int(1)], "any"),
            (vec![Value::Null], "any"),
        ] {
            let mut columns = [ResultColumn { name: "c".into(), short_type: "any".into(), kind: Kind::Other }];
            let rows: Vec<Row> = values.into_iter().map(|value| vec![value]).collect();
            learn(&mut columns, &rows);
            assert_eq!(columns[0].short_type, short, "{rows:?}");
        }
    }
}
