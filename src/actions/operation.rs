//! The health of the server and its background work, for its administrators.

use super::{Answer, fields::Fields};
use crate::model::{
    jobs::{JobInput, JobsAnswer, JobsInput},
    operation::ServerHealth,
    outcome::Message,
    project::UserInput,
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app},
    crate::domain::{backup, jobs, operation},
};

/// How the server is.
#[server(prefix = "/actions", endpoint = "getServerHealth", input = Fields)]
pub async fn get_server_health(input: UserInput) -> Answer<ServerHealth> {
    answer(async { operation::health(&app()?, &account()?, &input).await }.await)
}

/// Begins a backup in the folder of the operator.
#[server(prefix = "/actions", endpoint = "backUpNow", input = Fields)]
pub async fn back_up_now(input: UserInput) -> Answer<Message> {
    answer(async { backup::back_up_now(&app()?, &account()?, &input) }.await)
}

/// Queues work on connections again that failed lately.
#[server(prefix = "/actions", endpoint = "retryJobs", input = Fields)]
pub async fn retry_jobs(input: UserInput) -> Answer<Message> {
    answer(async { operation::retry_jobs(&app()?, &account()?, &input).await }.await)
}

/// Work of the background: what waits, runs, failed and went well.
#[server(prefix = "/actions", endpoint = "listJobs", input = Fields)]
pub async fn list_jobs(input: JobsInput) -> Answer<JobsAnswer> {
    answer(async { jobs::list(&app()?, &account()?, input).await }.await)
}

/// Does one failed job again.
#[server(prefix = "/actions", endpoint = "retryJob", input = Fields)]
pub async fn retry_job(input: JobInput) -> Answer<Message> {
    answer(async { jobs::retry(&app()?, &account()?, input).await }.await)
}

/// Stops one job that waits or runs.
#[server(prefix = "/actions", endpoint = "cancelJob", input = Fields)]
pub async fn cancel_job(input: JobInput) -> Answer<Message> {
    answer(async { jobs::cancel(&app()?, &account()?, input).await }.await)
}
