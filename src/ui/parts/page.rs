//! The head of every page inside the frame: where one is, and the page's one primary action.

use super::{icon::Icon, icons};
use leptos::prelude::*;
use leptos_meta::Title;

/// One step of the breadcrumb. The last one names the page and is no link.
#[derive(Clone, Debug, PartialEq)]
pub struct Crumb {
    label: String,
    href: Option<String>,
}

impl Crumb {
    pub fn to(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: Some(href.into()) }
    }

    pub fn here(label: impl Into<String>) -> Self {
        Self { label: label.into(), href: None }
    }
}

/// Top bar and content. The page's main heading is the last crumb.
#[component]
pub fn Page(
    crumbs: Vec<Crumb>,
    /// At the right of the top bar: the one primary action, the rest in a menu.
    #[prop(optional)]
    actions: Option<AnyView>,
    /// Boards and grids take the whole width.
    #[prop(optional)]
    wide: bool,
    children: Children,
) -> impl IntoView {
    let title = crumbs.last().map(|crumb| crumb.label.clone()).unwrap_or_default();
    let steps = crumbs
        .into_iter()
        .enumerate()
        .map(|(i, crumb)| {
            let between = (i > 0).then(|| view! { <Icon of=icons::CHEVRON_RIGHT size=14/> });
            match crumb.href {
                Some(href) => view! { <li>{between}<a href=href>{crumb.label}</a></li> }.into_any(),
                None => view! { <li>{between}<span aria-current="page">{crumb.label}</span></li> }.into_any(),
            }
        })
        .collect_view();
    view! {
        <PageTitle text=title.clone()/>
        <header class="topbar">
            <nav aria-label="Breadcrumb" class="min-w-0 flex-1"><ol class="crumbs">{steps}</ol></nav>
            {actions.map(|actions| view! { <div class="topbar-actions">{actions}</div> })}
        </header>
        <main id="content" class=if wide { "content" } else { "content content-narrow" } tabindex="-1">
            <h1 class="sr-only">{title}</h1>
            {children()}
        </main>
    }
}

/// The name of the page in the browser's tab.
#[component]
pub fn PageTitle(#[prop(into)] text: String) -> impl IntoView {
    view! { <Title text=in_title(format!("{text} · VizBoard"))/> }
}

/// The text of a `<title>`. The server writes it as it is, so a name could end the element: escaped here, where HTML is
/// written. The browser sets the title of the document and needs it plain.
fn in_title(text: String) -> String {
    if cfg!(feature = "ssr") { text.replace('&', "&amp;").replace('<', "&lt;") } else { text }
}
