//! `/databases/:id/sql`: a statement above, what it did below. Without scripts it is a form that runs one statement.

use super::{
    load,
    paths::{Paths, Tab},
    shell::Shell,
    sql_result::ResultView,
    use_param,
};
use crate::{
    actions::{
        Answer,
        databases::sql::{get_database_sql_run, run_database_sql, stop_database_sql},
    },
    model::{
        desk::{DatabaseDesk, SqlAnswer, SqlInput, SqlRunInput, SqlStopInput, TableFace},
        outcome::Outcome,
    },
    ui::{
        drawings::links::use_query,
        parts::{
            Crumb, Icon, Loaded, Notice, Page, PostForm, SubmitButton, TextArea, Toasts, Tone, button, icons, loaded::Skeleton, stop_id,
            use_toasts,
        },
    },
};
use leptos::{html, prelude::*};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Bundle {
    desk: DatabaseDesk,
    /// What a plain form ran before this page.
    shown: Option<Result<SqlAnswer, String>>,
}

async fn load(id: String, run: Option<String>) -> Answer<Bundle> {
    let desk = match load::desk(id.clone()).await? {
        Outcome::Done(desk) => desk,
        Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
    };
    let shown = match run {
        Some(run_id) => {
            let input = SqlRunInput { database_id: Some(id), run_id: Some(run_id), ..SqlRunInput::default() };
            Some(get_database_sql_run(input).await?.into_result().map_err(|failure| failure.error))
        }
        None => None,
    };
    Ok(Outcome::Done(Bundle { desk, shown }))
}

#[component]
pub fn DatabaseSqlPage() -> impl IntoView {
    let (id, query) = (use_param("id"), use_query());
    let run = Memo::new(move |_| query.with(|query| query.get("run").map(str::to_owned)));
    let bundle = Resource::new(move || (id.get(), run.get()), |(id, run)| load(id, run));
    view! {
        <Loaded
            resource=bundle
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Databases", "/databases"), Crumb::here("SQL")] wide=true><Skeleton/></Page> }
            let:bundle
        >
            <Desk bundle/>
        </Loaded>
    }
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Bench {
    id: StoredValue<String>,
    /// What is in the editor.
    text: RwSignal<String>,
    /// What the editor is to hold.
    wanted: RwSignal<Option<String>>,
    answer: RwSignal<Option<Result<SqlAnswer, String>>>,
    /// The id that stops what is under way.
    running: RwSignal<Option<String>>,
    toasts: Toasts,
}

impl Bench {
    fn run(self, text: String) {
        if self.running.with_untracked(Option::is_some) {
            return;
        }
        let stop = stop_id();
        self.running.set(Some(stop.clone()));
        let input = SqlInput { database_id: Some(self.id.get_value()), text: Some(text), stop_id: Some(stop), ..SqlInput::default() };
        leptos::task::spawn_local(async move {
            let answer = match run_database_sql(input).await {
                Ok(Outcome::Done(answer)) => Ok(answer),
                Ok(Outcome::Failed(failure)) => Err(failure.error),
                Err(error) => Err(error.text),
            };
            let _ = self.running.try_set(None);
            let _ = self.answer.try_set(Some(answer));
        });
    }

    /// Ends what is under way.
    fn stop(self) {
        let Some(stop) = self.running.get_untracked() else { return };
        let input = SqlStopInput { database_id: Some(self.id.get_value()), stop_id: Some(stop), ..SqlStopInput::default() };
        leptos::task::spawn_local(async move {
            match stop_database_sql(input).await {
                Ok(Outcome::Done(_)) => {}
                Ok(Outcome::Failed(failure)) => self.toasts.bad(failure.error),
                Err(error) => self.toasts.bad(error.text),
            }
        });
    }
}

#[component]
fn Desk(bundle: Bundle) -> impl IntoView {
    let Bundle { desk, shown } = bundle;
    let paths = Paths::of(&desk.id);
    let first =
        desk.tables.first().map(|table| format!("SELECT * FROM \"{}\" LIMIT 50", table.name.replace('"', "\"\""))).unwrap_or_default();
    let text = match &shown {
        Some(Ok(answer)) => answer.text.clone(),
        _ => first,
    };
    let bench = Bench {
        id: StoredValue::new(desk.id.clone()),
        text: RwSignal::new(text.clone()),
        wanted: RwSignal::new(None),
        answer: RwSignal::new(shown),
        running: RwSignal::new(None),
        toasts: use_toasts(),
    };
    let (mount, pressed) = (NodeRef::<html::Div>::new(), RwSignal::new(None::<()>));
    live(bench, desk.tables.clone(), mount, pressed);
    let writes = desk.may.change;
    let note = match (writes, desk.may.structure) {
        (true, true) => "Statements may write: there is no way back but a kept copy.",
        (true, false) => "Statements may write rows; the structure is locked.",
        (false, _) => "Statements only read.",
    };
    let next = format!("{}?run={{runId}}", paths.tab(Tab::Sql));
    let (id, may_save, view_desk) = (desk.id.clone(), desk.may.structure, desk.clone());
    view! {
        <Shell desk tab=Tab::Sql>
            <div class="sql">
                <Names tables=view_desk.tables.clone() bench/>
                <div class="sql-main">
                    <PostForm action="runDatabaseSql" next class="sql-form">
                        <input type="hidden" name="databaseId" value=id.clone()/>
                        <input type="hidden" name="keep" value="true"/>
                        <div class="sql-editor" node_ref=mount></div>
                        <TextArea name="text" label="Statement" value=text rows=8 mono=true class="sql-area" placeholder="select ..."/>
                        <div class="sql-bar">
                            <span class="without-scripts"><SubmitButton icon=icons::SQUARE_TERMINAL>"Run"</SubmitButton></span>
                            <RunOrStop bench pressed/>
                            <span class="sql-note">{note}</span>
                        </div>
                    </PostForm>
                    <section class="sql-results" aria-label="Result" aria-live="polite">
                        {move || match bench.answer.get() {
                            _ if bench.running.with(Option::is_some) => view! { <p class="sql-status" role="status"><Icon of=icons::LOADER_CIRCLE class="spin"/>"Running"</p> }.into_any(),
                            None => view! { <p class="sql-hint">"The result appears here."</p> }.into_any(),
                            Some(Err(text)) => view! { <Notice tone=Tone::Bad alert=true>{text}</Notice> }.into_any(),
                            Some(Ok(answer)) => view! { <ResultView answer database=bench.id.get_value() may_save/> }.into_any(),
                        }}
                    </section>
                </div>
            </div>
        </Shell>
    }
}

/// Begins a run; while one is under way, ends it.
#[component]
fn RunOrStop(bench: Bench, pressed: RwSignal<Option<()>>) -> impl IntoView {
    move || {
        if bench.running.with(Option::is_some) {
            view! {
                <button type="button" class=format!("needs-scripts {}", button::DANGER) on:click=move |_| bench.stop()>
                    <Icon of=icons::X/>
                    "Stop"
                </button>
            }
            .into_any()
        } else {
            view! {
                <button type="button" class=format!("needs-scripts {}", button::PRIMARY) on:click=move |_| pressed.set(Some(()))>
                    <Icon of=icons::SQUARE_TERMINAL/>
                    "Run"
                    <kbd class="sql-key">"Ctrl ↵"</kbd>
                </button>
            }
            .into_any()
        }
    }
}

/// Tables and columns; a click writes the name.
#[component]
fn Names(tables: Vec<TableFace>, bench: Bench) -> impl IntoView {
    let write = move |name: String| {
        move |_| {
            let text = bench.text.get_untracked();
            let gap = if text.is_empty() || text.ends_with(char::is_whitespace) { "" } else { " " };
            bench.wanted.set(Some(format!("{text}{gap}{name}")));
        }
    };
    let items = tables.into_iter().map(|table| {
        let own = quoted(&table.name);
        let columns = table.columns.into_iter().map(|column| {
            let name = quoted(&column.name);
            view! {
                <li>
                    <button type="button" class="sql-name" on:click=write(name)>
                        <span dir="auto">{column.name}</span>
                        <span class="sql-type">{column.declared}</span>
                    </button>
                </li>
            }
        });
        view! {
            <li>
                <details>
                    <summary dir="auto">{table.name}</summary>
                    <ul>
                        <li><button type="button" class="sql-name sql-name-table" on:click=write(own)>"Write the name"</button></li>
                        {columns.collect_view()}
                    </ul>
                </details>
            </li>
        }
    });
    view! { <aside class="sql-side" aria-label="Tables"><h2 class="sql-side-head">"Tables"</h2><ul class="sql-tree">{items.collect_view()}</ul></aside> }
}

/// A name as it is written in a statement.
fn quoted(name: &str) -> String {
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && !name.starts_with(|c: char| c.is_ascii_digit());
    if plain && !name.is_empty() { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// Puts the editor in the place of the text area and does what its keys ask for.
#[cfg(feature = "hydrate")]
fn live(bench: Bench, tables: Vec<TableFace>, mount: NodeRef<html::Div>, pressed: RwSignal<Option<()>>) {
    use crate::ui::{js, shell::asset};
    use wasm_bindgen::{JsCast, JsValue, prelude::Closure};

    /// The text area of the form of `runDatabaseSql`.
    const AREA: &str = "runDatabaseSql-text";
    let area = || document().get_element_by_id(AREA).and_then(|area| area.dyn_into::<leptos::web_sys::HtmlTextAreaElement>().ok());
    let editor = StoredValue::new_local(None::<js::Editor>);
    let tell = Closure::<dyn Fn(String)>::new(move |what: String| match what.as_str() {
        "one" | "all" => pressed.set(Some(())),
        _ => {
            if let Some(area) = area() {
                let _ = bench.text.try_set(area.value());
            }
        }
    });
    let tell = StoredValue::new_local(tell);
    let names: std::collections::BTreeMap<_, _> =
        tables.into_iter().map(|table| (table.name, table.columns.into_iter().map(|column| column.name).collect::<Vec<_>>())).collect();
    let names = serde_json::to_string(&names).unwrap_or_default();
    Effect::new(move |_| {
        let Some(element) = mount.get() else { return };
        // By the form around it: on the way from another page neither is in the document yet.
        let form = element.closest("form").ok().flatten();
        let area = form.and_then(|form| form.query_selector("textarea").ok().flatten());
        let Some(area) = area.and_then(|area| area.dyn_into::<leptos::web_sys::HtmlTextAreaElement>().ok()) else { return };
        let names = names.clone();
        leptos::task::spawn_local(async move {
            let Some(told) = tell.try_with_value(|tell| tell.as_ref().unchecked_ref::<js_sys::Function>().clone()) else { return };
            let made: Result<js::Editor, JsValue> = js::editor(&asset("gen/sql.js"), &element, &area, "sqlite", &names, &told).await;
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
    Effect::new(move |_| {
        if let Some(text) = bench.wanted.get() {
            editor.with_value(|editor| match (editor, area()) {
                (Some(editor), _) => editor.replace(&text),
                (None, Some(area)) => area.set_value(&text),
                (None, None) => {}
            });
            bench.text.set(text);
            bench.wanted.set(None);
        }
    });
    Effect::new(move |_| {
        if pressed.get().is_none() {
            return;
        }
        pressed.set(None);
        let whole = || area().map(|area| area.value()).unwrap_or_default();
        // The selection, or the statement at the cursor.
        let one = editor.with_value(|editor| {
            let said: serde_json::Value = serde_json::from_str(&editor.as_ref()?.one()).ok()?;
            said["text"].as_str().map(str::to_owned)
        });
        bench.run(one.filter(|text| !text.trim().is_empty()).unwrap_or_else(whole));
    });
}

#[cfg(not(feature = "hydrate"))]
fn live(bench: Bench, _: Vec<TableFace>, _: NodeRef<html::Div>, _: RwSignal<Option<()>>) {
    let _ = Bench::run as fn(Bench, String);
    let _ = bench;
}
