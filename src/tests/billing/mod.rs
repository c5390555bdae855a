//! Billing events of Paddle: who may send them, and that repeated and late ones change nothing twice.

use crate::harness::{Answer, Caller, Store, TestServer};

const KEY: &str = "a-key-of-billing-events";

async fn send(server: &TestServer, key: &str, fields: &[(&str, &str)]) -> Answer {
    server.anon().form(&format!("/api/events/paddle?key={key}"), fields).await
}

/// An event about the subscription `s1`.
async fn event(server: &TestServer, id: &str, name: &str, time: &str, other: &[(&str, &str)]) {
    let mut fields = vec![("alert_id", id), ("alert_name", name), ("event_time", time), ("subscription_id", "s1")];
    fields.extend(other);
    let answer = send(server, KEY, &fields).await;
    assert_eq!((answer.status.as_u16(), answer.text().as_str()), (200, "{}"), "{id}");
}

/// Plan and e-mail of the team of somebody.
async fn billed(owner: &Caller) -> Option<(Option<String>, String)> {
    let team = owner.get("/api/teams/ada").await.json();
    let text = |name: &str| team["billing"][name].as_str().map(str::to_owned);
    text("subscription_id").map(|_| (text("plan"), text("email_address").unwrap_or_default()))
}

fn pro(email: &str) -> Option<(Option<String>, String)> {
    Some((Some("pro".to_owned()), email.to_owned()))
}

const TEAM: (&str, &str) = ("custom_data", r#"{"airsequel_team_name":"ADA"}"#);

#[tokio::test(flavor = "multi_thread")]
async fn events_in_any_order_and_number_say_the_same() {
    for store in Store::BOTH {
        let server = TestServer::start_with(store, &[("VIZBOARD_PADDLE_KEY", KEY)]).await;
        let ada = server.sign_up("ada").await;
        let (mail, other) = (("email", "ada@example.org"), ("email", "new@example.org"));
        // A change that came before what it changes.
        event(&server, "2", "subscription_updated", "2023-02-16 10:00:00", &[("status", "active"), other]).await;
        assert_eq!(billed(&ada).await, None, "nobody's yet");
        let created = [TEAM, ("status", "trialing"), ("subscription_plan_id", "502198"), mail];
        event(&server, "1", "subscription_created", "2023-02-15 10:00:00", &created).await;
        assert_eq!(billed(&ada).await, pro("new@example.org"), "the newer one counts");
        event(&server, "1", "subscription_created", "2023-02-15 10:00:00", &created).await;
        // The same number with other words is the same event.
        event(&server, "1", "subscription_created", "2024-02-15 10:00:00", &created).await;
        assert_eq!(billed(&ada).await, pro("new@example.org"));
        event(&server, "4", "subscription_cancelled", "2023-03-15 10:00:00", &[]).await;
        event(&server, "3", "subscription_payment_succeeded", "2023-03-01 10:00:00", &[("status", "active")]).await;
        let ended = Some((None, "new@example.org".to_owned()));
        assert_eq!(billed(&ada).await, ended, "a late payment revives nothing");
        event(&server, "9", "new_audience_member", "2023-03-16 10:00:00", &[("subscription_id_", "x")]).await;
        assert_eq!(billed(&ada).await, ended);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_with_the_key_and_only_what_is_an_event() {
    let settings = [("VIZBOARD_PADDLE_KEY", KEY), ("VIZBOARD_ATTEMPTS_PER_ADDRESS", "5")];
    let server = TestServer::start_with(Store::Sqlite, &settings).await;
    let good = [("alert_id", "1"), ("alert_name", "subscription_created"), ("event_time", "2023-02-15 10:22:06")];
    for bad in [&good[..2], &[good[0], good[1], ("event_time", "x")], &[good[0], good[0], good[1], good[2]]] {
        let answer = send(&server, KEY, bad).await;
        assert_eq!(answer.status, 400, "{bad:?}: {}", answer.text());
    }
    assert_eq!(server.anon().form("/api/events/paddle", &good).await.status, 403, "no key");
    for wrong in ["", "x", &KEY[1..], &KEY.to_uppercase()] {
        assert_eq!(send(&server, wrong, &good).await.status, 403, "{wrong}");
    }
    let limited = send(&server, "another", &good).await;
    assert_eq!((limited.status.as_u16(), limited.header("retry-after").is_some()), (429, true));
    let without = TestServer::start().await;
    let answer = send(&without, KEY, &good).await;
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("VIZBOARD_PADDLE_KEY"));
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_public_key_the_signature_has_to_fit_too() {
    let settings = [("VIZBOARD_PADDLE_KEY", KEY), ("VIZBOARD_PADDLE_PUBLIC_KEY", include_str!("key.pem"))];
    let server = TestServer::start_with(Store::Sqlite, &settings).await;
    let ada = server.sign_up("ada").await;
    let signed = [
        ("alert_id", "1"),
        ("alert_name", "subscription_created"),
        ("subscription_id", "s1"),
        ("subscription_plan_id", "502198"),
        ("status", "active"),
        ("email", "ada@example.org"),
        ("event_time", "2023-02-15 10:22:06"),
        ("custom_data", r#"{"airsequel_instance":"https://example.org","airsequel_team_name":"Ada"}"#),
        ("passthrough", "Bücher & \"mehr\""),
        ("next_bill_date", "2023-03-15"),
        ("p_signature", include_str!("signature.txt").trim()),
    ];
    assert_eq!(send(&server, KEY, &signed[..10]).await.status, 403, "without a signature");
    let mut changed = signed;
    changed[5].1 = "eve@example.org";
    assert_eq!(send(&server, KEY, &changed).await.status, 403);
    assert_eq!(send(&server, "not-the-key", &signed).await.status, 403, "a signature alone");
    assert_eq!(billed(&ada).await, None);
    assert_eq!(send(&server, KEY, &signed).await.text(), "{}");
    assert_eq!(billed(&ada).await, pro("ada@example.org"));
}
