//! Pages for administrators of the server.

pub mod sections;
mod settings;
mod teams;
mod variables;

pub use settings::ServerSettingsPage;
pub use teams::AllTeamsPage;
