//! The three states of whatever an action answers: loading, failed, there.

use super::{answered::answered, badge::Tone, button, icon::Icon, icons, notice::Notice};
use crate::{
    actions::Answer,
    error::{AppError, Kind},
    model::{factor::SECOND_FACTOR_WANTED, outcome::Outcome},
    ui::{pages::not_found::NotFoundBody, status::set_status},
};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

#[component]
pub fn Loaded<T, V, F>(
    resource: Resource<Answer<T>>,
    /// What stands in while it loads; lines of skeleton when not given.
    #[prop(optional, into)]
    fallback: Option<ViewFn>,
    /// A refusal means that the page's object does not exist: the page says so with status 404.
    #[prop(optional)]
    missing: bool,
    /// What the query of the address fills in. A refusal of one of these is about that, and said with status 400.
    #[prop(optional)]
    asked: &'static [&'static str],
    children: F,
) -> impl IntoView
where
    T: Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync + 'static,
    V: IntoView + 'static,
    F: Fn(T) -> V + Clone + Send + Sync + 'static,
{
    let fallback = fallback.unwrap_or_else(|| ViewFn::from(|| view! { <Skeleton/> }));
    view! {
        <Transition fallback=move || fallback.run()>
            {move || {
                let children = children.clone();
                Suspend::new(async move {
                    match answered(resource).await {
                        Ok(Outcome::Done(value)) => children(value).into_any(),
                        // They are sent to setting one up by the frame.
                        Ok(Outcome::Failed(failure)) if failure.code.as_deref() == Some(SECOND_FACTOR_WANTED) => ().into_any(),
                        Ok(Outcome::Failed(failure)) if failure.field.as_deref().is_some_and(|field| asked.contains(&field)) => {
                            set_status(400);
                            view! { <Failed text=failure.error resource=resource/> }.into_any()
                        }
                        Ok(Outcome::Failed(_)) if missing => {
                            set_status(404);
                            view! { <NotFoundBody/> }.into_any()
                        }
                        Ok(Outcome::Failed(failure)) => view! { <Failed text=failure.error resource=resource/> }.into_any(),
                        // Who is not signed in is sent to the log-in page by the frame.
                        Err(AppError { kind: Kind::Unauthorized, .. }) => ().into_any(),
                        Err(error) => {
                            set_status(error.status());
                            view! { <Failed text=error.text resource=resource/> }.into_any()
                        }
                    }
                })
            }}
        </Transition>
    }
}

/// What could not be loaded, with a way to try again.
#[component]
fn Failed<T>(text: String, resource: Resource<Answer<T>>) -> impl IntoView
where
    T: Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync + 'static,
{
    view! {
        <Notice tone=Tone::Bad alert=true>
            <p>{text}</p>
            <p class="mt-2">
                <button type="button" class="needs-scripts btn btn-plain btn-sm" on:click=move |_| resource.refetch()>
                    <Icon of=icons::REFRESH_CW size=14/>
                    "Try again"
                </button>
                <a class=format!("without-scripts {} btn-sm", button::PLAIN) href="">"Try again"</a>
            </p>
        </Notice>
    }
}

/// Lines that breathe while something loads.
#[component]
pub fn Skeleton(#[prop(default = 4)] lines: u8) -> impl IntoView {
    let widths = ["w-2/3", "w-full", "w-5/6", "w-1/2"];
    view! {
        <div class="flex flex-col gap-3" aria-busy="true" aria-label="Loading" role="status">
            {(0..lines).map(|i| view! { <div class=format!("skeleton-line {}", widths[usize::from(i) % widths.len()])></div> }).collect_view()}
        </div>
    }
}
