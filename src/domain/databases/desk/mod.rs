//! What the pages of hosted databases ask: a database with its tables, a page of rows ready to be edited, changes of rows
//! and of the structure as a form sends them. Programs have the same over `/api/dbs`.

pub mod apps;
pub mod charts;
mod csv;
pub mod dashboards;
pub mod deleted;
pub(crate) mod faces;
mod form;
mod kept;
pub mod kept_copies;
mod keys;
mod look;
mod one;
pub(crate) mod rows;
pub(crate) mod save;
pub mod settings;
mod sql;
mod structure;
#[cfg(test)]
mod tests;
pub(crate) mod undo;
mod uploads;
pub(crate) mod values;

pub use form::{delete_row, save_row};
pub use kept::Kept;
pub use look::{desk, list};
pub use one::row;
pub use rows::page;
pub use save::{review, save};
pub use sql::{kept_run, run, stop};
pub use structure::change;
pub use uploads::{Landed, Uploads, import, import_cancel, import_rows, import_state, land, upload};

use super::access::{self, Asking, Found, Key};
use crate::{
    domain::{App, actor::Actor},
    error::{AppError, Result},
    model::{database_right::DatabaseRight, schema::Table, ulid::DatabaseId},
};
use std::sync::Arc;

/// By what a page names a database: its id or its read-only id.
pub(super) fn key(named: Option<&str>) -> Key {
    let named = named.unwrap_or_default();
    if DatabaseId::parse(named).is_some() { Key::id(named) } else { Key::readonly(named) }
}

/// The database of a page, for a caller who may do `right` with it.
pub(super) async fn open(app: &App, actor: Option<&Actor>, user: Option<&str>, named: Option<&str>, right: DatabaseRight) -> Result<Found> {
    match actor {
        Some(actor) => actor.check_user_id(user)?,
        None if user.is_some() => return Err(AppError::unauthorized()),
        None => {}
    }
    access::open(app, Asking { actor }, &key(named), right).await
}

/// A table of it with its columns in their order, by the step of an address: its name, or its label where the name is a step
/// of dots.
pub(super) async fn table(app: &App, found: &Found, step: Option<&str>) -> Result<(Arc<crate::model::schema::Schema>, Table)> {
    let known = super::shape::known(app, found).await?;
    let schema = known.schema.clone();
    let step = step.unwrap_or_default();
    let mut table = match super::schema::table(&schema, step) {
        Ok(table) => table.clone(),
        Err(missing) => schema.table(step).cloned().ok_or(missing)?,
    };
    let columns = known.columns(&table).into_iter().cloned().collect();
    table.columns = columns;
    Ok((schema, table))
}
