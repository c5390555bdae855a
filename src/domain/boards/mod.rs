//! Boards: what a project shows. Every tile answers for itself: a database that is down, a table that is gone or a
//! slow answer is that tile's and nobody else's.

mod behind;
mod charts;
mod compared;
mod counted;
mod download;
mod in_memory;
mod integrated;
mod joined;
mod marks;
mod media;
mod merge;
pub(crate) mod narrowing;
pub(crate) mod open;
mod pairs;
pub(crate) mod queried;
mod reading;
mod results;
pub(crate) mod schemas;
mod sides;
mod sources;
mod tables;
pub(crate) mod taken;
mod troubles;
mod turns;
pub(crate) mod values;

pub(crate) use counted::counted;
pub use download::download;
pub use results::Results;
pub use troubles::Troubles;
pub use turns::Turns;

use super::{
    App, Reader,
    actor::Actor,
    connections::{primary, sealed, shared_tables},
    layout, markdown,
    projects::access,
    row_rules::Sight,
    widgets::{check_places, in_order, served},
};
use crate::{
    error::{AppError, Result},
    model::{
        board::{Board, BoardAnswer, BoardConnection, ColumnInfo, TableChoice, TablesAnswer, TablesInput, WidgetDataAnswer},
        board_view::BoardView,
        drawing::Drawing,
        filter::TableView,
        id::{ConnectionId, ProjectId},
        project::ProjectInput,
        query::QueryName,
        role::Right,
        schema::{Schema, Table},
        versions::Publishing,
        widget::{Configs, WidgetDataInput, WidgetInput},
    },
    store::{self, connections::ConnectionRow, projects::ProjectRow, widgets::WidgetRow},
    widgets::{self, Shape, Subtype},
};
use narrowing::{Filters, Narrow};
use reading::Outcome;
use sources::Source;
use std::{sync::Arc, time::Duration};

/// `getBoard`: the widgets in order and what the set-up panel needs. Their data comes from `getWidgetData`.
pub async fn board(app: &App, actor: &Actor, input: ProjectInput) -> Result<BoardAnswer> {
    let id = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    let project = access::project(app, actor, &id, Right::ViewBoard).await?;
    let mut db = app.store.read().await?;
    let role = access::role(&mut db, actor, &project).await?.ok_or_else(access::not_found)?;
    let connections = store::connections::of_project(&mut db, &id).await?;
    let rows = store::widgets::of_project(&mut db, &id).await?;
    let (may_edit, sees_schema) = (role.may(Right::EditBoard), role.may(Right::ViewSchema));
    let stored = store::layouts::get(&mut db, &id).await?;
    let queries = if may_edit { store::queries::of_project(&mut db, &id).await? } else { Vec::new() };
    let (rows, layout) = match may_edit {
        true => {
            let rows = in_order(&project, rows);
            let layout = layout::complete(&stored.layout, &rows);
            (rows, layout)
        }
        false => layout::publishing::shown(&mut db, &project, rows).await?,
    };
    let board = Board {
        project_id: id,
        can_share: connections.iter().any(|row| row.is_valid == Some(true)),
        version: layout::version(&layout, &rows),
        publishing: if may_edit { layout::publishing::state(&stored, &rows, &layout) } else { Publishing::default() },
        widgets: rows.into_iter().map(served).map(|widget| if sees_schema { widget } else { widget.without_sources() }).collect(),
        filters: store::filters::of_project(&mut db, &project.id).await?,
        layout_version: layout.version(),
        layout,
        connections: match sees_schema {
            true => connections.into_iter().map(|row| board_connection(app, row)).collect(),
            false => Vec::new(),
        },
        role,
        queries: queries.into_iter().map(|query| QueryName { id: query.id, title: query.title }).collect(),
        title: project.title,
        description: project.description,
        is_public: project.is_public,
        id_public: project.id_public,
    };
    Ok(BoardAnswer { board })
}

fn board_connection(app: &App, row: ConnectionRow) -> BoardConnection {
    BoardConnection {
        error: sealed::any_reason(app, &row).or_else(|| app.memory.troubles.of(&row)),
        id: row.id,
        title: row.title,
        kind: row.kind.name().to_owned(),
        is_valid: row.is_valid,
        has_schema: row.has_schema,
        table_count: row.table_count.unwrap_or_default(),
    }
}

/// `listTables`: the tables of one connection, or those that several have in common; or the result of a saved query.
/// Without a connection those of the primary one, which a widget without a connection reads.
pub async fn tables(app: &App, actor: &Actor, input: TablesInput) -> Result<TablesAnswer> {
    let id = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    let query = input.query_id.as_deref().filter(|id| !id.is_empty());
    let project = access::project(app, actor, &id, if query.is_some() { Right::EditBoard } else { Right::ViewSchema }).await?;
    let rows = store::connections::of_project(&mut *app.store.read().await?, &id).await?;
    if let Some(query) = query {
        let sight = Sight::of(&mut *app.store.read().await?, actor, &project).await?;
        let result = queried::schema(app, &rows, query, false, &sight).await?;
        return Ok(TablesAnswer { tables: result.tables.iter().map(|table| choice(table, None)).collect(), may_write: false });
    }
    let mut chosen: Vec<&ConnectionRow> = Vec::new();
    for given in input.connection_ids.iter().filter(|id| !id.is_empty()) {
        let known = ConnectionId::parse(given).and_then(|id| rows.iter().find(|row| row.id == id));
        let row = known.ok_or_else(|| AppError::not_found("Connection not found"))?;
        if !chosen.iter().any(|seen| seen.id == row.id) {
            chosen.push(row);
        }
    }
    if chosen.is_empty() {
        chosen.extend(primary(&rows));
    }
    let mut all = Vec::with_capacity(chosen.len());
    for row in &chosen {
        let none = || AppError::invalid(format!("The tables of {} were not read yet. Validate the connection.", row.title));
        all.push(schemas::of(app, row).await?.ok_or_else(none)?);
    }
    let may_write = all.iter().any(|schema| schema.may_write == Some(true));
    if input.each == Some(true) {
        let of = |(row, schema): (&&ConnectionRow, &Arc<Schema>)| -> Vec<TableChoice> {
            schema.tables.iter().map(|table| choice(table, Some(row.id.clone()))).collect()
        };
        return Ok(TablesAnswer { tables: chosen.iter().zip(&all).flat_map(of).collect(), may_write });
    }
    Ok(TablesAnswer { tables: shared_tables(&all).iter().map(|table| choice(table, None)).collect(), may_write })
}

fn choice(table: &Table, connection_id: Option<ConnectionId>) -> TableChoice {
    let info = |column: &crate::model::schema::Column| ColumnInfo {
        name: column.name.clone(),
        short_type: column.short_type.clone(),
        kind: column.kind,
    };
    TableChoice { name: table.name.clone(), columns: table.columns.iter().map(info).collect(), connection_id }
}

/// `getWidgetData`: what a stored widget, or a draft of one, shows. With a `budget` (a page that is being rendered)
/// a slower tile is still loading.
pub async fn widget_data(app: &App, actor: &Actor, mut input: WidgetDataInput, budget: Option<Duration>) -> Result<WidgetDataAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let view = input.take_view();
    let tile = match (input.widget_id.filter(|id| !id.is_empty()), input.draft) {
        // All columns of the table are shown, also those that the chart says nothing about.
        (Some(id), None) if input.rows == Some(true) => {
            let tile = stored_tile(app, actor, &id, input.board.unwrap_or_default(), Right::ViewRows).await?;
            return Ok(WidgetDataAnswer { data: tile.draw_rows(app, &view, budget).await? });
        }
        (Some(id), None) => stored_tile(app, actor, &id, input.board.unwrap_or_default(), Right::ViewBoard).await?,
        (None, Some(draft)) => draft_tile(app, actor, draft).await?,
        _ => return Err(AppError::field("widgetId", "Name a widget, or describe a draft of one")),
    };
    Ok(WidgetDataAnswer { data: tile.draw(app, &view, budget).await? })
}

/// A widget of a board under what its reader chose.
async fn stored_tile(app: &App, actor: &Actor, id: &str, view: BoardView, right: Right) -> Result<Tile> {
    let (row, project) = access::widget(app, actor, Some(id), right).await?;
    let row = as_shown(app, actor, &project, row).await?;
    let (_, subtype) = widgets::normalise(&row.kind, Some(&row.subtype))?;
    let filters = store::filters::of_project(&mut *app.records.read().await?, &project.id).await?;
    let sight = Sight::of(&mut *app.records.read().await?, actor, &project).await?;
    let chosen = Filters::chosen(filters, &view)?.and(marks::chosen(app, &project, &view.marks, &sight).await?);
    Ok(Tile { project: project.id, subtype, title: row.title, configs: row.configs, narrow: chosen.on_widget(&row.id), sight })
}

/// The widget as the caller sees it: who may not edit the board sees what was published.
async fn as_shown(app: &App, actor: &Actor, project: &ProjectRow, row: WidgetRow) -> Result<WidgetRow> {
    let mut db = app.store.read().await?;
    if access::role(&mut db, actor, project).await?.is_some_and(|role| role.may(Right::EditBoard)) {
        return Ok(row);
    }
    let rows = store::widgets::of_project(&mut db, &project.id).await?;
    let (shown, _) = layout::publishing::shown(&mut db, project, rows).await?;
    shown.into_iter().find(|other| other.id == row.id).ok_or_else(|| AppError::not_found("Widget not found"))
}

/// A draft is checked like a widget that is saved; only its title may still be missing.
async fn draft_tile(app: &App, actor: &Actor, draft: WidgetInput) -> Result<Tile> {
    let project = access::project_id(draft.project_id.as_deref())?;
    actor.check_user_id(draft.user_id.as_deref())?;
    let row = access::project(app, actor, &project, Right::EditBoard).await?;
    let kind = draft.kind.as_deref().ok_or_else(|| AppError::field("type", "Type is required"))?;
    let (_, subtype) = widgets::normalise(kind, draft.subtype.as_deref())?;
    let configs = draft.configs.unwrap_or_default();
    widgets::check(subtype, &configs)?;
    let sight = Sight::of(&mut *app.records.read().await?, actor, &row).await?;
    check_places(app, &project, subtype, &configs, &sight).await?;
    Ok(Tile { project, subtype, title: draft.title.unwrap_or_default(), configs, narrow: Narrow::default(), sight })
}

/// What is needed to draw a widget, once it is clear that whoever reads may see it. Drawing can only read.
pub(crate) struct Tile {
    pub project: ProjectId,
    pub subtype: &'static Subtype,
    pub title: String,
    pub configs: Configs,
    /// What the board's filters leave of it.
    pub narrow: Narrow,
    /// Which rows whoever reads may see.
    pub sight: Sight,
}

impl Tile {
    /// What the widget shows. A page that is being rendered has a `budget`: a slower tile is still loading, its read
    /// is cancelled, and charts are drawn as pictures too. Whoever asks over HTTP waits and draws for itself.
    pub(crate) async fn draw(&self, app: &Reader, view: &TableView, budget: Option<Duration>) -> Result<Drawing> {
        self.within(budget, self.outcome(app, view, budget.is_some())).await
    }

    /// The rows behind it.
    pub(crate) async fn draw_rows(&self, app: &Reader, view: &TableView, budget: Option<Duration>) -> Result<Drawing> {
        self.within(budget, behind::draw(app, self, view)).await
    }

    async fn within(&self, budget: Option<Duration>, outcome: impl Future<Output = Outcome<Drawing>>) -> Result<Drawing> {
        let outcome = match budget {
            None => outcome.await,
            Some(budget) => tokio::time::timeout(budget, outcome).await.unwrap_or(Ok(Drawing::Loading)),
        };
        outcome.map(|drawing| self.explain(drawing)).or_else(reading::Trouble::into_drawing)
    }

    /// A tile that is empty because of the board's filters says so.
    fn explain(&self, drawing: Drawing) -> Drawing {
        let is_empty = match &drawing {
            Drawing::Empty { .. } => true,
            Drawing::Table(table) => table.rows.is_empty() && table.filter.is_empty() && table.search.is_empty() && table.page <= 1,
            _ => false,
        };
        match is_empty && !self.narrow.is_empty() {
            true => Drawing::Empty { reason: "The filters of the board leave nothing here.".to_owned() },
            false => drawing,
        }
    }

    async fn outcome(&self, app: &Reader, view: &TableView, paint: bool) -> Outcome<Drawing> {
        let Self { configs, sight, .. } = self;
        let text = configs.text.as_deref().unwrap_or_default();
        if let Err(error) = widgets::check(self.subtype, configs) {
            let message = format!("This widget is not set up yet. {}.", error.text.trim_end_matches('.'));
            return Err(reading::Trouble::tile(message, "Edit the widget and choose what it shows."));
        }
        match self.subtype.shape {
            Shape::Text => return Ok(Drawing::Text { html: markdown::to_html(text) }),
            Shape::Title => {
                let text = if text.trim().is_empty() { &self.title } else { text };
                return Ok(Drawing::Title { text: text.to_owned() });
            }
            Shape::Image | Shape::Embed => return media::draw(app, self.subtype.shape, configs),
            Shape::Table | Shape::IntegratedTable | Shape::Difference | Shape::Join | Shape::Chart(_) => {}
        }
        let connections = store::connections::of_project(&mut *app.records.read().await?, &self.project).await?;
        match self.subtype.shape {
            Shape::IntegratedTable => return integrated::draw(app, &connections, configs, view, &self.narrow, sight).await,
            Shape::Difference => return compared::draw(app, &connections, configs, view, &self.narrow, sight).await,
            Shape::Join => return joined::draw(app, &connections, configs, view, &self.narrow, sight).await,
            _ => {}
        }
        let source = Source::of_widget(app, &connections, configs, view.fresh, sight).await?.kept(configs, view.fresh);
        match self.subtype.shape {
            Shape::Table => tables::draw(app, &source, configs, view, &self.narrow).await,
            _ => charts::draw(app, &source, self, paint).await,
        }
    }
}
