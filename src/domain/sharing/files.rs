//! Rows as files for readers of a link whose owner lets them take rows along: what a tile shows them, on all of its pages.

use super::{
    find::{find, missing},
    reading::{tile_at, told},
};
use crate::{
    domain::{
        App,
        actor::Client,
        audit::{self, By, Object},
        boards::taken::{Rows, Unread},
        exports::{self, Download},
        lettering::file_name,
        limits::Area,
    },
    error::Result,
    model::{
        address::Query,
        audit::{Kind, Verb},
        board_view, view_query,
    },
};

/// `GET /api/public/{idPublic}/tiles/{place}/file`. The query has `format` and what the reader chose, as in the address of
/// the page.
///
/// # Errors
/// `NotFound` unless the link shows such a tile and lets its rows be taken along; what fails before the first row is told
/// without a word of the database.
pub async fn public_file(app: &App, client: &Client, id_public: &str, place: &str, query: &Query) -> Result<Download> {
    let shown = find(app, client, Some(id_public)).await?;
    if !shown.rights.downloads {
        return Err(missing("file"));
    }
    let place: Option<u32> = place.parse().ok();
    let (row, tile) = tile_at(&shown, place, &board_view::decode(query))?;
    if !tile.subtype.has_rows() {
        return Err(missing("file"));
    }
    let format = exports::named(query.get("format"))?;
    app.limits.every(Area::PublicFile, client)?;
    let held = app.memory.public_files.take(&shown.project.team_id)?;
    let mut view = view_query::decode(query, place.unwrap_or_default());
    view.fresh = false;
    let taken = tile.taken(app, &view).await.map_err(told)?;
    let name = exports::dated(&file_name(&row.title, "rows"), format);
    let by = By::link(&shown.name, client);
    let object = Object::of(&shown.project.id, Kind::Widget, row.id.as_str(), &row.title).saying(format.name());
    let body = match taken.rows {
        Rows::There(unread) => {
            let Unread { connection, plan } = *unread;
            let mut reading = exports::begun(app, &connection, plan, &tile.sight).await.map_err(told)?;
            exported(app, by, &object).await?;
            // As many as were planned, under the headings that the reader sees.
            for (column, shown) in reading.stream.columns.iter_mut().zip(taken.columns) {
                column.name = shown.name;
            }
            exports::streamed(app.clone(), connection, reading, format, held)
        }
        Rows::Here(rows) => {
            exported(app, by, &object).await?;
            let mut rows = Some(rows);
            let next = async move || {
                let _until_all_is_written = &held;
                rows.take().map(Ok)
            };
            exports::written(format, taken.columns, next)
        }
    };
    Ok(Download { format, name, body })
}

/// Writes down that rows leave, before the first of them does.
async fn exported(app: &App, by: By, object: &Object) -> Result<()> {
    let mut tx = app.store.begin().await?;
    audit::done(&mut tx, by, Verb::Exported, object).await?;
    Ok(tx.commit().await?)
}
