//! `/projects/:id/rules`: which rows of which tables members and tokens see. What is done stands in the address, so that it
//! works without scripts: `?new=1` and `?rule=<id>` open the form (with `at` the table is chosen), `?delete=<id>` asks
//! first, `who` and `of` try what somebody sees.

mod conditions;
mod form;
mod list;
mod remove;
mod table;
mod trial;

use crate::{
    actions::{Answer, row_rules::list_row_rules},
    model::{
        address::Query,
        row_rule::{RowRule, RulesAnswer, RulesInput},
    },
    ui::{
        drawings::links::use_query,
        pages::teams,
        parts::{Crumb, Icon, Loaded, Page, button, icons, loaded::Skeleton},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};

/// The page of a project's rules.
pub fn rules_path(project: &str) -> String {
    format!("/projects/{project}/rules")
}

/// Between the id of a connection and the label of a table.
const BETWEEN: char = '/';

/// A table as it stands in the address.
fn at(connection: &str, table: &str) -> String {
    format!("{connection}{BETWEEN}{table}")
}

fn table_at(at: &str) -> Option<(String, String)> {
    let (connection, table) = at.split_once(BETWEEN)?;
    (!table.is_empty()).then(|| (connection.to_owned(), table.to_owned()))
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Here {
    project: StoredValue<String>,
    rules: Resource<Answer<RulesAnswer>>,
    query: Memo<Query>,
}

impl Here {
    fn path(self) -> String {
        self.project.with_value(|project| rules_path(project))
    }

    /// What the address asks for under `name`; nothing when that is empty.
    fn asked(self, name: &str) -> Option<String> {
        self.query.with(|query| query.get(name).filter(|value| !value.is_empty()).map(str::to_owned))
    }

    /// The table that the form is about.
    fn chosen(self) -> Option<(String, String)> {
        table_at(&self.asked("at")?)
    }

    /// The form for a rule, or for a new one on its table.
    fn edit(self, rule: &RowRule) -> String {
        Query::default().with("rule", rule.id.as_str()).with("at", at(rule.connection_id.as_str(), &rule.table)).on(&self.path())
    }
}

#[component]
pub fn RowRulesPage() -> impl IntoView {
    let project = use_params_map().with_untracked(|params| params.get("id")).unwrap_or_default();
    let query = use_query();
    let asked = project.clone();
    let table = Memo::new(move |_| query.with(|query| query.get("at").and_then(table_at)));
    let rules = Resource::new(
        move || (asked.clone(), table.get()),
        |(project, table)| {
            let (connection_id, table) = table.unzip();
            list_row_rules(RulesInput { project_id: Some(project), connection_id, table, user_id: None })
        },
    );
    let here = Here { project: StoredValue::new(project), rules, query };
    view! {
        <Loaded
            resource=rules
            missing=true
            fallback=|| view! { <Page crumbs=vec![Crumb::to("Projects", "/projects"), Crumb::here("Row rules")]><Skeleton/></Page> }
            let:answer
        >
            <Whole here answer/>
        </Loaded>
    }
}

#[component]
fn Whole(here: Here, answer: RulesAnswer) -> impl IntoView {
    let navigate = use_navigate();
    let done = Callback::new(move |_: serde_json::Value| {
        here.rules.refetch();
        navigate(&here.path(), Default::default());
    });
    let crumbs = vec![
        Crumb::to("Projects", "/projects"),
        Crumb::to(answer.title.clone(), here.project.with_value(|id| format!("/projects/{id}/dashboard"))),
        Crumb::here("Row rules"),
    ];
    let can_make = answer.sources.iter().any(|source| !source.tables.is_empty());
    let actions = can_make.then(|| {
        let href = format!("{}?new=1", here.path());
        view! { <a class=button::PRIMARY href=href data-noscroll=""><Icon of=icons::PLUS/>"New rule"</a> }.into_any()
    });
    let team = teams::address(&answer.team_name);
    let answer = StoredValue::new(answer);
    let opened = move || {
        let known = |id: &str| answer.with_value(|answer| answer.rules.iter().find(|rule| rule.id.as_str() == id).cloned());
        if let Some(rule) = here.asked("delete").and_then(|id| known(&id)) {
            return view! { <remove::Confirm here rule done/> }.into_any();
        }
        let rule = here.asked("rule").and_then(|id| known(&id));
        if rule.is_none() && here.asked("new").is_none() {
            return ().into_any();
        }
        match here.chosen() {
            Some(table) => view! { <form::Form here rule table answer=answer.get_value() done/> }.into_any(),
            None => view! { <table::Choose here rule sources=answer.with_value(|answer| answer.sources.clone())/> }.into_any(),
        }
    };
    view! {
        <Page crumbs actions=actions.unwrap_or_else(|| ().into_any())>
            <div class="mx-auto flex max-w-[760px] flex-col gap-6">
                <p class="text-sm text-muted">
                    "A rule says which rows of a table somebody sees: on boards, behind charts, in files and for programs. Who has a rule on a table of a database runs no SQL there. Administrators of the team see everything. "
                    <a class="link-quiet" href=team>"What is known of each member"</a>
                    " is set on the page of the team."
                </p>
                {opened}
                <list::List here rules=answer.with_value(|answer| answer.rules.clone()) can_make/>
                {can_make.then(|| view! { <trial::Trial here answer=answer.get_value()/> })}
            </div>
        </Page>
    }
}
