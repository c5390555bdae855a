//! What is saved, and what is taken back.

use super::{Base, Engine, cell, insert, rename};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_inserted_changed_and_deleted_together() {
    for engine in Engine::ALL {
        let base = Base::new(engine).await;
        let page = base.page("people").await;
        assert_eq!((&page["mayChange"], page["refusal"].as_str()), (&json!(true), None), "{page}");
        assert_eq!(page["page"]["keys"], json!(["1", "2", "3"]));
        let versions = page["page"]["versions"].as_array().expect("versions").clone();
        let edits = json!([
            insert(4, "Sofia"),
            { "what": "update", "key": "1", "version": versions[0],
                "cells": [cell("name", "Ada L"), cell("score", "98765432109876.4321"), cell("born", "1816-01-02")] },
            { "what": "delete", "key": "3", "version": versions[2] },
        ]);
        let said = base.send(&base.ada, "reviewConnectionRows", "people", edits.clone()).await.json();
        let statements = said["statements"].as_array().unwrap_or_else(|| panic!("{said}"));
        assert_eq!(statements.len(), 3);
        let deleted = statements[2].as_str().expect("a statement");
        assert!(deleted.starts_with("DELETE FROM") && deleted.contains(&engine.quoted("people")), "{deleted}");
        assert_eq!(base.people().await, ["Ada", "Grace", "Emmy"], "nothing runs when it is looked at");
        let answer = base.save("people", edits).await;
        assert_eq!(answer["message"], "Saved: 1 row changed, 1 row added, 1 row deleted", "{answer}");
        assert_eq!(base.people().await, ["Ada L", "Grace", "Sofia"], "{engine:?}");
        if engine != Engine::Sqlite {
            let exact = base.ask("select cast(score as char(30)) from people where id = 1").await;
            assert_eq!(exact[0].trim(), "98765432109876.4321");
        }
        let log = base.ada.act("listAudit", json!({ "projectId": base.project })).await.text();
        assert!(log.contains("rows of people: 1 inserted, 1 updated, 1 deleted"), "{log}");
        assert!(!log.contains("Sofia"), "values are not written down");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_second_is_shown_both_versions() {
    for engine in Engine::ALL {
        let base = Base::new(engine).await;
        let page = base.page("people").await;
        let versions = page["page"]["versions"].clone();
        base.run("update people set name = 'Augusta' where id = 1").await;
        let edits = json!([rename("2", Some(&versions[1]), "Hopper"), rename("1", Some(&versions[0]), "Lovelace")]);
        let answer = base.save("people", edits).await;
        let clash = &answer["clash"];
        assert_eq!((&clash["at"], &clash["key"], &clash["now"][1]), (&json!(1), &json!("1"), &json!("Augusta")), "{engine:?}: {answer}");
        assert_eq!(base.people().await, ["Augusta", "Grace", "Emmy"], "nothing is saved");
        base.saves("people", json!([rename("1", Some(&clash["version"]), "Lovelace")])).await;
        assert_eq!(base.people().await, ["Lovelace", "Grace", "Emmy"]);
        let gone = base.save("people", json!([rename("77", None, "Nobody")])).await;
        assert!(gone["clash"].is_object() && gone["clash"]["now"].is_null(), "{gone}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_fails_takes_the_others_back() {
    for engine in Engine::ALL {
        let base = Base::new(engine).await;
        let edits = json!([insert(4, "Sofia"), rename("1", None, "Lovelace"), insert(2, "Twice")]);
        let said = base.refusal("people", edits).await;
        assert!(!said.contains("Lovelace"), "{said}");
        assert_eq!(base.people().await, ["Ada", "Grace", "Emmy"], "{engine:?}: {said}");
        if engine != Engine::Sqlite {
            base.refusal("people", json!([rename("1", None, &"x".repeat(41))])).await;
            assert_eq!(base.people().await[0], "Ada", "{engine:?}: nothing is cut to fit");
        }
        base.saves("people", json!([insert(4, "Sofia")])).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_without_a_key_takes_only_new_rows() {
    for engine in Engine::ALL {
        let base = Base::new(engine).await;
        let page = base.page("log").await;
        assert_eq!((&page["mayChange"], page["refusal"].as_str()), (&json!(false), None), "{page}");
        base.saves("log", json!([{ "what": "insert", "cells": [cell("line", "one")] }])).await;
        assert_eq!(base.ask("select line from log").await, ["one"]);
        let said = base.refusal("log", json!([{ "what": "delete", "key": "one" }])).await;
        assert!(said.contains("no key"), "{said}");
        let said = base.refusal("names", json!([{ "what": "insert", "cells": [cell("name", "Eve")] }])).await;
        assert!(said.contains("Rows of a view cannot be changed"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_shows_what_was_saved() {
    let base = Base::new(Engine::Postgres).await;
    let configs = json!({ "tableName": "people", "xAxisColumn": "name", "aggregate": "count", "cacheSeconds": 3_600 });
    let input = json!({ "projectId": base.project, "type": "bar_charts", "title": "People", "configs": configs });
    let widget = crate::projects::shop::widget(&base.ada, input).await;
    let before = crate::projects::shop::data(&base.ada, &widget, json!({})).await.to_string();
    assert!(before.contains("Emmy"), "{before}");
    base.saves("people", json!([rename("3", None, "Noether")])).await;
    let after = crate::projects::shop::data(&base.ada, &widget, json!({})).await.to_string();
    assert!(after.contains("Noether") && !after.contains("Emmy"), "{after}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_taken_back_is_not_begun() {
    let base = Base::off(Engine::Mysql, "create table old (id integer primary key, name varchar(9)) engine = MyISAM").await;
    base.switch(true).await;
    let said = base.refusal("old", json!([insert(1, "Ada"), insert(1, "Twice")])).await;
    assert!(said.contains("InnoDB"), "{said}");
    assert_eq!(base.ask("select name from old").await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn triggers_of_the_database_run_as_for_everybody() {
    let script = "create table people (id integer primary key, name varchar(40));
        create table seen (name varchar(40));
        create function note() returns trigger language plpgsql as $$ begin insert into seen values (new.name); return new; end $$;
        create trigger noting after insert on people for each row execute function note();";
    let base = Base::off(Engine::Postgres, script).await;
    base.switch(true).await;
    base.saves("people", json!([insert(1, "Ada")])).await;
    assert_eq!(base.ask("select name from seen").await, ["Ada"]);
}
