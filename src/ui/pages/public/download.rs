//! The rows of one tile as a file, with what the reader chose: links, which go without scripts.

use crate::ui::{
    drawings::links::use_query,
    parts::{FILE_FORMATS, Icon, Menu, icons},
};
use leptos::prelude::*;

#[component]
pub fn Download(
    /// The token of the link.
    id: String,
    place: u32,
    /// Of the tile.
    title: String,
) -> impl IntoView {
    let query = use_query();
    let path = format!("/api/public/{id}/tiles/{place}/file");
    let links = FILE_FORMATS
        .map(|(format, label)| {
            let path = path.clone();
            let href = move || query.get().with("format", format).on(&path);
            // Not for those who follow every link there is: each reads a whole table.
            view! { <a class="menu-item" href=href rel="external nofollow">{label}</a> }
        })
        .collect_view();
    view! { <Menu label=format!("Download {title}") button=|| view! { <Icon of=icons::DOWNLOAD/> }>{links}</Menu> }
}
