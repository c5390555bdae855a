//! Setting a widget up: kind, connection, table, columns, then title and width, with a preview. The choices
//! stand in the address; the last form posts them.

mod also;
mod beyond;
mod choices;
mod controls;
pub mod draft;
mod fields;
mod format;
mod join;
mod look;
mod save;

use super::{load, state::BoardState};
use crate::{
    model::{board::TableChoice, drawing::Drawing, widget::WidgetInput},
    ui::{
        drawings::{
            Again, DrawingView,
            links::use_patient_address,
            tile_data::{TileData, use_tile},
        },
        parts::{Icon, icons},
    },
    widgets::Shape,
};
use draft::{Draft, Sources};
use leptos::prelude::*;

type Tables = Option<Result<Vec<TableChoice>, String>>;

/// What the panel knows beyond the address. Lives as long as the board, so that it survives closing the panel.
#[derive(Clone, Copy)]
pub struct SetUpData {
    /// As far as it fits the tables.
    pub draft: Memo<Option<Draft>>,
    /// As the address and the widget say.
    pub raw: Memo<Option<Draft>>,
    pub tables: RwSignal<Tables>,
    /// What was typed as text of a text widget, for its preview.
    pub typed: RwSignal<Option<String>>,
    preview: TileData,
}

impl SetUpData {
    pub fn new(state: BoardState, raw: Memo<Option<Draft>>, tables: Tables, preview: Option<Drawing>) -> Self {
        let brought = tables.is_some();
        let tables = RwSignal::new(tables);
        let typed = RwSignal::new(None);
        let draft = Memo::new(move |_| {
            let draft = raw.get()?;
            Some(tables.with(|tables| match tables {
                Some(Ok(tables)) if !draft.sources().is_empty() => draft.fit(tables),
                _ => draft,
            }))
        });
        let sources = Memo::new(move |_| raw.with(|draft| draft.as_ref().map(Draft::sources).unwrap_or_default()));
        Effect::new(move |before: Option<Sources>| {
            let now = sources.get();
            if before.as_ref() != Some(&now) && !(before.is_none() && brought) {
                ask_tables(state, now.clone(), sources, tables);
            }
            now
        });
        let wanted = Memo::new(move |_| {
            let draft = draft.get().filter(Draft::ready)?;
            if !draft.sources().is_empty() && !tables.with(|tables| matches!(tables, Some(Ok(_)))) {
                return None;
            }
            let mut input = draft.input(&state.project());
            if let (Some(text), Some(configs)) = (typed.get(), input.configs.as_mut()) {
                configs.text = Some(text);
            }
            let no_words = matches!(draft.shape(), Shape::Text)
                && input.configs.as_ref().is_none_or(|configs| configs.text.as_deref().is_none_or(|text| text.trim().is_empty()));
            (!no_words && !matches!(draft.shape(), Shape::Title | Shape::Image | Shape::Embed)).then_some(input)
        });
        let preview = use_tile(preview, wanted, |wanted: Option<WidgetInput>| async move {
            match wanted {
                Some(input) => load::preview(input).await,
                None => Drawing::Empty { reason: String::new() },
            }
        });
        Self { draft, raw, tables, typed, preview }
    }
}

fn ask_tables(state: BoardState, now: Sources, sources: Memo<Sources>, tables: RwSignal<Tables>) {
    tables.set(None);
    if now.is_empty() {
        return;
    }
    leptos::task::spawn_local(async move {
        let answer = load::tables(state.project(), now.clone()).await;
        // Another connection may have been chosen meanwhile, or the page left.
        if sources.try_get_untracked() == Some(now) {
            tables.set(Some(answer));
        }
    });
}

#[component]
pub fn SetUp(data: SetUpData) -> impl IntoView {
    let ready = Memo::new(move |_| data.draft.with(|draft| draft.as_ref().is_some_and(Draft::ready)));
    // A new form for each widget, and for each kind of a new one, so that nothing typed for one lands in another.
    let which = Memo::new(move |_| {
        data.draft.with(|draft| {
            draft.as_ref().map(|draft| match &draft.widget {
                Some(widget) => (widget.id.to_string(), ""),
                None => (String::new(), draft.subtype),
            })
        })
    });
    Effect::new(move |_| {
        which.track();
        data.typed.set(None);
    });
    view! {
        <choices::Choices data/>
        <also::AlsoFits data/>
        {move || {
            which.track();
            if ready.get() {
                view! {
                    <Preview data/>
                    <save::Save data/>
                }
                    .into_any()
            } else {
                view! { <NextStep data/> }.into_any()
            }
        }}
    }
}

/// In the place of the preview: what is still to be chosen. Nothing while there is nothing to choose from.
#[component]
fn NextStep(data: SetUpData) -> impl IntoView {
    let next = Memo::new(move |_| {
        let choosing =
            data.tables.with(|tables| !matches!(tables, Some(Ok(tables)) if tables.is_empty()) && !matches!(tables, Some(Err(_))));
        data.draft.with(|draft| draft.as_ref().filter(|_| choosing).map(Draft::next_step))
    });
    move || {
        next.get().map(|text| {
            view! { <div class="preview preview-waits"><div class="tile-note"><Icon of=icons::CIRCLE_DASHED/><p>{text}</p></div></div> }
        })
    }
}

#[component]
fn Preview(data: SetUpData) -> impl IntoView {
    let shape = data.draft.with_untracked(|draft| draft.as_ref().map(Draft::shape));
    if matches!(shape, None | Some(Shape::Title | Shape::Image | Shape::Embed)) {
        return ().into_any();
    }
    let has_text = Memo::new(move |_| {
        let stored = data.draft.with(|draft| draft.as_ref().is_some_and(|draft| draft.configs.text.is_some()));
        data.typed.with(|typed| typed.as_ref().map_or(stored, |text| !text.trim().is_empty()))
    });
    let shown = move || !matches!(shape, Some(Shape::Text)) || has_text.get();
    let again = Again { href: use_patient_address(), ask: data.preview.ask };
    view! {
        <section class="preview" aria-label="Preview" aria-busy=move || data.preview.busy.get().then_some("true") class:hidden=move || !shown()>
            <h3 class="preview-title">"Preview"</h3>
            <div class="preview-body">
                <DrawingView drawing=data.preview.drawing.into() title="preview" links=None again/>
            </div>
        </section>
    }
    .into_any()
}
