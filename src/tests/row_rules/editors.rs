//! Editors with a rule: no statement of their own, no draft, no number of rows.

use super::{Engine, Shop, only};
use crate::projects::shop::{data, project_in};
use serde_json::{Value as Json, json};

const OWN: &str = "c1";

async fn shop(engine: Engine) -> Shop {
    let shop = Shop::new(&[engine, Engine::Sqlite]).await;
    shop.rule(&shop.connections[0], "orders", "editors", json!([{ "column": "customer", "op": "eq", "values": [OWN] }])).await;
    shop
}

#[tokio::test(flavor = "multi_thread")]
async fn no_statement_runs_where_a_rule_limits() {
    for engine in Engine::ALL {
        let shop = shop(engine).await;
        let text = "select * from orders";
        let (limited, free) = (&shop.connections[0], &shop.connections[1]);
        let input = |connection: &str| json!({ "projectId": shop.project, "connectionId": connection, "text": text });
        for action in ["runQuery", "explainQuery", "describeQuery", "listParameters", "formatQuery"] {
            let answer = shop.eddy.act(action, input(limited)).await.json();
            assert_eq!(answer["success"], false, "{engine:?} {action}: {answer}");
            assert!(answer["error"].as_str().is_some_and(|error| error.contains("Row rules limit")), "{action}: {answer}");
            assert_eq!(shop.eddy.act(action, input(free)).await.json()["success"], true, "{action}: another database");
            assert_eq!(shop.ada.act(action, input(limited)).await.json()["success"], true, "{action}: an administrator");
        }
        let mut file = input(limited);
        file["format"] = json!("csv");
        let answer = shop.eddy.post(&format!("/api/projects/{}/export", shop.project), &file).await;
        assert_eq!(answer.status, 403, "{}", answer.text());

        let saved = json!({ "projectId": shop.project, "connectionId": limited, "title": "All", "text": text });
        let saved = shop.ada.act("saveQuery", saved).await.json()["queryId"].clone();
        let widget = shop.widget("datatables", "simple_dataTable", json!({ "source": { "query": saved } })).await;
        assert_eq!(data(&shop.ada, &widget, json!({})).await["total"], json!({ "exactly": 60 }), "{engine:?}");
        let tile = data(&shop.eddy, &widget, json!({})).await;
        assert_eq!(tile["drawing"], "failed", "{tile}");
        assert!(tile["message"].as_str().is_some_and(|text| text.contains("Row rules limit")), "{tile}");
        let draft = json!({ "draft": { "projectId": shop.project, "type": "datatables", "configs": { "source": { "query": saved } } } });
        refused(&shop.eddy.act("getWidgetData", draft).await.json(), "a draft");
    }
}

#[track_caller]
fn refused(answer: &Json, what: &str) {
    let error = answer["error"].as_str().unwrap_or_default();
    assert!(answer["success"] == false && error.contains("Row rules limit"), "{what}: {answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_statement_is_written_or_described_where_a_rule_limits() {
    for engine in Engine::ALL {
        let shop = shop(engine).await;
        let (limited, free) = (&shop.connections[0], &shop.connections[1]);
        let text = "select max(customer) as told from orders";
        let query = |connection: &str| json!({ "projectId": shop.project, "connectionId": connection, "title": "Told", "text": text });
        let saved = shop.ada.act("saveQuery", query(limited)).await.json()["queryId"].clone();
        refused(&shop.eddy.act("saveQuery", query(limited)).await.json(), "a new query");
        let mut changed = query(limited);
        changed["queryId"] = saved.clone();
        refused(&shop.eddy.act("saveQuery", changed).await.json(), "one of somebody else");
        assert_eq!(shop.eddy.act("saveQuery", query(free)).await.json()["success"], true, "{engine:?}: another database");

        let source = json!({ "source": { "query": saved } });
        shop.widget("datatables", "simple_dataTable", source.clone()).await;
        let named = json!({ "projectId": shop.project, "queryId": saved });
        let columns = shop.ada.act("listTables", named.clone()).await.json();
        assert_eq!(columns["tables"][0]["columns"][0]["name"], "told", "{columns}");
        refused(&shop.eddy.act("listTables", named).await.json(), "its columns");
        let widget =
            json!({ "projectId": shop.project, "type": "datatables", "subtype": "simple_dataTable", "title": "W", "configs": source });
        let answer = shop.eddy.act("createWidget", widget).await.json();
        refused(&answer, "a widget over it");
        assert_eq!(answer["field"], "configs[source][query]", "{answer}");
        let project = json!({ "projectId": shop.project });
        let columns =
            async |caller: &crate::harness::Caller| caller.act("listFilters", project.clone()).await.json()["columns"].to_string();
        assert!(columns(&shop.ada).await.contains("told") && !columns(&shop.eddy).await.contains("told"), "{engine:?}");

        let document = shop.ada.act("exportBoard", project.clone()).await.json()["document"].clone();
        for (field, other) in [("text", "select min(customer) as told from orders"), ("key", "another")] {
            let mut document = document.clone();
            document["queries"][0][field] = json!(other);
            let input = json!({ "projectId": shop.project, "document": document.to_string() });
            refused(&shop.eddy.act("importBoard", input).await.json(), field);
        }
        let queries = shop.ada.act("listQueries", project.clone()).await.json();
        assert_eq!(queries["queries"].as_array().map(Vec::len), Some(2), "{queries}");
        assert!(!queries.to_string().contains("min("), "{queries}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_belongs_to_the_project_of_its_connection() {
    let shop = shop(Engine::Sqlite).await;
    let second = Engine::Sqlite.connection(&shop.server, "Second").await;
    let other = project_in(&shop.ada, "Other", &[second], super::TEAM).await;
    let input = json!({ "projectId": shop.project, "connectionId": shop.connections[1], "text": "select 1", "keep": true });
    let run = shop.eddy.act("runQuery", input).await.json()["runId"].clone();
    let kept = async |project: &str| shop.eddy.act("getQueryRun", json!({ "projectId": project, "runId": run })).await.json();
    assert_eq!(kept(&shop.project).await["success"], true);
    let answer = kept(&other).await;
    assert!(answer["success"] == false && answer["rows"].is_null(), "{answer}");
    assert!(answer["error"].as_str().is_some_and(|error| error.contains("is not kept any more")), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_from_before_the_rule_is_not_shown_again() {
    let shop = Shop::new(&[Engine::Sqlite]).await;
    let input = json!({ "projectId": shop.project, "connectionId": shop.connections[0], "text": "select * from orders", "keep": true });
    let run = shop.eddy.act("runQuery", input).await.json()["runId"].clone();
    let kept = json!({ "projectId": shop.project, "runId": run });
    assert_eq!(shop.eddy.act("getQueryRun", kept.clone()).await.json()["success"], true);
    shop.rule(&shop.connections[0], "orders", "editors", json!([])).await;
    let answer = shop.eddy.act("getQueryRun", kept).await.json();
    assert!(answer["success"] == false && answer["rows"].is_null(), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_hold_ones_own_and_other_spellings_are_no_tables() {
    for engine in Engine::ALL {
        let shop = shop(engine).await;
        let draft = |table: &str| {
            let configs = json!({ "connectionId": shop.connections[0], "tables": [table], "pageSize": 200 });
            json!({ "draft": { "projectId": shop.project, "type": "datatables", "configs": configs } })
        };
        let seen = shop.eddy.act("getWidgetData", draft("orders")).await.json()["data"].clone();
        assert_eq!(seen["total"], json!({ "exactly": 15 }), "{engine:?}: {seen}");
        only(&seen, &[OWN], "a draft");
        for other in ["ORDERS", "Orders", "\"orders\"", "public.orders", "main.orders", " orders", "orders;", "orders\u{0}", "`orders`"] {
            let answer = shop.eddy.act("getWidgetData", draft(other)).await.json();
            assert!(!answer.to_string().contains("secret"), "{engine:?} {other}: {answer}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn how_many_rows_there_are_is_not_told() {
    let shop = shop(Engine::Mysql).await;
    let named = json!({ "projectId": shop.project, "connectionId": shop.connections[0], "table": "orders" });
    let table = shop.eddy.act("getTableSchema", named.clone()).await.json();
    assert!(table["table"]["name"] == "orders" && table["table"]["row_estimate"].is_null(), "{table}");
    let told = async |caller: &crate::harness::Caller| {
        let lines = caller.act("listSchemaTables", named.clone()).await.json();
        let lines = lines["tables"].as_array().expect("tables").clone();
        lines.into_iter().filter(|line| !line["rowEstimate"].is_null()).count()
    };
    let both = (told(&shop.ada).await > 0, told(&shop.eddy).await);
    assert_eq!(both, (true, 0), "nor of other tables: one may be the limited one by a new name");
    let schema = shop.eddy.act("getProjectSchema", json!({ "projectId": shop.project })).await.json();
    let tables = schema["schema"]["tables"].as_array().expect("tables");
    assert!(tables.len() == 3 && tables.iter().all(|table| table["row_estimate"].is_null()), "{schema}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_who_made_the_project_is_limited_and_cannot_lift_it() {
    let shop = Shop::new(&[Engine::Sqlite]).await;
    let handed = json!({ "projectId": shop.project, "username": "eddy" });
    assert_eq!(shop.ada.act("handOverProject", handed).await.json()["success"], true);
    let rule = shop.rule(&shop.connections[0], "orders", "editors", json!([{ "column": "customer", "op": "eq", "values": [OWN] }])).await;
    let widget = shop.orders().await;
    assert_eq!(data(&shop.eddy, &widget, json!({})).await["total"], json!({ "exactly": 15 }));
    for caller in [&shop.eddy, &shop.vera] {
        for (action, input) in [
            ("listRowRules", json!({ "projectId": shop.project })),
            ("deleteRowRule", json!({ "projectId": shop.project, "ruleId": rule })),
            ("setMemberAttribute", json!({ "team": super::TEAM, "username": "eddy", "name": "customer", "value": "c2" })),
        ] {
            let answer = caller.act(action, input).await.json();
            assert_eq!(answer["success"], false, "{action}: {answer}");
        }
    }
    assert_eq!(data(&shop.eddy, &widget, json!({})).await["total"], json!({ "exactly": 15 }));
}
