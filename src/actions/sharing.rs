//! Links to boards, for who may share them.

use super::{Answer, fields::Fields};
use crate::model::{
    embedding::{EmbeddingAnswer, EmbeddingInput},
    outcome::Nothing,
    project::ProjectInput,
    share_link::{LinkAnswer, LinkIdInput, LinkInput, LinksAnswer, LinksInput},
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app},
    crate::domain::sharing,
};

/// The links of a project, or of all projects of the caller.
#[server(prefix = "/actions", endpoint = "listLinks", input = Fields)]
pub async fn list_links(input: LinksInput) -> Answer<LinksAnswer> {
    answer(async { sharing::links(&app()?, &account()?, input).await }.await)
}

/// Makes a link, or changes what one may do.
#[server(prefix = "/actions", endpoint = "saveLink", input = Fields)]
pub async fn save_link(input: LinkInput) -> Answer<LinkAnswer> {
    answer(async { sharing::save_link(&app()?, &account()?, input).await }.await)
}

/// Gives a link another address; the old one ends.
#[server(prefix = "/actions", endpoint = "rotateLink", input = Fields)]
pub async fn rotate_link(input: LinkIdInput) -> Answer<LinkAnswer> {
    answer(async { sharing::rotate_link(&app()?, &account()?, input).await }.await)
}

/// Ends a link at once and for good.
#[server(prefix = "/actions", endpoint = "revokeLink", input = Fields)]
pub async fn revoke_link(input: LinkIdInput) -> Answer<Nothing> {
    answer(async { sharing::revoke_link(&app()?, &account()?, input).await }.await)
}

/// How a board is shown inside other sites.
#[server(prefix = "/actions", endpoint = "getEmbedding", input = Fields)]
pub async fn get_embedding(input: ProjectInput) -> Answer<EmbeddingAnswer> {
    answer(async { sharing::embedding(&app()?, &account()?, input).await }.await)
}

/// Says which sites may show a board; the first time also makes the secret that addresses are signed with.
#[server(prefix = "/actions", endpoint = "saveEmbedding", input = Fields)]
pub async fn save_embedding(input: EmbeddingInput) -> Answer<EmbeddingAnswer> {
    answer(async { sharing::save_embedding(&app()?, &account()?, input).await }.await)
}

/// Makes another secret; addresses that were signed with the old one end.
#[server(prefix = "/actions", endpoint = "rotateEmbedding", input = Fields)]
pub async fn rotate_embedding(input: ProjectInput) -> Answer<EmbeddingAnswer> {
    answer(async { sharing::rotate_embedding(&app()?, &account()?, input).await }.await)
}

/// Ends every signed address of a board.
#[server(prefix = "/actions", endpoint = "deleteEmbedding", input = Fields)]
pub async fn delete_embedding(input: ProjectInput) -> Answer<Nothing> {
    answer(async { sharing::delete_embedding(&app()?, &account()?, input).await }.await)
}
