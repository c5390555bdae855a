//! A browser that changes something must do it from a page of ours (security.md, checks 20 and 21).
//!
//! Browsers say where a request comes from in `Sec-Fetch-Site` or, older ones, in `Origin`; a request with neither
//! was not made by a page. Log-in and sign-up are checked too, so that nobody is signed in to a stranger's account.

use crate::{
    error::AppError,
    server::answer::{Face, refuse},
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::Response,
};
use std::sync::Arc;

/// How people reach this server, when the operator said so.
#[derive(Clone, Debug)]
pub struct PublicOrigin(pub Option<Arc<str>>);

/// Answers 403 to what comes from elsewhere, before any route is looked at.
pub async fn check(State(PublicOrigin(ours)): State<PublicOrigin>, request: Request, next: Next) -> Response {
    if is_reading(request.method()) || is_from_here(request.headers(), ours.as_deref()) {
        return next.run(request).await;
    }
    let (parts, _) = request.into_parts();
    refuse(Face::of(&parts), &AppError::forbidden("This request came from another site. Open VizBoard and try again there."))
}

/// No route changes anything on these.
fn is_reading(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn is_from_here(headers: &HeaderMap, ours: Option<&str>) -> bool {
    // A page of another site cannot make a browser send this header by itself.
    if headers.contains_key(header::AUTHORIZATION) && !headers.contains_key(header::COOKIE) {
        return true;
    }
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    if let Some(site) = text("sec-fetch-site") {
        // `none`: the person did it, without a page.
        return matches!(site, "same-origin" | "none");
    }
    match text("origin") {
        None => true,
        Some(origin) => {
            ours == Some(origin) || host_of(origin).is_some_and(|host| text("host").is_some_and(|own| own.eq_ignore_ascii_case(host)))
        }
    }
}

/// Host and port of an origin. `null`, which sandboxed pages send, has none.
fn host_of(origin: &str) -> Option<&str> {
    origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    #[test]
    fn who_is_let_in() {
        let ours = Some("https://viz.example.org");
        let check = |pairs: &[(&'static str, &'static str)]| {
            let headers: HeaderMap =
                pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect();
            is_from_here(&headers, ours)
        };
        let cookie = ("cookie", "vizboard_session=x");
        let host = ("host", "127.0.0.1:3000");
        for (expected, headers) in [
            (true, vec![cookie, host]),
            (true, vec![cookie, host, ("sec-fetch-site", "same-origin"), ("origin", "null")]),
            (true, vec![cookie, host, ("sec-fetch-site", "none")]),
            (false, vec![cookie, host, ("sec-fetch-site", "cross-site")]),
            (false, vec![cookie, host, ("sec-fetch-site", "same-site"), ("origin", "http://127.0.0.1:3000")]),
            (false, vec![host, ("sec-fetch-site", "cross-site")]),
            (true, vec![cookie, host, ("origin", "http://127.0.0.1:3000")]),
            (true, vec![cookie, host, ("origin", "https://viz.example.org")]),
            (false, vec![cookie, host, ("origin", "http://viz.example.org")]),
            (false, vec![cookie, host, ("origin", "null")]),
            (false, vec![host, ("origin", "null")]),
            (false, vec![cookie, host, ("origin", "http://127.0.0.1:3001")]),
            (false, vec![cookie, host, ("origin", "http://127.0.0.1:3000.evil.example")]),
            (false, vec![cookie, host, ("origin", "https://evil.example")]),
            (false, vec![cookie, ("origin", "https://evil.example")]),
            (true, vec![host, ("authorization", "Bearer x"), ("origin", "https://other.example")]),
            (false, vec![cookie, host, ("authorization", "Bearer x"), ("origin", "https://other.example")]),
        ] {
            assert_eq!(check(&headers), expected, "{headers:?}");
        }
    }
}
