//! The log tells what happened and no secret.

use crate::harness::{
    ADMIN, Caller, PASSWORD,
    process::{Process, command},
};
use serde_json::json;
use std::{path::Path, process::Command, time::Duration};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_of_a_request_reaches_the_log() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let log = data.path().join("log.txt");
    let mut command = command(&data);
    command.env("VIZBOARD_LOG", "debug").env("VIZBOARD_LOG_FORMAT", "json");
    let mut process = Process::start_logging(command, &log);
    let caller = crate::harness::Caller::new(process.base.clone());
    caller.set_cookie("vizboard_session", "hunter22cookie");
    caller.get("/public/hunter22public?key=hunter22query").await;
    caller.get("/setup/hunter22setup").await;
    caller.get("/api/public/hunter22public/tiles/0/file?format=hunter22").await;
    caller.act("logIn", serde_json::json!({ "username": "ada", "password": "hunter22password" })).await;
    let bearer = [("authorization", "Bearer hunter22bearer")];
    caller.send(reqwest::Method::GET, "/api/userprojects?userId=hunter22user", &bearer, vec![]).await;
    process.signal("TERM");
    process.wait(Duration::from_secs(10)).expect("it ends");
    let text = std::fs::read_to_string(&log).expect("a log");
    assert!(!text.contains("hunter22"), "{}", text.lines().find(|line| line.contains("hunter22")).unwrap_or_default());
    assert!(!text.contains(crate::harness::PASSWORD));
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    let access: Vec<_> = lines.iter().filter(|line| line["target"] == "vizboard::access").collect();
    assert_eq!(access.len(), 5);
    assert_eq!(access[0]["span"]["path"], "/public/…");
    assert!(access.iter().all(|line| line["status"].is_u64() && line["span"]["client"] == "127.0.0.1"), "{access:?}");
    assert!(lines.iter().any(|line| line["message"] == "serving" && line["sqlite"].is_string()), "the start tells the version of SQLite");
}

const CANARY: &str = "c4n4ry-hunter22";

/// The log of a server at its finest while `work` is done with it.
async fn log_of(mut command: Command, log: &Path, work: impl AsyncFnOnce(&Process)) -> String {
    command.env("VIZBOARD_LOG", "trace");
    let mut process = Process::start_logging(command, log);
    work(&process).await;
    process.signal("TERM");
    process.wait(Duration::from_secs(10)).expect("it ends");
    let text = std::fs::read_to_string(log).expect("a log");
    assert!(text.contains("DEBUG"), "a fine log was on");
    text
}

/// Neither as it is nor as the ways of the web write it.
fn assert_without(text: &str, word: &str) {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let spelled: String = url::form_urlencoded::byte_serialize(word.as_bytes()).collect();
    // A third of all places of a word in a text have the same letters in base64.
    let in_base64 = (0..3).map(|before| {
        let code = STANDARD.encode(format!("{}{word}", "x".repeat(before)));
        code[if before == 0 { 0 } else { 4 }..code.len() - 4].to_owned()
    });
    for form in [word.to_owned(), spelled, hex::encode(word)].into_iter().chain(in_base64) {
        let line = text.lines().find(|line| line.contains(&form)).unwrap_or_default();
        assert!(line.is_empty(), "the log holds {form}: {line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn at_its_finest_the_log_holds_nothing_secret_of_any_field() {
    let (data, logs) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let mut tokens = Vec::new();
    let mut server = command(&data);
    server.env("VIZBOARD_ADMIN_PASSWORD", CANARY);
    let text = log_of(server, &logs.path().join("log.txt"), async |process| {
        let ada = Caller::new(process.base.clone());
        let fields = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), json!(CANARY))).collect::<serde_json::Map<_, _>>();
        // In the right place, in the wrong one, and of the wrong kind.
        ada.act("logIn", json!({ "username": ADMIN, "password": CANARY })).await;
        tokens.push(ada.cookie("vizboard_session").expect("a session"));
        let login = ada.post("/api/login", &json!({ "username": ADMIN, "password": CANARY })).await.json();
        tokens.push(login["sessionToken"].as_str().expect("a token").to_owned());
        for action in ["logIn", "SignUp", "setUp", "updateUserPassword", "updateUserEmail", "updateUserName", "setTheme", "setProjectVisibility"] {
            let names = ["token", "password", "currentPassword", "newPassword", "theme"];
            ada.act(action, fields(&names).into()).await;
            ada.act(action, json!({ "password": [CANARY], "token": { "x": CANARY }, "newPassword": 1, "theme": [CANARY] })).await;
            ada.form(&format!("/actions/{action}"), &[("password", CANARY), ("token", CANARY), (CANARY, "x")]).await;
            let broken = format!("{{\"password\":\"{CANARY}\",");
            let json = [("content-type", "application/json")];
            ada.send(reqwest::Method::POST, &format!("/actions/{action}"), &json, broken.into_bytes()).await;
        }
        for connection in [
            json!({ "title": "T", "host": "127.0.0.1", "port": 1, "database": CANARY, "user": CANARY, "password": CANARY }),
            json!({ "title": "T", "host": format!("postgres://u:{CANARY}@127.0.0.1/d"), "port": 1, "database": "d", "user": "u", "password": "p" }),
            json!({ "title": "T", "host": format!("{CANARY}.invalid"), "port": 1, "database": "d", "user": "u", "password": CANARY }),
            json!({ "title": "T", "host": "127.0.0.1", "port": 1, "database": "d", "user": "u", "password": CANARY, "options": { "tls": "verify-ca", "ca": CANARY } }),
            json!({ "title": "T", "type": "sqlite", "database": format!("/tmp/{CANARY}.db") }),
            json!({ "title": "T", "host": "127.0.0.1", "port": CANARY, "database": "d", "user": "u", "password": { "p": CANARY } }),
        ] {
            ada.act("testConnection", json!({ "connection": connection })).await;
            let made = ada.act("createProjectWithConnections", json!({ "title": "P", "connections": [connection] })).await.json();
            ada.act("regenerateProjectSchemas", json!({ "projectId": made["projectId"] })).await;
            ada.act("validateProjectConnections", json!({ "projectId": made["projectId"] })).await;
        }
        let basic = format!("Basic {}", base64::Engine::encode(&base64::engine::general_purpose::STANDARD, format!("{ADMIN}:{CANARY}")));
        for (name, value) in [
            ("authorization", format!("Bearer {CANARY}")),
            ("authorization", basic),
            ("authorization", CANARY.to_owned()),
            ("cookie", format!("vizboard_session={CANARY}; other={CANARY}")),
            ("referer", format!("https://example.org/setup/{CANARY}?token={CANARY}")),
            ("x-forwarded-for", CANARY.to_owned()),
            ("x-api-key", CANARY.to_owned()),
        ] {
            let own = [(name, value.as_str())];
            for path in ["/api/userprojects", "/projects", "/api/nowhere"] {
                ada.stranger().send(reqwest::Method::GET, path, &own, vec![]).await;
            }
        }
        for path in ["/setup/", "/public/", "/login?next=", "/api/userprojects?userId=", "/nowhere?token="] {
            ada.get(&format!("{path}{CANARY}")).await;
            ada.page(&format!("{path}{CANARY}")).await;
        }
        ada.act("logOut", json!({})).await;
    })
    .await;
    assert_without(&text, CANARY);
    tokens.iter().for_each(|token| assert_without(&text, token));
    let key = std::fs::read_to_string(data.path().join("secret.key")).expect("a key file");
    assert_without(&text, key.trim().split(':').nth(1).expect("a key"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_set_up_link_is_printed_and_not_logged() {
    let (data, logs) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let mut server = command(&data);
    for name in ["VIZBOARD_ADMIN_USERNAME", "VIZBOARD_ADMIN_EMAIL", "VIZBOARD_ADMIN_PASSWORD"] {
        server.env_remove(name);
    }
    let mut token = String::new();
    let text = log_of(server, &logs.path().join("log.txt"), async |process| {
        let link = process.set_up_link();
        link.trim_start_matches("/setup/").clone_into(&mut token);
        let caller = Caller::new(process.base.clone());
        assert_eq!(caller.page(&link).await.status, 200);
        let input = json!({ "token": token, "username": "ada", "email": "ada@example.org", "password": PASSWORD });
        assert_eq!(caller.act("setUp", input).await.json()["success"], true);
    })
    .await;
    assert_without(&text, &token);
    assert_without(&text, PASSWORD);
}
