//! Hosted databases as seed 002 shows them (02-airsequel, Objects). Its names, also where it mixes styles.

use crate::model::{
    given::{NullableText, Object, given},
    team_role::TeamRole,
    time::Timestamp,
    ulid::DatabaseId,
};
use serde::{Deserialize, Serialize};

/// Who may read without being let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseVisibility))]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// Listed nowhere, readable by whoever knows an id of it.
    Public,
    Private,
}

impl Visibility {
    pub fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        [Self::Public, Self::Private].into_iter().find(|one| one.name() == name)
    }
}

/// What a database was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum FileFormat {
    Sqlite,
    Csv,
}

impl FileFormat {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Csv => "csv",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        [Self::Sqlite, Self::Csv].into_iter().find(|one| one.name() == name)
    }
}

/// A hosted database with its tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Database {
    /// Whether every change of data and structure is written down.
    pub auditing: bool,
    pub created_utc: Timestamp,
    pub description: String,
    /// Free text: `Production`; null when unset.
    pub environment: Option<String>,
    pub file_format: FileFormat,
    /// The name with an ending.
    pub file_name: String,
    pub id: DatabaseId,
    pub last_modified_utc: Timestamp,
    /// Where it belongs to; null when unset.
    pub location: Option<Location>,
    /// Name of the team; null for a database that nobody owns.
    pub owner: Option<String>,
    pub readonly_id: String,
    /// Whether tables, columns and other parts of the structure are kept from being changed.
    pub schema_locked: bool,
    /// SQLite's own counter of changes of the structure.
    pub schema_version: i64,
    /// In bytes.
    pub size: i64,
    pub tables: Vec<DatabaseTable>,
    /// SQLite's `user_version`, which is for programs.
    pub user_version: i64,
    /// Whether views have a tab of their own.
    pub views_tab: bool,
    pub visibility: Visibility,
    /// When a database without an owner goes by itself; absent otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_utc: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseLocation))]
pub struct Location {
    pub lat: f64,
    pub long: f64,
    pub name: String,
}

/// A location in a body: an object sets it, null takes it away. Absent is no change.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct NullableLocation(pub Option<Location>);

impl<'de> Deserialize<'de> for NullableLocation {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Option::<Object<Location>>::deserialize(d).map(|location| Self(location.map(|Object(location)| location)))
    }
}

#[cfg(feature = "ssr")]
impl utoipa::ToSchema for NullableLocation {
    fn schemas(schemas: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)>) {
        schemas.push((<Location as utoipa::ToSchema>::name().into_owned(), <Location as utoipa::PartialSchema>::schema()));
    }
}

#[cfg(feature = "ssr")]
impl utoipa::PartialSchema for NullableLocation {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        use utoipa::{
            ToSchema,
            openapi::{ObjectBuilder, OneOfBuilder, Ref, schema::Type},
        };
        let null = ObjectBuilder::new().schema_type(Type::Null);
        OneOfBuilder::new().item(Ref::from_schema_name(Location::name())).item(null).into()
    }
}

/// A table or a view.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DatabaseTable {
    pub columns: Vec<DatabaseColumn>,
    pub description: Option<String>,
    /// Whether it holds as many rows as it may.
    pub max_cell_limit_reached: bool,
    pub name: String,
    pub number_of_rows: i64,
    /// By what name its row ids are reached: `rowid`, else `_rowid_` or `oid`; null for views and tables WITHOUT ROWID.
    pub rowid_column_name: Option<String>,
    /// `Table` or `View`.
    pub table_type: String,
    /// What was found, in the answer of a search.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<Vec<Object>>))]
    pub rows: Option<Vec<serde_json::Map<String, serde_json::Value>>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DatabaseColumn {
    /// `Int`, `Float`, `String`, `Boolean`, or the name of the column's own scalar.
    pub gql_data_type: Option<String>,
    /// By what a person enters its values: `InputText`, `InputNumber`, `Checkbox`, `Select`, `InputDate`, ...
    pub input_element: String,
    pub is_generated: bool,
    pub is_non_null: bool,
    /// Whether a new row may leave it out.
    pub is_omittable: bool,
    pub is_primary_key: bool,
    pub is_unique: bool,
    /// The choices of a select column.
    pub items: Option<Vec<String>>,
    pub name: String,
    /// As declared: `TEXT`; empty when nothing was.
    pub sqlite_data_type: String,
    /// Rules of its declared type in words; null when it has none.
    pub validations: Option<Vec<String>>,
}

/// Answer of what makes a database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct NewDatabase {
    pub id: DatabaseId,
    /// Name of the team; null for a database that nobody owns.
    pub owner_name: Option<String>,
    pub ownership_utc: Option<Timestamp>,
}

/// Body of `POST /api/dbs`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CreateDatabaseInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub file_format: Option<FileFormat>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub name: Option<String>,
    /// A script that is run in the fresh database, all or nothing.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Name or id of the team that owns it; the personal team when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
}

/// Body of `PATCH /api/dbs/{dbId}`. What is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseChangeInput))]
#[serde(rename_all = "camelCase", default)]
pub struct DatabaseChange {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The team that owns it from now on; null takes it from its team.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub owner: Option<NullableText>,
}

/// A database in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DatabaseCard {
    pub id: DatabaseId,
    pub name: String,
    pub description: String,
    pub environment: Option<String>,
    pub team: String,
    pub role: TeamRole,
    pub visibility: Visibility,
    pub size: i64,
    pub last_modified_utc: Timestamp,
}
