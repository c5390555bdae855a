//! What can be done with one tile.

use super::{setup::draft::EDIT, state::BoardState};
use crate::{
    model::{
        board_view,
        layout::{Area, COLUMNS, LEAST_WIDTH, MOST_HEIGHT, Tab},
        role::Right,
        widget::Widget,
    },
    ui::{
        drawings::{links::TableLinks, marks::rows_address},
        parts::{Icon, Menu, PostForm, SubmitButton, icons},
    },
    widgets::{Shape, normalise},
};
use leptos::prelude::*;

#[component]
pub fn TileMenu(
    widget: Memo<Widget>,
    place: Memo<u32>,
    area: Memo<Area>,
    links: TableLinks,
    /// Reads the tile's data now, whatever answers are kept.
    read_anew: Callback<()>,
) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let (id, title) = widget.with_untracked(|widget| (widget.id.to_string(), widget.title.clone()));
    let id = StoredValue::new(id);
    let faces = state.faces();
    let rows = move || {
        let view = state.query.with(board_view::decode);
        faces.with(|filters| rows_address(&state.project(), &id.get_value(), filters, &view))
    };
    let may_edit = state.may(Right::EditBoard);
    view! {
        <Menu label=format!("Menu of {title}") button=|| view! { <Icon of=icons::ELLIPSIS/> }>
            {may_edit.then(|| view! { <a class="menu-item" href=move || state.open(EDIT, &id.get_value()) data-noscroll=""><Icon of=icons::PENCIL/>"Edit"</a> })}
            {move || widget.with(is_chart).then(|| view! { <a class="menu-item" href=rows><Icon of=icons::TABLE_2/>"Show rows"</a> })}
            {move || widget.with(reads).then(|| view! { <ReadAnew links read_anew/> })}
            {may_edit.then(|| view! { <Changes id place area/> })}
        </Menu>
    }
}

/// What changes the tile.
#[component]
fn Changes(id: StoredValue<String>, place: Memo<u32>, area: Memo<Area>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let is_last = move || state.board.with(|board| place.get() as usize + 1 >= board.widgets.len());
    let size = move |direction: &'static str, icon: &'static str, text: &'static str, end: fn(Area) -> bool| {
        let disabled = Signal::derive(move || end(area.get()));
        view! { <Step action="resizeWidget" id=id.get_value() direction icon text disabled/> }
    };
    view! {
        <div class="menu-line"></div>
        <Step action="moveWidget" id=id.get_value() direction="earlier" icon=icons::ARROW_UP text="Move earlier" disabled=Signal::derive(move || place.get() == 0)/>
        <Step action="moveWidget" id=id.get_value() direction="later" icon=icons::ARROW_DOWN text="Move later" disabled=Signal::derive(is_last)/>
        {size("wider", icons::MAXIMIZE_2, "Wider", |area| area.w >= COLUMNS)}
        {size("narrower", icons::MINIMIZE_2, "Narrower", |area| area.w <= LEAST_WIDTH)}
        {size("taller", icons::CHEVRON_DOWN, "Taller", |area| area.h >= MOST_HEIGHT)}
        {size("shorter", icons::CHEVRON_UP, "Shorter", |area| area.h <= 1)}
        <OtherTabs id/>
        <div class="menu-line"></div>
        <PostForm action="copyWidget" next=untrack(|| state.closed()) on_done=Callback::new(move |_| state.refresh(|| ()))>
            <input type="hidden" name="widgetId" value=id.get_value()/>
            <SubmitButton class="menu-item" icon=icons::COPY>"Duplicate"</SubmitButton>
        </PostForm>
        <a class="menu-item" href=move || state.open("copy", &id.get_value()) data-noscroll=""><Icon of=icons::FOLDER_OUTPUT/>"Copy to a project"</a>
        <div class="menu-line"></div>
        <a class="menu-item menu-item-bad" href=move || state.open("delete", &id.get_value()) data-noscroll=""><Icon of=icons::TRASH_2/>"Delete"</a>
    }
}

fn is_chart(widget: &Widget) -> bool {
    normalise(&widget.kind, widget.subtype.as_deref()).is_ok_and(|(_, subtype)| subtype.is_chart())
}

/// Whether the widget shows data of a database.
pub fn reads(widget: &Widget) -> bool {
    normalise(&widget.kind, widget.subtype.as_deref()).is_ok_and(|(_, subtype)| !matches!(subtype.shape, Shape::Text | Shape::Title))
}

#[component]
fn ReadAnew(links: TableLinks, read_anew: Callback<()>) -> impl IntoView {
    let ask = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        read_anew.run(());
    };
    view! {
        <a class="menu-item" href=move || links.anew() data-noscroll="" on:click=ask><Icon of=icons::REFRESH_CW/>"Refresh"</a>
    }
}

/// One step of place or size.
#[component]
fn Step(
    action: &'static str,
    id: String,
    direction: &'static str,
    icon: &'static str,
    text: &'static str,
    disabled: Signal<bool>,
) -> impl IntoView {
    let state = expect_context::<BoardState>();
    view! {
        <PostForm action next=untrack(|| state.closed()) on_done=Callback::new(move |_| state.refresh(|| ()))>
            <input type="hidden" name="widgetId" value=id/>
            <input type="hidden" name="direction" value=direction/>
            <SubmitButton class="menu-item" icon disabled>{text}</SubmitButton>
        </PostForm>
    }
}

/// Sends the tile to another tab.
#[component]
fn OtherTabs(id: StoredValue<String>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let others = Memo::new(move |_| {
        let here = state.tab.get();
        state.board.with(|board| board.layout.tabs.iter().filter(|tab| tab.id != here).cloned().collect::<Vec<_>>())
    });
    move || {
        let to = move |tab: Tab| {
            view! {
                <PostForm action="placeWidget" next=untrack(|| state.closed()) on_done=Callback::new(move |_| state.refresh(|| ()))>
                    <input type="hidden" name="widgetId" value=id.get_value()/>
                    <input type="hidden" name="tab" value=tab.id/>
                    <SubmitButton class="menu-item" icon=icons::ARROW_RIGHT>{format!("To tab {}", tab.title)}</SubmitButton>
                </PostForm>
            }
        };
        others.get().into_iter().map(to).collect_view()
    }
}
