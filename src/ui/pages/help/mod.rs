//! `/help/api`: the OpenAPI document made readable. Nothing is loaded from elsewhere.

mod everything;
pub mod keyboard;
mod operation;
pub mod reference;

use crate::ui::parts::{Crumb, Empty, Icon, Page, answered::answered, button, icons, loaded::Skeleton};
use everything::Everything;
use leptos::prelude::*;
use operation::OperationView;
use reference::{Group, Reference};
#[cfg(feature = "ssr")]
use std::sync::Arc;

/// The text of `/api/openapi.json`. The server puts it into the context of every page.
#[cfg(feature = "ssr")]
#[derive(Clone)]
pub struct ApiDocument(pub Arc<str>);

#[component]
pub fn ApiHelp() -> impl IntoView {
    let reference = Resource::new(|| (), |()| everything::outline());
    let raw = view! {
        <a class=button::QUIET href="/api/docs" rel="external"><Icon of=icons::BOOK_OPEN/>"One page"</a>
        <a class=button::PLAIN href="/api/openapi.json" rel="external"><Icon of=icons::BRACES/>"openapi.json"</a>
    }
    .into_any();
    view! {
        <Page crumbs=vec![Crumb::here("API")] actions=raw>
            <Suspense fallback=|| view! { <Skeleton lines=8/> }>
                {move || Suspend::new(async move {
                    match answered(reference).await {
                        Some(reference) => view! { <Shown reference=reference/> }.into_any(),
                        None => {
                            view! {
                                <Empty icon=icons::CODE_XML title="The reference cannot be read" text="The server did not answer with its OpenAPI document. Try again in a moment."/>
                            }
                                .into_any()
                        }
                    }
                })}
            </Suspense>
        </Page>
    }
}

#[component]
fn Shown(reference: Reference) -> impl IntoView {
    let wanted = RwSignal::new(String::new());
    let everything = Everything::new();
    let index = reference.groups.iter().map(|group| view! { <IndexEntry group=group.clone()/> }).collect_view();
    let groups = StoredValue::new(reference.groups);
    let found = move || {
        let wanted = wanted.get().trim().to_lowercase();
        groups.with_value(|groups| narrowed(groups, &wanted))
    };
    view! {
        <div class="api">
            <nav class="api-index" aria-label="Parts of the reference">
                <p class="mb-2 px-2 text-xs text-muted">{format!("Version {}", reference.version)}</p>
                <ul>{index}</ul>
            </nav>
            <div class="min-w-0">
                <Introduction/>
                <label class="needs-scripts input mb-4">
                    <span class="text-muted"><Icon of=icons::SEARCH/></span>
                    <span class="sr-only">"Search the reference"</span>
                    <input
                        type="search"
                        placeholder="Search routes and actions"
                        prop:value=wanted
                        on:input=move |ev| wanted.set(event_target_value(&ev))
                    />
                </label>
                {move || {
                    let groups = found();
                    if groups.is_empty() {
                        view! { <p class="py-8 text-center text-muted">"Nothing matches."</p> }.into_any()
                    } else {
                        groups.into_iter().map(|group| view! { <GroupView group everything/> }).collect_view().into_any()
                    }
                }}
            </div>
        </div>
    }
}

/// The operations whose path or summary holds `wanted` (in lower case).
fn narrowed(groups: &[Group], wanted: &str) -> Vec<Group> {
    let fits = |text: &str| text.to_lowercase().contains(wanted);
    let mut groups = groups.to_vec();
    for group in &mut groups {
        group.operations.retain(|operation| fits(&operation.path) || fits(&operation.summary));
    }
    groups.retain(|group| !group.operations.is_empty());
    groups
}

fn slug(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
}

#[component]
fn IndexEntry(group: Group) -> impl IntoView {
    view! {
        <li>
            <a href=format!("#{}", slug(&group.name))>
                <span class="flex-1">{group.name.clone()}</span>
                <span class="tabular text-xs text-muted">{group.operations.len()}</span>
            </a>
        </li>
    }
}

#[component]
fn GroupView(group: Group, everything: Everything) -> impl IntoView {
    let operations = group.operations.into_iter().map(|operation| view! { <OperationView operation everything/> }).collect_view();
    view! {
        <section class="mb-8 scroll-mt-16" id=slug(&group.name)>
            <h2 class="text-lg font-semibold">{group.name.clone()}</h2>
            {(!group.text.is_empty()).then(|| view! { <p class="mt-1 text-muted">{group.text}</p> })}
            <div class="panel mt-3 overflow-hidden">{operations}</div>
        </section>
    }
}

#[component]
fn Introduction() -> impl IntoView {
    let example = "curl -s -c jar -H 'Content-Type: application/json' \\\n  -d '{\"username\": \"ada\", \"password\": \"...\"}' http://127.0.0.1:3000/api/login\ncurl -s -b jar -H 'Content-Type: application/json' -d '{}' \\\n  http://127.0.0.1:3000/actions/getUserProjects";
    view! {
        <section class="panel panel-body mb-6 text-sm">
            <h2 class="text-base font-semibold">"Everything these pages do, over HTTP"</h2>
            <p class="mt-1 text-muted">
                "Routes below " <code>"/api"</code> " and actions below " <code>"/actions"</code>
                " take and answer JSON. Log in once and send the session as a cookie, or as "
                <code>"Authorization: Bearer"</code> "; an API token of a team goes there too and reads the projects that it names."
            </p>
            <pre class="mt-3 overflow-x-auto rounded-control bg-raised p-3 text-xs" tabindex="0">{example}</pre>
            <p class="mt-3 text-muted">
                "An action answers " <code>"{\"success\": true, ...}"</code> " or "
                <code>"{\"success\": false, \"error\": \"...\"}"</code> " with status 200; without a session 401, for a body that does not parse 400. "
                "A request that changes something and is signed in by cookie must come from the same origin."
            </p>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searching_keeps_what_fits() {
        let operation = |path: &str| reference::Operation { path: path.to_owned(), summary: "Reads".to_owned(), ..Default::default() };
        let groups = [
            Group { name: "A".into(), operations: vec![operation("/api/Projects"), operation("/api/x")], ..Group::default() },
            Group { name: "B".into(), operations: vec![operation("/api/y")], ..Group::default() },
        ];
        let found = narrowed(&groups, "projects");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].operations.len(), 1);
        assert_eq!(narrowed(&groups, "reads").len(), 2);
        assert!(narrowed(&groups, "nothing").is_empty());
    }
}
