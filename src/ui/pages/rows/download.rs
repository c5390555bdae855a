//! All rows as a file, in the order of the table: a plain form.

use super::load::Asked;
use crate::{
    model::{board_view::BoardView, filter::TableView},
    ui::parts::{FILE_FORMATS, Icon, Menu, icons},
};
use leptos::prelude::*;

#[component]
pub fn Download(project: String, asked: Signal<Asked>, table: Signal<TableView>) -> impl IntoView {
    let action = format!("/api/projects/{project}/export");
    let fields = move || {
        let Asked { widget, board, .. } = asked.get();
        let mut fields = vec![("widgetId".to_owned(), widget)];
        view_fields(&table.get(), &mut fields);
        board_fields(&board, &mut fields);
        fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()
    };
    let buttons = FILE_FORMATS
        .map(|(format, label)| view! { <button type="submit" class="menu-item" name="format" value=format>{label}</button> })
        .collect_view();
    view! {
        <Menu label="Download all rows" class="btn btn-plain" button=|| view! { <Icon of=icons::DOWNLOAD/><span class="max-sm:sr-only">"Download"</span> }>
            <form method="post" action=action>{fields} {buttons}</form>
        </Menu>
    }
}

fn view_fields(view: &TableView, fields: &mut Vec<(String, String)>) {
    let mut field = |name: String, value: String| fields.push((format!("view{name}"), value));
    if let Some(sort) = &view.sort {
        field("[sort][column]".to_owned(), sort.column.clone());
        field("[sort][descending]".to_owned(), sort.descending.to_string());
    }
    if let Some(search) = &view.search {
        field("[search]".to_owned(), search.clone());
    }
    for (at, condition) in view.filter.iter().enumerate() {
        field(format!("[filter][{at}][column]"), condition.column.clone());
        field(format!("[filter][{at}][op]"), condition.op.name().to_owned());
        for (place, value) in condition.values.iter().enumerate() {
            field(format!("[filter][{at}][values][{place}]"), value.display());
        }
    }
}

fn board_fields(board: &BoardView, fields: &mut Vec<(String, String)>) {
    let mut field = |name: String, value: String| fields.push((format!("board{name}"), value));
    for (at, choice) in board.filters.iter().enumerate() {
        field(format!("[filters][{at}][name]"), choice.name.clone());
        for (place, value) in choice.values.iter().enumerate() {
            field(format!("[filters][{at}][values][{place}]"), value.clone());
        }
    }
    for (at, choice) in board.marks.iter().enumerate() {
        field(format!("[marks][{at}][widgetId]"), choice.widget_id.clone());
        field(format!("[marks][{at}][mark][column]"), choice.mark.column.clone());
        field(format!("[marks][{at}][mark][how]"), choice.mark.how.name().to_owned());
        field(format!("[marks][{at}][mark][value]"), choice.mark.value.clone());
    }
}
