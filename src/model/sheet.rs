//! Results as text for other programs: CSV, JSON, Markdown. The same code makes what is copied in the browser and what is
//! downloaded from the server.

use crate::model::{engine::ResultColumn, value::Value};

/// A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV Injection). Numbers stay
/// numbers.
pub fn guarded(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_number = text.parse::<f64>().is_ok_and(f64::is_finite);
    if is_formula && !is_number { format!("'{text}") } else { text.to_owned() }
}

/// A cell of a CSV file: NULL is empty.
pub fn csv_cell(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Cut { cut: text, .. } => guarded(text),
        other => other.display(),
    }
}

fn csv_field(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

pub fn csv(columns: &[ResultColumn], rows: &[Vec<Value>]) -> String {
    let line = |cells: Vec<String>| cells.iter().map(|cell| csv_field(cell)).collect::<Vec<_>>().join(",") + "\r\n";
    let mut text = line(columns.iter().map(|column| guarded(&column.name)).collect());
    rows.iter().for_each(|row| text += &line(row.iter().map(csv_cell).collect()));
    text
}

/// Names for the fields of objects: those that are alike are numbered, empty ones get the place of their column.
pub fn field_names(columns: &[ResultColumn]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(columns.len());
    for (place, column) in columns.iter().enumerate() {
        let base = if column.name.is_empty() { format!("column {}", place + 1) } else { column.name.clone() };
        let mut name = base.clone();
        let mut number = 2;
        while names.contains(&name) {
            name = format!("{base} {number}");
            number += 1;
        }
        names.push(name);
    }
    names
}

/// One row as an object, its fields in the order of the columns.
pub fn json_row(names: &[String], row: &[Value]) -> String {
    let text = |name: &str| serde_json::to_string(name).unwrap_or_default();
    let field = |(name, value): (&String, &Value)| format!("{}:{}", text(name), serde_json::to_string(value).unwrap_or_default());
    format!("{{{}}}", names.iter().zip(row).map(field).collect::<Vec<_>>().join(","))
}

pub fn json(columns: &[ResultColumn], rows: &[Vec<Value>]) -> String {
    let names = field_names(columns);
    let rows: Vec<String> = rows.iter().map(|row| json_row(&names, row)).collect();
    if rows.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", rows.join(",\n")) }
}

pub fn markdown(columns: &[ResultColumn], rows: &[Vec<Value>]) -> String {
    let cell = |text: &str| text.replace('\\', "\\\\").replace('|', "\\|").replace(['\n', '\r'], " ").replace('<', "&lt;");
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let rule = columns.iter().map(|column| if column.kind.is_numeric() { "---:" } else { "---" }.to_owned()).collect();
    let mut text = line(columns.iter().map(|column| cell(&column.name)).collect()) + &line(rule);
    rows.iter().for_each(|row| text += &line(row.iter().map(|value| cell(&value.display())).collect()));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Kind;

    fn column(name: &str, kind: Kind) -> ResultColumn {
        ResultColumn { name: name.into(), short_type: "text".into(), kind }
    }

    #[test]
    fn formulas_are_texts_and_numbers_stay_numbers() {
        for (text, made) in [
            ("=1+1", "'=1+1"),
            ("-2", "-2"),
            ("-2+3", "'-2+3"),
            ("+1.5e3", "+1.5e3"),
            ("@a", "'@a"),
            ("\tx", "'\tx"),
            ("a=b", "a=b"),
            ("-inf", "'-inf"),
        ] {
            assert_eq!(guarded(text), made, "{text}");
        }
    }

    #[test]
    fn each_form_says_the_same() {
        let columns = [column("a", Kind::Integer), column("a", Kind::Text), column("", Kind::Text)];
        let rows = [vec![Value::Int(1), Value::Text("x, \"y\"|\n=".into()), Value::Null]];
        assert_eq!(csv(&columns, &rows), "a,a,\r\n1,\"x, \"\"y\"\"|\n=\",\r\n");
        assert_eq!(field_names(&columns), ["a", "a 2", "column 3"]);
        assert_eq!(json(&columns, &rows), "[\n{\"a\":1,\"a 2\":\"x, \\\"y\\\"|\\n=\",\"column 3\":null}\n]\n");
        assert_eq!(markdown(&columns, &rows), "| a | a |  |\n| ---: | --- | --- |\n| 1 | x, \"y\"\\| = |  |\n");
    }
}
