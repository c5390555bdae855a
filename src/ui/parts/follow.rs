//! Controls that show what the address says, and that people use before scripts run.

use leptos::prelude::*;

/// Calls `set` when the value changes, not for the first one: that stands in the HTML, and what somebody typed or
/// chose before scripts ran must not go.
pub fn follow<T: Clone + PartialEq + Send + Sync + 'static>(value: Signal<T>, set: impl Fn(T) + 'static) {
    Effect::new(move |before: Option<T>| {
        let now = value.get();
        if before.is_some_and(|before| before != now) {
            set(now.clone());
        }
        now
    });
}
