//! The engines against real servers and files, and against servers that lie.

mod ddl;
mod hosted;
mod hostile;
mod mysql;
mod network;
mod postgres;
mod questions;
mod sqlite;
mod statements;
mod story;
mod tls;
mod worker;

use serde_json::Value as Json;
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use vizboard::{
    engines::{Engine, EngineSettings, Target, mysql::Mysql, network::Policy, postgres::Postgres},
    model::{
        access::{Access, ConnectionOptions, Secret},
        engine::{EngineError, EngineKind, ReadLimits, ReadRequest},
        filter::Op,
        id::TeamId,
        plan::{CountPlan, Plan, PlanColumn, PlanCondition, PlanFilter, PlanSort, RowsPlan},
        schema::Table,
        value::{Row, Value},
    },
};

/// Settings under which everything of this machine may be reached.
pub fn settings() -> EngineSettings {
    EngineSettings {
        network: Policy::default(),
        sqlite_dirs: Vec::new(),
        data_dir: std::env::temp_dir().join("vizboard-no-such-data-dir"),
        own_store: None,
        pipes: std::env::temp_dir(),
        pool_size: 4,
        worker: env!("CARGO_BIN_EXE_vizboard").into(),
        most_workers: 8,
        worker_idle: Duration::from_secs(60),
    }
}

pub fn postgres_engine() -> Arc<dyn Engine> {
    Arc::new(Postgres::new(&settings()))
}

pub fn mysql_engine() -> Arc<dyn Engine> {
    Arc::new(Mysql::new(&settings()))
}

/// The access object of a database address.
pub fn access(url: &str) -> Access {
    let url: url::Url = url.parse().expect("a database address");
    Access {
        kind: EngineKind::parse(url.scheme()).expect("the scheme is a kind"),
        host: url.host_str().expect("a host").to_owned(),
        port: url.port().expect("a port"),
        database: url.path().trim_start_matches('/').to_owned(),
        user: url.username().to_owned(),
        password: Secret::new(url.password().unwrap_or_default()),
        options: ConnectionOptions::default(),
    }
}

pub fn draft(access: Access) -> Target {
    Target { team: TeamId::new(), connection: None, access }
}

/// A request with an id of its own.
pub fn request(plan: Plan, limits: ReadLimits) -> ReadRequest {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    ReadRequest { id: format!("read-{}", NEXT.fetch_add(1, Ordering::Relaxed)), plan, limits }
}

/// All rows of a read, and whether the row cap cut them.
pub async fn read_with(engine: &dyn Engine, target: &Target, plan: Plan, limits: ReadLimits) -> Result<(Vec<Row>, bool), EngineError> {
    let mut stream = engine.read(target, request(plan, limits)).await?;
    let (mut rows, mut truncated) = (Vec::new(), false);
    while let Some(batch) = stream.batches.recv().await {
        let batch = batch?;
        truncated |= batch.truncated;
        rows.extend(batch.rows);
    }
    Ok((rows, truncated))
}

pub async fn read(engine: &dyn Engine, target: &Target, plan: Plan) -> Result<Vec<Row>, EngineError> {
    Ok(read_with(engine, target, plan, ReadLimits::default()).await?.0)
}

pub fn no_filter() -> PlanFilter {
    PlanFilter { limits: Vec::new(), conditions: Vec::new(), search: None }
}

pub fn plan_column(table: &Table, name: &str) -> PlanColumn {
    PlanColumn::of(table.column(name).unwrap_or_else(|| panic!("{} has no column {name}", table.name)))
}

/// All columns of a table in the order of its key.
pub fn rows_plan(table: &Table) -> RowsPlan {
    RowsPlan {
        source: table.at.clone().into(),
        columns: table.columns.iter().map(|column| plan_column(table, &column.name)).collect(),
        filter: no_filter(),
        sort: table.primary_key.iter().map(|name| PlanSort { column: plan_column(table, name), descending: false }).collect(),
        limit: None,
        after: None,
        offset: 0,
    }
}

pub fn count_plan(table: &Table) -> Plan {
    Plan::Count(CountPlan { source: table.at.clone().into(), filter: no_filter(), at_most: None })
}

pub fn condition(table: &Table, column: &str, op: Op, values: Vec<Value>) -> PlanCondition {
    PlanCondition { column: plan_column(table, column), op, values }
}

/// A value as it travels.
pub fn json(value: &Value) -> Json {
    serde_json::to_value(value).expect("a value is JSON")
}
