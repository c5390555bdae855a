//! What is sent to be run, and the statement that is in it.

use crate::{
    error::{AppError, Result},
    model::{
        given::given,
        sqlite_params::{self, Given},
        sqlite_text::{Token, tokens},
        statement::{StatementPart, StatementPlan},
        value::{Kind, Value},
        work::Input,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// Longest text, in characters (03, Limits).
const LONGEST: usize = 100_000;

/// Body of `POST /dbs/{dbId}/sql`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct SqlInput {
    /// One statement.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[schema(required)]
    pub query: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub params: Option<Given>,
    /// A UUID of the caller's making, by which the run can be stopped.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
}

/// A statement with what is bound to its parameters.
#[derive(Clone, Debug)]
pub struct Statement {
    pub text: String,
    pub run_id: Option<String>,
    /// By number, from the first.
    values: Vec<Json>,
}

/// The id of a run in its usual form.
pub(super) fn run_id(text: &str) -> Option<String> {
    uuid::Uuid::try_parse(text).ok().map(|id| id.to_string())
}

impl Statement {
    /// # Errors
    /// `Invalid`, which names the rule.
    pub fn checked(input: SqlInput) -> Result<Self> {
        let text = input.query.ok_or_else(|| AppError::field("query", "query is required"))?;
        let length = text.chars().count();
        if length > LONGEST {
            return Err(AppError::field("query", format!("SQL query is too long ({length} characters, maximum is {LONGEST})")));
        }
        let run_id = match input.run_id {
            None => None,
            Some(id) => Some(run_id(&id).ok_or_else(|| AppError::field("runId", "runId must be a UUID"))?),
        };
        let wrong = |text| AppError::field("params", text);
        let places = sqlite_params::places(&text).map_err(wrong)?;
        let values = sqlite_params::bound(&places, input.params.as_ref()).map_err(wrong)?;
        Ok(Self { text, run_id, values })
    }

    /// Whether it only reads, as far as its words tell.
    pub fn reads(&self) -> bool {
        let tokens = tokens(&self.text);
        let writes = ["insert", "update", "delete", "replace"];
        let begins = |words: &[&str]| tokens.first().is_some_and(|first| words.iter().any(|word| first.is_keyword(word)));
        begins(&["select", "values", "explain"])
            || begins(&["with"]) && !tokens.iter().any(|token| writes.iter().any(|word| token.is_keyword(word)))
    }

    /// Whether it changes the structure.
    pub fn restructures(&self) -> bool {
        self.begins(&["create", "drop", "alter"])
    }

    /// Whether parts of the structure are lost or become others.
    pub fn loses(&self) -> bool {
        self.begins(&["drop", "alter"])
    }

    fn begins(&self, words: &[&str]) -> bool {
        tokens(&self.text).first().is_some_and(|first| words.iter().any(|word| first.is_keyword(word)))
    }

    /// What is bound, for the writer.
    pub fn inputs(&self) -> Result<Vec<Input>> {
        self.values.iter().map(input).collect()
    }

    /// For a read-only transaction: its text in pieces, without the sign at its end.
    pub fn plan(&self) -> Result<StatementPlan> {
        let tokens = tokens(&self.text);
        let said = tokens.len() - tokens.iter().rev().take_while(|token| token.is(";")).count();
        let end = tokens[..said].last().map_or(0, Token::end);
        let text = &self.text[..end];
        let (mut parts, mut begin) = (Vec::new(), 0);
        for place in sqlite_params::places(text).map_err(AppError::invalid)? {
            let Input::Value(value) = input(&self.values[place.number - 1])? else {
                return Err(AppError::field("params", "Bytes can only be sent to a statement that writes"));
            };
            parts.push(StatementPart::Text(text[begin..place.token.at].to_owned()));
            parts.push(StatementPart::Value { name: format!("p{}", place.number), kind: kind(&value), values: vec![value] });
            begin = place.token.end();
        }
        parts.push(StatementPart::Text(text[begin..].to_owned()));
        Ok(StatementPlan { parts })
    }
}

fn kind(value: &Value) -> Kind {
    match value {
        Value::Bool(_) | Value::Int(_) => Kind::Integer,
        Value::Float(_) => Kind::Number,
        _ => Kind::Text,
    }
}

fn input(value: &Json) -> Result<Input> {
    Ok(Input::Value(match value {
        Json::Null => Value::Null,
        Json::Bool(is) => Value::Int(i64::from(*is)),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::Int(number),
            None => Value::Float(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => Value::Text(text.clone()),
        Json::Object(object) => match object.get("base64") {
            Some(Json::String(bytes)) if object.len() == 1 => return Ok(Input::Bytes(bytes.clone())),
            _ => return Err(unfit()),
        },
        Json::Array(_) => return Err(unfit()),
    }))
}

fn unfit() -> AppError {
    AppError::field("params", "A parameter is a text, a number, true, false, null or {\"base64\": \"...\"}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(query: &str, params: Option<Json>) -> Result<Statement> {
        let params = params.map(|params| serde_json::from_value(params).expect("a list or an object"));
        Statement::checked(SqlInput { query: Some(query.into()), params, run_id: None })
    }

    #[test]
    fn reads_and_changes_are_told_apart() {
        for (query, reads, restructures) in [
            ("select 1", true, false),
            ("-- a\n WITH a AS (select 1) select * from a", true, false),
            ("with a as (select 1) insert into t select * from a", false, false),
            ("values (1)", true, false),
            ("insert into t values (1) returning *", false, false),
            ("CREATE TABLE t (a)", false, true),
            ("pragma table_info(t)", false, false),
            ("", false, false),
        ] {
            let statement = of(query, None).expect("a statement");
            assert_eq!((statement.reads(), statement.restructures()), (reads, restructures), "{query}");
        }
    }

    #[test]
    fn a_read_is_in_pieces_around_its_parameters() {
        let statement = of("select ?2, :a ; -- end", Some(json!([1, "x", true]))).expect("a statement");
        let plan = statement.plan().expect("a plan");
        assert_eq!(plan.text(), "select :p2, :p3");
        let refused = of("select ?", Some(json!([[1]]))).expect("counted").plan();
        assert!(refused.is_err());
        assert!(of("select 1", Some(json!([1]))).is_err() && of(&"x".repeat(100_001), None).is_err());
        assert!(serde_json::from_str::<SqlInput>(r#"{"query":"select 1","params":"x"}"#).is_err());
    }
}
