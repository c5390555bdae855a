//! Reaching other people's servers: which hosts may be reached, and how the driver gets exactly there.

mod address;
mod dial;
mod host;
mod nest;
mod pipe;
mod policy;
mod resolve;

pub use address::{Class, classify};
pub use dial::{Fault, Route};
pub use host::certificate_name;
pub use nest::nest;
pub use pipe::{Pipe, Verdict, Watch};
pub use policy::{Policy, Reach};
pub use resolve::{Resolve, System};
