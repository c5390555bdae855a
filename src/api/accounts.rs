//! Sign-up, log-in and log-out of seed 002. Errors have that seed's body: `{"errors": [{"message"}]}`.

use crate::{
    domain::{
        App,
        accounts::{
            self,
            sessions::{SessionChange, SessionSlot},
        },
        actor::{Actor, Client},
    },
    error::{AppError, Kind},
    model::{
        account::{LogInInput, SignUpInput},
        id::AccountId,
    },
};
use axum::{
    Extension, Json,
    extract::{State, rejection::JsonRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(sign_up)).routes(routes!(log_in)).routes(routes!(log_out))
}

/// `{}`
#[derive(Serialize, ToSchema)]
#[schema(as = EmptyObject)]
struct Nothing {}

/// Body of `POST /api/users`.
#[derive(Deserialize, ToSchema)]
struct NewUser {
    #[serde(default, deserialize_with = "crate::model::given::given")]
    email_address: Option<String>,
    #[serde(default, deserialize_with = "crate::model::given::given")]
    password: Option<String>,
    #[serde(default, deserialize_with = "crate::model::given::given")]
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

/// A team as lists show it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TeamShort {
    /// Always null: nothing is billed.
    #[schema(value_type = Option<String>)]
    billing: Option<()>,
    name: String,
    /// Hosted databases of the team.
    number_of_databases: u32,
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
    body: Result<Json<NewUser>, JsonRejection>,
) -> Result<Json<Nothing>, Refusal> {
    let Json(new) = body?;
    let input = SignUpInput { email: new.email_address, password: new.password, username: new.username, ..SignUpInput::default() };
    let session = accounts::sign_up(&app, &client, input).await?;
    slot.put(SessionChange::Started(session));
    Ok(Json(Nothing {}))
}

/// Signs in with user name or e-mail and password. The answer sets the session cookie and carries its token.
#[utoipa::path(
    post,
    path = "/api/login",
    tag = "Accounts",
    request_body = LogInInput,
    responses(
        (status = 200, description = "Signed in", body = LoggedIn),
        (status = 400, description = "A broken rule", body = Errors),
        (status = 401, description = "Wrong credentials", body = Errors),
        (status = 429, description = "Too many tries", body = Errors),
    )
)]
async fn log_in(
    State(app): State<App>,
    Extension(client): Extension<Client>,
    Extension(slot): Extension<SessionSlot>,
    body: Result<Json<LogInInput>, JsonRejection>,
) -> Result<Json<LoggedIn>, Refusal> {
    let Json(input) = body?;
    let session = accounts::log_in(&app, &client, input).await.map_err(|error| match error.kind {
        // Wrong credentials are `success: false` for the action and 401 here.
        Kind::Forbidden => AppError { kind: Kind::Unauthorized, ..error },
        _ => error,
    })?;
    let (username, teams) = accounts::teams_of(&app, &session.account).await?;
    let answer = LoggedIn {
        session_token: session.token.expose().to_owned(),
        teams: teams.into_iter().map(|name| TeamShort { billing: None, name, number_of_databases: 0 }).collect(),
        username,
        user_id: session.account.clone(),
    };
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
) -> Result<Json<Nothing>, Refusal> {
    let Extension(actor) = actor.ok_or_else(AppError::unauthorized)?;
    accounts::log_out(&app, &actor).await?;
    slot.put(SessionChange::Ended);
    Ok(Json(Nothing {}))
}

/// An error in the body of seed 002.
struct Refusal(AppError);

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        Self(error)
    }
}

impl From<JsonRejection> for Refusal {
    fn from(rejection: JsonRejection) -> Self {
        let kind = match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Kind::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Kind::UnsupportedMediaType,
            _ => Kind::Malformed,
        };
        Self(AppError::new(kind, rejection.body_text()))
    }
}

#[derive(Serialize, ToSchema)]
struct Errors<'a> {
    #[schema(value_type = Vec<Message>)]
    errors: [Message<'a>; 1],
}

#[derive(Serialize, ToSchema)]
#[schema(as = ErrorMessage)]
struct Message<'a> {
    message: &'a str,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self(error) = self;
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(Errors { errors: [Message { message: &error.text }] })).into_response();
        if let Some(seconds) = error.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
