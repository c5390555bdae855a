//! A widget while it is set up: what the address says, on top of the stored widget when one is edited.

use super::{
    fields::{self, Fields},
    format,
};
use crate::{
    model::{
        address::Query,
        board::{Board, BoardConnection, TableChoice},
        id::{FilterId, QueryId},
        plan::{Aggregate, Grain},
        value::Kind,
        widget::{Configs, Join, Widget, WidgetInput, WidgetSource},
    },
    widgets::{
        self, Shape, Subtype,
        propose::{self, Outline},
    },
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;

pub const ADD: &str = "add";
pub const EDIT: &str = "edit";
pub const SHARE: &str = "share";
pub const KIND: &str = "kind";
/// Present once a choice was made: from then on the address decides, also what is not ticked.
pub const SET: &str = "set";
/// In its place: the columns of what is shown say what is grouped and measured.
pub const SHAPE: &str = "shape";
/// A connection, or a saved query in its place.
pub const CONNECTION: &str = "connection";
pub const TABLE: &str = "table";
/// Columns by which rows are told apart.
pub const KEY: &str = "key";
/// The second table of a join, its connection and its key, and which rows are kept.
pub const OTHER_CONNECTION: &str = "connection2";
pub const OTHER_TABLE: &str = "table2";
pub const OTHER_KEY: &str = "key2";
pub const JOIN: &str = "join";
/// The filter that is set up: its id, `new`, or `all` for the list of them.
pub const FILTER: &str = "filter";
/// Place of the column of a new filter among those that are proposed.
pub const COLUMN: &str = "column";

/// In place of a kind: whatever suits what is asked.
pub const PROPOSE: &str = "propose";

/// Where a widget of a saved query is set up on a board: its kind follows from the shape of the result.
pub fn address_of_query(board: &str, query: &QueryId) -> String {
    Query::default().with(ADD, PROPOSE).with(SET, SHAPE).with(CONNECTION, query.as_str()).on(board)
}

/// Where a filter of a board is set up.
pub fn address_of_filter(board: &str, filter: &FilterId) -> String {
    Query::default().with(FILTER, filter.as_str()).on(board)
}

/// Whether a key of the address belongs to the panel's state.
pub fn is_key(key: &str) -> bool {
    let own =
        [ADD, EDIT, KIND, SET, CONNECTION, TABLE, KEY, OTHER_CONNECTION, OTHER_TABLE, OTHER_KEY, JOIN, SHARE, "delete", FILTER, COLUMN];
    own.contains(&key) || fields::is_key(key)
}

/// The connections whose tables the panel lists: those that all have in common, or those of each; or a saved query, whose
/// result is the only one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sources {
    pub connection_ids: Vec<String>,
    pub each: bool,
    pub query: Option<String>,
}

impl Sources {
    pub fn is_empty(&self) -> bool {
        self.connection_ids.is_empty() && self.query.is_none()
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The widget that is edited; absent for a new one.
    pub widget: Option<Widget>,
    pub kind: &'static str,
    pub subtype: &'static str,
    /// The kind follows what is asked.
    pub proposed: bool,
    /// What is asked follows the columns.
    by_shape: bool,
    /// Of the saved query that is read.
    query_title: Option<String>,
    pub configs: Configs,
}

impl Draft {
    /// Nothing when the address opens no set-up, or one of a widget that does not exist.
    pub fn from_query(query: &Query, board: &Board) -> Option<Self> {
        let widget = match query.get(EDIT) {
            Some(id) => Some(board.widgets.iter().find(|widget| widget.id.as_str() == id)?.clone()),
            None => None,
        };
        let stored = widget.as_ref().map(|widget| (widget.kind.as_str(), widget.subtype.as_deref()));
        let named = query.get(if widget.is_some() { KIND } else { ADD }).map(|name| match name.split_once('.') {
            Some((kind, subtype)) => (kind, Some(subtype)),
            None => (name, None),
        });
        let (kind, subtype) = named.or(stored)?;
        let proposed = kind == PROPOSE;
        // Until it is known what is asked: the chart that shows anything.
        let (kind, subtype) = if proposed { ("bar_charts", None) } else { (kind, subtype) };
        let (kind, subtype) = widgets::normalise(kind, subtype).ok()?;
        let mut configs = widget.as_ref().map(|widget| widget.configs.clone()).unwrap_or_default();
        if widget.is_none() && subtype.is_table() {
            configs.expanded = Some(true);
        }
        let by_shape = query.get(SET) == Some(SHAPE);
        let mut draft = Self { widget, kind: kind.name, subtype: subtype.name, proposed, by_shape, query_title: None, configs };
        if query.get(SET).is_some() {
            draft.choose(query, board);
        }
        let title = |id: &str| board.queries.iter().find(|known| known.id.as_str() == id).map(|known| known.title.clone());
        draft.query_title = draft.configs.query().and_then(title);
        draft.propose(&board.connections);
        Some(draft)
    }

    /// What the fields of the panel say.
    fn choose(&mut self, query: &Query, board: &Board) {
        let one = |key: &'static str| query.get(key).filter(|text| !text.is_empty()).map(str::to_owned);
        let all = |key: &'static str| -> Vec<String> { query.all(key).filter(|text| !text.is_empty()).map(str::to_owned).collect() };
        let configs = &mut self.configs;
        match find(self.kind, self.subtype).shape {
            Shape::Table => {
                configs.tables = all(TABLE);
                choose_source(configs, one(CONNECTION), board);
                configs.format = format::chosen(query);
            }
            Shape::IntegratedTable => (configs.connection_ids, configs.tables) = (all(CONNECTION), all(TABLE)),
            Shape::Difference => {
                (configs.connection_ids, configs.tables, configs.key_columns) = (all(CONNECTION), all(TABLE), all(KEY));
            }
            Shape::Join => {
                // A place that is still empty stays one, so that what stands at the other does not move.
                let pair =
                    |first: &'static str, second: &'static str| vec![one(first).unwrap_or_default(), one(second).unwrap_or_default()];
                (configs.connection_ids, configs.tables) = (pair(CONNECTION, OTHER_CONNECTION), pair(TABLE, OTHER_TABLE));
                (configs.key_columns, configs.other_key_columns) = (all(KEY), all(OTHER_KEY));
                configs.join = query.get(JOIN).and_then(from_name);
            }
            Shape::Chart(_) => {
                configs.table_name = one(TABLE);
                choose_source(configs, one(CONNECTION), board);
                Fields::chosen(query).write(configs);
                configs.format = format::chosen(query);
            }
            Shape::Text | Shape::Title | Shape::Image | Shape::Embed => {}
        }
    }

    /// The choice that there is no reason to ask for: a first connection.
    fn propose(&mut self, connections: &[BoardConnection]) {
        let mut usable = connections.iter().filter(|connection| connection.has_schema).map(|connection| connection.id.to_string());
        match self.shape() {
            Shape::Table | Shape::Chart(_) if self.configs.connection_id.is_none() && self.configs.source.is_none() => {
                self.configs.connection_id = usable.next();
            }
            Shape::IntegratedTable if self.configs.connection_ids.is_empty() && self.widget.is_none() => {
                self.configs.connection_ids = usable.collect();
            }
            Shape::Difference if self.configs.connection_ids.is_empty() && self.widget.is_none() => {
                self.configs.connection_ids = usable.take(2).collect();
            }
            Shape::Join if self.configs.connection_ids.iter().all(String::is_empty) && self.widget.is_none() => {
                let ids: Vec<String> = usable.take(2).collect();
                let first = ids.first().cloned().unwrap_or_default();
                let second = ids.get(1).cloned().unwrap_or_else(|| first.clone());
                self.configs.connection_ids = vec![first, second];
            }
            _ => {}
        }
    }

    /// Without tables and columns that are not there (any more): another connection or table was chosen.
    pub fn fit(mut self, tables: &[TableChoice]) -> Self {
        if matches!(self.shape(), Shape::Join) {
            self.fit_join(tables);
            return self;
        }
        if self.by_shape {
            self.take_shape(tables);
        }
        let configs = &mut self.configs;
        let known = |name: &String| tables.iter().any(|table| table.name == *name);
        configs.tables.retain(known);
        let first = configs.tables.first().and_then(|name| tables.iter().find(|table| table.name == *name));
        configs.key_columns.retain(|name| first.is_some_and(|table| table.columns.iter().any(|column| column.name == *name)));
        configs.table_name = configs.table_name.take().filter(known);
        let table = tables.iter().find(|table| table.name == configs.label());
        let has = |name: &String| table.is_some_and(|table| table.columns.iter().any(|column| column.name == *name));
        if matches!(find(self.kind, self.subtype).shape, Shape::Chart(_)) {
            let mut fields = Fields::of(configs);
            let before = fields.clone();
            fields.keep(has);
            if fields != before {
                fields.write(configs);
            }
        }
        if self.proposed
            && let Some((kind, subtype)) = self.outline(tables).and_then(|is| propose::find(propose::proposals(&is).first()?))
        {
            (self.kind, self.subtype) = (kind.name, subtype.name);
        }
        self
    }

    /// Groups and figures that the columns suggest; a data table when they suggest none.
    fn take_shape(&mut self, tables: &[TableChoice]) {
        let Some(table) = tables.iter().find(|table| table.name == self.configs.label()) else { return };
        let columns: Vec<(&str, Kind)> = table.columns.iter().map(|column| (column.name.as_str(), column.kind)).collect();
        match (self.shape(), propose::guess(&columns)) {
            (Shape::Chart(_), Some(guess)) => {
                Fields { x: guess.group, by: guess.series, y: guess.figures, ..Fields::default() }.write(&mut self.configs);
            }
            (Shape::Chart(_), None) if self.proposed => {
                (self.kind, self.subtype) = ("datatables", "simple_dataTable");
                self.configs.expanded = Some(true);
            }
            _ => {}
        }
    }

    /// What is grouped and measured, as far as a table is chosen; nothing for what is no chart.
    pub fn outline(&self, tables: &[TableChoice]) -> Option<Outline> {
        if !matches!(self.shape(), Shape::Chart(_)) {
            return None;
        }
        let table = tables.iter().find(|table| table.name == self.configs.label())?;
        let fields = Fields::of(&self.configs);
        let kind_of =
            |name: &String| table.columns.iter().find(|column| column.name == *name).map(|column| (name.to_lowercase(), column.kind));
        let figures = fields.figures.iter().filter_map(|figure| figure.column.as_ref());
        Some(Outline {
            groups: fields.x.iter().chain(&fields.by).filter_map(kind_of).collect(),
            measures: (fields.y.len() + fields.figures.len()).max(1),
            measured: fields.y.iter().chain(figures).map(|name| name.to_lowercase()).collect(),
        })
    }

    fn fit_join(&mut self, tables: &[TableChoice]) {
        let configs = &mut self.configs;
        configs.tables.resize(2, String::new());
        for place in 0..2 {
            let connection = configs.connection_ids.get(place).map(String::as_str).unwrap_or_default();
            let own = of_connection(tables, connection).find(|table| table.name == configs.tables[place]);
            let keys = if place == 0 { &mut configs.key_columns } else { &mut configs.other_key_columns };
            keys.retain(|name| own.is_some_and(|table| table.columns.iter().any(|column| column.name == *name)));
            if own.is_none() {
                configs.tables[place].clear();
            }
        }
    }

    pub fn shape(&self) -> Shape {
        find(self.kind, self.subtype).shape
    }

    pub fn label(&self) -> &'static str {
        find(self.kind, self.subtype).label
    }

    /// The connections whose tables the panel lists.
    pub fn sources(&self) -> Sources {
        let each = matches!(self.shape(), Shape::Join);
        let query = self.configs.query().map(str::to_owned);
        let mut connection_ids = match self.shape() {
            Shape::Join => self.configs.connection_ids.iter().filter(|id| !id.is_empty()).cloned().collect(),
            Shape::Table | Shape::Chart(_) if query.is_some() => Vec::new(),
            Shape::Table | Shape::Chart(_) => self.configs.connection_id.clone().into_iter().collect(),
            // One alone has nothing to be compatible with.
            Shape::IntegratedTable if self.configs.connection_ids.len() > 1 => self.configs.connection_ids.clone(),
            Shape::Difference if self.configs.connection_ids.len() == 2 => self.configs.connection_ids.clone(),
            Shape::IntegratedTable | Shape::Difference | Shape::Text | Shape::Title | Shape::Image | Shape::Embed => Vec::new(),
        };
        if each {
            connection_ids.dedup();
        }
        Sources { connection_ids, each, query }
    }

    /// Whether there is enough to show and to save. Texts and addresses are typed into the last form, so they are never
    /// missing here.
    pub fn ready(&self) -> bool {
        match self.shape() {
            Shape::Text | Shape::Title | Shape::Image | Shape::Embed => true,
            _ => widgets::check(find(self.kind, self.subtype), &self.configs).is_ok(),
        }
    }

    /// What to choose next, while it is not [`Self::ready`].
    pub fn next_step(&self) -> String {
        let step = self.step();
        if !step.is_empty() {
            return step.to_owned();
        }
        let error = widgets::check(find(self.kind, self.subtype), &self.configs).err().map(|error| error.text).unwrap_or_default();
        format!("{}, and the chart appears here.", error.trim_end_matches('.'))
    }

    fn step(&self) -> &'static str {
        match self.shape() {
            Shape::IntegratedTable if self.sources().is_empty() => "Choose two connections or more. Their common tables come next.",
            Shape::Join if self.configs.tables.iter().any(String::is_empty) || self.configs.tables.len() < 2 => {
                "Choose the two tables. Their columns come next."
            }
            Shape::Join => "Choose the column of each table that joins them, and their rows appear here.",
            Shape::Difference if self.sources().is_empty() => "Choose exactly two connections. Their common tables come next.",
            Shape::Difference => "Choose a table, and what differs appears here.",
            Shape::Chart(_) if self.sources().is_empty() => "Choose a connection. Its tables come next.",
            Shape::Chart(_) if self.configs.label().is_empty() => "Choose a table. Its columns come next.",
            Shape::Chart(plot) if plot.group_count().0 > 0 && Fields::of(&self.configs).x.is_none() => {
                "Choose the column of the X axis, and the chart appears here."
            }
            Shape::Chart(_) => "",
            _ => "Choose a table, and its rows appear here.",
        }
    }

    /// The draft for a preview.
    pub fn input(&self, project: &str) -> WidgetInput {
        WidgetInput {
            project_id: Some(project.to_owned()),
            kind: Some(self.kind.to_owned()),
            subtype: Some(self.subtype.to_owned()),
            title: Some(self.title()),
            configs: Some(self.configs.clone()),
            ..WidgetInput::default()
        }
    }

    /// The stored title, or one that says what is shown.
    pub fn title(&self) -> String {
        if let Some(widget) = &self.widget {
            return widget.title.clone();
        }
        let configs = &self.configs;
        let title = match self.shape() {
            Shape::Table if self.query_title.is_some() => self.query_title.clone().unwrap_or_default(),
            Shape::Table | Shape::IntegratedTable => configs.tables.first().map(|table| words(table)).unwrap_or_default(),
            Shape::Join => {
                let tables: Vec<String> = configs.tables.iter().map(|table| words(table)).collect();
                tables.join(" and ")
            }
            Shape::Difference => configs.tables.first().map(|table| format!("{} compared", words(table))).unwrap_or_default(),
            Shape::Chart(_) => {
                let Fields { x, by, y, .. } = Fields::of(configs);
                let what = match y.as_slice() {
                    [] => self.query_title.clone().unwrap_or_else(|| words(configs.table_name.as_deref().unwrap_or_default())),
                    [one] => words(one),
                    [one, more @ ..] => format!("{} and {} more", words(one), more.len()),
                };
                let groups: Vec<String> = x.iter().chain(&by).map(|name| words(name).to_lowercase()).collect();
                if groups.is_empty() { what } else { format!("{what} by {}", groups.join(" and ")) }
            }
            Shape::Text => "Notes".to_owned(),
            Shape::Title => "Section".to_owned(),
            Shape::Image => "Picture".to_owned(),
            Shape::Embed => "Page".to_owned(),
        };
        title.chars().take(100).collect()
    }
}

/// What is read: a saved query of the board in place of a connection and its tables, else the connection.
fn choose_source(configs: &mut Configs, chosen: Option<String>, board: &Board) {
    let is_query = |id: &String| board.queries.iter().any(|known| known.id.as_str() == id);
    (configs.source, configs.connection_id) = match chosen {
        Some(query) if is_query(&query) => (Some(WidgetSource { query }), None),
        connection => (None, connection),
    };
    if configs.source.is_some() {
        configs.tables.clear();
        configs.table_name = None;
    }
}

/// The tables of a connection, among those of several.
pub fn of_connection<'a>(tables: &'a [TableChoice], connection: &'a str) -> impl Iterator<Item = &'a TableChoice> {
    tables.iter().filter(move |table| table.connection_id.as_ref().is_some_and(|id| id.as_str() == connection))
}

fn find(kind: &str, subtype: &str) -> &'static Subtype {
    widgets::normalise(kind, Some(subtype)).expect("a draft holds names of the registry").1
}

/// `order_total` as `Order total`.
fn words(name: &str) -> String {
    let text = name.replace('_', " ");
    let mut chars = text.trim().chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The name of a choice as it travels.
pub fn name_of<T: Serialize>(choice: T) -> String {
    serde_json::to_value(choice).ok().and_then(|json| json.as_str().map(str::to_owned)).unwrap_or_default()
}

pub fn from_name<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(Json::from(name)).ok()
}

pub const AGGREGATES: [(Aggregate, &str); 7] = [
    (Aggregate::Sum, "Sum"),
    (Aggregate::Average, "Average"),
    (Aggregate::Minimum, "Least"),
    (Aggregate::Maximum, "Greatest"),
    (Aggregate::Count, "Number of values"),
    (Aggregate::Distinct, "Number of different values"),
    (Aggregate::Percentile, "Median"),
];

pub const JOINS: [(Join, &str); 3] = [
    (Join::Left, "Every row of the first table"),
    (Join::Inner, "Only rows that belong together"),
    (Join::Full, "Every row of both tables"),
];

pub const GRAINS: [(Grain, &str); 7] = [
    (Grain::Minute, "Minute"),
    (Grain::Hour, "Hour"),
    (Grain::Day, "Day"),
    (Grain::Week, "Week"),
    (Grain::Month, "Month"),
    (Grain::Quarter, "Quarter"),
    (Grain::Year, "Year"),
];

/// Settings as fields of a form: `configs[yAxisColumns][0]`.
pub fn fields(configs: &Configs) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    flatten("configs".to_owned(), serde_json::to_value(configs).unwrap_or_default(), &mut fields);
    fields
}

fn flatten(name: String, json: Json, fields: &mut Vec<(String, String)>) {
    match json {
        Json::Null => {}
        Json::Object(object) => object.into_iter().for_each(|(key, value)| flatten(format!("{name}[{key}]"), value, fields)),
        Json::Array(items) => items.into_iter().enumerate().for_each(|(i, value)| flatten(format!("{name}[{i}]"), value, fields)),
        Json::String(text) => fields.push((name, text)),
        other => fields.push((name, other.to_string())),
    }
}

#[cfg(test)]
mod tests;
