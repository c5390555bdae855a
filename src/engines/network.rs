//! Which hosts may be reached.

/// `VIZBOARD_NETWORK_POLICY` (00-conventions, Reaching other people's servers).
#[derive(Clone, Debug, Default)]
pub struct Policy {}
