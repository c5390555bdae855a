//! Widgets: made, changed, ordered. Their order is part of the project and changes in the same transaction.

mod input;

pub(crate) use input::{check_places, check_schema, side_of_join};

use super::{
    App,
    actor::Actor,
    audit::{self, Object},
    layout::{
        self,
        versions::{self, Reason},
    },
    projects::{access, stamp},
    row_rules::Sight,
};
use crate::{
    error::{AppError, Result},
    model::{
        audit::{Kind, Verb},
        id::{ConnectionId, WidgetId},
        outcome::Nothing,
        role::Right,
        time::Timestamp,
        widget::{MoveInput, ReorderInput, Widget, WidgetAnswer, WidgetIdInput, WidgetInput},
    },
    store::{self, Tx, projects::ProjectRow, widgets::WidgetRow},
};

/// Most widgets on one board.
pub(crate) const MOST: usize = 200;

/// A widget as it is served. `connectionId` repeats the one of its settings.
pub(crate) fn served(row: WidgetRow) -> Widget {
    Widget {
        connection_id: row.configs.connection_id.as_deref().and_then(ConnectionId::parse),
        id: row.id,
        project_id: row.project_id,
        kind: row.kind,
        subtype: Some(row.subtype),
        title: row.title,
        description: row.description,
        query: row.configs.query().map(str::to_owned),
        configs: row.configs,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// The widgets of a project in the order of its board. One that the order does not name stands at the end.
pub(crate) fn in_order(project: &ProjectRow, mut rows: Vec<WidgetRow>) -> Vec<WidgetRow> {
    let place = |row: &WidgetRow| project.ordered_widget_ids.iter().position(|id| *id == row.id).unwrap_or(usize::MAX);
    rows.sort_by_cached_key(|row| (place(row), row.created_at, row.id.clone()));
    rows
}

/// `GET /api/widgets/{id}`.
pub async fn get(app: &App, actor: &Actor, id: &str) -> Result<Widget> {
    let (row, _) = access::widget(app, actor, Some(id), Right::ViewSchema).await?;
    Ok(served(row))
}

/// `createWidget`: checked, then appended to the board.
pub async fn create(app: &App, actor: &Actor, input: WidgetInput) -> Result<WidgetAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let id = access::project_id(input.project_id.as_deref())?;
    let project = access::project(app, actor, &id, Right::EditBoard).await?;
    let now = Timestamp::now();
    let tab = input.tab.clone();
    let wanted = input::Wanted::of(None, input)?;
    if wanted.reads_anew {
        let sight = Sight::of(&mut *app.store.read().await?, actor, &project).await?;
        check_places(app, &id, wanted.subtype, &wanted.configs, &sight).await?;
    }
    let row = WidgetRow {
        id: WidgetId::new(),
        project_id: id.clone(),
        kind: wanted.kind.name.to_owned(),
        subtype: wanted.subtype.name.to_owned(),
        title: wanted.title,
        description: wanted.description,
        configs: wanted.configs,
        created_at: now,
        updated_at: now,
    };
    let mut tx = app.store.begin().await?;
    let mut project = access::locked(&mut tx, actor, &id, Right::EditBoard).await?;
    versions::begin(&mut tx, &project).await?;
    if project.ordered_widget_ids.len() >= MOST {
        return Err(AppError::invalid(format!("A board can hold at most {MOST} widgets")));
    }
    store::widgets::insert(&mut tx, &row).await?;
    project.ordered_widget_ids.push(row.id.clone());
    if let Some(tab) = tab {
        layout::start_on(&mut tx, &project, &row.id, &tab).await?;
    }
    save_order(tx, actor, project, Verb::Created, object(&row)).await?;
    Ok(WidgetAnswer { widget: served(row) })
}

/// `updateWidget`: the given fields; `configs` is replaced whole.
pub async fn update(app: &App, actor: &Actor, input: WidgetInput) -> Result<WidgetAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let (old, project) = access::widget(app, actor, input.widget_id.as_deref(), Right::EditBoard).await?;
    let version = input.version;
    let wanted = input::Wanted::of(Some(&old), input)?;
    if wanted.reads_anew {
        let sight = Sight::of(&mut *app.store.read().await?, actor, &project).await?;
        check_places(app, &project.id, wanted.subtype, &wanted.configs, &sight).await?;
    }

    let mut tx = app.store.begin().await?;
    let (now, project) = locked(&mut tx, actor, &old).await?;
    // Fields that were not given came from what was read before the lock.
    if now.updated_at != old.updated_at || version.is_some_and(|version| version != now.updated_at.0) {
        return Err(AppError::conflict("The widget was changed meanwhile. Nothing was saved: reload and make your changes again."));
    }
    let row = WidgetRow {
        kind: wanted.kind.name.to_owned(),
        subtype: wanted.subtype.name.to_owned(),
        title: wanted.title,
        description: wanted.description,
        configs: wanted.configs,
        // Strictly later, so that it tells versions apart.
        updated_at: Timestamp::now().max(Timestamp(now.updated_at.0 + 1)),
        ..now
    };
    store::widgets::save(&mut tx, &row).await?;
    save_order(tx, actor, project, Verb::Changed, object(&row)).await?;
    Ok(WidgetAnswer { widget: served(row) })
}

/// `upsertWidgetAction`: creates without `widgetId`, else updates.
pub async fn upsert(app: &App, actor: &Actor, input: WidgetInput) -> Result<WidgetAnswer> {
    match input.widget_id.as_deref() {
        None | Some("") => create(app, actor, input).await,
        Some(_) => update(app, actor, input).await,
    }
}

/// `deleteWidgetAction`. Answers the widget as it was.
pub async fn delete(app: &App, actor: &Actor, input: WidgetIdInput) -> Result<WidgetAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let (row, _) = access::widget(app, actor, input.widget_id.as_deref(), Right::EditBoard).await?;
    let mut tx = app.store.begin().await?;
    let (row, mut project) = locked(&mut tx, actor, &row).await?;
    let rows = in_order(&project, store::widgets::of_project(&mut tx, &project.id).await?);
    let layout = layout::of(&mut tx, &project, &rows).await?;
    layout::remember(&mut tx, &row, &layout).await?;
    store::widgets::delete(&mut tx, &row.id).await?;
    project.ordered_widget_ids.retain(|id| *id != row.id);
    save_order(tx, actor, project, Verb::Deleted, object(&row)).await?;
    Ok(WidgetAnswer { widget: served(row) })
}

/// `reorderWidgets`: every widget of the project exactly once.
pub async fn reorder(app: &App, actor: &Actor, input: ReorderInput) -> Result<Nothing> {
    actor.check_user_id(input.user_id.as_deref())?;
    let id = access::project_id(input.project_id.as_deref())?;
    let given = input.ordered_widget_ids.ok_or_else(|| AppError::field("orderedWidgetIds", "The new order is required"))?;
    let mut tx = app.store.begin().await?;
    let mut project = access::locked(&mut tx, actor, &id, Right::EditBoard).await?;
    versions::begin(&mut tx, &project).await?;
    let order: Option<Vec<WidgetId>> = given.iter().map(|id| WidgetId::parse(id)).collect();
    let sorted = |ids: &[WidgetId]| {
        let mut ids = ids.to_vec();
        ids.sort();
        ids
    };
    let same = |order: &Vec<WidgetId>| sorted(order) == sorted(&project.ordered_widget_ids);
    project.ordered_widget_ids = order.filter(same).ok_or_else(|| {
        AppError::field("orderedWidgetIds", "The order must name every widget of the project exactly once. Reload the board and try again.")
    })?;
    let board = Object::board(&project).saying("order");
    save_order(tx, actor, project, Verb::Changed, board).await?;
    Ok(Nothing {})
}

/// `moveWidget`: one step towards the start or the end; at the edge nothing happens.
pub async fn step(app: &App, actor: &Actor, input: MoveInput) -> Result<WidgetAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let later = match input.direction.as_deref() {
        Some("earlier") => false,
        Some("later") => true,
        _ => return Err(AppError::field("direction", "Direction must be earlier or later")),
    };
    let (row, _) = access::widget(app, actor, input.widget_id.as_deref(), Right::EditBoard).await?;
    let mut tx = app.store.begin().await?;
    let (row, mut project) = locked(&mut tx, actor, &row).await?;
    let order = &mut project.ordered_widget_ids;
    if let Some(place) = order.iter().position(|id| *id == row.id) {
        let other = if later { place + 1 } else { place.wrapping_sub(1) };
        if other < order.len() {
            order.swap(place, other);
        }
    }
    let board = Object::board(&project).saying("order");
    save_order(tx, actor, project, Verb::Changed, board).await?;
    Ok(WidgetAnswer { widget: served(row) })
}

/// The widget and its project as they are under the project's lock.
async fn locked(tx: &mut Tx, actor: &Actor, row: &WidgetRow) -> Result<(WidgetRow, ProjectRow)> {
    let missing = || AppError::not_found("Widget not found");
    let project = access::locked(tx, actor, &row.project_id, Right::EditBoard).await.map_err(|error| access::hidden(error, missing))?;
    let row = store::widgets::get(tx, &row.id).await?.ok_or_else(missing)?;
    versions::begin(tx, &project).await?;
    Ok((row, project))
}

fn object(row: &WidgetRow) -> Object {
    Object::of(&row.project_id, Kind::Widget, row.id.as_str(), &row.title)
}

async fn save_order(mut tx: Tx, actor: &Actor, mut project: ProjectRow, verb: Verb, object: Object) -> Result<()> {
    audit::done(&mut tx, actor, verb, &object).await?;
    stamp(&mut project);
    store::projects::save(&mut tx, &project).await?;
    versions::keep(&mut tx, actor, &project, Reason::Edited).await?;
    tx.commit().await?;
    Ok(())
}
