//! Assembly: configuration, state, router, layers, listener, log, stop.

pub mod admin;
pub mod answer;
pub mod assets;
pub mod backup;
pub mod config;
pub mod demo;
mod docs;
pub mod layers;
pub mod lifecycle;
pub mod listener;
pub mod local_path;
pub mod lock;
pub mod log;
pub mod open;
pub mod openapi;
pub mod pages;
pub mod rotate_key;
pub mod router;
mod sign_in;
pub mod start;
