//! The content of a database is replaced by that of a file.

use super::{
    access::{self, Found, Key},
    caller::Caller,
    copies,
    create::Sent,
    life, schema,
    work::{self, Note},
};
use crate::{
    domain::{
        App,
        audit::{self, Object},
    },
    error::{AppError, Kind, Result},
    model::{
        audit::Verb,
        database::NewDatabase,
        database_right::DatabaseRight,
        time::Timestamp,
        work::{FileWork, Work},
    },
    store,
};

/// Whether the caller may replace it: asked before the first byte is read.
///
/// # Errors
/// As [`access::find`]; `Forbidden` while the structure is locked.
pub async fn may_replace(app: &App, caller: Caller<'_>, key: &Key) -> Result<Found> {
    let found = access::open(app, caller.asking(), key, DatabaseRight::Structure).await?;
    found.must_be_unlocked()?;
    Ok(found)
}

/// `PUT /dbs/{dbId}`: in one step, for readers too. What it was is kept as a copy.
///
/// # Errors
/// As [`may_replace`]; `Database` with the field `file` for a file that is not sound or larger than a database may be.
pub async fn replace(app: &App, caller: Caller<'_>, key: &Key, sent: &Sent) -> Result<NewDatabase> {
    let found = may_replace(app, caller, key).await?;
    let file = sent.file()?;
    if !file.is_sqlite {
        return Err(AppError::field(
            "file",
            "The content is replaced by an SQLite file. Rows of a CSV file can be imported into a table instead.",
        ));
    }
    let path = file.path().to_owned();
    let note = |what: &str| Note::new("file", what);
    let named = |error: AppError| match error.kind {
        Kind::Database => AppError { field: Some("file".into()), ..error },
        _ => error,
    };
    work::run(app, caller.actor, &found, Work::File(FileWork::Check(path.clone())), note("")).await.map_err(named)?;
    copies::before(app, caller.actor, &found, "replacing the file").await?;
    // It may have been deleted or locked while the file came and was looked at.
    let found = may_replace(app, caller, key).await?;
    work::run(app, caller.actor, &found, Work::File(FileWork::Replace(path)), note("the whole file was replaced")).await.map_err(named)?;
    schema::forget(app, &found.row.folder);
    let (size, _) = life::measure(app, &found.row).await;
    let mut tx = app.store.begin().await?;
    store::databases::touch(&mut tx, &found.row.id, size, Timestamp::now()).await?;
    audit::done(&mut tx, caller.by(), Verb::Imported, &Object::database(&found.row).saying("the whole file was replaced")).await?;
    tx.commit().await?;
    Ok(NewDatabase { id: found.row.id, owner_name: found.row.team_name, ownership_utc: found.row.owned_at })
}
