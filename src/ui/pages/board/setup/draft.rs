//! A widget while it is set up: what the address says, on top of the stored widget when one is edited.

use crate::{
    model::{
        address::Query,
        board::{Board, BoardConnection, TableChoice},
        plan::{Aggregate, Grain},
        widget::{Configs, Widget, WidgetInput},
    },
    widgets::{self, Shape, Subtype},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;

pub const ADD: &str = "add";
pub const EDIT: &str = "edit";
pub const KIND: &str = "kind";
/// Present once a choice was made: from then on the address decides, also what is not ticked.
pub const SET: &str = "set";
pub const CONNECTION: &str = "connection";
pub const TABLE: &str = "table";
pub const X: &str = "x";
pub const Y: &str = "y";
pub const AGGREGATE: &str = "agg";
pub const GRAIN: &str = "grain";

/// Every key of the panel's state.
pub const KEYS: [&str; 12] = [ADD, EDIT, KIND, SET, CONNECTION, TABLE, X, Y, AGGREGATE, GRAIN, "share", "delete"];

#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The widget that is edited; absent for a new one.
    pub widget: Option<Widget>,
    pub kind: &'static str,
    pub subtype: &'static str,
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
        let (kind, subtype) = widgets::normalise(kind, subtype).ok()?;
        let mut configs = widget.as_ref().map(|widget| widget.configs.clone()).unwrap_or_default();
        if widget.is_none() && subtype.is_table() {
            configs.expanded = Some(true);
        }
        let mut draft = Self { widget, kind: kind.name, subtype: subtype.name, configs };
        if query.get(SET).is_some() {
            draft.choose(query);
        }
        draft.propose(&board.connections);
        Some(draft)
    }

    /// What the fields of the panel say.
    fn choose(&mut self, query: &Query) {
        let one = |key: &'static str| query.get(key).filter(|text| !text.is_empty()).map(str::to_owned);
        let all = |key: &'static str| -> Vec<String> { query.all(key).filter(|text| !text.is_empty()).map(str::to_owned).collect() };
        let configs = &mut self.configs;
        match find(self.kind, self.subtype).shape {
            Shape::Table => (configs.connection_id, configs.tables) = (one(CONNECTION), all(TABLE)),
            Shape::IntegratedTable => (configs.connection_ids, configs.tables) = (all(CONNECTION), all(TABLE)),
            Shape::Chart(_) => {
                configs.connection_id = one(CONNECTION);
                configs.table_name = one(TABLE);
                configs.x_axis_column = one(X);
                configs.y_axis_columns = all(Y);
                configs.aggregate = query.get(AGGREGATE).and_then(from_name);
                configs.grain = query.get(GRAIN).and_then(from_name);
            }
            Shape::Text | Shape::Title => {}
        }
    }

    /// The choice that there is no reason to ask for: a first connection.
    fn propose(&mut self, connections: &[BoardConnection]) {
        let mut usable = connections.iter().filter(|connection| connection.has_schema).map(|connection| connection.id.to_string());
        match self.shape() {
            Shape::Table | Shape::Chart(_) if self.configs.connection_id.is_none() => self.configs.connection_id = usable.next(),
            Shape::IntegratedTable if self.configs.connection_ids.is_empty() && self.widget.is_none() => {
                self.configs.connection_ids = usable.collect();
            }
            _ => {}
        }
    }

    /// Without tables and columns that are not there (any more): another connection or table was chosen.
    pub fn fit(mut self, tables: &[TableChoice]) -> Self {
        let configs = &mut self.configs;
        let known = |name: &String| tables.iter().any(|table| table.name == *name);
        configs.tables.retain(known);
        let table = configs.table_name.take().and_then(|name| tables.iter().find(|table| table.name == name));
        let has = |name: &String| table.is_some_and(|table| table.columns.iter().any(|column| column.name == *name));
        configs.x_axis_column = configs.x_axis_column.take().filter(has);
        configs.y_axis_columns.retain(has);
        configs.table_name = table.map(|table| table.name.clone());
        self
    }

    pub fn shape(&self) -> Shape {
        find(self.kind, self.subtype).shape
    }

    pub fn label(&self) -> &'static str {
        find(self.kind, self.subtype).label
    }

    /// The connections whose tables the panel lists.
    pub fn sources(&self) -> Vec<String> {
        match self.shape() {
            Shape::Table | Shape::Chart(_) => self.configs.connection_id.clone().into_iter().collect(),
            // One alone has nothing to be compatible with.
            Shape::IntegratedTable if self.configs.connection_ids.len() > 1 => self.configs.connection_ids.clone(),
            Shape::IntegratedTable | Shape::Text | Shape::Title => Vec::new(),
        }
    }

    /// Whether there is enough to show and to save. Text is typed into the last form, so it is never missing here.
    pub fn ready(&self) -> bool {
        match self.shape() {
            Shape::Text | Shape::Title => true,
            _ => widgets::check(find(self.kind, self.subtype), &self.configs).is_ok(),
        }
    }

    /// What to choose next, while it is not [`Self::ready`].
    pub fn next_step(&self) -> &'static str {
        match self.shape() {
            Shape::IntegratedTable if self.sources().is_empty() => "Choose two connections or more. Their common tables come next.",
            Shape::Chart(_) if self.sources().is_empty() => "Choose a connection. Its tables come next.",
            Shape::Chart(_) if self.configs.table_name.is_none() => "Choose a table. Its columns come next.",
            Shape::Chart(_) => "Choose the column of the X axis, and the chart appears here.",
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
            Shape::Table | Shape::IntegratedTable => configs.tables.first().map(|table| words(table)).unwrap_or_default(),
            Shape::Chart(_) => {
                let what = match configs.y_axis_columns.as_slice() {
                    [] => words(configs.table_name.as_deref().unwrap_or_default()),
                    [one] => words(one),
                    [one, more @ ..] => format!("{} and {} more", words(one), more.len()),
                };
                format!("{what} by {}", words(configs.x_axis_column.as_deref().unwrap_or_default()).to_lowercase())
            }
            Shape::Text => "Notes".to_owned(),
            Shape::Title => "Section".to_owned(),
        };
        title.chars().take(100).collect()
    }
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

fn from_name<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(Json::from(name)).ok()
}

pub const AGGREGATES: [(Aggregate, &str); 6] = [
    (Aggregate::Sum, "Sum"),
    (Aggregate::Average, "Average"),
    (Aggregate::Minimum, "Least"),
    (Aggregate::Maximum, "Greatest"),
    (Aggregate::Count, "Number of values"),
    (Aggregate::Distinct, "Number of different values"),
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
mod tests {
    use super::*;
    use crate::model::{
        board::ColumnInfo,
        id::{ConnectionId, ProjectId, WidgetId},
        time::Timestamp,
        value::Kind,
    };

    const ID: &str = "00000000-0000-4000-8000-000000000001";
    const OTHER: &str = "00000000-0000-4000-8000-000000000002";

    fn board() -> Board {
        let connection = |id: &str, has_schema| BoardConnection {
            id: ConnectionId::parse(id).expect("an id"),
            title: "Sales".into(),
            kind: "postgres".into(),
            is_valid: Some(true),
            error: None,
            has_schema,
            table_count: 1,
        };
        let widget = Widget {
            id: WidgetId::parse(ID).expect("an id"),
            project_id: ProjectId::parse(ID).expect("an id"),
            kind: "bar_charts".into(),
            subtype: Some("basic_bar".into()),
            title: "Sales".into(),
            description: None,
            configs: Configs {
                connection_id: Some(ID.into()),
                table_name: Some("orders".into()),
                x_axis_column: Some("day".into()),
                y_axis_columns: vec!["total".into()],
                page_size: Some(25),
                ..Configs::default()
            },
            query: None,
            connection_id: None,
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
        };
        Board {
            project_id: ProjectId::parse(ID).expect("an id"),
            title: "P".into(),
            description: String::new(),
            is_public: false,
            id_public: None,
            can_share: true,
            widgets: vec![widget],
            connections: vec![connection(OTHER, false), connection(ID, true)],
        }
    }

    fn draft(query: &str) -> Option<Draft> {
        Draft::from_query(&Query::parse(query), &board())
    }

    #[test]
    fn adding_goes_step_by_step() {
        let first = draft("add=bar_charts.stacked_bar").expect("opens");
        assert_eq!((first.kind, first.subtype), ("bar_charts", "stacked_bar"));
        assert_eq!(first.sources(), [ID], "the first connection with a schema is proposed");
        assert!(!first.ready());
        assert!(first.next_step().starts_with("Choose a table."), "{}", first.next_step());
        let table = draft(&format!("add=bar_charts.stacked_bar&set=1&connection={ID}&table=orders")).expect("opens");
        assert!(!table.ready());
        assert!(table.next_step().contains("X axis"), "{}", table.next_step());
        let last =
            draft(&format!("add=bar_charts&set=1&connection={ID}&table=orders&x=ordered_at&y=order_total&agg=average")).expect("opens");
        assert!(last.ready());
        assert_eq!(last.configs.aggregate, Some(Aggregate::Average));
        assert_eq!(last.title(), "Order total by ordered at");
    }

    #[test]
    fn editing_starts_from_the_widget_and_follows_the_fields() {
        let stored = draft(&format!("edit={ID}")).expect("opens");
        assert_eq!(stored.configs, board().widgets[0].configs);
        let changed = draft(&format!("edit={ID}&set=1&connection={ID}&table=orders&x=day&kind=pie_charts.donut_pie")).expect("opens");
        assert_eq!((changed.subtype, changed.title().as_str()), ("donut_pie", "Sales"));
        assert!(changed.configs.y_axis_columns.is_empty(), "what is not ticked is gone");
        assert_eq!(changed.configs.page_size, Some(25), "what the panel does not know stays");
    }

    #[test]
    fn what_another_table_does_not_have_is_dropped() {
        let column = |name: &str| ColumnInfo { name: name.into(), short_type: "integer".into(), kind: Kind::Integer };
        let tables = [TableChoice { name: "orders".into(), columns: vec![column("day"), column("total")] }];
        let stored = draft(&format!("edit={ID}")).expect("opens");
        assert_eq!(stored.clone().fit(&tables), stored);
        let fewer = [TableChoice { name: "orders".into(), columns: vec![column("day")] }];
        assert!(stored.clone().fit(&fewer).configs.y_axis_columns.is_empty());
        let other = stored.fit(&[TableChoice { name: "customers".into(), columns: vec![column("day")] }]);
        assert_eq!((other.configs.table_name, other.configs.x_axis_column), (None, None));
    }

    #[test]
    fn hostile_addresses_open_nothing() {
        for query in
            ["", "add=", "add=gauge", "add=bar_charts.donut_pie", "edit=x", "edit=", &format!("edit={OTHER}"), &format!("edit={ID}&kind=x")]
        {
            assert_eq!(draft(query), None, "{query}");
        }
    }

    #[test]
    fn integrated_tables_need_two_sources() {
        let one = draft(&format!("add=datatables.integrated_dataTable&set=1&connection={ID}&table=t")).expect("opens");
        assert!(one.sources().is_empty() && !one.ready());
        let two = draft(&format!("add=datatables.integrated_dataTable&set=1&connection={ID}&connection={OTHER}&table=t")).expect("opens");
        assert!(two.sources().len() == 2 && two.ready());
    }

    #[test]
    fn settings_become_fields() {
        let configs =
            Configs { expanded: Some(true), page_size: Some(25), y_axis_columns: vec!["a".into(), "b".into()], ..Configs::default() };
        let fields: Vec<String> = fields(&configs).into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(fields, ["configs[expanded]=true", "configs[pageSize]=25", "configs[yAxisColumns][0]=a", "configs[yAxisColumns][1]=b"]);
    }
}
