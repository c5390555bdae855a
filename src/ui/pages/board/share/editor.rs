//! One link in its form: what its readers may do, what guards it, and its end.

use super::{Again, SHARE, links::back};
use crate::{
    model::{
        board_filter::BoardFilter,
        share_link::{FIRST, ShareLink},
        time::Timestamp,
    },
    ui::{
        pages::board::state::BoardState,
        parts::{Field, PasswordField, PostForm, SelectField, SubmitButton, TextArea, button, icons},
    },
};
use leptos::prelude::*;

#[component]
pub fn Editor(
    /// Absent for a new one.
    link: Option<ShareLink>,
) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let again = expect_context::<Again>();
    let is_first = link.as_ref().is_some_and(|link| link.id == FIRST);
    let id = link.as_ref().map(|link| link.id.clone());
    let hidden = id.clone().map(|id| view! { <input type="hidden" name="linkId" value=id/> });
    let title = link.as_ref().map(|link| link.title.clone()).unwrap_or_default();
    let has_password = link.as_ref().is_some_and(|link| link.has_password);
    let last_day = link.as_ref().and_then(|link| link.expires_at).map(Timestamp::last_day);
    let filters = state.board.with_untracked(|board| board.filters.clone());
    let untouched = link.as_ref().is_some_and(|link| link.rights.untouched);
    let diagram = link.as_ref().is_some_and(|link| link.rights.diagram);
    let downloads = link.as_ref().is_some_and(|link| link.rights.downloads);
    let choices =
        filters.into_iter().enumerate().map(|(place, filter)| view! { <FilterChoice place filter link=link.clone()/> }).collect_view();
    let has_filters = !choices.is_empty();
    let body = move || {
        view! {
            {match is_first {
                true => view! { <input type="hidden" name="title" value="Public link"/> }.into_any(),
                false => view! { <Field name="title" label="Title" value=title maxlength=60 required=true hint="For you: who gets this link"/> }.into_any(),
            }}
            {choices}
            {has_filters
                .then(|| {
                    view! {
                        <label class="check-row">
                            <input type="checkbox" class="checkbox checkbox-sm" name="untouched" value="true" checked=untouched/>
                            <span>"Also show widgets that a fixed filter does not narrow, with all their rows"</span>
                        </label>
                    }
                })}
            <label class="check-row">
                <input type="checkbox" class="checkbox checkbox-sm" name="diagram" value="true" checked=diagram/>
                <span>"Also show the diagram of all tables: their columns and keys, without data"</span>
            </label>
            <label class="check-row">
                <input type="checkbox" class="checkbox checkbox-sm" name="downloads" value="true" checked=downloads/>
                <span>"Let readers download the rows of each widget as a file: the columns that it shows, and only rows that the link shows"</span>
            </label>
            <PasswordField
                name="password"
                label="Password"
                autocomplete="new-password"
                hint=if has_password { "Set. Leave this empty to keep it." } else { "Empty: whoever has the link gets in." }
            />
            {has_password
                .then(|| {
                    view! {
                        <label class="check-row">
                            <input type="checkbox" class="checkbox checkbox-sm" name="removePassword" value="true"/>
                            <span>"Remove the password"</span>
                        </label>
                    }
                })}
            <Field name="expiresOn" label="Last day" kind="date" optional=true value=last_day.unwrap_or_default() hint="The link ends with this day, in UTC."/>
            <div class="panel-foot-inline">
                <SubmitButton class=button::PRIMARY>"Save link"</SubmitButton>
                <a class=button::PLAIN href=move || state.open(SHARE, "1") data-noscroll="">"Cancel"</a>
            </div>
        }
    };
    view! {
        <PostForm action="saveLink" next=untrack(|| state.open(SHARE, "1")) on_done=back(state, again) class="panel-stack">
            <input type="hidden" name="projectId" value=state.project()/>
            {hidden}
            {body()}
        </PostForm>
        {id.map(|id| view! { <Ends id/> })}
    }
}

/// What the link says about one filter.
#[component]
fn FilterChoice(place: usize, filter: BoardFilter, link: Option<ShareLink>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let fixed = link.as_ref().and_then(|link| link.rights.fixes(&filter.id)).map(|fixed| fixed.values.join("\n"));
    let used = match (&fixed, link) {
        (Some(_), _) => "fixed",
        (None, Some(link)) if !link.rights.lets_use(&filter.id) => "hidden",
        (None, _) => "open",
    };
    let is_fixed = RwSignal::new(used == "fixed");
    let not_narrowed: Vec<String> = state.board.with_untracked(|board| {
        let reads = board.widgets.iter().filter(|widget| !widget.configs.labels().is_empty());
        reads.filter(|widget| !filter.touches(&widget.id)).map(|widget| widget.title.clone()).collect()
    });
    let hint = match not_narrowed.is_empty() {
        true => "Narrows every widget of the board. Several values stand one a line.".to_owned(),
        false => format!("Does not narrow: {}. Several values stand one a line.", not_narrowed.join(", ")),
    };
    let name = |field: &str| format!("filters[{place}][{field}]");
    let uses = [("open", "Readers choose"), ("fixed", "Fixed, and not shown"), ("hidden", "Not shown, narrows nothing")];
    view! {
        <fieldset class="share-filter">
            <legend class="field-label" dir="auto">{format!("Filter {}", filter.label)}</legend>
            <input type="hidden" name=name("filterId") value=filter.id.to_string()/>
            <SelectField
                name=name("use")
                label="What readers can do"
                choices=uses.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec()
                value=used
                on_change=Callback::new(move |used: String| is_fixed.set(used == "fixed"))
            />
            <div class:with-scripts-hidden=move || !is_fixed.get()>
                <TextArea name=name("values") label="Fixed at" rows=1 value=fixed.unwrap_or_default() hint/>
            </div>
        </fieldset>
    }
}

/// Another address, or none.
#[component]
fn Ends(id: String) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let again = expect_context::<Again>();
    let (next, same) = (untrack(|| state.open(SHARE, "1")), id.clone());
    let fields = move |id: String| {
        view! {
            <input type="hidden" name="projectId" value=state.project()/>
            <input type="hidden" name="linkId" value=id/>
        }
    };
    view! {
        <hr class="panel-rule"/>
        <p class="field-hint">"A new address ends the present one at once: use it when the link came into wrong hands."</p>
        <PostForm action="rotateLink" next=next.clone() on_done=back(state, again)>
            {fields(same)}
            <SubmitButton class=button::PLAIN icon=icons::REFRESH_CW>"New address"</SubmitButton>
        </PostForm>
        <PostForm action="revokeLink" next=next on_done=back(state, again)>
            {fields(id)}
            <SubmitButton class=button::DANGER_QUIET icon=icons::UNLINK>"Revoke link"</SubmitButton>
        </PostForm>
    }
}
