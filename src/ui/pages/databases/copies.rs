//! `/databases/:id/copies`: kept copies of one moment each.

use super::{
    load,
    paths::Tab,
    shell::{Shell, bytes},
    use_param,
};
use crate::{
    actions::{Answer, databases::drawings::list_database_copies},
    model::{
        desk::{DatabaseDesk, DatabaseInput, KeptCopy},
        outcome::Outcome,
    },
    ui::parts::{Crumb, Empty, FlashError, Loaded, Page, QuickForm, When, button, icons, loaded::Skeleton},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Bundle {
    desk: DatabaseDesk,
    copies: Vec<KeptCopy>,
}

async fn load(id: String) -> Answer<Bundle> {
    let desk = match load::desk(id.clone()).await? {
        Outcome::Done(desk) => desk,
        Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
    };
    match list_database_copies(DatabaseInput::of(id)).await? {
        Outcome::Done(answer) => Ok(Outcome::Done(Bundle { desk, copies: answer.copies })),
        Outcome::Failed(failure) => Ok(Outcome::Failed(failure)),
    }
}

#[component]
pub fn CopiesPage() -> impl IntoView {
    let id = use_param("id");
    let bundle = Resource::new(move || id.get(), load);
    view! {
        <Loaded
            resource=bundle
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Databases", "/databases"), Crumb::here("Copies")] wide=true><Skeleton/></Page> }
            let:shown
        >
            <Copies bundle=shown again=Callback::new(move |_: Json| bundle.refetch())/>
        </Loaded>
    }
}

#[component]
fn Copies(bundle: Bundle, again: Callback<Json>) -> impl IntoView {
    let Bundle { desk, copies } = bundle;
    let here = format!("/databases/{}/copies", desk.id);
    let id = desk.id.clone();
    let make = view! {
        <QuickForm
            action="makeDatabaseCopy"
            fields=vec![("databaseId", id.clone())]
            next=here.clone()
            on_done=again
            class=button::PRIMARY
            icon=icons::ARCHIVE
            label="Keep a copy now"
        />
    };
    let none = copies.is_empty();
    let lines = copies.into_iter().map(|copy| {
        let fields = vec![("databaseId", id.clone()), ("copyId", copy.id.clone())];
        let reason = if copy.reason == "manual" { "Kept by hand".to_owned() } else { format!("Before: {}", copy.reason) };
        view! {
            <li class="desk-part">
                <span class="min-w-0">
                    <strong><When at=copy.made_utc/></strong>
                    <span class="block text-muted break-anywhere" dir="auto">{format!("{reason}, by {}, {}", copy.made_by, bytes(copy.size))}</span>
                </span>
                <span class="flex flex-wrap gap-2">
                    <QuickForm action="restoreDatabaseCopy" fields=fields.clone() next=here.clone() on_done=again class="btn btn-sm btn-plain" icon=icons::HISTORY label="Restore"/>
                    <QuickForm action="deleteDatabaseCopy" fields next=here.clone() on_done=again class="btn btn-sm btn-danger-quiet" icon=icons::TRASH_2 label="Delete"/>
                </span>
            </li>
        }
    });
    let lines = lines.collect_view();
    view! {
        <Shell desk tab=Tab::Copies>
            <div class="mx-auto flex max-w-[760px] flex-col gap-4">
                <FlashError actions=&["makeDatabaseCopy", "restoreDatabaseCopy", "deleteDatabaseCopy"]/>
                {if none {
                    view! {
                        <Empty icon=icons::ARCHIVE title="No copy yet" text="A copy keeps the whole database as it is at one moment. One is kept by itself before a table or column goes.">
                            {make}
                        </Empty>
                    }.into_any()
                } else {
                    view! {
                        <section class="panel">
                            <div class="panel-head"><h2 class="panel-title flex-1">"Kept copies"</h2>{make}</div>
                            <div class="panel-body">
                                <p class="mb-2 text-sm text-muted">"Restoring replaces every table. What is there now is kept as a copy first."</p>
                                <ul>{lines}</ul>
                            </div>
                        </section>
                    }.into_any()
                }}
            </div>
        </Shell>
    }
}
