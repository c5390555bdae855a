//! Pages about schemas: tables, diagrams and what readings find changed, through the server's own door.

mod changes;
mod diagram;
mod tables;
