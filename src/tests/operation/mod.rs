//! Operating a server: backups, the audit log, its health.

mod audit;
mod backup;
mod health;
mod hosted;
mod jobs;
mod restore;
mod scheduled;
mod teams;

use crate::{
    harness::{
        Caller, Store, postgres,
        process::{Process, command, log_in, run, sign_up},
    },
    projects::shop,
};
use serde_json::{Value as Json, json};
use std::{path::PathBuf, process::Command, time::Duration};
use tempfile::TempDir;

const LONG: Duration = Duration::from_secs(60);

/// A data directory with a store of either kind, whose server may run or not.
struct Place {
    data: TempDir,
    url: String,
}

impl Place {
    async fn new(store: Store) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let url = match store {
            Store::Sqlite => format!("sqlite:{}", data.path().join("vizboard.db").display()),
            Store::Postgres => postgres::fresh_database().await,
        };
        Self { data, url }
    }

    fn command(&self) -> Command {
        let mut command = command(&self.data);
        command.env("DATABASE_URL", &self.url).env("VIZBOARD_ATTEMPTS_PER_ADDRESS", "100000");
        command
    }

    fn serve(&self) -> Process {
        Process::start(self.command())
    }

    fn key(&self) -> PathBuf {
        self.data.path().join("secret.key")
    }

    fn with(&self, arguments: &[&str]) -> Command {
        let mut command = self.command();
        command.args(arguments);
        command
    }

    /// Runs a command to its end: whether it succeeded, and what it said.
    async fn run(&self, arguments: &[&str]) -> (bool, String) {
        let command = self.with(arguments);
        let (status, said) = tokio::task::spawn_blocking(move || run(command, LONG)).await.expect("it ends");
        (status.success(), said)
    }
}

/// Whether the password that the store holds for the first connection of a project opens, by trying it.
async fn opens(caller: &Caller, project: &str) -> bool {
    let detail = caller.act("getProjectWithConnections", json!({ "projectId": project })).await.json();
    let mut connection: Json = detail["project"]["connections"][0].clone();
    connection["password"] = json!("KEEP_CURRENT_PASSWORD");
    let answer = caller.act("testConnection", json!({ "projectId": project, "connection": connection })).await.json();
    answer["success"] == true
}

async fn titles(caller: &Caller) -> Vec<String> {
    let cards = caller.act("listProjectCards", json!({})).await.json();
    let title = |card: &Json| card["summary"]["title"].as_str().expect("a title").to_owned();
    let mut titles: Vec<_> = cards["cards"].as_array().unwrap_or_else(|| panic!("{cards}")).iter().map(title).collect();
    titles.sort();
    titles
}

async fn project(caller: &Caller, title: &str) -> String {
    shop::project(caller, title, &[shop::connection("Shop").await]).await
}
