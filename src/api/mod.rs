//! Public HTTP, one file per documented family and noun; each exports `routes()`.
