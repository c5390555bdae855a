//! Reads along on a connection to PostgreSQL, for its whole life unless it is encrypted. The driver would answer a
//! request for a clear-text password in every TLS mode and at any time; the watch keeps that request from it. It would
//! also make room for whatever length a message announces; the watch lets no message through that is longer than
//! [`LONGEST_MESSAGE`]. What is encrypted is between the server and the driver.

use crate::engines::network::{Fault, Verdict, Watch};
use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
};

/// Longest message that belongs to opening a connection, in bytes; servers send error texts and names of methods here.
const LONGEST: u32 = 64 * 1024;
/// Longest message of an open connection, in bytes: a row as large as all rows of a read may be together
/// (`ReadLimits::max_bytes`).
pub const LONGEST_MESSAGE: u32 = 32 * 1024 * 1024;
/// Most bytes of settings that a server may report on one connection; the driver keeps each of them. Real ones report
/// less than a kilobyte.
const MOST_SETTINGS: u32 = 1024 * 1024;
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];

/// How far the opening of the latest connection came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Nothing that looks like PostgreSQL was heard.
    Started,
    /// The server agreed to TLS; everything after is between it and the driver.
    Encrypted,
    /// It speaks the protocol, unencrypted.
    Plain,
}

/// A [`Stage`] that a watch writes and an engine reads.
#[derive(Clone, Default)]
pub struct Progress(Arc<AtomicU8>);

impl Progress {
    pub fn get(&self) -> Stage {
        match self.0.load(Ordering::Acquire) {
            1 => Stage::Encrypted,
            2 => Stage::Plain,
            _ => Stage::Started,
        }
    }

    fn set(&self, stage: Stage) {
        self.0.store(stage as u8, Ordering::Release);
    }
}

pub struct StartWatch {
    progress: Progress,
    asked: Asked,
    is_open: bool,
    /// The beginning of the server's current message: kind, length, and the authentication code if it has one.
    head: Vec<u8>,
    /// Bytes of the current message that are still to come after the head.
    skip: u32,
    /// Bytes of all settings that the server reported.
    settings: u32,
}

/// What the client's first bytes were.
#[derive(PartialEq, Eq)]
enum Asked {
    Nothing,
    Tls,
    ToStart,
}

impl StartWatch {
    pub fn new(progress: Progress) -> Self {
        progress.set(Stage::Started);
        Self { progress, asked: Asked::Nothing, is_open: false, head: Vec::with_capacity(9), skip: 0, settings: 0 }
    }

    /// The server's messages, or parts of them.
    fn messages(&mut self, mut bytes: &[u8]) -> Verdict {
        while !bytes.is_empty() {
            let skipped = bytes.len().min(self.skip as usize);
            self.skip -= u32::try_from(skipped).unwrap_or(self.skip);
            let taken = self.missing().min(bytes.len() - skipped);
            self.head.extend_from_slice(&bytes[skipped..skipped + taken]);
            bytes = &bytes[skipped + taken..];
            if taken > 0 {
                let verdict = self.judge();
                if verdict != Verdict::Watch {
                    return verdict;
                }
            }
        }
        Verdict::Watch
    }

    /// How many bytes the head still needs.
    fn missing(&self) -> usize {
        let whole = if self.head.first() == Some(&b'R') { 9 } else { 5 };
        whole - self.head.len()
    }

    /// Looks at the head, or at as much of it as there is.
    fn judge(&mut self) -> Verdict {
        let kind = self.head[0];
        if !self.is_open && !matches!(kind, b'R' | b'E' | b'N' | b'v') {
            return Verdict::Refuse(Fault::Foreign);
        }
        let Some(length) = number(&self.head, 1) else { return Verdict::Watch };
        let (longest, broken) = if self.is_open { (LONGEST_MESSAGE, Fault::Broken) } else { (LONGEST, Fault::Foreign) };
        if length < if kind == b'R' { 8 } else { 4 } {
            return Verdict::Refuse(broken);
        }
        if length > longest {
            return Verdict::Refuse(if self.is_open { Fault::TooLong } else { broken });
        }
        if self.missing() > 0 {
            return Verdict::Watch;
        }
        self.progress.set(Stage::Plain);
        let code = number(&self.head, 5);
        self.skip = length - if code.is_some() { 8 } else { 4 };
        self.head.clear();
        if kind == b'S' {
            self.settings = self.settings.saturating_add(length);
        }
        match code {
            Some(3) => Verdict::Refuse(Fault::ClearText),
            // The log-in was over.
            Some(_) if self.is_open => Verdict::Refuse(Fault::Broken),
            Some(0) => {
                self.is_open = true;
                Verdict::Watch
            }
            _ if self.settings > MOST_SETTINGS => Verdict::Refuse(Fault::Broken),
            _ => Verdict::Watch,
        }
    }
}

/// The four bytes from `start` on as a number, once they are there.
fn number(bytes: &[u8], start: usize) -> Option<u32> {
    bytes.get(start..start + 4)?.try_into().ok().map(u32::from_be_bytes)
}

impl Watch for StartWatch {
    fn client_sent(&mut self, bytes: &[u8]) -> Verdict {
        if self.asked == Asked::Nothing {
            self.asked = if bytes.starts_with(&SSL_REQUEST) { Asked::Tls } else { Asked::ToStart };
        }
        Verdict::Watch
    }

    fn server_sent(&mut self, bytes: &[u8]) -> Verdict {
        if self.asked == Asked::Tls {
            self.asked = Asked::ToStart;
            match bytes.split_first() {
                // Bytes after the answer were sent before anything was asked: it is another protocol (SSH begins with an
                // S), or somebody stuffs them into the stream.
                Some((b'S', [])) => {
                    self.progress.set(Stage::Encrypted);
                    return Verdict::Pass;
                }
                Some((b'N', [])) => {
                    self.progress.set(Stage::Plain);
                    return Verdict::Watch;
                }
                // A server that cannot even fork answers with an error message, which is watched like any other.
                Some((b'E', _)) => {}
                _ => return Verdict::Refuse(Fault::Foreign),
            }
        }
        self.messages(bytes)
    }

    fn is_open(&self) -> bool {
        self.is_open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(asks_tls: bool, server: &[u8], cut: usize) -> (Verdict, Stage) {
        let progress = Progress::default();
        let mut watch = StartWatch::new(progress.clone());
        watch.client_sent(if asks_tls { &SSL_REQUEST } else { b"\0\0\0\x08\0\x03\0\0" });
        let mut last = Verdict::Watch;
        for part in server.chunks(cut) {
            last = watch.server_sent(part);
            if last != Verdict::Watch {
                break;
            }
        }
        (last, progress.get())
    }

    #[test]
    fn a_request_for_a_clear_text_password_is_kept_back_however_it_is_cut() {
        let asks = b"R\0\0\0\x08\0\0\0\x03";
        for cut in 1..=asks.len() {
            assert_eq!(verdict(false, asks, cut).0, Verdict::Refuse(Fault::ClearText));
        }
        let after_notice = [b"N\0\0\0\x06hi".as_slice(), asks].concat();
        for cut in 1..=after_notice.len() {
            assert_eq!(verdict(false, &after_notice, cut).0, Verdict::Refuse(Fault::ClearText));
        }
    }

    #[test]
    fn refusing_tls_is_no_way_around() {
        let progress = Progress::default();
        let mut watch = StartWatch::new(progress);
        watch.client_sent(&SSL_REQUEST);
        assert_eq!(watch.server_sent(b"N"), Verdict::Watch);
        watch.client_sent(b"\0\0\0\x08\0\x03\0\0");
        assert_eq!(watch.server_sent(b"R\0\0\0\x08\0\0\0\x03"), Verdict::Refuse(Fault::ClearText));
        for stuffed in [b"NR\0\0\0\x08\0\0\0\x03".as_slice(), b"SSH-2.0-OpenSSH_9.9"] {
            assert_eq!(verdict(true, stuffed, 100).0, Verdict::Refuse(Fault::Foreign));
        }
    }

    #[test]
    fn the_rest_passes() {
        assert_eq!(verdict(true, b"S", 1), (Verdict::Pass, Stage::Encrypted));
        assert_eq!(verdict(false, b"R\0\0\0\x08\0\0\0\0", 2), (Verdict::Watch, Stage::Plain));
        assert_eq!(verdict(false, b"R\0\0\0\x0c\0\0\0\x05abcdR\0\0\0\x08\0\0\0\0", 3), (Verdict::Watch, Stage::Plain));
        assert_eq!(verdict(false, b"E\0\0\0\x09SFATA", 3), (Verdict::Watch, Stage::Plain));
        for nonsense in [b"HTTP/1.1 400".as_slice(), b"SSH-2.0", b"R\0\0\0\0\0\0\0\x03", b"R\xff\xff\xff\xff\0\0\0\x03", b"+OK\r\n"] {
            assert_eq!(verdict(false, nonsense, 4), (Verdict::Refuse(Fault::Foreign), Stage::Started));
        }
        assert_eq!(verdict(true, b"HTTP/1.1 400", 4).0, Verdict::Refuse(Fault::Foreign));
    }

    #[test]
    fn an_open_connection_is_watched_as_well() {
        const LETS_IN: &[u8] = b"R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I";
        let setting = [b"S".as_slice(), &60_000_u32.to_be_bytes(), &[b'x'; 59_996]].concat();
        for (sent, verdict_there) in [
            (b"D\x02\0\0\0\0\0".to_vec(), Verdict::Watch),
            (b"D\x02\0\0\x01\0\0".to_vec(), Verdict::Refuse(Fault::TooLong)),
            (b"D\xff\xff\xff\xff\0\0".to_vec(), Verdict::Refuse(Fault::TooLong)),
            (b"D\0\0\0\x03".to_vec(), Verdict::Refuse(Fault::Broken)),
            (b"D\0\0\0\x06\0\0R\0\0\0\x08\0\0\0\x03".to_vec(), Verdict::Refuse(Fault::ClearText)),
            (b"R\0\0\0\x08\0\0\0\0".to_vec(), Verdict::Refuse(Fault::Broken)),
            (setting.repeat(17), Verdict::Watch),
            (setting.repeat(18), Verdict::Refuse(Fault::Broken)),
        ] {
            for cut in [1, 2, 7, 100_000] {
                assert_eq!(verdict(false, &[LETS_IN, &sent].concat(), cut), (verdict_there, Stage::Plain), "{:?}", &sent[..5]);
            }
        }
    }
}
