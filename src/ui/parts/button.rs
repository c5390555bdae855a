//! Buttons are plain elements with these classes; only what sends a form is a component.
//! One primary action per view; 32 high, 28 with [`SMALL`] in toolbars.

use super::{form_state::FormState, icon::Icon, icons};
use leptos::prelude::*;

/// The page's one main action.
pub const PRIMARY: &str = "btn btn-primary";
/// Everything else that stands by itself.
pub const PLAIN: &str = "btn btn-plain";
/// Inside toolbars and rows.
pub const QUIET: &str = "btn btn-quiet";
/// Confirms a destructive decision.
pub const DANGER: &str = "btn btn-error";
/// Leads to a destructive decision.
pub const DANGER_QUIET: &str = "btn btn-danger-quiet";
/// A square with an icon; give it an `aria-label`.
pub const TOOL: &str = "btn btn-quiet btn-sm btn-square";

/// Sends the form it stands in and shows that it is under way.
#[component]
pub fn SubmitButton(
    /// One of the classes of this module; primary when not given.
    #[prop(default = PRIMARY)]
    class: &'static str,
    /// Sent as a field of the form when this button was pressed.
    #[prop(optional, into)]
    name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    /// One of [`super::icons`]; none when empty.
    #[prop(optional)]
    icon: &'static str,
    /// Not to be pressed (yet).
    #[prop(optional, into)]
    disabled: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let state = use_context::<FormState>();
    let busy = move || state.is_some_and(|state| state.busy.get());
    view! {
        <button
            type="submit"
            class=class
            name=name
            value=value
            aria-busy=move || busy().then_some("true")
            disabled=move || busy() || disabled.get()
        >
            {move || {
                if busy() {
                    Some(view! { <Icon of=icons::LOADER_CIRCLE class="spin"/> })
                } else if icon.is_empty() {
                    None
                } else {
                    Some(view! { <Icon of=icon/> })
                }
            }}
            {children()}
        </button>
    }
}
