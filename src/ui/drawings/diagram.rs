//! An entity diagram: a drawing of the server's, which scripts let one move about.

use crate::ui::parts::{Icon, button, icons};
use leptos::{html, prelude::*};

/// `svg` comes with a page that the server made; a page that the browser made by itself asks the server for all of it.
#[component]
pub fn DiagramView(svg: Option<String>, #[prop(into)] title: String) -> impl IntoView {
    let frame = NodeRef::<html::Div>::new();
    move_about(frame);
    let tool = |what: &'static str, label: &'static str, icon: &'static str| {
        view! { <button type="button" class=button::TOOL data-do=what aria-label=label title=label><Icon of=icon/></button> }
    };
    view! {
        <div class="diagram-frame" tabindex="0" role="region" aria-label=title aria-describedby="diagram-keys" node_ref=frame>
            // The one place where a diagram becomes markup: `svg` is written by the server, which escapes every text.
            <div class="diagram-drawing" inner_html=svg.unwrap_or_default()></div>
            <div class="diagram-tools needs-scripts">
                {tool("in", "Larger", icons::PLUS)}
                {tool("out", "Smaller", icons::MINUS)}
                {tool("fit", "Show all", icons::MAXIMIZE_2)}
            </div>
        </div>
        <p class="sr-only" id="diagram-keys">"Arrow keys move the diagram, plus and minus change its size, zero shows all of it."</p>
    }
}

#[cfg(feature = "hydrate")]
fn move_about(frame: NodeRef<html::Div>) {
    use crate::ui::{js, shell::asset};

    let address = asset("gen/diagram.js");
    let diagram = StoredValue::new_local(None::<js::Diagram>);
    Effect::new(move |_| {
        let Some(frame) = frame.get() else { return };
        if !matches!(frame.query_selector("svg.dg"), Ok(Some(_))) {
            // Refused only for addresses that are none.
            let _ = window().location().reload();
            return;
        }
        let address = address.clone();
        leptos::task::spawn_local(async move {
            match js::diagram(&address, &frame).await {
                // The page may have gone while the script was on its way.
                Ok(moved) => {
                    let mut moved = Some(moved);
                    if diagram.try_update_value(|diagram| *diagram = moved.take()).is_none()
                        && let Some(moved) = moved
                    {
                        moved.dispose();
                    }
                }
                Err(cause) => leptos::logging::warn!("a diagram stays where it is: {cause:?}"),
            }
        });
    });
    on_cleanup(move || {
        if let Some(Some(diagram)) = diagram.try_update_value(Option::take) {
            diagram.dispose();
        }
    });
}

/// On the server the drawing is all there is.
#[cfg(not(feature = "hydrate"))]
fn move_about(_: NodeRef<html::Div>) {}
