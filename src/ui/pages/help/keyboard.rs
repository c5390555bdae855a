//! `/help/keyboard`: what can be done without a mouse.

use crate::ui::parts::{Crumb, Page};
use leptos::prelude::*;

/// Where, and the keys with what they do. `|` stands between keys of which any will do, `+` between keys held together.
const SHORTCUTS: &[(&str, &[(&str, &str)])] = &[
    (
        "Everywhere",
        &[
            ("Ctrl+K | ⌘+K", "Search everything, go anywhere"),
            ("?", "This page"),
            ("Tab | Shift+Tab", "To the next or previous control"),
            ("Esc", "Close a menu, a panel, a dialog"),
        ],
    ),
    ("Search", &[("↑ | ↓", "Choose a line"), ("Enter", "Go there")]),
    (
        "SQL",
        &[
            ("Ctrl+Enter | ⌘+Enter", "Run the statement at the cursor, or what is selected"),
            ("Ctrl+Shift+Enter | ⌘+Shift+Enter", "Run all statements"),
        ],
    ),
    (
        "Boards",
        &[
            ("Space | Enter", "On the handle of a tile: pick it up, and put it down"),
            ("← | → | ↑ | ↓", "Move the tile that was picked up"),
            ("Esc", "Put it back where it was"),
        ],
    ),
];

#[component]
pub fn KeyboardHelp() -> impl IntoView {
    let groups = SHORTCUTS
        .iter()
        .map(|(place, keys)| {
            let rows =
                keys.iter().map(|(keys, text)| view! { <tr><td class="keys">{parts(keys)}</td><td>{*text}</td></tr> }).collect_view();
            view! {
                <section class="panel keyboard">
                    <table>
                        <caption>{*place}</caption>
                        <thead class="sr-only"><tr><th scope="col">"Keys"</th><th scope="col">"What they do"</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </section>
            }
        })
        .collect_view();
    view! { <Page crumbs=vec![Crumb::here("Keyboard")]><div class="keyboard-groups">{groups}</div></Page> }
}

fn parts(keys: &'static str) -> impl IntoView {
    keys.split(" | ")
        .enumerate()
        .map(|(i, together)| {
            let held = together
                .split('+')
                .enumerate()
                .map(|(i, key)| view! { {(i > 0).then_some(" + ")}<kbd class="kbd">{key}</kbd> })
                .collect_view();
            view! { {(i > 0).then_some(" or ")}{held} }
        })
        .collect_view()
}
