//! One row as a plain form sends it.

use super::{keys, one, save, values};
use crate::{
    domain::{App, actor::Actor},
    error::{AppError, Result},
    model::{
        database_right::DatabaseRight,
        desk::{Clashed, RowEdit, RowFormInput, SavedRow, What},
        outcome::Message,
        schema::Table,
    },
};

/// `saveDatabaseRow`: makes a row, or changes the cells of one that say something else than it does.
pub async fn save_row(app: &App, actor: &Actor, input: RowFormInput) -> Result<SavedRow> {
    let found = super::open(app, Some(actor), input.user_id.as_deref(), input.database_id.as_deref(), DatabaseRight::Read).await?;
    let (_, table) = super::table(app, &found, input.table_name.as_deref()).await?;
    let key = input.key.filter(|key| !key.is_empty());
    let mut cells = input.cells;
    let edit = match &key {
        None => {
            // An empty field of a form says nothing.
            cells.retain(|cell| cell.null || !cell.keep && cell.text.as_ref().is_some_and(|text| !text.is_empty()));
            RowEdit { what: What::Insert, cells, ..RowEdit::default() }
        }
        Some(key) => {
            let now = one::whole(app, &found, &table, key).await?.ok_or_else(keys::missing)?;
            if input.row_version.as_ref().is_some_and(|version| *version != now.version) {
                return Err(changed(&table, &Clashed { now: Some(now.row), ..Clashed::default() }));
            }
            let place = |name: &str| table.columns.iter().position(|column| column.name == name);
            cells.retain(|cell| place(&cell.column).and_then(|at| now.row.get(at)).is_none_or(|value| !values::is_same(cell, value)));
            if cells.is_empty() {
                return Ok(SavedRow { message: "Nothing was changed".into(), key: key.clone() });
            }
            RowEdit { what: What::Update, key: Some(key.clone()), version: Some(now.version), cells }
        }
    };
    let saved = save::apply(app, actor, &found, &table, std::slice::from_ref(&edit)).await?;
    if let Some(clash) = saved.clash {
        return Err(changed(&table, &clash));
    }
    // The way back names the row as it is called now.
    let named = saved.undo.first().and_then(|undo| undo.key.clone()).or(key).unwrap_or_default();
    Ok(SavedRow { message: saved.message, key: named })
}

/// `deleteDatabaseRow`
pub async fn delete_row(app: &App, actor: &Actor, input: RowFormInput) -> Result<Message> {
    let found = super::open(app, Some(actor), input.user_id.as_deref(), input.database_id.as_deref(), DatabaseRight::Read).await?;
    let (_, table) = super::table(app, &found, input.table_name.as_deref()).await?;
    let edit = RowEdit { what: What::Delete, key: input.key, version: input.row_version, cells: Vec::new() };
    let saved = save::apply(app, actor, &found, &table, &[edit]).await?;
    match saved.clash {
        Some(clash) => Err(changed(&table, &clash)),
        None => Ok(Message { message: saved.message }),
    }
}

/// What a form is told whose row is another by now: what that row says.
fn changed(table: &Table, clash: &Clashed) -> AppError {
    let Some(row) = &clash.now else { return AppError::conflict("Somebody deleted this row meanwhile.") };
    let said: Vec<String> = table
        .columns
        .iter()
        .zip(row)
        .map(|(column, value)| {
            let mut text: String = value.display().chars().take(60).collect();
            if value.is_null() {
                text = "NULL".to_owned();
            }
            format!("{}: {text}", column.name)
        })
        .collect();
    AppError::conflict(format!(
        "Somebody changed this row meanwhile. It says now: {}. Open it again, then repeat your change.",
        said.join("; ")
    ))
}
