//! What the SQL page needs, in one answer.

use crate::{
    actions::{
        Answer,
        boards::{get_board, list_tables},
        queries::{get_query_run, list_parameters, list_queries, query_history},
    },
    model::{
        address::Query as Address,
        board::{BoardConnection, TablesAnswer, TablesInput},
        outcome::Outcome,
        parameter::Parameter,
        project::ProjectInput,
        query::{PastRun, QueriesAnswer, Query, QueryUse, RunAnswer, RunIdInput, RunInput},
    },
};
use serde::{Deserialize, Serialize};

/// In the address: the connection, the run whose result is shown, the past run whose text is taken up.
pub const CONNECTION: &str = "connection";
pub const RUN: &str = "run";
pub const FROM: &str = "from";

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    pub project: String,
    pub title: String,
    pub connections: Vec<BoardConnection>,
    /// The one that is asked.
    pub connection: Option<BoardConnection>,
    pub tables: Result<TablesAnswer, String>,
    pub queries: Vec<Query>,
    /// Which of them widgets show.
    pub uses: Vec<QueryUse>,
    pub runs: Vec<PastRun>,
    /// The saved query that the address names.
    pub query: Option<Query>,
    pub shown: Option<Result<RunAnswer, String>>,
    pub text: String,
    /// Parameters of the text, with what is known of them.
    pub parameters: Vec<Parameter>,
}

pub async fn load(project: String, query: Option<String>, address: Address) -> Answer<Bundle> {
    let QueriesAnswer { queries, uses } = match list_queries(ProjectInput::of(project.clone())).await? {
        Outcome::Done(answer) => answer,
        Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
    };
    let board = match get_board(ProjectInput::of(project.clone())).await? {
        Outcome::Done(answer) => answer.board,
        Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
    };
    let query = match query {
        Some(id) => match queries.iter().find(|query| query.id.as_str() == id) {
            Some(query) => Some(query.clone()),
            None => return Ok(Outcome::Failed(missing())),
        },
        None => None,
    };
    let runs = query_history(ProjectInput::of(project.clone())).await?.into_result().map(|answer| answer.runs).unwrap_or_default();
    let shown = match address.get(RUN) {
        Some(id) => Some(shown(project.clone(), id.to_owned()).await),
        None => None,
    };
    let from = address.get(FROM).and_then(|id| runs.iter().find(|run| run.run_id.as_str() == id)).cloned();
    let run = shown.as_ref().and_then(|shown| shown.as_ref().ok());
    let wanted = run
        .map(|run| run.connection_id.to_string())
        .or_else(|| address.get(CONNECTION).map(str::to_owned))
        .or_else(|| from.as_ref()?.connection_id.as_ref().map(ToString::to_string))
        .or_else(|| query.as_ref()?.connection_id.as_ref().map(ToString::to_string));
    let named = board.connections.iter().find(|connection| Some(connection.id.as_str()) == wanted.as_deref());
    let connection = named.or_else(|| board.connections.first()).cloned();
    let tables = match &connection {
        Some(connection) => tables(project.clone(), connection.id.to_string()).await,
        None => Ok(TablesAnswer::default()),
    };
    let text = run
        .map(|run| run.text.clone())
        .or_else(|| from.as_ref().map(|run| run.text.clone()))
        .or_else(|| query.as_ref().map(|query| query.text.clone()))
        .unwrap_or_default();
    let known = run.map(|run| run.parameters.clone()).or_else(|| query.as_ref().map(|query| query.parameters.clone())).unwrap_or_default();
    let parameters = match &connection {
        Some(connection) if text.contains(':') => parameters(project.clone(), connection.id.to_string(), text.clone(), &known).await,
        _ => Vec::new(),
    };
    let title = board.title.clone();
    let connections = board.connections;
    Ok(Outcome::Done(Bundle { project, title, connections, connection, tables, queries, uses, runs, query, shown, text, parameters }))
}

fn missing() -> crate::model::outcome::Failure {
    crate::model::outcome::Failure { error: "Query not found".into(), field: None, code: None }
}

/// The result of a run that was kept for this page.
async fn shown(project: String, run: String) -> Result<RunAnswer, String> {
    let input = RunIdInput { project_id: Some(project), run_id: Some(run), ..RunIdInput::default() };
    said(get_query_run(input).await)
}

/// The tables of a connection, or why they cannot be told.
pub async fn tables(project: String, connection: String) -> Result<TablesAnswer, String> {
    let input = TablesInput { project_id: Some(project), connection_ids: vec![connection], ..TablesInput::default() };
    said(list_tables(input).await)
}

/// The parameters that a text names, each with what is known of it.
pub async fn parameters(project: String, connection: String, text: String, known: &[Parameter]) -> Vec<Parameter> {
    let input = RunInput { project_id: Some(project), connection_id: Some(connection), text: Some(text), ..RunInput::default() };
    let names = said(list_parameters(input).await).map(|answer| answer.names).unwrap_or_default();
    let one = |name: String| known.iter().find(|parameter| parameter.name == name).cloned().unwrap_or_else(|| Parameter::named(name));
    names.into_iter().map(one).collect()
}

/// What an action answered, or what it said instead.
pub fn said<T>(answer: Answer<T>) -> Result<T, String> {
    match answer {
        Ok(Outcome::Done(value)) => Ok(value),
        Ok(Outcome::Failed(failure)) => Err(failure.error),
        Err(error) => Err(error.text),
    }
}
