//! The way to the mail server: TLS from the first byte or asked for, with a log-in, and never without either when that was
//! asked for. The executable itself sends, because what it trusts is the system's.

use super::until;
use crate::harness::{
    ADMIN, Caller, PASSWORD,
    certificates::{Authority, Valid},
    process::{Process, command},
    smtp::{Entrance, MailServer, Tls},
};
use serde_json::json;
use std::fs;
use tempfile::TempDir;

const LOG_IN: (&str, &str) = ("viz", "p@ss word");

/// A server that sends to this address and trusts this authority.
fn sending(data: &TempDir, address: &str, trusted: &Authority) -> Process {
    let file = data.path().join("authority.pem");
    fs::write(&file, trusted.pem()).expect("written");
    let mut serve = command(data);
    serve.env("SMTP_URL", address).env("VIZBOARD_MAIL_FROM", "viz@example.org").env("SSL_CERT_FILE", &file);
    Process::start(serve)
}

async fn ask(server: &Process) -> Caller {
    let caller = Caller::new(server.base.clone());
    assert_eq!(caller.post("/api/users/reset-password", &json!({ "email": "admin@example.org" })).await.status, 200);
    let signed_in = caller.act("logIn", json!({ "username": ADMIN, "password": PASSWORD })).await.json();
    assert_eq!(signed_in["success"], true, "{signed_in}");
    caller
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_go_through_tls_after_a_log_in() {
    let authority = Authority::new("a town");
    for (tls, scheme, query) in [(Tls::Wrapped, "smtps", ""), (Tls::StartTls, "smtp", "?tls=required"), (Tls::StartTls, "smtp", "")] {
        let entrance = Entrance { tls: Some((tls, authority.signs(&["127.0.0.1"], Valid::Always))), log_in: Some(LOG_IN) };
        let (mail, data) = (MailServer::start_with(entrance).await, tempfile::tempdir().expect("a folder"));
        let server = sending(&data, &format!("{scheme}://viz:p%40ss%20word@{}{query}", mail.address), &authority);
        ask(&server).await;
        let letter = mail.letter("admin@example.org", "/password-reset/").await;
        assert!(letter.is_secret, "{tls:?} {query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_leaves_where_the_way_is_not_the_one_asked_for() {
    let (authority, other) = (Authority::new("a town"), Authority::new("another town"));
    let identity = || authority.signs(&["127.0.0.1"], Valid::Always);
    let good = "viz:p%40ss%20word";
    for (what, tls, trusted, scheme, user, query) in [
        ("a certificate of a stranger", Some((Tls::Wrapped, identity())), &other, "smtps", good, ""),
        (
            "a certificate for another name",
            Some((Tls::Wrapped, authority.signs(&["mail.example.org"], Valid::Always))),
            &authority,
            "smtps",
            good,
            "",
        ),
        (
            "a certificate that has ended",
            Some((Tls::StartTls, authority.signs(&["127.0.0.1"], Valid::NoLonger))),
            &authority,
            "smtp",
            good,
            "?tls=required",
        ),
        ("no TLS where it is required", None, &authority, "smtp", good, "?tls=required"),
        ("a wrong password", Some((Tls::Wrapped, identity())), &authority, "smtps", "viz:wrong", ""),
    ] {
        let mail = MailServer::start_with(Entrance { tls, log_in: Some(LOG_IN) }).await;
        let data = tempfile::tempdir().expect("a folder");
        let server = sending(&data, &format!("{scheme}://{user}@{}{query}", mail.address), trusted);
        let admin = ask(&server).await;
        let seen = until(&admin, "it was tried", |seen| seen["mail"][0]["error"].is_string()).await;
        let waits = &seen["mail"][0];
        assert!(waits["nextTryAt"].is_string() && waits["failedAt"].is_null(), "{what}: the operator can mend it: {waits}");
        assert!(!waits["error"].as_str().is_some_and(|reason| reason.contains("ss word")), "{what}: {waits}");
        assert_eq!(mail.received().len(), 0, "{what}");
        if !what.contains("password") {
            assert!(!mail.heard().iter().any(|line| line.starts_with("AUTH")), "{what}: the password was told: {:?}", mail.heard());
        }
    }
}
