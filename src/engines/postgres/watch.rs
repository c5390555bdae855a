//! Reads along while a connection to PostgreSQL is opened, until it is encrypted or the server lets us in. The driver
//! would answer a request for a clear-text password in every TLS mode; the watch keeps that request from it.

use crate::engines::{
    driver::{Progress, Stage},
    network::{Fault, Verdict, Watch},
};

/// Longest message that belongs to opening a connection, in bytes; servers send error texts and names of methods here.
const LONGEST: u32 = 64 * 1024;
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];

pub struct StartWatch {
    progress: Progress,
    asked: Asked,
    /// The beginning of the server's current message: kind, length, and the authentication code if it has one.
    head: Vec<u8>,
    /// Bytes of the current message that are still to come after the head.
    skip: u32,
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
        Self { progress, asked: Asked::Nothing, head: Vec::with_capacity(9), skip: 0 }
    }

    /// One byte of the server's messages.
    fn byte(&mut self, byte: u8) -> Verdict {
        if self.skip > 0 {
            self.skip -= 1;
            return Verdict::Watch;
        }
        self.head.push(byte);
        let kind = self.head[0];
        if !matches!(kind, b'R' | b'E' | b'N' | b'v') {
            return Verdict::Refuse(Fault::Foreign);
        }
        let needed = if kind == b'R' { 9 } else { 5 };
        if self.head.len() < 5 {
            return Verdict::Watch;
        }
        let length = u32::from_be_bytes([self.head[1], self.head[2], self.head[3], self.head[4]]);
        if length < needed - 1 || length > LONGEST {
            return Verdict::Refuse(Fault::Foreign);
        }
        if self.head.len() < needed as usize {
            return Verdict::Watch;
        }
        self.progress.set(Stage::Plain);
        self.skip = length - (needed - 1);
        let code = (kind == b'R').then(|| u32::from_be_bytes([self.head[5], self.head[6], self.head[7], self.head[8]]));
        self.head.clear();
        match code {
            Some(0) => Verdict::Pass,
            Some(3) => Verdict::Refuse(Fault::ClearText),
            _ => Verdict::Watch,
        }
    }
}

impl Watch for StartWatch {
    fn client_sent(&mut self, bytes: &[u8]) -> Verdict {
        if self.asked == Asked::Nothing {
            self.asked = if bytes.starts_with(&SSL_REQUEST) { Asked::Tls } else { Asked::ToStart };
        }
        Verdict::Watch
    }

    fn server_sent(&mut self, bytes: &[u8]) -> Verdict {
        let mut rest = bytes;
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
        while let Some((byte, left)) = rest.split_first() {
            rest = left;
            match self.byte(*byte) {
                Verdict::Watch => {}
                other => return other,
            }
        }
        Verdict::Watch
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
        assert_eq!(verdict(false, b"R\0\0\0\x08\0\0\0\0", 2), (Verdict::Pass, Stage::Plain));
        assert_eq!(verdict(false, b"R\0\0\0\x0c\0\0\0\x05abcdR\0\0\0\x08\0\0\0\0", 3), (Verdict::Pass, Stage::Plain));
        assert_eq!(verdict(false, b"E\0\0\0\x09SFATA", 3), (Verdict::Watch, Stage::Plain));
        for nonsense in [b"HTTP/1.1 400".as_slice(), b"SSH-2.0", b"R\0\0\0\0\0\0\0\x03", b"R\xff\xff\xff\xff\0\0\0\x03", b"+OK\r\n"] {
            assert_eq!(verdict(false, nonsense, 4), (Verdict::Refuse(Fault::Foreign), Stage::Started));
        }
        assert_eq!(verdict(true, b"HTTP/1.1 400", 4).0, Verdict::Refuse(Fault::Foreign));
    }
}
