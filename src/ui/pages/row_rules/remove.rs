//! Before a rule goes: what will be seen from then on.

use super::Here;
use crate::{
    model::row_rule::RowRule,
    ui::parts::{Notice, PostForm, SubmitButton, Tone, button, icons},
};
use leptos::prelude::*;

#[component]
pub fn Confirm(
    here: Here,
    rule: RowRule,
    /// After it was deleted, when scripts run.
    done: Callback<serde_json::Value>,
) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="delete-rule">
            <div class="panel-head"><h2 class="panel-title" id="delete-rule" dir="auto">{format!("Delete the rule for {}?", rule.table)}</h2></div>
            <div class="panel-body">
                <PostForm action="deleteRowRule" next=here.path() on_done=done class="flex flex-col gap-4">
                    <input type="hidden" name="projectId" value=here.project.get_value()/>
                    <input type="hidden" name="ruleId" value=rule.id.to_string()/>
                    <Notice tone=Tone::Warn>
                        {format!("{}: unless another rule limits them, they see every row of {} from then on.", rule.audience_label, rule.table)}
                    </Notice>
                    <div class="flex justify-end gap-2">
                        <a class=button::PLAIN href=here.path() data-noscroll="">"Cancel"</a>
                        <SubmitButton class=button::DANGER icon=icons::TRASH_2>"Delete rule"</SubmitButton>
                    </div>
                </PostForm>
            </div>
        </section>
    }
}
