//! The rights of somebody to a project or a database, one by one, each with its reason.

use crate::{
    model::reach::{Explained, Verdict},
    ui::parts::{Pill, Tone, icons},
};
use leptos::prelude::*;

#[component]
pub fn Why(explained: Explained) -> impl IntoView {
    let rules = explained.rules.into_iter().map(|rule| view! { <li dir="auto">{rule}</li> }).collect_view();
    let rows = explained.verdicts.into_iter().map(|verdict| view! { <Row verdict/> }).collect_view();
    view! {
        <div class="flex flex-col gap-3" id="why">
            <p><strong dir="auto">{explained.name}</strong>" and "<strong dir="auto">{explained.title}</strong>": "{explained.because}</p>
            <ul class="flex flex-col gap-2 text-sm">{rows}</ul>
            {(!rules.is_empty()).then(|| view! {
                <h3 class="text-sm font-semibold">"Row rules that apply"</h3>
                <ul class="flex flex-col gap-1 text-sm">{rules}</ul>
            })}
        </div>
    }
}

#[component]
fn Row(verdict: Verdict) -> impl IntoView {
    let (tone, icon, text) = match verdict.allowed {
        true => (Tone::Good, icons::CHECK, "Allowed"),
        false => (Tone::Bad, icons::X, "Refused"),
    };
    view! {
        <li class="flex flex-wrap items-center gap-2">
            <Pill tone icon text/>
            <span class="font-medium">{capital(&verdict.right)}</span>
            <span class="text-muted">{verdict.reason}</span>
        </li>
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
