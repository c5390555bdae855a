//! The way to a provider and back.

use super::*;
use url::Url;

#[tokio::test(flavor = "multi_thread")]
async fn a_new_person_gets_an_account_and_comes_back_to_it() {
    for store in Store::BOTH {
        let (provider, server) = with_provider(store, &[]).await;
        let browser = server.anon();
        let page = browser.page("/login?next=%2Fsettings").await.text();
        assert!(page.contains("Continue with Example ID") && page.contains("/auth/oidc?next=%2Fsettings"), "{page}");
        let first = sign_in_for(&provider, &browser, ADA, "/auth/oidc?next=%2Fsettings").await;
        assert_eq!(first.location(), Some("/settings"), "{}", told(&browser, &first).await);
        let account = user(&browser).await;
        let seen = ["username", "email", "firstName", "lastName"].map(|name| account[name].as_str().unwrap_or_default().to_owned());
        assert_eq!(seen, ["ada", "ada@example.org", "Ada", "Lovelace"]);
        assert!(browser.act("getEmailStatus", json!({})).await.json()["verifiedAt"].is_string(), "the provider confirmed it");

        // The subject is who somebody is: another address there changes nothing here.
        let moved = Says { email: "else@example.org", ..ADA };
        let again = server.anon();
        assert_eq!(sign_in(&provider, &again, moved).await.location(), Some("/projects"));
        assert_eq!((&user(&again).await["id"], &user(&again).await["email"]), (&account["id"], &json!("ada@example.org")));
        assert_eq!(ways(&again).await["identities"][0]["email"], "else@example.org", "it is told which one it is");
        assert_eq!(log(&server).await, ["sign-up session  by Example ID done", "sign-in session  by Example ID done"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_in_the_id_token_counts_as_well() {
    let provider = ProviderProcess::start_in_token();
    let server = beside(&provider, Store::Sqlite, &[]).await;
    let browser = server.anon();
    sign_in(&provider, &browser, ADA).await;
    assert_eq!(user(&browser).await["email"], "ada@example.org");
    assert_eq!(provider.calls().await["/me"], Json::Null, "nobody is asked for what is known");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_leaves_is_bound_to_the_browser() {
    let (provider, server) = with_provider(Store::Sqlite, &[]).await;
    let browser = server.anon();
    let leaving = browser.page("/auth/oidc").await;
    let cookie = leaving
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|value| value.to_str().unwrap())
        .find(|text| text.starts_with("vizboard_sign_in="));
    let cookie = cookie.expect("a cookie").to_owned();
    assert!(cookie.contains("; HttpOnly; SameSite=Lax") && cookie.contains("Max-Age=600") && cookie.len() < 4096, "{cookie}");
    let address: Url = sent(&leaving).parse().unwrap();
    let asked: std::collections::BTreeMap<_, _> = address.query_pairs().into_owned().collect();
    assert_eq!(asked["response_type"], "code");
    assert_eq!(asked["code_challenge_method"], "S256");
    assert_eq!(asked["redirect_uri"], format!("{PUBLIC}/auth/oidc/callback"));
    assert_eq!(asked["scope"], "openid email profile");
    for (one, other) in [("state", "nonce"), ("state", "code_challenge"), ("nonce", "code_challenge")] {
        assert!(asked[one].len() >= 43 && asked[one] != asked[other], "{asked:?}");
    }
    let second: Url = sent(&server.anon().page("/auth/oidc").await).parse().unwrap();
    assert!(second.query_pairs().all(|(name, value)| name != "state" || value != asked["state"]), "each has its own");

    // Somebody else's answer, in the browser of a victim: with no cookie, with one of another sign-in, with a forged one.
    let back = provider.through(address.as_str(), ADA).await;
    let victim = server.anon();
    assert!(told(&victim, &victim.page(&back).await).await.contains("begun in another browser"));
    victim.page("/auth/oidc").await;
    assert!(told(&victim, &victim.page(&back).await).await.contains("another sign-in"));
    let mut forged = browser.cookie("vizboard_sign_in").unwrap();
    forged.replace_range(0..1, if forged.starts_with('A') { "B" } else { "A" });
    victim.set_cookie("vizboard_sign_in", &forged);
    assert!(told(&victim, &victim.page(&back).await).await.contains("begun in another browser"));
    assert!(!is_signed_in(&victim).await);

    // A look at the address is not a sign-in, and the code works once.
    assert_eq!(browser.send(reqwest::Method::HEAD, &back, &[], Vec::new()).await.status, 405);
    let kept = browser.cookie("vizboard_sign_in").unwrap();
    assert_eq!(browser.page(&back).await.location(), Some("/projects"));
    assert_eq!(browser.cookie("vizboard_sign_in"), None, "used up");
    let twice = server.anon();
    twice.set_cookie("vizboard_sign_in", &kept);
    assert!(told(&twice, &twice.page(&back).await).await.contains("did not prove who you are"));
    assert!(!is_signed_in(&twice).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_paths_of_this_server_follow() {
    let (provider, server) = with_provider(Store::Sqlite, &[]).await;
    for next in
        ["https://evil.example", "//evil.example", "/\\evil.example", "/%2f%2fevil.example", "/a%0d%0aset-cookie:x=y", "javascript:1"]
    {
        let begin = format!("/auth/oidc?{}", url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish());
        assert_eq!(sign_in_for(&provider, &server.anon(), ADA, &begin).await.location(), Some("/projects"), "{next}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_cancels_is_told_so() {
    let (provider, server) = with_provider(Store::Sqlite, &[]).await;
    let browser = server.anon();
    let back = provider.cancelled(&sent(&browser.page("/auth/oidc?next=%2Fteams").await)).await;
    let answer = browser.page(&back).await;
    assert_eq!(answer.location(), Some("/login?next=%2Fteams"), "one more try goes on to the same page");
    assert!(told(&browser, &answer).await.contains("You did not let Example ID tell who you are"));
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_change_and_what_is_known_is_kept() {
    let (provider, server) = with_provider(Store::Sqlite, &[]).await;
    for _ in 0..3 {
        assert_eq!(sign_in(&provider, &server.anon(), ADA).await.location(), Some("/projects"));
    }
    let calls = provider.calls().await;
    assert_eq!((&calls["/.well-known/openid-configuration"], &calls["/jwks"]), (&json!(1), &json!(1)));
    provider.rotate_keys().await;
    for _ in 0..2 {
        assert_eq!(sign_in(&provider, &server.anon(), ADA).await.location(), Some("/projects"), "with the new key");
    }
    assert_eq!(provider.calls().await["/jwks"], json!(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_gone_is_told_so() {
    let (provider, server) = with_provider(Store::Sqlite, &[]).await;
    let browser = server.anon();
    let back = provider.through(&sent(&browser.page("/auth/oidc").await), ADA).await;
    drop(provider);
    assert!(told(&browser, &browser.page(&back).await).await.contains("cannot be asked just now"));
    // Another server has never heard of it.
    let settings = [
        ("VIZBOARD_OIDC_ISSUER", "http://127.0.0.1:9"),
        ("VIZBOARD_OIDC_CLIENT_ID", "x"),
        ("VIZBOARD_OIDC_CLIENT_SECRET", "hunter22"),
        ("VIZBOARD_OIDC_NAME", "<b>Hostile</b>"),
    ];
    let server = TestServer::start_with(Store::Sqlite, &settings).await;
    let browser = server.anon();
    let page = told(&browser, &browser.page("/auth/oidc").await).await;
    assert!(page.contains("cannot be asked just now") && page.contains("Hostile") && !page.contains("<b>Hostile"), "{page}");
    assert!(!page.contains("hunter22"));
    for unknown in ["/auth/google", "/auth/github", "/auth/x", "/auth/oidc/x", "/auth/google/callback?code=x&state=y"] {
        assert_eq!(browser.page(unknown).await.status, 404, "{unknown}");
    }
}
