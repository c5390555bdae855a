//! A CSV file before it becomes a table: how it is read, what the columns are, the first rows.

use crate::{
    model::desk::{Upload, UploadColumn},
    ui::parts::{Field, PostForm, Section, SelectField, SubmitButton, button, icons},
};
use leptos::prelude::*;

/// Types that a column can be given here; others on its page.
const TYPES: [&str; 7] = ["TEXT", "INTEGER", "REAL", "NUMERIC", "BOOLEAN", "DATE", "DATETIME"];

#[component]
pub fn ImportForm(upload: Upload, teams: Vec<String>) -> impl IntoView {
    let Upload { id: upload_id, file_name, name, team, table, delimiter, has_header, columns, rows, .. } = upload;
    let id = upload_id.clone();
    let team_choices = teams.iter().map(|team| (team.clone(), team.clone())).collect::<Vec<_>>();
    let many = team_choices.len() > 1;
    let own_team = team.clone().or_else(|| teams.first().cloned()).unwrap_or_default();
    let heads = columns.iter().enumerate().map(|(place, column)| view! { <ColumnHead place column=column.clone()/> }).collect_view();
    let width = columns.len();
    let body = rows.iter().map(|row| {
        let cells = (0..width).map(|place| view! { <td dir="auto">{row.get(place).cloned().unwrap_or_default()}</td> });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    let body = body.collect_view();
    view! {
        <Reading file_name upload=id delimiter=delimiter.clone() has_header page="/databases/new"/>
        <PostForm action="importDatabaseUpload" next="/databases/{databaseId}" class="flex flex-col gap-4">
            <input type="hidden" name="uploadId" value=upload_id/>
            <input type="hidden" name="delimiter" value=delimiter.clone()/>
            <input type="hidden" name="hasHeader" value=has_header.to_string()/>
            <div class="grid gap-x-3 gap-y-4 sm:grid-cols-3">
                <Field name="name" label="Name of the database" value=name required=true maxlength=100/>
                <Field name="tableName" label="Name of the table" value=table required=true maxlength=200/>
                {if many {
                    view! { <SelectField name="team" label="Team" choices=team_choices value=own_team/> }.into_any()
                } else {
                    view! { <input type="hidden" name="team" value=own_team/> }.into_any()
                }}
            </div>
            <section class="panel desk-preview" aria-label="The first rows" tabindex="0" role="region">
                <table class="facts">
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{body}</tbody>
                </table>
            </section>
            <div class="flex flex-wrap gap-2">
                <SubmitButton icon=icons::DATABASE>"Import"</SubmitButton>
                <a class=button::PLAIN href="/databases/new">"Choose another file"</a>
            </div>
        </PostForm>
    }
}

#[component]
fn ColumnHead(place: usize, column: UploadColumn) -> impl IntoView {
    let mut types: Vec<String> = TYPES.map(str::to_owned).to_vec();
    if !types.contains(&column.declared) {
        types.push(column.declared.clone());
    }
    let options = types.into_iter().map(|declared| {
        let selected = declared == column.declared;
        view! { <option value=declared.clone() selected=selected>{declared.clone()}</option> }
    });
    let field = |part: &str| format!("columns[{place}][{part}]");
    view! {
        <th scope="col">
            <div class="flex min-w-[140px] flex-col gap-1">
                <input class="input input-sm" name=field("name") value=column.name.clone() aria-label=format!("Name of column {}", place + 1) maxlength="200" autocomplete="off"/>
                <select class="select select-sm" name=field("declared") aria-label=format!("Type of {}", column.name)>{options.collect_view()}</select>
                <label class="check-row">
                    <input type="checkbox" class="checkbox checkbox-xs" name=field("skip") value="true"/>
                    <span class="check-text text-xs font-normal">"leave out"</span>
                </label>
            </div>
        </th>
    }
}

/// How the file is read, to be changed until its rows look right.
#[component]
pub fn Reading(file_name: String, upload: String, delimiter: String, has_header: bool, #[prop(into)] page: String) -> impl IntoView {
    let delimiters = [(",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Bar")];
    let delimiters = delimiters
        .map(|(value, label)| {
            let selected = delimiter == value;
            view! { <option value=value selected=selected>{label}</option> }
        })
        .collect_view();
    view! {
        <Section title=format!("Import {file_name}") text="How the file is read. Change it until the rows below look right.">
            <form method="get" action=page class="flex flex-wrap items-end gap-3">
                <input type="hidden" name="upload" value=upload/>
                <label class="field"><span class="field-label">"Fields are divided by"</span><select class="select" name="delimiter">{delimiters}</select></label>
                <label class="field">
                    <span class="field-label">"First line"</span>
                    <select class="select" name="header">
                        <option value="yes" selected=has_header>"has names"</option>
                        <option value="no" selected=!has_header>"is a row"</option>
                    </select>
                </label>
                <button type="submit" class=button::PLAIN>"Read again"</button>
            </form>
        </Section>
    }
}
