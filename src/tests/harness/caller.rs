//! A person or a program at the other end, with cookies of its own.

use reqwest::{
    Method, StatusCode,
    header::{self, HeaderMap, HeaderName, HeaderValue},
};
use serde_json::Value as Json;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// Keeps cookies like a browser, also Secure ones, and never follows a redirect by itself.
#[derive(Clone)]
pub struct Caller {
    base: String,
    client: reqwest::Client,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
    /// Sent with every request.
    bearer: Option<String>,
}

/// A whole answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    #[track_caller]
    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {:?}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Option<&str> {
        self.header("location")
    }
}

/// The message of an error of seed 002; empty for another answer.
pub fn message(answer: &Answer) -> String {
    answer.json()["errors"][0]["message"].as_str().unwrap_or_default().to_owned()
}

impl Caller {
    pub fn new(base: String) -> Self {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Self { base, client, cookies: Arc::default(), bearer: None }
    }

    /// Somebody else at the same server, without cookies.
    pub fn stranger(&self) -> Self {
        Self::new(self.base.clone())
    }

    /// A program that shows this token, with the same cookies.
    pub fn with_bearer(&self, token: &str) -> Self {
        Self { bearer: Some(format!("Bearer {token}")), ..self.clone() }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Vec::new()).await
    }

    /// A page as a browser asks for it.
    pub async fn page(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[("accept", "text/html")], Vec::new()).await
    }

    pub async fn post(&self, path: &str, body: &Json) -> Answer {
        self.send_json(Method::POST, path, body).await
    }

    /// A body as JSON, from a page of the server.
    pub async fn send_json(&self, method: Method, path: &str, body: &Json) -> Answer {
        let headers = [("content-type", "application/json"), ("origin", self.base.as_str())];
        self.send(method, path, &headers, body.to_string().into_bytes()).await
    }

    /// Calls an action as the interface does.
    pub async fn act(&self, action: &str, input: Json) -> Answer {
        self.post(&format!("/actions/{action}"), &input).await
    }

    /// Sends a form as a browser without scripts does.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept", "text/html,application/xhtml+xml"),
            ("origin", self.base.as_str()),
            ("sec-fetch-site", "same-origin"),
        ];
        self.send(Method::POST, path, &headers, body.into_bytes()).await
    }

    /// Any request; the headers are sent as they stand, with the cookies.
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let mut request = self.client.request(method, self.url(path)).body(body);
        if let Some(cookies) = self.cookie_header() {
            request = request.header(header::COOKIE, cookies);
        }
        if let Some(bearer) = &self.bearer {
            request = request.header(header::AUTHORIZATION, bearer);
        }
        let mut own = HeaderMap::new();
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a header name");
            own.append(name, HeaderValue::from_str(value).expect("a header value"));
        }
        let answer = request.headers(own).send().await.expect("an answer");
        self.keep_cookies(answer.headers());
        let (status, headers) = (answer.status(), answer.headers().clone());
        Answer { status, headers, body: answer.bytes().await.expect("a body").to_vec() }
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().expect("not poisoned").get(name).cloned()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().expect("not poisoned").insert(name.to_owned(), value.to_owned());
    }

    fn cookie_header(&self) -> Option<String> {
        let cookies = self.cookies.lock().expect("not poisoned");
        let pairs: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().expect("not poisoned");
        for line in headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok()) {
            let mut parts = line.split(';').map(str::trim);
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { continue };
            if parts.any(|part| part.eq_ignore_ascii_case("max-age=0")) {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
