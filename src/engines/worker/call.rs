//! One call at a worker, seen from the server.

use super::{
    process::{Process, lost},
    wire::{Answer, CallId, Order, WINDOW},
};
use crate::model::engine::{EngineError, RowBatch};
use std::sync::{Arc, Weak};
use tokio::{
    sync::{
        mpsc::{self, OwnedPermit},
        oneshot,
    },
    time::{Instant, sleep_until},
};
use tokio_util::sync::CancellationToken;

type Item = Result<RowBatch, EngineError>;

/// Why a call has no answer.
#[derive(Debug)]
pub enum Failure {
    /// The engine said so.
    Answered(EngineError),
    /// The worker ended.
    Lost,
}

impl Failure {
    pub fn told(self) -> EngineError {
        match self {
            Self::Answered(error) => error,
            Self::Lost => lost(),
        }
    }
}

/// Gives its call up when dropped; a call that has ended is not touched.
pub struct Call {
    pub(super) process: Arc<Process>,
    pub(super) id: CallId,
}

impl Drop for Call {
    fn drop(&mut self) {
        self.process.leave(self.id);
    }
}

impl Call {
    /// Ends a read with the error that says that it was stopped.
    pub fn stopper(&self) -> Stopper {
        Stopper { process: Arc::downgrade(&self.process), id: self.id }
    }

    /// Lets the worker send as fast as the reader takes, until the rows end, the reader leaves or the time is up.
    pub async fn tend(self, sender: mpsc::Sender<Item>, ended: CancellationToken, deadline: Instant, too_late: EngineError) {
        loop {
            tokio::select! {
                () = ended.cancelled() => return,
                permit = sender.clone().reserve_owned() => match permit {
                    Ok(permit) => {
                        self.process.pending(self.id, |pending| pending.allow(permit));
                        self.process.order(&Order::More { call: self.id });
                    }
                    // The reader left.
                    Err(_) => return,
                },
                () = sleep_until(deadline) => {
                    self.process.pending(self.id, |pending| pending.say(too_late));
                    return;
                }
            }
        }
    }
}

/// Stops a read from elsewhere.
pub struct Stopper {
    process: Weak<Process>,
    id: CallId,
}

impl Stopper {
    pub fn stop(&self) {
        if let Some(process) = self.process.upgrade() {
            process.order(&Order::Cancel { call: self.id });
        }
    }
}

/// The reader's end of a read.
pub struct Rows {
    pub sender: mpsc::Sender<Item>,
    pub batches: mpsc::Receiver<Item>,
    /// Cancelled when the read has ended.
    pub ended: CancellationToken,
}

/// A call that was begun.
pub struct Begun {
    pub call: Call,
    pub answered: oneshot::Receiver<Result<Answer, Failure>>,
    /// Where the rows come, when the call is a read.
    pub rows: Option<Rows>,
}

/// Where the rows of a read go. Every place in the reader's channel is reserved before the worker may fill it, so that
/// whoever distributes what workers send never waits for a reader.
struct Way {
    permits: Vec<OwnedPermit<Item>>,
    /// A place kept for the reason why the rows ended early: rows that stop without one would look like all there are.
    last_word: Option<OwnedPermit<Item>>,
    /// Columns of the result, once they are told.
    width: Option<usize>,
    /// The reader need not be tended any more.
    ended: CancellationToken,
}

/// What follows an answer.
pub enum Next {
    Rows,
    /// The call has ended.
    Nothing,
    /// An answer was given before: the worker broke the protocol.
    Broken,
}

/// A call that has not ended.
pub struct Pending {
    answer: Option<oneshot::Sender<Result<Answer, Failure>>>,
    way: Option<Way>,
    /// Nobody waits any more; the worker was told.
    left: bool,
}

impl Pending {
    pub fn new(answer: oneshot::Sender<Result<Answer, Failure>>) -> Self {
        Self { answer: Some(answer), way: None, left: false }
    }

    /// Makes the way for the rows of a read, before the worker can have sent any.
    pub fn expect_rows(&mut self) -> Rows {
        let (sender, batches) = mpsc::channel(WINDOW + 1);
        let mut permits: Vec<_> = (0..=WINDOW).filter_map(|_| sender.clone().try_reserve_owned().ok()).collect();
        let ended = CancellationToken::new();
        self.way = Some(Way { last_word: permits.pop(), permits, width: None, ended: ended.clone() });
        Rows { sender, batches, ended }
    }

    pub fn width(&self) -> Option<usize> {
        self.way.as_ref()?.width
    }

    /// Hands over the answer.
    pub fn answer(&mut self, outcome: Result<Answer, EngineError>) -> Next {
        let has_columns = matches!(outcome, Ok(Answer::Columns(_)));
        let next = if has_columns && (self.way.is_some() || self.left) { Next::Rows } else { Next::Nothing };
        if self.left {
            return next;
        }
        let Some(asked) = self.answer.take() else { return Next::Broken };
        if let (Ok(Answer::Columns(columns)), Some(way)) = (&outcome, &mut self.way) {
            way.width = Some(columns.len());
        }
        // The one who asked may have left a moment ago.
        let _ = asked.send(outcome.map_err(Failure::Answered));
        next
    }

    /// False when the worker may not send this batch: its columns were not told, or the reader has no place for it.
    pub fn rows(&mut self, batch: RowBatch) -> bool {
        if self.left {
            return true;
        }
        match &mut self.way {
            Some(Way { permits, width: Some(_), .. }) => permits.pop().map(|permit| permit.send(Ok(batch))).is_some(),
            _ => false,
        }
    }

    fn allow(&mut self, permit: OwnedPermit<Item>) {
        if let Some(way) = &mut self.way {
            way.permits.push(permit);
        }
    }

    /// Ends the rows with an error.
    fn say(&mut self, error: EngineError) {
        if let Some(permit) = self.way.as_mut().and_then(|way| way.last_word.take()) {
            permit.send(Err(error));
        }
    }

    /// Nobody waits any more.
    pub fn leave(&mut self) {
        self.left = true;
        self.answer = None;
        if let Some(way) = self.way.take() {
            way.ended.cancel();
        }
    }

    /// The worker says that the call has ended.
    pub fn finish(mut self, error: Option<EngineError>) {
        if let Some(error) = error {
            self.say(error);
        }
        self.leave();
    }

    /// The worker is gone.
    pub fn lose(mut self) {
        if let Some(answer) = self.answer.take() {
            let _ = answer.send(Err(Failure::Lost));
        }
        self.say(lost());
        self.leave();
    }
}
