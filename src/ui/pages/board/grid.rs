//! The tiles in board order: one column on phones, two on desktops, a wide tile across both.

use super::{setup::draft::ADD, state::BoardState, tile::Tile};
use crate::{
    model::{drawing::Drawing, id::WidgetId},
    ui::parts::{Empty, Icon, button, icons},
};
use leptos::prelude::*;
use std::collections::HashMap;

/// A tile on its way to another place.
#[derive(Clone, Copy)]
pub struct Moving {
    /// The tile that is dragged or carried by keyboard.
    pub what: RwSignal<Option<WidgetId>>,
    /// Where it would be dropped: before or after which tile.
    pub target: RwSignal<Option<(WidgetId, bool)>>,
}

impl Moving {
    pub fn is(self, id: &WidgetId) -> bool {
        self.what.with(|what| what.as_ref() == Some(id))
    }

    pub fn drops(self, id: &WidgetId, after: bool) -> bool {
        self.target.with(|target| target.as_ref().is_some_and(|(at, side)| at == id && *side == after))
    }
}

#[component]
pub fn Grid(drawings: Vec<Drawing>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    provide_context(Moving { what: RwSignal::new(None), target: RwSignal::new(None) });
    let brought: HashMap<WidgetId, Drawing> = state.ids().into_iter().zip(drawings).collect();
    let brought = StoredValue::new(brought);
    let is_empty = Memo::new(move |_| state.board.with(|board| board.widgets.is_empty()));
    view! {
        <p class="sr-only" id="move-help">
            "Press an arrow key to move this tile, Enter to leave it there, Escape to put it back."
        </p>
        <p class="sr-only" role="status" aria-live="assertive">{move || state.said.get()}</p>
        {move || is_empty.get().then(|| view! { <NothingYet/> })}
        <div class="tiles">
            <For each=move || state.board.with(|board| board.widgets.clone()) key=|widget| widget.id.clone() let:widget>
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
    move || {
        match connected.get() {
        true => view! {
            <Empty icon=icons::LAYOUT_DASHBOARD title="Nothing on this board yet" text="A board shows your data as tables, charts and notes. Start with a table to see what is there, or with a bar chart of something you count.">
                <a class=button::PRIMARY href=move || state.open(ADD, "") data-noscroll=""><Icon of=icons::PLUS/>"Add widget"</a>
                <a class=button::PLAIN href=move || state.open(ADD, "datatables.simple_dataTable") data-noscroll=""><Icon of=icons::TABLE_2/>"Show a table"</a>
            </Empty>
        }
        .into_any(),
        false => view! {
            <Empty icon=icons::PLUG title="No data to show yet" text="This board shows data of the project's connections, and none of them has been read so far.">
                <a class=button::PRIMARY href=format!("/projects/{}/edit", state.project())><Icon of=icons::PLUG/>"Connect a database"</a>
            </Empty>
        }
        .into_any(),
    }
    }
}
