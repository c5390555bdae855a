//! MySQL's and MariaDB's forms. Sessions have a fixed sql_mode (`mysql::session`), so that these mean the same on every
//! server.

use crate::model::{
    plan::{Grain, PlanColumn},
    value::{Kind, Value},
};

/// Digits behind the point of the finest DECIMAL.
const FINEST: usize = 30;
/// Names of the types that hold shapes, as the catalogues of MySQL and MariaDB write them.
const SHAPES: [&str; 9] =
    ["geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon", "geometrycollection", "geomcollection"];

pub(super) fn text(expression: &str) -> String {
    format!("CAST({expression} AS CHAR CHARACTER SET utf8mb4)")
}

/// What reaches the client as it is: whole numbers, floats and decimals, text in the session's character set, and bytes.
pub(super) fn selected(expression: &str, column: &PlanColumn) -> String {
    let short = column.short_type.as_str();
    match column.kind {
        // Its column looks to the client like one of truth values.
        Kind::Integer if column.full_type.starts_with("tinyint(1)") => format!("CAST({expression} AS SIGNED)"),
        Kind::Integer | Kind::Number | Kind::Boolean | Kind::Bytes => expression.to_owned(),
        Kind::Timestamp if short == "timestamptz" => format!("CONCAT({}, '+00')", text(expression)),
        Kind::Other if short == "bit" => {
            format!("LPAD(BIN({expression} + 0), {}, '0')", width(&column.full_type))
        }
        Kind::Other if short == "vector" => format!("HEX({expression})"),
        Kind::Other if SHAPES.contains(&short) => format!("ST_AsText({expression})"),
        Kind::Text if matches!(short, "varchar" | "char" | "text" | "enum" | "set") => expression.to_owned(),
        Kind::Date | Kind::Time | Kind::Timestamp | Kind::Json | Kind::Text | Kind::Other => text(expression),
    }
}

/// JSON is compared by its text and other types without an order by the text that is shown, letter by letter.
pub(super) fn compared(expression: &str, column: &PlanColumn) -> String {
    match column.kind {
        Kind::Json | Kind::Other => format!("{} COLLATE utf8mb4_bin", as_utf8(&selected(expression, column))),
        _ => expression.to_owned(),
    }
}

/// A value as the driver binds it, and its place. A text compared with a number would be compared as a float, which
/// confuses neighbours above 2^53.
pub(super) fn bound(value: &Value, column: &PlanColumn) -> (String, Value) {
    let text = value.display();
    let cast = |to: String, text: String| (format!("CAST(? AS {to})"), Value::Text(text));
    match (column.kind, value) {
        (_, Value::Null) => ("?".into(), Value::Null),
        (Kind::Boolean, Value::Bool(is)) => ("?".into(), Value::Int(i64::from(*is))),
        (Kind::Boolean, _) if text == "true" || text == "false" => ("?".into(), Value::Int(i64::from(text == "true"))),
        (Kind::Integer | Kind::Boolean, _) => match text.parse() {
            Ok(number) => ("?".into(), Value::Int(number)),
            Err(_) => cast(decimal(&text), text),
        },
        (Kind::Number, _) => match (column.short_type.as_str(), text.parse::<f32>(), text.parse::<f64>()) {
            // Singles are compared as doubles: only the double of the same single equals them.
            ("real", Ok(single), _) => ("?".into(), Value::Float(f64::from(single))),
            ("double precision", _, Ok(double)) => ("?".into(), Value::Float(double)),
            _ => cast(decimal(&text), text),
        },
        (Kind::Date | Kind::Timestamp, _) => cast("DATETIME(6)".into(), local(&text)),
        (Kind::Time, _) => cast("TIME(6)".into(), text),
        (Kind::Bytes, _) => ("UNHEX(SUBSTRING(?, 3))".into(), Value::Text(text)),
        (Kind::Text | Kind::Json | Kind::Other, _) => ("?".into(), Value::Text(text)),
    }
}

/// A value as a column is set to it, and its place. The server reads numbers and moments out of texts exactly.
pub(super) fn written(value: &Value, column: &PlanColumn) -> (String, Value) {
    let text = value.display();
    let short = column.short_type.as_str();
    match (column.kind, value) {
        (_, Value::Null) => ("?".into(), Value::Null),
        (Kind::Boolean, _) if text == "true" || text == "false" => ("?".into(), Value::Int(i64::from(text == "true"))),
        (_, Value::Int(number)) if column.kind != Kind::Other => ("?".into(), Value::Int(*number)),
        (Kind::Date | Kind::Timestamp, _) => ("?".into(), Value::Text(local(&text))),
        (Kind::Bytes, _) => ("UNHEX(SUBSTRING(?, 3))".into(), Value::Text(text)),
        (Kind::Other, _) if short == "bit" => ("CAST(CONV(?, 2, 10) AS UNSIGNED)".into(), Value::Text(text)),
        (Kind::Other, _) if short == "vector" => ("UNHEX(?)".into(), Value::Text(text)),
        (Kind::Other, _) if SHAPES.contains(&short) => ("ST_GeomFromText(?)".into(), Value::Text(text)),
        _ => ("?".into(), Value::Text(text)),
    }
}

/// Case is ignored, accents count, whatever the column's collation; the pattern's parameter stands where this has `?`.
pub(super) fn like(expression: &str, column: &PlanColumn) -> String {
    format!("LOWER({}) COLLATE utf8mb4_bin LIKE LOWER(?) ESCAPE '!'", as_utf8(&selected(expression, column)))
}

/// Zero dates belong to no period.
pub(super) fn period(expression: &str, grain: Grain) -> String {
    let moment = moment_of(expression);
    let formatted = |format: &str| format!("DATE_FORMAT({moment}, '{format}')");
    match grain {
        Grain::Minute => formatted("%Y-%m-%dT%H:%i"),
        Grain::Hour => formatted("%Y-%m-%dT%H:00"),
        Grain::Day => formatted("%Y-%m-%d"),
        Grain::Week => format!("DATE_FORMAT({moment} - INTERVAL WEEKDAY({expression}) DAY, '%Y-%m-%d')"),
        Grain::Month => formatted("%Y-%m-01"),
        Grain::Quarter => {
            format!("CONCAT({}, ELT(QUARTER({expression}), '-01-01', '-04-01', '-07-01', '-10-01'))", formatted("%Y"))
        }
        Grain::Year => formatted("%Y-01-01"),
    }
}

pub(super) fn moment(expression: &str) -> String {
    format!("DATE_FORMAT({}, '%Y-%m-%dT%H:%i:%s')", moment_of(expression))
}

/// NULL is the least value here: the order of an index serves only columns that hold none.
pub(super) fn ordered(expression: &str, nullable: bool, descending: bool) -> String {
    match (nullable, descending) {
        (false, false) => format!("{expression} ASC"),
        (false, true) => format!("{expression} DESC"),
        (true, false) => format!("{expression} IS NULL ASC, {expression} ASC"),
        (true, true) => format!("{expression} IS NULL DESC, {expression} DESC"),
    }
}

/// Arithmetic with a zero date gives NULL.
fn moment_of(expression: &str) -> String {
    format!("({expression} + INTERVAL 0 SECOND)")
}

fn as_utf8(expression: &str) -> String {
    format!("CONVERT({expression} USING utf8mb4)")
}

/// The DECIMAL that holds a number as it is written.
fn decimal(text: &str) -> String {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let fraction = mantissa.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let shifted = i64::try_from(fraction).unwrap_or(i64::MAX).saturating_sub(exponent.parse().unwrap_or(0));
    format!("DECIMAL(65,{})", usize::try_from(shifted).unwrap_or(0).min(FINEST))
}

/// A moment as the session's time zone, UTC, writes it.
fn local(text: &str) -> String {
    let utc = text.parse::<jiff::Timestamp>().map_or_else(|_| text.to_owned(), |moment| moment.to_string());
    utc.trim_end_matches('Z').trim_end_matches("+00").replace('T', " ")
}

/// `bit(5)` -> `5`.
fn width(full_type: &str) -> u8 {
    full_type.strip_prefix("bit(").and_then(|rest| rest.split(')').next()).and_then(|width| width.parse().ok()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_keeps_every_digit() {
        for (text, kind) in [
            ("5", "DECIMAL(65,0)"),
            ("1.996", "DECIMAL(65,3)"),
            ("-.5", "DECIMAL(65,1)"),
            ("1e3", "DECIMAL(65,0)"),
            ("1.5e-3", "DECIMAL(65,4)"),
            ("1e-999", "DECIMAL(65,30)"),
        ] {
            assert_eq!(decimal(text), kind, "{text}");
        }
    }

    #[test]
    fn moments_are_taken_in_utc() {
        for (given, taken) in [
            ("2024-06-01 12:00:00", "2024-06-01 12:00:00"),
            ("2024-06-01 10:00:00+00", "2024-06-01 10:00:00"),
            ("2024-06-01T12:00:00+02:00", "2024-06-01 10:00:00"),
            ("2024-06-01", "2024-06-01"),
            ("0000-00-00 00:00:00+00", "0000-00-00 00:00:00"),
        ] {
            assert_eq!(local(given), taken, "{given}");
        }
    }
}
