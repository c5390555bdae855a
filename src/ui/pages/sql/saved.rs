//! Saved queries of the project: opened, put on the board, deleted. Deleting names the widgets that lose what they show.

use super::state::Desk;
use crate::{
    model::{
        id::QueryId,
        query::{Query, QueryUse},
        widget::WidgetName,
    },
    ui::{
        pages::board::address_of_query,
        parts::{FlashError, Icon, Menu, QuickForm, button, icons},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

#[component]
pub fn Queries(queries: Vec<Query>, uses: Vec<QueryUse>, open: Option<QueryId>) -> impl IntoView {
    let empty = queries.is_empty();
    let items = queries.into_iter().map(|query| {
        let widgets = uses.iter().find(|used| used.query_id == query.id).map(|used| used.widgets.clone()).unwrap_or_default();
        let current = (Some(&query.id) == open.as_ref()).then_some("page");
        view! { <Saved query widgets current/> }
    });
    let items = items.collect_view();
    view! {
        <details class="sql-past" open=!empty>
            <summary>"Saved queries"</summary>
            <FlashError actions=&["deleteQuery"]/>
            {if empty {
                view! { <p class="sql-hint">"Saved queries of this project appear here. Tiles of the board can be made from them."</p> }.into_any()
            } else {
                view! { <ul>{items}</ul> }.into_any()
            }}
        </details>
    }
}

#[component]
fn Saved(query: Query, widgets: Vec<WidgetName>, current: Option<&'static str>) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let href = format!("{}/{}", desk.base(), query.id);
    let add = address_of_query(&desk.board(), &query.id);
    let count = match widgets.len() {
        0 => None,
        1 => Some("1 widget".to_owned()),
        more => Some(format!("{more} widgets")),
    };
    view! {
        <li class="sql-saved">
            <a href=href aria-current=current>
                <span dir="auto">{query.title.clone()}</span>
                {count.map(|count| view! { <span class="pill">{count}</span> })}
                {(!query.description.is_empty()).then(|| view! { <span class="sql-type" dir="auto">{query.description.clone()}</span> })}
            </a>
            <a class=format!("{} btn-sm", button::QUIET) href=add title="Make a widget of its result"><Icon of=icons::PLUS size=14/>"Add to board"</a>
            <Delete query widgets/>
        </li>
    }
}

/// Says what deleting breaks before the button that does it.
#[component]
fn Delete(query: Query, widgets: Vec<WidgetName>) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let (base, navigate) = (desk.base(), use_navigate());
    let gone = {
        let base = base.clone();
        Callback::new(move |_| navigate(&base, Default::default()))
    };
    let label = format!("Delete {}", query.title);
    let words = match widgets.len() {
        0 => "No widget shows this query.",
        1 => "This widget shows the query and will say that it is gone:",
        _ => "These widgets show the query and will say that it is gone:",
    };
    view! {
        <Menu label=label stays=true button=|| view! { <Icon of=icons::TRASH_2 size=16/> }>
            <div class="sql-delete">
                <p>{words}</p>
                <WidgetLinks widgets/>
                <QuickForm
                    action="deleteQuery"
                    fields=vec![("queryId", query.id.to_string())]
                    next=base
                    on_done=gone
                    class="btn btn-error btn-sm"
                    icon=icons::TRASH_2
                    label="Delete query"
                />
            </div>
        </Menu>
    }
}

/// Widgets, each with the way to its tile.
#[component]
pub fn WidgetLinks(widgets: Vec<WidgetName>) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let board = desk.board();
    let links = widgets.into_iter().map(|widget| {
        view! { <li><a class="link-quiet" href=format!("{board}#tile-{}", widget.id) dir="auto">{widget.title}</a></li> }
    });
    let links = links.collect_view();
    (!links.is_empty()).then(|| view! { <ul class="sql-users">{links}</ul> })
}
