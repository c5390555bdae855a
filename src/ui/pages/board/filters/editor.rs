//! One filter in its form: what readers can say, and which widgets it narrows.

use crate::{
    model::board_filter::{BoardFilter, FilterColumn, FilterKind, FilterTarget},
    ui::{
        pages::board::{setup::draft::FILTER, state::BoardState},
        parts::{Field, PostForm, SelectField, SubmitButton, TextArea, button, icons},
    },
};
use leptos::prelude::*;

#[component]
pub fn Editor(
    /// Absent for a new one.
    filter: Option<BoardFilter>,
    column: FilterColumn,
    all: Vec<BoardFilter>,
) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let kind = RwSignal::new(filter.as_ref().map_or(column.proposed, |filter| filter.kind));
    let kinds = FilterKind::ALL.into_iter().filter(|kind| kind.fits(column.kind));
    let kinds: Vec<_> = kinds.map(|kind| (kind.name().to_owned(), kind.label().to_owned())).collect();
    let label = filter.as_ref().map_or_else(|| words_of(&column.name), |filter| filter.label.clone());
    let lines = |pick: fn(&BoardFilter) -> &Vec<String>| filter.as_ref().map(|filter| pick(filter).join("\n")).unwrap_or_default();
    let (values, default) = (lines(|filter| &filter.values), lines(|filter| &filter.default));
    let others: Vec<BoardFilter> = all.into_iter().filter(|other| filter.as_ref().is_none_or(|filter| filter.id != other.id)).collect();
    let listed = filter.as_ref().and_then(|filter| filter.values_query_id.as_ref().map(ToString::to_string)).unwrap_or_default();
    let depends_on = filter.as_ref().map(|filter| filter.depends_on.clone()).unwrap_or_default();
    let done = Callback::new(move |_| {
        state.go(&untrack(|| state.open(FILTER, "all")));
        state.refresh(|| ());
    });
    let id = filter.as_ref().map(|filter| filter.id.to_string());
    let hidden_id = id.clone().map(|id| view! { <input type="hidden" name="filterId" value=id/> });
    let chosen = filter.map(|filter| filter.targets);
    let body = move || {
        view! {
            <Field name="label" label="Label" value=label maxlength=60 required=true/>
            <SelectField
                name="kind"
                label="Readers choose"
                choices=kinds
                value=kind.get_untracked().name()
                on_change=Callback::new(move |name: String| kind.set(FilterKind::parse(&name).unwrap_or(FilterKind::Text)))
            />
            <Targets column chosen/>
            <div class:with-scripts-hidden=move || !kind.get().has_list()>
                <TextArea name="values" label="Fixed list" optional=true rows=3 value=values hint="One value a line. Left empty, the values come from the column, or from a saved query."/>
                <Listed listed/>
            </div>
            <TextArea name="default" label="Default" optional=true rows=2 value=default hint=DEFAULT_HINT/>
            <Depends others depends_on kind/>
            <div class="panel-foot-inline">
                <SubmitButton class=button::PRIMARY>"Save filter"</SubmitButton>
                <a class=button::PLAIN href=move || state.open(FILTER, "all") data-noscroll="">"Cancel"</a>
            </div>
        }
    };
    view! {
        <PostForm action="saveFilter" next=untrack(|| state.open(FILTER, "all")) on_done=done class="panel-stack">
            <input type="hidden" name="projectId" value=state.project()/>
            {hidden_id}
            {body()}
        </PostForm>
        {id.map(|id| view! { <hr class="panel-rule"/> <Delete id/> })}
    }
}

const DEFAULT_HINT: &str = "In force until a reader chooses something else. Several values stand one a line; ranges are written 10..20 or \
                            2024-01-01..2024-01-31, periods last_30_days, this_month, last_year.";

/// Which columns of which widgets are narrowed: all that are alike at first.
#[component]
fn Targets(column: FilterColumn, chosen: Option<Vec<FilterTarget>>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let title = |target: &FilterTarget| {
        state
            .board
            .with_untracked(|board| board.widgets.iter().find(|widget| widget.id == target.widget_id).map(|widget| widget.title.clone()))
    };
    let place_of = |target: &FilterTarget| {
        let query = state
            .board
            .with_untracked(|board| board.queries.iter().find(|query| query.id.as_str() == target.table).map(|query| query.title.clone()));
        query.unwrap_or_else(|| target.table.clone())
    };
    let boxes = column.targets.iter().enumerate().map(|(place, target)| {
        let name = |field: &str| format!("targets[{place}][{field}]");
        let checked = chosen.as_ref().is_none_or(|chosen| chosen.contains(target));
        view! {
            <input type="hidden" name=name("widgetId") value=target.widget_id.to_string()/>
            <input type="hidden" name=name("table") value=target.table.clone()/>
            <input type="hidden" name=name("column") value=target.column.clone()/>
            <input type="hidden" name=name("use") value="false"/>
            <label class="check-row">
                <input type="checkbox" class="checkbox checkbox-sm" name=name("use") value="true" checked=checked/>
                <span class="min-w-0">
                    <span dir="auto">{title(target).unwrap_or_else(|| "A deleted widget".to_owned())}</span>
                    <span class="field-hint" dir="auto">{format!(" {}.{}", place_of(target), target.column)}</span>
                </span>
            </label>
        }
    });
    let boxes = boxes.collect_view();
    let untouched: Vec<String> = state.board.with_untracked(|board| {
        let reads = board.widgets.iter().filter(|widget| !widget.configs.labels().is_empty());
        reads
            .filter(|widget| !column.targets.iter().any(|target| target.widget_id == widget.id))
            .map(|widget| widget.title.clone())
            .collect()
    });
    let note = (!untouched.is_empty()).then(|| format!("Not narrowed, because they have no such column: {}.", untouched.join(", ")));
    view! {
        <fieldset class="field">
            <legend class="field-label">"Widgets that it narrows"</legend>
            {boxes}
            {note.map(|text| view! { <p class="field-hint" dir="auto">{text}</p> })}
        </fieldset>
    }
}

/// The saved query that lists the values.
#[component]
fn Listed(listed: String) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let queries = state.board.with_untracked(|board| board.queries.clone());
    if queries.is_empty() {
        return view! { <input type="hidden" name="valuesQueryId" value=listed/> }.into_any();
    }
    let is_known = listed.is_empty() || queries.iter().any(|query| query.id.as_str() == listed);
    let mut choices = vec![(String::new(), "The column itself".to_owned())];
    choices.extend(queries.into_iter().map(|query| (query.id.to_string(), query.title)));
    if !is_known {
        choices.push((listed.clone(), "A deleted query".to_owned()));
    }
    view! {
        <SelectField name="valuesQueryId" label="Values from" choices value=listed hint="Of a saved query its first column is listed."/>
    }
    .into_any()
}

/// Filters whose choices leave fewer values here.
#[component]
fn Depends(others: Vec<BoardFilter>, depends_on: Vec<String>, kind: RwSignal<FilterKind>) -> impl IntoView {
    if others.is_empty() {
        return ().into_any();
    }
    let boxes = others.into_iter().map(|other| {
        let checked = depends_on.contains(&other.name);
        view! {
            <label class="check-row">
                <input type="checkbox" class="checkbox checkbox-sm" name="dependsOn" value=other.name checked=checked/>
                <span dir="auto">{other.label}</span>
            </label>
        }
    });
    let boxes = boxes.collect_view();
    view! {
        <fieldset class="field" class:with-scripts-hidden=move || !kind.get().has_list()>
            <legend class="field-label">"Its values depend on"</legend>
            {boxes}
            <p class="field-hint">"Only values that are left by these filters are offered, like the cities of the chosen country."</p>
        </fieldset>
    }
    .into_any()
}

#[component]
fn Delete(id: String) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let done = Callback::new(move |_| {
        state.go(&untrack(|| state.open(FILTER, "all")));
        state.refresh(|| ());
    });
    view! {
        <PostForm action="deleteFilter" next=untrack(|| state.open(FILTER, "all")) on_done=done>
            <input type="hidden" name="projectId" value=state.project()/>
            <input type="hidden" name="filterId" value=id/>
            <p class="field-hint">"Without the filter its widgets show all their rows again."</p>
            <SubmitButton class=button::DANGER_QUIET icon=icons::TRASH_2>"Delete filter"</SubmitButton>
        </PostForm>
    }
}

/// `order_day` as `Order day`.
fn words_of(column: &str) -> String {
    let text = column.replace(['_', '-'], " ");
    let mut chars = text.trim().chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).take(60).collect()).unwrap_or_default()
}
