//! What a person typed into a cell, as the value that the database is given.

use crate::{
    error::{AppError, Result},
    model::{
        desk::CellEdit,
        schema::Column,
        value::{Kind, Value},
        work::Input,
    },
};

/// The value of a cell for its column.
///
/// # Errors
/// `Invalid` for a text that the column's type does not take, naming the column.
pub(crate) fn input(column: &Column, cell: &CellEdit) -> Result<Input> {
    if cell.keep {
        return Ok(Input::Default);
    }
    if let Some(bytes) = cell.base64.as_ref().filter(|_| !cell.null) {
        return Ok(Input::Bytes(bytes.clone()));
    }
    let Some(text) = cell.text.as_ref().filter(|_| !cell.null) else {
        return Ok(Input::Value(Value::Null));
    };
    typed(column, text).map(Input::Value)
}

fn typed(column: &Column, text: &str) -> Result<Value> {
    let refuse = |must: &str| Err(AppError::invalid(format!("\"{}\" in column \"{}\" must be {must}.", shortened(text), column.name)));
    let short = text.trim();
    // What stands in a number's column without being one can stay there: SQLite keeps it.
    let number = || short.parse::<f64>().ok().filter(|n| n.is_finite());
    match column.kind {
        Kind::Integer => match short.parse::<i64>() {
            Ok(whole) => Ok(Value::Int(whole)),
            Err(_) => refuse("a whole number"),
        },
        Kind::Number => match (short.parse::<i64>(), number()) {
            (Ok(whole), _) => Ok(Value::Int(whole)),
            (_, Some(number)) => Ok(Value::Float(number)),
            _ => refuse("a number"),
        },
        Kind::Boolean => match short.to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => Ok(Value::Int(1)),
            "false" | "0" | "no" | "off" => Ok(Value::Int(0)),
            _ => refuse("true or false"),
        },
        // A column without a type holds what it is given: a number that is written as one stays one.
        Kind::Other => Ok(match (short.parse::<i64>(), number()) {
            (Ok(whole), _) if whole.to_string() == text => Value::Int(whole),
            (_, Some(number)) if number.to_string() == text => Value::Float(number),
            _ => Value::Text(text.to_owned()),
        }),
        _ => Ok(Value::Text(text.to_owned())),
    }
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Whether a form's cell says what the row holds already.
pub(super) fn is_same(cell: &CellEdit, now: &Value) -> bool {
    if cell.keep {
        return true;
    }
    if cell.null {
        return now.is_null();
    }
    match (&cell.base64, &cell.text) {
        (Some(_), _) => false,
        (None, None) => now.is_null(),
        // A form sends line breaks as two characters.
        (None, Some(text)) => !now.is_null() && text.replace("\r\n", "\n") == now.display().replace("\r\n", "\n"),
    }
}
