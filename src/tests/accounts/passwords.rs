//! Passwords: every one that is allowed works exactly, common ones do not, a megabyte is not hashed, and many at once
//! are bounded (checks 1 to 4).

use super::log_in;
use crate::harness::{Caller, PASSWORD, TestServer, process};
use serde_json::json;

#[tokio::test]
async fn any_password_works_exactly_as_typed() {
    let server = TestServer::start().await;
    let (long, longer) = ("Ab3".repeat(21) + "x", "é5 ".repeat(66) + "zz");
    let passwords = [long.as_str(), &longer, "🦀🔑🌍 crabs and keys", "  spaces around ", "bell\u{7}tab\tnew\nline"];
    for (number, password) in passwords.into_iter().enumerate() {
        let email = format!("person{number}@example.org");
        let answer = server.anon().act("SignUp", json!({ "email": email, "password": password })).await;
        assert_eq!(answer.json()["success"], true, "{password:?}: {}", answer.text());
        assert_eq!(log_in(&server.anon(), &email, password).await.status, 200, "{password:?}");
        let mut other = password.to_owned();
        other.pop();
        for wrong in [other, password.to_uppercase(), format!("{password} ")] {
            if wrong != password {
                assert_eq!(log_in(&server.anon(), &email, &wrong).await.status, 401, "{wrong:?}");
            }
        }
    }
    let rows: Vec<String> =
        sqlx::query_scalar("select password_hash from accounts").fetch_all(&mut *server.app().store.read().await.unwrap()).await.unwrap();
    let salts: std::collections::BTreeSet<_> = rows.iter().map(|row| row.split('$').nth(4).unwrap()).collect();
    assert!(rows.iter().all(|row| row.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")));
    assert_eq!(salts.len(), rows.len(), "every salt is its own");
}

#[tokio::test]
async fn common_and_own_names_are_refused_without_work() {
    let server = TestServer::start().await;
    let before = server.app().passwords.computed();
    let list = include_str!("../../secrets/common_passwords.txt");
    let common: Vec<&str> = list.lines().filter(|word| word.len() >= 8).take(3000).collect();
    assert_eq!(common.len(), 3000);
    let own = ["vizboard", "VizBoard2026", "victoria-user", "victoria-user1!", "victoria@example.org", "short", ""];
    let caller = server.anon();
    for password in common.into_iter().chain(own) {
        let input = json!({ "email": "victoria@example.org", "username": "victoria-user", "password": password });
        let answer = caller.act("SignUp", input).await.json();
        assert_eq!((&answer["success"], &answer["field"]), (&json!(false), &json!("password")), "{password}");
        assert!(answer["error"].as_str().is_some_and(|text| text.starts_with("Password ")), "{answer}");
    }
    assert_eq!(server.app().passwords.computed(), before);
}

#[tokio::test]
async fn a_megabyte_is_not_hashed() {
    let server = TestServer::start().await;
    let before = server.app().passwords.computed();
    for password in ["x".repeat(1 << 20), "🦀".repeat(100_000)] {
        let answer = server.anon().act("SignUp", json!({ "email": "ada@example.org", "password": password })).await;
        assert_eq!(answer.json()["error"], "Password must be at most 256 characters");
        assert_eq!(log_in(&server.anon(), "admin", &password).await.status, 401);
    }
    assert_eq!(server.app().passwords.computed(), before);
    let beyond = server.anon().act("SignUp", json!({ "email": "ada@example.org", "password": "x".repeat(3 << 20) })).await;
    assert_eq!(beyond.status, 413);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_at_once_are_bounded() {
    let data = tempfile::tempdir().unwrap();
    let mut command = process::command(&data);
    command.env("VIZBOARD_ATTEMPTS_PER_ACCOUNT", "100000").env("VIZBOARD_ATTEMPTS_PER_ADDRESS", "100000");
    let server = process::Process::start(command);
    let ada = Caller::new(server.base.clone());
    assert_eq!(log_in(&ada, "admin", PASSWORD).await.status, 200);
    let before = server.resident_mb();

    let base = server.base.clone();
    let tries: Vec<_> = (0..200)
        .map(|number| {
            let caller = Caller::new(base.clone());
            tokio::spawn(async move { log_in(&caller, "admin", &format!("wrong password {number}")).await })
        })
        .collect();
    // Others are served meanwhile.
    let mut served = 0;
    let mut sent_away = 0;
    let mut refused = 0;
    let mut most = 0;
    for task in tries {
        while !task.is_finished() {
            assert_eq!(ada.get("/api/health").await.status, 200);
            served += 1;
            most = most.max(server.resident_mb());
        }
        let answer = task.await.unwrap();
        match answer.status.as_u16() {
            401 => refused += 1,
            503 => {
                assert!(answer.header("retry-after").is_some_and(|seconds| seconds.parse::<u32>().is_ok()));
                sent_away += 1;
            }
            other => panic!("{other}: {}", answer.text()),
        }
    }
    // How many are sent away depends on the machine; that a full queue does is a test beside the code.
    assert_eq!(refused + sent_away, 200);
    assert!(refused > 0 && served > 0, "some were served, and others meanwhile");
    assert!(most <= before + 2 * 19 + 32, "memory grew from {before} MB to {most} MB: more than two hashes at once");
}
