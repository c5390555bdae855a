//! The addresses of the pages of one database.

use crate::model::address::{Query, step};
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
            Tab::Ways => format!("{}/api", self.base),
            Tab::Copies => format!("{}/copies", self.base),
            Tab::Settings => format!("{}/settings", self.base),
        }
    }

    pub fn table(&self, table: &str) -> String {
        format!("{}/tables/{}", self.base, table_step(table))
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

/// A table's name as a step of an address. A browser would take a step of dots for a way up: such a name goes in quotes.
pub fn table_step(table: &str) -> String {
    step(&plain_step(table))
}

/// The same, not yet encoded.
pub fn plain_step(table: &str) -> String {
    if matches!(table, "." | "..") { format!("\"{table}\"") } else { table.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::table_step;

    #[test]
    fn any_name_is_one_step() {
        assert_eq!(table_step("a/b ü"), "a%2Fb%20%C3%BC");
        assert_eq!(table_step(".."), "%22..%22");
    }
}
