//! Saved queries of a project.

use super::{bind, connection};
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
        projects::access,
        row_rules::Sight,
        widgets::in_order,
    },
    error::{AppError, Result},
    model::{
        audit::{Kind, Verb},
        board_filter::BoardFilter,
        engine::EngineKind,
        id::QueryId,
        outcome::Message,
        parameter::{self, Parameter},
        project::ProjectInput,
        query::{QueriesAnswer, Query, QueryAnswer, QueryIdInput, QueryUse, SaveQueryInput},
        role::Right,
        rules,
        time::Timestamp,
    },
    store::{self, widgets::WidgetRow},
};

/// Most saved queries of one project.
const MOST: usize = 500;

fn missing() -> AppError {
    AppError::not_found("Query not found")
}

/// `listQueries`, with the widgets that show them and the filters that list their values.
pub async fn list(app: &App, actor: &Actor, input: ProjectInput) -> Result<QueriesAnswer> {
    let project = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    let project = access::project(app, actor, &project, Right::RunSql).await?;
    let mut db = app.store.read().await?;
    let queries = store::queries::of_project(&mut db, &project.id).await?;
    let widgets = in_order(&project, store::widgets::of_project(&mut db, &project.id).await?);
    let filters = store::filters::of_project(&mut db, &project.id).await?;
    let used = |query: &Query| QueryUse {
        query_id: query.id.clone(),
        widgets: widgets.iter().filter(|row| row.shows(&query.id)).map(WidgetRow::name).collect(),
        filters: filters.iter().filter(|filter| filter.values_query_id.as_ref() == Some(&query.id)).map(BoardFilter::title).collect(),
    };
    let uses = queries.iter().map(used).filter(|used| !used.widgets.is_empty() || !used.filters.is_empty()).collect();
    Ok(QueriesAnswer { queries, uses })
}

/// `saveQuery`: a new one without `queryId`, else the given fields of that one.
pub async fn save(app: &App, actor: &Actor, input: SaveQueryInput) -> Result<QueryAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let project = access::project_id(input.project_id.as_deref())?;
    access::project(app, actor, &project, Right::RunSql).await?;
    let connection = connection(app, &project, input.connection_id.as_deref()).await?;
    let text = input.text.unwrap_or_default();
    let (title, description) = (input.title.unwrap_or_default(), input.description.unwrap_or_default());
    let Said { title, description, parameters } = checked(Some(connection.kind), &title, &description, &text, &input.parameters)?;

    let now = Timestamp::now();
    let mut tx = app.store.begin().await?;
    let row = access::locked(&mut tx, actor, &project, Right::RunSql).await?;
    // What they may not run themselves, somebody else could run for them.
    Sight::of(&mut tx, actor, &row).await?.lets_run(&connection.id)?;
    let old = match input.query_id.as_deref().filter(|id| !id.is_empty()) {
        Some(id) => {
            let id = QueryId::parse(id).ok_or_else(missing)?;
            Some(store::queries::get(&mut tx, &id).await?.filter(|query| query.project_id == project).ok_or_else(missing)?)
        }
        None => None,
    };
    if old.as_ref().is_some_and(|old| input.version.is_some_and(|version| version != old.version)) {
        return Err(changed_meanwhile());
    }
    let query = Query {
        id: old.as_ref().map_or_else(QueryId::new, |old| old.id.clone()),
        project_id: project.clone(),
        connection_id: Some(connection.id),
        title,
        description,
        text,
        parameters,
        created_at: old.as_ref().map_or(now, |old| old.created_at),
        updated_at: now,
        version: old.as_ref().map_or(1, |old| old.version + 1),
    };
    match old {
        Some(_) => {
            if !store::queries::save(&mut tx, &query).await? {
                return Err(changed_meanwhile());
            }
        }
        None => {
            has_room(store::queries::of_project(&mut tx, &project).await?.len())?;
            store::queries::insert(&mut tx, &query).await?;
        }
    }
    let verb = if query.version > 1 { Verb::Changed } else { Verb::Created };
    audit::done(&mut tx, actor, verb, &object(&query)).await?;
    tx.commit().await?;
    Ok(QueryAnswer { query_id: query.id.clone(), query })
}

/// Never its text.
fn object(query: &Query) -> Object {
    Object::of(&query.project_id, Kind::Query, query.id.as_str(), &query.title)
}

/// What a query says besides its text, checked.
pub(crate) struct Said {
    pub title: String,
    pub description: String,
    pub parameters: Vec<Parameter>,
}

/// Checks what a query is to say. Without a kind of database, since its connection is not there, the text cannot be read.
pub(crate) fn checked(kind: Option<EngineKind>, title: &str, description: &str, text: &str, given: &[Parameter]) -> Result<Said> {
    let (title, description) = (title.trim().to_owned(), description.trim().to_owned());
    rules::query_title(&title)?;
    rules::query_description(&description)?;
    let parameters = match kind {
        Some(kind) => parameters(kind, text, given)?,
        None => {
            bind::has_length(text)?;
            given.iter().take(parameter::MOST).cloned().collect()
        }
    };
    Ok(Said { title, description, parameters })
}

/// Whether a project that has so many queries can take one more.
pub(crate) fn has_room(count: usize) -> Result<()> {
    if count >= MOST {
        return Err(AppError::invalid(format!("A project can hold at most {MOST} saved queries")));
    }
    Ok(())
}

fn changed_meanwhile() -> AppError {
    AppError::conflict("The query was changed meanwhile. Nothing was saved: reload and make your changes again.")
}

/// Those that the text names, in its order, each as it is described or as a required text.
fn parameters(kind: EngineKind, text: &str, given: &[Parameter]) -> Result<Vec<Parameter>> {
    bind::only(kind, text)?;
    let names = bind::names(kind, text)?;
    if names.len() > parameter::MOST {
        return Err(AppError::field("text", format!("A statement can have at most {} parameters", parameter::MOST)));
    }
    let mut found = Vec::with_capacity(names.len());
    for name in names {
        if !parameter::is_name(&name) {
            return Err(AppError::field("text", format!("\":{name}\" must be a name of at most 60 letters, digits and underscores")));
        }
        let place = given.iter().position(|parameter| parameter.name == name);
        let mut one = place.map_or_else(|| Parameter::named(name), |place| given[place].clone());
        one.default = one.default.filter(|text| !text.is_empty());
        if one.default.is_some() {
            let field = format!("parameters[{}][default]", place.unwrap_or_default());
            one.values(None).map_err(|text| AppError::field(field, text))?;
        }
        found.push(one);
    }
    Ok(found)
}

/// `deleteQuery`: widgets that show it stay and say what is missing.
pub async fn delete(app: &App, actor: &Actor, input: QueryIdInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    let id = input.query_id.as_deref().and_then(QueryId::parse).ok_or_else(missing)?;
    let query = store::queries::get(&mut *app.store.read().await?, &id).await?.ok_or_else(missing)?;
    let mut tx = app.store.begin().await?;
    access::locked(&mut tx, actor, &query.project_id, Right::RunSql).await.map_err(|error| access::hidden(error, missing))?;
    store::queries::delete(&mut tx, &id).await?;
    audit::done(&mut tx, actor, Verb::Deleted, &object(&query)).await?;
    tx.commit().await?;
    Ok(Message { message: "The query was deleted.".into() })
}
