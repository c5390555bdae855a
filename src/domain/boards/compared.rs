//! A data table of what differs between the same table in two connections: rows only here, rows only there, changed cells,
//! found by key. Both sides are read in the order of the key. Where engines sort keys alike, by numbers and dates, tables
//! of any size are compared as far as the bound reaches, and nothing beyond is claimed; by other keys only whole tables.

use super::{
    in_memory::{self, Whole},
    integrated::{alike, badge, open},
    narrowing::Narrow,
    pairs::{self, Side},
    reading::{Outcome, Trouble},
    sides,
    sources::{Source, choose_table},
    tables::{checked_rows, choices_for, grid_columns, has_pages, paged},
};
use crate::{
    domain::{Reader, row_rules::Sight},
    model::{
        drawing::{Drawing, FailedSource, TableDrawing, Total},
        filter::TableView,
        schema::Table,
        value::{Kind, Row, Value},
        widget::{ColumnChoice, Configs},
    },
    store::connections::ConnectionRow,
};

const DIFFERENCE: &str = "DIFFERENCE";

pub(super) async fn draw(
    app: &Reader,
    rows: &[ConnectionRow],
    configs: &Configs,
    view: &TableView,
    narrow: &Narrow,
    sight: &Sight,
) -> Outcome<Drawing> {
    let label = choose_table(configs, view)?;
    let Whole { columns, rows, failed, note, as_of, .. } = whole(app, rows, configs, view, narrow, sight).await?;
    let view = paged(configs, view);
    let page = in_memory::page(rows, &columns, &view)?;
    let paged = has_pages(configs);
    Ok(Drawing::Table(TableDrawing {
        tables: configs.tables.clone(),
        table: label.to_owned(),
        columns,
        rows: page.rows,
        page: page.page,
        page_size: page.size,
        total: Total::Exactly(page.found),
        has_next: page.has_next && paged,
        paged,
        sort: view.sort,
        filter: view.filter,
        search: view.search.unwrap_or_default(),
        failed_sources: failed,
        cut: note,
        as_of,
    }))
}

/// All that differs in the table that the reader chose.
pub(super) async fn whole(
    app: &Reader,
    rows: &[ConnectionRow],
    configs: &Configs,
    view: &TableView,
    narrow: &Narrow,
    sight: &Sight,
) -> Outcome<Whole> {
    let label = choose_table(configs, view)?;
    let (sources, mut failed) = open(app, rows, configs, view.fresh, sight).await?;
    let (sources, differing) = alike(&sources, label);
    failed.extend(differing);
    let [left, right] = sources.as_slice() else { return Err(one_is_missing(failed)) };
    let table = left.table(label)?;
    let keys = keys(table, configs)?;
    let choices = with_keys(choices_for(table, configs, label), &keys);
    let whole = checked_rows(table, &TableView::default(), &choices)?;
    let columns: Vec<ColumnChoice> = whole.columns.iter().map(|c| ColumnChoice { field: c.name.clone(), header: None }).collect();
    let places: Vec<usize> = keys.iter().filter_map(|key| whole.columns.iter().position(|column| column.name == *key)).collect();

    let side = async |source: &Source| sides::read(app, source, source.table(label)?, &keys[0], &columns, narrow).await;
    let (ours, theirs) = tokio::join!(side(left), side(right));
    let (mut ours, mut theirs) = (ours.map_err(|trouble| of(left, &trouble))?, theirs.map_err(|trouble| of(right, &trouble))?);
    let reach = sides::reach((&mut ours, places[0]), (&mut theirs, places[0]), &whole.columns[places[0]])?;
    let as_of = ours.as_of.min(theirs.as_of);
    let is_cut = reach.is_some();
    let found = pairs::difference(ours.rows, theirs.rows, &places, &whole.columns);
    let note = summary(&found, [&left.row.title, &right.row.title], reach);

    let mut grid = vec![badge(table, DIFFERENCE)];
    grid.extend(grid_columns(table, &whole, &choices));
    let badged = |(side, row): (Side, Row)| -> Row {
        let words = match side {
            Side::Left => format!("only in {}", left.row.title),
            Side::Right => format!("only in {}", right.row.title),
            Side::Changed => "changed".to_owned(),
        };
        std::iter::once(Value::Text(words)).chain(row).collect()
    };
    let rows = found.rows.into_iter().map(badged).collect();
    Ok(Whole { columns: grid, rows, failed, note: Some(note), is_cut, as_of })
}

/// Two sides are needed, and this is why there are not.
fn one_is_missing(failed: Vec<FailedSource>) -> Trouble {
    let sentences: Vec<String> = failed.into_iter().map(|source| format!("{}: {}", source.title, source.message)).collect();
    Trouble::tile("There are no two tables to compare.", sentences.join(" "))
}

fn of(source: &Source, trouble: &Trouble) -> Trouble {
    Trouble::tile(format!("{} could not be read, so nothing can be compared.", source.row.title), trouble.sentence())
}

/// The columns by which rows are told apart: the chosen ones, else the primary key, else a unique key.
fn keys(table: &Table, configs: &Configs) -> Outcome<Vec<String>> {
    let own = || if table.primary_key.is_empty() { table.unique_keys.first() } else { Some(&table.primary_key) };
    let keys = if configs.key_columns.is_empty() { own().cloned().unwrap_or_default() } else { configs.key_columns.clone() };
    if keys.is_empty() {
        return Err(Trouble::tile(
            format!("The table {} has no key by which its rows could be told apart.", table.name),
            "Edit the widget and choose the columns that tell one row from another.",
        ));
    }
    for name in &keys {
        match table.column(name).map(|column| column.kind) {
            Some(Kind::Bytes | Kind::Json) => {
                return Err(Trouble::tile(format!("Rows cannot be told apart by {name}."), "Edit the widget and choose another key."));
            }
            Some(_) => {}
            None => {
                let message = format!("The key column {name} does not exist in {} any more.", table.name);
                return Err(Trouble::tile(message, "Edit the widget and choose another key."));
            }
        }
    }
    Ok(keys)
}

/// The chosen columns and those of the key, which stand first; all when none is chosen.
fn with_keys(choices: Vec<ColumnChoice>, keys: &[String]) -> Vec<ColumnChoice> {
    if choices.is_empty() {
        return choices;
    }
    let missing = keys.iter().filter(|key| choices.iter().all(|choice| choice.field != **key));
    let mut all: Vec<ColumnChoice> = missing.map(|key| ColumnChoice { field: key.clone(), header: None }).collect();
    all.extend(choices);
    all
}

fn summary(found: &pairs::Difference, titles: [&str; 2], reach: Option<String>) -> String {
    let count = |side| found.rows.iter().filter(|(of, _)| *of == side).count();
    let (left, right, changed) = (count(Side::Left), count(Side::Right), count(Side::Changed));
    let counts = format!("{left} only in {}, {right} only in {}, {changed} changed, {} the same.", titles[0], titles[1], found.same);
    reach.map_or_else(|| counts.clone(), |reach| format!("{counts} {reach}"))
}
