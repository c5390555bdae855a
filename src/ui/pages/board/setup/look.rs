//! How figures look: numbers, dates, colours, lines and rules; folded as long as nothing is chosen.

use super::{
    SetUpData,
    choices::config,
    controls::{Choice, Pick, Tick, Type},
    draft::name_of,
    format as keys,
};
use crate::model::format::{Color, Format, NumberFormat, Rule};
use leptos::prelude::*;

/// One part of the format as it is now, as its control shows it.
fn part(data: SetUpData, part: impl Fn(&Format) -> Option<String> + Send + Sync + 'static) -> Signal<Option<String>> {
    let part = config(data, move |configs| configs.format.as_ref().and_then(&part));
    Signal::derive(move || part.get().flatten())
}

fn number(data: SetUpData, of: fn(&NumberFormat) -> Option<String>) -> Signal<Option<String>> {
    part(data, move |format| format.number.as_ref().and_then(of))
}

fn ticked(data: SetUpData, of: fn(&Format) -> Option<bool>) -> Signal<bool> {
    let part = config(data, move |configs| configs.format.as_ref().and_then(of));
    Signal::derive(move || part.get().flatten() == Some(true))
}

#[component]
pub fn Look(data: SetUpData) -> impl IntoView {
    let says = |format: &Format| *format != Format::default();
    let used = data.draft.with_untracked(|draft| draft.as_ref().is_some_and(|draft| draft.configs.format.as_ref().is_some_and(says)));
    let styles: Vec<_> = keys::STYLES.map(|(style, label)| Choice::new(name_of(style), label)).into();
    let dates: Vec<_> = keys::DATES.map(|(date, label)| Choice::new(name_of(date), label)).into();
    view! {
        <details class="fold" open=used>
            <summary>"Look"</summary>
            <div class="fold-body">
                <Pick name=keys::STYLE label="Numbers" choices=styles chosen=number(data, |form| form.style.map(name_of)) none="As it suits them"/>
                <div class="field-row">
                    <Type name=keys::CURRENCY label="Currency" value=number(data, |form| form.currency.clone())/>
                    <Type name=keys::DECIMALS label="Decimals" kind="number" value=number(data, |form| form.decimals.map(|count| count.to_string()))/>
                    <Type name=keys::UNIT label="Unit" value=number(data, |form| form.unit.clone())/>
                </div>
                <Pick name=keys::DATE label="Dates" choices=dates chosen=part(data, |format| format.date.map(name_of)) none="As it suits them"/>
                <Type name=keys::TARGET label="Target" value=part(data, |format| format.target.map(|target| target.to_string())) hint="Of a gauge or a big number"/>
                <Tick name=keys::LESS value="1".to_owned() label="Less is better".to_owned() checked=ticked(data, |format| format.less_is_better)/>
                <Tick name=keys::SCALE value="1".to_owned() label="Shade cells by their value".to_owned() checked=ticked(data, |format| format.scale)/>
                <Colors data/>
                <fieldset class="field">
                    <legend class="field-label">"Line of reference"</legend>
                    <div class="field-row">
                        <Type name=keys::LINE[0] label="At the value" value=part(data, |format| format.lines.first().map(|line| line.value.to_string()))/>
                        <Type name=keys::LINE[1] label="Words" value=part(data, |format| format.lines.first().and_then(|line| line.label.clone()))/>
                    </div>
                </fieldset>
                <fieldset class="field">
                    <legend class="field-label">"Note"</legend>
                    <div class="field-row">
                        <Type name=keys::NOTE[0] label="At the name or date" value=part(data, |format| format.notes.first().map(|note| note.at.clone()))/>
                        <Type name=keys::NOTE[1] label="Words" value=part(data, |format| format.notes.first().map(|note| note.text.clone()))/>
                    </div>
                </fieldset>
                <Rules data/>
            </div>
        </details>
    }
}

#[component]
fn Colors(data: SetUpData) -> impl IntoView {
    let choices: Vec<_> = Color::ALL.map(|color| Choice::new(name_of(color), name_of(color))).into();
    let picks = keys::COLORS.into_iter().enumerate().map(move |(at, key)| {
        let chosen = part(data, move |format| format.colors.get(at).copied().map(name_of));
        view! { <Pick name=key label=["First", "Second", "Third", "Fourth"][at] choices=choices.clone() chosen none="Usual"/> }
    });
    view! {
        <fieldset class="field">
            <legend class="field-label">"Colours of the series"</legend>
            <div class="field-row">{picks.collect_view()}</div>
        </fieldset>
    }
}

#[component]
fn Rules(data: SetUpData) -> impl IntoView {
    let ops: Vec<_> = keys::OPS.map(|op| Choice::new(op.name(), op.label())).into();
    let tones: Vec<_> = keys::TONES.map(|(tone, label)| Choice::new(name_of(tone), label)).into();
    let rows = keys::RULES.into_iter().enumerate().map(move |(at, [op, value, tone, column])| {
        let of = move |of: fn(&Rule) -> String| part(data, move |format| format.rules.get(at).map(of));
        view! {
            <div class="field-row">
                <Pick name=op label="When it is" choices=ops.clone() chosen=of(|rule| rule.op.name().to_owned())/>
                <Type name=value label="Value" value=of(|rule| rule.value.to_string())/>
                <Pick name=tone label="It is" choices=tones.clone() chosen=of(|rule| name_of(rule.tone))/>
                <Type name=column label="Column" value=part(data, move |format| format.rules.get(at).and_then(|rule| rule.column.clone()))/>
            </div>
        }
    });
    view! {
        <fieldset class="field">
            <legend class="field-label">"Colour figures by rule"</legend>
            <p class="field-hint">"Of big numbers, gauges and cells of tables, there of one column or of all; the first that holds decides."</p>
            {rows.collect_view()}
        </fieldset>
    }
}
