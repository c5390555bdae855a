//! Sealed texts stand in the columns of the list and in no other, so that none is forgotten when all are sealed anew.

use super::{Installation, LONG, dead, dead_projects, facts, sign_up};
use crate::{
    harness::{ADMIN, Caller, PASSWORD, Store, process::Process},
    projects::shop,
};
use serde_json::json;
use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};
use vizboard::{
    secrets::SEALED,
    store::{
        Store as Records,
        sealed::{ACCESS, COLUMNS, outdated, swap},
    },
};

fn listed() -> BTreeSet<String> {
    COLUMNS.iter().map(|column| format!("{}.{}", column.table, column.column)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_column_with_sealed_texts_is_in_the_list() {
    for store in Store::BOTH {
        let place = Installation::new(store).await;
        let mut command = place.command();
        // Nobody listens there: the letter of the sign-up waits, with why it was not sent.
        command.env("SMTP_URL", "smtp://127.0.0.1:1").env("VIZBOARD_MAIL_FROM", "viz@example.org");
        let server = Process::start(command);
        let ada = sign_up(&server, "ada").await;
        // Everything that seals: what reaches a database, why a check failed, why a schema could not be read, what a link is,
        // what addresses are signed with, variables of the server and of databases, what an app makes its codes of, and mail.
        let project = shop::project(&ada, "Facts", &[facts(&place.data)]).await;
        let file = place.data.path().join("demo/facts.db");
        let good = std::fs::read(&file).expect("a file");
        std::fs::write(&file, "no database").expect("spoiled");
        let read = ada.act("regenerateProjectSchemas", json!({ "projectId": project })).await.json();
        assert_eq!(read["results"]["failed"], 1, "{read}");
        std::fs::write(&file, good).expect("mended");
        ada.act("createProjectWithConnections", json!({ "title": "Dead", "connections": [dead("Dead")] })).await;
        for (action, input) in [
            ("saveLink", json!({ "projectId": project, "title": "For Bo" })),
            ("beginAuthenticator", json!({})),
            ("saveEmbedding", json!({ "projectId": project, "sites": ["https://a.example.org"] })),
        ] {
            assert_eq!(ada.act(action, input).await.json()["success"], true, "{action}");
        }
        let made = ada.post("/api/dbs", &json!({ "name": "Notes", "fileFormat": "sqlite" })).await.json();
        let variables = format!("/api/dbs/{}/env", made["id"].as_str().unwrap_or_default());
        let answer = ada.post(&variables, &json!({ "name": "KEY", "value": "v" })).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let admin = Caller::new(server.base.clone());
        let entered = json!({ "username": ADMIN, "password": PASSWORD });
        assert_eq!(admin.act("logIn", entered).await.json()["success"], true);
        assert_eq!(admin.act("setServerVariable", json!({ "name": "KEY", "value": "v" })).await.json()["success"], true);
        let found = |sealed: std::collections::BTreeMap<String, Vec<String>>| sealed.into_keys().collect::<BTreeSet<_>>();
        let started = Instant::now();
        while !place.sealed().await.contains_key("mails.error") && started.elapsed() < LONG {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(found(place.sealed().await), listed(), "store::sealed::COLUMNS lists what is sealed");

        // And one that is not in the list would be seen.
        let records = Records::attach(&place.url).await.expect("the store");
        let forged = "update projects set description = (select access from connections limit 1)";
        sqlx::query(forged).execute(&mut *records.read().await.expect("a connection")).await.expect("written");
        records.close().await;
        let expected: BTreeSet<_> = listed().into_iter().chain(["projects.description".into()]).collect();
        assert_eq!(found(place.sealed().await), expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_changes_meanwhile_keeps_what_was_written() {
    for store in Store::BOTH {
        let place = Installation::new(store).await;
        let server = place.serve();
        dead_projects(&sign_up(&server, "ada").await, 1, 1).await;
        let records = Records::attach(&place.url).await.expect("the store");
        let mut db = records.read().await.expect("a connection");
        let read = outdated(&mut db, &ACCESS, SEALED, "", "v1.another.").await.expect("read").remove(0);
        let written = "update connections set access = 'v1.meanwhile.AAAA'";
        if store == Store::Postgres {
            // By a transaction that is still open: nobody waits for it.
            let mut tx = records.begin().await.expect("a transaction");
            sqlx::query(written).execute(&mut *tx).await.expect("written");
            assert!(!swap(&mut db, records.backend(), &ACCESS, &read, "v1.another.AAAA").await.expect("asked"));
            tx.commit().await.expect("committed");
        } else {
            sqlx::query(written).execute(&mut *db).await.expect("written");
        }
        assert!(!swap(&mut db, records.backend(), &ACCESS, &read, "v1.another.AAAA").await.expect("asked"));
        let now = outdated(&mut db, &ACCESS, SEALED, "", "v1.another.").await.expect("read").remove(0);
        assert_eq!((now.row.as_str(), now.text.as_str()), (read.row.as_str(), "v1.meanwhile.AAAA"));
        assert!(swap(&mut db, records.backend(), &ACCESS, &now, "v1.another.AAAA").await.expect("asked"));
        assert_eq!(outdated(&mut db, &ACCESS, SEALED, "", "v1.another.").await.expect("read"), []);
        drop(db);
        records.close().await;
    }
}
