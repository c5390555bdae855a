//! Backups: the store and the files of the data directory in one file, made while servers run, checked after it was
//! written, and put back on any machine.
//!
//! A backup is a tar archive under gzip. Its first entry says what it is ([`Manifest`]), its last one has the size and the
//! SHA-256 of every other: `store/<table>/<number>.jsonl` (`store::snapshot`) and `files/<path below the data directory>`.

mod archive;
mod files;
mod make;
mod pending;
mod restore;
mod schedule;

pub use archive::{Manifest, check};
pub use make::{Made, Source, make, note};
pub use pending::finish as finish_interrupted;
pub use restore::{Restored, Target, restore};
pub use schedule::{Backups, Running, State, back_up_now, file_name, next, run as keep_making, state};

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// How far a backup or a restore has come, for whoever watches.
#[derive(Debug, Default)]
pub struct Progress {
    entries: AtomicU64,
    bytes: AtomicU64,
    is_checking: AtomicBool,
}

impl Progress {
    fn add(&self, bytes: u64) {
        self.entries.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    fn check(&self, now: bool) {
        self.is_checking.store(now, Ordering::Relaxed);
    }

    /// Entries and bytes of the store and of files that went through, before they were compressed.
    pub fn so_far(&self) -> (u64, u64) {
        (self.entries.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed))
    }

    /// Whether the file is being read again.
    pub fn is_checking(&self) -> bool {
        self.is_checking.load(Ordering::Relaxed)
    }
}
