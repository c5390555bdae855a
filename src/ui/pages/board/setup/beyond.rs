//! The parts of the choices that few charts need, folded: series, further figures, filters and order.

use super::{
    SetUpData,
    choices::config,
    controls::{Choice, Pick, Type},
    draft::{self, name_of},
    fields::{self, Fields},
};
use crate::{
    model::{board::TableChoice, filter::Op, plan::AggregateOrder, value::Kind},
    widgets::Shape,
};
use leptos::prelude::*;

const SORTS: [(AggregateOrder, &str); 4] = [
    (AggregateOrder::Group, "By name or time"),
    (AggregateOrder::GroupDescending, "By name or time, the last first"),
    (AggregateOrder::FirstMeasure, "The greatest first"),
    (AggregateOrder::FirstMeasureAscending, "The least first"),
];

/// One of the fields as it is now, as its control shows it.
fn field(data: SetUpData, part: impl Fn(&Fields) -> Option<String> + Send + Sync + 'static) -> Signal<Option<String>> {
    let part = config(data, move |configs| part(&Fields::of(configs)));
    Signal::derive(move || part.get().flatten())
}

fn columns(table: &TableChoice, fits: impl Fn(Kind) -> bool) -> Vec<Choice> {
    table.columns.iter().filter(|column| fits(column.kind)).map(|column| Choice::new(column.name.clone(), column.name.clone())).collect()
}

/// A second group, and of how many of its values the names are kept.
#[component]
pub fn Series(data: SetUpData, table: TableChoice) -> impl IntoView {
    let most = Memo::new(move |_| {
        data.draft.with(|draft| match draft.as_ref().map(|draft| draft.shape()) {
            Some(Shape::Chart(plot)) => plot.group_count().1,
            _ => 0,
        })
    });
    let groups = columns(&table, |kind| !matches!(kind, Kind::Json | Kind::Bytes));
    move || {
        (most.get() > 1).then(|| {
            let by = field(data, |fields| fields.by.clone());
            view! { <Pick name=fields::BY label="And by" choices=groups.clone() chosen=by none="Nothing else" hint=Some("Makes one series of each value: a stack, a line, a row of a pivot table.".to_owned())/> }
        })
    }
}

/// Everything else, folded as long as it says nothing.
#[component]
pub fn Beyond(data: SetUpData, table: TableChoice) -> impl IntoView {
    let used = data.draft.with_untracked(|draft| {
        draft.as_ref().is_some_and(|draft| {
            let fields = Fields::of(&draft.configs);
            !fields.figures.is_empty()
                || !fields.filters.is_empty()
                || fields.sort.is_some()
                || fields.zone.is_some()
                || fields.top.is_some()
        })
    });
    let temporal = table.columns.iter().any(|column| column.kind == Kind::Timestamp);
    let sorts: Vec<_> = SORTS.map(|(sort, label)| Choice::new(name_of(sort), label)).into();
    view! {
        <details class="fold" open=used>
            <summary>"Figures, filters and order"</summary>
            <div class="fold-body">
                <Type name=fields::TOP label="Keep the names of the greatest" kind="number" value=field(data, |fields| fields.top.map(|top| top.to_string())) hint="The others are put together as Other"/>
                <Type name=fields::BINS label="Ranges of numbers" kind="number" value=field(data, |fields| fields.bins.map(|bins| bins.to_string())) hint="About so many, of equal width, when the group holds numbers"/>
                <Figures data table=table.clone()/>
                <Filters data table/>
                <Pick name=fields::SORT label="Order" choices=sorts chosen=field(data, |fields| fields.sort.map(name_of)) none="As it suits the chart"/>
                {temporal.then(|| view! {
                    <Type name=fields::ZONE label="Time zone" value=field(data, |fields| fields.zone.clone()) hint="Like Europe/Berlin; UTC when empty"/>
                })}
            </div>
        </details>
    }
}

#[component]
fn Figures(data: SetUpData, table: TableChoice) -> impl IntoView {
    let functions: Vec<_> = draft::AGGREGATES.map(|(function, label)| Choice::new(name_of(function), label)).into();
    let all = columns(&table, |_| true);
    let rows = fields::FIGURES.into_iter().enumerate().map(move |(at, [function, column, place])| {
        let part = move |part: fn(&crate::model::question::MeasureChoice) -> Option<String>| {
            field(data, move |fields| fields.figures.get(at).and_then(part))
        };
        view! {
            <div class="field-row">
                <Pick name=function label="Figure" choices=functions.clone() chosen=part(|figure| figure.function.map(name_of)) none="None"/>
                <Pick name=column label="Of" choices=all.clone() chosen=part(|figure| figure.column.clone()) none="Rows"/>
                <Type name=place label="Percentile" kind="number" value=part(|figure| figure.percentile.map(|place| (place * 100.0).to_string()))/>
            </div>
        }
    });
    view! {
        <fieldset class="field">
            <legend class="field-label">"Further figures"</legend>
            <p class="field-hint">"Each put together in its own way. A percentile of 50 is the median."</p>
            {rows.collect_view()}
        </fieldset>
    }
}

#[component]
fn Filters(data: SetUpData, table: TableChoice) -> impl IntoView {
    let all = columns(&table, |kind| kind != Kind::Bytes);
    let ops: Vec<_> = Op::ALL.map(|op| Choice::new(op.name(), op.label())).into();
    let rows = fields::FILTERS.into_iter().enumerate().map(move |(at, [column, op, value])| {
        let part = move |part: fn(&crate::model::filter::Condition) -> String| field(data, move |fields| fields.filters.get(at).map(part));
        view! {
            <div class="field-row">
                <Pick name=column label="Column" choices=all.clone() chosen=part(|filter| filter.column.clone()) none="None"/>
                <Pick name=op label="Condition" choices=ops.clone() chosen=part(|filter| filter.op.name().to_owned())/>
                <Type name=value label="Value" value=part(fields::typed)/>
            </div>
        }
    });
    view! {
        <fieldset class="field">
            <legend class="field-label">"Only rows where"</legend>
            {rows.collect_view()}
        </fieldset>
    }
}
