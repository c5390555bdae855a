//! QuickJS on the server: draws chart options to SVG with ECharts' DOM-free renderer.

mod cache;
mod engine;
mod painter;
mod picture;
mod svg;
mod titled;

pub use painter::Painter;
