//! The audit log: an entry is written in the transaction of what it records, so that there is neither without the other.
//! A test calls every action and endpoint and fails for one that changes something and says nothing here.
//!
//! An entry names things and never says their values: no passwords, no addresses of databases, no statements.

mod export;
mod read;

pub use export::download;
pub use read::list;

use super::{
    actor::{Actor, Client},
    exports::Format,
};
use crate::{
    domain::App,
    error::Result,
    model::{
        audit::{Kind, Outcome, Verb, Via},
        id::{AccountId, ProjectId},
        time::Timestamp,
    },
    store::{self, Db, audit::NewEntry, connections::ConnectionRow, databases::DatabaseRow, projects::ProjectRow, teams::TeamRow},
};
use std::{
    net::IpAddr,
    sync::atomic::{AtomicU64, Ordering},
};

/// Characters of a name that are kept.
const NAME: usize = 200;

/// Who does something.
#[derive(Clone, Debug)]
pub struct By {
    account: Option<AccountId>,
    via: Via,
    via_id: Option<String>,
    address: Option<IpAddr>,
}

impl By {
    /// The server, without anybody who asked.
    pub fn server() -> Self {
        Self { account: None, via: Via::Server, via_id: None, address: None }
    }

    /// Whoever has the machine.
    pub fn operator() -> Self {
        Self { via: Via::Operator, ..Self::server() }
    }

    /// Somebody who is not known, or not yet.
    pub fn nobody(client: &Client) -> Self {
        Self { via: Via::Nobody, address: Some(client.address), ..Self::server() }
    }

    /// An account that is not signed in yet, or was just now.
    pub fn account(account: &AccountId, client: &Client) -> Self {
        Self { account: Some(account.clone()), via: Via::Session, ..Self::nobody(client) }
    }

    /// Whoever calls: an account or a token, else nobody that is known.
    pub fn whoever(actor: Option<&Actor>, client: &Client) -> Self {
        actor.map_or_else(|| Self::nobody(client), Self::from)
    }

    /// A reader by a link.
    pub fn link(id: &str, client: &Client) -> Self {
        Self { via: Via::Link, via_id: Some(id.to_owned()), ..Self::nobody(client) }
    }
}

impl From<&Actor> for By {
    fn from(actor: &Actor) -> Self {
        let (via, via_id) = match &actor.token {
            Some(token) => (Via::Token, Some(token.id.to_string())),
            None => (Via::Session, None),
        };
        Self { account: Some(actor.account.clone()), via, via_id, address: actor.address }
    }
}

impl From<&Self> for By {
    fn from(by: &Self) -> Self {
        by.clone()
    }
}

/// What something is done to.
#[derive(Clone, Debug)]
pub struct Object {
    kind: Kind,
    id: String,
    name: String,
    project: Option<ProjectId>,
    detail: Option<String>,
}

impl Object {
    pub fn new(kind: Kind, id: &str, name: &str) -> Self {
        Self { kind, id: id.to_owned(), name: name.chars().take(NAME).collect(), project: None, detail: None }
    }

    /// Coming and going, of whoever does it.
    pub(crate) fn session() -> Self {
        Self::new(Kind::Session, "", "")
    }

    /// A part of a project.
    pub(crate) fn of(project: &ProjectId, kind: Kind, id: &str, name: &str) -> Self {
        Self { project: Some(project.clone()), ..Self::new(kind, id, name) }
    }

    pub(crate) fn project(row: &ProjectRow) -> Self {
        Self::of(&row.id, Kind::Project, row.id.as_str(), &row.title)
    }

    pub(crate) fn board(row: &ProjectRow) -> Self {
        Self::of(&row.id, Kind::Board, row.id.as_str(), &row.title)
    }

    pub(crate) fn connection(row: &ConnectionRow) -> Self {
        Self::of(&row.project_id, Kind::Connection, row.id.as_str(), &row.title)
    }

    /// A hosted database. While nobody owns it, its id is the only key to it and is not written down.
    pub(crate) fn database(row: &DatabaseRow) -> Self {
        Self::new(Kind::Database, if row.team_id.is_some() { row.id.as_str() } else { "" }, &row.name)
    }

    pub(crate) fn team(row: &TeamRow) -> Self {
        Self::new(Kind::Team, row.id.as_str(), &row.name)
    }

    /// Somebody in a team.
    pub(crate) fn member(row: &TeamRow, username: &str) -> Self {
        Self::new(Kind::Member, row.id.as_str(), username).saying(format!("team {}", row.name))
    }

    pub(crate) fn setting(name: &str) -> Self {
        Self::new(Kind::Setting, "", name)
    }

    /// An account; its user name is the name of the object.
    pub fn account(id: &AccountId, username: &str) -> Self {
        Self::new(Kind::Account, id.as_str(), username)
    }

    /// More about it, in words of ours.
    pub fn saying(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }
}

/// Tells entries of one millisecond apart, in their order.
static NUMBER: AtomicU64 = AtomicU64::new(0);

/// Writes down what is done in the transaction of `db`.
pub async fn done(db: &mut Db, by: impl Into<By>, verb: Verb, object: &Object) -> Result<()> {
    note(db, &by.into(), verb, object, Outcome::Done).await
}

/// Writes down what was not allowed.
pub(crate) async fn refused(app: &App, by: impl Into<By>, verb: Verb, object: &Object) -> Result<()> {
    let mut tx = app.store.begin().await?;
    note(&mut tx, &by.into(), verb, object, Outcome::Refused).await?;
    Ok(tx.commit().await?)
}

pub(crate) async fn note(db: &mut Db, by: &By, verb: Verb, object: &Object, result: Outcome) -> Result<()> {
    let id = format!("{:012x}{}", NUMBER.fetch_add(1, Ordering::Relaxed), nanoid::nanoid!(10));
    let address = by.address.map(|address| address.to_string());
    let some = |text: &'_ String| (!text.is_empty()).then(|| text.clone());
    let (object_id, object_name) = (some(&object.id), some(&object.name));
    let entry = NewEntry {
        id: &id,
        at: Timestamp::now(),
        account: by.account.as_ref(),
        via: by.via,
        via_id: by.via_id.as_deref(),
        verb,
        kind: object.kind,
        object_id: object_id.as_deref(),
        object_name: object_name.as_deref(),
        project: object.project.as_ref(),
        address: address.as_deref(),
        result,
        detail: object.detail.as_deref(),
    };
    Ok(store::audit::insert(db, &entry).await?)
}

/// Writes down that rows of a connection leave as a file, before the first of them does.
pub(crate) async fn exported(app: &App, actor: &Actor, connection: &ConnectionRow, format: Format) -> Result<()> {
    let mut tx = app.store.begin().await?;
    done(&mut tx, actor, Verb::Exported, &Object::connection(connection).saying(format.name())).await?;
    Ok(tx.commit().await?)
}

/// Removes what is older than the operator wants it.
pub async fn sweep(app: &App) -> Result<()> {
    let days = i64::from(app.settings.audit_days);
    let mut tx = app.store.begin().await?;
    let gone = store::audit::sweep(&mut tx, Timestamp::now().plus_seconds(-days * 86_400)).await?;
    tx.commit().await?;
    if gone > 0 {
        tracing::info!(entries = gone, days, "old entries of the audit log were removed");
    }
    Ok(())
}
