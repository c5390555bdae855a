//! Files that people sent from a page, for a new database or for a table that is there. An SQLite file becomes one at once; a CSV file waits
//! until its sender has seen what becomes of it. What was refused waits too: a browser that sent a file by itself has no
//! other way to learn why.

use crate::{
    domain::{
        App,
        actor::Actor,
        databases::{self, Caller, Sent, access::Asking, create, import as imports},
    },
    error::{AppError, Result},
    model::{
        csv_import::{ImportChoices, ImportState, ImportTarget},
        database_right::DatabaseRight,
        desk::{ImportBegun, ImportIdInput, ImportRowsInput, ImportUploadInput, MadeDatabase, Upload, UploadColumn, UploadInput},
        id::AccountId,
        ulid::DatabaseId,
    },
};
use moka::sync::Cache;
use std::{sync::Arc, time::Duration};

const NO_ROWS: &str = "An SQLite file holds whole tables. Send the rows as a CSV file, or make a new database of this one.";

/// What waits, by its id.
pub struct Uploads(Cache<String, Arc<Waiting>>);

impl Default for Uploads {
    /// An hour, and at most a hundred: a file goes with its entry.
    fn default() -> Self {
        Self(Cache::builder().max_capacity(100).time_to_live(Duration::from_secs(3_600)).build())
    }
}

pub(super) struct Waiting {
    account: AccountId,
    what: What,
}

enum What {
    File(Arc<Sent>),
    Refused(String),
}

/// Where a browser goes after it sent a file.
#[derive(Debug)]
pub enum Landed {
    Database(DatabaseId),
    /// The id of what waits.
    Waiting(String),
}

/// Takes what was sent: for a new database, or for rows of a table, which only a CSV file has.
///
/// # Errors
/// Only faults of ours: what is refused waits to be read.
pub async fn land(app: &App, caller: Caller<'_>, actor: &Actor, sent: Result<Sent>, for_rows: bool) -> Result<Landed> {
    let what = match sent {
        Ok(sent) => match sent.file() {
            Ok(file) if file.is_sqlite && for_rows => What::Refused(NO_ROWS.to_owned()),
            Ok(file) if file.is_sqlite => match databases::upload(app, caller, sent).await {
                Ok(made) => return Ok(Landed::Database(made.id)),
                Err(error) => What::Refused(error.text),
            },
            Ok(_) => match create::check_ending(&sent) {
                Ok(()) => What::File(Arc::new(sent)),
                Err(error) => What::Refused(error.text),
            },
            Err(error) => What::Refused(error.text),
        },
        Err(error) => What::Refused(error.text),
    };
    let id = nanoid::nanoid!();
    app.memory.uploads.0.insert(id.clone(), Arc::new(Waiting { account: actor.account.clone(), what }));
    Ok(Landed::Waiting(id))
}

fn waiting(app: &App, actor: &Actor, id: Option<&str>) -> Result<(String, Arc<Waiting>)> {
    let id = id.unwrap_or_default();
    let found = app.memory.uploads.0.get(id).filter(|waiting| waiting.account == actor.account);
    let found = found.ok_or_else(|| AppError::not_found("This file is not kept any more. Send it again."))?;
    Ok((id.to_owned(), found))
}

/// `getDatabaseUpload`
pub async fn upload(app: &App, actor: &Actor, input: UploadInput) -> Result<Upload> {
    actor.check_user_id(input.user_id.as_deref())?;
    let (id, waiting) = waiting(app, actor, input.upload_id.as_deref())?;
    let sent = match &waiting.what {
        What::Refused(text) => return Ok(Upload { id, refused: Some(text.clone()), ..Upload::default() }),
        What::File(sent) => sent,
    };
    match super::csv::preview(app, sent, input.delimiter.as_deref(), input.has_header).await {
        Ok(upload) => Ok(Upload { id, ..upload }),
        Err(error) => Ok(Upload { id, refused: Some(error.text), ..Upload::default() }),
    }
}

/// `importDatabaseUpload`
pub async fn import(app: &App, caller: Caller<'_>, actor: &Actor, input: ImportUploadInput) -> Result<MadeDatabase> {
    actor.check_user_id(input.user_id.as_deref())?;
    let (id, waiting) = waiting(app, actor, input.upload_id.as_deref())?;
    let What::File(sent) = &waiting.what else {
        return Err(AppError::invalid("This file was refused. Send another one."));
    };
    let made = super::csv::import(app, caller, sent, input).await?;
    app.memory.uploads.0.invalidate(&id);
    Ok(MadeDatabase { database_id: made.id, message: "Imported".to_owned() })
}

/// `importDatabaseRows`: into a table that is there; the rows that it has stay.
pub async fn import_rows(app: &App, actor: &Actor, input: ImportRowsInput) -> Result<ImportBegun> {
    let found = super::open(app, Some(actor), input.user_id.as_deref(), input.database_id.as_deref(), DatabaseRight::Insert).await?;
    let (_, table) = super::table(app, &found, input.table_name.as_deref()).await?;
    let (id, waiting) = waiting(app, actor, input.upload_id.as_deref())?;
    let What::File(sent) = &waiting.what else {
        return Err(AppError::invalid("This file was refused. Send another one."));
    };
    let target = |column: UploadColumn| {
        let name = column.name.trim().to_owned();
        (!column.skip && !name.is_empty()).then_some(ImportTarget { name, declared: None })
    };
    let columns: Vec<_> = input.columns.into_iter().map(target).collect();
    let choices = ImportChoices {
        table: Some(table.at.name),
        columns: Some(columns).filter(|columns| !columns.is_empty()),
        ..super::csv::choices(input.delimiter.as_deref(), input.has_header)
    };
    let key = super::key(input.database_id.as_deref());
    let begun = imports::begin(app, Asking { actor: Some(actor) }, &key, sent.clone(), choices).await?;
    app.memory.uploads.0.invalidate(&id);
    Ok(ImportBegun { import_id: begun.id, message: "The import has begun".to_owned() })
}

/// `getDatabaseImport`
pub async fn import_state(app: &App, actor: &Actor, input: ImportIdInput) -> Result<ImportState> {
    actor.check_user_id(input.user_id.as_deref())?;
    let (key, id) = (super::key(input.database_id.as_deref()), input.import_id.unwrap_or_default());
    imports::state(app, Asking { actor: Some(actor) }, &key, &id).await
}

/// `cancelDatabaseImport`
pub async fn import_cancel(app: &App, actor: &Actor, input: ImportIdInput) -> Result<ImportState> {
    actor.check_user_id(input.user_id.as_deref())?;
    let (key, id) = (super::key(input.database_id.as_deref()), input.import_id.unwrap_or_default());
    imports::cancel(app, Asking { actor: Some(actor) }, &key, &id).await
}
