//! Deleted widgets stay restorable for a while.

use super::{Arranged, content_of, versions::Reason};
use crate::{
    domain::{App, actor::Actor, projects::access},
    error::{AppError, Result},
    model::{board::BoardAnswer, id::WidgetId, layout::Layout, role::Right, time::Timestamp, widget::WidgetIdInput},
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
    let (tab, area) = (part.tab.clone(), part.area);
    content.widgets.push(part);
    let layout = board.become_content(content).await?;
    let tab = layout.tab(Some(&tab));
    let layout = layout.with(&tab, crate::model::layout::rules::put(&layout.on(&tab), &id, area));
    board.save(app, actor, layout, Reason::Edited).await
}
