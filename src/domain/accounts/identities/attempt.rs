//! A sign-in that is under way at a provider. The browser that began it keeps it in a cookie that only this server can
//! make, and nobody else can come back with it: state, nonce and PKCE verifier are made of a token in that cookie.

use crate::{
    domain::{App, actor::Actor},
    error::{AppError, Result},
    model::{access::Secret, address::Query, time::Timestamp},
    providers::{Provider, Trip},
    secrets::{is_random_token, random_token},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

/// How long somebody may take at the provider, in seconds.
pub const ATTEMPT_SECONDS: i64 = 600;
/// Longest address to go on to, in bytes: browsers keep 4 KiB of a cookie.
const LONGEST_NEXT: usize = 1_000;
const COOKIE: &str = "sign-in attempt";
const LINK: &str = "identity link";

/// What the cookie says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Attempt {
    token: String,
    /// Key of the provider.
    provider: String,
    /// Where the person wanted to go.
    next: String,
    /// The session whose account is to be linked; absent for signing in.
    session: Option<String>,
    until: i64,
}

/// A sign-in that was just begun.
pub struct Begun {
    /// Where the browser goes.
    pub address: String,
    /// The value of its cookie.
    pub cookie: String,
}

/// With what the browser comes back.
#[derive(Clone, Debug, Default)]
pub struct Return {
    pub code: Option<String>,
    pub state: Option<String>,
    /// Why the provider did not let the person through, as a word of OAuth 2.
    pub error: Option<String>,
    /// The issuer, which newer providers name (RFC 9207).
    pub issuer: Option<String>,
}

/// Begins: to sign in or, with the mark of a button in the settings, to link an identity to the caller's account.
///
/// # Errors
/// `Unavailable` while the provider does not answer, `Forbidden` for a mark that is not the caller's and to who did not
/// show lately who they are.
pub async fn begin(app: &App, actor: Option<&Actor>, provider: &Provider, next: &str, mark: Option<&str>) -> Result<Begun> {
    let session = match (mark, actor) {
        (None, _) => None,
        (Some(mark), Some(actor)) if same(mark, &link_mark(app, actor, provider)) => {
            actor.must_be_fresh()?;
            Some(actor.session.clone())
        }
        (Some(_), _) => return Err(AppError::forbidden("This button was for an earlier session. Press it again.")),
    };
    let next = if next.len() > LONGEST_NEXT { "/projects" } else { next };
    let attempt = Attempt {
        token: random_token()?.expose().to_owned(),
        provider: provider.key().to_owned(),
        next: next.to_owned(),
        session,
        until: Timestamp::now().plus_seconds(ATTEMPT_SECONDS).0,
    };
    let address = provider.begin(&attempt.trip(app)).await?;
    Ok(Begun { address, cookie: attempt.cookie(app)? })
}

/// What the address of a button in the settings ends with. It works in one session only: a page of others that leads
/// somebody to such an address could link an identity of a stranger to their account.
pub(super) fn link_mark(app: &App, actor: &Actor, provider: &Provider) -> String {
    app.tokens.hash(LINK, &format!("{} {}", actor.session, provider.key()))
}

impl Attempt {
    fn cookie(&self, app: &App) -> Result<String> {
        let text = URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).map_err(AppError::internal)?);
        let mark = app.tokens.hash(COOKIE, &text);
        Ok(format!("{text}.{mark}"))
    }

    /// The attempt of a cookie; nothing unless this server made it for this provider a short while ago.
    pub fn read(app: &App, provider: &str, cookie: &str) -> Option<Self> {
        let (text, mark) = cookie.split_once('.')?;
        if !same(mark, &app.tokens.hash(COOKIE, text)) {
            return None;
        }
        let attempt: Self = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let is_running = attempt.until > Timestamp::now().0 && is_random_token(&attempt.token);
        (is_running && attempt.provider == provider).then_some(attempt)
    }

    pub(super) fn trip(&self, app: &App) -> Trip {
        let part = |what: &str| app.tokens.hash(what, &self.token);
        Trip { state: part("sign-in state"), nonce: part("sign-in nonce"), verifier: Secret::new(part("sign-in verifier")) }
    }

    /// Whether the browser came back with the state that it left with.
    pub(super) fn fits(&self, app: &App, state: Option<&str>) -> bool {
        state.is_some_and(|state| same(state, &self.trip(app).state))
    }

    pub(super) fn provider(&self) -> &str {
        &self.provider
    }

    pub(super) fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    pub(super) fn next(&self) -> &str {
        &self.next
    }

    /// The page from which it was begun, where it is said what went wrong.
    pub fn origin(&self) -> String {
        match (&self.session, self.next.as_str()) {
            (Some(_), _) => "/settings".to_owned(),
            (None, "/projects") => "/login".to_owned(),
            (None, next) => Query::default().with("next", next).on("/login"),
        }
    }
}

fn same(given: &str, own: &str) -> bool {
    given.as_bytes().ct_eq(own.as_bytes()).into()
}
