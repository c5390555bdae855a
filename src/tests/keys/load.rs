//! People read and write secrets and log in while everything gets under a new key.

use super::{Installation, LONG, dead, dead_projects, facts_table, opens, reads, sign_up};
use crate::{
    harness::{ADMIN, Caller, PASSWORD, Store},
    projects::shop::poll,
};
use serde_json::json;
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU32, Ordering},
};
use tokio::task::JoinSet;
use vizboard::secrets::USES_BLOCK;

/// What is read and written, again and again.
#[derive(Clone)]
struct Work {
    ada: Caller,
    widget: String,
    read: String,
    changed: String,
}

impl Work {
    async fn read_a_board(&self, _: u32) {
        reads(&self.ada, &self.widget).await;
    }

    async fn read_a_project(&self, _: u32) {
        opens(&self.ada, &self.read).await;
    }

    /// A new access object each time, and the reason why it fails.
    async fn change_connections(&self, n: u32) {
        let mut connection = dead("Changed");
        connection["user"] = json!(format!("u{n}"));
        let answer = self.ada.act("updateProject", json!({ "id": self.changed, "connections": [connection, dead("Kept")] })).await.json();
        assert_eq!(answer["success"], true, "{answer}");
        opens(&self.ada, &self.changed).await;
        let now = self.ada.act("getProjectWithConnections", json!({ "projectId": self.changed })).await.json();
        assert_eq!(now["project"]["connections"][0]["user"], format!("u{n}"), "what was written stands");
    }

    async fn make_and_delete(&self, _: u32) {
        let made = dead_projects(&self.ada, 1, 2).await;
        opens(&self.ada, &made[0]).await;
        let gone = self.ada.act("deleteProject", json!({ "projectId": made[0] })).await.json();
        assert_eq!(gone["success"], true, "{gone}");
    }

    async fn log_in(&self, _: u32) {
        let admin = self.ada.stranger();
        let answer = admin.act("logIn", json!({ "username": ADMIN, "password": PASSWORD })).await.json();
        assert_eq!(answer["success"], true, "{answer}");
        assert_eq!(admin.act("getUserProjects", json!({})).await.json()["success"], true);
        assert_eq!(admin.act("logOut", json!({})).await.json()["success"], true);
    }
}

async fn story(store: Store) {
    let place = Installation::new(store).await;
    let server = place.serve();
    let ada = sign_up(&server, "ada").await;
    let widget = facts_table(&ada, &place.data).await;
    let many = dead_projects(&ada, 4, 50).await;
    let changed = dead_projects(&ada, 1, 2).await.remove(0);
    let first = place.keys();
    assert_eq!(place.uses().await.into_keys().collect::<Vec<_>>(), first);

    let work = Work { ada: ada.clone(), widget: widget.clone(), read: many[0].clone(), changed };
    let (stop, mut tasks) = (Arc::new(AtomicBool::new(false)), JoinSet::new());
    let mut rounds = Vec::new();
    macro_rules! again_and_again {
        ($($kind:ident),*) => {$({
            let (work, stop, count) = (work.clone(), Arc::clone(&stop), Arc::new(AtomicU32::new(0)));
            rounds.push((stringify!($kind), Arc::clone(&count)));
            tasks.spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    work.$kind(count.fetch_add(1, Ordering::Relaxed)).await;
                }
            });
        })*};
    }
    again_and_again!(read_a_board, read_a_project, change_connections, make_and_delete, log_in);
    // Twice, so that each kind of work meets a beginning and an end.
    for turn in 1..=2 {
        let before: Vec<u32> = rounds.iter().map(|(_, count)| count.load(Ordering::Relaxed)).collect();
        let said = place.rotate_beside().await;
        assert_eq!(place.keys().len(), turn + 1, "{said}");
        // The round that was under way at the beginning has ended, and so has the next, without a failure.
        for ((kind, count), before) in rounds.iter().zip(before) {
            poll(LONG, kind, async || count.load(Ordering::Relaxed) >= before + 2).await;
        }
        let used = place.uses().await;
        assert_eq!(used.keys().collect::<Vec<_>>(), [&place.keys()[0]], "{said}{used:?}");
        assert!(used.values().sum::<usize>() > 400, "{used:?}");
        assert_eq!(place.checked_with().await, place.keys()[0]);
    }
    // A server that writes uses the newest key, so these stay unused.
    let (done, said) = place.rotate(&["--remove-old"]);
    assert!(!done && said.contains("less than a minute ago"), "{said}");
    assert_eq!(place.keys().len(), 3);
    place.let_it_age();
    let (done, said) = place.rotate(&["--remove-old"]);
    assert!(done, "{said}");
    assert_eq!(place.keys().len(), 1, "{said}");
    assert_ne!(place.keys(), first);
    let (done, said) = place.rotate(&["--remove-old"]);
    assert!(!done && said.contains("There is no old key"), "{said}");

    let so_far = rounds[2].1.load(Ordering::Relaxed) + 3;
    poll(LONG, "no more changes", async || rounds[2].1.load(Ordering::Relaxed) >= so_far).await;
    // The server and the command each took blocks of their own, under the key that they sealed with.
    let counted = place.counted(&place.keys()[0]).await;
    assert!(counted.is_multiple_of(USES_BLOCK) && counted >= 2 * USES_BLOCK, "{counted}");
    stop.store(true, Ordering::Relaxed);
    while let Some(ended) = tasks.join_next().await {
        ended.expect("nothing failed meanwhile");
    }
    let session = ada.cookie("vizboard_session").expect("a session");
    drop(server);
    let server = place.serve();
    let again = Caller::new(server.base.clone());
    again.set_cookie("vizboard_session", &session);
    reads(&again, &widget).await;
    for project in many {
        opens(&again, &project).await;
    }
    assert_eq!(place.uses().await.into_keys().collect::<Vec<_>>(), place.keys(), "nothing else seals");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_notices_on_sqlite() {
    story(Store::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_notices_on_postgres() {
    story(Store::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_up_link_made_before_works_after() {
    for store in Store::BOTH {
        let place = Installation::new(store).await;
        let command = || {
            let mut command = place.command();
            for name in ["VIZBOARD_ADMIN_USERNAME", "VIZBOARD_ADMIN_EMAIL", "VIZBOARD_ADMIN_PASSWORD"] {
                command.env_remove(name);
            }
            command
        };
        let server = crate::harness::process::Process::start(command());
        place.rotate_beside().await;
        let link = server.set_up_link();
        let anon = Caller::new(server.base.clone());
        let page = anon.page(&link).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let token = link.rsplit('/').next().expect("a token");
        let input = json!({ "token": token, "username": "ada", "email": "ada@example.org", "password": PASSWORD });
        assert_eq!(anon.act("setUp", input).await.json()["success"], true);
    }
}
