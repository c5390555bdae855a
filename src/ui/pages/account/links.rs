//! `/settings/links`: every live link to a board of the signed-in person, with how often it was opened and its end.

use crate::{
    actions::{Answer, sharing::list_links},
    model::share_link::{LinksAnswer, LinksInput, ShareLink},
    ui::{
        pages::board::Guards,
        parts::{CopyField, Crumb, Empty, FlashError, Loaded, Page, QuickForm, When, button, icons},
    },
};
use leptos::prelude::*;

const HERE: &str = "/settings/links";

#[component]
pub fn Links() -> impl IntoView {
    let links: Resource<Answer<LinksAnswer>> = Resource::new(|| (), |()| async { list_links(LinksInput::default()).await });
    let again = Callback::new(move |_: serde_json::Value| links.refetch());
    view! {
        <Page crumbs=vec![Crumb::to("Settings", "/settings"), Crumb::here("Links")]>
            <FlashError actions=&["revokeLink"]/>
            <Loaded resource=links let:answer><List links=answer.links again/></Loaded>
        </Page>
    }
}

#[component]
fn List(links: Vec<ShareLink>, again: Callback<serde_json::Value>) -> impl IntoView {
    if links.is_empty() {
        return view! {
            <Empty icon=icons::LINK title="Nothing is shared" text="Links that you give to a board appear here, with how often they were opened. A board's Share button makes one.">
                <a class=button::PRIMARY href="/projects">"Open a board"</a>
            </Empty>
        }
        .into_any();
    }
    view! {
        <p class="mb-4 text-muted">"Whoever has one of these links sees the board behind it. Revoking ends a link at once and for good."</p>
        <ul class="share-all">{links.into_iter().map(|link| view! { <Item link again/> }).collect_view()}</ul>
    }
    .into_any()
}

#[component]
fn Item(link: ShareLink, again: Callback<serde_json::Value>) -> impl IntoView {
    let board = format!("/projects/{}/dashboard?share={}", link.project_id, link.id);
    let fields = vec![("projectId", link.project_id.to_string()), ("linkId", link.id.clone())];
    let seen = link.viewed_at.map(|at| view! { <span class="field-hint">"last opened " <When at/></span> });
    view! {
        <li class="share-item">
            <div class="share-item-head">
                <span class="min-w-0">
                    <a class="link-quiet" href=board dir="auto">{link.project_title.clone()}</a>
                    <span dir="auto">{format!(" · {}", link.title)}</span>
                </span>
                <QuickForm
                    action="revokeLink"
                    fields
                    next=HERE
                    on_done=again
                    done="The link is revoked"
                    class="btn btn-sm btn-danger-quiet"
                    icon=icons::UNLINK
                    label="Revoke"
                />
            </div>
            <CopyField
                id=format!("link-{}-{}", link.project_id, link.id)
                label=format!("Address of {} · {}", link.project_title, link.title)
                value=link.path.clone()
                what="link"
                is_path=true
                hidden_label=true
            />
            <div class="share-guards"><Guards link/>{seen}</div>
        </li>
    }
}
