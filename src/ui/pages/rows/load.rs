//! What the page of rows needs, in one answer. On the server the first rows come along.

use crate::{
    actions::{Answer, boards::get_board},
    model::{
        address::Query,
        board::{Board, BoardAnswer},
        board_view::BoardView,
        drawing::Drawing,
        filter::TableView,
        outcome::Outcome,
        project::ProjectInput,
        widget::{Widget, WidgetDataInput},
    },
    ui::pages::board::load,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    pub board: Board,
    /// The chart, when the board has it.
    pub widget: Option<Widget>,
    /// Absent when the browser asks for itself.
    pub rows: Option<Drawing>,
}

/// Which rows are looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub widget: String,
    pub view: TableView,
    pub board: BoardView,
}

pub async fn load(project: String, widget: String, query: Query) -> Answer<Bundle> {
    let board = match get_board(ProjectInput::of(project)).await? {
        Outcome::Done(BoardAnswer { board }) => board,
        Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
    };
    let widget = board.widgets.iter().find(|known| known.id.as_str() == widget).cloned();
    let rows = match &widget {
        Some(widget) => first_rows(widget, &query).await,
        None => None,
    };
    Ok(Outcome::Done(Bundle { board, widget, rows }))
}

#[cfg(feature = "ssr")]
async fn first_rows(widget: &Widget, query: &Query) -> Option<Drawing> {
    use crate::model::{board_view, view_query};
    let asked = Asked { widget: widget.id.to_string(), view: view_query::decode(query, 0), board: board_view::decode(query) };
    Some(rows(asked).await)
}

#[cfg(not(feature = "ssr"))]
async fn first_rows(_: &Widget, _: &Query) -> Option<Drawing> {
    None
}

pub async fn rows(Asked { widget, view, board }: Asked) -> Drawing {
    load::data(WidgetDataInput::behind(widget, view, board)).await
}
