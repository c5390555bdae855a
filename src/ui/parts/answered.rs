//! Resources read inside `Suspense`.

use leptos::prelude::*;

/// The value of a resource, for the view of a `Suspend`.
///
/// Before the server renders what is inside a `Suspense` it runs over it, twice, to learn what will be waited for. A
/// resource that has its answer by then would let the view be made in each of these runs, with resources of its own that
/// are numbered and then abandoned; the browser, which makes the view once, would count differently and read one answer
/// for another. So the server lets none of these runs get past this.
pub async fn answered<T>(resource: Resource<T>) -> T
where
    T: Clone + Send + Sync + 'static,
{
    #[cfg(feature = "ssr")]
    tokio::task::yield_now().await;
    resource.await
}
