//! Saved queries of the project: opened, put on the board, deleted. Deleting names what loses its rows.

use super::state::Desk;
use crate::{
    model::{
        id::QueryId,
        query::{Query, QueryUse},
    },
    ui::{
        pages::board::{address_of_filter, address_of_query},
        parts::{FlashError, Icon, Menu, QuickForm, button, icons},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

#[component]
pub fn Queries(queries: Vec<Query>, uses: Vec<QueryUse>, open: Option<QueryId>) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let navigate = use_navigate();
    let first = queries.is_empty();
    let all = RwSignal::new(queries);
    let (uses, open) = (StoredValue::new(uses), StoredValue::new(open));
    // What is typed stays, unless it was the text of the query that is gone.
    let gone = Callback::new(move |id: QueryId| {
        if open.with_value(|open| open.as_ref() == Some(&id)) {
            navigate(&desk.base(), Default::default());
        } else {
            all.update(|all| all.retain(|query| query.id != id));
        }
    });
    let items = move |query: Query| {
        let used = uses.with_value(|uses| uses.iter().find(|used| used.query_id == query.id).cloned());
        let current = open.with_value(|open| open.as_ref() == Some(&query.id)).then_some("page");
        view! { <Saved query used current gone/> }
    };
    view! {
        <details class="sql-past" open=!first>
            <summary>"Saved queries"</summary>
            <FlashError actions=&["deleteQuery"]/>
            {move || {
                let all = all.get();
                if all.is_empty() {
                    view! { <p class="sql-hint">"Saved queries of this project appear here. Tiles of the board can be made from them."</p> }.into_any()
                } else {
                    view! { <ul>{all.into_iter().map(items).collect_view()}</ul> }.into_any()
                }
            }}
        </details>
    }
}

#[component]
fn Saved(query: Query, used: Option<QueryUse>, current: Option<&'static str>, gone: Callback<QueryId>) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let href = format!("{}/{}", desk.base(), query.id);
    let add = address_of_query(&desk.board(), &query.id);
    let pill = |count: usize, one: &str, more: &str| {
        let text = if count == 1 { format!("1 {one}") } else { format!("{count} {more}") };
        (count > 0).then(|| view! { <span class="pill">{text}</span> })
    };
    let pills = used.as_ref().map(|used| (pill(used.widgets.len(), "widget", "widgets"), pill(used.filters.len(), "filter", "filters")));
    view! {
        <li class="sql-saved">
            <a href=href aria-current=current>
                <span dir="auto">{query.title.clone()}</span>
                {pills}
                {(!query.description.is_empty()).then(|| view! { <span class="sql-type" dir="auto">{query.description.clone()}</span> })}
            </a>
            <a class=format!("{} btn-sm", button::QUIET) href=add title="Make a widget of its result"><Icon of=icons::PLUS size=14/>"Add to board"</a>
            <Delete query used gone/>
        </li>
    }
}

/// Says what deleting breaks before the button that does it.
#[component]
fn Delete(query: Query, used: Option<QueryUse>, gone: Callback<QueryId>) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let id = query.id.clone();
    let done = Callback::new(move |_| gone.run(id.clone()));
    let label = format!("Delete {}", query.title);
    let words = match used {
        None => "Nothing on the board uses this query.",
        Some(_) => "What the board makes of this query will say that it is gone:",
    };
    view! {
        <Menu label=label stays=true button=|| view! { <Icon of=icons::TRASH_2 size=16/> }>
            <div class="sql-delete">
                <p>{words}</p>
                {used.map(|used| view! { <Users used/> })}
                <QuickForm
                    action="deleteQuery"
                    fields=vec![("queryId", query.id.to_string())]
                    next=desk.base()
                    on_done=done
                    class="btn btn-error btn-sm"
                    icon=icons::TRASH_2
                    label="Delete query"
                />
            </div>
        </Menu>
    }
}

/// What is made of a query, each with the way to it: a tile, or the panel of a filter.
#[component]
pub fn Users(used: QueryUse) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let board = desk.board();
    let link = |href: String, title: String| view! { <li><a class="link-quiet" href=href dir="auto">{title}</a></li> };
    let widgets = used.widgets.into_iter().map(|widget| link(format!("{board}#tile-{}", widget.id), widget.title)).collect_view();
    let filters = used.filters.into_iter().map(|filter| link(address_of_filter(&board, &filter.id), format!("Filter {}", filter.label)));
    let filters = filters.collect_view();
    view! { <ul class="sql-users">{widgets}{filters}</ul> }
}
