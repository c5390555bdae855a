//! Rows of the databases that projects are connected to, where somebody switched on writing for the connection.

use super::{Answer, fields::Fields};
use crate::model::{
    desk::{ConnectionRows, ConnectionRowsInput, ConnectionWritingInput, SaveConnectionRowsInput, SavedRows, StatementsAnswer},
    outcome::Message,
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app},
    crate::domain::outside,
};

/// Lets rows of a connection's database be changed, or no more.
#[server(prefix = "/actions", endpoint = "setConnectionWriting", input = Fields)]
pub async fn set_connection_writing(input: ConnectionWritingInput) -> Answer<Message> {
    answer(async { outside::set(&app()?, &account()?, input).await }.await)
}

/// A page of a table, ready to be edited.
#[server(prefix = "/actions", endpoint = "getConnectionRows", input = Fields)]
pub async fn get_connection_rows(input: ConnectionRowsInput) -> Answer<ConnectionRows> {
    answer(async { outside::page(&app()?, &account()?, input).await }.await)
}

/// Saves changes of rows, all or none.
#[server(prefix = "/actions", endpoint = "saveConnectionRows", input = Fields)]
pub async fn save_connection_rows(input: SaveConnectionRowsInput) -> Answer<SavedRows> {
    answer(async { outside::save(&app()?, &account()?, input).await }.await)
}

/// The statements that saving would run.
#[server(prefix = "/actions", endpoint = "reviewConnectionRows", input = Fields)]
pub async fn review_connection_rows(input: SaveConnectionRowsInput) -> Answer<StatementsAnswer> {
    answer(async { outside::review(&app()?, &account()?, input).await }.await)
}
