//! Finding things by name.

use super::{Answer, fields::Fields};
use crate::model::search::{SearchAnswer, SearchInput};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app},
    crate::domain::search,
};

/// The caller's projects, widgets, connections and tables whose names have all the words.
#[server(prefix = "/actions", endpoint = "findAnything", input = Fields)]
pub async fn find_anything(input: SearchInput) -> Answer<SearchAnswer> {
    answer(async { search::find(&app()?, &account()?, input).await }.await)
}
