//! Values of conditions: as they come from an address, a form or JSON, into the form of the column's kind.

use crate::{
    error::{AppError, Result},
    model::{
        schema::Column,
        value::{Kind, Value},
    },
};
use jiff::{ToSpan, civil};

/// Longest text of one value, in characters.
const MAX_TEXT: usize = 1_000;

/// A value that is compared as a whole.
pub(super) fn whole(column: &Column, value: &Value) -> Result<Value> {
    let text = text_of(column, value)?;
    let text = text.as_str();
    let wrong = |rule: &str| Err(AppError::invalid(format!("Column \"{}\" {rule}; \"{}\" does not fit.", column.name, short(text))));
    match column.kind {
        Kind::Integer => match text.trim().parse::<i64>() {
            Ok(number) => Ok(Value::Int(number)),
            Err(_) => wrong("holds whole numbers of 64 bits"),
        },
        Kind::Number => match text.trim() {
            number if is_decimal(number) => Ok(Value::Text(number.trim_start_matches('+').to_owned())),
            _ => wrong("holds numbers"),
        },
        Kind::Boolean => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" => Ok(Value::Bool(true)),
            "false" | "0" | "no" => Ok(Value::Bool(false)),
            _ => wrong("holds true or false"),
        },
        Kind::Date => match text.trim().parse::<civil::Date>() {
            Ok(date) => Ok(Value::Text(date.to_string())),
            Err(_) => wrong("holds dates, written as 2024-12-31"),
        },
        Kind::Time => match text.trim().parse::<civil::Time>() {
            Ok(time) => Ok(Value::Text(time.to_string())),
            Err(_) => wrong("holds times of day, written as 23:59 or 23:59:59"),
        },
        Kind::Timestamp => match moment(text.trim()) {
            Some(moment) => Ok(Value::Text(moment)),
            None => wrong("holds dates with a time, written as 2024-12-31 23:59"),
        },
        Kind::Text if column.short_type == "uuid" => match uuid::Uuid::try_parse(text.trim()) {
            // As it was given: SQLite compares it as a text, and PostgreSQL knows every form.
            Ok(_) => Ok(Value::Text(text.trim().to_owned())),
            Err(_) => wrong("holds UUIDs"),
        },
        Kind::Text if !column.enum_values.is_empty() && !column.enum_values.iter().any(|label| label == text) => {
            wrong(&format!("knows only these values: {}", column.enum_values.join(", ")))
        }
        Kind::Text | Kind::Json | Kind::Other => Ok(Value::Text(text.to_owned())),
        Kind::Bytes => wrong("holds bytes"),
    }
}

/// A value that is looked for inside the column's text.
pub(super) fn part(column: &Column, value: &Value) -> Result<Value> {
    let text = text_of(column, value)?;
    if text.is_empty() {
        return Err(AppError::invalid(format!("Give the text to look for in column \"{}\".", column.name)));
    }
    Ok(Value::Text(text))
}

/// A day without a time, as the first moment of it and of the next one.
pub(super) fn whole_day(value: &Value) -> Option<(String, String)> {
    let Value::Text(text) = value else { return None };
    let text = text.trim();
    // A date-time also parses as a date: only the bare form means the whole day.
    if text.len() > "2024-12-31".len() {
        return None;
    }
    let day: civil::Date = text.parse().ok()?;
    let next = day.checked_add(1.day()).ok()?;
    Some((day.to_string(), next.to_string()))
}

/// `2024-12-31 23:59[:59[.999]]`, with `T` or a blank, with or without a zone offset.
fn moment(text: &str) -> Option<String> {
    if let Ok(moment) = text.parse::<jiff::Timestamp>() {
        return Some(moment.to_string());
    }
    let parsed: civil::DateTime = text.parse().ok()?;
    Some(parsed.to_string().replace('T', " "))
}

fn text_of(column: &Column, value: &Value) -> Result<String> {
    let text = match value {
        Value::Null => {
            return Err(AppError::invalid(format!("The filter on column \"{}\" needs a value; use \"is empty\" for NULL.", column.name)));
        }
        // A whole number may have passed through a reader that knows only floating point.
        Value::Float(number) if number.fract() == 0.0 && number.abs() < 9.0e15 => format!("{number:.0}"),
        other => other.display(),
    };
    if text.chars().count() > MAX_TEXT {
        return Err(AppError::invalid(format!("The value for column \"{}\" can have at most {MAX_TEXT} characters.", column.name)));
    }
    if text.contains('\0') {
        return Err(AppError::invalid(format!("The value for column \"{}\" must not hold a NUL character.", column.name)));
    }
    Ok(text)
}

/// Digits with an optional sign, fraction and exponent: what every engine reads as the same number.
fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty()) && digits(exponent) && (1..=3).contains(&exponent.len())
}

fn short(text: &str) -> String {
    if text.chars().count() <= 60 { text.to_owned() } else { text.chars().take(60).chain(['…']).collect() }
}
