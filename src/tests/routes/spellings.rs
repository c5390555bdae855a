//! Signed in or not: another spelling of a request never gets more than the request itself (security.md, check 29).

use super::{
    rows::{assert_same, rows},
    world::{Owner, World},
};
use serde_json::json;
use std::{
    io::{Read, Write},
    net::TcpStream,
};

/// Status and body of a request that is sent as it stands.
fn raw(world: &World, who: &Owner, line: &str, headers: &str, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(world.server.address()).expect("it listens");
    let cookie = who.caller.cookie("vizboard_session").expect("a session");
    let head = format!(
        "{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncookie: vizboard_session={cookie}\r\n{headers}content-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("{line}: {answer:?}"));
    (status, answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
}

const JSON: &str = "content-type: application/json\r\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn spellings_of_a_path_open_nothing() {
    let world = World::new().await;
    let ada = &world.ada;
    let before = rows(&world.server).await;
    let spelled = |path: &str| -> Vec<String> {
        let (folder, last) = path.rsplit_once('/').expect("a path");
        let first = path[1..].chars().next().expect("a letter");
        vec![
            format!("/{path}"),
            format!("{folder}//{last}"),
            format!("/.{path}"),
            format!("{folder}/./{last}"),
            format!("/x/..{path}"),
            format!("/%{:02x}{}", first as u32, &path[2..]),
            format!("{folder}%2f{last}"),
            format!("{folder}%2F{last}"),
            format!("{folder}/%2e/{last}"),
            format!("{path}/"),
            format!("{path};x=1"),
            format!("{path}%00"),
            format!("{path}%20"),
            format!("{path}."),
            format!("{path}.json"),
            path.to_uppercase(),
            path.replace('/', "\\"),
        ]
    };
    let id = json!({ "projectId": ada.ids.project, "public": true }).to_string();
    for (method, path) in [
        ("POST", "/actions/deleteProject".to_owned()),
        ("POST", "/actions/getBoard".to_owned()),
        ("GET", "/api/userprojects".to_owned()),
        ("GET", format!("/api/widgets/{}", ada.ids.widgets[0])),
        ("POST", format!("/api/projects/{}/public", ada.ids.project)),
    ] {
        for other in spelled(&path) {
            let (status, body) = raw(&world, ada, &format!("{method} {other}"), JSON, &id);
            // An id is compared without case; a spelling of a page's path may be a page, which does nothing.
            let same_id = other.eq_ignore_ascii_case(&path) && other.starts_with("/api/widgets");
            assert!(matches!(status, 400 | 404 | 405) || same_id, "{method} {other}: {status} {body}");
        }
    }
    assert_same(&before, &rows(&world.server).await, "another spelling");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn headers_and_queries_do_not_stand_in_for_method_address_or_body() {
    let world = World::new().await;
    let (ada, eve) = (&world.ada, &world.eve);
    let before = rows(&world.server).await;
    let own = json!({ "projectId": eve.ids.project }).to_string();
    for header in ["x-http-method-override: POST", "x-http-method: POST", "x-method-override: POST"] {
        let headers = format!("{header}\r\n{JSON}");
        let (status, _) = raw(&world, ada, "GET /actions/deleteProject", &headers, &json!({ "projectId": ada.ids.project }).to_string());
        assert_eq!(status, 405, "{header}");
    }
    for header in ["x-original-url", "x-rewrite-url", "x-forwarded-path", "x-original-uri"] {
        let headers = format!("{header}: /actions/deleteProject\r\n{JSON}");
        let (status, body) = raw(&world, eve, "POST /actions/getProjectProgress", &headers, &own);
        assert!(status == 200 && body.contains("\"running\""), "{header}: {body}");
    }
    // The body counts; what the query says beside it does not.
    let foreign = format!("projectId={}", ada.ids.project);
    let (_, body) = raw(&world, eve, &format!("POST /actions/getBoard?{foreign}"), JSON, &own);
    assert!(body.contains(&eve.ids.project) && !body.contains(&ada.ids.project), "{body}");
    let (_, body) = raw(&world, eve, &format!("POST /actions/getBoard?projectId={}", eve.ids.project), JSON, "{}");
    assert!(body.contains("Invalid project ID"), "{body}");
    // Twice is refused, in whichever order.
    for (first, second) in [(&ada.ids.project, &eve.ids.project), (&eve.ids.project, &ada.ids.project)] {
        let twice = format!("{{\"projectId\":\"{first}\",\"projectId\":\"{second}\"}}");
        let (status, body) = raw(&world, eve, "POST /actions/getBoard", JSON, &twice);
        assert_eq!(status, 400, "duplicate keys: {body}");
        let (status, body) = raw(&world, eve, &format!("GET /api/listconnections?projectId={first}&projectId={second}"), "", "");
        assert_eq!(status, 400, "duplicate parameters: {body}");
        let form = "content-type: application/x-www-form-urlencoded\r\n";
        let (status, body) = raw(&world, eve, "POST /actions/getBoard", form, &format!("projectId={first}&projectId={second}"));
        assert!(status == 400 || !body.contains("Canary one of ada"), "duplicate fields: {status} {body}");
    }
    for (first, second) in [(&ada.ids.user, &eve.ids.user), (&eve.ids.user, &ada.ids.user)] {
        let (status, _) = raw(&world, eve, &format!("GET /api/userprojects?userId={first}&userId={second}"), "", "");
        assert_eq!(status, 400);
    }
    assert_same(&before, &rows(&world.server).await, "nothing stood in for anything");
}
