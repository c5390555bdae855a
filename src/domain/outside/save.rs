//! Saving the changes of a grid: all in one transaction, each only while its row is as it was shown.

use super::{
    At, Opened, keys, open, values,
    work::{self, Worked},
};
use crate::{
    domain::{App, actor::Actor, databases::desk::save::words},
    engines::{dialect::Dialect, row_version, sql::spoken},
    error::{AppError, Result},
    model::{
        desk::{Clashed, RowEdit, SaveConnectionRowsInput, SavedRows, StatementsAnswer, What},
        plan::PlanColumn,
        staged::MOST,
        work::{DeletePlan, Expected, InsertPlan, RowChange, UpdatePlan},
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
        Worked::Saved => Ok(SavedRows { message: words(&input.edits), ..SavedRows::default() }),
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
    edits.iter().map(|edit| change(opened, edit)).collect()
}

fn change(opened: &Opened, edit: &RowEdit) -> Result<RowChange> {
    let table = &opened.table;
    let mut set = Vec::with_capacity(edit.cells.len());
    for cell in &edit.cells {
        let column = table.column(&cell.column).ok_or_else(|| AppError::invalid(format!("There is no column \"{}\".", cell.column)))?;
        set.push((PlanColumn::of(column), values::input(opened.connection.kind, column, cell)?));
    }
    let (at, returning) = (table.at.clone(), Vec::new());
    if edit.what == What::Insert {
        let (columns, row) = set.into_iter().unzip();
        return Ok(RowChange::Insert(InsertPlan { table: at, columns, rows: vec![row], conflict: None, returning }));
    }
    let filter = keys::filter(table, edit.key.as_deref().unwrap_or_default())?;
    let columns = table.columns.iter().map(PlanColumn::of).collect();
    let expected = Some(Expected { columns, version: edit.version.clone() });
    Ok(match edit.what {
        What::Update if set.is_empty() => return Err(AppError::invalid("Say which cells change.")),
        What::Insert | What::Update => RowChange::Update(UpdatePlan { table: at, set, filter, expected, returning }),
        What::Delete => RowChange::Delete(DeletePlan { table: at, filter, expected, returning }),
    })
}
