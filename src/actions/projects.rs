//! Projects (seed 001).

use super::{Answer, fields::Fields};
use crate::model::{
    outcome::Message,
    project::{
        CreateProjectInput, OwnerAnswer, Progress, ProjectAnswer, ProjectCards, ProjectCreated, ProjectInput, ProjectUpdated,
        ProjectsAnswer, RegenerateAnswer, SchemaAnswer, UpdateProjectInput, UserInput, ValidateAnswer, Visibility, VisibilityInput,
    },
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app, reader},
    crate::domain::{projects, sharing},
};

/// Makes a project with its connections; validates and introspects them in the background and waits at most 8 s.
#[server(prefix = "/actions", endpoint = "createProjectWithConnections", input = Fields)]
pub async fn create_project_with_connections(input: CreateProjectInput) -> Answer<ProjectCreated> {
    answer(async { projects::create(&app()?, &account()?, input).await }.await)
}

/// Changes a project. Connections left out of a given list are deleted.
#[server(prefix = "/actions", endpoint = "updateProject", input = Fields)]
pub async fn update_project(input: UpdateProjectInput) -> Answer<ProjectUpdated> {
    answer(async { projects::update(&app()?, &account()?, input).await }.await)
}

/// Deletes a project with its connections and widgets.
#[server(prefix = "/actions", endpoint = "deleteProject", input = Fields)]
pub async fn delete_project(input: ProjectInput) -> Answer<Message> {
    answer(async { projects::delete(&app()?, &account()?, input).await }.await)
}

/// A project with its connections; passwords are always empty.
#[server(prefix = "/actions", endpoint = "getProjectWithConnections", input = Fields)]
pub async fn get_project_with_connections(input: ProjectInput) -> Answer<ProjectAnswer> {
    answer(async { projects::detail(&app()?, &account()?, input).await }.await)
}

/// All projects of the caller with their statistics.
#[server(prefix = "/actions", endpoint = "getUserProjects", input = Fields)]
pub async fn get_user_projects(input: UserInput) -> Answer<ProjectsAnswer> {
    answer(async { projects::of_user(&app()?, &account()?, input).await }.await)
}

/// All projects of the caller as the page /projects shows them.
#[server(prefix = "/actions", endpoint = "listProjectCards", input = Fields)]
pub async fn list_project_cards(input: UserInput) -> Answer<ProjectCards> {
    answer(async { projects::cards(&app()?, &account()?, input).await }.await)
}

/// Reads the schemas of all valid connections again.
#[server(prefix = "/actions", endpoint = "regenerateProjectSchemas", input = Fields)]
pub async fn regenerate_project_schemas(input: ProjectInput) -> Answer<RegenerateAnswer> {
    answer(async { projects::regenerate_schemas(&app()?, &account()?, input).await }.await)
}

/// Whether the caller owns the project.
#[server(prefix = "/actions", endpoint = "isProjectOwner", input = Fields)]
pub async fn is_project_owner(input: ProjectInput) -> Answer<OwnerAnswer> {
    answer(async { projects::is_owner(&app()?, &account()?, input).await }.await)
}

/// The stored schema of the first connection that has one.
#[server(prefix = "/actions", endpoint = "getProjectSchema", input = Fields)]
pub async fn get_project_schema(input: ProjectInput) -> Answer<SchemaAnswer> {
    answer(async { projects::schema(&app()?, &reader()?, input).await }.await)
}

/// Tries every connection again.
#[server(prefix = "/actions", endpoint = "validateProjectConnections", input = Fields)]
pub async fn validate_project_connections(input: ProjectInput) -> Answer<ValidateAnswer> {
    answer(async { projects::validate(&app()?, &account()?, input).await }.await)
}

/// What the background is doing for a project.
#[server(prefix = "/actions", endpoint = "getProjectProgress", input = Fields)]
pub async fn get_project_progress(input: ProjectInput) -> Answer<Progress> {
    answer(async { projects::progress(&app()?, &account()?, input).await }.await)
}

/// Makes a project public or private; see the rules of `POST /api/projects/{id}/public`.
#[server(prefix = "/actions", endpoint = "setProjectVisibility", input = Fields)]
pub async fn set_project_visibility(input: VisibilityInput) -> Answer<Visibility> {
    answer(async { sharing::set_visibility(&app()?, &account()?, input).await }.await)
}
