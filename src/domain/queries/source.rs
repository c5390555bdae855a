//! A saved query in the place of a table.

use super::bind;
use crate::{
    engines::{
        dialect::Dialect,
        words::{self, Class},
    },
    error::{AppError, Result},
    model::{engine::EngineKind, parameter::GivenValues, query::Query, statement::StatementPlan},
};

/// The statement of a saved query, with the default values of its parameters.
///
/// # Errors
/// `Invalid`, in words that name the query, when a parameter has no value or the statement is none whose result can be
/// grouped, filtered and sorted.
pub(crate) fn as_table(kind: EngineKind, query: &Query) -> Result<StatementPlan> {
    let refused = |reason: &str| AppError::invalid(format!("The saved query \"{}\" cannot be shown. {reason}", query.title));
    let (plan, _) = bind(kind, &query.text, &query.parameters, &GivenValues::new()).map_err(|error| match error.field.as_deref() {
        Some(field) if field.starts_with("values[") => refused(&format!("{}: save a default for it on the SQL page.", error.text)),
        _ => refused(&error.text),
    })?;
    match words::admit(Dialect::of(kind), &plan) {
        Ok(Class::Query) => Ok(plan),
        Ok(Class::Other) => Err(refused("Only the result of a statement that begins with SELECT, WITH or VALUES can be.")),
        Err(error) => Err(refused(&error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        id::{ProjectId, QueryId},
        parameter::{Parameter, ParameterKind},
        statement::StatementPart,
        time::Timestamp,
        value::Value,
    };

    fn query(text: &str, default: Option<&str>) -> Query {
        let parameter = Parameter { kind: ParameterKind::Number, default: default.map(str::to_owned), ..Parameter::named("least") };
        Query {
            id: QueryId::new(),
            project_id: ProjectId::new(),
            connection_id: None,
            title: "Orders".into(),
            description: String::new(),
            text: text.into(),
            parameters: vec![parameter],
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
            version: 1,
        }
    }

    #[test]
    fn parameters_have_their_defaults() {
        let plan = as_table(EngineKind::Postgres, &query("select * from orders where id > :least;", Some("5"))).expect("a table");
        let bound = plan.parts.iter().find_map(|part| if let StatementPart::Value { values, .. } = part { Some(values) } else { None });
        assert_eq!(bound, Some(&vec![Value::Text("5".into())]));
    }

    #[test]
    fn what_is_no_table_is_named() {
        for kind in EngineKind::ALL {
            for (text, words) in [
                ("select * from orders where id > :least", "\"least\": save a default"),
                ("explain select 1", "begins with SELECT"),
                ("delete from orders", "begins with SELECT"),
                ("select 1; select 2", "These are 2 statements"),
            ] {
                let error = as_table(kind, &query(text, None)).expect_err(text);
                assert!(error.text.contains(words) && error.text.contains("\"Orders\""), "{text}: {}", error.text);
            }
        }
    }
}
