//! What is known of backups.

use super::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A backup that was tried.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct BackupTry {
    pub at: Timestamp,
    /// Name of the file in the folder of backups.
    pub file: String,
    /// Size of the file; 0 when there is none.
    pub bytes: u64,
    pub seconds: f64,
    /// Why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}
