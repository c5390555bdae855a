//! Sending a form's fields to an action from the browser, as the browser itself would, but asking for JSON.

#[cfg(feature = "hydrate")]
use {
    super::form_state::FormError,
    crate::model::{
        address::Query,
        factor::{REAUTH_REQUIRED, SECOND_FACTOR_REQUIRED},
    },
    leptos::{wasm_bindgen::JsCast, web_sys},
    serde_json::Value as Json,
    wasm_bindgen_futures::JsFuture,
};

/// The fields of a form as the browser would send them, with the button that was pressed.
#[cfg(feature = "hydrate")]
pub(super) fn fields_of(form: &web_sys::HtmlFormElement, submitter: Option<web_sys::HtmlElement>) -> Option<web_sys::UrlSearchParams> {
    let data = web_sys::FormData::new_with_form(form).ok()?;
    if let Some(button) = submitter {
        let (name, value) = (button.get_attribute("name"), button.get_attribute("value"));
        if let Some(name) = name {
            data.append_with_str(&name, &value.unwrap_or_default()).ok()?;
        }
    }
    web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok()
}

/// Posts `fields` to `/actions/<action>` and answers the fields of a success.
#[cfg(feature = "hydrate")]
pub(super) async fn send(action: &str, fields: &web_sys::UrlSearchParams) -> Result<Json, FormError> {
    let unreachable = || FormError {
        text: "The server cannot be reached. Check your connection and send this again.".to_owned(),
        field: None,
        code: None,
    };
    let (status, text) = post(action, fields).await.ok_or_else(unreachable)?;
    let body: Json = serde_json::from_str(&text).unwrap_or_default();
    if status == 200 && body["success"] == Json::Bool(true) {
        return Ok(body);
    }
    let said = body["error"].as_str().map(str::to_owned);
    let text = match (status, said) {
        (401, Some(text)) if text == "Unauthorized" => "You are logged out. Log in in another tab, then send this again.".to_owned(),
        (_, Some(text)) => text,
        (status, None) => format!("The server answered with status {status}. Try again in a moment."),
    };
    let own = |name: &str| body[name].as_str().map(str::to_owned);
    Err(FormError { text, field: own("field"), code: own("code") })
}

/// Goes where a refusal is answered, if a page does that. Answers whether it went: to the second factor of a log-in that
/// leads on to `next`, or to showing again who one is. For that the browser sends the form itself, so that it comes back as
/// it was filled in.
#[cfg(feature = "hydrate")]
pub(super) fn answered_elsewhere(error: &FormError, form: &web_sys::HtmlFormElement, next: &str) -> bool {
    match error.code.as_deref() {
        Some(REAUTH_REQUIRED) => form.submit().is_ok(),
        Some(SECOND_FACTOR_REQUIRED) => {
            let page = Query::default().with("next", next).on("/log-in/code");
            leptos::prelude::window().location().assign(&page).is_ok()
        }
        _ => false,
    }
}

#[cfg(feature = "hydrate")]
async fn post(action: &str, fields: &web_sys::UrlSearchParams) -> Option<(u16, String)> {
    let init = web_sys::RequestInit::new();
    init.set_method("POST");
    init.set_body(fields);
    let request = web_sys::Request::new_with_str_and_init(&format!("/actions/{action}"), &init).ok()?;
    request.headers().set("Accept", "application/json").ok()?;
    let response = JsFuture::from(leptos::prelude::window().fetch_with_request(&request)).await.ok()?;
    let response: web_sys::Response = response.dyn_into().ok()?;
    let text = JsFuture::from(response.text().ok()?).await.ok()?;
    Some((response.status(), text.as_string()?))
}
