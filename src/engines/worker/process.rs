//! The server's side of one worker: its process, the pipe, and who waits for which answer.

use super::{
    call::{Begun, Call, Next, Pending},
    wire::{self, Ask, Asked, CallId, Order, Received, Reply, VERSION},
};
use crate::{
    engines::{EngineSettings, Target},
    model::{engine::EngineError, id::ConnectionId},
};
use bytes::Bytes;
use futures::{SinkExt, StreamExt};
use std::{
    collections::HashMap,
    io,
    os::{fd::OwnedFd, unix::process::CommandExt},
    path::Path,
    process::Stdio,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    net::UnixStream,
    process::{Child, ChildStderr, ChildStdin, Command},
    sync::{Notify, mpsc, oneshot},
    time::MissedTickBehavior,
};
use tokio_util::{
    codec::{FramedRead, FramedWrite, LinesCodec},
    sync::CancellationToken,
};

/// A worker that says nothing for this long hangs. It says that it is alive once a second.
const SILENCE: Duration = Duration::from_secs(15);
/// How long a call that was left may take to end before its worker is killed.
pub const LEFT: Duration = Duration::from_secs(1);
/// Lines of one worker that reach the log, and the longest of them.
const MOST_LINES: usize = 200;
const LONGEST_LINE: usize = 1_000;

/// One worker. It is killed when it breaks the protocol, hangs, or does not let go of a call.
pub struct Process {
    orders: mpsc::UnboundedSender<Bytes>,
    /// Nothing once the process is gone: nobody can wait for it any more.
    calls: Mutex<Option<HashMap<CallId, Pending>>>,
    next: AtomicU64,
    heard: Mutex<Instant>,
    /// Since when nobody waits for anything.
    idle_since: Mutex<Instant>,
    freed: Arc<Notify>,
    kill: CancellationToken,
    gone: CancellationToken,
    pid: u32,
}

impl Process {
    /// Starts a worker. `freed` is notified whenever it may have become idle, and when it is gone.
    ///
    /// # Errors
    /// When the system starts no process.
    pub fn start(program: &Path, settings: &EngineSettings, freed: Arc<Notify>) -> io::Result<Arc<Self>> {
        let sockets = tempfile::Builder::new().prefix("w").tempdir_in(&settings.pipes)?;
        let settings = EngineSettings { pipes: sockets.path().to_owned(), ..settings.clone() };
        let start =
            wire::message(&Order::Start { settings, detailed_log: tracing::enabled!(tracing::Level::DEBUG) }).map_err(io::Error::other)?;
        // Answers come through sockets: these hold several batches, a pipe less than one.
        let (output, its_end) = UnixStream::pair()?;
        let its_end = its_end.into_std()?;
        // As any program expects its standard output; a worker changes that itself.
        its_end.set_nonblocking(false)?;
        let mut child = {
            let mut command = std::process::Command::new(program);
            command.arg0("vizboard").arg("worker").env_clear();
            command.stdin(Stdio::piped()).stdout(OwnedFd::from(its_end)).stderr(Stdio::piped());
            Command::from(command).kill_on_drop(true).spawn()?
        };
        let (Some(input), Some(log), Some(pid)) = (child.stdin.take(), child.stderr.take(), child.id()) else {
            return Err(io::Error::other("a new process has no pipes"));
        };
        let (orders, to_send) = mpsc::unbounded_channel();
        let process = Arc::new(Self {
            orders,
            calls: Mutex::new(Some(HashMap::new())),
            next: AtomicU64::new(0),
            heard: Mutex::new(Instant::now()),
            idle_since: Mutex::new(Instant::now()),
            freed,
            kill: CancellationToken::new(),
            gone: CancellationToken::new(),
            pid,
        });
        process.send_frame(start);
        tokio::spawn(send(input, to_send));
        tokio::spawn(note(log, pid));
        tokio::spawn(process.clone().listen(output));
        let watched = process.clone();
        tokio::spawn(async move {
            watched.watch(child).await;
            drop(sockets);
        });
        Ok(process)
    }

    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Begins a call. Nothing when the process is gone.
    pub fn call(self: &Arc<Self>, target: &Target, ask: Ask) -> Option<Begun> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (answer, answered) = oneshot::channel();
        let mut pending = Pending::new(answer);
        let rows = matches!(ask, Ask::Read(_)).then(|| pending.expect_rows());
        self.locked().as_mut()?.insert(id, pending);
        self.order(&Order::Call { call: id, target: Asked::of(target), ask });
        Some(Begun { call: Call { process: self.clone(), id }, answered, rows })
    }

    /// Gives up a call: its worker is told, and killed when it does not let go.
    pub fn leave(self: &Arc<Self>, id: CallId) {
        let left = self.pending(id, Pending::leave).is_some();
        if left {
            self.order(&Order::Leave { call: id });
            let process = self.clone();
            tokio::spawn(async move {
                tokio::select! {
                    () = tokio::time::sleep(LEFT) => {}
                    () = process.gone.cancelled() => return,
                }
                if process.pending(id, |_| ()).is_some() {
                    tracing::warn!(worker = process.pid, "a worker did not let go of a call and is killed");
                    process.kill();
                }
            });
        }
    }

    /// Does something with a call that has not ended.
    pub fn pending<T>(&self, id: CallId, with: impl FnOnce(&mut Pending) -> T) -> Option<T> {
        self.locked().as_mut()?.get_mut(&id).map(with)
    }

    pub fn order(&self, order: &Order) {
        match wire::message(order) {
            Ok(frame) => self.send_frame(frame),
            Err(error) => tracing::error!("an order for a worker cannot be sent: {error}"),
        }
    }

    pub fn forget(&self, connection: &ConnectionId) {
        self.order(&Order::Forget { connection: connection.clone() });
    }

    /// Asks it to stop everything and end. Answers when it is gone; after `longest` it is killed.
    pub async fn stop(&self, longest: Duration) {
        self.order(&Order::Stop);
        if tokio::time::timeout(longest, self.gone.cancelled()).await.is_err() {
            self.kill();
            self.gone.cancelled().await;
        }
    }

    pub fn kill(&self) {
        self.kill.cancel();
    }

    pub fn is_gone(&self) -> bool {
        self.kill.is_cancelled() || self.gone.is_cancelled()
    }

    /// For how long nobody has waited for anything; nothing while somebody does.
    pub fn idle(&self) -> Option<Duration> {
        let is_idle = self.locked().as_ref().is_none_or(HashMap::is_empty);
        is_idle.then(|| self.idle_since.lock().unwrap_or_else(PoisonError::into_inner).elapsed())
    }

    /// Waits until the process is gone.
    pub async fn ended(&self) {
        self.gone.cancelled().await;
    }

    fn send_frame(&self, frame: Bytes) {
        // The task that sends ends only with the process.
        let _ = self.orders.send(frame);
    }

    fn locked(&self) -> MutexGuard<'_, Option<HashMap<CallId, Pending>>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a call off the list.
    fn end(&self, id: CallId) -> Option<Pending> {
        let mut calls = self.locked();
        let calls = calls.as_mut()?;
        let ended = calls.remove(&id);
        if calls.is_empty() {
            *self.idle_since.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
            self.freed.notify_waiters();
        }
        ended
    }

    /// Reads what the worker sends until it stops or breaks the protocol.
    async fn listen(self: Arc<Self>, output: UnixStream) {
        let mut frames = FramedRead::with_capacity(output, wire::codec(), 64 * 1024);
        while let Some(frame) = frames.next().await {
            *self.heard.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
            let taken = match frame {
                Ok(frame) => wire::received(&frame, |call| self.pending(call, |pending| pending.width()).flatten())
                    .is_ok_and(|received| self.take(received)),
                Err(_) => false,
            };
            if !taken {
                tracing::warn!(worker = self.pid, "a worker broke the protocol of its pipe and is killed");
                break;
            }
        }
        self.kill();
    }

    /// False when the worker may not send this.
    fn take(&self, received: Received) -> bool {
        match received {
            Received::Reply(Reply::Alive) => true,
            Received::Reply(Reply::Ready { version }) => version == VERSION,
            Received::Reply(Reply::Done { call, outcome }) => match self.pending(call, |pending| pending.answer(outcome)) {
                Some(Next::Rows) | None => true,
                Some(Next::Nothing) => {
                    self.end(call);
                    true
                }
                Some(Next::Broken) => false,
            },
            // Of a call that was left a moment ago, or else more than it was allowed to send.
            Received::Rows { call, batch } => self.pending(call, |pending| pending.rows(batch)).unwrap_or(true),
            Received::Reply(Reply::End { call, error }) => {
                if let Some(pending) = self.end(call) {
                    pending.finish(error);
                }
                true
            }
        }
    }

    /// Waits for the end of the process, and hurries it when it must end.
    async fn watch(&self, mut child: Child) {
        let mut tick = tokio::time::interval(Duration::from_secs(1));
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let status = loop {
            tokio::select! {
                status = child.wait() => break status,
                () = self.kill.cancelled() => {
                    child.start_kill().ok();
                    break child.wait().await;
                }
                _ = tick.tick() => {
                    let silent = self.heard.lock().unwrap_or_else(PoisonError::into_inner).elapsed();
                    if silent > SILENCE {
                        tracing::warn!(worker = self.pid, "a worker hangs and is killed");
                        self.kill();
                    }
                }
            }
        };
        tracing::debug!(worker = self.pid, ?status, "a worker ended");
        self.gone.cancel();
        let left = self.locked().take();
        left.into_iter().flatten().for_each(|(_, pending)| pending.lose());
        self.freed.notify_waiters();
    }
}

/// Writes orders to the worker, in order.
async fn send(input: ChildStdin, mut orders: mpsc::UnboundedReceiver<Bytes>) {
    let mut input = FramedWrite::new(input, wire::codec());
    while let Some(order) = orders.recv().await {
        if input.send(order).await.is_err() {
            // It ended, which its watch sees.
            return;
        }
    }
}

/// Takes over what a worker logs. A worker that lost its mind fills no disk.
async fn note(log: ChildStderr, pid: u32) {
    let mut lines = FramedRead::new(log, LinesCodec::new_with_max_length(LONGEST_LINE));
    let mut count = 0;
    while let Some(line) = lines.next().await {
        count += 1;
        let Ok(line) = line else { continue };
        match line.trim_start().split_once(' ') {
            _ if count > MOST_LINES => {}
            Some(("DEBUG" | "INFO", text)) => tracing::debug!(worker = pid, "{text}"),
            _ => tracing::warn!(worker = pid, "{line}"),
        }
    }
}

/// The words for a worker that is gone while somebody waits for it.
pub fn lost() -> EngineError {
    EngineError::new(
        crate::model::engine::Step::Protocol,
        "The process that reads this database ended unexpectedly.",
        "Try again. If it happens each time, check that host and port lead to a real database server.",
    )
}
