//! An engine that runs in a worker, as the server sees it.

use super::{
    Staff,
    call::{Begun, Call, Failure, Rows, Stopper},
    process::lost,
    wire::{Answer, Ask},
};
use crate::{
    engines::{
        Engine, RowStream, Target,
        under_way::{Entry, UnderWay},
    },
    model::{
        engine::{EngineError, EngineKind, ReadRequest, ServerFacts, Step},
        id::ConnectionId,
        schema::Schema,
        work::{Outcome, WorkRequest},
    },
};
use async_trait::async_trait;
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, timeout_at};

/// Engines keep their limits themselves; these are for engines that cannot.
const VALIDATE: Duration = Duration::from_millis(5_500);
const INTROSPECT: Duration = Duration::from_secs(31);
/// How long after its time limit a read is given up.
const GRACE: Duration = Duration::from_millis(500);
/// The same for changes at a server, which is given time to save them.
const SAVING: Duration = Duration::from_secs(8);

/// One kind of database behind the pipe.
#[derive(Clone)]
pub struct Remote {
    kind: EngineKind,
    staff: Arc<Staff>,
    /// Reads under way by the id of their request, for stopping them.
    reads: UnderWay<Stopper>,
}

/// What an engine answered, with the call that it answered.
struct Answered {
    answer: Answer,
    call: Call,
    rows: Option<Rows>,
    entry: Option<Entry<Stopper>>,
}

impl Remote {
    pub fn new(kind: EngineKind, staff: Arc<Staff>) -> Self {
        Self { kind, staff, reads: UnderWay::default() }
    }

    /// Asks and waits for the answer. A worker that was lost is replaced once: it may have ended because of another call.
    async fn ask(&self, target: &Target, ask: Ask, deadline: Instant) -> Result<Answered, EngineError> {
        let mut may_repeat = true;
        loop {
            let Begun { call, answered, rows } = self.staff.call(target, ask.clone()).await?;
            let entry = match &ask {
                Ask::Read(request) => Some(self.reads.enter(&request.id, call.stopper())),
                Ask::Work(request) => Some(self.reads.enter(&request.id, call.stopper())),
                Ask::Validate | Ask::Introspect => None,
            };
            let outcome = match timeout_at(deadline, answered).await {
                Ok(outcome) => outcome.unwrap_or(Err(Failure::Lost)),
                Err(_) => return Err(too_late()),
            };
            match outcome {
                Ok(answer) => return Ok(Answered { answer, call, rows, entry }),
                // Work that was begun may have been saved: done twice it would be wrong.
                Err(Failure::Lost) if matches!(ask, Ask::Work(_)) => return Err(in_doubt()),
                Err(Failure::Lost) if may_repeat => may_repeat = false,
                Err(failure) => return Err(failure.told()),
            }
        }
    }

    /// Asks and waits, also when nobody waits for this any more: work goes on, and a worker that does not let go of a call
    /// that was left too early would be ended for it.
    async fn to_the_end(&self, target: &Target, ask: Ask, deadline: Instant) -> Result<Answered, EngineError> {
        let (remote, target) = (self.clone(), target.clone());
        tokio::spawn(async move { remote.ask(&target, ask, deadline).await }).await.unwrap_or_else(|_| Err(in_doubt()))
    }

    /// Asks something that has no name by which it could be stopped.
    async fn look(&self, target: &Target, ask: Ask, deadline: Instant) -> Result<Answered, EngineError> {
        match self.kind {
            EngineKind::Hosted => self.to_the_end(target, ask, deadline).await,
            EngineKind::Postgres | EngineKind::Mysql | EngineKind::Sqlite => self.ask(target, ask, deadline).await,
        }
    }
}

#[async_trait]
impl Engine for Remote {
    fn kind(&self) -> EngineKind {
        self.kind
    }

    async fn validate(&self, target: &Target) -> Result<ServerFacts, EngineError> {
        match self.look(target, Ask::Validate, Instant::now() + VALIDATE).await?.answer {
            Answer::Facts(facts) => Ok(facts),
            Answer::Schema(_) | Answer::Columns(_) | Answer::Outcome(_) => Err(lost()),
        }
    }

    async fn introspect(&self, target: &Target) -> Result<Schema, EngineError> {
        match self.look(target, Ask::Introspect, Instant::now() + INTROSPECT).await?.answer {
            Answer::Schema(schema) => Ok(schema),
            Answer::Facts(_) | Answer::Columns(_) | Answer::Outcome(_) => Err(lost()),
        }
    }

    async fn read(&self, target: &Target, request: ReadRequest) -> Result<RowStream, EngineError> {
        let deadline = Instant::now() + Duration::from_millis(request.limits.timeout_ms) + GRACE;
        let answered = self.ask(target, Ask::Read(Box::new(request)), deadline).await?;
        let (Answer::Columns(columns), Some(rows)) = (answered.answer, answered.rows) else { return Err(lost()) };
        let Rows { sender, batches, ended } = rows;
        tokio::spawn(async move {
            let _entry = answered.entry;
            answered.call.tend(sender, ended, deadline, too_late()).await;
        });
        Ok(RowStream { columns, batches })
    }

    async fn work(&self, target: &Target, request: WorkRequest) -> Result<Outcome, EngineError> {
        let saving = if self.kind == EngineKind::Hosted { GRACE } else { SAVING };
        let deadline = Instant::now() + Duration::from_millis(request.limits.timeout_ms) + saving;
        match self.to_the_end(target, Ask::Work(Box::new(request)), deadline).await?.answer {
            Answer::Outcome(outcome) => Ok(*outcome),
            Answer::Facts(_) | Answer::Schema(_) | Answer::Columns(_) => Err(lost()),
        }
    }

    async fn cancel(&self, request_id: &str) {
        self.reads.with(request_id, Stopper::stop);
    }

    async fn forget(&self, connection: &ConnectionId) {
        self.staff.forget(connection);
    }

    async fn stop(&self) {
        self.staff.stop().await;
    }
}

fn in_doubt() -> EngineError {
    EngineError::new(
        Step::Protocol,
        "The process that works on this database ended unexpectedly, perhaps after the change was saved.",
        "Look whether the change is there before you try again.",
    )
}

fn too_late() -> EngineError {
    EngineError::new(Step::Timeout, "The database did not finish in time.", "Narrow the question by a filter, or add an index.")
}
