//! Names that would break out of a statement, and values that would.

use super::{Base, Engine, cell};
use serde_json::json;

const TABLE: &str = "t\"; drop table people; --`'";
const COLUMN: &str = "c`\" = 1; --'";

#[tokio::test(flavor = "multi_thread")]
async fn names_are_only_names() {
    for engine in Engine::ALL {
        let (table, column) = (engine.quoted(TABLE), engine.quoted(COLUMN));
        let script = format!(
            "create table people (id integer primary key); create table {table} ({column} varchar(60) primary key, b varchar(60));
             insert into {table} values ('x,y', 'one'), ('z', 'two');"
        );
        let base = Base::off(engine, &script).await;
        base.switch(true).await;
        let listed = base.ada.act("listTables", json!({ "projectId": base.project, "connectionIds": [base.connection] })).await.json();
        let label = listed["tables"]
            .as_array()
            .and_then(|all| all.iter().filter_map(|one| one["name"].as_str()).find(|name| name.contains("drop table")))
            .unwrap_or_else(|| panic!("{listed}"))
            .to_owned();
        let page = base.page(&label).await;
        let keys = page["page"]["keys"].as_array().expect("keys").clone();
        assert_eq!(keys.len(), 2, "{page}");
        let hostile = "'); drop table people; --";
        base.saves(
            &label,
            json!([
                { "what": "update", "key": keys[0], "version": page["page"]["versions"][0], "cells": [cell("b", hostile)] },
                { "what": "delete", "key": keys[1], "version": page["page"]["versions"][1] },
                { "what": "insert", "cells": [cell(COLUMN, hostile), cell("b", "three")] },
            ]),
        )
        .await;
        let mut left = base.ask(&format!("select b from {table}")).await;
        left.sort();
        assert_eq!(left, [hostile, "three"], "{engine:?}");
        base.ask("select 'there' from people").await;
        let said = base.refusal(&label, json!([{ "what": "insert", "cells": [cell("b = 1; --", "x")] }])).await;
        assert!(said.contains("There is no column"), "{said}");
    }
}
