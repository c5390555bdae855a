//! Signing in by providers: a certified OpenID Connect provider in a process of its own, one that lies, and a GitHub.

mod accounts;
mod github;
mod hostile;
mod liar;
mod openid;
mod own;

use crate::harness::{
    Answer, Caller, Store, TestServer,
    provider::{PUBLIC, ProviderProcess, Says},
};
use serde_json::{Value as Json, json};

const ADA: Says = Says { sub: "ada-1", email: "ada@example.org", verified: true };

/// A provider, and a server that lets people sign in there.
async fn with_provider(store: Store, more: &[(&str, &str)]) -> (ProviderProcess, TestServer) {
    let provider = ProviderProcess::start();
    let server = beside(&provider, store, more).await;
    (provider, server)
}

async fn beside(provider: &ProviderProcess, store: Store, more: &[(&str, &str)]) -> TestServer {
    let own = provider.settings();
    let mut settings: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    settings.extend_from_slice(more);
    TestServer::start_with(store, &settings).await
}

/// Leaves for a provider: the address to which the browser is sent.
#[track_caller]
fn sent(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().expect("an address").to_owned()
}

/// Signs in from the beginning to the end; what the server answers last.
async fn sign_in(provider: &ProviderProcess, browser: &Caller, says: Says<'_>) -> Answer {
    sign_in_for(provider, browser, says, "/auth/oidc").await
}

async fn sign_in_for(provider: &ProviderProcess, browser: &Caller, says: Says<'_>, begin: &str) -> Answer {
    let away = sent(&browser.page(begin).await);
    let back = provider.through(&away, says).await;
    browser.page(&back).await
}

/// What the page says to which a refusal leads.
async fn told(browser: &Caller, answer: &Answer) -> String {
    let page = sent(answer);
    assert!(page.starts_with("/login") || page.starts_with("/settings"), "{page}");
    browser.page(&page).await.text()
}

async fn user(caller: &Caller) -> Json {
    caller.act("getUserBySession", json!({})).await.json()["user"].clone()
}

async fn is_signed_in(caller: &Caller) -> bool {
    user(caller).await.is_object()
}

async fn ways(caller: &Caller) -> Json {
    let answer = caller.act("listIdentities", json!({})).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    answer
}

async fn run(server: &TestServer, statement: &'static str) {
    sqlx::query(statement).execute(&mut *server.app().store.read().await.unwrap()).await.unwrap();
}

/// What the audit log says of identities and sessions, the oldest first.
async fn log(server: &TestServer) -> Vec<String> {
    sqlx::query_scalar(
        "select verb || ' ' || kind || ' ' || coalesce(object_name, '') || ' ' || coalesce(detail, '') || ' ' || result
         from audit_log where kind in ('identity', 'session') order by at, id",
    )
    .fetch_all(&mut *server.app().store.read().await.unwrap())
    .await
    .unwrap()
}
