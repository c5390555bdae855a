//! Statements of a project's people: an editor above, results below, the schema at the left. Without scripts it is a form
//! that runs one statement and shows its result.

mod editor;
mod load;
mod parameters;
mod past;
mod plan;
mod results;
mod save;
mod saved;
mod side;
mod state;

use crate::ui::{
    drawings::links::use_query,
    parts::{Crumb, Empty, Loaded, Page, button, icons, loaded::Skeleton},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use load::Bundle;
use state::Desk;

#[component]
pub fn SqlPage() -> impl IntoView {
    let params = use_params_map();
    let part = move |name: &'static str| Memo::new(move |_| params.with(|params| params.get(name)));
    let (project, query) = (part("id"), part("query"));
    let address = use_query();
    let bundle = Resource::new(
        move || (project.get().unwrap_or_default(), query.get(), address.get()),
        |(project, query, address)| load::load(project, query, address),
    );
    view! {
        <Loaded
            resource=bundle
            missing=true
            fallback=|| {
                view! { <Page crumbs=vec![Crumb::to("Projects", "/projects"), Crumb::here("SQL")] wide=true><Skeleton/></Page> }
            }
            let:bundle
        >
            <Desktop bundle/>
        </Loaded>
    }
}

#[component]
fn Desktop(bundle: Bundle) -> impl IntoView {
    let base = format!("/projects/{}", bundle.project);
    let crumbs = vec![
        Crumb::to("Projects", "/projects"),
        Crumb::to(bundle.title.clone(), format!("{base}/dashboard")),
        Crumb::here(bundle.query.as_ref().map_or_else(|| "SQL".to_owned(), |query| query.title.clone())),
    ];
    if bundle.connection.is_none() {
        return view! {
            <Page crumbs>
                <Empty icon=icons::PLUG title="No database yet" text="Statements run on a connection of the project. Add one first.">
                    <a class=button::PRIMARY href=format!("{base}/edit")>"Add a connection"</a>
                </Empty>
            </Page>
        }
        .into_any();
    }
    let desk = Desk::new(&bundle);
    provide_context(desk);
    let Bundle { connections, tables, queries, uses, query, .. } = bundle;
    let of_query = query.as_ref().and_then(|query| uses.iter().find(|used| used.query_id == query.id)).cloned();
    view! {
        <Page crumbs wide=true>
            <div class="sql">
                <side::Side connections failed=tables.err()/>
                <div class="sql-main">
                    <editor::Editor/>
                    <results::Results/>
                    <div class="sql-foot">
                        <save::Save query=query.clone() used=of_query/>
                        <saved::Queries queries uses open=query.map(|query| query.id)/>
                        <past::History/>
                    </div>
                </div>
            </div>
        </Page>
    }
    .into_any()
}
