//! A chart: the server's picture.

use crate::model::drawing::ChartDrawing;
use leptos::prelude::*;

#[component]
pub fn ChartView(drawing: ChartDrawing, #[prop(into)] title: String) -> impl IntoView {
    view! { <figure class="chart" role="img" aria-label=title inner_html=drawing.svg.unwrap_or_default()></figure> }
}
