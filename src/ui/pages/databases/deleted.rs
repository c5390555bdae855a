//! `/databases/:id/tables/:table/deleted`: rows that were deleted from a table lately, to be brought back.

use super::{
    load,
    paths::{Paths, Tab},
    shell::Shell,
    use_param,
};
use crate::{
    actions::{Answer, databases::rows::list_deleted_database_rows},
    model::{
        desk::{DatabaseDesk, DeletedRows, DeletedRowsInput, KEPT_DAYS},
        outcome::{Failure, Outcome},
    },
    ui::parts::{Crumb, Empty, FlashError, Loaded, Page, QuickForm, When, icons, loaded::Skeleton},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Bundle {
    desk: DatabaseDesk,
    table: String,
    deleted: Vec<DeletedRows>,
}

async fn load(database: String, step: String) -> Answer<Bundle> {
    let desk = match load::desk(database.clone()).await? {
        Outcome::Done(desk) => desk,
        Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
    };
    let Some(table) = load::named(&desk, &step).map(|table| table.name.clone()) else {
        return Ok(Outcome::Failed(Failure { error: "Table not found".to_owned(), field: None, code: None }));
    };
    let input = DeletedRowsInput { database_id: Some(database), table_name: Some(table.clone()), ..DeletedRowsInput::default() };
    match list_deleted_database_rows(input).await? {
        Outcome::Done(answer) => Ok(Outcome::Done(Bundle { desk, table, deleted: answer.deleted })),
        Outcome::Failed(failure) => Ok(Outcome::Failed(failure)),
    }
}

#[component]
pub fn DeletedRowsPage() -> impl IntoView {
    let (id, table) = (use_param("id"), use_param("table"));
    let bundle = Resource::new(move || (id.get(), table.get()), |(id, table)| load(id, table));
    view! {
        <Loaded
            resource=bundle
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Databases", "/databases"), Crumb::here("Deleted rows")] wide=true><Skeleton/></Page> }
            let:shown
        >
            <Deleted bundle=shown again=Callback::new(move |_: Json| bundle.refetch())/>
        </Loaded>
    }
}

#[component]
fn Deleted(bundle: Bundle, again: Callback<Json>) -> impl IntoView {
    let Bundle { desk, table, deleted } = bundle;
    let paths = Paths::of(&desk.id);
    let (here, id) = (paths.deleted(&table), desk.id.clone());
    let steps = vec![Crumb::to(table.clone(), paths.table(&table)), Crumb::here("Deleted rows")];
    let none = deleted.is_empty();
    let lines = deleted.into_iter().map(|one| {
        let fields = vec![("databaseId", id.clone()), ("deletedId", one.id.clone())];
        let rows = if one.count == 1 { "1 row".to_owned() } else { format!("{} rows", one.count) };
        let more = one.count - i64::try_from(one.first.len()).unwrap_or(one.count);
        let more = (more > 0).then(|| format!("and {more} more"));
        let first = one.first.into_iter().chain(more).map(|text| view! { <li class="break-anywhere" dir="auto">{text}</li> }).collect_view();
        view! {
            <li class="desk-part">
                <div class="min-w-0">
                    <strong>{rows}</strong>
                    <span class="block text-sm text-muted">
                        "deleted "<When at=one.deleted_utc/>" by "<span dir="auto">{one.deleted_by}</span>{format!(", kept until {}", one.until_utc.short())}
                    </span>
                    <ul class="mt-1 text-sm">{first}</ul>
                </div>
                <QuickForm action="restoreDeletedDatabaseRows" fields next=here.clone() on_done=again class="btn btn-sm btn-plain" icon=icons::HISTORY label="Restore"/>
            </li>
        }
    });
    let lines = lines.collect_view();
    let kept = format!(
        "Rows that are deleted on the page of the table are kept for {KEPT_DAYS} days. Those that go with them from other tables, and those \
         that programs and statements delete, are not."
    );
    view! {
        <Shell desk tab=Tab::Tables steps>
            <div class="mx-auto flex max-w-[760px] flex-col gap-4">
                <FlashError actions=&["restoreDeletedDatabaseRows"]/>
                {if none {
                    view! { <Empty icon=icons::TRASH_2 title="No deleted rows" text=kept/> }.into_any()
                } else {
                    view! {
                        <section class="panel">
                            <div class="panel-head"><h2 class="panel-title flex-1">"Deleted rows"</h2></div>
                            <div class="panel-body">
                                <p class="mb-2 text-sm text-muted">{kept}</p>
                                <ul>{lines}</ul>
                            </div>
                        </section>
                    }.into_any()
                }}
            </div>
        </Shell>
    }
}
