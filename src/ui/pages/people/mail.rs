//! Mail that was not sent yet, with why; without a mail server the links that an administrator hands on.

use crate::{
    model::people::{OpenedMail, WaitingMail},
    ui::parts::{Notice, Pill, QuickForm, ShownOnce, Tone, When, icons},
};
use leptos::prelude::*;
use serde_json::Value as Json;

#[component]
pub fn WaitingMails(
    mail: Vec<WaitingMail>,
    sends_mail: bool,
    again: Callback<Json>,
    /// The page that holds it.
    #[prop(into)]
    here: String,
) -> impl IntoView {
    let opened: RwSignal<Option<OpenedMail>> = RwSignal::new(None);
    let open = Callback::new(move |body: Json| opened.set(serde_json::from_value(body).ok()));
    let (title, text) = match sends_mail {
        true => ("Waiting mail", "Letters that the mail server did not take yet."),
        false => ("Links to hand on", "This server sends no mail. Each link is shown once; give it to its person by another way."),
    };
    let is_empty = mail.is_empty();
    let list = (!is_empty).then(|| {
        view! {
            <section class="panel">
                <div class="panel-head flex-col items-start! gap-0.5!">
                    <h2 class="panel-title">{title}</h2>
                    <p class="text-sm text-muted">{text}</p>
                </div>
                <div class="panel-body">
                    <ul class="flex flex-col gap-2">
                        {mail.into_iter().map(|mail| view! { <Item mail sends_mail again open here=here.clone()/> }).collect_view()}
                    </ul>
                </div>
            </section>
        }
    });
    view! {
        {move || opened.get().map(|mail| view! { <Opened mail again/> })}
        {list}
    }
}

/// The link that was just shown, until the page is left.
#[component]
fn Opened(mail: OpenedMail, again: Callback<Json>) -> impl IntoView {
    let text = format!("For {}. It is not shown again: copy it now.", mail.recipient);
    let done = Callback::new(move |()| again.run(Json::Null));
    match mail.link {
        Some(link) => view! { <ShownOnce id="opened-mail" label="Link" value=link what="link" mono=true text done/> }.into_any(),
        None => view! { <Notice tone=Tone::Good>{mail.message}</Notice> }.into_any(),
    }
}

/// What a letter is, for people.
fn title(kind: &str) -> &str {
    match kind {
        "reset" => "New password",
        "verify" => "Confirmation of an address",
        "invite" => "Invitation",
        "team" => "Invitation to a team",
        "notice" => "Notice",
        other => other,
    }
}

#[component]
fn Item(mail: WaitingMail, sends_mail: bool, again: Callback<Json>, open: Callback<Json>, here: String) -> impl IntoView {
    let fields = vec![("mailId", mail.id.to_string())];
    let state = match (mail.is_expired, mail.next_try_at, sends_mail) {
        (true, ..) => view! { <Pill icon=icons::CLOCK text="Too late"/> },
        (false, None, true) => view! { <Pill tone=Tone::Bad icon=icons::CIRCLE_ALERT text="Given up"/> },
        (false, Some(_), _) if mail.error.is_some() => view! { <Pill tone=Tone::Warn icon=icons::TRIANGLE_ALERT text="Is tried again"/> },
        _ => view! { <Pill icon=icons::CLOCK text="Waits"/> },
    };
    let act = match (mail.is_expired, sends_mail) {
        (true, _) => None,
        (false, true) => Some(
            view! {
                <QuickForm
                    action="retryMail"
                    fields=fields.clone()
                    next=here.clone()
                    on_done=again
                    class="btn btn-sm btn-plain"
                    icon=icons::REFRESH_CW
                    label="Try again"
                />
            }
            .into_any(),
        ),
        (false, false) => Some(
            view! {
                <QuickForm
                    action="openMail"
                    fields=fields.clone()
                    next=here.clone()
                    on_done=open
                    silent=true
                    class="btn btn-sm btn-plain"
                    icon=icons::EYE
                    label="Show link once"
                />
            }
            .into_any(),
        ),
    };
    let tries = match mail.attempts {
        0 => String::new(),
        1 => ", tried once".to_owned(),
        n => format!(", tried {n} times"),
    };
    view! {
        <li class="share-item">
            <div class="share-item-head flex-wrap">
                <span class="flex min-w-0 flex-[1_1_14rem] flex-wrap items-center gap-2">
                    <strong>{title(&mail.kind).to_owned()}</strong>
                    <span dir="auto">{mail.recipient}</span>
                    {state}
                </span>
                <span class="flex flex-none items-center gap-1">
                    {act}
                    <QuickForm
                        action="discardMail"
                        fields
                        next=here
                        on_done=again
                        class="btn btn-sm btn-danger-quiet"
                        icon=icons::TRASH_2
                        label="Remove"
                    />
                </span>
            </div>
            <p class="field-hint">"Since " <When at=mail.created_at/> {tries}</p>
            {mail.error.map(|error| view! { <p class="field-hint" dir="auto">{error}</p> })}
        </li>
    }
}
