//! What is written of a schema makes the same schema again, judged by the engines themselves.

use super::{access, draft, mysql_engine, postgres_engine, sqlite::ground::Ground};
use crate::harness::{mysql, postgres};
use sqlx::{AssertSqlSafe, Connection, Executor, MySqlConnection, PgConnection};
use vizboard::{
    engines::ddl,
    model::{
        engine::EngineKind,
        schema::{Schema, Table},
    },
};

fn script(kind: EngineKind, schema: &Schema) -> String {
    ddl::script(kind, &schema.tables.iter().collect::<Vec<_>>()).expect("names that databases allow")
}

/// What must be the same again: everything but estimates, names of keys and where the tables lie.
fn structure(schema: &Schema) -> Vec<Table> {
    let bare = |table: &Table| {
        let mut table = Table { row_estimate: None, ..table.clone() };
        table.at.schema = table.at.schema.filter(|schema| schema == "other");
        table.foreign_keys.iter_mut().for_each(|key| {
            key.name.clear();
            key.references.schema = None;
        });
        table.indexes.iter_mut().for_each(|index| {
            if index.unique {
                index.name.clear();
            }
        });
        table.indexes.sort_by(|a, b| (&a.name, &a.columns).cmp(&(&b.name, &b.columns)));
        table.unique_keys.sort();
        // The sequence of a counting column has a name of its own.
        table.columns.iter_mut().for_each(|column| column.default = column.default.take().filter(|text| !text.starts_with("nextval")));
        table
    };
    schema.tables.iter().map(bare).collect()
}

const POSTGRES: &str = "
    create schema other;
    create type mood as enum ('glad', 'it''s \"fine\"');
    create table customers (id integer generated always as identity primary key, name varchar(80) not null default 'no''name', \"a \"\"b\" text unique);
    create table other.orders (id bigserial primary key, customer integer not null references customers, total numeric(12,2) default 0,
      tax numeric(14,2) generated always as (total * 0.2) stored, feeling mood default 'glad', all_of mood[], made timestamptz default now());
    create table lines (order_id bigint references other.orders, place integer, parent_order bigint, parent_place integer, primary key (order_id, place),
      foreign key (parent_order, parent_place) references lines (order_id, place));
    create index by_customer on other.orders (customer, made);
    create index by_lower on customers (lower(name));
    comment on table customers is 'Who ''buys''';
    comment on column customers.name is 'As on the card';";

#[tokio::test]
async fn postgres_tables_survive() {
    let engine = postgres_engine();
    let (first, second) = (postgres::fresh_database().await, postgres::fresh_database().await);
    let run = async |url: &str, text: &str| {
        let mut db = PgConnection::connect(url).await.expect("the server answers");
        db.execute(AssertSqlSafe(text.to_owned())).await.unwrap_or_else(|error| panic!("{error} in {text}"));
        engine.introspect(&draft(access(url))).await.expect("introspects")
    };
    let before = run(&first, POSTGRES).await;
    let after = run(&second, &script(EngineKind::Postgres, &before)).await;
    assert_eq!(structure(&after), structure(&before));
}

const MYSQL: &str = "
    create table customers (id int primary key auto_increment, name varchar(80) not null default 'no''na\\\\me', `a ``b` varchar(20) unique,
      mood enum('glad', 'it''s fine') default 'glad', seen timestamp null) comment = 'Who ''buys''';
    create table orders (id bigint primary key, customer int not null, total decimal(12,2) default 0 comment 'With ta\\\\x', note text,
      tax decimal(14,2) as (total * 0.2) stored, foreign key (customer) references customers (id), key by_note (note(10)));";

#[tokio::test]
async fn mysql_tables_survive() {
    let engine = mysql_engine();
    let (first, second) = (mysql::fresh_database().await, mysql::fresh_database().await);
    let run = async |url: &str, text: &str| {
        let mut db = MySqlConnection::connect(url).await.expect("the server answers");
        sqlx::raw_sql(AssertSqlSafe(text.to_owned())).execute(&mut db).await.unwrap_or_else(|error| panic!("{error} in {text}"));
        engine.introspect(&draft(access(url))).await.expect("introspects")
    };
    let before = run(&first, MYSQL).await;
    let after = run(&second, &script(EngineKind::Mysql, &before)).await;
    assert_eq!(structure(&after), structure(&before));
}

#[tokio::test]
async fn sqlite_tables_survive() {
    let before = Ground::new(
        "CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL DEFAULT 'no''name', \"a \"\"b\" TEXT UNIQUE, loose, seen TEXT DEFAULT CURRENT_TIMESTAMP, n INT DEFAULT (1 + 1));
         CREATE TABLE orders (id INTEGER, customer INTEGER REFERENCES customers, place INTEGER, PRIMARY KEY (customer, place));
         CREATE INDEX by_place ON orders (place, id);",
    )
    .schema()
    .await;
    let after = Ground::new(&script(EngineKind::Sqlite, &before)).schema().await;
    assert_eq!(structure(&after), structure(&before));
}
