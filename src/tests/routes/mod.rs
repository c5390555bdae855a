//! Every endpoint asked by everybody, and what the document says about it.

mod document;
mod principals;
