//! Servers that lie: they ask for files, for passwords, and break their protocol.

use super::{super::draft, mysql_engine};
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use vizboard::model::{
    access::{Access, ConnectionOptions, Secret, TlsMode},
    engine::{EngineError, EngineKind, Step},
};

const PASSWORD: &str = "CANARY-of-the-connection";
pub const CLIENT_SSL: u32 = 1 << 11;
const CLIENT_LOCAL_FILES: u32 = 1 << 7;
/// A packet that says that all is well.
pub const OK: &[u8] = b"\0\0\0\x02\0\0\0";

/// A server that introduces itself, answers each message with the next of its answers, and writes down every byte.
pub struct Fake {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Fake {
    /// `greeting` as it is; answers are bodies, which get the number that follows the message they answer.
    pub async fn saying(greeting: Vec<u8>, answers: &[&[u8]]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let (address, heard) = (listener.local_addr().expect("an address"), Arc::new(Mutex::new(Vec::new())));
        let (answers, notes): (Vec<Vec<u8>>, _) = (answers.iter().map(|answer| answer.to_vec()).collect(), heard.clone());
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let (greeting, answers, notes) = (greeting.clone(), answers.clone(), notes.clone());
                tokio::spawn(async move {
                    client.write_all(&greeting).await.unwrap_or(());
                    let mut buffer = vec![0; 16 * 1024];
                    let mut answers = answers.into_iter();
                    while let Ok(count @ 1..) = client.read(&mut buffer).await {
                        notes.lock().expect("not poisoned").extend_from_slice(&buffer[..count]);
                        if let Some(answer) = answers.next() {
                            client.write_all(&packet(buffer[3].wrapping_add(1), &answer)).await.unwrap_or(());
                        }
                    }
                });
            }
        });
        Self { address, heard }
    }

    pub fn access(&self) -> Access {
        Access {
            kind: EngineKind::Mysql,
            host: "127.0.0.1".into(),
            port: self.address.port(),
            database: "shop".into(),
            user: "reader".into(),
            password: Secret::new(PASSWORD),
            options: ConnectionOptions { tls: Some(TlsMode::Disable), ca: None },
        }
    }

    fn heard(&self) -> Vec<u8> {
        self.heard.lock().expect("not poisoned").clone()
    }
}

pub fn packet(number: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).expect("short").to_le_bytes();
    [&length[..3], &[number], body].concat()
}

/// A greeting (Protocol::HandshakeV10) that can do everything but the flags of `without`.
pub fn greeting(plugin: &str, without: u32) -> Vec<u8> {
    let flags = (!without).to_le_bytes();
    let parts: [&[u8]; 10] = [
        b"\x0a8.0.36\0",
        b"\x01\0\0\0",
        b"abcdefgh\0",
        &flags[..2],
        b"\x21\x02\0",
        &flags[2..],
        b"\x15",
        &[0; 10],
        b"ijklmnopqrst\0",
        plugin.as_bytes(),
    ];
    packet(0, &[parts.concat(), vec![0]].concat())
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

async fn refusal(access: Access) -> EngineError {
    let started = Instant::now();
    let error = mysql_engine().validate(&draft(access)).await.expect_err("no good server");
    assert!(started.elapsed() < Duration::from_secs(9), "{:?}", started.elapsed());
    assert!(!error.to_string().contains(PASSWORD));
    error
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_file_is_promised_and_none_is_sent() {
    let asks: &[u8] = b"\xfb/etc/passwd";
    for answers in [vec![OK, asks, asks, asks], vec![asks, asks]] {
        let fake = Fake::saying(greeting("mysql_native_password", CLIENT_SSL), &answers).await;
        let error = refusal(fake.access()).await;
        assert!(!error.text.is_empty());
        let heard = fake.heard();
        let flags = u32::from_le_bytes(heard[4..8].try_into().expect("four bytes"));
        assert_eq!(flags & CLIENT_LOCAL_FILES, 0, "the client offers no files: {flags:032b}");
        assert!(!holds(&heard, "root:"), "nothing of the file is sent");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_never_travels_in_clear_text() {
    let native = "mysql_native_password";
    let switch: &[u8] = b"\xfemysql_clear_password\0";
    for (plugin, without, answers) in [
        ("mysql_clear_password", CLIENT_SSL, vec![OK]),
        (native, CLIENT_SSL, vec![switch]),
        (native, CLIENT_SSL, vec![b"\xfemysql_clear_password\0abcdefghijabcdefghij\0".as_slice()]),
        (native, CLIENT_SSL, vec![b"\xfe"]),
        ("caching_sha2_password", CLIENT_SSL, vec![switch]),
    ] {
        for mode in TlsMode::ALL {
            let fake = Fake::saying(greeting(plugin, without), &answers).await;
            let mut access = fake.access();
            access.options.tls = Some(mode);
            let error = refusal(access).await;
            let plain = matches!(mode, TlsMode::Disable | TlsMode::Prefer);
            assert_eq!(error.step, if plain { Step::LogIn } else { Step::Tls }, "{plugin} {mode:?}: {error:?}");
            assert!(!holds(&fake.heard(), PASSWORD), "{plugin} {mode:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_is_not_sent_under_a_key_that_nobody_vouches_for() {
    let key: &[u8] = b"\x01-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n";
    for (plugin, answers) in [("caching_sha2_password", vec![b"\x01\x04".as_slice(), key]), ("sha256_password", vec![key])] {
        let fake = Fake::saying(greeting(plugin, CLIENT_SSL), &answers).await;
        let error = refusal(fake.access()).await;
        assert_eq!(error.step, Step::LogIn, "{plugin}: {error:?}");
        assert!(error.hint.contains("TLS"), "{plugin}: {error:?}");
        assert!(!holds(&fake.heard(), PASSWORD));
    }
    let fake = Fake::saying(greeting("client_ed25519", CLIENT_SSL), &[]).await;
    let error = refusal(fake.access()).await;
    assert!(error.step == Step::LogIn && error.text.contains("client_ed25519"), "{error:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_breaks_the_protocol_ends_one_call_only() {
    let good = || greeting("mysql_native_password", CLIENT_SSL);
    let short = packet(0, b"\x0a8.0.36\0\x01\0");
    let no_salt = packet(0, b"\x0a8\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    for (name, greeting, answers, steps) in [
        ("another protocol", b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec(), vec![], vec![Step::Port]),
        ("an introduction that ends early", short, vec![], vec![Step::Protocol]),
        ("an introduction without a salt", no_salt, vec![], vec![Step::Protocol, Step::Port, Step::LogIn]),
        ("a packet of nothing", vec![0, 0, 0, 0], vec![], vec![Step::Port]),
        ("a packet of 16 MB", vec![0xff, 0xff, 0xff, 0, 0x0a], vec![], vec![Step::Port]),
        ("an error", packet(0, b"\xff\x10\x04Too many connections"), vec![], vec![Step::LogIn]),
        ("a hostile error", packet(0, b"\xff\x69\x04\x1b[31m CANARY-of-the-connection"), vec![], vec![Step::Port, Step::LogIn]),
        ("bytes before the choice", [good(), packet(1, OK)].concat(), vec![], vec![Step::Port]),
        ("a switch that ends early", good(), vec![b"\xfemysql_native_password\0ab".as_slice()], vec![Step::Protocol]),
        ("a packet out of place", good(), vec![b"\x07what"], vec![Step::Protocol]),
        ("columns without end", good(), vec![OK, b"\xfd\xff\xff\xff"], vec![Step::LogIn, Step::Protocol]),
        ("a row that is none", good(), vec![OK, b"\x01", b"\x02"], vec![Step::LogIn, Step::Protocol]),
        ("an answer that is empty", good(), vec![OK, OK, OK], vec![Step::Protocol, Step::LogIn]),
    ] {
        let fake = Fake::saying(greeting, &answers).await;
        let error = refusal(fake.access()).await;
        assert!(steps.contains(&error.step), "{name}: {error:?}");
        assert!(!error.text.contains('\u{1b}'), "{name}: {error:?}");
    }
}
