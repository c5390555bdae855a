//! Hosted databases: the list, a new one, and the pages of one: tables with rows that are edited in place, structure, SQL,
//! charts, dashboards and apps, ways in for programs, copies and settings. The public page shows strangers the same tables without anything to change.

mod app;
mod apps;
mod charts;
mod connected;
mod copies;
mod dashboard;
mod dashboards;
mod deleted;
mod grid;
mod import;
mod import_rows;
mod list;
mod load;
mod new;
mod paths;
mod row;
mod row_form;
mod settings;
mod shell;
mod sql;
mod sql_result;
mod structure;
mod structure_forms;
mod tables;
mod ways;

pub use app::{AppPage, NewAppPage};
pub use apps::AppsPage;
pub use charts::ChartsPage;
pub use connected::{ConnectedRowsPage, rows_path};
pub use copies::CopiesPage;
pub use dashboard::DashboardPage;
pub use dashboards::DashboardsPage;
pub use deleted::DeletedRowsPage;
pub use import_rows::ImportRowsPage;
pub use list::DatabasesPage;
pub use new::NewDatabasePage;
pub use row::{NewRowPage, RowPage};
pub use settings::DatabaseSettingsPage;
pub use sql::DatabaseSqlPage;
pub use structure::StructurePage;
pub use tables::TablesPage;
pub use ways::WaysInPage;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A part of the page's address.
fn use_param(name: &'static str) -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.try_with(|params| params.get(name)).flatten().unwrap_or_default())
}
