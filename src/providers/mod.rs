//! Who vouches for people: OpenID Connect providers, Google among them, and GitHub. Only here are they asked, by one
//! client of ours; what their word is worth is decided in `domain/accounts/identities`.

mod github;
mod openid;
mod outward;

pub use outward::Allows;

use crate::{
    error::{AppError, Result},
    model::{access::Secret, rules},
};
use github::GitHub;
use openid::OpenId;
use outward::{Fault, Outward};

/// What the operator said of a provider.
#[derive(Clone, Debug)]
pub struct ProviderSettings {
    /// Its place in addresses: `/auth/<key>`.
    pub key: &'static str,
    /// For people: `Google`.
    pub name: String,
    pub client_id: String,
    pub client_secret: Secret,
    pub speaks: Speaks,
}

/// What a provider understands.
#[derive(Clone, Debug)]
pub enum Speaks {
    /// OpenID Connect. The issuer stands here exactly as the provider writes it: tokens are compared with it.
    OpenId { issuer: String, scopes: Vec<String> },
    /// OAuth 2 and the API of GitHub, or of an Enterprise Server of its own. The address has no slash at the end.
    GitHub { site: String },
}

/// What one sign-in is bound to. Each part is known to nobody but this server and the browser that began.
pub struct Trip {
    /// Comes back with the browser.
    pub state: String,
    /// Comes back inside the ID token.
    pub nonce: String,
    /// Shows that whoever redeems the code asked for it (PKCE, RFC 7636).
    pub verifier: Secret,
}

/// Somebody, as a provider knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who it is there, for ever; an address may change hands.
    pub subject: String,
    /// In lower case.
    pub email: Option<String>,
    /// Whether the provider says that the address is theirs.
    pub is_email_verified: bool,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
}

/// Longest subject, in bytes (OpenID Connect Core, 2).
const LONGEST_SUBJECT: usize = 255;

impl Person {
    /// Texts of others: what our rules do not allow is left out.
    fn new(subject: &str, email: Option<&str>, is_verified: bool, [first, last]: [Option<&str>; 2]) -> Result<Self, Fault> {
        if subject.is_empty() || subject.len() > LONGEST_SUBJECT || subject.chars().any(char::is_control) {
            return Err(Fault::wrong("the subject is no subject"));
        }
        let email = email.map(|email| email.trim().to_lowercase()).filter(|email| rules::email(email).is_ok());
        let name = |name: Option<&str>| {
            let name = name.map(str::trim).filter(|name| !name.is_empty() && rules::person_name("name", "Name", name).is_ok());
            name.map(str::to_owned)
        };
        let is_email_verified = is_verified && email.is_some();
        Ok(Self { subject: subject.to_owned(), email, is_email_verified, first_name: name(first), last_name: name(last) })
    }
}

enum Kind {
    OpenId(Box<OpenId>),
    GitHub(GitHub),
}

/// A provider that the operator configured.
pub struct Provider {
    key: &'static str,
    name: String,
    issuer: String,
    kind: Kind,
}

impl Provider {
    fn new(settings: &ProviderSettings, base_url: &str, outward: &Outward) -> Self {
        let callback = format!("{base_url}auth/{}/callback", settings.key);
        let (issuer, kind) = match &settings.speaks {
            Speaks::OpenId { issuer, scopes } => {
                (issuer.clone(), Kind::OpenId(Box::new(OpenId::new(settings, issuer, scopes, callback, outward.clone()))))
            }
            Speaks::GitHub { site } => (site.clone(), Kind::GitHub(GitHub::new(settings, site, callback, outward.clone()))),
        };
        Self { key: settings.key, name: settings.name.clone(), issuer, kind }
    }

    pub fn key(&self) -> &'static str {
        self.key
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Under what its identities are stored: another provider in its place vouches for none of them.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The address to which the browser goes.
    ///
    /// # Errors
    /// `Unavailable` while the provider does not answer.
    pub async fn begin(&self, trip: &Trip) -> Result<String> {
        let address = match &self.kind {
            Kind::OpenId(openid) => openid.begin(trip).await,
            Kind::GitHub(github) => github.begin(trip),
        };
        address.map_err(|fault| self.told(&fault))
    }

    /// Redeems the code with which the browser came back.
    ///
    /// # Errors
    /// `Unavailable` while the provider does not answer, `Forbidden` for what does not prove who somebody is.
    pub async fn person(&self, trip: &Trip, code: &str) -> Result<Person> {
        let person = match &self.kind {
            Kind::OpenId(openid) => openid.person(trip, code).await,
            Kind::GitHub(github) => github.person(trip, code).await,
        };
        person.map_err(|fault| self.told(&fault))
    }

    /// What happened goes to the log, what to do to the person.
    fn told(&self, fault: &Fault) -> AppError {
        tracing::warn!(provider = self.key, "a sign-in failed at the provider: {fault}");
        let name = &self.name;
        match fault {
            Fault::Silent(_) => AppError::unavailable(format!("{name} cannot be asked just now. Try again in a moment.")),
            Fault::Wrong(_) => AppError::forbidden(format!(
                "{name} did not prove who you are, so nobody is signed in. Begin again; if it stays so, tell the administrator of this server."
            )),
        }
    }
}

/// Every provider that the operator configured, in the order of their buttons.
#[derive(Default)]
pub struct Providers(Vec<Provider>);

impl Providers {
    /// Asks nobody anything yet. `base_url` is how people reach this server, and ends with a slash.
    ///
    /// # Errors
    /// `Internal` when TLS cannot be set up.
    pub fn new(settings: &[ProviderSettings], base_url: &str, allows: Allows) -> Result<Self> {
        if settings.is_empty() {
            return Ok(Self::default());
        }
        let outward = Outward::new(allows)?;
        Ok(Self(settings.iter().map(|one| Provider::new(one, base_url, &outward)).collect()))
    }

    pub fn all(&self) -> &[Provider] {
        &self.0
    }

    pub fn find(&self, key: &str) -> Option<&Provider> {
        self.0.iter().find(|provider| provider.key == key)
    }

    pub fn of_issuer(&self, issuer: &str) -> Option<&Provider> {
        self.0.iter().find(|provider| provider.issuer == issuer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_rule_allows_is_left_out() {
        let person = Person::new("7", Some(" Ada@Example.ORG "), true, [Some(" Ada "), Some("a\0b")]).expect("a person");
        assert_eq!((person.email.as_deref(), person.is_email_verified), (Some("ada@example.org"), true));
        assert_eq!((person.first_name.as_deref(), person.last_name), (Some("Ada"), None));
        for email in ["ada", "ada@localhost", "a\0@example.org", "", "ada@example.org\r\nBcc: eve@example.org"] {
            let person = Person::new("7", Some(email), true, [None, None]).expect("a person");
            assert_eq!((person.email, person.is_email_verified), (None, false), "{email:?}");
        }
        for subject in ["", "a\0b", "a\nb", &"x".repeat(256)] {
            assert!(Person::new(subject, None, false, [None, None]).is_err(), "{subject:?}");
        }
    }
}
