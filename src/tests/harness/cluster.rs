//! PostgreSQL servers of a test's own, for what the shared one is not: with TLS, with a replica.

use super::service::{Home, Service, free_port, program};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{fmt::Write, fs, path::PathBuf, time::Instant};

/// The superuser, and everybody's password.
const OWNER: &str = "vizboard";
const PASSWORD: &str = "password-of-tests";
/// What every cluster is set to: as quick as a throw-away server can be.
const SETTINGS: &str = "listen_addresses = '127.0.0.1'\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 60\n\
    shared_buffers = 16MB\ninclude 'changing.conf'\n";

pub struct Cluster {
    // Before its folder, so that it has ended when that is removed.
    server: Service,
    home: Home,
    port: u16,
}

impl Cluster {
    /// A new cluster with these settings, in which `rules` (as in `pg_hba.conf`) say who is let in besides the owner.
    pub async fn new(settings: &str, rules: &str) -> Self {
        let home = Home::new();
        let password = home.write("password", PASSWORD);
        let mut initdb = home.command(&server_program("initdb"));
        initdb.arg("-D").arg(home.path("data")).arg(format!("--pwfile={}", password.display()));
        initdb.args(["-U", OWNER, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]);
        home.run(initdb);
        home.write("data/pg_hba.conf", &format!("host postgres,replication {OWNER} 127.0.0.1/32 scram-sha-256\n{rules}\n"));
        home.write("data/changing.conf", settings);
        Self::start(home, SETTINGS).await
    }

    /// A replica of this one, with these settings besides.
    pub async fn replica(&self, settings: &str) -> Self {
        let home = Home::new();
        let mut copy = home.command(&server_program("pg_basebackup"));
        copy.env("PGPASSWORD", PASSWORD).arg("-D").arg(home.path("data"));
        copy.args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", OWNER, "-R", "--checkpoint=fast", "--no-sync"]);
        home.run(copy);
        home.write("data/changing.conf", settings);
        Self::start(home, "").await
    }

    async fn start(home: Home, settings: &str) -> Self {
        let port = free_port();
        let file = home.path("data/postgresql.conf");
        let mut all = fs::read_to_string(&file).expect("the settings");
        write!(all, "\n{settings}port = {port}\nunix_socket_directories = '{}'\n", home.path("").display()).expect("memory");
        home.write("data/postgresql.conf", &all);
        let mut command = home.command(&server_program("postgres"));
        command.arg("-D").arg(home.path("data"));
        let mut cluster = Self { server: Service::start(command, home.path("log")), home, port };
        let since = Instant::now();
        while cluster.owner("postgres").await.is_err() {
            cluster.server.moment(since).await;
        }
        cluster
    }

    /// Address of the owner in this database.
    pub fn url(&self, database: &str) -> String {
        let mut url: url::Url = format!("postgres://{OWNER}@127.0.0.1:{}/{database}", self.port).parse().expect("an address");
        url.set_password(Some(PASSWORD)).expect("an address takes a password");
        url.into()
    }

    /// A connection that cares nothing for what the server shows.
    async fn owner(&self, database: &str) -> sqlx::Result<PgConnection> {
        PgConnection::connect(&format!("{}?sslmode=disable", self.url(database))).await
    }

    /// Runs statements as the owner.
    pub async fn run(&self, database: &str, script: &str) {
        let mut owner = self.owner(database).await.expect("the server answers");
        sqlx::raw_sql(AssertSqlSafe(script.to_owned())).execute(&mut owner).await.unwrap_or_else(|error| panic!("{error} in {script}"));
    }

    /// One value, as the owner sees it.
    pub async fn ask(&self, question: &str) -> String {
        let mut owner = self.owner("postgres").await.expect("the server answers");
        sqlx::query_scalar(AssertSqlSafe(format!("select ({question})::text"))).fetch_one(&mut owner).await.expect("an answer")
    }

    /// A file in the server's folder, for the settings to name.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        self.home.write(&format!("data/{name}"), text)
    }

    /// Takes other settings, and returns when they hold for every later connection.
    pub async fn change(&mut self, settings: &str) {
        const LOADED: &str = "pg_conf_load_time()";
        let before = self.ask(LOADED).await;
        self.write("changing.conf", settings);
        self.server.signal("HUP");
        let since = Instant::now();
        while self.ask(LOADED).await == before {
            self.server.moment(since).await;
        }
    }

    /// What the server wrote into its log.
    pub fn log(&self) -> String {
        self.server.said()
    }
}

/// One of the server's programs: on the search path, or where Debian puts them, the newest first.
fn server_program(name: &str) -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<_> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    program(name, &folders)
}
