//! `/api/docs`: the documented API as one page that needs nothing else (seed 002).

use super::answer::escape;
use crate::ui::pages::help::reference::{self, Details, Field, Group, Operation};
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value as Json;
use std::fmt::Write;

pub const PATH: &str = "/api/docs";

/// Answers the page, which is made once.
pub fn serve(document: &Json) -> impl Fn() -> std::future::Ready<Response> + Clone + use<> {
    let page: std::sync::Arc<str> = page(document).into();
    move || std::future::ready(Html(page.to_string()).into_response())
}

fn page(document: &Json) -> String {
    let reference = reference::condense(document);
    let mut page = String::from(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>API · VizBoard</title></head>\
         <body style=\"font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere\">\
         <h1>VizBoard API</h1>",
    );
    // Writing into a text does not fail.
    let _ = write!(page, "<p>Version {}. ", escape(&reference.version));
    page.push_str("The same as a document for machines: <a href=\"/api/openapi.json\">/api/openapi.json</a>.</p><nav><ul>");
    for group in &reference.groups {
        let _ = write!(page, "<li><a href=\"#{}\">{}</a></li>", id(&group.name), escape(&group.name));
    }
    page.push_str("</ul></nav><main>");
    reference.groups.iter().for_each(|group| write_group(&mut page, group));
    page.push_str("</main></body></html>");
    page
}

fn id(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
}

fn write_group(page: &mut String, group: &Group) {
    let _ = write!(page, "<section><h2 id=\"{}\">{}</h2>", id(&group.name), escape(&group.name));
    group.operations.iter().for_each(|operation| write_operation(page, operation));
    page.push_str("</section>");
}

fn write_operation(page: &mut String, operation: &Operation) {
    let Operation { anchor, method, path, summary, details } = operation;
    let _ = write!(page, "<article><h3 id=\"{}\"><code>{} {}</code></h3>", escape(anchor), escape(method), escape(path));
    let Some(Details { text, parameters, body, answers }) = details else { return };
    for text in [summary, text].into_iter().filter(|text| !text.is_empty()) {
        let _ = write!(page, "<p>{}</p>", escape(text));
    }
    write_fields(page, "Parameters", parameters);
    write_fields(page, "Body", body);
    for answer in answers {
        let title = format!("{} {}", answer.status, answer.text);
        if answer.fields.is_empty() {
            let _ = write!(page, "<p><strong>{}</strong></p>", escape(&title));
        } else {
            write_fields(page, &title, &answer.fields);
        }
    }
    page.push_str("</article>");
}

fn write_fields(page: &mut String, title: &str, fields: &[Field]) {
    if fields.is_empty() {
        return;
    }
    let _ = write!(page, "<p><strong>{}</strong></p><ul>", escape(title));
    for Field { name, kind, required, text } in fields {
        let needed = if *required { ", required" } else { "" };
        let _ = write!(page, "<li><code>{}</code> ({}{needed}) {}</li>", escape(name), escape(kind), escape(text));
    }
    page.push_str("</ul>");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn an_operation_is_told_and_nothing_in_it_is_markup() {
        let document = json!({ "info": { "version": "1" }, "paths": { "/api/x/{id}": { "get": {
            "tags": ["Things"], "summary": "Reads <b>one</b>.",
            "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
            "responses": { "200": { "description": "It", "content": { "application/json": { "schema": {
                "type": "object", "properties": { "name": { "type": "string", "description": "Its name" } } } } } } },
        } } } });
        let page = super::page(&document);
        for part in ["<h2 id=\"things\">Things</h2>", "GET /api/x/{id}", "Reads &lt;b&gt;one&lt;/b&gt;.", "Its name", "200 It"] {
            assert!(page.contains(part), "{part}: {page}");
        }
    }
}
