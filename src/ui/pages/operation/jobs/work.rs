//! Each kind of work as a whole, and what the server looks after in a rhythm of its own.

use crate::{
    model::jobs::{Round, Work, WorkKind, span},
    ui::parts::{Icon, QuickForm, Section, When, button, icons},
};
use leptos::prelude::*;

#[component]
pub fn AllWork(work: Vec<Work>, again: Callback<serde_json::Value>) -> impl IntoView {
    let connections = |work: &&Work| matches!(work.kind, WorkKind::Check | WorkKind::Schema);
    let has_failed = work.iter().filter(connections).any(|work| work.failed > 0);
    let rows = work.into_iter().map(|work| view! { <Kind work/> }).collect_view();
    view! {
        <Section title="Background work" text="What this server does besides answering, of every kind.">
            <div class="overflow-x-auto">
                <table class="project-table">
                    <thead>
                        <tr>
                            <th scope="col">"Work"</th>
                            <th scope="col" class="text-right!">"Waiting"</th>
                            <th scope="col" class="text-right!">"Running"</th>
                            <th scope="col" class="text-right!">"Failed"</th>
                            <th scope="col">"Last success"</th>
                            <th scope="col">"Next"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <div class="flex flex-wrap gap-2">
                {has_failed.then(|| view! {
                    <QuickForm
                        action="retryJobs"
                        fields=vec![]
                        next=super::HERE
                        on_done=again
                        class="btn btn-plain"
                        icon=icons::REFRESH_CW
                        label="Try all failed checks again"
                    />
                })}
                <a class=button::QUIET href="/admin/health"><Icon of=icons::SHIELD_CHECK/>"Health and backups"</a>
            </div>
        </Section>
    }
}

#[component]
fn Kind(work: Work) -> impl IntoView {
    let at = |at: Option<crate::model::time::Timestamp>| match at {
        Some(at) => view! { <When at/> }.into_any(),
        None => "–".into_any(),
    };
    let error = work.error.map(|error| view! { <span class="block text-xs text-muted" dir="auto">{error}</span> });
    view! {
        <tr>
            <td>{work.kind.label()}{error}</td>
            <td class="text-right tabular">{work.waiting}</td>
            <td class="text-right tabular">{work.running}</td>
            <td class="text-right tabular">{work.failed}</td>
            <td class="whitespace-nowrap">{at(work.last_success)}</td>
            <td class="whitespace-nowrap">{at(work.next_at)}</td>
        </tr>
    }
}

#[component]
pub fn Rounds(rounds: Vec<Round>) -> impl IntoView {
    let rows = rounds.into_iter().map(|round| {
        let last = match round.last_at {
            Some(at) => view! { <When at/> }.into_any(),
            None => "not yet".into_any(),
        };
        let error = round.error.map(|error| view! { <span class="block text-xs text-bad" dir="auto">{format!("Failed: {error}")}</span> });
        view! {
            <tr>
                <td>{round.name}{error}</td>
                <td class="whitespace-nowrap">{format!("every {}", span(round.every_seconds))}</td>
                <td class="whitespace-nowrap">{last}</td>
            </tr>
        }
    });
    view! {
        <Section title="By the clock" text="What this process looks after in a rhythm of its own, since it was started.">
            <div class="overflow-x-auto">
                <table class="project-table">
                    <thead><tr><th scope="col">"What"</th><th scope="col">"How often"</th><th scope="col">"Last"</th></tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </Section>
    }
}
