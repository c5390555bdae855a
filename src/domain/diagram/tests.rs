use super::*;
use crate::model::schema::sample::{at, column, key, table};

fn shop() -> Schema {
    let mut customers = table("customers", vec![column("id", "integer"), column("name", "text")]);
    customers.primary_key = vec!["id".into()];
    let mut orders = table("orders", vec![column("id", "integer"), column("customer_id", "integer")]);
    orders.foreign_keys = vec![key("customer_id", "customers", "id")];
    let mut lines = table("lines", vec![column("order_id", "integer")]);
    lines.foreign_keys = vec![key("order_id", "orders", "id")];
    Schema { tables: vec![customers, lines, orders, table("notes", vec![column("text", "text")])], ..Schema::default() }
}

fn names(schema: &Schema, choice: &Choice) -> Vec<String> {
    chosen(schema, choice).into_iter().map(|table| table.name.clone()).collect()
}

#[test]
fn a_table_is_shown_with_its_neighbours() {
    let schema = shop();
    let focus = |name: &str| Choice { focus: Some(name.into()), ..Choice::default() };
    assert_eq!(names(&schema, &Choice::default()), ["customers", "lines", "orders", "notes"]);
    assert_eq!(names(&schema, &focus("lines")), ["lines", "orders"]);
    assert_eq!(names(&schema, &focus("orders")), ["customers", "lines", "orders"]);
    assert_eq!(names(&schema, &focus("gone")), ["customers", "lines", "orders", "notes"]);
    let hidden = Choice { hide: vec!["orders".into(), "notes".into()], ..Choice::default() };
    assert_eq!(names(&schema, &hidden), ["customers", "lines"]);
    assert_eq!(names(&schema, &Choice { focus: Some("orders".into()), ..hidden }), ["customers", "lines", "orders"]);
}

#[test]
fn the_drawing_holds_every_table_and_link_once() {
    let schema = shop();
    let drawn = draw(&chosen(&schema, &Choice::default()), false);
    assert_eq!((drawn.cards.len(), drawn.links.len()), (4, 2));
    let page = svg::page(&drawn, &svg::Ways { focus: &|name| format!("?focus={name}&x=<>") });
    assert_eq!(page.matches("class=\"dg-table\"").count(), 4);
    assert_eq!(page.matches("class=\"dg-edge\"").count(), 2);
    assert!(page.contains("href=\"?focus=orders&amp;x=&lt;&gt;\""), "{page}");
    assert!(drawing(&chosen(&schema, &Choice::default()), true).matches("dg-col").count() == 0);
}

#[test]
fn hostile_names_stay_texts() {
    let hostile = "</text><script>alert(1)</script>\"'&\u{0}\u{202e}";
    let mut one = table(hostile, vec![column(hostile, hostile)]);
    one.foreign_keys = vec![key(hostile, hostile, hostile)];
    one.at = at(hostile);
    let drawn = draw(&[&one], false);
    for text in [svg::page(&drawn, &svg::Ways { focus: &|name| format!("?{name}") }), svg::file(&drawn)] {
        assert!(!text.contains("<script") && !text.contains('\0') && !text.contains("\"'&"), "{text}");
        assert_eq!(text.matches('<').count(), text.matches('>').count());
    }
}
