//! The real server in the test's own process: own port, own data directory, own store.
//!
//! ```ignore
//! let server = TestServer::start().await;
//! let ada = server.sign_up("ada").await;
//! let answer = ada.act("createProjectWithConnections", json!({ "title": "Sales", "connections": [] })).await;
//! assert_eq!(answer.json()["success"], true);
//! ```

mod caller;
pub mod certificates;
pub mod cluster;
pub mod mysql;
pub mod postgres;
pub mod process;
pub mod provider;
pub mod relay;
pub mod service;
pub mod smtp;

pub use caller::{Answer, Caller, message};

use serde_json::json;
use std::collections::BTreeMap;
use tempfile::TempDir;
use tokio::net::TcpListener;
use vizboard::{
    domain::App,
    server::{config::Config, start::Running},
};

/// Password of every account that tests make.
pub const PASSWORD: &str = "correct horse battery";
/// The administrator that every test server has from its start.
pub const ADMIN: &str = "admin";

/// Where a test server keeps its own data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    Sqlite,
    /// A fresh database on the server named by `TEST_POSTGRES_URL`.
    Postgres,
}

impl Store {
    pub const BOTH: [Self; 2] = [Self::Sqlite, Self::Postgres];
}

/// A running server. Ends with the test.
pub struct TestServer {
    running: Running,
    pub data: TempDir,
}

impl TestServer {
    /// A server on SQLite with default settings.
    pub async fn start() -> Self {
        Self::start_with(Store::Sqlite, &[]).await
    }

    /// A server on either store.
    pub async fn start_on(store: Store) -> Self {
        Self::start_with(store, &[]).await
    }

    /// A server with settings of its own, given as variables. An empty value unsets what the harness sets.
    pub async fn start_with(store: Store, settings: &[(&str, &str)]) -> Self {
        Self::start_in(tempfile::tempdir().expect("a temporary folder"), store, settings).await
    }

    /// A server in a folder that already holds what an earlier one left.
    pub async fn start_in(data: TempDir, store: Store, settings: &[(&str, &str)]) -> Self {
        let mut variables = variables(&data);
        if store == Store::Postgres {
            variables.insert("DATABASE_URL".into(), postgres::fresh_database().await);
        }
        variables.extend(settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let mut config = Config::from_variables(&variables).expect("a good configuration");
        // This process is the tests'.
        config.executable = env!("CARGO_BIN_EXE_vizboard").into();
        let listener = TcpListener::bind(config.addr).await.expect("a free port");
        let running = Running::start(&config, listener).await.expect("the server starts");
        Self { running, data }
    }

    pub fn address(&self) -> std::net::SocketAddr {
        self.running.address
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address)
    }

    /// The token of the set-up link that was printed when nobody had an account.
    pub fn set_up_token(&self) -> Option<String> {
        self.running.set_up.as_ref().map(|token| token.expose().to_owned())
    }

    /// The application inside, to look at what a request left behind.
    pub fn app(&self) -> &App {
        &self.running.app
    }

    /// Somebody without a session.
    pub fn anon(&self) -> Caller {
        Caller::new(format!("http://{}", self.running.address))
    }

    /// A new account, signed in.
    pub async fn sign_up(&self, name: &str) -> Caller {
        let caller = self.anon();
        let input = json!({ "username": name, "email": format!("{name}@example.org"), "password": PASSWORD });
        let answer = caller.act("SignUp", input).await;
        assert_eq!(answer.json()["success"], true, "{name} signs up: {}", answer.text());
        caller
    }

    /// An account that exists, signed in.
    pub async fn log_in(&self, name: &str) -> Caller {
        let caller = self.anon();
        let answer = caller.act("logIn", json!({ "username": name, "password": PASSWORD })).await;
        assert_eq!(answer.json()["success"], true, "{name} logs in: {}", answer.text());
        caller
    }

    /// Stops as on a signal and gives the folder back.
    pub async fn stop(self) -> TempDir {
        self.running.stop(std::future::pending()).await;
        self.data
    }
}

/// The variables of a server that has an administrator and takes a free port.
pub fn variables(data: &TempDir) -> BTreeMap<String, String> {
    let pairs = [
        ("VIZBOARD_ADDR", "127.0.0.1:0"),
        ("VIZBOARD_DATA_DIR", data.path().to_str().expect("a path in UTF-8")),
        ("VIZBOARD_ADMIN_USERNAME", ADMIN),
        ("VIZBOARD_ADMIN_EMAIL", "admin@example.org"),
        ("VIZBOARD_ADMIN_PASSWORD", PASSWORD),
    ];
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
