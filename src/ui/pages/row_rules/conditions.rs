//! The conditions of a rule: those that there are, and some to fill in. One without a column and without a value is
//! left out.

use crate::{
    model::{
        board::ColumnInfo,
        filter::{Condition, Op},
        row_rule::MOST_CONDITIONS,
        value::Value,
    },
    ui::parts::{Field, SelectField},
};
use leptos::prelude::*;

/// Empty ones at the end.
const SPARE: usize = 2;

#[component]
pub fn Conditions(
    columns: Vec<ColumnInfo>,
    known: Vec<Condition>,
    /// What placeholders can stand for.
    names: Vec<String>,
) -> impl IntoView {
    let mut choices = vec![(String::new(), "No condition".to_owned())];
    choices.extend(columns.into_iter().map(|column| {
        let label = format!("{} ({})", column.name, column.short_type);
        (column.name, label)
    }));
    let count = (known.len() + SPARE).min(MOST_CONDITIONS);
    let rows = (0..count).map(|place| view! { <Row place choices=choices.clone() condition=known.get(place).cloned()/> });
    let names = names.into_iter().map(|name| view! { <code>{format!("{{account.{name}}}")}</code>" " }).collect_view();
    view! {
        <fieldset class="flex flex-col gap-4">
            <legend class="field-label">"Conditions"</legend>
            <p class="field-hint">
                "A value may stand for what is known of the account that asks: " {names}
                "Where nothing is known, no row is shown; without any condition none either. A list is written with commas between."
            </p>
            {rows.collect_view()}
        </fieldset>
    }
}

#[component]
fn Row(place: usize, choices: Vec<(String, String)>, condition: Option<Condition>) -> impl IntoView {
    let mut choices = choices;
    let (column, op, value) = match condition {
        Some(Condition { column, op, values }) => (column, op, values.iter().map(Value::display).collect::<Vec<_>>().join(", ")),
        None => (String::new(), Op::Eq, String::new()),
    };
    // A column that is gone is named, so that it can be seen what to change.
    if choices.iter().all(|(name, _)| *name != column) {
        choices.push((column.clone(), format!("{column} (gone)")));
    }
    let ops = Op::ALL.map(|op| (op.name().to_owned(), op.label().to_owned())).to_vec();
    let number = place + 1;
    view! {
        <div class="grid gap-x-3 gap-y-2 sm:grid-cols-3">
            <SelectField name=format!("conditions[{place}][column]") label=format!("Column {number}") choices value=column/>
            <SelectField name=format!("conditions[{place}][op]") label=format!("Comparison {number}") choices=ops value=op.name()/>
            <Field name=format!("conditions[{place}][values][0]") label=format!("Value {number}") value optional=true maxlength=1000/>
        </div>
    }
}
