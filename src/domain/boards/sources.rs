//! Which connection a widget reads, and the table in its stored schema.

use super::{
    queried,
    reading::{Outcome, Trouble},
    results::{Freshness, LONGEST},
    schemas,
};
use crate::{
    domain::{
        Reader,
        connections::{primary, sealed},
        row_rules::Sight,
    },
    error::AppError,
    model::{
        filter::TableView,
        id::ConnectionId,
        plan::{Plan, PlanSource},
        schema::{Schema, Table},
        widget::Configs,
    },
    store::connections::ConnectionRow,
};
use std::{sync::Arc, time::Duration};

/// A connection with its stored schema.
#[derive(Clone)]
pub(super) struct Source {
    pub row: ConnectionRow,
    /// How old what is read from it may be.
    pub freshness: Freshness,
    /// Which of its rows the reader sees.
    pub sight: Sight,
    schema: Arc<Schema>,
    /// What rows are taken from in place of the table that a plan names: the result of a saved query.
    taken_from: Option<PlanSource>,
}

impl Source {
    /// A connection of which no table is known.
    pub(super) fn empty(row: &ConnectionRow, freshness: Freshness, sight: &Sight) -> Self {
        Self { row: row.clone(), freshness, sight: sight.clone(), schema: Arc::default(), taken_from: None }
    }

    /// From now on the tables are these, and all rows come from there.
    pub(super) fn take_from(&mut self, schema: Schema, place: PlanSource) {
        (self.schema, self.taken_from) = (Arc::new(schema), Some(place));
        self.freshness = Freshness::default();
    }

    pub(super) fn schema(&self) -> Arc<Schema> {
        Arc::clone(&self.schema)
    }

    /// The plan as it is to be carried out.
    pub(super) fn placed(&self, plan: Plan) -> Plan {
        match &self.taken_from {
            Some(place) => plan.taken_from(place),
            None => plan,
        }
    }

    pub(super) async fn of(app: &Reader, row: &ConnectionRow, sight: &Sight) -> Outcome<Self> {
        match schemas::of(app, row).await? {
            Some(schema) => Ok(Self { schema, ..Self::empty(row, Freshness::default(), sight) }),
            None => Err(no_schema(app, row)),
        }
    }

    /// The source of a widget with one connection: a saved query, else the named connection, else the project's primary
    /// one. When that is down the widget says so; figures of another database in its place would be wrong without a word.
    /// `anew`: whatever columns a query had before.
    pub(super) async fn of_widget(app: &Reader, rows: &[ConnectionRow], configs: &Configs, anew: bool, sight: &Sight) -> Outcome<Self> {
        if let Some(query) = configs.query() {
            return queried::source(app, rows, query, anew, sight).await;
        }
        let row = match configs.connection_id.as_deref().filter(|id| !id.is_empty()) {
            Some(id) => named(rows, id).ok_or_else(deleted)?,
            None => primary(rows)
                .ok_or_else(|| Trouble::tile("This project has no connection to a database.", "Add one in the project's settings."))?,
        };
        Self::of(app, row, sight).await
    }

    /// Read as freshly as the widget and its reader ask.
    pub(super) fn kept(self, configs: &Configs, anew: bool) -> Self {
        let kept_for = Duration::from_secs(configs.cache_seconds.unwrap_or_default().into()).min(LONGEST);
        Self { freshness: Freshness { kept_for, anew }, ..self }
    }

    pub(super) fn table(&self, label: &str) -> Outcome<&Table> {
        self.schema.table(label).ok_or_else(|| {
            if self.taken_from.is_some() {
                return Trouble::tile("The widget shows another saved query now.", "Edit the filter and choose a column of that one.");
            }
            Trouble::tile(
                format!("The table {label} is not in {}. It may have been renamed or deleted.", self.row.title),
                "Edit the widget and choose another table, or regenerate the schemas when it is there again.",
            )
        })
    }
}

pub(super) fn named<'a>(rows: &'a [ConnectionRow], id: &str) -> Option<&'a ConnectionRow> {
    let id = ConnectionId::parse(id)?;
    rows.iter().find(|row| row.id == id)
}

fn deleted() -> Trouble {
    Trouble::tile("The connection of this widget was deleted.", "Edit the widget and choose another connection.")
}

fn no_schema(app: &Reader, row: &ConnectionRow) -> Trouble {
    match (row.is_valid, sealed::any_reason(app, row)) {
        (None, _) => Trouble::tile(format!("{} is being checked for the first time.", row.title), "The data appears when that has ended."),
        (Some(_), Some(error)) => {
            // The reason says itself what to do.
            Trouble::tile(format!("{} cannot be read.", row.title), error)
        }
        (Some(_), None) => Trouble::tile(format!("The tables of {} are being read.", row.title), "The data appears when that has ended."),
    }
}

/// The table that the reader switched to, among those of the widget; the first without a choice.
pub(super) fn choose_table<'a>(configs: &'a Configs, view: &TableView) -> Outcome<&'a str> {
    let wanted = view.table.as_deref().filter(|label| !label.is_empty());
    let labels = configs.table_labels();
    let found = match wanted {
        None => labels.first(),
        Some(label) => labels.iter().find(|table| **table == label),
    };
    match (found, wanted) {
        (Some(label), _) => Ok(label),
        (None, Some(_)) => Err(Trouble::Request(AppError::not_found("This table is not part of the widget"))),
        (None, None) => Err(Trouble::tile("This widget has no table.", "Edit the widget and choose one.")),
    }
}
