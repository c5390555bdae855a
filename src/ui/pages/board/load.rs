//! What the page of a board needs, in one answer. On the server the tiles' data comes along, asked for in
//! parallel; in the browser each tile asks for its own.

use crate::{
    actions::{
        Answer,
        boards::{get_board, get_widget_data, list_tables},
        projects::get_project_progress,
    },
    model::{
        address::Query,
        board::{Board, BoardAnswer, TableChoice, TablesInput},
        drawing::Drawing,
        filter::TableView,
        outcome::Outcome,
        project::{Progress, ProjectInput},
        widget::{WidgetDataInput, WidgetInput},
    },
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    pub board: Board,
    /// By place; empty when the tiles ask for themselves.
    pub drawings: Vec<Drawing>,
    pub progress: Option<Progress>,
    /// For the set-up panel that the address opens.
    pub tables: Option<Result<Vec<TableChoice>, String>>,
    pub preview: Option<Drawing>,
}

pub async fn load(project: String, query: Query) -> Answer<Bundle> {
    let board = match get_board(ProjectInput::of(project.clone())).await? {
        Outcome::Done(BoardAnswer { board }) => board,
        Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
    };
    let bundle = Bundle { board, drawings: Vec::new(), progress: progress(project.clone()).await, tables: None, preview: None };
    Ok(Outcome::Done(with_data(bundle, project, query).await))
}

/// What the background is doing; nothing when that cannot be told now.
pub async fn progress(project: String) -> Option<Progress> {
    get_project_progress(ProjectInput::of(project)).await.ok()?.into_result().ok()
}

#[cfg(feature = "ssr")]
async fn with_data(mut bundle: Bundle, project: String, query: Query) -> Bundle {
    use super::setup::draft::Draft;
    use crate::model::view_query;
    let views =
        bundle.board.widgets.iter().zip(0..).map(|(widget, place)| stored(widget.id.to_string(), view_query::decode(&query, place)));
    let tiles = futures::future::join_all(views);
    let setup = async {
        let draft = Draft::from_query(&query, &bundle.board)?;
        let tables = match draft.sources() {
            ids if ids.is_empty() => None,
            ids => Some(tables(project.clone(), ids).await),
        };
        let draft = match &tables {
            Some(Ok(tables)) => draft.fit(tables),
            _ => draft,
        };
        let preview = match draft.ready() && !matches!(tables, Some(Err(_))) {
            true => Some(preview(draft.input(&project)).await),
            false => None,
        };
        Some((tables, preview))
    };
    let (drawings, setup) = futures::future::join(tiles, setup).await;
    bundle.drawings = drawings;
    if let Some((tables, preview)) = setup {
        (bundle.tables, bundle.preview) = (tables, preview);
    }
    bundle
}

#[cfg(not(feature = "ssr"))]
async fn with_data(bundle: Bundle, _: String, _: Query) -> Bundle {
    bundle
}

/// What a stored widget shows in this view of its table.
pub async fn stored(widget_id: String, view: TableView) -> Drawing {
    data(WidgetDataInput::stored(widget_id, view)).await
}

/// What a widget would show.
pub async fn preview(draft: WidgetInput) -> Drawing {
    data(WidgetDataInput::draft(draft, TableView { page_size: Some(10), ..TableView::default() })).await
}

async fn data(input: WidgetDataInput) -> Drawing {
    let failed = |message: String| Drawing::Failed { message, hint: String::new() };
    match get_widget_data(input).await {
        Ok(Outcome::Done(answer)) => answer.data,
        Ok(Outcome::Failed(failure)) => failed(failure.error),
        Err(error) => failed(error.text),
    }
}

/// The tables of some connections, or why they cannot be told.
pub async fn tables(project: String, connection_ids: Vec<String>) -> Result<Vec<TableChoice>, String> {
    match list_tables(TablesInput { project_id: Some(project), connection_ids, ..TablesInput::default() }).await {
        Ok(Outcome::Done(answer)) => Ok(answer.tables),
        Ok(Outcome::Failed(failure)) => Err(failure.error),
        Err(error) => Err(error.text),
    }
}
