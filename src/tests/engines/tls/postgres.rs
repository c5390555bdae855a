//! The table of encryption at a PostgreSQL server.

use super::{
    super::{access, draft, postgres_engine, read, rows_plan},
    HOST, World, differences, the_typed_name_counts,
};
use crate::harness::{
    certificates::{Authority, Identity, Valid},
    cluster::Cluster,
};
use async_trait::async_trait;
use std::sync::Arc;
use vizboard::{
    engines::{Engine, Target},
    model::{
        access::{Access, ConnectionOptions, TlsMode},
        engine::Step,
        plan::Plan,
        value::Value,
    },
};

/// Who is let in: to one database everybody, to the other only who comes encrypted.
const RULES: &str = "host open all 127.0.0.1/32 scram-sha-256\nhostssl strict all 127.0.0.1/32 scram-sha-256";

struct PostgresWorld {
    cluster: Cluster,
    engine: Arc<dyn Engine>,
}

impl PostgresWorld {
    async fn new() -> Self {
        let mut cluster = Cluster::new("", RULES).await;
        cluster.run("postgres", "create database open").await;
        cluster.run("open", "create view ours as select ssl from pg_stat_ssl where pid = pg_backend_pid()").await;
        cluster.run("postgres", "create database strict template open").await;
        cluster.change("").await;
        Self { cluster, engine: postgres_engine() }
    }

    /// What this server shows, with further settings.
    async fn show_with(&mut self, shown: &Identity, settings: &str) {
        let certificate = self.cluster.write("server.crt", &shown.certificate);
        let key = self.cluster.write("server.key", &shown.key);
        let files = format!("ssl_cert_file = '{}'\nssl_key_file = '{}'", certificate.display(), key.display());
        self.cluster.change(&format!("ssl = on\n{files}\n{settings}\n")).await;
    }
}

#[async_trait]
impl World for PostgresWorld {
    fn engine(&self) -> &Arc<dyn Engine> {
        &self.engine
    }

    fn access(&self, demands: bool) -> Access {
        Access { host: HOST.into(), ..access(&self.cluster.url(if demands { "strict" } else { "open" })) }
    }

    async fn show(&mut self, shown: Option<&Identity>) {
        match shown {
            Some(shown) => self.show_with(shown, "").await,
            None => self.cluster.change("ssl = off\n").await,
        }
    }

    async fn is_encrypted(&self, target: &Target) -> bool {
        let schema = self.engine.introspect(target).await.expect("the schema is read");
        let plan = Plan::Rows(rows_plan(schema.table("ours").expect("there")));
        read(self.engine.as_ref(), target, plan).await.expect("a row") == [[Value::Bool(true)]]
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_mode_meets_every_server() {
    let mut world = PostgresWorld::new().await;
    let differences = differences(&mut world).await;
    assert_eq!(differences, Vec::<String>::new(), "{}", world.cluster.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_is_for_the_name_that_was_typed() {
    the_typed_name_counts(&mut PostgresWorld::new().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn old_tls_is_refused_in_every_mode() {
    let mut world = PostgresWorld::new().await;
    let authority = Authority::new("Authority of yesterday");
    let shown = authority.signs(&[HOST], Valid::Always);
    let old = "ssl_min_protocol_version = 'TLSv1'\nssl_max_protocol_version = 'TLSv1.1'\nssl_ciphers = 'ALL:@SECLEVEL=0'";
    world.show_with(&shown, old).await;
    assert_eq!(world.cluster.ask("current_setting('ssl_max_protocol_version')").await, "TLSv1.1");
    for mode in [TlsMode::Prefer, TlsMode::Require, TlsMode::VerifyCa, TlsMode::VerifyFull] {
        let options = ConnectionOptions { tls: Some(mode), ca: Some(authority.pem()) };
        let error = world.engine.validate(&draft(Access { options, ..world.access(false) })).await.expect_err("too old");
        assert_eq!((error.step, error.text.as_str()), (Step::Tls, "The encrypted connection could not be set up."), "{mode:?}");
    }
    // It is the version that is refused, not the server.
    world.show_with(&shown, "ssl_max_protocol_version = 'TLSv1.2'").await;
    let options = ConnectionOptions { tls: Some(TlsMode::VerifyFull), ca: Some(authority.pem()) };
    assert!(world.engine.validate(&draft(Access { options, ..world.access(false) })).await.expect("good enough").tls);
}
