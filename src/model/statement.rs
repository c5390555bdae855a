//! A statement in a person's own words, as data: its text in pieces, with the places of its parameters between them.
//! Nothing of it is trusted. The engines refuse what is more than one reading statement, bind every value and let the
//! database itself refuse to write.

use crate::model::value::{Kind, Value};
use serde::{Deserialize, Serialize};

/// One statement, without the `;` at its end.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StatementPlan {
    pub parts: Vec<StatementPart>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementPart {
    Text(String),
    /// Where the text names a parameter, `:name`.
    Value {
        name: String,
        kind: Kind,
        /// One value, or those of a list, which stand between commas; without any it is NULL.
        values: Vec<Value>,
    },
}

/// The result of a statement in the place of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatementSource {
    pub statement: StatementPlan,
    /// Names of all its columns in order, each different: by these the plan names them.
    pub columns: Vec<String>,
}

impl StatementPlan {
    /// A statement without parameters.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { parts: vec![StatementPart::Text(text.into())] }
    }

    /// The text as the person wrote it.
    pub fn text(&self) -> String {
        self.parts.iter().map(StatementPart::written).collect()
    }
}

impl StatementPart {
    /// As it stands in the person's text.
    pub fn written(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Value { name, .. } => format!(":{name}"),
        }
    }
}
