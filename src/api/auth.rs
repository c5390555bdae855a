//! Turns a cookie or a bearer token into an [`Actor`], and what happened to a session into cookies.
//!
//! A bearer token wins over a cookie: what it names is the caller, and an unknown one is refused even when the cookie
//! is good. It is the token of a session, or an API token; beside a cookie an API token may no more than either.

use crate::{
    domain::{
        App,
        accounts::sessions::{self, LIFETIME_SECONDS, SessionChange, SessionSlot},
        actor::{Actor, Client, TokenCaller},
        factors::CEREMONY_COOKIE,
        limits::Area,
        tokens::{self, Bearer},
    },
    error::{AppError, Result},
    model::access::Secret,
};
use axum::{
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, header, request::Parts},
    response::Response,
};

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// What is to be done with the answer of a request that was recognised.
pub struct Visit {
    slot: SessionSlot,
    /// The token of a cookie whose session was just prolonged.
    prolonged: Option<HeaderValue>,
    /// The browser has the cookie of a log-in that waits for its second factor.
    is_half: bool,
}

/// Puts the [`Actor`] or the [`TokenCaller`] (when there is one), the [`Client`] with
/// its session and a [`SessionSlot`] into the request.
///
/// # Errors
/// `Unauthorized` for a bearer token that is unknown or has ended; `RateLimited` when this address showed too many that
/// nobody has; `Unavailable` when the store does not answer.
pub async fn recognise(app: &App, parts: &mut Parts) -> Result<Visit> {
    let slot = SessionSlot::default();
    parts.extensions.insert(slot.clone());
    let held = |name: CookieName| cookie(&parts.headers, name.of(app)).map(Secret::new);
    let (half, ceremony) = (held(HALF), held(CEREMONY));
    let mut visit = Visit { slot, prolonged: None, is_half: half.is_some() };
    if let Some(client) = parts.extensions.get_mut::<Client>() {
        (client.half, client.ceremony) = (half, ceremony);
    }
    if let Some(token) = bearer(&parts.headers).filter(|token| tokens::is_token(token)) {
        let beside = match cookie(&parts.headers, SESSION.of(app)) {
            Some(session) => sessions::recognise(app, session).await?.map(|known| known.actor.account),
            None => None,
        };
        match tokens::recognise(app, token, beside).await? {
            Bearer::Known(TokenCaller(mut actor)) => {
                actor.address = parts.extensions.get::<Client>().map(|client| client.address);
                parts.extensions.insert(TokenCaller(actor));
            }
            Bearer::Ended => return Err(AppError::unauthorized()),
            Bearer::Unknown { guessed } => return Err(unknown(app, parts, guessed)),
        }
    } else if let Some(token) = bearer(&parts.headers) {
        match sessions::recognise(app, token).await? {
            Some(known) => enter(&mut parts.extensions, known.actor, false),
            None => return Err(unknown(app, parts, sessions::is_possible(token))),
        }
    } else if let Some(token) = cookie(&parts.headers, SESSION.of(app))
        && let Some(known) = sessions::recognise(app, token).await?
    {
        if known.prolonged {
            visit.prolonged = set_cookie(app, SESSION, token, LIFETIME_SECONDS);
        }
        enter(&mut parts.extensions, known.actor, true);
    }
    Ok(visit)
}

/// Why a bearer that nobody has is refused. What could have been one counts as a try.
fn unknown(app: &App, parts: &Parts, guessed: bool) -> AppError {
    let limited = parts.extensions.get::<Client>().filter(|_| guessed).and_then(|client| app.limits.failed(Area::Token, client).err());
    limited.unwrap_or_else(AppError::unauthorized)
}

fn enter(extensions: &mut Extensions, mut actor: Actor, by_cookie: bool) {
    if let Some(client) = extensions.get_mut::<Client>() {
        actor.address = Some(client.address);
        if by_cookie {
            client.session = Some(actor.session.clone());
        }
    }
    extensions.insert(actor);
}

impl Visit {
    /// Writes the cookie of a session that was started, prolonged or ended.
    pub fn finish(self, app: &App, response: &mut Response) {
        let cookie = match self.slot.take() {
            Some(SessionChange::Started(session)) => {
                if self.is_half
                    && let Some(cookie) = set_cookie(app, HALF, "", 0)
                {
                    response.headers_mut().append(header::SET_COOKIE, cookie);
                }
                set_cookie(app, SESSION, session.token.expose(), session.max_age_seconds)
            }
            Some(SessionChange::Half(half)) => set_cookie(app, HALF, half.token.expose(), half.max_age_seconds),
            Some(SessionChange::Ended) => {
                // What the browser kept of pages must not be seen after Back.
                response.headers_mut().insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\", \"storage\""));
                set_cookie(app, SESSION, "", 0)
            }
            None => self.prolonged,
        };
        if let Some(cookie) = cookie {
            response.headers_mut().append(header::SET_COOKIE, cookie);
            // An answer that carries a session belongs to one browser.
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
    }
}

/// A cookie of ours, by its name over plain HTTP and over HTTPS. The `__Host-` prefix makes browsers refuse it from a
/// sibling domain or over plain HTTP.
#[derive(Clone, Copy)]
struct CookieName(&'static str, &'static str);

const SESSION: CookieName = CookieName("vizboard_session", "__Host-vizboard_session");
/// A log-in that waits for its second factor.
const HALF: CookieName = CookieName("vizboard_half", "__Host-vizboard_half");
/// What belongs to the challenge of a passkey (`actions::context` sets it).
const CEREMONY: CookieName = CookieName(CEREMONY_COOKIE, "__Host-vizboard_ceremony");

impl CookieName {
    fn of(self, app: &App) -> &'static str {
        if app.settings.secure_cookies { self.1 } else { self.0 }
    }
}

fn set_cookie(app: &App, name: CookieName, token: &str, max_age_seconds: i64) -> Option<HeaderValue> {
    let secure = if app.settings.secure_cookies { "; Secure" } else { "" };
    let text = format!("{}={token}; Path=/; Max-Age={max_age_seconds}; HttpOnly; SameSite=Lax{secure}", name.of(app));
    let mut value = HeaderValue::try_from(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// The token of `Authorization: Bearer`. Other schemes are not for us: a proxy may ask for its own.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The value of a cookie.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_in_headers() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; vizboard_session=one"));
        headers.append(header::COOKIE, HeaderValue::from_static("vizboard_sessions=no;__Host-vizboard_session=two"));
        assert_eq!(cookie(&headers, "vizboard_session"), Some("one"));
        assert_eq!(cookie(&headers, "__Host-vizboard_session"), Some("two"));
        for (text, token) in [("Bearer abc", Some("abc")), ("bearer  abc ", Some("abc")), ("Basic abc", None), ("Bearer", Some(""))] {
            headers.insert(header::AUTHORIZATION, HeaderValue::from_static(text));
            assert_eq!(bearer(&headers), token, "{text}");
        }
    }
}
