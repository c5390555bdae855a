//! Projects: the list, making, changing and deleting them.

mod busy;
mod card;
mod card_menu;
mod connection_row;
mod connection_url;
#[cfg(feature = "hydrate")]
mod controls;
mod delete;
mod edit;
pub mod engine_icons;
mod form;
mod hand_over;
mod list;
mod listing;
mod new;
mod rows;
mod thumbnail;
mod toolbar;
mod try_connection;
mod writing;

pub use delete::DeleteProject;
pub use edit::EditProject;
pub use list::Projects;
pub use new::NewProject;
