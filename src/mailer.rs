//! Mail by SMTP: the one door through which letters leave.

use crate::{
    error::{AppError, Result},
    model::access::Secret,
};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart, header},
    transport::smtp::{
        authentication::Credentials,
        client::{Tls, TlsParameters},
        extension::ClientId,
    },
};
use std::{fmt, net::IpAddr, time::Duration};
use url::Url;

/// Longest wait for one answer of the mail server.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longest time for one letter.
const LONGEST: Duration = Duration::from_secs(30);
/// Longest text of a mail server that is kept, in characters.
const LONGEST_REASON: usize = 300;

/// A letter as it leaves.
pub struct Envelope<'a> {
    pub to: &'a str,
    pub subject: &'a str,
    pub text: String,
    pub html: String,
}

/// Why a letter did not leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// For the administrator; may name hosts.
    pub reason: String,
    /// Another try may go better.
    pub again: bool,
}

/// The mail server, and who letters are from. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mailer(from {})", self.from)
    }
}

/// How the way to the mail server is kept secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Security {
    /// TLS from the first byte: `smtps://`.
    Wrapped,
    /// STARTTLS or nothing: `smtp://`.
    Required,
    /// STARTTLS when it is offered: `smtp://` on this machine, or `?tls=opportunistic`.
    Opportunistic,
    /// In the clear: `?tls=none`.
    Plain,
}

/// What an address of a mail server says.
struct Server {
    host: String,
    port: u16,
    security: Security,
    credentials: Option<Credentials>,
}

impl Mailer {
    /// `address` is `smtp://` or `smtps://` with host, port, user and password; `from` an address with or without a
    /// name. `own_host` is how this server calls itself.
    ///
    /// # Errors
    /// `Unavailable` with what is wrong, without the address: it may hold a password.
    pub fn new(address: &Secret, from: &str, own_host: &str) -> Result<Self> {
        let Server { host, port, security, credentials } = server(address.expose()).map_err(AppError::unavailable)?;
        let from = sender(from).map_err(AppError::unavailable)?;
        let parameters = || TlsParameters::new(host.clone()).map_err(|error| AppError::unavailable(format!("SMTP_URL: {error}")));
        let tls = match security {
            Security::Wrapped => Tls::Wrapper(parameters()?),
            Security::Required => Tls::Required(parameters()?),
            Security::Opportunistic => Tls::Opportunistic(parameters()?),
            Security::Plain => Tls::None,
        };
        let hello = own_host.parse::<IpAddr>().map_or_else(
            |_| ClientId::Domain(own_host.to_owned()),
            |address| match address {
                IpAddr::V4(v4) => ClientId::Ipv4(v4),
                IpAddr::V6(v6) => ClientId::Ipv6(v6),
            },
        );
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host).port(port).tls(tls).timeout(Some(PATIENCE));
        let builder = match credentials {
            Some(credentials) => builder.credentials(credentials),
            None => builder,
        };
        Ok(Self { transport: builder.hello_name(hello).build(), from })
    }

    /// Hands one letter to the mail server.
    ///
    /// # Errors
    /// Why it did not take it, and whether another try may go better.
    pub async fn send(&self, envelope: Envelope<'_>) -> std::result::Result<(), Failure> {
        let message = self.message(envelope)?;
        match tokio::time::timeout(LONGEST, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(failure(&error)),
            Err(_) => Err(Failure { reason: format!("The mail server did not take it within {} s.", LONGEST.as_secs()), again: true }),
        }
    }

    fn message(&self, envelope: Envelope<'_>) -> std::result::Result<Message, Failure> {
        let lost = |what: &str| Failure { reason: what.to_owned(), again: false };
        let to: Address = envelope.to.parse().map_err(|_| lost("This is no address that mail can be sent to."))?;
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(one_line(envelope.subject))
            // Nobody answers: holiday notices and the like are not to be sent.
            .header(AutoSubmitted)
            .multipart(MultiPart::alternative_plain_html(envelope.text, envelope.html))
            .map_err(|error| lost(&format!("No mail could be made of it: {error}")))
    }
}

/// `Auto-Submitted: auto-generated` (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl header::Header for AutoSubmitted {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> std::result::Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// A subject is one line, whatever stands in it.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Refused log-ins are the operator's to mend, and then the letter can go: they count as passing.
fn failure(error: &lettre::transport::smtp::Error) -> Failure {
    let code = error.status().map(|code| code.to_string()).unwrap_or_default();
    let is_log_in = ["530", "534", "535", "538"].contains(&code.as_str());
    let reason: String = one_line(&error.to_string()).chars().take(LONGEST_REASON).collect();
    Failure { reason: format!("The mail server: {reason}"), again: !error.is_permanent() || is_log_in }
}

/// Reads `VIZBOARD_MAIL_FROM`.
///
/// # Errors
/// Completes the sentence "VIZBOARD_MAIL_FROM ...".
pub fn check_sender(text: &str) -> std::result::Result<(), String> {
    sender(text).map(drop)
}

/// Reads `SMTP_URL`.
///
/// # Errors
/// Completes the sentence "SMTP_URL ...", without the address.
pub fn check_server(text: &str) -> std::result::Result<(), String> {
    server(text).map(drop)
}

fn sender(text: &str) -> std::result::Result<Mailbox, String> {
    text.parse().map_err(|_| "must be an address like VizBoard <vizboard@example.org>".to_owned())
}

fn server(text: &str) -> std::result::Result<Server, String> {
    let rule = || "must be smtp://USER:PASSWORD@HOST:PORT or smtps://... , with the password percent-encoded".to_owned();
    let url = Url::parse(text).map_err(|_| rule())?;
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(rule)?;
    // IPv6 addresses stand in brackets there.
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let is_here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    let asked = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
    let (security, port) = match (url.scheme(), asked.as_deref()) {
        ("smtps", None) => (Security::Wrapped, 465),
        ("smtp", None) if is_here => (Security::Opportunistic, 25),
        ("smtp", None | Some("required")) => (Security::Required, 587),
        ("smtp", Some("opportunistic")) => (Security::Opportunistic, 25),
        ("smtp", Some("none")) => (Security::Plain, 25),
        ("smtp", Some(_)) => return Err("has a tls that is none of required, opportunistic, none".to_owned()),
        _ => return Err(rule()),
    };
    let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8().map(String::from).map_err(|_| rule());
    let credentials = match url.username() {
        "" => None,
        user => Some(Credentials::new(decoded(user)?, decoded(url.password().unwrap_or_default())?)),
    };
    Ok(Server { host, port: url.port().unwrap_or(port), security, credentials })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailer() -> Mailer {
        Mailer::new(&Secret::new("smtp://127.0.0.1:2525"), "VizBoard <viz@example.org>", "viz.example.org").expect("a mailer")
    }

    #[tokio::test]
    async fn nothing_adds_a_header() {
        for (to, subject) in [
            ("ada@example.org", "Hello\r\nBcc: eve@example.org"),
            ("ada@example.org", "a\nb\u{2028}Bcc: x\0"),
            ("ada@example.org", "Grüße\r\n\r\nbody"),
        ] {
            let envelope = Envelope { to, subject, text: "text".into(), html: "<p>html</p>".into() };
            let sent = mailer().message(envelope).expect("a message").formatted();
            let sent = String::from_utf8_lossy(&sent).into_owned();
            let head = sent.split("\r\n\r\n").next().expect("a head");
            assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
            assert_eq!(head.lines().filter(|line| line.starts_with("Subject: ")).count(), 1, "{head}");
        }
        for to in ["ada@example.org\r\nBcc: eve@example.org", "a b@example.org", "<ada@example.org>, eve@example.org", "nobody", ""] {
            let envelope = Envelope { to, subject: "s", text: String::new(), html: String::new() };
            assert!(!mailer().message(envelope).expect_err("refused").again, "{to:?}");
        }
    }

    #[test]
    fn addresses_of_servers() {
        for (text, host, port, security) in [
            ("smtps://mail.example.org", "mail.example.org", 465, Security::Wrapped),
            ("smtp://mail.example.org", "mail.example.org", 587, Security::Required),
            ("smtp://localhost", "localhost", 25, Security::Opportunistic),
            ("smtp://[::1]:2525", "::1", 2525, Security::Opportunistic),
            ("smtp://10.0.0.1?tls=none", "10.0.0.1", 25, Security::Plain),
            ("smtp://localhost?tls=required", "localhost", 587, Security::Required),
        ] {
            let server = server(text).expect(text);
            assert_eq!((server.host.as_str(), server.port, server.security), (host, port, security), "{text}");
        }
        for bad in ["", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://h?tls=yes", "smtps://h?tls=none", "smtp://a%ff@h"]
        {
            assert!(check_server(bad).is_err(), "{bad}");
        }
        assert!(check_sender("viz@example.org").is_ok() && check_sender("Viz Board <viz@example.org>").is_ok());
        for bad in ["", "viz", "a@b\r\nBcc: c@d.e", "a@example.org, b@example.org"] {
            assert!(check_sender(bad).is_err(), "{bad:?}");
        }
    }
}
