//! What people, tokens and links of a team reach, and why. The answers are those by which requests are decided
//! ([`standing`](crate::domain::standing)), told in words.

use super::{
    administered,
    database::{self, Met},
};
use crate::{
    domain::{
        App,
        actor::Actor,
        sharing,
        standing::{self, Because, Standing},
    },
    error::Result,
    model::{
        database_right::DatabaseRight,
        id::AccountId,
        reach::{ReachAnswer, Reached, ReachedDatabase, Subject, SubjectKind},
        role::Right,
        time::Timestamp,
        token::{Grantable, GrantableDatabase, TokensInput},
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
        let databases = databases.iter().map(|row| reached_database(row, database::of_member(&member))).collect();
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
    let databases = databases.into_iter().map(|row| GrantableDatabase { database_id: row.id, name: row.name }).collect();
    Ok(ReachAnswer { team_name: team.name, subjects, projects, databases })
}

async fn of_team(db: &mut Db, team: &TeamRow) -> Result<Vec<ProjectRow>> {
    let mut projects = Vec::new();
    for (id, ..) in store::teams::projects(db, &team.id).await? {
        projects.extend(store::projects::get(db, &id).await?);
    }
    Ok(projects)
}

/// Of an account, which has no session that works while it is suspended.
pub(super) async fn of_person(db: &mut Db, account: &AccountId, project: &ProjectRow) -> Result<Standing> {
    if store::accounts::by_id(db, account).await?.is_none_or(|account| account.is_suspended) {
        return Ok(Standing { role: None, because: Because::Suspended });
    }
    standing::of_account(db, account, project).await
}

/// Of a token, which is not let in at all once it has ended or its author is out.
pub(super) async fn of_token(db: &mut Db, token: &TokenRow, project: &ProjectRow) -> Result<Standing> {
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
    let granted = store::database_parts::permissions_of(db, token.id).await?;
    let mut reached = Vec::new();
    for row in databases.iter().filter(|row| granted.iter().any(|one| one.database_id == row.id)) {
        reached.push(reached_database(row, database::of_token(db, token, row).await?));
    }
    Ok(reached)
}

fn reached_database(row: &DatabaseRow, met: Met) -> ReachedDatabase {
    let may = DatabaseRight::ALL.into_iter().filter(|right| met.may(*right)).map(|right| right.words().to_owned()).collect();
    ReachedDatabase { database_id: row.id.clone(), name: row.name.clone(), may, because: met.because.to_owned() }
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
