//! Deleted widgets stay restorable for a while.

use super::{Arranged, complete, content::Ids, content_of, versions::Reason};
use crate::{
    domain::{App, actor::Actor, projects::access},
    error::{AppError, Result},
    model::{
        board::BoardAnswer,
        content::Part,
        id::WidgetId,
        layout::{Cell, Layout},
        role::Right,
        time::Timestamp,
        widget::WidgetIdInput,
    },
    store::{self, Tx, deleted::DeletedRow, widgets::WidgetRow},
};

/// How long, in seconds: thirty days.
const STAY: i64 = 30 * 24 * 60 * 60;

/// Keeps what a widget that is about to be deleted says, with its place, and forgets what went long ago.
pub(crate) async fn remember(tx: &mut Tx, row: &WidgetRow, layout: &Layout) -> Result<()> {
    let now = Timestamp::now();
    store::deleted::forget(tx, &row.project_id, now.plus_seconds(-STAY)).await?;
    if let Some(part) = content_of(std::slice::from_ref(row), layout).widgets.pop() {
        store::deleted::insert(tx, &row.project_id, &DeletedRow { part, deleted_at: now }).await?;
    }
    Ok(())
}

/// `restoreWidget`: where it was, or behind what is there when its tab is gone.
pub async fn restore(app: &App, actor: &Actor, input: WidgetIdInput) -> Result<BoardAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let missing = || AppError::not_found("Widget not found");
    let id = input.widget_id.as_deref().and_then(WidgetId::parse).ok_or_else(missing)?;
    let project = store::deleted::project_of(&mut *app.store.read().await?, &id).await?.ok_or_else(missing)?;
    let mut tx = app.store.begin().await?;
    let project = access::locked(&mut tx, actor, &project, Right::EditBoard).await.map_err(|error| access::hidden(error, missing))?;
    let mut board = Arranged::read(tx, project).await?;
    let rows = store::deleted::of_project(&mut board.tx, &board.project.id).await?;
    let DeletedRow { part, .. } = rows.into_iter().find(|row| row.part.id == id).ok_or_else(missing)?;
    let mut content = content_of(&board.rows, &board.layout);
    let cell = Cell { widget_id: id, tab: board.layout.tab(Some(&part.tab)), area: part.area };
    // Before what now lies where it was. The rest of the grid is derived anew with it, as it was then.
    let comes_later = |other: &Part| other.tab == cell.tab && other.area.order() >= cell.area.order();
    let place = content.widgets.iter().position(comes_later).unwrap_or(content.widgets.len());
    content.widgets.insert(place, part);
    let mut stored = board.stored.layout.clone();
    stored.cells.insert(0, cell);
    board.become_content(content, Ids::Known).await?;
    let layout = complete(&stored, &board.rows);
    board.save(app, actor, layout, Reason::Edited).await
}
