//! A form that posts to an action. Without scripts the browser posts it and the server redirects; with scripts the
//! same fields go by fetch, and an error appears beside its field without losing anything.

use super::{
    badge::Tone,
    form_state::FormState,
    notice::Notice,
    toast::{Toasts, use_toasts},
};
use leptos::{ev::SubmitEvent, html, prelude::*};
use leptos_router::hooks::{use_location, use_navigate};
use serde_json::Value as Json;

/// What happens after a success in the browser.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the server renders the form, the browser sends it"))]
#[derive(Clone, Copy)]
struct After {
    next: StoredValue<String>,
    reload: bool,
    on_done: Option<Callback<Json>>,
    toasts: Toasts,
}

#[component]
pub fn PostForm(
    /// Name of the action, as in its address.
    #[prop(into)]
    action: String,
    /// Where to go after a success; `{field}` stands for a field of the answer.
    #[prop(into)]
    next: String,
    /// Where a refused plain form goes; this page when not given.
    #[prop(optional, into)]
    back: Option<String>,
    /// Load the next page anew, because who is signed in changes.
    #[prop(optional)]
    reload: bool,
    /// Instead of going on to `next`, when scripts run.
    #[prop(optional, into)]
    on_done: Option<Callback<Json>>,
    /// The browser sends it itself, also when scripts run: the answer is a page with what a form before it was filled in with.
    #[prop(optional)]
    plain: bool,
    /// Which form of the action it is, where a page has several: sent as the field `what`.
    #[prop(optional)]
    what: &'static str,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    let state = FormState::new(&action, what);
    let location = use_location();
    let back = back.unwrap_or_else(|| {
        let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
        let query = query.trim_start_matches('?');
        if query.is_empty() { path } else { format!("{path}?{query}") }
    });
    let form = NodeRef::<html::Form>::new();
    let after = After { next: StoredValue::new(next.clone()), reload, on_done, toasts: use_toasts() };
    let navigate = use_navigate();
    let submit = {
        let action = action.clone();
        move |ev: SubmitEvent| {
            if !plain {
                submit(ev, &action, state, after, navigate.clone());
            }
        }
    };
    // The first refused field gets the focus, also on a page that came back without scripts.
    Effect::new(move |_| {
        if state.failed() {
            focus_error(form);
        }
    });
    // Built first, so that every field has said which error it shows itself.
    let fields = view! { <leptos::context::Provider value=state>{children()}</leptos::context::Provider> };
    view! {
        <form method="post" action=format!("/actions/{action}") class=class novalidate node_ref=form on:submit=submit>
            <input type="hidden" name="_next" value=next/>
            <input type="hidden" name="_back" value=back/>
            {(!what.is_empty()).then(|| view! { <input type="hidden" name="what" value=what/> })}
            {move || {
                state.error_at_large().map(|text| view! { <Notice tone=Tone::Bad alert=true>{text}</Notice> })
            }}
            {fields}
        </form>
    }
}

#[cfg(feature = "hydrate")]
fn submit(
    ev: SubmitEvent,
    action: &str,
    state: FormState,
    after: After,
    navigate: impl Fn(&str, leptos_router::NavigateOptions) + Clone + 'static,
) {
    use super::send;
    use leptos::{wasm_bindgen::JsCast, web_sys};

    ev.prevent_default();
    let form = ev.current_target().and_then(|target| target.dyn_into::<web_sys::HtmlFormElement>().ok());
    let submitter = ev.submitter().and_then(|button| button.dyn_into().ok());
    let Some(form) = form else { return };
    let Some(fields) = send::fields_of(&form, submitter) else { return };
    if state.busy.get_untracked() {
        return;
    }
    state.busy.set(true);
    state.fail(None);
    let action = action.to_owned();
    leptos::task::spawn_local(async move {
        let answer = send::send(&action, &fields).await;
        // The page may be gone by now, and its signals with it.
        if state.busy.try_set(false).is_some() {
            return;
        }
        match answer {
            Ok(body) => after.go(&body, navigate),
            Err(error) if after.next.with_value(|next| send::answered_elsewhere(&error, &form, next)) => {}
            Err(error) => state.fail(Some(error)),
        }
    });
}

#[cfg(not(feature = "hydrate"))]
fn submit(_: SubmitEvent, _: &str, _: FormState, _: After, _: impl Fn(&str, leptos_router::NavigateOptions)) {}

#[cfg(feature = "hydrate")]
impl After {
    fn go(self, body: &Json, navigate: impl Fn(&str, leptos_router::NavigateOptions)) {
        let next = self.next.with_value(|next| fill(next, body));
        if self.reload {
            // Nothing can be done about a browser that refuses to move.
            let _ = window().location().assign(&next);
            return;
        }
        if let Some(text) = body["error"].as_str() {
            self.toasts.bad(text);
        } else if let Some(text) = body["message"].as_str() {
            self.toasts.good(text);
        }
        match self.on_done {
            Some(call) => call.run(body.clone()),
            None => navigate(&next, Default::default()),
        }
    }
}

/// Puts fields of the answer into their places in an address.
#[cfg(any(feature = "hydrate", test))]
fn fill(next: &str, body: &Json) -> String {
    let mut filled = next.to_owned();
    for (name, value) in body.as_object().into_iter().flatten() {
        if let Some(text) = value.as_str() {
            filled = filled.replace(&format!("{{{name}}}"), text);
        }
    }
    filled
}

fn focus_error(form: NodeRef<html::Form>) {
    #[cfg(feature = "hydrate")]
    request_animation_frame(move || {
        use leptos::{wasm_bindgen::JsCast, web_sys};
        let field = form.get_untracked().and_then(|form| form.query_selector("[aria-invalid=true]").ok().flatten());
        if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            // An element that cannot take the focus keeps it where it is.
            let _ = field.focus();
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = form;
}

#[cfg(test)]
mod tests {
    use super::fill;
    use serde_json::json;

    #[test]
    fn an_address_takes_fields_of_the_answer() {
        let body = json!({"success": true, "projectId": "p1", "message": "kept"});
        assert_eq!(fill("/projects/{projectId}/dashboard", &body), "/projects/p1/dashboard");
        assert_eq!(fill("/projects", &body), "/projects");
    }
}
