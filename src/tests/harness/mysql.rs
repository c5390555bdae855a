//! The throw-away MariaDB server of a test run.

use sqlx::{Connection, MySqlConnection};

/// Address of the superuser. A run without it is a failure, never a skip.
pub fn superuser() -> url::Url {
    let text = std::env::var("TEST_MYSQL_URL").unwrap_or_else(|_| {
        panic!("TEST_MYSQL_URL is missing: `make test` starts a MariaDB server and sets it, as does scripts/with-databases.sh COMMAND")
    });
    text.parse().expect("TEST_MYSQL_URL is a URL")
}

/// A new empty database and its address.
pub async fn fresh_database() -> String {
    let mut url = superuser();
    let mut server = MySqlConnection::connect(url.as_str()).await.expect("the test's MariaDB server answers");
    let name = format!("test_{}", uuid::Uuid::new_v4().simple());
    let statement = sqlx::AssertSqlSafe(format!("create database {name} character set utf8mb4"));
    sqlx::raw_sql(statement).execute(&mut server).await.expect("a database is made");
    url.set_path(&name);
    url.into()
}
