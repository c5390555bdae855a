//! The address as the keeper of what a reader chose in a table: links and forms for pages without scripts,
//! the same addresses by navigation with them.

use crate::model::{address::Query, filter::TableView, view_query};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

/// The part of the address that belongs to the tile at `place`.
#[derive(Clone, Copy)]
pub struct TableLinks {
    place: Signal<u32>,
    path: Memo<String>,
    query: Memo<Query>,
}

/// In the address of a page that takes the time its tiles need, instead of the budget of a page.
const PATIENT: &str = "now";

/// The query of the page's address, without what holds for this one request only.
pub fn use_query() -> Memo<Query> {
    let search = use_location().search;
    Memo::new(move |_| search.with(|text| Query::parse(text).keep(|key| key != PATIENT)))
}

/// The address that shows this page once its slow tiles are there too, for readers without scripts.
pub fn use_patient_address() -> Signal<String> {
    let (path, query) = (use_location().pathname, use_query());
    Signal::derive(move || query.get().with(PATIENT, "1").on(&path.get()))
}

/// Limits what a slow tile holds up the page that is being made, unless the address asks for patience. Call where
/// the page's data is asked for.
pub fn provide_budget() {
    #[cfg(feature = "ssr")]
    {
        use crate::actions::RenderBudget;
        let patient = use_location().search.with_untracked(|text| Query::parse(text).get(PATIENT).is_some());
        provide_context(if patient { RenderBudget::PATIENT } else { RenderBudget::PAGE });
    }
}

/// Goes to an address of the same page and keeps the scroll place.
pub fn use_stay() -> impl Fn(&str) + Clone + 'static {
    let navigate = use_navigate();
    move |address: &str| navigate(address, NavigateOptions { scroll: false, ..NavigateOptions::default() })
}

impl TableLinks {
    pub fn new(place: Signal<u32>) -> Self {
        Self { place, path: use_location().pathname, query: use_query() }
    }

    /// What the address says now.
    pub fn view(self) -> Memo<TableView> {
        Memo::new(move |_| self.query.with(|query| view_query::decode(query, self.place.get())))
    }

    /// The column whose filter form is open.
    pub fn picked(self) -> Memo<Option<String>> {
        Memo::new(move |_| self.query.with(|query| query.get(&self.key(view_query::NEW_COLUMN)).map(str::to_owned)))
    }

    pub fn path(self) -> String {
        self.path.get()
    }

    /// The key `name` of this tile.
    pub fn key(self, name: &str) -> String {
        view_query::key(self.place.get(), name)
    }

    /// The address after `change` of the view. A change of anything but the page leads to the first page.
    pub fn to(self, change: impl FnOnce(&mut TableView)) -> String {
        let place = self.place.get();
        self.query.with(|query| {
            let mut view = view_query::decode(query, place);
            view.turn_back();
            change(&mut view);
            view_query::replace(query, place, &view).on(&self.path.get())
        })
    }

    /// The address as it is, with the filter form closed.
    pub fn closed(self) -> String {
        let here = self.query.with(|query| view_query::decode(query, self.place.get()));
        self.to(|view| (view.page, view.after, view.before, view.last) = (here.page, here.after, here.before, here.last))
    }

    /// The address as it is, followed once to read the database now.
    pub fn anew(self) -> String {
        let place = self.place.get();
        self.query.with(|query| {
            let here = view_query::replace(query, place, &view_query::decode(query, place));
            here.with(&view_query::key(place, view_query::FRESH), "1").on(&self.path.get())
        })
    }

    /// The address that opens the filter form of `column`.
    pub fn pick(self, column: &str) -> String {
        let place = self.place.get();
        self.query.with(|query| {
            let view = view_query::decode(query, place);
            let mut next = view_query::replace(query, place, &view);
            next.push(view_query::key(place, view_query::NEW_COLUMN), column);
            next.on(&self.path.get())
        })
    }

    /// The pairs that a form must carry in hidden fields: everything of the page but this tile's `replaced`
    /// keys and which page is shown.
    pub fn carried(self, replaced: &[&str]) -> Vec<(String, String)> {
        let place = self.place.get();
        self.query.with(|query| {
            let own: Vec<(String, String)> = view_query::encode(place, &view_query::decode(query, place))
                .into_iter()
                .filter(|(key, _)| !view_query::TURNS.iter().chain(replaced).any(|name| *key == view_query::key(place, name)))
                .collect();
            view_query::without(query, place, &[]).pairs().iter().cloned().chain(own).collect()
        })
    }

    /// The address in its shortest form of what a form would ask for.
    pub fn canonical(self, form: &Query) -> String {
        let place = self.place.get_untracked();
        let mut view = view_query::decode(form, place);
        view.turn_back();
        view_query::replace(form, place, &view).on(&self.path.get_untracked())
    }
}

/// A form that asks for the same page with other choices. `replaced` names the fields inside it.
#[component]
pub fn TableForm(links: TableLinks, replaced: &'static [&'static str], #[prop(into)] class: String, children: Children) -> impl IntoView {
    let stay = use_stay();
    let submit = move |event: leptos::ev::SubmitEvent| {
        if let Some(form) = submitted(&event) {
            event.prevent_default();
            stay(&links.canonical(&form));
        }
    };
    view! {
        <form method="get" action=move || links.path() class=class on:submit=submit>
            {move || {
                links.carried(replaced).into_iter().map(|(key, value)| view! { <input type="hidden" name=key value=value/> }).collect_view()
            }}
            {children()}
        </form>
    }
}

/// The fields of a form that is being submitted. Only a browser can tell.
pub fn submitted(event: &leptos::ev::SubmitEvent) -> Option<Query> {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let form: web_sys::HtmlFormElement = event.target()?.dyn_into().ok()?;
        let data = web_sys::FormData::new_with_form(&form).ok()?;
        let pairs = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
        Some(Query::parse(&String::from(pairs.to_string())))
    }
    #[cfg(not(feature = "hydrate"))]
    {
        _ = event;
        None
    }
}

/// Submits the form of the field that changed, so that a choice takes effect at once.
pub fn submit_form_of(event: &leptos::ev::Event) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let field = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if let Some(form) = field.and_then(|field| field.closest("form").ok().flatten()) {
            // A form that cannot be submitted stays as it is; its button is still there.
            _ = form.unchecked_into::<web_sys::HtmlFormElement>().request_submit();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    {
        _ = event;
    }
}
