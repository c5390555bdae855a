//! Engines in workers: that a worker knows nothing it need not know, lives as long as it is needed, and that nothing it
//! does can harm the server (security.md, 0.1, and checks 47, 68, 73 and 161).

mod hostile;
mod lies;
mod life;
mod secrets;
mod transactions;

use super::{draft, read, request, rows_plan, settings};
use std::{
    path::Path,
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};
use tempfile::TempDir;
use vizboard::{
    engines::{
        Engine, EngineSettings, PoolKey, Target,
        worker::{Remote, Staff},
    },
    model::{
        access::{Access, ConnectionOptions, Secret},
        engine::{EngineKind, ReadLimits},
        id::{ConnectionId, TeamId},
        plan::Plan,
        schema::Schema,
        value::Row,
    },
};

const FILE: &str = "rows.db";

/// A SQLite file that is read through workers.
struct Ground {
    folder: TempDir,
    staff: Arc<Staff>,
    engine: Remote,
    target: Target,
}

impl Ground {
    /// 100,000 rows, and settings that a test may change.
    fn new(change: impl FnOnce(&mut EngineSettings)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = rusqlite::Connection::open(folder.path().join(FILE)).expect("the file opens");
        file.execute_batch(
            "create table numbers (n integer primary key, text text not null);
             insert into numbers with recursive c(n) as (select 1 union all select n + 1 from c where n < 100000) select n, 'number ' || n from c;",
        )
        .expect("rows");
        let mut settings = EngineSettings { sqlite_dirs: vec![folder.path().to_owned()], ..settings() };
        change(&mut settings);
        let staff = Staff::new(&settings);
        let engine = Remote::new(EngineKind::Sqlite, staff.clone());
        Self { folder, staff, engine, target: target() }
    }

    async fn schema(&self) -> Schema {
        self.engine.introspect(&self.target).await.expect("a schema")
    }

    /// Everything.
    async fn plan(&self) -> Plan {
        Plan::Rows(rows_plan(self.schema().await.table("numbers").expect("there")))
    }

    async fn first_rows(&self) -> Result<Vec<Row>, vizboard::model::engine::EngineError> {
        let Plan::Rows(plan) = self.plan().await else { unreachable!() };
        read(&self.engine, &self.target, Plan::Rows(vizboard::model::plan::RowsPlan { limit: Some(3), ..plan })).await
    }

    /// The one worker that runs.
    fn pid(&self) -> u32 {
        let pids = self.staff.pids();
        assert_eq!(pids.len(), 1, "{pids:?}");
        pids[0]
    }
}

/// A stored connection of a team of its own.
fn target() -> Target {
    let access = Access {
        kind: EngineKind::Sqlite,
        host: String::new(),
        port: 0,
        database: FILE.into(),
        user: String::new(),
        password: Secret::new("CANARY-password"),
        options: ConnectionOptions::default(),
    };
    Target { team: TeamId::new(), connection: Some(PoolKey { connection: ConnectionId::new(), revision: 1 }), ..draft(access) }
}

fn no_caps(timeout_ms: u64) -> ReadLimits {
    ReadLimits { timeout_ms, max_rows: u64::MAX, max_bytes: u64::MAX, ..ReadLimits::default() }
}

fn signal(pid: u32, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), &pid.to_string()]).status().expect("kill runs");
    assert!(sent.success());
}

/// Waits until a process is gone. One that ended and was not asked after is gone too.
async fn gone(pid: u32, longest: Duration) -> bool {
    let start = Instant::now();
    while runs(pid) {
        if start.elapsed() > longest {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    true
}

fn runs(pid: u32) -> bool {
    let path = format!("/proc/{pid}/stat");
    std::fs::read_to_string(Path::new(&path))
        .is_ok_and(|stat| !stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z')))
}
