//! One row on a page of its own, and a new one: everything that the grid does, without scripts too.

use super::{
    load::{self, OneRow},
    paths::{Paths, Tab},
    row_form::RowForm,
    shell::Shell,
    use_param,
};
use crate::{
    model::{desk::RowDesk, value::Value},
    ui::{
        drawings::links::use_query,
        parts::{Crumb, FlashError, Loaded, Notice, Page, QuickForm, Section, Tone, icons, loaded::Skeleton},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// `/databases/:id/tables/:table/row?key=`
#[component]
pub fn RowPage() -> impl IntoView {
    let query = use_query();
    let key = Memo::new(move |_| Some(query.with(|query| query.get("key").unwrap_or_default().to_owned())));
    view! { <Loading key/> }
}

/// `/databases/:id/tables/:table/new`
#[component]
pub fn NewRowPage() -> impl IntoView {
    let key = Memo::new(|_| None);
    view! { <Loading key/> }
}

#[component]
fn Loading(key: Memo<Option<String>>) -> impl IntoView {
    let (id, table) = (use_param("id"), use_param("table"));
    let row = Resource::new(move || (id.get(), table.get(), key.get()), |(id, table, key)| load::row(id, table, key));
    view! {
        <Loaded
            resource=row
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Databases", "/databases"), Crumb::here("Row")] wide=true><Skeleton/></Page> }
            let:one
        >
            <Row one key=key.get_untracked()/>
        </Loaded>
    }
}

#[component]
fn Row(one: OneRow, key: Option<String>) -> impl IntoView {
    let OneRow { desk, table, row } = one;
    let paths = Paths::of(&desk.id);
    let (list, name) = (paths.table(&table.name), table.name.clone());
    let here = match &key {
        Some(key) => format!("Row {key}"),
        None => "New row".to_owned(),
    };
    let steps = vec![Crumb::to(table.name.clone(), list.clone()), Crumb::here(here.clone())];
    let may = if key.is_some() { desk.may.change } else { desk.may.insert } && !table.is_view();
    let deletes = key.clone().filter(|_| desk.may.change && !table.is_view());
    let (database, form_desk) = (desk.id.clone(), desk.clone());
    let version = row.version.clone();
    let content = if may {
        view! { <RowForm desk=form_desk table=table.clone() row key=key.clone()/> }.into_any()
    } else if key.is_some() {
        view! { <Facts row/> }.into_any()
    } else {
        view! { <Notice tone=Tone::Warn>"You can read this database, but not insert rows."</Notice> }.into_any()
    };
    let navigate = use_navigate();
    let gone = {
        let list = list.clone();
        Callback::new(move |_: serde_json::Value| navigate(&list, Default::default()))
    };
    view! {
        <Shell desk tab=Tab::Tables steps>
            <div class="mx-auto flex max-w-[760px] flex-col gap-4">
                <FlashError actions=&["deleteDatabaseRow"]/>
                <Section title=here text=format!("In the table {name}.")>{content}</Section>
                {deletes.map(|key| {
                    let mut fields = vec![("databaseId", database), ("tableName", name.clone()), ("key", key.clone())];
                    fields.extend(version.map(|version| ("rowVersion", version)));
                    view! {
                        <div>
                            <QuickForm
                                action="deleteDatabaseRow"
                                fields
                                next=list
                                back=paths.row(&name, &key)
                                on_done=gone
                                class="btn btn-danger-quiet"
                                icon=icons::TRASH_2
                                label="Delete this row"
                            />
                        </div>
                    }
                })}
            </div>
        </Shell>
    }
}

/// A row for whoever may only read it.
#[component]
fn Facts(row: RowDesk) -> impl IntoView {
    let values = row.row.unwrap_or_default();
    let lines = row.columns.into_iter().zip(values).map(|(column, value)| {
        let text = match &value {
            Value::Null => view! { <span class="cell-null">"NULL"</span> }.into_any(),
            value => view! { <pre class="whitespace-pre-wrap break-anywhere font-sans" dir="auto">{value.display()}</pre> }.into_any(),
        };
        view! { <div class="desk-fact"><dt class="field-label" dir="auto">{column.name}</dt><dd>{text}</dd></div> }
    });
    view! { <dl class="flex flex-col gap-3">{lines.collect_view()}</dl> }
}
