//! Lists and counts hold one's own and nothing else.

use super::{
    everybody::assert_clean,
    world::{Owner, World},
};
use serde_json::{Value as Json, json};

/// The ids in a list, in any order.
fn ids(list: &Json, pointer: &str) -> Vec<String> {
    let items = list.as_array().unwrap_or_else(|| panic!("a list: {list}"));
    let mut ids: Vec<String> = items.iter().map(|item| item.pointer(pointer).and_then(Json::as_str).expect("an id").to_owned()).collect();
    ids.sort();
    ids
}

fn sorted(ids: &[String]) -> Vec<String> {
    let mut ids = ids.to_vec();
    ids.sort();
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_is_ones_own() {
    let world = World::new().await;
    for (me, other) in [(&world.ada, &world.eve), (&world.eve, &world.ada)] {
        lists(me, other).await;
    }
}

async fn lists(me: &Owner, other: &Owner) {
    let (caller, mine) = (&me.caller, &me.ids);
    let project = json!({ "projectId": mine.project });
    let act = async |name: &str, input: &Json| {
        let answer = caller.act(name, input.clone()).await;
        assert_clean(name, &answer, other);
        answer.json()
    };
    let get = async |path: String| {
        let answer = caller.get(&path).await;
        assert_clean(&path, &answer, other);
        answer.json()
    };
    let projects = [mine.project.clone()];

    let listed = get(format!("/api/userprojects?userId={}", mine.user)).await;
    assert_eq!(ids(&listed["projects"], "/id"), projects);
    let counts = |summary: &Json| {
        ["totalConnections", "validConnections", "totalSchemas", "validSchemas", "widgetCount"].map(|name| summary[name].clone())
    };
    let expected = [2, 2, 2, 2, 3].map(|count| json!(count));
    assert_eq!(counts(&listed["projects"][0]), expected);
    assert_eq!(listed["projects"][0]["databases"], json!([me.canaries[0], me.canaries[1]]));

    let listed = act("getUserProjects", &json!({})).await;
    assert_eq!(ids(&listed["projects"], "/id"), projects);
    assert_eq!(counts(&listed["projects"][0]), expected);

    let listed = act("listProjectCards", &json!({})).await;
    assert_eq!(ids(&listed["cards"], "/summary/id"), projects);
    assert_eq!(counts(&listed["cards"][0]["summary"]), expected);
    let lengths = ["connections", "tiles"].map(|name| listed["cards"][0][name].as_array().map(Vec::len));
    assert_eq!(lengths, [Some(2), Some(3)]);

    let board = act("getBoard", &project).await["board"].clone();
    assert_eq!(ids(&board["widgets"], "/id"), sorted(&mine.widgets));
    assert_eq!(ids(&board["connections"], "/id"), sorted(&mine.connections));
    let detail = act("getProjectWithConnections", &project).await["project"].clone();
    assert_eq!(ids(&detail["connections"], "/id"), sorted(&mine.connections));
    assert_eq!(detail["orderedWidgetIds"], json!(mine.widgets));
    let listed = get(format!("/api/listconnections?projectId={}", mine.project)).await;
    assert_eq!(ids(&listed["connections"], "/id"), sorted(&mine.connections));
    let progress = act("getProjectProgress", &project).await;
    assert_eq!((&progress["running"], progress["connections"].as_array().map(Vec::len)), (&json!(0), Some(2)));
    let tables = act("listTables", &project).await;
    assert_eq!(tables["tables"].as_array().map(Vec::len), Some(2), "customers and orders: {tables}");
    act("getProjectSchema", &project).await;
    for widget in &mine.widgets {
        act("getWidgetData", &json!({ "widgetId": widget })).await;
        assert_eq!(get(format!("/api/widgets/{widget}")).await["widget"]["projectId"], json!(mine.project));
    }
    let user = act("getUserBySession", &json!({})).await["user"].clone();
    assert_eq!((&user["id"], &user["email"]), (&json!(mine.user), &json!(mine.email)));
    for page in ["/", "/projects", "/settings", "/projects/new"] {
        assert_clean(page, &caller.page(page).await, other);
    }
}
