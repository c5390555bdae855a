//! Where the file of a database is, how large it is, and how it goes.

use super::{access, schema};
use crate::{
    domain::App,
    model::{
        engine::EngineKind,
        time::Timestamp,
        work::{FileWork, Work, WorkLimits, WorkRequest},
    },
    store::databases::DatabaseRow,
};
use std::{
    io,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// The file in the folder of a database.
pub(super) const FILE: &str = "data.sqlite";

/// Everything that lies on the disk for a database.
pub(super) fn folder(app: &App, row: &DatabaseRow) -> PathBuf {
    app.settings.hosting.folder.join(&row.folder)
}

/// Bytes of the file with what waits beside it, and when it was changed last.
pub(super) async fn measure(app: &App, row: &DatabaseRow) -> (i64, Timestamp) {
    let folder = folder(app, row);
    let (mut size, mut changed) = (0_u64, row.modified_at);
    for name in [FILE, "data.sqlite-wal"] {
        let Ok(facts) = tokio::fs::metadata(folder.join(name)).await else { continue };
        size += facts.len();
        if let Some(at) = facts.modified().ok().filter(|_| facts.len() > 0).and_then(timestamp) {
            changed = changed.max(at);
        }
    }
    (i64::try_from(size).unwrap_or(i64::MAX), changed)
}

fn timestamp(at: SystemTime) -> Option<Timestamp> {
    let since = at.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok().map(Timestamp)
}

/// Closes the file in the process of the team that it belonged to.
pub(super) async fn close(app: &App, row: &DatabaseRow) {
    let request = WorkRequest { id: nanoid::nanoid!(), work: Work::File(FileWork::Close), limits: WorkLimits::default() };
    if let Err(error) = app.engines.of(EngineKind::Hosted).work(&access::target(row), request).await {
        // A process that has it open goes on with a file that nobody finds.
        tracing::warn!(database = %row.folder, "a database could not be closed: {error}");
    }
    schema::forget(app, &row.folder);
}

/// Closes and removes the file and its copies. For a database without a row.
pub(crate) async fn remove_file(app: &App, row: &DatabaseRow) {
    close(app, row).await;
    if let Err(error) = remove_folder(&folder(app, row)).await {
        tracing::error!(database = %row.folder, "the folder of a deleted database could not be removed and is tried again later: {error}");
    }
}

/// A folder that is not there is removed already.
pub(super) async fn remove_folder(folder: &Path) -> io::Result<()> {
    match tokio::fs::remove_dir_all(folder).await {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}
