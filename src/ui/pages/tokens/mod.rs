//! `/teams/:name/tokens`: the API tokens of a team. What is done stands in the address, so that it works without
//! scripts: `?new=1` makes one, `?revoke=<number>` asks before one ends.

mod list;
mod made;
mod new;
mod reach;
mod revoke;
mod why;

pub use reach::ReachPage;

use crate::{
    actions::{Answer, tokens::list_tokens},
    model::token::{TokensAnswer, TokensInput},
    ui::{
        flash::use_flash,
        pages::teams::address as team_path,
        parts::{Crumb, Icon, Loaded, Page, button, icons},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The page of the tokens of a team.
pub fn tokens_path(team: &str) -> String {
    format!("/teams/{}/tokens", utf8_percent_encode(team, NON_ALPHANUMERIC))
}

/// The page that says what they reach.
fn reach_path(team: &str) -> String {
    format!("/teams/{}/reach", utf8_percent_encode(team, NON_ALPHANUMERIC))
}

/// The way to the pages of the tokens of a team.
fn crumbs(team: &str) -> Vec<Crumb> {
    vec![Crumb::to("Teams", "/teams"), Crumb::to(team, team_path(team))]
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Here {
    /// Name of the team, as it stands in the address.
    team: StoredValue<String>,
    tokens: Resource<Answer<TokensAnswer>>,
    /// The token that was just made, whole.
    made: RwSignal<Option<String>>,
}

impl Here {
    fn path(self) -> String {
        self.team.with_value(|team| tokens_path(team))
    }

    /// After something was done: the list as it is now.
    fn again(self, navigate: impl Fn(&str, leptos_router::NavigateOptions)) {
        self.tokens.refetch();
        navigate(&self.path(), Default::default());
    }
}

/// What the address asks for, of `name`.
fn asked(name: &'static str) -> Memo<Option<String>> {
    let query = use_query_map();
    Memo::new(move |_| query.try_with(|query| query.get(name)).flatten().filter(|value| !value.is_empty()))
}

#[component]
pub fn TokensPage() -> impl IntoView {
    let team = use_params_map().with_untracked(|params| params.get("name")).unwrap_or_default();
    let asks = team.clone();
    let tokens = Resource::new(move || asks.clone(), |team| list_tokens(TokensInput { team_name: Some(team), ..TokensInput::default() }));
    let made = RwSignal::new(use_flash().and_then(|flash| flash.once("createToken").map(str::to_owned)));
    let here = Here { team: StoredValue::new(team), tokens, made };
    view! { <Loaded resource=tokens missing=true let:answer><Whole here answer/></Loaded> }
}

#[component]
fn Whole(here: Here, answer: TokensAnswer) -> impl IntoView {
    let navigate = use_navigate();
    let TokensAnswer { team_name, tokens, projects, databases } = answer;
    let (is_new, ends) = (asked("new"), asked("revoke"));
    let can_make = !projects.is_empty() || !databases.is_empty();
    let actions = can_make.then(|| {
        let href = format!("{}?new=1", here.path());
        view! { <a class=button::PRIMARY href=href data-noscroll=""><Icon of=icons::PLUS/>"New token"</a> }.into_any()
    });
    let doomed = tokens.clone();
    let form = {
        let (grantable, navigate) = ((projects, databases), navigate.clone());
        move || {
            let ((projects, databases), navigate) = (grantable.clone(), navigate.clone());
            is_new
                .get()
                .map(|_| view! { <new::Form here projects databases navigate=Callback::new(move |()| here.again(navigate.clone()))/> })
        }
    };
    let confirm = move || {
        let number = ends.get()?;
        let token = doomed.iter().find(|token| token.id.to_string() == number)?.clone();
        let navigate = navigate.clone();
        Some(view! { <revoke::Confirm here token done=Callback::new(move |()| here.again(navigate.clone()))/> })
    };
    let mut crumbs = crumbs(&team_name);
    crumbs.push(Crumb::here("Tokens"));

    view! {
        <Page crumbs actions=actions.unwrap_or_else(|| ().into_any())>
            <div class="mx-auto flex max-w-[760px] flex-col gap-6">
                {move || here.made.get().map(|token| view! { <made::Made token/> })}
                {form}
                {confirm}
                <list::List here tokens can_make/>
                <p class="flex flex-wrap gap-2">
                    {can_make.then(|| view! {
                        <a class=button::PLAIN href=reach_path(&team_name)>
                            <Icon of=icons::SHIELD_CHECK/>
                            "What tokens and links reach, and why"
                        </a>
                    })}
                    <a class=button::QUIET href="/api/docs" rel="external"><Icon of=icons::BOOK_OPEN/>"The API as one page"</a>
                </p>
            </div>
        </Page>
    }
}
