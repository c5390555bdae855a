//! How far the opening of a connection came, told by the watch of an engine.

use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
};

/// How far the opening of the latest connection came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Nothing that looks like the engine's protocol was heard.
    Started,
    /// Both sides agreed to TLS; everything after is between the server and the driver.
    Encrypted,
    /// It speaks the protocol, unencrypted.
    Plain,
}

/// A [`Stage`] that a watch writes and an engine reads.
#[derive(Clone, Default)]
pub struct Progress(Arc<AtomicU8>);

impl Progress {
    pub fn get(&self) -> Stage {
        match self.0.load(Ordering::Acquire) {
            1 => Stage::Encrypted,
            2 => Stage::Plain,
            _ => Stage::Started,
        }
    }

    pub fn set(&self, stage: Stage) {
        self.0.store(stage as u8, Ordering::Release);
    }
}
