//! Nobody is signed in by a provider that lies, and nothing of what it says reaches anybody.

use super::{
    liar::{Liar, Lie, OfItself, SECRET},
    *,
};
use crate::harness::process;
use std::time::{Duration, Instant};
use url::Url;

async fn lied_to(liar: &Liar) -> TestServer {
    let own = liar.settings();
    let mut settings: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    settings.push(("VIZBOARD_ATTEMPTS_PER_ADDRESS", "1000"));
    TestServer::start_with(Store::Sqlite, &settings).await
}

/// Begins, and answers the way back with a code that the liar never looks at.
async fn way_back(liar: &Liar, browser: &Caller) -> String {
    let away: Url = sent(&browser.page("/auth/oidc").await).parse().unwrap();
    let one = |wanted: &str| away.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned()).unwrap();
    liar.asked(&one("nonce"));
    format!("/auth/oidc/callback?code=x&state={}", one("state"))
}

#[tokio::test(flavor = "multi_thread")]
async fn no_lie_signs_anybody_in() {
    let liar = Liar::start().await;
    let server = lied_to(&liar).await;
    for lie in Lie::ALL {
        liar.lie(lie);
        let browser = server.anon();
        let back = way_back(&liar, &browser).await;
        let started = Instant::now();
        let page = told(&browser, &browser.page(&back).await).await;
        assert!(page.contains("did not prove who you are") || page.contains("cannot be asked just now"), "{lie:?}: {page}");
        assert!(!is_signed_in(&browser).await, "{lie:?}");
        assert!(started.elapsed() < Duration::from_secs(15), "{lie:?}");
        assert!(!page.contains("alert(1)") && !page.contains(SECRET), "{lie:?}");
    }
    let accounts: i64 =
        sqlx::query_scalar("select count(*) from accounts").fetch_one(&mut *server.app().store.read().await.unwrap()).await.unwrap();
    assert_eq!(accounts, 1, "the administrator alone");
    liar.lie(Lie::None);
    let browser = server.anon();
    let back = way_back(&liar, &browser).await;
    assert_eq!(browser.page(&back).await.location(), Some("/projects"), "the truth is believed");
    assert!(is_signed_in(&browser).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_says_of_itself_is_checked() {
    for own in [OfItself::OtherIssuer, OfItself::Html, OfItself::Huge, OfItself::Redirect] {
        let liar = Liar::start().await;
        liar.says_of_itself(own);
        let server = lied_to(&liar).await;
        let browser = server.anon();
        let page = told(&browser, &browser.page("/auth/oidc").await).await;
        assert!(page.contains("cannot be asked just now"), "{own:?}: {page}");
    }
    // Neither the machine's own secrets nor another machine in the clear are asked for a token.
    for own in [OfItself::LinkLocal, OfItself::InTheClear] {
        let liar = Liar::start().await;
        liar.says_of_itself(own);
        let server = lied_to(&liar).await;
        let browser = server.anon();
        let back = way_back(&liar, &browser).await;
        let started = Instant::now();
        let page = told(&browser, &browser.page(&back).await).await;
        assert!(page.contains("cannot be asked just now"), "{own:?}: {page}");
        assert!(started.elapsed() < Duration::from_secs(2), "{own:?}: it is not even tried");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_answers_of_browsers_are_refused() {
    let liar = Liar::start().await;
    let server = lied_to(&liar).await;
    for (query, text) in [
        ("state={state}", "did not let you through"),
        ("code=x", "another sign-in"),
        ("code=x&state=", "another sign-in"),
        ("code=x&state={state}x", "another sign-in"),
        ("code=x&code=y&state={state}", "given twice"),
        ("code=x&state={state}&state={state}", "given twice"),
        ("code=x&state={state}&iss=https%3A%2F%2Fevil.example", "is not of OpenID Connect"),
        ("error=access_denied&state={state}", "You did not let OpenID Connect"),
        ("error=server_error&state={state}", "cannot be asked just now"),
        ("error=%3Cscript%3E&error_description=%3Cscript%3Ealert(1)&state={state}", "did not let you through"),
        ("error=access_denied", "another sign-in"),
    ] {
        let browser = server.anon();
        let back = way_back(&liar, &browser).await;
        let state = back.split("state=").nth(1).unwrap();
        let path = format!("/auth/oidc/callback?{}", query.replace("{state}", state));
        let page = told(&browser, &browser.page(&path).await).await;
        assert!(page.contains(text) && !page.contains("alert(1)"), "{query}: {page}");
        assert!(!is_signed_in(&browser).await, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tries_that_prove_nothing_are_counted() {
    let liar = Liar::start().await;
    let own = liar.settings();
    let mut settings: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    settings.push(("VIZBOARD_ATTEMPTS_PER_ADDRESS", "3"));
    let server = TestServer::start_with(Store::Sqlite, &settings).await;
    liar.lie(Lie::Refused);
    let mut texts = Vec::new();
    for _ in 0..5 {
        let browser = server.anon();
        let back = way_back(&liar, &browser).await;
        texts.push(told(&browser, &browser.page(&back).await).await.contains("Too many attempts"));
    }
    assert_eq!(texts, [false, false, false, true, true]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_holds_neither_secrets_nor_codes() {
    let liar = Liar::start().await;
    let data = tempfile::tempdir().unwrap();
    let mut command = process::command(&data);
    command.envs(liar.settings()).env("VIZBOARD_LOG", "trace");
    let file = data.path().join("log");
    let server = process::Process::start_logging(command, &file);
    for lie in [Lie::None, Lie::Refused, Lie::Unsigned] {
        liar.lie(lie);
        let browser = Caller::new(server.base.clone());
        let back = way_back(&liar, &browser).await.replace("code=x", "code=c4n4ry");
        browser.page(&back).await;
    }
    let said = std::fs::read_to_string(file).unwrap();
    assert!(said.contains("a sign-in failed at the provider") && said.contains("a provider vouched for somebody"), "{said}");
    for secret in ["hunter22", "an-access-token", "c4n4ry"] {
        assert!(!said.contains(secret), "{secret} is in the log");
    }
}
