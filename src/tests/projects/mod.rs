//! Projects, connections, jobs, widgets, boards and public links, through the server's own door.

mod boards;
mod connections;
mod jobs;
mod kill;
mod project;
mod publicity;
pub mod shop;
mod widgets;
