//! Filters of boards: listed, made, changed, ordered. Each change holds the project's lock.

pub(crate) mod columns;
mod input;

pub(crate) use input::{MOST_TARGETS, Said, is_name, said};

use super::{
    App,
    actor::Actor,
    audit::{self, Object},
    boards::{
        narrowing::Filters,
        values::{self, Asked},
    },
    layout::versions::{self, Reason},
    projects::{access, stamp},
    row_rules::Sight,
};
use crate::{
    error::{AppError, Result},
    model::{
        audit::{Kind, Verb},
        board_filter::{BoardFilter, FilterAnswer, FilterIdInput, FilterInput, FilterOrderInput, FiltersAnswer, MOST_FILTERS},
        board_view::{FilterValuesInput, ValueList},
        id::{FilterId, ProjectId, QueryId},
        outcome::Nothing,
        project::ProjectInput,
        role::Right,
    },
    store::{self, Tx, projects::ProjectRow},
};

fn missing() -> AppError {
    AppError::not_found("Filter not found")
}

/// `listFilters`: the filters in order, and the columns that they can be mapped to.
pub async fn list(app: &App, actor: &Actor, input: ProjectInput) -> Result<FiltersAnswer> {
    let id = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    let project = access::project(app, actor, &id, Right::ViewSchema).await?;
    let (filters, sight) = {
        let mut db = app.store.read().await?;
        (store::filters::of_project(&mut db, &id).await?, Sight::of(&mut db, actor, &project).await?)
    };
    Ok(FiltersAnswer { filters, columns: columns::common(app, &project, &sight).await? })
}

/// `saveFilter`.
pub async fn save(app: &App, actor: &Actor, input: FilterInput) -> Result<FilterAnswer> {
    let id = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    let project = access::project(app, actor, &id, Right::EditBoard).await?;
    let sight = Sight::of(&mut *app.store.read().await?, actor, &project).await?;
    let known = columns::all(app, &project, &sight).await?;
    let (mut tx, project, filters) = begin(app, actor, &id).await?;
    let old = match input.filter_id.as_deref().filter(|id| !id.is_empty()) {
        Some(given) => Some(place(&filters, given)?),
        None if filters.len() >= MOST_FILTERS => {
            return Err(AppError::invalid(format!("A board can have at most {MOST_FILTERS} filters")));
        }
        None => None,
    };
    let values_query = listed(&mut tx, actor, &id, input.values_query_id.as_deref(), old.map(|place| &filters[place])).await?;
    let filter = input::checked(input, old.map(|place| &filters[place]), &filters, &known, values_query)?;
    store::filters::save(&mut tx, &id, old.unwrap_or(filters.len()), &filter).await?;
    let verb = if old.is_some() { Verb::Changed } else { Verb::Created };
    finish(tx, actor, project, verb, object(&id, &filter)).await?;
    Ok(FilterAnswer { filter })
}

/// `deleteFilter`.
pub async fn delete(app: &App, actor: &Actor, input: FilterIdInput) -> Result<Nothing> {
    let id = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    let (mut tx, project, filters) = begin(app, actor, &id).await?;
    let gone = &filters[place(&filters, input.filter_id.as_deref().unwrap_or_default())?];
    can_go(&mut tx, &id, gone).await?;
    store::filters::delete(&mut tx, &gone.id).await?;
    let gone = object(&id, gone);
    finish(tx, actor, project, Verb::Deleted, gone).await?;
    Ok(Nothing {})
}

/// # Errors
/// `Invalid` when a link fixes the filter: the link would end with it, which is better said before than found out by its
/// readers.
pub(crate) async fn can_go(tx: &mut Tx, project: &ProjectId, filter: &BoardFilter) -> Result<()> {
    let links = store::share_links::of_project(tx, project).await?;
    let Some(link) = links.iter().find(|link| link.rights.fixes(&filter.id).is_some()) else { return Ok(()) };
    let title = if link.title.is_empty() { "Public link" } else { &link.title };
    let label = &filter.label;
    Err(AppError::invalid(format!("The link \"{title}\" fixes the filter \"{label}\". Change or revoke the link first.")))
}

/// The saved query whose values a filter offers. Who may not run SQL may leave the one that is there.
async fn listed(
    tx: &mut Tx,
    actor: &Actor,
    project: &ProjectId,
    given: Option<&str>,
    old: Option<&BoardFilter>,
) -> Result<Option<QueryId>> {
    let Some(given) = given.filter(|id| !id.is_empty()) else { return Ok(None) };
    let gone = || AppError::field("valuesQueryId", "This saved query is not part of the project");
    let id = QueryId::parse(given).ok_or_else(gone)?;
    if old.and_then(|old| old.values_query_id.as_ref()) == Some(&id) {
        return Ok(Some(id));
    }
    access::locked(tx, actor, project, Right::RunSql).await?;
    let query = store::queries::get(tx, &id).await?.filter(|query| query.project_id == *project);
    Ok(Some(query.ok_or_else(gone)?.id))
}

/// `reorderFilters`: every filter of the board exactly once.
pub async fn reorder(app: &App, actor: &Actor, input: FilterOrderInput) -> Result<Nothing> {
    let id = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    let given = input.ordered_filter_ids.ok_or_else(|| AppError::field("orderedFilterIds", "The new order is required"))?;
    let (mut tx, project, filters) = begin(app, actor, &id).await?;
    let mut order: Vec<usize> = given.iter().filter_map(|id| place(&filters, id).ok()).collect();
    let places = order.clone();
    order.sort_unstable();
    order.dedup();
    if order.len() != filters.len() || given.len() != filters.len() {
        let text = "The order must name every filter of the board exactly once. Reload the board and try again.";
        return Err(AppError::field("orderedFilterIds", text));
    }
    for (position, place) in places.into_iter().enumerate() {
        store::filters::save(&mut tx, &id, position, &filters[place]).await?;
    }
    let board = Object::board(&project).saying("order of filters");
    finish(tx, actor, project, Verb::Changed, board).await?;
    Ok(Nothing {})
}

/// `filterValues`: what a reader of the board chooses from.
pub async fn filter_values(app: &App, actor: &Actor, input: FilterValuesInput) -> Result<ValueList> {
    let id = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    let project = access::project(app, actor, &id, Right::ViewBoard).await?;
    let sight = Sight::of(&mut *app.store.read().await?, actor, &project).await?;
    let filters = store::filters::of_project(&mut *app.store.read().await?, &id).await?;
    let name = input.name.unwrap_or_default();
    let filter = filters.iter().find(|filter| filter.name == name).cloned().ok_or_else(missing)?;
    let others = Filters::chosen(filters, &input.board.unwrap_or_default())?;
    let asked = Asked { search: input.search.unwrap_or_default(), page: input.page.unwrap_or(1) };
    values::values(app, &id, &filter, &others, asked, &sight).await
}

fn place(filters: &[BoardFilter], given: &str) -> Result<usize> {
    let id = FilterId::parse(given).ok_or_else(missing)?;
    filters.iter().position(|filter| filter.id == id).ok_or_else(missing)
}

/// The project under its lock, and its filters before something is done with them.
async fn begin(app: &App, actor: &Actor, id: &ProjectId) -> Result<(Tx, ProjectRow, Vec<BoardFilter>)> {
    let mut tx = app.store.begin().await?;
    let project = access::locked(&mut tx, actor, id, Right::EditBoard).await?;
    versions::begin(&mut tx, &project).await?;
    let filters = store::filters::of_project(&mut tx, id).await?;
    Ok((tx, project, filters))
}

fn object(project: &ProjectId, filter: &BoardFilter) -> Object {
    Object::of(project, Kind::Filter, filter.id.as_str(), &filter.label)
}

async fn finish(mut tx: Tx, actor: &Actor, mut project: ProjectRow, verb: Verb, object: Object) -> Result<()> {
    audit::done(&mut tx, actor, verb, &object).await?;
    stamp(&mut project);
    store::projects::save(&mut tx, &project).await?;
    versions::keep(&mut tx, actor, &project, Reason::Edited).await?;
    tx.commit().await?;
    Ok(())
}
