//! What a public link may ask: read-only, no session.

use super::{Answer, fields::Fields};
use crate::model::public::{PublicBoard, PublicInput, PublicTileAnswer, PublicTileInput};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{answer, app, client, render_budget},
    crate::domain::sharing,
};

/// The board behind a public link.
#[server(prefix = "/actions", endpoint = "getPublicBoard", input = Fields)]
pub async fn get_public_board(input: PublicInput) -> Answer<PublicBoard> {
    answer(async { sharing::public_board(&app(), &client(), input).await }.await)
}

/// What one tile of a public board shows.
#[server(prefix = "/actions", endpoint = "getPublicTile", input = Fields)]
pub async fn get_public_tile(input: PublicTileInput) -> Answer<PublicTileAnswer> {
    answer(async { sharing::public_tile(&app(), &client(), input, render_budget()).await }.await)
}
