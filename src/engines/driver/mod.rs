//! What the engines that reach a server have in common: the way there (`link`), a read-only transaction on it
//! (`session`), one read (`read`), changes of rows (`write`), the first try (`validate`), and what went wrong in words (`scene`). An engine gives
//! a [`Driver`] and is a [`Served`] of it.

mod link;
mod progress;
mod read;
mod scene;
mod served;
mod session;
mod validate;
pub mod values;
mod write;

pub use link::Link;
pub use progress::{Progress, Stage};
pub use scene::{Scene, Words, broken, ours, timed_out, too_long};
pub use served::Served;
pub use session::{Failure, LARGEST_SCHEMA, Session};

use super::{
    dialect::Dialect,
    network::{Policy, Resolve, Watch},
    sql::Statement,
};
use crate::model::{
    access::{Access, TlsMode},
    engine::{EngineError, EngineKind, ResultColumn},
    schema::{Schema, TableRef},
    value,
};
use async_trait::async_trait;
use futures::stream::BoxStream;
use sqlx::Database;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio_util::task::TaskTracker;

pub type Connection<D> = <<D as Driver>::Database as Database>::Connection;
pub type Options<D> = <Connection<D> as sqlx::Connection>::Options;
pub type DriverRow<D> = <<D as Driver>::Database as Database>::Row;

/// Longest message of an open connection, in bytes: a row as large as all rows of a read may be together
/// (`ReadLimits::max_bytes`).
pub const LONGEST_MESSAGE: usize = 32 * 1024 * 1024;

/// What is particular to one kind of server.
#[async_trait]
pub trait Driver: Sized + Send + Sync + 'static {
    type Database: Database;
    type Watch: Watch;
    /// What the catalogue answers.
    type Findings: Send;

    const KIND: EngineKind;
    const DIALECT: Dialect;
    const WORDS: Words;

    fn watch(progress: Progress) -> Self::Watch;

    /// The name of the socket at which the driver looks for a server with this port.
    fn socket(port: u16) -> String;

    /// Connection options, field by field; nothing comes from the environment.
    fn options(access: &Access, way: &Way<'_>) -> Result<Options<Self>, EngineError>;

    /// What went wrong, where only this engine can say it.
    fn explain(scene: &Scene<'_>, error: &sqlx::Error) -> Option<EngineError>;

    /// Begins a read-only transaction that the server ends after `limit`. Answers the session's number at the server.
    async fn begin(connection: &mut Connection<Self>, limit: Duration) -> sqlx::Result<i64>;

    /// Begins a transaction in which rows may be written, with the same forms of values. The server ends its statements
    /// after `limit`. Answers the session's number at the server.
    async fn begin_writing(connection: &mut Connection<Self>, limit: Duration) -> sqlx::Result<i64>;

    /// Whether what is written to this table can be taken back.
    async fn takes_back(_connection: &mut Connection<Self>, _table: &TableRef) -> sqlx::Result<bool> {
        Ok(true)
    }

    /// Runs a statement that writes; answers how many rows it wrote.
    async fn write(connection: &mut Connection<Self>, statement: &Statement) -> sqlx::Result<u64>;

    /// Saves the transaction.
    async fn commit(connection: &mut Connection<Self>) -> sqlx::Result<()>;

    /// Ends the transaction and what could outlive it.
    async fn end(connection: &mut Connection<Self>) -> sqlx::Result<()>;

    /// Stops what another session does.
    async fn cancel(connection: &mut Connection<Self>, session: i64) -> sqlx::Result<()>;

    /// Lets names in a person's statement, and in triggers, mean what they mean to everybody at this database.
    async fn hand_over(_connection: &mut Connection<Self>) -> sqlx::Result<()> {
        Ok(())
    }

    /// Asks for the columns of a person's statement. Answers the statement with them, so changed where it must be that
    /// nothing of its values is lost.
    async fn describe(connection: &mut Connection<Self>, statement: &Statement) -> sqlx::Result<Statement>;

    /// What the server said about a person's statement; nothing where the error is about something else.
    fn said(error: &sqlx::Error) -> Option<Said>;

    /// Runs a statement of a plan.
    fn rows<'c>(connection: &'c mut Connection<Self>, statement: &Statement) -> BoxStream<'c, sqlx::Result<DriverRow<Self>>>;

    /// One row with a value per column (a statement without columns still selects a NULL), each value shortened to
    /// `longest` bytes, and the row's size in bytes.
    fn row(row: &DriverRow<Self>, columns: &[ResultColumn], longest: usize) -> Result<(value::Row, usize), EngineError>;

    /// Name and version of the server, if it is new enough.
    async fn version(connection: &mut Connection<Self>, link: &Link<Self>) -> Result<String, EngineError>;

    /// Asks the catalogue.
    async fn ask(session: &mut Session<Self>) -> Result<Self::Findings, Failure>;

    /// The schema as we keep it.
    fn schema(findings: Self::Findings) -> Schema;
}

/// A server's own words about a statement.
#[derive(Debug, Default)]
pub struct Said {
    pub text: String,
    pub hint: String,
    /// Where in the statement, in characters from 0.
    pub at: Option<usize>,
    /// It refused to write.
    pub wrote: bool,
}

/// How a driver is to reach a server.
pub struct Way<'a> {
    /// The folder that holds the pipe's socket.
    pub folder: &'a Path,
    /// What the server's certificate must be made out to.
    pub name: &'a str,
    pub mode: TlsMode,
}

/// What every link of an engine shares.
#[derive(Clone)]
pub struct Network {
    pub policy: Policy,
    pub resolver: Arc<dyn Resolve>,
    /// Where the sockets of pipes are made.
    pub pipes: PathBuf,
    /// Everything under way that a server must be told about before the process ends.
    pub work: TaskTracker,
}
