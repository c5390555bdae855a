//! Rows of the databases that projects are connected to.

use super::{
    databases::{RowGroups, RowPage, RowValues, answered, text_of},
    family::{ErrorBody, Family},
    refusal::Reading,
};
use crate::domain::{
    App,
    databases::rows::external::{self, At},
};
use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(connection_rows)).routes(routes!(connection_aggregate)).routes(routes!(connection_values))
}

type Steps = Path<(String, String, String)>;

fn at(Path((project, connection, table)): Steps) -> At {
    At { project, connection, table }
}

/// Rows of a table of a connection, as far as row rules let the caller see them. Any other parameter is the name of a
/// column, as for the rows of hosted databases.
#[utoipa::path(
    get,
    path = "/api/projects/{projectId}/connections/{connectionId}/tables/{label}/rows",
    tag = "Rows",
    params(
        ("projectId" = String, Path, description = "The project"),
        ("connectionId" = String, Path, description = "The connection"),
        ("label" = String, Path, description = "Label of the table"),
        ("filter" = Option<Vec<String>>, Query, description = "column.operator.value"),
        ("or" = Option<Vec<String>>, Query, description = "Such conditions with | between them, of which one must hold"),
        ("search" = Option<String>, Query, description = "What any column holds, ignoring case"),
        ("sort" = Option<String>, Query, description = "Columns with commas between them; - in front sorts descending"),
        ("columns" = Option<String>, Query, description = "The columns that are wanted"),
        ("limit" = Option<u32>, Query, description = "1 to 1,000 rows; 50 when absent"),
        ("offset" = Option<u64>, Query, description = "Rows that are left out"),
        ("after" = Option<String>, Query, description = "next of the page before"),
        ("count" = Option<String>, Query, description = "none, estimated, capped (at 10,000) or exact"),
        ("versions" = Option<bool>, Query, description = "true: with the version of each row"),
    ),
    responses(
        (status = 200, description = "The rows", body = RowPage),
        (status = 400, description = "What the table has not, what does not fit, or what the database says", body = ErrorBody),
        (status = 401, description = "No session", body = ErrorBody),
        (status = 403, description = "A row rule is about a table that is gone", body = ErrorBody),
        (status = 404, description = "Unknown, or not the caller's", body = ErrorBody),
        (status = 409, description = "The structure is not known yet", body = ErrorBody),
        (status = 503, description = "The database cannot be reached", body = ErrorBody),
    )
)]
async fn connection_rows(State(app): State<App>, Reading(actor): Reading, steps: Steps, RawQuery(query): RawQuery) -> Response {
    answered(Family::Text, external::list(&app, &actor, at(steps), text_of(&query)).await)
}

/// Groups of rows of a table of a connection with figures about them, as for hosted databases.
#[utoipa::path(
    get,
    path = "/api/projects/{projectId}/connections/{connectionId}/tables/{label}/aggregate",
    tag = "Rows",
    params(
        ("projectId" = String, Path, description = "The project"),
        ("connectionId" = String, Path, description = "The connection"),
        ("label" = String, Path, description = "Label of the table"),
        ("group" = Option<String>, Query, description = "Columns with commas between them; created:month groups by periods"),
        ("measures" = Option<String>, Query, description = "count, distinct, sum, avg, min, max and median with a column"),
        ("sort" = Option<String>, Query, description = "group, -group, measure or -measure"),
        ("limit" = Option<u32>, Query, description = "1 to 1,000 groups; 50 when absent"),
    ),
    responses(
        (status = 200, description = "The groups", body = RowGroups),
        (status = 400, description = "What the table has not, what does not fit, or what the database says", body = ErrorBody),
        (status = 401, description = "No session", body = ErrorBody),
        (status = 403, description = "A row rule is about a table that is gone", body = ErrorBody),
        (status = 404, description = "Unknown, or not the caller's", body = ErrorBody),
        (status = 409, description = "The structure is not known yet", body = ErrorBody),
        (status = 503, description = "The database cannot be reached", body = ErrorBody),
    )
)]
async fn connection_aggregate(State(app): State<App>, Reading(actor): Reading, steps: Steps, RawQuery(query): RawQuery) -> Response {
    answered(Family::Text, external::summary(&app, &actor, at(steps), text_of(&query)).await)
}

/// The values of a column of a table of a connection, each once, with how many rows have it.
#[utoipa::path(
    get,
    path = "/api/projects/{projectId}/connections/{connectionId}/tables/{label}/values",
    tag = "Rows",
    params(
        ("projectId" = String, Path, description = "The project"),
        ("connectionId" = String, Path, description = "The connection"),
        ("label" = String, Path, description = "Label of the table"),
        ("column" = String, Query, description = "The column"),
        ("search" = Option<String>, Query, description = "What the values hold, ignoring case"),
        ("limit" = Option<u32>, Query, description = "1 to 1,000 values; 50 when absent"),
    ),
    responses(
        (status = 200, description = "The values", body = RowValues),
        (status = 400, description = "What the table has not, what does not fit, or what the database says", body = ErrorBody),
        (status = 401, description = "No session", body = ErrorBody),
        (status = 403, description = "A row rule is about a table that is gone", body = ErrorBody),
        (status = 404, description = "Unknown, or not the caller's", body = ErrorBody),
        (status = 409, description = "The structure is not known yet", body = ErrorBody),
        (status = 503, description = "The database cannot be reached", body = ErrorBody),
    )
)]
async fn connection_values(State(app): State<App>, Reading(actor): Reading, steps: Steps, RawQuery(query): RawQuery) -> Response {
    answered(Family::Text, external::values(&app, &actor, at(steps), text_of(&query)).await)
}
