//! Mail, and what is done through links that come by it: with a real mail server, and without one.

mod invitations;
mod people;
mod reset;
mod secrecy;
mod sending;
mod sessions;
mod verification;

use crate::harness::{ADMIN, Caller, Store, TestServer, smtp::MailServer};
use serde_json::{Value as Json, json};
use std::time::{Duration, Instant};

/// What addresses in letters begin with, whatever a request says.
const PUBLIC: &str = "http://viz.test:8080";

/// A server that sends its mail to one of its own.
async fn mailing(store: Store, more: &[(&str, &str)]) -> (MailServer, TestServer) {
    let mail = MailServer::start().await;
    let own = mail.settings();
    let mut settings: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    settings.push(("VIZBOARD_PUBLIC_URL", PUBLIC));
    settings.extend_from_slice(more);
    let server = TestServer::start_with(store, &settings).await;
    (mail, server)
}

/// The token at the end of an address.
fn token(address: &str) -> &str {
    address.rsplit('/').next().unwrap()
}

/// What administrators see.
async fn people(admin: &Caller) -> Json {
    let answer = admin.act("listPeople", json!({})).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    answer
}

/// Waits until the list of people is so.
async fn until(admin: &Caller, what: &str, is_so: impl Fn(&Json) -> bool) -> Json {
    let started = Instant::now();
    loop {
        let seen = people(admin).await;
        if is_so(&seen) {
            return seen;
        }
        assert!(started.elapsed() < Duration::from_secs(30), "{what}: {}", seen["mail"]);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn admin_of(server: &TestServer) -> Caller {
    server.log_in(ADMIN).await
}

/// The id of the account that is signed in.
async fn id_of(caller: &Caller) -> String {
    caller.act("getUserBySession", json!({})).await.json()["user"]["id"].as_str().unwrap().to_owned()
}

fn error(answer: &Json) -> &str {
    assert_eq!(answer["success"], false, "{answer}");
    answer["error"].as_str().unwrap()
}
