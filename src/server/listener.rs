//! The listener: an accept loop of our own, because `axum::serve` has no header time-out and no connection cap
//! (security.md, check 169).

use super::{layers::headers, lifecycle::Lifecycle};
use axum::{Router, body::Body, extract::Request};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tokio_io_timeout::TimeoutStream;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

/// What a connection may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Time for the whole head of a request, and for the pause between two requests of one connection.
    pub head: Duration,
    /// Longest time in which a client that is being answered takes nothing at all.
    pub stall: Duration,
    /// Open connections; further ones are answered 503 and closed.
    pub connections: usize,
    /// Bytes buffered per connection, which also bounds a head.
    pub buffer: usize,
}

impl Limits {
    pub fn new(connections: usize) -> Self {
        Self { head: Duration::from_secs(10), stall: Duration::from_secs(30), connections, buffer: 64 * 1024 }
    }
}

/// The other end of a connection: a header cannot change it.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// Accepts until the lifecycle closes, then lets connections finish the answer they are writing.
pub async fn run(listener: TcpListener, router: Router, limits: Limits, lifecycle: Lifecycle) {
    let places = Arc::new(Semaphore::new(limits.connections));
    let connections = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = lifecycle.closed().cancelled() => break,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                rest_after(&error).await;
                continue;
            }
        };
        // Answers are written whole; waiting for more to send only delays them.
        stream.set_nodelay(true).ok();
        match Arc::clone(&places).try_acquire_owned() {
            Ok(place) => {
                let connection = serve(stream, address, router.clone(), limits, lifecycle.clone());
                connections.spawn(async move {
                    connection.await;
                    drop(place);
                });
            }
            Err(_) => drop(tokio::spawn(turn_away(stream))),
        }
    }
    drop(listener);
    connections.close();
    // Whoever still reads slowly is cut: every answer is complete on our side by now.
    tokio::time::timeout(Duration::from_secs(2), connections.wait()).await.ok();
}

async fn serve(stream: TcpStream, address: SocketAddr, router: Router, limits: Limits, lifecycle: Lifecycle) {
    let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
        let mut request: Request = request.map(Body::new);
        request.extensions_mut().insert(Peer(address));
        router.clone().oneshot(request)
    });
    // A client that stops reading would keep its whole answer in memory (security.md, check 170).
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.stall));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(limits.buffer)
        .serve_connection(TokioIo::new(Box::pin(stream)), service)
        .with_upgrades();
    tokio::pin!(connection);
    let result = tokio::select! {
        result = connection.as_mut() => result,
        () = lifecycle.closed().cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = result {
        tracing::debug!(client = %address.ip(), "connection ended: {error}");
    }
}

/// Says why before closing, and reads a little, because closing with unread bytes throws the answer away.
async fn turn_away(mut stream: TcpStream) {
    const BODY: &str = "{\"error\":\"Too many connections. Try again.\"}";
    // This answer comes from outside the layers, so it brings what they add.
    let fixed: String = headers::FIXED.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: {}\r\n{fixed}\
         cache-control: no-store\r\nretry-after: 5\r\ncontent-security-policy: default-src 'none'; frame-ancestors 'none'\r\n\
         connection: close\r\n\r\n{BODY}",
        BODY.len()
    );
    let polite = async {
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await?;
        let mut rest = [0; 4096];
        while stream.read(&mut rest).await? > 0 {}
        io::Result::Ok(())
    };
    tokio::time::timeout(Duration::from_secs(1), polite).await.ok();
}

/// A broken connection is the client's affair; running out of files is ours and passes.
async fn rest_after(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!("cannot accept connections: {error}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
