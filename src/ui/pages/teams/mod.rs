//! Teams: the list, the page of one, and the page of an invitation.

mod attributes;
mod danger;
mod invitation;
mod invite;
mod list;
mod members;
mod team;

pub use invitation::InvitationPage;
pub use list::TeamsPage;
pub use team::TeamPage;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The address of a team's page, whatever its name is made of.
pub fn address(name: &str) -> String {
    format!("/teams/{}", utf8_percent_encode(name, NON_ALPHANUMERIC))
}
