//! What may be written in the field "host": a name or an address, nothing that a driver could read as more.

use std::net::IpAddr;

/// Longest name that the domain name system carries.
const LONGEST: usize = 253;

/// The host as it is looked up: brackets of an IPv6 address removed. `None` for socket paths, zones, options,
/// user parts, spaces, control characters and letters outside ASCII (their Punycode form is meant).
pub fn clean(host: &str) -> Option<&str> {
    let bare = host.strip_prefix('[').map_or(Some(host), |rest| rest.strip_suffix(']'))?;
    if bare.contains(':') {
        return bare.parse::<std::net::Ipv6Addr>().is_ok().then_some(bare);
    }
    let fits = !bare.is_empty() && bare.len() <= LONGEST && bare == host;
    let plain = bare.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'));
    (fits && plain && !bare.starts_with(['.', '-'])).then_some(bare)
}

/// The name against which a certificate is checked: without the root dot, and the address itself where the host is a
/// number in one of the forms only C libraries read (`127.1`, `0x7f000001`).
pub fn certificate_name(host: &str, resolved: IpAddr) -> String {
    let name = host.trim_end_matches('.');
    let last = name.rsplit('.').next().unwrap_or(name);
    let numeric = last.starts_with(|c: char| c.is_ascii_digit()) && name.parse::<IpAddr>().is_err();
    if numeric { resolved.to_string() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_and_addresses_are_hosts() {
        for host in
            ["db.example.org", "db.example.org.", "localhost", "my_db", "127.0.0.1", "127.1", "::1", "[::1]", "xn--bcher-kva.example"]
        {
            assert!(clean(host).is_some(), "{host}");
        }
        for host in [
            "",
            "/var/run/postgresql",
            "%2Fvar%2Frun",
            "@abstract",
            "a.example?sslmode=disable",
            "user@evil",
            "a b",
            "a\nb",
            "a\0b",
            "a#b",
            "a,b",
            "[fe80::1%25eth0]",
            "fe80::1%eth0",
            "a.example:5432",
            "[127.0.0.1]",
            "１２７.0.0.1",
            "bücher.example",
            ".example",
            "-option",
        ] {
            assert!(clean(host).is_none(), "{host:?}");
        }
    }

    #[test]
    fn certificates_are_checked_against_what_was_meant() {
        let address = IpAddr::from([127, 0, 0, 1]);
        for (host, name) in [
            ("db.example.", "db.example"),
            ("127.1", "127.0.0.1"),
            ("0x7f000001", "127.0.0.1"),
            ("10.1.2.3", "10.1.2.3"),
            ("::1", "::1"),
            ("db1", "db1"),
        ] {
            assert_eq!(certificate_name(host, address), name);
        }
    }
}
