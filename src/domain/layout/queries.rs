//! Saved queries that go along with the widgets that show them.

use super::{copy::NOWHERE, file::derived};
use crate::{
    domain::{actor::Actor, projects::access, queries, row_rules::Sight},
    error::{AppError, Result},
    model::{
        board_file::FileQuery,
        id::{ProjectId, QueryId},
        query::Query,
        role::Right,
        time::Timestamp,
        widget::{Configs, WidgetSource},
    },
    store::{self, Tx, connections::ConnectionRow},
};
use std::collections::BTreeMap;

/// What becomes of a query that came earlier under the same key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// It says what the document says.
    Changed,
    /// It stays: somebody may have changed it meanwhile.
    Kept,
}

/// Ids of queries by their keys, and how many were written.
pub(super) struct Taken {
    pub ids: BTreeMap<String, String>,
    pub written: u32,
}

/// A query for a document that names its connection by `connection`.
pub(super) fn written(query: Query, connection: String) -> FileQuery {
    FileQuery {
        key: query.id.to_string(),
        title: query.title,
        description: query.description,
        connection,
        text: query.text,
        parameters: query.parameters,
    }
}

/// The settings with another saved query, where they have one.
pub(super) fn with_query(configs: Configs, other: impl Fn(&str) -> String) -> Configs {
    let source = configs.source.map(|source| WidgetSource { query: other(&source.query) });
    Configs { source, ..configs }
}

/// Writes queries into a project: the same key is the same query. One whose connection is not there has none.
///
/// # Errors
/// `Forbidden` for one that is written for a connection on which a rule limits who writes it.
pub(super) async fn take_in<'r>(
    tx: &mut Tx,
    actor: &Actor,
    project: &ProjectId,
    files: Vec<FileQuery>,
    connection_of: impl Fn(&str) -> Option<&'r ConnectionRow>,
    known: Known,
) -> Result<Taken> {
    let mut taken = Taken { ids: BTreeMap::from([(NOWHERE.to_owned(), NOWHERE.to_owned())]), written: 0 };
    if files.is_empty() {
        return Ok(taken);
    }
    let row = access::locked(tx, actor, project, Right::RunSql).await?;
    let sight = Sight::of(tx, actor, &row).await?;
    let may_write = |query: &Query| query.connection_id.as_ref().map_or(Ok(()), |id| sight.lets_run(id));
    let mut there = store::queries::of_project(tx, project).await?;
    for file in files {
        let key = file.key.clone();
        let old = QueryId::parse(&key).and_then(|id| there.iter().find(|query| query.id == id));
        let id = old.map(|old| old.id.clone()).or_else(|| QueryId::parse(&derived(&format!("{project}/query/{key}"))));
        let id = id.unwrap_or_else(QueryId::new);
        let old = there.iter().position(|query| query.id == id);
        let query = query(file, id, project, &connection_of, old.map(|place| &there[place]))?;
        taken.ids.insert(key, query.id.to_string());
        match old {
            None => {
                may_write(&query)?;
                queries::has_room(there.len())?;
                store::queries::insert(tx, &query).await?;
                there.push(query);
            }
            Some(place) if known == Known::Changed && differs(&there[place], &query) => {
                may_write(&query)?;
                store::queries::save(tx, &query).await?;
                there[place] = query;
            }
            Some(_) => continue,
        }
        taken.written += 1;
    }
    Ok(taken)
}

fn query<'r>(
    file: FileQuery,
    id: QueryId,
    project: &ProjectId,
    connection_of: impl Fn(&str) -> Option<&'r ConnectionRow>,
    old: Option<&Query>,
) -> Result<Query> {
    let row = connection_of(&file.connection);
    let named = |error: AppError| AppError::field("document", format!("The saved query {}: {}", file.title, error.text));
    let said = queries::checked(row.map(|row| row.kind), &file.title, &file.description, &file.text, &file.parameters).map_err(named)?;
    let now = Timestamp::now();
    Ok(Query {
        id,
        project_id: project.clone(),
        connection_id: row.map(|row| row.id.clone()),
        title: said.title,
        description: said.description,
        parameters: said.parameters,
        text: file.text,
        created_at: old.map_or(now, |old| old.created_at),
        updated_at: now,
        version: old.map_or(1, |old| old.version + 1),
    })
}

fn differs(old: &Query, new: &Query) -> bool {
    let said = |query: &Query| Query { updated_at: Timestamp(0), version: 0, ..query.clone() };
    said(old) != said(new)
}
