//! PostgreSQL 12 and newer, through sqlx.
//!
//! A connection leads through a pipe to an address that was checked (`network`); a read runs in a read-only
//! transaction with defined text forms (`session`), cancelled from a second connection (`driver`). Needs Unix sockets.

mod decode;
mod describe;
mod explain;
mod introspect;
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
    schema::Schema,
    value::{Row, Value},
};
use async_trait::async_trait;
use futures::stream::BoxStream;
use sqlx::{
    AssertSqlSafe, PgConnection,
    postgres::{PgArguments, PgConnectOptions, PgRow},
    query::Query,
};
use std::time::Duration;

pub type Postgres = Served<PostgresDriver>;
type Link = driver::Link<PostgresDriver>;
type Session = driver::Session<PostgresDriver>;

pub struct PostgresDriver;

#[async_trait]
impl Driver for PostgresDriver {
    type Database = sqlx::Postgres;
    type Watch = watch::StartWatch;
    type Findings = introspect::Findings;

    const KIND: EngineKind = EngineKind::Postgres;
    const DIALECT: Dialect = Dialect::Postgres;
    const WORDS: Words = explain::WORDS;

    fn watch(progress: Progress) -> watch::StartWatch {
        watch::StartWatch::new(progress)
    }

    fn socket(port: u16) -> String {
        format!(".s.PGSQL.{port}")
    }

    fn options(access: &Access, way: &Way<'_>) -> Result<PgConnectOptions, EngineError> {
        options::build(access, way)
    }

    fn explain(scene: &Scene<'_>, error: &sqlx::Error) -> Option<EngineError> {
        explain::explain(scene, error)
    }

    async fn begin(connection: &mut PgConnection, limit: Duration) -> sqlx::Result<i64> {
        session::begin(connection, limit).await
    }

    async fn begin_writing(connection: &mut PgConnection, limit: Duration) -> sqlx::Result<i64> {
        session::begin_writing(connection, limit).await
    }

    async fn write(connection: &mut PgConnection, statement: &Statement) -> sqlx::Result<u64> {
        bound(statement).execute(connection).await.map(|done| done.rows_affected())
    }

    async fn commit(connection: &mut PgConnection) -> sqlx::Result<()> {
        session::commit(connection).await
    }

    async fn end(connection: &mut PgConnection) -> sqlx::Result<()> {
        session::end(connection).await
    }

    async fn cancel(connection: &mut PgConnection, session: i64) -> sqlx::Result<()> {
        session::cancel(connection, session).await
    }

    async fn hand_over(connection: &mut PgConnection) -> sqlx::Result<()> {
        session::hand_over(connection).await
    }

    async fn describe(connection: &mut PgConnection, statement: &Statement) -> sqlx::Result<Statement> {
        describe::describe(connection, statement).await
    }

    fn said(error: &sqlx::Error) -> Option<Said> {
        explain::said(error)
    }

    fn rows<'c>(connection: &'c mut PgConnection, statement: &Statement) -> BoxStream<'c, sqlx::Result<PgRow>> {
        bound(statement).fetch(connection)
    }

    fn row(row: &PgRow, columns: &[ResultColumn], longest: usize) -> Result<(Row, usize), EngineError> {
        decode::row(row, columns.len(), longest)
    }

    async fn version(connection: &mut PgConnection, link: &Link) -> Result<String, EngineError> {
        version::version(connection, link).await
    }

    async fn ask(session: &mut Session) -> Result<introspect::Findings, Failure> {
        introspect::ask(session).await
    }

    fn schema(findings: introspect::Findings) -> Schema {
        introspect::schema(findings)
    }
}

/// Every parameter is bound as text; the statement casts it.
fn bound(statement: &Statement) -> Query<'static, sqlx::Postgres, PgArguments> {
    let mut query = sqlx::query(AssertSqlSafe(statement.text.clone())).persistent(false);
    for value in &statement.params {
        query = query.bind(match value {
            Value::Null => None,
            Value::Text(text) => Some(text.clone()),
            other => Some(other.display()),
        });
    }
    query
}
