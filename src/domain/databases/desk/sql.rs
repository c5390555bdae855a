//! A statement in a person's own words: readers read, editors write too.

use super::Found;
use crate::{
    domain::{
        App,
        actor::Actor,
        databases::work::{self, Note},
        stops,
    },
    error::{AppError, Kind, Result},
    model::{
        database_right::DatabaseRight,
        desk::{SqlAnswer, SqlFault, SqlInput, SqlRunInput, SqlStopInput},
        engine::EngineKind,
        id::RunId,
        outcome::Nothing,
        plan::Plan,
        statement::StatementPlan,
        work::{StatementWork, Work, WorkLimits},
    },
};
use std::time::Instant;

/// Longest statement, in characters (03, Limits).
const MOST_CHARACTERS: usize = 100_000;
/// Most rows that a page shows at once.
const SHOWN_ROWS: u64 = 1_000;

/// `runDatabaseSql`. A statement that the database refuses was run too: the answer says why.
pub async fn run(app: &App, actor: Option<&Actor>, input: SqlInput) -> Result<SqlAnswer> {
    let found = super::open(app, actor, input.user_id.as_deref(), input.database_id.as_deref(), DatabaseRight::Read).await?;
    let text = input.text.unwrap_or_default();
    if text.trim().is_empty() {
        return Err(AppError::field("text", "Write a statement."));
    }
    if text.chars().count() > MOST_CHARACTERS {
        return Err(AppError::field("text", format!("A statement can have at most {MOST_CHARACTERS} characters.")));
    }
    let id = match input.stop_id.as_deref().filter(|id| !id.is_empty()) {
        Some(given) => stop_key(actor, &found, given)?,
        None => nanoid::nanoid!(),
    };
    let mut answer = SqlAnswer {
        run_id: RunId::new(),
        text,
        columns: Vec::new(),
        rows: Vec::new(),
        truncated: false,
        changes: 0,
        affected: Vec::new(),
        elapsed_ms: 0.0,
        fault: None,
    };
    let started = Instant::now();
    let asked = async {
        if found.role.may(DatabaseRight::Change) {
            let limits = WorkLimits { max_rows: SHOWN_ROWS, max_bytes: 8 * 1024 * 1024, ..work::limits(app) };
            write(app, actor, &found, &id, limits, &mut answer).await
        } else {
            read(app, &found, id.clone(), &mut answer).await
        }
    };
    let worked = stops::stoppable(app, EngineKind::Hosted, &id, asked).await;
    if answer.elapsed_ms == 0.0 {
        answer.elapsed_ms = started.elapsed().as_secs_f64() * 1000.0;
    }
    match worked {
        Ok(()) => {}
        Err(error) if error.kind == Kind::Database => answer.fault = Some(SqlFault { text: error.text }),
        Err(error) => return Err(error),
    }
    if let (Some(true), Some(actor)) = (input.keep, actor) {
        app.memory.sql_runs.put(&actor.account, &answer);
    }
    Ok(answer)
}

async fn write(app: &App, actor: Option<&Actor>, found: &Found, id: &str, limits: WorkLimits, answer: &mut SqlAnswer) -> Result<()> {
    let note = Note::new("sql", answer.text.as_str());
    let statement = StatementWork { text: answer.text.clone(), values: Vec::new(), may: found.powers() };
    let worked = work::attempt_as(app, actor, found, id, Work::Statement(statement), limits, note).await?;
    let work::Worked::Done(done) = worked else { return Err(AppError::database("The row was changed meanwhile.")) };
    answer.columns = done.columns;
    answer.rows = done.rows;
    answer.truncated = done.truncated;
    answer.changes = done.changes;
    answer.affected = done.affected;
    answer.elapsed_ms = done.elapsed_us as f64 / 1000.0;
    Ok(())
}

async fn read(app: &App, found: &Found, id: String, answer: &mut SqlAnswer) -> Result<()> {
    let limits = crate::model::engine::ReadLimits { max_rows: SHOWN_ROWS, max_bytes: 8 * 1024 * 1024, ..work::read_limits() };
    let plan = Plan::Statement(StatementPlan::plain(answer.text.trim().trim_end_matches(';')));
    let mut stream = work::read_as(app, found, id, plan, limits).await?;
    answer.columns = std::mem::take(&mut stream.columns);
    while let Some(batch) = stream.batches.recv().await {
        let batch = batch.map_err(|error| work::refused(&error))?;
        answer.truncated |= batch.truncated;
        answer.rows.extend(batch.rows);
    }
    Ok(())
}

/// `stopDatabaseSql`. A run that has ended, or is somebody else's, is not touched.
pub async fn stop(app: &App, actor: Option<&Actor>, input: SqlStopInput) -> Result<Nothing> {
    let found = super::open(app, actor, input.user_id.as_deref(), input.database_id.as_deref(), DatabaseRight::Read).await?;
    let id = stop_key(actor, &found, input.stop_id.as_deref().unwrap_or_default())?;
    stops::stop(app, &id);
    Ok(Nothing {})
}

/// By what the engine knows a run: nobody else can name that of an account. People without one have what they chose to
/// themselves, and reach no account's run with it.
fn stop_key(actor: Option<&Actor>, found: &Found, given: &str) -> Result<String> {
    let id = uuid::Uuid::try_parse(given).map_err(|_| AppError::field("stopId", "The id for stopping must be a UUID."))?;
    Ok(match actor {
        Some(actor) => format!("desk-{}-{}-{id}", found.row.folder, actor.account),
        None => format!("open-{}-{id}", found.row.folder),
    })
}

/// `getDatabaseSqlRun`
pub async fn kept_run(app: &App, actor: &Actor, input: SqlRunInput) -> Result<SqlAnswer> {
    super::open(app, Some(actor), input.user_id.as_deref(), input.database_id.as_deref(), DatabaseRight::Read).await?;
    let run = input.run_id.as_deref().and_then(RunId::parse);
    let kept = run.and_then(|run| app.memory.sql_runs.get(&actor.account, &run));
    kept.ok_or_else(|| AppError::not_found("The result of this run is not kept any more. Run the statement again"))
}
