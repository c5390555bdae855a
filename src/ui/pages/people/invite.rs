//! Inviting somebody, and who is invited.

use super::HERE;
use crate::{
    model::people::Invitation,
    ui::parts::{Field, Notice, PostForm, QuickForm, SubmitButton, When, button, icons},
};
use leptos::prelude::*;
use serde_json::Value as Json;

#[component]
pub fn Invitations(invitations: Vec<Invitation>, closed: Option<String>, sends_mail: bool, again: Callback<Json>) -> impl IntoView {
    let how = match sends_mail {
        true => "They are sent a link that works once and for seven days.",
        false => "This server sends no mail: the link appears here, for you to hand on.",
    };
    let form = match closed {
        Some(reason) => view! { <Notice>{reason}</Notice> }.into_any(),
        None => view! {
            <PostForm action="inviteUser" next=HERE on_done=again class="flex flex-col gap-4">
                <Field name="email" label="E-mail" kind="email" inputmode="email" required=true maxlength=254/>
                <div><SubmitButton class=button::PRIMARY icon=icons::USER_PLUS>"Invite"</SubmitButton></div>
            </PostForm>
        }
        .into_any(),
    };
    let waiting = (!invitations.is_empty()).then(|| {
        view! {
            <h3 class="panel-section mt-6 mb-2">"Invited"</h3>
            <ul class="flex flex-col gap-2">
                {invitations.into_iter().map(|invitation| view! { <Item invitation again/> }).collect_view()}
            </ul>
        }
    });
    view! {
        <section class="panel" id="invite">
            <div class="panel-head flex-col items-start! gap-0.5!">
                <h2 class="panel-title">"Invite somebody"</h2>
                <p class="text-sm text-muted">{how}</p>
            </div>
            <div class="panel-body">{form}{waiting}</div>
        </section>
    }
}

#[component]
fn Item(invitation: Invitation, again: Callback<Json>) -> impl IntoView {
    view! {
        <li class="share-item">
            <div class="share-item-head">
                <strong dir="auto">{invitation.email.clone()}</strong>
                <QuickForm
                    action="withdrawInvitation"
                    fields=vec![("email", invitation.email)]
                    next=HERE
                    on_done=again
                    class="btn btn-sm btn-danger-quiet"
                    icon=icons::X
                    label="Take back"
                />
            </div>
            <p class="field-hint">"Ends " <When at=invitation.expires_at/></p>
        </li>
    }
}
