//! `/teams/:name/reach`: what each token, link and person of a team reaches, and why something is allowed or refused.

use super::{crumbs, tokens_path, why::Why};
use crate::{
    actions::tokens::{explain_access, get_reach},
    model::{
        reach::{ExplainInput, ReachAnswer, Reached, ReachedDatabase, Subject, SubjectKind},
        token::TokensInput,
    },
    ui::parts::{Crumb, Empty, Icon, Loaded, Page, Pill, icons},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

#[component]
pub fn ReachPage() -> impl IntoView {
    let team = use_params_map().with_untracked(|params| params.get("name")).unwrap_or_default();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let given = |name: &str| query.try_with(|query| query.get(name)).flatten().filter(|value| !value.is_empty());
        Some((given("what")?, given("who")?))
    });
    let (named, explained) = (team.clone(), team.clone());
    let reach = Resource::new(move || named.clone(), |team| get_reach(TokensInput { team_name: Some(team), ..TokensInput::default() }));
    let why = Resource::new(
        move || (explained.clone(), asked.get()),
        |(team, asked)| async move {
            let (what, subject) = asked.unzip();
            let (project_id, database_id) = named_by(what.as_deref());
            explain_access(ExplainInput { team_name: Some(team), project_id, database_id, subject, user_id: None }).await
        },
    );
    view! {
        <Loaded resource=reach missing=true let:answer>
            <Whole answer=answer asked>
                {move || asked.get().map(|_| view! { <Loaded resource=why let:explained><Why explained/></Loaded> })}
            </Whole>
        </Loaded>
    }
}

#[component]
fn Whole(answer: ReachAnswer, asked: Memo<Option<(String, String)>>, children: ChildrenFn) -> impl IntoView {
    let ReachAnswer { team_name, subjects, projects, databases } = answer;
    let mut crumbs = crumbs(&team_name);
    crumbs.extend([Crumb::to("Tokens", tokens_path(&team_name)), Crumb::here("What they reach")]);
    if projects.is_empty() && databases.is_empty() {
        return view! {
            <Page crumbs>
                <Empty icon=icons::SHIELD_CHECK title="Nothing to reach" text="This team has no project and no database yet."/>
            </Page>
        }
        .into_any();
    }
    let (what, who) = asked.get_untracked().unwrap_or_default();
    let projects = projects.into_iter().map(|project| (format!("{PROJECT}{}", project.project_id), project.title)).collect();
    let databases = databases.into_iter().map(|database| (format!("{DATABASE}{}", database.database_id), database.name)).collect();
    let places = [("Projects", projects), ("Databases", databases)].map(|(label, all)| view! { <Places label all now=what.clone()/> });
    let people = subjects
        .iter()
        .map(|subject| {
            let selected = subject.id == who;
            view! { <option value=subject.id.clone() selected=selected>{format!("{}: {}", label(subject.kind), subject.name)}</option> }
        })
        .collect_view();
    let groups = [SubjectKind::Token, SubjectKind::Link, SubjectKind::Person];
    let groups = groups.into_iter().map(|kind| {
        let of_kind: Vec<_> = subjects.iter().filter(|subject| subject.kind == kind).cloned().collect();
        view! { <Group kind subjects=of_kind/> }
    });
    let groups = groups.collect_view();
    view! {
        <Page crumbs>
            <div class="mx-auto flex max-w-[760px] flex-col gap-6">
                <section class="panel" aria-labelledby="why-title">
                    <div class="panel-head"><h2 class="panel-title" id="why-title">"Why allowed, why refused?"</h2></div>
                    <div class="panel-body flex flex-col gap-4">
                        // A plain form: the answer is an address that can be sent to somebody.
                        <form method="get" class="flex flex-wrap items-end gap-3">
                            <div class="field min-w-0 flex-1 basis-56">
                                <label class="field-label" for="why-who">"Who"</label>
                                <select class="select" id="why-who" name="who">{people}</select>
                            </div>
                            <div class="field min-w-0 flex-1 basis-56">
                                <label class="field-label" for="why-what">"Project or database"</label>
                                <select class="select" id="why-what" name="what">{places.collect_view()}</select>
                            </div>
                            <button type="submit" class="btn btn-primary">"Explain"</button>
                        </form>
                        {children()}
                    </div>
                </section>
                {groups}
            </div>
        </Page>
    }
    .into_any()
}

/// How the form names what it asks about.
const PROJECT: &str = "project:";
const DATABASE: &str = "database:";

/// The ids of a project and of a database; one of them, where the address names something.
fn named_by(what: Option<&str>) -> (Option<String>, Option<String>) {
    let after = |prefix| what.and_then(|what| what.strip_prefix(prefix)).map(str::to_owned);
    (after(PROJECT), after(DATABASE))
}

/// The choices of one kind, with what each is called.
#[component]
fn Places(label: &'static str, all: Vec<(String, String)>, now: String) -> impl IntoView {
    (!all.is_empty()).then(|| {
        let options = all.into_iter().map(|(value, name)| {
            let selected = value == now;
            view! { <option value=value selected=selected>{name}</option> }
        });
        view! { <optgroup label=label>{options.collect_view()}</optgroup> }
    })
}

fn label(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Person => "Person",
        SubjectKind::Token => "Token",
        SubjectKind::Link => "Link",
    }
}

#[component]
fn Group(kind: SubjectKind, subjects: Vec<Subject>) -> impl IntoView {
    let (title, none) = match kind {
        SubjectKind::Person => ("People", "Nobody belongs to this team."),
        SubjectKind::Token => ("Tokens", "This team has no token."),
        SubjectKind::Link => ("Public links", "No board of this team is shared by link."),
    };
    let is_empty = subjects.is_empty();
    let items = subjects.into_iter().map(|subject| view! { <Item subject/> }).collect_view();
    view! {
        <section class="flex flex-col gap-3">
            <h2 class="text-base font-semibold">{title}</h2>
            {match is_empty {
                true => view! { <p class="text-sm text-muted">{none}</p> }.into_any(),
                false => view! { <ul class="share-all">{items}</ul> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Item(subject: Subject) -> impl IntoView {
    let notes = subject.notes.into_iter().map(|text| view! { <Pill text/> }).collect_view();
    let is_empty = subject.reaches.is_empty() && subject.databases.is_empty();
    let reaches = subject.reaches.into_iter().map(|reached| {
        let Reached { project_id, title, may, because } = reached;
        view! { <Reach icon=icons::LAYOUT_DASHBOARD href=format!("/projects/{project_id}/dashboard") title may because/> }
    });
    let databases = subject.databases.into_iter().map(|reached| {
        let ReachedDatabase { database_id, name, may, because } = reached;
        view! { <Reach icon=icons::DATABASE href=format!("/databases/{database_id}") title=name may because/> }
    });
    let (reaches, databases) = (reaches.collect_view(), databases.collect_view());
    view! {
        <li class="share-item">
            <div class="share-item-head">
                <strong class="min-w-0" dir="auto">{subject.name}</strong>
            </div>
            <div class="share-guards">{notes}</div>
            {is_empty.then(|| view! { <p class="text-sm text-muted">"Reaches nothing."</p> })}
            <ul class="flex flex-col gap-2 text-sm">{reaches}{databases}</ul>
        </li>
    }
}

#[component]
fn Reach(icon: &'static str, href: String, title: String, may: Vec<String>, because: String) -> impl IntoView {
    let may = match may.is_empty() {
        true => "nothing".to_owned(),
        false => may.join(", "),
    };
    view! {
        <li class="flex gap-2">
            <span class="mt-0.5 flex-none text-muted"><Icon of=icon size=14/></span>
            <span class="min-w-0">
                <a class="link-quiet" href=href dir="auto">{title}</a>
                {format!(": may {may}. ")}
                <span class="text-muted">{because}</span>
            </span>
        </li>
    }
}
