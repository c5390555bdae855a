//! Light, dark or as the system: a form that sets the cookie, and at once when scripts run.

use super::{icon::Icon, icons};
use leptos::{ev::MouseEvent, prelude::*};
use leptos_router::hooks::use_location;

const CHOICES: [(&str, &str, &str); 3] =
    [("light", "Light", icons::SUN), ("dark", "Dark", icons::MOON), ("auto", "System", icons::MONITOR)];

#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let location = use_location();
    let here = move || format!("{}{}", location.pathname.get(), query(&location.search.get()));
    view! {
        <form method="post" action="/actions/setTheme" class="px-2 py-1">
            <input type="hidden" name="_next" value=here/>
            <input type="hidden" name="_back" value=here/>
            <div class="segmented" role="group" aria-label="Theme">
                {CHOICES
                    .map(|(name, label, icon)| {
                        view! {
                            <button
                                type="submit"
                                name="theme"
                                value=name
                                title=label
                                aria-label=format!("{label} theme")
                                class=format!("theme-{name}")
                                on:click=move |ev| choose(ev, name)
                            >
                                <Icon of=icon size=14/>
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
        </form>
    }
}

fn query(search: &str) -> String {
    let search = search.trim_start_matches('?');
    if search.is_empty() { String::new() } else { format!("?{search}") }
}

#[cfg(feature = "hydrate")]
fn choose(ev: MouseEvent, name: &'static str) {
    use crate::{actions::accounts::set_theme, model::account::ThemeInput, ui::shell::Theme};
    ev.prevent_default();
    if let Some(html) = document().document_element() {
        // The document's root takes any attribute.
        let _ = match Theme::parse(name).data_theme() {
            Some(theme) => html.set_attribute("data-theme", theme),
            None => html.remove_attribute("data-theme"),
        };
    }
    leptos::task::spawn_local(async move {
        // Unsaved, the choice still holds for this page.
        let _ = set_theme(ThemeInput { theme: Some(name.to_owned()) }).await;
    });
}

#[cfg(not(feature = "hydrate"))]
fn choose(_: MouseEvent, _: &'static str) {}
