//! What a reader can choose in a drawing: on boards a mark, which narrows the other widgets and, chosen again, leads to its
//! rows; behind a public link a value of a filter, which chosen again is let go.

use super::links::{use_query, use_stay};
use crate::model::{
    address::Query,
    board_filter::FilterFace,
    board_view::{self, BoardView},
    mark::{How, Mark, Marks, Place},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};

/// Whose marks they are.
#[derive(Clone)]
enum Whose {
    Widget { id: String, project: String },
    Link,
}

impl Whose {
    fn chosen(&self, view: &BoardView) -> Vec<Mark> {
        match self {
            Self::Widget { id, .. } => view.marks_of(id),
            Self::Link => {
                let single = view.filters.iter().filter(|choice| choice.values.len() == 1);
                single.map(|choice| Mark { column: choice.name.clone(), how: How::Filter, value: choice.values[0].clone() }).collect()
            }
        }
    }
}

#[derive(Clone, Copy)]
pub struct MarkLinks {
    whose: StoredValue<Whose>,
    filters: Signal<Vec<FilterFace>>,
    query: Memo<Query>,
    path: Memo<String>,
    view: Memo<BoardView>,
    /// What is chosen in the drawing.
    chosen: Memo<Vec<Mark>>,
}

/// The page with the rows behind a widget, under what was chosen for its board.
pub fn rows_address(project: &str, widget: &str, filters: &[FilterFace], view: &BoardView) -> String {
    let query = Query::default().with(WIDGET, widget);
    board_view::replace(&query, filters, view).on(&format!("/projects/{project}/rows"))
}

/// The key of that page's address that names the widget.
pub const WIDGET: &str = "widget";

impl MarkLinks {
    /// Of a widget on the board of a project, whose filters are given.
    pub fn of_widget(id: String, project: String, filters: Signal<Vec<FilterFace>>) -> Self {
        Self::new(Whose::Widget { id, project }, filters)
    }

    /// Of a drawing behind a link with these filters.
    pub fn of_link(filters: Signal<Vec<FilterFace>>) -> Self {
        Self::new(Whose::Link, filters)
    }

    fn new(whose: Whose, filters: Signal<Vec<FilterFace>>) -> Self {
        let (whose, query) = (StoredValue::new(whose), use_query());
        let view = Memo::new(move |_| query.with(board_view::decode));
        let chosen = Memo::new(move |_| view.with(|view| whose.with_value(|whose| whose.chosen(view))));
        Self { whose, filters, query, path: use_location().pathname, view, chosen }
    }

    fn is_chosen(self, marks: &[Mark]) -> bool {
        self.chosen.with(|chosen| marks.iter().all(|mark| chosen.contains(mark)))
    }

    /// The place of a drawing that is chosen.
    pub fn place(self, marks: &Marks) -> Place {
        self.chosen.with(|chosen| marks.place(chosen))
    }

    /// Where choosing these leads.
    fn to(self, marks: &[Mark]) -> String {
        let (again, view, filters) = (self.is_chosen(marks), self.view.get(), self.filters.read());
        let here = |view: &BoardView| board_view::replace(&self.query.read(), &filters, view).on(&self.path.read());
        self.whose.with_value(|whose| match whose {
            Whose::Widget { id, project } if again => rows_address(project, id, &filters, &view),
            Whose::Widget { id, .. } => here(&view.clone().with_marks(id, marks)),
            Whose::Link => {
                let values = |mark: &Mark| if again { Vec::new() } else { vec![mark.value.clone()] };
                here(&marks.iter().fold(view.clone(), |view, mark| view.with(&mark.column, values(mark))))
            }
        })
    }

    /// Whether these are chosen and lead to another page.
    fn leaves(self, marks: &[Mark]) -> bool {
        self.whose.with_value(|whose| matches!(whose, Whose::Widget { .. })) && self.is_chosen(marks)
    }

    /// What choosing these does.
    fn hint(self, marks: &[Mark], name: &str) -> String {
        match (self.is_chosen(marks), self.leaves(marks)) {
            (false, _) => format!("Filter the board by {name}"),
            (true, true) => format!("Show the rows of {name}"),
            (true, false) => format!("Do not filter by {name} any more"),
        }
    }
}

/// Goes where choosing the mark at a place leads; nowhere from a place without one.
pub fn use_choice(links: MarkLinks, marks: Marks) -> impl Fn(Place) + Clone + 'static {
    let (stay, leave) = (use_stay(), use_navigate());
    move |place| {
        let chosen = marks.at(place);
        if chosen.is_empty() {
            return;
        }
        let (address, leaves) = untrack(|| (links.to(&chosen), links.leaves(&chosen)));
        if leaves { leave(&address, Default::default()) } else { stay(&address) }
    }
}

/// The name of a group or series, as the way to choose it where it can be chosen.
#[component]
pub fn MarkName(#[prop(into)] text: String, marks: Vec<Mark>, links: Option<MarkLinks>) -> impl IntoView {
    let Some(links) = links.filter(|_| !marks.is_empty()) else { return text.into_any() };
    let marks = StoredValue::new(marks);
    let name = text.clone();
    let href = move || marks.with_value(|marks| links.to(marks));
    let hint = move || marks.with_value(|marks| links.hint(marks, &name));
    let current = move || marks.with_value(|marks| links.is_chosen(marks)).then_some("true");
    let stays = move || (!marks.with_value(|marks| links.leaves(marks))).then_some("");
    view! { <a class="mark-link" href=href title=hint aria-current=current data-noscroll=stays>{text}</a> }.into_any()
}
