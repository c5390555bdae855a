//! Finding tables among those of several schemas.

use crate::model::{
    catalogue::{SchemaTables, TABLES_PER_PAGE, TableLine},
    id::ConnectionId,
    schema::{Schema, Table},
};
use std::sync::Arc;

/// One page of the tables in which `search` is found, ignoring case: those with it in their own name first, each part
/// in the order of connections and labels. A page beyond the last is the last. Of tables of a connection that `hides`
/// names, the number of rows is not told.
pub(super) fn page(
    schemas: &[(ConnectionId, Arc<Schema>)],
    search: &str,
    page: u32,
    hides: impl Fn(&ConnectionId) -> bool,
) -> SchemaTables {
    let wanted = search.trim().to_lowercase();
    let (mut by_name, mut by_content) = (Vec::new(), Vec::new());
    for (connection, schema) in schemas {
        for table in &schema.tables {
            match find(table, &wanted) {
                Some(Found::Name) => by_name.push((connection, table, None)),
                Some(Found::Comment) => by_content.push((connection, table, None)),
                Some(Found::Column(name)) => by_content.push((connection, table, Some(name))),
                None => {}
            }
        }
    }
    by_name.append(&mut by_content);
    let found = u32::try_from(by_name.len()).unwrap_or(u32::MAX);
    let page = page.min(found.div_ceil(TABLES_PER_PAGE)).max(1);
    let (first, size) = ((page - 1) as usize * TABLES_PER_PAGE as usize, TABLES_PER_PAGE as usize);
    let tables = by_name.into_iter().skip(first).take(size).map(|(connection, table, matched)| {
        let line = line(connection, table, matched);
        TableLine { row_estimate: line.row_estimate.filter(|_| !hides(connection)), ..line }
    });
    SchemaTables { tables: tables.collect(), found, page }
}

enum Found<'a> {
    Name,
    Comment,
    Column(&'a str),
}

fn find<'a>(table: &'a Table, wanted: &str) -> Option<Found<'a>> {
    let holds = |text: &str| text.to_lowercase().contains(wanted);
    let told = |comment: &Option<String>| comment.as_deref().is_some_and(holds);
    if wanted.is_empty() || holds(&table.name) {
        return Some(Found::Name);
    }
    if told(&table.comment) {
        return Some(Found::Comment);
    }
    let column = table.columns.iter().find(|column| holds(&column.name) || told(&column.comment))?;
    Some(Found::Column(&column.name))
}

fn line(connection: &ConnectionId, table: &Table, matched: Option<&str>) -> TableLine {
    TableLine {
        connection_id: connection.clone(),
        name: table.name.clone(),
        kind: table.kind,
        columns: u32::try_from(table.columns.len()).unwrap_or(u32::MAX),
        row_estimate: table.row_estimate,
        comment: table.comment.clone(),
        matched: matched.map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::sample::{column, table};

    fn schemas() -> Vec<(ConnectionId, Arc<Schema>)> {
        let mut orders = table("orders", vec![column("id", "integer"), column("customer_id", "integer")]);
        orders.comment = Some("Everything that was BOUGHT".into());
        let customers = table("customers", vec![column("id", "integer"), column("name", "text")]);
        let many = (0..250).map(|n| table(&format!("t{n:03}"), vec![column("id", "integer")])).collect();
        [vec![customers, orders], many]
            .into_iter()
            .map(|tables| (ConnectionId::new(), Arc::new(Schema { tables, ..Schema::default() })))
            .collect()
    }

    fn names(search: &str) -> Vec<(String, Option<String>)> {
        page(&schemas(), search, 1, |_| false).tables.into_iter().map(|line| (line.name, line.matched)).collect()
    }

    #[test]
    fn names_come_before_columns_and_comments() {
        let (customers, orders) = ("customers".to_owned(), "orders".to_owned());
        assert_eq!(names("CUSTOMER"), [(customers.clone(), None), (orders.clone(), Some("customer_id".into()))]);
        assert_eq!(names("bought"), [(orders, None)]);
        assert_eq!(names(" name "), [(customers, Some("name".into()))]);
        assert_eq!(names("nothing"), []);
    }

    #[test]
    fn pages_hold_a_hundred_and_the_last_is_the_last() {
        let schemas = schemas();
        let sizes = [1, 2, 3, 4, u32::MAX].map(|n| {
            let page = page(&schemas, "", n, |_| false);
            (page.page, page.tables.len(), page.found)
        });
        assert_eq!(sizes, [(1, 100, 252), (2, 100, 252), (3, 52, 252), (3, 52, 252), (3, 52, 252)]);
        assert_eq!(page(&[], "", 9, |_| true), SchemaTables { tables: vec![], found: 0, page: 1 });
    }
}
