//! Connections.

use super::{Answer, fields::Fields};
use crate::model::{
    connection::{DeleteConnectionInput, TestAnswer, TestConnectionInput},
    outcome::Message,
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app},
    crate::domain::connections,
};

/// Tries a connection without saving it and says which step failed.
#[server(prefix = "/actions", endpoint = "testConnection", input = Fields)]
pub async fn test_connection(input: TestConnectionInput) -> Answer<TestAnswer> {
    answer(async { connections::test(&app()?, &account()?, input).await }.await)
}

/// Deletes one connection of a project of the caller.
#[server(prefix = "/actions", endpoint = "deleteConnection", input = Fields)]
pub async fn delete_connection(input: DeleteConnectionInput) -> Answer<Message> {
    answer(async { connections::delete(&app()?, &account()?, input).await }.await)
}
