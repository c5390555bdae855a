//! One button that does one thing: a form of hidden fields. An error has no field to stand at and becomes a toast, or,
//! without scripts, the page's [`FlashError`].

use super::{badge::Tone, icon::Icon, notice::Notice, toast::use_toasts};
use crate::ui::flash::use_flash;
use leptos::{ev::SubmitEvent, prelude::*};
use serde_json::Value as Json;

#[component]
pub fn QuickForm(
    /// Name of the action.
    action: &'static str,
    /// Names and values.
    fields: Vec<(&'static str, String)>,
    /// Where a plain form goes.
    #[prop(into)]
    next: String,
    /// Where it goes when it was refused; to `next` too when not given.
    #[prop(optional, into)]
    back: Option<String>,
    /// Called with the answer when scripts run.
    #[prop(into)]
    on_done: Callback<Json>,
    /// What to say when it worked and the answer has no message.
    #[prop(optional, into)]
    done: Option<String>,
    /// `on_done` says itself what came of it.
    #[prop(optional)]
    silent: bool,
    class: &'static str,
    icon: &'static str,
    #[prop(into)] label: String,
    /// Classes of the form itself.
    #[prop(optional)]
    form_class: &'static str,
    /// Before the button: what is chosen.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let submit = move |ev: SubmitEvent| {
        #[cfg(feature = "hydrate")]
        {
            use super::send;
            use leptos::{wasm_bindgen::JsCast, web_sys};
            ev.prevent_default();
            let form = ev.current_target().and_then(|target| target.dyn_into::<web_sys::HtmlFormElement>().ok());
            let Some(form) = form else { return };
            let Some(fields) = send::fields_of(&form, None) else { return };
            let done = done.clone();
            busy.set(true);
            leptos::task::spawn_local(async move {
                let answer = send::send(action, &fields).await;
                // Signals are gone when the person has left the page.
                let _ = busy.try_set(false);
                match answer {
                    Ok(body) => {
                        match (body["error"].as_str(), body["message"].as_str().map(str::to_owned).or(done)) {
                            (Some(text), _) => toasts.bad(text),
                            (None, Some(text)) if !silent => toasts.good(text),
                            (None, _) => {}
                        }
                        on_done.try_run(body);
                    }
                    Err(error) if send::answered_elsewhere(&error, &form, "/") => {}
                    Err(error) => toasts.bad(error.text),
                }
            });
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (ev, &done, toasts, on_done, silent);
    };
    let inputs = fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    view! {
        <form method="post" action=format!("/actions/{action}") class=form_class on:submit=submit>
            <input type="hidden" name="_next" value=next.clone()/>
            <input type="hidden" name="_back" value=back.unwrap_or(next)/>
            {inputs}
            {children.map(|children| children())}
            <button type="submit" class=class disabled=move || busy.get()>
                <Icon of=icon/>
                {label}
            </button>
        </form>
    }
}

/// What a refused [`QuickForm`] of one of these actions said, for pages without scripts.
#[component]
pub fn FlashError(actions: &'static [&'static str]) -> impl IntoView {
    let error = use_flash().and_then(|flash| actions.iter().find_map(|action| flash.error(action).map(str::to_owned)));
    error.map(|text| view! { <div class="mb-4"><Notice tone=Tone::Bad alert=true>{text}</Notice></div> })
}
