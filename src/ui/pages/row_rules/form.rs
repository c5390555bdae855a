//! A rule in its form: whom it is for, and which rows they see.

use super::{Here, conditions::Conditions};
use crate::{
    model::{
        engine::EngineKind,
        row_rule::{Audience, RowRule, RulesAnswer},
    },
    ui::parts::{Notice, PostForm, SelectField, SubmitButton, Tone, button},
};
use leptos::prelude::*;

#[component]
pub fn Form(
    here: Here,
    /// Nothing for a new one.
    rule: Option<RowRule>,
    /// Id of the connection and label of the table.
    table: (String, String),
    answer: RulesAnswer,
    /// After it was saved, when scripts run.
    done: Callback<serde_json::Value>,
) -> impl IntoView {
    let (connection, table) = table;
    let RulesAnswer { sources, columns, tokens, names, .. } = answer;
    let source = sources.into_iter().find(|source| source.connection_id.as_str() == connection);
    let is_file =
        source.as_ref().is_some_and(|source| source.kind == EngineKind::Sqlite.name() || source.kind == EngineKind::Hosted.name());
    let source = source.map(|source| source.title);
    let title = match &rule {
        Some(_) => format!("Rule for {table}"),
        None => format!("New rule for {table}"),
    };
    if columns.is_empty() {
        let again = match &rule {
            Some(rule) => format!("{}?rule={}", here.path(), rule.id),
            None => format!("{}?new=1", here.path()),
        };
        return view! {
            <Notice tone=Tone::Warn>
                {format!("The table {table} is not in the database any more. ")}
                <a class="link-quiet" href=again data-noscroll="">"Choose another table"</a>
            </Notice>
        }
        .into_any();
    }
    let audiences: Vec<(String, String)> = Audience::GENERAL
        .into_iter()
        .map(|audience| (audience.name(), audience.label().to_owned()))
        .chain(tokens.into_iter().map(|token| (token.id, token.name)))
        .collect();
    let audience = rule.as_ref().map_or_else(|| Audience::Viewers.name(), |rule| rule.audience.clone());
    let any = rule.as_ref().is_some_and(|rule| rule.any).to_string();
    let ways = [("false", "All conditions hold"), ("true", "One of the conditions holds")];
    let ways = ways.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec();
    let id = rule.as_ref().map(|rule| rule.id.to_string());
    let known = rule.map(|rule| rule.conditions).unwrap_or_default();
    view! {
        <section class="panel" aria-labelledby="rule-title">
            <div class="panel-head flex-col items-start! gap-0.5!">
                <h2 class="panel-title" id="rule-title" dir="auto">{title}</h2>
                {source.map(|source| view! { <p class="text-sm text-muted" dir="auto">{source}</p> })}
            </div>
            <div class="panel-body flex flex-col gap-4">
                {is_file.then(|| view! {
                    <Notice tone=Tone::Warn>
                        "Whoever may make projects and knows the path of this SQLite file can connect to it in a project of their own, so rules on it hold only against people who cannot make projects."
                    </Notice>
                })}
                <PostForm action="saveRowRule" next=here.path() on_done=done class="flex flex-col gap-4">
                    <input type="hidden" name="projectId" value=here.project.get_value()/>
                    {id.map(|id| view! { <input type="hidden" name="ruleId" value=id/> })}
                    <input type="hidden" name="connectionId" value=connection/>
                    <input type="hidden" name="table" value=table/>
                    <div class="grid gap-x-3 gap-y-4 sm:grid-cols-2">
                        <SelectField name="audience" label="Who" choices=audiences value=audience/>
                        <SelectField name="any" label="See a row when" choices=ways value=any/>
                    </div>
                    <Conditions columns known names/>
                    <div class="flex flex-wrap gap-2">
                        <SubmitButton class=button::PRIMARY>"Save rule"</SubmitButton>
                        <a class=button::PLAIN href=here.path() data-noscroll="">"Cancel"</a>
                    </div>
                </PostForm>
            </div>
        </section>
    }
    .into_any()
}
