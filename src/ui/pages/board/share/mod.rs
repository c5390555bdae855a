//! Sharing: the public link, further links with rights of their own, and one link in its form (`?share=1`, `?share=new`,
//! `?share=<id>`), and the board inside other sites (`?share=embed`).

mod editor;
mod embed;
mod first;
mod links;

pub use links::Guards;

use super::state::BoardState;
use crate::{
    actions::{
        Answer,
        sharing::{get_embedding, list_links},
    },
    model::{
        embedding::Embedding,
        outcome::Outcome,
        project::ProjectInput,
        share_link::{LinksAnswer, LinksInput, ShareLink},
    },
    ui::parts::{Loaded, Notice, badge::Tone},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// In the address: what of sharing is open.
const SHARE: &str = "share";

#[component]
pub fn Share() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let can_share = Memo::new(move |_| state.board.with(|board| board.can_share));
    move || match can_share.get() {
        true => view! { <Links/> }.into_any(),
        false => view! {
            <Notice tone=Tone::Warn>
                "A board can be shared once one of its connections works. "
                <a class="link-quiet" href=format!("/projects/{}/edit", state.project())>"Edit the connections"</a>
            </Notice>
        }
        .into_any(),
    }
}

/// Reads the links again after one was changed.
#[derive(Clone, Copy)]
struct Again(Callback<()>);

#[component]
fn Links() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let is_public = Memo::new(move |_| state.board.with(|board| board.id_public.clone()));
    let shared: Resource<Answer<Shared>> = Resource::new(move || is_public.get(), move |_| load(state.project()));
    provide_context(Again(Callback::new(move |()| shared.refetch())));
    view! { <Loaded resource=shared let:shared><Body shared/></Loaded> }
}

/// Everything that shows a board to others, in one answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Shared {
    links: Vec<ShareLink>,
    /// Tables with row rules that the board shows.
    limited_tables: Vec<String>,
    embedding: Option<Embedding>,
}

async fn load(project: String) -> Answer<Shared> {
    let LinksAnswer { links, limited_tables } =
        match list_links(LinksInput { project_id: Some(project.clone()), ..LinksInput::default() }).await? {
            Outcome::Done(answer) => answer,
            Outcome::Failed(failure) => return Ok(Outcome::Failed(failure)),
        };
    Ok(match get_embedding(ProjectInput::of(project)).await? {
        Outcome::Done(answer) => Outcome::Done(Shared { links, limited_tables, embedding: answer.embedding }),
        Outcome::Failed(failure) => Outcome::Failed(failure),
    })
}

#[component]
fn Body(shared: Shared) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let asked = Memo::new(move |_| state.query.with(|query| query.get(SHARE).map(str::to_owned)));
    let shared = StoredValue::new(shared);
    move || {
        let (asked, Shared { links, limited_tables, embedding }) = (asked.get().unwrap_or_default(), shared.get_value());
        let known = links.iter().find(|link| link.id == asked).cloned();
        match (known, asked.as_str()) {
            (Some(link), _) => view! { <editor::Editor link=Some(link)/> }.into_any(),
            (None, "embed") => view! { <embed::Embed embedding/> }.into_any(),
            (None, "new") => view! { <editor::Editor link=None/> }.into_any(),
            _ => view! { <Limited tables=limited_tables/> <first::First/> <links::List links/> }.into_any(),
        }
    }
}

/// Said where links show more than members see.
#[component]
fn Limited(tables: Vec<String>) -> impl IntoView {
    (!tables.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Warn>
                {format!("Row rules limit who in the team sees which rows of {}. ", tables.join(", "))}
                "A link or embedding belongs to no account: it shows what a rule for editors leaves, and every row where only viewers or tokens are limited."
            </Notice>
        }
    })
}
