//! Whose account an identity opens.

use super::*;
use crate::harness::{ADMIN, PASSWORD, smtp::MailServer};
use vizboard::secrets::TotpSecret;

async fn confirmed(server: &TestServer, name: &str) -> Caller {
    let caller = server.sign_up(name).await;
    run(server, "update accounts set email_verified_at = 1 where email_verified_at is null").await;
    caller
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_with_the_address_opens_only_when_both_confirmed_it() {
    for store in Store::BOTH {
        let (provider, server) = with_provider(store, &[]).await;
        let ada = server.sign_up("ada").await;
        // The account has not shown that the address is its own: somebody else may have typed it.
        for says in [ADA, Says { verified: false, ..ADA }] {
            let browser = server.anon();
            let page = told(&browser, &sign_in(&provider, &browser, says).await).await;
            assert!(page.contains("Log in as you always do, then link Example ID in your settings"), "{page}");
            assert!(!is_signed_in(&browser).await);
        }
        run(&server, "update accounts set email_verified_at = 1 where username = 'ada'").await;
        let browser = server.anon();
        sign_in(&provider, &browser, Says { verified: false, ..ADA }).await;
        assert!(!is_signed_in(&browser).await, "the provider has not confirmed it");
        assert_eq!(sign_in(&provider, &browser, ADA).await.location(), Some("/projects"));
        assert_eq!(user(&browser).await["id"], user(&ada).await["id"]);
        assert_eq!(server.log_in("ada").await.act("getUserBySession", json!({})).await.json()["success"], true, "the password stays");
        let said = log(&server).await;
        assert_eq!(said.iter().filter(|line| *line == "sign-in session  by Example ID refused").count(), 3, "{said:?}");
        assert!(said.contains(&"link identity Example ID  done".to_owned()), "{said:?}");

        // Somebody else at the provider, with the same address: who they are there counts.
        let other = server.anon();
        let page = told(&other, &sign_in(&provider, &other, Says { sub: "eve-1", ..ADA }).await).await;
        assert!(page.contains("Log in as you always do, then link"), "the address may be somebody else's by now: {page}");
        assert_eq!(ways(&ada).await["identities"].as_array().map(Vec::len), Some(1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_is_told_by_mail() {
    let mail = MailServer::start().await;
    let own = mail.settings();
    let more: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let (provider, server) = with_provider(Store::Sqlite, &more).await;
    confirmed(&server, "ada").await;
    sign_in(&provider, &server.anon(), ADA).await;
    mail.letter("ada@example.org", "from now on Example ID opens it").await;
    // An address that the provider has not confirmed is asked to.
    let browser = server.anon();
    sign_in(&provider, &browser, Says { sub: "bob-1", email: "bob@example.org", verified: false }).await;
    mail.letter("bob@example.org", "/verify-email/").await;
    assert_eq!(browser.act("getEmailStatus", json!({})).await.json()["verifiedAt"], Json::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn suspended_accounts_stay_out() {
    let (provider, server) = with_provider(Store::Sqlite, &[]).await;
    let browser = server.anon();
    sign_in(&provider, &browser, ADA).await;
    run(&server, "update accounts set suspended_at = 1 where username = 'ada'").await;
    let page = told(&browser, &sign_in(&provider, &browser, ADA).await).await;
    assert!(page.contains("suspended") && !is_signed_in(&browser).await, "{page}");
    run(&server, "delete from identities").await;
    let page = told(&browser, &sign_in(&provider, &browser, ADA).await).await;
    assert!(page.contains("suspended") && !is_signed_in(&browser).await, "by the address neither: {page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn closed_servers_and_invitations() {
    let (provider, server) = with_provider(Store::Sqlite, &[("VIZBOARD_SIGNUP", "closed")]).await;
    let browser = server.anon();
    assert!(told(&browser, &sign_in(&provider, &browser, ADA).await).await.contains("Sign-up is closed"));
    let nameless = Says { email: "", ..ADA };
    assert!(told(&browser, &sign_in(&provider, &browser, nameless).await).await.contains("tells no e-mail address"));

    let (provider, server) = with_provider(Store::Sqlite, &[("VIZBOARD_SIGNUP", "invite")]).await;
    let admin = server.log_in(ADMIN).await;
    let browser = server.anon();
    assert!(told(&browser, &sign_in(&provider, &browser, ADA).await).await.contains("needs an invitation"));
    assert_eq!(admin.act("inviteUser", json!({ "email": "ada@example.org" })).await.json()["success"], true);
    let unconfirmed = Says { verified: false, ..ADA };
    assert!(
        told(&browser, &sign_in(&provider, &browser, unconfirmed).await).await.contains("needs an invitation"),
        "not shown to be theirs"
    );
    assert_eq!(sign_in(&provider, &browser, ADA).await.location(), Some("/projects"));
    assert!(is_signed_in(&browser).await);
    assert_eq!(admin.act("listPeople", json!({})).await.json()["invitations"], json!([]), "used up");

    // A link into a team is an invitation too.
    assert_eq!(admin.act("createTeam", json!({ "name": "Crew" })).await.json()["success"], true);
    let link =
        admin.act("inviteToTeam", json!({ "team": "Crew", "role": "Viewer" })).await.json()["shownOnce"].as_str().unwrap().to_owned();
    let page = server.anon().page(&format!("/signup?next={}", link.replace('/', "%2F"))).await.text();
    assert!(page.contains("Continue with Example ID"), "{page}");
    let guest = server.anon();
    let says = Says { sub: "guest-1", email: "guest@example.org", verified: false };
    let answer = sign_in_for(&provider, &guest, says, &format!("/auth/oidc?next={}", link.replace('/', "%2F"))).await;
    assert_eq!(answer.location(), Some("/teams"));
    let teams = guest.act("listTeams", json!({})).await.text();
    assert!(teams.contains("Crew") && teams.contains("Viewer"), "{teams}");
}

#[tokio::test(flavor = "multi_thread")]
async fn domains_of_the_operator() {
    let more = [("VIZBOARD_SIGNUP", "invite"), ("VIZBOARD_OIDC_DOMAINS", "example.org, Example.NET")];
    let (provider, server) = with_provider(Store::Sqlite, &more).await;
    for (number, (email, verified, is_let_in)) in [
        ("ada@example.org", true, true),
        ("bob@example.net", true, true),
        ("eve@example.org", false, false),
        ("eve@sub.example.org", true, false),
        ("eve@example.org.evil.example", true, false),
        ("eve@evilexample.org", true, false),
    ]
    .into_iter()
    .enumerate()
    {
        let browser = server.anon();
        sign_in(&provider, &browser, Says { sub: &format!("n-{number}"), email, verified }).await;
        assert_eq!(is_signed_in(&browser).await, is_let_in, "{email}");
    }
    // Where anybody may sign up by a password, others may still not by a provider.
    let (provider, server) = with_provider(Store::Sqlite, &[("VIZBOARD_OIDC_DOMAINS", "example.net")]).await;
    let browser = server.anon();
    assert!(told(&browser, &sign_in(&provider, &browser, ADA).await).await.contains("not made for this address"));
    server.sign_up("ada").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_password_comes_by_the_way() {
    let (provider, server) = with_provider(Store::Sqlite, &[]).await;
    let browser = server.anon();
    sign_in(&provider, &browser, ADA).await;
    for password in ["", PASSWORD] {
        let answer = server.anon().post("/api/login", &json!({ "username": "ada", "password": password })).await;
        assert!(!answer.status.is_success(), "{}", answer.text());
    }
    let answer = browser.act("updateUserPassword", json!({ "currentPassword": "", "newPassword": PASSWORD })).await.json();
    assert_eq!(answer["error"], "You are connected with a social account");
}

/// The code that an app shows now.
fn code_of(secret: &str) -> String {
    let secret = TotpSecret::parse(&vizboard::model::access::Secret::new(secret)).expect("a secret");
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    secret.code(i64::try_from(seconds / 30).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_does_not_stand_in_for_the_second_factor() {
    let (provider, server) = with_provider(Store::Sqlite, &[]).await;
    let browser = server.anon();
    sign_in(&provider, &browser, ADA).await;
    assert_eq!(browser.act("beginAuthenticator", json!({})).await.json()["success"], true);
    let secret = browser.act("getAuthenticator", json!({})).await.json()["secret"].as_str().unwrap().to_owned();
    let made = browser.act("confirmAuthenticator", json!({ "code": code_of(&secret) })).await.json();
    assert_eq!(made["success"], true, "{made}");
    let recovery = made["shownOnce"].as_str().unwrap().split_whitespace().next().unwrap().to_owned();

    let again = server.anon();
    let answer = sign_in_for(&provider, &again, ADA, "/auth/oidc?next=%2Fteams").await;
    assert_eq!(answer.location(), Some("/log-in/code?next=%2Fteams"));
    assert!(!is_signed_in(&again).await);
    let done = again.act("logInWithCode", json!({ "code": recovery })).await.json();
    assert_eq!(done["success"], true, "{done}");
    assert!(is_signed_in(&again).await);
    let said = log(&server).await;
    assert!(said.iter().any(|line| line.starts_with("sign-in session  by Example ID, ")), "{said:?}");

    // Another identity with the confirmed address is not linked by the way.
    let other = server.anon();
    let page = told(&other, &sign_in(&provider, &other, Says { sub: "eve-1", ..ADA }).await).await;
    assert!(page.contains("Log in as you always do, then link"), "{page}");
    assert_eq!(ways(&again).await["identities"].as_array().map(Vec::len), Some(1));
}
