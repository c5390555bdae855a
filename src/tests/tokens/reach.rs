//! What is said about who reaches what is what happens.

use super::owner;
use crate::{
    harness::TestServer,
    projects::shop,
    routes::{run, token},
};
use serde_json::{Value as Json, json};

#[tokio::test(flavor = "multi_thread")]
async fn reasons_are_those_that_decide() {
    let server = TestServer::start().await;
    let (ada, project) = owner(&server, "ada").await;
    let other = shop::project(&ada, "Other", &[shop::connection("Two").await]).await;
    let (reads, _) = token(&ada, "ada", &project, &["read", "write"]).await;
    let (writes, _) = token(&ada, "ada", &project, &["write"]).await;
    let (ended, _) = token(&ada, "ada", &project, &["read"]).await;
    run(&server, &format!("update api_tokens set expires_at = 1 where id = {ended}")).await;
    ada.act("setProjectVisibility", json!({ "projectId": project, "public": true })).await;
    let link = ada.act("saveLink", json!({ "projectId": project, "title": "Friend", "password": crate::harness::PASSWORD })).await.json();
    let link = link["link"]["id"].as_str().expect("an id").to_owned();
    let user = ada.act("getUserBySession", json!({})).await.json()["user"]["id"].as_str().expect("an id").to_owned();

    let explain = async |subject: &str, project: &str| {
        let input = json!({ "teamName": "ada", "projectId": project, "subject": subject });
        let answer = ada.act("explainAccess", input).await.json();
        assert_eq!(answer["success"], true, "{subject}: {answer}");
        let allowed = answer["verdicts"].as_array().expect("a list").iter().filter(|verdict| verdict["allowed"] == true).count();
        (allowed, answer["because"].as_str().expect("a sentence").to_owned())
    };
    for (subject, project, allowed, because) in [
        (format!("person:{user}"), &project, 11, "owns the project"),
        (format!("token:{reads}"), &project, 3, "names this project"),
        (format!("token:{reads}"), &other, 0, "does not name"),
        (format!("token:{writes}"), &project, 0, "names this project"),
        (format!("token:{ended}"), &project, 0, "last day is over"),
        (format!("link:{project}:first"), &project, 1, "Whoever has the link"),
        (format!("link:{project}:{link}"), &project, 1, "password"),
        (format!("link:{project}:{link}"), &other, 0, "another project"),
    ] {
        let (count, said) = explain(&subject, project).await;
        assert_eq!(count, allowed, "{subject}: {said}");
        assert!(said.contains(because), "{subject}: {said}");
    }
    let reach = ada.act("getReach", json!({ "teamName": "ada" })).await.json();
    let names: Vec<&Json> = reach["subjects"].as_array().expect("a list").iter().map(|subject| &subject["name"]).collect();
    assert_eq!(names.len(), 6, "ada, three tokens, two links: {reach}");
    let address = ada.act("listLinks", json!({ "projectId": project })).await.json();
    for link in address["links"].as_array().expect("a list") {
        let path = link["path"].as_str().expect("a path").trim_start_matches("/public/");
        assert!(!reach.to_string().contains(path), "addresses of links are for those who may share");
    }
    run(&server, &format!("update share_links set expires_at = 1 where id = '{link}'")).await;
    assert_eq!(explain(&format!("link:{project}:{link}"), &project).await.0, 0);
    run(&server, "update accounts set suspended_at = null").await;
    for subject in ["", "person", "person:x", "token:x", "token:99", "link:x", &format!("link:{project}:x"), "other:1"] {
        let input = json!({ "teamName": "ada", "projectId": project, "subject": subject });
        assert_eq!(ada.act("explainAccess", input).await.json()["success"], false, "{subject}");
    }
}
