//! The door through which rows of connected databases are changed, and what follows: the log, and answers that are old now.

use super::Opened;
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
        connections::sealed,
        databases::{desk::rows::VALUE_BYTES, work::failed},
    },
    error::{AppError, Result},
    model::{
        audit::Verb,
        desk::{RowEdit, What},
        engine::ReadLimits,
        work::{Clash, Done, Outcome, RowChange, Work, WorkLimits, WorkRequest},
    },
};

/// How changes ended.
pub(super) enum Worked {
    Saved(Box<Done>),
    Clash(Clash),
}

/// The time of a read; values that make a version are read as long as the page reads them.
fn limits() -> WorkLimits {
    WorkLimits {
        timeout_ms: ReadLimits::default().timeout_ms,
        max_value_bytes: VALUE_BYTES,
        max_database_bytes: u64::MAX,
        max_table_rows: u64::MAX,
        ..WorkLimits::default()
    }
}

/// Does all of the changes or none.
///
/// # Errors
/// What the database refuses in its words (`Database`), and `Unavailable` when it could not be tried.
pub(super) async fn run(app: &App, actor: &Actor, opened: &Opened, edits: &[RowEdit], changes: Vec<RowChange>) -> Result<Worked> {
    opened.writable(app).await?;
    let row = &opened.connection;
    let target = sealed::target(app, row)?;
    let _turn = app.memory.turns.take(&row.team_id).await.map_err(|error| failed(&error))?;
    let request = WorkRequest { id: nanoid::nanoid!(), work: Work::Rows(changes), limits: limits() };
    let outcome = app.engines.of(row.kind).work(&target, request).await;
    // Also when it is not known whether they were saved.
    app.memory.results.forget(&row.id);
    match outcome.map_err(|error| failed(&error))? {
        Outcome::Done(done) => {
            note(app, actor, opened, edits).await;
            Ok(Worked::Saved(Box::new(done)))
        }
        Outcome::Conflict(clash) => Ok(Worked::Clash(clash)),
        Outcome::Refused(error) => Err(AppError::database(error.to_string())),
    }
}

/// Writes down how many rows of which table, and none of their values. The change is saved by then: an entry that cannot be
/// written is said to the operator, and the change is answered as what it is.
async fn note(app: &App, actor: &Actor, opened: &Opened, edits: &[RowEdit]) {
    let of = |what: What| edits.iter().filter(|edit| edit.what == what).count();
    let said =
        format!("rows of {}: {} inserted, {} updated, {} deleted", opened.table.name, of(What::Insert), of(What::Update), of(What::Delete));
    let noted = async {
        let mut tx = app.store.begin().await?;
        audit::done(&mut tx, actor, Verb::Changed, &Object::connection(&opened.connection).saying(said)).await?;
        Ok::<_, AppError>(tx.commit().await?)
    };
    if let Err(error) = noted.await {
        tracing::error!(connection = %opened.connection.id, "a change of rows could not be written to the audit log: {error}");
    }
}
