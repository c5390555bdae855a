//! Widgets as stored and as written (spec 01, Widget types). Behaviour per kind is in `crate::widgets`.

use crate::model::{
    board_view::BoardView,
    filter::{Condition, Sort, TableView},
    format::Format,
    given::{given, given_object, given_objects, objects},
    id::{ConnectionId, ProjectId, QueryId, WidgetId},
    plan::{Aggregate, Grain},
    question::Question,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A widget as served.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Widget {
    pub id: WidgetId,
    pub project_id: ProjectId,
    /// `bar_charts`, `datatables`, ...; see `crate::widgets`.
    #[serde(rename = "type")]
    pub kind: String,
    pub subtype: Option<String>,
    pub title: String,
    pub description: Option<String>,
    pub configs: Configs,
    /// The id of the saved query that it shows; null when it reads tables.
    pub query: Option<String>,
    pub connection_id: Option<ConnectionId>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Widget {
    /// Without what it reads from, for those who see the board and no more.
    pub fn without_sources(self) -> Self {
        let configs = Configs { connection_id: None, connection_ids: Vec::new(), source: None, ..self.configs };
        Self { configs, connection_id: None, query: None, ..self }
    }
}

/// The settings of a widget: every field that any kind knows. Replaced whole by an update, never merged.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Configs {
    /// Charts and simple data tables: what is read in place of tables. It has its own connection.
    #[serde(deserialize_with = "given_object", skip_serializing_if = "Option::is_none")]
    pub source: Option<WidgetSource>,
    /// Absent means the project's primary connection: its first.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub connection_id: Option<String>,
    /// Integrated tables: two connections or more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub connection_ids: Vec<String>,
    /// Tables of a table widget, by label.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<String>,
    /// Columns by which a difference tells rows apart (the table's own key when empty), and those of the first table by
    /// which two tables are joined.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub key_columns: Vec<String>,
    /// Joined tables: the columns of the second table that are compared with `key_columns` of the first, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_key_columns: Vec<String>,
    /// Joined tables: which rows are kept; `left` when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub join: Option<Join>,
    /// Table of a chart, by label.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub table_name: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub x_axis_column: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub y_axis_columns: Vec<String>,
    /// Takes two columns of the board instead of one.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub expanded: Option<bool>,
    /// How the y columns are put together per x value; sum for numbers, count for the rest when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub aggregate: Option<Aggregate>,
    /// For an x column that holds time; chosen from the range of the data when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub grain: Option<Grain>,
    /// What is asked beyond the documented fields, in their place.
    #[serde(deserialize_with = "given_object", skip_serializing_if = "Option::is_none")]
    pub question: Option<Question>,
    /// How figures look.
    #[serde(deserialize_with = "given_object", skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// Address of a picture or of a page that is shown.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Text of a text block (Markdown) or of a section title.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Table widgets, as in the documents' sample: the columns to show, in order; all when empty.
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ColumnChoice>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub pagination: Option<bool>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u32>,
    /// How old the data that is shown may be, in seconds, at most a day. Absent and 0: always read anew.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub cache_seconds: Option<u32>,
}

/// What a widget reads in place of tables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct WidgetSource {
    /// The id of a saved query of the project. Its parameters have their default values.
    #[cfg_attr(feature = "ssr", schema(required))]
    pub query: String,
}

impl Configs {
    /// The saved query that is read.
    pub fn query(&self) -> Option<&str> {
        self.source.as_ref().map(|source| source.query.as_str())
    }

    /// Its id, when it has the form of one.
    pub fn query_id(&self) -> Option<QueryId> {
        self.query().and_then(QueryId::parse)
    }

    /// Labels of the tables that a table widget shows. The result of a saved query goes by the query's id.
    pub fn table_labels(&self) -> Vec<&str> {
        match self.query() {
            Some(id) => vec![id],
            None => self.tables.iter().map(String::as_str).collect(),
        }
    }

    /// Labels of everything that is read.
    pub fn labels(&self) -> Vec<&str> {
        let of_chart = self.table_name.as_deref().filter(|_| self.source.is_none());
        self.table_labels().into_iter().chain(of_chart).collect()
    }

    /// Label of what a chart is made of, else of the first table; empty when nothing is chosen.
    pub fn label(&self) -> &str {
        self.query().or(self.table_name.as_deref()).or(self.tables.first().map(String::as_str)).unwrap_or_default()
    }
}

/// A widget where only its name matters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct WidgetName {
    pub id: WidgetId,
    pub title: String,
}

/// Which rows of two tables a join keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Join {
    /// Every row of the first.
    #[default]
    Left,
    /// Rows that fit one of the other.
    Inner,
    /// Every row of both.
    Full,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ColumnChoice {
    pub field: String,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
}

/// Input of `createWidget`, `updateWidget` and `upsertWidgetAction` (which tells them apart by `widgetId`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct WidgetInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub widget_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub project_id: Option<String>,
    #[serde(rename = "type", deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Nullable as in the seed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtype: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Nullable as in the seed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(deserialize_with = "given_object", skip_serializing_if = "Option::is_none")]
    pub configs: Option<Configs>,
    /// The tab that a new widget goes to; the first when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub tab: Option<String>,
    /// The `updatedAt` that the change started from, in milliseconds since 1970; when it is given and no longer
    /// current the change is refused.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct WidgetIdInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub widget_id: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct WidgetAnswer {
    pub widget: Widget,
}

/// Input of `reorderWidgets`: every widget of the project exactly once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ReorderInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub ordered_widget_ids: Option<Vec<String>>,
}

/// Input of `moveWidget`: one step towards the start or the end, for keyboards and pages without scripts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct MoveInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub widget_id: Option<String>,
    /// `earlier` or `later`.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub direction: Option<String>,
}

/// Input of `getWidgetData`: a stored widget or a draft (with `projectId`), and the reader's view of its table.
/// The fields of the view stand beside them, or together in `view`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct WidgetDataInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub widget_id: Option<String>,
    #[serde(deserialize_with = "given_object", skip_serializing_if = "Option::is_none")]
    pub draft: Option<WidgetInput>,
    #[serde(deserialize_with = "given_object", skip_serializing_if = "Option::is_none")]
    pub view: Option<TableView>,
    /// Label of the table; the widget's first when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// From 1; 0 and absent mean the first.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Rows per page, 1 to 200; 50 when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u32>,
    #[serde(deserialize_with = "given_object", skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
    #[serde(deserialize_with = "given_objects", skip_serializing_if = "Option::is_none")]
    pub filter: Option<Vec<Condition>>,
    /// Looked for in every column that can be searched.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Read the database now, whatever answers are kept.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub fresh: Option<bool>,
    /// The rows behind a chart instead of the chart.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub rows: Option<bool>,
    /// What the reader chose for the whole board; its filters stand at their defaults when absent.
    #[serde(deserialize_with = "given_object", skip_serializing_if = "Option::is_none")]
    pub board: Option<BoardView>,
}

impl WidgetDataInput {
    /// A stored widget in this view of its table and of its board.
    pub fn stored(widget_id: String, view: TableView, board: BoardView) -> Self {
        Self { widget_id: Some(widget_id), view: Some(view), board: Some(board), ..Self::default() }
    }

    /// The rows behind a stored chart.
    pub fn behind(widget_id: String, view: TableView, board: BoardView) -> Self {
        Self { rows: Some(true), ..Self::stored(widget_id, view, board) }
    }

    /// A draft in this view of its table.
    pub fn draft(draft: WidgetInput, view: TableView) -> Self {
        Self { draft: Some(draft), view: Some(view), ..Self::default() }
    }

    /// The view that is asked for. What stands at the top level wins.
    pub fn take_view(&mut self) -> TableView {
        let view = self.view.take().unwrap_or_default();
        TableView {
            table: self.table.take().or(view.table),
            page: self.page.or(view.page),
            page_size: self.page_size.or(view.page_size),
            sort: self.sort.take().or(view.sort),
            filter: self.filter.take().unwrap_or(view.filter),
            search: self.search.take().or(view.search),
            fresh: self.fresh.unwrap_or(view.fresh),
            ..view
        }
    }
}
