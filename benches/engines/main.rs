//! Engines against a hand-written floor on the same data: `make bench`, or
//! `scripts/with-databases.sh cargo bench --bench engines --features ssr`. Prints the rows of a table for `benches/README.md`.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod exports;
mod mysql;
mod workers;

use futures::TryStreamExt;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use vizboard::{
    engines::{Engine, EngineSettings, Engines, PoolKey, Target, network::Policy},
    model::{
        access::{Access, ConnectionOptions, Secret},
        engine::{EngineKind, ReadLimits, ReadRequest},
        id::{ConnectionId, TeamId},
        plan::{Plan, PlanColumn, PlanFilter, PlanSort, RowsPlan},
        schema::{Schema, Table},
    },
};

const MILLION: u32 = 1_000_000;

#[tokio::main]
async fn main() {
    let url = std::env::var("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL: run inside scripts/with-databases.sh");
    let folder = tempfile::tempdir().unwrap();
    let settings = EngineSettings {
        network: Policy::default(),
        sqlite_dirs: vec![folder.path().to_owned()],
        data_dir: folder.path().join("data"),
        own_store: None,
        pipes: std::env::temp_dir(),
        pool_size: 5,
        worker: env!("CARGO_BIN_EXE_vizboard").into(),
        most_workers: 8,
        worker_idle: Duration::from_secs(60),
    };
    let engines = Engines::new(&settings);
    println!("| what | measured | floor |\n| --- | --- | --- |");
    let (wide, wide_url) = fresh(&url, &thousand_tables("timestamptz")).await;
    introspection(engines.of(EngineKind::Postgres).as_ref(), &wide, &wide_url).await;
    let (big, big_url) = fresh(&url, BIG).await;
    let postgres = engines.of(EngineKind::Postgres).as_ref();
    let schema = postgres.introspect(&big).await.unwrap();
    pages("PostgreSQL", postgres, &big, &schema, &big_url).await;
    stream(postgres, &big, &schema, &big_url).await;
    exports::files(postgres, &big).await;
    let file = sqlite(folder.path());
    let sqlite = engines.of(EngineKind::Sqlite).as_ref();
    let schema = sqlite.introspect(&file).await.unwrap();
    pages("SQLite", sqlite, &file, &schema, "").await;
    workers::compare("PostgreSQL", &engines, &settings, &big).await;
    workers::compare("SQLite", &engines, &settings, &file).await;
    workers::life(&settings, &file).await;
    let url = std::env::var("TEST_MYSQL_URL").expect("TEST_MYSQL_URL: run inside scripts/with-databases.sh");
    mysql::introspection(engines.of(EngineKind::Mysql).as_ref(), &url).await;
}

const BIG: &str =
    "create table events (id bigint primary key, at timestamptz not null, kind text not null, amount numeric(12,2), note text);
    insert into events select n, timestamptz '2021-01-01' + n * interval '90 seconds', 'kind ' || n % 12, n % 10000 / 7.0, md5(n::text)
    from generate_series(1, 1000000) as n;
    create index on events (at);
    create view five_million as select e.id + m * 1000000 as id, at, kind, amount, note from events e, generate_series(0, 4) as m;
    analyze events;";

/// With a type for moments, which has another name in each database.
fn thousand_tables(moment: &str) -> String {
    let columns: Vec<_> = (1..20).map(|n| format!("c{n} {}", ["text", "integer", moment, "numeric(10,2)"][n % 4])).collect();
    let table = |n: u32| {
        let parent = if n > 0 { format!(", foreign key (c1) references t{} (id)", n - 1) } else { String::new() };
        format!("create table t{n} (id integer primary key, {}{parent});", columns.join(", "))
    };
    (0..1_000).map(table).collect()
}

async fn fresh(server: &str, script: &str) -> (Target, String) {
    let name = format!("bench_{}", uuid::Uuid::new_v4().simple());
    let mut url: url::Url = server.parse().unwrap();
    run(server, &format!("create database {name}")).await;
    url.set_path(&name);
    run(url.as_str(), script).await;
    (stored(access(EngineKind::Postgres, &url)), url.into())
}

/// How to reach the database of an address.
fn access(kind: EngineKind, url: &url::Url) -> Access {
    Access {
        kind,
        host: url.host_str().unwrap().to_owned(),
        port: url.port().unwrap(),
        database: url.path().trim_start_matches('/').to_owned(),
        user: url.username().to_owned(),
        password: Secret::new(url.password().unwrap_or_default()),
        options: ConnectionOptions::default(),
    }
}

fn stored(access: Access) -> Target {
    Target { team: TeamId::new(), connection: Some(PoolKey { connection: ConnectionId::new(), revision: 1 }), access }
}

async fn run(url: &str, script: &str) {
    let mut server = PgConnection::connect(url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(script.to_owned())).execute(&mut server).await.unwrap();
}

/// The same million rows in a file.
fn sqlite(folder: &Path) -> Target {
    let path = folder.join("events.db");
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute_batch(&format!(
        "create table events (id integer primary key, at text not null, kind text not null, amount numeric, note text);
         insert into events with recursive n(n) as (select 1 union all select n + 1 from n where n < {MILLION})
         select n, datetime(1609459200 + n * 90, 'unixepoch'), 'kind ' || n % 12, n % 10000 / 7.0, hex(n * 7919) from n;
         create index events_at on events (at);"
    ))
    .unwrap();
    stored(Access {
        kind: EngineKind::Sqlite,
        host: String::new(),
        port: 0,
        database: path.to_str().unwrap().to_owned(),
        user: String::new(),
        password: Secret::new(""),
        options: ConnectionOptions::default(),
    })
}

fn row(what: &str, measured: String, floor: String) {
    println!("| {what} | {measured} | {floor} |");
}

fn milliseconds(times: Vec<Duration>) -> String {
    format!("{:.1} ms", median(times).as_secs_f64() * 1_000.0)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

async fn introspection(engine: &dyn Engine, target: &Target, url: &str) {
    let mut times = Vec::new();
    for _ in 0..5 {
        let started = Instant::now();
        let schema = engine.introspect(target).await.unwrap();
        times.push(started.elapsed());
        assert_eq!((schema.tables.len(), schema.tables[0].columns.len()), (1_000, 20));
    }
    let mut server = PgConnection::connect(url).await.unwrap();
    let mut floor = Vec::new();
    for _ in 0..5 {
        let started = Instant::now();
        let bare = "select attrelid::int8, attname::text, format_type(atttypid, atttypmod) from pg_attribute where attnum > 0";
        assert!(sqlx::query(bare).fetch_all(&mut server).await.unwrap().len() > 20_000);
        floor.push(started.elapsed());
    }
    row(
        "Introspection of 1,000 tables with 20 columns each, PostgreSQL (median of 5)",
        milliseconds(times),
        format!("all rows of pg_attribute with their types: {}", milliseconds(floor)),
    );
}

fn column(table: &Table, name: &str) -> PlanColumn {
    PlanColumn::of(table.column(name).unwrap())
}

fn rows_of(table: &Table, sort: &[&str], limit: Option<u64>, offset: u64) -> Plan {
    Plan::Rows(RowsPlan {
        source: table.at.clone().into(),
        columns: table.columns.iter().map(|c| column(table, &c.name)).collect(),
        filter: PlanFilter { limits: Vec::new(), conditions: Vec::new(), search: None },
        sort: sort.iter().map(|name| PlanSort { column: column(table, name), descending: true }).collect(),
        after: None,
        limit,
        offset,
    })
}

async fn read(engine: &dyn Engine, target: &Target, plan: Plan, limits: ReadLimits) -> u64 {
    let mut stream = engine.read(target, ReadRequest { id: "bench".into(), plan, limits }).await.unwrap();
    let mut count = 0;
    while let Some(batch) = stream.batches.recv().await {
        count += batch.unwrap().rows.len() as u64;
    }
    count
}

async fn pages(name: &str, engine: &dyn Engine, target: &Target, schema: &Schema, url: &str) {
    let events = schema.table("events").unwrap();
    for (what, sort, offset) in [
        ("first page by key", ["id"].as_slice(), 0),
        ("first page by an indexed moment", &["at", "id"], 0),
        ("first page by a column without index", &["note", "id"], 0),
        ("page at row 500,000 by key", &["id"], 500_000),
    ] {
        let mut times = Vec::new();
        for _ in 0..9 {
            let started = Instant::now();
            assert_eq!(read(engine, target, rows_of(events, sort, Some(50), offset), ReadLimits::default()).await, 50);
            times.push(started.elapsed());
        }
        let mut floor = Vec::new();
        if !url.is_empty() {
            let mut server = PgConnection::connect(url).await.unwrap();
            let order = sort.iter().map(|name| format!("{name} desc")).collect::<Vec<_>>().join(", ");
            let bare = format!("select * from events order by {order} limit 50 offset {offset}");
            for _ in 0..9 {
                let started = Instant::now();
                let query = sqlx::query(AssertSqlSafe(bare.clone()));
                assert_eq!(query.fetch_all(&mut server).await.unwrap().len(), 50);
                floor.push(started.elapsed());
            }
        }
        let floor = if floor.is_empty() { String::new() } else { format!("the bare statement: {}", milliseconds(floor)) };
        row(&format!("50 rows of one million, {name}, {what} (median of 9)"), milliseconds(times), floor);
    }
}

async fn stream(engine: &dyn Engine, target: &Target, schema: &Schema, url: &str) {
    let plan = rows_of(schema.table("five_million").unwrap(), &[], None, 0);
    let limits = ReadLimits { timeout_ms: 600_000, max_rows: u64::MAX, max_bytes: u64::MAX, ..ReadLimits::default() };
    let before = resident();
    let (watching, peak) = watch();
    let started = Instant::now();
    assert_eq!(read(engine, target, plan, limits).await, 5_000_000);
    let elapsed = started.elapsed();
    watching.store(false, Ordering::Release);
    let added = peak.join().unwrap().saturating_sub(before);
    let mut server = PgConnection::connect(url).await.unwrap();
    let started = Instant::now();
    let mut bare = sqlx::query("select id, at::text, kind, amount::text, note from five_million").fetch(&mut server);
    let mut count = 0_u64;
    while bare.try_next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, 5_000_000);
    row(
        "Reading five million rows of five columns, PostgreSQL, rows dropped",
        format!("{:.1} s, {:.1} MB added", elapsed.as_secs_f64(), added as f64 / 1024.0),
        format!("the driver alone: {:.1} s", started.elapsed().as_secs_f64()),
    );
}

/// Resident memory in KB.
fn resident() -> u64 {
    kilobytes("/proc/self/status", "VmRSS:")
}

/// A line of a file about a process, in KB.
fn kilobytes(file: &str, name: &str) -> u64 {
    let text = std::fs::read_to_string(file).unwrap();
    text.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().trim_end_matches(" kB").trim().parse().unwrap()
}

/// Samples the memory until told to stop; answers the peak.
fn watch() -> (Arc<AtomicBool>, std::thread::JoinHandle<u64>) {
    let on = Arc::new(AtomicBool::new(true));
    let watched = on.clone();
    let peak = std::thread::spawn(move || {
        let mut peak = 0;
        while watched.load(Ordering::Acquire) {
            peak = peak.max(resident());
            std::thread::sleep(Duration::from_millis(5));
        }
        peak
    });
    (on, peak)
}
