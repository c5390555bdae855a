//! One cell that is not being edited. Whatever a database holds is shown as text, never as markup.

use super::{Grid, file_address};
use crate::{
    model::{
        desk::{CellInput, EditColumn},
        staged::Entry,
        value::{Kind, Value},
    },
    ui::{
        drawings::table::words::bytes,
        parts::{Icon, icons},
    },
};
use leptos::prelude::*;

/// Longer texts are cut in the cell, in characters; the whole is on the page of the row.
const SHORT: usize = 90;

fn class(column: &EditColumn) -> &'static str {
    match column.kind {
        kind if kind.is_numeric() => "cell cell-number",
        Kind::Json | Kind::Bytes => "cell cell-code",
        _ => "cell",
    }
}

/// A cell of a row of the table, with the entry that is to replace its value.
pub fn cell(grid: &Grid, key: &str, place: usize, column: &EditColumn, was: &Value, entry: Option<&Entry>) -> AnyView {
    let changed = entry.is_some();
    let title = changed.then(|| if was.is_null() { "was NULL".to_owned() } else { format!("was {}", short(&was.display())) });
    let content = match entry {
        Some(entry) => entered(column, entry),
        None => value(grid, key, column, was),
    };
    let editable = grid.editable && !column.generated;
    view! {
        <td
            class=class(column)
            data-col=place
            data-changed=changed.then_some("")
            data-fixed=(!editable).then_some("")
            title=title
            tabindex=grid.editable.then_some("-1")
        >
            {content}
        </td>
    }
    .into_any()
}

/// A cell of a new row.
pub fn new_cell(place: usize, column: &EditColumn, entry: Option<&Entry>) -> AnyView {
    let content = match entry {
        Some(entry) => entered(column, entry),
        None => {
            let word = match &column.default {
                _ if column.counts => "counts up".to_owned(),
                _ if column.generated => "computed".to_owned(),
                Some(default) => short(default),
                None if column.nullable => "NULL".to_owned(),
                None => "needed".to_owned(),
            };
            view! { <span class="cell-null">{word}</span> }.into_any()
        }
    };
    let fixed = column.generated.then_some("");
    view! { <td class=class(column) data-col=place data-changed=entry.is_some().then_some("") data-fixed=fixed tabindex="-1">{content}</td> }.into_any()
}

fn entered(column: &EditColumn, entry: &Entry) -> AnyView {
    match entry {
        Entry::Null => null(),
        Entry::Bytes(_, name) => view! { <span class="cell-text"><Icon of=icons::FILE_TEXT size=14/>" "{name.clone()}</span> }.into_any(),
        Entry::Text(written) if column.input == CellInput::Color => swatch(written),
        Entry::Text(written) => text(written),
    }
}

fn null() -> AnyView {
    view! { <span class="cell-null">"NULL"</span> }.into_any()
}

fn text(text: &str) -> AnyView {
    view! { <span class="cell-text" dir="auto" title=short(text)>{short(text)}</span> }.into_any()
}

fn swatch(color: &str) -> AnyView {
    // Anything else could reach into the page's style.
    let plain = color.len() <= 9 && color.starts_with('#') && color[1..].bytes().all(|b| b.is_ascii_hexdigit());
    let style = plain.then(|| format!("--swatch: {color}"));
    view! { <span class="cell-text">{style.map(|style| view! { <span class="desk-swatch" style=style></span> })}{short(color)}</span> }
        .into_any()
}

fn value(grid: &Grid, key: &str, column: &EditColumn, value: &Value) -> AnyView {
    match value {
        Value::Null => null(),
        Value::Bool(is) => view! { <span class="cell-bool" data-is=is.to_string()>{is.to_string()}</span> }.into_any(),
        Value::Text(hex) if is_bytes(hex) => file(grid, key, column, (hex.len() as u64 - 2) / 2),
        Value::Cut { cut, bytes } if is_bytes(cut) => file(grid, key, column, *bytes),
        Value::Text(written) if column.input == CellInput::Color => swatch(written),
        Value::Cut { cut, bytes: all } => {
            view! { <span class="cell-text" dir="auto" title=format!("The beginning of {}", bytes(*all))>{format!("{}…", short(cut))}</span> }.into_any()
        }
        other => {
            let written = other.display();
            let leads = column.leads.as_ref().and_then(|leads| {
                let href = grid.ground.row(&leads.table, &crate::model::view_query::escape(&written, ','))?;
                Some(view! { <a class="desk-lead" href=href title=format!("Open this row of {}", leads.table) aria-label=format!("Open this row of {}", leads.table)><Icon of=icons::ARROW_UP_RIGHT size=12/></a> })
            });
            match leads {
                Some(leads) => view! { <span class="desk-led">{text(&written)}{leads}</span> }.into_any(),
                None => text(&written),
            }
        }
    }
}

/// How bytes are shown: `\x` and hexadecimal digits.
pub fn is_bytes(text: &str) -> bool {
    text.strip_prefix("\\x").is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn file(grid: &Grid, key: &str, column: &EditColumn, size: u64) -> AnyView {
    match file_address(grid, &column.name, key).filter(|_| !key.is_empty()) {
        Some(href) => {
            view! { <a class="link-quiet inline-flex items-center gap-1" href=href rel="external noopener noreferrer" target="_blank"><Icon of=icons::FILE_TEXT size=14/>{bytes(size)}</a> }
                .into_any()
        }
        None => view! { <span>{bytes(size)}</span> }.into_any(),
    }
}

/// The beginning of a text on one line.
pub fn short(text: &str) -> String {
    let mut line: String = text.chars().take(SHORT).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.len() < text.len() {
        line.push('…');
    }
    line
}
