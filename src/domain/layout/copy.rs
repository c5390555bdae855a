//! Widgets copied: beside the original, or onto the board of another project.

use super::{
    Arranged,
    content::Ids,
    end,
    queries::{self, Known, with_query},
    versions::Reason,
};
use crate::{
    domain::{App, actor::Actor, projects::access, widgets::served},
    error::{AppError, Kind, Result},
    model::{
        content::Part,
        id::{ConnectionId, ProjectId, WidgetId},
        layout::{Area, COLUMNS, HALF, rules},
        query::Query,
        role::Right,
        versions::CopyInput,
        widget::{Configs, WidgetAnswer},
    },
    store::{self, connections::ConnectionRow},
};

/// Stands for a connection or a saved query that the project does not have: figures of another one in its place would be
/// wrong without a word, so the widget says that it is gone.
pub(super) const NOWHERE: &str = "00000000-0000-4000-8000-000000000000";

/// Longest title of a widget, in characters.
const TITLE: usize = 100;

/// `copyWidget`. Answers the copy. In another project it reads the connection of the same title and kind, and its saved
/// query is copied with it; what is missing it says.
pub async fn copy(app: &App, actor: &Actor, input: CopyInput) -> Result<WidgetAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let (row, source) = access::widget(app, actor, input.widget_id.as_deref(), Right::ViewSchema).await?;
    let target = match input.project_id.as_deref() {
        Some(id) => access::project_id(Some(id))?,
        None => source.id.clone(),
    };
    let is_here = target == source.id;
    access::project(app, actor, &target, Right::EditBoard).await?;
    let (from, to) = connections(app, &source.id, &target).await?;

    let carried = if is_here { None } else { query_of(app, actor, &source.id, &row.configs).await? };

    let mut board = Arranged::of_project(app, actor, Some(target.as_str())).await?;
    let tab = board.layout.tab(board.layout.tab_of(&row.id));
    let old = board.layout.area(&row.id);
    let mut content = super::content_of(&board.rows, &board.layout);
    let copied = super::content_of(std::slice::from_ref(&row), &board.layout).widgets.pop();
    let part = copied.ok_or_else(|| AppError::not_found("Widget not found"))?;
    let title = if is_here { format!("{} (copy)", row.title.chars().take(TITLE - 7).collect::<String>()) } else { row.title };
    let configs = match is_here {
        true => part.configs,
        false => {
            let row = carried.as_ref().and_then(|query| like(query.connection_id.as_ref()?.as_str(), &from, &to));
            let files = carried.map(|query| queries::written(query, String::new())).into_iter().collect();
            let taken = queries::take_in(&mut board.tx, actor, &target, files, |_| row, Known::Kept).await?;
            let configs = with_query(part.configs, |id| taken.ids.get(id).cloned().unwrap_or_else(|| NOWHERE.to_owned()));
            mapped(configs, &from, &to)
        }
    };
    // An id of its own is given when it is written.
    let area = old.unwrap_or(Area { x: 0, y: 0, w: if row.configs.expanded == Some(true) { COLUMNS } else { HALF }, h: 9 });
    content.widgets.push(Part { id: WidgetId::new(), title, configs, tab: tab.clone(), area, ..part });
    let layout = board.become_content(content, Ids::Known).await?;
    let copy = board.rows.last().cloned().ok_or_else(|| AppError::not_found("Widget not found"))?;
    let cells: Vec<_> = layout.on(&tab).into_iter().filter(|(id, _)| *id != copy.id).collect();
    let y = old.map_or_else(|| end(&cells), |old| old.bottom());
    let layout = layout.with(&tab, rules::put(&cells, &copy.id, Area { y, ..area }));
    board.save(app, actor, layout, Reason::Edited).await?;
    Ok(WidgetAnswer { widget: served(copy) })
}

async fn connections(app: &App, source: &ProjectId, target: &ProjectId) -> Result<(Vec<ConnectionRow>, Vec<ConnectionRow>)> {
    let mut db = app.store.read().await?;
    Ok((store::connections::of_project(&mut db, source).await?, store::connections::of_project(&mut db, target).await?))
}

/// The saved query that a widget shows, for a caller who may see its text.
async fn query_of(app: &App, actor: &Actor, project: &ProjectId, configs: &Configs) -> Result<Option<Query>> {
    let Some(id) = configs.query_id() else { return Ok(None) };
    match access::project(app, actor, project, Right::RunSql).await {
        Ok(_) => {}
        Err(error) if error.kind == Kind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    let query = store::queries::get(&mut *app.store.read().await?, &id).await?;
    Ok(query.filter(|query| query.project_id == *project))
}

/// The connection of the same title and kind in another project.
fn like<'a>(id: &str, from: &[ConnectionRow], to: &'a [ConnectionRow]) -> Option<&'a ConnectionRow> {
    let old = from.iter().find(|row| Some(&row.id) == ConnectionId::parse(id).as_ref())?;
    to.iter().find(|row| row.title == old.title && row.kind == old.kind)
}

/// The settings with the connections of another project in place of those of the same title and kind.
fn mapped(configs: Configs, from: &[ConnectionRow], to: &[ConnectionRow]) -> Configs {
    with_connections(configs, |id| like(id, from, to).map_or_else(|| NOWHERE.to_owned(), |row| row.id.to_string()))
}

/// The settings with other connections. A widget that names none goes on naming none.
pub(super) fn with_connections(configs: Configs, other: impl Fn(&str) -> String) -> Configs {
    Configs {
        connection_id: configs.connection_id.as_deref().map(&other),
        connection_ids: configs.connection_ids.iter().map(|id| other(id)).collect(),
        ..configs
    }
}
