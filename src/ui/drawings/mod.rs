//! One view per drawing.
