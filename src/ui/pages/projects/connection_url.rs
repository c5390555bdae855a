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

/// Reads `postgres://user:password@host:port/database?sslmode=...` and `sqlite:path`. Nothing for other texts.
pub fn parse(text: &str) -> Option<UrlParts> {
    let (scheme, rest) = text.trim().split_once(':')?;
    match scheme.to_ascii_lowercase().as_str() {
        "postgres" | "postgresql" => postgres(rest.strip_prefix("//")?),
        "sqlite" | "file" => {
            let path = rest.strip_prefix("//").unwrap_or(rest);
            let database = decode(path.split(['?', '#']).next().unwrap_or_default());
            (!database.is_empty()).then(|| UrlParts { kind: EngineKind::Sqlite.name(), database, ..UrlParts::default() })
        }
        _ => None,
    }
}

fn postgres(rest: &str) -> Option<UrlParts> {
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
    let tls = match option("sslmode") {
        Some("allow") => TlsMode::Prefer.name(),
        Some(mode) => TlsMode::parse(mode).map_or("", TlsMode::name),
        None => "",
    };
    Some(UrlParts {
        kind: EngineKind::Postgres.name(),
        host: decode(host),
        port: if port.is_empty() { "5432".to_owned() } else { port.to_owned() },
        database: decode(database),
        user: decode(user),
        password,
        tls,
    })
}

fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(host: &str, port: &str, database: &str, user: &str, password: Option<&str>, tls: &'static str) -> Option<UrlParts> {
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
                server("db.example.org", "6543", "shop", "ada", Some("s3cret"), "require"),
            ),
            (" postgresql://ada@localhost/shop\n", server("localhost", "5432", "shop", "ada", None, "")),
            ("postgres://ada:p%40ss%3Aword@h/d", server("h", "5432", "d", "ada", Some("p@ss:word"), "")),
            ("postgres://ada:p@ss@h/d", server("h", "5432", "d", "ada", Some("p@ss"), "")),
            ("postgres://[::1]:5433/d", server("[::1]", "5433", "d", "", None, "")),
            ("postgres://[::1]/d", server("[::1]", "5432", "d", "", None, "")),
            ("postgres://h?connect_timeout=10&sslmode=verify-full", server("h", "5432", "", "", None, "verify-full")),
            ("POSTGRES://h/d?sslmode=allow", server("h", "5432", "d", "", None, "prefer")),
        ] {
            assert_eq!(parse(text), parts, "{text}");
        }
    }

    #[test]
    fn files_and_nonsense() {
        for (text, path) in
            [("sqlite:shop.db", "shop.db"), ("sqlite:///srv/data/shop.db?mode=ro", "/srv/data/shop.db"), ("file:a%20b.db", "a b.db")]
        {
            assert_eq!(parse(text).map(|parts| (parts.kind, parts.database)), Some(("sqlite", path.to_owned())), "{text}");
        }
        for text in ["", "shop", "mysql://h/d", "postgres:h", "postgres://", "postgres:///d", "sqlite:"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
