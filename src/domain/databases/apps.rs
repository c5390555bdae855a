//! Apps of a database: HTML documents that are kept with it and shown in a sandbox, where they have no part in the session
//! of whoever looks at them.

use super::{
    access::{self, Asking, Found, Key},
    caller::Caller,
};
use crate::{
    domain::{
        App,
        audit::{self, Object},
    },
    error::{AppError, Result},
    model::{
        audit::Verb,
        database_drawings::{AppInput, DatabaseApp},
        database_right::DatabaseRight,
        rules,
        time::Timestamp,
        ulid::AppId,
    },
    store::{self, Db},
};

/// Most apps of a database.
const MOST: usize = 50;
/// Longest document, in characters.
const LONGEST: usize = 1_000_000;

/// A document, with what it may ask.
#[derive(Debug)]
pub struct Document {
    pub html: String,
    /// Below `/readonly/` it reads what anybody may.
    pub readonly_id: String,
}

/// `GET /api/dbs/{dbId}/apps`, the oldest first.
pub async fn list(app: &App, asking: Asking<'_>, key: &Key) -> Result<Vec<DatabaseApp>> {
    let mut db = app.store.read().await?;
    let found = access::find(&mut db, asking, key, DatabaseRight::Read).await?;
    Ok(store::database_drawings::apps(&mut db, &found.row.id).await?)
}

/// `GET /dbs/{dbId}/apps/{appId}`.
pub async fn document(app: &App, asking: Asking<'_>, key: &Key, id: &str) -> Result<Document> {
    let mut db = app.store.read().await?;
    let found = access::find(&mut db, asking, key, DatabaseRight::Read).await?;
    let id = AppId::parse(id).ok_or_else(missing)?;
    let html = store::database_drawings::document(&mut db, &found.row.id, &id).await?.ok_or_else(missing)?;
    Ok(Document { html, readonly_id: found.row.readonly_id })
}

/// `POST /api/dbs/{dbId}/apps`.
pub async fn create(app: &App, caller: Caller<'_>, key: &Key, input: AppInput) -> Result<DatabaseApp> {
    let (name, content) = (checked_name(input.name.unwrap_or_default())?, input.content.unwrap_or_default());
    rules::text("content", "Content", &content, LONGEST)?;
    let mut tx = app.store.begin().await?;
    let found = access::locked(&mut tx, caller.asking(), key, DatabaseRight::Structure).await?;
    if store::database_drawings::apps(&mut tx, &found.row.id).await?.len() >= MOST {
        return Err(AppError::invalid(format!("A database can have at most {MOST} apps")));
    }
    let now = Timestamp::now();
    let made = DatabaseApp { created_utc: now, name, ulid: AppId::new(), updated_utc: now };
    store::database_drawings::save_app(&mut tx, &found.row.id, &made, Some(&content)).await?;
    audit::done(&mut tx, caller.by(), Verb::Changed, &said(&found, "app made", &made)).await?;
    tx.commit().await?;
    Ok(made)
}

/// `PATCH /api/dbs/{dbId}/apps/{appId}`.
pub async fn change(app: &App, caller: Caller<'_>, key: &Key, id: &str, input: AppInput) -> Result<()> {
    let name = input.name.map(checked_name).transpose()?;
    input.content.as_deref().map(|content| rules::text("content", "Content", content, LONGEST)).transpose()?;
    let mut tx = app.store.begin().await?;
    let found = access::locked(&mut tx, caller.asking(), key, DatabaseRight::Structure).await?;
    let mut changed = one(&mut tx, &found, id).await?;
    changed.name = name.unwrap_or(changed.name);
    changed.updated_utc = Timestamp::now();
    store::database_drawings::save_app(&mut tx, &found.row.id, &changed, input.content.as_deref()).await?;
    audit::done(&mut tx, caller.by(), Verb::Changed, &said(&found, "app changed", &changed)).await?;
    Ok(tx.commit().await?)
}

/// `DELETE /api/dbs/{dbId}/apps/{appId}`.
pub async fn delete(app: &App, caller: Caller<'_>, key: &Key, id: &str) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let found = access::locked(&mut tx, caller.asking(), key, DatabaseRight::Structure).await?;
    let gone = one(&mut tx, &found, id).await?;
    store::database_drawings::delete_app(&mut tx, &gone.ulid).await?;
    audit::done(&mut tx, caller.by(), Verb::Changed, &said(&found, "app deleted", &gone)).await?;
    Ok(tx.commit().await?)
}

fn missing() -> AppError {
    AppError::not_found("App not found")
}

async fn one(db: &mut Db, found: &Found, id: &str) -> Result<DatabaseApp> {
    let id = AppId::parse(id);
    let all = store::database_drawings::apps(db, &found.row.id).await?;
    all.into_iter().find(|one| Some(&one.ulid) == id.as_ref()).ok_or_else(missing)
}

fn said(found: &Found, what: &str, app: &DatabaseApp) -> Object {
    Object::database(&found.row).saying(format!("{what}: {}", app.name))
}

fn checked_name(name: String) -> Result<String> {
    let name = name.trim().to_owned();
    rules::hosted_name(&name)?;
    Ok(name)
}
