//! From a read under way to the bytes of a file: a thread writes, and waits for whoever takes them.

use super::{Batches, Format, write};
use crate::{
    domain::{App, boards::open::Open},
    error::Result,
    model::{
        engine::{EngineError, ResultColumn, Step},
        value::Row,
    },
    store::connections::ConnectionRow,
};
use bytes::Bytes;
use std::io::{self, Write};
use tokio::{runtime::Handle, sync::mpsc};

/// Bytes of one piece.
const PIECE: usize = 64 * 1024;
/// Pieces on their way.
const WAITING: usize = 4;

/// Pieces of the file; an error at its end says that it is not whole.
pub type Body = mpsc::Receiver<io::Result<Bytes>>;

/// Writes the rows of a read. Dropping the body stops the read; what is held until then is let go.
pub(crate) fn streamed(app: App, connection: ConnectionRow, mut reading: Open, format: Format, held: impl Send + 'static) -> Body {
    let (pieces, body) = mpsc::channel(WAITING);
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || {
        let columns = std::mem::take(&mut reading.stream.columns);
        let mut batches = || {
            // Whoever left is noticed also while no row comes.
            let next = runtime.block_on(async {
                tokio::select! {
                    batch = reading.next(&app, &connection) => batch,
                    () = pieces.closed() => None,
                }
            });
            next.map(|batch| batch.map(|batch| batch.rows))
        };
        send(format, &columns, &mut batches, pieces.clone());
        drop(held);
    });
    body
}

/// The same for rows of our own, as `next` gives them.
pub(crate) fn written<N>(format: Format, columns: Vec<ResultColumn>, mut next: N) -> Body
where
    N: AsyncFnMut() -> Option<Result<Vec<Row>>> + Send + 'static,
{
    let (pieces, body) = mpsc::channel(WAITING);
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || {
        let broken = |error: crate::error::AppError| EngineError::new(Step::Query, error.text, "");
        let mut batches = || runtime.block_on(next()).map(|batch| batch.map_err(broken));
        send(format, &columns, &mut batches, pieces);
    });
    body
}

fn send(format: Format, columns: &[ResultColumn], batches: Batches<'_>, pieces: mpsc::Sender<io::Result<Bytes>>) {
    let mut out = Pieces { pieces: pieces.clone(), filled: Vec::with_capacity(PIECE) };
    let written = write(format, columns, batches, &mut out).map_err(|broken| io::Error::other(broken.to_string()));
    let ended = written.and_then(|()| out.flush());
    if let Err(error) = ended {
        tracing::debug!("a download ended early: {error}");
        // Whoever takes the file sees that it is not whole; who left sees nothing.
        let _ = pieces.blocking_send(Err(error));
    }
}

struct Pieces {
    pieces: mpsc::Sender<io::Result<Bytes>>,
    filled: Vec<u8>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.filled.extend_from_slice(bytes);
        if self.filled.len() >= PIECE {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.filled.is_empty() { Ok(()) } else { self.send() }
    }
}

impl Pieces {
    fn send(&mut self) -> io::Result<()> {
        let piece = std::mem::replace(&mut self.filled, Vec::with_capacity(PIECE));
        self.pieces.blocking_send(Ok(piece.into())).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}
