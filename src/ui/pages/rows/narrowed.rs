//! Every condition under which the rows are shown. The chart's own cannot be dropped.

use crate::{
    model::{
        board::Board,
        board_filter::FilterFace,
        board_view::{self, BoardView},
        drawing::Drawing,
        mark::MarkChoice,
        widget::Widget,
    },
    ui::{
        drawings::{links::use_query, table::words},
        filters::chips::Chip,
    },
    widgets::{
        self,
        words::{filter_words, mark_words},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

#[component]
pub fn Narrowed(board: Board, widget: Widget, chosen: Memo<BoardView>, drawing: Signal<Drawing>) -> impl IntoView {
    let (query, path) = (use_query(), use_location().pathname);
    let all: Vec<FilterFace> = board.filters.iter().map(|filter| filter.face()).collect();
    let touching: Vec<FilterFace> = board.filters.iter().filter(|filter| filter.touches(&widget.id)).map(|filter| filter.face()).collect();
    let own: Vec<String> = widgets::question(&widget.configs).filters.iter().map(|one| words::condition(one, &[])).collect();
    // A mark of a chart over another connection says nothing about these rows.
    let same = move |choice: &MarkChoice| {
        let primary = board.connections.first().map(|connection| &connection.id);
        let of = board.widgets.iter().find(|other| other.id.as_str() == choice.widget_id);
        of.is_none_or(|other| other.connection_id.as_ref().or(primary) == widget.connection_id.as_ref().or(primary))
    };
    let has = move |column: &str| {
        drawing.with(|drawing| match drawing {
            Drawing::Table(table) => table.columns.iter().any(|known| known.name == column),
            _ => true,
        })
    };
    let chips = move || {
        let view = chosen.get();
        let to = |view: &BoardView| query.with(|query| board_view::replace(query, &all, view).on(&path.get()));
        let own = own.iter().map(|words| view! { <Chip words=words.clone()/> }).collect_view();
        let filters = touching.iter().filter_map(|filter| {
            let values = view.values(&filter.name, &filter.default);
            let words = filter_words(&filter.label, filter.kind, values)?;
            let drop = to(&view.clone().with(&filter.name, Vec::new()));
            Some(view! { <Chip words drop/> })
        });
        let filters = filters.collect_view();
        let marks = view.marks.iter().filter(|choice| same(choice) && has(&choice.mark.column)).map(|choice| {
            let drop = to(&view.clone().without_mark(choice));
            view! { <Chip words=mark_words(&choice.mark) drop/> }
        });
        let marks = marks.collect_view();
        view! { {own} {filters} {marks} }
    };
    view! { <ul class="chips" aria-label="Conditions">{chips}</ul> }
}
