//! Around `/actions/*`: what may be sent, which status an answer has, and what a browser's plain form gets
//! (00-conventions, Server actions).
//!
//! Leptos answers every error with 500 and every form with 302 to the referrer; neither is seen outside.

use super::{body, flash, headers::Https};
use crate::{
    actions::fields::FORM_MARK,
    error::{AppError, Kind},
    model::{
        factor::{REAUTH_REQUIRED, SECOND_FACTOR_REQUIRED},
        flash::{Flash, KEPT, Kept},
        id, ulid,
    },
    server::{
        answer::{Face, is_form, is_plain_form, refuse},
        local_path::local_path,
    },
};
use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use url::form_urlencoded;

/// Header by which Leptos marks the answer of a function that returned an error.
const LEPTOS_ERROR: &str = "serverfnerror";

/// Prepares the request for Leptos and gives its answer the documented form.
pub async fn adapt(State(https): State<Https>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let sent = body::whole(body).await;
    let from_page = is_plain_form(&parts).then(|| Form::read(parts.uri.path(), &parts.headers, &sent));
    let from_page = match from_page {
        Some(Form { again: Some(place), action, fields, .. }) => return shown_again(place, action, fields, https),
        other => other,
    };
    let input = if is_form(&parts) {
        Bytes::from([&[FORM_MARK], sent.as_ref()].concat())
    } else if !is_json(&parts.headers) {
        let text = "Send application/json or application/x-www-form-urlencoded";
        return refuse(Face::Action, &AppError::new(Kind::UnsupportedMediaType, text));
    } else if sent.first() == Some(&FORM_MARK) {
        return refuse(Face::Action, &AppError::malformed("The body is not valid JSON"));
    } else {
        sent
    };
    // Leptos would take a browser's Accept and Referer as a reason to redirect by its own rules.
    parts.headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    parts.headers.remove(header::REFERER);
    parts.headers.remove(header::CONTENT_LENGTH);
    let answer = next.run(Request::from_parts(parts, Body::from(input))).await;
    let answer = with_status(answer).await;
    match from_page {
        Some(form) => form.redirect(answer, https).await,
        None => answer,
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

/// Gives an error the status of its kind and the body of a failed action; keeps the cookies it set.
async fn with_status(answer: Response) -> Response {
    if answer.status().is_success() && !answer.headers().contains_key(LEPTOS_ERROR) {
        return answer;
    }
    let (parts, body) = answer.into_parts();
    let text = body::whole(body).await;
    let error = match serde_json::from_slice::<AppError>(&text) {
        Ok(error) if error.kind == Kind::Internal && error.code.is_none() => AppError::internal(error.text),
        Ok(error) => error,
        Err(_) => AppError::internal(format!("an action answered {}: {}", parts.status, String::from_utf8_lossy(&text))),
    };
    let mut refused = refuse(Face::Action, &error);
    keep_cookies(&parts.headers, refused.headers_mut());
    refused
}

fn keep_cookies(from: &HeaderMap, to: &mut HeaderMap) {
    for cookie in from.get_all(header::SET_COOKIE) {
        to.append(header::SET_COOKIE, cookie.clone());
    }
}

/// A form that a browser sent by itself: it wants a page back.
struct Form {
    /// Documented name of the action.
    action: String,
    fields: BTreeMap<String, String>,
    next: Option<String>,
    back: String,
    /// Where the form is shown again with what was typed, instead of being carried out: a button inside it asked for
    /// more fields.
    again: Option<String>,
}

impl Form {
    fn read(path: &str, headers: &HeaderMap, sent: &[u8]) -> Self {
        let mut fields: BTreeMap<String, String> =
            form_urlencoded::parse(sent).map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        let mut own = |name: &str| fields.remove(name).filter(|path| local_path(path).is_some());
        let (next, back, again) = (own("_next"), own("_back"), own("_again"));
        Self {
            action: path.trim_start_matches("/actions/").to_owned(),
            next,
            again,
            back: back.or_else(|| referring_page(headers)).unwrap_or_else(|| "/projects".to_owned()),
            fields,
        }
    }

    /// Onwards when it worked, else back to the form with what was typed.
    async fn redirect(self, answer: Response, https: Https) -> Response {
        let status = answer.status();
        let (parts, body) = answer.into_parts();
        let json: Json = serde_json::from_slice(&body::whole(body).await).unwrap_or_default();
        let text = |name: &str| json.get(name).and_then(Json::as_str).map(str::to_owned);
        let (location, flash) = if json.get("success") == Some(&Json::Bool(true)) {
            // What was done only in part says so in place of the message.
            let in_part = text("error").map(|error| Flash { form: Some(self.action.clone()), error: Some(error), ..Flash::default() });
            // What is told once and never again goes along to the next page, which shows it.
            let once = text("shownOnce").map(|once| Flash { form: Some(self.action.clone()), once: Some(once), ..Flash::default() });
            // Another form waited for this one: it is shown as it was filled in.
            let kept = self.fields.get(KEPT).and_then(|kept| Kept::parse(kept)).map(|kept| kept.flash(text("message")));
            (self.onwards(text), in_part.or(once).or(kept).or_else(|| text("message").map(Flash::message)))
        } else if text("code").as_deref() == Some(SECOND_FACTOR_REQUIRED) {
            (with_next("/log-in/code", &self.onwards(text)), None)
        } else if text("code").as_deref() == Some(REAUTH_REQUIRED) {
            // Shown again afterwards as it was filled in.
            (with_next("/confirm", &self.back), Some(Flash { form: Some(self.action), values: self.fields, ..Flash::default() }))
        } else {
            let error = text("error").unwrap_or_else(|| "Something went wrong. Try again.".to_owned());
            // A session that ended meanwhile: log in, then on with what was being done.
            let to = if status == StatusCode::UNAUTHORIZED { with_next("/login", &self.back) } else { self.back };
            (to, Some(Flash { form: Some(self.action), error: Some(error), field: text("field"), values: self.fields, ..Flash::default() }))
        };
        let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
        keep_cookies(&parts.headers, response.headers_mut());
        if let Some(flash) = flash {
            response.headers_mut().append(header::SET_COOKIE, flash::set(flash, https));
        }
        response
    }

    /// `_next`, with the id of what was just made put in.
    fn onwards(&self, answered: impl Fn(&str) -> Option<String>) -> String {
        let next = self.next.as_deref().unwrap_or("/projects").to_owned();
        // Made by the server and yet looked at: nothing but one step of a path is put in.
        let uuid: fn(&str) -> bool = id::is_uuid;
        let names = [
            ("projectId", uuid),
            ("queryId", uuid),
            ("runId", uuid),
            ("teamId", uuid),
            ("databaseId", ulid::is_ulid),
            ("dashboardId", ulid::is_ulid),
            ("appId", ulid::is_ulid),
            ("importId", |id| is_one_step(id)),
            ("tableStep", |step| is_one_step(step)),
        ];
        names.into_iter().fold(next, |next, (name, fits)| match answered(name).filter(|text| fits(text)) {
            Some(text) => next.replace(&format!("{{{name}}}"), &text).replace(&format!("%7B{name}%7D"), &text),
            None => next,
        })
    }
}

/// Whether a text is one step of a path as `model::address::step` writes it, and none that leads upwards.
fn is_one_step(text: &str) -> bool {
    // Browsers read an escaped dot in a step as a dot.
    let dots = text.to_ascii_lowercase().replace("%2e", ".");
    !matches!(dots.as_str(), "" | "." | "..") && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte))
}

/// The form once more, as it was filled in, and nothing carried out.
fn shown_again(place: String, action: String, values: BTreeMap<String, String>, https: Https) -> Response {
    let flash = Flash { form: Some(action), values, ..Flash::default() };
    (StatusCode::SEE_OTHER, [(header::LOCATION, place)], [(header::SET_COOKIE, flash::set(flash, https))]).into_response()
}

/// A page that leads on to another one.
fn with_next(page: &str, next: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    format!("{page}?{query}")
}

/// Path of the page that held the form. Its origin was checked before.
fn referring_page(headers: &HeaderMap) -> Option<String> {
    let referrer = url::Url::parse(headers.get(header::REFERER)?.to_str().ok()?).ok()?;
    let path = referrer[url::Position::BeforePath..url::Position::AfterQuery].to_owned();
    local_path(&path).map(str::to_owned)
}
