//! Diagrams of a database: what is asked, what the page shows, and the forms in which one can be taken along.

use crate::model::{address::Query, catalogue::SchemaSource, given::given, id::ConnectionId};
use serde::{Deserialize, Serialize};

// Keys of a diagram's address.
pub const CONNECTION: &str = "connection";
/// The number of a database, from 1, where connections are not named.
pub const SOURCE: &str = "source";
/// The table that is shown with its neighbours only.
pub const FOCUS: &str = "focus";
/// A table that is not shown; comes more than once.
pub const HIDE: &str = "hide";
/// `1`: names of tables without their columns.
pub const NAMES: &str = "names";

/// What of a schema is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub focus: Option<String>,
    pub hide: Vec<String>,
    pub names_only: bool,
}

impl Choice {
    pub fn of(query: &Query) -> Self {
        let focus = query.get(FOCUS).filter(|name| !name.is_empty()).map(str::to_owned);
        let hide = query.all(HIDE).filter(|name| !name.is_empty()).map(str::to_owned).collect();
        Self { focus, hide, names_only: query.get(NAMES) == Some("1") }
    }

    /// The address's part that says the same, of the source that a key and its value name.
    pub fn query(&self, source: Option<(&str, &str)>) -> Query {
        let mut query = Query::default();
        source.into_iter().for_each(|(key, value)| query.push(key, value));
        self.focus.iter().for_each(|name| query.push(FOCUS, name));
        self.hide.iter().for_each(|name| query.push(HIDE, name));
        if self.names_only {
            query.push(NAMES, "1");
        }
        query
    }
}

/// Input of `getDiagram`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct DiagramInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    /// The first with a schema when absent or empty.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub connection_id: Option<String>,
    /// The label of a table that is shown with its neighbours only.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub focus: Option<String>,
    /// Labels of tables that are not shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hide: Vec<String>,
    /// Names of tables without their columns.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub names: Option<bool>,
}

impl DiagramInput {
    pub fn choice(&self) -> Choice {
        Choice {
            focus: self.focus.clone().filter(|name| !name.is_empty()),
            hide: self.hide.clone(),
            names_only: self.names.unwrap_or_default(),
        }
    }
}

/// Answer of `getDiagram`: what the page of the diagram says about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Diagram {
    /// The project's title.
    pub title: String,
    pub sources: Vec<SchemaSource>,
    /// The connection that is shown; absent when none has a schema.
    pub connection_id: Option<ConnectionId>,
    /// Every table of its schema, by label.
    pub tables: Vec<DiagramTable>,
    pub shown: u32,
    /// Foreign keys between the shown tables.
    pub links: u32,
    /// What is not shown and why.
    pub note: Option<String>,
    /// The drawing, for the page itself. Whoever asks over HTTP takes `GET /api/projects/{projectId}/diagram`.
    #[serde(skip)]
    pub svg: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct DiagramTable {
    /// The label.
    pub name: String,
    /// Foreign keys that begin or end here.
    pub links: u32,
    pub shown: bool,
}

/// The forms in which a diagram can be taken along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Svg,
    Png,
    Sql,
    Dbml,
    Mermaid,
}

impl Format {
    pub const ALL: [Self; 5] = [Self::Svg, Self::Png, Self::Sql, Self::Dbml, Self::Mermaid];

    /// As written in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Sql => "sql",
            Self::Dbml => "dbml",
            Self::Mermaid => "mermaid",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Svg => "SVG picture",
            Self::Png => "PNG picture",
            Self::Sql => "SQL, create statements",
            Self::Dbml => "DBML",
            Self::Mermaid => "Mermaid",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Sql => "application/sql; charset=utf-8",
            Self::Dbml | Self::Mermaid => "text/plain; charset=utf-8",
        }
    }

    /// What the file's name ends with.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Mermaid => "mmd",
            other => other.name(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_survives_the_address() {
        let choice = Choice { focus: Some("a&b=\"c\"".into()), hide: vec!["x,y".into(), "#".into()], names_only: true };
        assert_eq!(Choice::of(&Query::parse(&choice.query(Some((CONNECTION, "id"))).to_string())), choice);
        assert_eq!(Choice::of(&Query::parse("focus=&hide=&names=2")), Choice::default());
    }
}
