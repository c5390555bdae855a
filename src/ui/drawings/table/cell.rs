//! One cell. Whatever a database holds is shown as text, never as markup.

use super::words;
use crate::model::{
    drawing::GridColumn,
    format::RuleTone,
    value::{Kind, Value},
};
use leptos::prelude::*;

/// Longer texts are cut in the cell and shown whole on request, in characters.
const SHORT: usize = 90;

pub fn cell(column: &GridColumn, value: &Value) -> AnyView {
    match value {
        Value::Text(text) if column.is_source => {
            view! { <td class="cell"><span class="pill pill-accent" dir="auto">{text.clone()}</span></td> }.into_any()
        }
        value => marked(column.kind, value, column.marks(value)),
    }
}

/// A cell of a column of this kind.
pub fn cell_of(kind: Kind, value: &Value) -> AnyView {
    marked(kind, value, (None, None))
}

/// A cell with the tone and the shade by which it stands out.
fn marked(kind: Kind, value: &Value, (tone, heat): (Option<RuleTone>, Option<u8>)) -> AnyView {
    let class = match kind {
        kind if kind.is_numeric() => "cell cell-number",
        Kind::Json | Kind::Bytes => "cell cell-code",
        _ => "cell",
    };
    let content = match value {
        Value::Null => view! { <span class="cell-null">"NULL"</span> }.into_any(),
        Value::Bool(is) => view! { <span class="cell-bool" data-is=is.to_string()>{is.to_string()}</span> }.into_any(),
        Value::Int(n) => n.to_string().into_any(),
        Value::Float(n) => n.to_string().into_any(),
        Value::Text(text) if kind.is_numeric() => text.clone().into_any(),
        Value::Text(text) => long(text, None),
        Value::Cut { cut, bytes } => long(cut, Some(*bytes)),
    };
    view! { <td class=class data-tone=tone.map(RuleTone::name) data-heat=heat.map(|step| step.to_string())>{content}</td> }.into_any()
}

/// A text that may be long: the beginning, and the rest on request.
fn long(text: &str, cut_from: Option<u64>) -> AnyView {
    let beginning: String = text.chars().take(SHORT).collect();
    let whole = beginning.len() == text.len() && !text.contains('\n') && cut_from.is_none();
    if whole {
        let text = text.to_owned();
        return view! { <span class="cell-text" dir="auto" title=text.clone()>{text.clone()}</span> }.into_any();
    }
    let first_line = beginning.lines().next().unwrap_or_default().to_owned();
    let note = cut_from.map(|all| view! { <p class="cell-note">{format!("Only the beginning of {}.", words::bytes(all))}</p> });
    view! {
        <details class="cell-peek">
            <summary><span class="cell-text" dir="auto">{format!("{first_line}…")}</span></summary>
            <pre dir="auto">{text.to_owned()}</pre>
            {note}
        </details>
    }
    .into_any()
}
