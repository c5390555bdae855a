//! Reads of people's databases for tiles, and what becomes of their failures: a tile that says so.

use super::sources::Source;
use crate::{
    domain::{Reader, connections::sealed, row_rules::Permitted},
    engines::Target,
    error::{AppError, Kind},
    model::{
        drawing::Drawing,
        engine::{EngineError, ReadLimits, ReadRequest, ResultColumn, Step},
        filter::TableView,
        plan::Plan,
        schema::Table,
        time::Timestamp,
        value::{Row, Value},
    },
    store::connections::ConnectionRow,
};
use std::{sync::Arc, time::Duration};

/// Counting stops here: beyond, "more than 100,000" says enough and costs little.
pub(super) const COUNT_LIMIT: u64 = 100_000;
/// A count may not hold up the rows.
const COUNT_TIME: Duration = Duration::from_secs(3);
/// Longest text of one cell of a table; the rest is cut.
const CELL_BYTES: usize = 4 * 1024;

/// Most bytes of the rows of one tile. Anybody with a link can ask for tiles, and a thousand long columns add up.
pub(super) const TILE_BYTES: u64 = 8 * 1024 * 1024;

/// Why a tile cannot be drawn.
#[derive(Debug)]
pub(super) enum Trouble {
    /// Shown in the tile's place.
    Tile { message: String, hint: String },
    /// The request itself is refused: a filter on a column that is not there, a table that is not the widget's.
    Request(AppError),
}

pub(super) type Outcome<T> = Result<T, Trouble>;

impl Trouble {
    pub(super) fn tile(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Tile { message: message.into(), hint: hint.into() }
    }

    /// The tile that says it, or the refusal.
    pub(super) fn into_drawing(self) -> crate::error::Result<Drawing> {
        match self {
            Self::Tile { message, hint } => Ok(Drawing::Failed { message, hint }),
            Self::Request(error) => Err(error),
        }
    }

    /// The refusal, for whoever has no tile to show it in.
    pub(super) fn into_error(self) -> AppError {
        match self {
            Self::Request(error) => error,
            Self::Tile { .. } => AppError::database(self.sentence()),
        }
    }

    /// One sentence or two, for a source among others.
    pub(super) fn sentence(&self) -> String {
        match self {
            Self::Tile { message, hint } if hint.is_empty() => message.clone(),
            Self::Tile { message, hint } => format!("{message} {hint}"),
            Self::Request(error) => error.text.clone(),
        }
    }
}

/// Faults of ours and of the store are refusals with their status; a rule that the stored settings break is the
/// tile's.
impl From<AppError> for Trouble {
    fn from(error: AppError) -> Self {
        match error.kind {
            Kind::Invalid => Self::tile(error.text, "Edit the widget, or regenerate the schemas of the project."),
            _ => Self::Request(error),
        }
    }
}

impl From<crate::store::Error> for Trouble {
    fn from(error: crate::store::Error) -> Self {
        Self::Request(error.into())
    }
}

/// What a read answered.
pub(crate) struct Answer {
    pub columns: Vec<ResultColumn>,
    pub rows: Vec<Row>,
    /// A limit ended the rows before the plan did.
    pub cut: bool,
    /// When it was begun: nothing that was written later is in it.
    pub as_of: Timestamp,
}

/// The answer to a plan as far as the reader may see it, read to its end or kept from before.
pub(super) async fn read(app: &Reader, source: &Source, plan: Plan, limits: ReadLimits) -> Outcome<Arc<Answer>> {
    let row = &source.row;
    let permitted = source.sight.permit(app, row, source.placed(plan)).await.map_err(|error| match error.kind {
        // A rule hides it: that is said in the place of the rows.
        Kind::Forbidden => Trouble::tile(error.text, ""),
        _ => Trouble::from(error),
    })?;
    let target = match sealed::target(app, row) {
        Ok(target) => target,
        Err(error) if error.kind == Kind::Internal => return Err(Trouble::Request(error)),
        Err(error) => return Err(Trouble::tile(error.text, "")),
    };
    let is_personal = permitted.plan().is_personal();
    let read = read_now(app, row, &target, permitted.clone(), limits);
    let answer = match &target.connection {
        Some(connection) => app.memory.results.get(connection, permitted.plan(), &limits, source.freshness, read).await,
        None => read.await.map(Arc::new),
    };
    answer.map_err(|error| if is_personal { failure_of_statement(error) } else { failure(row, error) })
}

/// The database's words may quote the statement, and whoever sees the tile may not read that.
fn failure_of_statement(error: EngineError) -> Trouble {
    match error.step {
        Step::Query | Step::Permission => {
            Trouble::tile("The query of this tile failed.", "Run it on the SQL page: the database says there why.")
        }
        _ => Trouble::tile(error.text, error.hint),
    }
}

async fn read_now(
    app: &Reader,
    row: &ConnectionRow,
    target: &Target,
    permitted: Permitted,
    limits: ReadLimits,
) -> Result<Answer, EngineError> {
    let _turn = app.memory.turns.take(&row.team_id).await?;
    let as_of = Timestamp::now();
    let request = ReadRequest { id: nanoid::nanoid!(), plan: permitted.into_plan(), limits };
    let answer = async {
        let mut stream = app.engines.of(row.kind).read(target, request).await?;
        let (mut rows, mut cut) = (Vec::new(), false);
        while let Some(batch) = stream.batches.recv().await {
            let batch = batch?;
            cut |= batch.truncated;
            rows.extend(batch.rows);
        }
        Ok(Answer { columns: stream.columns, rows, cut, as_of })
    };
    match answer.await {
        Ok(answer) => {
            app.memory.troubles.clear(&row.id);
            Ok(answer)
        }
        Err(error) => {
            app.memory.troubles.note(row, &error);
            Err(error)
        }
    }
}

fn failure(row: &ConnectionRow, error: EngineError) -> Trouble {
    if error.missing_object {
        let message = format!("The table, or one of its columns, is no longer in {}.", row.title);
        return Trouble::tile(message, "Regenerate the schemas of the project, then edit the widget and choose what to show.");
    }
    match error.step {
        // Of several connections it is this one.
        Step::Address | Step::Port | Step::Tls | Step::LogIn | Step::Database => {
            Trouble::tile(format!("{} cannot be read.", row.title), format!("{} {}", error.text, error.hint))
        }
        _ => Trouble::tile(error.text, error.hint),
    }
}

/// The limits of a table's page.
pub(super) fn page_limits(rows: u64) -> ReadLimits {
    ReadLimits { max_rows: rows, max_value_bytes: CELL_BYTES, max_bytes: TILE_BYTES, ..ReadLimits::default() }
}

/// How many rows a count plan finds; nothing when that fails or takes too long, which is no reason to show no rows.
pub(super) async fn count(app: &Reader, source: &Source, plan: Plan) -> Option<u64> {
    let answer = tokio::time::timeout(COUNT_TIME, read(app, source, plan, page_limits(1))).await.ok()?.ok()?;
    number(&answer)
}

/// The one number of an answer to a count.
pub(super) fn number(answer: &Answer) -> Option<u64> {
    match answer.rows.first()?.first()? {
        Value::Int(n) => u64::try_from(*n).ok(),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

/// Whether the view leaves the whole table, so that the server's estimate says something about it.
pub(super) fn is_whole(view: &TableView) -> bool {
    view.filter.is_empty() && view.search.as_deref().is_none_or(|text| text.trim().is_empty())
}

/// The estimate of a table that is too big to be counted.
pub(super) fn estimate(table: &Table, view: &TableView) -> Option<u64> {
    table.row_estimate.filter(|rows| *rows > COUNT_LIMIT && is_whole(view))
}
