//! Runs of statements: read within limits, remembered, stopped by the person who began them.

use super::{Place, bind, place};
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
        boards::open::{Unread, open},
        projects::access,
        row_rules::Sight,
        stops,
    },
    error::{AppError, Kind, Result},
    model::{
        audit::{Outcome, Verb},
        engine::{EngineError, ReadLimits, ReadRequest, ResultColumn, Step},
        id::{ProjectId, RunId, is_uuid},
        outcome::Nothing,
        plan::Plan,
        project::ProjectInput,
        query::{Fault, HistoryAnswer, MOST_SHOWN, PastRun, REMEMBERED, RunAnswer, RunIdInput, RunInput, SHOWN, StopInput},
        role::Right,
        time::Timestamp,
        value::Row,
    },
    store,
};
use std::time::Instant;

/// Most bytes of the rows that are shown at once.
const SHOWN_BYTES: u64 = 8 * 1024 * 1024;

/// What a statement gave until it ended or failed.
#[derive(Default)]
pub(super) struct Given {
    pub columns: Vec<ResultColumn>,
    pub rows: Vec<Row>,
    pub truncated: bool,
    pub failed: Option<EngineError>,
}

/// `runQuery`. A statement that the database refuses was run too: the answer says why.
pub async fn run(app: &App, actor: &Actor, input: RunInput) -> Result<RunAnswer> {
    let limit = input.limit.unwrap_or(SHOWN);
    if !(1..=MOST_SHOWN).contains(&limit) {
        return Err(AppError::field("limit", format!("The number of rows must be between 1 and {MOST_SHOWN}")));
    }
    let at = place(app, actor, &input).await?;
    let id = match input.stop_id.as_deref().filter(|given| !given.is_empty()) {
        None => nanoid::nanoid!(),
        Some(given) => stop_key(actor, given)?,
    };
    let keep = input.keep == Some(true);
    let text = input.text.unwrap_or_default();
    let (started_at, started) = (Timestamp::now(), Instant::now());
    let (given, before) = match bind(at.connection.kind, &text, &input.parameters, &input.values) {
        Ok((plan, before)) => {
            let limits = ReadLimits { max_rows: u64::from(limit), max_bytes: SHOWN_BYTES, ..ReadLimits::default() };
            let request = ReadRequest { id: id.clone(), plan: Plan::Statement(plan), limits };
            (stops::stoppable(app, at.connection.kind, &id, read(app, &at, request)).await?, before)
        }
        // A page without scripts has no other way to keep what was typed.
        Err(error) if keep && error.kind == Kind::Invalid => {
            (Given { failed: Some(EngineError::new(Step::Query, error.text, "")), ..Given::default() }, 0)
        }
        Err(error) => return Err(error),
    };
    let answer = RunAnswer {
        run_id: RunId::new(),
        connection_id: at.connection.id,
        text,
        parameters: input.parameters,
        values: input.values,
        columns: given.columns,
        rows: given.rows,
        truncated: given.truncated,
        elapsed_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        fault: given.failed.map(|error| fault(error, before)),
        started_at,
    };
    remember(app, actor, &at.project, &answer).await?;
    if keep {
        app.memory.kept.put(&actor.account, &answer);
    }
    Ok(answer)
}

/// Reads a plan to its end.
pub(super) async fn read(app: &App, at: &Place, request: ReadRequest) -> Result<Given> {
    let mut given = Given::default();
    let connection = &at.connection;
    let mut reading = match open(app, connection, &at.sight, request).await {
        Ok(reading) => reading,
        Err(Unread::Engine(error)) => return Ok(Given { failed: Some(error), ..given }),
        Err(Unread::Ours(error)) => return Err(error),
    };
    given.columns = std::mem::take(&mut reading.stream.columns);
    while let Some(batch) = reading.next(app, connection).await {
        match batch {
            Ok(batch) => {
                given.truncated |= batch.truncated;
                given.rows.extend(batch.rows);
            }
            Err(error) => {
                given.failed = Some(error);
                break;
            }
        }
    }
    Ok(given)
}

fn fault(error: EngineError, before: usize) -> Fault {
    Fault { at: error.at.map(|at| at + before), text: error.text, hint: error.hint }
}

async fn remember(app: &App, actor: &Actor, project: &ProjectId, answer: &RunAnswer) -> Result<()> {
    let mut tx = app.store.begin().await?;
    // The project or the connection may be gone meanwhile: then there is nothing to remember it for.
    access::locked(&mut tx, actor, project, Right::RunSql).await?;
    let known = store::connections::of_project(&mut tx, project).await?;
    let run = PastRun {
        run_id: answer.run_id.clone(),
        connection_id: Some(answer.connection_id.clone()).filter(|id| known.iter().any(|row| row.id == *id)),
        text: answer.text.clone(),
        values: answer.values.clone(),
        started_at: answer.started_at,
        elapsed_ms: answer.elapsed_ms,
        row_count: answer.fault.is_none().then_some(answer.rows.len() as u64),
        truncated: answer.truncated,
        error: answer.fault.as_ref().map(|fault| fault.text.clone()),
    };
    let object = known.iter().find(|row| row.id == answer.connection_id).map(Object::connection);
    if let Some(object) = object {
        let ended = if answer.fault.is_none() { Outcome::Done } else { Outcome::Failed };
        audit::note(&mut tx, &actor.into(), Verb::Ran, &object, ended).await?;
    }
    store::runs::remember(&mut tx, project, &actor.account, &run, REMEMBERED).await?;
    tx.commit().await?;
    Ok(())
}

/// `stopQuery`. A run that has ended, or is somebody else's, is not touched.
pub async fn stop(app: &App, actor: &Actor, input: StopInput) -> Result<Nothing> {
    let project = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    access::project(app, actor, &project, Right::RunSql).await?;
    let id = stop_key(actor, input.stop_id.as_deref().unwrap_or_default())?;
    stops::stop(app, &id);
    Ok(Nothing {})
}

/// By what an engine knows the run: nobody else can name it.
fn stop_key(actor: &Actor, given: &str) -> Result<String> {
    if is_uuid(given) {
        Ok(format!("{}:{}", actor.account, given.to_ascii_lowercase()))
    } else {
        Err(AppError::field("stopId", "The id for stopping must be a UUID"))
    }
}

/// `queryHistory`: what the caller ran, the latest first.
pub async fn history(app: &App, actor: &Actor, input: ProjectInput) -> Result<HistoryAnswer> {
    let project = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    access::project(app, actor, &project, Right::RunSql).await?;
    let runs = store::runs::latest(&mut *app.store.read().await?, &project, &actor.account, REMEMBERED).await?;
    Ok(HistoryAnswer { runs })
}

/// `getQueryRun`: the result of a run that was to be kept.
pub async fn kept_run(app: &App, actor: &Actor, input: RunIdInput) -> Result<RunAnswer> {
    let project = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    let row = access::project(app, actor, &project, Right::RunSql).await?;
    let id = input.run_id.as_deref().and_then(RunId::parse);
    let gone = || AppError::not_found("The result of this run is not kept any more. Run the statement again");
    let kept = id.and_then(|id| app.memory.kept.get(&actor.account, &id)).ok_or_else(gone)?;
    let mut db = app.store.read().await?;
    // What may be seen of another project is not decided by the rules of this one.
    if store::connections::of_project(&mut db, &project).await?.iter().all(|row| row.id != kept.connection_id) {
        return Err(gone());
    }
    // A rule may have come since.
    Sight::of(&mut db, actor, &row).await?.lets_run(&kept.connection_id)?;
    Ok(kept)
}
