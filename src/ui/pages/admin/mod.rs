//! Pages for administrators of the server.

pub mod sections;
mod settings;
mod variables;

pub use settings::ServerSettingsPage;
