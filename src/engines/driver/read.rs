//! Runs one planned read and sends its rows in batches. The channel is short, so a slow reader slows the server and
//! memory stays flat; a reader who leaves stops the statement at the server.

use super::{
    Driver, Link, Session,
    scene::{cancelled, timed_out},
};
use crate::{
    engines::sql::{Origin, Statement},
    model::engine::{EngineError, ReadLimits, ResultColumn, RowBatch},
};
use futures::TryStreamExt;
use std::{borrow::Cow, sync::Arc, time::Duration};
use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, sleep_until},
};
use tokio_util::sync::CancellationToken;

/// A batch is sent when it holds this many rows or bytes, whichever comes first.
const BATCH_ROWS: usize = 256;
const BATCH_BYTES: usize = 64 * 1024;
/// The server keeps the time limit; we give up this much later.
const GRACE: Duration = Duration::from_millis(500);

pub type Batches = mpsc::Sender<Result<RowBatch, EngineError>>;

/// What a read begins with: its columns, or why there are none.
pub type Start = Result<Vec<ResultColumn>, EngineError>;

/// Where a read's results go. What fails before the first batch fails the call itself instead of the stream.
pub struct Outlet {
    started: Option<oneshot::Sender<Start>>,
    columns: Vec<ResultColumn>,
    batches: Batches,
}

impl Outlet {
    pub fn new(started: oneshot::Sender<Start>, batches: Batches) -> Self {
        Self { started: Some(started), columns: Vec::new(), batches }
    }

    /// False when nobody listens any more.
    async fn send(&mut self, batch: RowBatch) -> bool {
        self.start();
        self.batches.send(Ok(batch)).await.is_ok()
    }

    fn start(&mut self) {
        if let Some(started) = self.started.take() {
            // The caller may have left; sending the batch finds that out.
            let _ = started.send(Ok(std::mem::take(&mut self.columns)));
        }
    }

    /// Ends the results with an error.
    pub async fn fail(&mut self, error: EngineError) {
        match self.started.take() {
            Some(started) => drop(started.send(Err(error))),
            None => drop(self.batches.send(Err(error)).await),
        }
    }
}

/// One read under way.
pub struct Job<D: Driver> {
    pub link: Arc<Link<D>>,
    pub statement: Statement,
    pub limits: ReadLimits,
    pub stop: CancellationToken,
}

/// How a statement ended that did not fail.
enum End {
    /// To its last row: the connection is clean.
    Complete,
    /// We stopped listening; dropping the session tells the server.
    Left,
}

impl<D: Driver> Job<D> {
    /// Sends everything to the outlet. Answers the session if it is clean, for the caller to finish once the outlet is
    /// closed: whoever waits for the end of the rows need not wait for the rollback.
    pub async fn run(&self, outlet: &mut Outlet) -> Option<Session<D>> {
        let limit = Duration::from_millis(self.limits.timeout_ms.max(1));
        let deadline = Instant::now() + limit + GRACE;
        let begun = tokio::select! {
            begun = Session::begin(&self.link, limit) => begun,
            () = self.stop.cancelled() => Err(cancelled()),
            () = outlet.batches.closed() => return None,
            () = sleep_until(deadline) => Err(timed_out()),
        };
        let mut session = match begun {
            Ok(session) => session,
            Err(error) => {
                outlet.fail(error).await;
                return None;
            }
        };
        let outcome = tokio::select! {
            outcome = self.stream(&mut session, outlet) => outcome,
            () = self.stop.cancelled() => Err(Failure::Stopped(cancelled())),
            () = sleep_until(deadline) => Err(Failure::Stopped(timed_out())),
        };
        match outcome {
            Ok(End::Complete) => {
                outlet.start();
                Some(session)
            }
            Ok(End::Left) => None,
            Err(Failure::Answered(error)) => {
                outlet.fail(error).await;
                Some(session)
            }
            Err(Failure::Stopped(error)) => {
                drop(session);
                outlet.fail(error).await;
                None
            }
        }
    }

    async fn stream(&self, session: &mut Session<D>, outlet: &mut Outlet) -> Result<End, Failure> {
        let gone = outlet.batches.clone();
        let statement = tokio::select! {
            prepared = self.prepared(session) => prepared?,
            () = gone.closed() => return Ok(End::Left),
        };
        outlet.columns.clone_from(&statement.columns);
        if matches!(&statement.origin, Origin::Personal(personal) if personal.describe) {
            return Ok(End::Complete);
        }
        let mut rows = D::rows(session.connection(), &statement);
        let (mut batch, mut size, mut sent, mut all) = (RowBatch::default(), 0, 0_u64, 0_u64);
        loop {
            let next = tokio::select! {
                next = rows.try_next() => next.map_err(|error| self.failure(&error, &statement))?,
                () = gone.closed() => return Ok(End::Left),
            };
            let Some(row) = next else { break };
            let (row, bytes) = D::row(&row, &statement.columns, self.limits.max_value_bytes).map_err(Failure::Stopped)?;
            all = all.saturating_add(bytes as u64);
            if !self.limits.have_room(sent, all) {
                batch.truncated = true;
                outlet.send(batch).await;
                return Ok(End::Left);
            }
            batch.rows.push(row);
            sent += 1;
            size += bytes;
            if batch.rows.len() >= BATCH_ROWS || size >= BATCH_BYTES {
                size = 0;
                if !outlet.send(std::mem::take(&mut batch)).await {
                    return Ok(End::Left);
                }
            }
        }
        if !batch.rows.is_empty() {
            outlet.send(batch).await;
        }
        Ok(End::Complete)
    }

    /// The statement as it is to run: a person's is described first.
    async fn prepared(&self, session: &mut Session<D>) -> Result<Cow<'_, Statement>, Failure> {
        let failed = |error: sqlx::Error| self.failure(&error, &self.statement);
        if self.statement.origin == Origin::Ours {
            return Ok(Cow::Borrowed(&self.statement));
        }
        session.hand_over().await.map_err(failed)?;
        match self.statement.origin {
            Origin::Personal(_) => D::describe(session.connection(), &self.statement).await.map(Cow::Owned).map_err(failed),
            Origin::Ours | Origin::Around => Ok(Cow::Borrowed(&self.statement)),
        }
    }

    fn failure(&self, error: &sqlx::Error, statement: &Statement) -> Failure {
        let told = self.link.explain(error);
        let said = if statement.origin == Origin::Ours { None } else { D::said(error) };
        let told = said.map_or(told.clone(), |said| self.link.scene().quoted(said, statement, told));
        match error {
            sqlx::Error::Database(_) => Failure::Answered(told),
            _ => Failure::Stopped(told),
        }
    }
}

enum Failure {
    /// The server said so and is ready for the next statement.
    Answered(EngineError),
    /// The state of the connection is unknown.
    Stopped(EngineError),
}
