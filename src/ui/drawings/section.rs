//! A heading with what follows it, to fold away. It folds without scripts; with them the browser remembers what this
//! reader folded on this page. Print shows everything.

use crate::ui::parts::{Icon, icons};
use leptos::{html, prelude::*};

#[component]
pub fn SectionView(
    /// The tile of the heading and what it says; absent above the first heading.
    heading: Option<(AnyView, Signal<String>)>,
    /// Names the section on its page.
    #[prop(into)]
    key: String,
    children: Children,
) -> impl IntoView {
    let folds = heading.is_some();
    view! {
        <div class="section" class:section-folds=folds>
            {heading.map(|(tile, title)| view! { <div class="tiles section-head">{tile}</div><Fold key title/> })}
            <div class="tiles section-body">{children()}</div>
        </div>
    }
}

/// Stands beside what it folds: so a style sheet can hide that on screens alone.
#[component]
fn Fold(key: String, title: Signal<String>) -> impl IntoView {
    let (node, key) = (NodeRef::<html::Details>::new(), StoredValue::new(key));
    Effect::new(move |_| {
        if let Some(details) = node.get()
            && key.with_value(|key| memory::folded().contains(key))
        {
            // A details takes the attribute away as its summary does.
            let _ = details.remove_attribute("open");
        }
    });
    let remember = move |_| {
        if let Some(details) = node.get_untracked() {
            key.with_value(|key| memory::keep(key, !details.has_attribute("open")));
        }
    };
    view! {
        <details class="section-fold" open=true node_ref=node on:toggle=remember>
            <summary title="Fold or unfold this section">
                <Icon of=icons::CHEVRON_DOWN/>
                <span class="sr-only">{move || format!("Section {}", title.get())}</span>
            </summary>
        </details>
    }
}

/// What is folded, by the path of the page. Where the browser keeps nothing, everything is unfolded next time.
#[cfg(feature = "hydrate")]
mod memory {
    use leptos::{prelude::window, web_sys::Storage};

    /// Most sections of one page that are remembered.
    const MOST: usize = 100;

    fn store() -> Option<(Storage, String)> {
        let path = window().location().pathname().ok()?;
        Some((window().local_storage().ok()??, format!("vizboard.folded {path}")))
    }

    pub(super) fn folded() -> Vec<String> {
        let text = store().and_then(|(storage, place)| storage.get_item(&place).ok()?);
        text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    pub(super) fn keep(key: &str, is_folded: bool) {
        let Some((storage, place)) = store() else { return };
        let mut all = folded();
        all.retain(|known| known != key);
        if is_folded {
            all.push(key.to_owned());
        }
        all.drain(..all.len().saturating_sub(MOST));
        // A full or closed store keeps nothing, and nothing breaks.
        let _ = match all.is_empty() {
            true => storage.remove_item(&place),
            false => storage.set_item(&place, &serde_json::to_string(&all).unwrap_or_default()),
        };
    }
}

/// The server remembers nothing.
#[cfg(not(feature = "hydrate"))]
mod memory {
    pub(super) fn folded() -> Vec<String> {
        Vec::new()
    }

    pub(super) fn keep(_: &str, _: bool) {}
}
