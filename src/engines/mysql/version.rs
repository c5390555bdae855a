//! Which of the two servers it is, and which version.

use super::{Link, explain};
use crate::model::engine::{EngineError, Step};
use sqlx::{MySqlConnection, Row};

/// Oldest versions whose catalogue the questions of `introspect` know.
const OLDEST_MYSQL: (u32, u32) = (5, 7);
const OLDEST_MARIADB: (u32, u32) = (10, 4);

pub async fn version(connection: &mut MySqlConnection, link: &Link) -> Result<String, EngineError> {
    let told = |error: sqlx::Error| link.explain(&error);
    let row = sqlx::raw_sql("SELECT VERSION() AS version").fetch_one(connection).await.map_err(told)?;
    let words: String = row.try_get_unchecked("version").map_err(told)?;
    named(&link.scene().tidy(&words))
}

/// `10.11.14-MariaDB-0+deb12u2` -> `MariaDB 10.11.14`.
fn named(words: &str) -> Result<String, EngineError> {
    let (product, oldest) = if words.contains("MariaDB") { ("MariaDB", OLDEST_MARIADB) } else { ("MySQL", OLDEST_MYSQL) };
    // MariaDB was told apart from old servers by a version that none has.
    let number = words.trim_start_matches("5.5.5-");
    let number = &number[..number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len())];
    let number = number.trim_end_matches('.');
    let mut parts = number.split('.').map(str::parse::<u32>);
    let (Some(Ok(major)), Some(Ok(minor))) = (parts.next(), parts.next()) else { return Err(explain::broken()) };
    if (major, minor) < oldest {
        return Err(EngineError::new(
            Step::Protocol,
            format!("The server is {product} {number}, which is too old."),
            "VizBoard reads MySQL 5.7 and newer, and MariaDB 10.4 and newer.",
        ));
    }
    Ok(format!("{product} {number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_named_by_product_and_number() {
        for (words, name) in [
            ("8.0.36", "MySQL 8.0.36"),
            ("8.4.0-1ubuntu2", "MySQL 8.4.0"),
            ("5.7.44-log", "MySQL 5.7.44"),
            ("5.7.mysql_aurora.2.11.2", "MySQL 5.7"),
            ("10.11.14-MariaDB-0+deb12u2", "MariaDB 10.11.14"),
            ("5.5.5-10.4.7-MariaDB", "MariaDB 10.4.7"),
        ] {
            assert_eq!(named(words).as_deref(), Ok(name), "{words}");
        }
        for (words, step) in
            [("5.6.51", Step::Protocol), ("10.3.39-MariaDB", Step::Protocol), ("", Step::Protocol), ("no number", Step::Protocol)]
        {
            assert_eq!(named(words).map_err(|error| error.step), Err(step), "{words}");
        }
        assert!(named("10.3.39-MariaDB").expect_err("too old").text.contains("MariaDB 10.3.39"));
    }
}
