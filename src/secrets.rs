//! Seal and open (AES-256-GCM), passwords (argon2id), tokens (HMAC).
