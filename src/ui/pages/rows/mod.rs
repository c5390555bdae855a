//! The rows behind a chart (`?widget=<id>`): a table of all its columns under the conditions of the chart, the filters of the
//! board and the marks that were chosen, each said above it, and all of it as a file.

mod download;
mod load;
mod narrowed;

use crate::{
    model::{address::Query, board_view, filter::TableView, widget::Widget},
    ui::{
        drawings::{
            Again, DrawingView,
            links::{TableLinks, provide_budget, use_patient_address, use_query},
            marks::WIDGET,
            tile_data::use_tile,
        },
        parts::{Crumb, Empty, Icon, Loaded, Page, button, icons, loaded::Skeleton},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use load::{Asked, Bundle};

#[component]
pub fn RowsPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query());
    let project = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let widget = Memo::new(move |_| query.with(|query| query.get(WIDGET).unwrap_or_default().to_owned()));
    provide_budget();
    let bundle =
        Resource::new(move || (project.get(), widget.get()), move |(project, widget)| load::load(project, widget, query.get_untracked()));
    view! {
        <Loaded
            resource=bundle
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Projects", "/projects"), Crumb::here("Rows")] wide=true><Skeleton/></Page> }
            let:bundle
        >
            <Rows bundle/>
        </Loaded>
    }
}

/// The board with the same choices.
fn board_address(project: &str, query: &Query) -> String {
    let kept = query.clone().keep(|key| board_view::is_ours(key) || crate::model::mark::is_ours(key));
    kept.on(&format!("/projects/{project}/dashboard"))
}

#[component]
fn Rows(bundle: Bundle) -> impl IntoView {
    let Bundle { board, widget, rows } = bundle;
    let (project, query) = (board.project_id.to_string(), use_query());
    let there = board_address(&project, &query.get_untracked());
    let crumbs = vec![Crumb::to("Projects", "/projects"), Crumb::to(board.title.clone(), there.clone())];
    let Some(widget) = widget else {
        return view! {
            <Page crumbs=[crumbs, vec![Crumb::here("Rows")]].concat() wide=true>
                <Empty icon=icons::TABLE_2 title="No rows to show" text="The rows behind a chart are shown here. Choose \"Show rows\" in the menu of a chart, or click one of its marks twice.">
                    <a class=button::PRIMARY href=there><Icon of=icons::LAYOUT_DASHBOARD/>"To the board"</a>
                </Empty>
            </Page>
        }
        .into_any();
    };
    let Widget { id, title, .. } = widget.clone();
    let heading = format!("Rows of {title}");
    let links = TableLinks::new(Signal::stored(0));
    let view = links.view();
    let chosen = Memo::new(move |_| query.with(board_view::decode));
    let asked = Memo::new(move |_| Asked { widget: id.to_string(), view: view.get(), board: chosen.get() });
    let data = use_tile(rows, asked, load::rows);
    let again = Again { href: use_patient_address(), ask: data.ask };
    let back = {
        let project = project.clone();
        move || query.with(|query| board_address(&project, query))
    };
    let table = Signal::derive(move || TableView { page: None, page_size: None, ..view.get() });
    view! {
        <Page
            crumbs=[crumbs, vec![Crumb::here(heading.clone())]].concat()
            wide=true
            actions=view! { <download::Download project asked=asked.into() table/> }.into_any()
        >
            <div class="rows">
                <div class="rows-head">
                    <a class=format!("{} btn-sm", button::QUIET) href=back><Icon of=icons::ARROW_LEFT/>"Back to the board"</a>
                    <narrowed::Narrowed board widget chosen drawing=data.drawing.into()/>
                </div>
                <article class="tile" aria-label=heading.clone() aria-busy=move || data.busy.get().then_some("true")>
                    <header class="tile-head"><h2 class="tile-title" dir="auto">{heading.clone()}</h2></header>
                    <div class="tile-body">
                        <DrawingView drawing=data.drawing.into() title=title links=Some(links) again/>
                    </div>
                </article>
            </div>
        </Page>
    }
    .into_any()
}
