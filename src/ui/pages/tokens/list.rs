//! The tokens that there are: what each reaches, when it was last used and when it ends.

use super::Here;
use crate::{
    model::token::{Token, TokenPermission},
    ui::parts::{Empty, Icon, Pill, Tone, When, button, icons},
};
use leptos::prelude::*;

#[component]
pub fn List(here: Here, tokens: Vec<Token>, can_make: bool) -> impl IntoView {
    if tokens.is_empty() && can_make {
        let href = format!("{}?new=1", here.path());
        return view! {
            <Empty icon=icons::KEY_ROUND title="No token yet" text="A token lets a program read boards of this team and use its databases over HTTP, without the password of anybody.">
                <a class=button::PLAIN href=href data-noscroll="">"Make the first one"</a>
                <a class=button::QUIET href="/help/api">"What a program can ask"</a>
            </Empty>
        }
        .into_any();
    }
    if tokens.is_empty() {
        return view! {
            <Empty icon=icons::KEY_ROUND title="Nothing to read yet" text="A token reaches projects and databases of its team, and this team has none.">
                <a class=button::PRIMARY href="/projects/new">"Make a project"</a>
            </Empty>
        }
        .into_any();
    }
    let items = tokens.into_iter().map(|token| view! { <Item here token/> }).collect_view();
    view! { <ul class="share-all">{items}</ul> }.into_any()
}

#[component]
fn Item(here: Here, token: Token) -> impl IntoView {
    let revoke = format!("{}?revoke={}", here.path(), token.id);
    let named = format!("Revoke {}", token.name);
    let used = match token.last_used_utc {
        Some(at) => view! { <span class="field-hint">"last used "<When at/></span> }.into_any(),
        None => view! { <span class="field-hint">"never used"</span> }.into_any(),
    };
    view! {
        <li class="share-item">
            <div class="share-item-head">
                <span class="min-w-0">
                    <strong dir="auto">{token.name.clone()}</strong>
                    " "
                    <code class="text-muted">{token.body.clone()}</code>
                </span>
                <a class="btn btn-sm btn-danger-quiet" href=revoke data-noscroll="" aria-label=named>
                    <Icon of=icons::UNLINK/>
                    "Revoke"
                </a>
            </div>
            {token.description.clone().map(|text| view! { <p class="text-sm text-muted" dir="auto">{text}</p> })}
            <Reaches permissions=token.permissions.clone()/>
            <div class="share-guards">
                <Ends token=token.clone()/>
                <span class="field-hint">"made by "<span dir="auto">{token.created_by}</span>" "<When at=token.created_utc/></span>
                {used}
            </div>
        </li>
    }
}

/// The projects and databases of a token, each with what it may there.
#[component]
fn Reaches(permissions: Vec<TokenPermission>) -> impl IntoView {
    if permissions.is_empty() {
        return view! { <p class="text-sm text-muted">"Reaches nothing any more: its projects and databases are gone."</p> }.into_any();
    }
    let mut by_place: Vec<(String, String, Vec<&'static str>)> = Vec::new();
    for permission in permissions {
        let TokenPermission { db_id, db_name, project_id, project_title, name } = permission;
        let href = match (db_id, project_id) {
            (Some(id), _) => format!("/databases/{id}"),
            (None, Some(id)) => format!("/projects/{id}/dashboard"),
            (None, None) => continue,
        };
        match by_place.iter_mut().find(|(first, ..)| *first == href) {
            Some((.., names)) => names.push(name.name()),
            None => by_place.push((href, db_name.or(project_title).unwrap_or_default(), vec![name.name()])),
        }
    }
    let item = |(href, title, names): (String, String, Vec<&str>)| {
        view! {
            <li class="flex flex-wrap items-center gap-2">
                <a class="link-quiet" href=href dir="auto">{title}</a>
                <Pill text=names.join(", ")/>
            </li>
        }
    };
    view! { <ul class="flex flex-col gap-1 text-sm">{by_place.into_iter().map(item).collect_view()}</ul> }.into_any()
}

/// Until when it works.
#[component]
fn Ends(token: Token) -> impl IntoView {
    match token.expiration_utc {
        None => view! { <Pill icon=icons::CLOCK text="No end"/> },
        Some(at) if token.is_expired => view! { <Pill tone=Tone::Bad icon=icons::CLOCK text=format!("Ended {}", at.last_day())/> },
        Some(at) => view! { <Pill icon=icons::CLOCK text=format!("Last day {}", at.last_day())/> },
    }
}
