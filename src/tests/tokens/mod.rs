//! API tokens over HTTP: made, shown once, changed, ended, and what a program reads with one.

mod made;
mod reach;
mod used;

use crate::{
    harness::{Caller, TestServer},
    projects::shop,
};

/// Somebody with a project on a real PostgreSQL.
async fn owner(server: &TestServer, name: &str) -> (Caller, String) {
    let caller = server.sign_up(name).await;
    let project = shop::project(&caller, "Sales", &[shop::connection("Shop").await]).await;
    (caller, project)
}
