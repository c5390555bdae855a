//! What can be done with the whole board: add a widget first, share, and the rest in a menu.

use super::{publishing::ByHand, setup::draft::ADD, state::BoardState, undo::UndoButtons, view::Choices};
use crate::{
    model::{picture::PictureFormat, place::Place, role::Right},
    ui::parts::{Icon, Menu, PostForm, SubmitButton, button, icons},
};
use leptos::prelude::*;

/// Words that only readers of the screen need where there is no room: a phone shows the signs alone, and the title of
/// the board beside them.
const NOT_ON_PHONES: &str = "max-sm:sr-only";

/// Pages of the project besides its board.
const WAYS: [(Place, &str, &str); 3] = [
    (Place::Sql, icons::SQUARE_TERMINAL, "SQL"),
    (Place::Schema, icons::TABLE_PROPERTIES, "Schema"),
    (Place::Edit, icons::PENCIL, "Edit project"),
];

#[component]
pub fn Actions() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let project = state.project();
    let role = state.board.with_untracked(|board| board.role);
    let delete = Place::Delete.open_to(role, &project);
    let ways = WAYS.map(|(place, icon, title)| {
        place.open_to(role, &project).map(|href| view! { <a class="menu-item" href=href><Icon of=icon/>{title}</a> })
    });
    let is_public = Memo::new(move |_| state.board.with(|board| board.is_public));
    let may = move |right: Right| state.may(right);
    let regenerated = Callback::new(move |_| state.refresh(|| ()));
    view! {
        {may(Right::Share).then(|| view! {
            <a class=format!("board-share {}", button::PLAIN) href=move || state.open("share", "1") data-noscroll="">
                {move || {
                    if is_public.get() {
                        view! { <Icon of=icons::GLOBE/><span class=NOT_ON_PHONES>"Public"</span> }.into_any()
                    } else {
                        view! { <Icon of=icons::SHARE_2/><span class=NOT_ON_PHONES>"Share"</span> }.into_any()
                    }
                }}
            </a>
        })}
        {may(Right::EditBoard).then(|| view! {
            {move || state.arranging.get().then(|| view! { <UndoButtons/> })}
            <a class=button::PLAIN href=move || state.to_arrange(!state.arranging.get()) data-noscroll="">
                {move || {
                    if state.arranging.get() {
                        view! { <Icon of=icons::CHECK/><span class=NOT_ON_PHONES>"Done"</span> }.into_any()
                    } else {
                        view! { <Icon of=icons::MOVE/><span class=NOT_ON_PHONES>"Arrange"</span> }.into_any()
                    }
                }}
            </a>
            <a class=button::PRIMARY href=move || state.open(ADD, "") data-noscroll=""><Icon of=icons::PLUS/><span class=NOT_ON_PHONES>"Add widget"</span></a>
        })}
        <Menu label="More about this project" button=|| view! { <Icon of=icons::ELLIPSIS/> }>
            <Choices/>
            {may(Right::EditBoard).then(|| view! {
                <div class="menu-line"></div>
            <a class="menu-item" href=move || state.open("history", "1") data-noscroll=""><Icon of=icons::HISTORY/>"Versions"</a>
            <a class="menu-item" href=move || state.open("code", "1") data-noscroll=""><Icon of=icons::DOWNLOAD/>"Export and import"</a>
            <ByHand/>
            })}
            // A picture is of the board as it is, not of an old version.
            {(!state.frozen)
                .then(|| {
                    PictureFormat::ALL.map(|format| {
                        let href = move || state.picture(format);
                        view! { <a class="menu-item" href=href rel="external" download=""><Icon of=icons::DOWNLOAD/>{format.label()}</a> }
                    })
                })}
            {may(Right::ViewSchema).then(|| view! { <div class="menu-line"></div> })}
            {ways}
            {may(Right::EditConnections).then(|| view! {
                <PostForm action="regenerateProjectSchemas" next=Place::Board.of(&project) on_done=regenerated>
                    <input type="hidden" name="projectId" value=project.clone()/>
                    <SubmitButton class="menu-item" icon=icons::REFRESH_CW>"Regenerate schemas"</SubmitButton>
                </PostForm>
            })}
            {delete.map(|href| view! {
                <div class="menu-line"></div>
                <a class="menu-item menu-item-bad" href=href><Icon of=icons::TRASH_2/>"Delete project"</a>
            })}
        </Menu>
    }
}
