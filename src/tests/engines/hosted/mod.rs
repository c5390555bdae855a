//! Hosted databases in real workers: what people may do with them, that work happens as a whole or not at all, and that
//! nobody's work is felt by another (security.md, checks 79 to 88, 107, 110 to 112).

mod files;
mod imports;
mod killed;
pub mod modules;
mod powers;
mod rows;
mod statements;
mod structure;

use super::{draft, settings};
use std::{path::PathBuf, sync::Arc};
use tempfile::TempDir;
use vizboard::{
    engines::{
        Engine, PoolKey, Target,
        worker::{Remote, Staff},
    },
    model::{
        access::{Access, ConnectionOptions, Secret},
        engine::{EngineError, EngineKind},
        id::{ConnectionId, TeamId},
        schema::Table,
        value::{Row, Value},
        work::{Done, FileWork, Outcome, Powers, ScriptWork, StatementWork, Work, WorkLimits, WorkRequest},
    },
};

const ALL: Powers = Powers { read: true, insert: true, change: true, structure: true };

struct Ground {
    folder: TempDir,
    staff: Arc<Staff>,
    engine: Remote,
    target: Target,
}

impl Ground {
    /// A database that a script made.
    async fn new(script: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = vizboard::engines::EngineSettings { data_dir: folder.path().to_owned(), ..settings() };
        let staff = Staff::new(&settings);
        let ground = Self { folder, engine: Remote::new(EngineKind::Hosted, staff.clone()), staff, target: target("first") };
        ground.make("first", &ground.target.clone(), script).await;
        std::fs::create_dir_all(ground.root().join("staging")).expect("makes a folder");
        ground
    }

    /// One more database.
    async fn make(&self, name: &str, target: &Target, script: &str) {
        std::fs::create_dir_all(self.root().join(name)).expect("makes a folder");
        let made = self.at(target, Work::File(FileWork::Create), WorkLimits::default()).await.expect("works");
        assert!(matches!(made, Outcome::Done(_)), "{made:?}");
        if !script.is_empty() {
            let ran = self.at(target, self::script(script), WorkLimits::default()).await.expect("works");
            assert!(matches!(ran, Outcome::Done(_)), "{ran:?}");
        }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("databases")
    }

    fn staging(&self, name: &str) -> PathBuf {
        self.root().join("staging").join(name)
    }

    async fn at(&self, target: &Target, work: Work, limits: WorkLimits) -> Result<Outcome, EngineError> {
        self.engine.work(target, WorkRequest { id: nanoid::nanoid!(), work, limits }).await
    }

    async fn work(&self, work: Work) -> Result<Outcome, EngineError> {
        self.at(&self.target, work, WorkLimits::default()).await
    }

    async fn done(&self, work: Work) -> Done {
        match self.work(work).await {
            Ok(Outcome::Done(done)) => done,
            other => panic!("{other:?}"),
        }
    }

    async fn refused(&self, work: Work) -> EngineError {
        match self.work(work.clone()).await {
            Ok(Outcome::Refused(error)) => error,
            other => panic!("{work:?}: {other:?}"),
        }
    }

    /// A statement of somebody who may do everything.
    async fn sql(&self, text: &str) -> Done {
        self.done(statement(text, ALL)).await
    }

    async fn rows(&self, text: &str) -> Vec<Row> {
        self.sql(text).await.rows
    }

    /// The first value of the first row.
    async fn value(&self, text: &str) -> Value {
        self.rows(text).await.first().and_then(|row| row.first()).cloned().expect("a value")
    }

    async fn table(&self, name: &str) -> Table {
        let schema = self.engine.introspect(&self.target).await.expect("a schema");
        schema.table(name).cloned().unwrap_or_else(|| panic!("no table {name}"))
    }

    async fn is_sound(&self) {
        assert_eq!(self.value("PRAGMA integrity_check").await, text("ok"));
    }

    /// The one worker that runs.
    fn pid(&self) -> u32 {
        let pids = self.staff.pids();
        assert_eq!(pids.len(), 1, "{pids:?}");
        pids[0]
    }
}

/// A database of a team of its own.
fn target(name: &str) -> Target {
    let access = Access {
        kind: EngineKind::Hosted,
        host: String::new(),
        port: 0,
        database: name.into(),
        user: String::new(),
        password: Secret::default(),
        options: ConnectionOptions::default(),
    };
    Target { team: TeamId::new(), connection: Some(PoolKey { connection: ConnectionId::new(), revision: 0 }), ..draft(access) }
}

fn statement(text: &str, may: Powers) -> Work {
    Work::Statement(StatementWork { text: text.into(), values: vec![], may })
}

fn script(text: &str) -> Work {
    Work::Script(ScriptWork { text: text.into(), may: ALL })
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}
