//! `/databases/:id/tables/:table/import`: rows of a CSV file into a table that is there. The file is sent first, then seen
//! with where its columns go (`?upload=`), then its import is followed (`?import=`). All of it works without scripts.

use super::{
    import::Reading,
    load,
    paths::{Paths, Tab},
    shell::{Shell, bytes},
    use_param,
};
use crate::{
    actions::{
        Answer,
        databases::uploads::{get_database_import, get_database_upload},
    },
    model::{
        address::Query,
        csv_import::{ImportState, ImportStatus},
        desk::{DatabaseDesk, EditColumn, ImportIdInput, TableFace, Upload, UploadInput},
        outcome::{Failure, Outcome},
    },
    ui::{
        drawings::{links::use_query, table::words::thousands},
        parts::{
            Crumb, FlashError, Icon, Loaded, Notice, Page, PostForm, QuickForm, Section, SubmitButton, Tone, button, icons,
            loaded::Skeleton,
        },
    },
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How often the browser asks how far an import is.
const EVERY: std::time::Duration = std::time::Duration::from_millis(1_000);

/// What the address names besides the table.
#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    upload: Option<String>,
    delimiter: Option<String>,
    header: Option<String>,
    import: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Bundle {
    desk: DatabaseDesk,
    table: TableFace,
    upload: Option<Result<Upload, String>>,
    import: Option<Result<ImportState, String>>,
}

async fn load(database: String, step: String, asked: Asked) -> Answer<Bundle> {
    let desk = match load::desk(database.clone()).await? {
        Outcome::Done(desk) => desk,
        Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
    };
    let Some(table) = load::named(&desk, &step).cloned() else {
        return Ok(Outcome::Failed(Failure { error: "Table not found".to_owned(), field: None, code: None }));
    };
    let (mut upload, mut import) = (None, None);
    if let Some(import_id) = asked.import {
        let input = ImportIdInput { database_id: Some(database), import_id: Some(import_id), ..ImportIdInput::default() };
        import = Some(get_database_import(input).await?.into_result().map_err(|failure| failure.error));
    } else if let Some(upload_id) = asked.upload {
        let has_header = asked.header.map(|header| header == "yes");
        let input = UploadInput { upload_id: Some(upload_id), delimiter: asked.delimiter, has_header, ..UploadInput::default() };
        upload = Some(get_database_upload(input).await?.into_result().map_err(|failure| failure.error));
    }
    Ok(Outcome::Done(Bundle { desk, table, upload, import }))
}

#[component]
pub fn ImportRowsPage() -> impl IntoView {
    let (id, table, query) = (use_param("id"), use_param("table"), use_query());
    let asked = Memo::new(move |_| {
        query.with(|query| {
            let part = |name: &str| query.get(name).map(str::to_owned);
            Asked { upload: part("upload"), delimiter: part("delimiter"), header: part("header"), import: part("import") }
        })
    });
    let bundle = Resource::new(move || (id.get(), table.get(), asked.get()), |(id, table, asked)| load(id, table, asked));
    view! {
        <Loaded
            resource=bundle
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Databases", "/databases"), Crumb::here("Import rows")] wide=true><Skeleton/></Page> }
            let:shown
        >
            <Import bundle=shown again=Callback::new(move |()| bundle.refetch())/>
        </Loaded>
    }
}

#[component]
fn Import(bundle: Bundle, again: Callback<()>) -> impl IntoView {
    let Bundle { desk, table, upload, import } = bundle;
    let paths = Paths::of(&desk.id);
    let (list, here, name) = (paths.table(&table.name), paths.import(&table.name), table.name.clone());
    let steps = vec![Crumb::to(name.clone(), list.clone()), Crumb::here("Import rows")];
    let (id, may) = (desk.id.clone(), desk.may.insert && !table.is_view());
    let content = match (may, import, upload) {
        (false, ..) => view! { <Notice tone=Tone::Warn>"You can read this table, but not insert rows."</Notice> }.into_any(),
        (_, Some(Ok(state)), _) => view! { <Progress state database=id list here again/> }.into_any(),
        (_, Some(Err(text)), _) | (_, _, Some(Err(text))) => view! { <Send database=id table=name refused=Some(text)/> }.into_any(),
        (_, _, Some(Ok(upload))) => match upload.refused.clone() {
            Some(text) => view! { <Send database=id table=name refused=Some(text)/> }.into_any(),
            None => view! { <Mapping upload database=id table here/> }.into_any(),
        },
        (_, None, None) => view! { <Send database=id table=name refused=None/> }.into_any(),
    };
    view! {
        <Shell desk tab=Tab::Tables steps>
            <div class="mx-auto flex max-w-[960px] flex-col gap-4">
                <FlashError actions=&["cancelDatabaseImport"]/>
                {content}
            </div>
        </Shell>
    }
}

#[component]
fn Send(database: String, table: String, refused: Option<String>) -> impl IntoView {
    let action =
        Query::default().with("database", database).with("table", crate::model::address::plain_step(&table)).on("/databases/upload");
    view! {
        <Section title="Import rows" text=format!("Rows of a CSV file come to those of {table}. You see them, and where they go, before anything happens.")>
            {refused.map(|text| view! { <Notice tone=Tone::Bad alert=true>{text}</Notice> })}
            // A browser sends files by itself; nothing of it needs scripts.
            <form method="post" action=action enctype="multipart/form-data" class="flex flex-col gap-4">
                <label class="desk-drop">
                    <Icon of=icons::UPLOAD size=22/>
                    <span class="font-medium">"Drop a file here, or choose one"</span>
                    <span class="text-sm text-muted">".csv or .tsv"</span>
                    <input class="file-input file-input-sm" type="file" name="file" required=true accept=".csv,.tsv,.txt,text/csv"/>
                </label>
                <div><button type="submit" class=button::PRIMARY><Icon of=icons::UPLOAD/>"Upload"</button></div>
            </form>
        </Section>
    }
}

/// Where the columns of the file go.
#[component]
fn Mapping(upload: Upload, database: String, table: TableFace, here: String) -> impl IntoView {
    let Upload { id, file_name, delimiter, has_header, columns, rows, .. } = upload;
    let own: Vec<EditColumn> = table.columns.iter().filter(|column| !column.generated).cloned().collect();
    let heads = columns.iter().enumerate().map(|(place, column)| {
        let chosen = if has_header { alike(&own, &column.name) } else { own.get(place).map(|column| column.name.clone()) };
        let choices = own.iter().map(|one| {
            let selected = chosen.as_ref() == Some(&one.name);
            view! { <option value=one.name.clone() selected=selected>{one.name.clone()}</option> }
        });
        let choices = choices.collect_view();
        view! {
            <th scope="col">
                <span class="block" dir="auto">{column.name.clone()}</span>
                <select class="select select-sm min-w-[140px]" name=format!("columns[{place}][name]") aria-label=format!("{} goes into", column.name)>
                    <option value="" selected=chosen.is_none()>"left out"</option>
                    {choices}
                </select>
            </th>
        }
    });
    let heads = heads.collect_view();
    let width = columns.len();
    let body = rows.iter().map(|row| {
        let cells = (0..width).map(|place| view! { <td dir="auto">{row.get(place).cloned().unwrap_or_default()}</td> });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    let body = body.collect_view();
    view! {
        <Reading file_name upload=id.clone() delimiter=delimiter.clone() has_header page=here.clone()/>
        <PostForm action="importDatabaseRows" next=format!("{here}?import={{importId}}") class="flex flex-col gap-4">
            <input type="hidden" name="databaseId" value=database/>
            <input type="hidden" name="tableName" value=table.name.clone()/>
            <input type="hidden" name="uploadId" value=id/>
            <input type="hidden" name="delimiter" value=delimiter/>
            <input type="hidden" name="hasHeader" value=has_header.to_string()/>
            <p class="field-hint">"Columns that nothing goes into take their default. Empty fields become NULL."</p>
            <section class="panel desk-preview" aria-label="The first rows" tabindex="0" role="region">
                <table class="facts">
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{body}</tbody>
                </table>
            </section>
            <div class="flex flex-wrap gap-2">
                <SubmitButton icon=icons::DATABASE>"Import rows"</SubmitButton>
                <a class=button::PLAIN href=here>"Choose another file"</a>
            </div>
        </PostForm>
    }
}

/// The column that a name of the file means: the same letters and digits, whatever stands between them.
fn alike(columns: &[EditColumn], name: &str) -> Option<String> {
    let plain = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let found = columns.iter().find(|column| column.name == name);
    let found = found.or_else(|| columns.iter().find(|column| !plain(name).is_empty() && plain(&column.name) == plain(name)));
    found.map(|column| column.name.clone())
}

#[component]
fn Progress(state: ImportState, database: String, list: String, here: String, again: Callback<()>) -> impl IntoView {
    let address = format!("{here}?import={}", state.id);
    let rows = state.rows.unwrap_or_default();
    let ended = |tone: Tone, text: String| {
        let (list, here) = (list.clone(), here.clone());
        view! {
            <Notice tone=tone>{text}</Notice>
            <div class="flex flex-wrap gap-2">
                <a class=button::PRIMARY href=list>"Show the rows"</a>
                <a class=button::PLAIN href=here>"Import another file"</a>
            </div>
        }
        .into_any()
    };
    let word = match state.status {
        ImportStatus::Done => {
            let rows = if rows == 1 { "1 row was".to_owned() } else { format!("{} rows were", thousands(rows)) };
            return ended(Tone::Good, format!("{rows} added to {}.", state.table));
        }
        ImportStatus::Failed => return ended(Tone::Bad, format!("Nothing was imported. {}", state.error.unwrap_or_default())),
        ImportStatus::Cancelled => return ended(Tone::Warn, "The import was stopped. Nothing of it is in the table.".to_owned()),
        ImportStatus::Checking => "Looking at the values",
        ImportStatus::Writing => "Writing the rows",
    };
    Effect::new(move |_| {
        let ask = move || {
            again.try_run(());
        };
        if let Ok(timer) = set_interval_with_handle(ask, EVERY) {
            on_cleanup(move || timer.clear());
        }
    });
    let size = |n: u64| bytes(i64::try_from(n).unwrap_or(i64::MAX));
    let far = format!("{word}: {} of {}", size(state.bytes_done), size(state.bytes));
    let fields = vec![("databaseId", database), ("importId", state.id.clone())];
    view! {
        <Section title=format!("Import into {}", state.table) text="The import goes on when you leave this page. Nobody sees a row of it before all are there.">
            <p role="status">{far.clone()}</p>
            <progress class="w-full" max=state.bytes.max(1).to_string() value=state.bytes_done.to_string() aria-label=far></progress>
            <div class="flex flex-wrap gap-2">
                <a class="btn btn-plain without-scripts" href=address.clone()>"See how far it is"</a>
                <QuickForm
                    action="cancelDatabaseImport"
                    fields
                    next=address
                    on_done=Callback::new(move |_: serde_json::Value| again.run(()))
                    class="btn btn-danger-quiet"
                    icon=icons::X
                    label="Stop the import"
                />
            </div>
        </Section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::alike;
    use crate::model::{
        desk::{CellInput, EditColumn},
        value::Kind,
    };

    #[test]
    fn names_of_a_file_find_their_column() {
        let column = |name: &str| EditColumn {
            name: name.into(),
            declared: String::new(),
            kind: Kind::Text,
            input: CellInput::of("", Kind::Text, &[]),
            nullable: true,
            default: None,
            generated: false,
            counts: false,
            is_key: false,
            items: Vec::new(),
            leads: None,
        };
        let columns = [column("first_name"), column("Born"), column("%")];
        assert_eq!(alike(&columns, "First name").as_deref(), Some("first_name"));
        assert_eq!(alike(&columns, "born").as_deref(), Some("Born"));
        assert_eq!((alike(&columns, "-"), alike(&columns, "died")), (None, None));
    }
}
