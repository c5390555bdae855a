//! MySQL and MariaDB, read by a worker as the server reads them.

use super::{access, milliseconds, row, stored, thousand_tables};
use sqlx::{AssertSqlSafe, Connection, MySqlConnection};
use std::time::Instant;
use vizboard::{
    engines::{Engine, Target},
    model::engine::EngineKind,
};

async fn fresh(server: &str) -> (Target, String) {
    let name = format!("bench_{}", uuid::Uuid::new_v4().simple());
    let mut url: url::Url = server.parse().unwrap();
    run(server, &format!("create database {name}")).await;
    url.set_path(&name);
    (stored(access(EngineKind::Mysql, &url)), url.into())
}

async fn run(url: &str, script: &str) {
    let mut server = MySqlConnection::connect(url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(script.to_owned())).execute(&mut server).await.unwrap();
}

pub async fn introspection(engine: &dyn Engine, server: &str) {
    let (target, url) = fresh(server).await;
    run(&url, &thousand_tables("datetime")).await;
    let mut times = Vec::new();
    for _ in 0..5 {
        let started = Instant::now();
        let schema = engine.introspect(&target).await.unwrap();
        times.push(started.elapsed());
        assert_eq!((schema.tables.len(), schema.tables[0].columns.len()), (1_000, 20));
    }
    let mut connection = MySqlConnection::connect(&url).await.unwrap();
    let mut floor = Vec::new();
    for _ in 0..5 {
        let started = Instant::now();
        let bare = "select table_name, column_name, column_type from information_schema.columns where table_schema = database()";
        assert_eq!(sqlx::query(bare).fetch_all(&mut connection).await.unwrap().len(), 20_000);
        floor.push(started.elapsed());
    }
    row(
        "Introspection of 1,000 tables with 20 columns each, MariaDB, through a worker (median of 5)",
        milliseconds(times),
        format!("all rows of information_schema.columns: {}", milliseconds(floor)),
    );
}
