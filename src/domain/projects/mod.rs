//! Projects: made, changed, deleted, listed, checked.

pub(crate) mod access;
mod changes;
mod checks;
mod create;
mod delete;
mod hand_over;
mod read;
mod update;

pub use checks::{progress, regenerate_schemas, schema, validate};
pub use create::create;
pub use delete::delete;
pub use hand_over::hand_over;
pub use read::{cards, detail, is_owner, of_user, summaries};
pub use update::update;

use crate::{model::time::Timestamp, store::projects::ProjectRow};

/// Notes that what the edit form shows was changed: a form that started earlier is refused.
pub(crate) fn touch(project: &mut ProjectRow) {
    project.version += 1;
    stamp(project);
}

/// Notes a change that the edit form does not show (the board).
pub(crate) fn stamp(project: &mut ProjectRow) {
    project.updated_at = Timestamp::now().max(project.updated_at);
}
