//! Tables: their shape, order, names and descriptions, and what follows them.

use super::{Ground, names};
use reqwest::Method;
use serde_json::{Value as Json, json};

const SCRIPT: &str = "create table artists (id integer primary key, name text not null unique, born TEXT_DATE);
    create table albums (id integer primary key, title text not null default 'Untitled', artist_id int references artists (id),
        kind text check (kind in ('LP', 'EP', 'single')), cover blob, price decimal(10, 2), sold boolean,
        label text generated always as (upper(title)) virtual, constraint fair check (price >= 0));
    create unique index by_title on albums (title, artist_id);
    create index by_price on albums (price);
    create view cheap as select title, price from albums where price < 10;
    insert into artists (name, born) values ('Nina', '1933-02-21'), ('Miles', null);
    insert into albums (title, artist_id, kind, price, sold) values ('Blue', 2, 'LP', 9.5, 1), ('Gold', 1, 'EP', 12, 0);";

#[tokio::test(flavor = "multi_thread")]
async fn the_documented_shape() {
    let ground = Ground::of(SCRIPT).await;
    assert_eq!(ground.tables().await, ["artists", "albums", "cheap"]);
    let albums = ground.table("albums").await;
    let fields: Vec<&String> = albums.as_object().expect("an object").keys().collect();
    assert_eq!(fields, ["columns", "description", "maxCellLimitReached", "name", "numberOfRows", "rowidColumnName", "tableType"]);
    assert_eq!((&albums["numberOfRows"], &albums["rowidColumnName"], &albums["tableType"]), (&json!(2), &json!("rowid"), &json!("Table")));
    assert_eq!((&albums["description"], &albums["maxCellLimitReached"]), (&Json::Null, &json!(false)));
    let of = |name: &str| albums["columns"].as_array().expect("columns").iter().find(|column| column["name"] == name).expect(name).clone();
    assert_eq!(
        of("kind"),
        json!({ "gqlDataType": "albums_kind_String", "inputElement": "Select", "isGenerated": false, "isNonNull": false,
            "isOmittable": true, "isPrimaryKey": false, "isUnique": false, "items": ["LP", "EP", "single"], "name": "kind",
            "sqliteDataType": "TEXT", "validations": null })
    );
    let facts = ["id", "title", "artist_id", "cover", "price", "sold", "label"].map(|name| {
        let column = of(name);
        let flag = |field: &str| if column[field] == true { '1' } else { '0' };
        let flags: String =
            ["isNonNull", "isOmittable", "isPrimaryKey", "isUnique", "isGenerated"].iter().map(|field| flag(field)).collect();
        format!("{name} {} {} {flags}", column["gqlDataType"].as_str().expect("a type"), column["inputElement"].as_str().expect("an input"))
    });
    assert_eq!(
        facts,
        [
            "id Int InputNumber 11110",
            "title String InputText 11010",
            "artist_id Int InputNumber 01010",
            "cover String InputFile 01000",
            "price Float InputNumber 01000",
            "sold Boolean Checkbox 01000",
            "label String InputText 01001",
        ]
    );
    let cheap = ground.table("cheap").await;
    assert_eq!((&cheap["tableType"], &cheap["rowidColumnName"], &cheap["numberOfRows"]), (&json!("View"), &Json::Null, &json!(1)));

    let schema = ground.ada.get(&ground.path(&["schema"])).await;
    assert_eq!(schema.header("content-type"), Some("text/plain; charset=utf-8"));
    let text = schema.text();
    let starts: Vec<&str> =
        text.lines().filter(|line| line.starts_with("CREATE")).map(|line| line.split(" (").next().expect("a start")).collect();
    assert_eq!(
        starts,
        [
            "CREATE TABLE artists",
            "CREATE TABLE albums",
            "CREATE UNIQUE INDEX by_title on albums",
            "CREATE INDEX by_price on albums",
            "CREATE VIEW cheap as select title, price from albums where price < 10;",
        ]
    );
    let azimutt = Ground::good(&ground.ada.get(&ground.path(&["azimutt-schema"])).await);
    let place = |table: &str, column: &str| json!({ "table": table, "column": column });
    assert_eq!(
        azimutt["relations"],
        json!([{ "name": "fk_albums_artist_id_artists_id", "src": place("public.albums", "artist_id"), "ref": place("public.artists", "id") }])
    );
    let albums = &azimutt["tables"][1];
    assert_eq!((&albums["schema"], &albums["table"], &albums["view"]), (&json!("public"), &json!("albums"), &json!(false)));
    assert_eq!(albums["primaryKey"], json!({ "columns": ["id"] }));
    assert_eq!(albums["uniques"], json!([{ "columns": ["title", "artist_id"], "definition": "(title, artist_id)" }]));
    assert_eq!(albums["indexes"], json!([{ "name": "by_price", "columns": ["price"], "definition": "(price)" }]));
    assert_eq!(albums["checks"][1], json!({ "name": "fair", "columns": ["price"], "predicate": "price >= 0" }));
    assert_eq!(albums["columns"][1]["default"], "'Untitled'");
    assert_eq!(albums["columns"][3]["values"], json!(["LP", "EP", "single"]));
    assert!(azimutt["tables"][2]["definition"].as_str().is_some_and(|text| text.starts_with("CREATE VIEW cheap")));
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_are_made_moved_described_renamed_copied_and_dropped() {
    let ground = Ground::of(SCRIPT).await;
    let made = Ground::good(&ground.ask(Method::PUT, &["tables", "notes"], json!({})).await);
    assert_eq!((names(&made["columns"]), &made["columns"][0]["sqliteDataType"]), (vec!["id".to_owned()], &json!("INTEGER")));
    // Without a body it is the same; a name is taken in whatever case.
    let empty = ground.ada.send(Method::PUT, &ground.path(&["tables", "more"]), &[], vec![]).await;
    assert_eq!(empty.status, 200, "{}", empty.text());
    assert_eq!(ground.ask(Method::PUT, &["tables", "NOTES"], json!({})).await.status, 409);
    let columns = json!({ "columns": [{ "name": "code", "type": "TEXT", "nonNull": true }, { "name": "n", "type": "INT", "default": 5 }],
        "primaryKey": ["code"] });
    let made = Ground::good(&ground.ask(Method::PUT, &["tables", "codes"], columns).await);
    assert_eq!((names(&made["columns"]), &made["columns"][0]["isPrimaryKey"]), (vec!["code".into(), "n".into()], &json!(true)));

    let change = json!({ "after": "artists", "description": { "tag": "TextValue", "contents": "What *codes* mean" } });
    assert_eq!(ground.ask(Method::PATCH, &["tables", "codes"], change).await.json(), json!({}));
    assert_eq!(ground.tables().await, ["artists", "codes", "albums", "cheap", "notes", "more"]);
    assert_eq!(ground.ask(Method::PATCH, &["tables", "notes"], json!({ "after": null })).await.status, 200);
    assert_eq!(ground.ask(Method::PATCH, &["tables", "notes"], json!({ "after": "nothing" })).await.status, 400);
    let chart = json!({ "chartType": "BarChart", "headers": ["title", "price"], "hideNullValues": false, "labelRotation": 0,
        "table": "albums", "title": "Prices" });
    Ground::good(&ground.ada.post(&ground.path(&["charts"]), &chart).await);
    assert_eq!(ground.ask(Method::PATCH, &["tables", "codes"], json!({ "name": "words" })).await.status, 200);
    assert_eq!(ground.ask(Method::PATCH, &["tables", "albums"], json!({ "name": "records" })).await.status, 200);
    assert_eq!(ground.ask(Method::PATCH, &["tables", "records"], json!({ "name": "Artists" })).await.status, 409);
    assert_eq!(ground.tables().await, ["notes", "artists", "words", "records", "cheap", "more"]);
    assert_eq!(ground.table("words").await["description"], "What *codes* mean");
    // Charts follow, whoever renames: by the address or in SQL.
    let chart = async || Ground::good(&ground.ada.get(&ground.path(&["charts"])).await)["charts"][0].clone();
    assert_eq!(chart().await["table"], "records");
    ground.sql("alter table records rename to albums").await;
    ground.sql("alter table albums rename column price to cost").await;
    let chart = chart().await;
    assert_eq!((&chart["table"], &chart["headers"]), (&json!("albums"), &json!(["title", "cost"])));

    let copy = Ground::good(&ground.ada.post(&ground.path(&["tables", "artists", "clone"]), &json!({ "name": "people" })).await);
    assert_eq!(copy["numberOfRows"], 2);
    assert_eq!(ground.ask(Method::DELETE, &["tables", "cheap"], json!({})).await.status, 200);
    assert_eq!(ground.ask(Method::DELETE, &["tables", "people"], json!({})).await.json(), json!({}));
    assert_eq!(ground.ask(Method::DELETE, &["tables", "people"], json!({})).await.status, 404);
    // Before each a copy was kept.
    let copies = Ground::good(&ground.ada.get(&ground.path(&["copies"])).await);
    assert!(copies.to_string().contains("drop table people"), "{copies}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_locked_stays() {
    let ground = Ground::of(SCRIPT).await;
    ground.set(json!({ "schemaLocked": true, "auditing": true })).await;
    for (method, parts, body) in [
        (Method::PUT, vec!["tables", "new"], json!({})),
        (Method::PATCH, vec!["tables", "albums"], json!({ "name": "x" })),
        (Method::DELETE, vec!["tables", "albums"], json!({})),
        (Method::PUT, vec!["tables", "albums", "columns", "x"], json!({})),
        (Method::PATCH, vec!["tables", "albums", "columns", "title"], json!({ "name": "x" })),
        (Method::DELETE, vec!["tables", "albums", "columns", "title"], json!({})),
        (Method::POST, vec!["tables", "albums", "clone"], json!({ "name": "x" })),
        (Method::POST, vec!["structure"], json!({ "changes": [{ "drop_index": { "name": "by_price" } }] })),
    ] {
        let answer = ground.ask(method, &parts, body).await;
        assert_eq!(answer.status, 403, "{parts:?}: {}", answer.text());
        assert!(answer.json()["errors"][0]["message"].as_str().expect("a text").contains("locked"));
    }
    let refused = ground.ada.post(&format!("/dbs/{}/sql", ground.id), &json!({ "query": "drop table albums" })).await;
    assert_eq!(refused.status, 403);
    assert!(refused.json()["errors"][0].as_str().expect("a text").contains("locked"), "{}", refused.text());
    // Rows are free, and written down.
    ground.sql("update albums set price = 1").await;
    let log = Ground::good(&ground.ada.get(&ground.path(&["changes"])).await).to_string();
    assert!(log.contains("update albums set price = 1"), "{log}");
    assert_eq!(ground.tables().await, ["artists", "albums", "cheap"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_finds_in_any_text() {
    let ground = Ground::of(SCRIPT).await;
    let search = async |table: &str, term: &str| Ground::good(&ground.ada.get(&ground.path(&["tables", table, "search", term])).await);
    let found = search("albums", "bLU").await;
    assert_eq!((&found["numberOfRows"], &found["rows"][0]["title"], &found["name"]), (&json!(1), &json!("Blue"), &json!("albums")));
    for nothing in ["%", "_", "2", "'; drop table albums --"] {
        assert_eq!(search("albums", nothing).await["rows"], json!([]), "{nothing}");
    }
    assert_eq!(search("artists", "1933").await["numberOfRows"], 1);
    ground.sql("with recursive n(i) as (select 1 union all select i + 1 from n where i < 1200) insert into artists (name) select 'x' || i from n").await;
    let many = search("artists", "X").await;
    assert_eq!((&many["numberOfRows"], many["rows"].as_array().map(Vec::len)), (&json!(1_200), Some(1_000)));
}
