//! Row rules of a project: the actions of the same names, with the project and the rule in the path.

use super::{
    family::ErrorBody,
    refusal::{Refusal, SignedIn, Strict, parameter},
};
use crate::{
    domain::{App, row_rules},
    model::{
        filter::Condition,
        given::{given, objects},
        outcome::Message,
        row_rule::{PreviewInput, RuleIdInput, RuleSaved, RulesAnswer, RulesInput, RulesPreview, SaveRuleInput},
    },
};
use axum::{
    Json,
    extract::{Path, RawQuery, State},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(replace, delete)).routes(routes!(preview))
}

/// A row rule as it is made, or as it replaces one whole.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct RowRuleInput {
    #[serde(deserialize_with = "given")]
    #[schema(required)]
    connection_id: Option<String>,
    /// Label of the table.
    #[serde(deserialize_with = "given")]
    #[schema(required)]
    table: Option<String>,
    /// `viewers`, `editors`, `tokens`, `token:3` or `others`.
    #[serde(deserialize_with = "given")]
    #[schema(required)]
    audience: Option<String>,
    /// Whether one condition is enough; else all have to hold.
    #[serde(deserialize_with = "given")]
    any: Option<bool>,
    /// Without any the rule shows no row.
    #[serde(deserialize_with = "objects")]
    conditions: Vec<Condition>,
}

impl RowRuleInput {
    fn of(self, project: String, rule: Option<String>) -> SaveRuleInput {
        let Self { connection_id, table, audience, any, conditions } = self;
        SaveRuleInput { user_id: None, project_id: Some(project), rule_id: rule, connection_id, table, audience, any, conditions }
    }
}

/// The row rules of a project, and what new ones can be about. For administrators of its team.
#[utoipa::path(
    get,
    path = "/api/projects/{projectId}/rules",
    tag = "Row rules",
    params(
        ("projectId" = String, Path, description = "The project"),
        ("connectionId" = Option<String>, Query, description = "With table: the table whose columns are wanted"),
        ("table" = Option<String>, Query, description = "Label of the table"),
    ),
    responses(
        (status = 200, description = "The rules", body = RulesAnswer),
        (status = 400, description = "Not an id, or not a connection of the project", body = ErrorBody),
        (status = 401, description = "No session", body = ErrorBody),
        (status = 403, description = "A member who does not administer the team, or an API token", body = ErrorBody),
        (status = 404, description = "Unknown, or not the caller's", body = ErrorBody),
    )
)]
async fn list(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(project_id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<RulesAnswer>, Refusal> {
    let given = |name: &str| parameter(query.as_deref(), name);
    let input =
        RulesInput { project_id: Some(project_id), connection_id: given("connectionId")?, table: given("table")?, ..RulesInput::default() };
    Ok(Json(row_rules::list(&app, &actor, input).await?))
}

/// Makes a row rule, which is in force with the answer.
#[utoipa::path(
    post,
    path = "/api/projects/{projectId}/rules",
    tag = "Row rules",
    params(("projectId" = String, Path, description = "The project")),
    request_body = RowRuleInput,
    responses(
        (status = 200, description = "Made", body = RuleSaved),
        (status = 400, description = "Not an id, or a broken rule", body = ErrorBody),
        (status = 401, description = "No session", body = ErrorBody),
        (status = 403, description = "A member who does not administer the team, or an API token", body = ErrorBody),
        (status = 404, description = "Unknown, or not the caller's", body = ErrorBody),
    )
)]
async fn create(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(project_id): Path<String>,
    Strict(body): Strict<RowRuleInput>,
) -> Result<Json<RuleSaved>, Refusal> {
    Ok(Json(row_rules::save(&app, &actor, body.of(project_id, None)).await?))
}

/// Replaces a row rule whole.
#[utoipa::path(
    put,
    path = "/api/projects/{projectId}/rules/{ruleId}",
    tag = "Row rules",
    params(("projectId" = String, Path, description = "The project"), ("ruleId" = String, Path, description = "The rule")),
    request_body = RowRuleInput,
    responses(
        (status = 200, description = "Changed", body = RuleSaved),
        (status = 400, description = "Not an id, or a broken rule", body = ErrorBody),
        (status = 401, description = "No session", body = ErrorBody),
        (status = 403, description = "A member who does not administer the team, or an API token", body = ErrorBody),
        (status = 404, description = "Unknown, or not the caller's", body = ErrorBody),
    )
)]
async fn replace(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((project_id, rule_id)): Path<(String, String)>,
    Strict(body): Strict<RowRuleInput>,
) -> Result<Json<RuleSaved>, Refusal> {
    Ok(Json(row_rules::save(&app, &actor, body.of(project_id, Some(rule_id))).await?))
}

/// Deletes a row rule: those whom it was for see what it hid.
#[utoipa::path(
    delete,
    path = "/api/projects/{projectId}/rules/{ruleId}",
    tag = "Row rules",
    params(("projectId" = String, Path, description = "The project"), ("ruleId" = String, Path, description = "The rule")),
    responses(
        (status = 200, description = "Deleted", body = Message),
        (status = 400, description = "Not an id", body = ErrorBody),
        (status = 401, description = "No session", body = ErrorBody),
        (status = 403, description = "A member who does not administer the team, or an API token", body = ErrorBody),
        (status = 404, description = "Unknown, or not the caller's", body = ErrorBody),
    )
)]
async fn delete(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((project_id, rule_id)): Path<(String, String)>,
) -> Result<Json<Message>, Refusal> {
    let input = RuleIdInput { user_id: None, project_id: Some(project_id), rule_id: Some(rule_id) };
    Ok(Json(row_rules::delete(&app, &actor, input).await?))
}

/// How many rows of a table a member or token sees, and how many there are.
#[utoipa::path(
    get,
    path = "/api/projects/{projectId}/rules/preview",
    tag = "Row rules",
    params(
        ("projectId" = String, Path, description = "The project"),
        ("connectionId" = String, Query, description = "A connection of the project"),
        ("table" = String, Query, description = "Label of the table"),
        ("subject" = String, Query, description = "person:<id> or token:<number>, as the list of rules has them"),
    ),
    responses(
        (status = 200, description = "The numbers", body = RulesPreview),
        (status = 400, description = "Not an id, nobody of the team, no such table, or the database refuses", body = ErrorBody),
        (status = 401, description = "No session", body = ErrorBody),
        (status = 403, description = "A member who does not administer the team, or an API token", body = ErrorBody),
        (status = 404, description = "Unknown, or not the caller's", body = ErrorBody),
        (status = 503, description = "Too many questions to databases at once", body = ErrorBody),
    )
)]
async fn preview(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(project_id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<RulesPreview>, Refusal> {
    let given = |name: &str| parameter(query.as_deref(), name);
    let input = PreviewInput {
        user_id: None,
        project_id: Some(project_id),
        connection_id: given("connectionId")?,
        table: given("table")?,
        subject: given("subject")?,
    };
    Ok(Json(row_rules::preview(&app, &actor, input).await?))
}
