//! Who calls and what they may: the only way into a use case.

use crate::model::id::AccountId;
use std::net::IpAddr;

/// A caller who was recognised.
#[derive(Clone, Debug)]
pub struct Actor {
    pub account: AccountId,
    pub is_admin: bool,
}

/// Where a request comes from, for rate limits and the log.
#[derive(Clone, Debug)]
pub struct Client {
    pub address: IpAddr,
}
