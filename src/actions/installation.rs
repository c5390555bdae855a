//! Settings of the server, for its administrators.

use super::{Answer, fields::Fields};
use crate::model::{
    installation::{ServerSettings, ServerSettingsInput, VariableInput, VariableNameInput},
    outcome::Message,
    project::UserInput,
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app, client},
    crate::domain::installation,
};

/// By which hosts the server answers, and its variables.
#[server(prefix = "/actions", endpoint = "getServerSettings", input = Fields)]
pub async fn get_server_settings(input: UserInput) -> Answer<ServerSettings> {
    answer(async { installation::settings_for(&app()?, &account()?, input).await }.await)
}

/// Replaces the list of hosts by which the server answers.
#[server(prefix = "/actions", endpoint = "updateServerSettings", input = Fields)]
pub async fn update_server_settings(input: ServerSettingsInput) -> Answer<Message> {
    answer(
        async {
            installation::update_for(&app()?, &account()?, &client()?, input).await?;
            Ok(Message { message: "The hosts are saved".into() })
        }
        .await,
    )
}

/// Adds a variable, or replaces its value.
#[server(prefix = "/actions", endpoint = "setServerVariable", input = Fields)]
pub async fn set_server_variable(input: VariableInput) -> Answer<Message> {
    answer(
        async {
            let variable = installation::set_for(&app()?, &account()?, input).await?;
            Ok(Message { message: format!("{} is saved", variable.name) })
        }
        .await,
    )
}

/// Deletes a variable.
#[server(prefix = "/actions", endpoint = "deleteServerVariable", input = Fields)]
pub async fn delete_server_variable(input: VariableNameInput) -> Answer<Message> {
    answer(
        async {
            installation::delete_for(&app()?, &account()?, input).await?;
            Ok(Message { message: "The variable is deleted".into() })
        }
        .await,
    )
}
