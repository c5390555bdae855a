//! What introspection finds in an awkward database, and what it does not show.

use super::{super::condition, Base, execute, read, rows_plan};
use vizboard::model::{
    filter::Op,
    plan::Plan,
    schema::{Column, Generated, Schema, Table, TableKind, TableRef},
    value::{Kind, Value},
};

const AWKWARD: &str = r#"
create table everything (
    a int auto_increment,
    b bigint unsigned not null,
    c int generated always as (b + 1) virtual,
    d decimal(10,2) generated always as (1.5) stored,
    e enum('sad','it''s','a,b') not null default 'sad' comment 'How it\nfeels',
    f timestamp(3) not null default current_timestamp(3) on update current_timestamp(3),
    g varchar(20) default 'it''s',
    h text default (concat('a', 'b')),
    i json,
    j int,
    k int not null default 7,
    l bit(3) default b'101',
    m tinyint(1) not null default 0,
    n varchar(20) not null default '',
    `it``s` json,
    primary key (b, a), key (a)
) comment 'All of it';
create table `Chi``l.d` (
    x int, y bigint unsigned, z varchar(200),
    constraint `to everything` foreign key (y, x) references everything (b, a),
    unique key z_x (z, x), unique key (y), key prefixed (z(5), x desc)
);
create table parted (id int, at date, primary key (id, at)) partition by range (year(at))
    (partition p0 values less than (2024), partition p1 values less than maxvalue);
create view a_view as select a, e from everything;
create sequence counter;
create table counted (id int primary key);
insert into counted select seq from seq_1_to_1234;
analyze table counted;
create table versioned (id int primary key) with system versioning;
create table `aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff日本語日` (`日本語日本語` int);
"#;

fn table<'a>(schema: &'a Schema, name: &str) -> &'a Table {
    schema.table(name).unwrap_or_else(|| panic!("{name} is in {:?}", schema.tables.iter().map(|t| &t.name).collect::<Vec<_>>()))
}

fn column<'a>(table: &'a Table, name: &str) -> &'a Column {
    table.column(name).unwrap_or_else(|| panic!("{} has {name}", table.name))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_awkward_schema_is_understood() {
    let base = Base::with(AWKWARD).await;
    let schema = base.schema().await;
    for (name, kind) in [
        ("everything", TableKind::Table),
        ("parted", TableKind::Table),
        ("a_view", TableKind::View),
        ("versioned", TableKind::Table),
        ("\"Chi`l.d\"", TableKind::Table),
    ] {
        assert_eq!(table(&schema, name).kind, kind, "{name}");
    }
    assert!(schema.tables.iter().all(|t| t.at.schema.as_deref() == Some(base.name()) && t.at.name != "counter"));
    let all = table(&schema, "everything");
    assert_eq!(all.columns.iter().map(|c| c.name.as_str()).collect::<String>(), "abcdefghijklmnit`s");
    assert_eq!((all.comment.as_deref(), table(&schema, "a_view").comment.as_deref()), (Some("All of it"), None));
    assert_eq!(column(all, "e").comment.as_deref(), Some("How it\nfeels"));
    for (name, full, short, kind, generated, nullable) in [
        ("a", "int(11)", "integer", Kind::Integer, Some(Generated::AutoIncrement), false),
        ("b", "bigint(20) unsigned", "bigint unsigned", Kind::Number, None, false),
        ("c", "int(11)", "integer", Kind::Integer, Some(Generated::Virtual), true),
        ("d", "decimal(10,2)", "numeric", Kind::Number, Some(Generated::Stored), true),
        ("e", "enum('sad','it''s','a,b')", "enum", Kind::Text, None, false),
        ("f", "timestamp(3)", "timestamptz", Kind::Timestamp, None, false),
        ("g", "varchar(20)", "varchar", Kind::Text, None, true),
        ("h", "text", "text", Kind::Text, None, true),
        ("i", "longtext", "json", Kind::Json, None, true),
        ("m", "tinyint(1)", "boolean", Kind::Boolean, None, false),
        ("it`s", "longtext", "json", Kind::Json, None, true),
    ] {
        let c = column(all, name);
        assert_eq!(
            (c.full_type.as_str(), c.short_type.as_str(), c.kind, c.generated, c.nullable),
            (full, short, kind, generated, nullable),
            "{name}"
        );
    }
    assert_eq!(column(all, "e").enum_values, ["sad", "it's", "a,b"]);
    for (name, default) in [
        ("a", None),
        ("c", Some("`b` + 1")),
        ("d", Some("1.5")),
        ("e", Some("'sad'")),
        ("f", Some("current_timestamp(3)")),
        ("g", Some("'it''s'")),
        ("h", Some("concat('a','b')")),
        ("j", None),
        ("k", Some("7")),
        ("l", Some("b'101'")),
        ("n", Some("''")),
    ] {
        assert_eq!(column(all, name).default.as_deref(), default, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_and_indexes_keep_their_order() {
    let base = Base::with(AWKWARD).await;
    let far = format!("{}_far", base.name());
    execute(
        &base.url,
        &format!(
            "create database {far}; create table {far}.target (id int primary key);
             create table near (id int primary key, foreign key (id) references {far}.target (id))"
        ),
    )
    .await;
    let schema = base.schema().await;
    assert_eq!(table(&schema, "everything").primary_key, ["b", "a"]);
    let child = table(&schema, "\"Chi`l.d\"");
    assert!(child.primary_key.is_empty());
    assert_eq!(child.unique_keys, [vec!["y".to_owned()], vec!["z".to_owned(), "x".to_owned()]]);
    let at = |schema: &str, name: &str| TableRef { schema: Some(schema.into()), name: name.into() };
    let key = &child.foreign_keys[0];
    assert_eq!((key.name.as_str(), &key.references), ("to everything", &at(base.name(), "everything")));
    assert_eq!((key.columns.clone(), key.referenced_columns.clone()), (vec!["y".into(), "x".into()], vec!["b".into(), "a".into()]));
    let index = |name: &str| child.indexes.iter().find(|index| index.name == name).expect("there");
    assert_eq!((index("prefixed").columns.as_slice(), index("prefixed").unique), (["z(5)".to_owned(), "x".to_owned()].as_slice(), false));
    assert!(index("z_x").unique);
    assert_eq!(table(&schema, "near").foreign_keys[0].references, at(&far, "target"));
    assert!(table(&schema, "counted").row_estimate.is_some_and(|rows| (1_000..1_500).contains(&rows)));
    assert_eq!(table(&schema, "a_view").row_estimate, None);
    let long = schema.tables.iter().find(|t| t.at.name.starts_with("aaaa")).expect("there");
    assert_eq!((long.at.name.chars().count(), long.columns[0].name.as_str()), (64, "日本語日本語"));
    assert!(base.table(&base.target(), &long.name).await.expect("no rows").is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_what_the_user_may_read_is_shown() {
    let base = Base::with(
        "create table open (id int primary key, secret text); insert into open values (1, 'x');
         create table pointing (id int primary key, foreign key (id) references open (id));
         create table half (id int primary key, shown text, secret int unique); insert into half values (1, 'a', 2);
         create table writable (id int primary key); create table refused (id int);",
    )
    .await;
    let target = base.reader("select on open; select on pointing; select (id, shown) on half; insert on writable").await;
    let schema = base.engine.introspect(&target).await.expect("the schema is read");
    assert_eq!(schema.tables.iter().map(|t| t.name.as_str()).collect::<Vec<_>>(), ["half", "open", "pointing"]);
    let half = table(&schema, "half");
    assert_eq!(half.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["id", "shown"]);
    assert_eq!((half.primary_key.len(), half.unique_keys.len()), (1, 0));
    assert_eq!(table(&schema, "pointing").foreign_keys.len(), 1);
    let mut plan = rows_plan(half);
    plan.filter.conditions.push(condition(half, "id", Op::Eq, vec![Value::Int(1)]));
    assert_eq!(read(base.engine.as_ref(), &target, Plan::Rows(plan)).await.expect("rows"), [[Value::Int(1), Value::Text("a".into())]]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_who_may_read_the_whole_database_sees_as_much_as_its_owner() {
    let base = Base::with(AWKWARD).await;
    let target = base.reader("select on *").await;
    assert_eq!(base.engine.introspect(&target).await.expect("the schema is read").tables, base.schema().await.tables);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_order_of_a_key_is_read_from_its_index() {
    let base = Base::with("create table big (id int primary key, n int); insert into big select seq, seq from seq_1_to_50000;").await;
    let schema = base.schema().await;
    let mut plan = rows_plan(table(&schema, "big"));
    plan.limit = Some(3);
    let text = vizboard::engines::sql::render(&Plan::Rows(plan), vizboard::engines::dialect::Dialect::Mysql).expect("renders").text;
    let mut owner = <sqlx::MySqlConnection as sqlx::Connection>::connect(&base.url).await.expect("the server answers");
    let explained: Vec<sqlx::mysql::MySqlRow> =
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("explain {text}"))).fetch_all(&mut owner).await.expect("explained");
    let extra: String = sqlx::Row::get(&explained[0], "Extra");
    assert!(!extra.contains("filesort"), "{extra}: {text}");
}

#[tokio::test]
async fn who_may_also_write_is_told_apart() {
    let base = Base::with("create table orders (id int primary key); create table notes (id int primary key)").await;
    assert_eq!(base.schema().await.may_write, Some(true), "its owner");
    let may_write = async |granted: String| {
        let target = base.reader(&granted).await;
        base.engine.introspect(&target).await.expect("the schema is read").may_write
    };
    let name = base.name();
    assert_eq!(may_write(format!("select on {name}.*")).await, Some(false));
    assert_eq!(may_write(format!("select on {name}.orders")).await, Some(false));
    assert_eq!(may_write(format!("select on {name}.*;insert on {name}.notes")).await, Some(true));
    assert_eq!(may_write(format!("select, delete on {name}.*")).await, Some(true));
    assert_eq!(may_write(format!("select on {name}.*;update on *.*")).await, Some(true));
}
