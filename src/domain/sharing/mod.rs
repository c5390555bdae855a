//! Public links: given and taken by the owner, read by anybody who has one.

mod diagrams;
mod embedding;
mod files;
mod find;
mod links;
mod marks;
pub(crate) mod places;
pub(crate) mod publicity;
mod reading;
mod shown;
mod standings;
mod unlock;
pub(crate) mod views;

pub use diagrams::public_diagram;
pub use embedding::{delete as delete_embedding, framed_by, get as embedding, rotate as rotate_embedding, save as save_embedding};
pub use files::public_file;
pub use links::{list as links, revoke as revoke_link, rotate as rotate_link, save as save_link};
pub use reading::{public_board, public_filter_values, public_tile};
pub(crate) use standings::standings;
pub use unlock::{PASS_COOKIE, PASS_SECONDS, Pass, unlock};

use super::{
    App,
    actor::Actor,
    audit::{self, Object},
    projects::{access, touch},
};
use crate::{
    error::{AppError, Result},
    model::{
        audit::Verb,
        project::{Visibility, VisibilityInput},
        role::Right,
    },
    store,
};

/// The rules of `POST /api/projects/{id}/public`: without a valid connection always private.
pub async fn set_visibility(app: &App, actor: &Actor, input: VisibilityInput) -> Result<Visibility> {
    let id = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    let public = input.public.ok_or_else(|| AppError::field("public", "Say whether the project is to be public: true or false"))?;
    let mut tx = app.store.begin().await?;
    let mut project = access::locked(&mut tx, actor, &id, Right::Share).await?;
    let before = (project.is_public, project.id_public.clone());
    let connections = store::connections::of_project(&mut tx, &id).await?;
    publicity::decide(&mut project, &connections, public);
    if !publicity::has_valid(&connections) {
        store::share_links::revoke_all(&mut tx, &id).await?;
    }
    if before != (project.is_public, project.id_public.clone()) {
        touch(&mut project);
    }
    store::projects::save(&mut tx, &project).await?;
    let verb = if project.is_public { Verb::MadePublic } else { Verb::MadePrivate };
    audit::done(&mut tx, actor, verb, &Object::project(&project)).await?;
    tx.commit().await?;
    Ok(Visibility { is_public: project.is_public, id_public: project.id_public })
}
