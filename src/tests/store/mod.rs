//! The store on both databases: the same story, from the same code.

use crate::harness::postgres;
use tempfile::TempDir;
use vizboard::{
    error::Kind,
    model::{
        id::{AccountId, TeamId},
        time::Timestamp,
    },
    store::{self, Backend, Error, Store, accounts::NewAccount},
};

/// A fresh store of each kind with the folder that holds the file of the first.
async fn both() -> Vec<(String, Store, TempDir)> {
    let mut stores = Vec::new();
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = match backend {
            Backend::Sqlite => format!("sqlite:{}", folder.path().join("own.db").display()),
            Backend::Postgres => postgres::fresh_database().await,
        };
        let store = Store::connect(&url).await.expect("the store opens");
        assert_eq!(store.backend(), backend);
        stores.push((url, store, folder));
    }
    stores
}

fn account<'a>(id: &'a AccountId, username: &'a str, email: &'a str) -> NewAccount<'a> {
    NewAccount { id, username, email, password_hash: Some("$argon2id$"), first_name: None, last_name: Some("Łove 🦀"), is_admin: true }
}

fn session<'a>(id: &'a str, token_hash: &'a str, account: &'a AccountId) -> store::sessions::NewRow<'a> {
    store::sessions::NewRow { id, token_hash, account, browser: Some("Firefox on Linux"), network: "203.0.113.x" }
}

#[tokio::test]
async fn what_is_committed_is_there_after_a_restart_and_nothing_else() {
    for (url, store, _folder) in both().await {
        let (kept, dropped) = (AccountId::new(), AccountId::new());
        let mut tx = store.begin().await.unwrap();
        store::accounts::insert(&mut tx, &account(&kept, "ada", "ada@example.org"), Timestamp(i64::MAX)).await.unwrap();
        store::teams::insert_personal(&mut tx, &TeamId::new(), "Ada", &kept, Timestamp(-1)).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = store.begin().await.unwrap();
        store::accounts::insert(&mut tx, &account(&dropped, "eve", "eve@example.org"), Timestamp(0)).await.unwrap();
        drop(tx);
        store.close().await;

        let store = Store::connect(&url).await.unwrap();
        let mut db = store.read().await.unwrap();
        let row = store::accounts::by_id(&mut db, &kept).await.unwrap().expect("what was committed is there");
        assert_eq!((row.username.as_str(), row.first_name, row.last_name.as_deref()), ("ada", None, Some("Łove 🦀")));
        assert!(row.is_admin && !row.is_suspended);
        assert!(store::accounts::by_login(&mut db, "eve").await.unwrap().is_none(), "what was dropped is not");
        assert!(store::teams::name_is_taken(&mut db, "ADA").await.unwrap(), "names are compared without case");
        let teams = store::teams::of_account(&mut db, &kept).await.unwrap();
        assert_eq!(teams.iter().map(|listed| listed.team.name.as_str()).collect::<Vec<_>>(), ["Ada"]);
    }
}

#[tokio::test]
async fn whoever_only_reads_cannot_write() {
    for (_, store, _folder) in both().await {
        let id = AccountId::new();
        let mut tx = store.begin().await.unwrap();
        store::accounts::insert(&mut tx, &account(&id, "ada", "ada@example.org"), Timestamp(0)).await.unwrap();
        store::teams::insert_personal(&mut tx, &TeamId::new(), "Ada", &id, Timestamp(0)).await.unwrap();
        tx.commit().await.unwrap();

        let mut db = store.records().read().await.unwrap();
        assert!(store::accounts::by_login(&mut db, "ada").await.unwrap().is_some(), "what was just committed is seen");
        let named = store::accounts::set_names(&mut db, &id, Some(Some("Eve")), None, Timestamp(1)).await;
        assert!(named.is_err(), "{:?}", store.backend());
        let new = AccountId::new();
        assert!(store::accounts::insert(&mut db, &account(&new, "eve", "eve@example.org"), Timestamp(1)).await.is_err());
        assert!(sqlx::query("delete from accounts").execute(&mut *db).await.is_err());
        assert!(sqlx::query("drop table sessions").execute(&mut *db).await.is_err());
        drop(db);
        let row = store::accounts::by_id(&mut store.read().await.unwrap(), &id).await.unwrap().expect("still there");
        assert_eq!(row.first_name, None);
    }
}

#[tokio::test]
async fn violations_are_told_apart() {
    for (url, store, _folder) in both().await {
        let id = AccountId::new();
        let mut db = store.read().await.unwrap();
        let now = Timestamp::now();
        store::accounts::insert(&mut db, &account(&id, "ada", "ada@example.org"), now).await.unwrap();
        let twice = store::accounts::insert(&mut db, &account(&AccountId::new(), "ada", "other@example.org"), now).await;
        assert!(matches!(twice, Err(Error::Taken(_))), "{url}: {twice:?}");
        assert_eq!(twice.unwrap_err().taken("The name is taken").kind, Kind::Conflict);
        let orphan = store::sessions::insert(&mut db, &session("s", "hash", &AccountId::new()), now, now).await;
        assert!(matches!(orphan, Err(Error::Missing(_))), "{url}: {orphan:?}");
        // The caller learns nothing of tables and columns.
        let shown = vizboard::error::AppError::from(orphan.unwrap_err()).text;
        assert!(!shown.to_lowercase().contains("session"), "{shown}");
    }
}

#[tokio::test]
async fn sessions_are_found_touched_once_and_swept() {
    for (_, store, _folder) in both().await {
        let id = AccountId::new();
        let mut db = store.read().await.unwrap();
        let start = Timestamp(1_000_000);
        store::accounts::insert(&mut db, &account(&id, "ada", "ada@example.org"), start).await.unwrap();
        store::sessions::insert(&mut db, &session("s1", "h1", &id), start, start.plus_seconds(10)).await.unwrap();
        let found = store::sessions::find(&mut db, "h1", start.plus_seconds(9)).await.unwrap().expect("still valid");
        assert_eq!((found.id.as_str(), &found.account, found.is_admin, found.seen_at), ("s1", &id, true, start));
        assert!(store::sessions::find(&mut db, "h1", start.plus_seconds(10)).await.unwrap().is_none(), "expired");
        assert!(store::sessions::find(&mut db, "h2", start).await.unwrap().is_none(), "unknown");

        let later = start.plus_seconds(5);
        assert!(store::sessions::touch(&mut db, "s1", start, later, later.plus_seconds(10)).await.unwrap());
        assert!(!store::sessions::touch(&mut db, "s1", start, later, later.plus_seconds(10)).await.unwrap(), "another request did");
        assert!(store::sessions::find(&mut db, "h1", start.plus_seconds(12)).await.unwrap().is_some(), "prolonged");
        store::sessions::sweep(&mut db, later.plus_seconds(9)).await.unwrap();
        assert!(store::sessions::find(&mut db, "h1", start).await.unwrap().is_some());
        store::sessions::sweep(&mut db, later.plus_seconds(10)).await.unwrap();
        assert!(store::sessions::find(&mut db, "h1", start).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_link_is_used_up_by_one_of_many() {
    for (_, store, _folder) in both().await {
        let now = Timestamp::now();
        let mut tx = store.begin().await.unwrap();
        store::links::replace(&mut tx, "setup", "old", now.plus_seconds(60)).await.unwrap();
        store::links::replace(&mut tx, "setup", "new", now.plus_seconds(60)).await.unwrap();
        tx.commit().await.unwrap();
        let tries = (0..8).map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let done = store::links::consume(&mut tx, "setup", "new", now).await.unwrap();
                tx.commit().await.unwrap();
                done
            })
        });
        let mut used = 0;
        for task in tries.collect::<Vec<_>>() {
            used += usize::from(task.await.unwrap());
        }
        assert_eq!(used, 1);
        let mut db = store.read().await.unwrap();
        assert!(!store::links::works(&mut db, "setup", "old", now).await.unwrap(), "a newer link replaces an older one");
    }
}

#[tokio::test]
async fn many_writers_wait_for_each_other() {
    for (_, store, _folder) in both().await {
        let writers: Vec<_> = (0..50)
            .map(|number| {
                let store = store.clone();
                tokio::spawn(async move {
                    let (id, name) = (AccountId::new(), format!("writer-{number}"));
                    let mut tx = store.begin().await.unwrap();
                    let email = format!("{name}@example.org");
                    store::accounts::insert(&mut tx, &account(&id, &name, &email), Timestamp::now()).await.unwrap();
                    tokio::task::yield_now().await;
                    store::teams::insert_personal(&mut tx, &TeamId::new(), &name, &id, Timestamp::now()).await.unwrap();
                    tx.commit().await.unwrap();
                    (store, id)
                })
            })
            .collect();
        for writer in writers {
            let (store, id) = writer.await.unwrap();
            assert!(store::accounts::by_id(&mut store.read().await.unwrap(), &id).await.unwrap().is_some());
        }
    }
}

#[tokio::test]
async fn servers_that_start_at_once_share_one_store() {
    let url = postgres::fresh_database().await;
    let starts: Vec<_> = (0..4)
        .map(|_| {
            let url = url.clone();
            tokio::spawn(async move { Store::connect(&url).await.map(drop) })
        })
        .collect();
    for start in starts {
        start.await.unwrap().expect("the others wait for the one that migrates");
    }
}

#[tokio::test]
async fn a_store_of_a_newer_version_is_left_alone() {
    for (url, store, _folder) in both().await {
        let mut db = store.read().await.unwrap();
        sqlx::query("update _sqlx_migrations set version = 999999 where version = 1").execute(&mut *db).await.unwrap();
        drop(db);
        store.close().await;
        let error = Store::connect(&url).await.err().expect("refused");
        assert!(error.text.contains("newer version"), "{}", error.text);
    }
}

#[tokio::test]
async fn an_unreachable_server_is_said_without_its_password() {
    let error = Store::connect("postgres://ada:c4n4ry@127.0.0.1:1/none").await.err().expect("nothing listens there");
    assert_eq!(error.kind, Kind::Unavailable);
    assert!(!error.text.contains("c4n4ry"), "{}", error.text);
}
