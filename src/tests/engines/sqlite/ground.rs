//! Files to read, and short ways to ask the engine.

use crate::engines::settings;
use std::path::{Path, PathBuf};
use vizboard::{
    domain::plan,
    engines::{Engine, EngineSettings, PoolKey, RowStream, Target, sqlite::Sqlite},
    model::{
        access::{Access, ConnectionOptions, Secret},
        engine::{EngineError, EngineKind, ReadLimits, ReadRequest},
        filter::TableView,
        id::{ConnectionId, TeamId},
        plan::Plan,
        schema::{Schema, Table},
        value::Row,
    },
};

/// One engine and its allowed folder with one file in it.
pub struct Ground {
    pub folder: tempfile::TempDir,
    pub engine: Sqlite,
    pub target: Target,
}

pub const FILE: &str = "some.db";

impl Ground {
    /// The file `some.db` made by these statements.
    pub fn new(statements: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        write(&folder.path().join(FILE), statements);
        let settings = EngineSettings { sqlite_dirs: vec![folder.path().to_owned()], data_dir: folder.path().join("data"), ..settings() };
        Self { engine: Sqlite::new(&settings), target: target(FILE), folder }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join(FILE)
    }

    pub async fn schema(&self) -> Schema {
        self.engine.introspect(&self.target).await.expect("introspects")
    }

    pub async fn table(&self, name: &str) -> Table {
        self.schema().await.table(name).unwrap_or_else(|| panic!("no table {name}")).clone()
    }

    pub async fn read(&self, plan: Plan) -> Result<RowStream, EngineError> {
        self.engine.read(&self.target, request("r", plan, ReadLimits::default())).await
    }

    /// Every row of a plan.
    pub async fn rows(&self, plan: Plan) -> Result<Vec<Row>, EngineError> {
        collect(self.read(plan).await?).await.map(|(rows, _)| rows)
    }

    /// A page of a table as a person sees it.
    pub async fn page(&self, table: &str, view: &TableView) -> Vec<Row> {
        let table = self.table(table).await;
        let plan = plan::rows(&table, view, &[]).expect("plans");
        self.rows(Plan::Rows(plan)).await.expect("reads")
    }
}

pub fn write(path: &Path, statements: &str) {
    rusqlite::Connection::open(path).and_then(|connection| connection.execute_batch(statements)).expect("the file can be made");
}

pub fn target(database: &str) -> Target {
    Target {
        team: TeamId::new(),
        connection: Some(PoolKey { connection: ConnectionId::new(), revision: 1 }),
        access: Access {
            kind: EngineKind::Sqlite,
            host: String::new(),
            port: 0,
            database: database.into(),
            user: String::new(),
            password: Secret::default(),
            options: ConnectionOptions::default(),
        },
    }
}

pub fn request(id: &str, plan: Plan, limits: ReadLimits) -> ReadRequest {
    ReadRequest { id: id.into(), plan, limits }
}

/// All rows of a stream, and whether it said that there were more.
pub async fn collect(mut stream: RowStream) -> Result<(Vec<Row>, bool), EngineError> {
    let (mut rows, mut truncated) = (Vec::new(), false);
    while let Some(batch) = stream.batches.recv().await {
        let batch = batch?;
        truncated |= batch.truncated;
        rows.extend(batch.rows);
    }
    Ok((rows, truncated))
}
