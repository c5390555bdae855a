//! Finding what one may see by its name. Nothing is asked of people's own databases: tables come from stored schemas, and
//! those of hosted databases from their kept structures.

use super::{App, actor::Actor, boards::schemas, databases::named, projects::access};
use crate::{
    error::Result,
    model::{
        address::{step, table_step},
        id::{ConnectionId, ProjectId},
        role::Right,
        search::{Found, FoundKind, MOST_FOUND, SearchAnswer, SearchInput, Wanted},
    },
    store::{self, connections::ConnectionRow},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::HashMap;

/// Connections whose tables are looked at; those of projects that were changed last.
const MOST_SCHEMAS: usize = 30;

/// What is kept while looking: the best so far.
struct Best {
    wanted: Wanted,
    found: Vec<((usize, usize), FoundKind, Found)>,
}

impl Best {
    fn consider(&mut self, kind: FoundKind, title: &str, place: &str, href: impl FnOnce() -> String) {
        let Some(rank) = self.wanted.rank(title) else { return };
        self.found.push((rank, kind, Found { kind, title: title.to_owned(), place: place.to_owned(), href: href() }));
        // A schema can have any number of tables.
        if self.found.len() > 4 * MOST_FOUND {
            self.keep();
        }
    }

    fn keep(&mut self) {
        self.found.sort_by(|(a_rank, a_kind, a), (b_rank, b_kind, b)| {
            (a_rank.0, a_kind, a_rank.1, &a.title).cmp(&(b_rank.0, b_kind, b_rank.1, &b.title))
        });
        self.found.truncate(MOST_FOUND);
    }
}

/// `findAnything`.
pub async fn find(app: &App, actor: &Actor, input: SearchInput) -> Result<SearchAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let text = input.text.unwrap_or_default();
    let (projects, connections, widgets) = {
        let mut db = app.store.read().await?;
        let projects = access::all(&mut db, actor).await?;
        let connections = store::connections::of_member(&mut db, &actor.account).await?;
        let may_see = |row: &ConnectionRow| {
            projects.iter().any(|(listed, role)| listed.project.id == row.project_id && role.may(Right::ViewConnections))
        };
        let connections: Vec<_> = connections.into_iter().filter(may_see).collect();
        (projects, connections, store::widgets::of_member(&mut db, &actor.account).await?)
    };
    let projects: Vec<_> = projects.into_iter().map(|(listed, _)| listed).collect();
    let board = |id: &ProjectId| format!("/projects/{id}/dashboard");
    if text.trim().is_empty() {
        let recent = projects.into_iter().take(MOST_FOUND).map(|listed| Found {
            kind: FoundKind::Project,
            href: board(&listed.project.id),
            title: listed.project.title,
            place: String::new(),
        });
        return Ok(SearchAnswer { found: recent.collect() });
    }
    let mut best = Best { wanted: Wanted::new(&text), found: Vec::new() };
    let mut titles = HashMap::new();
    for listed in &projects {
        best.consider(FoundKind::Project, &listed.project.title, "", || board(&listed.project.id));
        titles.insert(&listed.project.id, listed.project.title.as_str());
    }
    let title = |id: &ProjectId| titles.get(id).copied().unwrap_or_default();
    for widget in &widgets {
        best.consider(FoundKind::Widget, &widget.title, title(&widget.project_id), || {
            format!("{}#tile-{}", board(&widget.project_id), widget.id)
        });
    }
    for connection in &connections {
        let href = || format!("/projects/{}/edit", connection.project_id);
        best.consider(FoundKind::Connection, &connection.title, title(&connection.project_id), href);
    }
    let by_change = projects.iter().flat_map(|listed| connections.iter().filter(|row| row.project_id == listed.project.id));
    let looked_at: Vec<_> = by_change.filter(|row| row.has_schema).take(MOST_SCHEMAS).collect();
    for connection in looked_at {
        let Some(schema) = schemas::of(app, connection).await? else { continue };
        let place = format!("{} · {}", title(&connection.project_id), connection.title);
        for table in &schema.tables {
            best.consider(FoundKind::Table, &table.name, &place, || table_page(&connection.project_id, &connection.id, &table.name));
        }
    }
    for database in named::of_member(app, actor).await? {
        let page = format!("/databases/{}", step(&database.id.to_string()));
        best.consider(FoundKind::Database, &database.name, &database.team, || page.clone());
        for table in &database.tables {
            best.consider(FoundKind::Table, table, &database.name, || format!("{page}/tables/{}", table_step(table)));
        }
    }
    best.keep();
    Ok(SearchAnswer { found: best.found.into_iter().map(|(_, _, found)| found).collect() })
}

/// The page of a table, whatever its name is made of.
fn table_page(project: &ProjectId, connection: &ConnectionId, table: &str) -> String {
    format!("/projects/{project}/schema/{connection}/{}", utf8_percent_encode(table, NON_ALPHANUMERIC))
}
