use super::*;
use crate::model::schema::sample::{column, key, table};

fn schema(tables: Vec<Table>) -> Schema {
    Schema { tables, ..Schema::default() }
}

fn orders() -> Table {
    let mut orders = table("orders", vec![column("id", "integer"), column("total", "numeric"), column("note", "text")]);
    orders.primary_key = vec!["id".into()];
    orders
}

/// The sentences of what changed when `change` happens to the table.
fn after(change: impl FnOnce(&mut Table)) -> Vec<String> {
    let mut changed = orders();
    change(&mut changed);
    compare(&schema(vec![orders()]), &schema(vec![changed])).iter().map(SchemaChange::sentence).collect()
}

#[test]
fn what_says_nothing_about_the_structure_is_no_change() {
    let noise = after(|table| {
        table.row_estimate = Some(9);
        table.comment = Some("new".into());
        table.columns[0].comment = Some("new".into());
    });
    assert_eq!(noise, [""; 0]);
    let two = |names: [&str; 2]| schema(names.map(|name| table(name, vec![column("id", "integer")])).to_vec());
    assert!(compare(&two(["a", "b"]), &two(["b", "a"])).is_empty());
}

#[test]
fn each_kind_of_change_has_its_sentence() {
    let index = |name: &str| Index { name: name.into(), columns: vec!["note".into()], unique: true };
    type Change = fn(&mut Table);
    let cases: [(Change, &str); 11] = [
        (|t| t.kind = TableKind::View, "Was a table, is a view"),
        (|t| t.columns.push(column("stage", "text")), "New column stage, text"),
        (|t| drop(t.columns.remove(1)), "Column total removed"),
        (|t| t.columns[1].full_type = "numeric(10,2)".into(), "Column total was numeric, is numeric(10,2)"),
        (|t| t.columns[1].nullable = false, "Column total was nullable, is not null"),
        (|t| t.columns[2].default = Some("'x'".into()), "Column note has a default now: 'x'"),
        (|t| t.primary_key = vec!["id".into(), "note".into()], "Primary key was id, is id, note"),
        (|t| t.primary_key.clear(), "Primary key removed: id"),
        (|t| t.unique_keys = vec![vec!["note".into()]], "Unique key is new: note"),
        (|t| t.foreign_keys = vec![key("note", "notes", "id")], "Foreign key is new: note → notes (id)"),
        (|t| t.columns[2].name = "remark".into(), "Column note removed; remark is new in its place and of the same type"),
    ];
    for (change, sentence) in cases {
        assert_eq!(after(change), [sentence]);
    }
    assert_eq!(after(|table| table.indexes = vec![index("by_note")]), ["Index is new: unique by_note (note)"]);
}

#[test]
fn enums_change_with_their_labels() {
    let stage = |labels: &[&str]| {
        let mut stage = column("stage", "stage");
        stage.enum_values = labels.iter().map(|label| (*label).to_owned()).collect();
        schema(vec![table("orders", vec![stage])])
    };
    let changes = compare(&stage(&["new"]), &stage(&["new", "paid"]));
    assert_eq!(changes.iter().map(SchemaChange::sentence).collect::<Vec<_>>(), ["Column stage was stage (new), is stage (new, paid)"]);
}

#[test]
fn a_rename_is_proposed_only_where_one_table_fits() {
    let named = |name: &str| Table { name: name.into(), at: crate::model::schema::sample::at(name), ..orders() };
    let what = |before: Vec<Table>, after: Vec<Table>| {
        compare(&schema(before), &schema(after)).into_iter().map(|change| (change.table, change.what)).collect::<Vec<_>>()
    };
    assert_eq!(what(vec![orders()], vec![named("sales")]), [("orders".into(), What::TableRenamed)]);
    assert_eq!(
        what(vec![orders()], vec![named("sales"), named("bought")]),
        [("bought".into(), What::TableAdded), ("orders".into(), What::TableRemoved), ("sales".into(), What::TableAdded)]
    );
    let other = table("sales", vec![column("id", "integer")]);
    assert_eq!(what(vec![orders()], vec![other]), [("orders".into(), What::TableRemoved), ("sales".into(), What::TableAdded)]);
}

#[test]
fn what_takes_something_away_can_break() {
    let changes = compare(&schema(vec![orders()]), &schema(vec![]));
    assert!(changes[0].takes_away());
    let added = compare(&schema(vec![]), &schema(vec![orders()]));
    assert!(!added[0].takes_away());
    assert_eq!(serde_json::to_string(&added[0]).expect("JSON"), r#"{"table":"orders","what":"table_added","after":"3 columns"}"#);
}
