//! One's own identities, in the settings.

use super::*;
use crate::harness::PASSWORD;

/// Links the provider to the account of a browser that is signed in.
async fn link(provider: &ProviderProcess, browser: &Caller, says: Says<'_>) -> Answer {
    let path = ways(browser).await["providers"][0]["linkPath"].as_str().unwrap().to_owned();
    sign_in_for(provider, browser, says, &path).await
}

#[tokio::test(flavor = "multi_thread")]
async fn linked_used_and_taken_off() {
    for store in Store::BOTH {
        let (provider, server) = with_provider(store, &[]).await;
        let ada = server.sign_up("ada").await;
        let page = ada.page("/settings").await.text();
        assert!(page.contains("Link Example ID") && page.contains("/auth/oidc?link="), "{page}");
        // Whatever address it has there: the owner of the account says so.
        let answer = link(&provider, &ada, Says { email: "private@example.net", ..ADA }).await;
        assert_eq!(answer.location(), Some("/settings"));
        assert!(ada.page("/settings").await.text().contains("You can sign in with Example ID from now on."));
        let browser = server.anon();
        sign_in(&provider, &browser, ADA).await;
        assert_eq!(user(&browser).await["id"], user(&ada).await["id"]);
        assert!(told(&ada, &link(&provider, &ada, ADA).await).await.contains("linked to your account already"));

        let eve = server.sign_up("eve").await;
        assert!(told(&eve, &link(&provider, &eve, ADA).await).await.contains("opens another account here"));
        let id = ways(&ada).await["identities"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(eve.act("unlinkIdentity", json!({ "identityId": id })).await.json()["error"], "Identity not found");
        let gone = ada.form("/actions/unlinkIdentity", &[("identityId", &id), ("_next", "/settings")]).await;
        assert_eq!(gone.location(), Some("/settings"));
        assert!(ada.page("/settings").await.text().contains("Example ID does not open your account any more."));
        assert_eq!(ways(&ada).await["identities"], json!([]));
        let said = log(&server).await;
        assert!(said.contains(&"unlink identity Example ID  done".to_owned()), "{said:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_led_into_linking() {
    let (provider, server) = with_provider(Store::Sqlite, &[]).await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let path = ways(&eve).await["providers"][0]["linkPath"].as_str().unwrap().to_owned();
    // The address of another session, one without its mark, and none at all.
    for wrong in [path.as_str(), "/auth/oidc?link=", "/auth/oidc?link=0123"] {
        let answer = ada.page(wrong).await;
        assert_eq!(answer.location(), Some("/settings"), "{wrong}");
        assert!(told(&ada, &answer).await.contains("earlier session"), "{wrong}");
    }
    assert_eq!(server.anon().page(&path).await.location(), Some("/settings"));
    // The session ended, or is another one by the time of the answer.
    let away = sent(&eve.page(&path).await);
    let back = provider.through(&away, ADA).await;
    assert_eq!(eve.act("logIn", json!({ "username": "ada", "password": PASSWORD })).await.json()["success"], true);
    assert!(told(&eve, &eve.page(&back).await).await.contains("Your session ended meanwhile"));
    assert_eq!(ways(&eve).await["identities"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_way_in_stays_and_a_password_opens_another() {
    let (provider, server) = with_provider(Store::Sqlite, &[]).await;
    let browser = server.anon();
    sign_in(&provider, &browser, ADA).await;
    let other = server.anon();
    sign_in(&provider, &other, ADA).await;
    let known = ways(&browser).await;
    let id = known["identities"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!((&known["hasPassword"], &known["identities"][0]["isLastWayIn"]), (&json!(false), &json!(true)));
    let page = browser.page("/settings").await.text();
    assert!(
        page.contains("/actions/setUserPassword") && page.contains("The only way in") && !page.contains("/actions/unlinkIdentity"),
        "{page}"
    );
    let refused = browser.act("unlinkIdentity", json!({ "identityId": id })).await.json();
    assert!(refused["error"].as_str().unwrap().contains("only way into your account"), "{refused}");

    assert_eq!(browser.act("setUserPassword", json!({ "newPassword": "short" })).await.json()["field"], "newPassword");
    run(&server, "update sessions set confirmed_at = confirmed_at - 1000000").await;
    let late = browser.act("setUserPassword", json!({ "newPassword": PASSWORD })).await.json();
    assert_eq!(late["code"], "reauth_required", "{late}");
    let page = browser.page("/confirm?next=%2Fsettings").await.text();
    assert!(page.contains("/auth/oidc?next=%2Fsettings"), "{page}");
    let path = ways(&browser).await["providers"][0]["linkPath"].as_str().unwrap().to_owned();
    assert_eq!(browser.page(&path).await.location(), Some("/confirm?next=%2Fsettings"), "linking asks for the same");
    sign_in(&provider, &browser, ADA).await;
    let done = browser.form("/actions/setUserPassword", &[("newPassword", PASSWORD), ("_next", "/settings")]).await;
    assert_eq!(done.location(), Some("/settings"));
    assert!(is_signed_in(&browser).await && !is_signed_in(&other).await, "every other session ends");
    assert!(is_signed_in(&server.log_in("ada").await).await);
    assert_eq!(browser.act("unlinkIdentity", json!({ "identityId": id })).await.json()["success"], true);
    let again = browser.act("setUserPassword", json!({ "newPassword": "yet another phrase" })).await.json();
    assert_eq!(again["error"], "Your account has a password. Change it with the current one.");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_provider_in_its_place_opens_nothing() {
    let (provider, server) = with_provider(Store::Sqlite, &[]).await;
    sign_in(&provider, &server.anon(), ADA).await;
    let data = server.stop().await;
    let other = ProviderProcess::start();
    let own = other.settings();
    let settings: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let server = TestServer::start_in(data, Store::Sqlite, &settings).await;
    let browser = server.anon();
    sign_in(&other, &browser, Says { email: "eve@example.org", ..ADA }).await;
    assert_eq!(user(&browser).await["email"], "eve@example.org", "the same subject of another issuer is somebody else");
}
