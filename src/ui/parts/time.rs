//! A moment: the date in the page, how long ago in the browser (the two sides must render the same text first).

use crate::model::time::Timestamp;
use leptos::prelude::*;

#[component]
pub fn When(at: Timestamp) -> impl IntoView {
    let text = RwSignal::new(at.short());
    let tell = move || text.set(ago(now_ms() - at.0).unwrap_or_else(|| at.short()));
    Effect::new(move |_| tell());
    grow_older(tell);
    view! {
        <time datetime=at.to_string() title=at.short()>
            {move || text.get()}
        </time>
    }
}

/// Tells the time again now and then, as long as the page shows it.
#[cfg(feature = "hydrate")]
fn grow_older(tell: impl Fn() + 'static) {
    let timer = set_interval_with_handle(tell, std::time::Duration::from_secs(30));
    on_cleanup(move || {
        if let Ok(timer) = timer {
            timer.clear();
        }
    });
}

#[cfg(not(feature = "hydrate"))]
fn grow_older(_: impl Fn() + 'static) {}

#[cfg(feature = "hydrate")]
fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

#[cfg(not(feature = "hydrate"))]
fn now_ms() -> i64 {
    0
}

/// `5 min ago`; nothing for what is older than a month or lies ahead of a wrong clock by more than a minute.
fn ago(elapsed_ms: i64) -> Option<String> {
    let minutes = elapsed_ms.div_euclid(60_000);
    match minutes {
        -1..=0 => Some("just now".to_owned()),
        1..60 => Some(format!("{minutes} min ago")),
        60..1440 => Some(format!("{} h ago", minutes / 60)),
        1440..2880 => Some("yesterday".to_owned()),
        2880..43_200 => Some(format!("{} days ago", minutes / 1440)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::ago;

    #[test]
    fn how_long_ago() {
        const MINUTE: i64 = 60_000;
        for (elapsed, text) in [
            (0, Some("just now")),
            (-MINUTE, Some("just now")),
            (5 * MINUTE, Some("5 min ago")),
            (59 * MINUTE, Some("59 min ago")),
            (60 * MINUTE, Some("1 h ago")),
            (24 * 60 * MINUTE, Some("yesterday")),
            (3 * 24 * 60 * MINUTE, Some("3 days ago")),
            (40 * 24 * 60 * MINUTE, None),
            (-5 * MINUTE, None),
        ] {
            assert_eq!(ago(elapsed).as_deref(), text, "{elapsed}");
        }
    }
}
