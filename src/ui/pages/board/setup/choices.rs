//! The choices of the set-up: each depends on the one before. A form by GET; with scripts every change takes
//! effect at once, without them "Next" goes on.

use super::{
    SetUpData,
    beyond::{Beyond, Series},
    controls::{Choice, Pick, PickTile, Tick, adopt},
    draft::{self, Draft},
    fields::{self, Fields},
    join,
    look::Look,
};
use crate::{
    model::{
        address::Query,
        board::{ColumnInfo, TableChoice},
        value::Kind,
        widget::Configs,
    },
    ui::{
        drawings::{
            links::{submit_form_of, submitted},
            table::words,
        },
        pages::board::{kinds, state::BoardState},
        parts::{Icon, icons},
    },
    widgets::{KINDS, Shape},
};
use leptos::{ev, html, prelude::*};

#[component]
pub fn Choices(data: SetUpData) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let path = leptos_router::hooks::use_location().pathname;
    let submit = move |event: ev::SubmitEvent| {
        if let Some(form) = submitted(&event) {
            event.prevent_default();
            let filled: Query = form.pairs().iter().filter(|(_, value)| !value.is_empty()).cloned().collect();
            state.go(&filled.on(&path.get_untracked()));
        }
    };
    // What the page's other parts keep in the address.
    let carried = move || {
        let query = state.query.get().keep(|key| !draft::is_key(key) || key == draft::ADD || key == draft::EDIT);
        let editing = query.get(draft::EDIT).is_some();
        query.keep(|key| !(editing && key == draft::ADD)).pairs().iter().map(|(key, value)| hidden(key, value)).collect_view()
    };
    let shape = Memo::new(move |_| data.draft.with(|draft| draft.as_ref().map(|draft| ShapeName::of(draft.shape()))));
    let editing = Memo::new(move |_| {
        data.draft.with(|draft| draft.as_ref().is_some_and(|draft| draft.widget.is_some())).then(|| shape.get()).flatten()
    });
    let node = NodeRef::<html::Form>::new();
    Effect::new(move |_| {
        if let Some(form) = node.get() {
            adopt(&form);
        }
    });
    view! {
        <form method="get" action=move || path.get() class="panel-stack choices" node_ref=node on:submit=submit on:change=|event| submit_form_of(&event)>
            {carried}
            {hidden(draft::SET, "1")}
            {move || {
                let shape = editing.get();
                shape.map(|shape| view! { <KindChoice data shape/> })
            }}
            {move || match shape.get() {
                Some(ShapeName::Chart) => view! { <Connection data/><Table data/><Columns data/> }.into_any(),
                Some(ShapeName::Table) => view! { <Connection data/><Tables data/><Look data/> }.into_any(),
                Some(ShapeName::Integrated) => view! { <Connections data/><Tables data/> }.into_any(),
                Some(ShapeName::Difference) => view! { <Connections data/><Table data/><KeyColumns data/> }.into_any(),
                Some(ShapeName::Join) => view! { <join::JoinedTables data/> }.into_any(),
                Some(ShapeName::Words) | None => ().into_any(),
            }}
            <TablesState data/>
            <button class="btn btn-plain without-scripts">"Next"</button>
        </form>
    }
}

#[derive(Clone, Copy, PartialEq)]
enum ShapeName {
    Chart,
    Table,
    Integrated,
    Difference,
    Join,
    Words,
}

impl ShapeName {
    fn of(shape: Shape) -> Self {
        match shape {
            Shape::Chart(_) => Self::Chart,
            Shape::Table => Self::Table,
            Shape::IntegratedTable => Self::Integrated,
            Shape::Difference => Self::Difference,
            Shape::Join => Self::Join,
            Shape::Text | Shape::Title | Shape::Image | Shape::Embed => Self::Words,
        }
    }
}

fn hidden(key: &str, value: &str) -> impl IntoView + use<> {
    view! { <input type="hidden" name=key.to_owned() value=value.to_owned()/> }
}

/// A part of the settings as they are now.
pub(super) fn config<T: PartialEq + Send + Sync + 'static>(
    data: SetUpData,
    part: impl Fn(&Configs) -> T + Send + Sync + 'static,
) -> Memo<Option<T>> {
    Memo::new(move |_| data.draft.with(|draft| draft.as_ref().map(|draft| part(&draft.configs))))
}

/// Another way to show the same: only while a widget is edited, and only within what its settings fit.
#[component]
fn KindChoice(data: SetUpData, shape: ShapeName) -> impl IntoView {
    let subtype = Memo::new(move |_| data.draft.with(|draft| draft.as_ref().map(|draft| draft.subtype)));
    let fitting = KINDS.iter().flat_map(|kind| kind.subtypes.iter().map(move |subtype| (*kind, subtype)));
    let choices = fitting.filter(|(_, subtype)| ShapeName::of(subtype.shape) == shape && shape != ShapeName::Words).map(|(kind, other)| {
        let checked = Signal::derive(move || subtype.get() == Some(other.name));
        let value = format!("{}.{}", kind.name, other.name);
        view! { <PickTile name=draft::KIND value label=other.label title=other.hint icon=kinds::icon(kind, other.name) checked/> }
    });
    let choices = choices.collect_view();
    if choices.len() < 2 {
        return ().into_any();
    }
    let label = move || data.draft.with(|draft| draft.as_ref().map(Draft::label));
    view! {
        <details class="kind-fold">
            <summary><span class="field-label">"Kind: "{label}</span><span class="link-quiet">"Change"</span></summary>
            <fieldset class="field"><legend class="sr-only">"Kind"</legend><div class="kind-tiles">{choices}</div></fieldset>
        </details>
    }
    .into_any()
}

#[component]
fn Connection(data: SetUpData) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let chosen = config(data, |configs| configs.query().map(str::to_owned).or_else(|| configs.connection_id.clone()));
    let (connections, read) = (connections(), config(data, |configs| configs.query().map(str::to_owned)));
    let choices = Memo::new(move |_| {
        let queries = state.board.with(|board| board.queries.clone());
        let gone = |id: &String| queries.iter().all(|query| query.id.as_str() != id);
        let gone = read.get().flatten().filter(gone);
        if queries.is_empty() && gone.is_none() {
            return connections.get();
        }
        let of = |group, choice| Choice { group, ..choice };
        let tables = connections.get().into_iter().map(|choice| of("Tables of a connection", choice));
        let saved = queries.iter().map(|query| Choice::new(query.id.to_string(), query.title.clone()));
        let saved = saved.chain(gone.map(|id| Choice { enabled: false, ..Choice::new(id, "A deleted query") }));
        tables.chain(saved.map(|choice| of("Saved queries", choice))).collect()
    });
    let open = move || {
        let id = read.get().flatten().filter(|id| state.board.with(|board| board.queries.iter().any(|query| query.id.as_str() == id)))?;
        let href = format!("/projects/{}/sql/{id}", state.project());
        Some(view! { <p class="field-hint"><a class="link-quiet" href=href>"Open this query on the SQL page"</a></p> })
    };
    view! {
        <Pick name=draft::CONNECTION label="Connection or saved query" choices chosen=one(chosen) required=true/>
        {open}
    }
}

/// Whether a saved query is read, which is its own only table.
fn is_query(data: SetUpData) -> Memo<bool> {
    Memo::new(move |_| data.draft.with(|draft| draft.as_ref().is_some_and(|draft| draft.configs.source.is_some())))
}

/// The connections of the board, as far as their tables are known.
pub(super) fn connections() -> Memo<Vec<Choice>> {
    let state = expect_context::<BoardState>();
    Memo::new(move |_| {
        state.board.with(|board| {
            let choices = board.connections.iter().map(|connection| {
                let label = if connection.has_schema { connection.title.clone() } else { format!("{} (not read yet)", connection.title) };
                Choice { enabled: connection.has_schema, ..Choice::new(connection.id.to_string(), label) }
            });
            choices.collect::<Vec<_>>()
        })
    })
}

#[component]
fn Connections(data: SetUpData) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let chosen = config(data, |configs| configs.connection_ids.clone());
    let hint = Memo::new(move |_| match data.draft.with(|draft| draft.as_ref().map(Draft::shape).map(ShapeName::of)) {
        Some(ShapeName::Difference) => "Exactly two. Tables that exist with the same columns in both can be compared.",
        _ => "Two or more. Tables that exist with the same columns in all of them can be shown together.",
    });
    let boxes = move || {
        state.board.with(|board| {
            let boxes = board.connections.iter().map(|connection| {
                let id = connection.id.to_string();
                let checked = among(chosen, &id);
                view! { <Tick name=draft::CONNECTION value=id label=connection.title.clone() enabled=connection.has_schema checked/> }
            });
            boxes.collect_view()
        })
    };
    view! {
        <fieldset class="field">
            <legend class="field-label">"Connections"</legend>
            <p class="field-hint">{move || hint.get()}</p>
            <div class="tick-list">{boxes}</div>
        </fieldset>
    }
}

/// The one choice, when there is a draft at all.
pub(super) fn one(chosen: Memo<Option<Option<String>>>) -> Signal<Option<String>> {
    Signal::derive(move || chosen.get().flatten())
}

/// Whether `value` is among the chosen ones.
fn among(chosen: Memo<Option<Vec<String>>>, value: &str) -> Signal<bool> {
    let value = value.to_owned();
    Signal::derive(move || chosen.with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.contains(&value))))
}

/// Says why there is no table to choose.
#[component]
fn TablesState(data: SetUpData) -> impl IntoView {
    let waits = Memo::new(move |_| data.draft.with(|draft| draft.as_ref().is_some_and(|draft| !draft.sources().is_empty())));
    let integrated = Memo::new(move |_| {
        data.draft.with(|draft| draft.as_ref().is_some_and(|draft| matches!(draft.shape(), Shape::IntegratedTable | Shape::Difference)))
    });
    move || match data.tables.get() {
        Some(Err(text)) => {
            view! { <p class="field-error" role="alert"><Icon of=icons::CIRCLE_ALERT size=14/><span>{text}</span></p> }.into_any()
        }
        Some(Ok(tables)) if tables.is_empty() => {
            let text = if integrated.get() {
                "No table has the same name, columns and types in all chosen connections."
            } else {
                "This connection has no tables that can be read."
            };
            view! { <p class="field-hint">{text}</p> }.into_any()
        }
        None if waits.get() => view! { <p class="field-hint" role="status">"Reading the tables"</p> }.into_any(),
        _ => ().into_any(),
    }
}

fn names(data: SetUpData) -> Memo<Vec<String>> {
    Memo::new(move |_| {
        data.tables.with(|tables| match tables {
            Some(Ok(tables)) => tables.iter().map(|table| table.name.clone()).collect(),
            _ => Vec::new(),
        })
    })
}

/// What a widget with one table reads.
fn one_table(configs: &Configs) -> Option<String> {
    Some(configs.label()).filter(|label| !label.is_empty()).map(str::to_owned)
}

/// That table with its columns, as far as it is there.
fn table_of(data: SetUpData) -> Memo<Option<TableChoice>> {
    Memo::new(move |_| {
        let name = data.draft.with(|draft| draft.as_ref().and_then(|draft| one_table(&draft.configs)))?;
        data.tables.with(|tables| match tables {
            Some(Ok(tables)) => tables.iter().find(|table| table.name == name).cloned(),
            _ => None,
        })
    })
}

#[component]
fn Table(data: SetUpData) -> impl IntoView {
    let (names, is_query) = (names(data), is_query(data));
    let chosen = config(data, one_table);
    move || {
        let all = names.get();
        (!all.is_empty() && !is_query.get()).then(|| {
            let wanted = data.raw.with_untracked(|draft| draft.as_ref().and_then(|draft| one_table(&draft.configs)));
            let gone = wanted.filter(|name| !all.contains(name)).map(|name| format!("{name} does not exist any more."));
            let choices: Vec<_> = all.into_iter().map(|name| Choice::new(name.clone(), name)).collect();
            view! { <Pick name=draft::TABLE label="Table" choices=choices chosen=one(chosen) none="Choose a table" required=true hint=gone/> }
        })
    }
}

#[component]
fn Tables(data: SetUpData) -> impl IntoView {
    let (names, is_query) = (names(data), is_query(data));
    let chosen = config(data, |configs| configs.tables.clone());
    move || {
        let all = names.get();
        (!all.is_empty() && !is_query.get()).then(|| {
            let boxes = all.into_iter().map(|name| {
                let checked = among(chosen, &name);
                view! { <Tick name=draft::TABLE value=name.clone() label=name icon=icons::TABLE_2 checked/> }
            });
            view! {
                <fieldset class="field">
                    <legend class="field-label">"Tables"</legend>
                    <p class="field-hint">"With several, readers switch between them."</p>
                    <div class="tick-list">{boxes.collect_view()}</div>
                </fieldset>
            }
        })
    }
}

#[component]
fn Columns(data: SetUpData) -> impl IntoView {
    let table = table_of(data);
    move || {
        table.get().map(|table| {
            view! {
                <XAxis data table=table.clone()/>
                <Period data/>
                <Series data table=table.clone()/>
                <YAxis data table=table.clone()/>
                <Sum data/>
                <Beyond data table/>
                <Look data/>
            }
        })
    }
}

/// What tells one row from another in both tables.
#[component]
fn KeyColumns(data: SetUpData) -> impl IntoView {
    let table = table_of(data);
    let chosen = config(data, |configs| configs.key_columns.clone());
    move || {
        table.get().map(|table| {
            let fitting = table.columns.into_iter().filter(|column| !matches!(column.kind, Kind::Json | Kind::Bytes));
            let boxes = fitting.map(|column| {
                let checked = among(chosen, &column.name);
                view! { <Tick name=draft::KEY value=column.name.clone() label=column.name icon=words::glyph(column.kind).0 checked/> }
            });
            view! {
                <fieldset class="field">
                    <legend class="field-label">"Compare by"</legend>
                    <p class="field-hint">"Columns that tell one row from another. Without any, the table's own key."</p>
                    <div class="tick-list">{boxes.collect_view()}</div>
                </fieldset>
            }
        })
    }
}

#[component]
fn XAxis(data: SetUpData, table: TableChoice) -> impl IntoView {
    let chosen = config(data, |configs| Fields::of(configs).x);
    let (least, most) = data.draft.with_untracked(|draft| match draft.as_ref().map(Draft::shape) {
        Some(Shape::Chart(plot)) => plot.group_count(),
        _ => (1, 1),
    });
    if most == 0 {
        return ().into_any();
    }
    let fitting = table.columns.into_iter().filter(|column| !matches!(column.kind, Kind::Json | Kind::Bytes));
    let choices = fitting.map(|ColumnInfo { name, short_type, .. }| {
        let label = format!("{name} ({short_type})");
        Choice::new(name, label)
    });
    let choices: Vec<_> = choices.collect();
    let required = least > 0;
    let none = if least == 0 { "All rows together" } else { "Choose a column" };
    view! { <Pick name=fields::X label="X axis column" choices=choices chosen=one(chosen) none required/> }.into_any()
}

#[component]
fn YAxis(data: SetUpData, table: TableChoice) -> impl IntoView {
    let chosen = config(data, |configs| Fields::of(configs).y);
    // Numbers first: they are what is usually put together.
    let (mut columns, others): (Vec<_>, Vec<_>) = table.columns.into_iter().partition(|column| column.kind.is_numeric());
    columns.extend(others);
    let boxes = columns.into_iter().map(|column| {
        let checked = among(chosen, &column.name);
        view! { <Tick name=fields::Y value=column.name.clone() label=column.name icon=words::glyph(column.kind).0 checked/> }
    });
    view! {
        <fieldset class="field">
            <legend class="field-label">"Y axis columns"</legend>
            <p class="field-hint">"Each becomes one series. Without any, rows are counted."</p>
            <div class="tick-list">{boxes.collect_view()}</div>
        </fieldset>
    }
}

#[component]
fn Sum(data: SetUpData) -> impl IntoView {
    let chosen = config(data, |configs| Fields::of(configs).aggregate.map(draft::name_of));
    let choices: Vec<_> = draft::AGGREGATES.map(|(aggregate, label)| Choice::new(draft::name_of(aggregate), label)).into();
    let none = "Automatic: sum of numbers, count of the rest";
    view! { <Pick name=fields::AGGREGATE label="Put together by" choices=choices chosen=one(chosen) none=none/> }
}

/// Only for an x axis of time.
#[component]
fn Period(data: SetUpData) -> impl IntoView {
    let chosen = config(data, |configs| Fields::of(configs).grain.map(draft::name_of));
    let temporal = Memo::new(move |_| {
        let Some(Draft { configs, .. }) = data.draft.get() else { return false };
        let x = Fields::of(&configs).x;
        data.tables.with(|tables| {
            let Some(Ok(tables)) = tables else { return false };
            let table = tables.iter().find(|table| table.name == configs.label());
            let column = table.and_then(|table| table.columns.iter().find(|column| Some(&column.name) == x.as_ref()));
            column.is_some_and(|column| column.kind.is_temporal())
        })
    });
    move || {
        temporal.get().then(|| {
            let choices: Vec<_> = draft::GRAINS.map(|(grain, label)| Choice::new(draft::name_of(grain), label)).into();
            view! { <Pick name=fields::GRAIN label="Period" choices=choices chosen=one(chosen) none="Automatic, by the range of the data"/> }
        })
    }
}
