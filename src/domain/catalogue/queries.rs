//! Saved queries that a change of a schema breaks, and the widgets that show them. Which tables a statement reads, only its
//! words tell; whether it still can, and with which columns, the database.

use super::changes::names;
use crate::{
    domain::{App, boards::queried, row_rules::Sight, widgets::check_schema},
    engines::words,
    error::{Kind, Result},
    model::{
        id::QueryId,
        query::{Query, QueryName},
        schema::Schema,
        schema_change::SchemaChange,
        widget::WidgetName,
    },
    store::{connections::ConnectionRow, widgets::WidgetRow},
    widgets,
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// The saved queries of a project, each asked about once.
pub(super) struct Asked<'a> {
    app: &'a App,
    rows: &'a [ConnectionRow],
    widgets: &'a [WidgetRow],
    queries: &'a [Query],
    /// Of whoever asks.
    sight: &'a Sight,
    /// The words of each query, in lower case.
    words: HashMap<&'a QueryId, HashSet<String>>,
    /// The result of each; nothing for one that cannot be run.
    results: HashMap<&'a QueryId, Option<Arc<Schema>>>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(app: &'a App, rows: &'a [ConnectionRow], widgets: &'a [WidgetRow], queries: &'a [Query], sight: &'a Sight) -> Self {
        let kind = |query: &Query| rows.iter().find(|row| Some(&row.id) == query.connection_id.as_ref()).map(|row| row.kind);
        let words = queries.iter().filter_map(|query| Some((&query.id, words::names(kind(query)?, &query.text)))).collect();
        Self { app, rows, widgets, queries, sight, words, results: HashMap::new() }
    }

    /// The queries of this connection that the change broke, and the widgets that show these or miss a column of the others.
    pub(super) async fn broken(&mut self, change: &SchemaChange, row: &ConnectionRow) -> Result<(Vec<QueryName>, Vec<WidgetName>)> {
        let (mut broken, mut users) = (Vec::new(), Vec::new());
        // Where rules limit who asks, no query tells its columns, and nothing is known of what broke.
        if !change.takes_away() || self.sight.limits_any(&row.id) {
            return Ok((broken, users));
        }
        let (table, column) = (bare(&change.table), change.column.as_ref().map(|name| name.to_lowercase()));
        for query in self.queries.iter().filter(|query| query.connection_id.as_ref() == Some(&row.id)) {
            let says = |word: &str| self.words.get(&query.id).is_some_and(|words| words.contains(word));
            if !says(&table) {
                continue;
            }
            let is_named = column.as_deref().is_none_or(says);
            let result = self.result(query).await?;
            let shows = self.widgets.iter().filter(|widget| widget.shows(&query.id));
            match result {
                None if is_named => {
                    broken.push(QueryName { id: query.id.clone(), title: query.title.clone() });
                    users.extend(shows.map(WidgetRow::name));
                }
                None => {}
                Some(result) => {
                    let misses = |widget: &&WidgetRow| {
                        change.column.as_deref().is_some_and(|column| names(&widget.configs, column)) && !fits(widget, &result)
                    };
                    users.extend(shows.filter(misses).map(WidgetRow::name));
                }
            }
        }
        Ok((broken, users))
    }

    /// One whose database does not answer now is taken for one that cannot be run, and so is one that a rule hides from
    /// whoever asks.
    async fn result(&mut self, query: &'a Query) -> Result<Option<Arc<Schema>>> {
        if let Some(known) = self.results.get(&query.id) {
            return Ok(known.clone());
        }
        let found = match queried::schema(self.app, self.rows, query.id.as_str(), true, self.sight).await {
            Err(error) if error.kind == Kind::Internal => return Err(error),
            found => found.ok(),
        };
        self.results.insert(&query.id, found.clone());
        Ok(found)
    }
}

fn fits(widget: &WidgetRow, result: &Schema) -> bool {
    let subtype = widgets::normalise(&widget.kind, Some(&widget.subtype));
    subtype.is_ok_and(|(_, subtype)| check_schema("", result, subtype, &widget.configs).is_ok())
}

/// The name of a table without its schema, in lower case, as a statement may write it.
fn bare(label: &str) -> String {
    let name = match label.strip_suffix('"') {
        Some(quoted) => quoted.rsplit_once(".\"").map_or(quoted.trim_start_matches('"'), |(_, name)| name),
        None => label.rsplit_once('.').map_or(label, |(_, name)| name),
    };
    name.replace("\"\"", "\"").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_named_without_their_schema() {
        for (label, name) in [
            ("Orders", "orders"),
            ("sales.orders", "orders"),
            ("\"sales.orders\"", "sales.orders"),
            ("shop.\"a.b\"", "a.b"),
            ("\"a\"\"b\"", "a\"b"),
        ] {
            assert_eq!(bare(label), name, "{label}");
        }
    }
}
