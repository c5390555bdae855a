//! The form that runs a statement. Its text area is the editor of pages without scripts; with them a better one takes its
//! place and keeps its value.

use super::{
    load::{CONNECTION, RUN},
    parameters::Parameters,
    state::Desk,
};
use crate::{
    model::address::Query,
    ui::parts::{Icon, Notice, PostForm, SubmitButton, TextArea, Tone, button, icons},
};
use leptos::{html, prelude::*};

/// The id of the text area, made by its form.
#[cfg(feature = "hydrate")]
const AREA: &str = "runQuery-text";

/// What to say of a connection whose user may do more than read.
const MAY_WRITE: &str = "The database user of this connection may also write: what runs here still only reads, but a user that may only \
                         read is safer, so give the connection one.";

#[component]
pub fn Editor() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let connection = desk.connection.get_untracked().id.to_string();
    // `with` would write the place of the run's id as an escape, which the server does not fill.
    let next = format!("{}&{RUN}={{runId}}", Query::default().with(CONNECTION, connection).on(&desk.base()));
    let pressed = RwSignal::new(None::<&'static str>);
    let mount = NodeRef::<html::Div>::new();
    live(desk, mount, pressed);
    let ask = move |what: &'static str| move |_| pressed.set(Some(what));
    view! {
        <PostForm action="runQuery" next class="sql-form">
            <input type="hidden" name="projectId" value=desk.project.get_value()/>
            <input type="hidden" name="connectionId" prop:value=move || desk.connection.get().id.to_string() value=desk.connection.get_untracked().id.to_string()/>
            <input type="hidden" name="keep" value="true"/>
            <div class="sql-editor" node_ref=mount></div>
            <TextArea name="text" label="Statement" value=desk.text.get_untracked() rows=10 mono=true class="sql-area" placeholder="select ..."/>
            <Parameters/>
            <div class="sql-bar">
                <span class="without-scripts"><SubmitButton icon=icons::SQUARE_TERMINAL>"Run"</SubmitButton></span>
                {move || {
                    if desk.is_running() {
                        view! {
                            <button type="button" class=format!("needs-scripts {}", button::DANGER) on:click=ask("stop")>
                                <Icon of=icons::X/>
                                "Stop"
                            </button>
                        }
                        .into_any()
                    } else {
                        view! {
                            <button type="button" class=format!("needs-scripts {}", button::PRIMARY) on:click=ask("one") title="Runs the selection, or the statement at the cursor">
                                <Icon of=icons::SQUARE_TERMINAL/>
                                "Run"
                                <kbd class="sql-key">"Ctrl ↵"</kbd>
                            </button>
                        }
                        .into_any()
                    }
                }}
                <button type="button" class=format!("needs-scripts {}", button::PLAIN) on:click=ask("all") title="Ctrl+Shift+Enter">"Run all"</button>
                <button type="button" class=format!("needs-scripts {}", button::QUIET) on:click=ask("plan")>"Plan"</button>
                <button type="button" class=format!("needs-scripts {}", button::QUIET) on:click=ask("format")>"Format"</button>
                <span class="sql-note">"Statements only read: the database itself refuses to write."</span>
            </div>
            {move || desk.may_write.get().then(|| view! { <Notice tone=Tone::Warn>{MAY_WRITE}</Notice> })}
        </PostForm>
    }
}

/// Puts the editor in its place and does what its buttons and keys ask for.
#[cfg(feature = "hydrate")]
fn live(desk: Desk, mount: NodeRef<html::Div>, pressed: RwSignal<Option<&'static str>>) {
    use super::state::Said;
    use crate::ui::{js, shell::asset};
    use wasm_bindgen::{JsCast, JsValue, prelude::Closure};

    let editor = StoredValue::new_local(None::<js::Editor>);
    let area = || document().get_element_by_id(AREA).and_then(|area| area.dyn_into::<leptos::web_sys::HtmlTextAreaElement>().ok());
    let tell = Closure::<dyn Fn(String)>::new(move |what: String| match what.as_str() {
        "one" => pressed.set(Some("one")),
        "all" => pressed.set(Some("all")),
        _ => {
            if let Some(area) = area() {
                let _ = desk.text.try_set(area.value());
            }
        }
    });
    let tell = StoredValue::new_local(tell);
    Effect::new(move |_| {
        let (Some(element), Some(area)) = (mount.get(), area()) else { return };
        let (kind, names) = (desk.connection.get_untracked().kind, completions(&desk.tables.get_untracked()));
        leptos::task::spawn_local(async move {
            let Some(told) = tell.try_with_value(|tell| tell.as_ref().unchecked_ref::<js_sys::Function>().clone()) else { return };
            let made: Result<js::Editor, JsValue> = js::editor(&asset("gen/sql.js"), &element, &area, &kind, &names, &told).await;
            match made {
                Ok(made) => {
                    let mut made = Some(made);
                    if editor.try_update_value(|editor| *editor = made.take()).is_some() {
                        let _ = element.set_attribute("data-live", "");
                    } else if let Some(made) = made {
                        made.close();
                    }
                }
                Err(cause) => leptos::logging::warn!("the editor stays a text area: {cause:?}"),
            }
        });
    });
    on_cleanup(move || {
        if let Some(Some(editor)) = editor.try_update_value(Option::take) {
            editor.close();
        }
    });
    let with_editor = move |act: &dyn Fn(&js::Editor)| {
        editor.with_value(|editor| {
            if let Some(editor) = editor {
                act(editor);
            }
        });
    };
    Effect::new(move |_| {
        let (kind, names) = (desk.connection.get().kind, completions(&desk.tables.get()));
        with_editor(&|editor| editor.schema(&kind, &names));
    });
    Effect::new(move |_| {
        if let Some(text) = desk.wanted.get() {
            with_editor(&|editor| editor.replace(&text));
        }
    });
    Effect::new(move |_| {
        if let Some(name) = desk.name.get() {
            with_editor(&|editor| editor.insert(&name));
            desk.name.set(None);
        }
    });
    Effect::new(move |_| {
        if let Some(place) = desk.place.get() {
            with_editor(&|editor| editor.go(place));
            desk.place.set(None);
        }
    });
    Effect::new(move |_| {
        let Some(what) = pressed.get() else { return };
        pressed.set(None);
        // Until the editor is there the text area is one statement.
        let whole = || Said { text: area().map(|area| area.value()).unwrap_or_default(), at: 0 };
        let (one, all) = editor.with_value(|editor| match editor {
            Some(editor) => (
                serde_json::from_str(&editor.one()).unwrap_or_else(|_| whole()),
                serde_json::from_str(&editor.all()).unwrap_or_else(|_| vec![whole()]),
            ),
            None => (whole(), vec![whole()]),
        });
        match what {
            "one" => desk.run(vec![one]),
            "all" => desk.run(all),
            "plan" => desk.explain(one),
            "format" => desk.lay_out(),
            _ => desk.stop(),
        }
    });
}

/// Tables and their columns for completion.
#[cfg(feature = "hydrate")]
fn completions(tables: &[crate::model::board::TableChoice]) -> String {
    let columns = |table: &crate::model::board::TableChoice| table.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
    let names: std::collections::BTreeMap<_, _> = tables.iter().map(|table| (table.name.clone(), columns(table))).collect();
    serde_json::to_string(&names).unwrap_or_default()
}

#[cfg(not(feature = "hydrate"))]
fn live(_: Desk, _: NodeRef<html::Div>, _: RwSignal<Option<&'static str>>) {}
