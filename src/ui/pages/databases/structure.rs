//! `/databases/:id/tables/:table/structure`: columns, keys, indexes and relations, with the statements that ran.

use super::{
    load,
    paths::{Paths, Tab},
    shell::Shell,
    structure_forms::{ACTION, AddColumn, AddForeignKey, AddIndex, Around, EditOneColumn, WholeTable, structure_path},
    tables::{Side, TableHead},
    use_param,
};
use crate::{
    model::desk::{DatabaseDesk, EditColumn, TableFace},
    ui::{
        drawings::{links::use_query, table::words::glyph},
        flash::use_flash,
        pages::not_found::NotFoundBody,
        parts::{Crumb, Icon, Loaded, Notice, Page, QuickForm, Section, Tone, button, icons, loaded::Skeleton},
        status::set_status,
    },
};
use leptos::prelude::*;
use serde_json::Value as Json;

#[component]
pub fn StructurePage() -> impl IntoView {
    let (id, table) = (use_param("id"), use_param("table"));
    let desk = Resource::new(move || id.get(), load::desk);
    // What ran last, on this page or before it.
    let ran = RwSignal::new(use_flash().and_then(|flash| flash.once(ACTION).map(str::to_owned)));
    let done = Callback::new(move |body: Json| {
        let _ = ran.try_set(body["shownOnce"].as_str().filter(|text| !text.is_empty()).map(str::to_owned));
        desk.refetch();
    });
    view! {
        <Loaded
            resource=desk
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Databases", "/databases"), Crumb::here("Structure")] wide=true><Skeleton/></Page> }
            let:desk
        >
            {
                let found = load::named(&desk, &table.get_untracked()).cloned();
                match found {
                    Some(table) => view! { <Structure desk table ran done/> }.into_any(),
                    None => {
                        set_status(404);
                        view! { <NotFoundBody/> }.into_any()
                    }
                }
            }
        </Loaded>
    }
}

#[component]
fn Structure(desk: DatabaseDesk, table: TableFace, ran: RwSignal<Option<String>>, done: Callback<Json>) -> impl IntoView {
    let paths = Paths::of(&desk.id);
    let may = desk.may.structure;
    let around = Around { database: desk.id.clone(), table: table.name.clone(), here: structure_path(&desk.id, &table.name), done };
    let steps = vec![Crumb::to(table.name.clone(), paths.table(&table.name)), Crumb::here("Structure")];
    let chosen = use_query().with_untracked(|query| query.get("column").map(str::to_owned));
    let edited = chosen.and_then(|name| table.columns.iter().find(|column| column.name == name).cloned()).filter(|_| may);
    let locked = desk.schema_locked;
    let is_view = table.is_view();
    let (side, head, for_keys, for_whole) = (desk.clone(), desk.clone(), desk.clone(), desk.clone());
    let edit = edited.map(|column| {
        let unique = table.unique_keys.iter().any(|names| *names == [column.name.clone()]);
        let (title, around) = (format!("Column {}", column.name), around.clone());
        view! {
            <Section title text="Rows keep their values; what does not fit another type stays as it is.">
                <EditOneColumn around column unique/>
            </Section>
        }
    });
    let add = (may && !is_view).then(|| {
        let around = around.clone();
        view! { <Section title="Add a column" text="Rows that exist get the default."><AddColumn around/></Section> }
    });
    let whole = may.then(|| {
        let (around, table) = (around.clone(), table.clone());
        view! {
            <Section title=if is_view { "This view" } else { "This table" } text="Description, place, name, copy and end.">
                <WholeTable around desk=for_whole table/>
            </Section>
        }
    });
    view! {
        <Shell desk tab=Tab::Tables steps>
            <div class="desk">
                <Side desk=side here=table.name.clone()/>
                <div class="desk-main flex min-w-0 flex-col gap-4">
                    <section class="panel">
                        <TableHead desk=head table=table.clone() is_structure=true/>
                        {locked.then(|| view! { <div class="px-4 pb-3"><Notice>"The structure is locked in the settings of the database."</Notice></div> })}
                        {move || ran.get().filter(|text| !text.is_empty()).map(|text| view! { <Ran text/> })}
                        <Columns table=table.clone() here=around.here.clone() may/>
                    </section>
                    {edit}
                    {add}
                    <Keys around=around.clone() desk=for_keys table=table.clone() may=may && !is_view/>
                    {whole}
                </div>
            </div>
        </Shell>
    }
}

/// The statements that ran last.
#[component]
fn Ran(text: String) -> impl IntoView {
    view! {
        <div class="px-4 pb-3">
            <Notice tone=Tone::Good>
                <p class="mb-1">"This ran:"</p>
                <pre class="desk-sql" tabindex="0">{text}</pre>
            </Notice>
        </div>
    }
}

#[component]
fn Columns(table: TableFace, here: String, may: bool) -> impl IntoView {
    let row = |column: &EditColumn| {
        let (mark, meaning) = glyph(column.kind);
        let unique = table.unique_keys.iter().any(|names| *names == [column.name.clone()]);
        let mut rules: Vec<String> = Vec::new();
        if !column.nullable {
            rules.push("must have a value".to_owned());
        }
        if unique {
            rules.push("each once".to_owned());
        }
        if column.counts {
            rules.push("counts up".to_owned());
        }
        if column.generated {
            rules.push("computed".to_owned());
        }
        if !column.items.is_empty() {
            rules.push(format!("one of {}", column.items.join(", ")));
        }
        let declared = if column.declared.is_empty() { "any".to_owned() } else { column.declared.clone() };
        let edit = crate::model::address::Query::default().with("column", column.name.clone()).on(&here);
        let leads =
            column.leads.clone().map(|leads| view! { <span class="facts-aside">{format!("→ {}.{}", leads.table, leads.column)}</span> });
        let key = column.is_key.then(|| view! { <span class="key-mark" title="Part of the primary key"><Icon of=icons::KEY_ROUND size=12/><span class="sr-only">"primary key"</span></span> });
        view! {
            <tr>
                <th scope="row"><span class="facts-name" dir="auto"><span title=meaning><Icon of=mark size=14/></span>{column.name.clone()}{key}</span>{leads}</th>
                <td><code class="facts-code" dir="auto">{declared}</code></td>
                <td>{rules.join(", ")}</td>
                <td dir="auto">{column.default.clone().unwrap_or_default()}</td>
                {may.then(|| view! {
                    <td class="text-right">
                        <a class="btn btn-sm btn-quiet" href=edit data-noscroll="" aria-label=format!("Change {}", column.name)><Icon of=icons::PENCIL size=14/>"Change"</a>
                    </td>
                })}
            </tr>
        }
    };
    let rows = table.columns.iter().map(row).collect_view();
    view! {
        <div class="overflow-x-auto" tabindex="0" role="region" aria-label="Columns">
            <table class="facts">
                <thead>
                    <tr>
                        <th scope="col">"Column"</th>
                        <th scope="col">"Type"</th>
                        <th scope="col">"Rule"</th>
                        <th scope="col">"Default"</th>
                        {may.then(|| view! { <th scope="col"><span class="sr-only">"Change"</span></th> })}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// Indexes and relations.
#[component]
fn Keys(around: Around, desk: DatabaseDesk, table: TableFace, may: bool) -> impl IntoView {
    let drop = |what: &'static str, fields: Vec<(&'static str, String)>, label: String| {
        let mut all = vec![("databaseId", around.database.clone()), ("tableName", around.table.clone()), ("what", what.to_owned())];
        all.extend(fields);
        may.then(|| {
            view! {
                <QuickForm action=ACTION fields=all next=around.here.clone() on_done=around.done class="btn btn-sm btn-danger-quiet" icon=icons::TRASH_2 label/>
            }
        })
    };
    let indexes = table.indexes.iter().map(|index| {
        let kind = if index.unique { "unique" } else { "index" };
        let own = !index.name.starts_with("sqlite_autoindex");
        let button = own.then(|| drop("drop_index", vec![("name", index.name.clone())], format!("Drop {}", index.name)));
        view! {
            <li class="desk-part">
                <span><strong dir="auto">{index.name.clone()}</strong>" "<span class="text-muted">{format!("{kind} on {}", index.columns.join(", "))}</span></span>
                {button}
            </li>
        }
    });
    let indexes = indexes.collect_view();
    let relations = table.foreign_keys.iter().map(|key| {
        let mut fields = Vec::new();
        fields.extend(key.columns.iter().map(|column| ("columns[]", column.clone())));
        let words = format!("{} → {} ({})", key.columns.join(", "), key.references.name, key.referenced_columns.join(", "));
        let button = drop("drop_foreign_key", fields, format!("Drop {}", key.columns.join(", ")));
        view! { <li class="desk-part"><span dir="auto">{words}</span>{button}</li> }
    });
    let relations = relations.collect_view();
    let (has_indexes, has_relations) = (!table.indexes.is_empty(), !table.foreign_keys.is_empty());
    if table.is_view() {
        return ().into_any();
    }
    let refused = use_flash().filter(|flash| flash.error.is_some()).and_then(|flash| flash.values.get("what").cloned());
    let is_refused = |what: &str| refused.as_deref() == Some(what);
    let add_index = may.then(|| {
        let (around, columns) = (around.clone(), table.columns.clone());
        view! { <details open=is_refused("create_index")><summary class=button::QUIET>"Add an index"</summary><div class="mt-3"><AddIndex around columns/></div></details> }
    });
    let add_key = may.then(|| {
        let (around, columns) = (around.clone(), table.columns.clone());
        view! { <details open=is_refused("add_foreign_key")><summary class=button::QUIET>"Add a relation"</summary><div class="mt-3"><AddForeignKey around desk columns/></div></details> }
    });
    let none = || view! { <p class="text-sm text-muted">"None yet."</p> }.into_any();
    let indexes = if has_indexes { view! { <ul>{indexes}</ul> }.into_any() } else { none() };
    let relations = if has_relations { view! { <ul>{relations}</ul> }.into_any() } else { none() };
    view! {
        <Section title="Indexes" text="They make searching by their columns quick, and unique ones keep values apart.">{indexes} {add_index}</Section>
        <Section title="Relations" text="A foreign key leads from a row to one of another table.">{relations} {add_key}</Section>
    }
    .into_any()
}
