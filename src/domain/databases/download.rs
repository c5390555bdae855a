//! The file of a database as it is at one moment, also while it is written to.

use super::{
    access::{self, Found, Key},
    caller::Caller,
    staging,
    work::{self, Note},
};
use crate::{
    domain::{
        App,
        audit::{self, Object},
    },
    error::{AppError, Result},
    model::{
        audit::Verb,
        database_right::DatabaseRight,
        work::{FileWork, Work},
    },
};
use tempfile::TempPath;
use tokio::fs::File;

/// A copy that nobody else has. Nothing of it is left when it is dropped.
#[derive(Debug)]
pub struct Copied {
    pub file: File,
    pub length: u64,
    /// As it is saved.
    pub name: String,
}

/// A copy of one moment in the folder of files on their way.
pub(super) async fn copy(app: &App, caller: Caller<'_>, found: &Found) -> Result<TempPath> {
    let place = staging::place(app, "copy").await?;
    work::run(app, caller.actor, found, Work::File(FileWork::CopyTo(place.to_path_buf())), Note::new("file", "")).await?;
    Ok(place)
}

/// `GET /dbs/{dbId}/download`.
///
/// # Errors
/// As [`access::find`], and `Unavailable`.
pub async fn download(app: &App, caller: Caller<'_>, key: &Key) -> Result<Copied> {
    let found = access::open(app, caller.asking(), key, DatabaseRight::Read).await?;
    let place = copy(app, caller, &found).await?;
    let file = File::open(&place).await.map_err(AppError::internal)?;
    // On Unix an open file goes on without its name: whatever ends the server leaves nothing behind.
    drop(place);
    let length = file.metadata().await.map_err(AppError::internal)?.len();
    let mut tx = app.store.begin().await?;
    audit::done(&mut tx, caller.by(), Verb::Exported, &Object::database(&found.row).saying("the whole file")).await?;
    tx.commit().await?;
    Ok(Copied { file, length, name: format!("{}.sqlite", found.row.name) })
}
