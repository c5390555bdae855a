//! Engines in processes of their own: the same executable as `vizboard worker`, behind a pipe.
//!
//! A driver that speaks to somebody else's server can be made to abort its process (a MySQL server does it with one
//! packet) and an engine can ignore every order to stop (security.md, 0.1 and 0.2). So such an engine runs where that
//! ends nothing else: without the secret key, with an empty environment, in one process per team, which is killed one
//! second after it was to stop and did not.
//!
//! [`Remote`] is the engine that the server sees; `child` is what runs in the worker; `wire` is what they say.

mod call;
mod child;
mod process;
mod remote;
mod staff;
pub mod wire;

pub use child::run;
pub use remote::Remote;
pub use staff::Staff;
