//! Saving the changes of a grid: all in one transaction, each only while its row is as it was shown.

use super::{
    deleted, keys,
    one::{self, Whole},
    undo, values,
};
use crate::{
    domain::{
        App,
        actor::Actor,
        databases::{
            access::Found,
            work::{self, Note, Worked},
        },
    },
    engines::{row_version, sql::spoken},
    error::{AppError, Result},
    model::{
        database_right::DatabaseRight,
        desk::{Clashed, RowEdit, SaveRowsInput, SavedRows, StatementsAnswer, What},
        plan::PlanColumn,
        schema::Table,
        staged::MOST,
        value::Row,
        work::{DeletePlan, Expected, InsertPlan, RowChange, UpdatePlan, Work},
    },
};

/// One change with the row that it meets.
struct Planned {
    change: RowChange,
    before: Option<Whole>,
}

/// The changes of a request as a plan, or the first row that is another by now.
async fn plan(app: &App, found: &Found, table: &Table, edits: &[RowEdit]) -> Result<std::result::Result<Vec<Planned>, Clashed>> {
    if edits.len() > MOST {
        return Err(AppError::invalid(format!("At most {MOST} changes can be saved at once.")));
    }
    let mut planned = Vec::with_capacity(edits.len());
    for (at, edit) in edits.iter().enumerate() {
        must(found, if edit.what == What::Insert { DatabaseRight::Insert } else { DatabaseRight::Change })?;
        let before = match edit.what {
            What::Insert => None,
            What::Update | What::Delete => {
                let key = edit.key.as_deref().unwrap_or_default();
                let before = one::whole(app, found, table, key).await?;
                let same = before.as_ref().is_some_and(|row| edit.version.as_ref().is_none_or(|version| *version == row.version));
                let Some(before) = before.filter(|_| same) else {
                    let now = one::whole(app, found, table, key).await?;
                    let (now, version) = now.map(|row| (row.row, row.version)).unzip();
                    return Ok(Err(Clashed { at, key: key.to_owned(), now, version }));
                };
                Some(before)
            }
        };
        planned.push(Planned { change: change(table, edit, before.as_ref())?, before });
    }
    Ok(Ok(planned))
}

fn must(found: &Found, right: DatabaseRight) -> Result<()> {
    if found.role.may(right) {
        return Ok(());
    }
    Err(AppError::forbidden(match right {
        DatabaseRight::Insert => "You can read this database, but not insert rows",
        _ => "You cannot change or delete rows of this database",
    }))
}

fn change(table: &Table, edit: &RowEdit, before: Option<&Whole>) -> Result<RowChange> {
    let at = table.at.clone();
    let mut set = Vec::with_capacity(edit.cells.len());
    for cell in &edit.cells {
        let column = table.column(&cell.column).ok_or_else(|| AppError::invalid(format!("There is no column \"{}\".", cell.column)))?;
        set.push((PlanColumn::of(column), values::input(column, cell)?));
    }
    let returning: Vec<PlanColumn> = keys::of(table).into_iter().flatten().chain(table.columns.iter().map(PlanColumn::of)).collect();
    let expected = before.map(|row| Expected {
        columns: table.columns.iter().map(PlanColumn::of).collect(),
        version: Some(row.version.clone()),
        told: false,
    });
    let filter = before.map(|row| row.filter.clone()).unwrap_or_default();
    Ok(match edit.what {
        What::Insert => {
            let (columns, row) = set.into_iter().unzip();
            RowChange::Insert(InsertPlan { table: at, columns, rows: vec![row], conflict: None, returning, key: Vec::new() })
        }
        What::Update if set.is_empty() => return Err(AppError::invalid("Say which cells change.")),
        What::Update => RowChange::Update(UpdatePlan { table: at, set, filter, expected, returning }),
        What::Delete => RowChange::Delete(DeletePlan { table: at, filter, expected, returning: Vec::new() }),
    })
}

/// `reviewDatabaseRows`: the statements that saving would run, for a person to read.
pub async fn review(app: &App, actor: &Actor, input: SaveRowsInput) -> Result<StatementsAnswer> {
    let found = super::open(app, Some(actor), input.user_id.as_deref(), input.database_id.as_deref(), DatabaseRight::Read).await?;
    let (_, table) = super::table(app, &found, input.table_name.as_deref()).await?;
    match plan(app, &found, &table, &input.edits).await? {
        Ok(planned) => Ok(StatementsAnswer { statements: planned.iter().map(|one| spoken::change(&one.change)).collect() }),
        Err(_) => Err(AppError::conflict("A row was changed meanwhile by somebody else. Save to see both versions.")),
    }
}

/// `saveDatabaseRows`.
pub async fn save(app: &App, actor: &Actor, input: SaveRowsInput) -> Result<SavedRows> {
    let found = super::open(app, Some(actor), input.user_id.as_deref(), input.database_id.as_deref(), DatabaseRight::Read).await?;
    let (_, table) = super::table(app, &found, input.table_name.as_deref()).await?;
    apply(app, actor, &found, &table, &input.edits).await
}

pub(super) async fn apply(app: &App, actor: &Actor, found: &Found, table: &Table, edits: &[RowEdit]) -> Result<SavedRows> {
    if edits.is_empty() {
        return Err(AppError::invalid("There is nothing to save."));
    }
    let planned = match plan(app, found, table, edits).await? {
        Ok(planned) => planned,
        Err(clash) => return Ok(SavedRows { clash: Some(clash), ..SavedRows::default() }),
    };
    let statement = planned.iter().map(|one| spoken::change(&one.change)).collect::<Vec<_>>().join("\n");
    let changes: Vec<RowChange> = planned.iter().map(|one| one.change.clone()).collect();
    let note = Note::new("rows", statement);
    let gone: Vec<(&str, &Whole)> = edits.iter().zip(&planned).filter_map(deletion).collect();
    let kept = deleted::keep(app, actor, found, table, &gone).await?;
    let worked = work::attempt(app, Some(actor), found, Work::Rows(changes), work::limits(app), note).await;
    kept.settle(app, actor, found, table, &worked).await;
    let done = match worked? {
        Worked::Done(done) => done,
        Worked::Clash(clash) => {
            let version = clash.now.as_ref().map(row_version::of);
            let key = edits.get(clash.at).and_then(|edit| edit.key.clone()).unwrap_or_default();
            return Ok(SavedRows { clash: Some(Clashed { at: clash.at, key, now: clash.now, version }), ..SavedRows::default() });
        }
    };
    let width = keys::of(table).map_or(0, |key| key.len());
    let named = |row: &Row| {
        let (key, whole) = row.split_at(width.min(row.len()));
        (keys::text(key), row_version::of(&whole.to_vec()))
    };
    let before = planned.iter().map(|one| one.before.as_ref().map(|whole| &whole.row));
    let undo = undo::of(table, edits, before, done.rows.iter().map(named));
    Ok(SavedRows { clash: None, message: format!("{}{}", words(edits), kept.words()), undo })
}

/// A row that a change deletes, with its key.
fn deletion<'p>((edit, planned): (&'p RowEdit, &'p Planned)) -> Option<(&'p str, &'p Whole)> {
    let whole = planned.before.as_ref().filter(|_| edit.what == What::Delete)?;
    Some((edit.key.as_deref().unwrap_or_default(), whole))
}

/// `Saved: 1 row changed, 2 added.`
pub(crate) fn words(edits: &[RowEdit]) -> String {
    let of = |what: What| edits.iter().filter(|edit| edit.what == what).count();
    let (changed, added, deleted) = (of(What::Update), of(What::Insert), of(What::Delete));
    let rows = |n: usize| if n == 1 { "1 row".to_owned() } else { format!("{n} rows") };
    let parts = [(changed, "changed"), (added, "added"), (deleted, "deleted")];
    let parts: Vec<String> = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{} {word}", rows(n))).collect();
    format!("Saved: {}", parts.join(", "))
}
