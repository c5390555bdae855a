//! Kept copies of one moment each: made by hand, and by themselves before what cannot be taken back.

use super::{
    access::{self, Asking, Found, Key},
    life, schema, staging,
    work::{self, Note},
};
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
    },
    error::{AppError, Result},
    model::{
        audit::Verb,
        database_copies::DatabaseCopy,
        database_right::DatabaseRight,
        time::Timestamp,
        ulid::CopyId,
        work::{FileWork, Work},
    },
    store::{self, Db, database_copies::CopyRow},
};
use std::path::PathBuf;

/// The reason of those that somebody asked for.
const MANUAL: &str = "manual";
/// Most of those that were made by themselves; the oldest goes for a new one.
const MOST_AUTOMATIC: usize = 10;
/// Most of those that somebody asked for.
const MOST_MANUAL: usize = 20;
/// Characters of a reason.
const REASON: usize = 200;

fn shown(row: CopyRow) -> DatabaseCopy {
    DatabaseCopy { created_utc: row.made_at, created_by: row.made_by, id: row.id, reason: row.reason, size: row.size }
}

fn path(app: &App, found: &Found, id: &CopyId) -> PathBuf {
    life::folder(app, &found.row).join("copies").join(file_name(id))
}

/// The name of the file of a copy.
pub(super) fn file_name(id: &CopyId) -> String {
    format!("{id}.sqlite")
}

/// Keeps a copy before something is changed that cannot be taken back. `reason` says what: `DROP TABLE orders`.
///
/// # Errors
/// `Unavailable` when it cannot be kept; the change is not to be made then.
pub async fn before(app: &App, actor: Option<&Actor>, found: &Found, reason: &str) -> Result<()> {
    keep(app, actor, found, reason, None).await.map(drop)
}

/// `GET /api/dbs/{dbId}/copies`, the newest first.
pub async fn list(app: &App, actor: &Actor, key: &Key) -> Result<Vec<DatabaseCopy>> {
    let mut db = app.store.read().await?;
    let found = access::find(&mut db, Asking { actor: Some(actor) }, key, DatabaseRight::Settings).await?;
    Ok(store::database_copies::all(&mut db, &found.row.id).await?.into_iter().map(shown).collect())
}

/// `POST /api/dbs/{dbId}/copies`.
///
/// # Errors
/// `Conflict` when there are as many as may be.
pub async fn create(app: &App, actor: &Actor, key: &Key) -> Result<DatabaseCopy> {
    let found = access::open(app, Asking { actor: Some(actor) }, key, DatabaseRight::Settings).await?;
    let row = keep(app, Some(actor), &found, MANUAL, None).await?;
    Ok(shown(row))
}

/// `POST /api/dbs/{dbId}/copies/{copyId}/restore`: the database is what it was then, in one step. What it is now is kept
/// as a copy first.
///
/// # Errors
/// As [`access::find`]; `NotFound` for a copy that is not there; `Forbidden` while the structure is locked.
pub async fn restore(app: &App, actor: &Actor, key: &Key, id: &str) -> Result<()> {
    let asking = Asking { actor: Some(actor) };
    let found = access::open(app, asking, key, DatabaseRight::Settings).await?;
    found.must_be_unlocked()?;
    let copy = one(&mut *app.store.read().await?, &found, id).await?;
    keep(app, Some(actor), &found, "restoring a copy", Some(&copy.id)).await?;
    let note = Note::new("file", format!("the copy of {} was restored", copy.made_at));
    let file = path(app, &found, &copy.id);
    work::run(app, Some(actor), &found, Work::File(FileWork::Replace(file)), note).await?;
    schema::forget(app, &found.row.folder);
    let (size, _) = life::measure(app, &found.row).await;
    let mut tx = app.store.begin().await?;
    store::databases::touch(&mut tx, &found.row.id, size, Timestamp::now()).await?;
    audit::done(&mut tx, actor, Verb::Restored, &Object::database(&found.row).saying(format!("copy of {}", copy.made_at))).await?;
    Ok(tx.commit().await?)
}

/// `DELETE /api/dbs/{dbId}/copies/{copyId}`.
pub async fn delete(app: &App, actor: &Actor, key: &Key, id: &str) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let found = access::locked(&mut tx, Asking { actor: Some(actor) }, key, DatabaseRight::Settings).await?;
    let copy = one(&mut tx, &found, id).await?;
    store::database_copies::delete(&mut tx, &copy.id).await?;
    audit::done(&mut tx, actor, Verb::Changed, &Object::database(&found.row).saying("copy deleted")).await?;
    tx.commit().await?;
    remove(app, &found, &copy.id).await;
    Ok(())
}

async fn one(db: &mut Db, found: &Found, id: &str) -> Result<CopyRow> {
    let id = CopyId::parse(id);
    let all = store::database_copies::all(db, &found.row.id).await?;
    all.into_iter().find(|copy| Some(&copy.id) == id.as_ref()).ok_or_else(|| AppError::not_found("Copy not found"))
}

/// Makes a copy; `spared` stays even when it is the oldest.
async fn keep(app: &App, actor: Option<&Actor>, found: &Found, reason: &str, spared: Option<&CopyId>) -> Result<CopyRow> {
    let id = CopyId::new();
    let file = path(app, found, &id);
    if let Some(folder) = file.parent() {
        staging::make_folder(folder).await.map_err(|error| staging::unwritable(&error))?;
    }
    let made = work::run(app, actor, found, Work::File(FileWork::CopyTo(file.clone())), Note::new("file", "")).await;
    let noted = match made {
        Ok(_) => note(app, actor, found, reason, id.clone(), spared).await,
        Err(error) => Err(error),
    };
    if noted.is_err() {
        remove(app, found, &id).await;
    }
    let (row, gone) = noted?;
    for old in gone {
        remove(app, found, &old).await;
    }
    Ok(row)
}

/// Writes it down, and answers those that make room for it.
async fn note(
    app: &App,
    actor: Option<&Actor>,
    found: &Found,
    reason: &str,
    id: CopyId,
    spared: Option<&CopyId>,
) -> Result<(CopyRow, Vec<CopyId>)> {
    let size = tokio::fs::metadata(path(app, found, &id)).await.map_err(AppError::internal)?.len();
    let mut tx = app.store.begin().await?;
    if store::databases::lock(&mut tx, &found.row.id).await?.is_none() {
        return Err(access::not_found());
    }
    let made_by = match actor {
        Some(actor) => actor.stored(&mut tx).await?.username,
        None => "anonymous".to_owned(),
    };
    let reason = reason.chars().take(REASON).collect();
    let row = CopyRow { id, reason, size: i64::try_from(size).unwrap_or(i64::MAX), made_by, made_at: Timestamp::now() };
    store::database_copies::insert(&mut tx, &found.row.id, &row).await?;
    let all = store::database_copies::all(&mut tx, &found.row.id).await?;
    let (manual, automatic): (Vec<_>, Vec<_>) = all.into_iter().partition(|copy| copy.reason == MANUAL);
    if row.reason == MANUAL && manual.len() > MOST_MANUAL {
        return Err(AppError::conflict(format!("A database has at most {MOST_MANUAL} copies that somebody made. Delete one first.")));
    }
    let mut gone = Vec::new();
    for old in automatic.into_iter().skip(MOST_AUTOMATIC).filter(|old| Some(&old.id) != spared) {
        store::database_copies::delete(&mut tx, &old.id).await?;
        gone.push(old.id);
    }
    if row.reason == MANUAL
        && let Some(actor) = actor
    {
        audit::done(&mut tx, actor, Verb::BackedUp, &Object::database(&found.row)).await?;
    }
    tx.commit().await?;
    Ok((row, gone))
}

async fn remove(app: &App, found: &Found, id: &CopyId) {
    if let Err(error) = tokio::fs::remove_file(path(app, found, id)).await
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::error!(database = %found.row.folder, copy = %id, "the file of a copy could not be removed: {error}");
    }
}
