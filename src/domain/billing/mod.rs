//! Billing events of Paddle (classic): who may send them, and what they say about the plan of a team.
//!
//! Every event is kept, and what a team is billed is worked out from all of its subscription's events in the order in
//! which they happened. So an event that comes twice or late changes nothing that a newer one decided.

mod event;
mod state;

use super::{
    App,
    actor::Client,
    audit::{self, By, Object},
    limits::Area,
};
use crate::{
    error::{AppError, Result},
    model::{audit::Verb, team::Billing, time::Timestamp},
    store::{self, Db, billing::EventRow, teams::TeamRow},
};
use event::Event;
use sha2::{Digest, Sha256};

/// Counts the events; its row keeps two that arrive together one after the other.
const COUNTER: &str = "billing_events";

/// `POST /api/events/paddle`: `key` is the shared key, `body` the form as it was sent.
///
/// # Errors
/// `Unavailable` without `VIZBOARD_PADDLE_KEY`; `Forbidden` for another key, or a signature that does not fit;
/// `RateLimited` after too many of these; `Malformed` for what is no event.
pub async fn receive(app: &App, client: &Client, key: Option<&str>, body: &[u8]) -> Result<()> {
    let Some(own) = &app.settings.paddle_key else {
        return Err(AppError::unavailable("Billing events are not set up on this server. Set VIZBOARD_PADDLE_KEY."));
    };
    app.limits.allowed(Area::Billing, client)?;
    if !key.is_some_and(|key| is_same(own.expose(), key)) {
        app.limits.failed(Area::Billing, client)?;
        return Err(AppError::forbidden("The key is not the one of this server."));
    }
    let fields = event::fields(body)?;
    if let Some(public) = &app.settings.paddle_public_key
        && !event::is_signed(&fields, public)
    {
        app.limits.failed(Area::Billing, client)?;
        return Err(AppError::forbidden("The signature of this event does not fit."));
    }
    let event = Event::read(&fields)?;
    let mut tx = app.store.begin().await?;
    store::settings::count(&mut tx, COUNTER, 1).await?;
    let row = row(&mut tx, event).await?;
    if store::billing::insert(&mut tx, &row).await? {
        settle(&mut tx, &row).await?;
        tracing::info!(alert = %row.alert_name, subscription = %row.subscription_id, known = row.team_id.is_some(), "a billing event was taken in");
    }
    tx.commit().await?;
    Ok(())
}

/// Compared in a time that tells nothing of either, not even its length.
fn is_same(own: &str, given: &str) -> bool {
    let hash = |text: &str| Sha256::digest(text.as_bytes());
    subtle::ConstantTimeEq::ct_eq(hash(own).as_slice(), hash(given).as_slice()).into()
}

/// The event with the team that it names.
async fn row(db: &mut Db, event: Event) -> Result<EventRow> {
    let team_id = match event.team.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => store::teams::by_name(db, name).await?.map(|team| team.id),
        None => None,
    };
    Ok(EventRow { team_id, received_at: Timestamp::now(), ..event.row })
}

/// Works out anew what the team of this subscription is billed.
async fn settle(db: &mut Db, row: &EventRow) -> Result<()> {
    // What is about no subscription bills nobody otherwise.
    if row.subscription_id.is_empty() {
        return Ok(());
    }
    let events = store::billing::of_subscription(db, &row.subscription_id).await?;
    let Some(team) = state::team_of(&events) else { return Ok(()) };
    let all = store::billing::of_team(db, &team).await?;
    store::teams::lock(db, &team).await?;
    let (Some(billed), Some(team)) = (state::billed(&all), store::teams::get(db, &team).await?) else { return Ok(()) };
    let text = |text: String| Some(text).filter(|text| !text.is_empty());
    let billing = Billing { email_address: text(billed.email_address), plan: billed.plan, subscription_id: Some(billed.id) };
    let team = TeamRow { billing: Some(billing), ..team };
    store::teams::save(db, &team, Timestamp::now()).await?;
    audit::done(db, By::server(), Verb::Changed, &Object::team(&team).saying("billing")).await
}
