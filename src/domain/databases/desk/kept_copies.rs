//! Kept copies as the page shows and asks for them.

use super::key;
use crate::{
    domain::{App, actor::Actor, databases::copies},
    error::Result,
    model::{
        desk::{CopiesAnswer, CopyIdInput, DatabaseInput, KeptCopy},
        outcome::Message,
    },
};

/// `listDatabaseCopies`
pub async fn list(app: &App, actor: &Actor, input: DatabaseInput) -> Result<CopiesAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let all = copies::list(app, actor, &key(input.database_id.as_deref())).await?;
    let copies = all.into_iter().map(|copy| KeptCopy {
        id: copy.id.to_string(),
        reason: copy.reason,
        size: copy.size,
        made_by: copy.created_by,
        made_utc: copy.created_utc,
    });
    Ok(CopiesAnswer { copies: copies.collect() })
}

/// `makeDatabaseCopy`
pub async fn make(app: &App, actor: &Actor, input: DatabaseInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    copies::create(app, actor, &key(input.database_id.as_deref())).await?;
    Ok(Message { message: "The copy is kept".into() })
}

/// `restoreDatabaseCopy`
pub async fn restore(app: &App, actor: &Actor, input: CopyIdInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    copies::restore(app, actor, &key(input.database_id.as_deref()), input.copy_id.as_deref().unwrap_or_default()).await?;
    Ok(Message { message: "The database is as it was then. What it was before is kept as a copy.".into() })
}

/// `deleteDatabaseCopy`
pub async fn delete(app: &App, actor: &Actor, input: CopyIdInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    copies::delete(app, actor, &key(input.database_id.as_deref()), input.copy_id.as_deref().unwrap_or_default()).await?;
    Ok(Message { message: "The copy is gone".into() })
}
