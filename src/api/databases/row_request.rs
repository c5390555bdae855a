//! Requests for rows, read; and what became of them, answered.

use super::Asker;
use crate::{
    api::family::{Family, Listed},
    domain::databases::{
        access::{Asking, Key},
        import::texts::RowFormat,
        rows::{
            Of,
            shown::{One, Shown},
            write::{Clashed, Ended, New, Terms, Written},
        },
    },
    error::{AppError, Kind, Result},
    model::row_batch::MAX_ROWS,
};
use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Which table, and who asks.
pub(super) fn of<'a>(asker: &'a Asker, key: Key, table: String) -> Of<'a> {
    Of { asking: Asking { actor: asker.0.as_ref() }, key, table }
}

/// The query of an address; empty when there is none.
pub(in crate::api) fn text_of(query: &Option<String>) -> &str {
    query.as_deref().unwrap_or_default()
}

/// The values of a key in the last step of a path. Commas part them, so one inside a value is written `%2C`.
pub(super) fn key_of(uri: &Uri) -> Result<Vec<String>> {
    let step = uri.path().rsplit('/').next().unwrap_or_default();
    let part = |part: &str| {
        let text = percent_encoding::percent_decode_str(part).decode_utf8();
        text.map(|text| text.into_owned()).map_err(|_| AppError::malformed("The key in the address is not UTF-8"))
    };
    step.split(',').map(part).collect()
}

/// `If-Match`, `If-None-Match: *` and `Prefer: return=`.
pub(super) fn terms(headers: &HeaderMap) -> Result<Terms> {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).map(str::trim);
    let version = match text(header::IF_MATCH) {
        None | Some("*") => None,
        Some(tag) => Some(
            tag.strip_prefix('"')
                .and_then(|tag| tag.strip_suffix('"'))
                .filter(|tag| !tag.contains('"'))
                .ok_or_else(|| AppError::malformed("If-Match must be one version, as ETag gave it: in quotes"))?,
        ),
    };
    let prefers = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split([',', ';']));
    let mut returning = prefers.filter_map(|part| match part.trim() {
        "return=representation" => Some(true),
        "return=minimal" => Some(false),
        _ => None,
    });
    Ok(Terms { version: version.map(str::to_owned), only_new: text(header::IF_NONE_MATCH) == Some("*"), returning: returning.next_back() })
}

/// The kind of a body, without what follows a semicolon.
fn media_type(headers: &HeaderMap) -> String {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn json_of(headers: &HeaderMap, body: &[u8]) -> Result<Value> {
    if media_type(headers) != "application/json" {
        return Err(AppError::new(Kind::UnsupportedMediaType, "Send the body as JSON, with the header Content-Type: application/json"));
    }
    serde_json::from_slice(body).map_err(|error| AppError::malformed(format!("The body does not have the documented form: {error}")))
}

/// New rows: one object or a list of them, or rows as text.
pub(super) fn objects(headers: &HeaderMap, body: &[u8]) -> Result<New> {
    let text = |format| {
        let text = std::str::from_utf8(body).map_err(|_| AppError::malformed("The body is not UTF-8"))?;
        Ok(New::Text { format, text: text.to_owned() })
    };
    match media_type(headers).as_str() {
        "application/x-ndjson" | "application/ndjson" | "application/jsonl" => return text(RowFormat::Ndjson),
        "text/csv" => return text(RowFormat::Csv),
        "text/tab-separated-values" => return text(RowFormat::Tsv),
        _ => {}
    }
    let wrong = || AppError::malformed("Send one row as an object, or a list of such objects");
    match json_of(headers, body)? {
        Value::Object(row) => Ok(New::Objects(vec![row])),
        Value::Array(rows) if rows.is_empty() => Err(AppError::invalid(format!("Give 1 to {MAX_ROWS} rows."))),
        Value::Array(rows) => {
            let object = |row| if let Value::Object(row) = row { Ok(row) } else { Err(wrong()) };
            rows.into_iter().map(object).collect::<Result<_>>().map(New::Objects)
        }
        _ => Err(wrong()),
    }
}

pub(super) fn object(headers: &HeaderMap, body: &[u8]) -> Result<Map<String, Value>> {
    match json_of(headers, body)? {
        Value::Object(row) => Ok(row),
        _ => Err(AppError::malformed("Send one row as an object")),
    }
}

fn tag(version: &str) -> Option<HeaderValue> {
    HeaderValue::try_from(format!("\"{version}\"")).ok()
}

/// One row with its version, unless the reader has that.
pub(super) fn one(headers: &HeaderMap, one: One) -> Response {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok()).unwrap_or_default();
    let known = known.split(',').any(|known| known.trim().trim_start_matches("W/").trim_matches('"') == one.version);
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { Json(one.row).into_response() };
    if let Some(tag) = tag(&one.version) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// What a change of one table did.
pub(super) fn written(ended: Ended) -> Response {
    match ended {
        Ended::Done(mut written) => {
            let Some(written) = written.pop() else { return Listed(AppError::internal("a change without an answer")).into_response() };
            let tag = match written.versions.as_deref() {
                Some([version]) => tag(version),
                _ => None,
            };
            let mut response = Json(written).into_response();
            if let Some(tag) = tag {
                response.headers_mut().insert(header::ETAG, tag);
            }
            response
        }
        Ended::Clashed(clash) => clashed(clash),
    }
}

/// What each change of a batch did.
pub(super) fn results(ended: Ended) -> Response {
    match ended {
        Ended::Done(results) => Json(Results { results }).into_response(),
        Ended::Clashed(clash) => clashed(clash),
    }
}

/// Written out so that columns keep their order.
#[derive(Serialize)]
struct Results {
    results: Vec<Written>,
}

#[derive(Serialize)]
struct ClashBody {
    errors: [Value; 1],
    at: usize,
    current: Option<Shown>,
    version: Option<String>,
}

fn clashed(clash: Clashed) -> Response {
    let text = match clash.current {
        Some(_) => "The row was changed meanwhile. Look at it as it is now, then repeat the change.",
        None => "The row was deleted meanwhile.",
    };
    let body = ClashBody { errors: [json!({ "message": text })], at: clash.at, current: clash.current, version: clash.version };
    (StatusCode::PRECONDITION_FAILED, Json(body)).into_response()
}

/// An answer of a use case in the body of its family.
pub(in crate::api) fn answered<T: Serialize>(family: Family, result: Result<T>) -> Response {
    match result {
        Ok(answer) => Json(answer).into_response(),
        Err(error) => family.refuse(&error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_parted_before_they_are_decoded() {
        let key = |path: &str| key_of(&path.parse().expect("an address"));
        assert_eq!(key("/a/rows/7").ok(), Some(vec!["7".to_owned()]));
        assert_eq!(key("/a/rows/a%2Cb,c%2Fd?x=1").ok(), Some(vec!["a,b".to_owned(), "c/d".to_owned()]));
        assert_eq!(key("/a/rows/").ok(), Some(vec![String::new()]));
        assert!(key("/a/rows/%ff").is_err());
    }

    #[test]
    fn terms_of_a_request() {
        let of = |pairs: &[(&'static str, &'static str)]| {
            let headers = pairs.iter().map(|(name, value)| (name.parse().expect("a name"), HeaderValue::from_static(value))).collect();
            terms(&headers).map(|terms| (terms.version, terms.only_new, terms.returning))
        };
        assert_eq!(of(&[]), Ok((None, false, None)));
        assert_eq!(of(&[("if-match", "\"abc\""), ("prefer", "x, return=minimal")]), Ok((Some("abc".into()), false, Some(false))));
        assert_eq!(of(&[("if-match", "*"), ("if-none-match", "*")]), Ok((None, true, None)));
        assert!(of(&[("if-match", "abc")]).is_err() && of(&[("if-match", "\"a\", \"b\"")]).is_err());
    }
}
