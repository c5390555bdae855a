//! The last form of the set-up: title, description, text, width; posts the whole widget.

use super::{SetUpData, draft};
use crate::{
    model::widget::Configs,
    ui::{
        pages::board::state::BoardState,
        parts::{Field, PostForm, SelectField, SubmitButton, TextArea, button},
    },
    widgets::Shape,
};
use leptos::{html, prelude::*};

/// How long typing rests before the preview follows.
#[cfg(feature = "hydrate")]
const REST: std::time::Duration = std::time::Duration::from_millis(400);

#[component]
pub fn Save(data: SetUpData) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let Some(first) = data.draft.get_untracked() else { return ().into_any() };
    let editing = first.widget.is_some();
    let shape = first.shape();
    let title_node = NodeRef::<html::Input>::new();
    // The proposed title follows the choices until the person writes one.
    Effect::new(move |_| {
        let title = data.draft.with(|draft| draft.as_ref().map(draft::Draft::title));
        if let (Some(title), Some(input)) = (title, title_node.get()) {
            propose(&input, &title);
        }
    });
    let hidden = move || {
        let configs = data
            .draft
            .get()
            .map(|draft| Configs { expanded: None, text: None, address: None, cache_seconds: None, ..draft.configs })
            .unwrap_or_default();
        let names = data.draft.with(|draft| draft.as_ref().map(|draft| (draft.kind, draft.subtype))).unwrap_or_default();
        let names = [("type".to_owned(), names.0.to_owned()), ("subtype".to_owned(), names.1.to_owned())];
        names
            .into_iter()
            .chain(draft::fields(&configs))
            .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
            .collect_view()
    };
    let identity = match &first.widget {
        Some(widget) => view! { <input type="hidden" name="widgetId" value=widget.id.to_string()/> }.into_any(),
        None => view! {
            <input type="hidden" name="projectId" value=state.project()/>
            <input type="hidden" name="tab" value=move || state.tab.get()/>
        }
        .into_any(),
    };
    let done = Callback::new(move |answer: serde_json::Value| {
        state.go(&untrack(|| state.closed()));
        let id = answer["widget"]["id"].as_str().map(str::to_owned);
        state.refresh(move || {
            if let Some(id) = id.filter(|_| !editing) {
                show(&id);
            }
        });
    });
    let expanded = first.configs.expanded == Some(true);
    let kept = first.configs.cache_seconds.unwrap_or_default();
    let description = first.widget.as_ref().and_then(|widget| widget.description.clone()).unwrap_or_default();
    let (text, address) = (first.configs.text.clone(), first.configs.address.clone());
    // Made inside the form, which tells its fields what was refused.
    let words = move || {
        match shape {
        Shape::Text => view! {
            <div on:input=move |event| follow(data, &event)>
                <TextArea name="configs[text]" label="Text" rows=10 maxlength=20_000 hint="Markdown: # headings, **bold**, lists, links, tables" value=text.unwrap_or_default()/>
            </div>
        }
        .into_any(),
        // A heading shows the widget's title; a stored text of its own stays.
        Shape::Title => text.map(|text| view! { <input type="hidden" name="configs[text]" value=text/> }).into_any(),
        Shape::Image | Shape::Embed => view! {
            <Field name="configs[address]" label="Address" hint="Begins with https://, of a site that this server allows" value=address.unwrap_or_default() required=true/>
        }
        .into_any(),
        _ => ().into_any(),
    }
    };
    view! {
        <PostForm action=if editing { "updateWidget" } else { "createWidget" } next=untrack(|| state.closed()) on_done=done class="panel-stack save">
            {identity}
            {hidden}
            <Field name="title" label="Title" value=first.title() maxlength=100 required=true node_ref=title_node/>
            {words()}
            {(!matches!(shape, Shape::Title)).then(|| {
                view! {
                    <TextArea name="description" label="Description" rows=2 maxlength=500 optional=true value=description/>
                    <label class="check-row">
                        <input type="checkbox" class="checkbox checkbox-sm" name="configs[expanded]" value="true" checked=expanded/>
                        <span>"Full width"</span>
                    </label>
                    {(!matches!(shape, Shape::Text)).then(|| view! { <Freshness kept/> })}
                }
            })}
            <div class="panel-foot">
                <SubmitButton>{if editing { "Save" } else { "Add to board" }}</SubmitButton>
                <a class=button::PLAIN href=move || state.closed() data-noscroll="">"Cancel"</a>
            </div>
        </PostForm>
    }
    .into_any()
}

/// Ages that data may have, in seconds.
const AGES: [(u32, &str); 6] = [
    (0, "Read anew each time"),
    (60, "Up to 1 minute old"),
    (300, "Up to 5 minutes old"),
    (900, "Up to 15 minutes old"),
    (3_600, "Up to 1 hour old"),
    (86_400, "Up to 1 day old"),
];

/// How old the shown data may be. An age that was chosen over HTTP stays among the choices.
#[component]
fn Freshness(kept: u32) -> impl IntoView {
    let mut choices: Vec<(String, String)> = AGES.iter().map(|(age, label)| (age.to_string(), (*label).to_owned())).collect();
    if !AGES.iter().any(|(age, _)| *age == kept) {
        choices.push((kept.to_string(), format!("Up to {kept} seconds old")));
    }
    view! {
        <SelectField
            name="configs[cacheSeconds]".to_owned()
            label="Data"
            choices
            value=kept.to_string()
            hint="Kept data spares the database when many people look."
        />
    }
}

/// Changes what the field shows as long as nobody has typed into it.
#[cfg(feature = "hydrate")]
fn propose(input: &leptos::web_sys::HtmlInputElement, title: &str) {
    input.set_default_value(title);
}

#[cfg(not(feature = "hydrate"))]
fn propose<T>(_: &T, _: &str) {}

/// The preview follows what is typed, after a rest.
fn follow(data: SetUpData, event: &leptos::ev::Event) {
    let text = event_target_value(event);
    #[cfg(feature = "hydrate")]
    {
        use leptos::wasm_bindgen::JsCast;
        let area: Option<leptos::web_sys::HtmlTextAreaElement> = event.target().and_then(|target| target.dyn_into().ok());
        set_timeout(
            move || {
                // Typed on, or gone, meanwhile: then this is not what is in the field.
                if area.is_some_and(|area| area.value() == text) {
                    let _ = data.typed.try_set(Some(text));
                }
            },
            REST,
        );
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (data, text);
    }
}

/// Brings a new tile into view.
#[cfg(feature = "hydrate")]
fn show(id: &str) {
    let id = format!("tile-{id}");
    request_animation_frame(move || {
        if let Some(tile) = document().get_element_by_id(&id) {
            tile.scroll_into_view();
        }
    });
}

#[cfg(not(feature = "hydrate"))]
fn show(_: &str) {}
