//! Links to boards, for who may share them.

use super::{Answer, fields::Fields};
use crate::model::{
    outcome::Nothing,
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
    answer(async { sharing::links(&app(), &account()?, input).await }.await)
}

/// Makes a link, or changes what one may do.
#[server(prefix = "/actions", endpoint = "saveLink", input = Fields)]
pub async fn save_link(input: LinkInput) -> Answer<LinkAnswer> {
    answer(async { sharing::save_link(&app(), &account()?, input).await }.await)
}

/// Gives a link another address; the old one ends.
#[server(prefix = "/actions", endpoint = "rotateLink", input = Fields)]
pub async fn rotate_link(input: LinkIdInput) -> Answer<LinkAnswer> {
    answer(async { sharing::rotate_link(&app(), &account()?, input).await }.await)
}

/// Ends a link at once and for good.
#[server(prefix = "/actions", endpoint = "revokeLink", input = Fields)]
pub async fn revoke_link(input: LinkIdInput) -> Answer<Nothing> {
    answer(async { sharing::revoke_link(&app(), &account()?, input).await }.await)
}
