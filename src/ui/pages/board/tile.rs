//! One tile: heading, handle, menu, and what it shows.

use super::{drag::Handle, grid::Moving, load, menu::TileMenu, state::BoardState};
use crate::{
    model::{
        drawing::Drawing,
        filter::TableView,
        widget::{Configs, Widget},
    },
    ui::drawings::{
        Again, DrawingView,
        age::Age,
        links::{TableLinks, use_patient_address},
        tile_data::{is_failed, use_tile},
    },
    widgets::{Shape, normalise},
};
use leptos::prelude::*;

/// What a tile's data depends on: how wide it is, or what it is called, changes none of it.
#[derive(Clone, PartialEq)]
struct Asked {
    id: String,
    kind: String,
    subtype: Option<String>,
    configs: Configs,
    /// Titles show the widget's own.
    title: Option<String>,
    view: TableView,
}

#[component]
pub fn Tile(widget: Widget, brought: Option<Drawing>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let moving = expect_context::<Moving>();
    let id = StoredValue::new(widget.id.clone());
    let widget = state.widget(widget);
    let place = state.place(id.get_value());
    let links = TableLinks::new(place.into());
    let view = links.view();
    let asked = Memo::new(move |_| {
        let (widget, view) = (widget.get(), view.get());
        let is_title = is_title(&widget);
        Asked {
            id: widget.id.to_string(),
            kind: widget.kind,
            subtype: widget.subtype,
            configs: Configs { expanded: None, ..widget.configs },
            title: is_title.then_some(widget.title),
            view,
        }
    });
    let data = use_tile(brought, asked, |asked: Asked| load::stored(asked.id, asked.view));
    let again = Again { href: use_patient_address(), ask: data.ask };
    // What a tile met on its way is its connection's trouble too, and so is its end.
    let failed = Memo::new(move |_| data.drawing.with(is_failed));
    Effect::new(move |was: Option<bool>| {
        let is = failed.get();
        if was.unwrap_or_default() != is {
            state.look_after_connections();
        }
        is
    });
    let title = Memo::new(move |_| widget.with(|widget| widget.title.clone()));
    let description = Memo::new(move |_| widget.with(|widget| widget.description.clone().unwrap_or_default()));
    let heading = Memo::new(move |_| widget.with(is_title));
    let wide = Memo::new(move |_| heading.get() || widget.with(|widget| widget.configs.expanded == Some(true)));
    let dom_id = format!("tile-{}", id.get_value());
    view! {
        <article
            class="tile"
            id=dom_id
            data-tile=id.get_value().to_string()
            aria-label=move || title.get()
            aria-busy=move || data.busy.get().then_some("true")
            class:tile-wide=move || wide.get()
            class:tile-heading=move || heading.get()
            class:tile-moving=move || moving.is(&id.get_value())
            class:drop-before=move || moving.drops(&id.get_value(), false)
            class:drop-after=move || moving.drops(&id.get_value(), true)
        >
            <header class="tile-head">
                <Handle id=id.get_value() title place/>
                // A section title is drawn in the body, as large as it is meant.
                {move || (!heading.get()).then(|| view! { <h2 class="tile-title" dir="auto">{move || title.get()}</h2> })}
                <Age drawing=data.drawing.into()/>
                <div class="tile-tools"><TileMenu widget place heading/></div>
            </header>
            {move || {
                let text = description.get();
                (!text.is_empty() && !heading.get()).then(|| view! { <p class="tile-description" dir="auto">{text}</p> })
            }}
            <div class="tile-body">
                {move || view! { <DrawingView drawing=data.drawing.into() title=title.get() links=Some(links) again/> }}
            </div>
        </article>
    }
}

fn is_title(widget: &Widget) -> bool {
    normalise(&widget.kind, widget.subtype.as_deref()).is_ok_and(|(_, subtype)| matches!(subtype.shape, Shape::Title))
}
