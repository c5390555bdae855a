//! The table of encryption at a MariaDB server.

use super::{
    super::{access, mysql_engine, read, rows_plan},
    HOST, World, differences, the_typed_name_counts,
};
use crate::harness::{
    certificates::{Authority, Identity, Valid},
    mysql::Server,
};
use async_trait::async_trait;
use std::sync::Arc;
use vizboard::{
    engines::{Engine, Target},
    model::{
        access::{Access, Secret},
        plan::Plan,
        value::Value,
    },
};

const PASSWORD: &str = "password-of-readers";

/// Two servers, because one that has certificates cannot be without.
struct MysqlWorld {
    encrypting: Server,
    plain: Server,
    shows: bool,
    engine: Arc<dyn Engine>,
}

impl MysqlWorld {
    async fn new() -> Self {
        let script = format!(
            "create database open;
             create view open.ours as select variable_value <> '' as is_encrypted from information_schema.session_status
                 where variable_name = 'ssl_version';
             create user open@'%' identified by '{PASSWORD}'; create user strict@'%' identified by '{PASSWORD}' require ssl;
             grant select on open.* to open@'%'; grant select on open.* to strict@'%';"
        );
        let first = Authority::new("Authority of the beginning").signs(&[HOST], Valid::Always);
        let (encrypting, plain) = (Server::new(Some(&first)).await, Server::new(None).await);
        encrypting.run(&script).await;
        plain.run(&script).await;
        Self { encrypting, plain, shows: true, engine: mysql_engine() }
    }
}

#[async_trait]
impl World for MysqlWorld {
    /// The server tells nobody that it is the encryption that is missing.
    const DEMANDED: &str = "The server refused user";

    fn engine(&self) -> &Arc<dyn Engine> {
        &self.engine
    }

    fn access(&self, demands: bool) -> Access {
        let server = if self.shows { &self.encrypting } else { &self.plain };
        Access {
            host: HOST.into(),
            user: if demands { "strict" } else { "open" }.into(),
            password: Secret::new(PASSWORD),
            ..access(&server.url("open"))
        }
    }

    async fn show(&mut self, shown: Option<&Identity>) {
        self.shows = shown.is_some();
        if let Some(shown) = shown {
            self.encrypting.show(shown).await;
        }
    }

    async fn is_encrypted(&self, target: &Target) -> bool {
        let schema = self.engine.introspect(target).await.expect("the schema is read");
        let plan = Plan::Rows(rows_plan(schema.table("ours").expect("there")));
        let rows = read(self.engine.as_ref(), target, plan).await.expect("a row");
        rows == [[Value::Int(1)]] || rows == [[Value::Bool(true)]]
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_mode_meets_every_server() {
    let mut world = MysqlWorld::new().await;
    let differences = differences(&mut world).await;
    assert_eq!(differences, Vec::<String>::new(), "{}", world.encrypting.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_is_for_the_name_that_was_typed() {
    the_typed_name_counts(&mut MysqlWorld::new().await).await;
}
