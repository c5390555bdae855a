//! Boards and widgets.

use super::{Answer, fields::Fields};
use crate::model::{
    board::{BoardAnswer, TablesAnswer, TablesInput, WidgetDataAnswer},
    outcome::Nothing,
    project::ProjectInput,
    widget::{MoveInput, ReorderInput, WidgetAnswer, WidgetDataInput, WidgetIdInput, WidgetInput},
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app, render_budget},
    crate::domain::{boards, widgets},
};

/// The board of a project: widgets in order and what the set-up panel needs. Data comes from `getWidgetData`.
#[server(prefix = "/actions", endpoint = "getBoard", input = Fields)]
pub async fn get_board(input: ProjectInput) -> Answer<BoardAnswer> {
    answer(async { boards::board(&app(), &account()?, input).await }.await)
}

/// Tables and columns for the set-up panel.
#[server(prefix = "/actions", endpoint = "listTables", input = Fields)]
pub async fn list_tables(input: TablesInput) -> Answer<TablesAnswer> {
    answer(async { boards::tables(&app(), &account()?, input).await }.await)
}

/// What a widget (or a draft of one) shows.
#[server(prefix = "/actions", endpoint = "getWidgetData", input = Fields)]
pub async fn get_widget_data(input: WidgetDataInput) -> Answer<WidgetDataAnswer> {
    answer(async { boards::widget_data(&app(), &account()?, input, render_budget()).await }.await)
}

/// Adds a widget at the end of the board.
#[server(prefix = "/actions", endpoint = "createWidget", input = Fields)]
pub async fn create_widget(input: WidgetInput) -> Answer<WidgetAnswer> {
    answer(async { widgets::create(&app(), &account()?, input).await }.await)
}

/// Changes the given fields of a widget; `configs` is replaced whole.
#[server(prefix = "/actions", endpoint = "updateWidget", input = Fields)]
pub async fn update_widget(input: WidgetInput) -> Answer<WidgetAnswer> {
    answer(async { widgets::update(&app(), &account()?, input).await }.await)
}

/// Creates without `widgetId`, else updates.
#[server(prefix = "/actions", endpoint = "upsertWidgetAction", input = Fields)]
pub async fn upsert_widget_action(input: WidgetInput) -> Answer<WidgetAnswer> {
    answer(async { widgets::upsert(&app(), &account()?, input).await }.await)
}

/// Deletes a widget and takes it out of the board's order.
#[server(prefix = "/actions", endpoint = "deleteWidgetAction", input = Fields)]
pub async fn delete_widget_action(input: WidgetIdInput) -> Answer<WidgetAnswer> {
    answer(async { widgets::delete(&app(), &account()?, input).await }.await)
}

/// Puts the widgets of a board in a new order.
#[server(prefix = "/actions", endpoint = "reorderWidgets", input = Fields)]
pub async fn reorder_widgets(input: ReorderInput) -> Answer<Nothing> {
    answer(async { widgets::reorder(&app(), &account()?, input).await }.await)
}

/// Moves a widget one place earlier or later.
#[server(prefix = "/actions", endpoint = "moveWidget", input = Fields)]
pub async fn move_widget(input: MoveInput) -> Answer<WidgetAnswer> {
    answer(async { widgets::step(&app(), &account()?, input).await }.await)
}
