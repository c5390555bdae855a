//! The form of one row: a field for each column by its type, and beside it whether it is NULL.

use super::{grid::is_bytes, paths::Paths};
use crate::{
    model::{
        desk::{CellInput, DatabaseDesk, EditColumn, RowDesk, TableFace},
        value::Value,
    },
    ui::parts::{PostForm, SubmitButton, between_tags, button},
};
use leptos::prelude::*;

#[component]
pub fn RowForm(desk: DatabaseDesk, table: TableFace, row: RowDesk, key: Option<String>) -> impl IntoView {
    let paths = Paths::of(&desk.id);
    let RowDesk { columns, row, version } = row;
    let is_new = key.is_none();
    let values = row.unwrap_or_default();
    let fields = columns.into_iter().enumerate().map(|(place, column)| {
        let value = values.get(place).cloned();
        view! { <CellField place column value is_new/> }
    });
    let fields = fields.collect_view();
    let list = paths.table(&table.name);
    let label = if is_new { "Add row" } else { "Save row" };
    view! {
        <PostForm action="saveDatabaseRow" next=list.clone() class="flex flex-col gap-4">
            <input type="hidden" name="databaseId" value=desk.id.clone()/>
            <input type="hidden" name="tableName" value=table.name.clone()/>
            {key.map(|key| view! { <input type="hidden" name="key" value=key/> })}
            {version.map(|version| view! { <input type="hidden" name="rowVersion" value=version/> })}
            {fields}
            <div class="flex flex-wrap gap-2">
                <SubmitButton>{label}</SubmitButton>
                <a class=button::PLAIN href=list>"Cancel"</a>
            </div>
        </PostForm>
    }
}

/// One column. What the database computes, and bytes, are shown and not sent.
#[component]
fn CellField(place: usize, column: EditColumn, value: Option<Value>, is_new: bool) -> impl IntoView {
    let id = format!("cell-{place}");
    let declared = if column.declared.is_empty() { "any".to_owned() } else { column.declared.clone() };
    let note = match &column.default {
        _ if column.counts && is_new => Some("Counts up when it is left empty".to_owned()),
        Some(default) if is_new => Some(format!("{default} when it is left empty")),
        _ => column.leads.as_ref().map(|leads| format!("A row of {}", leads.table)),
    };
    let is_file =
        matches!(&value, Some(Value::Text(text) | Value::Cut { cut: text, .. }) if is_bytes(text)) || column.input == CellInput::File;
    if column.generated || is_file || matches!(value, Some(Value::Cut { .. })) {
        let words = if column.generated { "Computed by the database" } else { "Bytes are filled in the grid or over the API" };
        return view! {
            <div class="field">
                <span class="field-label"><span dir="auto">{column.name}</span>" "<span class="field-optional">{declared}</span></span>
                <span class="field-hint">{words}</span>
            </div>
        }
        .into_any();
    }
    let is_null = value.as_ref().is_some_and(Value::is_null);
    let text = value.as_ref().map(Value::display).unwrap_or_default();
    let name = format!("cells[{place}][text]");
    let field = field(&column, &id, &name, &text, is_new);
    let can_be_null = column.nullable && !is_new;
    view! {
        <div class="field">
            <label class="field-label" for=id><span dir="auto">{column.name.clone()}</span>" "<span class="field-optional">{declared}</span></label>
            <input type="hidden" name=format!("cells[{place}][column]") value=column.name.clone()/>
            <div class="flex items-start gap-3">
                <div class="min-w-0 flex-1">{field}</div>
                {can_be_null.then(|| view! {
                    <label class="check-row">
                        <input type="checkbox" class="checkbox checkbox-sm" name=format!("cells[{place}][null]") value="true" checked=is_null/>
                        <span class="check-text">"NULL"</span>
                    </label>
                })}
            </div>
            {note.map(|note| view! { <span class="field-hint">{note}</span> })}
        </div>
    }
    .into_any()
}

fn field(column: &EditColumn, id: &str, name: &str, text: &str, is_new: bool) -> AnyView {
    let (id, name, text) = (id.to_owned(), name.to_owned(), text.to_owned());
    let listed = match column.input {
        CellInput::Select => Some(column.items.clone()),
        CellInput::Checkbox => Some(vec!["true".to_owned(), "false".to_owned()]),
        _ => None,
    };
    if let Some(mut items) = listed {
        if !text.is_empty() && !items.contains(&text) {
            items.push(text.clone());
        }
        let options = items.into_iter().map(|item| {
            let selected = item == text;
            view! { <option value=item.clone() selected=selected>{item.clone()}</option> }
        });
        let none = if is_new { "default" } else { "" };
        return view! { <select class="select" id=id name=name><option value="">{none}</option>{options.collect_view()}</select> }
            .into_any();
    }
    if column.input == CellInput::LongText || text.contains('\n') || text.len() > 80 {
        let shown = between_tags(text);
        return view! { <textarea class="textarea" id=id name=name rows="5" dir="auto">{shown}</textarea> }.into_any();
    }
    let kind = column.input.html(&text);
    view! { <input class="input" id=id name=name type=kind value=text inputmode=column.input.mode() autocomplete="off" dir="auto"/> }
        .into_any()
}
