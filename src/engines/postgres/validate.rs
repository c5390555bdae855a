//! Tries the way to a server from the address to the first answer.

use super::{
    explain::{self, Scene},
    link::{Link, Network},
    session,
    watch::Stage,
};
use crate::model::{
    access::Access,
    engine::{EngineError, ServerFacts, Step},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row};
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout_at};

/// Longest time for everything: under the five seconds that are promised.
const LONGEST: Duration = Duration::from_millis(4_700);
/// Every failure at the address or the port is told at this moment, so that the time does not tell a closed port from a
/// filtered one, one that says nothing and one that is something else (security.md, 65). Whoever said nothing by then
/// counts as silent.
const TOLD: Duration = Duration::from_secs(3);
/// Oldest server whose catalogue the questions of `introspect` know.
const OLDEST: u32 = 120_000;

pub async fn validate(access: &Access, network: &Network) -> Result<ServerFacts, EngineError> {
    let started = Instant::now();
    let outcome = attempt(access, network, started).await;
    if let Err(EngineError { step: Step::Address | Step::Port, .. }) = outcome {
        sleep_until(started + TOLD).await;
    }
    outcome
}

async fn attempt(access: &Access, network: &Network, started: Instant) -> Result<ServerFacts, EngineError> {
    let silent = || Scene { access, fault: None, stage: Stage::Started }.too_slow();
    let link = timeout_at(started + TOLD, Link::open(access, network, 1)).await.map_err(|_| silent())??;
    let asked = async {
        let mut connection = link.connect().await?;
        let version = ask(&mut connection, &link).await?;
        // Only politeness: the answer is known.
        let _ = connection.close().await;
        Ok(version)
    };
    let patience = async {
        sleep_until(started + TOLD).await;
        if link.has_answered() {
            sleep_until(started + LONGEST).await;
        }
    };
    let version = tokio::select! {
        asked = asked => asked?,
        () = patience => return Err(link.scene().too_slow()),
    };
    Ok(ServerFacts {
        version: format!("PostgreSQL {version}"),
        tls: link.is_encrypted(),
        elapsed_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
    })
}

/// Begins a read as every later one begins, so that what would fail there fails here, and asks for the version.
async fn ask(connection: &mut PgConnection, link: &Link) -> Result<String, EngineError> {
    let told = |error: sqlx::Error| link.explain(&error);
    sqlx::raw_sql(AssertSqlSafe(session::beginning(LONGEST))).fetch_one(&mut *connection).await.map_err(told)?;
    let row = sqlx::raw_sql("select pg_catalog.current_setting('server_version_num'), pg_catalog.current_setting('server_version')")
        .fetch_one(&mut *connection)
        .await
        .map_err(told)?;
    let number: String = row.try_get(0).map_err(told)?;
    let words: String = row.try_get(1).map_err(told)?;
    let version = link.scene().tidy(words.split_whitespace().next().unwrap_or("?"));
    if number.parse::<u32>().map_err(|_| explain::broken())? < OLDEST {
        return Err(EngineError::new(
            Step::Protocol,
            format!("The server is PostgreSQL {version}, which is too old."),
            "VizBoard reads PostgreSQL 12 and newer.",
        ));
    }
    Ok(version)
}
