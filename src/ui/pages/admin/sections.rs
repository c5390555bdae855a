//! The way from one page of the administration to the others.

use crate::ui::parts::Crumb;
use leptos::prelude::*;

const SECTIONS: [(&str, &str); 6] = [
    ("/admin/people", "People"),
    ("/admin/teams", "Teams"),
    ("/admin/settings", "Settings"),
    ("/admin/audit", "Audit log"),
    ("/admin/jobs", "Jobs"),
    ("/admin/health", "Health"),
];

/// The breadcrumb of the page at `here`.
pub fn crumbs(here: &'static str) -> Vec<Crumb> {
    let title = SECTIONS.iter().find(|(path, _)| *path == here).map_or("", |(_, title)| *title);
    vec![Crumb::to("Administration", SECTIONS[0].0), Crumb::here(title)]
}

#[component]
pub fn Sections(here: &'static str) -> impl IntoView {
    let links = SECTIONS.map(|(path, title)| {
        let current = (path == here).then_some("page");
        view! { <a href=path aria-current=current>{title}</a> }
    });
    view! { <nav class="segmented segmented-pages" aria-label="Administration">{links.collect_view()}</nav> }
}
