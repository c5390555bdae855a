//! Labelled inputs. Inside a form they keep what was typed and show the error of their name beside themselves.

use super::{
    form_state::{FormState, id_from},
    icon::Icon,
    icons,
};
use leptos::prelude::*;

/// What a control and its label share.
#[derive(Clone)]
struct Wiring {
    id: String,
    error: Signal<Option<String>>,
    value: String,
}

impl Wiring {
    fn new(name: Signal<String>, value: String) -> Self {
        let now = name.get_untracked();
        match use_context::<FormState>() {
            Some(state) => Self { id: state.id_of(&now), error: state.error_of(name), value: state.typed(&now).unwrap_or(value) },
            None => Self { id: id_from("field", &now), error: Signal::stored(None), value },
        }
    }

    fn invalid(&self) -> impl Fn() -> Option<&'static str> + Clone + Send + Sync + 'static {
        let error = self.error;
        move || error.with(Option::is_some).then_some("true")
    }

    /// Ids of hint and error, for `aria-describedby`.
    fn described_by(&self, hint: bool) -> impl Fn() -> Option<String> + Clone + Send + Sync + 'static {
        let (error, id) = (self.error, self.id.clone());
        move || match (hint, error.with(Option::is_some)) {
            (true, true) => Some(format!("{id}-error {id}-hint")),
            (false, true) => Some(format!("{id}-error")),
            (true, false) => Some(format!("{id}-hint")),
            (false, false) => None,
        }
    }
}

/// Label above, control, then error and hint.
#[component]
fn Labelled(
    wiring: Wiring,
    label: String,
    hint: String,
    optional: bool,
    class: &'static str,
    aside: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let Wiring { id, error, .. } = wiring;
    let error_id = format!("{id}-error");
    let hint_id = format!("{id}-hint");
    view! {
        <div class=format!("field {class}")>
            <div class="flex items-baseline justify-between gap-2">
                <label class="field-label" for=id>
                    {label}
                    {optional.then(|| view! { <span class="field-optional">" (optional)"</span> })}
                </label>
                {aside}
            </div>
            {children()}
            {move || {
                error.get().map(|text| {
                    view! {
                        <p class="field-error" id=error_id.clone() role="alert">
                            <Icon of=icons::CIRCLE_ALERT size=14/>
                            <span>{text}</span>
                        </p>
                    }
                })
            }}
            {(!hint.is_empty()).then(|| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
        </div>
    }
}

/// One line of text.
#[component]
pub fn Field(
    /// Name in the request; an error for this name appears here.
    #[prop(into)]
    name: Signal<String>,
    #[prop(into)] label: String,
    /// `type` of the input.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] placeholder: String,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional)] required: bool,
    /// Says so beside the label.
    #[prop(optional)]
    optional: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional)] class: &'static str,
    /// Beside the label, at the right.
    #[prop(optional)]
    aside: Option<AnyView>,
    #[prop(optional)] node_ref: NodeRef<leptos::html::Input>,
) -> impl IntoView {
    let wiring = Wiring::new(name, value);
    let (invalid, described_by) = (wiring.invalid(), wiring.described_by(!hint.is_empty()));
    view! {
        <Labelled wiring=wiring.clone() label=label hint=hint optional=optional class=class aside=aside>
            <input
                class="input"
                id=wiring.id
                name=move || name.get()
                type=kind
                value=wiring.value
                placeholder=placeholder
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                inputmode=inputmode
                required=required
                autofocus=autofocus
                maxlength=maxlength
                aria-invalid=invalid
                aria-describedby=described_by
                node_ref=node_ref
            />
        </Labelled>
    }
}

/// A password that can be shown while it is typed.
#[component]
pub fn PasswordField(
    #[prop(into)] name: Signal<String>,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] placeholder: String,
    /// `current-password`, `new-password`, or `off` for passwords of others' servers.
    autocomplete: &'static str,
    #[prop(optional)] required: bool,
    #[prop(optional)] class: &'static str,
    /// Sent under this name instead; not sent at all while it is nothing.
    #[prop(optional, into)]
    send_as: Option<Signal<Option<String>>>,
    /// Stands in the field from the start; never a real password.
    #[prop(optional)]
    value: &'static str,
    /// Called with what is typed.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    #[prop(optional)] node_ref: NodeRef<leptos::html::Input>,
) -> impl IntoView {
    let wiring = Wiring::new(name, String::new());
    let sent_name = move || match send_as {
        Some(name) => name.get(),
        None => Some(name.get()),
    };
    let (invalid, described_by) = (wiring.invalid(), wiring.described_by(!hint.is_empty()));
    let shown = RwSignal::new(false);
    view! {
        <Labelled wiring=wiring.clone() label=label hint=hint optional=false class=class aside=None>
            <div class="relative">
                <input
                    class="input pr-9"
                    id=wiring.id
                    name=sent_name
                    value=value
                    on:input=move |ev| {
                        if let Some(call) = on_input {
                            call.run(event_target_value(&ev));
                        }
                    }
                    type=move || if shown.get() { "text" } else { "password" }
                    placeholder=placeholder
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    required=required
                    aria-invalid=invalid
                    aria-describedby=described_by
                    node_ref=node_ref
                />
                <button
                    type="button"
                    class="needs-scripts absolute right-1 top-1 grid size-6 place-items-center rounded text-muted hover:text-text cursor-pointer"
                    aria-label=move || if shown.get() { "Hide password" } else { "Show password" }
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || if shown.get() { view! { <Icon of=icons::EYE_OFF/> } } else { view! { <Icon of=icons::EYE/> } }}
                </button>
            </div>
        </Labelled>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    #[prop(into)] name: Signal<String>,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] placeholder: String,
    #[prop(default = 3)] rows: u32,
    #[prop(optional)] optional: bool,
    #[prop(optional)] maxlength: Option<u32>,
    /// For keys, certificates and code.
    #[prop(optional)]
    mono: bool,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    let wiring = Wiring::new(name, value);
    let (invalid, described_by) = (wiring.invalid(), wiring.described_by(!hint.is_empty()));
    view! {
        <Labelled wiring=wiring.clone() label=label hint=hint optional=optional class=class aside=None>
            <textarea
                class=if mono { "textarea font-mono" } else { "textarea" }
                id=wiring.id
                name=move || name.get()
                rows=rows
                placeholder=placeholder
                maxlength=maxlength
                aria-invalid=invalid
                aria-describedby=described_by
            >
                {between_tags(wiring.value)}
            </textarea>
        </Labelled>
    }
}

/// The text of a `<textarea>`. The renderer writes it as it is, so a text could end the element: escaped here, where
/// HTML is written. The browser makes the element's text of it and needs it plain.
pub fn between_tags(text: String) -> String {
    if cfg!(feature = "ssr") { text.replace('&', "&amp;").replace('<', "&lt;") } else { text }
}

/// One of several choices: pairs of value and label.
#[component]
pub fn SelectField(
    #[prop(into)] name: Signal<String>,
    #[prop(into)] label: String,
    choices: Vec<(String, String)>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] class: &'static str,
    /// Called with the new value.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
    #[prop(optional)] node_ref: NodeRef<leptos::html::Select>,
) -> impl IntoView {
    let wiring = Wiring::new(name, value);
    let (invalid, described_by) = (wiring.invalid(), wiring.described_by(!hint.is_empty()));
    let chosen = wiring.value.clone();
    let options = choices
        .into_iter()
        .map(|(value, label)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{label}</option> }
        })
        .collect_view();
    view! {
        <Labelled wiring=wiring.clone() label=label hint=hint optional=false class=class aside=None>
            <select
                class="select"
                id=wiring.id
                name=move || name.get()
                aria-invalid=invalid
                aria-describedby=described_by
                node_ref=node_ref
                on:change=move |ev| {
                    if let Some(call) = on_change {
                        call.run(event_target_value(&ev));
                    }
                }
            >
                {options}
            </select>
        </Labelled>
    }
}
