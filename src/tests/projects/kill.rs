//! The process is killed with -9 at 50 random moments while it writes in every way it can, on both stores. What was
//! answered as saved is there afterwards; what was not answered is there whole or not at all (security.md, 152).

use super::shop;
use crate::harness::{
    Caller, PASSWORD, postgres,
    process::{Process, command},
};
use rand::{Rng, SeedableRng};
use serde_json::{Value as Json, json};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tempfile::TempDir;

const LIVES: u32 = 50;
/// Kinds of writes that go on at once.
const KINDS: u32 = 7;

/// What was acknowledged, and what the write under way would make of it.
struct Log<T> {
    acknowledged: T,
    under_way: Option<T>,
    count: u32,
}

type Shared<T> = Arc<Mutex<Log<T>>>;

fn log<T>(start: T) -> Shared<T> {
    Arc::new(Mutex::new(Log { acknowledged: start, under_way: None, count: 0 }))
}

/// Notes what a write will make, sends it, and notes that it was acknowledged. A send that fails panics, which ends
/// the writer and leaves its last write open.
async fn write<T: Clone>(log: &Shared<T>, next: T, sent: impl Future<Output = Json>) {
    log.lock().expect("not poisoned").under_way = Some(next.clone());
    let answer = sent.await;
    assert_eq!(answer["success"], true, "{answer}");
    let mut log = log.lock().expect("not poisoned");
    log.acknowledged = next;
    log.under_way = None;
    log.count += 1;
}

/// What is there after a restart must be what was acknowledged, or what was under way.
fn check<T: Clone + PartialEq + std::fmt::Debug>(what: &str, log: &Shared<T>, found: T) {
    let mut log = log.lock().expect("not poisoned");
    assert!(
        found == log.acknowledged || Some(&found) == log.under_way.as_ref(),
        "{what}: found {found:?}, acknowledged {:?}, under way {:?}",
        log.acknowledged,
        log.under_way
    );
    log.acknowledged = found;
    log.under_way = None;
}

/// One log per kind of write.
#[derive(Clone)]
struct World {
    board: String,
    edited: String,
    connected: String,
    /// Has a valid connection, so that it can be public.
    shared: String,
    /// Titles of projects that are made and deleted.
    projects: Shared<BTreeSet<String>>,
    /// Title and description, which change together.
    edits: Shared<(String, String)>,
    /// Titles of widgets in board order: made, renamed, reordered, deleted.
    widgets: Shared<Vec<String>>,
    /// Titles of connections in order: added, renamed, deleted.
    connections: Shared<Vec<String>>,
    first_name: Shared<String>,
    is_public: Shared<bool>,
    /// How many accounts `s-1`, `s-2`, ... signed up; each session ends at once.
    accounts: Shared<u32>,
    /// Sessions whose end was acknowledged since the last look.
    ended: Arc<Mutex<Vec<String>>>,
}

fn texts(list: &Json, field: &str) -> Vec<String> {
    list.as_array().expect("a list").iter().map(|item| item[field].as_str().expect("a text").to_owned()).collect()
}

impl World {
    /// `file` is a SQLite database that the server may open.
    async fn make(ada: &Caller, file: &str) -> Self {
        let project_with = async |title: &str, connections: Json| {
            let made = ada.act("createProjectWithConnections", json!({ "title": title, "connections": connections })).await.json();
            made["projectId"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
        };
        let project = async |title: &str| project_with(title, json!([])).await;
        Self {
            board: project("board").await,
            edited: project("e0").await,
            connected: project("connected").await,
            shared: project_with("shared", json!([{ "title": "Facts", "type": "sqlite", "database": file }])).await,
            is_public: log(false),
            accounts: log(0),
            ended: Arc::default(),
            projects: log(BTreeSet::new()),
            edits: log(("e0".into(), String::new())),
            widgets: log(Vec::new()),
            connections: log(Vec::new()),
            first_name: log(String::new()),
        }
    }

    async fn verify(&self, ada: &Caller) {
        let cards = ada.act("listProjectCards", json!({})).await.json();
        let titles =
            cards["cards"].as_array().expect("cards").iter().map(|card| card["summary"]["title"].as_str().expect("a title").to_owned());
        check("projects", &self.projects, titles.filter(|title| title.starts_with("p-")).collect());
        let edited = ada.act("getProjectWithConnections", json!({ "projectId": self.edited })).await.json();
        let text = |field: &str| edited["project"][field].as_str().expect("a text").to_owned();
        check("edits", &self.edits, (text("title"), text("description")));
        let board = ada.act("getBoard", json!({ "projectId": self.board })).await.json();
        check("widgets", &self.widgets, texts(&board["board"]["widgets"], "title"));
        let order = ada.act("getProjectWithConnections", json!({ "projectId": self.board })).await.json();
        assert_eq!(order["project"]["orderedWidgetIds"].as_array().map(Vec::len), board["board"]["widgets"].as_array().map(Vec::len));
        let connected = ada.act("getProjectWithConnections", json!({ "projectId": self.connected })).await.json();
        let connections = &connected["project"]["connections"];
        check("connections", &self.connections, texts(connections, "title"));
        assert!(texts(connections, "host").iter().all(|host| host == "127.0.0.1"), "secrets open: {connections}");
        let user = ada.act("getUserBySession", json!({})).await.json();
        check("first name", &self.first_name, user["user"]["firstName"].as_str().unwrap_or_default().to_owned());
        let shared = ada.act("getProjectWithConnections", json!({ "projectId": self.shared })).await.json();
        let public = shared["project"]["isPublic"] == true;
        assert_eq!(shared["project"]["idPublic"].is_string(), public, "a link exactly when it is public: {shared}");
        check("visibility", &self.is_public, public);
        self.verify_accounts(ada).await;
    }

    /// The last account that was acknowledged is there; one that was under way is there whole or not at all.
    async fn verify_accounts(&self, ada: &Caller) {
        let known = self.accounts.lock().expect("not poisoned").acknowledged;
        let exists = async |number: u32| {
            let input = json!({ "username": format!("s-{number}"), "password": PASSWORD });
            ada.stranger().act("logIn", input).await.json()["success"] == true
        };
        let found = if exists(known + 1).await { known + 1 } else { known };
        assert!(known == 0 || exists(known).await, "the account s-{known} is gone");
        check("accounts", &self.accounts, found);
        let ended = std::mem::take(&mut *self.ended.lock().expect("not poisoned"));
        for session in ended {
            let gone = ada.stranger();
            gone.set_cookie("vizboard_session", &session);
            assert_eq!(gone.act("getUserProjects", json!({})).await.status, 401, "a session that was ended works again");
        }
    }

    /// How many writes of a kind were acknowledged so far.
    fn count(&self, kind: u32) -> u32 {
        match kind {
            0 => self.projects.lock().expect("not poisoned").count,
            1 => self.edits.lock().expect("not poisoned").count,
            2 => self.widgets.lock().expect("not poisoned").count,
            3 => self.connections.lock().expect("not poisoned").count,
            4 => self.is_public.lock().expect("not poisoned").count,
            5 => self.accounts.lock().expect("not poisoned").count,
            _ => self.first_name.lock().expect("not poisoned").count,
        }
    }

    /// Everything at once, for ever; each kind in a task of its own.
    fn write(&self, ada: &Caller) -> tokio::task::JoinSet<()> {
        let mut tasks = tokio::task::JoinSet::new();
        macro_rules! forever {
            ($kind:ident) => {{
                let (world, ada) = (self.clone(), ada.clone());
                tasks.spawn(async move {
                    loop {
                        let n = rand::random::<u32>();
                        world.$kind(&ada, n).await;
                    }
                });
            }};
        }
        forever!(one_project);
        forever!(one_edit);
        forever!(one_widget);
        forever!(one_connection);
        forever!(one_name);
        forever!(one_visibility);
        forever!(one_account);
        tasks
    }

    async fn one_project(&self, ada: &Caller, n: u32) {
        let mut next = self.projects.lock().expect("not poisoned").acknowledged.clone();
        if next.len() < 4 {
            let title = format!("p-{n}");
            next.insert(title.clone());
            write(&self.projects, next, async {
                ada.act("createProjectWithConnections", json!({ "title": title, "connections": [] })).await.json()
            })
            .await;
        } else {
            let title = next.pop_first().expect("some");
            let cards = ada.act("listProjectCards", json!({})).await.json();
            let card = cards["cards"].as_array().expect("cards").iter().find(|card| card["summary"]["title"] == title.as_str()).cloned();
            let id = card.expect("an acknowledged project is listed")["summary"]["id"].clone();
            write(&self.projects, next, async { ada.act("deleteProject", json!({ "projectId": id })).await.json() }).await;
        }
    }

    async fn one_edit(&self, ada: &Caller, n: u32) {
        let next = (format!("e{n}"), format!("d{n}"));
        let input = json!({ "id": self.edited, "title": next.0, "description": next.1 });
        write(&self.edits, next, async { ada.act("updateProject", input).await.json() }).await;
    }

    async fn one_widget(&self, ada: &Caller, n: u32) {
        let mut next = self.widgets.lock().expect("not poisoned").acknowledged.clone();
        let board = ada.act("getBoard", json!({ "projectId": self.board })).await.json();
        let ids = texts(&board["board"]["widgets"], "id");
        let title = format!("w{n}");
        let (action, input) = match n % 4 {
            _ if next.is_empty() => {
                next.push(title.clone());
                ("createWidget", json!({ "projectId": self.board, "type": "text", "title": title, "configs": { "text": "x" } }))
            }
            0 if next.len() < 8 => {
                next.push(title.clone());
                ("upsertWidgetAction", json!({ "projectId": self.board, "type": "text", "title": title, "configs": { "text": "x" } }))
            }
            1 => {
                next[0].clone_from(&title);
                ("updateWidget", json!({ "widgetId": ids[0], "title": title }))
            }
            2 => {
                next.reverse();
                let reversed: Vec<_> = ids.iter().rev().collect();
                ("reorderWidgets", json!({ "projectId": self.board, "orderedWidgetIds": reversed }))
            }
            _ => {
                next.remove(0);
                ("deleteWidgetAction", json!({ "widgetId": ids[0] }))
            }
        };
        write(&self.widgets, next, async { ada.act(action, input).await.json() }).await;
    }

    /// The log-in is refused at once, so each update ends with its validation.
    async fn one_connection(&self, ada: &Caller, n: u32) {
        let detail = ada.act("getProjectWithConnections", json!({ "projectId": self.connected })).await.json();
        let ids = texts(&detail["project"]["connections"], "id");
        let connection = |title: &str, id: Option<&String>| {
            let password = if id.is_some() { "KEEP_CURRENT_PASSWORD" } else { "secret" };
            let mut object = shop::object(&postgres::superuser(), title);
            (object["user"], object["password"]) = (json!("nobody"), json!(password));
            if let Some(id) = id {
                object["id"] = json!(id);
            }
            object
        };
        let next = match ids.len() {
            0 | 1 => vec![format!("k{n}"), format!("c{n}")],
            _ => vec![format!("k{n}")],
        };
        let list: Vec<_> = next.iter().enumerate().map(|(place, title)| connection(title, ids.get(place))).collect();
        let input = json!({ "id": self.connected, "connections": list });
        write(&self.connections, next, async { ada.act("updateProject", input).await.json() }).await;
    }

    async fn one_name(&self, ada: &Caller, n: u32) {
        let next = format!("n{n}");
        let input = json!({ "firstName": next, "lastName": "x" });
        write(&self.first_name, next, async { ada.act("updateUserName", input).await.json() }).await;
    }
}

impl World {
    async fn one_visibility(&self, ada: &Caller, _: u32) {
        let next = !self.is_public.lock().expect("not poisoned").acknowledged;
        let input = json!({ "projectId": self.shared, "public": next });
        write(&self.is_public, next, async { ada.act("setProjectVisibility", input).await.json() }).await;
    }

    /// Signs up and out again: what the log-out answered holds as well.
    async fn one_account(&self, ada: &Caller, _: u32) {
        let next = self.accounts.lock().expect("not poisoned").acknowledged + 1;
        let newcomer = ada.stranger();
        let name = format!("s-{next}");
        let input = json!({ "username": name, "email": format!("{name}@example.org"), "password": PASSWORD });
        write(&self.accounts, next, async { newcomer.act("SignUp", input).await.json() }).await;
        let session = newcomer.cookie("vizboard_session").expect("a session");
        assert_eq!(newcomer.act("logOut", json!({})).await.json()["success"], true);
        self.ended.lock().expect("not poisoned").push(session);
    }
}

async fn story(data: &TempDir, database: Option<String>, seed: u64) {
    let folder = data.path().join("demo");
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("facts.db");
    rusqlite::Connection::open(&file).expect("opens").execute_batch("create table facts (id integer primary key)").expect("a table");
    let launch = || {
        let mut command = command(data);
        command.env("VIZBOARD_ATTEMPTS_PER_ADDRESS", "100000");
        if let Some(url) = &database {
            command.env("DATABASE_URL", url);
        }
        Process::start(command)
    };
    let mut moments = rand::rngs::StdRng::seed_from_u64(seed);
    let first = launch();
    let ada = Caller::new(first.base.clone());
    let input = json!({ "username": "ada", "email": "ada@example.org", "password": PASSWORD });
    assert_eq!(ada.act("SignUp", input).await.json()["success"], true);
    let session = ada.cookie("vizboard_session").expect("a session");
    let world = World::make(&ada, file.to_str().expect("UTF-8")).await;
    drop(first);

    for life in 0..LIVES {
        let process = launch();
        let ada = Caller::new(process.base.clone());
        ada.set_cookie("vizboard_session", &session);
        world.verify(&ada).await;
        let writers = world.write(&ada);
        // Not a time but a number of writes of one kind, each kind in turn, and then somewhere inside the next ones:
        // so a slow machine tests as much as a fast one.
        let goal = world.count(life % KINDS) + moments.random_range(1..4);
        let started = Instant::now();
        while world.count(life % KINDS) < goal {
            assert!(started.elapsed() < Duration::from_secs(120), "kind {} makes no progress", life % KINDS);
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_micros(moments.random_range(0..60_000))).await;
        process.signal("KILL");
        drop(process);
        for ended in end(writers).await {
            assert!(ended.contains("an answer") || ended.contains("a body"), "a writer ended for another reason: {ended}");
        }
    }
    let process = launch();
    let ada = Caller::new(process.base.clone());
    ada.set_cookie("vizboard_session", &session);
    world.verify(&ada).await;
    for kind in 0..KINDS {
        assert!(world.count(kind) >= LIVES / KINDS, "kind {kind}: only {} writes were acknowledged", world.count(kind));
    }
}

/// How each writer ended: every one of them with the server.
async fn end(mut writers: tokio::task::JoinSet<()>) -> Vec<String> {
    let mut texts = Vec::new();
    while let Some(ended) = writers.join_next().await {
        let cause = ended.expect_err("writers go on until the server dies").into_panic();
        let text = cause.downcast_ref::<String>().cloned().or_else(|| cause.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        texts.push(text.unwrap_or_default());
    }
    texts
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_on_sqlite() {
    let data = tempfile::tempdir().expect("a folder");
    story(&data, None, 152).await;
    let file = std::fs::read_dir(data.path()).expect("the folder").filter_map(Result::ok).map(|entry| entry.path());
    let store = file.into_iter().find(|path| path.extension().is_some_and(|end| end == "db")).expect("the store");
    let db = rusqlite::Connection::open(store).expect("opens");
    let verdict: String = db.query_row("pragma integrity_check", [], |row| row.get(0)).expect("a verdict");
    assert_eq!(verdict, "ok");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_on_postgres() {
    let data = tempfile::tempdir().expect("a folder");
    story(&data, Some(postgres::fresh_database().await), 251).await;
}
