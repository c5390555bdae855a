//! What else could show the same, as thumbnails: one click away, and a link without scripts.

use super::{SetUpData, draft};
use crate::{
    ui::{
        pages::board::{kinds, state::BoardState},
        parts::Icon,
    },
    widgets::propose,
};
use leptos::prelude::*;

/// Most thumbnails.
const MOST: usize = 8;

#[component]
pub fn AlsoFits(data: SetUpData) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let path = leptos_router::hooks::use_location().pathname;
    let offered = Memo::new(move |_| {
        let tables = data.tables.get();
        let Some(Ok(tables)) = tables else { return Vec::new() };
        data.draft.with(|draft| {
            draft
                .as_ref()
                .filter(|draft| draft.ready())
                .and_then(|draft| draft.outline(&tables))
                .map(|is| propose::proposals(&is))
                .unwrap_or_default()
        })
    });
    let now = Memo::new(move |_| data.draft.with(|draft| draft.as_ref().map(|draft| draft.subtype)));
    let thumbnails = move || {
        let found = offered.get().into_iter().filter_map(propose::find).take(MOST);
        let links = found.map(|(kind, subtype)| {
            let name = format!("{}.{}", kind.name, subtype.name);
            let href = move || {
                let query = state.query.get();
                let key = if query.get(draft::EDIT).is_some() { draft::KIND } else { draft::ADD };
                query.with(key, name.clone()).on(&path.get())
            };
            let current = move || (now.get() == Some(subtype.name)).then_some("true");
            view! {
                <a class="kind-tile" href=href aria-current=current title=subtype.hint data-noscroll="">
                    <Icon of=kinds::icon(kind, subtype.name) size=20/>
                    <span>{subtype.label}</span>
                </a>
            }
        });
        links.collect_view()
    };
    move || {
        (offered.with(Vec::len) > 1).then(|| {
            view! {
                <section class="field" aria-label="Also fits">
                    <h3 class="field-label">"Also fits"</h3>
                    <div class="kind-tiles">{thumbnails}</div>
                </section>
            }
        })
    }
}
