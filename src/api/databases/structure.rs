//! Several changes of the structure of a hosted database at once.

use super::Asker;
use crate::{
    api::{
        family::{Errors, Listed},
        refusal::Strict,
    },
    domain::{
        App,
        actor::Client,
        databases::{Caller, access::Key, structure},
    },
    error::AppError,
    model::{given::given, structure::StructureChange},
};
use axum::{
    Extension, Json,
    extract::{Path, State},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(change))
}

/// Body of `POST /api/dbs/{dbId}/structure`.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
struct StructureInput {
    /// In order: `{"create_table": {...}}`, `{"rename_column": {"table": {"name": "t"}, "column": "a", "to": "b"}}`,
    /// `{"create_index": {...}}`, `{"add_foreign_key": {...}}`, `{"create_view": {"name": "v", "select": "...", "replace":
    /// false}}` and the like.
    #[serde(deserialize_with = "given")]
    #[schema(required, value_type = Vec<Object>)]
    changes: Option<Vec<StructureChange>>,
}

/// Answer of `POST /api/dbs/{dbId}/structure`.
#[derive(Serialize, ToSchema)]
struct StructureAnswer {
    /// The statements that ran, in order.
    statements: Vec<String>,
}

/// Changes tables, columns, indexes, keys and views in one transaction: all of it happens or nothing.
#[utoipa::path(
    post,
    path = "/api/dbs/{dbId}/structure",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    request_body = StructureInput,
    responses(
        (status = 200, description = "What ran", body = StructureAnswer),
        (status = 400, description = "A broken rule, or SQLite refuses one of them", body = Errors),
        (status = 403, description = "The caller may not, or the structure is locked", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn change(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path(db_id): Path<String>,
    Strict(body): Strict<StructureInput>,
) -> Result<Json<StructureAnswer>, Listed> {
    let changes = body.changes.ok_or_else(|| AppError::field("changes", "changes are required"))?;
    let statements = structure::change(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id), changes).await?;
    Ok(Json(StructureAnswer { statements }))
}
