//! GitHub, as far as we ask it: a real server that speaks its three endpoints.

use super::*;
use axum::{Form, Json as Body, Router, extract::State, http::HeaderMap, http::StatusCode, routing::get, routing::post};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};
use tokio::{net::TcpListener, task::JoinHandle};
use url::Url;

/// What it knows, and how its token endpoint was asked.
#[derive(Default)]
struct Knows {
    challenge: String,
    user: Json,
    emails: Json,
    asked: Vec<BTreeMap<String, String>>,
}

struct GitHub {
    site: String,
    knows: Arc<Mutex<Knows>>,
    serving: JoinHandle<()>,
}

impl Drop for GitHub {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

type Shared = State<Arc<Mutex<Knows>>>;

impl GitHub {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let site = format!("http://{}", listener.local_addr().unwrap());
        let knows: Arc<Mutex<Knows>> = Arc::default();
        let router = Router::new()
            .route("/login/oauth/access_token", post(token))
            .route("/api/v3/user", get(async |State(knows): Shared, headers: HeaderMap| read(&headers, &knows.lock().unwrap().user)))
            .route(
                "/api/v3/user/emails",
                get(async |State(knows): Shared, headers: HeaderMap| read(&headers, &knows.lock().unwrap().emails)),
            )
            .with_state(Arc::clone(&knows));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { site, knows, serving }
    }

    async fn server(&self, more: &[(&str, &str)]) -> TestServer {
        let own = [
            ("VIZBOARD_PUBLIC_URL", PUBLIC),
            ("VIZBOARD_GITHUB_URL", self.site.as_str()),
            ("VIZBOARD_GITHUB_CLIENT_ID", "Iv1.0123456789abcdef"),
            ("VIZBOARD_GITHUB_CLIENT_SECRET", "hunter22 & more"),
        ];
        TestServer::start_with(Store::Sqlite, &[&own, more].concat()).await
    }

    fn tells(&self, user: Json, emails: Json) {
        let mut knows = self.knows.lock().unwrap();
        (knows.user, knows.emails) = (user, emails);
    }

    async fn sign_in(&self, browser: &Caller, code: &str) -> Answer {
        let away: Url = sent(&browser.page("/auth/github").await).parse().unwrap();
        assert!(away.as_str().starts_with(&format!("{}/login/oauth/authorize?", self.site)), "{away}");
        let asked: BTreeMap<_, _> = away.query_pairs().into_owned().collect();
        assert_eq!((asked["scope"].as_str(), asked["code_challenge_method"].as_str()), ("read:user user:email", "S256"));
        assert_eq!(asked["redirect_uri"], format!("{PUBLIC}/auth/github/callback"));
        self.knows.lock().unwrap().challenge = asked["code_challenge"].clone();
        browser.page(&format!("/auth/github/callback?code={code}&state={}", asked["state"])).await
    }
}

/// As GitHub does: a refusal has the status of success.
async fn token(State(knows): Shared, headers: HeaderMap, Form(asked): Form<BTreeMap<String, String>>) -> Body<Json> {
    let mut knows = knows.lock().unwrap();
    let proves = packed(&asked["code_verifier"]) == knows.challenge;
    let is_ours = asked["client_id"] == "Iv1.0123456789abcdef" && asked["client_secret"] == "hunter22 & more";
    let accepts = headers["accept"] == "application/json" && headers["user-agent"] == "VizBoard";
    let good = proves && is_ours && accepts && asked["code"] == "good";
    knows.asked.push(asked);
    Body(match good {
        true => json!({ "access_token": "gho_t0ken", "token_type": "bearer", "scope": "read:user,user:email" }),
        false => json!({ "error": "bad_verification_code", "error_description": "<script>alert(1)</script>" }),
    })
}

fn packed(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

fn read(headers: &HeaderMap, what: &Json) -> (StatusCode, Body<Json>) {
    match headers.get("authorization").is_some_and(|token| token == "Bearer gho_t0ken") {
        true => (StatusCode::OK, Body(what.clone())),
        false => (StatusCode::UNAUTHORIZED, Body(json!({ "message": "Bad credentials" }))),
    }
}

fn address(email: &str, primary: bool, verified: bool) -> Json {
    json!({ "email": email, "primary": primary, "verified": verified, "visibility": "private" })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_number_is_who_somebody_is() {
    let github = GitHub::start().await;
    let server = github.server(&[]).await;
    let browser = server.anon();
    assert!(browser.page("/login").await.text().contains("Continue with GitHub"));
    let emails = json!([address("old@example.org", false, true), address("Ada@Example.org", true, true)]);
    github.tells(json!({ "id": 583_231, "login": "ada", "name": "Ada King Lovelace" }), emails);
    assert_eq!(github.sign_in(&browser, "good").await.location(), Some("/projects"));
    let first = user(&browser).await;
    let seen = ["email", "firstName", "lastName"].map(|name| first[name].as_str().unwrap_or_default().to_owned());
    assert_eq!(seen, ["ada@example.org", "Ada King", "Lovelace"]);
    assert!(browser.act("getEmailStatus", json!({})).await.json()["verifiedAt"].is_string());

    // Another name and address: the same person. The same name and another number: somebody else.
    github.tells(json!({ "id": 583_231, "login": "countess", "name": null }), json!([address("new@example.org", true, true)]));
    let again = server.anon();
    github.sign_in(&again, "good").await;
    assert_eq!(user(&again).await["id"], first["id"]);
    github.tells(json!({ "id": 99, "login": "ada" }), json!([address("eve@example.org", true, true)]));
    let eve = server.anon();
    github.sign_in(&eve, "good").await;
    assert_eq!(user(&eve).await["email"], "eve@example.org");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_confirmed_primary_address_opens_an_account() {
    let github = GitHub::start().await;
    let server = github.server(&[]).await;
    server.sign_up("ada").await;
    run(&server, "update accounts set email_verified_at = 1 where username = 'ada'").await;
    let person = json!({ "id": 7, "login": "eve", "name": "Eve" });
    for emails in [
        json!([address("ada@example.org", true, false)]),
        json!([address("ada@example.org", false, true)]),
        json!([]),
        json!([address("ada@example.org", false, true), address("not an address", true, true)]),
    ] {
        github.tells(person.clone(), emails.clone());
        let browser = server.anon();
        github.sign_in(&browser, "good").await;
        assert!(!is_signed_in(&browser).await, "{emails}");
    }
    github.tells(person, json!([address("ada@example.org", true, true)]));
    let browser = server.anon();
    github.sign_in(&browser, "good").await;
    assert_eq!(user(&browser).await["username"], "ada");
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_and_nonsense_sign_nobody_in() {
    let github = GitHub::start().await;
    let server = github.server(&[]).await;
    let browser = server.anon();
    let page = told(&browser, &github.sign_in(&browser, "bad").await).await;
    assert!(page.contains("GitHub did not prove who you are") && !page.contains("alert(1)"), "{page}");
    for (user, emails) in [
        (json!({ "login": "ada" }), json!([])),
        (json!({ "id": "583231" }), json!([])),
        (json!([]), json!([])),
        (json!({ "id": 1 }), json!({ "message": "Not Found" })),
        (json!({ "id": -1 }), json!([])),
    ] {
        github.tells(user.clone(), emails);
        let browser = server.anon();
        let page = told(&browser, &github.sign_in(&browser, "good").await).await;
        assert!(page.contains("did not prove who you are") && !is_signed_in(&browser).await, "{user}: {page}");
    }
    assert!(github.knows.lock().unwrap().asked.iter().all(|asked| asked["code_verifier"].len() >= 43));
}

#[tokio::test(flavor = "multi_thread")]
async fn several_providers_open_one_account() {
    let github = GitHub::start().await;
    let provider = ProviderProcess::start();
    let own = provider.settings();
    let more: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let server = github.server(&[more, vec![("VIZBOARD_GOOGLE_CLIENT_ID", "g"), ("VIZBOARD_GOOGLE_CLIENT_SECRET", "s")]].concat()).await;
    let page = server.anon().page("/login").await.text();
    for name in ["Example ID", "Google", "GitHub"] {
        assert!(page.contains(&format!("Continue with {name}")), "{name}: {page}");
    }
    github.tells(json!({ "id": 7, "login": "ada" }), json!([address("ada@example.org", true, true)]));
    let (one, two) = (server.anon(), server.anon());
    github.sign_in(&one, "good").await;
    sign_in(&provider, &two, ADA).await;
    assert_eq!(user(&one).await["id"], user(&two).await["id"], "the address is confirmed by both");
    let known = ways(&one).await;
    assert_eq!(known["providers"].as_array().map(Vec::len), Some(3));
    // Without a password either of them may go, and the other one stays.
    let ids = [0, 1].map(|number| known["identities"][number]["id"].as_str().unwrap().to_owned());
    let tries = ids.iter().map(|id| one.act("unlinkIdentity", json!({ "identityId": id })));
    let done = futures::future::join_all(tries).await;
    assert_eq!(done.iter().filter(|answer| answer.json()["success"] == true).count(), 1, "also at the same moment");
}
