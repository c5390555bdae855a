//! Inviting: a link that is shown once, or by name; and what waits.

use super::{members::RoleSelect, team::TeamState};
use crate::{
    model::{team::Sent, team_role::TeamRole},
    ui::{
        flash::use_flash,
        parts::{Field, PostForm, QuickForm, ShownOnce, SubmitButton, When, button, icons},
    },
};
use leptos::prelude::*;
use serde_json::Value as Json;

#[component]
pub fn Invitations(sent: Vec<Sent>, sends_mail: bool) -> impl IntoView {
    let state = expect_context::<TeamState>();
    // Without scripts the link came along with the answer of the form.
    let told = use_flash().and_then(|flash| flash.once("inviteToTeam").map(str::to_owned));
    let link = RwSignal::new(told.filter(|path| path.starts_with("/invite/")));
    let told = RwSignal::new("Send this link to the person.".to_owned());
    let made = Callback::new(move |answer: Json| {
        told.set(answer["message"].as_str().unwrap_or_default().to_owned());
        link.set(answer["shownOnce"].as_str().map(str::to_owned));
    });
    let hint = if sends_mail { "Address to send it to" } else { "Address it is for, as a note" };
    let items = sent.into_iter().map(|sent| view! { <Waiting sent/> }).collect_view();
    let none_waits = items.is_empty();
    view! {
        <section class="panel">
            <div class="panel-head flex-col items-start! gap-0.5!">
                <h2 class="panel-title">"Invite"</h2>
                <p class="text-sm text-muted">"A link lets one person in, who may still have to sign up. It works once, for seven days."</p>
            </div>
            <div class="panel-body flex flex-col gap-6">
                {move || link.get().map(|path| view! {
                    <ShownOnce
                        id="invitation-link"
                        label="Invitation link"
                        value=path
                        what="link"
                        is_path=true
                        text=format!("{} It is shown only now.", told.get())
                        done=Callback::new(move |()| state.again.run(Json::Null))
                    />
                })}
                <PostForm action="inviteToTeam" next=state.here.get_value() on_done=made class="flex flex-col gap-4">
                    <input type="hidden" name="team" value=state.id.get_value()/>
                    <div class="grid items-end gap-3 sm:grid-cols-[1fr_auto_auto]">
                        <Field
                            name="email"
                            label="Invite by link"
                            kind="email"
                            inputmode="email"
                            placeholder=hint
                            optional=true
                            maxlength=254
                        />
                        <RoleSelect chosen=TeamRole::Viewer label="Role of whoever uses the link"/>
                        <SubmitButton class=button::PLAIN icon=icons::LINK>"Make link"</SubmitButton>
                    </div>
                </PostForm>
                <PostForm action="setMemberRole" next=state.here.get_value() on_done=state.again class="flex flex-col gap-4">
                    <input type="hidden" name="team" value=state.id.get_value()/>
                    <div class="grid items-end gap-3 sm:grid-cols-[1fr_auto_auto]">
                        <Field name="username" label="Invite by user name" placeholder="Somebody with an account here" required=true maxlength=39/>
                        <RoleSelect chosen=TeamRole::Viewer label="Role of the person with this user name"/>
                        <SubmitButton class=button::PLAIN icon=icons::USER_PLUS>"Ask"</SubmitButton>
                    </div>
                </PostForm>
                {(!none_waits).then(|| {
                    view! {
                        <div class="flex flex-col gap-2">
                            <h3 class="text-sm font-semibold">"Waiting"</h3>
                            <ul class="divide-y divide-line">{items}</ul>
                        </div>
                    }
                })}
            </div>
        </section>
    }
}

#[component]
fn Waiting(sent: Sent) -> impl IntoView {
    let state = expect_context::<TeamState>();
    let whom = match (&sent.username, &sent.email) {
        (Some(name), _) => name.clone(),
        (None, Some(email)) => format!("Link for {email}"),
        (None, None) => "Link".to_owned(),
    };
    view! {
        <li class="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
            <span class="min-w-0 flex-1 basis-40">
                <span class="block truncate" dir="auto">{whom.clone()}</span>
                <span class="block text-xs text-muted">{format!("{}, by {}, ends ", sent.role.name(), sent.by)}<When at=sent.expires_at/></span>
            </span>
            <QuickForm
                action="revokeInvitation"
                fields=vec![("team", state.id.get_value()), ("invitationId", sent.id.to_string())]
                next=state.here.get_value()
                on_done=state.again
                done="The invitation is taken back"
                class="btn btn-sm btn-danger-quiet"
                icon=icons::X
                label="Take back"
            />
        </li>
    }
}
