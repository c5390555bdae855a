//! Apps of a database: their list, their documents to be edited.

use super::key;
use crate::{
    domain::{
        App,
        actor::Actor,
        databases::{Caller, access::Asking, apps},
    },
    error::{AppError, Result},
    model::{
        database_drawings::AppInput,
        desk::{AppDesk, AppFormInput, AppIdInput, AppsAnswer, DatabaseInput, SavedApp},
        outcome::Message,
        ulid::AppId,
    },
};

fn missing() -> AppError {
    AppError::not_found("App not found")
}

/// `listDatabaseApps`
pub async fn list(app: &App, actor: &Actor, input: DatabaseInput) -> Result<AppsAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let key = key(input.database_id.as_deref());
    Ok(AppsAnswer { apps: apps::list(app, Asking { actor: Some(actor) }, &key).await? })
}

/// `getDatabaseApp`
pub async fn one(app: &App, actor: &Actor, input: AppIdInput) -> Result<AppDesk> {
    actor.check_user_id(input.user_id.as_deref())?;
    let (key, asking) = (key(input.database_id.as_deref()), Asking { actor: Some(actor) });
    let all = apps::list(app, asking, &key).await?;
    let id = input.app_id.as_deref().and_then(AppId::parse).ok_or_else(missing)?;
    let found = all.into_iter().find(|one| one.ulid == id).ok_or_else(missing)?;
    let content = apps::document(app, asking, &key, id.as_str()).await?.html;
    Ok(AppDesk { app: found, content })
}

/// `saveDatabaseApp`
pub async fn save(app: &App, caller: Caller<'_>, actor: &Actor, input: AppFormInput) -> Result<SavedApp> {
    actor.check_user_id(input.user_id.as_deref())?;
    let key = key(input.database_id.as_deref());
    // Forms end lines in a way of their own.
    let content = input.content.map(|content| content.replace("\r\n", "\n"));
    let body = AppInput { content, name: input.name };
    let app_id = match input.app_id.as_deref().filter(|id| !id.is_empty()) {
        Some(id) => {
            apps::change(app, caller, &key, id, body).await?;
            AppId::parse(id).ok_or_else(missing)?
        }
        None => apps::create(app, caller, &key, body).await?.ulid,
    };
    Ok(SavedApp { app_id, message: "The app is saved".into() })
}

/// `deleteDatabaseApp`
pub async fn delete(app: &App, caller: Caller<'_>, actor: &Actor, input: AppIdInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    apps::delete(app, caller, &key(input.database_id.as_deref()), input.app_id.as_deref().unwrap_or_default()).await?;
    Ok(Message { message: "The app is gone".into() })
}
