//! Pages of a connected table, each read from where its neighbour ended.

use super::{Base, Engine};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// 205 rows with ties and NULLs in `mark`, and a key of two columns.
fn script(engine: Engine) -> String {
    let rows: Vec<String> = (1..=205)
        .map(|n| {
            let mark = if n % 11 == 0 { "null".to_owned() } else { format!("'m{}'", n % 7) };
            format!("({}, {n}, {mark})", n % 3)
        })
        .collect();
    let text = if engine == Engine::Mysql { "varchar(9) character set utf8mb4" } else { "varchar(9)" };
    format!(
        "create table marks (part integer not null, n integer not null, mark {text}, primary key (part, n));
         insert into marks values {};
         create table loose (n integer); insert into loose values (1), (2), (3);",
        rows.join(", ")
    )
}

impl Base {
    async fn view(&self, table: &str, view: Json) -> Json {
        let answer = self.view_by(&self.ada, table, view).await;
        assert_eq!(answer["success"], true, "{:?}: {answer}", self.engine);
        answer["page"].clone()
    }
}

fn keys(page: &Json) -> Vec<String> {
    page["keys"].as_array().expect("keys").iter().map(|key| key.as_str().expect("a text").to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_complete_both_ways_in_every_order() {
    for engine in Engine::ALL {
        let base = Base::off(engine, &script(engine)).await;
        for sort in [Json::Null, json!({ "column": "mark", "descending": false }), json!({ "column": "mark", "descending": true })] {
            let said = format!("{engine:?} {sort}");
            let view = |more: Json| {
                let mut view = json!({ "pageSize": 20 });
                if !sort.is_null() {
                    view["sort"] = sort.clone();
                }
                view.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
                view
            };
            let (mut forth, mut page, mut number) = (Vec::new(), base.view("marks", view(json!({}))).await, 1);
            loop {
                forth.push(keys(&page));
                assert_eq!((&page["drawing"]["page"], &page["turns"]["isCounted"]), (&json!(number), &json!(true)), "{said}");
                if page["drawing"]["hasNext"] == false {
                    break;
                }
                let after = page["turns"]["after"].as_str().unwrap_or_else(|| panic!("{said}: no place in {}", page["turns"]));
                number += 1;
                page = base.view("marks", view(json!({ "page": number, "after": after }))).await;
            }
            assert_eq!((forth.len(), forth.last().map(Vec::len)), (11, Some(5)), "{said}");
            let all: BTreeSet<&String> = forth.iter().flatten().collect();
            assert_eq!(all.len(), 205, "{said}: each row once");
            // From the end back to the beginning.
            let mut page = base.view("marks", view(json!({ "last": true }))).await;
            for expected in forth.iter().rev() {
                assert_eq!((&keys(&page), &page["drawing"]["page"]), (expected, &json!(number)), "{said}");
                number -= 1;
                if number > 0 {
                    page = base.view("marks", view(json!({ "page": number, "before": page["turns"]["before"] }))).await;
                }
            }
            assert_eq!(page["turns"]["hasPrevious"], false, "{said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_come_meanwhile_move_no_page() {
    for engine in Engine::ALL {
        let base = Base::off(engine, &script(engine)).await;
        let first = base.view("marks", json!({ "pageSize": 20 })).await;
        let rest = base.view("marks", json!({ "pageSize": 20, "page": 2, "after": first["turns"]["after"] })).await;
        base.run("insert into marks values (0, 0, 'new'), (0, 1, 'new')").await;
        let again = base.view("marks", json!({ "pageSize": 20, "page": 2, "after": first["turns"]["after"] })).await;
        assert_eq!(keys(&again), keys(&rest), "{engine:?}");
        // A place of another order, or none at all, is left by the number.
        for after in ["x", "eyJzIjpbIm4iXX0"] {
            let counted = base.view("marks", json!({ "pageSize": 20, "page": 2, "after": after })).await;
            assert_eq!(counted["drawing"]["page"], 2, "{engine:?}");
            assert_ne!(keys(&counted), keys(&rest), "{engine:?}: two rows came before it");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_without_a_key_is_paged_by_number() {
    for engine in Engine::ALL {
        let base = Base::off(engine, &script(engine)).await;
        let page = base.view("loose", json!({ "pageSize": 2, "page": 2 })).await;
        assert_eq!((page["drawing"]["rows"].as_array().map(Vec::len), &page["drawing"]["hasNext"]), (Some(1), &json!(false)), "{engine:?}");
        let last = base.view("loose", json!({ "pageSize": 2, "last": true })).await;
        assert_eq!((last["drawing"]["rows"].as_array().map(Vec::len), &last["drawing"]["page"]), (Some(1), &json!(2)), "{engine:?}");
    }
}
