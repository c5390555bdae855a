//! Boards that read their data again by themselves. How often, the address says: `refresh=5m`.

use super::links::use_query;
use leptos::prelude::*;

/// The key of the address.
pub const REFRESH: &str = "refresh";

/// What can be chosen: in the address, for people, in seconds.
pub const CHOICES: [(&str, &str, u32); 5] =
    [("30s", "30 s", 30), ("1m", "1 min", 60), ("5m", "5 min", 300), ("15m", "15 min", 900), ("1h", "1 h", 3_600)];

/// Beats when every tile is to read again.
#[derive(Clone, Copy)]
struct Pulse(RwSignal<u32>);

/// Call once on the page of a board.
pub fn provide_pulse() {
    let pulse = RwSignal::new(0);
    provide_context(Pulse(pulse));
    let query = use_query();
    let every = Memo::new(move |_| query.with(|query| seconds(query.get(REFRESH)?)));
    Effect::new(move |_| {
        if let Some(seconds) = every.get() {
            beat(pulse, seconds);
        }
    });
}

/// Calls `ask` with each beat.
pub fn follow_pulse(ask: Callback<()>) {
    let Some(Pulse(pulse)) = use_context() else { return };
    Effect::new(move |before: Option<u32>| {
        let now = pulse.get();
        if before.is_some_and(|before| before != now) {
            ask.run(());
        }
        now
    });
}

fn seconds(text: &str) -> Option<u32> {
    CHOICES.iter().find(|(name, ..)| *name == text).map(|(.., seconds)| *seconds)
}

/// Beats every so many seconds, as long as the effect it is called in lives. A page that nobody looks at rests; when
/// somebody comes back after a missed beat it beats at once.
#[cfg(feature = "hydrate")]
fn beat(pulse: RwSignal<u32>, seconds: u32) {
    use leptos::ev;
    let missed = StoredValue::new(false);
    let go = move || {
        if document().hidden() {
            missed.set_value(true);
        } else {
            pulse.update(|beats| *beats += 1);
        }
    };
    let timer = set_interval_with_handle(go, std::time::Duration::from_secs(u64::from(seconds)));
    let back = window_event_listener(ev::Custom::<ev::Event>::new("visibilitychange"), move |_| {
        if !document().hidden() && missed.try_update_value(std::mem::take) == Some(true) {
            pulse.update(|beats| *beats += 1);
        }
    });
    on_cleanup(move || {
        if let Ok(timer) = timer {
            timer.clear();
        }
        back.remove();
    });
}

#[cfg(not(feature = "hydrate"))]
fn beat(_: RwSignal<u32>, _: u32) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_chosen_refreshes() {
        assert_eq!(seconds("30s"), Some(30));
        assert_eq!(seconds("1h"), Some(3_600));
        for text in ["", "0", "1s", "off", "5M", "-1m"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
