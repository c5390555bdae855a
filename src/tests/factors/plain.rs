//! The same by plain forms.

use super::{SESSION, WithApp, is_signed_in, step};
use crate::harness::{PASSWORD, TestServer};

#[tokio::test(flavor = "multi_thread")]
async fn set_up_and_logged_in_without_scripts() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let begun = ada.form("/actions/beginAuthenticator", &[("_next", "/settings/security/app"), ("_back", "/settings/security")]).await;
    assert_eq!(begun.location(), Some("/settings/security/app"));
    let page = ada.page("/settings/security/app").await;
    assert!(page.status == 200 && page.text().contains("<svg") && page.text().contains("otpauth://totp/"), "{}", page.status);
    let app = WithApp::set_up(&ada).await;
    assert_eq!(ada.page("/settings/security/app").await.status, 404, "shown while it is set up and never again");
    let codes = ada.form("/actions/makeRecoveryCodes", &[("_next", "/settings/security")]).await;
    assert_eq!(codes.location(), Some("/settings/security"));
    let shown = ada.page("/settings/security").await.text();
    assert!(shown.contains("Your recovery codes") && shown.contains("10 are left"), "{shown}");
    assert!(!ada.page("/settings/security").await.text().contains("Your recovery codes"), "once");

    let browser = server.anon();
    let fields = [("username", "ada"), ("password", PASSWORD), ("_next", "/projects/new"), ("_back", "/login?next=%2Fprojects%2Fnew")];
    let answer = browser.form("/actions/logIn", &fields).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, Some("/log-in/code?next=%2Fprojects%2Fnew")));
    assert!(browser.cookie(SESSION).is_none());
    let page = browser.page("/log-in/code?next=%2Fprojects%2Fnew").await.text();
    assert!(page.contains("/actions/logInWithCode") && page.contains("value=\"/projects/new\""), "{page}");
    let send = async |code: &str| {
        let fields = [("code", code), ("_next", "/projects/new"), ("_back", "/log-in/code?next=%2Fprojects%2Fnew")];
        browser.form("/actions/logInWithCode", &fields).await
    };
    assert_eq!(send("000").await.location(), Some("/log-in/code?next=%2Fprojects%2Fnew"));
    assert!(browser.page("/log-in/code").await.text().contains("This code is not right"));
    assert_eq!(send(&app.secret.code(step())).await.location(), Some("/projects/new"));
    assert!(is_signed_in(&browser).await);
}
