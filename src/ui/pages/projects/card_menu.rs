//! Everything that can be done with a project, behind one button.

use super::{delete::Doomed, list::ListState};
use crate::{
    model::{place::Place, project::ProjectCard, role::Right},
    ui::{
        pages::row_rules::rules_path,
        parts::{Icon, Menu, QuickForm, icons},
    },
};
use leptos::{ev::MouseEvent, prelude::*};

const WAYS: [(Place, &str, &str); 5] = [
    (Place::Board, icons::LAYOUT_DASHBOARD, "Open board"),
    (Place::Sql, icons::SQUARE_TERMINAL, "SQL"),
    (Place::Schema, icons::TABLE_PROPERTIES, "Schema"),
    (Place::Activity, icons::HISTORY, "Activity"),
    (Place::Edit, icons::PENCIL, "Edit"),
];

#[component]
pub fn CardMenu(card: ProjectCard) -> impl IntoView {
    let ListState { listing, reload, doomed, deciding } = expect_context::<ListState>();
    let (summary, role, rules) = (card.summary, card.role, card.rules);
    let id = summary.id.to_string();
    let here = listing.get_untracked().address();
    let done = Callback::new(move |_| reload.run(()));
    let this =
        Doomed { id: id.clone(), title: summary.title.clone(), widgets: summary.widget_count, connections: summary.total_connections };
    let delete = move |ev: MouseEvent| {
        // With scripts the decision is a dialog; the link leads to the page for it.
        if !(ev.ctrl_key() || ev.meta_key() || ev.shift_key()) {
            ev.prevent_default();
            doomed.set(Some(this.clone()));
            deciding.set(true);
        }
    };
    let ways = WAYS.map(|(place, icon, title)| {
        place.open_to(role, &id).map(|href| view! { <a class="menu-item" href=href><Icon of=icon/>{title}</a> })
    });
    let share = if summary.is_public {
        ("Make private", icons::LOCK, "false", "The project is private. Its link no longer works.")
    } else {
        ("Share by link", icons::GLOBE, "true", "The project is public.")
    };
    let can_share = role.may(Right::Share) && (summary.is_public || summary.valid_connections > 0);
    let may_check = role.may(Right::EditConnections) && summary.total_connections > 0;
    view! {
        <Menu label=format!("Menu of {}", summary.title) button=|| view! { <Icon of=icons::ELLIPSIS/> }>
            {ways}
            {rules.then(|| view! { <a class="menu-item" href=rules_path(&id)><Icon of=icons::SHIELD_CHECK/>"Row rules"</a> })}
            {summary
                .id_public
                .filter(|_| summary.is_public)
                .map(|public| {
                    view! {
                        <a class="menu-item" href=format!("/public/{public}") target="_blank" rel="noopener noreferrer">
                            <Icon of=icons::EXTERNAL_LINK/>
                            "Open public page"
                        </a>
                    }
                })}
            {(can_share || may_check).then(|| view! { <div class="menu-line"></div> })}
            {can_share
                .then(|| {
                    let (label, icon, public, said) = share;
                    view! {
                        <QuickForm
                            action="setProjectVisibility"
                            fields=vec![("projectId", id.clone()), ("public", public.to_owned())]
                            next=here.clone()
                            on_done=done
                            done=said
                            class="menu-item"
                            icon=icon
                            label=label
                        />
                    }
                })}
            {may_check
                .then(|| {
                    view! {
                        <QuickForm
                            action="validateProjectConnections"
                            fields=vec![("projectId", id.clone())]
                            next=here.clone()
                            on_done=done
                            done="Checked the connections"
                            class="menu-item"
                            icon=icons::PLUG
                            label="Check connections"
                        />
                        <QuickForm
                            action="regenerateProjectSchemas"
                            fields=vec![("projectId", id.clone())]
                            next=here.clone()
                            on_done=done
                            class="menu-item"
                            icon=icons::REFRESH_CW
                            label="Regenerate schemas"
                        />
                    }
                })}
            {Place::Delete.open_to(role, &id).map(|href| {
                view! {
                    <div class="menu-line"></div>
                    <a class="menu-item menu-item-bad" href=href on:click=delete>
                        <Icon of=icons::TRASH_2/>
                        "Delete…"
                    </a>
                }
            })}
        </Menu>
    }
}
