//! What happened, and how the server is.

mod activity;
mod entries;
mod filters;
mod health;
mod jobs;

pub use activity::{Activity, AuditLog};
pub use health::Health;
pub use jobs::JobsPage;
