//! The bytes of one cell, out and in (02, files). What people put in is never believed to be what it says: only pictures
//! that are known by their first bytes are shown by browsers, everything else is saved (security.md, check 114).

use super::{
    access::{self, Asking, Found, Key},
    caller::Caller,
    columns::{column_not_found, find},
    definitions, schema, shape,
    work::{self, Note, Worked},
};
use crate::{
    domain::App,
    error::{AppError, Kind, Result},
    model::{
        database_right::DatabaseRight,
        filter::Op,
        plan::{PlanColumn, PlanCondition, PlanFilter},
        schema::{Table, TableKind},
        sqlite_definition::Written,
        value::{self, Value},
        work::{Cell, CellPlan, Expected, Input, RowChange, UpdatePlan, Work},
    },
};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};

/// Which cell.
#[derive(Clone, Debug)]
pub struct CellPlace {
    pub table: String,
    pub column: String,
    /// The column by which the row is found, often `rowid`.
    pub key: String,
    /// Its value.
    pub value: String,
}

impl CellPlace {
    pub fn new(table: &str, column: &str, key: &str, value: &str) -> Self {
        let [table, column, key, value] = [table, column, key, value].map(str::to_owned);
        Self { table, column, key, value }
    }
}

/// A cell as a file.
#[derive(Debug)]
pub struct CellFile {
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
    pub name: String,
    /// Whether a browser may show it.
    pub is_shown: bool,
}

/// `GET .../tables/{tableId}/columns/{columnName}/files/{primaryKey}/{equalsValue}`
///
/// # Errors
/// As [`access::find`] for the right to read; `NotFound` for an unknown table, column or row and for an empty cell;
/// `Invalid` for what is no row id, and for several rows.
pub async fn get(app: &App, asking: Asking<'_>, key: &Key, place: &CellPlace) -> Result<CellFile> {
    let found = access::open(app, asking, key, DatabaseRight::Read).await?;
    let plan = located(app, &found, place).await?;
    let (table, column) = (plan.table.name.clone(), plan.column.name.clone());
    let done = work::run(app, asking.actor, &found, Work::Cell(plan), Note::new("file", "")).await?;
    let (bytes, is_text) = match done.cell {
        Some(Cell::Bytes(text)) => (BASE64.decode(text).map_err(AppError::internal)?, false),
        Some(Cell::Text(text)) => (text.into_bytes(), true),
        Some(Cell::Null) => return Err(AppError::not_found("The cell is empty")),
        Some(Cell::Many) => return Err(several(place)),
        Some(Cell::NoRow) | None => return Err(AppError::not_found("Row not found")),
    };
    let picture = if is_text { None } else { picture(&bytes) };
    let (media_type, ending) =
        picture.unwrap_or(if is_text { ("text/plain; charset=utf-8", "txt") } else { ("application/octet-stream", "bin") });
    let value: String = place.value.chars().take(60).collect();
    Ok(CellFile { bytes, media_type, name: format!("{table}-{column}-{value}.{ending}"), is_shown: picture.is_some() })
}

/// Whether the caller may write cells at all: asked before the bytes are taken.
///
/// # Errors
/// As [`access::find`] for the right to change rows.
pub async fn may_put(app: &App, asking: Asking<'_>, key: &Key) -> Result<()> {
    access::open(app, asking, key, DatabaseRight::Change).await.map(drop)
}

/// `PUT` of the same address.
///
/// # Errors
/// As [`get`] for the right to change rows; `TooLarge` for more bytes than a cell holds.
pub async fn put(app: &App, caller: Caller<'_>, key: &Key, place: &CellPlace, bytes: Vec<u8>) -> Result<()> {
    let found = access::open(app, caller.asking(), key, DatabaseRight::Change).await?;
    let limits = work::limits(app);
    if bytes.len() as u64 > limits.max_cell_bytes {
        return Err(AppError::new(Kind::TooLarge, format!("A cell holds at most {} bytes", limits.max_cell_bytes)));
    }
    let plan = located(app, &found, place).await?;
    let keys = plan.filter.conditions.iter().map(|condition| condition.column.clone()).collect();
    let said = format!("a file of {} bytes into {} of {}", bytes.len(), plan.column.name, plan.table.name);
    let update = UpdatePlan {
        table: plan.table,
        set: vec![(plan.column, Input::Bytes(BASE64.encode(bytes)))],
        filter: plan.filter,
        expected: Some(Expected { columns: keys, version: None, told: false }),
        returning: Vec::new(),
    };
    let work = Work::Rows(vec![RowChange::Update(update)]);
    match work::attempt(app, caller.actor, &found, work, limits, Note::new("file", said)).await? {
        Worked::Done(_) => Ok(()),
        Worked::Clash(clash) if clash.met > 1 => Err(several(place)),
        Worked::Clash(_) => Err(AppError::not_found("Row not found")),
    }
}

fn several(place: &CellPlace) -> AppError {
    AppError::invalid(format!("Multiple rows with the same {} exist", place.key))
}

async fn located(app: &App, found: &Found, place: &CellPlace) -> Result<CellPlan> {
    let known = shape::known(app, found).await?;
    let table = schema::table(&known.schema, &place.table)?;
    let column = find(table, &place.column).ok_or_else(column_not_found)?;
    let key = key_column(table, &known.written(table), &place.key).ok_or_else(column_not_found)?;
    let value = key_value(&key, &place.value)?;
    let filter = PlanFilter { conditions: vec![PlanCondition { column: key, op: Op::Eq, values: vec![value] }], ..PlanFilter::default() };
    Ok(CellPlan { table: table.at.clone(), column: PlanColumn::of(column), filter })
}

/// The column of that name, or the number of the row.
fn key_column(table: &Table, written: &Written, name: &str) -> Option<PlanColumn> {
    let is_number = ["rowid", "_rowid_", "oid"].iter().any(|own| own.eq_ignore_ascii_case(name));
    let has_numbers = table.kind != TableKind::View && !written.without_rowid;
    match find(table, name) {
        Some(column) => Some(PlanColumn::of(column)),
        None => (is_number && has_numbers).then(|| definitions::rowid(&name.to_ascii_lowercase())),
    }
}

fn key_value(key: &PlanColumn, text: &str) -> Result<Value> {
    let is_rowid = key.full_type == "INTEGER" && !key.nullable && key.kind == value::Kind::Integer;
    Ok(match key.kind {
        value::Kind::Integer | value::Kind::Boolean => match text.parse() {
            Ok(number) => Value::Int(number),
            Err(_) if is_rowid => return Err(AppError::invalid("Invalid rowid")),
            Err(_) => Value::Text(text.to_owned()),
        },
        value::Kind::Number => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Value::Float(number),
            _ => Value::Text(text.to_owned()),
        },
        _ => Value::Text(text.to_owned()),
    })
}

/// The picture that bytes begin as, and the ending of such a file. SVG is none here: it can hold scripts.
fn picture(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let at = |from: usize, text: &[u8]| bytes.get(from..from + text.len()) == Some(text);
    Some(if at(0, b"\x89PNG\r\n\x1a\n") {
        ("image/png", "png")
    } else if at(0, b"\xff\xd8\xff") {
        ("image/jpeg", "jpg")
    } else if at(0, b"GIF87a") || at(0, b"GIF89a") {
        ("image/gif", "gif")
    } else if at(0, b"RIFF") && at(8, b"WEBP") {
        ("image/webp", "webp")
    } else if at(4, b"ftypavif") || at(4, b"ftypavis") {
        ("image/avif", "avif")
    } else {
        return None;
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_are_shown() {
        for (bytes, media) in [
            (&b"\x89PNG\r\n\x1a\nrest"[..], Some("image/png")),
            (b"\xff\xd8\xff\xe0", Some("image/jpeg")),
            (b"GIF89a<script>", Some("image/gif")),
            (b"RIFF\0\0\0\0WEBPVP8 ", Some("image/webp")),
            (b"\0\0\0\x1cftypavif", Some("image/avif")),
            (b"<svg xmlns='http://www.w3.org/2000/svg'>", None),
            (b"<!doctype html>", None),
            (b"%PDF-1.7", None),
            (b"", None),
            (b"\x89PNG", None),
        ] {
            assert_eq!(picture(bytes).map(|(media, _)| media), media, "{bytes:?}");
        }
    }
}
