//! The tiles of a tab on twelve columns; on phones one below the other, in the same order.

use super::{
    setup::draft::ADD,
    state::BoardState,
    tile::{Tile, is_title},
};
use crate::{
    model::{
        drawing::Drawing,
        id::WidgetId,
        layout::sections::{Section, sections},
        role::Right,
        widget::Widget,
    },
    ui::{
        drawings::section::SectionView,
        parts::{Empty, Icon, button, icons, in_turn::in_turn},
    },
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
    let sections = Memo::new(move |_| {
        let all = shown.get();
        state.board.with(|board| {
            sections(all.into_iter().map(|widget| {
                let (area, is_heading) = (board.layout.area(&widget.id).unwrap_or_default(), is_title(&widget));
                (widget, area, is_heading)
            }))
        })
    });
    view! {
        <p class="sr-only" id="move-help">
            "Press an arrow key to move this tile, Shift and an arrow key to resize it, Enter to leave it there, Escape to put it back."
        </p>
        <p class="sr-only" role="status" aria-live="assertive">{move || state.said.get()}</p>
        {move || is_empty.get().then(|| view! { <NothingYet/> })}
        <div
            class="sections"
            data-tiles=""
            class:tiles=move || state.arranging.get()
            class:tiles-arranged=move || state.arranging.get() && !is_empty.get()
            class:tiles-moving=move || moving.0.with(Option::is_some)
        >
            <For each=move || sections.get() key=|section| section.heading.as_ref().map(|widget| widget.id.clone()) let:section>
                <Part first=section sections brought/>
            </For>
        </div>
    }
}

type Brought = StoredValue<HashMap<WidgetId, Drawing>>;

/// A heading with its tiles, or what stands above the first one. While the board is arranged all lie on one grid.
#[component]
fn Part(first: Section<Widget>, sections: Memo<Vec<Section<Widget>>>, brought: Brought) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let id = first.heading.as_ref().map(|widget| widget.id.clone());
    let key = id.as_ref().map(ToString::to_string).unwrap_or_default();
    let heading = first.heading.clone();
    let section = Memo::new(move |last: Option<&Section<Widget>>| {
        let is_it = |section: &&Section<Widget>| section.heading.as_ref().map(|widget| &widget.id) == id.as_ref();
        let found = sections.with(|all| all.iter().find(is_it).cloned());
        found.unwrap_or_else(|| last.unwrap_or(&first).clone())
    });
    let row = move |of: fn(&Section<Widget>) -> u32| Signal::derive(move || if state.arranging.get() { 0 } else { section.with(of) });
    let (from, top) = (row(|section| section.from), row(|section| section.top));
    let tile = move |widget: Widget, from: Signal<u32>| {
        let drawing = brought.with_value(|brought| brought.get(&widget.id).cloned());
        in_turn(move || view! { <Tile widget brought=drawing from/> }.into_any())
    };
    let heading = heading.map(|widget| {
        let known = state.widget(widget.clone());
        (tile(widget, from), Signal::derive(move || known.with(|widget| widget.title.clone())))
    });
    view! {
        <SectionView heading key>
            <For each=move || section.with(|section| section.tiles.clone()) key=|widget| widget.id.clone() let:widget>
                {tile(widget, top)}
            </For>
        </SectionView>
    }
}

#[component]
fn NothingYet() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let connected = Memo::new(move |_| state.board.with(|board| board.connections.iter().any(|connection| connection.has_schema)));
    let elsewhere = Memo::new(move |_| state.board.with(|board| !board.widgets.is_empty()));
    let may_edit = state.may(Right::EditBoard);
    move || {
        match (connected.get(), elsewhere.get()) {
        _ if !may_edit => view! {
            <Empty icon=icons::LAYOUT_DASHBOARD title="Nothing here yet" text="Who edits this board has put nothing here so far. What they add appears by itself when you open it again."/>
        }
        .into_any(),
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
