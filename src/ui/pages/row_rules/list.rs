//! The rules that there are, in the order of their tables.

use super::Here;
use crate::{
    model::row_rule::RowRule,
    ui::parts::{Empty, Icon, Notice, Pill, Tone, button, icons},
};
use leptos::prelude::*;

#[component]
pub fn List(here: Here, rules: Vec<RowRule>, can_make: bool) -> impl IntoView {
    if rules.is_empty() {
        let text = match can_make {
            true => {
                "Everybody in the team sees every row of the tables that boards show. A rule like customer is {account.customer} shows each member their own."
            }
            false => "Rules are about tables, and no table of this project is known yet.",
        };
        let href = if can_make { format!("{}?new=1", here.path()) } else { here.project.with_value(|id| format!("/projects/{id}/edit")) };
        let label = if can_make { "Make the first one" } else { "See the connections" };
        return view! {
            <Empty icon=icons::SHIELD_CHECK title="No row rule yet" text>
                <a class=button::PLAIN href=href data-noscroll="">{label}</a>
            </Empty>
        }
        .into_any();
    }
    let items = rules.into_iter().map(|rule| view! { <Item here rule/> }).collect_view();
    view! { <ul class="share-all" aria-label="Row rules">{items}</ul> }.into_any()
}

#[component]
fn Item(here: Here, rule: RowRule) -> impl IntoView {
    let named = format!("{} for {}", rule.table, rule.audience_label);
    let remove = format!("{}?delete={}", here.path(), rule.id);
    let sentence = rule.sentence();
    view! {
        <li class="share-item">
            <div class="share-item-head">
                <span class="flex min-w-0 flex-wrap items-center gap-2">
                    <strong dir="auto">{rule.table.clone()}</strong>
                    <span class="text-muted" dir="auto">{rule.source.clone()}</span>
                </span>
                <span class="flex flex-none items-center gap-1">
                    <a class=button::TOOL href=here.edit(&rule) data-noscroll="" aria-label=format!("Change the rule {named}") title="Change"><Icon of=icons::PENCIL/></a>
                    <a class="btn btn-sm btn-danger-quiet" href=remove data-noscroll="" aria-label=format!("Delete the rule {named}")><Icon of=icons::TRASH_2/>"Delete"</a>
                </span>
            </div>
            <p class="text-sm">
                <Pill tone=Tone::Accent icon=icons::USER text=rule.audience_label.clone()/>
                " "
                {if rule.conditions.is_empty() { "see " } else { "see rows where " }}
                <code dir="auto">{sentence}</code>
            </p>
            {rule.problem.map(|problem| view! {
                <Notice tone=Tone::Bad>{problem}" Until the rule is changed, nothing is shown to those whom it is for."</Notice>
            })}
        </li>
    }
}
