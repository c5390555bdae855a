//! What a reader chose in the table of one tile, as keys of the page's address: `w3.sort=-total`,
//! `w3.page=2`, `w3.f=total.gte.100`. Links can be shared, and forms and links work without scripts.
//!
//! An address comes from anywhere: what does not fit is left out, so that a broken link shows the table's
//! first page instead of an error. Whether a column exists, and what its values are, the planner decides.

use crate::model::{
    address::Query,
    filter::{Condition, MAX_PAGE_SIZE, Op, Sort, TableView},
    value::Value,
};

/// More conditions than this on one table are dropped.
pub const MAX_CONDITIONS: usize = 20;
/// Longest name or value that is read from an address, in bytes.
pub const MAX_TEXT: usize = 2000;

const TABLE: &str = "table";
const SORT: &str = "sort";
const PAGE: &str = "page";
const AFTER: &str = "after";
const BEFORE: &str = "before";
const LAST: &str = "last";
/// The keys that say which page is shown: another sort, filter or size begins with the first.
pub const TURNS: [&str; 4] = [PAGE, AFTER, BEFORE, LAST];
const SIZE: &str = "size";
const SEARCH: &str = "q";
const FILTER: &str = "f";
/// Only ever read: a link that reads anew is followed once.
pub const FRESH: &str = "fresh";
/// The three fields of the form that adds a condition.
pub const NEW_COLUMN: &str = "fc";
pub const NEW_OP: &str = "fo";
pub const NEW_VALUE: &str = "fv";

/// The key `name` of the tile at `place` (from 0).
pub fn key(place: u32, name: &str) -> String {
    format!("w{place}.{name}")
}

/// Place and name of a tile's key; nothing for any other key.
fn split(key: &str) -> Option<(u32, &str)> {
    let (place, name) = key.strip_prefix('w')?.split_once('.')?;
    (place.len() <= 4 && place.bytes().all(|b| b.is_ascii_digit())).then_some(())?;
    Some((place.parse().ok()?, name))
}

/// What the address says about the tile at `place`.
pub fn decode(query: &Query, place: u32) -> TableView {
    let mut view = TableView::default();
    let (mut column, mut op, mut values) = (None, None, Vec::new());
    for (key, value) in query.pairs() {
        let Some((_, name)) = split(key).filter(|(at, _)| *at == place) else { continue };
        if value.is_empty() || value.len() > MAX_TEXT || value.contains('\0') {
            continue;
        }
        match name {
            TABLE => view.table = Some(value.clone()),
            SORT => view.sort = decode_sort(value),
            PAGE => view.page = value.parse().ok().filter(|page| *page > 0),
            AFTER => view.after = Some(value.clone()),
            BEFORE => view.before = Some(value.clone()),
            LAST => view.last = value == "1",
            SIZE => view.page_size = value.parse().ok().filter(|size| (1..=MAX_PAGE_SIZE).contains(size)),
            SEARCH => view.search = Some(value.clone()),
            FRESH => view.fresh = value == "1",
            FILTER => view.filter.extend(decode_condition(value)),
            NEW_COLUMN => column = Some(value.clone()),
            NEW_OP => op = Op::parse(value),
            NEW_VALUE => values.push(Value::Text(value.clone())),
            _ => {}
        }
    }
    if let (Some(column), Some(op)) = (column, op) {
        view.filter.extend(condition(column, op, values));
    }
    view.filter.truncate(MAX_CONDITIONS);
    view
}

/// The keys of the tile at `place` for `view`, in one fixed order.
pub fn encode(place: u32, view: &TableView) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut put = |name: &str, value: String| pairs.push((key(place, name), value));
    if let Some(table) = &view.table {
        put(TABLE, table.clone());
    }
    if let Some(search) = view.search.as_ref().filter(|text| !text.is_empty()) {
        put(SEARCH, search.clone());
    }
    for condition in &view.filter {
        put(FILTER, encode_condition(condition));
    }
    if let Some(sort) = &view.sort {
        put(SORT, encode_sort(sort));
    }
    if let Some(size) = view.page_size {
        put(SIZE, size.to_string());
    }
    if let Some(page) = view.page.filter(|page| *page > 1) {
        put(PAGE, page.to_string());
    }
    if let Some(after) = &view.after {
        put(AFTER, after.clone());
    }
    if let Some(before) = &view.before {
        put(BEFORE, before.clone());
    }
    if view.last {
        put(LAST, "1".to_owned());
    }
    pairs
}

/// `query` with the state of the tile at `place` replaced by `view`; everything else stays.
pub fn replace(query: &Query, place: u32, view: &TableView) -> Query {
    let mut query = without(query, place, &[]);
    for (key, value) in encode(place, view) {
        query.push(key, value);
    }
    query
}

/// `query` without the keys of the tile at `place`, but for those named: what a form carries in hidden fields.
pub fn without(query: &Query, place: u32, but: &[&str]) -> Query {
    query.clone().keep(|key| split(key).is_none_or(|(at, name)| at != place || but.contains(&name)))
}

/// `query` after the tiles changed places: `order[new] = old`. State of tiles that are gone is dropped.
pub fn reorder(query: Query, order: &[u32]) -> Query {
    query.rename(|whole| match split(whole) {
        None => Some(whole.to_owned()),
        Some((old, name)) => order.iter().position(|at| *at == old).map(|new| key(new as u32, name)),
    })
}

/// `-total` is descending; a name that itself begins with a sign is written with a plus.
fn encode_sort(sort: &Sort) -> String {
    let sign = match (sort.descending, sort.column.starts_with(['-', '+'])) {
        (true, _) => "-",
        (false, true) => "+",
        (false, false) => "",
    };
    format!("{sign}{}", sort.column)
}

fn decode_sort(text: &str) -> Option<Sort> {
    let (column, descending) = match text.strip_prefix('-') {
        Some(rest) => (rest, true),
        None => (text.strip_prefix('+').unwrap_or(text), false),
    };
    (!column.is_empty()).then(|| Sort { column: column.to_owned(), descending })
}

/// `column.op.value`; dots in the column and commas in a list are written behind a backslash.
fn encode_condition(condition: &Condition) -> String {
    let mut text = format!("{}.{}", escape(&condition.column, '.'), condition.op.name());
    if condition.op.takes_value() {
        text.push('.');
        let values: Vec<String> = condition.values.iter().map(Value::display).collect();
        match condition.op {
            Op::In => text.push_str(&values.iter().map(|value| escape(value, ',')).collect::<Vec<_>>().join(",")),
            _ => text.push_str(values.first().map_or("", String::as_str)),
        }
    }
    text
}

fn decode_condition(text: &str) -> Option<Condition> {
    let mut parts = unescape(text, '.', 2).into_iter();
    let column = parts.next()?;
    let rest = parts.next()?;
    let (op, value) = rest.split_once('.').unwrap_or((&rest, ""));
    let op = Op::parse(op)?;
    let values = match op {
        Op::In => unescape(value, ',', usize::MAX),
        _ => vec![value.to_owned()],
    };
    condition(column, op, values.into_iter().map(Value::Text).collect())
}

/// A condition, when its values fit its operator.
fn condition(column: String, op: Op, mut values: Vec<Value>) -> Option<Condition> {
    values.truncate(match op {
        Op::IsNull | Op::NotNull => 0,
        Op::In => 100,
        _ => 1,
    });
    let fits = !column.is_empty() && (!op.takes_value() || !values.is_empty());
    fits.then_some(Condition { column, op, values })
}

pub fn escape(text: &str, separator: char) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == separator || c == '\\' {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Splits at bare separators into at most `most` parts; the last part of a limited split stays as written.
pub fn unescape(text: &str, separator: char, most: usize) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        let last = parts.len() - 1;
        if c == '\\' {
            parts[last].extend(chars.next().map(|(_, escaped)| escaped));
        } else if c == separator {
            if parts.len() + 1 == most {
                parts.push(text[at + c.len_utf8()..].to_owned());
                return parts;
            }
            parts.push(String::new());
        } else {
            parts[last].push(c);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view() -> TableView {
        let text = |text: &str| Value::Text(text.into());
        TableView {
            table: Some("sales.\"odd.table\"".into()),
            page: Some(3),
            page_size: Some(100),
            sort: Some(Sort { column: "-a.b\\".into(), descending: false }),
            filter: vec![
                Condition { column: "to.tal\\".into(), op: Op::Gte, values: vec![text("1.5")] },
                Condition { column: "name".into(), op: Op::In, values: vec![text("a,b"), text("c\\"), text("<b>")] },
                Condition { column: "x".into(), op: Op::IsNull, values: vec![] },
                Condition { column: "note".into(), op: Op::Contains, values: vec![text("a.b, & =%")] },
            ],
            search: Some("50% \"off\"".into()),
            fresh: false,
            after: Some("eyJz_-".into()),
            before: Some("b".into()),
            last: true,
        }
    }

    #[test]
    fn every_view_survives_the_address() {
        for descending in [true, false] {
            let mut view = view();
            view.sort = Some(Sort { column: "-+x".into(), descending });
            let query: Query = encode(3, &view).into_iter().collect();
            assert_eq!(decode(&Query::parse(&query.to_string()), 3), view);
        }
    }

    #[test]
    fn the_address_is_readable() {
        let view = TableView {
            sort: Some(Sort { column: "total".into(), descending: true }),
            page: Some(2),
            filter: vec![Condition { column: "total".into(), op: Op::Gte, values: vec![Value::Int(100)] }],
            ..TableView::default()
        };
        let query = replace(&Query::parse("add=bar&w2.page=9&w3.page=7"), 3, &view);
        assert_eq!(query.to_string(), "add=bar&w2.page=9&w3.f=total.gte.100&w3.sort=-total&w3.page=2");
    }

    #[test]
    fn tiles_do_not_see_each_other() {
        let query = Query::parse("w1.page=2&w11.page=3&page=4&w.page=5&wx.page=6&w99999.page=7");
        assert_eq!(decode(&query, 1).page, Some(2));
        assert_eq!(decode(&query, 11).page, Some(3));
        assert_eq!(decode(&query, 0), TableView::default());
        assert_eq!(without(&query, 1, &[]).get("w1.page"), None);
        assert_eq!(without(&query, 1, &["page"]), query);
    }

    #[test]
    fn hostile_addresses_show_the_first_page() {
        let long = format!("w0.q={}", "x".repeat(MAX_TEXT + 1));
        for text in [
            "w0.page=0&w0.size=0",
            "w0.page=-1&w0.size=201&w0.sort=-",
            "w0.page=99999999999999999999&w0.f=x",
            "w0.f=.eq.1&w0.f=x.drop.1&w0.f=x.eq",
            "w0.f=%00.eq.1&w0.table=%00",
            "w0.fc=x&w0.fo=nonsense&w0.fv=1",
            "w0.fc=x&w0.fo=eq",
            "w0.f=x\\",
            &long,
        ] {
            let view = decode(&Query::parse(text), 0);
            // `x.eq` without a value reads as "equals the empty text", which is a condition one can mean.
            let view = TableView { filter: view.filter.into_iter().filter(|c| c.values != [Value::Text(String::new())]).collect(), ..view };
            assert_eq!(view, TableView::default(), "{text}");
        }
        let many = "w0.f=x.eq.1&".repeat(200);
        assert_eq!(decode(&Query::parse(&many), 0).filter.len(), MAX_CONDITIONS);
    }

    #[test]
    fn the_form_adds_a_condition() {
        let view = decode(&Query::parse("w0.f=a.eq.1&w0.fc=b.c&w0.fo=lt&w0.fv=5"), 0);
        assert_eq!(view.filter.len(), 2);
        assert_eq!(view.filter[1], Condition { column: "b.c".into(), op: Op::Lt, values: vec![Value::Text("5".into())] });
    }

    #[test]
    fn state_follows_its_tile() {
        let query = Query::parse("add=x&w0.page=2&w1.page=3&w2.page=4");
        assert_eq!(reorder(query, &[2, 0]).to_string(), "add=x&w1.page=2&w0.page=4");
    }
}
