//! The table of lies (security.md, checks 71, 74 and 75): what each is, and at which turns it is told.

use super::{
    dialogue::message,
    liar::{Lie, Part, Then, Told},
};
use std::time::Duration;

/// Between two parts of what never ends.
const MOMENT: Duration = Duration::from_millis(5);

/// Where a lie is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// In answer to the first message of the connection.
    LogIn,
    /// In answer to a question, whichever it is.
    Answer,
    Anywhere,
}

pub fn lies() -> Vec<(At, Lie)> {
    let mut all = Vec::new();
    let mut lie = |at, name, told, then| all.push((at, Lie { name, told, then }));
    for (name, bytes) in broken_messages() {
        lie(At::Anywhere, name, Told::Instead(vec![bytes.clone()]), Then::Listens);
        lie(At::Answer, name, Told::Within(bytes), Then::GoesOn);
    }
    for (name, bytes) in untimely_messages() {
        lie(At::Anywhere, name, Told::Before(bytes.clone()), Then::GoesOn);
        lie(At::Anywhere, name, Told::Within(bytes.clone()), Then::GoesOn);
        lie(At::Anywhere, name, Told::After(bytes), Then::GoesOn);
    }
    for (name, parts) in log_ins() {
        lie(At::LogIn, name, Told::Instead(parts), Then::Listens);
    }
    for (name, part) in ENDLESS {
        lie(At::Anywhere, name, Told::Endless(part, MOMENT), Then::Listens);
    }
    lie(At::Answer, "the same again and again", Told::Repeated(MOMENT * 20), Then::Listens);
    lie(At::Anywhere, "says nothing", Told::Instead(Vec::new()), Then::Listens);
    lie(At::Anywhere, "hangs up", Told::Instead(Vec::new()), Then::HangsUp);
    lie(At::Anywhere, "stops in the middle", Told::Half, Then::Listens);
    lie(At::Anywhere, "hangs up in the middle", Told::Half, Then::HangsUp);
    lie(At::Anywhere, "one byte per second", Told::Drops, Then::GoesOn);
    lie(At::Anywhere, "says nothing and goes on", Told::Instead(Vec::new()), Then::GoesOn);
    all
}

/// What never ends. The flood that the driver would keep is of names that are all different.
pub const ENDLESS: [(&str, Part); 6] = [
    ("endless notices", |_| message(b'N', b"SNOTICE\0C00000\0Mhello\0\0").repeat(20)),
    ("endless settings", |number| message(b'S', format!("name {number} {}\0{}\0", "n".repeat(500), "v".repeat(500)).as_bytes()).repeat(4)),
    ("endless notifications", |_| message(b'A', b"\0\0\0\x01channel\0payload\0").repeat(20)),
    ("a row without end", |number| if number == 0 { b"D\x40\0\0\0\0\x01\x3f\xff\xff\xf0".to_vec() } else { vec![b'x'; 4_096] }),
    (
        "rows without end",
        |number| if number == 0 { description(&[(b"id", 25)]) } else { message(b'D', b"\0\x01\0\0\0\x04abcd").repeat(20) },
    ),
    ("descriptions without end", |_| description(&[(b"id", 25)]).repeat(20)),
];

/// A description of columns, each with a name and the number of its type.
fn description(columns: &[(&[u8], u32)]) -> Vec<u8> {
    let mut body = u16::try_from(columns.len()).expect("a few").to_be_bytes().to_vec();
    for (name, oid) in columns {
        body.extend_from_slice(name);
        body.extend_from_slice(b"\0\0\0\0\0\0\0");
        body.extend_from_slice(&oid.to_be_bytes());
        body.extend_from_slice(b"\xff\xff\xff\xff\xff\xff\0\0");
    }
    message(b'T', &body)
}

fn broken_messages() -> Vec<(&'static str, Vec<u8>)> {
    let many: Vec<(&[u8], u32)> = vec![(b"n", 25); 65_535];
    let loud = format!("SERROR\0C42601\0M\x1b[31m<script>alert(1)</script>\u{202e}{}\0\0", "x".repeat(1_000_000));
    vec![
        ("a row of length zero", b"D\0\0\0\0".to_vec()),
        ("a row of length one", b"D\0\0\0\x01".to_vec()),
        ("a row of length three", b"D\0\0\0\x03".to_vec()),
        ("a row without its number of fields", b"D\0\0\0\x04".to_vec()),
        ("a row of two gigabytes announced", b"D\x7f\xff\xff\xff\0\x01\0\0\0\x04abcd".to_vec()),
        ("a row of four gigabytes announced", b"D\xff\xff\xff\xff\0\x01\0\0\0\x04abcd".to_vec()),
        ("a row of one gigabyte announced", b"D\x40\0\0\0\0\x01\x3f\xff\xff\xf0".to_vec()),
        ("a field of length minus two", message(b'D', b"\0\x01\xff\xff\xff\xfe")),
        ("a field longer than its row", message(b'D', b"\0\x01\0\0\x10\0abc")),
        ("a field of two gigabytes in a short row", message(b'D', b"\0\x01\x7f\xff\xff\xff")),
        ("no fields", message(b'D', b"\0\0")),
        ("many fields more", message(b'D', &[b"\xff\xff".as_slice(), &b"\xff\xff\xff\xff".repeat(65_535)].concat())),
        ("many fields announced", message(b'D', b"\xff\xff")),
        ("65,535 columns", description(&many)),
        ("65,535 columns announced", message(b'T', b"\xff\xff")),
        ("a column without an end", message(b'T', b"\0\x01name")),
        ("a name that is no text", description(&[(b"\xff\xfe", 25)])),
        ("an unknown type", description(&[(b"id", 4_000_000_000)])),
        ("an unknown kind of message", message(b'!', b"hello")),
        ("no message at all", b"\xff\xff\xff\xff\xff\xff\xff\xff".to_vec()),
        ("an error without fields", message(b'E', b"")),
        ("an error without an end", message(b'E', b"SERROR\0Mhalf")),
        ("an error that is no text", message(b'E', b"SERROR\0C42601\0M\xff\xfe\xfd\0\0")),
        ("a loud error", message(b'E', loud.as_bytes())),
        ("a completion that is no text", message(b'C', b"\xff\xff\0")),
        ("a number of rows beyond all", message(b'C', b"SELECT 99999999999999999999999999\0")),
        ("a description of parameters, announced", message(b't', b"\xff\xff")),
        ("another protocol", b"HTTP/1.1 200 OK\r\n\r\n".to_vec()),
    ]
}

/// Whole messages at a time when nobody expects them.
fn untimely_messages() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("copy in", message(b'G', b"\0\0\0")),
        ("copy out", message(b'H', b"\0\0\0")),
        ("copy both", message(b'W', b"\0\0\0")),
        ("copied data", message(b'd', b"1\t2\n")),
        ("ready too early", message(b'Z', b"I")),
        ("ready too often", message(b'Z', b"I").repeat(1_000)),
        ("ready in no state", message(b'Z', b"?")),
        ("an answer to nothing", [description(&[(b"id", 25)]), message(b'D', b"\0\x01\0\0\0\x01x"), message(b'C', b"SELECT 1\0")].concat()),
        ("a completion too many", message(b'C', b"SELECT 1\0")),
        ("a statement that was never prepared", message(b'1', b"").repeat(3)),
        ("a portal that is suspended", message(b's', b"")),
        ("no data", message(b'n', b"")),
        ("an empty question", message(b'I', b"")),
        ("a function's result", message(b'V', b"\0\0\0\x04abcd")),
        ("another key", message(b'K', b"\0\0\0\x01\0\0\0\x02")),
        ("another version of the protocol", message(b'v', b"\0\0\0\0\0\0\0\0")),
        ("an error nobody caused", message(b'E', b"SFATAL\0C57P01\0Mgone\0\0")),
        ("in once more", message(b'R', b"\0\0\0\0")),
        ("the password in clear text", message(b'R', b"\0\0\0\x03")),
        ("the password as a hash", message(b'R', b"\0\0\0\x05salt")),
        ("another log-in", message(b'R', b"\0\0\0\x0aSCRAM-SHA-256\0\0")),
    ]
}

fn log_ins() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let ask = |code: u8, rest: &[u8]| message(b'R', &[&[0, 0, 0, code], rest].concat());
    let scram = |answer: &[u8]| vec![ask(10, b"SCRAM-SHA-256\0\0"), ask(11, answer)];
    let salted = b"r=nonce,s=c2FsdA==,i=4096".as_slice();
    vec![
        ("in and then silence", vec![ask(0, b"")]),
        ("in and then the password in clear text", vec![[ask(0, b""), ask(3, b"")].concat()]),
        ("the password in clear text", vec![ask(3, b""), ask(0, b"")]),
        ("Kerberos", vec![ask(2, b"")]),
        ("GSS", vec![ask(7, b"")]),
        ("SSPI", vec![ask(9, b"")]),
        ("a method that nobody knows", vec![ask(99, b"")]),
        ("a hash without its salt", vec![ask(5, b"")]),
        ("no mechanism", vec![ask(10, b"\0")]),
        ("mechanisms without an end", vec![ask(10, b"SCRAM-SHA-256")]),
        ("an unknown mechanism", vec![ask(10, b"PLAIN\0\0")]),
        ("only the mechanism with a bound channel", vec![ask(10, b"SCRAM-SHA-256-PLUS\0\0")]),
        ("a mechanism that is no text", vec![ask(10, b"\xff\xfe\0\0")]),
        ("a challenge that nobody asked for", vec![ask(11, salted)]),
        ("an end that nobody asked for", vec![ask(12, b"v=AAAA")]),
        ("an empty challenge", scram(b"")),
        ("a challenge that is no text", scram(b"r=\xff,s=\xff,i=\xff")),
        ("a salt that is none", scram(b"r=nonce,s=!!!!,i=4096")),
        ("no rounds", scram(b"r=nonce,s=c2FsdA==,i=0")),
        ("rounds without end", scram(b"r=nonce,s=c2FsdA==,i=4294967295")),
        ("a negative number of rounds", scram(b"r=nonce,s=c2FsdA==,i=-1")),
        ("a wrong proof", [scram(salted), vec![[ask(12, b"v=d3Jvbmc="), ask(0, b"")].concat()]].concat()),
        ("a proof that is none", [scram(salted), vec![ask(12, b"e=other-error")]].concat()),
        ("in without a proof", [scram(salted), vec![ask(0, b"")]].concat()),
        ("clear text in the middle of a proof", [scram(salted), vec![ask(3, b"")]].concat()),
    ]
}
