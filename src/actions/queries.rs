//! Statements of people: saved queries, runs, plans.

use super::{Answer, fields::Fields};
use crate::model::{
    outcome::{Message, Nothing},
    project::ProjectInput,
    query::{
        ColumnsAnswer, ExplainAnswer, FormatAnswer, HistoryAnswer, NamesAnswer, QueriesAnswer, QueryAnswer, QueryIdInput, RunAnswer,
        RunIdInput, RunInput, SaveQueryInput, StopInput,
    },
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app},
    crate::domain::queries,
};

/// The saved queries of a project.
#[server(prefix = "/actions", endpoint = "listQueries", input = Fields)]
pub async fn list_queries(input: ProjectInput) -> Answer<QueriesAnswer> {
    answer(async { queries::list(&app()?, &account()?, input).await }.await)
}

/// Saves a query: a new one without `queryId`.
#[server(prefix = "/actions", endpoint = "saveQuery", input = Fields)]
pub async fn save_query(input: SaveQueryInput) -> Answer<QueryAnswer> {
    answer(async { queries::save(&app()?, &account()?, input).await }.await)
}

/// Deletes a saved query.
#[server(prefix = "/actions", endpoint = "deleteQuery", input = Fields)]
pub async fn delete_query(input: QueryIdInput) -> Answer<Message> {
    answer(async { queries::delete(&app()?, &account()?, input).await }.await)
}

/// Runs one statement that reads.
#[server(prefix = "/actions", endpoint = "runQuery", input = Fields)]
pub async fn run_query(input: RunInput) -> Answer<RunAnswer> {
    answer(async { queries::run(&app()?, &account()?, input).await }.await)
}

/// Stops a run of the caller's.
#[server(prefix = "/actions", endpoint = "stopQuery", input = Fields)]
pub async fn stop_query(input: StopInput) -> Answer<Nothing> {
    answer(async { queries::stop(&app()?, &account()?, input).await }.await)
}

/// The result of a run that was to be kept.
#[server(prefix = "/actions", endpoint = "getQueryRun", input = Fields)]
pub async fn get_query_run(input: RunIdInput) -> Answer<RunAnswer> {
    answer(async { queries::kept_run(&app()?, &account()?, input).await }.await)
}

/// What the caller ran in a project.
#[server(prefix = "/actions", endpoint = "queryHistory", input = Fields)]
pub async fn query_history(input: ProjectInput) -> Answer<HistoryAnswer> {
    answer(async { queries::history(&app()?, &account()?, input).await }.await)
}

/// The columns of a statement, without its rows.
#[server(prefix = "/actions", endpoint = "describeQuery", input = Fields)]
pub async fn describe_query(input: RunInput) -> Answer<ColumnsAnswer> {
    answer(async { queries::describe(&app()?, &account()?, input).await }.await)
}

/// The names of the parameters in a text.
#[server(prefix = "/actions", endpoint = "listParameters", input = Fields)]
pub async fn list_parameters(input: RunInput) -> Answer<NamesAnswer> {
    answer(async { queries::names(&app()?, &account()?, input).await }.await)
}

/// How the database would carry a statement out.
#[server(prefix = "/actions", endpoint = "explainQuery", input = Fields)]
pub async fn explain_query(input: RunInput) -> Answer<ExplainAnswer> {
    answer(async { queries::explain(&app()?, &account()?, input).await }.await)
}

/// The text with each clause on a line of its own.
#[server(prefix = "/actions", endpoint = "formatQuery", input = Fields)]
pub async fn format_query(input: RunInput) -> Answer<FormatAnswer> {
    answer(async { queries::format(&app()?, &account()?, input).await }.await)
}
