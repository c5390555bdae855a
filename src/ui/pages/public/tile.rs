//! One tile of a public board.

use super::{download::Download, load};
use crate::{
    model::{board_filter::FilterFace, board_view::BoardView, drawing::Drawing, filter::TableView, public::PublicTile},
    ui::{
        drawings::{
            Again, DrawingView,
            age::Age,
            links::{TableLinks, use_patient_address},
            marks::MarkLinks,
            pulse::follow_pulse,
            tile_data::use_tile,
        },
        filters::{NarrowedBy, use_board_view},
    },
};
use leptos::prelude::*;

#[component]
pub fn Tile(
    id: String,
    tile: PublicTile,
    /// Those of the board that narrow this tile.
    filters: Vec<FilterFace>,
    /// All that readers may use.
    usable: Signal<Vec<FilterFace>>,
    brought: Option<Drawing>,
    /// The row of the board at which the grid begins that it lies on.
    from: u32,
) -> impl IntoView {
    let PublicTile { place, title, description, shape, area, downloads, filters: names, .. } = tile;
    let file = downloads.then(|| view! { <div class="tile-tools"><Download id=id.clone() place title=title.clone()/></div> });
    let links = TableLinks::new(Signal::stored(place));
    let (view, board_view) = (links.view(), use_board_view());
    let asked = Memo::new(move |_| (view.get(), board_view.with(|view| view.only(|name| names.iter().any(|known| known == name)))));
    let data = use_tile(brought, asked, move |(view, board): (TableView, BoardView)| load::shown(id.clone(), place, view, board));
    let labels = Signal::derive(move || board_view.with(|view| view.in_force(&filters)));
    follow_pulse(data.ask);
    let again = Again { href: use_patient_address(), ask: data.ask };
    let heading = shape == "title";
    view! {
        <article
            class="tile"
            class:tile-wide=area.is_wide()
            style=area.from_row(from).style()
            class:tile-heading=heading
            aria-label=title.clone()
            aria-busy=move || data.busy.get().then_some("true")
        >
            <header class="tile-head">
                {(!heading).then(|| view! { <h2 class="tile-title" dir="auto">{title.clone()}</h2> })}
                <NarrowedBy labels/>
                <Age drawing=data.drawing.into()/>
                {file}
            </header>
            {(!description.is_empty() && !heading).then(|| view! { <p class="tile-description" dir="auto">{description}</p> })}
            <div class="tile-body">
                <DrawingView drawing=data.drawing.into() title=title.clone() links=Some(links) marks=Some(MarkLinks::of_link(usable)) again/>
            </div>
        </article>
    }
}
