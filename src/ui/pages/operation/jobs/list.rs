//! Checks of connections and readings of schemas, one by one.

use super::Asked;
use crate::{
    model::jobs::{Job, Stage, WorkKind},
    ui::parts::{Empty, Pages, Pill, QuickForm, Tone, When, icons},
};
use leptos::prelude::*;
use serde_json::Value as Json;

#[component]
pub fn List(jobs: Vec<Job>, asked: Asked, total: u32, page: u32, page_size: u32, again: Callback<Json>) -> impl IntoView {
    let list = if jobs.is_empty() {
        let text = match asked.stage {
            None => "Whenever a connection is checked or its schema is read, it appears here for an hour.",
            Some(_) => "No check and no reading is at this stage now.",
        };
        view! { <Empty icon=icons::CIRCLE_CHECK title="Nothing here" text=text/> }.into_any()
    } else {
        let here = asked.at(page);
        let items = jobs.into_iter().map(|job| view! { <Item job here=here.clone() again/> }).collect_view();
        view! { <ul class="share-all max-w-none!">{items}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="jobs-title" class="flex flex-col gap-3">
            <div class="flex flex-wrap items-center justify-between gap-3">
                <h2 id="jobs-title" class="text-base font-semibold">"Checks and readings"</h2>
                <Stages chosen=asked.stage/>
            </div>
            {list}
            <Pages page page_size total at=move |page| asked.at(page)/>
        </section>
    }
}

#[component]
fn Stages(chosen: Option<Stage>) -> impl IntoView {
    let all = [(None, "All")].into_iter().chain(Stage::ALL.map(|stage| (Some(stage), label(stage))));
    let links = all.map(|(stage, text)| {
        let current = (stage == chosen).then_some("true");
        view! { <a href=Asked { stage, page: 1 }.at(1) aria-current=current>{text}</a> }
    });
    view! { <nav class="segmented" aria-label="Stage">{links.collect_view()}</nav> }
}

fn label(stage: Stage) -> &'static str {
    match stage {
        Stage::Waiting => "Waiting",
        Stage::Running => "Running",
        Stage::Failed => "Failed",
        Stage::Done => "Done",
    }
}

#[component]
fn Item(job: Job, here: String, again: Callback<Json>) -> impl IntoView {
    let what = if job.kind == WorkKind::Schema { "Reading of a schema" } else { "Check of a connection" };
    let pill = match job.stage {
        Stage::Waiting => view! { <Pill icon=icons::CLOCK text="Waiting"/> },
        Stage::Running => view! { <Pill tone=Tone::Accent icon=icons::LOADER_CIRCLE text="Running"/> },
        Stage::Failed => view! { <Pill tone=Tone::Bad icon=icons::CIRCLE_ALERT text="Failed"/> },
        Stage::Done => view! { <Pill tone=Tone::Good icon=icons::CIRCLE_CHECK text="Done"/> },
    };
    let about = job.about.clone().unwrap_or_else(|| "a connection".to_owned());
    let fields = vec![("jobId", job.id.to_string())];
    let act = match job.stage {
        Stage::Failed if job.can_retry => Some(("retryJob", icons::REFRESH_CW, "Try again")),
        Stage::Waiting | Stage::Running => Some(("cancelJob", icons::X, "Stop")),
        Stage::Failed | Stage::Done => None,
    };
    let act = act.map(|(action, icon, label)| {
        view! { <QuickForm action fields next=here on_done=again class="btn btn-sm btn-plain" icon label=label/> }
    });
    let tries = match job.tries {
        0 => String::new(),
        1 => ", taken up once".to_owned(),
        n => format!(", taken up {n} times"),
    };
    let hidden = job.stage == Stage::Failed && job.error.is_none() && job.about.is_none();
    view! {
        <li class="share-item">
            <div class="share-item-head flex-wrap">
                <span class="flex min-w-0 flex-[1_1_14rem] flex-wrap items-center gap-2">
                    <strong>{what}</strong>
                    <span dir="auto">{about}</span>
                    {pill}
                </span>
                {act}
            </div>
            <p class="field-hint">
                "Team "<span dir="auto">{job.team}</span>", queued "<When at=job.queued_at/>
                {job.running_since.map(|at| view! { ", running since "<When at/> })}
                {job.ended_at.map(|at| view! { ", ended "<When at/> })}
                {tries}
            </p>
            {job.error.map(|error| view! { <p class="field-hint" dir="auto">{error}</p> })}
            {hidden.then(|| view! { <p class="field-hint">"Why is shown to the members who may see the connection."</p> })}
        </li>
    }
}
