//! What was saved in a connected database, and taken back.

use super::{Base, Engine, cell, insert, rename};
use serde_json::{Value as Json, json};

impl Base {
    /// Saves, and answers what would take it back.
    async fn undo_of(&self, table: &str, edits: Json) -> Json {
        let answer = self.save(table, edits).await;
        assert_eq!((&answer["success"], &answer["clash"]), (&json!(true), &Json::Null), "{:?}: {answer}", self.engine);
        answer["undo"].clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn saved_changes_are_taken_back() {
    for engine in Engine::ALL {
        let base = Base::new(engine).await;
        let everything = "select concat_ws('|', id, name, score, born) from people order by id";
        let before = base.ask(everything).await;
        let versions = base.page("people").await["page"]["versions"].clone();
        let edits = json!([
            insert(4, "Sofia"),
            { "what": "update", "key": "1", "version": versions[0],
                "cells": [cell("id", "11"), cell("name", "Ada L"), cell("score", "0.5"), { "column": "born", "null": true }] },
            { "what": "delete", "key": "3", "version": versions[2] },
        ]);
        let undo = base.undo_of("people", edits).await;
        assert_eq!(base.people().await, ["Grace", "Sofia", "Ada L"], "{engine:?}");
        assert_eq!(undo.as_array().map(Vec::len), Some(3), "{engine:?}: {undo}");
        let again = base.undo_of("people", undo).await;
        assert_eq!(base.ask(everything).await, before, "{engine:?}: every value is what it was");
        base.saves("people", again).await;
        assert_eq!(base.people().await, ["Grace", "Sofia", "Ada L"], "{engine:?}: and taking back is taken back");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_changed_meanwhile_is_not_taken_back() {
    for engine in Engine::ALL {
        let base = Base::new(engine).await;
        let undo = base.undo_of("people", json!([rename("1", None, "Lovelace"), rename("2", None, "Hopper")])).await;
        base.run("update people set score = 7 where id = 1").await;
        let answer = base.save("people", undo).await;
        assert_eq!(answer["clash"]["key"], "1", "{engine:?}: {answer}");
        assert_eq!(base.people().await, ["Lovelace", "Hopper", "Emmy"], "{engine:?}: all or nothing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_the_database_numbers_are_found_again() {
    for engine in Engine::ALL {
        let number = match engine {
            Engine::Postgres => "serial primary key",
            Engine::Mysql => "integer primary key auto_increment",
            Engine::Sqlite => "integer primary key",
        };
        let script = format!("create table notes (id {number}, line varchar(40)); insert into notes (line) values ('one'), ('two')");
        let base = Base::off(engine, &script).await;
        base.switch(true).await;
        let two = json!([{ "what": "insert", "cells": [cell("line", "three")] }, { "what": "insert", "cells": [cell("line", "four")] }]);
        let undo = base.undo_of("notes", two).await;
        assert_eq!((&undo[0]["key"], &undo[1]["key"]), (&json!("4"), &json!("3")), "{engine:?}: {undo}");
        base.saves("notes", undo).await;
        assert_eq!(base.ask("select line from notes order by id").await, ["one", "two"], "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_taken_back_whole_is_not_offered() {
    for engine in Engine::ALL {
        let bytes = match engine {
            Engine::Postgres => "bytea",
            Engine::Mysql | Engine::Sqlite => "blob",
        };
        let script = format!(
            "create table parents (id integer primary key, photo {bytes});
             create table children (id integer primary key, parent integer not null,
                foreign key (parent) references parents (id) on delete cascade);
             insert into parents (id) values (1), (2);
             insert into children values (1, 1);"
        );
        let base = Base::off(engine, &script).await;
        base.switch(true).await;
        // Its children go with it, and would not come back.
        let undo = base.undo_of("parents", json!([{ "what": "delete", "key": "1" }])).await;
        assert_eq!((undo, base.ask("select cast(count(*) as char(9)) from children").await[0].trim()), (json!([]), "0"), "{engine:?}");
        // Bytes are not held as a text.
        let photo = |text: &str| json!([{ "what": "update", "key": "2", "cells": [cell("photo", text)] }]);
        let undo = base.undo_of("parents", photo("\\x00ff")).await;
        assert_eq!(undo.as_array().map(Vec::len), Some(1), "{engine:?}: NULL is held: {undo}");
        assert_eq!(base.undo_of("parents", photo("\\x01")).await, json!([]), "{engine:?}");
        let many: Vec<Json> = (10..111).map(|n| json!({ "what": "insert", "cells": [cell("id", &n.to_string())] })).collect();
        assert_eq!(base.undo_of("parents", json!(many)).await, json!([]), "{engine:?}: more than are held");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn large_rows_are_saved_and_not_held() {
    for engine in Engine::ALL {
        let (kind, large) = match engine {
            Engine::Postgres => ("text", "repeat('x', 9000000)"),
            Engine::Mysql => ("longtext", "repeat('x', 9000000)"),
            Engine::Sqlite => ("text", "hex(zeroblob(4500000))"),
        };
        let rows: Vec<String> = (1..=5).map(|n| format!("insert into papers values ({n}, 'old', {large});")).collect();
        let script = format!("create table papers (id integer primary key, name varchar(9), body {kind}); {}", rows.join(" "));
        let base = Base::off(engine, &script).await;
        base.switch(true).await;
        let edits: Vec<Json> = (1..=5).map(|n| rename(&n.to_string(), None, "new")).collect();
        assert_eq!(base.undo_of("papers", json!(edits)).await, json!([]), "{engine:?}");
        assert_eq!(base.ask("select name from papers order by id").await, ["new"; 5], "{engine:?}");
    }
}
