//! What the operator decided about accounts, as far as the pages say it: told by the server, handed to the browser with
//! the page.

use crate::model::account::Entrance;
use leptos::prelude::*;

/// Call once at the root of the application, outside the router. The server puts an [`Entrance`] into the context.
pub fn provide_entrance() {
    let entrance: SharedValue<Entrance> = SharedValue::new(|| use_context::<Entrance>().unwrap_or_default());
    provide_context(entrance.into_inner());
}

pub fn use_entrance() -> Entrance {
    expect_context()
}
