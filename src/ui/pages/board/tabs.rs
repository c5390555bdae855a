//! The tabs of a board: links that the address keeps, and forms that change them while the board is arranged.

use super::state::BoardState;
use crate::{
    model::layout::Tab,
    ui::parts::{Field, Icon, Menu, PostForm, SubmitButton, button, form_state::IdPrefix, icons},
};
use leptos::prelude::*;

/// Nothing for a board with one tab, unless it is being arranged.
#[component]
pub fn Tabs() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let tabs = Memo::new(move |_| state.board.with(|board| board.layout.tabs.clone()));
    move || {
        let arranging = state.arranging.get();
        let many = tabs.with(Vec::len);
        (many > 1 || arranging).then(|| {
            let links = tabs.get().into_iter().enumerate().map(|(place, tab)| view! { <One tab place many/> });
            view! {
                <nav class="tabs-bar" aria-label="Tabs">
                    <ul class="tabs-list">{links.collect_view()}</ul>
                    {arranging.then(|| view! { <New/> })}
                </nav>
            }
        })
    }
}

#[component]
fn One(tab: Tab, place: usize, many: usize) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let Tab { id, title } = tab;
    // Each tab has a form with the same fields.
    provide_context(IdPrefix(format!("tab-{id}")));
    let current = {
        let id = id.clone();
        move || (state.tab.get() == id).then_some("page")
    };
    let href = {
        let id = id.clone();
        move || state.to_tab(&id)
    };
    let menu = state.arranging.get_untracked().then(|| view! { <Change id title=title.clone() place many/> });
    view! {
        <li class="tabs-item">
            <a class="tabs-link" href=href aria-current=current data-noscroll="" dir="auto">{title}</a>
            {menu}
        </li>
    }
}

#[component]
fn Change(id: String, title: String, place: usize, many: usize) -> impl IntoView {
    let id = StoredValue::new(id);
    let step = move |direction: &'static str, icon: &'static str, text: &'static str, off: bool| {
        view! {
            <TabForm action="updateTab" id=id.get_value()>
                <input type="hidden" name="direction" value=direction/>
                <SubmitButton class="menu-item" icon disabled=Signal::stored(off)>{text}</SubmitButton>
            </TabForm>
        }
    };
    view! {
        <Menu label=format!("Menu of tab {title}") left=true button=|| view! { <Icon of=icons::CHEVRON_DOWN size=14/> }>
            <div class="tabs-rename">
                <TabForm action="updateTab" id=id.get_value()>
                    // A click into the field is no choice.
                    <div on:click=|event| event.stop_propagation()>
                        <Field name="title" label="Title" value=title.clone() maxlength=60 required=true/>
                    </div>
                    <SubmitButton class=button::PLAIN>"Rename"</SubmitButton>
                </TabForm>
            </div>
            <div class="menu-line"></div>
            {step("earlier", icons::ARROW_LEFT, "Move left", place == 0)}
            {step("later", icons::ARROW_RIGHT, "Move right", place + 1 >= many)}
            <div class="menu-line"></div>
            <TabForm action="deleteTab" id=id.get_value()>
                <SubmitButton class="menu-item menu-item-bad" icon=icons::TRASH_2 disabled=Signal::stored(many < 2)>"Delete, keep its widgets"</SubmitButton>
            </TabForm>
        </Menu>
    }
}

#[component]
fn TabForm(action: &'static str, id: String, children: Children) -> impl IntoView {
    let state = expect_context::<BoardState>();
    view! {
        <PostForm action next=untrack(|| state.closed()) on_done=Callback::new(move |_| state.refresh(|| ())) class="tabs-form">
            <input type="hidden" name="projectId" value=state.project()/>
            <input type="hidden" name="tab" value=id/>
            {children()}
        </PostForm>
    }
}

#[component]
fn New() -> impl IntoView {
    let state = expect_context::<BoardState>();
    view! {
        <Menu label="Add a tab" left=true button=|| view! { <Icon of=icons::PLUS/> }>
            <div class="tabs-rename">
                <PostForm action="createTab" next=untrack(|| state.closed()) on_done=Callback::new(move |_| state.refresh(|| ())) class="tabs-form">
                    <input type="hidden" name="projectId" value=state.project()/>
                    <div on:click=|event| event.stop_propagation()>
                        <Field name="title" label="Title of the new tab" maxlength=60 required=true/>
                    </div>
                    <SubmitButton>"Add tab"</SubmitButton>
                </PostForm>
            </div>
        </Menu>
    }
}
