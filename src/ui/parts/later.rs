//! What is folded away, made when somebody comes near it. A page has many menus and tables of figures that nobody opens; the
//! browser would have to wake each of their elements before the page answers at all.

use leptos::{html, prelude::*};

/// A `<details>` whose content is made later.
#[derive(Clone, Copy)]
pub struct Later {
    pub node: NodeRef<html::Details>,
    pub open: RwSignal<bool>,
    near: RwSignal<bool>,
}

impl Later {
    pub fn closed() -> Self {
        let later = Self { node: NodeRef::new(), open: RwSignal::new(false), near: RwSignal::new(false) };
        // It may have been opened before scripts ran.
        Effect::new(move |_| later.look());
        later
    }

    /// Its state changed: `on:toggle`.
    pub fn look(self) {
        let is = self.node.get_untracked().is_some_and(|node| is_open(&node));
        if is {
            self.come_near();
        }
        self.open.set(is);
    }

    /// The pointer or the focus is on it: `on:pointerenter`, `on:focusin`. It is there before it is opened.
    pub fn come_near(self) {
        if !self.near.get_untracked() {
            self.near.set(true);
        }
    }

    /// The content. Without scripts all of it is there from the beginning.
    #[cfg(feature = "ssr")]
    pub fn content(self, children: Children) -> AnyView {
        let whole = children().to_html();
        view! { <noscript inner_html=whole></noscript>{move || None::<AnyView>} }.into_any()
    }

    #[cfg(not(feature = "ssr"))]
    pub fn content(self, children: Children) -> AnyView {
        let children = std::sync::Mutex::new(Some(children));
        let made = move || {
            let children = self.near.get().then(|| children.lock().ok().and_then(|mut children| children.take())).flatten();
            children.map(|children| children())
        };
        view! { <noscript inner_html=""></noscript>{made} }.into_any()
    }
}

#[cfg(feature = "hydrate")]
fn is_open(details: &leptos::web_sys::HtmlDetailsElement) -> bool {
    details.has_attribute("open")
}

#[cfg(not(feature = "hydrate"))]
fn is_open<T>(_: &T) -> bool {
    false
}
