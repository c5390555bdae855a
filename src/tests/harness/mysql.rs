//! The throw-away MariaDB server of a test run, and servers of a test's own for what that one is not: with TLS.

use super::{
    certificates::Identity,
    service::{Home, Service, free_port, program},
};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, MySqlConnection,
    mysql::{MySqlConnectOptions, MySqlSslMode},
};
use std::time::Instant;

/// Everybody's password at servers of a test's own.
const PASSWORD: &str = "password-of-tests";

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
    let statement = AssertSqlSafe(format!("create database {name} character set utf8mb4"));
    sqlx::raw_sql(statement).execute(&mut server).await.expect("a database is made");
    url.set_path(&name);
    url.into()
}

/// A server of a test's own.
pub struct Server {
    // Before its folder, so that it has ended when that is removed.
    server: Service,
    home: Home,
    port: u16,
}

impl Server {
    /// A new server that shows this certificate, or offers no encryption.
    pub async fn new(shown: Option<&Identity>) -> Self {
        let home = Home::new();
        let mut install = home.command(&program("mariadb-install-db", &["/usr/bin".into()]));
        install.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").args(["--no-defaults", "--skip-test-db"]);
        home.run({
            install.arg(format!("--datadir={}", home.path("data").display())).arg(format!("--tmpdir={}", home.path("").display()));
            install
        });
        let owner = format!("create user vizboard@'%' identified by '{PASSWORD}';\ngrant all on *.* to vizboard@'%' with grant option;\n");
        let (owner, port) = (home.write("owner.sql", &owner), free_port());
        let mut command = home.command(&program("mariadbd", &["/usr/sbin".into()]));
        command.args(["--no-defaults", "--bind-address=127.0.0.1", "--skip-name-resolve", "--innodb-flush-log-at-trx-commit=0"]);
        command.args([format!("--port={port}"), format!("--init-file={}", owner.display())]);
        // A server that starts removes the temporary tables of every other one in the same folder.
        for (option, file) in [("datadir", "data"), ("socket", "socket"), ("pid-file", "pid"), ("tmpdir", "")] {
            command.arg(format!("--{option}={}", home.path(file).display()));
        }
        if let Some(shown) = shown {
            let (certificate, key) = (home.write("server.crt", &shown.certificate), home.write("server.key", &shown.key));
            command.args([format!("--ssl-cert={}", certificate.display()), format!("--ssl-key={}", key.display())]);
        }
        let mut server = Self { server: Service::start(command, home.path("log")), home, port };
        let since = Instant::now();
        while server.owner().await.is_err() {
            server.server.moment(since).await;
        }
        server
    }

    /// Address of the owner in this database.
    pub fn url(&self, database: &str) -> String {
        format!("mysql://vizboard:{PASSWORD}@127.0.0.1:{}/{database}", self.port)
    }

    /// A connection that is encrypted where that is offered, whatever the server shows.
    async fn owner(&self) -> sqlx::Result<MySqlConnection> {
        let options: MySqlConnectOptions = self.url("mysql").parse()?;
        options.ssl_mode(MySqlSslMode::Preferred).connect().await
    }

    /// Runs statements as the owner.
    pub async fn run(&self, script: &str) {
        let mut owner = self.owner().await.expect("the server answers");
        sqlx::raw_sql(AssertSqlSafe(script.to_owned())).execute(&mut owner).await.unwrap_or_else(|error| panic!("{error} in {script}"));
    }

    /// From now on a server that shows a certificate shows this one to new connections.
    pub async fn show(&self, shown: &Identity) {
        self.home.write("server.crt", &shown.certificate);
        self.home.write("server.key", &shown.key);
        self.run("flush ssl").await;
    }

    /// What the server wrote into its log.
    pub fn log(&self) -> String {
        self.server.said()
    }
}
