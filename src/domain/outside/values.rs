//! What a person typed into a cell, as the value that the database is given. Servers read numbers out of texts, so that no
//! digit is lost on the way.

use crate::{
    domain::databases::desk::values,
    error::{AppError, Result},
    model::{
        desk::CellEdit,
        engine::EngineKind,
        schema::{Column, Generated},
        value::{Kind, Value},
        work::Input,
    },
};
use base64::{Engine as _, prelude::BASE64_STANDARD};

/// # Errors
/// `Invalid` for what the column does not take, naming the column.
pub(super) fn input(engine: EngineKind, column: &Column, cell: &CellEdit) -> Result<Input> {
    let refuse = |text: &str| Err(AppError::invalid(format!("Column \"{}\" {text}.", column.name)));
    if matches!(column.generated, Some(Generated::Stored | Generated::Virtual | Generated::IdentityAlways)) {
        return refuse("is computed by the database");
    }
    if cell.keep || cell.null {
        return values::input(column, cell);
    }
    let has_server = matches!(engine, EngineKind::Postgres | EngineKind::Mysql);
    match (column.kind, &cell.base64, &cell.text) {
        (Kind::Bytes, Some(bytes), _) => Ok(Input::Bytes(bytes.clone())),
        (_, Some(_), _) if has_server => refuse("takes no file"),
        (Kind::Bytes, None, Some(text)) => match text.strip_prefix("\\x").map(hex::decode) {
            Some(Ok(bytes)) => Ok(Input::Bytes(BASE64_STANDARD.encode(bytes))),
            _ => refuse("takes bytes: \\x and hexadecimal digits, or a file"),
        },
        (Kind::Number, None, Some(text)) if has_server => match text.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Input::Value(Value::Text(text.trim().to_owned()))),
            _ => refuse("takes a number"),
        },
        (Kind::Other, None, Some(text)) if has_server => Ok(Input::Value(Value::Text(text.clone()))),
        _ => values::input(column, cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::sample;

    #[test]
    fn no_digit_is_lost() {
        let typed = |kind, text: &str| {
            let mut column = sample::column("c", "text");
            column.kind = kind;
            let cell = CellEdit { column: "c".into(), text: Some(text.into()), ..CellEdit::default() };
            input(EngineKind::Postgres, &column, &cell)
        };
        let exact = "12345678901234567890.123";
        assert_eq!(typed(Kind::Number, exact).expect("a number"), Input::Value(Value::Text(exact.into())));
        assert_eq!(typed(Kind::Bytes, "\\x00ff").expect("bytes"), Input::Bytes("AP8=".into()));
        for (kind, text) in [(Kind::Number, "many"), (Kind::Number, "inf"), (Kind::Bytes, "hello"), (Kind::Integer, "1.5")] {
            assert!(typed(kind, text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_the_database_computes_is_left_to_it() {
        let mut column = sample::column("c", "text");
        column.generated = Some(Generated::Stored);
        assert!(input(EngineKind::Mysql, &column, &CellEdit::default()).is_err());
    }
}
