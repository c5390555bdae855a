//! One tile: heading, handle, menu, and what it shows.

use super::{
    carry::Carry,
    drag::{Corner, Handle},
    grid::Moving,
    load,
    menu::{TileMenu, reads},
    state::BoardState,
};
use crate::{
    model::{
        board_view::BoardView,
        drawing::Drawing,
        filter::TableView,
        role::Right,
        widget::{Configs, Widget},
    },
    ui::{
        drawings::{
            Again, DrawingView,
            age::Age,
            links::{TableLinks, use_patient_address},
            marks::MarkLinks,
            pulse::follow_pulse,
            tile_data::{is_failed, use_tile},
        },
        filters::{NarrowedBy, use_board_view},
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
    /// Choices for the filters that narrow it.
    board: BoardView,
}

#[component]
pub fn Tile(
    widget: Widget,
    brought: Option<Drawing>,
    /// The row of the board at which the grid begins that it lies on.
    from: Signal<u32>,
) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let id = StoredValue::new(widget.id.clone());
    let widget = state.widget(widget);
    let place = state.place(id.get_value());
    let links = TableLinks::new(place.into());
    let view = links.view();
    let board_view = use_board_view();
    let touching = Memo::new(move |_| {
        let id = id.get_value();
        state.board.with(|board| board.filters.iter().filter(|filter| filter.touches(&id)).map(|filter| filter.face()).collect::<Vec<_>>())
    });
    let labels = Signal::derive(move || touching.with(|filters| board_view.with(|view| view.in_force(filters))));
    let asked = Memo::new(move |_| {
        let (widget, view) = (widget.get(), view.get());
        let is_title = is_title(&widget);
        let reaching = board_view.with(|view| view.reaching(id.get_value().as_str(), &widget.configs));
        Asked {
            id: widget.id.to_string(),
            kind: widget.kind,
            subtype: widget.subtype,
            configs: Configs { expanded: None, ..widget.configs },
            title: is_title.then_some(widget.title),
            view,
            board: touching.with(|filters| reaching.only(|name| filters.iter().any(|filter| filter.name == name))),
        }
    });
    let anew = StoredValue::new(false);
    let data = use_tile(brought, asked, move |asked: Asked| {
        let fresh = anew.try_update_value(std::mem::take).unwrap_or_default();
        let (view, old) = (TableView { fresh: fresh || asked.view.fresh, ..asked.view }, state.frozen.then(|| widget.get_untracked()));
        async move {
            match old {
                Some(old) => load::old(old, view).await,
                None => load::stored(asked.id, view, asked.board).await,
            }
        }
    });
    let read_anew = Callback::new(move |()| {
        anew.set_value(true);
        data.ask.run(());
    });
    follow_pulse(data.ask);
    let marks = (!state.frozen).then(|| MarkLinks::of_widget(id.get_value().to_string(), state.project(), state.faces()));
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
    let carry = Carry::new(id.get_value(), title, state, expect_context::<Moving>());
    let description = Memo::new(move |_| widget.with(|widget| widget.description.clone().unwrap_or_default()));
    let heading = Memo::new(move |_| widget.with(is_title));
    let area = state.area(id.get_value());
    let dom_id = format!("tile-{}", id.get_value());
    view! {
        <article
            class="tile"
            id=dom_id
            data-tile=id.get_value().to_string()
            aria-label=move || title.get()
            aria-busy=move || data.busy.get().then_some("true")
            class:tile-wide=move || area.get().is_wide()
            style=move || area.get().from_row(from.get()).style()
            class:tile-heading=move || heading.get()
            class:tile-moving=move || carry.is_held()
        >
            <header class="tile-head">
                {move || state.arranging.get().then(|| view! { <Handle carry/> })}
                // A section title is drawn in the body, as large as it is meant.
                {move || (!heading.get()).then(|| view! { <h2 class="tile-title" dir="auto">{move || title.get()}</h2> })}
                <NarrowedBy labels/>
                <Age drawing=data.drawing.into()/>
                {(!state.frozen && (state.may(Right::EditBoard) || widget.with_untracked(reads))).then(|| view! { <div class="tile-tools"><TileMenu widget place area links read_anew/></div> })}
            </header>
            {move || {
                let text = description.get();
                (!text.is_empty() && !heading.get()).then(|| view! { <p class="tile-description" dir="auto">{text}</p> })
            }}
            <div class="tile-body">
                {move || view! { <DrawingView drawing=data.drawing.into() title=title.get() links=Some(links) marks again/> }}
            </div>
            {move || state.arranging.get().then(|| view! { <Corner carry/> })}
        </article>
    }
}

pub fn is_title(widget: &Widget) -> bool {
    normalise(&widget.kind, widget.subtype.as_deref()).is_ok_and(|(_, subtype)| matches!(subtype.shape, Shape::Title))
}
