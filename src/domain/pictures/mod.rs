//! A board as a file that shows what it shows now: one tab, drawn by the server, as PNG or PDF.

mod colours;
mod easels;
mod facts;
mod number;
mod paper;
mod prose;
mod sheet;
mod table;
#[cfg(test)]
mod tests;
mod tile;

pub use easels::Easels;

use super::{App, actor::Actor, boards, lettering::file_name};
use crate::{
    error::{AppError, Result},
    model::{
        address::Query,
        board::Board,
        board_view,
        drawing::Drawing,
        layout::{Area, TAB},
        picture::PictureFormat,
        project::ProjectInput,
        theme::Theme,
        view_query,
        widget::{Widget, WidgetDataInput},
    },
};
use colours::Colours;
use futures::{StreamExt, stream};
use sheet::Head;
use std::time::Duration;
use tile::Piece;
use tokio::time::{Instant, timeout_at};

/// Most widgets of one picture.
const MOST_WIDGETS: usize = 60;
/// Greatest height of a picture, in pixels: as much as a PNG still shows pixel by pixel.
const MOST_HEIGHT: f64 = 19_000.0;
/// Tiles that are read at once.
const AT_ONCE: usize = 8;
/// Longest time until everything is read; what is not there by then says so.
const LONGEST: Duration = Duration::from_secs(30);

/// What a picture is asked for.
pub struct Asked {
    pub project_id: String,
    /// The state of the board's page: tab, filters, views of tables.
    pub query: Query,
    pub theme: Theme,
    pub format: PictureFormat,
}

pub struct Picture {
    /// Of the file, with its ending; letters, digits and dashes.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// `GET /api/projects/{projectId}/board.png` and `board.pdf`.
pub async fn board(app: &App, actor: &Actor, asked: Asked) -> Result<Picture> {
    let Asked { project_id, query, theme, format } = asked;
    let board = boards::board(app, actor, ProjectInput::of(project_id)).await?.board;
    let easel = app.memory.easels.take(&actor.account).await?;
    let name = format!("{}.{}", file_name(&board.title, "board"), format.name());
    let (head, pieces) = read(app, actor, board, &query).await?;
    let painter = app.painter.clone();
    let work = move || {
        let svg = sheet::draw(&head, &pieces, Colours::of(theme), format == PictureFormat::Png);
        let made = match format {
            PictureFormat::Png => painter.png(&svg),
            PictureFormat::Pdf => painter.pdf(&svg, &head.title),
        };
        // Who leaves early keeps the place until this is done.
        drop(easel);
        made.map(|bytes| Picture { name, bytes }).map_err(|text| AppError::invalid(format!("{text} Show fewer widgets on this tab.")))
    };
    tokio::task::spawn_blocking(work).await.map_err(AppError::internal)?
}

/// Everything that is shown, where it goes.
async fn read(app: &App, actor: &Actor, board: Board, query: &Query) -> Result<(Head, Vec<Piece>)> {
    let (view, tab) = (board_view::decode(query), board.layout.tab(query.get(TAB)));
    let on_tab = |widget: &Widget| board.layout.tab_of(&widget.id) == Some(tab.as_str());
    let shown: Vec<(&Widget, u32)> = board.widgets.iter().zip(0..).filter(|(widget, _)| on_tab(widget)).collect();
    if shown.len() > MOST_WIDGETS {
        let all = shown.len();
        let text = format!("A picture shows at most {MOST_WIDGETS} widgets, and this tab has {all}. Put some of them on another tab.");
        return Err(AppError::invalid(text));
    }
    let deadline = Instant::now() + LONGEST;
    let reads = shown.iter().map(|(widget, place)| {
        let input = WidgetDataInput::stored(widget.id.to_string(), view_query::decode(query, *place), view.clone());
        async move {
            match timeout_at(deadline, boards::widget_data(app, actor, input, None)).await {
                Ok(Ok(answer)) => answer.data,
                Ok(Err(error)) => Drawing::Failed { message: error.text, hint: String::new() },
                Err(_) => Drawing::Loading,
            }
        }
    });
    let drawings: Vec<Drawing> = stream::iter(reads.collect::<Vec<_>>()).buffered(AT_ONCE).collect().await;
    let head = Head { title: board.title.clone(), facts: facts::of(&board, &tab, &view, &drawings) };
    let mut pieces = Vec::with_capacity(shown.len());
    for ((widget, _), drawing) in shown.into_iter().zip(drawings) {
        let area = board.layout.area(&widget.id).unwrap_or_default();
        pieces.push(piece(app, &head, widget, area, drawing).await);
    }
    if sheet::height(&head, &pieces) > MOST_HEIGHT {
        return Err(AppError::invalid("This tab is too tall for one picture. Put some of its widgets on another tab."));
    }
    Ok((head, pieces))
}

/// A tile in its place, a chart drawn in the size that it has there.
async fn piece(app: &App, head: &Head, widget: &Widget, area: Area, drawing: Drawing) -> Piece {
    let description = widget.description.clone().unwrap_or_default();
    let mut piece = Piece { title: widget.title.clone(), description, drawing, room: sheet::room(head, area) };
    let (width, height) = piece.chart_size();
    if let Drawing::Chart(chart) = &mut piece.drawing {
        chart.svg = app.painter.svg(&chart.option, width, height).await;
    }
    piece
}
