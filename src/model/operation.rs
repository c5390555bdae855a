//! What administrators see of a server's health.

use super::{backup::BackupTry, time::Timestamp};
use serde::{Deserialize, Serialize};

/// Answer of `getServerHealth`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ServerHealth {
    /// Of VizBoard.
    pub version: String,
    pub started_at: Timestamp,
    pub store: StoreHealth,
    /// Of the file system that holds the data directory; absent where it cannot be asked.
    pub disk: Option<Disk>,
    pub jobs: Jobs,
    /// Processes that read databases apart from the server, and how many there can be.
    pub workers: u32,
    pub most_workers: u32,
    pub cache: Cache,
    /// Entries of the audit log, and for how many days they stay.
    pub audit_entries: u32,
    pub audit_days: u32,
    pub backups: BackupHealth,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct StoreHealth {
    /// `SQLite` or `PostgreSQL`.
    pub kind: String,
    /// Of the program of the database.
    pub version: String,
    /// On disk, without a journal.
    pub bytes: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Disk {
    /// Bytes that the server can still write.
    pub free: u64,
    pub total: u64,
}

/// Work of the background on connections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Jobs {
    pub waiting: u32,
    pub running: u32,
    /// Ended without success within the last hour.
    pub failed: u32,
}

/// Answers of databases that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Cache {
    pub answers: u64,
    pub bytes: u64,
    pub most_bytes: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct BackupHealth {
    /// Whether the operator named a folder for them.
    pub has_folder: bool,
    /// Seconds between those that the server makes by itself; absent when it makes none.
    pub every_seconds: Option<u64>,
    pub keep: u32,
    /// Bytes that went into the one that is being made.
    pub running_bytes: Option<u64>,
    pub last: Option<BackupTry>,
    /// The last one that is there.
    pub good: Option<BackupTry>,
}

impl BackupHealth {
    /// What an administrator must know: the last one failed, or none has been made for too long.
    pub fn trouble(&self) -> Option<String> {
        let failed = self.last.as_ref().and_then(|last| last.error.as_ref());
        failed.map(|error| format!("The last backup failed: {error}"))
    }
}

/// `12.3 MB`, for people.
pub fn bytes(count: u64) -> String {
    const STEPS: [(u64, &str); 4] = [(1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB")];
    let step = STEPS.iter().find(|(size, _)| count >= *size);
    step.map_or_else(|| format!("{count} bytes"), |(size, unit)| format!("{:.1} {unit}", count as f64 / *size as f64))
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes_for_people() {
        assert_eq!([0, 999, 1_500, 12_300_000, 2_000_000_000].map(bytes), ["0 bytes", "999 bytes", "1.5 KB", "12.3 MB", "2.0 GB"]);
    }
}
