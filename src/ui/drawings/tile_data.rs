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
/// when `key` changes, on request, as long as the answer is "still loading", and now and then while it is a failure:
/// a database that comes back shows by itself.
pub fn use_tile<K, F, Fut>(brought: Option<Drawing>, key: Memo<K>, fetch: F) -> TileData
where
    K: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(K) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Drawing> + 'static,
{
    // What is not there yet is asked for at once, what failed after a while.
    let first_wait = match &brought {
        None | Some(Drawing::Loading) => Some(0),
        Some(drawing) => again_in(drawing, 0),
    };
    let drawing = RwSignal::new(brought.unwrap_or(Drawing::Loading));
    let busy = RwSignal::new(false);
    // Counts the questions, so that a late answer to an old one is dropped.
    let asked = StoredValue::new(0_u32);
    let go = move |wait_ms: u32| {
        let (fetch, key) = (fetch.clone(), key.get_untracked());
        asked.update_value(|n| *n += 1);
        let mine = asked.get_value();
        // Nobody waits for what is asked after a failure.
        busy.set(!drawing.with_untracked(is_failed) || wait_ms == 0);
        leptos::task::spawn_local(async move {
            let mut wait_ms = wait_ms;
            loop {
                pause(wait_ms).await;
                while drawing.try_with_untracked(is_failed) == Some(true) && nobody_looks() {
                    pause(FAILED_MS.0).await;
                }
                if asked.try_get_value() != Some(mine) {
                    return;
                }
                let answer = fetch(key.clone()).await;
                if asked.try_get_value() != Some(mine) {
                    return;
                }
                let again = again_in(&answer, wait_ms);
                busy.set(answer == Drawing::Loading);
                // A table that is only slow keeps its old rows meanwhile, and a failure that stays is not drawn anew.
                let keeps = |old: &Drawing| *old == answer || (answer == Drawing::Loading && matches!(old, Drawing::Table(_)));
                if !drawing.with_untracked(keeps) {
                    drawing.set(answer);
                }
                match again {
                    Some(ms) => wait_ms = ms,
                    None => return,
                }
            }
        });
    };
    let ask = {
        let go = go.clone();
        Callback::new(move |()| go(0))
    };
    Effect::new(move |before: Option<K>| {
        let now = key.get();
        match (before, first_wait) {
            (None, Some(ms)) => go(ms),
            (Some(before), _) if before != now => go(0),
            _ => {}
        }
        now
    });
    TileData { drawing, busy, ask }
}

/// Shortest and longest wait before a slow tile, or one that failed, is asked for again, in milliseconds.
const SLOW_MS: (u32, u32) = (500, 8_000);
const FAILED_MS: (u32, u32) = (5_000, 60_000);

/// How long to wait before the same is asked again, after a wait of `waited`; nothing when the answer stands.
fn again_in(answer: &Drawing, waited: u32) -> Option<u32> {
    let (least, most) = match answer {
        Drawing::Loading => SLOW_MS,
        Drawing::Failed { .. } => FAILED_MS,
        _ => return None,
    };
    Some((waited * 2).clamp(least, most))
}

pub fn is_failed(drawing: &Drawing) -> bool {
    matches!(drawing, Drawing::Failed { .. })
}

/// Whether the page is behind others: nothing is asked for nobody.
fn nobody_looks() -> bool {
    #[cfg(feature = "hydrate")]
    {
        document().hidden()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        false
    }
}

/// Lets `ms` milliseconds pass. Nobody waits on the server.
pub(crate) async fn pause(ms: u32) {
    if ms == 0 {
        return;
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_failed_is_asked_again_ever_less_often() {
        let failed = Drawing::Failed { message: "The server does not answer.".into(), hint: String::new() };
        let waits = std::iter::successors(Some(0), |waited| again_in(&failed, *waited));
        assert_eq!(waits.take(7).collect::<Vec<_>>(), [0, 5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
        let waits = std::iter::successors(Some(0), |waited| again_in(&Drawing::Loading, *waited));
        assert_eq!(waits.take(7).collect::<Vec<_>>(), [0, 500, 1_000, 2_000, 4_000, 8_000, 8_000]);
        assert_eq!(again_in(&Drawing::Loading, 60_000), Some(8_000));
        assert_eq!(again_in(&Drawing::Title { text: "Sales".into() }, 0), None);
    }
}
