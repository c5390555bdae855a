//! A person's own statement on a hosted database (03, SQL endpoint). Whoever may only read is read for in a read-only
//! transaction; the others' statements are prepared with their powers, and only those that write come to the writer.

mod follow;
mod input;
mod saying;

pub use input::{SqlInput, Statement};

use super::{
    access::{self, Asking, Found, Key},
    caller::Caller,
    copies, export, schema, work,
};
use crate::{
    domain::{
        App,
        exports::{self, Body, Format},
        stops,
    },
    engines::RowStream,
    error::{AppError, Kind, Result},
    model::{
        database_right::DatabaseRight,
        engine::{EngineError, EngineKind, ReadLimits, ReadRequest, Step},
        plan::Plan,
        sql_answer::{SqlAnswer, SqlRows},
        work::{Outcome, StatementWork, Work, WorkLimits, WorkRequest},
    },
};
use std::time::Instant;
use work::Note;

const TIMED_OUT: &str = "Sql query execution timed out";
/// Longest time of a read that is sent as a file, in milliseconds.
const FILE_MS: u64 = 120_000;

/// How a run ended.
#[derive(Debug)]
pub struct Ran {
    pub answer: SqlAnswer,
    /// Refused because the structure is locked.
    pub is_locked: bool,
}

/// The database, for a caller who may do anything with its rows.
async fn entered(app: &App, asking: Asking<'_>, key: &Key) -> Result<Found> {
    match access::open(app, asking, key, DatabaseRight::Read).await {
        Err(error) if error.kind == Kind::Forbidden => access::open(app, asking, key, DatabaseRight::Insert).await,
        other => other,
    }
}

/// Runs one statement. What the database refuses is in the answer.
///
/// # Errors
/// As [`access::find`], `Invalid` for a text that is too long or parameters that do not fit, and `Unavailable`.
pub async fn run(app: &App, caller: Caller<'_>, key: &Key, input: SqlInput) -> Result<Ran> {
    let found = entered(app, caller.asking(), key).await?;
    let statement = Statement::checked(input)?;
    let (powers, id) = (found.powers(), request_id(&found, statement.run_id.as_deref()));
    if powers.read && !(powers.insert || powers.change || powers.structure) {
        let asked = read(app, &found, &statement, &id);
        return Ok(Ran { answer: stops::stoppable(app, EngineKind::Hosted, &id, asked).await?, is_locked: false });
    }
    if statement.restructures() && found.role.may(DatabaseRight::Structure) {
        if let Err(error) = found.must_be_unlocked() {
            return Ok(Ran { answer: SqlAnswer::failed(error.text), is_locked: true });
        }
        if statement.loses() {
            copies::before(app, caller.actor, &found, "a statement that drops or alters").await?;
        }
    }
    let asked = write(app, caller, &found, &statement, &id);
    Ok(Ran { answer: stops::stoppable(app, EngineKind::Hosted, &id, asked).await?, is_locked: false })
}

/// Runs one statement and answers its rows as a file.
///
/// # Errors
/// As [`run`], and what the database refuses.
pub async fn file(app: &App, caller: Caller<'_>, key: &Key, input: SqlInput, format: Format) -> Result<Body> {
    let found = entered(app, caller.asking(), key).await?;
    let statement = Statement::checked(input)?;
    if !statement.reads() || !found.powers().read {
        return Err(AppError::invalid(
            "Only the rows of a query can be had as a file. Leave out the format to run a statement that writes.",
        ));
    }
    let limits = ReadLimits { timeout_ms: FILE_MS, ..exports::limits() };
    let id = request_id(&found, statement.run_id.as_deref());
    let stream = begun(app, &found, &statement, &id, limits).await?.map_err(|error| work::refused(&said(error)))?;
    Ok(export::written(stream, format))
}

/// Stops a run by the id that its caller gave it; one that nobody runs is stopped already.
///
/// # Errors
/// As [`access::find`], and `NotFound` for what is no id.
pub async fn stop(app: &App, asking: Asking<'_>, key: &Key, run_id: &str) -> Result<()> {
    let found = entered(app, asking, key).await?;
    let id = input::run_id(run_id).ok_or_else(|| AppError::not_found("Run not found"))?;
    let id = request_id(&found, Some(&id));
    stops::stop(app, &id);
    // A file is read after its run was begun.
    work::stop(app, &id).await;
    Ok(())
}

/// Under this id an engine knows a run. People name their runs, and reach nobody else's with it.
fn request_id(found: &Found, run_id: Option<&str>) -> String {
    let own = run_id.map_or_else(|| nanoid::nanoid!(), str::to_owned);
    format!("sql-{}-{own}", found.row.folder)
}

async fn begun(app: &App, found: &Found, statement: &Statement, id: &str, limits: ReadLimits) -> Result<Result<RowStream, EngineError>> {
    let request = ReadRequest { id: id.to_owned(), plan: Plan::Statement(statement.plan()?), limits };
    Ok(app.engines.of(EngineKind::Hosted).read(&found.target(), request).await)
}

async fn read(app: &App, found: &Found, statement: &Statement, id: &str) -> Result<SqlAnswer> {
    let started = Instant::now();
    let known = schema::of(app, found).await?;
    let read = match begun(app, found, statement, id, work::read_limits()).await? {
        Ok(stream) => work::whole(stream).await,
        Err(error) => Err(error),
    };
    let whole = match read {
        Ok(whole) => whole,
        Err(error) => return failure(error, started),
    };
    Ok(SqlAnswer {
        affected_tables: saying::tables(&statement.text, &known),
        rows: SqlRows::new(&whole.columns, whole.rows),
        num_changes: 0,
        runtime_seconds: started.elapsed().as_secs_f64(),
        errors: Vec::new(),
        columns: whole.columns,
        truncated: whole.truncated,
    })
}

async fn write(app: &App, caller: Caller<'_>, found: &Found, statement: &Statement, id: &str) -> Result<SqlAnswer> {
    let started = Instant::now();
    let limits = WorkLimits { max_value_bytes: 10_000_000, ..work::limits(app) };
    let work = Work::Statement(StatementWork { text: statement.text.clone(), values: statement.inputs()?, may: found.powers() });
    let request = WorkRequest { id: id.to_owned(), work, limits };
    let known = schema::of(app, found).await?;
    let done = match work::tried(app, caller.actor, found, request, Note::new("sql", statement.text.clone())).await {
        Ok(Outcome::Done(done)) => done,
        Ok(Outcome::Refused(error)) | Err(error) => return failure(error, started),
        Ok(Outcome::Conflict(_)) => return Ok(SqlAnswer::failed("The row was changed meanwhile")),
    };
    if done.restructured {
        follow::follow(app, caller, found, &known, &statement.text).await?;
    }
    Ok(SqlAnswer {
        affected_tables: done.affected,
        rows: SqlRows::new(&done.columns, done.rows),
        num_changes: done.changes,
        runtime_seconds: done.elapsed_us as f64 / 1_000_000.0,
        errors: Vec::new(),
        columns: done.columns,
        truncated: done.truncated,
    })
}

/// What the database says no to is an answer; that it cannot be asked is an error.
fn failure(error: EngineError, started: Instant) -> Result<SqlAnswer> {
    match error.step {
        Step::Query | Step::Permission | Step::Timeout | Step::Cancelled => {
            let runtime_seconds = if error.step == Step::Query { 0.0 } else { started.elapsed().as_secs_f64() };
            Ok(SqlAnswer { runtime_seconds, ..SqlAnswer::failed(said(error).to_string()) })
        }
        _ => Err(work::failed(&error)),
    }
}

/// The documented text of a run that took too long.
fn said(error: EngineError) -> EngineError {
    match error.step {
        Step::Timeout => EngineError::new(Step::Timeout, TIMED_OUT, ""),
        _ => error,
    }
}
