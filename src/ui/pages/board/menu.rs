//! What can be done with one tile.

use super::{
    setup::draft::{self, EDIT},
    state::BoardState,
};
use crate::{
    model::widget::Widget,
    ui::parts::{Icon, Menu, PostForm, SubmitButton, icons},
};
use leptos::prelude::*;

#[component]
pub fn TileMenu(
    widget: Memo<Widget>,
    place: Memo<u32>,
    /// A title always takes the whole width.
    heading: Memo<bool>,
) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let (id, title) = widget.with_untracked(|widget| (widget.id.to_string(), widget.title.clone()));
    let (edit_id, delete_id) = (id.clone(), id.clone());
    let is_last = move || state.board.with(|board| place.get() as usize + 1 >= board.widgets.len());
    view! {
        <Menu label=format!("Menu of {title}") button=|| view! { <Icon of=icons::ELLIPSIS/> }>
            <a class="menu-item" href=move || state.open(EDIT, &edit_id) data-noscroll=""><Icon of=icons::PENCIL/>"Edit"</a>
            {move || (!heading.get()).then(|| view! { <Width widget/> })}
            <Step id=id.clone() direction="earlier" icon=icons::ARROW_UP text="Move earlier" disabled=Signal::derive(move || place.get() == 0)/>
            <Step id direction="later" icon=icons::ARROW_DOWN text="Move later" disabled=Signal::derive(is_last)/>
            <div class="menu-line"></div>
            <a class="menu-item menu-item-bad" href=move || state.open("delete", &delete_id) data-noscroll=""><Icon of=icons::TRASH_2/>"Delete"</a>
        </Menu>
    }
}

#[component]
fn Width(widget: Memo<Widget>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let wide = Memo::new(move |_| widget.with(|widget| widget.configs.expanded == Some(true)));
    let id = widget.with_untracked(|widget| widget.id.to_string());
    // Settings are replaced whole: the form carries all of them.
    let rest = move || {
        let configs = widget.with(|widget| crate::model::widget::Configs { expanded: Some(!wide.get()), ..widget.configs.clone() });
        draft::fields(&configs).into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()
    };
    view! {
        <PostForm action="updateWidget" next=untrack(|| state.closed()) on_done=Callback::new(move |_| state.refresh(|| ()))>
            <input type="hidden" name="widgetId" value=id/>
            {rest}
            <button type="submit" class="menu-item">
                {move || match wide.get() {
                    true => view! { <Icon of=icons::MINIMIZE_2/>"Narrower" }.into_any(),
                    false => view! { <Icon of=icons::MAXIMIZE_2/>"Wider" }.into_any(),
                }}
            </button>
        </PostForm>
    }
}

#[component]
fn Step(id: String, direction: &'static str, icon: &'static str, text: &'static str, disabled: Signal<bool>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    view! {
        <PostForm action="moveWidget" next=untrack(|| state.closed()) on_done=Callback::new(move |_| state.refresh(|| ()))>
            <input type="hidden" name="widgetId" value=id/>
            <input type="hidden" name="direction" value=direction/>
            <SubmitButton class="menu-item" icon disabled>{text}</SubmitButton>
        </PostForm>
    }
}
