//! The switch of a connection: whether rows of its database may be changed from here.

use super::connection;
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
        projects::access,
    },
    error::{AppError, Result},
    model::{audit::Verb, desk::ConnectionWritingInput, engine::EngineKind, outcome::Message, role::Right},
    store,
};

/// `setConnectionWriting`: by whoever may change how the connection logs in. It goes off by itself when that changes.
pub async fn set(app: &App, actor: &Actor, input: ConnectionWritingInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    let id = access::project_id(input.project_id.as_deref())?;
    let mut tx = app.store.begin().await?;
    access::locked(&mut tx, actor, &id, Right::EditConnections).await?;
    let row = connection(&mut tx, &id, input.connection_id.as_deref()).await?;
    if row.kind == EngineKind::Hosted {
        return Err(AppError::invalid("Rows of a hosted database are changed on its own pages: there is nothing to switch on."));
    }
    let words = if input.writing { "writing on" } else { "writing off" };
    if row.writing != input.writing {
        store::connections::set_writing(&mut tx, &row.id, input.writing).await?;
        audit::done(&mut tx, actor, Verb::Changed, &Object::connection(&row).saying(words)).await?;
    }
    tx.commit().await?;
    let on = if input.writing { "on" } else { "off" };
    Ok(Message { message: format!("Writing is switched {on} for \"{}\"", row.title) })
}
