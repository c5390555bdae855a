//! Accounts, one line each, with what can be done to them.

use super::{Asked, HERE};
use crate::{
    model::people::Person,
    ui::parts::{Empty, Icon, Menu, Pages, Pill, QuickForm, Tone, When, button, icons},
};
use leptos::prelude::*;
use serde_json::Value as Json;

#[component]
pub fn People(
    people: Vec<Person>,
    total: u32,
    page: u32,
    page_size: u32,
    asked: Asked,
    sends_mail: bool,
    again: Callback<Json>,
) -> impl IntoView {
    if people.is_empty() {
        return view! {
            <Empty icon=icons::USER title="Nobody has this name" text="No account has this in its user name, its name or its e-mail.">
                <a class=button::PLAIN href=HERE>"Show everybody"</a>
            </Empty>
        }
        .into_any();
    }
    let count = if total == 1 { "1 account".to_owned() } else { format!("{total} accounts") };
    view! {
        <h2 class="panel-section mb-2">{count}</h2>
        <ul class="share-all">{people.into_iter().map(|person| view! { <Item person sends_mail again/> }).collect_view()}</ul>
        <Pages page page_size total at=move |page| asked.at(page)/>
    }
    .into_any()
}

#[component]
fn Item(person: Person, sends_mail: bool, again: Callback<Json>) -> impl IntoView {
    let name = person.name.clone().map(|name| view! { <span dir="auto">{name}</span> });
    let seen = match person.last_seen_at {
        Some(at) => view! { "last seen " <When at/> }.into_any(),
        None => view! { "not seen for long" }.into_any(),
    };
    let confirmed = match (person.email_verified_at, sends_mail) {
        (Some(_), _) => Some("(confirmed)"),
        (None, true) => Some("(not confirmed)"),
        (None, false) => None,
    };
    view! {
        <li class="share-item">
            <div class="share-item-head">
                <span class="flex min-w-0 flex-wrap items-center gap-2">
                    <strong>{person.username.clone()}</strong>
                    {name}
                    {person.is_oneself.then(|| view! { <Pill text="You"/> })}
                    {person.is_admin.then(|| view! { <Pill tone=Tone::Accent icon=icons::SHIELD_CHECK text="Administrator"/> })}
                    {person.has_second_factor.then(|| view! { <Pill tone=Tone::Good icon=icons::KEY_ROUND text="Second factor"/> })}
                    {person.is_suspended.then(|| view! { <Pill tone=Tone::Bad icon=icons::LOCK text="Suspended"/> })}
                </span>
                <Doings person=person.clone() again/>
            </div>
            <p class="field-hint flex flex-wrap gap-x-1">
                <span dir="auto">{person.email.clone()}</span>
                {confirmed.map(|text| view! { <span>{text}</span> })}
                <span>"· " {seen}</span>
            </p>
        </li>
    }
}

/// The menu of one account.
#[component]
fn Doings(person: Person, again: Callback<Json>) -> impl IntoView {
    let fields = vec![("accountId", person.id.to_string())];
    let with_admin = |admin: bool| vec![("accountId", person.id.to_string()), ("admin", admin.to_string())];
    let item = move |action: &'static str, fields: Vec<(&'static str, String)>, icon: &'static str, label: &'static str| {
        view! { <QuickForm action fields next=HERE on_done=again class="menu-item" icon label/> }
    };
    let role = match person.is_admin {
        true => item("setServerAdmin", with_admin(false), icons::SHIELD, "Take administration away"),
        false => item("setServerAdmin", with_admin(true), icons::SHIELD_CHECK, "Make administrator"),
    };
    let access = match (person.is_suspended, person.is_oneself) {
        (true, _) => Some(item("reinstateUser", fields.clone(), icons::CHECK, "Reinstate")),
        (false, false) => Some(item("suspendUser", fields.clone(), icons::LOCK, "Suspend")),
        (false, true) => None,
    };
    // One's own is removed in the settings.
    let factor = (person.has_second_factor && !person.is_oneself)
        .then(|| item("removeSecondFactor", fields.clone(), icons::X, "Remove second factor"));
    let reset = (!person.is_suspended).then(|| item("sendResetLink", fields, icons::KEY_ROUND, "Send link for a new password"));
    view! {
        <Menu label=format!("Change {}", person.username) button=|| view! { <Icon of=icons::ELLIPSIS/> }>
            {reset}
            {factor}
            {role}
            {access}
        </Menu>
    }
}
