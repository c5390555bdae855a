//! Teams: who belongs to them with which role, how people come and go, and what becomes of their projects.

pub(crate) mod access;
mod all;
mod change;
mod invitations;
mod members;
mod read;

pub use all::list_all;
pub use change::{change, create, delete, delete_named, rename};
pub use invitations::{Invited, accept, decline, invite, invite_to_team, look_at, revoke};
pub(crate) use invitations::{is_alive, redeem};
pub use members::{remove, set_role, set_roles};
pub use read::{detail, list, members, person, short, team};
