//! The page of a table that a view asks for, read from the row where its neighbour ended: page 20,000 costs what page 1
//! costs. A place that does not fit the order any more, and a table without a key, are read by the number of the page.

use super::{
    cursor::Place,
    page::{Page, Rows},
};
use crate::{
    error::{AppError, Result},
    model::{
        filter::TableView,
        plan::PlanSort,
        row_query::RowQuery,
        value::{Row, Value},
        view_query,
    },
};

const UNKNOWN_END: &str = "The rows could not be counted in time, so the last page is not known. Sort them the other way round.";

/// A page that is to be read.
#[derive(Debug)]
pub struct Turned {
    pub page: Page,
    /// In the opposite order, which is turned round when the rows are there.
    backwards: bool,
    /// Nothing comes behind it.
    is_last: bool,
    /// How many rows come before it; nothing where nobody counted them.
    position: Option<u64>,
    size: u64,
}

/// A page that was read.
#[derive(Debug, PartialEq)]
pub struct Sides {
    /// From 1; nothing where nobody counted.
    pub number: Option<u32>,
    pub has_previous: bool,
    pub has_next: bool,
    /// From where the pages beside are read; nothing where only their numbers say it.
    pub before: Option<String>,
    pub after: Option<String>,
}

/// `total` is how many rows the view has, as far as that is known.
///
/// # Errors
/// `Invalid` for what the table has not, and for a last page that cannot be found.
pub fn turned(rows: &Rows<'_>, view: &TableView, total: Option<u64>) -> Result<Turned> {
    let (number, size) = super::page(view)?;
    let size = u64::from(size);
    let at = |number: u32| u64::from(number - 1) * size;
    let page = rows.page(&query(rows, view, size as u32))?;
    let forwards = |page: Page, position: Option<u64>| Turned { page, backwards: false, is_last: false, position, size };
    if view.last {
        let before = total.map(|total| total.saturating_sub(1) / size * size);
        return match (page.has_key, before) {
            (true, _) => {
                let most = total.zip(before).map_or(size, |(total, before)| (total - before).max(1));
                Ok(Turned { is_last: true, position: before, ..backwards(page, Place::default(), most, size) })
            }
            (false, Some(before)) => Ok(forwards(skipping(page, before), Some(before))),
            (false, None) => Err(AppError::invalid(UNKNOWN_END)),
        };
    }
    let counted = view.page.map(|_| at(number));
    if let Some(place) = view.after.as_deref().and_then(|text| Place::read(text, &page.plan.sort).ok()) {
        let mut page = page;
        (page.plan.after, page.plan.offset) = (place.after.clone(), place.offset);
        return Ok(forwards(Page { place, ..page }, counted));
    }
    // The first page is the first one, whatever came before it meanwhile.
    let place = view.before.as_deref().filter(|_| view.page != Some(1));
    if let Some(place) = place.and_then(|text| Place::read(text, &opposite(&page.plan.sort)).ok()) {
        return Ok(Turned { position: counted, ..backwards(page, place, size, size) });
    }
    Ok(forwards(skipping(page, at(number)), Some(at(number))))
}

fn query(rows: &Rows<'_>, view: &TableView, size: u32) -> RowQuery {
    RowQuery {
        conditions: view.filter.clone(),
        search: view.search.clone(),
        sort: view.sort.iter().cloned().collect(),
        columns: rows.table.columns.iter().map(|column| column.name.clone()).collect(),
        limit: Some(size),
        ..RowQuery::default()
    }
}

fn opposite(sort: &[PlanSort]) -> Vec<PlanSort> {
    sort.iter().map(|sort| PlanSort { column: sort.column.clone(), descending: !sort.descending }).collect()
}

fn skipping(mut page: Page, rows: u64) -> Page {
    page.plan.offset = rows;
    page.place.offset = rows;
    page
}

fn backwards(mut page: Page, place: Place, most: u64, size: u64) -> Turned {
    page.plan.sort = opposite(&page.plan.sort);
    (page.plan.after, page.plan.offset) = (place.after.clone(), place.offset);
    page.plan.limit = Some(most + 1);
    let limit = usize::try_from(most).unwrap_or(page.limit);
    Turned { page: Page { place, limit, ..page }, backwards: true, is_last: false, position: None, size }
}

impl Turned {
    /// What was read, as it is shown; nothing when there is less before a place than a page holds, so that the page is the
    /// first one.
    pub fn finish(&self, rows: &mut Vec<Row>, rows_of: &Rows<'_>) -> Option<Sides> {
        let more = rows.len() > self.page.limit;
        rows.truncate(self.page.limit);
        if self.backwards && !self.is_last && (rows.len() as u64) < self.size {
            return None;
        }
        if self.backwards {
            rows.reverse();
        }
        // Rows may have come or gone since the number was written.
        let position = if self.backwards && !more { Some(0) } else { self.position };
        let number = position.map(|position| u32::try_from(position / self.size + 1).unwrap_or(u32::MAX));
        let own = (&self.page.place, rows.len() as u64);
        let (front, back) = if self.backwards { (Some(own), None) } else { (None, Some(own)) };
        let (sort, other) = (&self.page.plan.sort, opposite(&self.page.plan.sort));
        let (forth, reverse) = if self.backwards { (&other, sort) } else { (sort, &other) };
        Some(Sides {
            number,
            has_previous: if self.backwards { more } else { position != Some(0) },
            has_next: if self.backwards { !self.is_last } else { more },
            before: rows.first().and_then(|row| self.side(row, reverse, front, rows_of)),
            after: rows.last().and_then(|row| self.side(row, forth, back, rows_of)),
        })
    }

    /// The place behind a row in this order. Where the row does not say it, and the page was read towards there, it is so
    /// many rows behind the place where the page began.
    fn side(&self, row: &[Value], sort: &[PlanSort], began: Option<(&Place, u64)>, rows: &Rows<'_>) -> Option<String> {
        let values = self.page.sorted.iter().map(|at| row.get(*at).cloned()).collect::<Option<Vec<_>>>()?;
        let (place, sent) = began.map_or_else(|| (Place::default(), 0), |(place, sent)| (place.clone(), sent));
        let place = place.behind(values, sent, sort, rows.engine, self.page.has_key);
        (place != Place::default()).then(|| place.write(sort)).filter(|text| text.len() <= view_query::MAX_TEXT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        engine::EngineKind,
        filter::Sort,
        schema::{
            Table,
            sample::{column, table},
        },
    };

    fn numbers() -> Table {
        let mut numbers = table("numbers", vec![column("id", "integer"), column("name", "text")]);
        numbers.columns[0].nullable = false;
        numbers.primary_key = vec!["id".into()];
        numbers
    }

    /// The ids of a page of ten rows of 1 to 95, the place of a row read as an engine would.
    fn read(view: &TableView, total: Option<u64>) -> (Vec<i64>, Sides) {
        let table = numbers();
        let rows_of = Rows::new(&table, EngineKind::Hosted);
        let view = TableView { page_size: Some(10), ..view.clone() };
        let turned = turned(&rows_of, &view, total).expect("a page");
        let plan = &turned.page.plan;
        let mut ids: Vec<i64> = (1..=95).collect();
        if plan.sort[0].descending {
            ids.reverse();
        }
        if let Some([Value::Int(place)]) = plan.after.as_deref() {
            ids.retain(|id| if plan.sort[0].descending { id < place } else { id > place });
        }
        let read = ids.into_iter().skip(plan.offset as usize).take(plan.limit.unwrap_or_default() as usize);
        let mut rows: Vec<Row> = read.map(|id| vec![Value::Int(id), Value::Null]).collect();
        match turned.finish(&mut rows, &rows_of) {
            Some(sides) => (rows.iter().filter_map(|row| if let Value::Int(id) = row[0] { Some(id) } else { None }).collect(), sides),
            None => (Vec::new(), Sides { number: None, has_previous: false, has_next: true, before: None, after: None }),
        }
    }

    fn ends(ids: &[i64]) -> (i64, i64) {
        (ids[0], ids[ids.len() - 1])
    }

    #[test]
    fn pages_follow_each_other_both_ways() {
        let (ids, first) = read(&TableView::default(), Some(95));
        assert_eq!((ends(&ids), first.number, first.has_previous, first.has_next), ((1, 10), Some(1), false, true));
        let (ids, second) = read(&TableView { page: Some(2), after: first.after, ..TableView::default() }, Some(95));
        assert_eq!((ends(&ids), second.number, second.has_previous, second.has_next), ((11, 20), Some(2), true, true));
        let (ids, third) = read(&TableView { page: Some(3), after: second.after, ..TableView::default() }, Some(95));
        assert_eq!(ends(&ids), (21, 30));
        let (ids, back) = read(&TableView { page: Some(2), before: third.before, ..TableView::default() }, Some(95));
        assert_eq!((ends(&ids), back.number, back.has_previous, back.has_next), ((11, 20), Some(2), true, true));
        let (ids, _) = read(&TableView { page: Some(3), after: back.after, ..TableView::default() }, Some(95));
        assert_eq!(ends(&ids), (21, 30));
    }

    #[test]
    fn the_last_page_holds_what_is_left() {
        let (ids, last) = read(&TableView { last: true, ..TableView::default() }, Some(95));
        assert_eq!((ends(&ids), last.number, last.has_previous, last.has_next), ((91, 95), Some(10), true, false));
        let (ids, before) = read(&TableView { page: Some(9), before: last.before, ..TableView::default() }, Some(95));
        assert_eq!((ends(&ids), before.number), ((81, 90), Some(9)));
        // Nobody counted: a whole page, without a number.
        let (ids, last) = read(&TableView { last: true, ..TableView::default() }, None);
        assert_eq!((ends(&ids), last.number, last.has_previous), ((86, 95), None, true));
        let (ids, before) = read(&TableView { before: last.before, ..TableView::default() }, None);
        assert_eq!((ends(&ids), before.number), ((76, 85), None));
    }

    #[test]
    fn places_of_another_order_and_the_beginning_are_left_by_number() {
        let (_, first) = read(&TableView::default(), None);
        let other = TableView {
            page: Some(2),
            after: first.after.clone(),
            sort: Some(Sort { column: "id".into(), descending: true }),
            ..TableView::default()
        };
        assert_eq!(ends(&read(&other, None).0), (85, 76));
        assert_eq!(ends(&read(&TableView { page: Some(4), ..TableView::default() }, None).0), (31, 40));
        assert_eq!(ends(&read(&TableView { page: Some(1), before: first.before.clone(), ..TableView::default() }, None).0), (1, 10));
        // Less than a page before the place: the page is the first one.
        assert!(read(&TableView { page: Some(2), before: first.before, ..TableView::default() }, None).0.is_empty());
    }
}
