//! The grid of a board: tiles put somewhere, resized, taken to another tab. It is saved together with the order and the
//! flag `expanded` that it implies; what changes those by themselves is taken into account when it is read.

mod content;
mod copy;
mod deleted;
mod file;
mod filters;
mod grid;
pub(crate) mod publishing;
mod queries;
mod tabs;
pub(crate) mod versions;

pub(crate) use content::content_of;
pub use content::set;
pub use copy::copy;
pub(crate) use deleted::remember;
pub use deleted::restore;
pub use file::{copy_board, export, import};
pub(crate) use grid::complete;
pub use publishing::{publish, set as set_publishing};
pub use tabs::{change_tab, create_tab, delete_tab};
use versions::Reason;
pub use versions::{history, look, restore as restore_version};

use super::{
    App,
    actor::Actor,
    audit::{self, Object},
    boards,
    projects::{access, stamp},
    widgets::{MOST as MOST_WIDGETS, in_order},
};
use crate::{
    error::{AppError, Result},
    model::{
        board::BoardAnswer,
        id::WidgetId,
        layout::{Area, Layout, PlaceInput, ResizeInput, Step, fingerprint, rules},
        project::ProjectInput,
        role::Right,
        time::Timestamp,
    },
    store::{self, Db, Tx, layouts::LayoutRow, projects::ProjectRow, widgets::WidgetRow},
};

/// The grid of these widgets, which come in board order.
pub(crate) async fn of(db: &mut Db, project: &ProjectRow, rows: &[WidgetRow]) -> Result<Layout> {
    Ok(complete(&store::layouts::get(db, &project.id).await?.layout, rows))
}

/// Tells two states of a board apart: grid and widgets.
pub(crate) fn version(layout: &Layout, rows: &[WidgetRow]) -> String {
    let widgets: Vec<_> = rows.iter().map(|row| (&row.id, row.updated_at)).collect();
    fingerprint(&(layout, widgets))
}

/// Puts a widget that was just made onto a tab, behind what is there.
pub(crate) async fn start_on(tx: &mut Tx, project: &ProjectRow, id: &WidgetId, tab: &str) -> Result<()> {
    let rows = in_order(project, store::widgets::of_project(tx, &project.id).await?);
    let layout = of(tx, project, &rows).await?;
    if !layout.tabs.iter().any(|known| known.id == tab) {
        return Err(no_such_tab());
    }
    let cells = layout.on(tab);
    let area = Area { x: 0, y: end(&cells), ..layout.area(id).unwrap_or_default() };
    let stored = store::layouts::get(tx, &project.id).await?;
    let layout = layout.with(tab, rules::put(&cells, id, area));
    Ok(store::layouts::save(tx, &project.id, &LayoutRow { layout, ..stored }).await?)
}

/// The row below everything.
fn end<K>(cells: &rules::Cells<K>) -> u32 {
    cells.iter().map(|(_, area)| area.bottom()).max().unwrap_or_default()
}

fn no_such_tab() -> AppError {
    AppError::field("tab", "There is no such tab on this board")
}

/// A board that is being arranged: the project under its lock, its widgets in order and their grid.
struct Arranged {
    tx: Tx,
    project: ProjectRow,
    rows: Vec<WidgetRow>,
    stored: LayoutRow,
    layout: Layout,
}

impl Arranged {
    async fn of_project(app: &App, actor: &Actor, given: Option<&str>) -> Result<Self> {
        let id = access::project_id(given)?;
        let mut tx = app.store.begin().await?;
        let project = access::locked(&mut tx, actor, &id, Right::EditBoard).await?;
        Self::read(tx, project).await
    }

    async fn of_widget(app: &App, actor: &Actor, given: Option<&str>) -> Result<(Self, WidgetId)> {
        let (row, _) = access::widget(app, actor, given, Right::EditBoard).await?;
        let missing = || AppError::not_found("Widget not found");
        let mut tx = app.store.begin().await?;
        let locked = access::locked(&mut tx, actor, &row.project_id, Right::EditBoard).await;
        let board = Self::read(tx, locked.map_err(|error| access::hidden(error, missing))?).await?;
        match board.rows.iter().any(|other| other.id == row.id) {
            true => Ok((board, row.id)),
            false => Err(missing()),
        }
    }

    async fn read(mut tx: Tx, project: ProjectRow) -> Result<Self> {
        versions::begin(&mut tx, &project).await?;
        let rows = in_order(&project, store::widgets::of_project(&mut tx, &project.id).await?);
        let stored = store::layouts::get(&mut tx, &project.id).await?;
        let layout = complete(&stored.layout, &rows);
        Ok(Self { tx, project, rows, stored, layout })
    }

    /// Makes `layout` the board's, with the order and the widths that it implies, and answers the board.
    async fn save(mut self, app: &App, actor: &Actor, layout: Layout, reason: Reason) -> Result<BoardAnswer> {
        for row in &mut self.rows {
            let Some(area) = layout.area(&row.id) else { continue };
            let expanded = grid::flag(row, area);
            if row.configs.expanded != expanded {
                row.configs.expanded = expanded;
                row.updated_at = Timestamp::now().max(Timestamp(row.updated_at.0 + 1));
                store::widgets::save(&mut self.tx, row).await?;
            }
        }
        self.project.ordered_widget_ids = layout.cells.iter().map(|cell| cell.widget_id.clone()).collect();
        store::layouts::save(&mut self.tx, &self.project.id, &LayoutRow { layout, ..self.stored }).await?;
        stamp(&mut self.project);
        store::projects::save(&mut self.tx, &self.project).await?;
        versions::keep(&mut self.tx, actor, &self.project, reason).await?;
        audit::done(&mut self.tx, actor, reason.verb(), &Object::board(&self.project)).await?;
        self.tx.commit().await?;
        boards::board(app, actor, ProjectInput::of(self.project.id.as_str())).await
    }
}

/// `placeWidget`: the tile goes where it is wanted and others make way.
pub async fn place(app: &App, actor: &Actor, input: PlaceInput) -> Result<BoardAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let (board, id) = Arranged::of_widget(app, actor, input.widget_id.as_deref()).await?;
    if input.version.is_some_and(|version| version != board.layout.version()) {
        return Err(AppError::conflict(
            "The board was arranged meanwhile by somebody else or in another window. Nothing was moved: reload and move it again.",
        ));
    }
    let layout = &board.layout;
    let old = layout.area(&id).unwrap_or_default();
    let (tab, is_other) = match input.tab.as_deref() {
        Some(tab) if !layout.tabs.iter().any(|known| known.id == tab) => {
            return Err(no_such_tab());
        }
        Some(tab) => (tab.to_owned(), layout.tab_of(&id) != Some(tab)),
        None => (layout.tab(layout.tab_of(&id)), false),
    };
    // On another tab it goes behind what is there, unless a place was named.
    let cells = layout.on(&tab);
    let y = input.y.unwrap_or(if is_other { end(&cells) } else { old.y });
    let area = Area { x: input.x.unwrap_or(old.x), y, w: input.w.unwrap_or(old.w), h: input.h.unwrap_or(old.h) };
    let layout = layout.with(&tab, rules::put(&cells, &id, area)).settled();
    board.save(app, actor, layout, Reason::Edited).await
}

/// `resizeWidget`: the next width or height.
pub async fn resize(app: &App, actor: &Actor, input: ResizeInput) -> Result<BoardAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let step = input.direction.as_deref().and_then(Step::parse);
    let step = step.ok_or_else(|| AppError::field("direction", "Direction must be wider, narrower, taller or shorter"))?;
    let (board, id) = Arranged::of_widget(app, actor, input.widget_id.as_deref()).await?;
    let layout = &board.layout;
    let tab = layout.tab(layout.tab_of(&id));
    let area = layout.area(&id).unwrap_or_default().stepped(step);
    let layout = layout.with(&tab, rules::put(&layout.on(&tab), &id, area));
    board.save(app, actor, layout, Reason::Edited).await
}
