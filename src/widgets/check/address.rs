//! Addresses of pictures and pages, by themselves. Which origins are allowed is the operator's word
//! (`VIZBOARD_EMBED_ORIGINS`), looked at by `domain`.

use crate::error::{AppError, Result};

const FIELD: &str = "configs[address]";
/// Longest address, in bytes.
const MAX_ADDRESS: usize = 2_000;
/// Longest picture inside its own address, in bytes.
const MAX_PICTURE: usize = 300_000;
/// Pictures that browsers draw without running anything.
const PICTURES: [&str; 4] = ["data:image/png;base64,", "data:image/jpeg;base64,", "data:image/webp;base64,", "data:image/gif;base64,"];

pub(super) fn check_page(address: &str) -> Result<()> {
    if address.is_empty() {
        return Err(AppError::field(FIELD, "Address is required"));
    }
    if address.len() > MAX_ADDRESS {
        return Err(AppError::field(FIELD, format!("Address must be at most {MAX_ADDRESS} bytes")));
    }
    let plain = address.chars().all(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '<' | '>' | '\\' | '@'));
    let host = address.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', '#']).next());
    if !plain || host.is_none_or(str::is_empty) {
        return Err(AppError::field(FIELD, "Write a whole address that begins with https://"));
    }
    Ok(())
}

pub(super) fn check_picture(address: &str) -> Result<()> {
    let Some(kind) = PICTURES.iter().find(|kind| address.starts_with(**kind)) else { return check_page(address) };
    if address.len() > MAX_PICTURE {
        return Err(AppError::field(FIELD, format!("A picture inside its address must be at most {MAX_PICTURE} bytes")));
    }
    let is_base64 = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    if !address[kind.len()..].bytes().all(is_base64) {
        return Err(AppError::field(FIELD, "The picture's text is not Base64"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_addresses_and_plain_pictures() {
        for good in ["https://example.org", "https://example.org/a?b=c#d", "https://example.org:8443/x"] {
            check_page(good).expect(good);
        }
        for bad in [
            "",
            "http://example.org",
            "javascript:alert(1)",
            "//example.org",
            "https://",
            "https:///x",
            "https://a b",
            "https://user@example.org",
            "https://example.org/\"onload=\"x",
            "data:text/html;base64,PHA+",
        ] {
            assert!(check_page(bad).is_err(), "{bad}");
        }
        check_picture("data:image/png;base64,iVBORw0KGgo=").expect("a picture");
        for bad in ["data:image/svg+xml;base64,PHN2Zz4=", "data:image/png;base64,<svg>", "data:image/png,abc"] {
            assert!(check_picture(bad).is_err(), "{bad}");
        }
    }
}
