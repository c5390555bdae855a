//! The demo's board: every kind of chart, titles, a text and tables.

use crate::{
    model::{
        format::Format,
        plan::{Aggregate, Grain},
        widget::{Configs, Join, WidgetInput},
    },
    widgets::propose,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value as Json, json};

const ABOUT: &str = "This board reads two **sample databases**: a small shop that sells coffee, tea and what one needs to make them, and its \
supplier. Everything here is made up, and nothing you do can break it.\n\n\
- Change a chart with its menu; *Arrange* moves and resizes the tiles.\n\
- Sort, filter and search the tables; switch between them at their top.\n\
- Add a tile of your own from the sidebar: `sales` holds one line per sold product.\n\n\
When you have seen enough, delete this project and connect a database of your own.";

/// A picture inside its own address: whatever the operator allows, it needs no other site.
fn picture() -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(include_bytes!("shop.png")))
}

fn wide() -> Configs {
    Configs { expanded: Some(true), ..Configs::default() }
}

fn first(of: &Maker<'_>) -> Vec<WidgetInput> {
    let euros = json!({ "number": { "style": "currency", "currency": "EUR" } });
    vec![
        of.widget("text_titles", "section_title", "How the shop is doing", "", wide()),
        of.asks("big_number", "Revenue", "Per month, against the month before", "sales", json!({
            "measures": [{ "function": "sum", "column": "amount" }], "groups": [{ "column": "ordered_at", "grain": "month" }],
        }), euros.clone()),
        of.asks("gauge", "Revenue of 2025", "Against the plan of half a million", "sales", json!({
            "measures": [{ "function": "sum", "column": "amount", "label": "Revenue" }],
            "filters": [{ "column": "ordered_at", "op": "gte", "values": ["2025-01-01"] }],
        }), json!({ "number": { "style": "currency", "currency": "EUR" }, "target": 500_000.0, "rules": [{ "op": "gte", "value": 500_000.0, "tone": "good" }] })),
        of.asks("big_number", "Average order", "Per quarter", "orders", json!({
            "measures": [{ "function": "average", "column": "total" }], "groups": [{ "column": "ordered_at", "grain": "quarter" }],
        }), euros),
        of.chart("area_charts", "basic_area", "Revenue and profit", "Per month", "sales", "ordered_at", &["amount", "profit"])
            .grain(Grain::Month)
            .wide()
            .done(),
        of.asks("combined_chart", "Orders and their size", "Number of orders, and the average order", "orders", json!({
            "measures": [{ "function": "count", "label": "Orders" }, { "function": "average", "column": "total", "label": "Average order" }],
            "groups": [{ "column": "ordered_at", "grain": "quarter" }],
        }), json!({})),
        of.widget("media", "image", "The shop", "", Configs { address: Some(picture()), ..Configs::default() }),
        of.widget("text_titles", "text_block", "About this demo", "", Configs { text: Some(ABOUT.into()), ..wide() }),
    ]
}

fn sales(of: &Maker<'_>) -> Vec<WidgetInput> {
    vec![
        of.asks(
            "stacked_area",
            "Revenue by category",
            "Per month; seasons come and go",
            "sales",
            json!({
                "measures": [{ "function": "sum", "column": "amount" }],
                "groups": [{ "column": "ordered_at", "grain": "month" }, { "column": "category", "top": 6 }],
            }),
            json!({ "notes": [{ "at": "2024-12-01", "text": "Holidays" }] }),
        )
        .wide(),
        of.chart("bar_charts", "basic_bar", "Sales by category", "", "sales", "category", &["amount"]).done(),
        of.chart("pie_charts", "donut_pie", "Who buys", "Revenue by kind of customer", "sales", "segment", &["amount"]).done(),
        of.chart("bar_charts", "stacked_bar", "Where people order", "Revenue by channel", "sales_by_channel", "ordered_at", &CHANNELS)
            .grain(Grain::Quarter)
            .done(),
        of.asks(
            "percent_area",
            "Shares of the channels",
            "The app overtakes the telephone",
            "sales",
            json!({
                "measures": [{ "function": "sum", "column": "amount" }],
                "groups": [{ "column": "ordered_at", "grain": "month" }, { "column": "channel" }],
            }),
            json!({}),
        ),
        of.asks(
            "pivot_table",
            "Revenue by country and customer",
            "The greatest countries, shaded by revenue",
            "sales",
            json!({
                "measures": [{ "function": "sum", "column": "amount" }],
                "groups": [{ "column": "country", "top": 8 }, { "column": "segment" }], "sort": "first_measure",
            }),
            json!({ "number": { "style": "currency", "currency": "EUR" }, "scale": true }),
        ),
        of.asks(
            "histogram",
            "How large orders are",
            "Orders up to 400 euros",
            "orders",
            json!({
                "groups": [{ "column": "total", "bins": 20 }], "filters": [{ "column": "total", "op": "lte", "values": [400] }],
            }),
            json!({}),
        ),
        of.asks(
            "box_plot",
            "Orders by channel",
            "Least, quartiles and greatest, orders up to 400 euros",
            "orders",
            json!({
                "measures": [{ "column": "total" }], "groups": [{ "column": "channel" }],
                "filters": [{ "column": "total", "op": "lte", "values": [400] }],
            }),
            json!({}),
        ),
        of.chart("line_charts", "step_line", "Average order per quarter", "", "orders", "ordered_at", &["total"])
            .aggregate(Aggregate::Average)
            .grain(Grain::Quarter)
            .done(),
    ]
}

fn where_from(of: &Maker<'_>) -> Vec<WidgetInput> {
    vec![
        of.widget("text_titles", "section_title", "Where customers are", "", wide()),
        of.asks(
            "country_map",
            "Revenue by country",
            "",
            "sales",
            json!({
                "measures": [{ "function": "sum", "column": "amount" }], "groups": [{ "column": "country" }],
            }),
            json!({}),
        ),
        of.asks(
            "point_map",
            "Customers by city",
            "",
            "customers",
            json!({
                "measures": [
                    { "function": "average", "column": "latitude" }, { "function": "average", "column": "longitude" },
                    { "function": "count", "label": "Customers" },
                ],
                "groups": [{ "column": "city" }],
            }),
            json!({ "colors": ["orange"] }),
        ),
        of.chart("bar_charts", "horizontal_bar", "Countries by revenue", "", "sales", "country", &["amount"]).done(),
        of.chart("area_charts", "step_area", "New customers", "Sign-ups per month", "customers", "signed_up", &["id"])
            .aggregate(Aggregate::Count)
            .grain(Grain::Month)
            .done(),
    ]
}

fn visits(of: &Maker<'_>) -> Vec<WidgetInput> {
    vec![
        of.widget("text_titles", "section_title", "Visits", "", wide()),
        of.chart("line_charts", "linear_line", "Visits per week", "", "events", "at", &["id"])
            .aggregate(Aggregate::Count)
            .grain(Grain::Week)
            .wide()
            .done(),
        of.asks(
            "sankey",
            "From source to device",
            "How visits arrive, and on what",
            "events",
            json!({
                "groups": [{ "column": "source" }, { "column": "device" }],
            }),
            json!({}),
        ),
        of.asks(
            "funnel",
            "From view to checkout",
            "",
            "events",
            json!({
                "groups": [{ "column": "kind" }],
                "filters": [{ "column": "kind", "op": "in", "values": ["view", "add to cart", "checkout"] }],
            }),
            json!({}),
        ),
        of.asks("calendar", "Orders per day", "", "orders", json!({ "groups": [{ "column": "ordered_at" }] }), json!({})).wide(),
        of.asks(
            "percent_bar",
            "Devices by source",
            "",
            "events",
            json!({
                "groups": [{ "column": "source" }, { "column": "device" }],
            }),
            json!({}),
        ),
        of.chart("pie_charts", "stacked_pie", "Where visits come from", "", "events", "source", &["id"]).aggregate(Aggregate::Count).done(),
    ]
}

fn products(of: &Maker<'_>) -> Vec<WidgetInput> {
    vec![
        of.widget("text_titles", "section_title", "Products", "", wide()),
        of.asks("treemap", "Revenue by product", "Within categories", "sales", json!({
            "measures": [{ "function": "sum", "column": "amount" }],
            "groups": [{ "column": "category" }, { "column": "product", "top": 20 }],
        }), json!({})),
        of.asks("scatter", "Products by profit", "The larger, the more revenue", "sales", json!({
            "measures": [
                { "function": "sum", "column": "quantity", "label": "Pieces sold" }, { "function": "sum", "column": "profit", "label": "Profit" },
                { "function": "sum", "column": "amount", "label": "Revenue" },
            ],
            "groups": [{ "column": "product" }],
        }), json!({})),
        of.asks("heat_map", "Seasons of the categories", "Revenue per month of 2025", "sales", json!({
            "measures": [{ "function": "sum", "column": "amount" }],
            "groups": [{ "column": "ordered_at", "grain": "month" }, { "column": "category" }],
            "filters": [{ "column": "ordered_at", "op": "gte", "values": ["2025-01-01"] }],
        }), json!({})).wide(),
        of.chart("area_charts", "linear_area", "Pieces sold", "Per quarter", "sales", "ordered_at", &["quantity"])
            .grain(Grain::Quarter)
            .done(),
        of.chart("pie_charts", "basic_pie", "Orders by status", "", "orders", "status", &["id"]).aggregate(Aggregate::Count).done(),
    ]
}

/// One table in both databases, and rows of both.
fn supply(of: &Maker<'_>) -> Vec<WidgetInput> {
    vec![
        of.widget("text_titles", "section_title", "Two databases side by side", "", wide()),
        of.both(
            "difference_dataTable",
            "What the supplier has changed",
            "Prices, and products that only one of them has",
            Configs { tables: vec!["products".into()], ..Configs::default() },
        ),
        of.both(
            "joined_dataTable",
            "Products with their deliveries",
            "Products of the shop, deliveries of the supplier",
            Configs {
                tables: vec!["products".into(), "deliveries".into()],
                key_columns: vec!["id".into()],
                other_key_columns: vec!["product_id".into()],
                join: Some(Join::Inner),
                ..Configs::default()
            },
        ),
        of.both(
            "integrated_dataTable",
            "All products",
            "One table of both, with its source",
            Configs { tables: vec!["products".into()], ..Configs::default() },
        ),
    ]
}

fn last(of: &Maker<'_>) -> Vec<WidgetInput> {
    vec![
        of.widget("text_titles", "section_title", "All rows", "", wide()),
        of.chart("line_charts", "basic_line", "Orders per week", "", "orders", "ordered_at", &["id"])
            .aggregate(Aggregate::Count)
            .grain(Grain::Week)
            .wide()
            .done(),
        of.table("Orders", "Switch to the other tables at the top", &["orders", "order_items", "sales", "events"]),
        of.table("Customers and products", "", &["customers", "products"]),
    ]
}

const CHANNELS: [&str; 4] = ["web", "app", "partner", "phone"];

/// Where the widgets are put, and the connections that they read.
pub(super) struct Maker<'a> {
    pub project: &'a str,
    pub shop: &'a str,
    pub supplier: &'a str,
}

/// A chart that still takes settings.
struct Chart {
    input: WidgetInput,
    configs: Configs,
}

impl Maker<'_> {
    /// The widgets in the order of the board.
    pub(super) fn widgets(&self) -> Vec<WidgetInput> {
        let parts = [first(self), sales(self), where_from(self), visits(self), products(self), supply(self), last(self)];
        parts.into_iter().flatten().collect()
    }

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
            connection_id: Some(self.shop.into()),
            table_name: Some(table.into()),
            x_axis_column: Some(x.into()),
            y_axis_columns: y.iter().map(|&name| name.to_owned()).collect(),
            ..Configs::default()
        };
        Chart { input: self.widget(kind, subtype, title, description, Configs::default()), configs }
    }

    /// A chart beyond the documented ones: its question and its format as they are stored.
    fn asks(&self, subtype: &str, title: &str, description: &str, table: &str, question: Json, format: Json) -> WidgetInput {
        let (kind, _) = propose::find(subtype).expect("a subtype of the registry");
        let configs = Configs {
            connection_id: Some(self.shop.into()),
            table_name: Some(table.into()),
            question: serde_json::from_value(question).expect("a question"),
            format: Some(serde_json::from_value(format).expect("a format")).filter(|format| *format != Format::default()),
            ..Configs::default()
        };
        self.widget(kind.name, subtype, title, description, configs)
    }

    /// A table of the shop and the supplier.
    fn both(&self, subtype: &str, title: &str, description: &str, configs: Configs) -> WidgetInput {
        let connection_ids = vec![self.shop.into(), self.supplier.into()];
        self.widget("datatables", subtype, title, description, Configs { connection_ids, page_size: Some(10), ..configs }).wide()
    }

    fn table(&self, title: &str, description: &str, tables: &[&str]) -> WidgetInput {
        let configs = Configs {
            connection_id: Some(self.shop.into()),
            tables: tables.iter().map(|&name| name.to_owned()).collect(),
            page_size: Some(10),
            expanded: Some(true),
            ..Configs::default()
        };
        self.widget("datatables", "simple_dataTable", title, description, configs)
    }
}

trait Wide {
    /// Two columns of the board.
    fn wide(self) -> Self;
}

impl Wide for WidgetInput {
    fn wide(mut self) -> Self {
        self.configs.get_or_insert_default().expanded = Some(true);
        self
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
