//! CSV files into tables.

use super::{Ground, column};
use crate::harness::{Answer, Caller};
use reqwest::Method;
use serde_json::{Value as Json, json};
use std::time::Duration;

pub async fn send(caller: &Caller, path: &str, name: &str, file: &[u8], options: &Json) -> Answer {
    let mut body = Vec::new();
    let mut part = |head: &str, content: &[u8]| {
        body.extend_from_slice(format!("--edge\r\n{head}\r\n\r\n").as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    part("Content-Disposition: form-data; name=\"options\"", options.to_string().as_bytes());
    part(&format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\""), file);
    body.extend_from_slice(b"--edge--\r\n");
    let headers = [("content-type", "multipart/form-data; boundary=edge"), ("origin", &caller.url(""))];
    caller.send(Method::POST, path, &headers, body).await
}

/// The state of an import at its end.
async fn ended(ground: &Ground, begun: &Answer) -> Json {
    assert_eq!(begun.status, 200, "{}", begun.text());
    let path = format!("/api/dbs/{}/imports/{}", ground.id, begun.json()["id"].as_str().expect("an id"));
    for _ in 0..600 {
        let state = ground.ada.get(&path).await.json();
        if !matches!(state["status"].as_str(), Some("checking" | "writing")) {
            return state;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the import never ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_becomes_a_table() {
    let ground = Ground::new().await;
    let imports = format!("/api/dbs/{}/imports", ground.id);
    let file = "id;code;price;city;city\n1;007;1,5;M\u{fc}nchen;a\n2;008;2;\"x;y\";\n".chars().map(|c| c as u8).collect::<Vec<_>>();
    let preview = send(&ground.ada, &format!("{imports}?preview=true"), "Sales 2026.csv", &file, &json!({})).await.json();
    assert_eq!(
        (&preview["table"], &preview["delimiter"], &preview["encoding"]),
        (&json!("Sales 2026"), &json!(";"), &json!("windows-1252"))
    );
    let names: Vec<&Json> = preview["columns"].as_array().expect("columns").iter().map(|column| &column["name"]).collect();
    assert_eq!((json!(names), &preview["rows"][1][3]), (json!(["id", "code", "price", "city", "city_2"]), &json!("x;y")));
    assert_eq!(ground.get("Sales%202026/rows").await.status, 404, "a preview makes nothing");

    let state = ended(&ground, &send(&ground.ada, &imports, "Sales 2026.csv", &file, &json!({})).await).await;
    assert_eq!((&state["status"], &state["rows"]), (&json!("done"), &json!(2)), "{state}");
    let page = ground.rows("Sales%202026/rows").await;
    let expected = json!({ "rowid": 1, "id": 1, "code": "007", "price": "1,5", "city": "München", "city_2": "a" });
    assert_eq!(page["rows"][0], expected);

    // Into a table that exists, with its columns chosen.
    let options = json!({ "table": "people", "columns": [{ "name": "id" }, { "name": "name" }, null] });
    let state = ended(&ground, &send(&ground.ada, &imports, "x.csv", b"nr,who,rest\n10,Zoe,x\n11,Yan,y\n", &options).await).await;
    assert_eq!(state["rows"], 2, "{state}");
    assert_eq!(column(&ground.rows("people/rows?id=gte:10").await, "name"), [json!("Zoe"), json!("Yan")]);

    // All rows or none.
    let state = ended(&ground, &send(&ground.ada, &imports, "x.csv", b"id,name\n20,A\n10,B\n", &json!({ "table": "people" })).await).await;
    assert_eq!(state["status"], "failed", "{state}");
    assert!(state["error"].as_str().is_some_and(|text| text.contains("UNIQUE")), "{state}");
    assert_eq!(ground.get("people/rows/20").await.status, 404);
    let state = ended(&ground, &send(&ground.ada, &imports, "x.csv", b"id,nobody\n20,A\n", &json!({ "table": "people" })).await).await;
    assert!(state["error"].as_str().is_some_and(|text| text.contains("nobody")), "{state}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_stopped_and_leaves_nothing() {
    let ground = Ground::new().await;
    let imports = format!("/api/dbs/{}/imports", ground.id);
    let mut file = "id,text\n".to_owned();
    (0..400_000).for_each(|n| file.push_str(&format!("{n},some longer text for line {n}\n")));
    let begun = send(&ground.ada, &imports, "large.csv", file.as_bytes(), &json!({})).await;
    assert_eq!(begun.status, 200, "{}", begun.text());
    let second = send(&ground.ada, &imports, "other.csv", b"a\n1\n", &json!({})).await;
    assert_eq!(second.status, 409, "one at a time: {}", second.text());
    let one = format!("{imports}/{}", begun.json()["id"].as_str().expect("an id"));
    assert_eq!(ground.ada.send_json(Method::DELETE, &one, &json!({})).await.status, 200);
    let state = ended(&ground, &begun).await;
    assert_eq!(state["status"], "cancelled", "{state}");
    assert_eq!(ground.get("large/rows").await.status, 404);
    // The database works on.
    assert_eq!(ended(&ground, &send(&ground.ada, &imports, "other.csv", b"a\n1\n", &json!({})).await).await["status"], "done");
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_are_asked_for_before_the_file() {
    let ground = Ground::new().await;
    let imports = format!("/api/dbs/{}/imports", ground.id);
    let (insert, read) = (ground.token(&["insert"]).await, ground.token(&["read"]).await);
    assert_eq!(send(&read, &imports, "x.csv", b"a\n1\n", &json!({})).await.status, 403);
    assert_eq!(send(&insert, &imports, "x.csv", b"a\n1\n", &json!({})).await.status, 403, "a new table is structure");
    let begun = send(&insert, &imports, "x.csv", b"word\nthird\n", &json!({ "table": "bare" })).await;
    assert_eq!(ended(&ground, &begun).await["rows"], 1);
    assert_eq!(send(&ground.server.anon(), &imports, "x.csv", b"a\n1\n", &json!({})).await.status, 404);
    for (options, file) in
        [(json!({ "table": "adults" }), &b"a\n1\n"[..]), (json!({ "delimiter": 5 }), b"a\n1\n"), (json!([]), b"a\n"), (json!({}), b"")]
    {
        assert_eq!(send(&ground.ada, &imports, "x.csv", file, &options).await.status, 400, "{options}");
    }
}
