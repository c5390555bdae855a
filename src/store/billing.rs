//! Billing events.

use super::{Db, Result, read::id};
use crate::model::{id::TeamId, time::Timestamp};
use sqlx::{Row, any::AnyRow};

/// One row of `billing_events`.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRow {
    pub alert_id: String,
    pub alert_name: String,
    /// Empty for an event that is about none.
    pub subscription_id: String,
    /// The team that the event names.
    pub team_id: Option<TeamId>,
    pub plan_id: Option<String>,
    pub status: Option<String>,
    pub email_address: Option<String>,
    pub next_bill_date: Option<String>,
    pub event_time: Timestamp,
    pub received_at: Timestamp,
}

macro_rules! events {
    ($condition:literal) => {
        concat!(
            "select e.alert_id, e.alert_name, e.subscription_id, e.team_id, e.plan_id, e.status, e.email_address, e.next_bill_date, \
             e.event_time, e.received_at from billing_events e where ",
            $condition,
            " order by e.event_time, e.alert_id"
        )
    };
}

fn event(row: &AnyRow) -> sqlx::Result<EventRow> {
    let team: Option<String> = row.try_get("team_id")?;
    Ok(EventRow {
        alert_id: row.try_get("alert_id")?,
        alert_name: row.try_get("alert_name")?,
        subscription_id: row.try_get("subscription_id")?,
        team_id: team.map(|_| id(row, "team_id", TeamId::parse)).transpose()?,
        plan_id: row.try_get("plan_id")?,
        status: row.try_get("status")?,
        email_address: row.try_get("email_address")?,
        next_bill_date: row.try_get("next_bill_date")?,
        event_time: Timestamp(row.try_get("event_time")?),
        received_at: Timestamp(row.try_get("received_at")?),
    })
}

/// Keeps an event. False when it was there already.
pub async fn insert(db: &mut Db, event: &EventRow) -> Result<bool> {
    let done = sqlx::query(
        "insert into billing_events (alert_id, alert_name, subscription_id, team_id, plan_id, status, email_address, next_bill_date,
         event_time, received_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (alert_id) do nothing",
    )
    .bind(&event.alert_id)
    .bind(&event.alert_name)
    .bind(&event.subscription_id)
    .bind(event.team_id.as_ref().map(TeamId::as_str))
    .bind(&event.plan_id)
    .bind(&event.status)
    .bind(&event.email_address)
    .bind(&event.next_bill_date)
    .bind(event.event_time.0)
    .bind(event.received_at.0)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The events of a subscription, in the order in which they happened.
pub async fn of_subscription(db: &mut Db, subscription: &str) -> Result<Vec<EventRow>> {
    let rows = sqlx::query(events!("e.subscription_id = $1")).bind(subscription).fetch_all(db).await?;
    Ok(rows.iter().map(event).collect::<sqlx::Result<_>>()?)
}

/// The events of every subscription of a team, in the order in which they happened.
pub async fn of_team(db: &mut Db, team: &TeamId) -> Result<Vec<EventRow>> {
    let rows =
        sqlx::query(events!("e.subscription_id in (select named.subscription_id from billing_events named where named.team_id = $1)"))
            .bind(team.as_str())
            .fetch_all(db)
            .await?;
    Ok(rows.iter().map(event).collect::<sqlx::Result<_>>()?)
}
