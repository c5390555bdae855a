//! Rows that people deleted from the page of a table: kept for some days with every value as it was, and brought back under
//! the same key. They lie in our own store, which statements of people do not reach and which every backup holds.

use super::{faces, keys, one::Whole};
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
        databases::{
            access::Found,
            work::{self, Note, Worked},
        },
    },
    error::{AppError, Kind, Result},
    model::{
        audit::Verb,
        database_right::DatabaseRight,
        desk::{DeletedRows, DeletedRowsAnswer, DeletedRowsIdInput, DeletedRowsInput, KEPT_DAYS},
        outcome::Message,
        plan::PlanColumn,
        schema::{Column, Table},
        time::Timestamp,
        ulid::DeletedRowsId,
        value::Value,
        work::{Cell, CellPlan, Input, InsertPlan, RowChange, Work},
    },
    store::{self, deleted_rows::DeletedRowsRow},
};
use serde::{Deserialize, Serialize};

/// Most rows and bytes that are kept of one database; the oldest go for new ones. What is larger alone is not kept.
const MOST_ROWS: i64 = 10_000;
const MOST_BYTES: i64 = 8 * 1024 * 1024;
/// Rows of a deletion that its page shows, cells of each, and characters of a cell.
const SHOWN_ROWS: usize = 5;
const SHOWN_CELLS: usize = 4;
const SHOWN_TEXT: usize = 40;
const SECONDS_OF_A_DAY: i64 = 86_400;

/// Rows as they can be inserted again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Content {
    columns: Vec<String>,
    rows: Vec<Vec<Input>>,
}

/// What becomes of the rows of a deletion that is about to be tried.
pub(super) enum Kept {
    /// None is deleted.
    Nothing,
    /// Longer than is kept, or with a value that cannot be read as it is stored.
    Lost(usize),
    In(DeletedRowsId, usize),
}

/// Keeps rows before they are deleted: whatever happens in between, they are somewhere.
///
/// # Errors
/// Only what keeps us from reading or writing; nothing is to be deleted then.
pub(super) async fn keep(app: &App, actor: &Actor, found: &Found, table: &Table, gone: &[(&str, &Whole)]) -> Result<Kept> {
    if gone.is_empty() {
        return Ok(Kept::Nothing);
    }
    let Some(content) = content(app, actor, found, table, gone).await? else { return Ok(Kept::Lost(gone.len())) };
    let text = serde_json::to_string(&content).map_err(AppError::internal)?;
    let (count, size) = (i64::try_from(gone.len()).unwrap_or(i64::MAX), i64::try_from(text.len()).unwrap_or(i64::MAX));
    if size > MOST_BYTES || count > MOST_ROWS {
        return Ok(Kept::Lost(gone.len()));
    }
    let mut tx = app.store.begin().await?;
    let row = DeletedRowsRow {
        id: DeletedRowsId::new(),
        table_name: table.at.name.clone(),
        summary: gone.iter().take(SHOWN_ROWS).map(|(_, row)| summary(&row.row)).collect(),
        row_count: count,
        size,
        deleted_by: actor.stored(&mut tx).await?.username,
        deleted_at: Timestamp::now(),
    };
    let (mut rows, mut bytes) = (count, size);
    for other in store::deleted_rows::of_database(&mut tx, &found.row.id).await? {
        (rows, bytes) = (rows + other.row_count, bytes + other.size);
        if rows > MOST_ROWS || bytes > MOST_BYTES {
            store::deleted_rows::delete(&mut tx, &other.id).await?;
        }
    }
    store::deleted_rows::insert(&mut tx, &found.row.id, &row, &text).await?;
    tx.commit().await?;
    Ok(Kept::In(row.id, gone.len()))
}

/// The rows with their values as they are stored; nothing when one of them cannot be read so.
async fn content(app: &App, actor: &Actor, found: &Found, table: &Table, gone: &[(&str, &Whole)]) -> Result<Option<Content>> {
    let own: Vec<(usize, &Column)> = own(table).collect();
    // A row that its number names comes back under that number.
    let number = number(table);
    let mut columns: Vec<String> = number.iter().map(|column| column.name.clone()).collect();
    columns.extend(own.iter().map(|(_, column)| column.name.clone()));
    let mut rows = Vec::with_capacity(gone.len());
    for (key, whole) in gone {
        let mut row = Vec::with_capacity(columns.len());
        if number.is_some() {
            let Ok(number) = key.parse() else { return Ok(None) };
            row.push(Input::Value(Value::Int(number)));
        }
        for (at, column) in &own {
            let shown = whole.row.get(*at).cloned().unwrap_or(Value::Null);
            let plan = CellPlan { table: table.at.clone(), column: PlanColumn::of(column), filter: whole.filter.clone() };
            match stored(app, actor, found, shown, plan).await? {
                Some(input) => row.push(input),
                None => return Ok(None),
            }
        }
        rows.push(row);
    }
    Ok(Some(Content { columns, rows }))
}

/// The columns that a row is written with, with their places.
fn own(table: &Table) -> impl Iterator<Item = (usize, &Column)> {
    let computed: Vec<bool> = faces::columns(table).iter().map(|column| column.generated).collect();
    table.columns.iter().enumerate().filter(move |(at, _)| computed.get(*at) == Some(&false))
}

/// The number of a row, where it is what names it.
fn number(table: &Table) -> Option<PlanColumn> {
    keys::of(table)?.into_iter().find(|column| table.column(&column.name).is_none())
}

/// A value as it is stored. What a page shows says it, unless it shows bytes or only a beginning.
async fn stored(app: &App, actor: &Actor, found: &Found, shown: Value, plan: CellPlan) -> Result<Option<Input>> {
    let is_infinite = |text: &str| plan.column.kind.is_numeric() && matches!(text, "Infinity" | "-Infinity");
    match &shown {
        Value::Text(text) if is_infinite(text) => return Ok(None),
        Value::Text(text) if text.contains("\\x") => {}
        Value::Cut { .. } => {}
        _ => return Ok(Some(Input::Value(shown))),
    }
    let done = work::run(app, Some(actor), found, Work::Cell(plan), Note::new("rows", "")).await?;
    Ok(match done.cell {
        Some(Cell::Bytes(bytes)) => Some(Input::Bytes(bytes)),
        // Such digits may stand for bytes that are no text.
        Some(Cell::Text(text)) if !text.contains("\\x") => Some(Input::Value(Value::Text(text))),
        _ => None,
    })
}

fn summary(row: &[Value]) -> String {
    let short = |value: &Value| {
        let text = value.display();
        let mut short: String = text.chars().take(SHOWN_TEXT).collect();
        if short.len() < text.len() {
            short.push('…');
        }
        short
    };
    row.iter().filter(|value| !value.is_null()).take(SHOWN_CELLS).map(short).collect::<Vec<_>>().join(" · ")
}

fn rows(count: usize) -> String {
    if count == 1 { "1 row".to_owned() } else { format!("{count} rows") }
}

impl Kept {
    /// What was kept stays when its rows are gone, or may be. The deletion is saved by then: what cannot be written any more
    /// is said to the operator.
    pub(super) async fn settle(&self, app: &App, actor: &Actor, found: &Found, table: &Table, worked: &Result<Worked>) {
        let (id, count) = match self {
            Self::Nothing => return,
            Self::Lost(count) => (None, *count),
            Self::In(id, count) => (Some(id), *count),
        };
        let settled = async {
            let mut tx = app.store.begin().await?;
            match (worked, id) {
                (Ok(Worked::Done(_)), _) => {
                    let object = Object::database(&found.row).saying(format!("{} of {}", rows(count), table.at.name));
                    audit::done(&mut tx, actor, Verb::Deleted, &object).await?;
                }
                // Nobody knows how it ended.
                (Err(error), _) if error.kind != Kind::Database => {}
                (_, Some(id)) => store::deleted_rows::delete(&mut tx, id).await?,
                (_, None) => {}
            }
            Ok::<_, AppError>(tx.commit().await?)
        };
        if let Err(error) = settled.await {
            tracing::error!(database = %found.row.id, "what became of deleted rows could not be written down: {error}");
        }
    }

    /// What a person is told besides.
    pub(super) fn words(&self) -> &'static str {
        match self {
            Self::Lost(_) => {
                ". What was deleted cannot be restored: it is too much to be kept, or holds a value that cannot be read exactly"
            }
            Self::Nothing | Self::In(..) => "",
        }
    }
}

/// `listDeletedDatabaseRows`
pub async fn list(app: &App, actor: &Actor, input: DeletedRowsInput) -> Result<DeletedRowsAnswer> {
    let found = super::open(app, Some(actor), input.user_id.as_deref(), input.database_id.as_deref(), DatabaseRight::Change).await?;
    let (_, table) = super::table(app, &found, input.table_name.as_deref()).await?;
    let all = store::deleted_rows::of_database(&mut *app.store.read().await?, &found.row.id).await?;
    let now = Timestamp::now();
    let shown = |row: DeletedRowsRow| DeletedRows {
        id: row.id.to_string(),
        count: row.row_count,
        first: row.summary,
        deleted_by: row.deleted_by,
        deleted_utc: row.deleted_at,
        until_utc: until(row.deleted_at),
    };
    let own = all.into_iter().filter(|row| row.table_name == table.at.name && until(row.deleted_at) > now);
    Ok(DeletedRowsAnswer { deleted: own.map(shown).collect() })
}

fn until(deleted: Timestamp) -> Timestamp {
    deleted.plus_seconds(KEPT_DAYS * SECONDS_OF_A_DAY)
}

/// The rows that were kept long enough go.
pub async fn sweep(app: &App) -> Result<()> {
    let mut tx = app.store.begin().await?;
    store::deleted_rows::forget(&mut tx, Timestamp::now().plus_seconds(-KEPT_DAYS * SECONDS_OF_A_DAY)).await?;
    Ok(tx.commit().await?)
}

/// `restoreDeletedDatabaseRows`: all rows of a deletion, or none.
pub async fn restore(app: &App, actor: &Actor, input: DeletedRowsIdInput) -> Result<Message> {
    let found = super::open(app, Some(actor), input.user_id.as_deref(), input.database_id.as_deref(), DatabaseRight::Change).await?;
    let missing = || AppError::not_found("These rows are not kept any more, or they are back already.");
    let id = input.deleted_id.as_deref().and_then(DeletedRowsId::parse).ok_or_else(missing)?;
    let kept = store::deleted_rows::one(&mut *app.store.read().await?, &found.row.id, &id).await?;
    let (row, content) = kept.filter(|(row, _)| until(row.deleted_at) > Timestamp::now()).ok_or_else(missing)?;
    let content: Content = serde_json::from_str(&content).map_err(AppError::internal)?;
    let table = super::table(app, &found, Some(&row.table_name)).await;
    let (_, table) = table.map_err(|_| AppError::conflict("The table of these rows is not there any more."))?;
    let columns = columns(&table, &content.columns).ok_or_else(|| {
        AppError::conflict("The table has other columns by now, so the rows do not fit it. Restore a kept copy, or insert them by hand.")
    })?;
    let count = content.rows.len();
    let plan = InsertPlan { table: table.at.clone(), columns, rows: content.rows, conflict: None, returning: Vec::new(), key: Vec::new() };
    let note = Note::new("rows", format!("{} of {} were restored", rows(count), table.at.name));
    work::run(app, Some(actor), &found, Work::Rows(vec![RowChange::Insert(plan)]), note).await.map_err(taken)?;
    let mut tx = app.store.begin().await?;
    store::deleted_rows::delete(&mut tx, &id).await?;
    let object = Object::database(&found.row).saying(format!("{} of {}", rows(count), table.at.name));
    audit::done(&mut tx, actor, Verb::Restored, &object).await?;
    tx.commit().await?;
    Ok(Message { message: if count == 1 { "The row is back".to_owned() } else { format!("{} are back", rows(count)) } })
}

/// The columns of kept rows in the table as it is now; nothing when it has others.
fn columns(table: &Table, names: &[String]) -> Option<Vec<PlanColumn>> {
    let number = number(table);
    let wanted = own(table).count() + usize::from(number.is_some());
    let known = |name: &String| {
        let column = own(table).map(|(_, column)| column).find(|column| column.name == *name).map(PlanColumn::of);
        column.or_else(|| number.clone().filter(|number| number.name == *name))
    };
    if names.len() == wanted { names.iter().map(known).collect() } else { None }
}

/// The key of a row is taken: the database's words name the column.
fn taken(error: AppError) -> AppError {
    if error.kind != Kind::Database || !error.text.contains("UNIQUE constraint failed") {
        return error;
    }
    AppError::conflict(format!(
        "A row with the key of one of these, or with a value that may be there once, is in the table again ({}). None was restored: change or \
         delete that row first.",
        error.text
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::sample::{column, table};

    #[test]
    fn rows_go_back_only_into_the_columns_they_came_from() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let mut people = table("people", vec![column("id", "integer"), column("name", "text")]);
        assert!(columns(&people, &names(&["rowid", "id", "name"])).is_some());
        people.primary_key = vec!["id".into()];
        assert!(columns(&people, &names(&["id", "name"])).is_some());
        for other in [&["id"][..], &["id", "name", "age"], &["id", "title"], &["rowid", "id", "name"]] {
            assert!(columns(&people, &names(other)).is_none(), "{other:?}");
        }
    }

    #[test]
    fn a_row_is_known_by_its_first_values() {
        let row = [Value::Int(7), Value::Null, Value::Text("x".repeat(60)), Value::Bool(true)];
        assert_eq!(summary(&row), format!("7 · {}… · true", "x".repeat(SHOWN_TEXT)));
    }
}
