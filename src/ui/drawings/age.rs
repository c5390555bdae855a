//! How old the data of a tile is.

use crate::{model::drawing::Drawing, ui::parts::When};
use leptos::prelude::*;

#[component]
pub fn Age(drawing: Signal<Drawing>) -> impl IntoView {
    let as_of = Memo::new(move |_| drawing.with(Drawing::age));
    move || as_of.get().map(|at| view! { <span class="tile-age"><When at/></span> })
}
