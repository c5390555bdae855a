//! `/admin/jobs`: work of the background, each kind as a whole, checks and readings one by one, letters, and what the
//! server looks after by itself.

mod list;
mod work;

use crate::{
    actions::operation::list_jobs,
    model::{
        address::Query,
        jobs::{JobsAnswer, JobsInput, Stage},
    },
    ui::{
        drawings::links::use_query,
        pages::{
            admin::sections::{Sections, crumbs},
            people::mail::WaitingMails,
        },
        parts::{FlashError, Loaded, Page, loaded::Skeleton},
    },
};
use leptos::prelude::*;
use list::List;
use work::{AllWork, Rounds};

const HERE: &str = "/admin/jobs";

/// What the address asks for: a stage and a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Asked {
    stage: Option<Stage>,
    page: u32,
}

impl Asked {
    fn of(query: &Query) -> Self {
        let page = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
        Self { stage: query.get("stage").and_then(Stage::parse), page }
    }

    /// The address of this list at a page.
    fn at(self, page: u32) -> String {
        let query = self.stage.map_or_else(Query::default, |stage| Query::default().with("stage", stage.name()));
        if page > 1 { query.with("page", page.to_string()).on(HERE) } else { query.on(HERE) }
    }
}

#[component]
pub fn JobsPage() -> impl IntoView {
    let query = use_query();
    let jobs = Resource::new(
        move || query.with(Asked::of),
        |Asked { stage, page }| {
            list_jobs(JobsInput { stage: stage.map(|stage| stage.name().to_owned()), page: Some(page), ..JobsInput::default() })
        },
    );
    let again = Callback::new(move |_: serde_json::Value| jobs.refetch());
    view! {
        <Loaded resource=jobs missing=true fallback=move || view! { <Page crumbs=crumbs(HERE)><Skeleton/></Page> } let:answer>
            <Page crumbs=crumbs(HERE)>
                <Sections here=HERE/>
                <FlashError actions=&["retryJob", "cancelJob", "retryJobs", "retryMail", "openMail", "discardMail"]/>
                <Everything answer asked=query.with_untracked(Asked::of) again/>
            </Page>
        </Loaded>
    }
}

#[component]
fn Everything(answer: JobsAnswer, asked: Asked, again: Callback<serde_json::Value>) -> impl IntoView {
    let JobsAnswer { work, jobs, total, page, page_size, rounds, mail, sends_mail } = answer;
    view! {
        <div class="flex flex-col gap-6">
            <AllWork work again/>
            <List jobs asked total page page_size again/>
            <WaitingMails mail sends_mail again here=asked.at(page)/>
            <Rounds rounds/>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_list() {
        let asked = Asked::of(&Query::parse("?stage=failed&page=3"));
        assert_eq!(asked, Asked { stage: Some(Stage::Failed), page: 3 });
        assert_eq!((asked.at(2), asked.at(1)), ("/admin/jobs?stage=failed&page=2".to_owned(), "/admin/jobs?stage=failed".to_owned()));
        assert_eq!(Asked::of(&Query::parse("stage=x&page=y")).at(1), "/admin/jobs");
    }
}
