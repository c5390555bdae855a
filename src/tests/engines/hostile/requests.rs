//! What an engine is asked while a server lies to it, and how it must end whatever the server says.

use crate::engines::read_with;
use std::time::{Duration, Instant};
use tokio::time::timeout;
use vizboard::{
    engines::{Engine, Target},
    model::{
        engine::{EngineError, ReadLimits},
        plan::Plan,
    },
};

#[derive(Clone, Debug)]
pub enum Request {
    Validate,
    Introspect,
    Read(Box<Plan>),
}

impl Request {
    /// Asks a server and waits for all of its answer.
    pub async fn ask(&self, engine: &dyn Engine, target: &Target) -> Result<(), EngineError> {
        self.ask_within(engine, target, ReadLimits::default()).await
    }

    async fn ask_within(&self, engine: &dyn Engine, target: &Target, limits: ReadLimits) -> Result<(), EngineError> {
        match self {
            Self::Validate => engine.validate(target).await.map(drop),
            Self::Introspect => engine.introspect(target).await.map(drop),
            Self::Read(plan) => read_with(engine, target, Plan::clone(plan), limits).await.map(drop),
        }
    }

    /// How long it may take, with slack for a busy machine.
    fn longest(&self) -> Duration {
        Duration::from_secs(match self {
            Self::Validate => 5,
            Self::Introspect => 30,
            // What is read here is given a second.
            Self::Read(_) => 2,
        }) + Duration::from_secs(10)
    }

    /// Asks a server that may do anything: the answer comes in time, and a failure is told in words for a person.
    pub async fn endure(&self, engine: &dyn Engine, target: &Target, told: &str) -> Result<(), EngineError> {
        let started = Instant::now();
        let limits = ReadLimits { timeout_ms: 1_000, ..ReadLimits::default() };
        let outcome = timeout(self.longest(), self.ask_within(engine, target, limits)).await;
        let outcome = outcome.unwrap_or_else(|_| panic!("{self:?} hangs for {:?}: {told}", started.elapsed()));
        if let Err(error) = &outcome {
            let words = error.to_string();
            assert!(!error.text.is_empty() && words.chars().count() < 600, "{told}: {words}");
            assert!(!words.chars().any(char::is_control), "{told}: {words:?}");
            let password = target.access.password.expose();
            assert!(!words.contains(password), "{told}: {words}");
        }
        outcome
    }
}
