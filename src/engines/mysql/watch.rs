//! Reads along on a connection to MySQL, for its whole life unless it is encrypted. The driver would send the password
//! in clear text to whoever asks, in every TLS mode; the watch keeps that request from it. It would also make room for
//! whatever length a message announces; the watch lets none through that is longer than [`LONGEST_MESSAGE`]. What is
//! encrypted is between the server and the driver.

use crate::engines::{
    driver::{LONGEST_MESSAGE, Progress, Stage},
    network::{Fault, Verdict, Watch},
};

/// Longest packet that belongs to opening a connection, in bytes; servers send error texts and public keys here.
const LONGEST: usize = 64 * 1024;
/// A packet of this length goes on in the next one.
const FULL: usize = 0xff_ff_ff;
/// Length of a packet's head: three bytes of length and its number.
const HEAD: usize = 4;
/// Version of the protocol, with which a server introduces itself.
const HANDSHAKE: u8 = 10;
const OK: u8 = 0x00;
const SWITCH: u8 = 0xfe;
const ERROR: u8 = 0xff;
/// The client's flag and the length of its packet when it asks for TLS (MySQL: Protocol::SSLRequest).
const CLIENT_SSL: u32 = 1 << 11;
const SSL_REQUEST: usize = 32;
/// Ways to log in that give the password away to whoever listens: as it is, and as a hash that was broken long ago.
const CARELESS: [&[u8]; 2] = [b"mysql_clear_password", b"mysql_old_password"];

pub struct StartWatch {
    progress: Progress,
    state: State,
    /// What came of the server's current packet; of its head only, once the connection is open.
    packet: Vec<u8>,
    /// Bytes of the current packet that are still to come, once the connection is open.
    skip: usize,
    /// Length of the message that the current packet goes on with.
    before: usize,
}

/// Who is to speak.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// The server, to introduce itself.
    Introduction,
    /// The client, to choose TLS or not. `careless`: the server asked for a careless way to log in.
    Choice { careless: bool },
    /// Both, about the log-in, unencrypted.
    LogIn,
    /// Both, about anything, unencrypted.
    Open,
}

impl StartWatch {
    pub fn new(progress: Progress) -> Self {
        progress.set(Stage::Started);
        Self { progress, state: State::Introduction, packet: Vec::new(), skip: 0, before: 0 }
    }

    /// One whole packet of the server.
    fn judge(&mut self, packet: &[u8]) -> Verdict {
        let careless = CARELESS.iter().any(|name| packet.windows(name.len()).any(|window| window == *name));
        match (self.state, packet) {
            (State::Introduction, [HANDSHAKE, ..]) => {
                self.progress.set(Stage::Plain);
                self.state = State::Choice { careless };
                Verdict::Watch
            }
            // Too many connections, a host that is blocked, a server that stops.
            (_, [ERROR, ..]) => {
                self.progress.set(Stage::Plain);
                Verdict::Watch
            }
            // Bytes before the choice would be read by the encrypted side as if they came through it.
            (State::Introduction | State::Choice { .. }, _) => Verdict::Refuse(Fault::Foreign),
            // Without a name it is the old way.
            (State::LogIn, [SWITCH]) => Verdict::Refuse(Fault::ClearText),
            (State::LogIn, [SWITCH, ..]) if careless => Verdict::Refuse(Fault::ClearText),
            (State::LogIn, [OK, ..]) => {
                self.state = State::Open;
                Verdict::Watch
            }
            (State::LogIn | State::Open, _) => Verdict::Watch,
        }
    }

    /// Packets of an open connection, or parts of them: only their lengths are looked at.
    fn measure(&mut self, mut bytes: &[u8]) -> Verdict {
        while !bytes.is_empty() {
            let skipped = bytes.len().min(self.skip);
            let taken = (HEAD - self.packet.len()).min(bytes.len() - skipped);
            self.skip -= skipped;
            self.packet.extend_from_slice(&bytes[skipped..skipped + taken]);
            bytes = &bytes[skipped + taken..];
            let [a, b, c, _] = self.packet[..] else { continue };
            let length = length(a, b, c);
            if self.before + length > LONGEST_MESSAGE {
                return Verdict::Refuse(Fault::TooLong);
            }
            self.before = if length == FULL { self.before + length } else { 0 };
            self.skip = length;
            self.packet.clear();
        }
        Verdict::Watch
    }
}

impl Watch for StartWatch {
    fn client_sent(&mut self, bytes: &[u8]) -> Verdict {
        let State::Choice { careless } = self.state else { return Verdict::Watch };
        let asks_tls = match bytes {
            [a, b, c, _, d, e, f, g, ..] => {
                let flags = u32::from_le_bytes([*d, *e, *f, *g]);
                length(*a, *b, *c) == SSL_REQUEST && flags & CLIENT_SSL != 0
            }
            _ => false,
        };
        if asks_tls {
            self.progress.set(Stage::Encrypted);
            return Verdict::Pass;
        }
        if careless {
            return Verdict::Refuse(Fault::ClearText);
        }
        self.state = State::LogIn;
        Verdict::Watch
    }

    fn server_sent(&mut self, bytes: &[u8]) -> Verdict {
        if self.state == State::Open {
            return self.measure(bytes);
        }
        self.packet.extend_from_slice(bytes);
        while let [a, b, c, _, ..] = self.packet[..] {
            let length = length(a, b, c);
            if length == 0 || length > LONGEST {
                return Verdict::Refuse(Fault::Foreign);
            }
            // What it is shows in its first byte: nothing else is waited for.
            let is_introduction = self.state == State::Introduction;
            if is_introduction && self.packet.get(HEAD).is_some_and(|first| !matches!(*first, HANDSHAKE | ERROR)) {
                return Verdict::Refuse(Fault::Foreign);
            }
            if self.packet.len() < HEAD + length {
                return Verdict::Watch;
            }
            let packet: Vec<u8> = self.packet.drain(..HEAD + length).skip(HEAD).collect();
            match self.judge(&packet) {
                Verdict::Watch if self.state == State::Open => {
                    let rest = std::mem::take(&mut self.packet);
                    return self.measure(&rest);
                }
                Verdict::Watch => {}
                other => return other,
            }
        }
        Verdict::Watch
    }

    fn is_open(&self) -> bool {
        self.state == State::Open
    }
}

/// Lengths are written with their least byte first.
fn length(a: u8, b: u8, c: u8) -> usize {
    usize::from(a) | usize::from(b) << 8 | usize::from(c) << 16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(body.len()).expect("short").to_le_bytes();
        [&length[..3], &[0], body].concat()
    }

    fn handshake(plugin: &str) -> Vec<u8> {
        packet(
            &[b"\x0a8.0.36\0\x01\0\0\0abcdefgh\0\xff\xff\x21\x02\0\xff\xff\x15", &[0; 10][..], b"ijklmnopqrst\0", plugin.as_bytes(), b"\0"]
                .concat(),
        )
    }

    fn client(flags: u32, length: u8) -> Vec<u8> {
        [&[length, 0, 0, 1][..], &flags.to_le_bytes()].concat()
    }

    fn watch() -> (StartWatch, Progress) {
        let progress = Progress::default();
        (StartWatch::new(progress.clone()), progress)
    }

    #[test]
    fn a_request_for_the_bare_password_is_kept_back_however_it_is_cut() {
        let switch = packet(b"\xfemysql_clear_password\0");
        for asks in [switch, packet(b"\xfe"), packet(b"\xfemysql_old_password\0abcdefgh\0")] {
            for cut in 1..=asks.len() {
                let (mut watch, _) = watch();
                assert_eq!(watch.server_sent(&handshake("mysql_native_password")), Verdict::Watch);
                assert_eq!(watch.client_sent(&client(0, 80)), Verdict::Watch);
                let last = asks.chunks(cut).map(|part| watch.server_sent(part)).find(|verdict| *verdict != Verdict::Watch);
                assert_eq!(last, Some(Verdict::Refuse(Fault::ClearText)), "{cut}");
            }
        }
    }

    #[test]
    fn a_server_that_begins_so_gets_no_answer_without_encryption() {
        let (mut plain, _) = watch();
        plain.server_sent(&handshake("mysql_clear_password"));
        assert_eq!(plain.client_sent(&client(0, 80)), Verdict::Refuse(Fault::ClearText));
        let (mut encrypted, progress) = watch();
        encrypted.server_sent(&handshake("mysql_clear_password"));
        assert_eq!((encrypted.client_sent(&client(CLIENT_SSL, 32)), progress.get()), (Verdict::Pass, Stage::Encrypted));
    }

    #[test]
    fn no_message_of_an_open_connection_is_too_long() {
        let full = [&[0xff, 0xff, 0xff, 1][..], &vec![0; FULL]].concat();
        let short = packet(&[7; 1_000]);
        for (sent, last) in [
            (short.repeat(100), Verdict::Watch),
            ([full.clone(), short.clone(), full.clone(), short.clone()].concat(), Verdict::Watch),
            ([full.clone(), full.clone(), short.clone()].concat(), Verdict::Refuse(Fault::TooLong)),
        ] {
            for cut in [1_001, 65_536] {
                let (mut watch, _) = watch();
                watch.server_sent(&handshake("mysql_native_password"));
                watch.client_sent(&client(0, 80));
                let opened = [packet(b"\0\0\0\x02\0"), sent.clone()].concat();
                let found = opened.chunks(cut).map(|part| watch.server_sent(part)).find(|verdict| *verdict != Verdict::Watch);
                assert_eq!(found.unwrap_or(Verdict::Watch), last, "{cut}");
            }
        }
    }

    #[test]
    fn the_rest_passes() {
        let (mut good, progress) = watch();
        for part in handshake("caching_sha2_password").chunks(3) {
            assert_eq!(good.server_sent(part), Verdict::Watch);
        }
        good.client_sent(&client(0, 80));
        assert_eq!(good.server_sent(&packet(b"\x01\x03")), Verdict::Watch);
        assert!(!good.is_open());
        assert_eq!((good.server_sent(&packet(b"\0\0\0\x02\0")), progress.get()), (Verdict::Watch, Stage::Plain));
        assert!(good.is_open());
        let (mut full, progress) = watch();
        assert_eq!((full.server_sent(&packet(b"\xff\x10\x04Too many connections")), progress.get()), (Verdict::Watch, Stage::Plain));
        for nonsense in
            [b"HTTP/1.1 400".as_slice(), b"SSH-2.0-x", b"\0\0\0\0", b"R\0\0\0\x08\0\0\0\0", b"\xff\xff\xff\0\x0a", b"\x04\0\0\0\x09abc"]
        {
            let (mut foreign, progress) = watch();
            let last = nonsense.chunks(4).map(|part| foreign.server_sent(part)).last();
            assert_eq!((last, progress.get()), (Some(Verdict::Refuse(Fault::Foreign)), Stage::Started), "{nonsense:?}");
        }
        let (mut stuffed, _) = watch();
        let twice = [handshake("mysql_native_password"), packet(b"\0\0\0\x02\0")].concat();
        assert_eq!(stuffed.server_sent(&twice), Verdict::Refuse(Fault::Foreign));
    }
}
