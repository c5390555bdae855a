//! The structure of a database in the form that Azimutt reads (02, Azimutt document).

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AzimuttSchema {
    pub tables: Vec<AzimuttTable>,
    pub relations: Vec<AzimuttRelation>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AzimuttTable {
    /// `public`: SQLite has no schemas.
    pub schema: String,
    pub table: String,
    pub view: bool,
    /// Of a view.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    pub columns: Vec<AzimuttColumn>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_key: Option<AzimuttKey>,
    pub uniques: Vec<AzimuttIndex>,
    pub indexes: Vec<AzimuttIndex>,
    pub checks: Vec<AzimuttCheck>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AzimuttColumn {
    pub name: String,
    #[serde(rename = "type")]
    pub declared: String,
    pub nullable: bool,
    pub default: Option<String>,
    pub comment: Option<String>,
    /// The only values that it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
    /// Columns in it: none in SQLite.
    #[cfg_attr(feature = "ssr", schema(value_type = Vec<Object>))]
    pub columns: Vec<serde_json::Value>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AzimuttKey {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub columns: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AzimuttIndex {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub columns: Vec<String>,
    /// `(id)`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AzimuttCheck {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub columns: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicate: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AzimuttRelation {
    pub name: String,
    pub src: AzimuttEnd,
    #[serde(rename = "ref")]
    pub target: AzimuttEnd,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AzimuttEnd {
    /// `public.orders`
    pub table: String,
    pub column: String,
}
