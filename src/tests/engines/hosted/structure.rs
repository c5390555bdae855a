//! Changes of the structure: what is not changed stays, rows, indexes, triggers and keys.

use super::{ALL, Ground, statement, text};
use vizboard::model::{
    schema::TableRef,
    structure::{ColumnChange, GeneratedAs, NewColumn, NewDefault, NewForeignKey, NewIndex, NewTable, OnDelete, StructureChange},
    value::Value,
    work::{Outcome, Work},
};

fn at(name: &str) -> TableRef {
    TableRef { schema: None, name: name.into() }
}

fn change(change: StructureChange) -> Work {
    Work::Structure(vec![change])
}

fn alter(table: &str, column: &str, to: ColumnChange) -> Work {
    change(StructureChange::AlterColumn { table: at(table), column: column.into(), to })
}

fn column(name: &str, declared: &str) -> NewColumn {
    NewColumn { name: name.into(), declared: declared.into(), ..NewColumn::default() }
}

const MADE: &str = "CREATE TABLE owner (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT COLLATE NOCASE -- who
    );
    CREATE TABLE pet (id INTEGER PRIMARY KEY, owner INT REFERENCES owner(id) ON DELETE CASCADE, kind TEXT DEFAULT 'cat', age TEXT);
    CREATE INDEX pet_kind ON pet (kind) WHERE kind IS NOT NULL;
    CREATE UNIQUE INDEX pet_age ON pet (age);
    CREATE TABLE log (a);
    CREATE TRIGGER pet_log AFTER UPDATE OF age ON pet BEGIN INSERT INTO log VALUES (new.age); END;
    CREATE VIEW old AS SELECT name, age FROM pet JOIN owner ON owner.id = pet.owner;
    INSERT INTO owner VALUES (1, 'Ann'), (7, 'Bob');
    DELETE FROM owner WHERE id = 7;
    INSERT INTO pet VALUES (1, 1, 'cat', '3'), (2, NULL, 'dog', 'x');
    CREATE TABLE keyless (a, b); INSERT INTO keyless (rowid, a, b) VALUES (5, 1, 2), (9, 3, NULL);";

async fn names(ground: &Ground) -> Vec<Value> {
    ground.rows("SELECT name FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").await.into_iter().flatten().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_column_is_changed_and_everything_around_it_stays() {
    let ground = Ground::new(MADE).await;
    let before = names(&ground).await;
    let done = ground
        .done(alter(
            "pet",
            "age",
            ColumnChange {
                declared: Some("INTEGER".into()),
                default: Some(Some(NewDefault::Number("0".into()))),
                ..ColumnChange::default()
            },
        ))
        .await;
    assert!(done.restructured && done.statements.len() >= 5, "{:?}", done.statements);
    assert_eq!(names(&ground).await, before);
    assert_eq!(
        ground.rows("SELECT id, owner, kind, age FROM pet").await,
        [[Value::Int(1), Value::Int(1), text("cat"), Value::Int(3)], [Value::Int(2), Value::Null, text("dog"), text("x")],]
    );
    ground.sql("UPDATE pet SET age = 4 WHERE id = 1").await;
    assert_eq!(ground.rows("SELECT a FROM log").await, [[Value::Int(4)]], "the trigger");
    assert_eq!(ground.rows("SELECT * FROM old").await, [[text("Ann"), Value::Int(4)]], "the view");
    ground.refused(statement("INSERT INTO pet (owner) VALUES (99)", ALL)).await;
    // The table that others lead to, which counts its rows up.
    ground.done(alter("owner", "name", ColumnChange { not_null: Some(true), unique: Some(true), ..ColumnChange::default() })).await;
    ground.sql("INSERT INTO owner (name) VALUES ('Cleo')").await;
    assert_eq!(ground.value("SELECT max(id) FROM owner").await, Value::Int(8), "numbers are not used again");
    ground.refused(statement("INSERT INTO owner (name) VALUES ('CLEO')", ALL)).await;
    assert_eq!(
        ground.refused(statement("INSERT INTO owner (name) VALUES (NULL)", ALL)).await.text,
        "NOT NULL constraint failed: owner.name"
    );
    ground.sql("DELETE FROM owner WHERE id = 1").await;
    assert_eq!(ground.value("SELECT count(*) FROM pet").await, Value::Int(1), "the foreign key");
    // A list of values, and none.
    ground.done(alter("pet", "kind", ColumnChange { items: Some(vec!["dog".into(), "it's".into()]), ..ColumnChange::default() })).await;
    ground.refused(statement("INSERT INTO pet (kind) VALUES ('cow')", ALL)).await;
    ground.done(alter("pet", "kind", ColumnChange { items: Some(vec![]), default: Some(None), ..ColumnChange::default() })).await;
    ground.sql("INSERT INTO pet (kind, age) VALUES ('cow', 1)").await;
    // A key that was an index of its own.
    ground.done(alter("pet", "age", ColumnChange { unique: Some(false), ..ColumnChange::default() })).await;
    ground.sql("INSERT INTO pet (age) VALUES (1)").await;
    // Rows keep their numbers, and nothing is changed that rows forbid.
    ground.done(alter("keyless", "a", ColumnChange { declared: Some("REAL".into()), ..ColumnChange::default() })).await;
    assert_eq!(ground.rows("SELECT rowid, a FROM keyless").await, [[Value::Int(5), Value::Float(1.0)], [Value::Int(9), Value::Float(3.0)]]);
    let error = ground.refused(alter("keyless", "b", ColumnChange { not_null: Some(true), ..ColumnChange::default() })).await;
    assert_eq!(error.text, "NOT NULL constraint failed: keyless.b");
    ground.is_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_columns_indexes_keys_and_views_come_and_go() {
    let ground = Ground::new(MADE).await;
    let table = NewTable {
        name: "new \"one\"".into(),
        columns: vec![
            column("id", "INTEGER"),
            NewColumn { items: vec!["a".into()], ..column("kind", "TEXT") },
            NewColumn { generated: Some(GeneratedAs { expression: "id * 2".into(), stored: true }), ..column("twice", "INT") },
        ],
        primary_key: vec!["id".into()],
        foreign_keys: vec![NewForeignKey {
            columns: vec!["id".into()],
            references: "owner".into(),
            referenced_columns: vec!["id".into()],
            on_delete: OnDelete::Cascade,
        }],
    };
    ground.done(change(StructureChange::CreateTable(table.clone()))).await;
    ground.refused(change(StructureChange::CreateTable(table))).await;
    ground.sql("INSERT INTO \"new \"\"one\"\"\" (id, kind) VALUES (1, 'a')").await;
    ground.done(change(StructureChange::RenameTable { table: at("new \"one\""), to: "one".into() })).await;
    for added in [
        column("plain", "TEXT"),
        NewColumn { unique: true, ..column("u", "TEXT") },
        NewColumn { default: Some(NewDefault::CurrentTimestamp), not_null: true, ..column("made", "TEXT") },
        NewColumn { generated: Some(GeneratedAs { expression: "upper(kind)".into(), stored: false }), ..column("up", "TEXT") },
        NewColumn { check: Some("length(c) < 3".into()), ..column("c", "TEXT") },
    ] {
        ground.done(change(StructureChange::AddColumn { table: at("one"), column: added })).await;
    }
    assert_eq!(
        ground.rows("SELECT id, twice, up, length(made), c FROM one").await,
        [[Value::Int(1), Value::Int(2), text("A"), Value::Int(19), Value::Null]]
    );
    ground
        .refused(change(StructureChange::AddColumn { table: at("one"), column: NewColumn { unique: true, ..column("C", "TEXT") } }))
        .await;
    ground
        .refused(change(StructureChange::AddColumn { table: at("one"), column: NewColumn { not_null: true, ..column("must", "TEXT") } }))
        .await;
    ground
        .refused(change(StructureChange::AddColumn {
            table: at("one"),
            column: NewColumn { check: Some("load_extension('x')".into()), ..column("l", "TEXT") },
        }))
        .await;
    ground
        .done(change(StructureChange::CreateIndex(NewIndex {
            name: "i".into(),
            table: "one".into(),
            columns: vec!["kind".into(), "u".into()],
            unique: true,
        })))
        .await;
    let missing = change(StructureChange::CreateIndex(NewIndex {
        name: "j".into(),
        table: "one".into(),
        columns: vec!["nowhere".into()],
        unique: false,
    }));
    assert!(ground.refused(missing).await.missing_object);
    ground.done(change(StructureChange::CloneTable { table: at("one"), to: "two".into(), with_rows: true })).await;
    assert_eq!(ground.rows("SELECT id, up FROM two").await, [[Value::Int(1), text("A")]]);
    assert_eq!(ground.table("two").await.indexes.len(), ground.table("one").await.indexes.len());
    ground.done(change(StructureChange::CloneTable { table: at("one"), to: "three".into(), with_rows: false })).await;
    assert_eq!(ground.rows("SELECT * FROM three").await.len(), 0);
    ground.done(change(StructureChange::DropColumn { table: at("two"), column: "u".into() })).await;
    assert!(ground.table("two").await.column("u").is_none());
    // What others need does not go.
    for needed in [
        StructureChange::DropColumn { table: at("two"), column: "id".into() },
        StructureChange::DropColumn { table: at("two"), column: "kind".into() },
        StructureChange::DropColumn { table: at("pet"), column: "age".into() },
        StructureChange::DropTable(at("owner")),
        StructureChange::DropTable(at("nowhere")),
        StructureChange::DropIndex { name: "nowhere".into() },
    ] {
        ground.refused(change(needed)).await;
    }
    ground.done(change(StructureChange::RenameColumn { table: at("pet"), column: "age".into(), to: "years".into() })).await;
    assert_eq!(ground.rows("SELECT years FROM old").await.len(), 1, "the view follows");
    ground.done(change(StructureChange::DropIndex { name: "i".into() })).await;
    ground.done(change(StructureChange::DropForeignKey { table: at("one"), columns: vec!["id".into()] })).await;
    ground.sql("INSERT INTO one (id) VALUES (50)").await;
    let key = NewForeignKey {
        columns: vec!["id".into()],
        references: "owner".into(),
        referenced_columns: vec!["id".into()],
        on_delete: OnDelete::NoAction,
    };
    let error = ground.refused(change(StructureChange::AddForeignKey { table: at("one"), key: key.clone() })).await;
    assert!(error.text.contains("1 rows"), "{error}");
    ground.sql("DELETE FROM one WHERE id = 50").await;
    ground.done(change(StructureChange::AddForeignKey { table: at("one"), key })).await;
    assert_eq!(ground.table("one").await.foreign_keys.len(), 1);
    let view = |select: &str, replace: bool| change(StructureChange::CreateView { name: "kinds".into(), select: select.into(), replace });
    ground.done(view("SELECT kind FROM pet;", false)).await;
    ground.refused(view("SELECT kind FROM pet", false)).await;
    ground.refused(view("SELECT nowhere FROM pet", true)).await;
    ground.refused(view("SELECT load_extension('x')", true)).await;
    ground.done(view("SELECT kind, count(*) AS n FROM pet GROUP BY kind -- all", true)).await;
    assert_eq!(ground.rows("SELECT n FROM kinds").await.len(), 2);
    // All or nothing.
    let both = Work::Structure(vec![StructureChange::DropView(at("kinds")), StructureChange::DropTable(at("nowhere"))]);
    ground.refused(both).await;
    assert_eq!(ground.rows("SELECT n FROM kinds").await.len(), 2);
    ground.done(change(StructureChange::DropView(at("kinds")))).await;
    for table in ["two", "three", "one"] {
        ground.done(change(StructureChange::DropTable(at(table)))).await;
    }
    assert!(matches!(ground.work(statement("SELECT * FROM one", ALL)).await, Ok(Outcome::Refused(_))));
    ground.is_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clone_has_the_same_indexes() {
    let ground = Ground::new(
        "CREATE TABLE t (a TEXT, b INT); CREATE UNIQUE INDEX one ON t (lower(a)) WHERE t.b > 0;
         CREATE INDEX \"two \"\" 2\" ON 't'(b DESC, a COLLATE NOCASE); INSERT INTO t VALUES ('x', 1), ('X', 0)",
    )
    .await;
    ground.done(change(StructureChange::CloneTable { table: at("T"), to: "c \"d".into(), with_rows: true })).await;
    ground.done(change(StructureChange::CloneTable { table: at("t"), to: "empty".into(), with_rows: false })).await;
    let of = async |table: &str| {
        let query = format!("SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = '{table}' ORDER BY rowid");
        ground.rows(&query).await.into_iter().flatten().collect::<Vec<_>>()
    };
    assert_eq!(
        of("c \"d").await,
        [
            text("CREATE UNIQUE INDEX \"c \"\"d_expression\" ON \"c \"\"d\" (lower(a)) WHERE \"c \"\"d\".b > 0"),
            text("CREATE INDEX \"c \"\"d_b_a\" ON \"c \"\"d\"(b DESC, a COLLATE NOCASE)"),
        ]
    );
    assert_eq!((of("empty").await.len(), of("t").await.len()), (2, 2));
    ground.refused(statement("INSERT INTO \"c \"\"d\" VALUES ('X', 5)", ALL)).await;
    ground.sql("INSERT INTO \"c \"\"d\" VALUES ('X', -5)").await;
    ground.is_sound().await;
}
