//! The few foreign scripts of the interface, loaded when they are first needed.

use js_sys::Promise;
use leptos::prelude::document;
use std::{cell::RefCell, collections::HashMap};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// A live chart (`browser.js`). Follows size and theme by itself.
    pub type Chart;

    #[wasm_bindgen(js_namespace = vizboardCharts, catch)]
    fn mount(element: &web_sys::Element, option: &str, tell: Option<&js_sys::Function>) -> Result<Chart, JsValue>;

    /// Resolves when it is the turn of the chart inside this frame (`turns.js`).
    #[wasm_bindgen(js_namespace = vizboardCharts)]
    fn turn(frame: &web_sys::Element) -> Promise;

    /// Lets one mark stand out, by its places in its groups; without any, none does.
    #[wasm_bindgen(method)]
    pub fn choose(this: &Chart, row: Option<u32>, series: Option<u32>);

    /// Takes its listeners and its picture away. Nothing may be asked of it afterwards.
    #[wasm_bindgen(method)]
    pub fn dispose(this: &Chart);

    /// An editor of statements (`sql.js`) in the place of a text area, whose value it keeps.
    pub type Editor;

    #[wasm_bindgen(js_namespace = vizboardSql, js_name = mount, catch)]
    fn mount_editor(
        element: &web_sys::Element,
        area: &web_sys::Element,
        kind: &str,
        tables: &str,
        tell: &js_sys::Function,
    ) -> Result<Editor, JsValue>;

    /// The selection, else the statement at the cursor, as JSON: its text and its place in characters.
    #[wasm_bindgen(method)]
    pub fn one(this: &Editor) -> String;

    /// Every statement, as a JSON list of such.
    #[wasm_bindgen(method)]
    pub fn all(this: &Editor) -> String;

    #[wasm_bindgen(method)]
    pub fn insert(this: &Editor, name: &str);

    #[wasm_bindgen(method)]
    pub fn replace(this: &Editor, text: &str);

    /// Puts the cursor to a place, in characters.
    #[wasm_bindgen(method)]
    pub fn go(this: &Editor, place: usize);

    /// Completes other names from now on.
    #[wasm_bindgen(method)]
    pub fn schema(this: &Editor, kind: &str, tables: &str);

    #[wasm_bindgen(method, js_name = dispose)]
    pub fn close(this: &Editor);

    /// A diagram that can be moved (`diagram.js`).
    pub type Diagram;

    #[wasm_bindgen(js_namespace = vizboardDiagram, js_name = mount, catch)]
    fn mount_diagram(frame: &web_sys::Element) -> Result<Diagram, JsValue>;

    /// Takes its listeners away.
    #[wasm_bindgen(method)]
    pub fn dispose(this: &Diagram);

    /// Asks the browser to make a passkey (`passkeys.js`): JSON in and out.
    #[wasm_bindgen(js_namespace = vizboardPasskeys, js_name = make, catch)]
    async fn make_passkey(options: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = vizboardPasskeys, js_name = show, catch)]
    async fn show_passkey(options: &str) -> Result<JsValue, JsValue>;
}

/// Asks the browser to make a passkey, or to have one sign, after the script at `address` has come. JSON in and out.
///
/// # Errors
/// What the browser says when the person declined, or the script cannot be loaded.
pub async fn passkey(address: &str, options: &str, makes: bool) -> Result<String, JsValue> {
    load(address).await?;
    let answer = if makes { make_passkey(options).await? } else { show_passkey(options).await? };
    answer.as_string().ok_or(answer)
}

/// Draws an option into an empty element of `frame`, after the scripts have come, one after the other, and when it is its
/// turn. `tell` hears which mark is clicked, by its places in the first and the second group.
///
/// # Errors
/// What the browser says when the script cannot be loaded or the option cannot be drawn.
pub async fn chart(
    scripts: &[String],
    frame: &web_sys::Element,
    element: &web_sys::Element,
    option: &str,
    tell: Option<&js_sys::Function>,
) -> Result<Chart, JsValue> {
    for address in scripts {
        load(address).await?;
    }
    JsFuture::from(turn(frame)).await?;
    mount(element, option, tell)
}

/// Lets the drawing inside `frame` be moved, after the script at `address` has come.
///
/// # Errors
/// What the browser says when the script cannot be loaded or there is no drawing.
pub async fn diagram(address: &str, frame: &web_sys::Element) -> Result<Diagram, JsValue> {
    load(address).await?;
    mount_diagram(frame)
}

/// Puts an editor into an empty element, after the script at `address` has come. `tell` hears what happens there:
/// `change`, and `one` or `all` when a statement or all of them are to be run.
///
/// # Errors
/// What the browser says when the script cannot be loaded or started.
pub async fn editor(
    address: &str,
    element: &web_sys::Element,
    area: &web_sys::Element,
    kind: &str,
    tables: &str,
    tell: &js_sys::Function,
) -> Result<Editor, JsValue> {
    load(address).await?;
    mount_editor(element, area, kind, tables, tell)
}

/// Loads a script once. A failure is not remembered: the next who asks tries again.
async fn load(address: &str) -> Result<(), JsValue> {
    thread_local! {
        static LOADING: RefCell<HashMap<String, Promise>> = RefCell::default();
    }
    let promise = LOADING.with_borrow_mut(|loading| loading.entry(address.to_owned()).or_insert_with(|| script(address)).clone());
    let done = JsFuture::from(promise).await;
    if done.is_err() {
        LOADING.with_borrow_mut(|loading| loading.remove(address));
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
