//! Which passwords are refused besides short and long ones (security.md, checks 1 to 3).

use crate::{
    domain::App,
    error::{AppError, Result},
    model::{access::Secret, rules},
    secrets::is_common,
};

/// Whose password it is to be: their own names are the first that others try.
pub(super) struct Owner<'a> {
    pub(super) username: &'a str,
    pub(super) email: &'a str,
}

/// Nothing is trimmed: spaces at the ends are part of a password.
pub(super) fn check(app: &App, field: &str, password: &Secret, owner: &Owner) -> Result<()> {
    let text = password.expose();
    rules::password(field, text, app.settings.password_min)?;
    let refuse = |why: &str| Err(AppError::field(field, format!("Password {why}. Choose another one.")));
    if text.contains('\0') {
        return refuse("must not contain a NUL character");
    }
    if is_common(text) {
        return refuse("is one of the most common ones");
    }
    let own = text.to_lowercase();
    let local = owner.email.split('@').next().unwrap_or_default();
    if [owner.username, owner.email, local].iter().any(|name| is_little_more_than(&own, name)) {
        return refuse("must not be your user name or e-mail");
    }
    if is_little_more_than(&own, "vizboard") {
        return refuse("must not be the name of this product");
    }
    Ok(())
}

/// The name itself, or with digits and signs around it.
fn is_little_more_than(password: &str, name: &str) -> bool {
    let name = name.to_lowercase();
    !name.is_empty() && (password == name || password.trim_matches(|c: char| !c.is_alphabetic()) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_digits_around_them() {
        for (password, name) in
            [("vizboard", "vizboard"), ("vizboard2026!", "VizBoard"), ("123ada456", "ada"), ("ada@example.org", "ada@example.org")]
        {
            assert!(is_little_more_than(password, name), "{password}");
        }
        for (password, name) in [("vizboards are fine", "vizboard"), ("12345678", ""), ("canada12", "ada")] {
            assert!(!is_little_more_than(password, name), "{password}");
        }
    }
}
