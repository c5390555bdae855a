//! `/admin/health`: what the server is made of and how each part is, with what can be done about it.

use crate::{
    actions::{Answer, operation::get_server_health},
    model::{
        backup::BackupTry,
        jobs::span,
        operation::{BackupHealth, Jobs, ServerHealth, bytes},
        project::UserInput,
    },
    ui::{
        pages::admin::sections::{Sections, crumbs},
        parts::{FlashError, Icon, Loaded, Notice, Page, Pill, QuickForm, Section, Tone, When, button, icons, loaded::Skeleton},
    },
};
use leptos::prelude::*;

const HERE: &str = "/admin/health";

#[component]
pub fn Health() -> impl IntoView {
    let health: Resource<Answer<ServerHealth>> = Resource::new(|| (), |()| get_server_health(UserInput::default()));
    let again = Callback::new(move |_: serde_json::Value| health.refetch());
    view! {
        <Loaded resource=health missing=true fallback=move || view! { <Page crumbs=crumbs(HERE)><Skeleton/></Page> } let:health>
            <Page crumbs=crumbs(HERE)>
                <Sections here=HERE/>
                <FlashError actions=&["backUpNow", "retryJobs"]/>
                <div class="flex max-w-[760px] flex-col gap-6">
                    <Backups backups=health.backups.clone() again/>
                    <Background jobs=health.jobs again/>
                    <Parts health/>
                </div>
            </Page>
        </Loaded>
    }
}

/// Names and values.
#[component]
fn Facts(facts: Vec<(&'static str, AnyView)>) -> impl IntoView {
    let rows = facts.into_iter().map(|(name, value)| {
        view! {
            <div class="flex flex-wrap justify-between gap-x-4 gap-y-0.5">
                <dt class="text-muted">{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    });
    view! { <dl class="flex flex-col gap-2">{rows.collect_view()}</dl> }
}

#[component]
fn Backups(backups: BackupHealth, again: Callback<serde_json::Value>) -> impl IntoView {
    let trouble = backups.trouble();
    let BackupHealth { has_folder, every_seconds, keep, running_bytes, last, good } = backups;
    let rhythm = match every_seconds {
        Some(seconds) => format!("Made every {} by itself; the last {keep} stay. The secret key is never in them.", span(seconds)),
        None if has_folder => "Made only on demand (VIZBOARD_BACKUP_EVERY is off). The secret key is never in them.".to_owned(),
        None => "Without VIZBOARD_BACKUP_DIR the server makes none. \"vizboard backup\" makes one from the command line.".to_owned(),
    };
    let facts = vec![("Last good backup", good.map_or_else(|| "none yet".into_any(), |good| view! { <Good good/> }.into_any()))];
    let tried = last.filter(|last| last.error.is_some()).map(|last| view! { <p class="text-sm text-muted">"Tried "<When at=last.at/></p> });
    view! {
        <Section title="Backups" text=rhythm>
            {trouble.map(|text| view! { <Notice tone=Tone::Bad>{text}</Notice> })}
            {tried}
            {running_bytes.map(|count| view! { <Notice>{format!("A backup is being made: {} so far.", bytes(count))}</Notice> })}
            <Facts facts/>
            {has_folder.then(|| view! {
                <QuickForm
                    action="backUpNow"
                    fields=vec![]
                    next=HERE
                    on_done=again
                    class="btn btn-plain"
                    icon=icons::DOWNLOAD
                    label="Back up now"
                />
            })}
        </Section>
    }
}

#[component]
fn Good(good: BackupTry) -> impl IntoView {
    view! {
        <When at=good.at/>
        {format!(", {} in {:.1} s, ", bytes(good.bytes), good.seconds)}
        <span class="font-mono text-xs">{good.file}</span>
    }
}

#[component]
fn Background(jobs: Jobs, again: Callback<serde_json::Value>) -> impl IntoView {
    let Jobs { waiting, running, failed } = jobs;
    let state = if failed == 0 {
        view! { <Pill tone=Tone::Good icon=icons::CIRCLE_CHECK text="nothing failed"/> }
    } else {
        view! { <Pill tone=Tone::Warn icon=icons::TRIANGLE_ALERT text=format!("{failed} failed")/> }
    };
    let facts = vec![("Waiting", waiting.into_any()), ("Running", running.into_any()), ("Within the last hour", state.into_any())];
    view! {
        <Section title="Background work" text="Checks of connections, and readings of their schemas.">
            <Facts facts/>
            {(failed > 0).then(|| view! {
                <QuickForm
                    action="retryJobs"
                    fields=vec![]
                    next=HERE
                    on_done=again
                    class="btn btn-plain"
                    icon=icons::REFRESH_CW
                    label="Try again"
                />
            })}
            <p><a class=button::QUIET href="/admin/jobs"><Icon of=icons::LIST/>"All background work"</a></p>
        </Section>
    }
}

#[component]
fn Parts(health: ServerHealth) -> impl IntoView {
    let ServerHealth { version, started_at, store, disk, workers, most_workers, cache, audit_entries, audit_days, .. } = health;
    let disk = disk.map_or_else(|| "not known".to_owned(), |disk| format!("{} free of {}", bytes(disk.free), bytes(disk.total)));
    let text = |text: String| text.into_any();
    let facts = vec![
        ("VizBoard", text(version)),
        ("Running since", view! { <When at=started_at/> }.into_any()),
        ("Store", text(format!("{} {}, {}", store.kind, store.version, bytes(store.bytes)))),
        ("Disk of the data directory", text(disk)),
        ("Workers that read databases", text(format!("{workers} of {most_workers}"))),
        ("Answers kept", text(format!("{}, {} of {}", cache.answers, bytes(cache.bytes), bytes(cache.most_bytes)))),
        ("Audit log", text(format!("{audit_entries} entries, kept for {audit_days} days"))),
    ];
    view! {
        <Section title="Parts" text="What this server is made of, now.">
            <Facts facts/>
        </Section>
    }
}
