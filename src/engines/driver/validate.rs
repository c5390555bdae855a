//! Tries the way to a server from the address to the first answer.

use super::{Driver, Link, Network, Scene, Stage};
use crate::model::{
    access::Access,
    engine::{EngineError, ServerFacts, Step},
};
use sqlx::Connection;
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout_at};

/// Longest time for everything: under the five seconds that are promised.
const LONGEST: Duration = Duration::from_millis(4_700);
/// Every failure at the address or the port is told at this moment, so that the time does not tell a closed port from a
/// filtered one, one that says nothing and one that is something else (security.md, 65). Whoever said nothing by then
/// counts as silent.
const TOLD: Duration = Duration::from_secs(3);

pub async fn validate<D: Driver>(access: &Access, network: &Network) -> Result<ServerFacts, EngineError> {
    let started = Instant::now();
    let outcome = attempt::<D>(access, network, started).await;
    if let Err(EngineError { step: Step::Address | Step::Port, .. }) = outcome {
        sleep_until(started + TOLD).await;
    }
    outcome
}

async fn attempt<D: Driver>(access: &Access, network: &Network, started: Instant) -> Result<ServerFacts, EngineError> {
    let silent = || Scene { access, fault: None, stage: Stage::Started, words: &D::WORDS }.too_slow();
    let link = timeout_at(started + TOLD, Link::<D>::open(access, network, 1)).await.map_err(|_| silent())??;
    let asked = async {
        let mut connection = link.connect().await?;
        // As every later read begins, so that what would fail there fails here.
        D::begin(&mut connection, LONGEST).await.map_err(|error| link.explain(&error))?;
        let version = D::version(&mut connection, &link).await?;
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
    Ok(ServerFacts { version, tls: link.is_encrypted(), elapsed_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX) })
}
