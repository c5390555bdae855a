//! The rows behind a chart as a file.

use super::{behind, stored_tile};
use crate::{
    domain::{
        App,
        actor::Actor,
        audit,
        exports::{self, Download},
        projects::access,
    },
    error::{AppError, Result},
    model::{role::Right, widget::WidgetDataInput},
};

/// Of a widget of this project, with all conditions of its view and of the board.
pub async fn download(app: &App, actor: &Actor, project: &str, mut input: WidgetDataInput, format: Option<&str>) -> Result<Download> {
    let format = exports::named(format)?;
    let view = input.take_view();
    let id = input.widget_id.unwrap_or_default();
    let tile = stored_tile(app, actor, &id, input.board.unwrap_or_default(), Right::ViewRows).await?;
    if tile.project != access::project_id(Some(project))? {
        return Err(AppError::not_found("Widget not found"));
    }
    let (connection, plan) = behind::all(app, &tile, &view).await.map_err(super::reading::Trouble::into_error)?;
    // What a rule refuses did not leave, and the log shall not say that it did.
    tile.sight.permit(app, &connection, plan.clone()).await?;
    audit::exported(app, actor, &connection, format).await?;
    exports::download(app, connection, plan, format, &tile.sight, "rows").await
}
