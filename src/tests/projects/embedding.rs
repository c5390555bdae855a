//! Boards inside other sites: what is signed holds, and nothing unsigned is shown in a frame.

use super::shop;
use crate::{
    guards,
    harness::{Caller, TestServer},
};
use serde_json::{Value as Json, json};
use vizboard::{
    model::{access::Secret, time::Timestamp},
    secrets::sign,
};

struct Embedded {
    server: TestServer,
    ada: Caller,
    project: String,
    id: String,
    secret: Secret,
}

async fn embedded() -> Embedded {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let project = shop::project(&ada, "Sales", &[shop::connection("Shop").await]).await;
    shop::chart(&ada, &project).await;
    let customers = shop::table(&ada, &project).await;
    shop::filter(&ada, &project, "Country", &[(&customers, "customers", "country")]).await;
    shop::filter(&ada, &project, "Name", &[(&customers, "customers", "name")]).await;
    let sites = json!({ "projectId": project, "sites": ["https://intranet.example.org\nhttp://localhost:8080"] });
    let answer = ada.act("saveEmbedding", sites).await.json();
    let text = |name: &str| answer["embedding"][name].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
    let (id, secret) = (text("embedId"), Secret::new(text("secret")));
    Embedded { server, ada, project, id, secret }
}

fn soon() -> i64 {
    Timestamp::now().0 / 1000 + 600
}

impl Embedded {
    fn signed(&self, payload: &Json) -> String {
        sign(&self.secret, &payload.to_string()).expect("signed")
    }

    fn germany(&self) -> Json {
        json!({ "board": self.id, "exp": soon(), "filters": { "country": "DE" }, "open": ["name"] })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_locked_holds_and_only_named_sites_may_frame_it() {
    let embedded = embedded().await;
    let token = embedded.signed(&embedded.germany());
    let anon = embedded.server.anon();
    let page = anon.page(&format!("/embed/{token}?f.country=US")).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Emmy") && !page.text().contains("Grace") && !page.text().contains("made with"), "{}", page.text());
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(policy.contains("frame-ancestors https://intranet.example.org http://localhost:8080"), "{policy}");
    for path in [format!("/public/{token}"), "/".into(), "/login".into(), format!("/embed/{token}x"), "/embed/x".into()] {
        let policy = anon.page(&path).await.header("content-security-policy").expect("a policy").to_owned();
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
    }

    let choice = json!({ "filters": [{ "name": "country", "values": ["US"] }] });
    let tile = anon.act("getPublicTile", json!({ "idPublic": token, "place": 1, "board": choice })).await.json();
    assert_eq!(tile["data"]["rows"], json!([["Emmy", "DE"]]), "{tile}");
    assert_eq!(
        anon.act("getPublicTile", json!({ "idPublic": token, "place": 0 })).await.json()["success"],
        false,
        "not narrowed, not shown"
    );
    let values = anon.act("getPublicFilterValues", json!({ "idPublic": token, "name": "name" })).await.json();
    assert_eq!(values["values"], json!(["Emmy"]));
    let board = anon.act("getPublicBoard", json!({ "idPublic": token })).await.text();
    for secret in [embedded.project.as_str(), embedded.secret.expose(), "ountry", "Shop", "select"] {
        assert!(!board.contains(secret), "{secret}: {board}");
    }
    let views = embedded.ada.act("getEmbedding", json!({ "projectId": embedded.project })).await.json();
    assert_eq!(views["embedding"]["views"], 2, "both pages, /embed and /public: {views}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_else_is_believed() {
    let embedded = embedded().await;
    let anon = embedded.server.anon();
    let open = async |token: &str| anon.act("getPublicBoard", json!({ "idPublic": token })).await.json();
    let gone = json!({ "success": false, "error": "There is no such public board" });
    let good = embedded.signed(&embedded.germany());
    assert_eq!(open(&good).await["title"], "Sales");
    let with = |name: &str, value: Json| {
        let mut payload = embedded.germany();
        payload[name] = value;
        embedded.signed(&payload)
    };
    let parts: Vec<&str> = good.split('.').collect();
    let wider = embedded.signed(&json!({ "board": embedded.id, "exp": soon() }));
    let none = "eyJhbGciOiJub25lIn0";
    for (what, token) in [
        ("expired", with("exp", json!(soon() - 700))),
        ("too far ahead", with("exp", json!(soon() + 40 * 24 * 3600))),
        ("no end", with("exp", Json::Null)),
        ("another board", with("board", json!("another"))),
        ("an unknown filter", with("filters", json!({ "nation": "DE" }))),
        ("no value", with("filters", json!({ "country": [] }))),
        ("an empty value", with("filters", json!({ "country": "" }))),
        ("an object", with("filters", json!({ "country": { "$ne": "DE" } }))),
        ("an unknown field", with("filter", json!({ "country": "DE" }))),
        ("an unknown open filter", with("open", json!(["nation"]))),
        ("another secret", sign(&Secret::new("guess"), &embedded.germany().to_string()).expect("signed")),
        ("a payload of another token", format!("{}.{}.{}", parts[0], wider.split('.').nth(1).expect("a payload"), parts[2])),
        ("no algorithm", format!("{none}.{}.", parts[1])),
        ("no signature", format!("{}.{}.", parts[0], parts[1])),
    ] {
        assert_eq!(open(&token).await, gone, "{what}");
        assert_eq!(anon.page(&format!("/embed/{token}")).await.status, 404, "{what}");
    }
    let project = json!({ "projectId": embedded.project });
    let rotated = embedded.ada.act("rotateEmbedding", project.clone()).await.json();
    assert_ne!(rotated["embedding"]["secret"], json!(embedded.secret.expose()));
    assert_eq!(open(&good).await, gone, "signed with the old secret");
    let secret = Secret::new(rotated["embedding"]["secret"].as_str().expect("a secret"));
    let fresh = sign(&secret, &embedded.germany().to_string()).expect("signed");
    assert_eq!(open(&fresh).await["title"], "Sales");
    assert_eq!(embedded.ada.act("deleteEmbedding", project).await.json()["success"], true);
    assert_eq!(open(&fresh).await, gone, "ended");
}

/// The examples of the documentation, run as they stand.
#[tokio::test(flavor = "multi_thread")]
async fn the_documented_examples_sign_what_is_accepted() {
    let embedded = embedded().await;
    let until = soon().to_string();
    let text = guards::read("docs/embedding.md");
    let code = |language: &str| {
        text.split(&format!("```{language}\n")).nth(1).and_then(|rest| rest.split("```").next()).expect("an example").to_owned()
    };
    for (program, flag, language) in [("node", "-e", "js"), ("python3", "-c", "python")] {
        let output = std::process::Command::new(program)
            .args([flag, &code(language)])
            .envs([("EMBED_SECRET", embedded.secret.expose()), ("EMBED_ID", &embedded.id), ("EMBED_UNTIL", &until)])
            .output()
            .unwrap_or_else(|error| panic!("{program}: {error}"));
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        let path = String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned();
        let page = embedded.server.anon().page(&path).await;
        assert_eq!(page.status, 200, "{program}: {path}");
        assert!(page.text().contains("Emmy") && !page.text().contains("Grace"), "{program}");
    }
}
