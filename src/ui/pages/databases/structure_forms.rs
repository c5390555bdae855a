//! The forms that change the structure.

use crate::{
    model::{
        address::table_step,
        desk::{DatabaseDesk, EditColumn, TableFace},
    },
    ui::parts::{Field, Notice, PostForm, SelectField, SubmitButton, TextArea, Tone, button, icons},
};
use leptos::prelude::*;
use serde_json::Value as Json;

pub const ACTION: &str = "changeDatabaseStructure";

/// Declared types that are offered; any other can be written.
const TYPES: [&str; 12] =
    ["TEXT", "INTEGER", "REAL", "BOOLEAN", "DATE", "DATETIME", "NUMERIC", "BLOB", "JSON", "TEXT_URL", "TEXT_EMAIL", "TEXT_COLOR"];

/// Makes a table with a key that counts up; columns are added on its page.
#[component]
pub fn NewTableForm(database: String) -> impl IntoView {
    let next = format!("/databases/{database}/tables/{{tableStep}}/structure");
    view! {
        <PostForm action=ACTION what="create_table" next class="flex flex-col gap-3">
            <input type="hidden" name="databaseId" value=database/>
            <Field name="name" label="Name of the table" required=true maxlength=200 placeholder="customers"/>
            <div><SubmitButton icon=icons::PLUS>"Make table"</SubmitButton></div>
        </PostForm>
    }
}

/// What the forms on the page of one table share.
#[derive(Clone)]
pub struct Around {
    pub database: String,
    pub table: String,
    pub here: String,
    pub done: Callback<Json>,
}

impl Around {
    fn hidden(&self) -> impl IntoView + use<> {
        view! {
            <input type="hidden" name="databaseId" value=self.database.clone()/>
            <input type="hidden" name="tableName" value=self.table.clone()/>
        }
    }
}

#[component]
fn TypeField(value: String) -> impl IntoView {
    view! {
        <Field name="declared" label="Type" value hint="TEXT, INTEGER, REAL, BOOLEAN, DATE, BLOB, or one of your own" maxlength=100/>
        <p class="field-hint">{format!("Usual: {}", TYPES.join(", "))}</p>
    }
}

#[component]
fn Tick(name: &'static str, label: &'static str, checked: bool) -> impl IntoView {
    view! {
        <label class="check-row">
            <input type="checkbox" class="checkbox checkbox-sm" name=name value="true" checked=checked/>
            <span class="check-text">{label}</span>
        </label>
    }
}

#[component]
pub fn AddColumn(around: Around) -> impl IntoView {
    view! {
        <PostForm action=ACTION what="add_column" next=around.here.clone() on_done=around.done class="flex flex-col gap-4">
            {around.hidden()}
            <div class="grid gap-x-3 gap-y-4 sm:grid-cols-2">
                <Field name="name" label="Name" required=true maxlength=200/>
                <div class="flex flex-col gap-1"><TypeField value="TEXT".to_owned()/></div>
                <Field name="default" label="Default" optional=true hint="A text, a number, NULL or CURRENT_TIMESTAMP" maxlength=500/>
                <TextArea name="items" label="Choices" optional=true rows=2 hint="One a line: the only values that the column takes"/>
            </div>
            <div class="flex flex-wrap gap-x-6">
                <Tick name="notNull" label="Must have a value" checked=false/>
                <Tick name="unique" label="Each value once" checked=false/>
            </div>
            <details>
                <summary class="link-quiet text-sm">"Computed columns and checks"</summary>
                <div class="mt-3 grid gap-x-3 gap-y-4 sm:grid-cols-2">
                    <Field name="generated" label="Computed from" optional=true hint="An expression: price * amount" maxlength=1000/>
                    <Field name="check" label="Check" optional=true hint="A condition: price >= 0" maxlength=1000/>
                </div>
            </details>
            <div><SubmitButton icon=icons::PLUS>"Add column"</SubmitButton></div>
        </PostForm>
    }
}

/// Name and type of a column, in two forms: they are two changes.
#[component]
pub fn EditOneColumn(around: Around, column: EditColumn, unique: bool) -> impl IntoView {
    let name = column.name.clone();
    let (renamed, altered, dropped) = (around.clone(), around.clone(), around);
    let fixed = column.is_key || column.generated;
    let rename = {
        let (hidden, name) = (renamed.hidden(), name.clone());
        view! {
            <PostForm action=ACTION what="rename_column" next=renamed.here on_done=renamed.done class="flex flex-wrap items-end gap-2">
                {hidden}
                <input type="hidden" name="name" value=name.clone()/>
                <Field name="to" label="Name" value=name.clone() required=true maxlength=200/>
                <SubmitButton class=button::PLAIN>"Rename"</SubmitButton>
            </PostForm>
        }
    };
    let alter = (!fixed).then(|| {
        let (hidden, name) = (altered.hidden(), name.clone());
        let (declared, default, items) = (column.declared.clone(), column.default.clone().unwrap_or_default(), column.items.join("\n"));
        view! {
            <PostForm action=ACTION what="alter_column" next=altered.here.clone() on_done=altered.done class="flex flex-col gap-4">
                {hidden}
                <input type="hidden" name="name" value=name/>
                <div class="grid gap-x-3 gap-y-4 sm:grid-cols-2">
                    <div class="flex flex-col gap-1"><TypeField value=declared/></div>
                    <Field name="default" label="Default" optional=true value=default maxlength=500/>
                    <TextArea name="items" label="Choices" optional=true rows=2 value=items hint="One a line"/>
                </div>
                <div class="flex flex-wrap gap-x-6">
                    <Tick name="notNull" label="Must have a value" checked=!column.nullable/>
                    <Tick name="unique" label="Each value once" checked=unique/>
                </div>
                <div><SubmitButton>"Change column"</SubmitButton></div>
            </PostForm>
        }
    });
    let hidden = dropped.hidden();
    view! {
        <div class="flex flex-col gap-6">
            {rename}
            {alter}
            <PostForm action=ACTION what="drop_column" next=dropped.here on_done=dropped.done class="flex flex-col gap-3">
                {hidden}
                <input type="hidden" name="name" value=name.clone()/>
                <Notice tone=Tone::Warn><p>"Dropping the column takes its values along. A copy of the database is kept before."</p></Notice>
                <div><SubmitButton class=button::DANGER_QUIET icon=icons::TRASH_2>{format!("Drop {name}")}</SubmitButton></div>
            </PostForm>
        </div>
    }
}

#[component]
pub fn AddIndex(around: Around, columns: Vec<EditColumn>) -> impl IntoView {
    let boxes = columns.into_iter().map(|column| {
        view! {
            <label class="check-row">
                <input type="checkbox" class="checkbox checkbox-sm" name="columns[]" value=column.name.clone()/>
                <span class="check-text" dir="auto">{column.name}</span>
            </label>
        }
    });
    let boxes = boxes.collect_view();
    view! {
        <PostForm action=ACTION what="create_index" next=around.here.clone() on_done=around.done class="flex flex-col gap-3">
            {around.hidden()}
            <fieldset><legend class="field-label">"Columns"</legend><div class="check-list">{boxes}</div></fieldset>
            <div class="flex flex-wrap items-end gap-3">
                <Field name="name" label="Name" optional=true maxlength=200/>
                <Tick name="unique" label="Each combination once" checked=false/>
            </div>
            <div><SubmitButton class=button::PLAIN icon=icons::PLUS>"Add index"</SubmitButton></div>
        </PostForm>
    }
}

#[component]
pub fn AddForeignKey(around: Around, desk: DatabaseDesk, columns: Vec<EditColumn>) -> impl IntoView {
    let own = columns.iter().filter(|column| column.leads.is_none()).map(|column| (column.name.clone(), column.name.clone())).collect();
    let others = desk.tables.iter().filter(|table| !table.is_view()).map(|table| (table.name.clone(), table.name.clone())).collect();
    let ends = [
        ("no_action", "refuse, at the end"),
        ("restrict", "refuse at once"),
        ("set_null", "make it NULL"),
        ("cascade", "delete these rows too"),
    ];
    let ends = ends.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec();
    view! {
        <PostForm action=ACTION what="add_foreign_key" next=around.here.clone() on_done=around.done class="flex flex-col gap-3">
            {around.hidden()}
            <div class="grid gap-x-3 gap-y-4 sm:grid-cols-2">
                <SelectField name="columns[]" label="Column" choices=own/>
                <SelectField name="references" label="Leads to" choices=others/>
                <Field name="referencedColumn" label="Column there" optional=true hint="Its primary key when empty" maxlength=200/>
                <SelectField name="onDelete" label="When the other row is deleted" choices=ends/>
            </div>
            <div><SubmitButton class=button::PLAIN icon=icons::PLUS>"Add relation"</SubmitButton></div>
        </PostForm>
    }
}

/// Description, place, name, copy and end of a table.
#[component]
pub fn WholeTable(around: Around, desk: DatabaseDesk, table: TableFace) -> impl IntoView {
    let database = around.database.clone();
    let moved = format!("/databases/{database}/tables/{{tableStep}}/structure");
    let (what, noun) = if table.is_view() { ("drop_view", "view") } else { ("drop_table", "table") };
    let (name, description) = (table.name.clone(), table.description.clone().unwrap_or_default());
    let describe = {
        let hidden = around.hidden();
        view! {
            <PostForm action=ACTION what="describe_table" next=around.here.clone() on_done=around.done class="flex flex-wrap items-end gap-2">
                {hidden}
                <Field name="description" label="What it is about" value=description maxlength=500 class="min-w-[260px] flex-1"/>
                <SubmitButton class=button::PLAIN>"Save"</SubmitButton>
            </PostForm>
        }
    };
    let own = desk.tables.iter().position(|other| other.name == table.name).unwrap_or_default();
    let before = own.checked_sub(1).and_then(|place| desk.tables.get(place)).map(|other| other.name.clone()).unwrap_or_default();
    let others = desk.tables.iter().filter(|other| other.name != table.name);
    let others = others.map(|other| (other.name.clone(), format!("After {}", other.name)));
    let places: Vec<(String, String)> = std::iter::once((String::new(), "First".to_owned())).chain(others).collect();
    let place = (places.len() > 1).then(|| {
        let hidden = around.hidden();
        view! {
            <PostForm action=ACTION what="move_table" next=around.here.clone() on_done=around.done class="flex flex-wrap items-end gap-2">
                {hidden}
                <SelectField name="to" label="Place among the tables" choices=places value=before/>
                <SubmitButton class=button::PLAIN>"Move"</SubmitButton>
            </PostForm>
        }
    });
    let moves = (!table.is_view()).then(|| {
        let (rename, clone) = (around.hidden(), around.hidden());
        let (name, copy) = (name.clone(), format!("{name}_copy"));
        view! {
            <PostForm action=ACTION what="rename_table" next=moved.clone() class="flex flex-wrap items-end gap-2">
                {rename}
                <Field name="to" label="New name" value=name required=true maxlength=200/>
                <SubmitButton class=button::PLAIN>"Rename"</SubmitButton>
            </PostForm>
            <PostForm action=ACTION what="clone_table" next=moved.clone() class="flex flex-wrap items-end gap-2">
                {clone}
                <Field name="to" label="Copy to" value=copy required=true maxlength=200/>
                <Tick name="withRows" label="with its rows" checked=true/>
                <SubmitButton class=button::PLAIN icon=icons::COPY>"Clone"</SubmitButton>
            </PostForm>
        }
    });
    let hidden = around.hidden();
    view! {
        <div class="flex flex-col gap-6">
            {describe}
            {place}
            {moves}
            <PostForm action=ACTION what next=format!("/databases/{database}") class="flex flex-col gap-3">
                {hidden}
                <Notice tone=Tone::Warn><p>{format!("The {noun} goes with everything in it. A copy of the database is kept before.")}</p></Notice>
                <Field name="confirmName" label=format!("Type {name} to confirm") required=true maxlength=200/>
                <div><SubmitButton class=button::DANGER icon=icons::TRASH_2>{format!("Drop {noun}")}</SubmitButton></div>
            </PostForm>
        </div>
    }
}

/// Where a table's structure is shown.
pub fn structure_path(database: &str, table: &str) -> String {
    format!("/databases/{database}/tables/{}/structure", table_step(table))
}
