//! Pictures and pages from elsewhere. Whether their origin is allowed was looked at on the server, and the browser
//! looks again by the content security policy.

use leptos::prelude::*;

#[component]
pub fn ImageView(address: String, #[prop(into)] title: String) -> impl IntoView {
    view! { <div class="media"><img class="media-image" src=address alt=title loading="lazy" referrerpolicy="no-referrer"/></div> }
}

/// The frame may run scripts of its own, but reaches neither this page nor its cookies, opens nothing, sends no forms.
#[component]
pub fn EmbedView(address: String, #[prop(into)] title: String) -> impl IntoView {
    view! {
        <div class="media">
            <iframe class="media-page" src=address title=title sandbox="allow-scripts" referrerpolicy="no-referrer"></iframe>
        </div>
    }
}
