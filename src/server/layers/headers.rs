//! Headers that every answer carries, whoever made it (security.md, check 131).

use super::frames::FrameAncestors;
use crate::{api::databases::OwnPolicy, server::config::Config};
use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use std::sync::Arc;

/// The nonce of this answer, for scripts and styles that the server itself writes into the page.
#[derive(Clone, Debug)]
pub struct Nonce(String);

impl Nonce {
    fn new() -> Self {
        // 22 characters of 64 kinds: more than the 128 bits that the CSP specification asks for.
        Self(nanoid::nanoid!(22))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether people reach this server over HTTPS.
#[derive(Clone, Copy, Debug)]
pub struct Https(pub bool);

/// The same on every answer.
pub const FIXED: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Redirects of plain forms need the referrer of their own site.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// What the content security policy depends on.
#[derive(Clone, Debug)]
pub struct Policy {
    https: bool,
    /// With a blank before each.
    embeds: Arc<str>,
}

impl Policy {
    pub fn of(config: &Config) -> Self {
        Self { https: config.is_https(), embeds: config.embed_origins.iter().map(|origin| format!(" {origin}")).collect::<String>().into() }
    }
}

/// Sets them, and `Cache-Control: no-store` unless the handler knows better.
pub async fn secure(State(policy): State<Policy>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce::new();
    request.extensions_mut().insert(nonce.clone());
    let mut response = next.run(request).await;
    let https = policy.https;
    let own = response.extensions_mut().remove::<OwnPolicy>();
    let is_sandboxed = own.is_some();
    let policy = own.map_or_else(|| content_security_policy(&nonce, &policy, response.extensions().get()), |OwnPolicy(policy)| policy);
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    if is_sandboxed {
        // Browsers show no sandboxed document that has one.
        headers.remove("cross-origin-opener-policy");
    }
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.remove(header::SERVER);
    if headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json") {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    }
    response
}

/// Scripts come from here or carry the nonce; WASM may compile; style attributes are allowed because drawn charts
/// have them. Pictures come from the origins that the operator allowed; so do frames, and from here: apps of
/// databases in their sandbox, since every other document of ours refuses to be framed. Everything else is shut.
fn content_security_policy(nonce: &Nonce, Policy { https, embeds }: &Policy, framed_by: Option<&FrameAncestors>) -> HeaderValue {
    let nonce = nonce.as_str();
    let ancestors = framed_by.map_or("'none'", |FrameAncestors(sites)| sites.as_str());
    let upgrade = if *https { "; upgrade-insecure-requests" } else { "" };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         style-src-attr 'unsafe-inline'; img-src 'self' data: blob:{embeds}; frame-src 'self'{embeds}; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
         form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors {ancestors}{upgrade}"
    );
    HeaderValue::from_str(&policy).expect("a nonce of nanoid and origins are plain ASCII")
}
