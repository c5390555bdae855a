//! Asking the engine of hosted databases to read and to write, with the limits of this server, and what follows a change.

use super::{access::Found, schema};
use crate::{
    domain::{App, actor::Actor},
    engines::RowStream,
    error::{AppError, Kind, Result},
    model::{
        engine::{EngineError, EngineKind, ReadLimits, ReadRequest, ResultColumn, Step},
        plan::Plan,
        time::Timestamp,
        value::Row,
        work::{Clash, Done, Outcome, Work, WorkLimits, WorkRequest},
    },
    store::{self, database_parts::ChangeRow},
};

/// What the log of a database with auditing says about a change.
#[derive(Clone, Debug)]
pub struct Note {
    /// sql, rows, structure or file.
    pub kind: &'static str,
    /// The statement as it was written, or the change in words.
    pub statement: String,
}

impl Note {
    pub fn new(kind: &'static str, statement: impl Into<String>) -> Self {
        Self { kind, statement: statement.into() }
    }
}

/// How a piece of work ended that somebody else may have been quicker than.
#[derive(Debug)]
pub enum Worked {
    Done(Done),
    Clash(Clash),
}

/// What this server lets a database become.
pub fn limits(app: &App) -> WorkLimits {
    let hosting = &app.settings.hosting;
    WorkLimits {
        max_database_bytes: hosting.database_bytes,
        max_tables: hosting.tables,
        max_columns: hosting.columns,
        max_table_rows: hosting.rows,
        ..WorkLimits::default()
    }
}

/// Does a piece of work that nobody can be quicker than.
///
/// # Errors
/// What the database refuses in its words (`Database`), and `Unavailable` when it could not be tried.
pub async fn run(app: &App, actor: Option<&Actor>, found: &Found, work: Work, note: Note) -> Result<Done> {
    match attempt(app, actor, found, work, limits(app), note).await? {
        Worked::Done(done) => Ok(done),
        Worked::Clash(_) => Err(AppError::conflict("The row was changed meanwhile. Load it again, then repeat the change.")),
    }
}

/// Does a piece of work.
///
/// # Errors
/// As [`run`].
pub async fn attempt(app: &App, actor: Option<&Actor>, found: &Found, work: Work, limits: WorkLimits, note: Note) -> Result<Worked> {
    attempt_as(app, actor, found, &nanoid::nanoid!(), work, limits, note).await
}

/// Does a piece of work under an id by which it can be stopped.
///
/// # Errors
/// As [`run`].
pub async fn attempt_as(
    app: &App,
    actor: Option<&Actor>,
    found: &Found,
    id: &str,
    work: Work,
    limits: WorkLimits,
    note: Note,
) -> Result<Worked> {
    let request = WorkRequest { id: id.to_owned(), work, limits };
    match tried(app, actor, found, request, note).await {
        Ok(Outcome::Done(done)) => Ok(Worked::Done(done)),
        Ok(Outcome::Conflict(clash)) => Ok(Worked::Clash(clash)),
        Ok(Outcome::Refused(error)) => Err(refused(&error)),
        Err(error) => Err(failed(&error)),
    }
}

/// Does a piece of work under an id that the caller knows, and answers what the engine did.
///
/// # Errors
/// What kept it from being tried.
pub async fn tried(app: &App, actor: Option<&Actor>, found: &Found, request: WorkRequest, note: Note) -> Result<Outcome, EngineError> {
    let outcome = app.engines.of(EngineKind::Hosted).work(&found.target(), request).await?;
    if let Outcome::Done(done) = &outcome {
        if done.restructured {
            schema::forget(app, &found.row.folder);
        }
        if done.restructured || done.changes > 0 {
            changed(app, actor, found, done, note).await;
        }
    }
    Ok(outcome)
}

/// Stops a piece of work or a read by its id; one that has ended stays as it is.
pub async fn stop(app: &App, id: &str) {
    app.engines.of(EngineKind::Hosted).cancel(id).await;
}

/// Writes the log of a database that keeps one. The change itself is saved by then: a log that cannot be written is said
/// to the operator, and the change is answered as what it is.
async fn changed(app: &App, actor: Option<&Actor>, found: &Found, done: &Done, note: Note) {
    if !found.row.auditing {
        return;
    }
    let noted = async {
        let mut tx = app.store.begin().await?;
        let made_by = match actor {
            Some(Actor { token: Some(token), .. }) => format!("token {}", token.id),
            Some(actor) => actor.stored(&mut tx).await?.username,
            None => "anonymous".to_owned(),
        };
        let row = ChangeRow {
            made_at: Timestamp::now(),
            made_by,
            kind: note.kind.to_owned(),
            statement: note.statement,
            changes: i64::try_from(done.changes).unwrap_or(i64::MAX),
        };
        store::database_parts::note_change(&mut tx, &found.row.id, &row).await?;
        tx.commit().await?;
        Ok::<_, AppError>(())
    };
    if let Err(error) = noted.await {
        tracing::error!(database = %found.row.id, "a change could not be written to the database's log: {error}");
    }
}

/// Begins a read.
///
/// # Errors
/// As [`run`].
pub async fn read(app: &App, found: &Found, plan: Plan, limits: ReadLimits) -> Result<RowStream> {
    read_as(app, found, nanoid::nanoid!(), plan, limits).await
}

/// Begins a read under an id by which it can be stopped.
///
/// # Errors
/// As [`run`].
pub async fn read_as(app: &App, found: &Found, id: String, plan: Plan, limits: ReadLimits) -> Result<RowStream> {
    let request = ReadRequest { id, plan, limits };
    app.engines.of(EngineKind::Hosted).read(&found.target(), request).await.map_err(|error| failed(&error))
}

/// A read that is answered as a whole.
#[derive(Debug, Default)]
pub struct Whole {
    pub columns: Vec<ResultColumn>,
    pub rows: Vec<Row>,
    pub truncated: bool,
}

/// Reads all rows that the limits allow.
///
/// # Errors
/// As [`run`].
pub async fn rows(app: &App, found: &Found, plan: Plan, limits: ReadLimits) -> Result<Whole> {
    let stream = read(app, found, plan, limits).await?;
    whole(stream).await.map_err(|error| failed(&error))
}

/// All that comes of a read.
///
/// # Errors
/// Why it ended early.
pub async fn whole(mut stream: RowStream) -> Result<Whole, EngineError> {
    let mut all = Whole { columns: std::mem::take(&mut stream.columns), ..Whole::default() };
    while let Some(batch) = stream.batches.recv().await {
        let batch = batch?;
        all.rows.extend(batch.rows);
        all.truncated |= batch.truncated;
    }
    Ok(all)
}

/// The limits of a read that is answered as a whole: 20 s, 50,000 rows, 32 MiB (00-conventions, Decided readings).
pub fn read_limits() -> ReadLimits {
    ReadLimits { timeout_ms: 20_000, max_value_bytes: 10_000_000, ..ReadLimits::default() }
}

/// The database could not be asked.
pub fn failed(error: &EngineError) -> AppError {
    match error.step {
        Step::Query | Step::Permission | Step::Timeout | Step::Cancelled => refused(error),
        _ => AppError::unavailable(error.to_string()),
    }
}

/// The database's answer is no.
pub fn refused(error: &EngineError) -> AppError {
    AppError::new(Kind::Database, error.to_string())
}
