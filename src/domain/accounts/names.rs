//! User names that nobody chose: made from the e-mail's local part and made unique.

use crate::{
    error::{AppError, Result},
    secrets::random_token,
    store::{self, Db},
};

const LONGEST: usize = 39;

/// A user name like the local part of `email` that neither an account nor a team has.
pub(super) async fn free_name_for(db: &mut Db, email: &str) -> Result<String> {
    let base = name_like(email.split('@').next().unwrap_or_default());
    if is_free(db, &base).await? {
        return Ok(base);
    }
    for number in 2..10 {
        let name = with_suffix(&base, &number.to_string());
        if is_free(db, &name).await? {
            return Ok(name);
        }
    }
    for _ in 0..10 {
        let name = with_suffix(&base, &random_token()?.expose()[..6].to_ascii_lowercase());
        if is_free(db, &name).await? {
            return Ok(name);
        }
    }
    Err(AppError::conflict("Choose a user name: none like your e-mail is free."))
}

async fn is_free(db: &mut Db, name: &str) -> Result<bool> {
    Ok(store::accounts::by_login(db, name).await?.is_none() && !store::teams::name_is_taken(db, name).await?)
}

/// `local` with everything but a-z, 0-9 and - replaced, so that it is a user name.
fn name_like(local: &str) -> String {
    let mut name = String::with_capacity(local.len());
    for c in local.to_lowercase().chars() {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            name.push(c);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        name.insert_str(0, "user-");
    }
    name.truncate(LONGEST);
    let name = name.trim_end_matches('-').to_owned();
    if name.len() < 3 { format!("{name}-user") } else { name }
}

fn with_suffix(base: &str, suffix: &str) -> String {
    let room = LONGEST - 1 - suffix.len();
    let base = base.get(..room).unwrap_or(base).trim_end_matches('-');
    format!("{base}-{suffix}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rules;

    #[test]
    fn every_local_part_gives_a_user_name() {
        for (local, expected) in [
            ("ada.lovelace", "ada-lovelace"),
            ("Ada+news", "ada-news"),
            ("1815", "user-1815"),
            ("a", "a-user"),
            ("...", "user"),
            ("ünï", "n-user"),
            ("日本", "user"),
            ("", "user"),
        ] {
            assert_eq!(name_like(local), expected);
        }
        let long = "x".repeat(64);
        for local in ["-", "a-", "_._", "1", "ab", &long, "a........................................b"] {
            let name = name_like(local);
            assert!(rules::username(&name).is_ok(), "{local} -> {name}");
            assert!(rules::username(&with_suffix(&name, "abc123")).is_ok(), "{local} -> {name}");
        }
    }
}
