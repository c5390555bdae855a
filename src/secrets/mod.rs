//! Seal and open (AES-256-GCM), passwords (argon2id), tokens (HMAC), codes of apps (TOTP), passkeys (WebAuthn).

pub mod key_file;
mod key_ring;
mod key_text;
mod passwords;
mod sealing;
mod signature;
mod signed;
mod tokens;
mod totp;
mod webauthn;

pub use key_file::key_ring_of_folder;
pub use key_ring::{KeyRing, USES_BLOCK};
pub use passwords::{Passwords, is_common};
pub use sealing::{HEAD, Place, SEALED, key_id};
pub use signature::RsaPublicKey;
pub use signed::{Unverified, sign};
pub use tokens::{TokenKey, is_random_token, is_token_with_prefix, random_token, short_codes, token_with_prefix};
pub use totp::{STEP_SECONDS, TotpSecret};
pub use webauthn::{MadePasskey, ShownPasskey, Site, challenge_of};
