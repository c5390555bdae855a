//! Use cases: right, rule, ports. No SQL text, no HTTP, no framework.

pub mod accounts;
pub mod actor;
pub mod boards;
pub mod connections;
pub mod jobs;
pub mod plan;
pub mod projects;
pub mod sharing;
pub mod widgets;

use crate::{engines::Engines, script::Painter, store::Store};
use std::sync::Arc;

/// Everything a use case may need. Cheap to clone.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
}

pub struct Parts {
    pub store: Store,
    pub engines: Engines,
    pub painter: Painter,
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

impl App {
    pub fn new(parts: Parts) -> Self {
        Self { parts: Arc::new(parts) }
    }
}
