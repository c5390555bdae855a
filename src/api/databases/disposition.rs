//! The name under which a browser saves a file (RFC 6266).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// `attr-char` of RFC 8187: everything else is encoded.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// `Content-Disposition` of a file that is saved and not shown.
pub(crate) fn attachment(name: &str) -> String {
    disposition("attachment", name)
}

/// The same of one that a browser may show.
pub(crate) fn inline(name: &str) -> String {
    disposition("inline", name)
}

fn disposition(kind: &str, name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '.' | '_' | '(' | ')' | '+' | ',');
    let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    if plain == name {
        return format!("{kind}; filename=\"{plain}\"");
    }
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(name, ENCODED))
}

#[cfg(test)]
mod tests {
    use super::attachment;

    #[test]
    fn no_name_leaves_its_place() {
        assert_eq!(attachment("Sales 2026.sqlite"), "attachment; filename=\"Sales 2026.sqlite\"");
        assert_eq!(attachment("ä\"b\r\n.sqlite"), "attachment; filename=\"__b__.sqlite\"; filename*=UTF-8''%C3%A4%22b%0D%0A.sqlite");
    }
}
