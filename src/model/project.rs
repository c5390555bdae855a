//! Projects as people write and read them (seeds 000 and 001).

use crate::model::{
    connection::{ConnectionDetail, ConnectionInput, ValidationResult},
    given::{given, given_objects},
    id::{ProjectId, TeamId, WidgetId},
    role::Role,
    schema::Schema,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// One project of `GET /api/userprojects`. Absent and null differ on purpose (spec 01, 1b).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProjectSummary {
    pub id: ProjectId,
    pub title: String,
    pub description: String,
    pub is_public: bool,
    pub id_public: Option<String>,
    /// Titles of the connections, in order.
    pub databases: Vec<String>,
    pub total_connections: u32,
    pub valid_connections: u32,
    pub has_validated_connections: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_validation_date: Option<Timestamp>,
    pub total_schemas: u32,
    pub valid_schemas: u32,
    pub has_introspected_schemas: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_schema_introspection_at: Option<Timestamp>,
    pub widget_count: u32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// One project of `getUserProjects`: the summary without databases, idPublic and the two dates (spec 01),
/// which the interface reads from `board_engines` and the rest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProjectStats {
    pub id: ProjectId,
    pub title: String,
    pub description: String,
    pub is_public: bool,
    pub total_connections: u32,
    pub valid_connections: u32,
    pub has_validated_connections: bool,
    pub total_schemas: u32,
    pub valid_schemas: u32,
    pub has_introspected_schemas: bool,
    pub widget_count: u32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ProjectsAnswer {
    pub projects: Vec<ProjectStats>,
}

/// Answer of `listProjectCards`: what the page /projects shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ProjectCards {
    pub cards: Vec<ProjectCard>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProjectCard {
    pub summary: ProjectSummary,
    pub connections: Vec<CardConnection>,
    /// The first widgets of the board, in its order: the thumbnail.
    pub tiles: Vec<CardTile>,
    /// A validation or introspection is under way.
    pub busy: bool,
    pub is_draft: bool,
    /// Name of the team that has it.
    pub team: String,
    /// User name of its owner.
    pub owner: String,
    /// What the caller is to it.
    pub role: Role,
    /// Whether the caller decides who sees which of its rows.
    #[serde(default)]
    pub rules: bool,
}

/// One tile of a board's thumbnail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CardTile {
    #[serde(rename = "type")]
    pub kind: String,
    pub subtype: String,
    pub expanded: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CardConnection {
    pub title: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub is_valid: Option<bool>,
    pub error: Option<String>,
}

/// Input of `createProjectWithConnections`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CreateProjectInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub title: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub is_public: Option<bool>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub is_draft: Option<bool>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The team that gets the project, by its id or its name; the personal team when absent or empty.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub team_id: Option<String>,
    #[serde(deserialize_with = "given_objects", skip_serializing_if = "Option::is_none")]
    pub connections: Option<Vec<ConnectionInput>>,
}

/// Answer of `createProjectWithConnections`. `validationResult` is null when the 8 s were not enough.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProjectCreated {
    pub project_id: ProjectId,
    pub validation_result: Option<ValidationResult>,
}

/// Input of `updateProject`. Without the key `connections` they stay; `[]` deletes all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct UpdateProjectInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub is_public: Option<bool>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given_objects", skip_serializing_if = "Option::is_none")]
    pub connections: Option<Vec<ConnectionInput>>,
    /// The `version` of the project that the edit started from; when it is given and no longer current the update is
    /// refused, so that two editors never overwrite each other silently.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProjectUpdated {
    pub validation_result: Option<ValidationResult>,
}

/// Input of the actions that name one project.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ProjectInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
}

impl ProjectInput {
    pub fn of(project_id: impl Into<String>) -> Self {
        Self { project_id: Some(project_id.into()), user_id: None }
    }
}

/// Input of the actions that name nothing but (optionally) the caller.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct UserInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
}

/// Input of `setProjectVisibility`, the action behind the share button; the rules are those of
/// `POST /api/projects/{id}/public`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct VisibilityInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub public: Option<bool>,
}

/// Answer of the visibility route and action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Visibility {
    pub is_public: bool,
    pub id_public: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ProjectAnswer {
    pub project: ProjectDetail,
}

/// A project with its connections, for its owner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProjectDetail {
    pub id: ProjectId,
    pub title: String,
    pub description: String,
    pub is_public: bool,
    pub id_public: Option<String>,
    pub ordered_widget_ids: Vec<WidgetId>,
    pub connections: Vec<ConnectionDetail>,
    /// See [`UpdateProjectInput::version`].
    pub version: i64,
    /// What the caller is to it.
    pub role: Role,
    pub team_id: TeamId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RegenerateAnswer {
    pub results: Counts,
    /// That all of them were read, for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// That some were not, for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Counts {
    pub total: u32,
    pub successful: u32,
    pub failed: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct OwnerAnswer {
    pub is_owner: bool,
}

/// Answer of `getProjectSchema`: the schema of the first connection that has one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SchemaAnswer {
    pub schema: Schema,
    pub last_introspection_at: Option<Timestamp>,
}

/// Answer of `validateProjectConnections`; null when the 8 s were not enough and the job goes on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ValidateAnswer {
    pub validation_result: Option<ValidationResult>,
}

/// Answer of `getProjectProgress`: what the background is doing for a project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Jobs queued or running.
    pub running: u32,
    pub connections: Vec<ConnectionProgress>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionProgress {
    pub title: String,
    #[serde(rename = "type")]
    pub kind: String,
    /// `waiting`, `validating`, `reading schema`, `ready`, `failed`.
    pub state: String,
    pub error: Option<String>,
    pub tables: Option<u32>,
}
