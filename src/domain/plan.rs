//! Request + schema -> model::plan, or a refusal with a reason. Pure.
