//! A good dialogue with a PostgreSQL server, recorded once and played again by servers that are none.

use super::requests::Request;
use crate::{
    engines::{access, draft},
    harness::relay,
};
use vizboard::{
    engines::Engine,
    model::access::{Access, ConnectionOptions, TlsMode},
};

/// What a server says, turn by turn: after the log-in, then after each question. Every turn ends with "ready for query".
#[derive(Clone)]
pub struct Dialogue {
    pub turns: Vec<Vec<u8>>,
}

impl Dialogue {
    /// What the server at `url` says while the engine is asked this.
    pub async fn of(engine: &dyn Engine, url: &str, request: &Request) -> Self {
        let real = access(url);
        let (port, recording) = relay::recorded(&real.host, real.port).await;
        let options = ConnectionOptions { tls: Some(TlsMode::Disable), ca: None };
        request.ask(engine, &draft(Access { port, options, ..real })).await.expect("the real server is good");
        Self::from(&recording.await.expect("no panic"))
    }

    /// Without the proof of the password, which no second log-in would accept, and without answers to signs of life,
    /// which come when they are asked for.
    fn from(said: &[u8]) -> Self {
        let (mut turns, mut turn) = (Vec::new(), Vec::new());
        for message in messages(said) {
            if message[0] == b'R' && message != LET_IN {
                continue;
            }
            turn.extend_from_slice(message);
            if message[0] == b'Z' {
                let whole = std::mem::take(&mut turn);
                if whole != *message {
                    turns.push(whole);
                }
            }
        }
        assert!(turns.len() > 2 && turn.is_empty(), "a log-in, a beginning and a question");
        Self { turns }
    }

    /// How many bytes all turns have together.
    pub fn len(&self) -> usize {
        self.turns.iter().map(Vec::len).sum()
    }

    /// The turn that the byte `at` of the whole is in, and its place there.
    pub fn place(&self, mut at: usize) -> (usize, usize) {
        for (number, turn) in self.turns.iter().enumerate() {
            if at < turn.len() {
                return (number, at);
            }
            at -= turn.len();
        }
        panic!("the dialogue is shorter");
    }

    /// The same with some bits of one byte turned round.
    pub fn flipped(&self, at: usize, bits: u8) -> Self {
        let (turn, place) = self.place(at);
        let mut flipped = self.clone();
        flipped.turns[turn][place] ^= bits;
        flipped
    }
}

/// "You are in."
const LET_IN: &[u8] = b"R\0\0\0\x08\0\0\0\0";

/// The whole messages in what a server said.
pub fn messages(mut said: &[u8]) -> Vec<&[u8]> {
    let mut messages = Vec::new();
    while let Some(length) = said.get(1..5) {
        let length = 1 + u32::from_be_bytes(length.try_into().expect("four bytes")) as usize;
        let (message, rest) = said.split_at(length);
        messages.push(message);
        said = rest;
    }
    messages
}

/// A message of this kind.
pub fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 4).expect("short enough");
    [&[kind], length.to_be_bytes().as_slice(), body].concat()
}
