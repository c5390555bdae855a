//! What is known of members besides their accounts, for row rules to compare with.

use super::team::TeamState;
use crate::{
    model::{row_rule::Attribute, team::TeamMember},
    ui::parts::{Field, PostForm, QuickForm, SelectField, SubmitButton, button, icons},
};
use leptos::prelude::*;

/// Those of one member, each to be taken away.
#[component]
pub fn Attributes(username: String, attributes: Vec<Attribute>) -> impl IntoView {
    let items = attributes.into_iter().map(|attribute| view! { <Item username=username.clone() attribute/> }).collect_view();
    view! { <ul class="flex basis-full flex-col gap-1 text-sm" aria-label=format!("Attributes of {username}")>{items}</ul> }
}

#[component]
fn Item(username: String, attribute: Attribute) -> impl IntoView {
    let state = expect_context::<TeamState>();
    let Attribute { name, value } = attribute;
    let label = format!("Take {name} of {username} away");
    view! {
        <li class="flex flex-wrap items-center gap-2">
            <span class="min-w-0"><code>{format!("{{account.{name}}}")}</code>" is "<span dir="auto">{value}</span></span>
            <QuickForm
                action="deleteMemberAttribute"
                fields=vec![("team", state.id.get_value()), ("username", username), ("name", name)]
                next=state.here.get_value()
                on_done=state.again
                class="btn btn-sm btn-danger-quiet"
                icon=icons::X
                label
            />
        </li>
    }
}

#[component]
pub fn SetAttribute(members: Vec<TeamMember>) -> impl IntoView {
    let state = expect_context::<TeamState>();
    let choices = members.into_iter().map(|member| (member.username.clone(), member.username)).collect::<Vec<_>>();
    view! {
        <section class="panel" aria-labelledby="team-attributes">
            <div class="panel-head flex-col items-start! gap-0.5!">
                <h2 class="panel-title" id="team-attributes">"What is known of a member"</h2>
                <p class="text-sm text-muted">"Row rules of the projects of this team compare columns with it: a rule says {account.customer}. Members cannot change it."</p>
            </div>
            <div class="panel-body">
                <PostForm action="setMemberAttribute" next=state.here.get_value() on_done=state.again class="flex flex-col gap-4">
                    <input type="hidden" name="team" value=state.id.get_value()/>
                    <div class="grid gap-x-3 gap-y-4 sm:grid-cols-3">
                        <SelectField name="username" label="Member" choices/>
                        <Field name="name" label="Attribute" placeholder="customer" required=true maxlength=40/>
                        <Field name="value" label="Value" hint="Several for a list have commas between them." required=true maxlength=500/>
                    </div>
                    <div><SubmitButton class=button::PLAIN>"Set attribute"</SubmitButton></div>
                </PostForm>
            </div>
        </section>
    }
}
