//! The public page: a board for whoever has its link, read-only, right without scripts, fit for printing.
//! It asks `getPublicBoard` and `getPublicTile` only.

mod diagram;
mod download;
mod load;
mod locked;
mod tile;

pub use diagram::DiagramPage;

use crate::{
    model::{
        board_filter::FilterFace,
        drawing::Drawing,
        layout::{
            TAB, Tab,
            sections::{Section, sections},
        },
        public::PublicTile,
    },
    ui::{
        drawings::{
            links::{provide_budget, use_query},
            pulse::provide_pulse,
            section::SectionView,
        },
        filters::{FilterRow, values::Whose},
        frame::Mark,
        parts::{Loaded, PageTitle, When, in_turn::in_turn, loaded::Skeleton},
    },
};
use leptos::prelude::*;
use leptos_meta::Meta;
use leptos_router::hooks::{use_location, use_params_map};
use load::Bundle;
use std::collections::HashMap;

/// A board for whoever has its link.
#[component]
pub fn PublicPage() -> impl IntoView {
    view! { <Page framed=false/> }
}

/// A board inside a page of another site.
#[component]
pub fn EmbeddedPage() -> impl IntoView {
    view! { <Page framed=true/> }
}

#[component]
fn Page(framed: bool) -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("idPublic").unwrap_or_default()));
    let query = use_query();
    provide_budget();
    let bundle = Resource::new(move || id.get(), move |id| load::load(id, query.get_untracked()));
    view! {
        // A link that was given to some people is not one for search engines.
        <Meta name="robots" content="noindex, nofollow"/>
        <Loaded resource=bundle missing=true fallback=|| view! { <main class="public"><Skeleton/></main> } let:bundle>
            {match bundle.board.locked {
                true => view! { <locked::Locked id=id.get_untracked() here=format!("/public/{}", id.get_untracked())/> }.into_any(),
                false => view! { <Board id=id.get_untracked() bundle framed/> }.into_any(),
            }}
        </Loaded>
    }
}

#[component]
fn Board(
    id: String,
    bundle: Bundle,
    /// Without what belongs to a page of its own.
    framed: bool,
) -> impl IntoView {
    let Bundle { board, drawings, values } = bundle;
    let as_of = load::as_of(&drawings);
    provide_pulse();
    let (query, path) = (use_query(), use_location().pathname);
    let brought: HashMap<u32, Drawing> = drawings.into_iter().collect();
    let (title, description) = (board.title.clone(), board.description.clone());
    let usable = Signal::stored(board.filters.clone());
    let to_diagram = board.diagram.then(|| diagram::path(&id));
    let filters = (!board.filters.is_empty()).then(|| {
        view! { <FilterRow filters=usable whose=Whose::Link(id.clone()) brought=values/> }
    });
    let board = StoredValue::new(board);
    let tab = Memo::new(move |_| board.with_value(|board| board.tab(&query.read())));
    let shown = move || {
        board.with_value(|board| {
            let on_tab = board.tiles.iter().filter(|tile| tile.tab == tab.get()).cloned();
            sections(on_tab.map(|tile| {
                let (area, is_heading) = (tile.area, tile.shape == "title");
                (tile, area, is_heading)
            }))
        })
    };
    let brought = StoredValue::new(brought);
    let id = StoredValue::new(id);
    let one = move |tile: PublicTile, from: u32| {
        let brought = brought.with_value(|brought| brought.get(&tile.place).cloned());
        let narrows = |filter: &&FilterFace| tile.filters.contains(&filter.name);
        let filters = board.with_value(|board| board.filters.iter().filter(narrows).cloned().collect());
        in_turn(move || view! { <tile::Tile id=id.get_value() tile filters usable brought from/> }.into_any())
    };
    let links = board.with_value(|board| board.tabs.clone()).into_iter().map(|Tab { id, title }| {
        let current = {
            let id = id.clone();
            move || (tab.get() == id).then_some("page")
        };
        let href = move || query.get().with(TAB, id.clone()).on(&path.get());
        view! { <li class="tabs-item"><a class="tabs-link" href=href aria-current=current data-noscroll="" dir="auto">{title}</a></li> }
    });
    let links: Vec<_> = links.collect();
    view! {
        <PageTitle text=title.clone()/>
        <main class="public" id="content" tabindex="-1">
            <header class="public-head">
                <h1 class="public-title" dir="auto">{title}</h1>
                {(!description.is_empty()).then(|| view! { <p class="board-description" dir="auto">{description}</p> })}
                {as_of.map(|at| view! { <p class="public-as-of">"Data read " <When at/></p> })}
                {to_diagram.map(|href| view! { <p class="public-as-of"><a class="link-quiet" href=href rel="external">"Diagram of the tables"</a></p> })}
            </header>
            {(links.len() > 1).then(|| view! { <nav class="tabs-bar" aria-label="Tabs"><ul class="tabs-list">{links}</ul></nav> })}
            {filters}
            <div class="sections">
                <For each=shown key=move |part| (part.heading.as_ref().map(|tile| tile.place), tab.get_untracked()) let:part>
                    {
                        let Section { heading, tiles, from, top } = part;
                        let key = heading.as_ref().map(|tile| tile.place.to_string()).unwrap_or_default();
                        let heading = heading.map(|tile| {
                            let title = Signal::stored(tile.title.clone());
                            (one(tile, from), title)
                        });
                        view! { <SectionView heading key>{tiles.into_iter().map(|tile| one(tile, top)).collect_view()}</SectionView> }
                    }
                </For>
            </div>
        </main>
        {(!framed).then(|| view! { <footer class="public-foot"><a href="/"><Mark size=16/>"made with VizBoard"</a></footer> })}
    }
}
