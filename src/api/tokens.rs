//! API tokens of seed 002, with that seed's names and errors.

use super::{
    family::{Errors, Listed},
    refusal::{SignedIn, Strict},
};
use crate::{
    domain::{
        App,
        tokens::{self, Change, Expiry, NewToken, Wanted},
    },
    model::{
        given::{NullableText, given, given_objects},
        outcome::Nothing,
        token::{Permission, Token},
    },
};
use axum::{
    Json,
    extract::{Path, State},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create)).routes(routes!(get, change, revoke)).routes(routes!(of_team))
}

/// Body of `POST /api/tokens`.
#[derive(Deserialize, ToSchema)]
struct TokenInput {
    #[serde(default, deserialize_with = "given")]
    description: Option<String>,
    /// RFC 3339, with or without milliseconds; null or absent for ever.
    #[serde(default, deserialize_with = "given")]
    expiration_utc: Option<NullableText>,
    #[serde(default, deserialize_with = "given")]
    #[schema(required)]
    name: Option<String>,
    #[serde(default, deserialize_with = "given_objects")]
    #[schema(required)]
    permissions: Option<Vec<PermissionInput>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(required)]
    team_name: Option<String>,
}

/// One thing that a token may do with one object.
#[derive(Deserialize, ToSchema)]
struct PermissionInput {
    /// A hosted database.
    #[serde(default, deserialize_with = "given")]
    db_id: Option<String>,
    /// A project.
    #[serde(default, deserialize_with = "given")]
    project_id: Option<String>,
    name: Permission,
}

/// Body of `PATCH /api/tokens/{tokenId}`. What is absent stays.
#[derive(Deserialize, ToSchema)]
struct TokenChangeInput {
    #[serde(default, deserialize_with = "given")]
    description: Option<NullableText>,
    #[serde(default, deserialize_with = "given")]
    expiration_utc: Option<NullableText>,
    #[serde(default, deserialize_with = "given")]
    name: Option<String>,
    /// The team that it belongs to: a token does not change teams.
    #[serde(default, deserialize_with = "given")]
    team_name: Option<String>,
}

/// Answer of `GET /api/teams/{teamName}/tokens`.
#[derive(Serialize, ToSchema)]
struct Tokens {
    tokens: Vec<Token>,
}

/// Makes a token. Its body is in this answer and never again.
#[utoipa::path(
    post,
    path = "/api/tokens",
    tag = "Tokens",
    request_body = TokenInput,
    responses(
        (status = 200, description = "The token, with its whole body", body = Token),
        (status = 400, description = "A broken rule, or something that does not exist in this team", body = Errors),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "Not an administrator of the team; or code reauth_required: who they are was shown more than ten minutes ago", body = Errors),
        (status = 404, description = "No such team", body = Errors),
    )
)]
async fn create(State(app): State<App>, SignedIn(actor): SignedIn, Strict(body): Strict<TokenInput>) -> Result<Json<Token>, Listed> {
    let wanted = body.permissions.unwrap_or_default().into_iter().map(|permission| Wanted {
        database: permission.db_id,
        project: permission.project_id,
        permission: permission.name,
    });
    let expiry = Expiry::given(body.expiration_utc);
    let new = NewToken::checked(body.team_name, body.name, body.description, expiry, wanted.collect())?;
    Ok(Json(tokens::create(&app, &actor, new).await?))
}

/// A token of a team that the caller administers, with the beginning of its body.
#[utoipa::path(
    get,
    path = "/api/tokens/{tokenId}",
    tag = "Tokens",
    params(("tokenId" = String, Path, description = "The number of the token")),
    responses(
        (status = 200, description = "The token", body = Token),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "An API token asks", body = Errors),
        (status = 404, description = "Unknown, or another team's", body = Errors),
    )
)]
async fn get(State(app): State<App>, SignedIn(actor): SignedIn, Path(token_id): Path<String>) -> Result<Json<Token>, Listed> {
    Ok(Json(tokens::get(&app, &actor, &token_id).await?))
}

/// Changes name, description and end of a token. Its permissions cannot be changed.
#[utoipa::path(
    patch,
    path = "/api/tokens/{tokenId}",
    tag = "Tokens",
    params(("tokenId" = String, Path, description = "The number of the token")),
    request_body = TokenChangeInput,
    responses(
        (status = 200, description = "The token as it is now", body = Token),
        (status = 400, description = "A broken rule", body = Errors),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "An API token asks; or the token is to live longer, code reauth_required: who they are was shown more than ten minutes ago", body = Errors),
        (status = 404, description = "Unknown, or another team's", body = Errors),
    )
)]
async fn change(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(token_id): Path<String>,
    Strict(body): Strict<TokenChangeInput>,
) -> Result<Json<Token>, Listed> {
    let TokenChangeInput { description, expiration_utc, name, team_name } = body;
    let change = Change { name, description, expiration_utc, team_name };
    Ok(Json(tokens::change(&app, &actor, &token_id, change).await?))
}

/// Revokes a token: the next request with it is refused.
#[utoipa::path(
    delete,
    path = "/api/tokens/{tokenId}",
    tag = "Tokens",
    params(("tokenId" = String, Path, description = "The number of the token")),
    responses(
        (status = 200, description = "Revoked", body = Nothing),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "An API token asks", body = Errors),
        (status = 404, description = "Unknown, or another team's", body = Errors),
    )
)]
async fn revoke(State(app): State<App>, SignedIn(actor): SignedIn, Path(token_id): Path<String>) -> Result<Json<Nothing>, Listed> {
    tokens::revoke(&app, &actor, &token_id).await?;
    Ok(Json(Nothing {}))
}

/// The tokens of a team, newest first, for its administrators.
#[utoipa::path(
    get,
    path = "/api/teams/{teamName}/tokens",
    tag = "Tokens",
    params(("teamName" = String, Path, description = "The team")),
    responses(
        (status = 200, description = "The tokens", body = Tokens),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "A member who does not administer the team", body = Errors),
        (status = 404, description = "Unknown, or not the caller's", body = Errors),
    )
)]
async fn of_team(State(app): State<App>, SignedIn(actor): SignedIn, Path(team_name): Path<String>) -> Result<Json<Tokens>, Listed> {
    Ok(Json(Tokens { tokens: tokens::of_team(&app, &actor, &team_name).await? }))
}
