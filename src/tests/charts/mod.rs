//! Charts from rows to SVG: options as committed, odd data, and the drawing itself.

mod beyond;
mod edges;
mod options;
mod painting;
mod samples;
