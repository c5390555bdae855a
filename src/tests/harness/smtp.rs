//! A mail server of a test's own: it speaks SMTP and keeps what it is given, or misbehaves as it is told.

use super::certificates::Identity;
use base64::{Engine, engine::general_purpose::STANDARD};
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig, crypto,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    },
};

/// How the server behaves from its next connection on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manner {
    /// Takes every letter.
    #[default]
    Takes,
    /// Refuses receivers for good.
    Refuses,
    /// Asks to be tried later.
    Later,
    /// Takes the connection and says nothing.
    Hangs,
}

/// What comes before a letter.
#[derive(Clone, Default)]
pub struct Entrance {
    /// TLS from the first byte, or once it is asked for.
    pub tls: Option<(Tls, Identity)>,
    /// User name and password without which nothing is taken.
    pub log_in: Option<(&'static str, &'static str)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    Wrapped,
    StartTls,
}

/// A letter that was taken.
#[derive(Clone, Debug)]
pub struct Received {
    pub to: Vec<String>,
    /// Head and body as they came, dots undone.
    pub raw: String,
    /// It came through TLS.
    pub is_secret: bool,
}

impl Received {
    /// The plain part, decoded.
    pub fn text(&self) -> String {
        self.part("text/plain")
    }

    pub fn html(&self) -> String {
        self.part("text/html")
    }

    /// The value of a header of the head.
    pub fn header(&self, name: &str) -> Option<&str> {
        let head = self.raw.split("\r\n\r\n").next()?;
        head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    /// The path of the address in the plain part that begins so.
    #[track_caller]
    pub fn path(&self, start: &str) -> String {
        let text = self.text();
        let at = text.find(start).unwrap_or_else(|| panic!("{start} in {text}"));
        text[at..].split_whitespace().next().expect("an address").to_owned()
    }

    fn part(&self, kind: &str) -> String {
        let mark = format!("Content-Type: {kind}");
        let rest = self.raw.split(&mark).nth(1).unwrap_or_default();
        let (head, body) = rest.split_once("\r\n\r\n").unwrap_or_default();
        let body = body.split("\r\n--").next().unwrap_or_default();
        let is_quoted = head.to_ascii_lowercase().contains("quoted-printable");
        let is_base64 = head.to_ascii_lowercase().contains("base64");
        match (is_quoted, is_base64) {
            (true, _) => unquoted(body),
            (_, true) => {
                let packed: String = body.split_whitespace().collect();
                let bytes = STANDARD.decode(packed).expect("base64");
                String::from_utf8(bytes).expect("UTF-8")
            }
            _ => body.replace("\r\n", "\n"),
        }
    }
}

/// Undoes quoted-printable.
fn unquoted(text: &str) -> String {
    let joined = text.replace("=\r\n", "");
    let (mut bytes, mut rest) = (Vec::new(), joined.as_bytes());
    while let [first, tail @ ..] = rest {
        let hex =
            (*first == b'=').then(|| tail.get(..2)).flatten().and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        match hex {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).replace("\r\n", "\n")
}

#[derive(Default)]
struct Shared {
    manner: Manner,
    received: Vec<Received>,
    connections: usize,
    /// Everything that was said to it.
    heard: Vec<String>,
}

/// Ends with the test.
pub struct MailServer {
    pub address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
    listening: JoinHandle<()>,
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl MailServer {
    pub async fn start() -> Self {
        Self::start_with(Entrance::default()).await
    }

    pub async fn start_with(entrance: Entrance) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared: Arc<Mutex<Shared>> = Arc::default();
        let state = Arc::clone(&shared);
        let desk = Arc::new(Desk::new(entrance));
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (state, desk) = (Arc::clone(&state), Arc::clone(&desk));
                // What the other end does wrong shows in what was received.
                tokio::spawn(async move { desk.greet(stream, &state).await.ok() });
            }
        });
        Self { address, shared, listening }
    }

    /// The settings of a server that sends its mail here.
    pub fn settings(&self) -> [(&'static str, String); 2] {
        [("SMTP_URL", format!("smtp://{}", self.address)), ("VIZBOARD_MAIL_FROM", "VizBoard <viz@example.org>".to_owned())]
    }

    pub fn behave(&self, manner: Manner) {
        self.shared.lock().expect("not poisoned").manner = manner;
    }

    /// How often somebody came.
    pub fn connections(&self) -> usize {
        self.shared.lock().expect("not poisoned").connections
    }

    /// Everything that was said to it.
    pub fn heard(&self) -> Vec<String> {
        self.shared.lock().expect("not poisoned").heard.clone()
    }

    pub fn received(&self) -> Vec<Received> {
        self.shared.lock().expect("not poisoned").received.clone()
    }

    /// The newest letter to this address with these words in its text, waited for.
    #[track_caller]
    pub fn letter(&self, to: &str, words: &str) -> impl Future<Output = Received> {
        let started = Instant::now();
        async move {
            loop {
                let all = self.received();
                let found = all.iter().rev().find(|letter| letter.to == [to] && letter.text().contains(words));
                if let Some(letter) = found {
                    return letter.clone();
                }
                let seen: Vec<_> = all.iter().map(|letter| (letter.to.clone(), letter.text())).collect();
                assert!(started.elapsed() < Duration::from_secs(20), "no letter to {to} with {words:?}: {seen:?}");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
}

/// What a connection meets.
struct Desk {
    tls: Option<(Tls, TlsAcceptor)>,
    log_in: Option<String>,
}

impl Desk {
    fn new(entrance: Entrance) -> Self {
        let acceptor = |identity: Identity| {
            let chain = vec![CertificateDer::from_pem_slice(identity.certificate.as_bytes()).expect("a certificate")];
            let key = PrivateKeyDer::from_pem_slice(identity.key.as_bytes()).expect("a key");
            let config = ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()));
            let config = config.with_safe_default_protocol_versions().expect("versions").with_no_client_auth();
            TlsAcceptor::from(Arc::new(config.with_single_cert(chain, key).expect("they fit")))
        };
        Self {
            tls: entrance.tls.map(|(tls, identity)| (tls, acceptor(identity))),
            log_in: entrance.log_in.map(|(user, password)| STANDARD.encode(format!("\0{user}\0{password}"))),
        }
    }

    async fn greet(&self, stream: TcpStream, shared: &Mutex<Shared>) -> std::io::Result<()> {
        let manner = {
            let mut shared = shared.lock().expect("not poisoned");
            shared.connections += 1;
            shared.manner
        };
        if manner == Manner::Hangs {
            tokio::time::sleep(Duration::from_secs(300)).await;
            return Ok(());
        }
        const HELLO: &[u8] = b"220 mail.test ESMTP\r\n";
        match &self.tls {
            Some((Tls::Wrapped, acceptor)) => {
                let mut stream = BufReader::new(acceptor.accept(stream).await?);
                stream.write_all(HELLO).await?;
                stream.flush().await?;
                self.talk(&mut stream, manner, shared, true).await.map(drop)
            }
            Some((Tls::StartTls, acceptor)) => {
                let mut stream = BufReader::new(stream);
                stream.write_all(HELLO).await?;
                stream.flush().await?;
                if self.talk(&mut stream, manner, shared, false).await? {
                    let mut stream = BufReader::new(acceptor.accept(stream.into_inner()).await?);
                    self.talk(&mut stream, manner, shared, true).await?;
                }
                Ok(())
            }
            None => {
                let mut stream = BufReader::new(stream);
                stream.write_all(HELLO).await?;
                stream.flush().await?;
                self.talk(&mut stream, manner, shared, false).await.map(drop)
            }
        }
    }

    /// Answers whether TLS was asked for.
    async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: &mut BufReader<S>,
        manner: Manner,
        shared: &Mutex<Shared>,
        is_secret: bool,
    ) -> std::io::Result<bool> {
        let offers_tls = !is_secret && self.tls.is_some();
        let (mut to, mut is_known) = (Vec::new(), self.log_in.is_none());
        while let Some(line) = heard(stream, shared).await? {
            let upper = line.to_ascii_uppercase();
            let answer: &str = if upper.starts_with("EHLO") {
                match (offers_tls, &self.log_in) {
                    (true, _) => "250-mail.test\r\n250 STARTTLS\r\n",
                    (false, Some(_)) => "250-mail.test\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n",
                    (false, None) => "250-mail.test\r\n250 8BITMIME\r\n",
                }
            } else if upper == "STARTTLS" && offers_tls {
                stream.write_all(b"220 go on\r\n").await?;
                stream.flush().await?;
                return Ok(true);
            } else if upper.starts_with("AUTH PLAIN ") {
                is_known = self.log_in.as_deref() == line.split(' ').nth(2);
                if is_known { "235 welcome\r\n" } else { "535 wrong user name or password\r\n" }
            } else if upper.starts_with("MAIL FROM") {
                to.clear();
                if is_known { "250 ok\r\n" } else { "530 log in first\r\n" }
            } else if let Some(rest) = upper.starts_with("RCPT TO:").then(|| &line["RCPT TO:".len()..]) {
                match manner {
                    Manner::Refuses => "550 no such mailbox\r\n",
                    Manner::Later => "451 try again later\r\n",
                    _ => {
                        to.push(rest.trim().trim_start_matches('<').trim_end_matches('>').to_owned());
                        "250 ok\r\n"
                    }
                }
            } else if upper == "DATA" {
                stream.write_all(b"354 go on\r\n").await?;
                stream.flush().await?;
                let mut raw = String::new();
                while let Some(line) = line_of(stream).await?.filter(|line| line != ".") {
                    raw.push_str(line.strip_prefix('.').unwrap_or(&line));
                    raw.push_str("\r\n");
                }
                let letter = Received { to: std::mem::take(&mut to), raw, is_secret };
                shared.lock().expect("not poisoned").received.push(letter);
                "250 taken\r\n"
            } else if upper == "QUIT" {
                stream.write_all(b"221 bye\r\n").await?;
                stream.flush().await?;
                return Ok(false);
            } else {
                "250 ok\r\n"
            };
            stream.write_all(answer.as_bytes()).await?;
            stream.flush().await?;
        }
        Ok(false)
    }
}

async fn line_of<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> std::io::Result<Option<String>> {
    let mut line = String::new();
    let read = stream.read_line(&mut line).await?;
    Ok((read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
}

async fn heard<S: AsyncRead + Unpin>(stream: &mut BufReader<S>, shared: &Mutex<Shared>) -> std::io::Result<Option<String>> {
    let line = line_of(stream).await?;
    shared.lock().expect("not poisoned").heard.extend(line.clone());
    Ok(line)
}
