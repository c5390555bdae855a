//! Projects.
#![allow(unused_variables, clippy::unused_async)]

use super::{App, actor::Actor};
use crate::{
    error::Result,
    model::{
        outcome::Message,
        project::{
            CreateProjectInput, OwnerAnswer, Progress, ProjectAnswer, ProjectCards, ProjectCreated, ProjectInput, ProjectUpdated,
            ProjectsAnswer, RegenerateAnswer, SchemaAnswer, UpdateProjectInput, UserInput, ValidateAnswer,
        },
    },
};

pub async fn create(app: &App, actor: &Actor, input: CreateProjectInput) -> Result<ProjectCreated> {
    todo!()
}

pub async fn update(app: &App, actor: &Actor, input: UpdateProjectInput) -> Result<ProjectUpdated> {
    todo!()
}

pub async fn delete(app: &App, actor: &Actor, input: ProjectInput) -> Result<Message> {
    todo!()
}

pub async fn detail(app: &App, actor: &Actor, input: ProjectInput) -> Result<ProjectAnswer> {
    todo!()
}

pub async fn of_user(app: &App, actor: &Actor, input: UserInput) -> Result<ProjectsAnswer> {
    todo!()
}

pub async fn cards(app: &App, actor: &Actor, input: UserInput) -> Result<ProjectCards> {
    todo!()
}

pub async fn regenerate_schemas(app: &App, actor: &Actor, input: ProjectInput) -> Result<RegenerateAnswer> {
    todo!()
}

pub async fn is_owner(app: &App, actor: &Actor, input: ProjectInput) -> Result<OwnerAnswer> {
    todo!()
}

pub async fn schema(app: &App, actor: &Actor, input: ProjectInput) -> Result<SchemaAnswer> {
    todo!()
}

pub async fn validate(app: &App, actor: &Actor, input: ProjectInput) -> Result<ValidateAnswer> {
    todo!()
}

pub async fn progress(app: &App, actor: &Actor, input: ProjectInput) -> Result<Progress> {
    todo!()
}
