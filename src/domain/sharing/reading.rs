//! What anybody who has a public link may see. Nothing here can write: a [`Reader`] is all it gets.

use super::publicity;
use crate::{
    domain::{Reader, actor::Client, boards::Tile, limits::Area, widgets::in_order},
    error::{AppError, Kind, Result},
    model::{
        drawing::Drawing,
        public::{PublicBoard, PublicInput, PublicTile, PublicTileAnswer, PublicTileInput},
    },
    store::{self, projects::ProjectRow, widgets::WidgetRow},
    widgets::{self, Shape},
};
use std::time::Duration;

/// `getPublicBoard`.
pub async fn public_board(app: &Reader, client: &Client, input: PublicInput) -> Result<PublicBoard> {
    let (project, rows) = find(app, client, input.id_public.as_deref()).await?;
    let tiles = in_order(&project, rows).iter().zip(0..).map(|(row, place)| public_tile_of(row, place)).collect::<Result<_>>()?;
    Ok(PublicBoard { title: project.title, description: project.description, tiles })
}

fn public_tile_of(row: &WidgetRow, place: u32) -> Result<PublicTile> {
    let (_, subtype) = widgets::normalise(&row.kind, Some(&row.subtype))?;
    let shape = match subtype.shape {
        Shape::Table | Shape::IntegratedTable => "table",
        Shape::Chart(_) => "chart",
        Shape::Text => "text",
        Shape::Title => "title",
    };
    Ok(PublicTile {
        place,
        title: row.title.clone(),
        description: row.description.clone().unwrap_or_default(),
        shape: shape.to_owned(),
        expanded: row.configs.expanded.unwrap_or_default(),
    })
}

/// `getPublicTile`: one tile by its place. Readers may sort, filter and switch within what the widget shows. Why
/// something cannot be shown is the owner's business: they get one neutral sentence.
pub async fn public_tile(app: &Reader, client: &Client, input: PublicTileInput, budget: Option<Duration>) -> Result<PublicTileAnswer> {
    let (project, rows) = find(app, client, input.id_public.as_deref()).await?;
    let place = input.place.and_then(|place| usize::try_from(place).ok());
    let row = place.and_then(|place| in_order(&project, rows).into_iter().nth(place)).ok_or_else(|| missing("tile"))?;
    let (_, subtype) = widgets::normalise(&row.kind, Some(&row.subtype))?;
    let tile = Tile { project: project.id, subtype, title: row.title, configs: row.configs };
    let data = tile.draw(app, &input.view.unwrap_or_default(), budget).await.map(neutral);
    let data = data.map_err(|error| match error.kind {
        // These speak of tables and columns that the reader named; nothing else is told apart.
        Kind::Invalid | Kind::NotFound => error,
        _ => AppError { retry_after: Some(5), ..AppError::unavailable(UNREADABLE) },
    })?;
    Ok(PublicTileAnswer { data })
}

const UNREADABLE: &str = "This tile cannot be shown right now.";

fn missing(what: &str) -> AppError {
    AppError::not_found(format!("There is no such public {what}"))
}

/// What a link shows. Links that lead nowhere count against the address that tries them, so that nobody can guess.
async fn find(app: &Reader, client: &Client, id_public: Option<&str>) -> Result<(ProjectRow, Vec<WidgetRow>)> {
    app.limits.allowed(Area::PublicLink, client)?;
    let mut db = app.records.read().await?;
    // Nothing that is not of the form is looked up.
    let id = id_public.filter(|id| publicity::is_public_id(id));
    let project = match id {
        Some(id) => store::projects::by_link(&mut db, id).await?,
        None => None,
    };
    let Some(project) = project else {
        app.limits.failed(Area::PublicLink, client)?;
        return Err(missing("board"));
    };
    let rows = store::widgets::of_project(&mut db, &project.id).await?;
    Ok((project, rows))
}

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
