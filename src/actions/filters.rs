//! Filters of a board.

use super::{Answer, fields::Fields};
use crate::model::{
    board_filter::{FilterAnswer, FilterIdInput, FilterInput, FilterOrderInput, FiltersAnswer},
    board_view::{FilterValuesInput, ValueList},
    outcome::Nothing,
    project::ProjectInput,
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app, reader},
    crate::domain::filters,
};

/// The filters of a board in order, and the columns that filters can be mapped to.
#[server(prefix = "/actions", endpoint = "listFilters", input = Fields)]
pub async fn list_filters(input: ProjectInput) -> Answer<FiltersAnswer> {
    answer(async { filters::list(&app()?, &reader()?, input).await }.await)
}

/// Makes a filter, or replaces one whole.
#[server(prefix = "/actions", endpoint = "saveFilter", input = Fields)]
pub async fn save_filter(input: FilterInput) -> Answer<FilterAnswer> {
    answer(async { filters::save(&app()?, &account()?, input).await }.await)
}

/// Deletes a filter. Widgets show all their rows again.
#[server(prefix = "/actions", endpoint = "deleteFilter", input = Fields)]
pub async fn delete_filter(input: FilterIdInput) -> Answer<Nothing> {
    answer(async { filters::delete(&app()?, &account()?, input).await }.await)
}

/// Puts the filters of a board in a new order.
#[server(prefix = "/actions", endpoint = "reorderFilters", input = Fields)]
pub async fn reorder_filters(input: FilterOrderInput) -> Answer<Nothing> {
    answer(async { filters::reorder(&app()?, &account()?, input).await }.await)
}

/// Values that readers of the board choose from in a filter.
#[server(prefix = "/actions", endpoint = "filterValues", input = Fields)]
pub async fn filter_values(input: FilterValuesInput) -> Answer<ValueList> {
    answer(async { filters::filter_values(&app()?, &reader()?, input).await }.await)
}
