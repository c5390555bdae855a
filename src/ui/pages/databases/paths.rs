//! The addresses of the pages of one database.

use crate::model::address::{Query, step, table_step};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Where strangers read.
const PUBLIC: &str = "/public/databases/";

/// The pages of one database: those of its people, or the public one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    base: String,
    pub is_public: bool,
}

/// One of the pages of a database that has a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Tables,
    Sql,
    Charts,
    Dashboards,
    Apps,
    Ways,
    Copies,
    Settings,
}

impl Paths {
    /// The pages of the database with this id, of the kind of the page that is shown.
    pub fn of(id: &str) -> Self {
        let is_public = use_location().pathname.with_untracked(|path| path.starts_with(PUBLIC));
        Self { base: format!("{}{}", if is_public { PUBLIC } else { "/databases/" }, step(id)), is_public }
    }

    pub fn tab(&self, tab: Tab) -> String {
        match tab {
            Tab::Tables => self.base.clone(),
            Tab::Sql => format!("{}/sql", self.base),
            Tab::Charts => format!("{}/charts", self.base),
            Tab::Dashboards => format!("{}/dashboards", self.base),
            Tab::Apps => format!("{}/apps", self.base),
            Tab::Ways => format!("{}/api", self.base),
            Tab::Copies => format!("{}/copies", self.base),
            Tab::Settings => format!("{}/settings", self.base),
        }
    }

    pub fn table(&self, table: &str) -> String {
        format!("{}/tables/{}", self.base, table_step(table))
    }

    pub fn dashboard(&self, dashboard: &str) -> String {
        format!("{}/{}", self.tab(Tab::Dashboards), step(dashboard))
    }

    pub fn new_app(&self) -> String {
        format!("{}/new", self.tab(Tab::Apps))
    }

    pub fn app(&self, app: &str) -> String {
        format!("{}/{}", self.tab(Tab::Apps), step(app))
    }

    pub fn structure(&self, table: &str) -> String {
        format!("{}/structure", self.table(table))
    }

    pub fn new_row(&self, table: &str) -> String {
        format!("{}/new", self.table(table))
    }

    pub fn import(&self, table: &str) -> String {
        format!("{}/import", self.table(table))
    }

    pub fn deleted(&self, table: &str) -> String {
        format!("{}/deleted", self.table(table))
    }

    pub fn row(&self, table: &str, key: &str) -> String {
        Query::default().with("key", key).on(&format!("{}/row", self.table(table)))
    }
}
