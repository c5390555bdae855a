//! A project's board for its owner. The address says what is open beside it (`?add=`, `?edit=`, `?delete=`,
//! `?share=`) and what the reader chose in each table, so that everything works without scripts too.

mod carry;
mod code;
mod confirm;
mod copy;
mod drag;
mod filters;
mod grid;
mod head;
mod history;
mod kinds;
pub(super) mod load;
mod menu;
mod panel;
mod progress;
mod publishing;
mod setup;
mod share;
mod state;
mod tabs;
mod tile;
mod undo;
mod view;

pub use setup::draft::{address_of_filter, address_of_query};
pub use share::Guards;

use crate::{
    model::role::Right,
    ui::{
        drawings::{
            links::{provide_budget, use_query},
            pulse::provide_pulse,
        },
        flash::use_flash,
        parts::{Crumb, Loaded, Notice, Page, badge::Tone, in_turn::in_turn, loaded::Skeleton},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use load::Bundle;
use setup::draft::EDIT;
use state::BoardState;

#[component]
pub fn BoardPage() -> impl IntoView {
    let params = use_params_map();
    let project = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let query = use_query();
    provide_budget();
    let version = Memo::new(move |_| query.with(|query| query.get("version").and_then(|number| number.parse().ok())));
    let bundle = Resource::new(
        move || (project.get(), version.get()),
        move |(project, version)| load::load(project, version, query.get_untracked()),
    );
    view! {
        <Loaded
            resource=bundle
            missing=true
            fallback=|| {
                view! {
                    <Page crumbs=vec![Crumb::to("Projects", "/projects"), Crumb::here("Board")] wide=true><Skeleton/></Page>
                }
            }
            let:bundle
        >
            <BoardView bundle/>
        </Loaded>
    }
}

#[component]
fn BoardView(bundle: Bundle) -> impl IntoView {
    let Bundle { board, version, drawings, values, progress, tables, preview } = bundle;
    let crumbs = vec![Crumb::to("Projects", "/projects"), Crumb::here(board.title.clone())];
    let description = board.description.clone();
    let state = BoardState::new(board, version.is_some());
    let may_edit = state.may(Right::EditBoard);
    provide_context(state);
    provide_pulse();
    let beside = state.beside();
    let is_beside = move || may_edit && beside.get();
    // Forms inside menus have no place of their own for a refusal without scripts. The panel that edits a widget has.
    let editing = state.query.with_untracked(|query| query.get(EDIT).is_some());
    let refused = use_flash()
        .filter(|flash| match flash.form.as_deref() {
            Some(
                "moveWidget"
                | "resizeWidget"
                | "placeWidget"
                | "createTab"
                | "updateTab"
                | "deleteTab"
                | "deleteWidgetAction"
                | "regenerateProjectSchemas"
                | "reorderFilters"
                | "copyWidget"
                | "restoreWidget"
                | "restoreBoardVersion"
                | "setPublishing"
                | "publishBoard",
            ) => true,
            Some("updateWidget") => !editing,
            _ => false,
        })
        .and_then(|flash| flash.error);
    view! {
        <Page crumbs wide=true actions=view! { <head::Actions/> }.into_any()>
            <view::Whole/>
            <div class="board" class:board-alone=!may_edit class:board-beside=is_beside>
                {may_edit.then(|| in_turn(|| view! { <kinds::Sidebar/> }.into_any()))}
                <div class="board-main">
                    {(!description.is_empty()).then(|| view! { <p class="board-description" dir="auto">{description}</p> })}
                    {refused.map(|text| view! { <Notice tone=Tone::Bad alert=true>{text}</Notice> })}
                    {may_edit.then(|| view! { <history::DeletedNotice/> })}
                    {match version {
                        Some(version) => view! { <publishing::VersionNotice version/> }.into_any(),
                        None => view! { <publishing::DraftNotice/> }.into_any(),
                    }}
                    <progress::Background first=progress/>
                    <tabs::Tabs/>
                    <filters::Filters values/>
                    <grid::Grid drawings/>
                </div>
                {may_edit.then(|| view! {
                    <panel::SidePanel tables preview/>
                    <history::HistoryPanel/>
                    <copy::CopyPanel/>
                    <code::CodePanel/>
                    <confirm::Confirm/>
                })}
            </div>
        </Page>
    }
}
