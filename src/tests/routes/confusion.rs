//! One's own id in one field does not open somebody else's in another (security.md, check 27).

use super::{
    everybody::assert_clean,
    rows::{assert_same, rows_without_log},
    world::World,
};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn ids_of_two_owners_in_one_request() {
    let world = World::new().await;
    let (server, ada, eve) = (&world.server, &world.ada, &world.eve);
    let (mine, theirs) = (&eve.ids, &ada.ids);
    let table = |connection: &str| json!({ "connectionId": connection, "tables": ["customers"] });
    let chart = |connection: &str| json!({ "connectionId": connection, "tableName": "orders", "xAxisColumn": "day" });
    let merged = |ids: [&str; 2]| json!({ "connectionIds": ids, "tables": ["customers"] });
    let integrated = json!({ "projectId": mine.project, "type": "datatables", "subtype": "integrated_dataTable", "title": "T" });
    let with = |configs| {
        let mut widget = integrated.clone();
        widget["configs"] = configs;
        widget
    };
    let mixed = with(merged([&mine.connections[0], &theirs.connections[0]]));
    let foreign = with(merged([&theirs.connections[0], &theirs.connections[1]]));
    let one = json!({ "projectId": mine.project, "type": "datatables", "title": "T", "configs": table(&theirs.connections[0]) });
    let drawn = json!({ "projectId": mine.project, "type": "bar_charts", "title": "T", "configs": chart(&theirs.connections[1]) });
    let mut stolen = theirs.draft.clone();
    stolen["title"] = json!("Stolen");
    let before = rows_without_log(server).await;
    for (action, input) in [
        ("upsertWidgetAction", json!({ "projectId": mine.project, "widgetId": theirs.widgets[0], "title": "Mine" })),
        ("updateWidget", json!({ "projectId": mine.project, "widgetId": theirs.widgets[0], "title": "Mine" })),
        ("updateWidget", json!({ "widgetId": mine.widgets[0], "configs": chart(&theirs.connections[0]) })),
        ("updateWidget", json!({ "widgetId": mine.widgets[1], "configs": table(&theirs.connections[0]) })),
        ("createWidget", mixed.clone()),
        ("createWidget", foreign.clone()),
        ("createWidget", one.clone()),
        ("createWidget", drawn.clone()),
        ("upsertWidgetAction", mixed.clone()),
        ("getWidgetData", json!({ "draft": mixed })),
        ("getWidgetData", json!({ "draft": foreign })),
        ("getWidgetData", json!({ "draft": one })),
        ("getWidgetData", json!({ "draft": drawn })),
        ("getWidgetData", json!({ "widgetId": theirs.widgets[1], "projectId": mine.project })),
        ("getWidgetData", json!({ "widgetId": mine.widgets[1], "draft": one })),
        ("listTables", json!({ "projectId": mine.project, "connectionIds": [theirs.connections[0]] })),
        ("listTables", json!({ "projectId": mine.project, "connectionIds": [mine.connections[0], theirs.connections[0]] })),
        ("reorderWidgets", json!({ "projectId": mine.project, "orderedWidgetIds": theirs.widgets })),
        ("reorderWidgets", json!({ "projectId": mine.project, "orderedWidgetIds": [mine.widgets[0], mine.widgets[1], theirs.widgets[2]] })),
        ("testConnection", json!({ "projectId": mine.project, "connection": theirs.draft })),
        ("testConnection", json!({ "connection": theirs.draft })),
        ("updateProject", json!({ "id": mine.project, "connections": [stolen] })),
        ("createProjectWithConnections", json!({ "title": "T", "connections": [stolen] })),
        ("deleteConnection", json!({ "projectId": mine.project, "connectionId": theirs.connections[0] })),
        ("deleteProject", json!({ "projectId": theirs.project, "userId": theirs.user })),
        ("deleteProject", json!({ "projectId": theirs.project, "userId": mine.user })),
    ] {
        let answer = eve.caller.act(action, input.clone()).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["success"]), (200, &json!(false)), "{action} {input}: {}", answer.text());
        assert_clean(action, &answer, ada);
    }
    assert_same(&before, &rows_without_log(server).await, "two owners' ids");
    for (path, body) in [(format!("/api/projects/{}/public", theirs.project), json!({ "public": true, "projectId": mine.project }))] {
        assert_eq!(eve.caller.post(&path, &body).await.status, 404, "{path}");
    }
    assert_same(&before, &rows_without_log(server).await, "the id in the path counts");
}
