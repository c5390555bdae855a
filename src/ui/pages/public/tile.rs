//! One tile of a public board.

use super::load;
use crate::{
    model::{drawing::Drawing, filter::TableView, public::PublicTile},
    ui::drawings::{
        Again, DrawingView,
        age::Age,
        links::{TableLinks, use_patient_address},
        tile_data::use_tile,
    },
};
use leptos::prelude::*;

#[component]
pub fn Tile(id: String, tile: PublicTile, brought: Option<Drawing>) -> impl IntoView {
    let PublicTile { place, title, description, shape, expanded } = tile;
    let links = TableLinks::new(Signal::stored(place));
    let data = use_tile(brought, links.view(), move |view: TableView| load::shown(id.clone(), place, view));
    let again = Again { href: use_patient_address(), ask: data.ask };
    let heading = shape == "title";
    view! {
        <article
            class="tile"
            class:tile-wide=expanded || heading
            class:tile-heading=heading
            aria-label=title.clone()
            aria-busy=move || data.busy.get().then_some("true")
        >
            <header class="tile-head">
                {(!heading).then(|| view! { <h2 class="tile-title" dir="auto">{title.clone()}</h2> })}
                <Age drawing=data.drawing.into()/>
            </header>
            {(!description.is_empty() && !heading).then(|| view! { <p class="tile-description" dir="auto">{description}</p> })}
            <div class="tile-body">
                <DrawingView drawing=data.drawing.into() title=title.clone() links=Some(links) again/>
            </div>
        </article>
    }
}
