//! Accounts and sessions over HTTP (security.md, C.1 and C.3).

mod cookies;
mod keys;
mod limits;
mod log_in;
mod passwords;
mod set_up;
mod settings;
mod sign_up;

use crate::harness::{Answer, Caller, message};
use serde_json::json;

/// Name of the session cookie over plain HTTP.
const COOKIE: &str = "vizboard_session";

/// `POST /api/login`.
async fn log_in(caller: &Caller, name: &str, password: &str) -> Answer {
    caller.post("/api/login", &json!({ "username": name, "password": password })).await
}

/// Whether the caller is signed in.
async fn is_signed_in(caller: &Caller) -> bool {
    caller.act("getUserBySession", json!({})).await.json()["success"] == true
}
