//! Plan + dialect -> statement + parameters. Pure; the only place where statements are composed.
