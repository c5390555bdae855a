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
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// Longest time for everything: under the five seconds that are promised.
const LONGEST: Duration = Duration::from_millis(4_700);
/// Failures at the address or the port are answered at full steps of this, so that the time tells little about what
/// is behind an address (security.md, 65).
const BUCKET: Duration = Duration::from_secs(1);
/// Oldest server whose catalogue the questions of `introspect` know.
const OLDEST: u32 = 120_000;

pub async fn validate(access: &Access, network: &Network) -> Result<ServerFacts, EngineError> {
    let started = Instant::now();
    let outcome = attempt(access, network, started).await;
    if let Err(EngineError { step: Step::Address | Step::Port, .. }) = outcome {
        let buckets = started.elapsed().as_millis() / BUCKET.as_millis() + 1;
        let until = BUCKET.saturating_mul(u32::try_from(buckets).unwrap_or(1)).min(LONGEST);
        tokio::time::sleep(until.saturating_sub(started.elapsed())).await;
    }
    outcome
}

async fn attempt(access: &Access, network: &Network, started: Instant) -> Result<ServerFacts, EngineError> {
    let silent = || Scene { access, fault: None, stage: Stage::Started }.too_slow();
    let link = timeout(LONGEST, Link::open(access, network, 1)).await.map_err(|_| silent())??;
    let left = LONGEST.saturating_sub(started.elapsed());
    let asked = async {
        let mut connection = link.connect().await?;
        let version = ask(&mut connection, &link).await?;
        // Only politeness: the answer is known.
        let _ = connection.close().await;
        Ok(version)
    };
    let version = timeout(left, asked).await.map_err(|_| link.scene().too_slow())??;
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
