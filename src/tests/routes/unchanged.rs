//! Reading writes nothing: not one row of one table.

use super::{
    pages::{self, PAGES},
    rows::{assert_same, rest, rows},
    table::TABLE,
    world::World,
};
use reqwest::Method;

#[tokio::test(flavor = "multi_thread")]
async fn reading_writes_nothing() {
    let world = World::new().await;
    let (server, ada) = (&world.server, &world.ada);
    // What leaves as a file is written down in the audit log.
    let mut paths: Vec<String> = TABLE
        .iter()
        .filter(|row| !row.route.ends_with("/download") && !row.route.contains("/export"))
        .map(|row| row.path(&ada.ids))
        .collect();
    paths.extend(PAGES.iter().map(|(path, _)| pages::filled(path, &ada.ids)));
    paths.extend(pages::files(server).await);
    let board = pages::filled("/projects/{id}/dashboard", &ada.ids);
    paths.extend(
        ["?add=bar", "?w1.sort=-name&w1.page=2&w1.q=a", "?edit=0", "?delete=0", "?share=1", "?patient=1"]
            .map(|query| format!("{board}{query}")),
    );
    rest(&ada.caller, &ada.ids.project).await;
    let before = rows(server).await;
    for path in &paths {
        for (method, accept) in [(Method::GET, "text/html"), (Method::GET, "*/*"), (Method::HEAD, "*/*"), (Method::OPTIONS, "*/*")] {
            ada.caller.send(method, path, &[("accept", accept)], vec![]).await;
        }
        world.eve.caller.send(Method::GET, path, &[("accept", "text/html")], vec![]).await;
        assert_same(&before, &rows(server).await, path);
    }
}
