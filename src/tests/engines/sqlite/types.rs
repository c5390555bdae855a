//! Every storage class under every declared type: what is stored, and what is shown. `types.txt` is the committed table.

use super::ground::Ground;
use vizboard::model::{filter::TableView, value::Value};

const DECLARED: [&str; 18] = [
    "INTEGER",
    "SMALLINT",
    "BIGINT",
    "REAL",
    "DOUBLE PRECISION",
    "NUMERIC(10,2)",
    "TEXT",
    "VARCHAR(5)",
    "CHAR(3)",
    "BLOB",
    "BOOLEAN",
    "DATE",
    "TIME",
    "DATETIME",
    "TIMESTAMP WITH TIME ZONE",
    "JSON",
    "UUID",
    "",
];

const STORED: [&str; 19] = [
    "NULL",
    "0",
    "1",
    "-9223372036854775808",
    "9223372036854775807",
    "0.1",
    "1e308",
    "9e999",
    "-9e999",
    "12345678901234567890.5",
    "''",
    "'12'",
    "'0.10'",
    "'12345678901234567890.10'",
    "'2024-02-29'",
    "'{\"a\": [1]}'",
    "'žluť 😀' || char(0) || 'x'",
    "CAST(x'61ff62c3' AS TEXT)",
    "x'00ff'",
];

#[tokio::test]
async fn every_value_is_shown_as_committed() {
    let mut statements = String::new();
    for (at, declared) in DECLARED.iter().enumerate() {
        statements += &format!("CREATE TABLE t{at} (n INTEGER PRIMARY KEY, v {declared});");
        for value in STORED {
            statements += &format!("INSERT INTO t{at} (v) VALUES ({value});");
        }
    }
    let ground = Ground::new(&statements);
    let schema = ground.schema().await;
    let mut table = String::new();
    for (at, declared) in DECLARED.iter().enumerate() {
        let column = schema.table(&format!("t{at}")).and_then(|t| t.column("v")).expect("is there");
        table += &format!("## {declared} -> {} ({:?})\n", column.short_type, column.kind);
        let rows = ground.page(&format!("t{at}"), &TableView::default()).await;
        for (row, stored) in rows.iter().zip(STORED) {
            let form = match &row[1] {
                Value::Null => "null",
                Value::Bool(_) => "bool",
                Value::Int(_) => "int",
                Value::Float(_) => "float",
                Value::Text(_) => "text",
                Value::Cut { .. } => "cut",
            };
            table += &format!("{stored:<34} {form:<6} {}\n", serde_json::to_string(&row[1]).expect("serialises"));
        }
        table.push('\n');
    }
    for (number, (is, should)) in table.lines().zip(include_str!("types.txt").lines()).enumerate() {
        assert_eq!(is, should, "line {} of types.txt", number + 1);
    }
    assert_eq!(table.lines().count(), include_str!("types.txt").lines().count(), "rows were added or removed:\n{table}");
}
