//! One operation of the reference: closed it is a line, open it lists its fields and answers. Hundreds of them stand
//! on the page, so what is inside is made when one is opened; without scripts a link leads to it on the one page.

use super::{
    Everything,
    reference::{Details, Field, Operation, Reply},
};
use leptos::{html, prelude::*};

#[component]
pub fn OperationView(operation: Operation, everything: Everything) -> impl IntoView {
    let Operation { anchor, method, path, summary, .. } = operation;
    let node = NodeRef::<html::Details>::new();
    let opened = RwSignal::new(false);
    let toggled = move |_| {
        if node.get_untracked().is_some_and(|node| node.has_attribute("open")) {
            everything.fetch();
            opened.set(true);
        }
    };
    let inside = {
        let anchor = anchor.clone();
        move || match opened.get() {
            false => None,
            true => Some(match everything.details(&anchor) {
                Ok(details) => details.map(|details| view! { <DetailsView details/> }).into_any(),
                Err(text) => view! { <p class="text-muted" role="status">{text}</p> }.into_any(),
            }),
        }
    };
    view! {
        <details class="operation" id=anchor.clone() node_ref=node on:toggle=toggled>
            <summary>
                <span class=format!("method {}", tone(&method))>{method.clone()}</span>
                <code class="operation-path">{path}</code>
                <span class="operation-summary">{summary}</span>
            </summary>
            <div class="flex flex-col gap-4 border-t border-line p-4">
                <a class="link-quiet without-scripts" href=format!("/api/docs#{anchor}") rel="external">"Fields and answers"</a>
                {inside}
            </div>
        </details>
    }
}

#[component]
fn DetailsView(details: Details) -> impl IntoView {
    let Details { text, parameters, body, answers } = details;
    let paragraphs = text.split("\n\n").filter(|text| !text.is_empty()).map(|text| view! { <p>{text.to_owned()}</p> }).collect_view();
    view! {
        {paragraphs}
        <Fields title="Parameters" fields=parameters/>
        <Fields title="Body" fields=body/>
        {(!answers.is_empty()).then(|| view! { <Answers answers=answers/> })}
    }
}

/// Reading is quiet, changing is not.
fn tone(method: &str) -> &'static str {
    match method {
        "GET" => "method-get",
        "DELETE" => "method-delete",
        _ => "method-post",
    }
}

#[component]
fn Fields(title: &'static str, fields: Vec<Field>) -> impl IntoView {
    (!fields.is_empty()).then(|| {
        view! {
            <section>
                <h3 class="mb-1 text-sm font-semibold">{title}</h3>
                <FieldList fields=fields/>
            </section>
        }
    })
}

#[component]
fn FieldList(fields: Vec<Field>) -> impl IntoView {
    let rows = fields
        .into_iter()
        .map(|field| {
            view! {
                <div class="api-field">
                    <dt>
                        <code>{field.name}</code>
                        {field.required.then(|| view! { <span class="text-xs text-bad">" required"</span> })}
                    </dt>
                    <dd>
                        <span class="font-mono text-xs text-muted">{field.kind}</span>
                        {(!field.text.is_empty()).then(|| view! { <span class="block">{field.text}</span> })}
                    </dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="text-sm">{rows}</dl> }
}

#[component]
fn Answers(answers: Vec<Reply>) -> impl IntoView {
    let rows = answers
        .into_iter()
        .map(|reply| {
            let fields = (!reply.fields.is_empty()).then(|| view! { <div class="mt-1 pl-12"><FieldList fields=reply.fields/></div> });
            let tone = if reply.status.starts_with('2') { "w-9 text-good" } else { "w-9 text-muted" };
            view! {
                <li>
                    <p class="flex gap-3">
                        <code class=tone>{reply.status}</code>
                        <span>{reply.text}</span>
                    </p>
                    {fields}
                </li>
            }
        })
        .collect_view();
    view! {
        <section>
            <h3 class="mb-1 text-sm font-semibold">"Answers"</h3>
            <ul class="flex flex-col gap-2 text-sm">{rows}</ul>
        </section>
    }
}
