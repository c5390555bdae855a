//! The choices of two joined tables: each with its connection and the columns that join it, and which rows are kept.

use super::{
    SetUpData,
    choices::{config, connections, one},
    controls::{Choice, Pick},
    draft::{self, of_connection},
};
use crate::model::{board::TableChoice, value::Kind, widget::Configs};
use leptos::prelude::*;

/// Pairs of columns that the panel offers; the settings may hold more.
const MOST_PAIRS: usize = 4;

#[component]
pub fn JoinedTables(data: SetUpData) -> impl IntoView {
    let join = config(data, |configs| Some(draft::name_of(configs.join.unwrap_or_default())));
    let joins: Vec<_> = draft::JOINS.map(|(join, label)| Choice::new(draft::name_of(join), label)).into();
    let labels = [["First connection", "First table", "Joined by", "and by"], ["Second connection", "Second table", "With", "and with"]];
    let names = [[draft::CONNECTION, draft::TABLE, draft::KEY], [draft::OTHER_CONNECTION, draft::OTHER_TABLE, draft::OTHER_KEY]];
    view! {
        <OneSide data place=0 labels=labels[0] names=names[0]/>
        <OneSide data place=1 labels=labels[1] names=names[1]/>
        <Pick name=draft::JOIN label="Rows" choices=joins chosen=one(join)/>
    }
}

/// The table at `place`.
#[component]
fn OneSide(data: SetUpData, place: usize, labels: [&'static str; 4], names: [&'static str; 3]) -> impl IntoView {
    let filled = |text: Option<&String>| text.filter(|text| !text.is_empty()).cloned();
    let connection = config(data, move |configs| filled(configs.connection_ids.get(place)));
    let table = config(data, move |configs| filled(configs.tables.get(place)));
    let of = move |configs: &Configs| if place == 0 { configs.key_columns.clone() } else { configs.other_key_columns.clone() };
    let key = move |pair: usize| config(data, move |configs| filled(of(configs).get(pair)));
    // One pair more than is chosen, on both sides.
    let pairs = config(data, |configs| (configs.key_columns.len().max(configs.other_key_columns.len()) + 1).min(MOST_PAIRS));
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
            let (choices, pairs) = (keys.get()?, pairs.get().unwrap_or(1));
            let pick = |pair: usize| {
                let (label, none) = if pair == 0 { (labels[2], "Choose a column") } else { (labels[3], "No further column") };
                let choices = choices.clone();
                view! { <Pick name=names[2] label choices chosen=one(key(pair)) none=none required=pair == 0/> }
            };
            Some((0..pairs).map(pick).collect_view())
        }}
    }
}
