//! Server functions: the documented actions, callable by the interface and by anyone over HTTP at
//! `POST /actions/<name>`. Bodies are thin: who calls, one use case, one answer. Rules and rights live in
//! `domain`; the HTTP side (status, redirects of plain forms) in `server::layers::actions`.

pub mod account_links;
pub mod accounts;
pub mod audit;
pub mod boards;
pub mod catalogue;
pub mod connections;
pub mod databases;
#[cfg(feature = "ssr")]
pub mod documented;
pub mod factors;
pub mod fields;
pub mod filters;
pub mod identities;
pub mod installation;
pub mod operation;
pub mod outside;
pub mod people;
pub mod projects;
pub mod public;
pub mod queries;
pub mod row_rules;
pub mod search;
pub mod sharing;
pub mod surroundings;
pub mod teams;
pub mod tokens;

#[cfg(feature = "ssr")]
mod context;

use crate::{error::Result, model::outcome::Outcome};

/// How long one tile may hold up a page that is being rendered; slower ones say that they are loading. The page puts
/// it into its context: `provide_context(RenderBudget::PAGE)`, and gets charts as pictures too. Callers over HTTP have none:
/// they wait, and draw for themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenderBudget(pub std::time::Duration);

impl RenderBudget {
    pub const PAGE: Self = Self(std::time::Duration::from_millis(1500));
    /// For readers who asked to wait: longer than any read may take.
    pub const PATIENT: Self = Self(std::time::Duration::from_secs(40));
}

pub type Answer<T> = Result<Outcome<T>>;
