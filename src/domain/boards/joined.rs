//! A data table of two tables joined by key, in one connection or in two of different engines. Both sides are read in the
//! order of their keys, as far as the bound of [`super::sides`] reaches, and the smaller part of them is held as an index.

use super::{
    in_memory::{self, Whole},
    narrowing::Narrow,
    pairs::{self, Joined},
    reading::{Outcome, Trouble},
    sides,
    sources::{Source, named},
    tables::{checked_rows, grid_columns, has_pages, paged},
};
use crate::{
    domain::{Reader, row_rules::Sight},
    model::{
        drawing::{Drawing, FailedSource, GridColumn, TableDrawing, Total},
        filter::TableView,
        plan::PlanColumn,
        schema::Table,
        time::Timestamp,
        value::Kind,
        widget::{ColumnChoice, Configs, Join},
    },
    store::connections::ConnectionRow,
};

/// Most rows of a join: a key that comes many times on both sides multiplies them.
const MOST: usize = 50_000;

/// One of the two tables, as far as it could be read.
struct Part {
    title: String,
    label: String,
    columns: Vec<PlanColumn>,
    grid: Vec<GridColumn>,
    keys: Vec<usize>,
    side: Outcome<sides::Side>,
}

pub(super) async fn draw(
    app: &Reader,
    rows: &[ConnectionRow],
    configs: &Configs,
    view: &TableView,
    narrow: &Narrow,
    sight: &Sight,
) -> Outcome<Drawing> {
    let Whole { columns, rows, failed, note, as_of, .. } = whole(app, rows, configs, narrow, sight, view.fresh).await?;
    let view = paged(configs, view);
    let page = in_memory::page(rows, &columns, &view)?;
    let paged = has_pages(configs);
    Ok(Drawing::Table(TableDrawing {
        // There is nothing to switch between.
        tables: Vec::new(),
        table: configs.tables.iter().take(2).map(String::as_str).collect::<Vec<_>>().join(" + "),
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

/// All of the join.
pub(super) async fn whole(
    app: &Reader,
    rows: &[ConnectionRow],
    configs: &Configs,
    narrow: &Narrow,
    sight: &Sight,
    anew: bool,
) -> Outcome<Whole> {
    let how = configs.join.unwrap_or_default();
    let side = |place| part(app, rows, configs, place, narrow, anew, sight);
    let (ours, theirs) = tokio::join!(side(0), side(1));
    let (mut ours, mut theirs) = (ours?, theirs?);
    alike(&ours, &theirs)?;
    let key = ours.columns[ours.keys[0]].clone();
    let mut failed = Vec::new();
    let mut reach = None;
    match (&mut ours.side, &mut theirs.side) {
        (Ok(left), Ok(right)) => reach = sides::reach((left, ours.keys[0]), (right, theirs.keys[0]), &key)?,
        // A side that is down is named while the other shows, where its rows are kept.
        (Ok(_), Err(trouble)) if how != Join::Inner => failed.push(failure(&theirs.title, trouble)),
        (Err(trouble), Ok(_)) if how == Join::Full => failed.push(failure(&ours.title, trouble)),
        (Err(trouble), _) => return Err(unreadable(&ours.title, trouble)),
        (_, Err(trouble)) => return Err(unreadable(&theirs.title, trouble)),
    }
    let grid: Vec<GridColumn> = [qualified(&ours, &theirs), qualified(&theirs, &ours)].concat();
    let read = [&ours.side, &theirs.side].into_iter().filter_map(|side| side.as_ref().ok());
    let as_of = read.map(|side| side.as_of).min().unwrap_or_else(Timestamp::now);
    let rows_of = |side: Outcome<sides::Side>| side.map(|side| side.rows).unwrap_or_default();
    let left = Joined { rows: rows_of(ours.side), keys: &ours.keys, columns: &ours.columns };
    let right = Joined { rows: rows_of(theirs.side), keys: &theirs.keys, columns: &theirs.columns };
    let (rows, more) = pairs::join(&left, &right, how, MOST);
    let cut = [reach, more.then(|| format!("Only the first {MOST} rows of the join are taken."))];
    let note = Some(cut.into_iter().flatten().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty());
    Ok(Whole { columns: grid, rows, failed, is_cut: note.is_some(), note, as_of })
}

/// The table at `place` of the settings with its rows. What the settings break is an error; a database that does not answer
/// is kept for later.
async fn part(
    app: &Reader,
    rows: &[ConnectionRow],
    configs: &Configs,
    place: usize,
    narrow: &Narrow,
    anew: bool,
    sight: &Sight,
) -> Outcome<Part> {
    let keys = if place == 0 { &configs.key_columns } else { &configs.other_key_columns };
    let choose = || Trouble::tile("This widget is not set up yet.", "Edit the widget and choose two tables and their keys.");
    let (id, label) = (configs.connection_ids.get(place).ok_or_else(choose)?, configs.tables.get(place).ok_or_else(choose)?);
    let deleted = || Trouble::tile("A connection of this widget was deleted.", "Edit the widget and choose another connection.");
    let row = named(rows, id).ok_or_else(deleted)?;
    let source = Source::of(app, row, sight).await?.kept(configs, anew);
    let table = source.table(label)?;
    let plan = checked_rows(table, &TableView::default(), &[])?;
    let keys = keys.iter().map(|key| place_of(table, &plan.columns, key)).collect::<Outcome<Vec<usize>>>()?;
    let first = keys.first().ok_or_else(choose)?;
    let all: Vec<ColumnChoice> = plan.columns.iter().map(|c| ColumnChoice { field: c.name.clone(), header: None }).collect();
    let side = sides::read(app, &source, table, &plan.columns[*first].name, &all, narrow).await;
    let grid = grid_columns(table, &plan, &[]);
    Ok(Part { title: row.title.clone(), label: label.clone(), columns: plan.columns, grid, keys, side })
}

fn place_of(table: &Table, columns: &[PlanColumn], key: &str) -> Outcome<usize> {
    columns.iter().position(|column| column.name == key).ok_or_else(|| {
        let message = format!("The key column {key} does not exist in {} any more.", table.name);
        Trouble::tile(message, "Edit the widget and choose another key.")
    })
}

/// Keys are joined only where their values can be the same.
fn alike(ours: &Part, theirs: &Part) -> Outcome<()> {
    let same = |a: Kind, b: Kind| (a.is_numeric() && b.is_numeric()) || (a == b && !matches!(a, Kind::Bytes | Kind::Json));
    if ours.keys.len() != theirs.keys.len() {
        return Err(Trouble::tile("Each key of one table needs one of the other.", "Edit the widget and choose as many on both sides."));
    }
    for (ours, theirs) in ours.keys.iter().map(|at| &ours.columns[*at]).zip(theirs.keys.iter().map(|at| &theirs.columns[*at])) {
        if !same(ours.kind, theirs.kind) {
            let (a, b) = (&ours.short_type, &theirs.short_type);
            let message = format!("{} ({a}) and {} ({b}) hold values of different kinds, so no rows would fit.", ours.name, theirs.name);
            return Err(Trouble::tile(message, "Edit the widget and choose keys of one kind."));
        }
    }
    Ok(())
}

/// The columns of one side, with the name of the table where the other has one of the same name; of the connection too where
/// the tables have one name.
fn qualified(own: &Part, other: &Part) -> Vec<GridColumn> {
    let of = match (own.label == other.label, own.title == other.title) {
        (false, _) => own.label.clone(),
        (true, false) => format!("{} {}", own.title, own.label),
        (true, true) => {
            format!("{} ({})", own.label, own.keys.iter().map(|at| own.columns[*at].name.as_str()).collect::<Vec<_>>().join(", "))
        }
    };
    let named = |column: &GridColumn| {
        let is_shared = other.grid.iter().any(|other| other.name == column.name);
        let name = if is_shared { format!("{of}.{}", column.name) } else { column.name.clone() };
        GridColumn { header: name.clone(), name, ..column.clone() }
    };
    own.grid.iter().map(named).collect()
}

fn failure(title: &str, trouble: &Trouble) -> FailedSource {
    FailedSource { title: title.to_owned(), message: trouble.sentence() }
}

fn unreadable(title: &str, trouble: &Trouble) -> Trouble {
    Trouble::tile(format!("{title} could not be read, so nothing can be joined."), trouble.sentence())
}
