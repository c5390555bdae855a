//! The panel at the right: choose a widget, set it up, share the board. The address says which is open.

use super::{filters::FilterPanel, kinds::Kinds, setup, share::Share, state::BoardState};
use crate::{
    model::{board::TableChoice, drawing::Drawing, role::Right},
    ui::parts::{Icon, button, icons},
};
use leptos::{ev, html, prelude::*};
use setup::draft::{ADD, Draft, FILTER, SHARE};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Shown {
    Choose,
    SetUp,
    Share,
    Filters,
}

#[component]
pub fn SidePanel(tables: Option<Result<Vec<TableChoice>, String>>, preview: Option<Drawing>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let draft = Memo::new(move |_| state.query.with(|query| state.board.with(|board| Draft::from_query(query, board))));
    let setup = setup::SetUpData::new(state, draft, tables, preview);
    let shown = Memo::new(move |_| {
        state.query.with(|query| {
            if draft.with(Option::is_some) {
                Some(Shown::SetUp)
            } else if query.get(ADD).is_some() {
                Some(Shown::Choose)
            } else if query.get(FILTER).is_some() {
                Some(Shown::Filters)
            } else {
                query.get(SHARE).filter(|_| state.may(Right::Share)).map(|_| Shown::Share)
            }
        })
    });
    move || {
        shown.get().map(|shown| {
            // With the kind that is proposed for the chosen table.
            let title = Signal::derive(move || match setup.draft.get() {
                Some(Draft { widget: Some(widget), .. }) => format!("Edit {}", widget.title),
                Some(draft) => format!("Add widget: {}", draft.label()),
                None if shown == Shown::Share => "Share this board".to_owned(),
                None if shown == Shown::Filters => "Filters of this board".to_owned(),
                None => "Add a widget".to_owned(),
            });
            let body = match shown {
                Shown::Choose => view! { <div class="kinds-choice"><Kinds/></div> }.into_any(),
                Shown::SetUp => view! { <setup::SetUp data=setup/> }.into_any(),
                Shown::Filters => view! { <div class="panel-stack"><FilterPanel/></div> }.into_any(),
                Shown::Share => view! { <div class="panel-stack"><Share/></div> }.into_any(),
            };
            view! { <Panel title>{body}</Panel> }
        })
    }
}

#[component]
pub fn Panel(title: Signal<String>, children: Children) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let head = NodeRef::<html::H2>::new();
    // A panel that opens takes the focus; one that came with the page leaves it where it is.
    Effect::new(move |_| {
        if let Some(head) = head.get() {
            take_focus(&head);
        }
    });
    let escape = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            state.go(&untrack(|| state.closed()));
        }
    };
    view! {
        <aside class="side-panel" aria-labelledby="panel-title" on:keydown=escape>
            <div class="panel-head">
                <h2 class="panel-title" id="panel-title" tabindex="-1" node_ref=head dir="auto">{move || title.get()}</h2>
                <a class=button::TOOL href=move || state.closed() data-noscroll="" aria-label="Close" title="Close"><Icon of=icons::X/></a>
            </div>
            <div class="side-panel-body">{children()}</div>
        </aside>
    }
}

#[cfg(feature = "hydrate")]
fn take_focus(head: &leptos::web_sys::HtmlElement) {
    // A heading that cannot take the focus leaves it where it is.
    let _ = head.focus();
}

#[cfg(not(feature = "hydrate"))]
fn take_focus<T>(_: &T) {}
