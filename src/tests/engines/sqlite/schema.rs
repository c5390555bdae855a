//! Introspection.

use super::ground::Ground;
use vizboard::model::{
    schema::{ForeignKey, Generated, Index, TableKind, TableRef},
    value::Kind,
};

fn at(name: &str) -> TableRef {
    TableRef { schema: None, name: name.into() }
}

#[tokio::test]
async fn columns_keys_and_relations_are_found() {
    let ground = Ground::new(
        "CREATE TABLE country (code CHAR(2) NOT NULL, region TEXT, name TEXT DEFAULT 'none', PRIMARY KEY (region, code)) WITHOUT ROWID;
         CREATE TABLE person (
             id INTEGER PRIMARY KEY,
             mail VARCHAR(80) NOT NULL UNIQUE,
             first TEXT, last TEXT,
             full TEXT GENERATED ALWAYS AS (first || ' ' || last) STORED,
             initial TEXT AS (substr(first, 1, 1)),
             region TEXT, code TEXT,
             boss INTEGER REFERENCES PERSON,
             UNIQUE (last, first),
             FOREIGN KEY (region, code) REFERENCES country (region, code));
         CREATE INDEX person_name ON person (lower(last), first);
         CREATE UNIQUE INDEX one_boss ON person (boss) WHERE boss IS NOT NULL;
         CREATE TABLE strict (a INT, b ANY) STRICT;
         CREATE VIEW totals AS SELECT region, count(*) AS people, avg(id) AS mean, max(mail) AS mail FROM person GROUP BY region;
         CREATE VIEW broken AS SELECT * FROM gone;
         CREATE VIRTUAL TABLE words USING fts5(body);
         INSERT INTO country VALUES ('CZ', 'EU', 'Czechia');
         INSERT INTO person (mail, first, last, region, code) VALUES ('a@b', 'A', 'B', 'EU', 'CZ'), ('c@d', 'C', 'D', 'EU', 'CZ');",
    );
    let schema = ground.schema().await;
    let names: Vec<_> = schema.tables.iter().map(|table| (table.name.as_str(), table.kind)).collect();
    assert_eq!(
        names,
        [
            ("broken", TableKind::View),
            ("country", TableKind::Table),
            ("person", TableKind::Table),
            ("strict", TableKind::Table),
            ("totals", TableKind::View),
            ("words", TableKind::VirtualTable),
        ]
    );

    let country = schema.table("country").expect("is there");
    assert_eq!(country.primary_key, ["region", "code"]);
    assert!(country.columns.iter().take(2).all(|column| !column.nullable), "keys WITHOUT ROWID are never NULL");
    assert_eq!(country.column("name").and_then(|column| column.default.as_deref()), Some("'none'"));
    assert_eq!(country.row_estimate, Some(1));

    let person = schema.table("person").expect("is there");
    let id = person.column("id").expect("is there");
    assert_eq!((id.generated, id.nullable, id.kind), (Some(Generated::AutoIncrement), false, Kind::Integer));
    assert_eq!(person.column("full").and_then(|column| column.generated), Some(Generated::Stored));
    assert_eq!(person.column("initial").and_then(|column| column.generated), Some(Generated::Virtual));
    assert_eq!(
        person.column("mail").map(|column| (column.full_type.as_str(), column.short_type.as_str(), column.nullable)),
        Some(("VARCHAR(80)", "varchar", false))
    );
    assert_eq!(person.unique_keys, [vec!["mail".to_owned()], vec!["last".into(), "first".into()]]);
    assert_eq!(
        person.foreign_keys,
        [
            ForeignKey {
                name: "foreign_key_1".into(),
                columns: vec!["boss".into()],
                references: at("person"),
                referenced_columns: vec!["id".into()]
            },
            ForeignKey {
                name: "foreign_key_2".into(),
                columns: vec!["region".into(), "code".into()],
                references: at("country"),
                referenced_columns: vec!["region".into(), "code".into()],
            },
        ]
    );
    assert!(person.indexes.contains(&Index {
        name: "person_name".into(),
        columns: vec!["(expression)".into(), "first".into()],
        unique: false
    }));
    assert!(person.indexes.contains(&Index { name: "one_boss".into(), columns: vec!["boss".into()], unique: true }));
    assert_eq!(person.row_estimate, Some(2));

    let totals = schema.table("totals").expect("is there");
    let kinds: Vec<_> = totals.columns.iter().map(|column| column.kind).collect();
    assert_eq!(kinds, [Kind::Text, Kind::Integer, Kind::Number, Kind::Text], "kinds of expressions come from the rows");
    assert_eq!(schema.table("broken").map(|table| table.columns.len()), Some(0));
    assert_eq!(schema.table("words").and_then(|table| table.column("body")).map(|column| column.name.as_str()), Some("body"));
}

#[tokio::test]
async fn hostile_names_come_through() {
    let names = ["a\"b", "c.d", "'; DROP TABLE t--", "select", " ", "日本語 😀", "x]`[y", "__proto__", "100%_!"];
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let statements: String = names
        .iter()
        .map(|name| {
            format!("CREATE TABLE {0} ({0} TEXT PRIMARY KEY, other INT REFERENCES {0}); INSERT INTO {0} VALUES ('v', NULL);", quoted(name))
        })
        .collect();
    let ground = Ground::new(&statements);
    let schema = ground.schema().await;
    assert_eq!(schema.tables.len(), names.len());
    for name in names {
        let table = schema.tables.iter().find(|table| table.at.name == name).expect(name);
        assert_eq!(table.columns[0].name, name);
        assert_eq!(table.primary_key, [name]);
        assert_eq!(table.foreign_keys[0].references.name, name);
        let rows = ground.page(&table.name, &Default::default()).await;
        assert_eq!(rows.len(), 1, "{name}");
    }
    let labels: std::collections::HashSet<_> = schema.tables.iter().map(|table| &table.name).collect();
    assert_eq!(labels.len(), names.len(), "labels are unique");
}

#[tokio::test]
async fn estimates_come_from_statistics_counting_or_the_greatest_row_number() {
    let ground = Ground::new(
        "CREATE TABLE small (a);
         INSERT INTO small VALUES (1), (2), (3);
         CREATE TABLE big (a INTEGER PRIMARY KEY);
         WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < 150000) INSERT INTO big SELECT v FROM n;
         CREATE TABLE counted (a INT);
         CREATE INDEX counted_a ON counted (a);
         INSERT INTO counted VALUES (1), (2);
         ANALYZE counted;
         INSERT INTO counted VALUES (3), (4);",
    );
    let schema = ground.schema().await;
    let estimate = |name: &str| schema.table(name).and_then(|table| table.row_estimate);
    assert_eq!(estimate("small"), Some(3));
    assert_eq!(estimate("big"), Some(150_000));
    assert_eq!(estimate("counted"), Some(2), "as of the last ANALYZE");
    assert!(schema.tables.iter().all(|table| !table.name.starts_with("sqlite_")));
}

#[tokio::test]
async fn a_thousand_columns_and_a_thousand_tables_are_no_trouble() {
    let columns: Vec<String> = (0..1_000).map(|n| format!("c{n} TEXT")).collect();
    let mut statements = format!("BEGIN; CREATE TABLE wide ({}); INSERT INTO wide (c999) VALUES ('found');", columns.join(", "));
    for n in 0..1_000 {
        statements += &format!("CREATE TABLE t{n} (id INTEGER PRIMARY KEY, a TEXT, b REAL);");
    }
    let ground = Ground::new(&(statements + "COMMIT;"));
    let schema = ground.schema().await;
    assert_eq!(schema.tables.len(), 1_001);
    let view = vizboard::model::filter::TableView { search: Some("FOUND".into()), ..Default::default() };
    let rows = ground.page("wide", &view).await;
    assert_eq!((rows.len(), rows[0].len()), (1, 1_000));
}
