//! A diagram on a page with what can be chosen around it. Whose page it is, a [`Place`] says.

use crate::{
    model::{
        address::Query,
        diagram::{Choice, DiagramTable, FOCUS},
    },
    ui::{
        drawings::{diagram::DiagramView, table::words::thousands},
        parts::{Icon, Notice, badge::Tone, button, icons},
    },
};
use leptos::prelude::*;

/// Most tables of the list beside the drawing; the field above finds every one.
const LISTED: usize = 300;

/// Where a diagram stands: its page, and the source that is shown there, as a key of the address and its value.
#[derive(Clone)]
pub struct Place {
    pub page: String,
    pub source: (&'static str, String),
}

impl Place {
    /// The address of a choice. Links to it leave the program: the drawing comes with the page.
    pub fn to(&self, choice: &Choice) -> String {
        self.query(choice).on(&self.page)
    }

    pub fn query(&self, choice: &Choice) -> Query {
        choice.query(Some((self.source.0, &self.source.1)))
    }
}

/// What is drawn, and of what.
pub struct Drawn {
    /// Every table, also those that are not drawn.
    pub tables: Vec<DiagramTable>,
    pub shown: u32,
    pub links: u32,
    pub note: Option<String>,
    pub svg: Option<String>,
}

#[component]
pub fn Whole(
    place: Place,
    choice: Choice,
    drawn: Drawn,
    #[prop(into)] title: String,
    /// Chooses another source.
    chooser: Option<AnyView>,
    /// The page of the table that is shown with its neighbours.
    #[prop(optional_no_strip)]
    table_page: Option<String>,
) -> impl IntoView {
    let Drawn { tables, shown, links, note, svg } = drawn;
    let whole = place.to(&Choice::default());
    let said = format!("{} of {} tables, {}", thousands(u64::from(shown)), thousands(tables.len() as u64), joined(links));
    let focus = choice.focus.clone().filter(|name| tables.iter().any(|table| table.name == *name));
    let lead = focus.map(|name| {
        let all = place.to(&Choice { focus: None, ..choice.clone() });
        view! {
            <p class="diagram-focus">
                <span><bdi>{name}</bdi>" and its neighbours"</span>
                {table_page.map(|href| view! { <a class="link-quiet" href=href>"Open the table"</a> })}
                <a class="link-quiet" href=all rel="external">"Show all tables"</a>
            </p>
        }
    });
    view! {
        <div class="diagram">
            <Controls place=place.clone() choice=choice.clone() tables=tables.clone() chooser/>
            {lead}
            {note.map(|text| view! { <Notice tone=Tone::Warn>{text}</Notice> })}
            {if shown == 0 {
                view! { <div class="panel tile-note"><p>"Every table is hidden. "<a class="link-quiet" href=whole rel="external">"Show all"</a></p></div> }.into_any()
            } else {
                view! { <DiagramView svg title/> }.into_any()
            }}
            <p class="schema-foot tabular">{said}</p>
            <Tables place choice tables/>
        </div>
    }
}

fn joined(links: u32) -> String {
    if links == 1 { "1 foreign key".to_owned() } else { format!("{} foreign keys", thousands(u64::from(links))) }
}

/// Which source, which table, with or without columns.
#[component]
fn Controls(place: Place, choice: Choice, tables: Vec<DiagramTable>, chooser: Option<AnyView>) -> impl IntoView {
    let names = |only: bool| place.to(&Choice { names_only: only, ..choice.clone() });
    let current = |only: bool| (choice.names_only == only).then_some("true");
    let carried = place.query(&Choice { focus: None, ..choice.clone() });
    let carried =
        carried.pairs().iter().map(|(key, value)| view! { <input type="hidden" name=key.clone() value=value.clone()/> }).collect_view();
    let known = tables.into_iter().map(|table| view! { <option value=table.name></option> }).collect_view();
    view! {
        <div class="diagram-bar">
            {chooser}
            <form method="get" action=place.page.clone() class="diagram-form" role="search">
                {carried}
                <label class="input">
                    <Icon of=icons::SEARCH/>
                    <span class="sr-only">"Find a table"</span>
                    <input type="search" name=FOCUS list="diagram-tables" placeholder="Find a table" maxlength="300" autocomplete="off" data-do="find"/>
                </label>
                <datalist id="diagram-tables">{known}</datalist>
                <button class=button::PLAIN title="Show this table with its neighbours">"Focus"</button>
            </form>
            <div class="segmented">
                <a href=names(false) aria-current=current(false) rel="external">"Columns"</a>
                <a href=names(true) aria-current=current(true) rel="external">"Names only"</a>
            </div>
        </div>
    }
}

/// The tables as a list: each leads to its neighbours, and can be hidden or shown. Those with most keys come first.
#[component]
fn Tables(place: Place, choice: Choice, tables: Vec<DiagramTable>) -> impl IntoView {
    let all = tables.len();
    let mut tables = tables;
    tables.sort_by_key(|table| std::cmp::Reverse(table.links));
    tables.truncate(LISTED);
    let to = |choice: Choice| place.to(&choice);
    let items = tables.into_iter().map(|table| {
        let name = table.name;
        let hidden = choice.hide.contains(&name);
        let focus = to(Choice { focus: Some(name.clone()), ..choice.clone() });
        let mut hide = choice.hide.clone();
        if hidden {
            hide.retain(|other| *other != name);
        } else {
            hide.push(name.clone());
        }
        let toggle = to(Choice { hide, ..choice.clone() });
        let (verb, icon) = if hidden { ("Show", icons::EYE) } else { ("Hide", icons::EYE_OFF) };
        view! {
            <li class:diagram-absent=!table.shown>
                <a class="diagram-name" href=focus rel="external" dir="auto">{name.clone()}</a>
                <span class="facts-aside tabular">{joined(table.links)}</span>
                <a class=button::TOOL href=toggle rel="external" title=verb><Icon of=icon/><span class="sr-only">{format!("{verb} {name}")}</span></a>
            </li>
        }
    });
    let items = items.collect_view();
    view! {
        <details class="panel diagram-tables">
            <summary>"Tables"</summary>
            {(!choice.hide.is_empty()).then(|| {
                let href = to(Choice { hide: Vec::new(), ..choice.clone() });
                view! { <p><a class="link-quiet" href=href rel="external">{format!("Show the {} hidden again", choice.hide.len())}</a></p> }
            })}
            {(all > LISTED).then(|| view! { <p class="facts-aside">{format!("The {LISTED} with most foreign keys of {all}. The field above finds every table.")}</p> })}
            <ul>{items}</ul>
        </details>
    }
}
