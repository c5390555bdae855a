//! Links of projects: listed, made, changed, ended. Only who may share a project sees its links at all.

mod input;

use super::{
    super::{
        App,
        actor::Actor,
        audit::{self, Object},
        keys,
        projects::{access, touch},
        row_rules,
    },
    publicity, views,
};
use crate::{
    error::{AppError, Result},
    model::{
        audit::{Kind, Verb},
        id::{AccountId, LinkId, ProjectId},
        outcome::Nothing,
        role::Right,
        share_link::{FIRST, LinkAnswer, LinkIdInput, LinkInput, LinkRights, LinksAnswer, LinksInput, ShareLink},
        time::Timestamp,
    },
    secrets::{Place, random_token},
    store::{self, Db, Tx, projects::ProjectRow, sealed::LINK_TOKEN, share_links::LinkRow},
};
use std::collections::HashMap;

/// What the hash of a link's token is for.
pub(super) const TOKEN: &str = "share link";
/// Most links of one project.
const MOST: usize = 50;

fn missing() -> AppError {
    AppError::not_found("Link not found")
}

fn place(id: &LinkId) -> Place<'_> {
    keys::place(&LINK_TOKEN, id.as_str())
}

/// `listLinks`.
pub async fn list(app: &App, actor: &Actor, input: LinksInput) -> Result<LinksAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let projects = match input.project_id.as_deref().filter(|id| !id.is_empty()) {
        Some(id) => vec![access::project(app, actor, &access::project_id(Some(id))?, Right::Share).await?],
        None => {
            let all = access::all(&mut *app.store.read().await?, actor).await?;
            all.into_iter().filter(|(_, role)| role.may(Right::Share)).map(|(listed, _)| listed.project).collect()
        }
    };
    let mut db = app.store.read().await?;
    let (mut links, mut names) = (Vec::new(), HashMap::new());
    for project in &projects {
        links.extend(of_project(app, &mut db, project, &mut names).await?);
    }
    drop(db);
    let limited_tables = match (&input.project_id, projects.as_slice()) {
        (Some(_), [project]) => row_rules::limited_tables(app, project).await?,
        _ => Vec::new(),
    };
    Ok(LinksAnswer { links, limited_tables })
}

/// The links of a project that could be opened, the one of the visibility switch first.
async fn of_project(
    app: &App,
    db: &mut Db,
    project: &ProjectRow,
    names: &mut HashMap<AccountId, Option<String>>,
) -> Result<Vec<ShareLink>> {
    let rows = store::share_links::of_project(db, &project.id).await?;
    let counted = views::of_project(app, db, &project.id).await?;
    let mut links = Vec::with_capacity(rows.len() + 1);
    let (first, own): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.token_hash.is_none());
    if let Some(id) = &project.id_public {
        links.push(link(project, first.into_iter().next(), Some(id.clone())));
    }
    for row in own {
        let token = row.token.as_deref().unwrap_or_default();
        // A token that does not open any more (a lost key) can only be replaced.
        let token = app.keys.open(token, &place(&row.id)).ok().map(|token| token.expose().to_owned());
        let author = row.created_by.clone();
        let mut link = link(project, Some(row), token);
        if let Some(author) = author {
            if !names.contains_key(&author) {
                let name = store::accounts::by_id(db, &author).await?.map(|account| account.username);
                names.insert(author.clone(), name);
            }
            link.created_by = names.get(&author).cloned().flatten();
        }
        links.push(link);
    }
    for link in &mut links {
        if let Some((views, at)) = counted.get(&link.id) {
            (link.views, link.viewed_at) = (*views, Some(*at));
        }
    }
    Ok(links)
}

fn link(project: &ProjectRow, row: Option<LinkRow>, token: Option<String>) -> ShareLink {
    let own = row.as_ref().filter(|row| row.token_hash.is_some());
    let expires_at = row.as_ref().and_then(|row| row.expires_at);
    ShareLink {
        id: own.map_or_else(|| FIRST.to_owned(), |row| row.id.to_string()),
        project_id: project.id.clone(),
        project_title: project.title.clone(),
        title: own.map_or_else(|| "Public link".to_owned(), |row| row.title.clone()),
        path: token.map(|token| format!("/public/{token}")).unwrap_or_default(),
        has_password: row.as_ref().is_some_and(|row| row.password_hash.is_some()),
        is_expired: expires_at.is_some_and(|at| at <= Timestamp::now()),
        expires_at,
        views: 0,
        viewed_at: None,
        created_by: None,
        created_at: own.map(|row| row.created_at),
        rights: row.map(|row| row.rights).unwrap_or_default(),
    }
}

/// `saveLink`.
pub async fn save(app: &App, actor: &Actor, input: LinkInput) -> Result<LinkAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let id = access::project_id(input.project_id.as_deref())?;
    access::project(app, actor, &id, Right::Share).await?;
    keys::count_uses(&app.store, &app.keys).await?;
    let password_hash = match input::password(&input)? {
        Some(password) => Some(app.passwords.hash(password).await?),
        None => None,
    };
    let mut tx = app.store.begin().await?;
    let project = access::locked(&mut tx, actor, &id, Right::Share).await?;
    let rows = store::share_links::of_project(&mut tx, &id).await?;
    let old = match input.link_id.as_deref().filter(|id| !id.is_empty()) {
        Some(FIRST) => Some(rows.iter().find(|row| row.token_hash.is_none()).cloned().unwrap_or_else(|| fresh(&id, actor))),
        Some(given) => Some(of_its_own(&rows, given)?),
        None => None,
    };
    let known = old.is_some();
    let mut row = match old {
        Some(row) => row,
        None if rows.len() > MOST => return Err(AppError::invalid(format!("A project can have at most {MOST} links"))),
        None => {
            if !publicity::has_valid(&store::connections::of_project(&mut tx, &id).await?) {
                return Err(AppError::invalid("A board can be shared once one of its connections works. Check the connections first."));
            }
            with_token(app, fresh(&id, actor))?
        }
    };
    let filters = store::filters::of_project(&mut tx, &id).await?;
    row.rights = input::rights(&input, &filters)?;
    row.title = input::title(&input)?;
    row.expires_at = input::expiry(&input)?;
    row.password_hash = match input.remove_password {
        Some(true) => None,
        _ => password_hash.or(row.password_hash),
    };
    finish(app, tx, actor, project, row, if known { Verb::Changed } else { Verb::Created }).await
}

/// `rotateLink`: the same link under another address; the old one ends.
pub async fn rotate(app: &App, actor: &Actor, input: LinkIdInput) -> Result<LinkAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let id = access::project_id(input.project_id.as_deref())?;
    access::project(app, actor, &id, Right::Share).await?;
    keys::count_uses(&app.store, &app.keys).await?;
    let mut tx = app.store.begin().await?;
    let mut project = access::locked(&mut tx, actor, &id, Right::Share).await?;
    let rows = store::share_links::of_project(&mut tx, &id).await?;
    let given = input.link_id.unwrap_or_default();
    if given != FIRST {
        let row = with_token(app, of_its_own(&rows, &given)?)?;
        return finish(app, tx, actor, project, row, Verb::Rotated).await;
    }
    if project.id_public.is_none() {
        return Err(missing());
    }
    let connections = store::connections::of_project(&mut tx, &id).await?;
    publicity::make_private(&mut project);
    publicity::decide(&mut project, &connections, true);
    touch(&mut project);
    store::projects::save(&mut tx, &project).await?;
    audit::done(&mut tx, actor, Verb::Rotated, &object(&project, FIRST, "")).await?;
    tx.commit().await?;
    let first = rows.into_iter().find(|row| row.token_hash.is_none());
    let token = project.id_public.clone().ok_or_else(missing)?;
    Ok(LinkAnswer { link: link(&project, first, Some(token)) })
}

/// `revokeLink`: the link ends at once and for good.
pub async fn revoke(app: &App, actor: &Actor, input: LinkIdInput) -> Result<Nothing> {
    actor.check_user_id(input.user_id.as_deref())?;
    let id = access::project_id(input.project_id.as_deref())?;
    let mut tx = app.store.begin().await?;
    let mut project = access::locked(&mut tx, actor, &id, Right::Share).await?;
    let gone = match input.link_id.unwrap_or_default().as_str() {
        FIRST if project.id_public.is_some() => {
            publicity::make_private(&mut project);
            object(&project, FIRST, "")
        }
        given => {
            let row = of_its_own(&store::share_links::of_project(&mut tx, &id).await?, given)?;
            store::share_links::delete(&mut tx, &row.id).await?;
            object(&project, row.id.as_str(), &row.title)
        }
    };
    touch(&mut project);
    store::projects::save(&mut tx, &project).await?;
    audit::done(&mut tx, actor, Verb::Revoked, &gone).await?;
    tx.commit().await?;
    Ok(Nothing {})
}

/// A link with a token of its own.
fn of_its_own(rows: &[LinkRow], given: &str) -> Result<LinkRow> {
    let id = LinkId::parse(given).ok_or_else(missing)?;
    rows.iter().find(|row| row.id == id && row.token_hash.is_some()).cloned().ok_or_else(missing)
}

fn fresh(project: &ProjectId, actor: &Actor) -> LinkRow {
    LinkRow {
        id: LinkId::new(),
        project_id: project.clone(),
        token_hash: None,
        token: None,
        title: String::new(),
        rights: LinkRights::default(),
        password_hash: None,
        expires_at: None,
        created_by: Some(actor.account.clone()),
        created_at: Timestamp::now(),
    }
}

/// Gives a link a token that nobody had before.
fn with_token(app: &App, row: LinkRow) -> Result<LinkRow> {
    let token = random_token()?;
    let (hash, sealed) = (app.tokens.hash(TOKEN, token.expose()), app.keys.seal(token.expose(), &place(&row.id))?);
    Ok(LinkRow { token_hash: Some(hash), token: Some(sealed), ..row })
}

/// A link as the audit log names it: never by its token.
fn object(project: &ProjectRow, id: &str, title: &str) -> Object {
    Object::of(&project.id, Kind::Link, id, if title.is_empty() { "Public link" } else { title })
}

async fn finish(app: &App, mut tx: Tx, actor: &Actor, mut project: ProjectRow, row: LinkRow, verb: Verb) -> Result<LinkAnswer> {
    store::share_links::save(&mut tx, &row).await?;
    let told = object(&project, row.id.as_str(), &row.title);
    let told = if row.rights.downloads { told.saying("readers may take rows along as files") } else { told };
    audit::done(&mut tx, actor, verb, &told).await?;
    touch(&mut project);
    store::projects::save(&mut tx, &project).await?;
    tx.commit().await?;
    let token = match &row.token {
        Some(token) => Some(app.keys.open(token, &place(&row.id))?.expose().to_owned()),
        None => project.id_public.clone(),
    };
    Ok(LinkAnswer { link: link(&project, Some(row), token) })
}
