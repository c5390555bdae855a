//! Saves the statement with a title, and what its parameters are.

use super::{
    parameters::{KindField, ListBox},
    saved::Users,
    state::Desk,
};
use crate::{
    model::{
        parameter::Parameter,
        query::{Query, QueryUse},
    },
    ui::parts::{Field, PostForm, SubmitButton, TextArea, icons},
};
use leptos::{html, prelude::*};

#[component]
pub fn Save(
    query: Option<Query>,
    /// What is made of the query that is open.
    used: Option<QueryUse>,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let (title, description) = query.as_ref().map(|query| (query.title.clone(), query.description.clone())).unwrap_or_default();
    let known = query.as_ref().map(|query| (query.id.to_string(), query.version));
    let open = crate::ui::flash::use_flash().is_some_and(|flash| flash.form.as_deref() == Some("saveQuery"));
    let node = NodeRef::<html::Details>::new();
    let fill = move || {
        #[cfg(feature = "hydrate")]
        {
            use leptos::wasm_bindgen::JsCast;
            let area = document()
                .get_element_by_id("saveQuery-text")
                .and_then(|area| area.dyn_into::<leptos::web_sys::HtmlTextAreaElement>().ok());
            if let Some(area) = area {
                area.set_value(&desk.text.get());
            }
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = desk;
    };
    Effect::new(move |_| fill());
    let opened = move |_| {
        #[cfg(feature = "hydrate")]
        if node.get_untracked().is_some_and(|details| details.has_attribute("open")) {
            leptos::task::spawn_local(desk.learn_parameters());
        }
    };
    let names =
        Memo::new(move |_| desk.parameters.with(|all| all.iter().map(|one| (one.name.clone(), one.kind, one.list)).collect::<Vec<_>>()));
    let rows = move || {
        names.track();
        desk.parameters.get_untracked().into_iter().enumerate().map(|(place, one)| view! { <Row place one/> }).collect_view()
    };
    let label = if known.is_some() { "Save changes" } else { "Save query" };
    view! {
        <details class="sql-past" open=open node_ref=node on:toggle=opened>
            <summary>{if known.is_some() { "Save this query" } else { "Save as a query" }}</summary>
            {used.map(|used| view! {
                <p class="sql-hint">"The board shows what is saved. Columns that it uses must stay."</p>
                <Users used/>
            })}
            <PostForm action="saveQuery" next=format!("{}/{{queryId}}", desk.base()) class="sql-save">
                <input type="hidden" name="projectId" value=desk.project.get_value()/>
                <input type="hidden" name="connectionId" prop:value=move || desk.connection.get().id.to_string() value=desk.connection.get_untracked().id.to_string()/>
                {known.map(|(id, version)| view! {
                    <input type="hidden" name="queryId" value=id/>
                    <input type="hidden" name="version" value=version.to_string()/>
                })}
                <Field name="title" label="Title" value=title required=true maxlength=100/>
                <Field name="description" label="Description" value=description optional=true maxlength=500/>
                <div class="without-scripts"><TextArea name="text" label="Statement to save" value=desk.text.get_untracked() rows=6 mono=true/></div>
                {rows}
                <SubmitButton icon=icons::CHECK>{label}</SubmitButton>
            </PostForm>
        </details>
    }
}

#[component]
fn Row(place: usize, one: Parameter) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let field = move |part: &str| format!("parameters[{place}][{part}]");
    let name = one.name.clone();
    let required = {
        let name = name.clone();
        move |ev| desk.change(&name, |parameter| parameter.required = event_target_checked(&ev))
    };
    view! {
        <div class="sql-parameter">
            <code>{format!(":{name}")}</code>
            <input type="hidden" name=field("name") value=name.clone()/>
            <KindField name=field("type") parameter=one.clone()/>
            <ListBox name=field("list") parameter=one.clone()/>
            <label class="sql-check">
                <input type="checkbox" class="checkbox checkbox-sm" name=field("required") value="true" checked=one.required on:change=required/>
                "Required"
            </label>
            <input class="input" name=field("default") aria-label=format!("Default of {name}") placeholder="Default" value=one.default.unwrap_or_default() autocomplete="off"/>
        </div>
    }
}
