//! Sign-up, log-in and log-out of seed 002, with that seed's errors.

use super::family::{Errors, Listed};
use crate::{
    domain::{
        App,
        accounts::{
            self, Arrival,
            sessions::{SessionChange, SessionSlot},
        },
        actor::{Actor, Client},
    },
    error::AppError,
    model::{
        access::Secret,
        account::{LogInInput, SignUpInput},
        given::Object,
        id::AccountId,
        outcome::Nothing,
        team::TeamShort,
    },
};
use axum::{
    Extension, Json,
    extract::{State, rejection::JsonRejection},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(sign_up)).routes(routes!(log_in)).routes(routes!(log_out))
}

/// Body of `POST /api/users`.
#[derive(Deserialize, ToSchema)]
struct NewUser {
    #[serde(default, deserialize_with = "crate::model::given::given")]
    #[schema(required)]
    email_address: Option<String>,
    #[serde(default, deserialize_with = "crate::model::given::secret::deserialize")]
    #[schema(value_type = Option<String>, required)]
    password: Option<Secret>,
    /// Here it is required; only the action `SignUp` makes one from the e-mail.
    #[serde(default, deserialize_with = "crate::model::given::given")]
    #[schema(required)]
    username: Option<String>,
}

/// Answer of `POST /api/login`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct LoggedIn {
    session_token: String,
    teams: Vec<TeamShort>,
    username: String,
    user_id: AccountId,
}

/// Makes an account and its personal team, and signs it in.
#[utoipa::path(
    post,
    path = "/api/users",
    tag = "Accounts",
    request_body = NewUser,
    responses(
        (status = 200, description = "Signed up", body = Nothing),
        (status = 400, description = "A broken rule", body = Errors),
        (status = 403, description = "Sign-up is closed", body = Errors),
        (status = 409, description = "The name or address is taken", body = Errors),
        (status = 429, description = "Too many tries", body = Errors),
    )
)]
async fn sign_up(
    State(app): State<App>,
    Extension(client): Extension<Client>,
    Extension(slot): Extension<SessionSlot>,
    body: Result<Json<Object<NewUser>>, JsonRejection>,
) -> Result<Json<Nothing>, Listed> {
    let Json(Object(new)) = body?;
    if new.username.as_deref().is_none_or(|name| name.trim().is_empty()) {
        return Err(AppError::field("username", "User name is required").into());
    }
    let input = SignUpInput { email: new.email_address, password: new.password, username: new.username, ..SignUpInput::default() };
    let session = accounts::sign_up(&app, &client, input).await?;
    slot.put(SessionChange::Started(session));
    Ok(Json(Nothing {}))
}

/// Signs in with user name or e-mail and password, and a code where the account asks for one. The answer sets the session
/// cookie and carries its token.
#[utoipa::path(
    post,
    path = "/api/login",
    tag = "Accounts",
    request_body = LogInInput,
    responses(
        (status = 200, description = "Signed in", body = LoggedIn),
        (status = 400, description = "A broken rule", body = Errors),
        (status = 401, description = "Wrong credentials, or a second factor is asked for (code second_factor_required)", body = Errors),
        (status = 403, description = "The account is suspended", body = Errors),
        (status = 429, description = "Too many tries", body = Errors),
    )
)]
async fn log_in(
    State(app): State<App>,
    Extension(client): Extension<Client>,
    Extension(slot): Extension<SessionSlot>,
    body: Result<Json<Object<LogInInput>>, JsonRejection>,
) -> Result<Json<LoggedIn>, Listed> {
    let Json(Object(input)) = body?;
    let session = match accounts::log_in(&app, &client, input).await? {
        Arrival::Session(session) => session,
        Arrival::Half(half) => {
            slot.put(SessionChange::Half(half));
            return Err(accounts::second_factor_required().into());
        }
    };
    let (username, teams) = accounts::teams_of(&app, &session.account).await?;
    let answer = LoggedIn { session_token: session.token.expose().to_owned(), teams, username, user_id: session.account.clone() };
    slot.put(SessionChange::Started(session));
    Ok(Json(answer))
}

/// Ends the session of the token or cookie. The body, `{}` in the seed, says nothing and is not read.
#[utoipa::path(
    post,
    path = "/api/logout",
    tag = "Accounts",
    responses((status = 200, description = "Signed out", body = Nothing), (status = 401, description = "No session", body = Errors))
)]
async fn log_out(
    State(app): State<App>,
    actor: Option<Extension<Actor>>,
    Extension(slot): Extension<SessionSlot>,
) -> Result<Json<Nothing>, Listed> {
    let Extension(actor) = actor.ok_or_else(AppError::unauthorized)?;
    accounts::log_out(&app, &actor).await?;
    slot.put(SessionChange::Ended);
    Ok(Json(Nothing {}))
}
