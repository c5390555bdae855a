//! Two owners who each have everything, and four browsers that belong to nobody any more.

use super::{databases::Hosted, rows};
use crate::{
    harness::{Caller, PASSWORD, Store, TestServer},
    projects::shop,
};
use serde_json::{Value as Json, json};
use sqlx::AssertSqlSafe;
use vizboard::model::team_role::TeamRole;

const COOKIE: &str = "vizboard_session";

pub struct World {
    pub server: TestServer,
    pub ada: Owner,
    pub eve: Owner,
    /// Without a session, and with sessions that ended, each with its reason.
    pub nobody: Vec<(&'static str, Caller)>,
}

/// Somebody with a public project of two connections and three widgets.
pub struct Owner {
    pub caller: Caller,
    /// Members of the team that has the project, by role.
    pub mates: [(TeamRole, Caller); 3],
    pub ids: Ids,
    /// What nobody else may ever see, besides the ids.
    pub canaries: Vec<String>,
}

/// What a request can name.
#[derive(Clone, Debug)]
pub struct Ids {
    pub user: String,
    pub email: String,
    pub project: String,
    pub link: String,
    pub connections: Vec<String>,
    /// A chart, a table and a text.
    pub widgets: Vec<String>,
    /// A saved query.
    pub query: String,
    /// Two row rules that hide nothing of orders from viewers.
    pub rules: Vec<String>,
    /// Of the board, by country.
    pub filter: String,
    /// A link of its own.
    pub share: String,
    /// Its token; it asks for a password.
    pub guarded: String,
    /// Two API tokens that read its project.
    pub tokens: Vec<String>,
    /// The first connection as an edit form sends it back.
    pub draft: Json,
    pub username: String,
    /// Name of the team that has the project.
    pub team: String,
    /// User name of a viewer in it.
    pub mate: String,
    /// Of a link into the team that waits.
    pub invitation: String,
    /// The token of another one.
    pub invited: String,
    pub hosted: Hosted,
}

impl Ids {
    /// Ids of the right form that nobody has.
    pub fn absent(&self) -> Self {
        self.map(|_| uuid::Uuid::new_v4().to_string(), "nobody@example.org", "xYz9AbC12345")
    }

    /// What can be no id.
    pub fn malformed(&self) -> Self {
        self.map(|_| "x".to_owned(), "x", "x")
    }

    fn map(&self, id: fn(&str) -> String, email: &str, link: &str) -> Self {
        let other = |name: &str| email.chars().take(name.len()).collect::<String>();
        let all = |ids: &[String]| ids.iter().map(|old| id(old)).collect::<Vec<_>>();
        let mut draft = self.draft.clone();
        let connections = all(&self.connections);
        draft["id"] = json!(connections[0]);
        Self {
            user: id(&self.user),
            email: email.to_owned(),
            project: id(&self.project),
            link: link.to_owned(),
            connections,
            widgets: all(&self.widgets),
            query: id(&self.query),
            rules: all(&self.rules),
            filter: id(&self.filter),
            share: id(&self.share),
            guarded: "0123456789abcdefghijABCDEFGHIJ42".to_owned(),
            tokens: all(&self.tokens),
            draft,
            // As long as the real ones, for comparing pages.
            username: other(&self.username),
            team: format!("Crew of {}", other(&self.username)),
            mate: format!("{}-viewer", other(&self.username)),
            invitation: id(&self.invitation),
            invited: "0123456789abcdefghijABCDEFGHIJ42".to_owned(),
            hosted: Hosted::other(id("") == "x"),
        }
    }

    /// The ids themselves, without the link, which is there to be known.
    pub fn secret(&self) -> Vec<String> {
        let one = [&self.user, &self.email, &self.project, &self.query, &self.filter, &self.share, &self.team, &self.mate];
        let one = one.into_iter().chain([&self.invitation]).chain(&self.rules);
        one.chain(&self.connections).chain(&self.widgets).chain(self.hosted.secret()).cloned().collect()
    }
}

impl World {
    pub async fn new() -> Self {
        // Nobody is slowed down here: what is limited has tests of its own.
        let settings = [
            ("VIZBOARD_ATTEMPTS_PER_ADDRESS", "50000"),
            ("VIZBOARD_ATTEMPTS_PER_ACCOUNT", "50000"),
            ("VIZBOARD_PADDLE_KEY", "a-key-of-billing-events"),
        ];
        let server = TestServer::start_with(Store::Sqlite, &settings).await;
        let (ada, eve) = (owner(&server, "ada").await, owner(&server, "eve").await);
        let (suspended, expired, left) = (server.sign_up("sue").await, server.sign_up("xena").await, server.sign_up("lou").await);
        run(&server, "update accounts set suspended_at = 1 where username = 'sue'").await;
        run(&server, "update sessions set expires_at = 1 where account_id in (select id from accounts where username = 'xena')").await;
        let token = left.cookie(COOKIE).expect("a session");
        assert_eq!(left.act("logOut", json!({})).await.json()["success"], true);
        left.set_cookie(COOKIE, &token);
        let nobody = vec![
            ("nobody", server.anon()),
            ("a suspended account", suspended),
            ("an expired session", expired),
            ("a session that logged out", left),
        ];
        Self { server, ada, eve, nobody }
    }
}

/// Changes the store behind the server's back.
pub async fn run(server: &TestServer, statement: &str) {
    let mut db = server.app().store.read().await.expect("the store answers");
    sqlx::query(AssertSqlSafe(statement.to_owned())).execute(&mut *db).await.expect("the statement runs");
}

/// A token of a team for a project: its number and itself.
pub async fn token(caller: &Caller, team: &str, project: &str, names: &[&str]) -> (String, String) {
    let permissions: Vec<_> = names.iter().map(|name| json!({ "project_id": project, "name": name })).collect();
    let body = json!({ "team_name": team, "name": names.join(" and "), "permissions": permissions });
    let answer = caller.post("/api/tokens", &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let token = answer.json();
    (token["id"].to_string(), token["body"].as_str().expect("a body").to_owned())
}

async fn owner(server: &TestServer, name: &str) -> Owner {
    let caller = server.sign_up(name).await;
    let (one, two) = (shop::connection(&format!("Canary one of {name}")).await, shop::connection(&format!("Canary two of {name}")).await);
    let canaries = [&one["title"], &two["title"], &one["database"], &two["database"]].map(|text| text.as_str().expect("a text").to_owned());
    let (team, mates) = crew(server, &caller, name).await;
    let project = shop::project_in(&caller, &format!("Project of {name}"), &[one, two], &team).await;
    rows::rest(&caller, &project).await;
    let (chart, table) = (shop::chart(&caller, &project).await, shop::table(&caller, &project).await);
    let text = json!({ "projectId": project, "type": "text", "title": "Notes", "configs": { "text": "# Hello" } });
    let text = shop::widget(&caller, text).await;
    let query = json!({ "projectId": project, "title": format!("Query of {name}"), "text": "select * from orders where id = :id" });
    let query = caller.act("saveQuery", query).await.json()["queryId"].clone();
    let filter = shop::filter(&caller, &project, "Country", &[(&table, "customers", "country")]).await;
    let share = caller
        .act("saveLink", json!({ "projectId": project, "title": "For a friend", "password": PASSWORD, "diagram": true, "downloads": true }))
        .await
        .json()["link"]
        .clone();
    let connections = shop::connection_ids(&caller, &project).await;
    let rule = json!({ "projectId": project, "connectionId": connections[0], "table": "orders", "audience": "viewers",
        "conditions": [{ "column": "id", "op": "not_null" }] });
    let mut rules = Vec::new();
    for _ in 0..2 {
        let made = caller.act("saveRowRule", rule.clone()).await.json()["ruleId"].clone();
        rules.push(made.as_str().expect("an id").to_owned());
    }
    let shared = caller.act("setProjectVisibility", json!({ "projectId": project, "public": true })).await.json();
    let detail = caller.act("getProjectWithConnections", json!({ "projectId": project })).await.json();
    let mut draft = detail["project"]["connections"][0].clone();
    draft["password"] = json!("KEEP_CURRENT_PASSWORD");
    let invited = caller.act("inviteToTeam", json!({ "team": team, "role": "Viewer" })).await.json();
    let waiting =
        caller.act("inviteToTeam", json!({ "team": team, "role": "Editor", "email": format!("for-{name}@example.org") })).await.json();
    let user = caller.act("getUserBySession", json!({})).await.json()["user"].clone();
    let mut tokens = Vec::new();
    for _ in 0..2 {
        tokens.push(token(&caller, &team, &project, &["read"]).await.0);
    }
    let text_of = |value: &Json| value.as_str().expect("a text").to_owned();
    let ids = Ids {
        user: text_of(&user["id"]),
        email: text_of(&user["email"]),
        link: text_of(&shared["idPublic"]),
        connections,
        widgets: vec![chart, table, text],
        query: text_of(&query),
        rules,
        filter,
        share: text_of(&share["id"]),
        guarded: text_of(&share["path"]).trim_start_matches("/public/").to_owned(),
        tokens,
        project,
        draft,
        username: name.to_owned(),
        mate: format!("{name}-viewer"),
        invitation: text_of(&waiting["invitationId"]),
        invited: text_of(&invited["shownOnce"]).trim_start_matches("/invite/").to_owned(),
        hosted: Hosted::made(&caller, &team, name).await,
        team,
    };
    Owner { caller, mates, ids, canaries: canaries.to_vec() }
}

/// A team of an owner with a member of each role.
async fn crew(server: &TestServer, owner: &Caller, name: &str) -> (String, [(TeamRole, Caller); 3]) {
    let team = format!("Crew of {name}");
    assert_eq!(owner.act("createTeam", json!({ "name": team })).await.json()["success"], true);
    let join = async |role: TeamRole| {
        let mate = server.sign_up(&format!("{name}-{}", role.name().to_lowercase())).await;
        let link = owner.act("inviteToTeam", json!({ "team": team, "role": role.name() })).await.json()["shownOnce"].clone();
        let token = link.as_str().expect("a link").trim_start_matches("/invite/").to_owned();
        let joined = mate.act("acceptInvitation", json!({ "token": token })).await.json();
        assert_eq!(joined["success"], true, "{joined}");
        (role, mate)
    };
    let mates = [join(TeamRole::Admin).await, join(TeamRole::Editor).await, join(TeamRole::Viewer).await];
    (team, mates)
}
