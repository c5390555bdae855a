//! What a public link may ask: read-only, no session.

use super::{Answer, fields::Fields};
use crate::model::{
    board_view::ValueList,
    outcome::Nothing,
    public::{PublicBoard, PublicDiagram, PublicDiagramInput, PublicFilterValuesInput, PublicInput, PublicTileAnswer, PublicTileInput},
    share_link::UnlockInput,
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{answer, app, client, is_view, remember_pass, render_budget},
    crate::domain::sharing,
};

/// The board behind a public link.
#[server(prefix = "/actions", endpoint = "getPublicBoard", input = Fields)]
pub async fn get_public_board(input: PublicInput) -> Answer<PublicBoard> {
    answer(async { sharing::public_board(&*app()?, &client()?, input, is_view()).await }.await)
}

/// What one tile of a public board shows.
#[server(prefix = "/actions", endpoint = "getPublicTile", input = Fields)]
pub async fn get_public_tile(input: PublicTileInput) -> Answer<PublicTileAnswer> {
    answer(async { sharing::public_tile(&*app()?, &client()?, input, render_budget()).await }.await)
}

/// Values that the readers of a link choose from in a filter.
#[server(prefix = "/actions", endpoint = "getPublicFilterValues", input = Fields)]
pub async fn get_public_filter_values(input: PublicFilterValuesInput) -> Answer<ValueList> {
    answer(async { sharing::public_filter_values(&*app()?, &client()?, input).await }.await)
}

/// The diagram of the tables behind a link that shows it.
#[server(prefix = "/actions", endpoint = "getPublicDiagram", input = Fields)]
pub async fn get_public_diagram(input: PublicDiagramInput) -> Answer<PublicDiagram> {
    answer(async { sharing::public_diagram(&*app()?, &client()?, input).await }.await)
}

/// Gives the password of a link, and gets a cookie for it.
#[server(prefix = "/actions", endpoint = "unlockLink", input = Fields)]
pub async fn unlock_link(input: UnlockInput) -> Answer<Nothing> {
    answer(
        async {
            remember_pass(&sharing::unlock(&app()?, &client()?, input).await?);
            Ok(Nothing {})
        }
        .await,
    )
}
