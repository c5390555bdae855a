//! Changes of rows in one transaction: each is about exactly one row, which is as it was expected, or nothing happens.

use super::{
    Driver, Link, Session, Words,
    scene::{cancelled, timed_out},
};
use crate::{
    engines::{
        row_version,
        sql::{Statement, written},
    },
    model::{
        engine::{EngineError, Step},
        plan::PlanFilter,
        schema::TableRef,
        value::Row,
        work::{Clash, Done, Expected, Outcome, RowChange, WorkLimits},
    },
};
use futures::TryStreamExt;
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

/// The server keeps the time limit of a statement; we give up this much after that of the whole.
const GRACE: Duration = Duration::from_millis(500);
/// How long saving may take at the end.
const COMMIT: Duration = Duration::from_secs(5);

/// One piece of work under way.
pub struct Job<D: Driver> {
    pub link: Arc<Link<D>>,
    pub changes: Vec<RowChange>,
    pub limits: WorkLimits,
    pub stop: CancellationToken,
}

/// Why the changes are not saved.
enum Failure {
    /// The connection is clean for taking everything back.
    Ended(Outcome),
    /// The state of the connection is unknown: it is closed, and the server takes everything back.
    Lost(EngineError),
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        Self::Ended(Outcome::Refused(error))
    }
}

impl<D: Driver> Job<D> {
    pub async fn run(self) -> Result<Outcome, EngineError> {
        let started = Instant::now();
        let limit = Duration::from_millis(self.limits.timeout_ms.max(1));
        let deadline = started + limit + GRACE;
        let mut session = tokio::select! {
            begun = Session::begin_writing(&self.link, limit) => begun.map_err(refusing)?,
            () = self.stop.cancelled() => return Err(cancelled()),
            () = sleep_until(deadline) => return Err(timed_out()),
        };
        let applied = tokio::select! {
            applied = self.apply(&mut session) => applied,
            () = self.stop.cancelled() => Err(Failure::Lost(cancelled())),
            () = sleep_until(deadline) => Err(Failure::Lost(timed_out())),
        };
        match applied {
            Ok(done) => {
                let saved = timeout(COMMIT, D::commit(session.connection())).await;
                match saved {
                    Ok(Ok(())) => {
                        session.finish().await;
                        let elapsed_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
                        Ok(Outcome::Done(Done { elapsed_us, ..done }))
                    }
                    // A rule that the database looks at only in the end.
                    Ok(Err(error @ sqlx::Error::Database(_))) => {
                        let told = self.told(&error);
                        session.finish().await;
                        Ok(Outcome::Refused(told))
                    }
                    Ok(Err(_)) | Err(_) => Err(in_doubt()),
                }
            }
            Err(Failure::Ended(outcome)) => {
                session.finish().await;
                Ok(outcome)
            }
            Err(Failure::Lost(error)) => Err(error),
        }
    }

    async fn apply(&self, session: &mut Session<D>) -> Result<Done, Failure> {
        let mut done = Done::default();
        for (at, change) in self.changes.iter().enumerate() {
            let (table, met) = match change {
                RowChange::Insert(plan) => (&plan.table, None),
                RowChange::Update(plan) => (&plan.table, Some((&plan.filter, plan.expected.as_ref()))),
                RowChange::Delete(plan) => (&plan.table, Some((&plan.filter, plan.expected.as_ref()))),
            };
            if !done.affected.contains(&table.name) {
                if !D::takes_back(session.connection(), table).await.map_err(|error| self.failure(&error))? {
                    return Err(lasting(table).into());
                }
                done.affected.push(table.name.clone());
            }
            if let Some((filter, Some(expected))) = met {
                let row = self.expect(session, at, table, filter, expected).await?;
                if expected.told {
                    done.keep_met(row);
                }
            }
            // Each with what reads the row that it wrote, where the server does not return it.
            let statements = match change {
                RowChange::Insert(plan) if plan.conflict.is_some() => return Err(only_rows(&D::WORDS).into()),
                RowChange::Insert(plan) => {
                    let one = |row: &Vec<_>| Ok((written::insert(plan, row, D::DIALECT)?, written::inserted(plan, row, D::DIALECT)?));
                    plan.rows.iter().map(one).collect::<Result<Vec<_>, EngineError>>()?
                }
                RowChange::Update(plan) => vec![(written::update(plan, D::DIALECT)?, written::updated(plan, D::DIALECT)?)],
                RowChange::Delete(plan) => vec![(written::delete(plan, D::DIALECT)?, None)],
            };
            let mut count = 0;
            for (statement, after) in &statements {
                if after.is_some() && matches!(change, RowChange::Insert(_)) {
                    self.read(session, &written::none_counted(table)).await?;
                }
                let wrote = if statement.columns.is_empty() {
                    D::write(session.connection(), statement).await.map_err(|error| self.failure(&error))?
                } else {
                    let rows = self.read(session, statement).await?;
                    let wrote = rows.len() as u64;
                    rows.into_iter().for_each(|row| done.keep_left(row));
                    wrote
                };
                if wrote != 1 {
                    return Err(not_one(wrote).into());
                }
                count += 1;
                if let Some(after) = after {
                    self.read(session, after).await?.into_iter().for_each(|row| done.keep_left(row));
                }
            }
            done.changes += count;
            done.each.push(count);
        }
        done.affected.sort();
        Ok(done)
    }

    /// Holds the row of a change and answers it, and fails with a clash unless it is as expected.
    async fn expect(
        &self,
        session: &mut Session<D>,
        at: usize,
        table: &TableRef,
        filter: &PlanFilter,
        expected: &Expected,
    ) -> Result<Row, Failure> {
        let statement = written::held(table, &expected.columns, filter, D::DIALECT)?;
        let mut found = self.read(session, &statement).await?;
        let met = found.len() as u64;
        let now = found.pop().filter(|_| met == 1);
        let is_same = |row: &Row| expected.version.as_ref().is_none_or(|version| row_version::of(row) == *version);
        match now {
            Some(row) if is_same(&row) => Ok(row),
            now => Err(Failure::Ended(Outcome::Conflict(Clash { at, met, now }))),
        }
    }

    async fn read(&self, session: &mut Session<D>, statement: &Statement) -> Result<Vec<Row>, Failure> {
        let mut found = Vec::new();
        let mut rows = D::rows(session.connection(), statement);
        while let Some(row) = rows.try_next().await.map_err(|error| self.failure(&error))? {
            found.push(D::row(&row, &statement.columns, self.limits.max_value_bytes).map_err(Failure::Lost)?.0);
        }
        Ok(found)
    }

    fn failure(&self, error: &sqlx::Error) -> Failure {
        let told = self.told(error);
        match error {
            sqlx::Error::Database(_) => Failure::Ended(Outcome::Refused(told)),
            _ => Failure::Lost(told),
        }
    }

    /// What the server said, for whoever wanted to write.
    fn told(&self, error: &sqlx::Error) -> EngineError {
        match D::said(error).filter(|said| said.wrote) {
            Some(said) => EngineError::new(
                Step::Permission,
                format!("The database takes no changes: {}", self.link.scene().tidy(&said.text)),
                "Connect to the server that may be written to: this one may be a replica.",
            ),
            None => refusing(self.link.explain(error)),
        }
    }
}

/// What helps somebody who may not write is another right than that to read.
fn refusing(error: EngineError) -> EngineError {
    match error.step {
        Step::Permission => EngineError {
            hint: "Grant the user of this connection SELECT, INSERT, UPDATE and DELETE on the table, or switch writing off.".into(),
            ..error
        },
        _ => error,
    }
}

fn lasting(table: &TableRef) -> EngineError {
    EngineError::new(
        Step::Query,
        format!("Changes of \"{}\" cannot be taken back when one of them fails: its storage engine knows no transactions.", table.name),
        "Convert the table to InnoDB.",
    )
}

fn not_one(rows: u64) -> EngineError {
    EngineError::new(
        Step::Query,
        format!("The database wrote {rows} rows where one was meant, so nothing was saved."),
        "A trigger or rule of the table may have done so. Change this table with another program.",
    )
}

pub fn only_rows(words: &Words) -> EngineError {
    EngineError::new(Step::Permission, format!("VizBoard changes only rows of {} databases.", words.product), "")
}

pub fn in_doubt() -> EngineError {
    EngineError::new(
        Step::Protocol,
        "The connection to the database was lost while the changes were saved, perhaps after they were.",
        "Look whether the changes are there before you try again.",
    )
}
