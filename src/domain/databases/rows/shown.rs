//! Rows as JSON: objects with the columns in their order, 64-bit numbers exact, bytes as where they can be had.

use crate::{
    domain::databases::access::Found,
    model::{
        address::step,
        plan::PlanColumn,
        value::{Kind, Row, Value},
    },
};
use serde::{Serialize, Serializer, ser::SerializeMap};
use std::sync::Arc;

/// Where the bytes of cells can be had.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    /// The address of the table's columns; none where cells are not served.
    base: Option<String>,
    /// The column that names a row there, and its place among the values.
    key: Option<(String, usize)>,
}

impl Cells {
    /// Under the id by which the database was named, so that none tells the other.
    pub fn of(found: &Found, table: &str, key: Option<(String, usize)>) -> Self {
        let base = if found.by_readonly_id { format!("/readonly/{}", found.row.readonly_id) } else { format!("/api/dbs/{}", found.row.id) };
        Self { base: Some(format!("{base}/tables/{}/columns", step(table))), key }
    }

    fn address(&self, column: &str, row: &Row) -> Option<String> {
        let (base, (key, at)) = (self.base.as_ref()?, self.key.as_ref()?);
        let value = row.get(*at).filter(|value| !value.is_null())?;
        Some(format!("{base}/{}/files/{}/{}", step(column), step(key), step(&value.display())))
    }
}

/// Which values of a row are shown, and how.
#[derive(Clone, Debug)]
pub struct Shape {
    columns: Vec<PlanColumn>,
    /// Places of the shown ones.
    shown: Vec<usize>,
    cells: Cells,
}

impl Shape {
    pub fn new(columns: Vec<PlanColumn>, shown: Vec<usize>, cells: Cells) -> Arc<Self> {
        Arc::new(Self { columns, shown, cells })
    }
}

/// One row.
#[derive(Clone, Debug)]
pub struct Shown {
    shape: Arc<Shape>,
    row: Row,
}

impl Shown {
    pub fn new(shape: &Arc<Shape>, row: Row) -> Self {
        Self { shape: shape.clone(), row }
    }
}

#[derive(Serialize)]
struct Blob {
    r#type: &'static str,
    bytes: u64,
    /// Where they are; nothing where no single column names the row.
    url: Option<String>,
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Shape { columns, shown, cells } = self.shape.as_ref();
        let mut map = serializer.serialize_map(Some(shown.len()))?;
        for at in shown {
            let (Some(column), Some(value)) = (columns.get(*at), self.row.get(*at)) else { continue };
            match bytes(column, value) {
                Some(bytes) => {
                    map.serialize_entry(&column.name, &Blob { r#type: "blob", bytes, url: cells.address(&column.name, &self.row) })?
                }
                None => map.serialize_entry(&column.name, value)?,
            }
        }
        map.end()
    }
}

/// How many bytes a value of a column of bytes has. They come as `\x` and hexadecimal digits; a text may be in such a
/// column too.
fn bytes(column: &PlanColumn, value: &Value) -> Option<u64> {
    match value {
        _ if column.kind != Kind::Bytes => None,
        Value::Text(text) => text.strip_prefix("\\x").filter(|digits| digits.len() % 2 == 0).map(|digits| digits.len() as u64 / 2),
        Value::Cut { cut, bytes } if cut.starts_with("\\x") => Some(*bytes),
        _ => None,
    }
}

/// A page of rows.
#[derive(Clone, Debug, Serialize)]
pub struct Listed {
    pub rows: Vec<Shown>,
    /// What `after` is for the next page; nothing on the last.
    pub next: Option<String>,
    #[serde(flatten)]
    pub total: Option<Total>,
    /// The version of each row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub versions: Option<Vec<String>>,
}

/// How many rows there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Total {
    pub total: u64,
    /// `exact`, `estimated`, or `capped`: there are more.
    pub counted: &'static str,
}

/// One row with its version.
#[derive(Clone, Debug)]
pub struct One {
    pub row: Shown,
    pub version: String,
}

/// One group with its figures.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    pub group: Shown,
    pub measures: Shown,
}

#[derive(Clone, Debug, Serialize)]
pub struct Summed {
    pub groups: Vec<Group>,
    /// There are more groups than these.
    pub truncated: bool,
}

/// A value of a column, and how many rows have it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Counted {
    pub value: Value,
    pub count: u64,
}

#[derive(Clone, Debug, Serialize)]
pub struct Values {
    pub values: Vec<Counted>,
    pub truncated: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::{Column, sample};

    #[test]
    fn rows_keep_their_order_and_digits() {
        let column = |name: &str, kind: Kind| PlanColumn::of(&Column { kind, ..sample::column(name, "x") });
        let columns = vec![column("z", Kind::Integer), column("__proto__", Kind::Text), column("b", Kind::Bytes), column("t", Kind::Text)];
        let cells = Cells { base: Some("/api/dbs/x/tables/a%2Fb/columns".into()), key: Some(("z".into(), 0)) };
        let shape = Shape::new(columns.clone(), vec![2, 0, 1, 3], cells);
        let text = |text: &str| Value::Text(text.into());
        let row = vec![Value::Int(i64::MAX), text("p"), text("\\x0001ff"), text("\\x41")];
        assert_eq!(
            serde_json::to_string(&Shown::new(&shape, row)).expect("JSON"),
            "{\"b\":{\"type\":\"blob\",\"bytes\":3,\"url\":\"/api/dbs/x/tables/a%2Fb/columns/b/files/z/9223372036854775807\"},\
             \"z\":9223372036854775807,\"__proto__\":\"p\",\"t\":\"\\\\x41\"}"
        );
        let shape = Shape::new(columns, vec![2], Cells::default());
        let json = |value: Value| serde_json::to_string(&Shown::new(&shape, vec![Value::Null, Value::Null, value])).expect("JSON");
        assert_eq!(json(Value::Null), "{\"b\":null}");
        assert_eq!(json(text("plain")), "{\"b\":\"plain\"}");
        assert_eq!(json(Value::Cut { cut: "\\x00".into(), bytes: 9 }), "{\"b\":{\"type\":\"blob\",\"bytes\":9,\"url\":null}}");
    }
}
