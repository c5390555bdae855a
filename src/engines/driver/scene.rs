//! What went wrong on the way to a server, in words a person may read and act on: the step, what happened, what would
//! mend it. A server's own words are somebody else's text: shortened, without control characters, never holding the
//! password. What only one engine can say is in its own `explain`.

use super::{LONGEST_MESSAGE, Said, Stage};
use crate::{
    engines::{
        network::Fault,
        sql::{Origin, Statement},
    },
    model::{
        access::Access,
        engine::{EngineError, Step},
    },
};

/// Longest part of a server's words that is shown, in characters.
const LONGEST: usize = 300;

/// What is particular to one kind of server in texts that all share.
pub struct Words {
    pub product: &'static str,
    /// The oldest version that is read: `a PostgreSQL server, version 12 or newer`.
    pub oldest: &'static str,
    /// The server's setting of the address that it listens on.
    pub listens: &'static str,
    /// The server's setting of encryption.
    pub encrypts: &'static str,
    /// How a server asks for a password without being told it.
    pub asks_safely: &'static str,
}

/// What is known about a connection when something fails on it.
pub struct Scene<'a> {
    pub access: &'a Access,
    pub fault: Option<Fault>,
    pub stage: Stage,
    pub words: &'static Words,
}

impl Scene<'_> {
    pub fn explain(&self, error: &sqlx::Error) -> EngineError {
        match error {
            // No connection is made yet: it is the pasted certificate that cannot be read.
            sqlx::Error::Tls(cause) if cause.to_string().contains("BadEncoding") => no_certificate(),
            sqlx::Error::Tls(cause) => self.tls(&cause.to_string()),
            sqlx::Error::PoolTimedOut => self.fault.map_or_else(
                || {
                    EngineError::new(
                        Step::Timeout,
                        "No connection to this database was free in time: all are busy, or its server is slow to open one.",
                        "Try again in a moment, or show fewer things of it at once.",
                    )
                },
                |fault| self.fault(fault),
            ),
            _ if self.fault.is_some() => self.fault(self.fault.unwrap_or(Fault::Silent)),
            sqlx::Error::Io(cause) if self.stage == Stage::Encrypted && is_tls(cause) => self.tls(&cause.to_string()),
            sqlx::Error::Io(_) if self.stage == Stage::Started => self.fault(Fault::Silent),
            sqlx::Error::Io(_) => {
                EngineError::new(Step::Port, format!("The connection to {} was lost.", self.place()), "Try again in a moment.")
            }
            sqlx::Error::PoolClosed => EngineError::new(Step::Cancelled, "The connection was changed meanwhile.", "Load again."),
            _ => broken(self.words),
        }
    }

    /// A failure of the way there.
    pub fn fault(&self, fault: Fault) -> EngineError {
        let host = self.tidy(&self.access.host);
        match fault {
            Fault::Malformed => EngineError::new(
                Step::Address,
                format!("\"{host}\" with port {} is not the address of a server.", self.access.port),
                "Write a name such as db.example.org or an address such as 10.0.0.5, without user, path or options.",
            ),
            Fault::Refused => EngineError::new(
                Step::Address,
                format!("\"{host}\" does not lead to an address that may be reached."),
                "Check the spelling. The operator decides which networks may be reached (VIZBOARD_NETWORK_POLICY).",
            ),
            Fault::Moved => EngineError::new(
                Step::Address,
                format!("\"{host}\" now leads to a public address."),
                "Try again: the connection will then ask for a verified certificate.",
            ),
            Fault::Silent | Fault::Foreign => EngineError::new(
                Step::Port,
                format!("No {} server answers at {}.", self.words.product, self.place()),
                format!(
                    "Check host and port, that the server runs and listens on that address ({}), and that no firewall is between.",
                    self.words.listens
                ),
            ),
            Fault::ClearText => EngineError::new(
                Step::LogIn,
                "The server asked for the password in clear text without encryption, so it was not sent.",
                format!("Choose the TLS mode \"require\" or a stricter one, or let the server ask by {}.", self.words.asks_safely),
            ),
            Fault::Broken => broken(self.words),
            Fault::TooLong => too_long(),
        }
    }

    /// A failure of a person's statement in the server's own words, which `told` gives where it must not be quoted.
    pub fn quoted(&self, said: Said, statement: &Statement, told: EngineError) -> EngineError {
        let at = match &statement.origin {
            Origin::Personal(personal) => said.at.and_then(|at| personal.place(at)),
            Origin::Ours | Origin::Around => None,
        };
        let words = self.tidy(&said.text);
        let (step, text) = if said.wrote {
            (Step::Permission, format!("The database refused to write: statements run in a read-only transaction. It said: {words}"))
        } else if words.is_empty() {
            (told.step, told.text)
        } else {
            (told.step, words)
        };
        EngineError { at, ..EngineError::new(step, text, self.tidy(&said.hint)) }
    }

    /// Nothing came in time while connecting.
    pub fn too_slow(&self) -> EngineError {
        match (self.fault, self.stage) {
            (Some(fault), _) => self.fault(fault),
            (None, Stage::Started) => self.fault(Fault::Silent),
            (None, Stage::Encrypted) => self.tls("no answer in time"),
            (None, Stage::Plain) => EngineError::new(
                Step::LogIn,
                format!("The server at {} did not finish the log-in in time.", self.place()),
                "Try again; if it stays so, look at the server's load.",
            ),
        }
    }

    pub fn place(&self) -> String {
        format!("{}:{}", self.tidy(&self.access.host), self.access.port)
    }

    fn tls(&self, cause: &str) -> EngineError {
        let (text, hint) = if cause.contains("does not support TLS") {
            let hint = format!("{}, or choose the TLS mode \"prefer\" if every network between is trusted.", self.words.encrypts);
            return EngineError::new(Step::Tls, "The server offers no encryption.", hint);
        } else if cause.contains("UnknownIssuer") || cause.contains("SelfSigned") {
            (
                "The server's certificate is not signed by an authority that is known here.",
                "Paste the certificate of the authority that signed it (PEM) into the field for the CA.",
            )
        } else if cause.contains("CaUsedAsEndEntity") {
            (
                "The server shows the certificate of an authority as its own.",
                "Let that authority sign a certificate for the server; a self-signed one must say CA:FALSE.",
            )
        } else if cause.contains("NotValidForName") || cause.contains("not valid for name") {
            (
                "The server's certificate is made out to another name.",
                "Write the host as the certificate names it, or choose \"verify-ca\".",
            )
        } else if cause.contains("Expired") || cause.contains("expired") {
            ("The server's certificate has expired.", "Renew the certificate at the server.")
        } else if cause.contains("NotValidYet") || cause.contains("not valid yet") {
            ("The server's certificate is not valid yet.", "Check the certificate's dates, and the clocks of both machines.")
        } else if cause.contains("Invalid certificate") {
            return no_certificate();
        } else {
            (
                "The encrypted connection could not be set up.",
                "Look at the server's certificate and TLS settings, or choose another TLS mode.",
            )
        };
        tracing::debug!("TLS failed: {}", self.tidy(cause));
        EngineError::new(Step::Tls, text, hint)
    }

    /// Somebody else's text, made fit to be shown.
    pub fn tidy(&self, text: &str) -> String {
        let password = self.access.password.expose();
        let text = if password.is_empty() { text.to_owned() } else { text.replace(password, "••••") };
        let mut shown: String = text.chars().filter(|c| !c.is_control() && !is_direction(*c)).take(LONGEST).collect();
        if text.chars().count() > LONGEST {
            shown.push('…');
        }
        shown
    }
}

pub fn timed_out() -> EngineError {
    EngineError::new(Step::Timeout, "The database did not finish in time.", "Narrow the question by a filter, or add an index.")
}

pub fn cancelled() -> EngineError {
    EngineError::new(Step::Cancelled, "Stopped.", "")
}

/// The server does not keep to its protocol, or answers something else than was asked.
pub fn broken(words: &Words) -> EngineError {
    EngineError::new(Step::Protocol, "The server's answer could not be understood.", format!("Check that it is {}.", words.oldest))
}

pub fn too_long() -> EngineError {
    EngineError::new(
        Step::Protocol,
        format!("The server sent a row of more than {} MB.", LONGEST_MESSAGE / 1024 / 1024),
        "Leave out the column that holds such long values, or show a view that shortens them.",
    )
}

pub fn no_certificate() -> EngineError {
    EngineError::new(Step::Tls, "The pasted CA is not a certificate.", "Paste it as PEM text, from BEGIN CERTIFICATE to END CERTIFICATE.")
}

/// A fault of this machine; the cause goes to the log only.
pub fn ours(words: &Words, cause: impl std::fmt::Display) -> EngineError {
    tracing::error!("the {} engine cannot work: {cause}", words.product);
    EngineError::new(Step::Port, "VizBoard could not open the connection on its side.", "The operator finds the cause in VizBoard's log.")
}

/// Errors of the TLS library come wrapped as "invalid data".
fn is_tls(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::ConnectionReset)
}

/// Characters that turn the direction of the text around them.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engines::driver::Driver,
        model::{
            access::{ConnectionOptions, Secret},
            engine::EngineKind,
        },
    };

    #[test]
    fn a_servers_words_are_made_harmless() {
        let access = Access {
            kind: EngineKind::Postgres,
            host: "db.example".into(),
            port: 5432,
            database: "shop".into(),
            user: "ada".into(),
            password: Secret::new("hunter2!"),
            options: ConnectionOptions::default(),
        };
        let words = &crate::engines::postgres::PostgresDriver::WORDS;
        let scene = Scene { access: &access, fault: None, stage: Stage::Plain, words };
        let long = format!("\u{1b}[31mno\u{202e} hunter2! \r\n{}", "x".repeat(1_000_000));
        let said = scene.tidy(&long);
        assert!(said.starts_with("[31mno •••• "), "{said}");
        assert_eq!(said.chars().count(), LONGEST + 1);
    }
}
