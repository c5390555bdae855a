//! How the database would carry a statement out, as a tree.

use crate::model::query::PlanStep;
use leptos::prelude::*;

#[component]
pub fn PlanTree(steps: Vec<PlanStep>) -> impl IntoView {
    let most = steps.iter().filter_map(greatest).fold(0.0, f64::max);
    view! { <ul class="sql-plan">{steps.into_iter().map(|step| branch(step, most)).collect_view()}</ul> }
}

fn greatest(step: &PlanStep) -> Option<f64> {
    step.steps
        .iter()
        .filter_map(greatest)
        .chain(step.cost)
        .fold(None, |most: Option<f64>, cost| Some(most.map_or(cost, |most| most.max(cost))))
}

fn branch(step: PlanStep, most: f64) -> AnyView {
    let figure = |label: &'static str, number: f64| view! { <span class="sql-type">{format!("{label} {}", round(number))}</span> };
    let share = step.cost.filter(|_| most > 0.0).map(|cost| (cost / most * 100.0).clamp(0.0, 100.0));
    let below = step.steps.into_iter().map(|step| branch(step, most)).collect_view();
    view! {
        <li>
            <div class="sql-step">
                <span class="sql-step-label">{step.label}</span>
                <span class="sql-step-detail" dir="auto">{step.detail}</span>
                {step.rows.map(|rows| figure("rows", rows))}
                {step.cost.map(|cost| figure("cost", cost))}
                {share.map(|share| view! { <span class="sql-share" aria-hidden="true"><span style=format!("width: {share:.0}%")></span></span> })}
            </div>
            <ul>{below}</ul>
        </li>
    }
    .into_any()
}

fn round(number: f64) -> String {
    if number.abs() >= 100.0 || number.fract() == 0.0 { format!("{number:.0}") } else { format!("{number:.2}") }
}
