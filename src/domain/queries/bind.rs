//! From a person's text, the parameters it knows and what is given for them, to one statement with values to bind.

use crate::{
    engines::words::{self, Piece, Spoken},
    error::{AppError, Result},
    model::{
        engine::EngineKind,
        parameter::{GivenValues, Parameter},
        query,
        statement::{StatementPart, StatementPlan},
    },
};

/// The one statement of a text, and how many characters stand in front of it.
///
/// # Errors
/// When the text is too long, holds none or more than one statement, or a value breaks the rule of its parameter.
pub(crate) fn bind(kind: EngineKind, text: &str, parameters: &[Parameter], given: &GivenValues) -> Result<(StatementPlan, usize)> {
    let spoken = only(kind, text)?;
    let before = text[..spoken.at.start].chars().count();
    let parts = spoken.pieces.into_iter().map(|piece| part(piece, parameters, given)).collect::<Result<_>>()?;
    Ok((StatementPlan { parts }, before))
}

/// The names of the parameters of a text, each once.
pub(super) fn names(kind: EngineKind, text: &str) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for piece in statements(kind, text)?.into_iter().flat_map(|one| one.pieces) {
        if let Piece::Parameter(name) = piece
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    Ok(names)
}

pub(super) fn has_length(text: &str) -> Result<()> {
    if text.chars().count() > query::LONGEST {
        return Err(AppError::field("text", format!("The statement must be at most {} characters", query::LONGEST)));
    }
    Ok(())
}

fn statements(kind: EngineKind, text: &str) -> Result<Vec<Spoken>> {
    has_length(text)?;
    words::statements(kind, text).map_err(|error| AppError::field("text", error.to_string()))
}

pub(super) fn only(kind: EngineKind, text: &str) -> Result<Spoken> {
    let mut all = statements(kind, text)?;
    match (all.pop(), all.len()) {
        (Some(one), 0) => Ok(one),
        (None, _) => Err(AppError::field("text", "Write a statement, for example: select 1")),
        (Some(_), before) => {
            let text = format!("These are {} statements. Run them one after the other", before + 1);
            Err(AppError::field("text", text))
        }
    }
}

fn part(piece: Piece, parameters: &[Parameter], given: &GivenValues) -> Result<StatementPart> {
    let name = match piece {
        Piece::Text(text) => return Ok(StatementPart::Text(text)),
        Piece::Parameter(name) => name,
    };
    let known = parameters.iter().find(|parameter| parameter.name == name).cloned();
    let parameter = known.unwrap_or_else(|| Parameter::named(name.clone()));
    let values = parameter.values(given.get(&name)).map_err(|text| AppError::field(format!("values[{name}]"), text))?;
    Ok(StatementPart::Value { name, kind: parameter.kind.kind(), values })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{parameter::ParameterKind, value::Value};

    #[test]
    fn one_statement_with_its_values() {
        let parameters = [Parameter { kind: ParameterKind::Number, ..Parameter::named("n") }];
        let given = GivenValues::from([("n".into(), crate::model::parameter::GivenValue::One("5".into()))]);
        let (plan, before) = bind(EngineKind::Postgres, "-- ö\nselect :n, ':n';", &parameters, &given).expect("binds");
        assert_eq!(before, 5);
        assert_eq!(plan.text(), "select :n, ':n'");
        let value =
            plan.parts.iter().find_map(|part| if let StatementPart::Value { values, .. } = part { Some(values.clone()) } else { None });
        assert_eq!(value, Some(vec![Value::Text("5".into())]));
        for (text, field) in [("", "text"), ("select 1; select 2", "text"), ("select ':", "text"), ("select :missing", "values[missing]")] {
            let error = bind(EngineKind::Postgres, text, &parameters, &given).expect_err(text);
            assert_eq!(error.field.as_deref(), Some(field), "{text}");
        }
    }
}
