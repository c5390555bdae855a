//! The fields of a project, for making and for changing it.

use super::{
    connection_row::ConnectionRow,
    rows::{Row, RowStart, dropped_row, first_rows, wanted_rows},
};
use crate::{
    model::role::{Right, Role},
    ui::parts::{Field, FormState, Icon, Notice, SelectField, SubmitButton, TextArea, button, icons},
};
use leptos::prelude::*;

/// What the form starts with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProjectStart {
    /// Of a stored project.
    pub id: Option<String>,
    pub title: String,
    pub description: String,
    pub is_public: bool,
    pub connections: Vec<RowStart>,
    /// Empty rows on a fresh form.
    pub fresh_rows: usize,
    /// What the person is to a stored project.
    pub role: Option<Role>,
    /// Ids and names of the teams that can get a new project, the personal one first.
    pub teams: Vec<(String, String)>,
    /// The team that is proposed for it.
    pub team: String,
}

impl ProjectStart {
    /// Whoever makes a project owns it.
    fn may(&self, right: Right) -> bool {
        self.role.is_none_or(|role| role.may(right))
    }
}

/// Stands inside the form of the action.
#[component]
pub fn ProjectFields(
    start: ProjectStart,
    /// Path of the page that holds the form.
    #[prop(into)]
    here: String,
    /// Where the form is left without saving.
    #[prop(into)]
    cancel: String,
    submit: &'static str,
) -> impl IntoView {
    let state = use_context::<FormState>();
    if let (Some(state), Some(gone)) = (state, dropped_row()) {
        state.drop_typed("connections", gone);
    }
    let rows = RwSignal::new(first_rows(state, &start.connections, start.fresh_rows, wanted_rows()));
    let more_rows = format!("{here}?rows={}", rows.with_untracked(Vec::len) + 1);
    let is_new = start.id.is_none();
    let (connects, shares) = (start.may(Right::EditConnections), start.may(Right::Share));
    let has_valid = start.connections.iter().any(|row| row.is_valid == Some(true));
    view! {
        // The Enter key presses the first button of a form, and that must not be "Add Connection".
        <button type="submit" class="sr-only" tabindex="-1" aria-hidden="true">{submit}</button>
        <section class="panel">
            <div class="panel-head"><h2 class="panel-title">"Project"</h2></div>
            <div class="panel-body flex flex-col gap-4">
                <Field
                    name="title"
                    label="Title"
                    value=start.title.clone()
                    hint="Letters, digits, spaces, dots, underscores and hyphens."
                    placeholder="Shop figures"
                    required=true
                    autofocus=is_new
                    maxlength=100
                />
                <TextArea
                    name="description"
                    label="Description"
                    value=start.description.clone()
                    placeholder="What this board answers, and for whom"
                    rows=2
                    optional=true
                    maxlength=500
                />
                {(start.teams.len() > 1).then(|| {
                    view! {
                        <SelectField
                            name="teamId"
                            label="Team"
                            choices=start.teams.clone()
                            value=start.team.clone()
                            hint="Its members see the project, each as far as their role allows."
                        />
                    }
                })}
            </div>
        </section>
        {match connects {
            true => view! {
                <section aria-labelledby="connections-title" class="flex flex-col gap-3">
                    <div class="flex flex-wrap items-end justify-between gap-3">
                        <div>
                            <h2 id="connections-title" class="text-base font-semibold">"Database Connections"</h2>
                            <p class="text-sm text-muted">"Only ever read. Passwords are sealed on this server and never shown again."</p>
                        </div>
                        <AddRow rows=rows more_rows=more_rows/>
                    </div>
                    <Rows rows=rows project=start.id.clone() here=here/>
                </section>
            }
            .into_any(),
            false => view! { <Notice>"The connections of this project are changed by its owner and by administrators of its team."</Notice> }.into_any(),
        }}
        {shares.then(|| view! { <VisibilityChoice is_public=start.is_public has_valid=has_valid/> })}
        <div class="form-foot">
            <span class="mr-auto text-sm text-muted" role="status">
                {move || state.is_some_and(|state| state.busy.get()).then_some("Checking the connections…")}
            </span>
            <a class=button::PLAIN href=cancel>"Cancel"</a>
            <SubmitButton icon=icons::CHECK>{submit}</SubmitButton>
        </div>
    }
}

#[component]
fn AddRow(rows: RwSignal<Vec<Row>>, more_rows: String) -> impl IntoView {
    let add = move |_| {
        rows.update(|rows| {
            let key = rows.iter().map(|row| row.key + 1).max().unwrap_or_default();
            rows.push(Row { key, start: RowStart::empty() });
        });
    };
    view! {
        <button type="button" class="needs-scripts btn btn-plain" on:click=add>
            <Icon of=icons::PLUS/>
            "Add Connection"
        </button>
        // Without scripts the form comes back from the server with what was typed and one row more.
        <button type="submit" name="_again" value=more_rows class="without-scripts btn btn-plain">"Add Connection"</button>
    }
}

#[component]
fn Rows(rows: RwSignal<Vec<Row>>, project: Option<String>, here: String) -> impl IntoView {
    let remove = Callback::new(move |key: usize| rows.update(|rows| rows.retain(|row| row.key != key)));
    let is_new = project.is_none();
    view! {
        <For each=move || rows.get() key=|row| row.key let:row>
            {
                let key = row.key;
                let place = Memo::new(move |_| rows.with(|rows| rows.iter().position(|row| row.key == key).unwrap_or_default()));
                view! { <ConnectionRow row=row place=place.into() project=project.clone() here=here.clone() remove=remove/> }
            }
        </For>
        {move || {
            rows.with(Vec::is_empty).then(|| view! { <NoRows is_new=is_new/> })
        }}
    }
}

/// Without a row a new project is a draft, and a stored one loses its connections.
#[component]
fn NoRows(is_new: bool) -> impl IntoView {
    let (name, value, text) = if is_new {
        ("isDraft", "true", "No connection yet: the project is kept as a draft until it has one.")
    } else {
        ("connections", "", "No connection: saving deletes the stored ones, and widgets that read them show an error.")
    };
    view! {
        <input type="hidden" name=name value=value/>
        <div class="rounded-card border border-dashed border-strong px-4 py-6 text-center text-sm text-muted">{text}</div>
    }
}

#[component]
fn VisibilityChoice(is_public: bool, has_valid: bool) -> impl IntoView {
    let typed = use_context::<FormState>().and_then(|state| state.typed("isPublic"));
    let is_public = typed.map_or(is_public, |typed| typed == "true");
    let choice = |value: &'static str, checked: bool, icon: &'static str, title: &'static str, text: &'static str| {
        view! {
            <label class="choice">
                <input type="radio" name="isPublic" value=value checked=checked class="radio radio-sm radio-primary mt-0.5"/>
                <span class="min-w-0">
                    <span class="flex items-center gap-1.5 font-medium"><Icon of=icon size=14/>{title}</span>
                    <span class="block text-sm text-muted">{text}</span>
                </span>
            </label>
        }
    };
    let public_text = if has_valid {
        "Anyone with the link sees the board and its figures, read-only. No connection, host or user is shown."
    } else {
        "Anyone with the link sees the board, read-only. Needs a valid connection; without one the project stays private."
    };
    view! {
        <fieldset class="panel">
            <legend class="sr-only">"Visibility"</legend>
            <div class="panel-head" aria-hidden="true"><span class="panel-title">"Visibility"</span></div>
            <div class="panel-body grid gap-3 sm:grid-cols-2">
                {choice("false", !is_public, icons::LOCK, "Private", "Only members of its team can open it.")}
                {choice("true", is_public, icons::GLOBE, "Public", public_text)}
            </div>
        </fieldset>
    }
}
