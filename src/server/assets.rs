//! Pages' scripts, styles, fonts and pictures inside the executable, under one prefix that holds a hash of all of
//! them, so that browsers may keep them for ever. Debug builds read them from disk.

use super::answer::{self, Face};
use crate::api::family::Family;
use axum::{
    body::Body,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::{Embed, EmbeddedFile};
use sha2::{Digest, Sha256};
use std::sync::{Arc, LazyLock};

#[derive(Embed)]
#[folder = "target/site"]
#[allow_missing = true]
struct Site;

/// `/assets/<hash of every name and content>`.
pub fn root() -> Arc<str> {
    static ROOT: LazyLock<Arc<str>> = LazyLock::new(|| {
        let mut names: Vec<_> = Site::iter().collect();
        names.sort_unstable();
        let mut hash = Sha256::new();
        for name in names {
            hash.update(name.as_bytes());
            hash.update([0]);
            hash.update(Site::get(&name).map(|file| file.metadata.sha256_hash()).unwrap_or_default());
        }
        format!("/assets/{}", hex::encode(&hash.finalize()[..8])).into()
    });
    Arc::clone(&ROOT)
}

/// The text of an embedded file, for modules of the server.
pub fn text(path: &str) -> Option<String> {
    bytes(path).and_then(|bytes| String::from_utf8(bytes).ok())
}

/// The content of an embedded file.
pub fn bytes(path: &str) -> Option<Vec<u8>> {
    Site::get(path).map(|file| file.data.into_owned())
}

/// `GET /assets/{hash}/{*path}`. Another hash is another build: its files are gone.
pub async fn serve(Path((hash, path)): Path<(String, String)>, headers: HeaderMap) -> Response {
    if root().strip_prefix("/assets/") != Some(hash.as_str()) {
        return answer::not_found(Face::Api(Family::Text));
    }
    file(&path, &headers, "public, max-age=31536000, immutable").unwrap_or_else(|| answer::not_found(Face::Api(Family::Text)))
}

/// A file that browsers ask for at the root, like `/favicon.ico`.
pub fn at_root(path: &str, headers: &HeaderMap) -> Option<Response> {
    let name = path.strip_prefix('/').filter(|name| !name.is_empty() && !name.contains('/'))?;
    file(name, headers, "public, max-age=3600")
}

fn file(path: &str, headers: &HeaderMap, cache: &'static str) -> Option<Response> {
    let (file, encoding) = best(path, headers)?;
    let mut response = (StatusCode::OK, Body::from(file.data.into_owned())).into_response();
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, content_type(path));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Some(response)
}

/// The file itself, or its compressed sibling when the browser takes it.
fn best(path: &str, headers: &HeaderMap) -> Option<(EmbeddedFile, Option<&'static str>)> {
    if path.ends_with(".br") || path.ends_with(".gz") {
        return None;
    }
    let plain = Site::get(path)?;
    let compressed = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(encoding, _)| accepts(headers, encoding))
        .find_map(|(encoding, ending)| Some((Site::get(&format!("{path}.{ending}"))?, Some(encoding))));
    Some(compressed.unwrap_or((plain, None)))
}

/// Whether `Accept-Encoding` names this encoding and does not give it the weight 0.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let offered = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    offered.flat_map(|value| value.split(',')).any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, "q=1"));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok()).unwrap_or(1.0);
        name.trim().eq_ignore_ascii_case(encoding) && weight > 0.0
    })
}

fn content_type(path: &str) -> HeaderValue {
    let mime = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = mime.type_() == mime_guess::mime::TEXT
        || matches!(mime.subtype().as_str(), "javascript" | "json" | "manifest+json")
        || mime.suffix() == Some(mime_guess::mime::XML);
    let text = if is_text { format!("{}; charset=utf-8", mime.essence_str()) } else { mime.essence_str().to_owned() };
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_taken_when_offered() {
        let with = |value: &'static str| HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]);
        assert!(accepts(&with("gzip, deflate, br"), "br"));
        assert!(accepts(&with("gzip;q=0.5"), "gzip"));
        assert!(!accepts(&with("br;q=0, gzip"), "br"));
        assert!(!accepts(&with("brotli"), "br"));
        assert!(!accepts(&HeaderMap::new(), "br"));
    }

    #[test]
    fn texts_name_their_charset() {
        for (path, expected) in [
            ("a.js", "text/javascript; charset=utf-8"),
            ("a.css", "text/css; charset=utf-8"),
            ("a.svg", "image/svg+xml; charset=utf-8"),
            ("a.wasm", "application/wasm"),
            ("a.woff2", "font/woff2"),
            ("a", "application/octet-stream"),
        ] {
            assert_eq!(content_type(path), expected, "{path}");
        }
    }
}
