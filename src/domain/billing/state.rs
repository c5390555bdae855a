//! What a team is billed, from the events of its subscriptions. Pure.

use crate::{
    model::{id::TeamId, time::Timestamp},
    store::billing::EventRow,
};

/// A subscription as its events leave it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Subscription {
    pub id: String,
    /// `pro` while it runs.
    pub plan: Option<String>,
    /// As the billing service says: `active`, `trialing`, `past_due`, `paused`, `deleted`.
    pub status: String,
    pub email_address: String,
}

/// The plan of a team whose subscription runs (seed 002).
const PRO: &str = "pro";
/// What an event that ends a subscription says when it says nothing else.
const DELETED: &str = "deleted";

/// The team of a subscription: the first that one of its events names, in the order in which they happened.
pub(super) fn team_of(events: &[EventRow]) -> Option<TeamId> {
    events.iter().find_map(|event| event.team_id.clone())
}

/// What a team is billed, from the events of all its subscriptions, each subscription's in the order in which they
/// happened. A subscription that runs comes before one that has ended, else the one with the newest event counts.
pub(super) fn billed(events: &[EventRow]) -> Option<Subscription> {
    let mut subscriptions: Vec<(Subscription, Timestamp)> = Vec::new();
    for event in events.iter().filter(|event| !event.subscription_id.is_empty()) {
        let known = subscriptions.iter().position(|(row, _)| row.id == event.subscription_id);
        let place = known.unwrap_or_else(|| {
            subscriptions.push((fresh(event), event.event_time));
            subscriptions.len() - 1
        });
        let (row, at) = &mut subscriptions[place];
        *at = event.event_time;
        let ended = (event.alert_name == "subscription_cancelled").then(|| DELETED.to_owned());
        take(&mut row.status, ended.or_else(|| event.status.clone()));
        take(&mut row.email_address, event.email_address.clone());
        row.plan = (row.status != DELETED && row.status != "paused").then(|| PRO.to_owned());
    }
    subscriptions.into_iter().max_by_key(|(row, at)| (row.plan.is_some(), *at)).map(|(row, _)| row)
}

fn fresh(event: &EventRow) -> Subscription {
    Subscription { id: event.subscription_id.clone(), plan: None, status: String::new(), email_address: String::new() }
}

/// What an event does not say stays.
fn take(field: &mut String, said: Option<String>) {
    if let Some(said) = said {
        *field = said;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(subscription: &str, name: &str, at: i64, status: Option<&str>) -> EventRow {
        EventRow {
            alert_id: format!("{subscription}{at}"),
            alert_name: name.to_owned(),
            subscription_id: subscription.to_owned(),
            team_id: None,
            plan_id: (name == "subscription_created").then(|| "502198".to_owned()),
            status: status.map(str::to_owned),
            email_address: (name == "subscription_created").then(|| format!("{subscription}@example.org")),
            next_bill_date: None,
            event_time: Timestamp(at),
            received_at: Timestamp(0),
        }
    }

    #[test]
    fn the_newest_decides_and_a_running_subscription_comes_first() {
        let state = |events: &[EventRow]| billed(events).map(|row| (row.id, row.plan, row.status));
        let row = |id: &str, plan: Option<&str>, status: &str| Some((id.to_owned(), plan.map(str::to_owned), status.to_owned()));
        assert_eq!(state(&[]), None);
        let created = event("s1", "subscription_created", 1, Some("trialing"));
        let paid = event("s1", "subscription_payment_succeeded", 2, Some("active"));
        let ended = event("s1", "subscription_cancelled", 3, None);
        assert_eq!(state(std::slice::from_ref(&created)), row("s1", Some("pro"), "trialing"));
        assert_eq!(state(&[created.clone(), paid.clone()]), row("s1", Some("pro"), "active"));
        assert_eq!(state(&[created.clone(), paid.clone(), ended.clone()]), row("s1", None, "deleted"));
        let second = event("s2", "subscription_created", 2, Some("active"));
        assert_eq!(state(&[created, paid, ended, second]), row("s2", Some("pro"), "active"), "an older end does not end a newer one");
    }
}
