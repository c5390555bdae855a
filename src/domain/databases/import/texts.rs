//! Rows as text: JSON, a JSON object per line, CSV, and what spreadsheets put on the clipboard.

use crate::{
    domain::plan::change::Given,
    error::{AppError, Result},
    model::{
        schema::{Column, Table},
        value::Kind,
    },
};
use serde_json::{Number, Value as Json};

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFormat {
    /// A list of objects.
    Json,
    /// An object on each line.
    Ndjson,
    Csv,
    /// Cells with tabs between them.
    Tsv,
}

/// The rows of a text. CSV and TSV have the names of columns in their first line, and their texts become values of the
/// columns' kinds: an empty cell is NULL, or an empty text where there can be no NULL.
///
/// # Errors
/// `Invalid`, with the line.
pub fn rows_of_text(format: RowFormat, text: &str, table: &Table) -> Result<Vec<Given>> {
    let text = text.trim_start_matches('\u{feff}');
    match format {
        RowFormat::Json => {
            serde_json::from_str(text).map_err(|error| AppError::malformed(format!("The text is no list of objects: {error}")))
        }
        RowFormat::Ndjson => {
            let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
            let object = |(at, line): (usize, &str)| {
                serde_json::from_str(line).map_err(|error| AppError::malformed(format!("Line {} is no object: {error}", at + 1)))
            };
            lines.map(object).collect()
        }
        RowFormat::Csv => cells(b',', text, table),
        RowFormat::Tsv => cells(b'\t', text, table),
    }
}

fn cells(delimiter: u8, text: &str, table: &Table) -> Result<Vec<Given>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let broken = |error: &csv::Error| AppError::malformed(format!("The text cannot be read: {error}"));
    let names = reader.headers().map_err(|error| broken(&error))?.clone();
    let mut columns = Vec::with_capacity(names.len());
    for name in &names {
        let found = table.column(name).or_else(|| table.column(name.trim()));
        columns.push(found.ok_or_else(|| {
            AppError::invalid(format!("The first line names \"{name}\", and \"{}\" has no such column.", table.spoken()))
        })?);
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let mut row = Given::new();
        for (column, text) in columns.iter().zip(&record) {
            let value = value(column, text);
            let value =
                value.ok_or_else(|| AppError::invalid(format!("Line {line}: \"{text}\" does not fit column \"{}\".", column.name)))?;
            row.insert(column.name.clone(), value);
        }
        rows.push(row);
    }
    Ok(rows)
}

/// A text as a value of the column; nothing when it is none.
fn value(column: &Column, text: &str) -> Option<Json> {
    if text.is_empty() {
        return Some(if column.nullable { Json::Null } else { Json::from("") });
    }
    let number = |text: &str| match text.parse::<i64>() {
        Ok(whole) => Some(Json::from(whole)),
        Err(_) => Number::from_f64(text.parse().ok()?).map(Json::Number),
    };
    match column.kind {
        Kind::Integer => text.trim().parse::<i64>().ok().map(Json::from),
        Kind::Number => number(text.trim()),
        Kind::Boolean => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" => Some(Json::Bool(true)),
            "false" | "0" | "no" => Some(Json::Bool(false)),
            _ => None,
        },
        Kind::Bytes => None,
        Kind::Text | Kind::Date | Kind::Time | Kind::Timestamp | Kind::Json | Kind::Other => Some(Json::from(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::sample::{column, table};
    use serde_json::json;

    #[test]
    fn every_form_gives_the_same_rows() {
        let mut people =
            table("people", vec![column("id", "integer"), column("name", "text"), column("pay", "numeric"), column("on", "boolean")]);
        people.columns[1].nullable = false;
        let expected = json!([{ "id": 7, "name": "a,\"b\"", "pay": 1.5, "on": true }, { "id": null, "name": "", "pay": 2, "on": false }]);
        for (format, text) in [
            (RowFormat::Json, expected.to_string()),
            (RowFormat::Ndjson, format!("{}\n\n{}\n", expected[0], expected[1])),
            (RowFormat::Csv, "id,name,pay,on\r\n7,\"a,\"\"b\"\"\",1.5,yes\r\n,,2,0\r\n".into()),
            (RowFormat::Tsv, "\u{feff}id\tname\tpay\ton\n7\t\"a,\"\"b\"\"\"\t1.5\ttrue\n\t\t2\tfalse".into()),
        ] {
            let rows = rows_of_text(format, &text, &people).expect("reads");
            assert_eq!(json!(rows), expected, "{format:?}");
        }
    }

    #[test]
    fn faults_name_their_line() {
        let people = table("people", vec![column("id", "integer"), column("name", "text")]);
        for (format, text, said) in [
            (RowFormat::Json, "{}", "list"),
            (RowFormat::Ndjson, "{}\n[1]", "Line 2"),
            (RowFormat::Csv, "id,name\n1,a\nx,b", "Line 3"),
            (RowFormat::Csv, "id,nobody\n1,a", "nobody"),
            (RowFormat::Csv, "id,name\n1", "fields"),
        ] {
            let error = rows_of_text(format, text, &people).expect_err("does not read");
            assert!(error.text.contains(said), "{text}: {}", error.text);
        }
    }
}
