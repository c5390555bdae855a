//! The few foreign scripts of the interface, loaded when they are first needed.

use js_sys::Promise;
use leptos::prelude::document;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// A live chart (`browser.js`). Follows size and theme by itself.
    pub type Chart;

    #[wasm_bindgen(js_namespace = vizboardCharts, catch)]
    fn mount(element: &web_sys::Element, option: &str) -> Result<Chart, JsValue>;

    /// Takes its listeners and its picture away. Nothing may be asked of it afterwards.
    #[wasm_bindgen(method)]
    pub fn dispose(this: &Chart);
}

/// Draws an option into an empty element, after the script at `address` has come.
///
/// # Errors
/// What the browser says when the script cannot be loaded or the option cannot be drawn.
pub async fn chart(address: &str, element: &web_sys::Element, option: &str) -> Result<Chart, JsValue> {
    load(address).await?;
    mount(element, option)
}

/// Loads a script once. A failure is not remembered: the next who asks tries again.
async fn load(address: &str) -> Result<(), JsValue> {
    thread_local! {
        static LOADING: RefCell<Option<Promise>> = const { RefCell::new(None) };
    }
    let promise = LOADING.with_borrow_mut(|loading| loading.get_or_insert_with(|| script(address)).clone());
    let done = JsFuture::from(promise).await;
    if done.is_err() {
        LOADING.set(None);
    }
    done.map(|_| ())
}

/// A script element rather than `import()`, which no Rust binding offers without a script of its own.
fn script(address: &str) -> Promise {
    Promise::new(&mut |done, failed| {
        let add = || {
            let script = document().create_element("script")?;
            script.set_attribute("type", "module")?;
            script.set_attribute("src", address)?;
            script.add_event_listener_with_callback("load", &done)?;
            script.add_event_listener_with_callback("error", &failed)?;
            document().document_element().ok_or_else(|| JsValue::from_str("no document"))?.append_child(&script)?;
            Ok(())
        };
        let added: Result<(), JsValue> = add();
        if let Err(cause) = added {
            // Rejecting calls nothing of ours that could fail.
            failed.call1(&JsValue::NULL, &cause).ok();
        }
    })
}
