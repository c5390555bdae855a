//! How the engines' SQL differs.
