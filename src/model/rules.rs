//! Rules of fields, with the text that names field and rule. The same code checks in the browser and on the server.

use crate::error::{AppError, Result};

/// Least length of a password; `VIZBOARD_PASSWORD_MIN` can lower it to 6 on the server.
pub const PASSWORD_MIN: usize = 8;
/// Longest password, in characters.
pub const PASSWORD_MAX: usize = 256;

/// Text of our own fields: no NUL, not longer than `max` characters.
/// Any text without NUL of at most `max` characters.
pub fn text(field: &str, label: &str, value: &str, max: usize) -> Result<()> {
    if value.contains('\0') {
        return Err(AppError::field(field, format!("{label} must not contain a NUL character")));
    }
    if value.chars().count() > max {
        return Err(AppError::field(field, format!("{label} must be at most {max} characters")));
    }
    Ok(())
}

fn required(field: &str, label: &str, value: &str, max: usize) -> Result<()> {
    if value.trim().is_empty() {
        return Err(AppError::field(field, format!("{label} is required")));
    }
    text(field, label, value, max)
}

/// Seed 001: 1 to 100 letters, digits, spaces, dots, underscores and hyphens.
pub fn project_title(value: &str) -> Result<()> {
    required("title", "Title", value, 100)?;
    if value.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '_' | '-')) {
        Ok(())
    } else {
        Err(AppError::field("title", "Title may only contain letters, digits, spaces, dots, underscores and hyphens"))
    }
}

pub fn project_description(value: &str) -> Result<()> {
    text("description", "Description", value, 500)
}

pub fn query_title(value: &str) -> Result<()> {
    required("title", "Title", value, 100)
}

pub fn query_description(value: &str) -> Result<()> {
    text("description", "Description", value, 500)
}

pub fn connection_title(field: &str, value: &str) -> Result<()> {
    required(field, "Connection title", value, 50)
}

/// An IP address, `localhost` or a host name (RFC 1123, underscores tolerated). The network policy is checked elsewhere.
pub fn host(field: &str, value: &str) -> Result<()> {
    required(field, "Host", value, 253)?;
    let bare = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(value);
    if bare.parse::<std::net::IpAddr>().is_ok() {
        return Ok(());
    }
    let name = value.strip_suffix('.').unwrap_or(value);
    let label_ok = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    // A last label of digits would be read as an old-style IPv4 address by some resolvers (127.1, 0x7f000001).
    let last_is_number = name.rsplit('.').next().is_some_and(|last| {
        last.bytes().all(|b| b.is_ascii_digit())
            || last.strip_prefix("0x").or_else(|| last.strip_prefix("0X")).is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
    });
    if name.split('.').all(label_ok) && !last_is_number {
        Ok(())
    } else {
        Err(AppError::field(field, "Host must be an IP address, localhost or a host name"))
    }
}

pub fn port(field: &str, value: i64) -> Result<u16> {
    u16::try_from(value).ok().filter(|port| *port > 0).ok_or_else(|| AppError::field(field, "Port must be between 1 and 65535"))
}

/// Seed 001: 1 to 60 letters, digits, hyphens and underscores.
pub fn database_name(field: &str, value: &str) -> Result<()> {
    required(field, "Database name", value, 60)?;
    if value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
        Ok(())
    } else {
        Err(AppError::field(field, "Database name may only contain letters, digits, hyphens and underscores"))
    }
}

pub fn database_user(field: &str, value: &str) -> Result<()> {
    required(field, "Database user", value, 50)
}

/// 3 to 39 characters of `a-z 0-9 -`, starting with a letter; the caller lower-cases it first.
pub fn username(value: &str) -> Result<()> {
    let rule = "User name must be 3 to 39 characters of a-z, 0-9 and -, starting with a letter";
    let ok = (3..=39).contains(&value.len())
        && value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && value.starts_with(|c: char| c.is_ascii_lowercase());
    if ok { Ok(()) } else { Err(AppError::field("username", rule)) }
}

/// One `@`, something before it, a dot inside what follows it; at most 254 characters (RFC 5321).
pub fn email(value: &str) -> Result<()> {
    let rule = || AppError::field("email", "Enter an e-mail address like name@example.org");
    text("email", "E-mail", value, 254)?;
    let (local, domain) = value.rsplit_once('@').ok_or_else(rule)?;
    let plain = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control() || c == '@');
    let dotted = domain.split('.').count() > 1 && domain.split('.').all(|label| !label.is_empty());
    if plain(local) && local.len() <= 64 && plain(domain) && dotted { Ok(()) } else { Err(rule()) }
}

/// Length only; the server also refuses common passwords and the account's own names.
pub fn password(field: &str, value: &str, min: usize) -> Result<()> {
    let length = value.chars().take(PASSWORD_MAX + 1).count();
    if length < min {
        Err(AppError::field(field, format!("Password must be at least {min} characters")))
    } else if length > PASSWORD_MAX {
        Err(AppError::field(field, format!("Password must be at most {PASSWORD_MAX} characters")))
    } else {
        Ok(())
    }
}

pub fn person_name(field: &str, label: &str, value: &str) -> Result<()> {
    text(field, label, value, 100)
}

/// The name of a hosted database: 1 to 100 characters on one line.
pub fn hosted_name(value: &str) -> Result<()> {
    required("name", "Name", value, 100)?;
    let refusal = || AppError::field("name", "Name must not contain slashes, line breaks or other control characters");
    if value.chars().any(|c| c.is_control() || matches!(c, '/' | '\\')) { Err(refusal()) } else { Ok(()) }
}

pub fn hosted_description(value: &str) -> Result<()> {
    text("description", "Description", value, 5_000)
}

pub fn environment(value: &str) -> Result<()> {
    text("environment", "Environment", value, 60)
}

/// 1 to 60 characters on one line. Names of teams stand in addresses: none is a path, looks like an id, or hides what it
/// says behind signs that nobody sees.
pub fn team_name(value: &str) -> Result<()> {
    required("name", "Team name", value, 60)?;
    let is_unseen = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    if value.chars().any(|c| c.is_control() || is_unseen(c) || matches!(c, '/' | '\\')) {
        return Err(AppError::field("name", "Team name must not contain slashes, line breaks or invisible characters"));
    }
    if super::id::is_uuid(value) || value.chars().all(|c| c == '.') {
        return Err(AppError::field("name", "Team name must not be only dots or have the form of an id"));
    }
    Ok(())
}

pub fn filter_label(value: &str) -> Result<()> {
    required("label", "Label", value, 60)
}

pub fn link_title(value: &str) -> Result<()> {
    required("title", "Title", value, 60)
}

pub fn widget_title(value: &str) -> Result<()> {
    required("title", "Title", value, 100)
}

/// The title of a tab, without the space around it.
pub fn tab_title(value: &str) -> Result<String> {
    let value = value.trim();
    required("title", "Title", value, 60)?;
    Ok(value.to_owned())
}

pub fn widget_description(value: &str) -> Result<()> {
    text("description", "Description", value, 500)
}

pub fn widget_text(value: &str) -> Result<()> {
    text("configs[text]", "Text", value, 20_000)
}

pub fn token_name(value: &str) -> Result<()> {
    required("name", "Name", value, 60)
}

pub fn token_description(value: &str) -> Result<()> {
    text("description", "Description", value, 500)
}

/// Letters, digits and underscores, no digit first: what every shell takes.
pub fn variable_name(value: &str) -> Result<()> {
    required("name", "Name", value, 100)?;
    let is_fit = value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && !value.starts_with(|c: char| c.is_ascii_digit());
    let refusal = || AppError::field("name", "Name may only contain letters, digits and underscores, and no digit first");
    if is_fit { Ok(()) } else { Err(refusal()) }
}

pub fn variable_value(value: &str) -> Result<()> {
    text("value", "Value", value, 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for good in ["localhost", "127.0.0.1", "::1", "[::1]", "db.example.org", "db_1.internal", "example.org."] {
            assert!(host("host", good).is_ok(), "{good}");
        }
        for bad in [
            "",
            " ",
            "a b",
            "a/b",
            "a@b",
            "a?sslmode=disable",
            "127.1",
            "2130706433",
            "0x7f000001",
            "017700000001",
            "-a",
            "a..b",
            "/var/run",
            "a\0b",
            "a\r\nb",
            "１２７.0.0.1",
        ] {
            assert!(host("host", bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn titles_and_names() {
        assert!(project_title("Sales 2026 - v1.2_final").is_ok());
        for bad in ["", "  ", "a<b", "a/b", &"x".repeat(101), "a\0"] {
            assert!(project_title(bad).is_err(), "{bad:?}");
        }
        assert!(team_name("Ops & Sales 50% #1 ü").is_ok());
        for bad in ["", " ", "a/b", "..", "a\u{202e}b", "a\nb", "6f9619ff-8b86-4011-b42d-00cf4fc964ff", &"x".repeat(61)] {
            assert!(team_name(bad).is_err(), "{bad:?}");
        }
        assert!(username("a-1").is_ok());
        for bad in ["ab", "1ab", "-ab", "a_b", "ABC", &"a".repeat(40)] {
            assert!(username(bad).is_err(), "{bad:?}");
        }
        assert!(email("a.b+c@example.org").is_ok());
        for bad in ["", "a", "a@b", "a@", "@b.c", "a b@c.d", "a@b..c", "a@b@c.d e"] {
            assert!(email(bad).is_err(), "{bad:?}");
        }
        assert_eq!(port("port", 65535).ok(), Some(65535));
        assert!(port("port", 0).is_err() && port("port", 65536).is_err() && port("port", -1).is_err());
    }
}
