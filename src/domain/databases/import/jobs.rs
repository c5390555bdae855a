//! Imports under way. They live in memory: a server that ends ends them, and nothing of them is saved then.

use super::{Analysis, Watch, analysed, written};
use crate::{
    domain::{
        App,
        actor::Actor,
        databases::{
            access::{self, Asking, Found, Key},
            create::Sent,
            schema, work,
        },
    },
    error::{AppError, Result},
    model::{
        csv_import::{ImportChoices, ImportPreview, ImportState, ImportStatus},
        database_right::DatabaseRight,
        schema::{Schema, Table, TableKind},
    },
};
use moka::sync::Cache;
use std::{
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    time::Duration,
};

/// How long an import that ended is remembered.
const REMEMBERED: Duration = Duration::from_secs(3_600);

/// Imports by id.
pub struct Jobs(Cache<String, Arc<Job>>);

impl Default for Jobs {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(10_000).time_to_live(REMEMBERED).build())
    }
}

/// One import. Its id is the one under which the engine does it.
struct Job {
    id: String,
    folder: String,
    table: String,
    bytes: u64,
    watch: Arc<Watch>,
    end: Mutex<End>,
}

#[derive(Clone, Debug)]
enum End {
    Checking,
    /// With the length of the file's journal before.
    Writing(u64),
    Done(u64),
    Failed(String),
    Cancelled,
}

impl Job {
    fn end(&self) -> End {
        self.end.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, end: End) {
        *self.end.lock().unwrap_or_else(PoisonError::into_inner) = end;
    }

    fn is_running(&self) -> bool {
        matches!(self.end(), End::Checking | End::Writing(_))
    }

    /// Looking at the values is one half of the work and writing them the other. What is written stands in the journal
    /// first, which grows about as the file is long.
    fn state(&self, app: &App) -> ImportState {
        let (mut rows, mut error) = (None, None);
        let (status, done) = match self.end() {
            End::Checking => (ImportStatus::Checking, self.watch.read.load(Ordering::Relaxed) / 2),
            End::Writing(before) => {
                let journal = journal(app, &self.folder).saturating_sub(before).min(self.bytes);
                (ImportStatus::Writing, self.bytes / 2 + journal / 2)
            }
            End::Done(count) => {
                rows = Some(count);
                (ImportStatus::Done, self.bytes)
            }
            End::Failed(text) => {
                error = Some(text);
                (ImportStatus::Failed, 0)
            }
            End::Cancelled => (ImportStatus::Cancelled, 0),
        };
        ImportState { id: self.id.clone(), table: self.table.clone(), status, bytes: self.bytes, bytes_done: done, rows, error }
    }
}

fn journal(app: &App, folder: &str) -> u64 {
    let path = app.settings.hosting.folder.join(folder).join("data.sqlite-wal");
    std::fs::metadata(path).map_or(0, |metadata| metadata.len())
}

/// An import that was checked and may begin.
struct Ready {
    found: Found,
    schema: Arc<Schema>,
    table: String,
}

impl Ready {
    fn existing(&self) -> Option<&Table> {
        self.schema.tables.iter().find(|table| table.at.name.eq_ignore_ascii_case(&self.table))
    }
}

async fn ready(app: &App, asking: Asking<'_>, key: &Key, sent: &Sent, choices: &ImportChoices) -> Result<Ready> {
    let found = access::open(app, asking, key, DatabaseRight::Insert).await?;
    sent.file()?;
    let schema = schema::of(app, &found).await?;
    let table = choices.table.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| sent.stem());
    let ready = Ready { found, schema, table };
    match ready.existing() {
        None => {
            access::open(app, asking, key, DatabaseRight::Structure).await?;
            ready.found.must_be_unlocked()?;
        }
        Some(table) if table.kind != TableKind::Table => {
            return Err(AppError::field("table", format!("\"{}\" is no table that rows can be imported into", table.name)));
        }
        Some(_) => {}
    }
    Ok(ready)
}

/// What is in a file, without importing it.
///
/// # Errors
/// As [`begin`].
pub async fn preview(app: &App, asking: Asking<'_>, key: &Key, sent: &Sent, choices: &ImportChoices) -> Result<ImportPreview> {
    let ready = ready(app, asking, key, sent, choices).await?;
    let Analysis { layout, encoding, header, columns, rows, bytes } =
        analysed(app, sent.file()?.path(), choices, Arc::default(), false).await?;
    let text = |byte: u8| char::from(byte).to_string();
    Ok(ImportPreview {
        exists: ready.existing().is_some(),
        table: ready.table,
        delimiter: text(layout.delimiter),
        quote: layout.quote.map(text).unwrap_or_default(),
        encoding: encoding.name().to_ascii_lowercase(),
        header,
        columns,
        rows,
        bytes,
    })
}

/// Begins an import, which goes on without its caller.
///
/// # Errors
/// `NotFound` for what is hidden, `Forbidden`, `Invalid`, and `Conflict` while another import into the database is under
/// way. What is wrong with the file says [`state`] later.
pub async fn begin(app: &App, asking: Asking<'_>, key: &Key, sent: Arc<Sent>, choices: ImportChoices) -> Result<ImportState> {
    let ready = ready(app, asking, key, &sent, &choices).await?;
    let job = Arc::new(Job {
        id: nanoid::nanoid!(),
        folder: ready.found.row.folder.clone(),
        table: ready.table.clone(),
        bytes: sent.file()?.length,
        watch: Arc::default(),
        end: Mutex::new(End::Checking),
    });
    let jobs = &app.memory.imports.0;
    if jobs.iter().any(|(_, other)| other.folder == job.folder && other.is_running()) {
        return Err(AppError::conflict("Another file is being imported into this database. Wait for its end, or stop it."));
    }
    jobs.insert(job.id.clone(), job.clone());
    let (app_of, actor, running) = (app.clone(), asking.actor.cloned(), job.clone());
    tokio::spawn(async move {
        let app = app_of;
        let end = match run(&app, actor.as_ref(), &ready, &sent, &choices, &running).await {
            Ok(rows) => End::Done(rows),
            Err(_) if running.watch.stop.load(Ordering::Relaxed) => End::Cancelled,
            Err(error) => End::Failed(error.text),
        };
        running.set(end);
        // The file goes with the last who holds it.
        drop(sent);
    });
    Ok(job.state(app))
}

async fn run(app: &App, actor: Option<&Actor>, ready: &Ready, sent: &Sent, choices: &ImportChoices, job: &Job) -> Result<u64> {
    let path = sent.file()?.path();
    let analysis = analysed(app, path, choices, job.watch.clone(), true).await?;
    let import = analysis.import(path, &ready.table, ready.existing(), choices)?;
    job.set(End::Writing(journal(app, &job.folder)));
    if job.watch.stop.load(Ordering::Relaxed) {
        return Err(AppError::conflict("The import was stopped"));
    }
    Ok(written(app, actor, &ready.found, &job.id, import).await?.changes)
}

async fn found(app: &App, asking: Asking<'_>, key: &Key, id: &str) -> Result<Arc<Job>> {
    let found = access::open(app, asking, key, DatabaseRight::Insert).await?;
    let job = app.memory.imports.0.get(id).filter(|job| job.folder == found.row.folder);
    job.ok_or_else(|| AppError::not_found("There is no such import, or it ended long ago"))
}

/// How far an import is.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn state(app: &App, asking: Asking<'_>, key: &Key, id: &str) -> Result<ImportState> {
    Ok(found(app, asking, key, id).await?.state(app))
}

/// Stops an import; nothing of it is left. One that has ended stays as it is.
///
/// # Errors
/// As [`state`].
pub async fn cancel(app: &App, asking: Asking<'_>, key: &Key, id: &str) -> Result<ImportState> {
    let job = found(app, asking, key, id).await?;
    if job.is_running() {
        job.watch.stop.store(true, Ordering::Relaxed);
        work::stop(app, &job.id).await;
    }
    Ok(job.state(app))
}
