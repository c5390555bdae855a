//! What the SQL endpoint answers, in the order of its documented fields.

use super::{
    engine::ResultColumn,
    value::{Kind, Row, Value},
};
use serde::{
    Serialize, Serializer,
    ser::{SerializeMap, SerializeSeq},
};

/// Answer of `POST /dbs/{dbId}/sql`.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SqlAnswer {
    /// Tables that the statement read or wrote.
    pub affected_tables: Vec<String>,
    /// Objects with a field for each column, in their order. Bytes are `{"type": "blob"}`.
    #[cfg_attr(feature = "ssr", schema(value_type = Vec<Object>))]
    pub rows: SqlRows,
    pub num_changes: u64,
    pub runtime_seconds: f64,
    /// Why nothing happened; empty when all went well.
    pub errors: Vec<String>,
    pub columns: Vec<ResultColumn>,
    /// There are more rows than an answer holds.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub truncated: bool,
}

impl SqlAnswer {
    pub fn failed(text: impl Into<String>) -> Self {
        Self { errors: vec![text.into()], ..Self::default() }
    }
}

/// Rows as objects. A name that several columns have is one field, which holds the last of them.
#[derive(Clone, Debug, Default)]
pub struct SqlRows {
    fields: Vec<Field>,
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
struct Field {
    name: String,
    at: usize,
    /// Whether a value that looks like bytes is some.
    may_be_bytes: bool,
}

impl SqlRows {
    pub fn new(columns: &[ResultColumn], rows: Vec<Row>) -> Self {
        let mut fields: Vec<Field> = Vec::new();
        for (at, column) in columns.iter().enumerate() {
            // A column without a declared type is known by its first values only.
            let may_be_bytes = column.kind == Kind::Bytes || matches!(column.short_type.as_str(), "any" | "text" | "null");
            let field = Field { name: column.name.clone(), at, may_be_bytes };
            match fields.iter_mut().find(|other| other.name == column.name) {
                Some(other) => *other = field,
                None => fields.push(field),
            }
        }
        Self { fields, rows }
    }
}

impl Serialize for SqlRows {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut rows = s.serialize_seq(Some(self.rows.len()))?;
        for row in &self.rows {
            rows.serialize_element(&Fields(&self.fields, row))?;
        }
        rows.end()
    }
}

struct Fields<'r>(&'r [Field], &'r Row);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut object = s.serialize_map(Some(self.0.len()))?;
        for field in self.0 {
            match self.1.get(field.at).unwrap_or(&Value::Null) {
                // 0 and 1 stay numbers, whatever a column is declared as.
                Value::Bool(is) => object.serialize_entry(&field.name, &u8::from(*is))?,
                value if field.may_be_bytes && is_bytes(value) => object.serialize_entry(&field.name, &Blob { kind: "blob" })?,
                Value::Cut { cut, .. } => object.serialize_entry(&field.name, cut)?,
                value => object.serialize_entry(&field.name, value)?,
            }
        }
        object.end()
    }
}

#[derive(Serialize)]
struct Blob {
    #[serde(rename = "type")]
    kind: &'static str,
}

/// Bytes travel as `\x` and hexadecimal digits.
fn is_bytes(value: &Value) -> bool {
    let (Value::Text(text) | Value::Cut { cut: text, .. }) = value else { return false };
    text.strip_prefix("\\x").is_some_and(|digits| digits.len() % 2 == 0 && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_in_the_order_of_the_statement() {
        let column = |name: &str, short: &str, kind| ResultColumn { name: name.into(), short_type: short.into(), kind };
        let columns = [
            column("z", "integer", Kind::Integer),
            column("a", "varchar", Kind::Text),
            column("b", "bytea", Kind::Bytes),
            column("z", "boolean", Kind::Boolean),
        ];
        let rows = vec![
            vec![Value::Int(1), Value::Text("\\x00".into()), Value::Text("\\x00ff".into()), Value::Bool(true)],
            vec![Value::Int(2), Value::Null, Value::Null, Value::Int(9_007_199_254_740_993)],
        ];
        let answer = SqlAnswer {
            affected_tables: vec!["t".into()],
            rows: SqlRows::new(&columns, rows),
            num_changes: 0,
            runtime_seconds: 0.05,
            errors: vec![],
            columns: vec![],
            truncated: false,
        };
        assert_eq!(
            serde_json::to_string(&answer).expect("serialises"),
            r#"{"affectedTables":["t"],"rows":[{"z":1,"a":"\\x00","b":{"type":"blob"}},{"z":9007199254740993,"a":null,"b":null}],"numChanges":0,"runtimeSeconds":0.05,"errors":[],"columns":[]}"#
        );
    }
}
