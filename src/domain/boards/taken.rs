//! What a tile shows, to be taken along: the rows of all of its pages, of the columns that it shows and no others. Rows of
//! one database are read while they are written; what is put together here is taken whole or not at all.

use super::{
    Tile, charts, compared,
    in_memory::{self, Whole},
    integrated, joined,
    reading::{Outcome, Trouble},
    sources::{Source, choose_table},
    tables::{checked_rows, choices_for, grid_columns},
};
use crate::{
    domain::Reader,
    error::{AppError, Result},
    model::{
        drawing::{ChartTable, GridColumn},
        engine::ResultColumn,
        filter::TableView,
        plan::Plan,
        value::{Kind, Row, Value},
    },
    store::{self, connections::ConnectionRow},
    widgets::{self, Shape},
};

/// The columns and rows of a file.
pub(crate) struct Taken {
    pub columns: Vec<ResultColumn>,
    pub rows: Rows,
}

pub(crate) enum Rows {
    There(Box<Unread>),
    Here(Vec<Row>),
}

/// Rows still to be read, in the order of the columns.
pub(crate) struct Unread {
    pub connection: ConnectionRow,
    pub plan: Plan,
}

impl Tile {
    /// Its rows in the order and with the conditions of a view; of a chart its figures.
    ///
    /// # Errors
    /// `NotFound` for a tile of words or pictures, `Invalid` where more rows are there than can be put together or there is
    /// nothing to draw, `Database` when a source cannot be read.
    pub(crate) async fn taken(&self, app: &Reader, view: &TableView) -> Result<Taken> {
        let view = TableView { page: None, page_size: None, ..view.clone() };
        self.take(app, &view).await.map_err(Trouble::into_error)
    }

    async fn take(&self, app: &Reader, view: &TableView) -> Outcome<Taken> {
        let Self { configs, narrow, sight, subtype, .. } = self;
        if !subtype.has_rows() {
            return Err(Trouble::Request(AppError::not_found("This widget has no rows")));
        }
        widgets::check(subtype, configs)?;
        let connections = store::connections::of_project(&mut *app.records.read().await?, &self.project).await?;
        match subtype.shape {
            Shape::IntegratedTable => {
                // Filters, search and order are the databases' own.
                return together(integrated::whole(app, &connections, configs, view, narrow, sight).await?, &TableView::default());
            }
            Shape::Difference => return together(compared::whole(app, &connections, configs, view, narrow, sight).await?, view),
            Shape::Join => return together(joined::whole(app, &connections, configs, narrow, sight, view.fresh).await?, view),
            _ => {}
        }
        let source = Source::of_widget(app, &connections, configs, view.fresh, sight).await?.kept(configs, view.fresh);
        match subtype.shape {
            Shape::Table => self.streamed(&source, view),
            _ => Ok(figures(charts::figures(app, &source, self).await?)),
        }
    }

    fn streamed(&self, source: &Source, view: &TableView) -> Outcome<Taken> {
        let label = choose_table(&self.configs, view)?;
        let table = source.table(label)?;
        let choices = choices_for(table, &self.configs, label);
        let mut plan = checked_rows(table, view, &choices)?;
        (plan.limit, plan.offset) = (None, 0);
        let columns = grid_columns(table, &plan, &choices).into_iter().map(column).collect();
        let plan = source.placed(Plan::Rows(plan).narrowed(&self.narrow.on(table)?));
        Ok(Taken { columns, rows: Rows::There(Box::new(Unread { connection: source.row.clone(), plan })) })
    }
}

/// A file without some of the rows would look like one with all of them.
fn together(whole: Whole, view: &TableView) -> Outcome<Taken> {
    if whole.is_cut {
        let text = "There are more rows than can be put together here. Filter or search to get fewer, then download again.";
        return Err(Trouble::Request(AppError::invalid(text)));
    }
    if let Some(failed) = whole.failed.first() {
        return Err(Trouble::tile(format!("{} cannot be read, so the file would not be whole.", failed.title), ""));
    }
    let mut rows = in_memory::chosen(whole.rows, &whole.columns, view)?;
    for value in rows.iter_mut().flatten().filter(|value| matches!(value, Value::Cut { .. })) {
        // With the sign that says so.
        *value = Value::Text(value.display());
    }
    Ok(Taken { columns: whole.columns.into_iter().map(column).collect(), rows: Rows::Here(rows) })
}

/// Under the heading that readers see.
fn column(column: GridColumn) -> ResultColumn {
    ResultColumn { name: column.header, short_type: column.short_type, kind: column.kind }
}

/// The groups are names, and measures of which every value is a number are numbers.
fn figures(table: ChartTable) -> Taken {
    let is_number = |at: usize| {
        let mut values = table.rows.iter().filter_map(|row| row.get(at)).filter(|value| !value.is_null()).peekable();
        at > 0 && values.peek().is_some() && values.all(|value| value.as_f64().is_some())
    };
    let column = |(at, name): (usize, &String)| {
        let (short_type, kind) = if is_number(at) { ("numeric", Kind::Number) } else { ("text", Kind::Text) };
        ResultColumn { name: name.clone(), short_type: short_type.to_owned(), kind }
    };
    let columns = table.headers.iter().enumerate().map(column).collect();
    Taken { columns, rows: Rows::Here(table.rows) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{drawing::FailedSource, time::Timestamp};

    fn whole(is_cut: bool, failed: Vec<FailedSource>) -> Whole {
        let column = GridColumn {
            name: "name".into(),
            header: "Name".into(),
            short_type: "text".into(),
            kind: Kind::Text,
            is_source: false,
            enum_values: Vec::new(),
            rules: Vec::new(),
            ends: None,
        };
        let rows = vec![vec![Value::Text("b".into())], vec![Value::Cut { cut: "a".into(), bytes: 9 }]];
        Whole { columns: vec![column], rows, failed, note: None, is_cut, as_of: Timestamp(0) }
    }

    #[test]
    fn what_is_put_together_is_taken_whole() {
        let taken = together(whole(false, Vec::new()), &TableView::default()).unwrap_or_else(|_| panic!("all of it"));
        let Rows::Here(rows) = taken.rows else { panic!("no database has them") };
        assert_eq!((taken.columns[0].name.as_str(), rows.len()), ("Name", 2));
        assert_eq!(rows[1][0], Value::Text("a…".into()), "a value that was cut says so");
        let failed = FailedSource { title: "North".into(), message: "It is down.".into() };
        assert!(matches!(together(whole(false, vec![failed]), &TableView::default()), Err(Trouble::Tile { .. })));
        assert!(matches!(together(whole(true, Vec::new()), &TableView::default()), Err(Trouble::Request(_))));
    }

    #[test]
    fn figures_are_numbers_and_their_groups_are_names() {
        let row = |name: &str, sum: Value, words: Value| vec![Value::Text(name.into()), sum, words];
        let rows = vec![row("01", Value::Text("1.50".into()), Value::Null), row("02", Value::Null, Value::Text("x".into()))];
        let taken = figures(ChartTable { headers: ["code", "Sum", "Word"].map(str::to_owned).into(), rows });
        assert_eq!(taken.columns.iter().map(|column| column.kind).collect::<Vec<_>>(), [Kind::Text, Kind::Number, Kind::Text]);
    }
}
