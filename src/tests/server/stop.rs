//! A stop by signal: no new work, what is in flight finishes, exit code 0 (security.md, check 180).

use crate::harness::process::{Process, command};
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

/// Above the ten seconds that a request in flight is given.
const LATE: Duration = Duration::from_secs(15);

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
        assert!(start.elapsed() < Duration::from_secs(1), "not ready at once");
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
