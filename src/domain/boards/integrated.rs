//! A data table over several connections: rows of the same table in each, merged, with a SOURCE column that shows
//! the connection's title. A source that cannot be read is named; the others are shown.

use super::{
    in_memory::Whole,
    merge,
    narrowing::Narrow,
    reading::{self, Outcome, Trouble},
    sources::{Source, choose_table, named},
    tables::{checked_rows, choices_for, cut_at_rows, grid_columns, has_pages, paged, seen, total},
};
use crate::{
    domain::{Reader, connections::fits, plan, row_rules::Sight},
    model::{
        drawing::{Drawing, FailedSource, GridColumn, TableDrawing, Total},
        engine::ReadLimits,
        filter::{Condition, Op, Sort, TableView},
        plan::{Plan, RowsPlan},
        schema::Table,
        time::Timestamp,
        value::{Kind, Row, Value},
        widget::{ColumnChoice, Configs},
    },
    store::connections::ConnectionRow,
};
use futures::future::join_all;

/// Most rows that are merged from one source.
const PER_SOURCE: u64 = 10_000;

/// Name and header of the column that tells the source.
const SOURCE: &str = "SOURCE";

/// One source's part.
struct Part {
    title: String,
    rows: Vec<Row>,
    /// The source's share of the tile's bytes ended them.
    cut: bool,
    total: Total,
    as_of: Timestamp,
}

pub(super) async fn draw(
    app: &Reader,
    rows: &[ConnectionRow],
    configs: &Configs,
    view: &TableView,
    narrow: &Narrow,
    sight: &Sight,
) -> Outcome<Drawing> {
    let label = choose_table(configs, view)?;
    let view = paged(configs, view);
    let (page, size) = plan::page(&view).map_err(Trouble::Request)?;
    let needed = (u64::from(page) * u64::from(size) + 1).min(PER_SOURCE);
    let (whole, total) = merged(app, rows, configs, &view, needed, narrow, sight).await?;
    let Whole { columns, rows, failed, note, is_cut, as_of } = whole;
    let offset = (page as usize - 1) * size as usize;
    let has_next = rows.len() > offset + size as usize;
    let rows: Vec<Row> = rows.into_iter().skip(offset).take(size as usize).collect();
    let paged = has_pages(configs);
    let total = if is_cut { total } else { seen(total, page, size, rows.len(), has_next) };
    Ok(Drawing::Table(TableDrawing {
        tables: configs.tables.clone(),
        table: label.to_owned(),
        columns,
        total,
        page,
        page_size: size,
        has_next: has_next && paged,
        paged,
        sort: view.sort,
        filter: view.filter,
        search: view.search.unwrap_or_default(),
        failed_sources: failed,
        cut: note.or_else(|| (has_next && !paged).then(|| cut_at_rows(rows.len()))),
        rows,
        as_of,
    }))
}

/// The rows of all sources in the order of the view.
pub(super) async fn whole(
    app: &Reader,
    rows: &[ConnectionRow],
    configs: &Configs,
    view: &TableView,
    narrow: &Narrow,
    sight: &Sight,
) -> Outcome<Whole> {
    Ok(merged(app, rows, configs, view, PER_SOURCE, narrow, sight).await?.0)
}

/// The first `needed` rows of each source, merged in the order of the view, and how many there are of all.
async fn merged(
    app: &Reader,
    rows: &[ConnectionRow],
    configs: &Configs,
    view: &TableView,
    needed: u64,
    narrow: &Narrow,
    sight: &Sight,
) -> Outcome<(Whole, Total)> {
    let label = choose_table(configs, view)?;
    let (sources, mut failed) = open(app, rows, configs, view.fresh, sight).await?;
    let (sources, differing) = alike(&sources, label);
    failed.extend(differing);
    let Some(first) = sources.first() else { return Err(none_left(failed)) };

    let table = first.table(label)?;
    let choices = choices_for(table, configs, label);
    let whole = checked_rows(table, &TableView::default(), &choices)?;
    let badge = badge(table, SOURCE);
    let asked = Asked::of(view, &badge.name);
    // In the order of the first source, so that cells of the same column stand below each other.
    let columns: Vec<ColumnChoice> = whole.columns.iter().map(|c| ColumnChoice { field: c.name.clone(), header: None }).collect();
    checked_rows(table, &asked.view, &columns)?;

    let wanted: Vec<&Source> = sources.iter().filter(|source| asked.accepts(&source.row.title)).collect();
    let share = reading::TILE_BYTES / (wanted.len() as u64).max(1);
    let limits = ReadLimits { max_bytes: share, ..reading::page_limits(needed) };
    let parts = join_all(wanted.into_iter().map(|source| part(app, source, label, &asked, &columns, narrow, limits))).await;
    let mut good = Vec::new();
    for (title, part) in parts {
        match part {
            Ok(part) => good.push(part),
            Err(Trouble::Request(error)) => return Err(Trouble::Request(error)),
            Err(trouble) => failed.push(FailedSource { title, message: trouble.sentence() }),
        }
    }
    if good.is_empty() && !failed.is_empty() {
        return Err(none_left(failed));
    }

    // As old as its oldest part.
    let as_of = good.iter().map(|part| part.as_of).min().unwrap_or_else(Timestamp::now);
    let note = merge_limit(&good);
    let total = sum(good.iter().map(|part| part.total));
    let mut columns = vec![badge];
    columns.extend(grid_columns(table, &whole, &choices));
    let rows = asked.merge(good, &whole);
    Ok((Whole { columns, rows, failed, is_cut: note.is_some(), note, as_of }, total))
}

/// What is said when not all rows of the sources could be merged.
fn merge_limit(parts: &[Part]) -> Option<String> {
    let reason = if parts.iter().any(|part| part.cut) {
        format!("Only the first rows of each source are merged, up to {} MB together.", reading::TILE_BYTES / 1024 / 1024)
    } else if parts.iter().any(|part| part.rows.len() as u64 >= PER_SOURCE) {
        format!("Only the first {PER_SOURCE} rows of each source are merged.")
    } else {
        return None;
    };
    Some(format!("{reason} Filter or search to reach the rest."))
}

/// The connections that the widget names, each once, as far as they have a schema.
pub(super) async fn open(
    app: &Reader,
    rows: &[ConnectionRow],
    configs: &Configs,
    anew: bool,
    sight: &Sight,
) -> Outcome<(Vec<Source>, Vec<FailedSource>)> {
    let (mut sources, mut failed): (Vec<Source>, Vec<FailedSource>) = Default::default();
    let mut seen = Vec::new();
    for id in configs.connection_ids.iter().filter(|id| !id.is_empty()) {
        let Some(row) = named(rows, id) else {
            failed.push(FailedSource { title: "A deleted connection".into(), message: "Edit the widget and choose another one.".into() });
            continue;
        };
        if seen.contains(&row.id) {
            continue;
        }
        seen.push(row.id.clone());
        match Source::of(app, row, sight).await {
            Ok(source) => sources.push(source.kept(configs, anew)),
            Err(Trouble::Request(error)) => return Err(Trouble::Request(error)),
            Err(trouble) => failed.push(FailedSource { title: row.title.clone(), message: trouble.sentence() }),
        }
    }
    Ok((sources, failed))
}

/// The sources whose table has the columns and types of the first that has the table.
pub(super) fn alike(sources: &[Source], label: &str) -> (Vec<Source>, Vec<FailedSource>) {
    let (mut good, mut failed): (Vec<Source>, Vec<FailedSource>) = Default::default();
    for source in sources {
        let message = match (source.table(label), good.first().map(|first| first.table(label))) {
            (Err(trouble), _) => trouble.sentence(),
            (Ok(table), Some(Ok(reference))) if !fits(reference, table) => {
                "Its table has other columns or types than the first source.".to_owned()
            }
            _ => {
                good.push(source.clone());
                continue;
            }
        };
        failed.push(FailedSource { title: source.row.title.clone(), message });
    }
    (good, failed)
}

fn none_left(failed: Vec<FailedSource>) -> Trouble {
    let sentences: Vec<String> = failed.into_iter().map(|source| format!("{}: {}", source.title, source.message)).collect();
    Trouble::tile("None of the sources can be read.", sentences.join(" "))
}

async fn part(
    app: &Reader,
    source: &Source,
    label: &str,
    asked: &Asked,
    columns: &[ColumnChoice],
    narrow: &Narrow,
    limits: ReadLimits,
) -> (String, Outcome<Part>) {
    let title = source.row.title.clone();
    let read = async {
        let table = source.table(label)?;
        let narrow = narrow.on(table)?;
        // A source whose title matches the search is shown whole: its badge is a cell of every row.
        let view = asked.view_for(&title);
        let mut plan = checked_rows(table, &view, columns)?;
        plan.limit = Some(limits.max_rows);
        plan.offset = 0;
        let rows = reading::read(app, source, Plan::Rows(plan).narrowed(&narrow), limits);
        let (answer, total) = tokio::join!(rows, total(app, source, table, &view, columns, &narrow));
        let answer = answer?;
        Ok(Part { title: title.clone(), rows: answer.rows.clone(), cut: answer.cut, total, as_of: answer.as_of })
    };
    let outcome = read.await;
    (title, outcome)
}

/// What the reader asked, with the parts about SOURCE taken out: these are answered here, not by a database.
struct Asked {
    /// For the databases.
    view: TableView,
    of_source: Vec<Condition>,
    /// Sorted by source: whether descending.
    by_source: Option<bool>,
}

impl Asked {
    fn of(view: &TableView, source: &str) -> Self {
        let (of_source, filter) = view.filter.iter().cloned().partition(|condition: &Condition| condition.column == source);
        let by_source = view.sort.as_ref().filter(|sort| sort.column == source).map(|sort| sort.descending);
        let sort = view.sort.clone().filter(|_| by_source.is_none());
        Self {
            view: TableView { filter, sort, search: view.search.clone(), fresh: view.fresh, ..TableView::default() },
            of_source,
            by_source,
        }
    }

    fn accepts(&self, title: &str) -> bool {
        self.of_source.iter().all(|condition| holds(condition, title))
    }

    fn view_for(&self, title: &str) -> TableView {
        let search = self.view.search.as_deref().map(|text| text.trim().to_lowercase()).filter(|text| !text.is_empty());
        let named = search.is_some_and(|text| title.to_lowercase().contains(&text));
        TableView { search: self.view.search.clone().filter(|_| !named), ..self.view.clone() }
    }

    /// The rows of all parts in the asked order, each behind its badge.
    fn merge(&self, mut parts: Vec<Part>, plan: &RowsPlan) -> Vec<Row> {
        if let Some(descending) = self.by_source {
            parts.sort_by(|a, b| if descending { b.title.cmp(&a.title) } else { a.title.cmp(&b.title) });
        }
        let badged = |part: Part| -> Vec<Row> {
            let badge = Value::Text(part.title);
            part.rows.into_iter().map(|row| std::iter::once(badge.clone()).chain(row).collect()).collect()
        };
        let lists = parts.into_iter().map(badged).collect();
        let place = |sort: &Sort| plan.columns.iter().position(|column| column.name == sort.column);
        match self.view.sort.as_ref().and_then(|sort| Some((place(sort)?, sort.descending))) {
            // One further: the badge stands first.
            Some((place, descending)) => merge::sorted(lists, place + 1, plan.columns[place].kind, descending),
            None => lists.into_iter().flatten().collect(),
        }
    }
}

/// Whether a title passes a condition on SOURCE. Comparisons ignore case, as text filters of databases here do for
/// "contains"; equality does not.
fn holds(condition: &Condition, title: &str) -> bool {
    let texts: Vec<String> = condition.values.iter().map(Value::display).collect();
    let first = texts.first().map(String::as_str).unwrap_or_default();
    match condition.op {
        Op::Eq => title == first,
        Op::Ne => title != first,
        Op::Gt => title > first,
        Op::Gte => title >= first,
        Op::Lt => title < first,
        Op::Lte => title <= first,
        Op::Contains => title.to_lowercase().contains(&first.to_lowercase()),
        Op::StartsWith => title.to_lowercase().starts_with(&first.to_lowercase()),
        Op::In => texts.iter().any(|text| text == title),
        Op::IsNull => false,
        Op::NotNull => true,
    }
}

/// The column of ours beside those of the table, which may have one of that name itself.
pub(super) fn badge(table: &Table, header: &str) -> GridColumn {
    let mut name = header.to_owned();
    while table.column(&name).is_some() {
        name.push('_');
    }
    GridColumn {
        name,
        header: header.into(),
        short_type: "text".into(),
        kind: Kind::Text,
        is_source: true,
        enum_values: Vec::new(),
        rules: Vec::new(),
        ends: None,
    }
}

/// The rows of all sources; as exact as the least exact of them.
fn sum(totals: impl Iterator<Item = Total>) -> Total {
    totals.fold(Total::Exactly(0), |sum, one| match (sum, one) {
        (Total::Unknown, _) | (_, Total::Unknown) => Total::Unknown,
        (Total::Exactly(a), Total::Exactly(b)) => Total::Exactly(a + b),
        (Total::AtLeast(a), Total::Exactly(b) | Total::AtLeast(b) | Total::About(b))
        | (Total::Exactly(a) | Total::About(a), Total::AtLeast(b)) => Total::AtLeast(a + b),
        (Total::About(a), Total::Exactly(b) | Total::About(b)) | (Total::Exactly(a), Total::About(b)) => Total::About(a + b),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(op: Op, values: &[&str]) -> Condition {
        Condition { column: SOURCE.into(), op, values: values.iter().map(|v| Value::Text((*v).into())).collect() }
    }

    #[test]
    fn a_title_is_filtered_like_text() {
        for (op, values, passes) in [
            (Op::Eq, vec!["North"], true),
            (Op::Eq, vec!["north"], false),
            (Op::Ne, vec!["South"], true),
            (Op::Contains, vec!["ORT"], true),
            (Op::StartsWith, vec!["no"], true),
            (Op::In, vec!["South", "North"], true),
            (Op::In, vec!["South"], false),
            (Op::IsNull, vec![], false),
            (Op::NotNull, vec![], true),
            (Op::Gt, vec!["M"], true),
            (Op::Lt, vec!["M"], false),
        ] {
            assert_eq!(holds(&condition(op, &values), "North"), passes, "{op:?} {values:?}");
        }
    }

    #[test]
    fn what_is_asked_about_the_source_never_reaches_a_database() {
        let view = TableView {
            filter: vec![condition(Op::Eq, &["North"]), Condition { column: "total".into(), op: Op::Gt, values: vec![Value::Int(1)] }],
            sort: Some(Sort { column: SOURCE.into(), descending: true }),
            search: Some("nor".into()),
            page: Some(3),
            ..Default::default()
        };
        let asked = Asked::of(&view, SOURCE);
        assert_eq!((asked.view.filter.len(), asked.view.sort.is_none(), asked.by_source), (1, true, Some(true)));
        assert!(asked.accepts("North") && !asked.accepts("South"));
        assert_eq!(asked.view_for("North").search, None, "the badge matches in every row");
        assert_eq!(asked.view_for("South").search.as_deref(), Some("nor"));
    }

    #[test]
    fn totals_are_as_exact_as_the_least_exact() {
        let all = |totals: &[Total]| sum(totals.iter().copied());
        assert_eq!(all(&[Total::Exactly(1), Total::Exactly(2)]), Total::Exactly(3));
        assert_eq!(all(&[Total::Exactly(1), Total::About(2)]), Total::About(3));
        assert_eq!(all(&[Total::AtLeast(1), Total::About(2), Total::Exactly(1)]), Total::AtLeast(4));
        assert_eq!(all(&[Total::Exactly(1), Total::Unknown]), Total::Unknown);
    }
}
