//! A message inside the page, beside what it is about.

use super::{badge::Tone, icon::Icon};
use leptos::prelude::*;

#[component]
pub fn Notice(
    #[prop(optional)] tone: Tone,
    /// Read out at once by screen readers; for errors that appear while the page is open.
    #[prop(optional)]
    alert: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <div class=tone.notice() role=alert.then_some("alert")>
            <Icon of=tone.icon()/>
            <div class="min-w-0 flex-1">{children()}</div>
        </div>
    }
}
