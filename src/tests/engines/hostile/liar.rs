//! A server that plays a recorded dialogue and lies at one turn of it, until it is told to be honest.

use super::dialogue::{Dialogue, messages};
use crate::engines::access;
use std::{
    fmt, io,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::AbortHandle,
};
use vizboard::model::access::{Access, ConnectionOptions, Secret, TlsMode};

pub const PASSWORD: &str = "CANARY-of-the-liar";
const READY: &[u8] = b"Z\0\0\0\x05I";

/// The nth part of what never ends.
pub type Part = fn(u32) -> Vec<u8>;

/// What is said at a turn, in relation to what an honest server says there.
#[derive(Clone)]
pub enum Told {
    /// Each part in answer to one more message of the client.
    Instead(Vec<Vec<u8>>),
    Before(Vec<u8>),
    /// Before the last of the turn's messages, which says that the server is ready.
    Within(Vec<u8>),
    After(Vec<u8>),
    /// The first half of the honest bytes.
    Half,
    /// The honest bytes, one per second.
    Drops,
    /// For ever, the nth time this. A moment passes between two, or the tests' machine would do nothing else.
    Endless(Part, Duration),
    /// The honest messages, without the last two that end them, again and again.
    Repeated(Duration),
}

impl Told {
    fn manner(&self) -> &'static str {
        match self {
            Self::Instead(_) => "instead",
            Self::Before(_) => "before",
            Self::Within(_) => "within",
            Self::After(_) => "after",
            Self::Half => "half",
            Self::Drops => "drops",
            Self::Endless(..) => "endless",
            Self::Repeated(_) => "repeated",
        }
    }
}

/// What follows a lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    Listens,
    HangsUp,
    GoesOn,
}

#[derive(Clone)]
pub struct Lie {
    pub name: &'static str,
    pub told: Told,
    pub then: Then,
}

impl fmt::Display for Lie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}, then {:?})", self.name, self.told.manner(), self.then)
    }
}

/// A [`Lie`] and the turn at which it is told.
#[derive(Clone)]
pub struct Strike {
    pub turn: usize,
    pub lie: Lie,
}

pub struct Liar {
    address: SocketAddr,
    honest: Arc<AtomicBool>,
    heard: Arc<Mutex<Vec<u8>>>,
    running: AbortHandle,
}

impl Liar {
    /// `false_dialogue` is played as long as it lies, `dialogue` once it is honest.
    pub async fn playing(dialogue: &Dialogue, false_dialogue: Dialogue, strike: Option<Strike>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (honest, heard) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let (known, notes, dialogue) = (Arc::clone(&honest), Arc::clone(&heard), dialogue.clone());
        let running = tokio::spawn(async move {
            let (dialogue, false_dialogue, strike) = (Arc::new(dialogue), Arc::new(false_dialogue), Arc::new(strike));
            while let Ok((client, _)) = listener.accept().await {
                let is_honest = known.load(Ordering::SeqCst);
                let dialogue = Arc::clone(if is_honest { &dialogue } else { &false_dialogue });
                let (strike, notes) = (Arc::clone(&strike), Arc::clone(&notes));
                tokio::spawn(async move {
                    let strike = strike.as_ref().as_ref().filter(|_| !is_honest);
                    // It ends in an error when the client has hung up.
                    Visit { client, notes }.play(&dialogue, strike).await.ok();
                });
            }
        });
        Self { address, honest, heard, running: running.abort_handle() }
    }

    pub fn access(&self) -> Access {
        Access {
            host: "127.0.0.1".into(),
            port: self.address.port(),
            password: Secret::new(PASSWORD),
            options: ConnectionOptions { tls: Some(TlsMode::Disable), ca: None },
            ..access("postgres://reader@placeholder:1/shop")
        }
    }

    /// From now on whoever connects hears the truth.
    pub fn repent(&self) {
        self.honest.store(true, Ordering::SeqCst);
    }

    pub fn heard(&self, text: &str) -> bool {
        super::holds(&self.heard.lock().expect("not poisoned"), text)
    }
}

impl Drop for Liar {
    fn drop(&mut self) {
        self.running.abort();
    }
}

/// One connection of a client.
struct Visit {
    client: TcpStream,
    notes: Arc<Mutex<Vec<u8>>>,
}

impl Visit {
    /// The lie is told once on each connection.
    async fn play(mut self, dialogue: &Dialogue, mut strike: Option<&Strike>) -> io::Result<()> {
        let length = self.client.read_u32().await?;
        self.take(length).await?;
        let (mut turn, mut has_asked) = (0, true);
        loop {
            if has_asked {
                let honest = &dialogue.turns[turn];
                match strike.take_if(|strike| strike.turn == turn) {
                    Some(strike) => {
                        self.tell(&strike.lie.told, honest).await?;
                        match strike.lie.then {
                            Then::GoesOn => {}
                            Then::HangsUp => return Ok(()),
                            Then::Listens => loop {
                                self.message().await?;
                            },
                        }
                    }
                    None => self.client.write_all(honest).await?,
                }
                // Whoever uses the connection again begins after the log-in.
                turn = if turn + 1 < dialogue.turns.len() { turn + 1 } else { 1 };
            }
            has_asked = self.question().await?;
        }
    }

    /// Reads until the client waits for an answer. False when it only asked for a sign of life, which it gets.
    async fn question(&mut self) -> io::Result<bool> {
        let mut said = 0;
        loop {
            match (self.message().await?, said) {
                (b'Q', _) => return Ok(true),
                (b'S', 0) => {
                    self.client.write_all(READY).await?;
                    return Ok(false);
                }
                (b'S', _) => return Ok(true),
                _ => said += 1,
            }
        }
    }

    async fn message(&mut self) -> io::Result<u8> {
        let kind = self.client.read_u8().await?;
        let length = self.client.read_u32().await?;
        self.take(length).await?;
        Ok(kind)
    }

    async fn take(&mut self, length: u32) -> io::Result<()> {
        let mut body = vec![0; length.saturating_sub(4) as usize];
        self.client.read_exact(&mut body).await?;
        self.notes.lock().expect("not poisoned").extend_from_slice(&body);
        Ok(())
    }

    async fn tell(&mut self, told: &Told, honest: &[u8]) -> io::Result<()> {
        match told {
            Told::Instead(parts) => {
                for (place, part) in parts.iter().enumerate() {
                    if place > 0 {
                        self.message().await?;
                    }
                    self.client.write_all(part).await?;
                }
            }
            Told::Before(lie) => {
                self.client.write_all(lie).await?;
                self.client.write_all(honest).await?;
            }
            Told::Within(lie) => {
                let last = messages(honest).last().map_or(0, |message| message.len());
                let (most, last) = honest.split_at(honest.len() - last);
                self.client.write_all(&[most, lie, last].concat()).await?;
            }
            Told::After(lie) => {
                self.client.write_all(honest).await?;
                self.client.write_all(lie).await?;
            }
            Told::Half => self.client.write_all(&honest[..honest.len() / 2]).await?,
            Told::Drops => {
                for byte in honest {
                    self.client.write_all(&[*byte]).await?;
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
            Told::Repeated(moment) => {
                let all = messages(honest);
                let most = all[..all.len().saturating_sub(2)].concat().repeat(100);
                loop {
                    self.client.write_all(&most).await?;
                    tokio::time::sleep(*moment).await;
                }
            }
            Told::Endless(part, moment) => {
                for number in 0.. {
                    self.client.write_all(&part(number)).await?;
                    tokio::time::sleep(*moment).await;
                }
            }
        }
        Ok(())
    }
}
