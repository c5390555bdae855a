//! The diagram of the tables behind a link, read-only. It asks `getPublicDiagram` only, which names no connection.

use super::locked::Locked;
use crate::{
    actions::public::get_public_diagram,
    model::{
        address::Query,
        diagram::{Choice, SOURCE},
        public::{PublicDiagram, PublicDiagramInput},
    },
    ui::{
        drawings::links::use_query,
        frame::Mark,
        pages::schema::diagram::parts::{Drawn, Place, Whole},
        parts::{Loaded, PageTitle, loaded::Skeleton},
    },
};
use leptos::prelude::*;
use leptos_meta::Meta;
use leptos_router::hooks::use_params_map;

#[component]
pub fn DiagramPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("idPublic").unwrap_or_default()));
    let query = use_query();
    let diagram = Resource::new(
        move || (id.get(), query.get().to_string()),
        |(id, query)| {
            let query = Query::parse(&query);
            let Choice { focus, hide, names_only } = Choice::of(&query);
            let source = query.get(SOURCE).and_then(|number| number.parse().ok());
            get_public_diagram(PublicDiagramInput { id_public: Some(id), source, focus, hide, names: Some(names_only) })
        },
    );
    view! {
        <Meta name="robots" content="noindex, nofollow"/>
        <Loaded resource=diagram missing=true fallback=|| view! { <main class="public"><Skeleton/></main> } let:diagram>
            {match diagram.locked {
                true => view! { <Locked id=id.get_untracked() here=path(&id.read_untracked())/> }.into_any(),
                false => view! { <OneDiagram id=id.get_untracked() diagram choice=query.with_untracked(Choice::of)/> }.into_any(),
            }}
        </Loaded>
    }
}

/// The address of the diagram behind a link.
pub fn path(id: &str) -> String {
    format!("/public/{id}/diagram")
}

#[component]
fn OneDiagram(id: String, diagram: PublicDiagram, choice: Choice) -> impl IntoView {
    let PublicDiagram { title, sources, source, tables, shown, links, note, svg, .. } = diagram;
    let place = Place { page: path(&id), source: (SOURCE, source.to_string()) };
    let others = (sources > 1).then(|| {
        let one = |number: u32| {
            let href = Query::default().with(SOURCE, number.to_string()).on(&place.page);
            let current = (number == source).then_some("true");
            view! { <a href=href aria-current=current rel="external">{format!("Database {number}")}</a> }
        };
        view! { <div class="segmented">{(1..=sources).map(one).collect_view()}</div> }.into_any()
    });
    let body = match tables.is_empty() {
        true => view! { <p class="panel tile-note">"There are no tables to draw."</p> }.into_any(),
        false => {
            let drawn = Drawn { tables, shown, links, note, svg };
            view! { <Whole place choice drawn title=format!("Diagram of the tables of {title}") chooser=others/> }.into_any()
        }
    };
    view! {
        <PageTitle text=format!("Diagram of {title}")/>
        <main class="public" id="content" tabindex="-1">
            <header class="public-head">
                <h1 class="public-title" dir="auto">{title}</h1>
                <p class="public-as-of">"Tables and what joins them. "<a class="link-quiet" href=format!("/public/{id}") rel="external">"Back to the board"</a></p>
            </header>
            {body}
        </main>
        <footer class="public-foot"><a href="/"><Mark size=16/>"made with VizBoard"</a></footer>
    }
}
