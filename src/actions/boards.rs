//! Boards and widgets.

use super::{Answer, fields::Fields};
use crate::model::{
    board::{BoardAnswer, TablesAnswer, TablesInput, WidgetDataAnswer},
    board_file::{CopyBoardInput, ExportAnswer, ImportInput, Imported},
    content::SetBoardInput,
    layout::{
        PlaceInput, ResizeInput,
        tabs::{NewTabInput, TabIdInput, TabInput},
    },
    outcome::Nothing,
    project::ProjectInput,
    versions::{CopyInput, HistoryAnswer, Publishing, PublishingInput, VersionAnswer, VersionInput},
    widget::{MoveInput, ReorderInput, WidgetAnswer, WidgetDataInput, WidgetIdInput, WidgetInput},
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app, reader, render_budget},
    crate::domain::{boards, layout, widgets},
};

/// The board of a project: widgets in order and what the set-up panel needs. Data comes from `getWidgetData`.
#[server(prefix = "/actions", endpoint = "getBoard", input = Fields)]
pub async fn get_board(input: ProjectInput) -> Answer<BoardAnswer> {
    answer(async { boards::board(&app()?, &reader()?, input).await }.await)
}

/// Tables and columns for the set-up panel.
#[server(prefix = "/actions", endpoint = "listTables", input = Fields)]
pub async fn list_tables(input: TablesInput) -> Answer<TablesAnswer> {
    answer(async { boards::tables(&app()?, &reader()?, input).await }.await)
}

/// What a widget (or a draft of one) shows.
#[server(prefix = "/actions", endpoint = "getWidgetData", input = Fields)]
pub async fn get_widget_data(input: WidgetDataInput) -> Answer<WidgetDataAnswer> {
    answer(async { boards::widget_data(&app()?, &reader()?, input, render_budget()).await }.await)
}

/// Adds a widget at the end of the board.
#[server(prefix = "/actions", endpoint = "createWidget", input = Fields)]
pub async fn create_widget(input: WidgetInput) -> Answer<WidgetAnswer> {
    answer(async { widgets::create(&app()?, &account()?, input).await }.await)
}

/// Changes the given fields of a widget; `configs` is replaced whole.
#[server(prefix = "/actions", endpoint = "updateWidget", input = Fields)]
pub async fn update_widget(input: WidgetInput) -> Answer<WidgetAnswer> {
    answer(async { widgets::update(&app()?, &account()?, input).await }.await)
}

/// Creates without `widgetId`, else updates.
#[server(prefix = "/actions", endpoint = "upsertWidgetAction", input = Fields)]
pub async fn upsert_widget_action(input: WidgetInput) -> Answer<WidgetAnswer> {
    answer(async { widgets::upsert(&app()?, &account()?, input).await }.await)
}

/// Deletes a widget and takes it out of the board's order.
#[server(prefix = "/actions", endpoint = "deleteWidgetAction", input = Fields)]
pub async fn delete_widget_action(input: WidgetIdInput) -> Answer<WidgetAnswer> {
    answer(async { widgets::delete(&app()?, &account()?, input).await }.await)
}

/// Puts the widgets of a board in a new order.
#[server(prefix = "/actions", endpoint = "reorderWidgets", input = Fields)]
pub async fn reorder_widgets(input: ReorderInput) -> Answer<Nothing> {
    answer(async { widgets::reorder(&app()?, &account()?, input).await }.await)
}

/// Moves a widget one place earlier or later.
#[server(prefix = "/actions", endpoint = "moveWidget", input = Fields)]
pub async fn move_widget(input: MoveInput) -> Answer<WidgetAnswer> {
    answer(async { widgets::step(&app()?, &account()?, input).await }.await)
}

/// Puts a widget somewhere on the grid, or onto another tab; others make way.
#[server(prefix = "/actions", endpoint = "placeWidget", input = Fields)]
pub async fn place_widget(input: PlaceInput) -> Answer<BoardAnswer> {
    answer(async { layout::place(&app()?, &account()?, input).await }.await)
}

/// Makes a widget one step wider, narrower, taller or shorter.
#[server(prefix = "/actions", endpoint = "resizeWidget", input = Fields)]
pub async fn resize_widget(input: ResizeInput) -> Answer<BoardAnswer> {
    answer(async { layout::resize(&app()?, &account()?, input).await }.await)
}

/// Adds a tab behind the others.
#[server(prefix = "/actions", endpoint = "createTab", input = Fields)]
pub async fn create_tab(input: NewTabInput) -> Answer<BoardAnswer> {
    answer(async { layout::create_tab(&app()?, &account()?, input).await }.await)
}

/// Renames a tab, or moves it one place.
#[server(prefix = "/actions", endpoint = "updateTab", input = Fields)]
pub async fn update_tab(input: TabInput) -> Answer<BoardAnswer> {
    answer(async { layout::change_tab(&app()?, &account()?, input).await }.await)
}

/// Deletes a tab; its widgets go to the one before it.
#[server(prefix = "/actions", endpoint = "deleteTab", input = Fields)]
pub async fn delete_tab(input: TabIdInput) -> Answer<BoardAnswer> {
    answer(async { layout::delete_tab(&app()?, &account()?, input).await }.await)
}

/// Copies a widget: beside itself, or onto the board of another project.
#[server(prefix = "/actions", endpoint = "copyWidget", input = Fields)]
pub async fn copy_widget(input: CopyInput) -> Answer<WidgetAnswer> {
    answer(async { layout::copy(&app()?, &account()?, input).await }.await)
}

/// Brings back a widget that was deleted lately.
#[server(prefix = "/actions", endpoint = "restoreWidget", input = Fields)]
pub async fn restore_widget(input: WidgetIdInput) -> Answer<BoardAnswer> {
    answer(async { layout::restore(&app()?, &account()?, input).await }.await)
}

/// Makes a board what a description of it says, to undo or redo a change.
#[server(prefix = "/actions", endpoint = "setBoard", input = Fields)]
pub async fn set_board(input: SetBoardInput) -> Answer<BoardAnswer> {
    answer(async { layout::set(&app()?, &account()?, input).await }.await)
}

/// The versions of a board, and the widgets that were deleted from it lately.
#[server(prefix = "/actions", endpoint = "getBoardHistory", input = Fields)]
pub async fn get_board_history(input: ProjectInput) -> Answer<HistoryAnswer> {
    answer(async { layout::history(&app()?, &account()?, input).await }.await)
}

/// A board as it was in one of its versions.
#[server(prefix = "/actions", endpoint = "getBoardVersion", input = Fields)]
pub async fn get_board_version(input: VersionInput) -> Answer<VersionAnswer> {
    answer(async { layout::look(&app()?, &account()?, input).await }.await)
}

/// Makes a board what it was in a version.
#[server(prefix = "/actions", endpoint = "restoreBoardVersion", input = Fields)]
pub async fn restore_board_version(input: VersionInput) -> Answer<BoardAnswer> {
    answer(async { layout::restore_version(&app()?, &account()?, input).await }.await)
}

/// Whether readers see what is being edited, or what was published by hand.
#[server(prefix = "/actions", endpoint = "setPublishing", input = Fields)]
pub async fn set_publishing(input: PublishingInput) -> Answer<Publishing> {
    answer(async { layout::set_publishing(&app()?, &account()?, input).await }.await)
}

/// Shows readers the board as it is now.
#[server(prefix = "/actions", endpoint = "publishBoard", input = Fields)]
pub async fn publish_board(input: ProjectInput) -> Answer<Publishing> {
    answer(async { layout::publish(&app()?, &account()?, input).await }.await)
}

/// The board as a document.
#[server(prefix = "/actions", endpoint = "exportBoard", input = Fields)]
pub async fn export_board(input: ProjectInput) -> Answer<ExportAnswer> {
    answer(async { layout::export(&app()?, &account()?, input).await }.await)
}

/// Takes a document of a board in. The same document again changes nothing.
#[server(prefix = "/actions", endpoint = "importBoard", input = Fields)]
pub async fn import_board(input: ImportInput) -> Answer<Imported> {
    answer(async { layout::import(&app()?, &account()?, input).await }.await)
}

/// Copies everything on a board to another project of the person.
#[server(prefix = "/actions", endpoint = "copyBoard", input = Fields)]
pub async fn copy_board(input: CopyBoardInput) -> Answer<Imported> {
    answer(async { layout::copy_board(&app()?, &account()?, input).await }.await)
}
