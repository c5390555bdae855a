//! The rules that need no database.

use super::{keys, values};
use crate::model::{
    desk::CellEdit,
    schema::sample::{column, table},
    value::{Kind, Value},
    work::Input,
};

fn cell(text: &str) -> CellEdit {
    CellEdit { column: "c".into(), text: Some(text.into()), ..CellEdit::default() }
}

#[test]
fn a_row_is_named_by_its_key_and_found_by_it() {
    let mut own = table("t", vec![column("id", "integer"), column("code", "text")]);
    own.primary_key = vec!["id".into(), "code".into()];
    let columns = keys::of(&own).expect("a key");
    let row = [Value::Int(-3), Value::Text("a,b\\c".into())];
    let filter = keys::filter(&columns, &keys::text(&row)).expect("a key of this table");
    let found: Vec<_> = filter.conditions.into_iter().map(|condition| condition.values).collect();
    assert_eq!(found, [vec![row[0].clone()], vec![row[1].clone()]]);
    assert_eq!(keys::text(&[Value::Null]), "", "nothing names it");
    for wrong in ["", "1", "x,y", "1,b,c"] {
        assert!(keys::filter(&columns, wrong).is_err(), "{wrong}");
    }
}

#[test]
fn without_a_key_the_row_id_is_taken_under_a_free_name() {
    let plain = table("t", vec![column("RowID", "text")]);
    assert_eq!(keys::of(&plain).expect("a row id")[0].name, "_rowid_");
    let view = crate::model::schema::Table { kind: crate::model::schema::TableKind::View, ..plain };
    assert!(keys::of(&view).is_none());
}

#[test]
fn what_is_typed_becomes_what_the_column_holds() {
    let typed = |of: &str, text: &str| values::input(&column("c", of), &cell(text));
    for (of, text, value) in [
        ("integer", " 42 ", Value::Int(42)),
        ("numeric", "1.50", Value::Float(1.5)),
        ("numeric", "9007199254740993", Value::Int(9_007_199_254_740_993)),
        ("boolean", "Yes", Value::Int(1)),
        ("text", " 42 ", Value::Text(" 42 ".into())),
    ] {
        assert_eq!(typed(of, text), Ok(Input::Value(value)), "{of} {text}");
    }
    for (of, text) in [("integer", "4.5"), ("integer", ""), ("numeric", "NaN"), ("boolean", "maybe")] {
        assert!(typed(of, text).is_err(), "{of} {text}");
    }
    let any = crate::model::schema::Column { kind: Kind::Other, ..column("c", "") };
    assert_eq!(values::input(&any, &cell("007")), Ok(Input::Value(Value::Text("007".into()))));
    assert_eq!(values::input(&any, &CellEdit { null: true, ..cell("x") }), Ok(Input::Value(Value::Null)));
}

#[test]
fn a_form_that_says_the_same_changes_nothing() {
    assert!(values::is_same(&cell("a\r\nb"), &Value::Text("a\nb".into())));
    assert!(values::is_same(&CellEdit { null: true, ..CellEdit::default() }, &Value::Null));
    assert!(!values::is_same(&cell(""), &Value::Null));
    assert!(!values::is_same(&cell("2"), &Value::Int(1)));
}
