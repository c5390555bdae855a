//! Servers that lie, and connections that try to say more than their fields (security.md, checks 65 to 68 and 174).

mod crowd;
mod dialogue;
mod liar;
mod lies;
mod memory;
mod requests;
mod truth;

use super::{access, draft, postgres_engine, settings};
use std::{
    io::Write,
    net::SocketAddr,
    process::Command,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use vizboard::{
    engines::{Engine, postgres::Postgres},
    model::{
        access::{Access, ConnectionOptions, Secret, TlsMode},
        engine::{EngineError, Step},
        plan::{CountPlan, Plan},
        schema::TableRef,
    },
};

const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];
const ASKS_CLEAR_TEXT: &[u8] = b"R\0\0\0\x08\0\0\0\x03";
const LETS_IN: &[u8] = b"R\0\0\0\x08\0\0\0\0K\0\0\0\x0c\0\0\0\x01\0\0\0\x02Z\0\0\0\x05I";
const PASSWORD: &str = "CANARY-of-the-connection";

/// A server that answers each message it gets with the next of its answers, and writes down every byte.
struct Fake {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<u8>>>,
}

/// What a fake server does when it has no answers left.
#[derive(Clone, Copy, PartialEq)]
enum Then {
    Listens,
    HangsUp,
}

impl Fake {
    async fn answering(answers: &[&[u8]], then: Then) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let (address, heard) = (listener.local_addr().expect("an address"), Arc::new(Mutex::new(Vec::new())));
        let (answers, notes): (Vec<Vec<u8>>, _) = (answers.iter().map(|answer| answer.to_vec()).collect(), heard.clone());
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let (answers, notes) = (answers.clone(), notes.clone());
                tokio::spawn(async move {
                    let mut buffer = vec![0; 16 * 1024];
                    let mut answers = answers.into_iter();
                    while let Ok(count @ 1..) = client.read(&mut buffer).await {
                        notes.lock().expect("not poisoned").extend_from_slice(&buffer[..count]);
                        match answers.next() {
                            Some(answer) => client.write_all(&answer).await.unwrap_or(()),
                            None if then == Then::HangsUp => return,
                            None => {}
                        }
                    }
                });
            }
        });
        Self { address, heard }
    }

    fn access(&self) -> Access {
        Access {
            host: "127.0.0.1".into(),
            port: self.address.port(),
            password: Secret::new(PASSWORD),
            options: ConnectionOptions { tls: Some(TlsMode::Disable), ca: None },
            ..access("postgres://reader@placeholder:1/shop")
        }
    }

    fn heard(&self) -> Vec<u8> {
        self.heard.lock().expect("not poisoned").clone()
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

async fn refusal(access: Access) -> EngineError {
    let started = Instant::now();
    let error = postgres_engine().validate(&draft(access)).await.expect_err("no good server");
    assert!(started.elapsed() < Duration::from_secs(9), "{:?}", started.elapsed());
    assert!(!error.to_string().contains(PASSWORD));
    error
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_never_travels_in_clear_text() {
    for (mode, answers) in [
        (TlsMode::Disable, vec![ASKS_CLEAR_TEXT]),
        (TlsMode::Prefer, vec![b"N".as_slice(), ASKS_CLEAR_TEXT]),
        (TlsMode::Require, vec![b"N", ASKS_CLEAR_TEXT]),
        (TlsMode::VerifyCa, vec![b"N", ASKS_CLEAR_TEXT]),
        (TlsMode::VerifyFull, vec![b"N", ASKS_CLEAR_TEXT]),
        (TlsMode::Prefer, vec![b"NR\0\0\0\x08\0\0\0\x03"]),
    ] {
        let fake = Fake::answering(&answers, Then::Listens).await;
        let mut access = fake.access();
        access.options.tls = Some(mode);
        let error = refusal(access).await;
        assert!(matches!(error.step, Step::LogIn | Step::Tls | Step::Port), "{mode:?}: {error:?}");
        let heard = fake.heard();
        assert!(!heard.is_empty() && !holds(&heard, PASSWORD), "{mode:?}");
        if matches!(mode, TlsMode::Require | TlsMode::VerifyCa | TlsMode::VerifyFull) {
            assert_eq!((heard.as_slice(), error.step), (SSL_REQUEST.as_slice(), Step::Tls), "{mode:?}");
        }
    }
    let fake = Fake::answering(&[ASKS_CLEAR_TEXT], Then::Listens).await;
    let error = refusal(fake.access()).await;
    assert_eq!(error.step, Step::LogIn);
    assert!(error.text.contains("clear text"), "{error}");
}

/// A port that drops what knocks: its queue is full and nobody takes anything out of it.
struct Filtered {
    _listener: TcpListener,
    _waiting: Vec<TcpStream>,
    address: SocketAddr,
}

impl Filtered {
    async fn new() -> Self {
        let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
        socket.bind("127.0.0.1:0".parse().expect("an address")).expect("a port");
        let listener = socket.listen(1).expect("listens");
        let address = listener.local_addr().expect("an address");
        let mut waiting = Vec::new();
        while let Ok(Ok(stream)) = tokio::time::timeout(Duration::from_millis(300), TcpStream::connect(address)).await {
            waiting.push(stream);
        }
        Self { _listener: listener, _waiting: waiting, address }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_behind_a_port_is_not_told() {
    // Held without listening, so that no other test is given the port meanwhile.
    let held = tokio::net::TcpSocket::new_v4().expect("a socket");
    held.bind("127.0.0.1:0".parse().expect("an address")).expect("a port");
    let closed = held.local_addr().expect("an address").port();
    let filtered = Filtered::new().await;
    let mut asked = Vec::new();
    for tls in [TlsMode::Disable, TlsMode::Prefer] {
        let there = |fake: &Fake| Access { options: ConnectionOptions { tls: Some(tls), ca: None }, ..fake.access() };
        let anybody = there(&Fake::answering(&[], Then::HangsUp).await);
        asked.push(("closed", Access { port: closed, ..anybody.clone() }));
        asked.push(("filtered", Access { port: filtered.address.port(), ..anybody }));
        for (name, words) in [
            ("web", b"HTTP/1.1 400 Bad Request\r\nServer: secret/1.0\r\n\r\n".as_slice()),
            ("shell", b"SSH-2.0-OpenSSH_9.9\r\n"),
            ("cache", b"-ERR unknown command\r\n"),
            ("TLS", b"\x15\x03\x01\0\x02\x02\x46"),
            ("MySQL", b"\x4a\0\0\0\x0a8.4.0\0"),
            ("short", b"R\0\0\0\0\0\0\0\0"),
            ("endless", b"R\x7f\xff\xff\xff\0\0\0\0"),
        ] {
            asked.push((name, there(&Fake::answering(&[words], Then::Listens).await)));
        }
        asked.push(("hangs up", there(&Fake::answering(&[], Then::HangsUp).await)));
        asked.push(("silent", there(&Fake::answering(&[], Then::Listens).await)));
    }
    // What betrays itself by its time does so in every round; a busy machine delays another one each time.
    let mut quickest = vec![Duration::MAX; asked.len()];
    for _ in 0..3 {
        let answers = futures::future::join_all(asked.iter().map(|(name, access)| refused_after(name, access))).await;
        for ((name, error, elapsed), quickest) in answers.iter().zip(&mut quickest) {
            assert_eq!((error.step, error), (Step::Port, &answers[0].1), "{name}");
            *quickest = (*quickest).min(*elapsed);
        }
        if spread(&quickest) < ALIKE {
            break;
        }
    }
    assert!(quickest.iter().all(|elapsed| elapsed.as_secs() >= 3) && spread(&quickest) < ALIKE, "{quickest:?}");
}

/// How far apart two refusals may be told: without a common moment each would come at another second.
const ALIKE: Duration = Duration::from_millis(1_500);

fn spread(times: &[Duration]) -> Duration {
    times.iter().max().zip(times.iter().min()).map_or(Duration::ZERO, |(most, least)| *most - *least)
}

/// The refusal without the number of the port, which is the only thing that may differ, and when it came.
async fn refused_after(name: &'static str, access: &Access) -> (&'static str, EngineError, Duration) {
    let (started, port) = (Instant::now(), access.port.to_string());
    let error = refusal(access.clone()).await;
    (name, EngineError { text: error.text.replace(&port, "PORT"), ..error }, started.elapsed())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_says_nothing_is_given_up() {
    let silent = Fake::answering(&[], Then::Listens).await;
    assert_eq!(refusal(silent.access()).await.step, Step::Port);
    let after_yes = Fake::answering(&[b"S"], Then::Listens).await;
    let mut access = after_yes.access();
    access.options.tls = Some(TlsMode::Require);
    assert_eq!(refusal(access).await.step, Step::Tls);
    let after_log_in = Fake::answering(&[LETS_IN], Then::Listens).await;
    assert_eq!(refusal(after_log_in.access()).await.step, Step::LogIn);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_breaks_the_protocol_breaks_nothing_else() {
    for nonsense in [
        // A message of length zero, on which the driver panics; lengths that are too long; an unknown kind of message.
        b"D\0\0\0\0".as_slice(),
        b"T\0\0\0\x01",
        b"D\xff\xff\xff\xff\0\0",
        b"\xffgarbage garbage",
        b"T\0\0\0\x06\0\0D\0\0\0\x06\0\x05Z\0\0\0\x05I",
        b"E\0\0\0\x04",
        b"",
    ] {
        let fake = Fake::answering(&[LETS_IN, nonsense], Then::HangsUp).await;
        let error = refusal(fake.access()).await;
        assert!(matches!(error.step, Step::Protocol | Step::Port | Step::LogIn | Step::Query), "{nonsense:?}: {error:?}");
    }
    let fake = Fake::answering(&[LETS_IN, b"D\0\0\0\0"], Then::HangsUp).await;
    assert_eq!(postgres_engine().introspect(&draft(fake.access())).await.expect_err("nonsense").step, Step::Protocol);
    let table = TableRef { schema: None, name: "t".into() };
    let plan = Plan::Count(CountPlan { source: table.into(), filter: super::no_filter(), at_most: None });
    assert_eq!(super::read(postgres_engine().as_ref(), &draft(fake.access()), plan).await.expect_err("nonsense").step, Step::Protocol);
    let text = format!("SERROR\0C42P01\0M\x1b[31m<script>{}{PASSWORD}\0\0", "x".repeat(10_000));
    let message = [b"E".as_slice(), &u32::try_from(text.len() + 4).expect("short").to_be_bytes(), text.as_bytes()].concat();
    let loud = Fake::answering(&[LETS_IN, &message], Then::HangsUp).await;
    let error = refusal(loud.access()).await;
    assert!(error.text.chars().count() < 500 && !error.text.contains('\x1b'), "{error}");
}

/// The parameters of a start-up message: `user`, `reader`, `database`, ...
fn parameters(heard: &[u8]) -> Vec<String> {
    let end = u32::from_be_bytes(heard[..4].try_into().expect("four bytes")) as usize;
    let text = String::from_utf8(heard[8..end].to_vec()).expect("text");
    text.trim_end_matches('\0').split('\0').map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_field_is_one_field_on_the_wire() {
    for (user, database) in [
        ("x@evil", "d?options=-c%20search_path=evil"),
        ("options[search_path]", "a b=c&d"),
        ("quote\"'; drop", "host=/tmp dbname=x"),
        ("ünï", "-c statement_timeout=0"),
    ] {
        let fake = Fake::answering(&[ASKS_CLEAR_TEXT], Then::Listens).await;
        refusal(Access { user: user.into(), database: database.into(), ..fake.access() }).await;
        let sent = parameters(&fake.heard());
        let mut expected = vec!["user", user, "database", database, "DateStyle", "ISO, MDY", "client_encoding", "UTF8", "TimeZone", "UTC"];
        expected.extend(["application_name", "VizBoard"]);
        let sorted = |parts: Vec<String>| {
            let mut pairs: Vec<_> = parts.chunks(2).map(<[String]>::to_vec).collect();
            pairs.sort();
            pairs
        };
        assert_eq!(sorted(sent), sorted(expected.into_iter().map(String::from).collect()));
    }
    let fake = Fake::answering(&[ASKS_CLEAR_TEXT], Then::Listens).await;
    for access in [
        Access { user: "x\0options\0-c search_path=evil".into(), ..fake.access() },
        Access { database: "d\0options\0evil".into(), ..fake.access() },
        Access { password: Secret::new("p\0q"), ..fake.access() },
        Access { host: "127.0.0.1?sslmode=disable".into(), ..fake.access() },
        Access { host: "127.0.0.1/other".into(), ..fake.access() },
    ] {
        refusal(access).await;
    }
    assert!(fake.heard().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_is_text_and_never_a_path() {
    for ca in ["/etc/passwd", "/etc/ssl/certs/ca-certificates.crt", "file:///etc/passwd"] {
        let fake = Fake::answering(&[b"S"], Then::Listens).await;
        let mut access = fake.access();
        access.options = ConnectionOptions { tls: Some(TlsMode::VerifyFull), ca: Some(ca.into()) };
        let error = refusal(access).await;
        assert_eq!(error.step, Step::Tls);
        assert!(error.text.contains("CA is not a certificate"), "{error}");
        assert!(fake.heard().is_empty());
    }
}

/// Runs this executable again with an environment full of somebody else's settings.
fn with_foreign_environment(fake: &Fake, more: &[(&str, &str)]) -> bool {
    let home = tempfile::tempdir().expect("a folder");
    let passwords = home.path().join(".pgpass");
    std::fs::File::create(&passwords).and_then(|mut file| file.write_all(b"*:*:*:*:CANARY-file\n")).expect("written");
    let done = Command::new("chmod").arg("600").arg(&passwords).status().expect("chmod runs");
    assert!(done.success());
    let output = Command::new(std::env::current_exe().expect("this executable"))
        .args(["--exact", "engines::hostile::child_with_nothing_but_an_address", "--ignored", "--nocapture"])
        .env("VIZBOARD_TEST_FAKE", fake.address.to_string())
        .env("HOME", home.path())
        .env("PGPASSFILE", &passwords)
        .envs([
            ("PGPASSWORD", "CANARY-password"),
            ("PGUSER", "CANARY-user"),
            ("PGDATABASE", "CANARY-database"),
            ("PGAPPNAME", "CANARY-app"),
        ])
        .envs([("PGHOST", "192.0.2.1"), ("PGHOSTADDR", "192.0.2.1"), ("PGPORT", "1"), ("PGSSLMODE", "require")])
        .envs([("PGSSLROOTCERT", "/CANARY-root")])
        .envs(more.iter().copied())
        .output()
        .expect("it runs");
    output.status.success()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_the_environment_reaches_a_server() {
    // MD5 is asked for, so that a password would be sent, and its hash is the one of the empty password.
    let fake = Fake::answering(&[b"R\0\0\0\x0c\0\0\0\x05salt"], Then::Listens).await;
    assert!(with_foreign_environment(&fake, &[]));
    let heard = fake.heard();
    assert!(!heard.is_empty() && !holds(&heard, "CANARY"), "{}", String::from_utf8_lossy(&heard));
    assert!(holds(&heard, "md5"), "the server was answered: {}", String::from_utf8_lossy(&heard));
    let other = Fake::answering(&[b"R\0\0\0\x0c\0\0\0\x05salt"], Then::Listens).await;
    assert!(with_foreign_environment(&other, &[("PGPASSWORD", "CANARY-other")]));
    assert_eq!(heard, other.heard(), "the answer does not depend on the environment's password");
    let options = Fake::answering(&[ASKS_CLEAR_TEXT], Then::Listens).await;
    assert!(with_foreign_environment(&options, &[("PGOPTIONS", "-c search_path=CANARY")]));
    assert!(options.heard().is_empty(), "inherited options cannot be removed, so nothing is sent at all");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "started by nothing_of_the_environment_reaches_a_server"]
async fn child_with_nothing_but_an_address() {
    let address: SocketAddr = std::env::var("VIZBOARD_TEST_FAKE").expect("a fake server").parse().expect("an address");
    let empty = Access {
        host: address.ip().to_string(),
        port: address.port(),
        user: String::new(),
        database: String::new(),
        password: Secret::new(""),
        options: ConnectionOptions { tls: Some(TlsMode::Disable), ca: None },
        ..access("postgres://reader@placeholder:1/shop")
    };
    Postgres::new(&settings()).validate(&draft(empty)).await.expect_err("the fake server lets nobody in");
}
