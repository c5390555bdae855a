//! Streams the rows of a plan. Runs on a blocking thread; what it reads leaves through a short channel, so a slow
//! reader slows the file's reading and memory stays flat.

use super::{
    fault,
    pool::Lease,
    values,
    watch::{Stop, Watch},
};
use crate::{
    engines::{
        dialect::Dialect,
        sql::{self, Statement, Sums},
    },
    model::{
        engine::{EngineError, ReadLimits, ReadRequest, RowBatch, Step},
        plan::Plan,
        value::{Row, Value},
    },
};
use rusqlite::{Connection, types::ToSql};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{mpsc, oneshot};

/// Rows per batch at most.
const BATCH_ROWS: usize = 256;
/// Text per batch, in bytes, after which it is sent.
const BATCH_BYTES: usize = 256 * 1024;

pub(super) type Batches = mpsc::Sender<Result<RowBatch, EngineError>>;
type Place = mpsc::OwnedPermit<Result<RowBatch, EngineError>>;

/// A place kept free in the channel for the reason why a read ended early: rows that stop without a reason would look
/// like all the rows there are. Said at most once.
#[derive(Clone)]
pub(super) struct LastWord(Arc<Mutex<Option<Place>>>);

impl LastWord {
    pub(super) fn of(batches: &Batches) -> Self {
        Self(Arc::new(Mutex::new(batches.clone().try_reserve_owned().ok())))
    }

    pub(super) fn say(&self, error: EngineError) {
        if let Some(place) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            place.send(Err(error));
        }
    }
}

/// One read from preparing to its last row.
pub(super) struct Reading {
    pub request: ReadRequest,
    pub statement: Statement,
    pub watch: Arc<Watch>,
    pub batches: Batches,
    pub last_word: LastWord,
    /// Told once the statement is prepared, or why it cannot be.
    pub ready: oneshot::Sender<Result<(), EngineError>>,
}

/// Why a read ended early.
enum End {
    Fault(rusqlite::Error),
    /// The reader went away, or the time limit was reached while it took its time.
    Stopped(Stop),
}

impl From<rusqlite::Error> for End {
    fn from(error: rusqlite::Error) -> Self {
        Self::Fault(error)
    }
}

impl Reading {
    pub(super) fn run(self, lease: Lease) {
        let Self { request, statement, watch, batches, last_word, ready } = self;
        let mut ready = Some(ready);
        let mut out = Out::new(&batches, &watch, request.limits);
        let mut result = watched(&watch, lease.connection(), || rows(lease.connection(), &statement, &mut out, &mut ready));
        if let (Err(End::Fault(error)), Plan::Aggregate(_)) = (&result, &request.plan)
            && fault::is_integer_overflow(error)
            && !out.sent
            && let Ok(rounded) = sql::render_with(&request.plan, Dialect::Sqlite, Sums::Rounded)
        {
            out = Out::new(&batches, &watch, request.limits);
            result = watched(&watch, lease.connection(), || rows(lease.connection(), &rounded, &mut out, &mut ready));
        }
        let result = result.and_then(|()| out.finish());
        let error = match result {
            Ok(()) => {
                lease.keep();
                return;
            }
            Err(End::Stopped(reason)) => watch.error(reason),
            Err(End::Fault(error)) => {
                let explained = fault::explain(&error);
                match watch.stopped() {
                    Some(reason) if explained.step == Step::Cancelled => watch.error(reason),
                    _ => explained,
                }
            }
        };
        match ready.take() {
            Some(ready) => drop(ready.send(Err(error))),
            None => last_word.say(error),
        }
    }
}

fn watched(watch: &Arc<Watch>, connection: &Connection, work: impl FnOnce() -> Result<(), End>) -> Result<(), End> {
    let _watching = watch.over(connection)?;
    if let Some(reason) = watch.stopped() {
        return Err(End::Stopped(reason));
    }
    work()
}

fn rows(
    connection: &Connection,
    statement: &Statement,
    out: &mut Out<'_>,
    ready: &mut Option<oneshot::Sender<Result<(), EngineError>>>,
) -> Result<(), End> {
    let mut prepared = connection.prepare(&statement.text)?;
    let params: Vec<Box<dyn ToSql>> = statement.params.iter().map(param).collect();
    let params: Vec<&dyn ToSql> = params.iter().map(AsRef::as_ref).collect();
    let mut rows = prepared.query(params.as_slice())?;
    if let Some(ready) = ready.take() {
        let _ = ready.send(Ok(()));
    }
    while let Some(row) = rows.next()? {
        let mut values = Row::with_capacity(statement.columns.len());
        for (at, column) in statement.columns.iter().enumerate() {
            values.push(values::value(row.get_ref(at)?, column.kind, out.limits.max_value_bytes));
        }
        if !out.has_room(&values) {
            out.truncated = true;
            break;
        }
        out.push(values)?;
    }
    Ok(())
}

fn param(value: &Value) -> Box<dyn ToSql> {
    match value {
        Value::Null => Box::new(rusqlite::types::Null),
        Value::Bool(b) => Box::new(*b),
        Value::Int(n) => Box::new(*n),
        Value::Float(n) => Box::new(*n),
        Value::Text(text) | Value::Cut { cut: text, .. } => Box::new(text.clone()),
    }
}

/// Collects rows into batches and sends them.
struct Out<'r> {
    batches: &'r Batches,
    watch: &'r Watch,
    limits: ReadLimits,
    rows: Vec<Row>,
    bytes: usize,
    /// Rows so far and their bytes, sent or not.
    count: u64,
    all: u64,
    sent: bool,
    truncated: bool,
}

impl<'r> Out<'r> {
    fn new(batches: &'r Batches, watch: &'r Watch, limits: ReadLimits) -> Self {
        Self { batches, watch, limits, rows: Vec::new(), bytes: 0, count: 0, all: 0, sent: false, truncated: false }
    }

    fn has_room(&self, row: &Row) -> bool {
        self.limits.have_room(self.count, self.all + bytes_of(row) as u64)
    }

    fn push(&mut self, row: Row) -> Result<(), End> {
        let bytes = bytes_of(&row);
        self.bytes += bytes;
        self.all += bytes as u64;
        self.count += 1;
        self.rows.push(row);
        if self.rows.len() >= BATCH_ROWS || self.bytes >= BATCH_BYTES { self.send() } else { Ok(()) }
    }

    fn finish(mut self) -> Result<(), End> {
        if self.rows.is_empty() && !self.truncated { Ok(()) } else { self.send() }
    }

    /// Waits for room in the channel, but not beyond the time limit.
    fn send(&mut self) -> Result<(), End> {
        let batch = RowBatch { rows: std::mem::take(&mut self.rows), truncated: self.truncated };
        self.bytes = 0;
        self.sent = true;
        let late = self.watch.deadline.into();
        match tokio::runtime::Handle::current().block_on(tokio::time::timeout_at(late, self.batches.send(Ok(batch)))) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Stopped(Stop::Cancelled)),
            Err(_) => Err(End::Stopped(Stop::Timeout)),
        }
    }
}

fn bytes_of(row: &Row) -> usize {
    let text = |value: &Value| match value {
        Value::Text(text) | Value::Cut { cut: text, .. } => text.len(),
        _ => 0,
    };
    row.iter().map(|value| std::mem::size_of::<Value>() + text(value)).sum()
}
