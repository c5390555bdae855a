//! A statement in a person's own words, as data: its text in pieces, with the places of its parameters between them.
//! Nothing of it is trusted. The engines refuse what is more than one reading statement, bind every value and let the
//! database itself refuse to write.

use crate::model::{
    engine::ResultColumn,
    value::{Kind, Value},
};
use serde::{Deserialize, Serialize};
use std::{collections::HashSet, iter};

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

/// Longest name of a column that every engine takes, in bytes: PostgreSQL's is 63, and a number must still fit behind it.
const LONGEST_NAME: usize = 58;

/// Names by which the columns of a result can be told apart in the place of a table: its own as far as they are names and
/// each different, whatever their case.
pub fn names_of(columns: &[ResultColumn]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(columns.len());
    let mut taken = HashSet::with_capacity(columns.len());
    for (place, column) in columns.iter().enumerate() {
        let own = column.name.trim();
        let cut = (0..=own.len().min(LONGEST_NAME)).rev().find(|end| own.is_char_boundary(*end)).unwrap_or_default();
        let stem = match own[..cut].trim_end() {
            "" => format!("column {}", place + 1),
            stem => stem.to_owned(),
        };
        let numbered = (2..).map(|number| format!("{stem} {number}"));
        let name = iter::once(stem.clone()).chain(numbered).find(|name| !taken.contains(&name.to_lowercase()));
        let name = name.unwrap_or_default();
        taken.insert(name.to_lowercase());
        names.push(name);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_a_name_each() {
        let long = "x".repeat(70);
        let given = ["id", "ID", "", " total ", "total", "id 2", long.as_str(), long.as_str(), "  ", "größe"];
        let columns = given.map(|name| ResultColumn { name: name.into(), short_type: "text".into(), kind: Kind::Text });
        let cut = "x".repeat(LONGEST_NAME);
        let second = format!("{cut} 2");
        assert_eq!(
            names_of(&columns),
            ["id", "ID 2", "column 3", "total", "total 2", "id 2 2", cut.as_str(), second.as_str(), "column 9", "größe"]
        );
        assert!(names_of(&[]).is_empty());
    }
}
