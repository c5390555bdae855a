//! Server functions: the documented actions, callable by the interface and by anyone over HTTP at
//! `POST /actions/<name>`. Bodies are thin: who calls, one use case, one answer. Rules and rights live in
//! `domain`; the HTTP side (status, redirects of plain forms) in `server::layers::actions`.

pub mod accounts;
pub mod boards;
pub mod connections;
pub mod fields;
pub mod projects;
pub mod public;

#[cfg(feature = "ssr")]
mod context;

use crate::{error::Result, model::outcome::Outcome};

pub type Answer<T> = Result<Outcome<T>>;
