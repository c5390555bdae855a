//! Changes of rows over HTTP: JSON and the structure of the table into a planned change.

use super::{page::Rows, values};
use crate::{
    error::{AppError, Result},
    model::{
        plan::{PlanColumn, PlanFilter},
        row_batch::MAX_ROWS,
        schema::{Column, Generated},
        value::{Kind, Value},
        work::{Conflict, DeletePlan, Expected, Input, InsertPlan, RowChange, UpdatePlan},
    },
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Map, Value as Json};

/// A row as it is given.
pub type Given = Map<String, Json>;

/// What happens to new rows that exist already.
#[derive(Clone, Debug, Default)]
pub struct Upsert {
    /// A unique key; new rows that exist are refused when it is empty.
    pub key: Vec<String>,
    /// All given columns when absent.
    pub update: Option<Vec<String>>,
}

/// Which rows are met.
#[derive(Clone, Debug)]
pub enum Met {
    /// Exactly one, of this version if one is named.
    One {
        named: PlanFilter,
        version: Option<String>,
    },
    Every(PlanFilter),
}

impl Rows<'_> {
    /// # Errors
    /// `Invalid` for columns that are not there or are computed, and for values of the wrong kind.
    pub fn insert(&self, objects: &[Given], upsert: &Upsert, returning: bool) -> Result<RowChange> {
        if objects.is_empty() || objects.len() > MAX_ROWS {
            return Err(AppError::invalid(format!("Give 1 to {MAX_ROWS} rows.")));
        }
        for name in objects.iter().flat_map(Map::keys) {
            self.writable(name)?;
        }
        let is_given = |column: &&Column| objects.iter().any(|object| object.contains_key(&column.name));
        let columns: Vec<&Column> = self.writables().into_iter().filter(is_given).collect();
        let mut rows = Vec::with_capacity(objects.len());
        for object in objects {
            let mut row = Vec::with_capacity(columns.len());
            for column in &columns {
                row.push(object.get(&column.name).map_or(Ok(Input::Default), |value| input(column, value))?);
            }
            rows.push(row);
        }
        Ok(RowChange::Insert(InsertPlan {
            table: self.table.at.clone(),
            conflict: self.conflict(upsert, &columns)?,
            columns: columns.into_iter().map(PlanColumn::of).collect(),
            rows,
            returning: self.returning(returning),
            key: Vec::new(),
        }))
    }

    /// # Errors
    /// As [`Self::insert`], and when nothing is set.
    pub fn update(&self, set: &Given, met: Met, returning: bool) -> Result<RowChange> {
        if set.is_empty() {
            return Err(AppError::invalid("Name the columns to change, with their values."));
        }
        let mut planned = Vec::with_capacity(set.len());
        for (name, value) in set {
            let column = self.writable(name)?;
            planned.push((PlanColumn::of(column), input(column, value)?));
        }
        let (filter, expected) = self.met(met);
        Ok(RowChange::Update(UpdatePlan {
            table: self.table.at.clone(),
            set: planned,
            filter,
            expected,
            returning: self.returning(returning),
        }))
    }

    pub fn delete(&self, met: Met, returning: bool) -> RowChange {
        let (filter, expected) = self.met(met);
        RowChange::Delete(DeletePlan { table: self.table.at.clone(), filter, expected, returning: self.returning(returning) })
    }

    /// What is answered of written rows: everything.
    fn returning(&self, wanted: bool) -> Vec<PlanColumn> {
        if wanted { self.all().into_iter().map(PlanColumn::of).collect() } else { Vec::new() }
    }

    fn met(&self, met: Met) -> (PlanFilter, Option<Expected>) {
        match met {
            Met::One { named, version } => (named, Some(Expected { columns: self.versioned(), version, told: false })),
            Met::Every(filter) => (filter, None),
        }
    }

    fn writables(&self) -> Vec<&Column> {
        let mut columns: Vec<&Column> = self.table.columns.iter().collect();
        for column in self.key() {
            if columns.iter().all(|known| known.name != column.name) {
                columns.push(column);
            }
        }
        columns
    }

    fn writable(&self, name: &str) -> Result<&Column> {
        let column = self.column(name)?;
        match column.generated {
            Some(Generated::Stored | Generated::Virtual | Generated::IdentityAlways) => {
                Err(AppError::invalid(format!("Column \"{}\" is computed by the database and cannot be written.", column.name)))
            }
            Some(Generated::IdentityByDefault | Generated::AutoIncrement) | None => Ok(column),
        }
    }

    fn conflict(&self, upsert: &Upsert, given: &[&Column]) -> Result<Option<Conflict>> {
        if upsert.key.is_empty() {
            return match upsert.update {
                Some(_) => Err(AppError::invalid("update names what an upsert changes: name its unique key with upsert.")),
                None => Ok(None),
            };
        }
        let key = upsert.key.iter().map(|name| self.column(name)).collect::<Result<Vec<_>>>()?;
        let same = |names: &[&str]| names.len() == key.len() && key.iter().all(|column| names.contains(&column.name.as_str()));
        let texts = |names: &Vec<String>| same(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let own: Vec<&str> = self.key().iter().map(|column| column.name.as_str()).collect();
        if !(same(&own) || texts(&self.table.primary_key) || self.table.unique_keys.iter().any(texts)) {
            return Err(AppError::invalid(format!("({}) is no unique key of \"{}\".", upsert.key.join(", "), self.table.spoken())));
        }
        let is_key = |column: &Column| key.iter().any(|part| part.name == column.name);
        let update = match &upsert.update {
            None => given.iter().copied().filter(|column| !is_key(column)).collect(),
            Some(names) => names.iter().map(|name| self.writable(name)).collect::<Result<Vec<_>>>()?,
        };
        if let Some(column) = update.iter().find(|column| given.iter().all(|known| known.name != column.name)) {
            let text = format!("Column {} cannot be set on conflicts without being explicitly provided", column.name);
            return Err(AppError::invalid(text));
        }
        Ok(Some(Conflict {
            columns: key.into_iter().map(PlanColumn::of).collect(),
            update: update.into_iter().map(PlanColumn::of).collect(),
            filter: PlanFilter::default(),
        }))
    }

    /// The values of a key in JSON.
    ///
    /// # Errors
    /// As [`Self::named`].
    pub fn named_by(&self, key: &[Json]) -> Result<PlanFilter> {
        let part = |value: &Json| match value {
            Json::String(text) => Ok(text.clone()),
            Json::Number(number) => Ok(number.to_string()),
            Json::Bool(is) => Ok(is.to_string()),
            Json::Null | Json::Array(_) | Json::Object(_) => Err(AppError::invalid("A key holds texts, numbers or truth values.")),
        };
        self.named(&key.iter().map(part).collect::<Result<Vec<_>>>()?)
    }
}

/// A value for a column. Nothing is turned into another kind: a text for a column of numbers is refused.
///
/// # Errors
/// `Invalid`, naming column and kind.
pub fn input(column: &Column, value: &Json) -> Result<Input> {
    let wrong = |rule: &str| Err(AppError::invalid(format!("Column \"{}\" {rule}.", column.name)));
    let text = |text: &str| {
        if text.contains('\0') { wrong("takes no text with a NUL character") } else { Ok(Input::Value(Value::Text(text.to_owned()))) }
    };
    if let Json::Object(object) = value
        && let (Some(Json::String(bytes)), 1) = (object.get("base64"), object.len())
        && !matches!(column.kind, Kind::Json)
    {
        return match (column.kind, BASE64_STANDARD.decode(bytes)) {
            (Kind::Bytes | Kind::Other, Ok(_)) => Ok(Input::Bytes(bytes.clone())),
            (Kind::Bytes | Kind::Other, Err(_)) => wrong("got something else than base 64 in {\"base64\": \"...\"}"),
            _ => wrong("holds no bytes"),
        };
    }
    match (column.kind, value) {
        (_, Json::Null) => Ok(Input::Value(Value::Null)),
        (Kind::Integer, Json::Number(number)) => match number.as_i64() {
            Some(whole) => Ok(Input::Value(Value::Int(whole))),
            None => wrong(&format!("holds whole numbers of 64 bits; {number} does not fit")),
        },
        (Kind::Integer, _) => wrong("holds whole numbers; send one without quotes"),
        (Kind::Number | Kind::Other | Kind::Date | Kind::Time | Kind::Timestamp, Json::Number(number)) => {
            match (number.as_i64(), number.as_f64()) {
                (Some(whole), _) => Ok(Input::Value(Value::Int(whole))),
                (None, Some(real)) if real.is_finite() => Ok(Input::Value(Value::Float(real))),
                _ => wrong("holds finite numbers"),
            }
        }
        (Kind::Number, _) => wrong("holds numbers; send one without quotes"),
        (Kind::Boolean | Kind::Other, Json::Bool(is)) => Ok(Input::Value(Value::Bool(*is))),
        (Kind::Boolean, Json::Number(number)) if matches!(number.as_i64(), Some(0 | 1)) => {
            Ok(Input::Value(Value::Bool(number.as_i64() == Some(1))))
        }
        (Kind::Boolean, _) => wrong("holds true or false"),
        (Kind::Json, Json::String(written)) => text(written),
        (Kind::Json, other) => text(&other.to_string()),
        (Kind::Text | Kind::Other | Kind::Date | Kind::Time | Kind::Timestamp, Json::String(written)) => text(written),
        (Kind::Text, _) => wrong("holds texts; send one in quotes"),
        (Kind::Date | Kind::Time | Kind::Timestamp, _) => wrong("holds dates and times; send a text or a number"),
        (Kind::Bytes, _) => wrong("holds bytes; send them as {\"base64\": \"...\"}"),
        (Kind::Other, _) => wrong("takes no lists and objects; send them as a text"),
    }
}

/// Whether `given` is the value that the key in an address has.
pub fn is_same(column: &Column, given: &Json, named: &Value) -> bool {
    let given = match given {
        Json::String(text) => Value::Text(text.clone()),
        other => Value::Text(other.to_string()),
    };
    values::whole(column, &given).is_ok_and(|given| given == *named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        engine::EngineKind,
        schema::{Table, sample},
    };
    use serde_json::json;

    fn table() -> Table {
        let column = |name: &str, kind: Kind| Column { kind, ..sample::column(name, "x") };
        let columns = vec![
            Column { nullable: false, ..column("id", Kind::Integer) },
            column("name", Kind::Text),
            column("price", Kind::Number),
            column("on", Kind::Boolean),
            column("doc", Kind::Json),
            column("photo", Kind::Bytes),
            column("any", Kind::Other),
            column("day", Kind::Date),
            Column { generated: Some(Generated::Stored), ..column("twice", Kind::Integer) },
        ];
        Table { primary_key: vec!["id".into()], unique_keys: vec![vec!["name".into(), "day".into()]], ..sample::table("t", columns) }
    }

    fn given(value: Json) -> Given {
        value.as_object().expect("an object").clone()
    }

    #[test]
    fn values_take_the_form_of_their_column_or_are_refused() {
        let table = table();
        let of = |name: &str, value: Json| input(table.column(name).expect("a column"), &value);
        for (name, value, planned) in [
            ("id", json!(9_223_372_036_854_775_807_i64), Value::Int(i64::MAX)),
            ("price", json!(1.5), Value::Float(1.5)),
            ("price", json!(3), Value::Int(3)),
            ("on", json!(true), Value::Bool(true)),
            ("on", json!(0), Value::Bool(false)),
            ("doc", json!({ "base64": "AA==" }), Value::Text("{\"base64\":\"AA==\"}".into())),
            ("doc", json!([1]), Value::Text("[1]".into())),
            ("any", json!("x"), Value::Text("x".into())),
            ("day", json!("2024-02-29"), Value::Text("2024-02-29".into())),
            ("name", Json::Null, Value::Null),
        ] {
            assert_eq!(of(name, value.clone()).expect("fits"), Input::Value(planned), "{name} {value}");
        }
        assert_eq!(of("photo", json!({ "base64": "AAE=" })).expect("fits"), Input::Bytes("AAE=".into()));
        for (name, value) in [
            ("id", json!("7")),
            ("id", json!(1.5)),
            ("id", json!(18_446_744_073_709_551_615_u64)),
            ("price", json!("1")),
            ("on", json!(2)),
            ("name", json!(1)),
            ("name", json!("a\0b")),
            ("name", json!({ "base64": "AA==" })),
            ("photo", json!("AA==")),
            ("photo", json!({ "base64": "?" })),
            ("any", json!([1])),
        ] {
            let error = of(name, value.clone()).expect_err("does not fit");
            assert!(error.text.contains(&format!("\"{name}\"")), "{name} {value}: {}", error.text);
        }
    }

    #[test]
    fn rows_of_different_columns_get_defaults() {
        let table = table();
        let rows = Rows::new(&table, EngineKind::Hosted);
        let objects = [given(json!({ "name": "a" })), given(json!({ "id": 2, "price": null }))];
        let RowChange::Insert(plan) = rows.insert(&objects, &Upsert::default(), true).expect("a plan") else { panic!("an insert") };
        assert_eq!(plan.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), ["id", "name", "price"]);
        assert_eq!(plan.rows[0], [Input::Default, Input::Value(Value::Text("a".into())), Input::Default]);
        assert_eq!((plan.rows[1][2].clone(), plan.returning.len(), plan.conflict), (Input::Value(Value::Null), 9, None));
        let RowChange::Insert(plan) = rows.insert(&[Given::new()], &Upsert::default(), false).expect("a plan") else { panic!("an insert") };
        assert_eq!((plan.columns.len(), plan.rows.len(), plan.returning.len()), (0, 1, 0));
        assert!(rows.insert(&[], &Upsert::default(), false).is_err());
        for wrong in [json!({ "nobody": 1 }), json!({ "twice": 1 })] {
            assert!(rows.insert(&[given(wrong.clone())], &Upsert::default(), false).is_err(), "{wrong}");
            assert!(rows.update(&given(wrong), Met::Every(PlanFilter::default()), false).is_err());
        }
        assert!(rows.update(&Given::new(), Met::Every(PlanFilter::default()), false).is_err());
    }

    #[test]
    fn an_upsert_needs_a_unique_key() {
        let table = table();
        let rows = Rows::new(&table, EngineKind::Hosted);
        let conflict = |key: &[&str], update: Option<&[&str]>| {
            let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
            let upsert = Upsert { key: own(key), update: update.map(own) };
            match rows.insert(&[given(json!({ "id": 1, "name": "a", "day": "d", "price": 2 }))], &upsert, false) {
                Ok(RowChange::Insert(plan)) => Ok(plan.conflict.map(|c| c.update.into_iter().map(|u| u.name).collect::<Vec<_>>())),
                Ok(_) => panic!("an insert"),
                Err(error) => Err(error.text),
            }
        };
        assert_eq!(conflict(&["id"], None), Ok(Some(vec!["name".into(), "price".into(), "day".into()])));
        assert_eq!(conflict(&["day", "name"], Some(&["price"])), Ok(Some(vec!["price".into()])));
        assert_eq!(conflict(&["id"], Some(&[])), Ok(Some(vec![])));
        for wrong in
            [conflict(&["price"], None), conflict(&["name"], None), conflict(&["id"], Some(&["on"])), conflict(&[], Some(&["price"]))]
        {
            assert!(wrong.is_err(), "{wrong:?}");
        }
    }
}
