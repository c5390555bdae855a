//! Entries of the log as a table.

use crate::{
    model::audit::{AuditEntry, Outcome, Via},
    ui::parts::{Pill, Tone, When, icons},
};
use leptos::prelude::*;

#[component]
pub fn Entries(entries: Vec<AuditEntry>) -> impl IntoView {
    let rows = entries.into_iter().map(|entry| view! { <Entry entry/> }).collect_view();
    view! {
        <div class="panel overflow-x-auto">
            <table class="project-table">
                <thead>
                    <tr>
                        <th scope="col">"What happened"</th>
                        <th scope="col">"When"</th>
                        <th scope="col">"More"</th>
                        <th scope="col">"By"</th>
                        <th scope="col">"From"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Entry(entry: AuditEntry) -> impl IntoView {
    let (who, deed) = (entry.actor().to_owned(), entry.deed());
    // Who was named already needs no second word.
    let via = match entry.via {
        Via::Session | Via::Operator | Via::Server | Via::Nobody if entry.account_name.is_none() => String::new(),
        via => via.label().to_owned(),
    };
    let result = match entry.result {
        Outcome::Done => None,
        Outcome::Refused => Some(view! { <Pill tone=Tone::Warn icon=icons::SHIELD text="refused"/> }),
        Outcome::Failed => Some(view! { <Pill tone=Tone::Bad icon=icons::CIRCLE_ALERT text="failed"/> }),
    };
    view! {
        <tr>
            <td>
                <span class="font-medium" dir="auto">{who}</span>
                " "
                <span dir="auto">{deed}</span>
                " "
                {result}
            </td>
            <td class="whitespace-nowrap"><When at=entry.at/></td>
            <td><span dir="auto">{entry.detail.unwrap_or_default()}</span></td>
            <td>{via}</td>
            <td class="font-mono text-xs">{entry.address.unwrap_or_default()}</td>
        </tr>
    }
}
