//! Use cases: right, rule, ports. No SQL text, no HTTP, no framework.

pub mod accounts;
pub mod actor;
pub mod audit;
pub mod backup;
pub mod billing;
pub mod boards;
pub mod catalogue;
pub mod connections;
pub mod databases;
mod days;
pub mod demo;
pub mod diagram;
pub mod exports;
pub mod factors;
pub mod filters;
pub mod health;
pub mod installation;
pub mod jobs;
pub mod keys;
pub mod layout;
mod lettering;
pub mod limits;
pub mod mail;
pub mod markdown;
pub mod opening;
pub mod operation;
pub mod outside;
pub mod people;
pub mod pictures;
pub mod plan;
pub mod projects;
pub mod queries;
pub mod row_rules;
pub mod search;
pub mod settings;
pub mod sharing;
pub mod standing;
mod stops;
pub mod surroundings;
pub mod teams;
pub mod tokens;
pub mod widgets;

use crate::{
    engines::Engines,
    mailer::Mailer,
    providers::Providers,
    script::Painter,
    secrets::{KeyRing, Passwords, TokenKey},
    store::{Records, Store},
};
use limits::Limits;
use settings::{Embeds, Settings};
use std::sync::{Arc, atomic::AtomicBool};

/// Everything a use case may need. Cheap to clone. [`App::open`] makes it.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
}

/// What the process itself remembers.
pub struct Memory {
    pub(crate) backups: backup::Running,
    /// Wakes the worker, and those who wait for it.
    pub(crate) bell: jobs::Bell,
    pub(crate) rechecks: jobs::Rechecks,
    pub(crate) rounds: jobs::Rounds,
    pub(crate) under_way: jobs::UnderWay,
    pub(crate) easels: pictures::Easels,
    pub(crate) hosts: installation::Hosts,
    pub(crate) imports: databases::import::Jobs,
    pub(crate) kept: queries::Kept,
    pub(crate) mail: mail::Bell,
    pub(crate) results: boards::Results,
    pub(crate) schemas: boards::schemas::Schemas,
    pub(crate) sql_runs: databases::desk::Kept,
    pub(crate) stops: stops::Stops,
    pub(crate) structures: databases::schema::Kept,
    pub(crate) troubles: boards::Troubles,
    pub(crate) public_files: sharing::places::Places,
    pub(crate) turns: boards::Turns,
    pub(crate) uploads: databases::desk::Uploads,
    pub(crate) views: sharing::views::Views,
}

pub struct Parts {
    pub reader: Reader,
    pub store: Store,
    pub settings: Settings,
    pub passwords: Passwords,
    /// Absent when the operator named no mail server.
    pub mailer: Option<Mailer>,
    /// Who vouches for people.
    pub providers: Providers,
    /// Nobody has an account yet and the set-up link waits to be used.
    pub awaits_set_up: AtomicBool,
}

/// What drawing a board needs, and all that those get who read by a public link: no way to write into the store, which
/// would refuse it besides (security.md, check 140).
pub struct Reader {
    pub records: Records,
    pub engines: Engines,
    pub painter: Painter,
    /// Seals what connections hold.
    pub keys: KeyRing,
    /// Hashes session tokens and links.
    pub tokens: TokenKey,
    pub limits: Limits,
    /// Where pictures and pages may come from.
    pub embeds: Embeds,
    pub(crate) memory: Memory,
}

impl Memory {
    /// Keeps at most so many bytes of answers.
    pub fn new(cache_bytes: u64) -> Self {
        Self {
            backups: backup::Running::default(),
            results: boards::Results::new(cache_bytes),
            bell: jobs::Bell::default(),
            easels: pictures::Easels::default(),
            hosts: installation::Hosts::default(),
            imports: databases::import::Jobs::default(),
            kept: queries::Kept::default(),
            mail: mail::Bell::default(),
            rechecks: jobs::Rechecks::default(),
            rounds: jobs::Rounds::default(),
            under_way: jobs::UnderWay::default(),
            schemas: boards::schemas::Schemas::default(),
            sql_runs: databases::desk::Kept::default(),
            stops: stops::Stops::default(),
            structures: databases::schema::Kept::default(),
            troubles: boards::Troubles::default(),
            public_files: sharing::places::Places::default(),
            turns: boards::Turns::default(),
            uploads: databases::desk::Uploads::default(),
            views: sharing::views::Views::default(),
        }
    }
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

impl std::ops::Deref for Parts {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl App {
    pub fn new(parts: Parts) -> Self {
        Self { parts: Arc::new(parts) }
    }
}
