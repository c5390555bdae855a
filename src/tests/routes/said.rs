//! Whoever changes something is in the audit log: every route is asked by its owner, and where a row of any table came or
//! went there must be an entry.

use super::{rows::rows, table::TABLE, world::World};
use serde_json::json;
use std::{collections::BTreeMap, time::Duration};

/// What the background and the limits of log-ins write, and how often links were opened.
const NOT_ASKED_FOR: [&str; 3] = ["attempts", "jobs", "known_addresses"];
/// Routes that change something and say nothing, each with its reason.
const SILENT: &[(&str, &str)] =
    &[("POST /api/events/paddle?key=a-key-of-billing-events", "the event here names no team, so nothing is billed otherwise")];

type Rows = BTreeMap<String, Vec<String>>;

fn changed(before: &Rows, after: &Rows) -> Vec<String> {
    let of = |rows: &Rows, table: &str| rows.get(table).cloned().unwrap_or_default();
    let tables = after.keys().filter(|table| !NOT_ASKED_FOR.contains(&table.as_str()) && *table != "audit_log");
    tables.filter(|table| of(before, table) != of(after, table)).cloned().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_that_changes_something_writes_an_entry() {
    let world = World::new().await;
    let (server, ada) = (&world.server, &world.ada);
    let (mut silent, mut said) = (Vec::new(), 0);
    for row in TABLE.iter() {
        let browser = if row.ends_session() { server.log_in("ada").await } else { ada.caller.clone() };
        quiet(&world).await;
        let before = rows(server).await;
        row.ask(server, &browser, &ada.ids).await;
        let after = rows(server).await;
        let changed = changed(&before, &after);
        if after["audit_log"].len() > before["audit_log"].len() {
            said += 1;
        } else if !changed.is_empty() && !SILENT.iter().any(|(route, _)| *route == row.route) {
            silent.push(format!("{} changes {changed:?}", row.route));
        }
    }
    assert!(silent.is_empty(), "nothing is in the audit log about these:\n{}", silent.join("\n"));
    assert!(said > 50, "{said}");
}

/// Waits until the background has ended what the routes before began.
async fn quiet(world: &World) {
    for _ in 0..600 {
        let progress = world.ada.caller.act("getProjectProgress", json!({ "projectId": world.ada.ids.project })).await.json();
        if progress["running"].as_u64().unwrap_or_default() == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the background is still busy");
}
