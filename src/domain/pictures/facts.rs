//! What a picture says about itself: the tab, when its data was read, and what narrows it.

use crate::{
    model::{board::Board, board_view::BoardView, drawing::Drawing},
    widgets::words::{filter_words, mark_words},
};

/// One line each: the tab where there are several with the age of what is oldest, then each filter and each chosen mark
/// that narrows something.
pub(super) fn of(board: &Board, tab: &str, view: &BoardView, drawings: &[Drawing]) -> Vec<String> {
    let tabs = &board.layout.tabs;
    let tab = tabs.iter().find(|known| known.id == tab && tabs.len() > 1).map(|known| known.title.clone());
    let read = drawings.iter().filter_map(Drawing::age).min().map(|at| format!("Data read {}", at.short()));
    let first = tab.into_iter().chain(read).collect::<Vec<_>>().join(" · ");
    let filters =
        board.filters.iter().filter_map(|filter| filter_words(&filter.label, filter.kind, view.values(&filter.name, &filter.default)));
    let marks = view.marks.iter().map(|choice| mark_words(&choice.mark));
    std::iter::once(first).chain(filters).chain(marks).filter(|line| !line.is_empty()).collect()
}
