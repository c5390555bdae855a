//! `/admin/people`: the accounts of this server, invitations and waiting mail, for its administrators.

mod invite;
mod list;
pub mod mail;

use crate::{
    actions::{Answer, people::list_people},
    model::{
        address::Query,
        people::{PeopleAnswer, PeopleInput},
    },
    ui::{
        pages::admin::sections::{Sections, crumbs},
        parts::{FlashError, Icon, Loaded, Page, button, icons},
    },
};
use invite::Invitations;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use list::People;
use mail::WaitingMails;

const HERE: &str = "/admin/people";

/// What plain forms of this page say when they are refused.
const ACTIONS: &[&str] = &[
    "suspendUser",
    "reinstateUser",
    "setServerAdmin",
    "removeSecondFactor",
    "sendResetLink",
    "withdrawInvitation",
    "retryMail",
    "openMail",
    "discardMail",
];

/// What the address asks for: words and page.
#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    search: String,
    page: u32,
}

impl Asked {
    fn of(query: &str) -> Self {
        let query = Query::parse(query.trim_start_matches('?'));
        let page = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
        Self { search: query.get("q").unwrap_or_default().to_owned(), page }
    }

    /// The address of this list at a page.
    fn at(&self, page: u32) -> String {
        let query = if self.search.is_empty() { Query::default() } else { Query::default().with("q", &self.search) };
        if page > 1 { query.with("page", page.to_string()).on(HERE) } else { query.on(HERE) }
    }
}

#[component]
pub fn PeoplePage() -> impl IntoView {
    let location = use_location().search;
    let asked = Memo::new(move |_| location.with(|query| Asked::of(query)));
    let people: Resource<Answer<PeopleAnswer>> = Resource::new(
        move || asked.get(),
        |Asked { search, page }| list_people(PeopleInput { search: Some(search), page: Some(page), ..PeopleInput::default() }),
    );
    let again = Callback::new(move |_: serde_json::Value| people.refetch());
    view! {
        <Page crumbs=crumbs(HERE)>
            <Sections here=HERE/>
            <FlashError actions=ACTIONS/>
            <Loaded resource=people missing=true let:answer>
                <Everything answer asked=asked.get_untracked() again/>
            </Loaded>
        </Page>
    }
}

#[component]
fn Everything(answer: PeopleAnswer, asked: Asked, again: Callback<serde_json::Value>) -> impl IntoView {
    let PeopleAnswer { people, total, page, page_size, invitations, mail, sends_mail, closed } = answer;
    let search = asked.search.clone();
    view! {
        <div class="flex flex-col gap-6 max-w-[760px]">
            <WaitingMails mail sends_mail again here=HERE/>
            <section>
                <form method="get" action=HERE role="search" class="search-form flex-wrap">
                    <label class="input search-input">
                        <Icon of=icons::SEARCH/>
                        <span class="sr-only">"Name or e-mail"</span>
                        <input type="search" name="q" value=search maxlength="200" placeholder="Name or e-mail"/>
                    </label>
                    <button type="submit" class=button::PLAIN>"Search"</button>
                    <a class=button::QUIET href="#invite">"Invite somebody"</a>
                </form>
                <People people total page page_size asked sends_mail again/>
            </section>
            <Invitations invitations closed sends_mail again/>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::Asked;

    #[test]
    fn addresses_of_the_list() {
        let asked = Asked::of("?q=ada%20l&page=3");
        assert_eq!(asked, Asked { search: "ada l".into(), page: 3 });
        assert_eq!(Asked::of(&asked.at(2).replace("/admin/people", "")), Asked { search: "ada l".into(), page: 2 });
        assert_eq!((Asked::of("").at(1), Asked::of("page=x").page), ("/admin/people".to_owned(), 1));
    }
}
