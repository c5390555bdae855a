//! Asking the browser for a passkey. Only with scripts: without them nothing of it is there.

use crate::{
    model::factor::PasskeyPurpose,
    ui::parts::{Icon, button, icons},
};
use leptos::prelude::*;

/// Logs in with a passkey, or shows again who one is, and goes on to `next`.
#[component]
pub fn PasskeyButton(purpose: PasskeyPurpose, #[prop(into)] next: String, label: &'static str) -> impl IntoView {
    let toasts = crate::ui::parts::use_toasts();
    let busy = RwSignal::new(false);
    let script = crate::ui::shell::asset("gen/passkeys.js");
    let ask = move |_| {
        #[cfg(feature = "hydrate")]
        {
            let (script, next) = (script.clone(), next.clone());
            busy.set(true);
            leptos::task::spawn_local(async move {
                let shown = browser::show(&script, purpose).await;
                let _ = busy.try_set(false);
                match shown {
                    // Who is signed in changes: the next page is loaded anew.
                    Ok(()) => {
                        // Nothing can be done about a browser that refuses to move.
                        let _ = window().location().assign(&next);
                    }
                    Err(refused) => toasts.bad(refused.error),
                }
            });
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (&script, &next, purpose, toasts);
    };
    view! {
        <button type="button" class=format!("needs-scripts w-full mt-3 {}", button::PLAIN) disabled=move || busy.get() on:click=ask>
            <Icon of=icons::KEY_ROUND/>
            {label}
        </button>
    }
}

#[cfg(feature = "hydrate")]
pub(super) mod browser {
    use crate::{
        actions::{
            Answer,
            factors::{begin_passkey, confirm_identity, log_in_with_passkey},
        },
        model::{
            factor::{AddPasskeyInput, BeginPasskeyInput, ConfirmInput, PasskeyPurpose, ShownPasskey},
            outcome::{Failure, Outcome},
        },
        ui::js,
    };
    use serde::de::DeserializeOwned;

    /// Has a passkey shown for `purpose`.
    ///
    /// # Errors
    /// What to tell the person.
    pub(super) async fn show(script: &str, purpose: PasskeyPurpose) -> Result<(), Failure> {
        let shown: ShownPasskey = asked(script, purpose).await?;
        match purpose {
            PasskeyPurpose::LogIn => done(log_in_with_passkey(shown).await).map(drop),
            _ => done(confirm_identity(ConfirmInput { passkey: Some(shown), ..ConfirmInput::default() }).await).map(drop),
        }
    }

    /// Has a passkey made; its name is for the caller to add.
    ///
    /// # Errors
    /// What to tell the person.
    pub(in crate::ui::pages::account) async fn make(script: &str) -> Result<AddPasskeyInput, Failure> {
        asked(script, PasskeyPurpose::Make).await
    }

    async fn asked<T: DeserializeOwned>(script: &str, purpose: PasskeyPurpose) -> Result<T, Failure> {
        let options = done(begin_passkey(BeginPasskeyInput { purpose: Some(purpose), ..BeginPasskeyInput::default() }).await)?;
        let options = serde_json::to_string(&options).map_err(|error| failed(error.to_string()))?;
        let answer = js::passkey(script, &options, purpose == PasskeyPurpose::Make).await.map_err(|cause| failed(said(&cause)))?;
        serde_json::from_str(&answer).map_err(|error| failed(error.to_string()))
    }

    pub(in crate::ui::pages::account) fn done<T>(answer: Answer<T>) -> Result<T, Failure> {
        match answer {
            Ok(Outcome::Done(value)) => Ok(value),
            Ok(Outcome::Failed(failure)) => Err(failure),
            Err(error) => Err(failed(error.text)),
        }
    }

    fn failed(error: String) -> Failure {
        Failure { error, field: None, code: None }
    }

    /// What a refusal of the browser means.
    fn said(cause: &wasm_bindgen::JsValue) -> String {
        let name = js_sys::Reflect::get(cause, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default();
        match name.as_str() {
            "NotAllowedError" | "AbortError" => "No passkey was used. Try again when you like.",
            "InvalidStateError" => "This device has a passkey for your account already.",
            "NotSupportedError" | "SecurityError" => "This browser makes no passkeys here.",
            _ => "The browser could not ask for a passkey. Try again, or use another way.",
        }
        .to_owned()
    }
}
