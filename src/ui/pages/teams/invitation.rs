//! `/invite/:token`: which team asks, who and as what. A signed-in person joins or declines; a stranger signs up or logs in
//! first and comes back.

use super::address;
use crate::{
    actions::teams::get_invitation,
    model::{
        access::Secret,
        address::Query,
        team::{InvitationAnswer, InvitationInput},
    },
    ui::{
        entrance::use_entrance,
        pages::account::Card,
        parts::{Loaded, Notice, PostForm, SubmitButton, When, button, icons},
        session::use_session,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

#[component]
pub fn InvitationPage() -> impl IntoView {
    let token = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
    let asked = token.clone();
    let invitation = Resource::new(
        move || asked.clone(),
        |token| get_invitation(InvitationInput { token: Some(Secret::new(token)), ..InvitationInput::default() }),
    );
    let session = use_session();
    view! {
        <Loaded resource=invitation missing=true let:invitation>
            {
                let (token, title) = (token.clone(), format!("Join {}?", invitation.team));
                let text = format!("{} invites you to this team as {}.", invitation.by, invitation.role.name());
                let invitation = StoredValue::new(invitation);
                view! {
                    <Card title text>
                        <Suspense>
                            {move || {
                                let token = token.clone();
                                Suspend::new(async move {
                                    match session.user().await {
                                        Some(user) => view! { <Decide invitation=invitation.get_value() token username=user.username/> }.into_any(),
                                        None => view! { <ComeIn invitation=invitation.get_value() token/> }.into_any(),
                                    }
                                })
                            }}
                        </Suspense>
                    </Card>
                }
            }
        </Loaded>
    }
}

#[component]
fn Role(invitation: InvitationAnswer) -> impl IntoView {
    view! {
        <p class="mb-4 text-sm text-muted">
            {format!("{}: {}. ", invitation.role.name(), invitation.role.hint())}
            "The invitation ends "<When at=invitation.expires_at/>"."
        </p>
    }
}

#[component]
fn Decide(invitation: InvitationAnswer, token: String, username: String) -> impl IntoView {
    if invitation.is_member {
        let there = address(&invitation.team);
        return view! {
            <Notice>"You are in this team already. The link still works for somebody else."</Notice>
            <a class=format!("mt-4 w-full {}", button::PRIMARY) href=there>"Open the team"</a>
        }
        .into_any();
    }
    let declined = token.clone();
    view! {
        <Role invitation/>
        <div class="flex flex-col gap-2">
            <PostForm action="acceptInvitation" next="/teams/{teamId}" class="flex flex-col gap-4">
                <input type="hidden" name="token" value=token/>
                <SubmitButton class="btn btn-primary w-full" icon=icons::CHECK>{format!("Join as {username}")}</SubmitButton>
            </PostForm>
            <PostForm action="declineInvitation" next="/teams">
                <input type="hidden" name="token" value=declined/>
                <SubmitButton class="btn btn-quiet w-full">"Decline"</SubmitButton>
            </PostForm>
        </div>
    }
    .into_any()
}

#[component]
fn ComeIn(invitation: InvitationAnswer, token: String) -> impl IntoView {
    let next = format!("/invite/{token}");
    let to = |page: &str| Query::default().with("next", &next).on(page);
    let (sign_up, log_in) = (to("/signup"), to("/login"));
    let may_sign_up = use_entrance().by_invitation;
    view! {
        <Role invitation/>
        <div class="flex flex-col gap-2">
            {may_sign_up.then(|| view! { <a class=format!("w-full {}", button::PRIMARY) href=sign_up>"Sign up and join"</a> })}
            <a class=format!("w-full {}", if may_sign_up { button::PLAIN } else { button::PRIMARY }) href=log_in>"Log in to join"</a>
        </div>
    }
}
