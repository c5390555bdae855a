//! Projects, connections, jobs, widgets, boards and public links, through the server's own door.

mod across;
mod board_files;
mod boards;
mod caching;
mod connections;
mod crowd;
mod difference;
mod embedding;
mod extremes;
mod filters;
mod history;
mod jobs;
mod joins;
mod kill;
mod layout;
mod leaving;
mod links;
mod outage;
mod project;
mod publicity;
mod queried;
mod queries;
mod sealed;
mod search;
pub mod shop;
mod statements;
mod widgets;
