//! The worker's own side: takes orders from standard input, runs engines, answers on standard output. Standard input is
//! closed when the server ends, however it ends, and then the worker ends too.

use super::wire::{self, Answer, Ask, Asked, CallId, Order, Reply, VERSION, WINDOW};
use crate::{
    engines::{Engines, Target},
    model::engine::{EngineError, EngineKind, RowBatch, Step},
};
use bytes::Bytes;
use futures::SinkExt;
use std::{
    collections::HashMap,
    io::{self, Read},
    os::fd::AsFd,
    process,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};
use tokio::{
    net::UnixStream,
    runtime::Handle,
    sync::{Semaphore, mpsc},
};
use tokio_util::{codec::FramedWrite, sync::CancellationToken};

type Batches = mpsc::Receiver<Result<RowBatch, EngineError>>;

/// How often the worker says that it is alive.
const BEAT: Duration = Duration::from_secs(1);
/// How long servers may take to hear that their statements are to stop, once the pipe is closed.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// Most memory that a worker may fill, in bytes. What does not fit aborts the worker and nothing else.
const MEMORY: u64 = 768 * 1024 * 1024;

/// Runs until the pipe is closed or the server says so. `detailed_log` is called once, before anything can be logged.
///
/// # Errors
/// When standard input and output are no pipes of a server of this version.
pub fn run(start_log: impl FnOnce(bool)) -> io::Result<()> {
    if let Err(error) = rlimit::setrlimit(rlimit::Resource::DATA, MEMORY, MEMORY) {
        // A stricter limit of the operator stays.
        tracing::debug!("the memory of the worker is not limited: {error}");
    }
    let mut input = io::stdin().lock();
    let start = frame(&mut input)?.ok_or_else(foreign)?;
    let Ok(Order::Start { settings, detailed_log }) = wire::order(&start) else { return Err(foreign()) };
    start_log(detailed_log);
    drop(input);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let (replies, to_send) = mpsc::channel(16);
        tokio::spawn(speak(stdout()?, to_send));
        let worker = Worker { engines: Engines::here(&settings), replies, calls: Arc::default(), stop: CancellationToken::new() };
        worker.reply(&Reply::Ready { version: VERSION }).await;
        let (listening, runtime) = (worker.clone(), Handle::current());
        thread::Builder::new().name("orders".into()).spawn(move || listen(&listening, &runtime))?;
        worker.live().await;
        Ok(())
    })
}

/// Standard output is a socket, which is given no blocking writes from now on.
fn stdout() -> io::Result<UnixStream> {
    let stream = std::os::unix::net::UnixStream::from(io::stdout().as_fd().try_clone_to_owned()?);
    stream.set_nonblocking(true)?;
    UnixStream::from_std(stream)
}

fn foreign() -> io::Error {
    io::Error::other("`vizboard worker` is started by `vizboard serve` and by nobody else")
}

/// One frame, or nothing at the end of the pipe.
fn frame(input: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match input.read_exact(&mut length) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let length = u32::from_be_bytes(length) as usize;
    if length > wire::LONGEST {
        return Err(foreign());
    }
    let mut frame = vec![0; length];
    input.read_exact(&mut frame)?;
    Ok(Some(frame))
}

/// Reads orders on a thread of its own, so that the end of the pipe is seen even when an engine holds every other
/// thread.
fn listen(worker: &Worker, runtime: &Handle) {
    let _runtime = runtime.enter();
    let mut input = io::stdin().lock();
    while let Ok(Some(frame)) = frame(&mut input) {
        match wire::order(&frame) {
            Ok(Order::Stop) | Err(_) => break,
            Ok(order) => worker.follow(order),
        }
    }
    worker.stop.cancel();
    thread::sleep(LAST_WORDS);
    process::exit(0);
}

/// Sends replies in order; several that wait go out together.
async fn speak(output: UnixStream, mut replies: mpsc::Receiver<Bytes>) {
    let mut output = FramedWrite::new(output, wire::codec());
    while let Some(reply) = replies.recv().await {
        let mut sent = output.feed(reply).await;
        while sent.is_ok()
            && let Ok(next) = replies.try_recv()
        {
            sent = output.feed(next).await;
        }
        if sent.is_err() || SinkExt::<Bytes>::flush(&mut output).await.is_err() {
            // The server is gone; the thread that listens ends the process.
            return;
        }
    }
}

/// What is under way, for the orders about it.
#[derive(Clone)]
struct Running {
    left: CancellationToken,
    /// Batches that may still be sent.
    credit: Arc<Semaphore>,
    /// By what a read is stopped.
    read: Option<(EngineKind, String)>,
}

#[derive(Clone)]
struct Worker {
    engines: Engines,
    replies: mpsc::Sender<Bytes>,
    calls: Arc<Mutex<HashMap<CallId, Running>>>,
    stop: CancellationToken,
}

impl Worker {
    /// Says that it is alive until it is to stop.
    async fn live(self) {
        let mut beat = tokio::time::interval(BEAT);
        loop {
            tokio::select! {
                () = self.stop.cancelled() => break,
                _ = beat.tick() => self.reply(&Reply::Alive).await,
            }
        }
        self.engines.stop().await;
    }

    fn follow(&self, order: Order) {
        match order {
            Order::Call { call, target, ask } => self.begin(call, target, ask),
            Order::More { call } => {
                if let Some(running) = self.find(call) {
                    running.credit.add_permits(1);
                }
            }
            Order::Cancel { call } => {
                if let Some((kind, id)) = self.find(call).and_then(|running| running.read) {
                    let engines = self.engines.clone();
                    tokio::spawn(async move { engines.of(kind).cancel(&id).await });
                }
            }
            Order::Leave { call } => {
                if let Some(running) = self.find(call) {
                    running.left.cancel();
                }
            }
            Order::Forget { connection } => {
                let engines = self.engines.clone();
                tokio::spawn(async move { engines.forget(&connection).await });
            }
            // A second start means nothing, and whoever listens has taken the last order.
            Order::Start { .. } | Order::Stop => {}
        }
    }

    fn begin(&self, call: CallId, target: Asked, ask: Ask) {
        let worker = self.clone();
        let target = target.target();
        let read = match (&target, &ask) {
            (Ok(target), Ask::Read(request)) => Some((target.access.kind, request.id.clone())),
            (Ok(target), Ask::Work(request)) => Some((target.access.kind, request.id.clone())),
            _ => None,
        };
        let running = Running { left: CancellationToken::new(), credit: Arc::new(Semaphore::new(WINDOW)), read };
        self.calls().insert(call, running.clone());
        tokio::spawn(async move {
            let answered = match target {
                Ok(target) if target.access.kind == EngineKind::Hosted => worker.hold(call, &target, ask, &running).await,
                Ok(target) => running.left.run_until_cancelled(worker.answer(call, &target, ask, &running.credit)).await,
                Err(_) => Some(Reply::Done { call, outcome: Err(unreadable()) }),
            };
            worker.calls().remove(&call);
            worker.reply(&answered.unwrap_or(Reply::End { call, error: None })).await;
        });
    }

    /// Works on a call that is not let go of before its thread is free: a statement that ignores every order to stop
    /// would go on unseen. The server ends the worker then.
    async fn hold(&self, call: CallId, target: &Target, ask: Ask, running: &Running) -> Option<Reply> {
        let answer = self.answer(call, target, ask, &running.credit);
        tokio::pin!(answer);
        tokio::select! {
            reply = &mut answer => return Some(reply),
            () = running.left.cancelled() => {}
        }
        if let Some((kind, id)) = &running.read {
            self.engines.of(*kind).cancel(id).await;
        }
        // Rows that nobody takes any more do not keep it.
        running.credit.add_permits(Semaphore::MAX_PERMITS / 2);
        answer.await;
        None
    }

    /// Works on a call and says how it ended.
    async fn answer(&self, call: CallId, target: &Target, ask: Ask, credit: &Semaphore) -> Reply {
        let engine = self.engines.of(target.access.kind);
        let outcome = match ask {
            Ask::Validate => engine.validate(target).await.map(Answer::Facts),
            Ask::Introspect => engine.introspect(target).await.map(Answer::Schema),
            Ask::Work(request) => engine.work(target, *request).await.map(|outcome| Answer::Outcome(Box::new(outcome))),
            Ask::Read(request) => match engine.read(target, *request).await {
                Ok(stream) => {
                    self.reply(&Reply::Done { call, outcome: Ok(Answer::Columns(stream.columns)) }).await;
                    return Reply::End { call, error: self.send_rows(call, stream.batches, credit).await };
                }
                Err(error) => Err(error),
            },
        };
        Reply::Done { call, outcome }
    }

    /// Why the rows ended before the last one, if they did.
    async fn send_rows(&self, call: CallId, mut batches: Batches, credit: &Semaphore) -> Option<EngineError> {
        while let Some(batch) = batches.recv().await {
            let frame = match batch {
                Ok(batch) => wire::rows(call, &batch),
                Err(error) => return Some(error),
            };
            let Ok(frame) = frame else { return Some(too_large()) };
            credit.acquire().await.ok()?.forget();
            self.replies.send(frame).await.ok()?;
        }
        None
    }

    async fn reply(&self, reply: &Reply) {
        let frame = match (wire::message(reply), reply) {
            (Ok(frame), _) => Ok(frame),
            (Err(_), Reply::Done { call, .. }) => wire::message(&Reply::Done { call: *call, outcome: Err(too_large()) }),
            (Err(error), _) => Err(error),
        };
        match frame {
            // When the server is gone, the thread that listens ends the process.
            Ok(frame) => drop(self.replies.send(frame).await),
            Err(error) => tracing::error!("a reply cannot be sent: {error}"),
        }
    }

    fn find(&self, call: CallId) -> Option<Running> {
        self.calls().get(&call).cloned()
    }

    fn calls(&self) -> MutexGuard<'_, HashMap<CallId, Running>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn too_large() -> EngineError {
    EngineError::new(Step::Query, "The answer of the database is too large to be taken over.", "Ask for fewer tables or columns at once.")
}

fn unreadable() -> EngineError {
    EngineError::new(Step::Query, "How to reach the database could not be read.", "Enter the connection again.")
}
