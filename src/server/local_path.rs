//! Which addresses a redirect may lead to: paths of this server and nothing else (security.md, check 25).

use percent_encoding::percent_decode_str;

/// The path itself when it stays on this server, also after a browser or a proxy has decoded it.
pub fn local_path(path: &str) -> Option<&str> {
    let once = percent_decode_str(path).decode_utf8().ok()?;
    let twice = percent_decode_str(&once).decode_utf8().ok()?;
    [path, &once, &twice].into_iter().all(stays).then_some(path)
}

fn stays(path: &str) -> bool {
    let before_query = path.split(['?', '#']).next().unwrap_or_default();
    // Browsers read a backslash as a slash and drop tabs and newlines, so neither may be there.
    path.starts_with('/') && !before_query.contains("//") && !path.contains('\\') && !path.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_server() {
        for good in ["/", "/projects", "/projects/1/dashboard?table=a%20b#top", "/projects?next=https://x", "/a%20b"] {
            assert_eq!(local_path(good), Some(good), "{good}");
        }
        for bad in [
            "",
            "projects",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "https://evil.example",
            "https:evil.example",
            "javascript:alert(1)",
            "%2f%2fevil.example",
            "/%2fevil.example",
            "/%252fevil.example",
            "/%5cevil.example",
            "/\tevil",
            "/\n/evil.example",
            "/%0a/evil.example",
            "/%0d%0aset-cookie:a=b",
            "/a//evil.example",
            "/%ff",
            " /projects",
        ] {
            assert_eq!(local_path(bad), None, "{bad:?}");
        }
    }
}
