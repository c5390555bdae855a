//! Why somebody is allowed or refused each thing with a project or a hosted database.

use super::{
    administered,
    database::{self, Met},
    missing,
    reach::{of_person, of_token},
};
use crate::{
    domain::{
        App,
        actor::Actor,
        databases::access as databases,
        projects::access,
        row_rules::{self, Sight},
        sharing,
        standing::{Because, Standing},
    },
    error::{AppError, Result},
    model::{
        database_right::DatabaseRight,
        id::ProjectId,
        reach::{ExplainInput, Explained, Verdict},
        role::Right,
        ulid::DatabaseId,
    },
    store::{
        self, Db,
        databases::DatabaseRow,
        projects::ProjectRow,
        teams::{MemberRow, TeamRow},
        tokens::TokenRow,
    },
};

/// Who is asked about.
enum Who {
    Person(MemberRow),
    Token(TokenRow),
    Link { of: ProjectId, title: String, standing: Standing },
}

/// `explainAccess`.
pub async fn explain(app: &App, actor: &Actor, input: ExplainInput) -> Result<Explained> {
    actor.check_user_id(input.user_id.as_deref())?;
    let mut db = app.store.read().await?;
    let team = administered(&mut db, actor, input.team_name.as_deref()).await?;
    let subject = input.subject.as_deref();
    match (&input.project_id, &input.database_id) {
        (Some(_), Some(_)) => Err(AppError::field("databaseId", "Ask about a project or about a database, not about both")),
        (None, Some(id)) => {
            let wanted = DatabaseId::parse(id).ok_or_else(databases::not_found)?;
            let row = store::databases::get(&mut db, &wanted).await?.filter(|row| row.team_id.as_ref() == Some(&team.id));
            let row = row.ok_or_else(databases::not_found)?;
            let who = who(app, &mut db, &team, subject).await?;
            of_database(&mut db, row, who).await
        }
        (id, None) => {
            let project = access::project_id(id.as_deref())?;
            let project = store::projects::get(&mut db, &project).await?.filter(|project| project.team_id == team.id);
            let project = project.ok_or_else(access::not_found)?;
            let who = who(app, &mut db, &team, subject).await?;
            let (name, standing, sight) = of_project(&mut db, &project, who).await?;
            drop(db);
            // Who sees nothing of the project needs no rule.
            let rules = if standing.role.is_some() { row_rules::explained(app, &project, &sight).await? } else { Vec::new() };
            let verdicts = Right::ALL.into_iter().map(|right| verdict(standing, right)).collect();
            Ok(Explained { name, title: project.title, because: standing.because.words().to_owned(), verdicts, rules })
        }
    }
}

async fn who(app: &App, db: &mut Db, team: &TeamRow, subject: Option<&str>) -> Result<Who> {
    let nobody = || AppError::field("subject", "Choose a person, a token or a link of this team");
    let (kind, named) = subject.and_then(|subject| subject.split_once(':')).ok_or_else(nobody)?;
    match kind {
        "person" => {
            let members = store::teams::members(db, &team.id).await?;
            members.into_iter().find(|member| member.account.as_str() == named).map(Who::Person).ok_or_else(nobody)
        }
        "token" => {
            let number = named.parse().map_err(|_| nobody())?;
            let token = store::tokens::get(db, number).await?.filter(|token| token.team_id == team.id);
            token.map(Who::Token).ok_or_else(missing)
        }
        "link" => {
            let (of, link) = named.split_once(':').ok_or_else(nobody)?;
            let owner = access::project_id(Some(of)).map_err(|_| nobody())?;
            let owner = store::projects::get(db, &owner).await?.filter(|owner| owner.team_id == team.id).ok_or_else(nobody)?;
            let links = sharing::standings(app, db, &owner).await?;
            let found = links.into_iter().find(|known| known.id == link).ok_or_else(nobody)?;
            Ok(Who::Link { of: owner.id, title: found.title, standing: found.standing })
        }
        _ => Err(nobody()),
    }
}

async fn of_project(db: &mut Db, project: &ProjectRow, who: Who) -> Result<(String, Standing, Sight)> {
    Ok(match who {
        Who::Person(member) => {
            let standing = of_person(db, &member.account, project).await?;
            (member.username, standing, Sight::of_member(db, &member.account, project).await?)
        }
        Who::Token(token) => {
            let standing = of_token(db, &token, project).await?;
            let sight = Sight::of_token(db, token.id, &token.created_by, None, project).await?;
            (token.name, standing, sight)
        }
        Who::Link { of, title, standing } => {
            let other = Standing { role: None, because: Because::OtherProject };
            let standing = if of == project.id { standing } else { other };
            (title, standing, Sight::of_link(db, project).await?)
        }
    })
}

/// Row rules are about connections of projects: none limits a database itself.
async fn of_database(db: &mut Db, row: DatabaseRow, who: Who) -> Result<Explained> {
    let (name, met) = match who {
        Who::Person(member) => {
            let met = database::of_member(&member);
            (member.username, met)
        }
        Who::Token(token) => {
            let met = database::of_token(db, &token, &row).await?;
            (token.name, met)
        }
        Who::Link { title, .. } => (title, database::of_link(&row)),
    };
    let verdicts = DatabaseRight::ALL.into_iter().map(|right| database_verdict(met, right)).collect();
    Ok(Explained { name, title: row.name, because: met.because.to_owned(), verdicts, rules: Vec::new() })
}

fn verdict(standing: Standing, right: Right) -> Verdict {
    let none = standing.because.words();
    told(right.words(), standing.may(right), standing.role.map(|role| role.words()), none)
}

fn database_verdict(met: Met, right: DatabaseRight) -> Verdict {
    told(right.words(), met.may(right), met.role.map(|role| role.words()), met.because)
}

fn told(right: &str, allowed: bool, role: Option<&str>, none: &str) -> Verdict {
    let reason = match role {
        Some(role) if allowed => format!("Role: {role}. It includes this."),
        Some(role) => format!("Role: {role}. It does not include this."),
        None => none.to_owned(),
    };
    Verdict { right: right.to_owned(), allowed, reason }
}
