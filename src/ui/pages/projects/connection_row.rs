//! One connection in the form of a project. Fields that its kind does not need are hidden by the style sheet alone, so
//! that choosing the kind works without scripts.

use super::{connection_url, engine_icons::glyph, rows::Row, try_connection::TryConnection};
use crate::{
    model::{access::TlsMode, connection::KEEP_CURRENT_PASSWORD, engine::EngineKind},
    ui::parts::{Field, Icon, Notice, PasswordField, Pill, SelectField, TextArea, Tone, form_state::IdPrefix, icons},
};
use leptos::{html, prelude::*};

#[component]
pub fn ConnectionRow(
    row: Row,
    /// Place among the rows, from 0; part of the fields' names.
    place: Signal<usize>,
    /// The stored project, for testing with a stored password.
    project: Option<String>,
    /// Path of the page that holds the form.
    here: String,
    remove: Callback<usize>,
) -> impl IntoView {
    let Row { key, start } = row;
    provide_context(IdPrefix(format!("row-{key}")));
    let name = move |part: &'static str| Signal::derive(move || format!("connections[{}]{part}", place.get()));
    let node = NodeRef::<html::Fieldset>::new();
    let password = NodeRef::<html::Input>::new();
    // While true the stored password stays as it is.
    let kept = RwSignal::new(start.id.is_some());
    let state = start.id.is_some().then(|| view! { <StatePill is_valid=start.is_valid/> });
    let kinds = EngineKind::ALL.map(|kind| (kind.name().to_owned(), kind.label().to_owned())).to_vec();
    let tls_open = !start.tls.is_empty() || !start.ca.is_empty();
    view! {
        <fieldset class="conn panel" node_ref=node>
            <legend class="sr-only">{move || format!("Connection {}", place.get() + 1)}</legend>
            <div class="panel-head">
                <span class="text-muted"><Icon of=glyph(&start.kind) size=18/></span>
                <span class="panel-title">{move || format!("Connection {}", place.get() + 1)}</span>
                {state}
                <span class="flex-1"></span>
                <button
                    type="button"
                    class="needs-scripts btn btn-quiet btn-sm"
                    on:click=move |_| remove.run(key)
                >
                    <Icon of=icons::TRASH_2 size=14/>
                    "Remove"
                </button>
                {match start.id.clone() {
                    Some(id) => {
                        view! { <button type="submit" form=format!("remove-{id}") class="without-scripts btn btn-quiet btn-sm">"Remove"</button> }
                            .into_any()
                    }
                    // What was never saved goes from the form alone, which comes back with everything else.
                    None => {
                        let without = move || format!("{here}?drop={}", place.get());
                        view! { <button type="submit" name="_again" value=without class="without-scripts btn btn-quiet btn-sm">"Remove"</button> }
                            .into_any()
                    }
                }}
            </div>
            <div class="panel-body flex flex-col gap-4">
                {start.error.clone().map(|error| view! { <Notice tone=Tone::Bad>{error}</Notice> })}
                <UrlField key=key node=node password=password kept=kept/>
                {start.id.clone().map(|id| view! { <input type="hidden" name=name("[id]") value=id/> })}
                <div class="grid gap-x-3 gap-y-4 sm:grid-cols-[2fr_1fr]">
                    <Field name=name("[title]") label="Connection title" value=start.title.clone() placeholder="Shop database" required=true maxlength=50/>
                    <SelectField
                        name=name("[type]")
                        label="Kind"
                        choices=kinds
                        value=start.kind.clone()
                        hint="MySQL stands for MariaDB too."
                        on_change=Callback::new(move |kind: String| change_port(node, &kind))
                    />
                </div>
                <div class="only-server grid gap-x-3 gap-y-4 sm:grid-cols-[2fr_1fr]">
                    <Field name=name("[host]") label="Host" value=start.host.clone() placeholder="db.example.org" required=true maxlength=253/>
                    <Field
                        name=name("[port]")
                        label="Port"
                        kind="number"
                        value=start.port.clone()
                        inputmode="numeric"
                        aside=view! { <span class="only-mysql field-hint">"usually 3306"</span> }.into_any()
                    />
                </div>
                <div>
                    <Field
                        name=name("[database]")
                        label="Database"
                        value=start.database.clone()
                        required=true
                        maxlength=1000
                        aside=view! {
                            <span class="only-file field-hint">"path of a file on the server"</span>
                            <span class="only-hosted field-hint">"id of a database of this team"</span>
                        }
                            .into_any()
                    />
                    <p class="only-hosted field-hint mt-1">
                        "The id stands on the database's page, below " <a class="link" href="/databases">"Databases"</a> "."
                    </p>
                    <p class="only-file field-hint mt-1">
                        "Below one of the folders that the operator allowed with " <code>"VIZBOARD_SQLITE_DIRS"</code> "."
                    </p>
                </div>
                <div class="only-server grid gap-x-3 gap-y-4 sm:grid-cols-2">
                    <Field name=name("[user]") label="User" value=start.user.clone() required=true maxlength=50/>
                    <ConnectionPassword place=place node=password kept=kept stored=start.id.is_some()/>
                </div>
                <details class="only-server" open=tls_open>
                    <summary class="w-fit rounded text-sm font-medium">"Encryption"</summary>
                    <div class="mt-3 flex flex-col gap-3">
                        <SelectField name=name("[options][tls]") label="TLS" choices=tls_choices() value=start.tls.clone()/>
                        <TextArea
                            name=name("[options][ca]")
                            label="Certificate authority"
                            value=start.ca.clone()
                            hint="PEM. For checking the server against an authority of your own."
                            placeholder="-----BEGIN CERTIFICATE-----"
                            optional=true
                            mono=true
                        />
                    </div>
                </details>
                <TryConnection node=node password=password kept=kept id=start.id.clone() project=project/>
            </div>
        </fieldset>
    }
}

/// What each mode protects from, in words.
fn tls_choices() -> Vec<(String, String)> {
    let words = |mode| match mode {
        TlsMode::Disable => "Off: everybody on the way can read and change what is sent",
        TlsMode::Prefer => "If offered: protects from nobody who can interfere on the way",
        TlsMode::Require => "Always encrypt: nobody on the way can read; a false server is not noticed",
        TlsMode::VerifyCa => "Check the authority: a false server needs a certificate of the same authority",
        TlsMode::VerifyFull => "Check authority and name: readers and false servers are kept out",
    };
    let automatic = (String::new(), "Automatic: full checks for public addresses, encryption if offered for private ones".to_owned());
    std::iter::once(automatic).chain(TlsMode::ALL.map(|mode| (mode.name().to_owned(), words(mode).to_owned()))).collect()
}

#[component]
fn StatePill(is_valid: Option<bool>) -> impl IntoView {
    match is_valid {
        Some(true) => view! { <Pill tone=Tone::Good icon=icons::CIRCLE_CHECK text="Valid"/> },
        Some(false) => view! { <Pill tone=Tone::Bad icon=icons::CIRCLE_ALERT text="Invalid"/> },
        None => view! { <Pill icon=icons::CIRCLE_DASHED text="Not yet checked"/> },
    }
}

/// A URL that fills the fields below. It has no name, so that it is never sent.
#[component]
fn UrlField(key: usize, node: NodeRef<html::Fieldset>, password: NodeRef<html::Input>, kept: RwSignal<bool>) -> impl IntoView {
    let said = RwSignal::new(None::<bool>);
    let fill_in = move |text: String| {
        let parts = connection_url::parse(&text);
        said.set((!text.trim().is_empty()).then_some(parts.is_some()));
        if let Some(parts) = parts {
            fill(node, password, kept, &parts);
        }
    };
    let id = format!("row-{key}-url");
    view! {
        <div class="needs-scripts field">
            <label class="field-label" for=id.clone()>"Connection URL"<span class="field-optional">" (fills the fields below)"</span></label>
            <input
                class="input font-mono"
                id=id
                type="text"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                placeholder="postgres://user:password@host:5432/database?sslmode=require"
                on:input=move |ev| fill_in(event_target_value(&ev))
            />
            <p class="field-hint" role="status">
                {move || match said.get() {
                    Some(true) => "Filled in. The URL itself is not sent or kept.",
                    Some(false) => "Not understood yet. Expected: postgres:// or mysql://user:password@host:port/database, or sqlite:path",
                    None => "",
                }}
            </p>
        </div>
    }
}

#[cfg(feature = "hydrate")]
fn fill(node: NodeRef<html::Fieldset>, password: NodeRef<html::Input>, kept: RwSignal<bool>, parts: &connection_url::UrlParts) {
    use super::controls::{read, write};
    let Some(row) = node.get_untracked() else { return };
    write(&row, "type", parts.kind);
    for (part, value) in [("host", &parts.host), ("port", &parts.port), ("database", &parts.database), ("user", &parts.user)] {
        if !value.is_empty() {
            write(&row, part, value);
        }
    }
    write(&row, "tls", parts.tls);
    let title = parts.database.rsplit('/').next().unwrap_or_default();
    if read(&row, "title").is_some_and(|title| title.trim().is_empty()) {
        write(&row, "title", title);
    }
    if let (Some(text), Some(input)) = (&parts.password, password.get_untracked()) {
        input.set_value(text);
        kept.set(false);
    }
}

#[cfg(not(feature = "hydrate"))]
fn fill(_: NodeRef<html::Fieldset>, _: NodeRef<html::Input>, _: RwSignal<bool>, _: &connection_url::UrlParts) {}

/// A port that is the usual one of some kind becomes the usual one of the chosen kind.
#[cfg(feature = "hydrate")]
fn change_port(node: NodeRef<html::Fieldset>, kind: &str) {
    use super::controls::{read, write};
    let (Some(row), Some(usual)) = (node.get_untracked(), EngineKind::parse(kind).and_then(EngineKind::default_port)) else { return };
    let port = read(&row, "port").unwrap_or_default();
    if port.is_empty() || EngineKind::ALL.iter().filter_map(|kind| kind.default_port()).any(|usual| usual.to_string() == port) {
        write(&row, "port", &usual.to_string());
    }
}

#[cfg(not(feature = "hydrate"))]
fn change_port(_: NodeRef<html::Fieldset>, _: &str) {}

/// The password of a stored connection is kept until another one is typed. Without scripts the field itself holds the
/// word that keeps it; with scripts a hidden field does, and the visible one is empty.
#[component]
fn ConnectionPassword(place: Signal<usize>, node: NodeRef<html::Input>, kept: RwSignal<bool>, stored: bool) -> impl IntoView {
    let name = Signal::derive(move || format!("connections[{}][password]", place.get()));
    let live = RwSignal::new(false);
    Effect::new(move |_| {
        if stored && let Some(input) = node.get_untracked() {
            clear(&input);
        }
        live.set(true);
    });
    let hides = Signal::derive(move || live.get() && kept.get());
    view! {
        {move || hides.get().then(|| view! { <input type="hidden" name=move || name.get() value=KEEP_CURRENT_PASSWORD/> })}
        <PasswordField
            name=name
            label="Password"
            autocomplete="off"
            placeholder=if stored { "unchanged" } else { "" }
            value=if stored { KEEP_CURRENT_PASSWORD } else { "" }
            send_as=Signal::derive(move || (!hides.get()).then(|| name.get()))
            on_input=move |text: String| kept.set(stored && text.is_empty())
            node_ref=node
        />
    }
}

#[cfg(feature = "hydrate")]
fn clear(input: &leptos::web_sys::HtmlInputElement) {
    if input.value() == KEEP_CURRENT_PASSWORD {
        input.set_value("");
    }
}

#[cfg(not(feature = "hydrate"))]
fn clear<T>(_: &T) {}
