//! What the page of a board needs, in one answer. On the server the tiles' data comes along, asked for in
//! parallel; in the browser each tile asks for its own.

use super::setup::draft::Sources;
use crate::{
    actions::{
        Answer,
        boards::{get_board, get_board_version, get_widget_data, list_tables},
        projects::get_project_progress,
    },
    model::{
        address::Query,
        board::{Board, BoardAnswer, TableChoice, TablesInput},
        board_view::BoardView,
        content::{Content, Part},
        drawing::Drawing,
        filter::TableView,
        id::{ConnectionId, WidgetId},
        outcome::Outcome,
        project::{Progress, ProjectInput},
        role::Right,
        time::Timestamp,
        versions::{Version, VersionAnswer, VersionInput},
        widget::{Widget, WidgetDataInput, WidgetInput},
    },
    ui::filters::values::Values,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    pub board: Board,
    /// The version that `board` is, when it is an old one.
    pub version: Option<Version>,
    /// Those of the tab on show; empty when the tiles ask for themselves.
    pub drawings: Vec<(WidgetId, Drawing)>,
    /// The values of the filters with a list, by name.
    pub values: BTreeMap<String, Values>,
    pub progress: Option<Progress>,
    /// For the set-up panel that the address opens.
    pub tables: Option<Result<Vec<TableChoice>, String>>,
    pub preview: Option<Drawing>,
}

pub async fn load(project: String, number: Option<i64>, query: Query) -> Answer<Bundle> {
    let mut board = match get_board(ProjectInput::of(project.clone())).await? {
        Outcome::Done(BoardAnswer { board }) => board,
        Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
    };
    let mut version = None;
    if let Some(number) = number {
        let input = VersionInput { project_id: Some(project.clone()), number: Some(number), ..VersionInput::default() };
        match get_board_version(input).await? {
            Outcome::Done(VersionAnswer { version: old, content }) => {
                show_as(&mut board, content);
                version = Some(old);
            }
            Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
        }
    }
    let mut bundle = Bundle { board, version, drawings: Vec::new(), values: BTreeMap::new(), progress: None, tables: None, preview: None };
    if bundle.board.role.may(Right::ViewConnections) {
        bundle.progress = progress(project.clone()).await;
    }
    Ok(Outcome::Done(with_data(bundle, project, query).await))
}

/// The board with the widgets and the grid that it had.
fn show_as(board: &mut Board, content: Content) {
    board.layout = content.layout();
    let widget = |part: Part| Widget {
        id: part.id,
        project_id: board.project_id.clone(),
        kind: part.kind,
        subtype: Some(part.subtype),
        title: part.title,
        description: part.description,
        connection_id: part.configs.connection_id.as_deref().and_then(ConnectionId::parse),
        query: part.configs.query().map(str::to_owned),
        configs: part.configs,
        created_at: Timestamp(0),
        updated_at: Timestamp(0),
    };
    board.widgets = content.widgets.into_iter().map(widget).collect();
}

/// What a widget of an old version shows now.
pub async fn old(widget: Widget, view: TableView) -> Drawing {
    let draft = WidgetInput {
        project_id: Some(widget.project_id.to_string()),
        kind: Some(widget.kind),
        subtype: widget.subtype,
        title: Some(widget.title),
        configs: Some(widget.configs),
        ..WidgetInput::default()
    };
    data(WidgetDataInput::draft(draft, view)).await
}

/// What the background is doing; nothing when that cannot be told now.
pub async fn progress(project: String) -> Option<Progress> {
    get_project_progress(ProjectInput::of(project)).await.ok()?.into_result().ok()
}

#[cfg(feature = "ssr")]
async fn with_data(mut bundle: Bundle, project: String, query: Query) -> Bundle {
    use super::setup::draft::Draft;
    use crate::{
        model::{board_view, layout::TAB, view_query},
        ui::filters::values::{self, Whose},
    };
    let view = board_view::decode(&query);
    let tab = bundle.board.layout.tab(query.get(TAB));
    let shown = bundle.board.widgets.iter().zip(0..).filter(|(widget, _)| bundle.board.layout.tab_of(&widget.id) == Some(tab.as_str()));
    let views = shown.map(|(widget, place)| {
        let board = view.reaching(widget.id.as_str(), &widget.configs);
        let (table, frozen) = (view_query::decode(&query, place), bundle.version.is_some());
        async move {
            let drawing = if frozen { old(widget.clone(), table).await } else { stored(widget.id.to_string(), table, board).await };
            (widget.id.clone(), drawing)
        }
    });
    let tiles = futures::future::join_all(views);
    let setup = async {
        let draft = Draft::from_query(&query, &bundle.board).filter(|_| bundle.board.role.may(Right::EditBoard))?;
        let tables = match draft.sources() {
            sources if sources.is_empty() => None,
            sources => Some(tables(project.clone(), sources).await),
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
    let faces: Vec<_> = bundle.board.filters.iter().map(|filter| filter.face()).collect();
    let whose = Whose::Project(project.clone());
    let (drawings, setup, values) = futures::future::join3(tiles, setup, values::all(&whose, &faces, &query)).await;
    (bundle.drawings, bundle.values) = (drawings, values);
    if let Some((tables, preview)) = setup {
        (bundle.tables, bundle.preview) = (tables, preview);
    }
    bundle
}

#[cfg(not(feature = "ssr"))]
async fn with_data(bundle: Bundle, _: String, _: Query) -> Bundle {
    bundle
}

/// What a stored widget shows in this view of its table and its board.
pub async fn stored(widget_id: String, view: TableView, board: BoardView) -> Drawing {
    data(WidgetDataInput::stored(widget_id, view, board)).await
}

/// What a widget would show.
pub async fn preview(draft: WidgetInput) -> Drawing {
    data(WidgetDataInput::draft(draft, TableView { page_size: Some(10), ..TableView::default() })).await
}

/// The drawing that answers, or one that says why there is none.
pub async fn data(input: WidgetDataInput) -> Drawing {
    let failed = |message: String| Drawing::Failed { message, hint: String::new() };
    match get_widget_data(input).await {
        Ok(Outcome::Done(answer)) => answer.data,
        Ok(Outcome::Failed(failure)) => failed(failure.error),
        Err(error) => failed(error.text),
    }
}

/// The tables of some connections, or why they cannot be told.
pub async fn tables(project: String, sources: Sources) -> Result<Vec<TableChoice>, String> {
    let Sources { connection_ids, each, query } = sources;
    let input = TablesInput { project_id: Some(project), connection_ids, each: each.then_some(true), query_id: query, user_id: None };
    match list_tables(input).await {
        Ok(Outcome::Done(answer)) => Ok(answer.tables),
        Ok(Outcome::Failed(failure)) => Err(failure.error),
        Err(error) => Err(error.text),
    }
}
