//! What anybody who has a public link may see. Nothing here can write: a [`Reader`] is all it gets.

use super::{
    find::{find, missing, open},
    marks,
    shown::Shown,
};
use crate::{
    domain::{
        Reader,
        actor::Client,
        boards::{
            Tile,
            values::{self, Asked},
        },
    },
    error::{AppError, Kind, Result},
    model::{
        board_view::{BoardView, ValueList},
        drawing::Drawing,
        filter::TableView,
        layout::Layout,
        public::{PublicBoard, PublicFilterValuesInput, PublicInput, PublicTile, PublicTileAnswer, PublicTileInput},
    },
    store::widgets::WidgetRow,
    widgets::{self, Shape},
};
use std::time::Duration;

/// `getPublicBoard`. A link that asks for a password first shows nothing but that. `is_view` counts it as opened.
pub async fn public_board(app: &Reader, client: &Client, input: PublicInput, is_view: bool) -> Result<PublicBoard> {
    let Some(shown) = open(app, client, input.id_public.as_deref()).await? else {
        return Ok(PublicBoard { locked: true, ..PublicBoard::default() });
    };
    if is_view {
        app.memory.views.count(&shown.project.id, &shown.name);
    }
    let filters = shown.narrowed(&Default::default())?;
    let seen = shown.widgets.iter().zip(0..).filter(|(row, _)| shown.lets_see(row, &filters));
    let tiles = seen.map(|(row, place)| public_tile_of(&shown, row, place, &shown.layout)).collect::<Result<Vec<_>>>()?;
    let filters = shown.usable().map(|filter| filter.face()).collect();
    // A tab of which nothing is shown is not named either.
    let tabs = shown.layout.tabs.iter().filter(|tab| tiles.iter().any(|tile| tile.tab == tab.id)).cloned().collect();
    let diagram = shown.rights.diagram;
    Ok(PublicBoard { locked: false, tabs, tiles, filters, diagram, title: shown.project.title, description: shown.project.description })
}

fn public_tile_of(shown: &Shown, row: &WidgetRow, place: u32, layout: &Layout) -> Result<PublicTile> {
    let (_, subtype) = widgets::normalise(&row.kind, Some(&row.subtype))?;
    let shape = match subtype.shape {
        Shape::Table | Shape::IntegratedTable | Shape::Difference | Shape::Join => "table",
        Shape::Chart(_) => "chart",
        Shape::Text => "text",
        Shape::Title => "title",
        Shape::Image => "image",
        Shape::Embed => "embed",
    };
    Ok(PublicTile {
        place,
        title: row.title.clone(),
        description: row.description.clone().unwrap_or_default(),
        shape: shape.to_owned(),
        expanded: row.configs.expanded.unwrap_or_default(),
        filters: shown.usable().filter(|filter| filter.touches(&row.id)).map(|filter| filter.name.clone()).collect(),
        downloads: shown.rights.downloads && subtype.has_rows(),
        tab: layout.tab(layout.tab_of(&row.id)),
        area: layout.area(&row.id).unwrap_or_default(),
    })
}

/// `getPublicTile`: one tile by its place. Readers may sort, filter and switch within what the widget shows. Why
/// something cannot be shown is the owner's business: they get one neutral sentence.
pub async fn public_tile(app: &Reader, client: &Client, input: PublicTileInput, budget: Option<Duration>) -> Result<PublicTileAnswer> {
    let shown = find(app, client, input.id_public.as_deref()).await?;
    let (row, tile) = tile_at(&shown, input.place, &input.board.unwrap_or_default())?;
    // Strangers do not decide how often the owner's database is asked.
    let view = TableView { fresh: false, ..input.view.unwrap_or_default() };
    let data = tile.draw(app, &view, budget).await.map(neutral).map_err(told)?;
    let data = marks::allowed(data, row, shown.usable());
    Ok(PublicTileAnswer { data })
}

/// The widget at a place, as far as the link shows it under what its reader chose.
pub(super) fn tile_at<'s>(shown: &'s Shown, place: Option<u32>, board: &BoardView) -> Result<(&'s WidgetRow, Tile)> {
    let filters = shown.narrowed(board)?;
    let row = place.and_then(|place| shown.widgets.get(usize::try_from(place).ok()?));
    let row = row.filter(|row| shown.lets_see(row, &filters)).ok_or_else(|| missing("tile"))?;
    let (_, subtype) = widgets::normalise(&row.kind, Some(&row.subtype))?;
    let tile = Tile {
        project: shown.project.id.clone(),
        subtype,
        title: row.title.clone(),
        configs: row.configs.clone(),
        narrow: filters.on_widget(&row.id),
        sight: shown.sight.clone(),
    };
    Ok((row, tile))
}

/// `getPublicFilterValues`: what the readers of a link choose from, of rows that they may see.
pub async fn public_filter_values(app: &Reader, client: &Client, input: PublicFilterValuesInput) -> Result<ValueList> {
    let shown = find(app, client, input.id_public.as_deref()).await?;
    let filters = shown.narrowed(&input.board.unwrap_or_default())?;
    let name = input.name.unwrap_or_default();
    let filter = shown.usable().find(|filter| filter.name == name).ok_or_else(|| missing("filter"))?;
    let asked = Asked { search: input.search.unwrap_or_default(), page: input.page.unwrap_or(1) };
    let values = values::values(app, &shown.project.id, filter, &filters, asked, &shown.sight).await;
    values.map_err(|error| match error.kind {
        Kind::Database => AppError::database("The values cannot be listed right now."),
        _ => told(error),
    })
}

/// A refusal speaks of tables and columns that the reader named; nothing else is told apart.
pub(super) fn told(error: AppError) -> AppError {
    match error.kind {
        Kind::Invalid | Kind::NotFound => error,
        _ => AppError { retry_after: Some(5), ..AppError::unavailable(UNREADABLE) },
    }
}

const UNREADABLE: &str = "This tile cannot be shown right now.";

/// A drawing without what databases said about themselves.
fn neutral(drawing: Drawing) -> Drawing {
    match drawing {
        Drawing::Failed { .. } => Drawing::Failed { message: UNREADABLE.into(), hint: String::new() },
        Drawing::Table(mut table) => {
            for source in &mut table.failed_sources {
                source.message = "This source cannot be shown right now.".into();
            }
            Drawing::Table(table)
        }
        other => other,
    }
}
