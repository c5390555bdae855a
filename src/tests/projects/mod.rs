//! Projects, connections, jobs, widgets, boards and public links, through the server's own door.

mod across;
mod board_files;
mod boards;
mod caching;
mod connections;
mod crowd;
mod extremes;
mod history;
mod jobs;
mod kill;
mod layout;
mod leaving;
mod outage;
mod project;
mod publicity;
mod sealed;
pub mod shop;
mod statements;
mod widgets;
