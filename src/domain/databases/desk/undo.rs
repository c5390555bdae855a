//! What takes saved changes back.

use super::faces;
use crate::model::{
    desk::{CellEdit, RowEdit, What},
    schema::Table,
    value::{Row, Value},
};

/// Most changes that can be taken back: their rows are held in memory as they were.
pub(crate) const MOST: usize = 100;

/// The changes that take these back, in the opposite order; none when one of them cannot be. `before` is the row that each
/// change met, `written` the key and the version of each row that it left.
pub(crate) fn of<'r>(
    table: &Table,
    edits: &[RowEdit],
    before: impl IntoIterator<Item = Option<&'r Row>>,
    written: impl IntoIterator<Item = (String, String)>,
) -> Vec<RowEdit> {
    if edits.len() > MOST {
        return Vec::new();
    }
    let mut written = written.into_iter();
    let mut back = Vec::with_capacity(edits.len());
    for (edit, before) in edits.iter().zip(before) {
        let now = if edit.what == What::Delete { None } else { written.next().filter(|(key, _)| !key.is_empty()) };
        let inverse = match (edit.what, now, before) {
            (What::Insert, Some((key, version)), _) => {
                Some(RowEdit { what: What::Delete, key: Some(key), version: Some(version), cells: Vec::new() })
            }
            (What::Update, Some((key, version)), Some(before)) => {
                let cells = edit.cells.iter().map(|cell| kept(table, &cell.column, before)).collect::<Option<Vec<_>>>();
                cells.map(|cells| RowEdit { what: What::Update, key: Some(key), version: Some(version), cells })
            }
            (What::Delete, _, Some(before)) => {
                let own = faces::columns(table).into_iter().filter(|column| !column.generated);
                let cells = own.map(|column| kept(table, &column.name, before)).collect::<Option<Vec<_>>>();
                cells.map(|cells| RowEdit { what: What::Insert, key: None, version: None, cells })
            }
            _ => None,
        };
        match inverse {
            Some(inverse) => back.push(inverse),
            None => return Vec::new(),
        }
    }
    back.reverse();
    back
}

/// What a cell held; nothing where a text does not say all of it.
fn kept(table: &Table, column: &str, row: &Row) -> Option<CellEdit> {
    let place = table.columns.iter().position(|known| known.name == column)?;
    let value = row.get(place)?;
    let bytes = matches!(value, Value::Text(text) if text.starts_with("\\x"));
    let sayable = !bytes && !matches!(value, Value::Cut { .. });
    let text = (!value.is_null()).then(|| value.display());
    sayable.then(|| CellEdit { column: column.to_owned(), null: text.is_none(), text, ..CellEdit::default() })
}
