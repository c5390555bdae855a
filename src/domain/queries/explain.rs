//! What a statement would give, how a database would carry it out, and how a text is laid out.

use super::{Place, bind, place, ready, run};
use crate::{
    domain::{App, actor::Actor},
    engines::{plans, words},
    error::{AppError, Result},
    model::{
        engine::{EngineError, ReadLimits, ReadRequest},
        plan::Plan,
        query::{ColumnsAnswer, ExplainAnswer, FormatAnswer, NamesAnswer, RunInput},
    },
};

/// Longest plan, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;

/// `explainQuery`.
pub async fn explain(app: &App, actor: &Actor, input: RunInput) -> Result<ExplainAnswer> {
    let (at, plan) = ready(app, actor, &input).await?;
    let connection = &at.connection;
    let plan = Plan::Statement(plans::question(connection.kind, &plan));
    let limits = ReadLimits { max_value_bytes: LONGEST, max_rows: 10_000, ..ReadLimits::default() };
    let given = run::read(app, &at, ReadRequest { id: nanoid::nanoid!(), plan, limits }).await?;
    if let Some(error) = given.failed {
        return Err(refused(&error));
    }
    let steps = plans::read(connection.kind, &given.rows).map_err(|error| refused(&error))?;
    Ok(ExplainAnswer { steps })
}

/// `describeQuery`: the columns of a statement, without its rows.
pub async fn describe(app: &App, actor: &Actor, input: RunInput) -> Result<ColumnsAnswer> {
    let (at, plan) = ready(app, actor, &input).await?;
    let request = ReadRequest { id: nanoid::nanoid!(), plan: Plan::Describe(plan), limits: ReadLimits::default() };
    let given = run::read(app, &at, request).await?;
    given.failed.map_or(Ok(ColumnsAnswer { columns: given.columns }), |error| Err(refused(&error)))
}

fn refused(error: &EngineError) -> AppError {
    AppError { field: Some("text".into()), ..AppError::database(error.to_string()) }
}

/// `listParameters`: the names that a text gives to values.
pub async fn names(app: &App, actor: &Actor, input: RunInput) -> Result<NamesAnswer> {
    let Place { connection, .. } = place(app, actor, &input).await?;
    let text = written(input.text)?;
    // A text that is not finished names what it names so far.
    Ok(NamesAnswer { names: bind::names(connection.kind, &text).unwrap_or_default() })
}

/// A text, which may be an empty one.
fn written(text: Option<String>) -> Result<String> {
    text.ok_or_else(|| AppError::field("text", "Text is required"))
}

/// `formatQuery`.
pub async fn format(app: &App, actor: &Actor, input: RunInput) -> Result<FormatAnswer> {
    let Place { connection, .. } = place(app, actor, &input).await?;
    let text = written(input.text)?;
    bind::has_length(&text)?;
    let text = words::laid_out(connection.kind, &text).map_err(|error| AppError::field("text", error.to_string()))?;
    Ok(FormatAnswer { text })
}
