//! What people, tokens and links of a team reach, and why. The answers are those by which requests are decided
//! ([`standing`](crate::domain::standing)), told in words.

use super::{administered, missing};
use crate::{
    domain::{
        App,
        actor::Actor,
        databases::access::role_of_member,
        projects::access,
        row_rules::{self, Sight},
        sharing,
        standing::{self, Because, Standing},
    },
    error::{AppError, Result},
    model::{
        database_right::{DatabaseRight, DatabaseRole},
        id::AccountId,
        reach::{ExplainInput, Explained, ReachAnswer, Reached, ReachedDatabase, Subject, SubjectKind, Verdict},
        role::Right,
        time::Timestamp,
        token::{Grantable, TokensInput},
    },
    store::{
        self, Db,
        databases::DatabaseRow,
        projects::ProjectRow,
        teams::{MemberRow, TeamRow},
        tokens::TokenRow,
    },
};

/// `getReach`.
pub async fn reach(app: &App, actor: &Actor, input: TokensInput) -> Result<ReachAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let mut db = app.store.read().await?;
    let team = administered(&mut db, actor, input.team_name.as_deref()).await?;
    let projects = of_team(&mut db, &team).await?;
    let databases = store::databases::of_team(&mut db, &team.id).await?;
    let mut subjects = Vec::new();
    for member in store::teams::members(&mut db, &team.id).await? {
        let mut reaches = Vec::new();
        for project in &projects {
            reaches.extend(reached(project, of_person(&mut db, &member.account, project).await?));
        }
        let role = (!member.is_suspended).then(|| DatabaseRole::of_member(member.role));
        let of_role = |role: DatabaseRole| databases.iter().map(move |row| reached_database(row, role, role.words())).collect();
        let databases = role.map(of_role).unwrap_or_default();
        subjects.push(Subject { databases, ..person(&member, reaches) });
    }
    for token in store::tokens::of_team(&mut db, &team.id).await? {
        let mut reaches = Vec::new();
        for project in &projects {
            reaches.extend(reached(project, of_token(&mut db, &token, project).await?));
        }
        subjects.push(Subject {
            kind: SubjectKind::Token,
            id: id(SubjectKind::Token, token.id),
            notes: vec![format!("made by {}", token.author), ends(token.expires_at)],
            databases: databases_of_token(&mut db, &token, &databases).await?,
            name: token.name,
            reaches,
        });
    }
    for project in &projects {
        for link in sharing::standings(app, &mut db, project).await? {
            subjects.push(Subject {
                kind: SubjectKind::Link,
                id: id(SubjectKind::Link, format!("{}:{}", project.id, link.id)),
                name: format!("{} · {}", project.title, link.title),
                notes: link.notes,
                reaches: reached(project, link.standing).into_iter().collect(),
                databases: Vec::new(),
            });
        }
    }
    let projects = projects.into_iter().map(|project| Grantable { project_id: project.id, title: project.title }).collect();
    Ok(ReachAnswer { team_name: team.name, subjects, projects })
}

/// `explainAccess`.
pub async fn explain(app: &App, actor: &Actor, input: ExplainInput) -> Result<Explained> {
    actor.check_user_id(input.user_id.as_deref())?;
    let nobody = || AppError::field("subject", "Choose a person, a token or a link of this team");
    let mut db = app.store.read().await?;
    let team = administered(&mut db, actor, input.team_name.as_deref()).await?;
    let project = access::project_id(input.project_id.as_deref())?;
    let project = store::projects::get(&mut db, &project).await?.filter(|project| project.team_id == team.id);
    let project = project.ok_or_else(access::not_found)?;
    let (kind, named) = input.subject.as_deref().and_then(|subject| subject.split_once(':')).ok_or_else(nobody)?;
    let (name, standing, sight) = match kind {
        "person" => {
            let members = store::teams::members(&mut db, &team.id).await?;
            let member = members.into_iter().find(|member| member.account.as_str() == named).ok_or_else(nobody)?;
            let standing = of_person(&mut db, &member.account, &project).await?;
            (member.username, standing, Sight::of_member(&mut db, &member.account, &project).await?)
        }
        "token" => {
            let number = named.parse().map_err(|_| nobody())?;
            let token = store::tokens::get(&mut db, number).await?.filter(|token| token.team_id == team.id).ok_or_else(missing)?;
            let standing = of_token(&mut db, &token, &project).await?;
            let sight = Sight::of_token(&mut db, token.id, &token.created_by, None, &project).await?;
            (token.name, standing, sight)
        }
        "link" => {
            let (of, link) = named.split_once(':').ok_or_else(nobody)?;
            let owner = access::project_id(Some(of)).map_err(|_| nobody())?;
            let owner = store::projects::get(&mut db, &owner).await?.filter(|owner| owner.team_id == team.id).ok_or_else(nobody)?;
            let links = sharing::standings(app, &mut db, &owner).await?;
            let found = links.into_iter().find(|known| known.id == link).ok_or_else(nobody)?;
            let other = Standing { role: None, because: Because::OtherProject };
            let standing = if owner.id == project.id { found.standing } else { other };
            (found.title, standing, Sight::of_link(&mut db, &project).await?)
        }
        _ => return Err(nobody()),
    };
    drop(db);
    // Who sees nothing of the project needs no rule.
    let rules = if standing.role.is_some() { row_rules::explained(app, &project, &sight).await? } else { Vec::new() };
    let verdicts = Right::ALL.into_iter().map(|right| verdict(standing, right)).collect();
    Ok(Explained { name, project_title: project.title, because: standing.because.words().to_owned(), verdicts, rules })
}

async fn of_team(db: &mut Db, team: &TeamRow) -> Result<Vec<ProjectRow>> {
    let mut projects = Vec::new();
    for (id, ..) in store::teams::projects(db, &team.id).await? {
        projects.extend(store::projects::get(db, &id).await?);
    }
    Ok(projects)
}

/// Of an account, which has no session that works while it is suspended.
async fn of_person(db: &mut Db, account: &AccountId, project: &ProjectRow) -> Result<Standing> {
    if store::accounts::by_id(db, account).await?.is_none_or(|account| account.is_suspended) {
        return Ok(Standing { role: None, because: Because::Suspended });
    }
    standing::of_account(db, account, project).await
}

/// Of a token, which is not let in at all once it has ended or its author is out.
async fn of_token(db: &mut Db, token: &TokenRow, project: &ProjectRow) -> Result<Standing> {
    let none = |because| Ok(Standing { role: None, because });
    if token.has_ended(Timestamp::now()) {
        return none(Because::Ended);
    }
    if !store::tokens::author_is_in(db, token.id).await? {
        return none(Because::AuthorIsOut);
    }
    standing::of_token(db, token.id, &token.team_id, &token.created_by, project).await
}

/// What a token may with the databases that it names.
async fn databases_of_token(db: &mut Db, token: &TokenRow, databases: &[DatabaseRow]) -> Result<Vec<ReachedDatabase>> {
    let refused = match (token.has_ended(Timestamp::now()), store::tokens::author_is_in(db, token.id).await?) {
        (true, _) => Some(Because::Ended.words()),
        (_, false) => Some(Because::AuthorIsOut.words()),
        _ => None,
    };
    let granted = store::database_parts::permissions_of(db, token.id).await?;
    let mut reached = Vec::new();
    for row in databases {
        let own: Vec<_> = granted.iter().filter(|one| one.database_id == row.id).map(|one| one.permission).collect();
        let Some(own) = DatabaseRole::of_permissions(&own) else { continue };
        let author = role_of_member(db, &token.created_by, row).await?;
        let role = author.and_then(|author| own.both(author));
        let (database_id, name) = (row.id.clone(), row.name.clone());
        match (refused, role) {
            (None, Some(role)) => reached.push(reached_database(row, role, "The token names it, and who made it may too.")),
            (because, _) => {
                let because = because.unwrap_or("Who made the token may not any more.").to_owned();
                reached.push(ReachedDatabase { database_id, name, may: Vec::new(), because });
            }
        }
    }
    Ok(reached)
}

fn reached_database(row: &DatabaseRow, role: DatabaseRole, because: &str) -> ReachedDatabase {
    let may = DatabaseRight::ALL.into_iter().filter(|right| role.may(*right)).map(|right| right.words().to_owned()).collect();
    ReachedDatabase { database_id: row.id.clone(), name: row.name.clone(), may, because: because.to_owned() }
}

fn id(kind: SubjectKind, id: impl std::fmt::Display) -> String {
    format!("{}:{id}", kind.name())
}

fn person(member: &MemberRow, reaches: Vec<Reached>) -> Subject {
    Subject {
        kind: SubjectKind::Person,
        id: id(SubjectKind::Person, &member.account),
        name: member.username.clone(),
        notes: vec![member.role.in_project(false).words().to_owned()],
        reaches,
        databases: Vec::new(),
    }
}

fn ends(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "no end".to_owned(), |at| format!("last day {}", at.last_day()))
}

/// A project that is not named by a token or link at all is no news.
fn reached(project: &ProjectRow, standing: Standing) -> Option<Reached> {
    let is_news = !matches!(standing.because, Because::NotNamed | Because::OtherTeam | Because::Stranger);
    is_news.then(|| Reached {
        project_id: project.id.clone(),
        title: project.title.clone(),
        may: Right::ALL.into_iter().filter(|right| standing.may(*right)).map(|right| right.words().to_owned()).collect(),
        because: standing.because.words().to_owned(),
    })
}

fn verdict(standing: Standing, right: Right) -> Verdict {
    let allowed = standing.may(right);
    let reason = match standing.role {
        Some(role) if allowed => format!("Role: {}. It includes this.", role.words()),
        Some(role) => format!("Role: {}. It does not include this.", role.words()),
        None => standing.because.words().to_owned(),
    };
    Verdict { right: right.words().to_owned(), allowed, reason }
}
