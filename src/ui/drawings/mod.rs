//! One view per drawing. Data comes in as a signal, so that a table keeps its fields and its scroll place
//! when its rows change.

pub mod age;
pub mod chart;
pub mod diagram;
pub mod links;
pub mod marks;
mod media;
mod number;
mod pivot;
pub mod pulse;
pub mod section;
pub mod table;
pub mod tile_data;

use crate::{
    model::drawing::{Drawing, TableDrawing},
    ui::parts::{Icon, icons},
};
use leptos::prelude::*;
use links::TableLinks;
use marks::MarkLinks;
pub use table::cell::cell_of;

/// What a reader can do about a tile that has nothing to show yet.
#[derive(Clone, Copy)]
pub struct Again {
    /// The address that asks again without scripts.
    pub href: Signal<String>,
    /// Asks again in place.
    pub ask: Callback<()>,
}

/// The content of one tile.
#[component]
pub fn DrawingView(
    drawing: Signal<Drawing>,
    #[prop(into)] title: String,
    #[prop(optional_no_strip)] links: Option<TableLinks>,
    /// Absent where nothing can be chosen in it.
    #[prop(optional_no_strip)]
    marks: Option<MarkLinks>,
    again: Again,
) -> impl IntoView {
    let is_table = Memo::new(move |_| drawing.with(|drawing| matches!(drawing, Drawing::Table(_))));
    move || {
        let title = title.clone();
        if is_table.get() {
            let data = Memo::new(move |last: Option<&TableDrawing>| match drawing.get() {
                Drawing::Table(table) => table,
                // The view is about to be replaced; until then it keeps what it has.
                _ => last.cloned().expect("a table view starts with a table"),
            });
            return view! { <table::TableView data links title/> }.into_any();
        }
        match drawing.get() {
            Drawing::Chart(drawing) => view! { <chart::ChartView drawing title links=marks/> }.into_any(),
            Drawing::Number(drawing) => view! { <number::NumberView drawing title links=marks/> }.into_any(),
            Drawing::Pivot(drawing) => view! { <pivot::PivotView drawing title links=marks/> }.into_any(),
            Drawing::Image { address } => view! { <media::ImageView address title/> }.into_any(),
            Drawing::Embed { address } => view! { <media::EmbedView address title/> }.into_any(),
            Drawing::Text { html } => view! { <div class="prose-tile" dir="auto" inner_html=html></div> }.into_any(),
            Drawing::Title { text } => view! { <h2 class="section-title" dir="auto">{text}</h2> }.into_any(),
            Drawing::Empty { reason } => view! {
                <div class="tile-note">
                    <Icon of=icons::CIRCLE_DASHED/>
                    <p>{reason}</p>
                    {links.map(reset)}
                </div>
            }
            .into_any(),
            Drawing::Failed { message, hint } => failed(message, hint, again, links).into_any(),
            Drawing::Loading => loading(again).into_any(),
            // Handled above; the memo and this read may differ for a moment.
            Drawing::Table(_) => ().into_any(),
        }
    }
}

fn failed(message: String, hint: String, again: Again, links: Option<TableLinks>) -> impl IntoView {
    view! {
        <div class="tile-note tile-note-bad" role="alert">
            <Icon of=icons::CIRCLE_ALERT/>
            <p class="tile-note-title">{message}</p>
            {(!hint.is_empty()).then(|| view! { <p>{hint}</p> })}
            <p class="tile-note-ways">
                <a class="btn btn-sm btn-plain" href=move || again.href.get() on:click=ask(again)><Icon of=icons::REFRESH_CW/>"Try again"</a>
                {links.map(reset)}
            </p>
        </div>
    }
}

/// With scripts the tile asks again by itself; without them there is a link.
fn loading(again: Again) -> impl IntoView {
    view! {
        <div class="tile-note" role="status">
            <Icon of=icons::LOADER_CIRCLE class="spin"/>
            <p>"Still loading"</p>
            <a class="btn btn-sm btn-plain without-scripts" href=move || again.href.get()>"Show now"</a>
        </div>
    }
}

fn ask(again: Again) -> impl Fn(leptos::ev::MouseEvent) + 'static {
    move |event| {
        event.prevent_default();
        event.stop_propagation();
        again.ask.run(());
    }
}

/// Back to the table as it was set up, for a reader whose choices no longer fit.
fn reset(links: TableLinks) -> impl IntoView {
    let chosen = links.view();
    move || {
        (chosen.get() != crate::model::filter::TableView::default()).then(|| {
            let href = move || links.to(|view| *view = crate::model::filter::TableView::default());
            view! { <a class="btn btn-sm btn-quiet" href=href data-noscroll="">"Reset the view"</a> }
        })
    }
}
