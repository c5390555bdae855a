//! A project's schemas: every table of its connections, and each table with its columns, keys, relations and rows.

mod changes;
pub(super) mod diagram;
mod lines;
mod list;
mod load;
mod parts;
mod relations;
mod table;

pub use changes::ChangesPage;
pub use diagram::DiagramPage;
pub use list::SchemaPage;
pub use table::TablePage;

use crate::{
    model::address::{Query, step},
    ui::parts::Crumb,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Keys of the list's address.
const SEARCH: &str = "q";
const CONNECTION: &str = "connection";
const PAGE: &str = "page";

/// A part of the page's path.
fn use_param(name: &'static str) -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get(name).unwrap_or_default()))
}

/// The page with all tables of a project.
pub fn schema_path(project: &str) -> String {
    format!("/projects/{project}/schema")
}

/// The page with what changed.
fn changes_path(project: &str) -> String {
    format!("{}/changes", schema_path(project))
}

/// The page of one table, by its label.
fn table_path(project: &str, connection: &str, table: &str) -> String {
    format!("{}/{connection}/{}", schema_path(project), step(table))
}

/// The list of one connection's tables.
fn source_path(project: &str, connection: &str) -> String {
    Query::default().with(CONNECTION, connection).on(&schema_path(project))
}

/// The way to the pages of a project's schemas.
fn crumbs(project: &str, title: &str) -> Vec<Crumb> {
    vec![Crumb::to("Projects", "/projects"), Crumb::to(title, format!("/projects/{project}/dashboard"))]
}
