//! Rows of a table over HTTP: which of them, in what order, from where.

use super::{cursor::Place, filter, key, unknown, values};
use crate::{
    error::{AppError, Result},
    model::{
        engine::EngineKind,
        filter::{Condition, Op, TableView},
        plan::{CountPlan, PlanColumn, PlanCondition, PlanFilter, PlanLimit, PlanSort, RowsPlan},
        row_query::RowQuery,
        schema::{Column, Generated, Table, TableKind},
        value::{Kind, Row, Value},
    },
};

/// Most columns by which rows can be sorted.
const MAX_SORTS: usize = 16;

/// A table as rows are asked of it: with the number that SQLite gives to rows, where that is what tells them apart.
#[derive(Clone, Debug)]
pub struct Rows<'t> {
    pub table: &'t Table,
    pub engine: EngineKind,
    /// `rowid`, under a name that no column has.
    number: Option<Column>,
}

/// One page, planned.
#[derive(Clone, Debug)]
pub struct Page {
    pub plan: RowsPlan,
    /// Places in the plan's columns: of those that are answered, of those that rows are sorted by, of those that make the
    /// version (none unless asked for), of the key.
    pub shown: Vec<usize>,
    pub sorted: Vec<usize>,
    pub versioned: Vec<usize>,
    pub keyed: Vec<usize>,
    /// From where.
    pub place: Place,
    /// Whether each row has a place of its own in the order.
    pub has_key: bool,
    /// One row more is read, to know whether there is a next page.
    pub limit: usize,
}

impl<'t> Rows<'t> {
    pub fn new(table: &'t Table, engine: EngineKind) -> Self {
        Self { table, engine, number: row_number(table, engine) }
    }

    pub fn column(&self, name: &str) -> Result<&Column> {
        let number = self.number.as_ref().filter(|number| number.name == name);
        self.table.column(name).or(number).ok_or_else(|| unknown(self.table, name))
    }

    /// What is answered unless columns are chosen.
    pub fn all(&self) -> Vec<&Column> {
        let number = self.number.as_ref().filter(|_| self.table.primary_key.is_empty());
        number.into_iter().chain(&self.table.columns).collect()
    }

    /// The columns by which one row is named: the primary key; else the row's number; else a unique key without NULLs.
    pub fn key(&self) -> Vec<&Column> {
        let names = if self.table.primary_key.is_empty() && self.number.is_some() { &[] } else { key(self.table) };
        let columns: Vec<&Column> = names.iter().filter_map(|name| self.table.column(name)).collect();
        if columns.is_empty() { self.number.iter().collect() } else { columns }
    }

    /// The condition that names one row.
    ///
    /// # Errors
    /// `Invalid` for a table without a key, and for values that do not fit it.
    pub fn named(&self, parts: &[String]) -> Result<PlanFilter> {
        let key = self.key();
        if key.is_empty() {
            let text = format!("\"{}\" has no key by which one of its rows could be named. Use a filter.", self.table.spoken());
            return Err(AppError::invalid(text));
        }
        // A single value may hold commas.
        let whole = [parts.join(",")];
        let parts = if key.len() == 1 { &whole } else { parts };
        if key.len() != parts.len() {
            let names: Vec<&str> = key.iter().map(|column| column.name.as_str()).collect();
            return Err(AppError::invalid(format!(
                "A row of \"{}\" is named by {}, with commas between the values.",
                self.table.spoken(),
                names.join(", ")
            )));
        }
        let equals = |(column, part): (&&Column, &String)| {
            let value = values::whole(column, &Value::Text(part.clone()))?;
            Ok(PlanCondition { column: PlanColumn::of(column), op: Op::Eq, values: vec![value] })
        };
        let conditions = key.iter().zip(parts).map(equals).collect::<Result<_>>()?;
        Ok(PlanFilter { limits: Vec::new(), conditions, search: None })
    }

    /// The columns whose values make the version of a row.
    pub fn versioned(&self) -> Vec<PlanColumn> {
        self.table.columns.iter().map(PlanColumn::of).collect()
    }

    fn conditions(&self, wanted: &[Condition]) -> Result<Vec<PlanCondition>> {
        let checked = |condition: &Condition| filter::checked(self.column(&condition.column)?, condition);
        Ok(wanted.iter().map(checked).collect::<Result<Vec<_>>>()?.concat())
    }

    /// # Errors
    /// `Invalid` for columns that are not there, operators that do not fit them, and values that are no such values.
    pub fn filter(&self, query: &RowQuery) -> Result<PlanFilter> {
        let conditions = self.conditions(&query.conditions)?;
        let mut limits = Vec::with_capacity(query.any.len());
        for group in &query.any {
            let any = group.iter().map(|condition| self.conditions(std::slice::from_ref(condition))).collect::<Result<_>>()?;
            limits.push(PlanLimit { any });
        }
        let visible: Vec<&Column> = self.table.columns.iter().collect();
        let search = filter::search(&visible, &TableView { search: query.search.clone(), ..TableView::default() })?;
        Ok(PlanFilter { limits, conditions, search })
    }

    fn sort(&self, query: &RowQuery) -> Result<(Vec<PlanSort>, bool)> {
        if query.sort.len() > MAX_SORTS {
            return Err(AppError::invalid(format!("Rows can be sorted by at most {MAX_SORTS} columns.")));
        }
        let mut sort: Vec<PlanSort> = Vec::new();
        let mut add = |column: &Column, descending: bool| {
            if sort.iter().all(|known| known.column.name != column.name) {
                sort.push(PlanSort { column: PlanColumn::of(column), descending });
            }
        };
        for wanted in &query.sort {
            let column = self.column(&wanted.column)?;
            if column.kind == Kind::Bytes {
                return Err(AppError::invalid(format!("Column \"{}\" holds bytes and cannot be sorted.", column.name)));
            }
            add(column, wanted.descending);
        }
        // In the direction of the last, so that one index can serve all.
        let descending = query.sort.last().is_some_and(|sort| sort.descending);
        let mut tells_apart = !self.key().is_empty();
        for column in self.key() {
            tells_apart &= column.kind != Kind::Bytes;
            add(column, descending);
        }
        // Keys of SQLite may hold NULLs, of which there can be many.
        if let Some(number) = &self.number {
            tells_apart = true;
            add(number, descending);
        } else if self.key().iter().any(|column| column.nullable) {
            tells_apart = false;
        }
        Ok((sort, tells_apart))
    }

    /// # Errors
    /// As [`Self::filter`], and for a place of another order.
    pub fn page(&self, query: &RowQuery) -> Result<Page> {
        let shown: Vec<&Column> = match query.columns.as_slice() {
            [] => self.all(),
            names => {
                let mut found: Vec<&Column> = Vec::with_capacity(names.len());
                for name in names {
                    let column = self.column(name)?;
                    if found.iter().all(|seen| seen.name != column.name) {
                        found.push(column);
                    }
                }
                found
            }
        };
        let (sort, has_key) = self.sort(query)?;
        let place = query.after.as_deref().map(|text| Place::read(text, &sort)).transpose()?.unwrap_or_default();
        let mut columns: Vec<PlanColumn> = Vec::new();
        let mut at = |column: PlanColumn| match columns.iter().position(|known| known.name == column.name) {
            Some(at) => at,
            None => {
                columns.push(column);
                columns.len() - 1
            }
        };
        let shown = shown.into_iter().map(|column| at(PlanColumn::of(column))).collect();
        let sorted = sort.iter().map(|sort| at(sort.column.clone())).collect();
        let versioned = if query.versions { self.versioned().into_iter().map(&mut at).collect() } else { Vec::new() };
        let keyed = self.key().into_iter().map(|column| at(PlanColumn::of(column))).collect();
        let limit = query.limit();
        let plan = RowsPlan {
            source: self.table.at.clone().into(),
            columns,
            filter: self.filter(query)?,
            sort,
            after: place.after.clone(),
            limit: Some(u64::from(limit) + 1),
            offset: place.offset.saturating_add(query.offset),
        };
        Ok(Page { plan, shown, sorted, versioned, keyed, place, has_key, limit: limit as usize })
    }

    /// # Errors
    /// As [`Self::filter`].
    pub fn count(&self, query: &RowQuery, at_most: Option<u64>) -> Result<CountPlan> {
        Ok(CountPlan { source: self.table.at.clone().into(), filter: self.filter(query)?, at_most })
    }

    /// One row by its key, with all its columns.
    ///
    /// # Errors
    /// As [`Self::named`].
    pub fn one(&self, parts: &[String], query: &RowQuery) -> Result<Page> {
        let query = RowQuery { versions: true, limit: Some(1), columns: query.columns.clone(), ..RowQuery::default() };
        let mut page = self.page(&query)?;
        page.plan.filter = self.named(parts)?;
        page.plan.sort.clear();
        page.sorted.clear();
        Ok(page)
    }
}

impl Page {
    /// Where the next page begins; nothing behind the last row. `rows` are those that are answered.
    pub fn next(&self, rows: &[Row], more: bool, engine: EngineKind, offset: u64) -> Option<String> {
        let last = rows.last().filter(|_| more)?;
        let values = self.sorted.iter().map(|at| last[*at].clone()).collect();
        let place = Place { offset: self.place.offset + offset, ..self.place.clone() };
        Some(place.behind(values, rows.len() as u64, &self.plan.sort, engine, self.has_key).write(&self.plan.sort))
    }
}

/// SQLite numbers the rows of tables; a single whole number as primary key is that number.
fn row_number(table: &Table, engine: EngineKind) -> Option<Column> {
    if !matches!(engine, EngineKind::Sqlite | EngineKind::Hosted) || table.kind != TableKind::Table {
        return None;
    }
    let may_be_null = |name: &String| table.column(name).is_some_and(|column| column.nullable);
    // Tables WITHOUT ROWID have a key without NULLs.
    if !table.primary_key.is_empty() && !table.primary_key.iter().any(may_be_null) {
        return None;
    }
    let is_free = |name: &&str| !table.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name));
    let name = ["rowid", "_rowid_", "oid"].into_iter().find(is_free)?;
    Some(Column {
        name: name.to_owned(),
        short_type: "integer".to_owned(),
        full_type: "INTEGER".to_owned(),
        kind: Kind::Integer,
        nullable: false,
        default: None,
        generated: Some(Generated::AutoIncrement),
        comment: None,
        enum_values: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::sample::{column, table};

    fn people() -> Table {
        let mut people =
            table("people", vec![column("id", "integer"), column("name", "text"), column("age", "integer"), column("born", "date")]);
        people.columns[0].nullable = false;
        people.primary_key = vec!["id".into()];
        people
    }

    fn page(table: &Table, query: &str) -> Result<Page> {
        Rows::new(table, EngineKind::Hosted).page(&RowQuery::parse(query).expect("reads"))
    }

    fn order(page: &Page) -> Vec<String> {
        page.plan.sort.iter().map(|sort| format!("{}{}", if sort.descending { "-" } else { "" }, sort.column.name)).collect()
    }

    #[test]
    fn the_order_ends_with_what_tells_rows_apart() {
        assert_eq!(order(&page(&people(), "").expect("a page")), ["id"]);
        assert_eq!(order(&page(&people(), "sort=-age,name").expect("a page")), ["-age", "name", "id"]);
        assert_eq!(order(&page(&people(), "sort=-id,age").expect("a page")), ["-id", "age"]);
        let mut nullable = people();
        nullable.columns[0].nullable = true;
        assert_eq!(order(&page(&nullable, "sort=-age").expect("a page")), ["-age", "-id", "-rowid"]);
        let bare = Table { primary_key: Vec::new(), ..people() };
        let planned = page(&bare, "").expect("a page");
        assert_eq!((order(&planned), planned.has_key), (vec!["rowid".to_owned()], true));
        assert_eq!(planned.plan.columns[0].name, "rowid");
        let view = Table { kind: TableKind::View, ..bare };
        let planned = page(&view, "").expect("a page");
        assert_eq!((order(&planned), planned.has_key), (Vec::new(), false));
    }

    #[test]
    fn names_and_values_are_checked() {
        for (query, said) in [
            ("filter=nobody.eq.1", "nobody"),
            ("age=abc", "whole numbers"),
            ("age=contains:1", "cannot be filtered"),
            ("born=lt:x", "dates"),
            ("sort=nobody", "nobody"),
            ("columns=id,nobody", "nobody"),
            ("or=age.eq.1|nobody.eq.1", "nobody"),
            ("after=x", "after"),
            ("age=in:", "whole numbers"),
        ] {
            let error = page(&people(), query).expect_err(query);
            assert!(error.text.contains(said) && error.status() == 400, "{query}: {}", error.text);
        }
        let planned = page(&people(), "age=gte:18&age=lt:65&or=name.eq.a|name.eq.b&columns=name,name&versions=true").expect("a page");
        assert_eq!((planned.plan.filter.conditions.len(), planned.plan.filter.limits.len(), planned.shown.len()), (2, 1, 1));
        assert_eq!(planned.versioned.len(), 4);
    }

    #[test]
    fn one_row_is_named_by_its_key() {
        let people = people();
        let rows = Rows::new(&people, EngineKind::Hosted);
        assert_eq!(rows.named(&["7".into()]).expect("a filter").conditions[0].values, [Value::Int(7)]);
        assert!(rows.named(&["x".into()]).is_err() && rows.named(&["1".into(), "2".into()]).is_err());
        let view = Table { kind: TableKind::View, primary_key: Vec::new(), ..people.clone() };
        assert!(Rows::new(&view, EngineKind::Hosted).named(&["1".into()]).is_err());
    }
}
