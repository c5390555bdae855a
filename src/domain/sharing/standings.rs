//! What the links of a project are to it, decided as for whoever opens them.

use super::find;
use crate::{
    domain::{
        App, keys,
        standing::{Because, Standing},
    },
    error::Result,
    model::{
        role::Role,
        share_link::{FIRST, LinkRights},
        time::Timestamp,
    },
    store::{self, Db, projects::ProjectRow, sealed::LINK_TOKEN, share_links::LinkRow},
};

/// A link without its address.
pub(crate) struct LinkStanding {
    pub id: String,
    pub title: String,
    pub standing: Standing,
    /// What guards it and what it shows beside the board.
    pub notes: Vec<String>,
}

/// Of every link of a project that was given, the one of the visibility switch first.
pub(crate) async fn standings(app: &App, db: &mut Db, project: &ProjectRow) -> Result<Vec<LinkStanding>> {
    let rows = store::share_links::of_project(db, &project.id).await?;
    let (first, own): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.token_hash.is_none());
    let mut all = Vec::with_capacity(own.len() + 1);
    if let Some(token) = project.id_public.clone() {
        let row = first.into_iter().next();
        let standing = of(app, db, Some(&token), row.as_ref()).await?;
        let notes = row.as_ref().map_or_else(Vec::new, |row| notes(&row.rights, row));
        all.push(LinkStanding { id: FIRST.to_owned(), title: "Public link".to_owned(), standing, notes });
    }
    for row in own {
        let place = keys::place(&LINK_TOKEN, row.id.as_str());
        let token = app.keys.open(row.token.as_deref().unwrap_or_default(), &place).ok();
        let standing = of(app, db, token.as_ref().map(|token| token.expose()), Some(&row)).await?;
        let notes = notes(&row.rights, &row);
        all.push(LinkStanding { id: row.id.to_string(), title: row.title, standing, notes });
    }
    Ok(all)
}

async fn of(app: &App, db: &mut Db, token: Option<&str>, row: Option<&LinkRow>) -> Result<Standing> {
    let lead = match token {
        Some(token) => find::lead(app, db, token).await?,
        None => None,
    };
    let has_ended = row.and_then(|row| row.expires_at).is_some_and(|at| at <= Timestamp::now());
    let because = match lead {
        Some(_) => return Ok(Standing { role: Some(Role::Link), because: Because::Linked }),
        None if has_ended => Because::Ended,
        None => Because::LeadsNowhere,
    };
    Ok(Standing { role: None, because })
}

fn notes(rights: &LinkRights, row: &LinkRow) -> Vec<String> {
    let fixed = match rights.fixed.len() {
        0 => None,
        1 => Some("1 fixed filter".to_owned()),
        n => Some(format!("{n} fixed filters")),
    };
    let ends = row.expires_at.map(|at| format!("last day {}", at.last_day()));
    let password = row.password_hash.as_ref().map(|_| "asks for a password".to_owned());
    let diagram = rights.diagram.then(|| "shows the diagram of all tables".to_owned());
    let downloads = rights.downloads.then(|| "lets readers take rows along as files".to_owned());
    [password, fixed, diagram, downloads, ends].into_iter().flatten().collect()
}
