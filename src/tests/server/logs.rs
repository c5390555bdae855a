//! The log tells what happened and no secret.

use crate::harness::process::{Process, command};
use std::time::Duration;

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
    assert_eq!(access.len(), 4);
    assert_eq!(access[0]["span"]["path"], "/public/…");
    assert!(access.iter().all(|line| line["status"].is_u64() && line["span"]["client"] == "127.0.0.1"), "{access:?}");
    assert!(lines.iter().any(|line| line["message"] == "serving" && line["sqlite"].is_string()), "the start tells the version of SQLite");
}
