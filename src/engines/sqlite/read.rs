//! Streams the rows of a plan. Runs on a blocking thread; what it reads leaves through a short channel, so a slow
//! reader slows the file's reading and memory stays flat.

use super::{
    fault,
    pool::Lease,
    unseen, values,
    watch::{Stop, Watch},
};
use crate::{
    engines::{
        dialect::Dialect,
        sql::{self, Origin, Statement, Sums},
    },
    model::{
        engine::{EngineError, ReadLimits, ReadRequest, ResultColumn, RowBatch, Step},
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
    /// Told the columns once the statement is prepared, or why it cannot be.
    pub ready: oneshot::Sender<Start>,
}

pub(super) type Start = Result<Vec<ResultColumn>, EngineError>;

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
        let mut out = Out::new(&batches, &watch, request.limits, Some(ready));
        let mut result = watched(&watch, lease.connection(), || rows(lease.connection(), &statement, &mut out));
        if let (Err(End::Fault(error)), Plan::Aggregate(_)) = (&result, &request.plan)
            && fault::is_integer_overflow(error)
            && !out.sent
            && let Ok(rounded) = sql::render_with(&request.plan, Dialect::Sqlite, Sums::Rounded)
        {
            out = Out::new(&batches, &watch, request.limits, out.ready.take());
            result = watched(&watch, lease.connection(), || rows(lease.connection(), &rounded, &mut out));
        }
        let result = result.and_then(|()| out.finish());
        let error = match result {
            Ok(()) => {
                // What a person's words left behind goes with the connection.
                if statement.origin == Origin::Ours {
                    lease.keep();
                }
                return;
            }
            Err(End::Stopped(reason)) => watch.error(reason),
            Err(End::Fault(error)) => {
                let told = fault::explain(&error);
                let explained = if statement.origin == Origin::Ours { told } else { fault::quoted(&error, &statement, told) };
                match watch.stopped() {
                    Some(reason) if explained.step == Step::Cancelled => watch.error(reason),
                    _ => explained,
                }
            }
        };
        match out.ready.take() {
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

fn rows(connection: &Connection, statement: &Statement, out: &mut Out<'_>) -> Result<(), End> {
    let mut prepared = connection.prepare(&statement.text)?;
    let params: Vec<Box<dyn ToSql>> = statement.params.iter().map(param).collect();
    let params: Vec<&dyn ToSql> = params.iter().map(AsRef::as_ref).collect();
    let describe = match &statement.origin {
        Origin::Ours | Origin::Around => {
            out.columns.clone_from(&statement.columns);
            false
        }
        Origin::Personal(personal) => {
            out.columns = prepared.columns().iter().map(unseen::declared).collect();
            out.may_learn = true;
            personal.describe
        }
    };
    let kinds: Vec<_> = out.columns.iter().map(|column| column.kind).collect();
    let mut rows = prepared.query(params.as_slice())?;
    if !out.may_learn {
        out.announce();
    }
    while let Some(row) = rows.next()? {
        let mut values = Row::with_capacity(kinds.len());
        for (at, kind) in kinds.iter().enumerate() {
            values.push(values::value(row.get_ref(at)?, *kind, out.limits.max_value_bytes));
        }
        if !out.has_room(&values) {
            out.truncated = true;
            break;
        }
        out.push(values)?;
        if describe && out.rows.len() >= unseen::ROWS {
            break;
        }
    }
    if describe {
        out.announce();
        out.rows.clear();
        out.truncated = false;
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
    columns: Vec<ResultColumn>,
    /// Columns without a declared type are known by their first values.
    may_learn: bool,
    /// Whoever waits for the columns.
    ready: Option<oneshot::Sender<Start>>,
}

impl<'r> Out<'r> {
    fn new(batches: &'r Batches, watch: &'r Watch, limits: ReadLimits, ready: Option<oneshot::Sender<Start>>) -> Self {
        let (rows, columns) = (Vec::new(), Vec::new());
        Self { batches, watch, limits, rows, bytes: 0, count: 0, all: 0, sent: false, truncated: false, columns, may_learn: false, ready }
    }

    /// Tells the columns, once.
    fn announce(&mut self) {
        let Some(ready) = self.ready.take() else { return };
        let mut columns = std::mem::take(&mut self.columns);
        if self.may_learn {
            unseen::learn(&mut columns, &self.rows);
        }
        let _ = ready.send(Ok(columns));
    }

    fn has_room(&self, row: &Row) -> bool {
        self.limits.have_room(self.count, self.all + row.iter().map(Value::held_bytes).sum::<usize>() as u64)
    }

    fn push(&mut self, row: Row) -> Result<(), End> {
        let bytes = row.iter().map(Value::held_bytes).sum::<usize>();
        self.bytes += bytes;
        self.all += bytes as u64;
        self.count += 1;
        self.rows.push(row);
        if self.rows.len() >= BATCH_ROWS || self.bytes >= BATCH_BYTES { self.send() } else { Ok(()) }
    }

    fn finish(&mut self) -> Result<(), End> {
        self.announce();
        if self.rows.is_empty() && !self.truncated { Ok(()) } else { self.send() }
    }

    /// Waits for room in the channel, but not beyond the time limit.
    fn send(&mut self) -> Result<(), End> {
        self.announce();
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
