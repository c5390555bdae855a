//! What administrators of the server set: by which hosts it answers, and named values.

mod hosts;
mod variables;

pub use hosts::{Hosts, is_answered, set_hosts};
pub use variables::{add, change, delete, list, set, set_all};

use super::{
    App,
    actor::{Actor, Client},
};
use crate::{
    error::{AppError, Result},
    model::{
        access::Secret,
        installation::{EnvVar, ServerSettings, ServerSettingsInput, VariableInput, VariableNameInput},
        project::UserInput,
    },
};

/// `GET /api/settings`.
pub async fn settings(app: &App, actor: &Actor) -> Result<ServerSettings> {
    actor.must_administer()?;
    let allowed_hosts = hosts::stored(&mut *app.store.read().await?).await?;
    Ok(ServerSettings { allowed_hosts, env_vars: list(app, actor).await? })
}

/// `PATCH /api/settings`: what is absent stays; variables that are not listed stay too.
pub async fn update(
    app: &App,
    actor: &Actor,
    client: &Client,
    hosts: Option<Vec<String>>,
    variables: Vec<(Option<String>, Option<Secret>)>,
) -> Result<()> {
    actor.must_administer()?;
    if let Some(hosts) = &hosts {
        hosts::checked(app, hosts, client)?;
    }
    set_all(app, actor, variables).await?;
    match hosts {
        Some(hosts) => set_hosts(app, actor, client, hosts).await,
        None => Ok(()),
    }
}

/// `getServerSettings`.
pub async fn settings_for(app: &App, actor: &Actor, input: UserInput) -> Result<ServerSettings> {
    actor.check_user_id(input.user_id.as_deref())?;
    settings(app, actor).await
}

/// `updateServerSettings`.
pub async fn update_for(app: &App, actor: &Actor, client: &Client, input: ServerSettingsInput) -> Result<()> {
    actor.check_user_id(input.user_id.as_deref())?;
    actor.must_administer()?;
    let hosts = input.allowed_hosts.ok_or_else(|| AppError::field("allowedHosts", "Give the hosts, or an empty list"))?;
    set_hosts(app, actor, client, hosts).await
}

/// `setServerVariable`.
pub async fn set_for(app: &App, actor: &Actor, input: VariableInput) -> Result<EnvVar> {
    actor.check_user_id(input.user_id.as_deref())?;
    set(app, actor, input.name, input.value).await
}

/// `deleteServerVariable`.
pub async fn delete_for(app: &App, actor: &Actor, input: VariableNameInput) -> Result<()> {
    actor.check_user_id(input.user_id.as_deref())?;
    delete(app, actor, &input.name.unwrap_or_default()).await
}
