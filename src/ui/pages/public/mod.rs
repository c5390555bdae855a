//! The public page: a board for whoever has its link, read-only, right without scripts, fit for printing.
//! It asks `getPublicBoard` and `getPublicTile` only.

mod load;
mod tile;

use crate::ui::{
    drawings::links::{provide_budget, use_query},
    frame::Mark,
    parts::{Loaded, PageTitle, When, loaded::Skeleton},
};
use leptos::prelude::*;
use leptos_meta::Meta;
use leptos_router::hooks::use_params_map;
use load::Bundle;

#[component]
pub fn PublicPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("idPublic").unwrap_or_default()));
    let query = use_query();
    provide_budget();
    let bundle = Resource::new(move || id.get(), move |id| load::load(id, query.get_untracked()));
    view! {
        // A link that was given to some people is not one for search engines.
        <Meta name="robots" content="noindex, nofollow"/>
        <Loaded resource=bundle missing=true fallback=|| view! { <main class="public"><Skeleton/></main> } let:bundle>
            <Board id=id.get_untracked() bundle/>
        </Loaded>
    }
}

#[component]
fn Board(id: String, bundle: Bundle) -> impl IntoView {
    let Bundle { board, drawings } = bundle;
    let as_of = load::as_of(&drawings);
    let mut drawings = drawings.into_iter();
    let tiles = board.tiles.into_iter().map(|tile| {
        let brought = drawings.next();
        view! { <tile::Tile id=id.clone() tile brought/> }
    });
    view! {
        <PageTitle text=board.title.clone()/>
        <main class="public" id="content" tabindex="-1">
            <header class="public-head">
                <h1 class="public-title" dir="auto">{board.title}</h1>
                {(!board.description.is_empty()).then(|| view! { <p class="board-description" dir="auto">{board.description}</p> })}
                {as_of.map(|at| view! { <p class="public-as-of">"Data read " <When at/></p> })}
            </header>
            <div class="tiles">{tiles.collect_view()}</div>
        </main>
        <footer class="public-foot"><a href="/"><Mark size=16/>"made with VizBoard"</a></footer>
    }
}
