use super::*;
use crate::model::{
    board::ColumnInfo,
    id::{ConnectionId, ProjectId, QueryId, WidgetId},
    query::QueryName,
    time::Timestamp,
};

const ID: &str = "00000000-0000-4000-8000-000000000001";
const OTHER: &str = "00000000-0000-4000-8000-000000000002";
const QUERY: &str = "00000000-0000-4000-8000-000000000003";

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
        layout: crate::model::layout::Layout::default(),
        layout_version: String::new(),
        version: String::new(),
        publishing: crate::model::versions::Publishing::default(),
        project_id: ProjectId::parse(ID).expect("an id"),
        title: "P".into(),
        description: String::new(),
        is_public: false,
        id_public: None,
        can_share: true,
        filters: vec![],
        queries: vec![QueryName { id: QueryId::parse(QUERY).expect("an id"), title: "By month".into() }],
        widgets: vec![widget],
        connections: vec![connection(OTHER, false), connection(ID, true)],
        role: crate::model::role::Role::Owner,
    }
}

fn draft(query: &str) -> Option<Draft> {
    Draft::from_query(&Query::parse(query), &board())
}

#[test]
fn adding_goes_step_by_step() {
    let first = draft("add=bar_charts.stacked_bar").expect("opens");
    assert_eq!((first.kind, first.subtype), ("bar_charts", "stacked_bar"));
    assert_eq!(first.sources().connection_ids, [ID], "the first connection with a schema is proposed");
    assert!(!first.ready());
    assert!(first.next_step().starts_with("Choose a table."), "{}", first.next_step());
    let table = draft(&format!("add=bar_charts.stacked_bar&set=1&connection={ID}&table=orders")).expect("opens");
    assert!(!table.ready());
    assert!(table.next_step().contains("X axis"), "{}", table.next_step());
    let last = draft(&format!("add=bar_charts&set=1&connection={ID}&table=orders&x=ordered_at&y=order_total&agg=average")).expect("opens");
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
    let tables = [TableChoice { name: "orders".into(), columns: vec![column("day"), column("total")], connection_id: None }];
    let stored = draft(&format!("edit={ID}")).expect("opens");
    assert_eq!(stored.clone().fit(&tables), stored);
    let fewer = [TableChoice { name: "orders".into(), columns: vec![column("day")], connection_id: None }];
    assert!(stored.clone().fit(&fewer).configs.y_axis_columns.is_empty());
    let other = stored.fit(&[TableChoice { name: "customers".into(), columns: vec![column("day")], connection_id: None }]);
    assert_eq!((other.configs.table_name, other.configs.x_axis_column), (None, None));
}

#[test]
fn a_kind_is_proposed_from_what_is_asked() {
    let column = |name: &str, kind| ColumnInfo { name: name.into(), short_type: "x".into(), kind };
    let tables = [TableChoice {
        connection_id: None,
        name: "orders".into(),
        columns: vec![column("day", Kind::Date), column("country", Kind::Text), column("total", Kind::Number)],
    }];
    for (asked, subtype) in [
        ("", "big_number"),
        ("&x=day&y=total", "basic_line"),
        ("&x=country&y=total", "country_map"),
        ("&x=day&by=country&y=total", "stacked_area"),
    ] {
        let open = draft(&format!("add=propose&set=1&connection={ID}&table=orders{asked}")).expect("opens").fit(&tables);
        assert_eq!(open.subtype, subtype, "{asked}");
        assert!(open.ready(), "{asked}");
    }
}

#[test]
fn a_saved_query_stands_in_place_of_a_connection() {
    let column = |name: &str, kind| ColumnInfo { name: name.into(), short_type: "x".into(), kind };
    let result = |columns| [TableChoice { connection_id: None, name: QUERY.into(), columns }];
    let chart = result(vec![column("month", Kind::Date), column("total", Kind::Number)]);
    let open = draft(&format!("add=propose&set=shape&connection={QUERY}")).expect("opens");
    assert_eq!((open.sources().query.as_deref(), open.sources().connection_ids.len()), (Some(QUERY), 0));
    let fitted = open.clone().fit(&chart);
    assert_eq!((fitted.subtype, fitted.title().as_str(), fitted.ready()), ("basic_line", "Total by month", true));
    assert_eq!((fitted.configs.query(), fitted.configs.label()), (Some(QUERY), QUERY));
    let list = open.fit(&result(vec![column("name", Kind::Text), column("note", Kind::Text)]));
    assert_eq!((list.subtype, list.title().as_str(), list.ready()), ("simple_dataTable", "By month", true));
    let chosen = draft(&format!("add=pie_charts&set=1&connection={QUERY}&x=month&y=gone")).expect("opens").fit(&chart);
    assert_eq!((chosen.configs.x_axis_column.as_deref(), chosen.configs.y_axis_columns.len()), (Some("month"), 0));
    let back = draft(&format!("add=pie_charts&set=1&connection={ID}&table=orders")).expect("opens");
    assert_eq!((back.configs.query(), back.configs.label()), (None, "orders"));
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
    assert!(two.sources().connection_ids.len() == 2 && two.ready());
}

#[test]
fn settings_become_fields() {
    let configs = Configs { expanded: Some(true), page_size: Some(25), y_axis_columns: vec!["a".into(), "b".into()], ..Configs::default() };
    let fields: Vec<String> = fields(&configs).into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(fields, ["configs[expanded]=true", "configs[pageSize]=25", "configs[yAxisColumns][0]=a", "configs[yAxisColumns][1]=b"]);
}
