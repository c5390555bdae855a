//! `/`: for visitors what this is, for signed-in people where they left off.

mod picture;
mod signed_in;
mod visitor;

use crate::ui::{frame::Around, session::use_session};
use leptos::prelude::*;
use signed_in::SignedIn;
use visitor::Visitor;

#[component]
pub fn Home() -> impl IntoView {
    let session = use_session();
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match session.user().await {
                    Some(user) => view! { <Around><SignedIn user=user/></Around> }.into_any(),
                    None => view! { <Visitor/> }.into_any(),
                }
            })}
        </Suspense>
    }
}
