//! MySQL 5.7 and newer and MariaDB 10.4 and newer, through sqlx.
//!
//! A connection leads through a pipe to an address that was checked (`network`); a read runs in a read-only
//! transaction with defined text forms (`session`), cancelled from a second connection (`driver`). What differs between
//! the two servers is written into the statements as comments that only one of them executes. Needs Unix sockets.

mod decode;
mod describe;
mod explain;
mod introspect;
mod moments;
mod options;
mod session;
mod types;
mod version;
mod watch;

use super::{
    dialect::Dialect,
    driver::{self, Driver, Failure, Progress, Said, Scene, Served, Way, Words},
    sql::Statement,
};
use crate::model::{
    access::Access,
    engine::{EngineError, EngineKind, ResultColumn},
    schema::{Schema, TableRef},
    value::{Row, Value},
};
use async_trait::async_trait;
use futures::stream::BoxStream;
use sqlx::{
    AssertSqlSafe, MySqlConnection,
    mysql::{MySqlArguments, MySqlConnectOptions, MySqlRow},
    query::Query,
};
use std::time::Duration;

pub type Mysql = Served<MysqlDriver>;
type Link = driver::Link<MysqlDriver>;
type Session = driver::Session<MysqlDriver>;

pub struct MysqlDriver;

#[async_trait]
impl Driver for MysqlDriver {
    type Database = sqlx::MySql;
    type Watch = watch::StartWatch;
    type Findings = introspect::Findings;

    const KIND: EngineKind = EngineKind::Mysql;
    const DIALECT: Dialect = Dialect::Mysql;
    const WORDS: Words = explain::WORDS;

    fn watch(progress: Progress) -> watch::StartWatch {
        watch::StartWatch::new(progress)
    }

    fn socket(_port: u16) -> String {
        options::SOCKET.to_owned()
    }

    fn options(access: &Access, way: &Way<'_>) -> Result<MySqlConnectOptions, EngineError> {
        Ok(options::build(access, way))
    }

    fn explain(scene: &Scene<'_>, error: &sqlx::Error) -> Option<EngineError> {
        explain::explain(scene, error)
    }

    async fn begin(connection: &mut MySqlConnection, limit: Duration) -> sqlx::Result<i64> {
        session::begin(connection, limit).await
    }

    async fn begin_writing(connection: &mut MySqlConnection, limit: Duration) -> sqlx::Result<i64> {
        session::begin_writing(connection, limit).await
    }

    async fn takes_back(connection: &mut MySqlConnection, table: &TableRef) -> sqlx::Result<bool> {
        session::takes_back(connection, table).await
    }

    /// Rows that say already what they are to say are counted too: the driver asks for that.
    async fn write(connection: &mut MySqlConnection, statement: &Statement) -> sqlx::Result<u64> {
        bound(statement).execute(connection).await.map(|done| done.rows_affected())
    }

    async fn commit(connection: &mut MySqlConnection) -> sqlx::Result<()> {
        session::commit(connection).await
    }

    async fn end(connection: &mut MySqlConnection) -> sqlx::Result<()> {
        session::end(connection).await
    }

    async fn cancel(connection: &mut MySqlConnection, session: i64) -> sqlx::Result<()> {
        session::cancel(connection, session).await
    }

    async fn describe(connection: &mut MySqlConnection, statement: &Statement) -> sqlx::Result<Statement> {
        describe::describe(connection, statement).await
    }

    fn said(error: &sqlx::Error) -> Option<Said> {
        explain::said(error)
    }

    fn rows<'c>(connection: &'c mut MySqlConnection, statement: &Statement) -> BoxStream<'c, sqlx::Result<MySqlRow>> {
        bound(statement).fetch(connection)
    }

    fn row(row: &MySqlRow, columns: &[ResultColumn], longest: usize) -> Result<(Row, usize), EngineError> {
        decode::row(row, columns, longest)
    }

    async fn version(connection: &mut MySqlConnection, link: &Link) -> Result<String, EngineError> {
        version::version(connection, link).await
    }

    async fn ask(session: &mut Session) -> Result<introspect::Findings, Failure> {
        introspect::ask(session.connection()).await
    }

    fn schema(findings: introspect::Findings) -> Schema {
        introspect::schema(findings)
    }
}

/// A prepared statement, also without parameters: only its rows have the exact form of floats, and the server refuses
/// more than one statement in it.
fn bound(statement: &Statement) -> Query<'static, sqlx::MySql, MySqlArguments> {
    let mut query = sqlx::query(AssertSqlSafe(statement.text.clone())).persistent(false);
    for value in &statement.params {
        query = match value {
            Value::Null => query.bind(None::<String>),
            Value::Bool(is) => query.bind(*is),
            Value::Int(number) => query.bind(*number),
            Value::Float(number) => query.bind(*number),
            Value::Text(text) | Value::Cut { cut: text, .. } => query.bind(text.clone()),
        };
    }
    query
}
