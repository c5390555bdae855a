//! A stop by signal: no new work, what is in flight finishes, exit code 0 (security.md, check 180).

use crate::{
    harness::{
        Caller, PASSWORD,
        process::{Process, command},
    },
    projects::shop,
};
use serde_json::json;
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

/// Above the ten seconds that a request in flight is given, and the few that the end takes.
const LATE: Duration = Duration::from_secs(20);

/// A request whose body is not complete yet.
struct InFlight(TcpStream);

impl InFlight {
    fn start(process: &Process) -> Self {
        let mut stream = TcpStream::connect(process.address()).expect("it listens");
        stream.set_read_timeout(Some(LATE)).expect("a time-out");
        let head = "POST /actions/getBoard HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n[    ";
        stream.write_all(head.as_bytes()).expect("sent");
        // The head must have been read before the signal comes; nothing tells from outside when that is.
        std::thread::sleep(Duration::from_millis(300));
        Self(stream)
    }

    fn finish(mut self) -> String {
        self.0.write_all(b"     ").expect("sent");
        let mut answer = String::new();
        self.0.read_to_string(&mut answer).expect("the answer, then the end of the connection");
        answer
    }
}

fn get(process: &Process, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(process.address()).ok()?;
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}

fn status(answer: Option<String>) -> Option<u16> {
    answer?.split(' ').nth(1)?.parse().ok()
}

#[test]
fn what_is_in_flight_finishes_and_nothing_new_begins() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let mut process = Process::start(command(&data));
    assert_eq!(status(get(&process, "/api/ready")), Some(200));
    let request = InFlight::start(&process);
    process.signal("TERM");
    let start = Instant::now();
    while status(get(&process, "/api/ready")) != Some(503) {
        assert!(start.elapsed() < Duration::from_secs(5), "not ready at once");
    }
    assert_eq!(status(get(&process, "/api/health")), Some(200), "it still lives");
    assert_eq!(status(get(&process, "/")), Some(503), "no new work");
    let answer = request.finish();
    assert!(answer.starts_with("HTTP/1.1 400"), "the whole body was read and judged: {answer}");
    assert_eq!(process.wait(Duration::from_secs(5)).expect("nothing is left to do").code(), Some(0));
    assert!(get(&process, "/api/health").is_none(), "the port is free");
}

#[test]
fn a_request_that_never_ends_is_given_up_after_ten_seconds() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let mut process = Process::start(command(&data));
    let request = InFlight::start(&process);
    process.signal("INT");
    let start = Instant::now();
    assert_eq!(process.wait(LATE).expect("it ends").code(), Some(0));
    assert!(start.elapsed() >= Duration::from_secs(9), "{:?}", start.elapsed());
    drop(request);
}

/// What was asked of somebody's database ends with the process.
#[tokio::test(flavor = "multi_thread")]
async fn a_slow_statement_is_stopped_with_its_request() {
    for signals in [1, 2] {
        let data = tempfile::tempdir().expect("a temporary folder");
        let mut process = Process::start(command(&data));
        let ada = Caller::new(process.base.clone());
        ada.act("SignUp", json!({ "username": "ada", "email": "ada@example.org", "password": PASSWORD })).await;
        let connection = shop::connection("Shop").await;
        shop::run(&connection, shop::SLOW).await;
        let id = shop::project(&ada, "Sales", std::slice::from_ref(&connection)).await;
        let widget = shop::table_of(&ada, &id, None, "slow").await;
        let asking = tokio::spawn(async move { ada.act("getWidgetData", json!({ "widgetId": widget })).await });
        shop::becomes_busy(&connection).await;
        for _ in 0..signals {
            process.signal("TERM");
            // The second one must not arrive before the first was heard.
            while status(get(&process, "/api/ready")) == Some(200) {}
        }
        let ended = tokio::task::spawn_blocking(move || process.wait(LATE)).await.expect("no panic");
        assert_eq!(ended.expect("it ends").code(), Some(0));
        shop::becomes_quiet(&connection).await;
        asking.abort();
    }
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let mut process = Process::start(command(&data));
    let request = InFlight::start(&process);
    process.signal("TERM");
    while status(get(&process, "/api/ready")) != Some(503) {}
    process.signal("TERM");
    assert!(process.wait(Duration::from_secs(5)).is_some(), "it does not wait for the request");
    drop(request);
}
