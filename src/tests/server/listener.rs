//! Slow and many connections (security.md, check 169), with limits short enough for a test.

use axum::{Router, routing::get};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use vizboard::server::{
    lifecycle::Lifecycle,
    listener::{self, Limits},
};

const HEAD: Duration = Duration::from_millis(400);
/// Slack for a busy machine; without a time-out the waits below would last for ever.
const LATE: Duration = Duration::from_secs(5);

/// More than the buffers of two sockets hold.
const LARGE: usize = 32 * 1024 * 1024;

async fn listen(connections: usize) -> (SocketAddr, Lifecycle) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let lifecycle = Lifecycle::new();
    let router = Router::new().route("/", get(|| async { "here" })).route("/large", get(|| async { vec![0_u8; LARGE] }));
    let limits = Limits { head: HEAD, stall: HEAD, connections, ..Limits::new(connections) };
    tokio::spawn(listener::run(listener, router, limits, lifecycle.clone()));
    (address, lifecycle)
}

/// Reads until the server closes.
async fn rest(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    tokio::time::timeout(LATE, stream.read_to_end(&mut text)).await.expect("the server closes").ok();
    String::from_utf8_lossy(&text).into_owned()
}

async fn ask(address: SocketAddr) -> String {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.expect("sent");
    rest(&mut stream).await
}

#[tokio::test]
async fn a_head_that_drips_is_cut_while_others_are_served() {
    let (address, _lifecycle) = listen(100).await;
    let mut slow = TcpStream::connect(address).await.expect("it listens");
    let start = Instant::now();
    let (mut reader, mut writer) = slow.split();
    let drip = async {
        for byte in "GET / HTTP/1.1\r\nhost: x\r\nx-slow: yes\r\n".repeat(50).bytes() {
            if writer.write_all(&[byte]).await.is_err() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the head was never cut");
    };
    let cut = async {
        let mut answer = Vec::new();
        reader.read_to_end(&mut answer).await.ok();
    };
    tokio::select! {
        () = drip => {}
        () = cut => {}
        () = async {
            loop {
                assert!(ask(address).await.starts_with("HTTP/1.1 200"), "others are served");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        } => {}
    }
    assert!(start.elapsed() >= HEAD && start.elapsed() < LATE, "{:?}", start.elapsed());
}

#[tokio::test]
async fn silent_and_idle_connections_are_closed() {
    let (address, _lifecycle) = listen(100).await;
    let mut silent = TcpStream::connect(address).await.expect("it listens");
    assert_eq!(rest(&mut silent).await, "");
    let mut idle = TcpStream::connect(address).await.expect("it listens");
    idle.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("sent");
    assert!(rest(&mut idle).await.ends_with("here"), "answered, kept open, then closed");
}

#[tokio::test]
async fn connections_beyond_the_cap_are_told_so() {
    let (address, _lifecycle) = listen(2).await;
    let first = TcpStream::connect(address).await.expect("it listens");
    let mut second = TcpStream::connect(address).await.expect("it listens");
    second.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("sent");
    let mut some = [0; 12];
    second.read_exact(&mut some).await.expect("an answer");
    let refused = ask(address).await;
    assert!(refused.starts_with("HTTP/1.1 503") && refused.contains("retry-after: 5"), "{refused}");
    let body = refused.split("\r\n\r\n").nth(1).expect("a body");
    assert!(refused.contains(&format!("content-length: {}\r\n", body.len())), "{refused}");
    assert!(serde_json::from_str::<serde_json::Value>(body).is_ok_and(|body| body["error"].is_string()), "{refused}");
    drop((first, second));
    let start = Instant::now();
    while !ask(address).await.starts_with("HTTP/1.1 200") {
        assert!(start.elapsed() < LATE, "places are given back");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_thousand_slow_heads_do_not_hold_up_anybody() {
    // Both ends of each connection are open files of this process.
    let files = rlimit::increase_nofile_limit(4096).expect("the limit can be read");
    assert!(files >= 2500, "this test needs 2500 open files, and {files} are allowed");
    let (address, _lifecycle) = listen(4096).await;
    let mut slow = Vec::new();
    for _ in 0..1000 {
        let mut stream = TcpStream::connect(address).await.expect("it listens");
        stream.write_all(b"G").await.expect("sent");
        slow.push(stream);
    }
    let start = Instant::now();
    assert!(ask(address).await.starts_with("HTTP/1.1 200"));
    assert!(start.elapsed() < LATE, "{:?} behind {} slow ones", start.elapsed(), slow.len());
    for stream in &mut slow {
        rest(stream).await;
    }
}

/// One place is all there is: it is free again only when the connection that does not read was given up.
#[tokio::test]
async fn a_client_that_stops_reading_is_given_up() {
    let (address, _lifecycle) = listen(1).await;
    let mut lazy = TcpStream::connect(address).await.expect("it listens");
    lazy.write_all(b"GET /large HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("sent");
    let mut first = [0; 12];
    lazy.read_exact(&mut first).await.expect("an answer begins");
    assert_eq!(&first, b"HTTP/1.1 200");
    let start = Instant::now();
    while !ask(address).await.starts_with("HTTP/1.1 200") {
        assert!(start.elapsed() < LATE, "the place is never free again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    drop(lazy);
}

#[tokio::test]
async fn a_client_that_reads_slowly_gets_everything() {
    let (address, _lifecycle) = listen(1).await;
    let mut slow = TcpStream::connect(address).await.expect("it listens");
    slow.write_all(b"GET /large HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.expect("sent");
    let (mut read, mut buffer) = (0, vec![0; LARGE / 16]);
    loop {
        let count = slow.read(&mut buffer).await.expect("it goes on");
        if count == 0 {
            break;
        }
        read += count;
        tokio::time::sleep(HEAD / 100).await;
    }
    assert!(read > LARGE);
}
