//! New passwords and invitations of seed 002, with that seed's errors.

use super::family::{Errors, Listed};
use crate::{
    domain::{
        App, accounts,
        actor::{Actor, Client},
    },
    error::AppError,
    model::{
        account::EmailInput,
        account_link::{ForgottenInput, ResetInput},
        given::Object,
        outcome::Nothing,
    },
};
use axum::{
    Extension, Json,
    extract::{State, rejection::JsonRejection},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(ask_for_reset)).routes(routes!(submit_reset)).routes(routes!(invite))
}

/// Has a link for a new password sent to an address, if an account has it. The answer is the same if none has.
#[utoipa::path(
    post,
    path = "/api/users/reset-password",
    tag = "Accounts",
    request_body = ForgottenInput,
    responses(
        (status = 200, description = "Asked for", body = Nothing),
        (status = 400, description = "No address", body = Errors),
        (status = 429, description = "Too many tries", body = Errors),
    )
)]
async fn ask_for_reset(
    State(app): State<App>,
    Extension(client): Extension<Client>,
    body: Result<Json<Object<ForgottenInput>>, JsonRejection>,
) -> Result<Json<Nothing>, Listed> {
    let Json(Object(input)) = body?;
    accounts::request_reset(&app, &client, input).await?;
    Ok(Json(Nothing {}))
}

/// Sets a new password through a link, once within an hour, and ends every session of the account.
#[utoipa::path(
    post,
    path = "/api/users/reset-password/submit",
    tag = "Accounts",
    request_body = ResetInput,
    responses(
        (status = 200, description = "Changed", body = Nothing),
        (status = 400, description = "A broken rule", body = Errors),
        (status = 404, description = "The link does not work (any more)", body = Errors),
        (status = 429, description = "Too many tries", body = Errors),
        (status = 503, description = "Too many log-ins at once", body = Errors),
    )
)]
async fn submit_reset(
    State(app): State<App>,
    Extension(client): Extension<Client>,
    body: Result<Json<Object<ResetInput>>, JsonRejection>,
) -> Result<Json<Nothing>, Listed> {
    let Json(Object(input)) = body?;
    accounts::submit_reset(&app, &client, input).await?;
    Ok(Json(Nothing {}))
}

/// Invites an address to make an account. For administrators of the server; an earlier invitation of the address ends.
#[utoipa::path(
    post,
    path = "/api/users/invite",
    tag = "Accounts",
    request_body = EmailInput,
    responses(
        (status = 200, description = "Invited", body = Nothing),
        (status = 400, description = "No address", body = Errors),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "Not an administrator, or sign-up is closed", body = Errors),
        (status = 409, description = "An account has the address", body = Errors),
        (status = 429, description = "The address was sent many letters today", body = Errors),
    )
)]
async fn invite(
    State(app): State<App>,
    actor: Option<Extension<Actor>>,
    body: Result<Json<Object<EmailInput>>, JsonRejection>,
) -> Result<Json<Nothing>, Listed> {
    let Extension(actor) = actor.ok_or_else(AppError::unauthorized)?;
    let Json(Object(input)) = body?;
    accounts::invite(&app, &actor, input).await?;
    Ok(Json(Nothing {}))
}
