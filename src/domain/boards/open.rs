//! A read of somebody's database that begins: with a place among those under way, and what becomes of its failures noted
//! at the connection.

use super::turns::Turn;
use crate::{
    domain::{Reader, connections::sealed, row_rules::Sight},
    engines::RowStream,
    error::AppError,
    model::engine::{EngineError, ReadRequest, RowBatch},
    store::connections::ConnectionRow,
};

/// Why there is nothing to read.
pub(crate) enum Unread {
    /// The connection's access cannot be opened, or a rule hides it.
    Ours(AppError),
    Engine(EngineError),
}

/// A read under way; its place is free again when it is dropped.
pub(crate) struct Open {
    pub stream: RowStream,
    has_failed: bool,
    _turn: Turn,
}

/// The read of a request as far as its reader may see it.
pub(crate) async fn open(app: &Reader, row: &ConnectionRow, sight: &Sight, request: ReadRequest) -> Result<Open, Unread> {
    let ReadRequest { id, plan, limits } = request;
    let permitted = sight.permit(app, row, plan).await.map_err(Unread::Ours)?;
    let request = ReadRequest { id, plan: permitted.into_plan(), limits };
    let target = sealed::target(app, row).map_err(Unread::Ours)?;
    let turn = app.memory.turns.take(&row.team_id).await.map_err(Unread::Engine)?;
    match app.engines.of(row.kind).read(&target, request).await {
        Ok(stream) => Ok(Open { stream, has_failed: false, _turn: turn }),
        Err(error) => {
            app.memory.troubles.note(row, &error);
            Err(Unread::Engine(error))
        }
    }
}

impl Open {
    /// The next rows, until there are none.
    pub(crate) async fn next(&mut self, app: &Reader, row: &ConnectionRow) -> Option<Result<RowBatch, EngineError>> {
        let batch = self.stream.batches.recv().await;
        match &batch {
            Some(Ok(_)) => {}
            Some(Err(error)) => {
                self.has_failed = true;
                app.memory.troubles.note(row, error);
            }
            None if self.has_failed => {}
            None => app.memory.troubles.clear(&row.id),
        }
        batch
    }
}
