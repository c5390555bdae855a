//! Rows of hosted databases: a private one of the team, another one to be given new ids, and what belongs to the first.

use super::table::{ACCOUNTS, HIDDEN, Is, NO_SESSION, Row, row};
use crate::harness::Caller;
use serde_json::{Value as Json, json};

/// Also asked by people without a session, who find public ones: to them and to strangers a private one is not there.
pub(super) const UNKNOWN: [Is; 3] = [Is::Status(404), Is::Status(404), Is::Ok];
/// On to another page.
const SENT_ON: [Is; 3] = [Is::Status(404), Is::Status(404), Is::Status(303)];
const SENT_ON_ACCOUNTS: [Is; 3] = [NO_SESSION, Is::Status(404), Is::Status(303)];

/// What a request about a database can name.
#[derive(Clone, Debug)]
pub struct Hosted {
    pub database: String,
    pub readonly: String,
    /// Another one, whose ids are changed.
    pub spare: String,
    /// One that is given away and deleted.
    pub gift: String,
    pub chart: String,
    /// A chart and a copy that the page deletes.
    pub old_chart: String,
    pub dashboard: String,
    pub app: String,
    /// A dashboard and an app that the page deletes.
    pub old_dashboard: String,
    pub old_app: String,
    pub copy: String,
    pub old_copy: String,
}

impl Hosted {
    /// A database of a team with one table `t (id, a)`, and what belongs to it.
    pub async fn made(caller: &Caller, team: &str, name: &str) -> Self {
        let text = |answer: &Json, field: &str| answer[field].as_str().unwrap_or_else(|| panic!("{field} in {answer}")).to_owned();
        let post = async |path: String, body: Json| {
            let answer = caller.post(&path, &body).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
            answer.json()
        };
        let make = async |name: String| {
            let query = "create table t (id integer primary key, a text); insert into t (a) values ('one'), ('two')";
            text(&post("/api/dbs".into(), json!({ "name": name, "team": team, "fileFormat": "sqlite", "query": query })).await, "id")
        };
        let (database, spare) = (make(format!("Database of {name}")).await, make(format!("Spare of {name}")).await);
        let gift = make(format!("Gift of {name}")).await;
        let shown = caller.get(&format!("/api/dbs/{database}")).await.json();
        let below = |what: &str| format!("/api/dbs/{database}/{what}");
        let chart =
            json!({ "chartType": "BarChart", "headers": ["a"], "hideNullValues": false, "labelRotation": 0, "table": "t", "title": "A" });
        let old_chart = text(&post(below("charts"), chart.clone()).await, "ulid");
        let chart = text(&post(below("charts"), chart).await, "ulid");
        let dashboard = text(&post(below("dashboards"), json!({ "charts": [chart], "title": "All" })).await, "ulid");
        let app = text(&post(below("apps"), json!({ "name": "Hello", "content": "<h1>Hello</h1>" })).await, "ulid");
        let old_dashboard = text(&post(below("dashboards"), json!({ "charts": [], "title": "Old" })).await, "ulid");
        let old_app = text(&post(below("apps"), json!({ "name": "Old", "content": "<h1>Old</h1>" })).await, "ulid");
        let old_copy = text(&post(below("copies"), json!({})).await, "id");
        let copy = text(&post(below("copies"), json!({})).await, "id");
        Self {
            readonly: text(&shown, "readonlyId"),
            database,
            spare,
            gift,
            chart,
            old_chart,
            dashboard,
            old_dashboard,
            app,
            old_app,
            copy,
            old_copy,
        }
    }

    /// Ids of the right form that nobody has, or what can be none.
    pub fn other(is_malformed: bool) -> Self {
        let ulid = if is_malformed { "x" } else { "01h2xcejqtf2nbrexx3vqjhp41" }.to_owned();
        let readonly = if is_malformed { "x" } else { "abcdefgh12345678" }.to_owned();
        let [database, spare, gift, chart, old_chart, dashboard, old_dashboard, app, old_app, copy, old_copy] =
            [(); 11].map(|()| ulid.clone());
        Self { database, readonly, spare, gift, chart, old_chart, dashboard, old_dashboard, app, old_app, copy, old_copy }
    }

    pub fn secret(&self) -> [&String; 12] {
        let Self { database, readonly, spare, gift, chart, old_chart, dashboard, old_dashboard, app, old_app, copy, old_copy } = self;
        [database, readonly, spare, gift, chart, old_chart, dashboard, old_dashboard, app, old_app, copy, old_copy]
    }
}

/// A path with its ids.
pub fn filled(path: &str, ids: &Hosted) -> String {
    let database = if path.contains("regenerate-") { &ids.spare } else { &ids.database };
    super::database_tables::filled(path)
        .replace("{dbId}", database)
        .replace("{readonlyId}", &ids.readonly)
        .replace("{chartId}", &ids.chart)
        .replace("{dashboardId}", &ids.dashboard)
        .replace("{appId}", &ids.app)
        .replace("{copyId}", &ids.copy)
}

/// In an order in which each row of the owner leaves what the next ones need.
pub const DATABASES: &[Row] = &[
    row("GET /api/dbs", ACCOUNTS, |_| Json::Null),
    row(
        "POST /api/dbs",
        HIDDEN,
        |ids| json!({ "fileFormat": "sqlite", "name": "One more", "query": "create table a (b)", "team": ids.team }),
    ),
    // A form is wanted.
    row("POST /dbs", [NO_SESSION, Is::Status(415), Is::Status(415)], |_| json!({})),
    row("PUT /dbs/{dbId}", [Is::Status(404), Is::Status(404), Is::Status(415)], |_| json!({})),
    row("GET /api/dbs/{dbId}", UNKNOWN, |_| Json::Null),
    row("PATCH /api/dbs/{dbId}", UNKNOWN, |_| json!({ "description": "Changed" })),
    row("GET /api/dbs/{dbId}/settings", HIDDEN, |_| Json::Null),
    row("PATCH /api/dbs/{dbId}/settings", HIDDEN, |_| {
        json!({ "auditing": true, "viewsTab": true, "schemaLocked": false, "visibility": "private",
            "environment": { "tag": "TextValue", "contents": "Staging" }, "envVars": [{ "name": "A", "value": "1" }],
            "location": { "lat": 50, "long": 40, "name": "City X" } })
    }),
    row("GET /api/dbs/{dbId}/env", HIDDEN, |_| Json::Null),
    row("POST /api/dbs/{dbId}/env", HIDDEN, |_| json!({ "name": "B", "value": "2" })),
    row("PATCH /api/dbs/{dbId}/env/{varName}", HIDDEN, |_| json!({ "value": "3" })),
    row("DELETE /api/dbs/{dbId}/env/{varName}", HIDDEN, |_| Json::Null),
    row("GET /api/dbs/{dbId}/changes?limit=10", HIDDEN, |_| Json::Null),
    row("POST /api/dbs/{dbId}/vacuum", UNKNOWN, |_| json!({})),
    row("GET /dbs/{dbId}/download", UNKNOWN, |_| Json::Null),
    row("GET /dbs/{dbId}/duplicate", UNKNOWN, |_| Json::Null),
    row("POST /dbs/{dbId}/duplicate", SENT_ON, |_| Json::Null),
    row("GET /readonly/{readonlyId}", SENT_ON, |_| Json::Null),
    row("GET /readonly/{readonlyId}/duplicate", UNKNOWN, |_| Json::Null),
    row("POST /readonly/{readonlyId}/duplicate", SENT_ON, |_| Json::Null),
    row("GET /dbs/{dbId}/regenerate-readonly-id", HIDDEN, |_| Json::Null),
    row("POST /dbs/{dbId}/regenerate-readonly-id", SENT_ON_ACCOUNTS, |_| Json::Null),
    row("GET /api/dbs/{dbId}/copies", HIDDEN, |_| Json::Null),
    row("POST /api/dbs/{dbId}/copies", HIDDEN, |_| json!({})),
    row("POST /api/dbs/{dbId}/copies/{copyId}/restore", HIDDEN, |_| json!({})),
    row("DELETE /api/dbs/{dbId}/copies/{copyId}", HIDDEN, |_| Json::Null),
    row("GET /api/dbs/{dbId}/charts", UNKNOWN, |_| Json::Null),
    row(
        "POST /api/dbs/{dbId}/charts",
        UNKNOWN,
        |_| json!({ "chartType": "LineChart", "headers": ["id", "a"], "hideNullValues": true, "labelRotation": 45, "table": "t", "title": "B" }),
    ),
    row("PATCH /api/dbs/{dbId}/charts/{chartId}", UNKNOWN, |_| json!({ "title": "Changed" })),
    row("GET /api/dbs/{dbId}/dashboards", UNKNOWN, |_| Json::Null),
    row("POST /api/dbs/{dbId}/dashboards", UNKNOWN, |ids| json!({ "charts": [ids.hosted.chart], "title": "More" })),
    row("PATCH /api/dbs/{dbId}/dashboards/{dashboardId}", UNKNOWN, |_| json!({ "title": "Changed" })),
    row("DELETE /api/dbs/{dbId}/dashboards/{dashboardId}", UNKNOWN, |_| Json::Null),
    row("DELETE /api/dbs/{dbId}/charts/{chartId}", UNKNOWN, |_| Json::Null),
    row("GET /api/dbs/{dbId}/apps", UNKNOWN, |_| Json::Null),
    row("POST /api/dbs/{dbId}/apps", UNKNOWN, |_| json!({ "name": "Other", "content": "<p>Other</p>" })),
    row("PATCH /api/dbs/{dbId}/apps/{appId}", UNKNOWN, |_| json!({ "content": "<p>Changed</p>" })),
    row("GET /dbs/{dbId}/apps/{appId}", UNKNOWN, |_| Json::Null),
    row("DELETE /api/dbs/{dbId}/apps/{appId}", UNKNOWN, |_| Json::Null),
    row("GET /dbs/{dbId}/regenerate-db-id", HIDDEN, |_| Json::Null),
    row("POST /dbs/{dbId}/regenerate-db-id", SENT_ON_ACCOUNTS, |_| Json::Null),
    row("DELETE /api/dbs/{dbId}", HIDDEN, |_| Json::Null),
];
