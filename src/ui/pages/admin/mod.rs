//! Pages for administrators of the server.

mod settings;
mod variables;

pub use settings::ServerSettingsPage;
