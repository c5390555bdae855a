//! A transaction in which every text form is defined, and in which nothing can be written unless it was begun for that, on a borrowed connection that goes
//! back to the pool only when it is known to be clean.

use super::{Connection, Driver, Link, link::give_back, timed_out};
use crate::model::{
    engine::{EngineError, Step},
    schema::Schema,
};
use sqlx::pool::PoolConnection;
use std::{sync::Arc, time::Duration};
use tokio::runtime::Handle;

/// Time limit of reading a schema.
const SCHEMA: Duration = Duration::from_secs(30);
/// How long a server may take to end a transaction in which nothing was written.
const ROLLBACK: Duration = Duration::from_secs(2);
/// Most bytes that all rows of a catalogue's answers hold together: more than 100,000 columns.
pub const LARGEST_SCHEMA: usize = 32 * 1024 * 1024;

/// Why a catalogue could not be read.
pub enum Failure {
    Sql(sqlx::Error),
    /// More than [`LARGEST_SCHEMA`].
    TooMuch,
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Self::Sql(error)
    }
}

pub struct Session<D: Driver> {
    link: Arc<Link<D>>,
    connection: Option<PoolConnection<D::Database>>,
    /// Its number at the server, for cancelling; nothing while the transaction begins.
    number: Option<i64>,
    /// A person's words or triggers ran on it: what they left behind goes with the connection.
    is_personal: bool,
}

impl<D: Driver> Session<D> {
    /// Begins a read-only transaction that the server ends after `limit`.
    pub async fn begin(link: &Arc<Link<D>>, limit: Duration) -> Result<Self, EngineError> {
        let mut session = Self::waiting(link).await?;
        session.number = Some(D::begin(session.connection(), limit).await.map_err(|error| link.explain(&error))?);
        Ok(session)
    }

    /// Begins a transaction in which rows may be written. Triggers of theirs run in it, and what they set stays when it is
    /// saved: it serves nobody else after them.
    pub async fn begin_writing(link: &Arc<Link<D>>, limit: Duration) -> Result<Self, EngineError> {
        let mut session = Self::waiting(link).await?;
        session.number = Some(D::begin_writing(session.connection(), limit).await.map_err(|error| link.explain(&error))?);
        session.is_personal = true;
        D::hand_over(session.connection()).await.map_err(|error| link.explain(&error))?;
        Ok(session)
    }

    async fn waiting(link: &Arc<Link<D>>) -> Result<Self, EngineError> {
        Ok(Self { link: link.clone(), connection: Some(link.acquire().await?), number: None, is_personal: false })
    }

    pub fn connection(&mut self) -> &mut Connection<D> {
        self.connection.as_mut().expect("it is taken only by `finish` and `drop`, which end the session")
    }

    /// Makes it ready for a person's words; it serves nobody else after them.
    pub async fn hand_over(&mut self) -> sqlx::Result<()> {
        self.is_personal = true;
        D::hand_over(self.connection()).await
    }

    /// Ends the transaction and gives the connection back, or closes it.
    pub async fn finish(mut self) {
        let ended = tokio::time::timeout(ROLLBACK, D::end(self.connection())).await;
        if !matches!(ended, Ok(Ok(()))) {
            return;
        }
        let Some(connection) = self.connection.take() else { return };
        if self.is_personal {
            // A server that does not hear the good-bye sees the end of the connection.
            let _ = tokio::time::timeout(ROLLBACK, connection.close()).await;
        } else {
            give_back(connection).await;
        }
    }

    /// What is in the database: the questions to its catalogue, asked in one transaction.
    pub async fn introspect(link: &Arc<Link<D>>) -> Result<Schema, EngineError> {
        let asked = async {
            let mut session = Self::begin(link, SCHEMA).await?;
            match D::ask(&mut session).await {
                Ok(findings) => {
                    session.finish().await;
                    Ok(findings)
                }
                // The server is ready for the next statement.
                Err(Failure::Sql(error @ sqlx::Error::Database(_))) => {
                    session.finish().await;
                    Err(link.explain(&error))
                }
                Err(Failure::Sql(error)) => Err(link.explain(&error)),
                Err(Failure::TooMuch) => Err(EngineError::new(
                    Step::Query,
                    "The database has more tables and columns than VizBoard can show.",
                    "Connect with a user who may read only the tables that are needed.",
                )),
            }
        };
        tokio::time::timeout(SCHEMA, asked).await.map_err(|_| timed_out())?.map(D::schema)
    }
}

impl<D: Driver> Drop for Session<D> {
    /// Not finished: something may still be under way on it, so the server is told to stop that, and the connection is
    /// closed and never pooled again. A server notices a closed connection only when it has something to send.
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        let connection = connection.detach();
        let (Some(number), Ok(runtime)) = (self.number, Handle::try_current()) else { return };
        let link = self.link.clone();
        let order = async move {
            link.cancel(number).await;
            // Held so long: the number stands for nobody else's session until then.
            drop(connection);
        };
        self.link.work().spawn_on(order, &runtime);
    }
}
