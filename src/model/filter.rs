//! One query vocabulary for grids, widgets and generated APIs: conditions, sort, page.

use crate::model::{
    given::{given, given_object, objects},
    value::{Kind, Value},
};
use serde::{Deserialize, Serialize};

/// One condition on one column. Several conditions are joined by AND.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Condition {
    pub column: String,
    pub op: Op,
    /// Absent for `is_null` and `not_null`; a list for `in`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Op {
    Eq,
    Ne,
    Gt,
    Gte,
    Lt,
    Lte,
    /// The text holds this, ignoring case; `%` and `_` are plain characters.
    Contains,
    StartsWith,
    In,
    IsNull,
    NotNull,
}

impl Op {
    pub const ALL: [Self; 11] = [
        Self::Eq,
        Self::Ne,
        Self::Gt,
        Self::Gte,
        Self::Lt,
        Self::Lte,
        Self::Contains,
        Self::StartsWith,
        Self::In,
        Self::IsNull,
        Self::NotNull,
    ];

    /// As written in addresses and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Gt => "gt",
            Self::Gte => "gte",
            Self::Lt => "lt",
            Self::Lte => "lte",
            Self::Contains => "contains",
            Self::StartsWith => "starts_with",
            Self::In => "in",
            Self::IsNull => "is_null",
            Self::NotNull => "not_null",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|op| op.name() == name)
    }

    /// In a person's words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Eq => "is",
            Self::Ne => "is not",
            Self::Gt => "greater than",
            Self::Gte => "at least",
            Self::Lt => "less than",
            Self::Lte => "at most",
            Self::Contains => "contains",
            Self::StartsWith => "starts with",
            Self::In => "is one of",
            Self::IsNull => "is empty",
            Self::NotNull => "is not empty",
        }
    }

    /// Whether a column of this kind can be filtered so. Forms offer exactly these, the planner refuses the others.
    pub fn fits(self, kind: Kind) -> bool {
        match self {
            Self::IsNull | Self::NotNull => true,
            Self::Eq | Self::Ne => kind != Kind::Bytes,
            Self::Gt | Self::Gte | Self::Lt | Self::Lte | Self::In => {
                !matches!(kind, Kind::Bytes | Kind::Boolean | Kind::Json | Kind::Other)
            }
            Self::Contains | Self::StartsWith => matches!(kind, Kind::Text | Kind::Json | Kind::Other),
        }
    }

    pub fn takes_value(self) -> bool {
        !matches!(self, Self::IsNull | Self::NotNull)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Sort {
    pub column: String,
    #[serde(default)]
    pub descending: bool,
}

/// What a reader of a table widget chose: which table, how sorted, what filtered, which page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct TableView {
    /// Label of the table; the widget's first when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// From 1; 0 and absent mean the first.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Rows per page, 1 to 200; 50 when absent.
    #[serde(rename = "pageSize", deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u32>,
    #[serde(deserialize_with = "given_object", skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub filter: Vec<Condition>,
    /// Looked for in every column that can be searched.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Read the database now, whatever answers are kept.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub fresh: bool,
    /// The place where the page before ended, as it was answered: the page is read from there, and its number only says
    /// how many came before. Grids in which rows are edited are read so, like with the two that follow; widgets are not.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// The place where the page behind began: the page is read backwards from there.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The last page, read backwards from the end.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub last: bool,
}

impl TableView {
    /// The same rows from the first page on.
    pub fn turn_back(&mut self) {
        (self.page, self.after, self.before, self.last) = (None, None, None, false);
    }
}

pub const DEFAULT_PAGE_SIZE: u32 = 50;
pub const MAX_PAGE_SIZE: u32 = 200;
