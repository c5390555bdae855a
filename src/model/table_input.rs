//! What is sent about tables and columns of a hosted database (02, Tables, columns, cells), for forms and programs.

use super::{
    given::{NullableText, given, given_objects},
    structure::{ColumnChange, NewColumn, NewDefault, NewTable},
    value::Value,
};
use serde::{Deserialize, Serialize};

/// Body of `PUT /api/dbs/{dbId}/tables/{id}`. Without columns the table has one: `id INTEGER PRIMARY KEY`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct NewTableInput {
    #[serde(deserialize_with = "given_objects", skip_serializing_if = "Option::is_none")]
    pub columns: Option<Vec<ColumnInput>>,
    /// Names of columns.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub primary_key: Option<Vec<String>>,
}

/// Body of `PATCH /api/dbs/{dbId}/tables/{id}`. What is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct TableChangeInput {
    /// The name of the table that it is to follow; null puts it in the first place.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub after: Option<NullableText>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub description: Option<NullableText>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Body of `POST /api/dbs/{dbId}/tables/{id}/clone`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CloneInput {
    /// The name of the copy.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub name: Option<String>,
    /// Whether its rows come along; they do when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub with_rows: Option<bool>,
}

/// Body of `PUT` and `PATCH /api/dbs/{dbId}/tables/{id}/columns/{id}`. What is absent stays, or is the usual.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ColumnInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The declared type; `TEXT` for a new column without one.
    #[serde(rename = "type", deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub declared: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub default: Option<ColumnDefault>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub non_null: Option<bool>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub unique: Option<bool>,
    /// The only values that it takes; an empty list for any.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<String>>,
    /// The name of the column that it is to follow; null puts it in the first place.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub after: Option<NullableText>,
}

/// A text, a number, true or false; null takes a default away. `CURRENT_TIMESTAMP`, `CURRENT_DATE` and `CURRENT_TIME` are the
/// moment at which a row is made.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct ColumnDefault(pub Value);

impl<'de> Deserialize<'de> for ColumnDefault {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        match Value::deserialize(d) {
            Ok(Value::Cut { .. }) | Err(_) => Err(serde::de::Error::custom("expected a text, a number, true, false or null")),
            Ok(value) => Ok(Self(value)),
        }
    }
}

#[cfg(feature = "ssr")]
impl utoipa::ToSchema for ColumnDefault {}

#[cfg(feature = "ssr")]
impl utoipa::PartialSchema for ColumnDefault {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        use utoipa::openapi::{ObjectBuilder, OneOfBuilder, schema::Type};
        let of = |kind| ObjectBuilder::new().schema_type(kind);
        OneOfBuilder::new().item(of(Type::String)).item(of(Type::Number)).item(of(Type::Boolean)).item(of(Type::Null)).into()
    }
}

impl NewTableInput {
    pub fn into_table(self, name: String) -> NewTable {
        let columns = self.columns.unwrap_or_default();
        if columns.is_empty() {
            let id = NewColumn { name: "id".into(), declared: "INTEGER".into(), ..NewColumn::default() };
            return NewTable { name, columns: vec![id], primary_key: vec!["id".into()], foreign_keys: Vec::new() };
        }
        let columns = columns.into_iter().map(|column| column.into_column(String::new())).collect();
        NewTable { name, columns, primary_key: self.primary_key.unwrap_or_default(), foreign_keys: Vec::new() }
    }
}

impl ColumnInput {
    /// A new column; `name` is the one it has unless another is given.
    pub fn into_column(self, name: String) -> NewColumn {
        NewColumn {
            name: self.name.unwrap_or(name),
            declared: self.declared.unwrap_or_else(|| "TEXT".to_owned()),
            not_null: self.non_null.unwrap_or_default(),
            unique: self.unique.unwrap_or_default(),
            default: self.default.and_then(new_default),
            items: self.items.unwrap_or_default(),
            generated: None,
            check: None,
        }
    }

    /// What changes beside name and place; nothing when that is all.
    pub fn change(&self) -> Option<ColumnChange> {
        let change = ColumnChange {
            declared: self.declared.clone(),
            not_null: self.non_null,
            unique: self.unique,
            default: self.default.clone().map(new_default),
            items: self.items.clone(),
        };
        (change != ColumnChange::default()).then_some(change)
    }
}

fn new_default(ColumnDefault(value): ColumnDefault) -> Option<NewDefault> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(is) => NewDefault::Number(u8::from(is).to_string()),
        Value::Int(number) => NewDefault::Number(number.to_string()),
        Value::Float(number) => NewDefault::Number(number.to_string()),
        Value::Text(text) | Value::Cut { cut: text, .. } => match text.as_str() {
            "CURRENT_TIMESTAMP" => NewDefault::CurrentTimestamp,
            "CURRENT_DATE" => NewDefault::CurrentDate,
            "CURRENT_TIME" => NewDefault::CurrentTime,
            _ => NewDefault::Text(text),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_a_column_of_text_and_null_takes_away() {
        let read = |body: &str| serde_json::from_str::<ColumnInput>(body).expect("reads");
        let made = read("{}").into_column("a".into());
        assert_eq!((made.name.as_str(), made.declared.as_str(), made.not_null), ("a", "TEXT", false));
        assert_eq!(read(r#"{"name":"b","after":null}"#).change(), None);
        let change = read(r#"{"default":null,"items":[],"type":"INT"}"#).change().expect("a change");
        assert_eq!((change.default, change.items, change.declared.as_deref()), (Some(None), Some(vec![]), Some("INT")));
        let now = read(r#"{"default":"CURRENT_DATE"}"#).into_column("a".into());
        assert_eq!(now.default, Some(NewDefault::CurrentDate));
        assert_eq!(read(r#"{"default":1.5}"#).into_column("a".into()).default, Some(NewDefault::Number("1.5".into())));
        assert!(serde_json::from_str::<ColumnInput>(r#"{"nonNull":null}"#).is_err());
    }

    #[test]
    fn a_table_of_nothing_has_an_id() {
        let table = NewTableInput::default().into_table("t".into());
        assert_eq!((table.columns[0].name.as_str(), table.primary_key), ("id", vec!["id".to_owned()]));
    }
}
