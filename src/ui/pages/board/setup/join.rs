//! The choices of two joined tables: each with its connection and the column that joins it, and which rows are kept.

use super::{
    SetUpData,
    choices::{config, connections, one},
    controls::{Choice, Pick},
    draft::{self, of_connection},
};
use crate::model::{board::TableChoice, value::Kind};
use leptos::prelude::*;

#[component]
pub fn JoinedTables(data: SetUpData) -> impl IntoView {
    let join = config(data, |configs| Some(draft::name_of(configs.join.unwrap_or_default())));
    let joins: Vec<_> = draft::JOINS.map(|(join, label)| Choice::new(draft::name_of(join), label)).into();
    let labels = [["First connection", "First table", "Joined by"], ["Second connection", "Second table", "With"]];
    let names = [[draft::CONNECTION, draft::TABLE, draft::KEY], [draft::OTHER_CONNECTION, draft::OTHER_TABLE, draft::OTHER_KEY]];
    view! {
        <OneSide data place=0 labels=labels[0] names=names[0]/>
        <OneSide data place=1 labels=labels[1] names=names[1]/>
        <Pick name=draft::JOIN label="Rows" choices=joins chosen=one(join)/>
    }
}

/// The table at `place`.
#[component]
fn OneSide(data: SetUpData, place: usize, labels: [&'static str; 3], names: [&'static str; 3]) -> impl IntoView {
    let filled = |text: Option<&String>| text.filter(|text| !text.is_empty()).cloned();
    let connection = config(data, move |configs| filled(configs.connection_ids.get(place)));
    let table = config(data, move |configs| filled(configs.tables.get(place)));
    let key = config(data, move |configs| filled(if place == 0 { &configs.key_columns } else { &configs.other_key_columns }.first()));
    let tables = Memo::new(move |_| {
        let id = connection.get().flatten().unwrap_or_default();
        data.tables.with(|tables| match tables {
            Some(Ok(tables)) => of_connection(tables, &id).cloned().collect(),
            _ => Vec::<TableChoice>::new(),
        })
    });
    let keys = Memo::new(move |_| {
        let name = table.get().flatten()?;
        let own = tables.with(|tables| tables.iter().find(|table| table.name == name).cloned())?;
        let fitting = own.columns.into_iter().filter(|column| !matches!(column.kind, Kind::Json | Kind::Bytes));
        Some(fitting.map(|column| Choice::new(column.name.clone(), format!("{} ({})", column.name, column.short_type))).collect::<Vec<_>>())
    });
    let listed = Memo::new(move |_| {
        tables.with(|tables| tables.iter().map(|table| Choice::new(table.name.clone(), table.name.clone())).collect::<Vec<_>>())
    });
    view! {
        <Pick name=names[0] label=labels[0] choices=connections() chosen=one(connection) required=true/>
        {move || {
            let all = listed.get();
            (!all.is_empty())
                .then(|| view! { <Pick name=names[1] label=labels[1] choices=all chosen=one(table) none="Choose a table" required=true/> })
        }}
        {move || {
            keys.get().map(|keys| view! { <Pick name=names[2] label=labels[2] choices=keys chosen=one(key) none="Choose a column" required=true/> })
        }}
    }
}
