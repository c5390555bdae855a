//! What goes over the pipe between the server and a worker: frames with a length in front, bounded on both sides.
//!
//! The first byte of a frame tells its form. Rows are packed tightly, because they are nearly all that travels; the rest
//! is JSON, the form in which plans, schemas and errors are plain data already.

use crate::{
    engines::{EngineSettings, PoolKey, Target},
    model::{
        access::Access,
        engine::{EngineError, ReadRequest, ResultColumn, RowBatch, ServerFacts},
        id::{ConnectionId, TeamId},
        schema::Schema,
        value::Value,
        work::{Outcome, WorkRequest},
    },
};
use bytes::{BufMut, Bytes, BytesMut};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use tokio_util::codec::LengthDelimitedCodec;

/// Both ends are the same executable, except when it was replaced on disk while the server runs.
pub const VERSION: u32 = 3;
/// Longest frame, in bytes. A schema of 100,000 columns needs a quarter of it.
pub const LONGEST: usize = 64 * 1024 * 1024;
/// Most rows of one batch: engines send 256.
const MOST_ROWS: u32 = 1_024;
/// Batches that may be on their way for one read before its reader has taken one.
pub const WINDOW: usize = 4;

const JSON: u8 = b'j';
const ROWS: u8 = b'r';

/// Names one call among those that one worker has had.
pub type CallId = u64;

/// From the server to the worker.
#[derive(Serialize, Deserialize)]
pub enum Order {
    /// The first of all, once.
    Start {
        settings: EngineSettings,
        /// Whether the worker writes down what helps an operator to find a fault.
        detailed_log: bool,
    },
    Call {
        call: CallId,
        target: Asked,
        ask: Ask,
    },
    /// The reader took a batch: one more may be sent.
    More {
        call: CallId,
    },
    /// Ends a read with the error that says so.
    Cancel {
        call: CallId,
    },
    /// Nobody waits for the answer any more. Answered by [`Reply::End`].
    Leave {
        call: CallId,
    },
    Forget {
        connection: ConnectionId,
    },
    /// Stop everything and end.
    Stop,
}

/// What is asked of an engine.
#[derive(Clone, Serialize, Deserialize)]
pub enum Ask {
    Validate,
    Introspect,
    Read(Box<ReadRequest>),
    Work(Box<WorkRequest>),
}

/// From the worker to the server.
#[derive(Serialize, Deserialize)]
pub enum Reply {
    Ready {
        version: u32,
    },
    /// Sent all the time, so that a worker that hangs is told from one whose server is slow.
    Alive,
    /// The answer; of a read its columns, and rows follow.
    Done {
        call: CallId,
        outcome: Result<Answer, EngineError>,
    },
    /// A read ended, with all of its rows or early, or a call was left.
    End {
        call: CallId,
        error: Option<EngineError>,
    },
}

#[derive(Serialize, Deserialize)]
pub enum Answer {
    Facts(ServerFacts),
    Schema(Schema),
    Columns(Vec<ResultColumn>),
    Outcome(Box<Outcome>),
}

/// A [`Target`] as it travels. Holds the password: it is the one secret that a worker needs for this call.
#[derive(Serialize, Deserialize)]
pub struct Asked {
    team: TeamId,
    pool: Option<(ConnectionId, i64)>,
    access: String,
}

impl Asked {
    pub fn of(target: &Target) -> Self {
        let pool = target.connection.as_ref().map(|key| (key.connection.clone(), key.revision));
        Self { team: target.team.clone(), pool, access: target.access.expose_json() }
    }

    /// # Errors
    /// When the access object has no known form.
    pub fn target(self) -> Result<Target, serde_json::Error> {
        let connection = self.pool.map(|(connection, revision)| PoolKey { connection, revision });
        Ok(Target { team: self.team, connection, access: Access::from_exposed_json(&self.access)? })
    }
}

/// A frame that could not be made or read.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    #[error("the message is longer than {LONGEST} bytes")]
    TooLong,
    #[error("the message has no known form")]
    Form,
}

impl From<serde_json::Error> for WireError {
    fn from(_: serde_json::Error) -> Self {
        Self::Form
    }
}

impl From<postcard::Error> for WireError {
    fn from(_: postcard::Error) -> Self {
        Self::Form
    }
}

/// The frames on a pipe: four bytes of length, then the frame.
pub fn codec() -> LengthDelimitedCodec {
    LengthDelimitedCodec::builder().max_frame_length(LONGEST).new_codec()
}

/// A frame that holds an [`Order`] or a [`Reply`].
pub fn message(message: &impl Serialize) -> Result<Bytes, WireError> {
    let mut frame = BytesMut::with_capacity(256);
    frame.put_u8(JSON);
    let mut writer = frame.writer();
    serde_json::to_writer(&mut writer, message)?;
    let frame = writer.into_inner().freeze();
    if frame.len() > LONGEST { Err(WireError::TooLong) } else { Ok(frame) }
}

/// The beginning of a frame of rows; the cells follow, row by row.
#[derive(Serialize, Deserialize)]
struct Head {
    call: CallId,
    truncated: bool,
    rows: u32,
    width: u32,
}

/// A [`Value`] by its place in this list, as postcard writes it.
#[derive(Serialize, Deserialize)]
enum Cell<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    #[serde(borrow)]
    Text(Cow<'a, str>),
    Cut(Cow<'a, str>, u64),
}

/// A frame of rows. Its length is bounded by the sizes at which engines send a batch.
pub fn rows(call: CallId, batch: &RowBatch) -> Result<Bytes, WireError> {
    let width = batch.rows.first().map_or(0, Vec::len);
    let size = |n: usize| u32::try_from(n).map_err(|_| WireError::TooLong);
    let head = Head { call, truncated: batch.truncated, rows: size(batch.rows.len())?, width: size(width)? };
    let mut frame = Vec::with_capacity(64 * 1024);
    frame.push(ROWS);
    let mut frame = postcard::to_extend(&head, frame)?;
    for value in batch.rows.iter().flatten() {
        let cell = match value {
            Value::Null => Cell::Null,
            Value::Bool(b) => Cell::Bool(*b),
            Value::Int(n) => Cell::Int(*n),
            Value::Float(n) => Cell::Float(*n),
            Value::Text(text) => Cell::Text(Cow::Borrowed(text)),
            Value::Cut { cut, bytes } => Cell::Cut(Cow::Borrowed(cut), *bytes),
        };
        frame = postcard::to_extend(&cell, frame)?;
    }
    if frame.len() > LONGEST { Err(WireError::TooLong) } else { Ok(frame.into()) }
}

/// What a worker sent.
pub enum Received {
    Reply(Reply),
    Rows { call: CallId, batch: RowBatch },
}

/// Reads what a worker sent. The server does not trust it: a hostile database may have taken it over. A batch may not
/// promise more than it holds, nor be of another width than `width` says for its call.
pub fn received(frame: &[u8], width: impl FnOnce(CallId) -> Option<usize>) -> Result<Received, WireError> {
    match frame.split_first() {
        Some((&JSON, json)) => Ok(Received::Reply(serde_json::from_slice(json)?)),
        Some((&ROWS, packed)) => {
            let (head, mut rest) = postcard::take_from_bytes::<Head>(packed)?;
            let expected = width(head.call);
            // Each cell takes a byte at least.
            let cells = u64::from(head.rows) * u64::from(head.width);
            let promised = head.rows <= MOST_ROWS && cells <= rest.len() as u64;
            if !promised || (head.rows > 0 && expected.is_some_and(|width| width != head.width as usize)) {
                return Err(WireError::Form);
            }
            let mut rows = Vec::with_capacity(head.rows as usize);
            for _ in 0..head.rows {
                let mut row = Vec::with_capacity(head.width as usize);
                for _ in 0..head.width {
                    let (cell, left) = postcard::take_from_bytes::<Cell<'_>>(rest)?;
                    rest = left;
                    row.push(value(cell));
                }
                rows.push(row);
            }
            if rest.is_empty() {
                Ok(Received::Rows { call: head.call, batch: RowBatch { rows, truncated: head.truncated } })
            } else {
                Err(WireError::Form)
            }
        }
        _ => Err(WireError::Form),
    }
}

/// Reads an order of the server.
pub fn order(frame: &[u8]) -> Result<Order, WireError> {
    match frame.split_first() {
        Some((&JSON, json)) => Ok(serde_json::from_slice(json)?),
        _ => Err(WireError::Form),
    }
}

fn value(cell: Cell<'_>) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Bool(b) => Value::Bool(b),
        Cell::Int(n) => Value::Int(n),
        // JSON could not carry the others further.
        Cell::Float(n) if n.is_finite() => Value::Float(n),
        Cell::Float(n) => Value::Text(n.to_string()),
        Cell::Text(text) => Value::Text(text.into_owned()),
        Cell::Cut(cut, bytes) => Value::Cut { cut: cut.into_owned(), bytes },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch() -> RowBatch {
        let row = |n: i64| {
            vec![
                Value::Null,
                Value::Bool(true),
                Value::Int(n),
                Value::Float(-0.1),
                Value::Text("größe \0 😀".into()),
                Value::Cut { cut: "ab".into(), bytes: u64::MAX },
            ]
        };
        RowBatch { rows: vec![row(i64::MIN), row(0), row(i64::MAX)], truncated: true }
    }

    fn read(frame: &[u8], width: usize) -> Option<(CallId, RowBatch)> {
        match received(frame, |_| Some(width)) {
            Ok(Received::Rows { call, batch }) => Some((call, batch)),
            _ => None,
        }
    }

    #[test]
    fn rows_arrive_as_they_were_sent() {
        assert_eq!(read(&rows(7, &batch()).expect("fits"), 6), Some((7, batch())));
        let empty = RowBatch { rows: Vec::new(), truncated: true };
        assert_eq!(read(&rows(8, &empty).expect("fits"), 6), Some((8, empty)));
        assert_eq!(read(&rows(7, &batch()).expect("fits"), 5), None, "of another width than was told");
    }

    #[test]
    fn a_frame_that_lies_is_refused_and_costs_nothing() {
        let good = rows(7, &batch()).expect("fits");
        for end in 0..good.len() {
            assert!(read(&good[..end], 6).is_none(), "cut at {end}");
        }
        assert!(read(&[&good[..], b"x"].concat(), 6).is_none());
        let many = Head { call: 1, truncated: false, rows: u32::MAX, width: u32::MAX };
        let frame = postcard::to_extend(&many, vec![ROWS]).expect("memory");
        assert!(received(&frame, |_| None).is_err());
        for nonsense in [&b""[..], b"j", b"j{}", b"x", b"r", b"j{\"Ready\":{}}"] {
            assert!(received(nonsense, |_| None).is_err(), "{nonsense:?}");
        }
    }
}
