//! What went wrong, in words a person may read and act on: the step, what happened, what would mend it.
//! A server's own words are somebody else's text: shortened, without control characters, never holding the password.

use super::watch::Stage;
use crate::{
    engines::network::Fault,
    model::{
        access::Access,
        engine::{EngineError, Step},
    },
};

/// Longest part of a server's words that is shown, in characters.
const LONGEST: usize = 300;

/// What is known about a connection when something fails on it.
pub struct Scene<'a> {
    pub access: &'a Access,
    pub fault: Option<Fault>,
    pub stage: Stage,
}

impl Scene<'_> {
    pub fn explain(&self, error: &sqlx::Error) -> EngineError {
        match error {
            sqlx::Error::Database(error) => self.server_said(error.code().as_deref().unwrap_or(""), error.message()),
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
            // Only SCRAM asks for characters that RFC 4013 allows.
            sqlx::Error::Configuration(_) => EngineError::new(
                Step::LogIn,
                "The user's name or the password holds characters that this server's log-in cannot carry.",
                "Give the user a name and a password of letters, digits and common signs.",
            ),
            sqlx::Error::PoolClosed => EngineError::new(Step::Cancelled, "The connection was changed meanwhile.", "Load again."),
            _ => broken(),
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
                format!("No PostgreSQL server answers at {}.", self.place()),
                "Check host and port, that the server runs and listens on that address (listen_addresses), and that no firewall is between.",
            ),
            Fault::ClearText => EngineError::new(
                Step::LogIn,
                "The server asked for the password in clear text without encryption, so it was not sent.",
                "Choose the TLS mode \"require\" or a stricter one, or let the server ask by scram-sha-256.",
            ),
            Fault::Broken => broken(),
            Fault::TooLong => too_long(),
        }
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

    fn place(&self) -> String {
        format!("{}:{}", self.tidy(&self.access.host), self.access.port)
    }

    fn tls(&self, cause: &str) -> EngineError {
        let (text, hint) = if cause.contains("does not support TLS") {
            (
                "The server offers no encryption.",
                "Turn on ssl at the server, or choose the TLS mode \"prefer\" if every network between is trusted.",
            )
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

    /// An error message of the server with its SQLSTATE (PostgreSQL manual, appendix A).
    fn server_said(&self, code: &str, message: &str) -> EngineError {
        let (user, database, said) = (self.tidy(&self.access.user), self.tidy(&self.access.database), self.tidy(message));
        let missing = |error: EngineError| EngineError { missing_object: true, ..error };
        match code {
            "28P01" => {
                EngineError::new(Step::LogIn, format!("The server refused user \"{user}\" with this password."), "Check user and password.")
            }
            "28000" => EngineError::new(
                Step::LogIn,
                format!("The server does not let user \"{user}\" in: {said}"),
                "Check the user's name, the server's pg_hba.conf, and whether the server demands TLS.",
            ),
            "3D000" => EngineError::new(
                Step::Database,
                format!("The server has no database \"{database}\"."),
                "Check the name; upper and lower case count.",
            ),
            "42501" => EngineError::new(
                Step::Permission,
                format!("User \"{user}\" may not do this: {said}"),
                "Grant the user CONNECT on the database, USAGE on the schema and SELECT on the tables.",
            ),
            "53300" => EngineError::new(
                Step::LogIn,
                "The server has no free connection left.",
                "Try again in a moment, or raise max_connections or the user's connection limit.",
            ),
            "57P03" | "57P01" | "57P02" => {
                EngineError::new(Step::Port, format!("The server at {} is starting or stopping.", self.place()), "Try again in a moment.")
            }
            "42P01" | "42703" | "3F000" => missing(EngineError::new(
                Step::Query,
                format!("What was asked for is no longer in the database: {said}"),
                "Regenerate the schema of the connection.",
            )),
            "25006" => EngineError::new(
                Step::Permission,
                format!("The database was asked to write, which VizBoard never allows while reading: {said}"),
                "A view or function of this database tries to change data.",
            ),
            // Serialization failures cannot happen in a read-only transaction but on a replica.
            "40001" => EngineError::new(
                Step::Query,
                "The server is a replica and stopped the statement, to carry out a change of its primary server.",
                "Try again. If it happens often, turn on hot_standby_feedback there or raise max_standby_streaming_delay.",
            ),
            "57014" => timed_out(),
            _ if said.is_empty() => EngineError::new(Step::Query, "The database answered with an error and no words.", ""),
            _ => EngineError::new(Step::Query, format!("The database answered: {said}"), ""),
        }
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
pub fn broken() -> EngineError {
    EngineError::new(
        Step::Protocol,
        "The server's answer could not be understood.",
        "Check that it is a PostgreSQL server, version 12 or newer.",
    )
}

pub fn too_long() -> EngineError {
    EngineError::new(
        Step::Protocol,
        format!("The server sent a row of more than {} MB.", super::watch::LONGEST_MESSAGE / 1024 / 1024),
        "Leave out the column that holds such long values, or show a view that shortens them.",
    )
}

pub fn no_certificate() -> EngineError {
    EngineError::new(Step::Tls, "The pasted CA is not a certificate.", "Paste it as PEM text, from BEGIN CERTIFICATE to END CERTIFICATE.")
}

/// A fault of this machine; the cause goes to the log only.
pub fn ours(cause: impl std::fmt::Display) -> EngineError {
    tracing::error!("the PostgreSQL engine cannot work: {cause}");
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
    use crate::model::{
        access::{ConnectionOptions, Secret},
        engine::EngineKind,
    };

    fn access() -> Access {
        Access {
            kind: EngineKind::Postgres,
            host: "db.example".into(),
            port: 5432,
            database: "shop".into(),
            user: "ada".into(),
            password: Secret::new("hunter2!"),
            options: ConnectionOptions::default(),
        }
    }

    #[test]
    fn a_servers_words_are_made_harmless() {
        let access = access();
        let scene = Scene { access: &access, fault: None, stage: Stage::Plain };
        let long = format!("\u{1b}[31mno\u{202e} hunter2! \r\n{}", "x".repeat(1_000_000));
        let said = scene.tidy(&long);
        assert!(said.starts_with("[31mno •••• "), "{said}");
        assert_eq!(said.chars().count(), LONGEST + 1);
    }

    #[test]
    fn each_state_names_its_step() {
        let access = access();
        let scene = Scene { access: &access, fault: None, stage: Stage::Plain };
        for (code, step) in [
            ("28P01", Step::LogIn),
            ("28000", Step::LogIn),
            ("3D000", Step::Database),
            ("42501", Step::Permission),
            ("53300", Step::LogIn),
            ("57P03", Step::Port),
            ("42P01", Step::Query),
            ("25006", Step::Permission),
            ("40001", Step::Query),
            ("57014", Step::Timeout),
            ("XX000", Step::Query),
        ] {
            let error = scene.server_said(code, "said hunter2!");
            assert_eq!(error.step, step, "{code}");
            assert!(!error.to_string().contains("hunter2!"), "{code}");
        }
        assert!(scene.server_said("42P01", "gone").missing_object);
    }
}
