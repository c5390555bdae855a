//! CSV files into tables. A file is looked at as a whole before its rows are written, so that a column is one of numbers only
//! when all of its values are; then the engine reads it in one transaction.

pub mod analysis;
mod infer;
pub mod jobs;
mod sniff;
pub mod texts;

pub use jobs::{Jobs, begin, cancel, preview, state};

use super::{
    access::Found,
    work::{self, Note, Worked},
};
use crate::{
    domain::{App, actor::Actor},
    error::{AppError, Result},
    model::{
        csv_import::ImportChoices,
        work::{CsvImport, Done, FileWork, Work, WorkLimits},
    },
};
use analysis::{Analysis, Watch, analyse};
use std::{path::Path, sync::Arc};

/// Longest time that the rows of a file may take, in milliseconds.
const TIMEOUT_MS: u64 = 600_000;

fn limits(app: &App) -> WorkLimits {
    WorkLimits { timeout_ms: TIMEOUT_MS, ..work::limits(app) }
}

async fn analysed(app: &App, path: &Path, choices: &ImportChoices, watch: Arc<Watch>, whole: bool) -> Result<Analysis> {
    let (path, choices, most) = (path.to_owned(), choices.clone(), app.settings.hosting.columns);
    let looking = tokio::task::spawn_blocking(move || analyse(&path, &choices, most, &watch, whole));
    looking.await.map_err(AppError::internal)?
}

/// The rows of an import, written under the id `request`, by which they can be stopped.
async fn written(app: &App, actor: Option<&Actor>, found: &Found, request: &str, import: CsvImport) -> Result<Done> {
    let note = Note::new("file", format!("import into {}", import.table.name));
    let work = Work::File(FileWork::ImportCsv(Box::new(import)));
    match work::attempt_as(app, actor, found, request, work, limits(app), note).await? {
        Worked::Done(done) => Ok(done),
        Worked::Clash(_) => Err(AppError::internal("an import clashed")),
    }
}

/// What is in the beginning of a file that belongs to no database yet.
///
/// # Errors
/// `Invalid` for one that cannot be read so.
pub(super) async fn look(app: &App, path: &Path, choices: &ImportChoices) -> Result<Analysis> {
    analysed(app, path, choices, Arc::default(), false).await
}

/// A file into the table `table` that is made for it.
///
/// # Errors
/// `Invalid` and `Database`, with what does not fit.
pub async fn into_new(app: &App, actor: Option<&Actor>, found: &Found, path: &Path, table: &str, choices: &ImportChoices) -> Result<Done> {
    let analysis = analysed(app, path, choices, Arc::default(), true).await?;
    let import = analysis.import(path, table, None, choices)?;
    written(app, actor, found, &nanoid::nanoid!(), import).await
}
