//! Projects, connections, jobs, widgets, boards and public links, through the server's own door.

mod across;
mod boards;
mod connections;
mod crowd;
mod extremes;
mod jobs;
mod kill;
mod leaving;
mod outage;
mod project;
mod publicity;
mod sealed;
pub mod shop;
mod statements;
mod widgets;
