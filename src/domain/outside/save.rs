//! Saving the changes of a grid: all in one transaction, each only while its row is as it was shown.

use super::{
    At, Opened, keys, open, values,
    work::{self, Worked},
};
use crate::{
    domain::{
        App,
        actor::Actor,
        databases::desk::{save::words, undo},
    },
    engines::{dialect::Dialect, row_version, sql::spoken},
    error::{AppError, Result},
    model::{
        desk::{Clashed, RowEdit, SaveConnectionRowsInput, SavedRows, StatementsAnswer, What},
        plan::PlanColumn,
        schema::Table,
        staged::MOST,
        work::{DeletePlan, Done, Expected, InsertPlan, RowChange, UpdatePlan},
    },
};

/// `reviewConnectionRows`: the statements that saving would run, for a person to read.
pub async fn review(app: &App, actor: &Actor, input: SaveConnectionRowsInput) -> Result<StatementsAnswer> {
    let opened = open(app, actor, at(&input)).await?;
    opened.writable(app).await?;
    let dialect = Dialect::of(opened.connection.kind);
    let statements = planned(&opened, &input.edits)?.iter().map(|change| spoken::change_of(dialect, change)).collect();
    Ok(StatementsAnswer { statements })
}

/// `saveConnectionRows`.
pub async fn save(app: &App, actor: &Actor, input: SaveConnectionRowsInput) -> Result<SavedRows> {
    let opened = open(app, actor, at(&input)).await?;
    opened.writable(app).await?;
    if input.edits.is_empty() {
        return Err(AppError::invalid("There is nothing to save."));
    }
    let changes = planned(&opened, &input.edits)?;
    match work::run(app, actor, &opened, &input.edits, changes).await? {
        Worked::Saved(done) => {
            Ok(SavedRows { message: words(&input.edits), undo: undone(&opened, &input.edits, &done), ..SavedRows::default() })
        }
        Worked::Clash(clash) => {
            let version = clash.now.as_ref().map(row_version::of);
            let key = input.edits.get(clash.at).and_then(|edit| edit.key.clone()).unwrap_or_default();
            Ok(SavedRows { clash: Some(Clashed { at: clash.at, key, now: clash.now, version }), ..SavedRows::default() })
        }
    }
}

fn at(input: &SaveConnectionRowsInput) -> At<'_> {
    At {
        user: input.user_id.as_deref(),
        project: input.project_id.as_deref(),
        connection: input.connection_id.as_deref(),
        table: input.table_name.as_deref(),
    }
}

fn planned(opened: &Opened, edits: &[RowEdit]) -> Result<Vec<RowChange>> {
    if edits.len() > MOST {
        return Err(AppError::invalid(format!("At most {MOST} changes can be saved at once.")));
    }
    let told = edits.len() <= undo::MOST;
    edits.iter().map(|edit| change(opened, edit, told)).collect()
}

/// What takes saved changes back; nothing where the whole of it cannot be.
fn undone(opened: &Opened, edits: &[RowEdit], done: &Done) -> Vec<RowEdit> {
    let (table, key) = (&opened.table, keys::of(&opened.table));
    let left = edits.iter().filter(|edit| edit.what != What::Delete).count();
    let met = edits.iter().filter(|edit| edit.what != What::Insert).count();
    if done.rows.len() != left || done.met.len() != met {
        return Vec::new();
    }
    // Rows that lead to a deleted one may have gone or changed with it.
    let leads = |other: &Table| other.foreign_keys.iter().any(|key| key.references == table.at);
    if left < edits.len() && opened.schema.tables.iter().any(leads) {
        return Vec::new();
    }
    let mut met = done.met.iter();
    let before = edits.iter().map(|edit| if edit.what == What::Insert { None } else { met.next() });
    let written = done.rows.iter().map(|row| (keys::text(&key, row), row_version::of(row)));
    let back = undo::of(table, edits, before, written);
    // A value as it is shown may be one that is not taken as typed.
    if planned(opened, &back).is_ok() { back } else { Vec::new() }
}

fn change(opened: &Opened, edit: &RowEdit, told: bool) -> Result<RowChange> {
    let table = &opened.table;
    let all: Vec<PlanColumn> = table.columns.iter().map(PlanColumn::of).collect();
    let key: Vec<PlanColumn> = keys::of(table).into_iter().map(|place| all[place].clone()).collect();
    let mut set = Vec::with_capacity(edit.cells.len());
    for cell in &edit.cells {
        let column = table.column(&cell.column).ok_or_else(|| AppError::invalid(format!("There is no column \"{}\".", cell.column)))?;
        set.push((PlanColumn::of(column), values::input(opened.connection.kind, column, cell)?));
    }
    let at = table.at.clone();
    let returning = if told && !key.is_empty() { all.clone() } else { Vec::new() };
    if edit.what == What::Insert {
        let (columns, row) = set.into_iter().unzip();
        return Ok(RowChange::Insert(InsertPlan { table: at, columns, rows: vec![row], conflict: None, returning, key }));
    }
    let filter = keys::filter(table, edit.key.as_deref().unwrap_or_default())?;
    let expected = Some(Expected { columns: all, version: edit.version.clone(), told });
    Ok(match edit.what {
        What::Update if set.is_empty() => return Err(AppError::invalid("Say which cells change.")),
        What::Insert | What::Update => RowChange::Update(UpdatePlan { table: at, set, filter, expected, returning }),
        What::Delete => RowChange::Delete(DeletePlan { table: at, filter, expected, returning: Vec::new() }),
    })
}
