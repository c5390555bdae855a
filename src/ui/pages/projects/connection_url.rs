//! A pasted connection URL taken apart, in the browser only: the URL itself is never sent.

use crate::model::{access::TlsMode, engine::EngineKind};

/// The parts of a URL; what it does not say is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UrlParts {
    pub kind: &'static str,
    pub host: String,
    pub port: String,
    pub database: String,
    pub user: String,
    pub password: Option<String>,
    /// Name of a [`TlsMode`], or empty.
    pub tls: &'static str,
}

/// Reads `postgres://user:password@host:port/database?sslmode=...`, `mysql://...?ssl-mode=...` and `sqlite:path`. Nothing
/// for other texts.
pub fn parse(text: &str) -> Option<UrlParts> {
    let (scheme, rest) = text.trim().split_once(':')?;
    match scheme.to_ascii_lowercase().as_str() {
        "postgres" | "postgresql" => server(EngineKind::Postgres, rest.strip_prefix("//")?),
        "mysql" | "mariadb" => server(EngineKind::Mysql, rest.strip_prefix("//")?),
        "sqlite" | "file" => {
            let path = rest.strip_prefix("//").unwrap_or(rest);
            let database = decode(path.split(['?', '#']).next().unwrap_or_default());
            (!database.is_empty()).then(|| UrlParts { kind: EngineKind::Sqlite.name(), database, ..UrlParts::default() })
        }
        _ => None,
    }
}

fn server(kind: EngineKind, rest: &str) -> Option<UrlParts> {
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, database) = address.split_once('/').unwrap_or((address, ""));
    // An @ inside the password is often not escaped: the last one ends the log-in.
    let (login, server) = match authority.rsplit_once('@') {
        Some((login, server)) => (login, server),
        None => ("", authority),
    };
    let (user, password) = match login.split_once(':') {
        Some((user, password)) => (user, Some(decode(password))),
        None => (login, None),
    };
    let (host, port) = match server.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !host.ends_with(':') => (host, port),
        _ => (server, ""),
    };
    if host.is_empty() {
        return None;
    }
    let option =
        |name: &str| query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value);
    let tls = option("sslmode").or_else(|| option("ssl-mode")).map_or("", tls_mode);
    Some(UrlParts {
        kind: kind.name(),
        host: decode(host),
        port: if port.is_empty() { kind.default_port().map(|port| port.to_string()).unwrap_or_default() } else { port.to_owned() },
        database: decode(database),
        user: decode(user),
        password,
        tls,
    })
}

/// The mode in PostgreSQL's words, or in MySQL's (`VERIFY_IDENTITY`).
fn tls_mode(given: &str) -> &'static str {
    let mode = given.to_ascii_lowercase().replace('_', "-");
    let same = match mode.as_str() {
        "allow" | "preferred" => "prefer",
        "disabled" => "disable",
        "required" => "require",
        "verify-identity" => "verify-full",
        other => other,
    };
    TlsMode::parse(same).map_or("", TlsMode::name)
}

fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts_of(host: &str, port: &str, database: &str, user: &str, password: Option<&str>, tls: &'static str) -> Option<UrlParts> {
        let own = str::to_owned;
        Some(UrlParts {
            kind: "postgres",
            host: own(host),
            port: own(port),
            database: own(database),
            user: own(user),
            password: password.map(own),
            tls,
        })
    }

    #[test]
    fn urls_as_people_paste_them() {
        for (text, parts) in [
            (
                "postgres://ada:s3cret@db.example.org:6543/shop?sslmode=require",
                parts_of("db.example.org", "6543", "shop", "ada", Some("s3cret"), "require"),
            ),
            (" postgresql://ada@localhost/shop\n", parts_of("localhost", "5432", "shop", "ada", None, "")),
            ("postgres://ada:p%40ss%3Aword@h/d", parts_of("h", "5432", "d", "ada", Some("p@ss:word"), "")),
            ("postgres://ada:p@ss@h/d", parts_of("h", "5432", "d", "ada", Some("p@ss"), "")),
            ("postgres://[::1]:5433/d", parts_of("[::1]", "5433", "d", "", None, "")),
            ("postgres://[::1]/d", parts_of("[::1]", "5432", "d", "", None, "")),
            ("postgres://h?connect_timeout=10&sslmode=verify-full", parts_of("h", "5432", "", "", None, "verify-full")),
            ("POSTGRES://h/d?sslmode=allow", parts_of("h", "5432", "d", "", None, "prefer")),
        ] {
            assert_eq!(parse(text), parts, "{text}");
        }
    }

    #[test]
    fn urls_of_mysql() {
        let mysql = |parts: Option<UrlParts>| parts.map(|parts| UrlParts { kind: "mysql", ..parts });
        for (text, parts) in [
            ("mysql://ada:s3cret@h/d?ssl-mode=VERIFY_IDENTITY", parts_of("h", "3306", "d", "ada", Some("s3cret"), "verify-full")),
            ("mariadb://h:3307/d?ssl-mode=PREFERRED", parts_of("h", "3307", "d", "", None, "prefer")),
            ("mysql://h/d?charset=utf8", parts_of("h", "3306", "d", "", None, "")),
        ] {
            assert_eq!(parse(text), mysql(parts), "{text}");
        }
    }

    #[test]
    fn files_and_nonsense() {
        for (text, path) in
            [("sqlite:shop.db", "shop.db"), ("sqlite:///srv/data/shop.db?mode=ro", "/srv/data/shop.db"), ("file:a%20b.db", "a b.db")]
        {
            assert_eq!(parse(text).map(|parts| (parts.kind, parts.database)), Some(("sqlite", path.to_owned())), "{text}");
        }
        for text in ["", "shop", "oracle://h/d", "mysql:h", "postgres:h", "postgres://", "postgres:///d", "sqlite:"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
