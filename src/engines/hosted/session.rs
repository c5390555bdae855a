//! An open file and the work that is done on it, each piece in one transaction.

use super::{
    bounds::Bounds,
    desk::{Answered, Job},
    fault::{self, End},
    file, open, rows, statement, structure,
};
use crate::{
    engines::sqlite::{
        fault::explain,
        place::{Identity, Place},
        watch::Watch,
    },
    model::{
        engine::EngineError,
        work::{Done, FileWork, Outcome, RowChange, Work, WorkLimits},
    },
};
use rusqlite::Connection;
use std::{path::PathBuf, sync::Arc, time::Instant};

pub(super) struct Session {
    pub(super) connection: Connection,
    path: PathBuf,
    identity: Identity,
    pub(super) bounds: Bounds,
    /// The limits that the connection has now.
    limits: Option<WorkLimits>,
    /// It must not be used again: something of one piece of work would be seen by the next.
    spent: bool,
}

impl Session {
    pub(super) fn open(place: &Place) -> Result<Self, EngineError> {
        let connection = open::writer(place).map_err(|error| explain(&error))?;
        Ok(Self { connection, path: place.path.clone(), identity: place.identity, bounds: Bounds::default(), limits: None, spent: false })
    }

    pub(super) fn identity(&self) -> Identity {
        self.identity
    }

    pub(super) fn is_spent(&self) -> bool {
        self.spent
    }

    /// Does one piece of work, or several that are saved together, and answers.
    pub(super) fn work(&mut self, mut jobs: Vec<Job>) {
        if jobs.len() > 1 {
            self.together(jobs);
            return;
        }
        let Some(job) = jobs.pop() else { return };
        let answer = self.alone(&job);
        job.say(answer);
    }

    /// One piece of work in a transaction of its own.
    fn alone(&mut self, job: &Job) -> Answered {
        let started = Instant::now();
        if let Some(reason) = job.watch.stopped() {
            return Err(fault::stopped(&job.watch, reason));
        }
        let limits = job.request.limits;
        let result = self.limit(&limits).and_then(|()| match &job.request.work {
            Work::File(work) => self.file(work, &job.watch, &limits),
            Work::Rows(changes) => self.transaction(&job.watch, |session| session.rows(changes, &job.watch, &limits)),
            Work::Structure(changes) => structure::run(self, changes, &job.watch, &limits),
            Work::Statement(work) => self.transaction(&job.watch, |session| {
                let written = statement::write(&session.connection, work, &mut session.bounds, &limits)?;
                session.spent |= written.temporary;
                Ok(written.done)
            }),
            Work::Script(work) => self.transaction(&job.watch, |session| {
                let written = statement::script(&session.connection, work, &mut session.bounds, &limits)?;
                session.spent |= written.temporary;
                Ok(written.done)
            }),
            Work::Cell(plan) => super::cell::run(&self.connection, plan),
        });
        answer(result, started, &job.watch, &limits)
    }

    /// Several pieces, each behind a savepoint of its own, saved at once. When the whole transaction is lost by one of
    /// them, or saving fails, each is done alone.
    fn together(&mut self, jobs: Vec<Job>) {
        let mut waiting: Vec<(Job, Outcome)> = Vec::with_capacity(jobs.len());
        let mut jobs = jobs.into_iter();
        let mut again: Vec<Job> = Vec::new();
        if self.connection.execute_batch("BEGIN IMMEDIATE").is_ok() {
            for job in jobs.by_ref() {
                let started = Instant::now();
                if let Some(reason) = job.watch.stopped() {
                    let error = fault::stopped(&job.watch, reason);
                    job.say(Err(error));
                    continue;
                }
                let limits = job.request.limits;
                let result = self.limit(&limits).and_then(|()| self.behind_savepoint(&job, &limits));
                let is_lost = self.connection.is_autocommit();
                match answer(result, started, &job.watch, &limits) {
                    Ok(outcome @ Outcome::Done(_)) if !is_lost => waiting.push((job, outcome)),
                    Ok(Outcome::Done(_)) => again.push(job),
                    other => job.say(other),
                }
                if is_lost {
                    break;
                }
            }
        }
        let is_saved = !self.connection.is_autocommit() && self.commit().is_ok();
        if !is_saved {
            again.extend(waiting.drain(..).map(|(job, _)| job));
        }
        for (job, outcome) in waiting {
            job.say(Ok(outcome));
        }
        for job in again.into_iter().chain(jobs) {
            let answer = self.alone(&job);
            job.say(answer);
        }
    }

    fn behind_savepoint(&mut self, job: &Job, limits: &WorkLimits) -> Result<Done, End> {
        let Work::Rows(changes) = &job.request.work else { return Err(End::refused("Only rows are changed together.", "")) };
        self.connection.prepare_cached("SAVEPOINT one")?.execute([])?;
        let result = self.rows(changes, &job.watch, limits);
        if self.connection.is_autocommit() {
            self.bounds.forget();
            return result;
        }
        if result.is_err() {
            self.bounds.forget();
            self.connection.prepare_cached("ROLLBACK TO one")?.execute([])?;
        }
        self.connection.prepare_cached("RELEASE one")?.execute([])?;
        result
    }

    fn rows(&mut self, changes: &[RowChange], watch: &Arc<Watch>, limits: &WorkLimits) -> Result<Done, End> {
        let _watching = watch.over(&self.connection)?;
        rows::run(&self.connection, changes, &mut self.bounds, watch, limits)
    }

    /// Does `work` in a transaction that is saved when it succeeds.
    pub(super) fn transaction<T>(&mut self, watch: &Arc<Watch>, work: impl FnOnce(&mut Self) -> Result<T, End>) -> Result<T, End> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let handle = self.connection.get_interrupt_handle();
        watch.hold(handle);
        let inner = watch.clone();
        self.connection.progress_handler(1_000, Some(move || inner.stopped().is_some()))?;
        let result = work(self);
        watch.release();
        self.connection.progress_handler(0, None::<fn() -> bool>)?;
        match result.and_then(|done| self.commit().map(|()| done)) {
            Ok(done) => Ok(done),
            Err(end) => {
                self.roll_back();
                Err(end)
            }
        }
    }

    pub(super) fn commit(&mut self) -> Result<(), End> {
        let saved = self.connection.execute_batch("COMMIT");
        if saved.is_err() {
            self.roll_back();
        }
        Ok(saved?)
    }

    /// Takes everything back since the last commit. A connection that cannot is given up.
    pub(super) fn roll_back(&mut self) {
        self.bounds.forget();
        if !self.connection.is_autocommit() && self.connection.execute_batch("ROLLBACK").is_err() {
            self.spent = true;
        }
    }

    fn limit(&mut self, limits: &WorkLimits) -> Result<(), End> {
        let limits = WorkLimits { timeout_ms: 0, max_rows: 0, max_value_bytes: 0, max_bytes: 0, ..*limits };
        if self.limits != Some(limits) {
            open::limit(&self.connection, &limits)?;
            self.limits = Some(limits);
        }
        Ok(())
    }

    fn file(&mut self, work: &FileWork, watch: &Arc<Watch>, limits: &WorkLimits) -> Result<Done, End> {
        match work {
            FileWork::Replace(from) => {
                let done = file::replace::run(&mut self.connection, from, watch, limits);
                // Whatever is known of it was of the file before.
                self.spent = true;
                done
            }
            FileWork::Vacuum => file::vacuum(&self.connection, watch),
            FileWork::ImportCsv(import) => file::import::run(self, import, watch, limits),
            FileWork::Create | FileWork::Check(_) | FileWork::CopyTo(_) | FileWork::Close => Ok(Done::default()),
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // What is in the journal goes into the file, unless somebody reads what was before.
        let busy = self.connection.busy_timeout(std::time::Duration::ZERO);
        let written = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        if let Err(error) = busy.and(written) {
            tracing::debug!("the journal of {} stays: {error}", self.path.display());
        }
    }
}

fn answer(result: Result<Done, End>, started: Instant, watch: &Watch, limits: &WorkLimits) -> Answered {
    match result {
        Ok(done) => Ok(Outcome::Done(Done { elapsed_us: u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX), ..done })),
        Err(end) => end.told(watch, limits),
    }
}
