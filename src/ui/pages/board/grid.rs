//! The tiles of a tab on twelve columns; on phones one below the other, in the same order.

use super::{setup::draft::ADD, state::BoardState, tile::Tile};
use crate::{
    model::{drawing::Drawing, id::WidgetId, widget::Widget},
    ui::parts::{Empty, Icon, button, icons},
};
use leptos::prelude::*;
use std::collections::HashMap;

/// The tile that is dragged or carried by keyboard.
#[derive(Clone, Copy)]
pub struct Moving(pub RwSignal<Option<WidgetId>>);

impl Moving {
    pub fn is(self, id: &WidgetId) -> bool {
        self.0.with(|what| what.as_ref() == Some(id))
    }
}

#[component]
pub fn Grid(drawings: Vec<(WidgetId, Drawing)>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let moving = Moving(RwSignal::new(None));
    provide_context(moving);
    let brought: HashMap<WidgetId, Drawing> = drawings.into_iter().collect();
    let brought = StoredValue::new(brought);
    let shown = Memo::new(move |_| {
        let tab = state.tab.get();
        let on_it = |board: &crate::model::board::Board| {
            let is_on_it = |widget: &&Widget| board.layout.tab_of(&widget.id) == Some(tab.as_str());
            board.widgets.iter().filter(is_on_it).cloned().collect::<Vec<_>>()
        };
        state.board.with(on_it)
    });
    let is_empty = Memo::new(move |_| shown.with(Vec::is_empty));
    view! {
        <p class="sr-only" id="move-help">
            "Press an arrow key to move this tile, Shift and an arrow key to resize it, Enter to leave it there, Escape to put it back."
        </p>
        <p class="sr-only" role="status" aria-live="assertive">{move || state.said.get()}</p>
        {move || is_empty.get().then(|| view! { <NothingYet/> })}
        <div class="tiles" data-tiles="" class:tiles-arranged=move || state.arranging.get() && !is_empty.get() class:tiles-moving=move || moving.0.with(Option::is_some)>
            <For each=move || shown.get() key=|widget| widget.id.clone() let:widget>
                {
                    let drawing = brought.with_value(|brought| brought.get(&widget.id).cloned());
                    view! { <Tile widget brought=drawing/> }
                }
            </For>
        </div>
    }
}

#[component]
fn NothingYet() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let connected = Memo::new(move |_| state.board.with(|board| board.connections.iter().any(|connection| connection.has_schema)));
    let elsewhere = Memo::new(move |_| state.board.with(|board| !board.widgets.is_empty()));
    move || {
        match (connected.get(), elsewhere.get()) {
        (_, true) => view! {
            <Empty icon=icons::LAYOUT_DASHBOARD title="Nothing on this tab yet" text="Add a widget to it, or send one here from its menu on another tab.">
                <a class=button::PRIMARY href=move || state.open(ADD, "") data-noscroll=""><Icon of=icons::PLUS/>"Add widget"</a>
            </Empty>
        }
        .into_any(),
        (true, false) => view! {
            <Empty icon=icons::LAYOUT_DASHBOARD title="Nothing on this board yet" text="A board shows your data as tables, charts and notes. Start with a table to see what is there, or with a bar chart of something you count.">
                <a class=button::PRIMARY href=move || state.open(ADD, "") data-noscroll=""><Icon of=icons::PLUS/>"Add widget"</a>
                <a class=button::PLAIN href=move || state.open(ADD, "datatables.simple_dataTable") data-noscroll=""><Icon of=icons::TABLE_2/>"Show a table"</a>
            </Empty>
        }
        .into_any(),
        (false, false) => view! {
            <Empty icon=icons::PLUG title="No data to show yet" text="This board shows data of the project's connections, and none of them has been read so far.">
                <a class=button::PRIMARY href=format!("/projects/{}/edit", state.project())><Icon of=icons::PLUG/>"Connect a database"</a>
            </Empty>
        }
        .into_any(),
    }
    }
}
