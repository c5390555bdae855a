//! What a tile shows, over time: what came with the page, and what the browser asked for since.

use crate::model::drawing::Drawing;
use leptos::prelude::*;
use std::future::Future;

/// The drawing of one tile and whether a newer one is on its way.
#[derive(Clone, Copy)]
pub struct TileData {
    pub drawing: RwSignal<Drawing>,
    pub busy: RwSignal<bool>,
    pub ask: Callback<()>,
}

/// Starts with what the page brought along (nothing when the browser opened the page by itself) and asks again
/// when `key` changes, on request, and as long as the answer is "still loading".
pub fn use_tile<K, F, Fut>(brought: Option<Drawing>, key: Memo<K>, fetch: F) -> TileData
where
    K: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(K) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Drawing> + 'static,
{
    let settled = brought.as_ref().is_some_and(|drawing| *drawing != Drawing::Loading);
    let drawing = RwSignal::new(brought.unwrap_or(Drawing::Loading));
    let busy = RwSignal::new(false);
    // Counts the questions, so that a late answer to an old one is dropped.
    let asked = StoredValue::new(0_u32);
    let go = move |wait_ms: u32| {
        let (fetch, key) = (fetch.clone(), key.get_untracked());
        asked.update_value(|n| *n += 1);
        let mine = asked.get_value();
        busy.set(true);
        leptos::task::spawn_local(async move {
            let mut wait_ms = wait_ms;
            loop {
                if wait_ms > 0 {
                    pause(wait_ms).await;
                }
                if asked.try_get_value() != Some(mine) {
                    return;
                }
                let answer = fetch(key.clone()).await;
                if asked.try_get_value() != Some(mine) {
                    return;
                }
                let again = answer == Drawing::Loading;
                // A table that is only slow keeps its old rows meanwhile.
                if !again || drawing.with_untracked(|old| !matches!(old, Drawing::Table(_))) {
                    drawing.set(answer);
                }
                if !again {
                    busy.set(false);
                    return;
                }
                wait_ms = (wait_ms * 2).clamp(500, 8_000);
            }
        });
    };
    let ask = {
        let go = go.clone();
        Callback::new(move |()| go(0))
    };
    Effect::new(move |before: Option<K>| {
        let now = key.get();
        match before {
            None if !settled => go(0),
            Some(before) if before != now => go(0),
            _ => {}
        }
        now
    });
    TileData { drawing, busy, ask }
}

/// Lets `ms` milliseconds pass. Nobody waits on the server.
async fn pause(ms: u32) {
    #[cfg(feature = "hydrate")]
    {
        let promise = js_sys::Promise::new(&mut |resolve, _| {
            // Without a timer the promise would never resolve: then ask at once.
            if window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms as i32).is_err() {
                let _ = resolve.call0(&wasm_bindgen::JsValue::NULL);
            }
        });
        // It only ever resolves.
        let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = ms;
    }
}
