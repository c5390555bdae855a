//! The demo's board: every family of charts, titles, a text and tables.

use crate::model::{
    plan::{Aggregate, Grain},
    widget::{Configs, WidgetInput},
};

const ABOUT: &str = "This board reads a **sample database** of a small shop that sells coffee, tea and what one needs to make them. \
Everything here is made up, and nothing you do can break it.\n\n\
- Change a chart with its menu, or drag the tiles into another order.\n\
- Sort, filter and search the tables; switch between them at their top.\n\
- Add a tile of your own from the sidebar: `sales` holds one line per sold product.\n\n\
When you have seen enough, delete this project and connect a database of your own.";

/// The widgets in the order of the board.
pub(super) fn widgets(project: &str, connection: &str) -> Vec<WidgetInput> {
    let of = Maker { project, connection };
    let wide = Configs { expanded: Some(true), ..Configs::default() };
    vec![
        of.widget("text_titles", "section_title", "How the shop is doing", "", wide.clone()),
        of.widget("text_titles", "text_block", "About this demo", "", Configs { text: Some(ABOUT.into()), ..wide.clone() }),
        of.chart("area_charts", "basic_area", "Revenue and profit", "Per month", "sales", "ordered_at", &["amount", "profit"])
            .grain(Grain::Month)
            .wide()
            .done(),
        of.chart("bar_charts", "basic_bar", "Revenue by category", "", "sales", "category", &["amount"]).done(),
        of.chart("pie_charts", "donut_pie", "Who buys", "Revenue by kind of customer", "sales", "segment", &["amount"]).done(),
        of.chart("bar_charts", "stacked_bar", "Where people order", "Revenue by channel", "sales_by_channel", "ordered_at", &CHANNELS)
            .grain(Grain::Quarter)
            .done(),
        of.chart("bar_charts", "horizontal_bar", "Revenue by country", "", "sales", "country", &["amount"]).done(),
        of.chart("line_charts", "basic_line", "Orders per week", "", "orders", "ordered_at", &["id"])
            .aggregate(Aggregate::Count)
            .grain(Grain::Week)
            .wide()
            .done(),
        of.chart("line_charts", "step_line", "Average order", "Per quarter", "orders", "ordered_at", &["total"])
            .aggregate(Aggregate::Average)
            .grain(Grain::Quarter)
            .done(),
        of.chart("pie_charts", "basic_pie", "Orders by status", "", "orders", "status", &["id"]).aggregate(Aggregate::Count).done(),
        of.widget("text_titles", "section_title", "Customers and visits", "", wide.clone()),
        of.chart("area_charts", "step_area", "New customers", "Sign-ups per month", "customers", "signed_up", &["id"])
            .aggregate(Aggregate::Count)
            .grain(Grain::Month)
            .done(),
        of.chart("line_charts", "linear_line", "Visits per week", "", "events", "at", &["id"])
            .aggregate(Aggregate::Count)
            .grain(Grain::Week)
            .done(),
        of.chart("pie_charts", "stacked_pie", "Where visits come from", "", "events", "source", &["id"]).aggregate(Aggregate::Count).done(),
        of.chart("area_charts", "linear_area", "Pieces sold", "Per quarter", "sales", "ordered_at", &["quantity"])
            .grain(Grain::Quarter)
            .done(),
        of.table("Orders", "Switch to the other tables at the top", &["orders", "order_items", "sales", "events"]),
        of.table("Customers and products", "", &["customers", "products"]),
    ]
}

const CHANNELS: [&str; 4] = ["web", "app", "partner", "phone"];

struct Maker<'a> {
    project: &'a str,
    connection: &'a str,
}

/// A chart that still takes settings.
struct Chart {
    input: WidgetInput,
    configs: Configs,
}

impl Maker<'_> {
    fn widget(&self, kind: &str, subtype: &str, title: &str, description: &str, configs: Configs) -> WidgetInput {
        WidgetInput {
            project_id: Some(self.project.into()),
            kind: Some(kind.into()),
            subtype: Some(subtype.into()),
            title: Some(title.into()),
            description: (!description.is_empty()).then(|| description.to_owned()),
            configs: Some(configs),
            ..WidgetInput::default()
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn chart(&self, kind: &str, subtype: &str, title: &str, description: &str, table: &str, x: &str, y: &[&str]) -> Chart {
        let configs = Configs {
            connection_id: Some(self.connection.into()),
            table_name: Some(table.into()),
            x_axis_column: Some(x.into()),
            y_axis_columns: y.iter().map(|&name| name.to_owned()).collect(),
            ..Configs::default()
        };
        Chart { input: self.widget(kind, subtype, title, description, Configs::default()), configs }
    }

    fn table(&self, title: &str, description: &str, tables: &[&str]) -> WidgetInput {
        let configs = Configs {
            connection_id: Some(self.connection.into()),
            tables: tables.iter().map(|&name| name.to_owned()).collect(),
            page_size: Some(10),
            expanded: Some(true),
            ..Configs::default()
        };
        self.widget("datatables", "simple_dataTable", title, description, configs)
    }
}

impl Chart {
    fn grain(mut self, grain: Grain) -> Self {
        self.configs.grain = Some(grain);
        self
    }

    fn aggregate(mut self, aggregate: Aggregate) -> Self {
        self.configs.aggregate = Some(aggregate);
        self
    }

    fn wide(mut self) -> Self {
        self.configs.expanded = Some(true);
        self
    }

    fn done(self) -> WidgetInput {
        WidgetInput { configs: Some(self.configs), ..self.input }
    }
}
