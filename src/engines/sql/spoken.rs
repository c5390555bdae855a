//! Planned changes of rows as statements for a person to read, with the values in them. They are never run.

use crate::{
    engines::dialect::Dialect,
    model::{
        plan::{PlanColumn, PlanFilter},
        value::Value,
        work::{Input, RowChange},
    },
};

/// Longest text of one value, in characters.
const SHOWN: usize = 120;

/// One statement, ended with `;`.
pub fn change(change: &RowChange) -> String {
    match change {
        RowChange::Insert(plan) => {
            let table = name(&plan.table.name);
            if plan.columns.is_empty() {
                return format!("INSERT INTO {table} DEFAULT VALUES;");
            }
            let columns: Vec<String> = plan.columns.iter().map(column).collect();
            let row = |row: &Vec<Input>| format!("({})", row.iter().map(input).collect::<Vec<_>>().join(", "));
            let rows: Vec<String> = plan.rows.iter().map(row).collect();
            format!("INSERT INTO {table} ({}) VALUES {};", columns.join(", "), rows.join(", "))
        }
        RowChange::Update(plan) => {
            let set: Vec<String> = plan.set.iter().map(|(of, value)| format!("{} = {}", column(of), input(value))).collect();
            format!("UPDATE {} SET {}{};", name(&plan.table.name), set.join(", "), condition(&plan.filter))
        }
        RowChange::Delete(plan) => format!("DELETE FROM {}{};", name(&plan.table.name), condition(&plan.filter)),
    }
}

/// Names that hold NUL, which no database has, are shown without it.
fn name(text: &str) -> String {
    Dialect::Sqlite.ident(&text.replace('\0', "")).unwrap_or_default()
}

fn column(column: &PlanColumn) -> String {
    name(&column.name)
}

fn condition(filter: &PlanFilter) -> String {
    let one = |condition: &crate::model::plan::PlanCondition| match condition.values.first() {
        Some(value) => format!("{} = {}", column(&condition.column), literal(value)),
        None => format!("{} IS NULL", column(&condition.column)),
    };
    let all: Vec<String> = filter.conditions.iter().map(one).collect();
    if all.is_empty() { String::new() } else { format!(" WHERE {}", all.join(" AND ")) }
}

fn input(input: &Input) -> String {
    match input {
        Input::Value(value) => literal(value),
        Input::Bytes(base64) => format!("x'…' /* {} bytes */", base64.trim_end_matches('=').len() * 3 / 4),
        Input::Default => "DEFAULT".to_owned(),
    }
}

fn literal(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Bool(is) => i64::from(*is).to_string(),
        Value::Int(n) => n.to_string(),
        Value::Float(n) => n.to_string(),
        Value::Text(text) | Value::Cut { cut: text, .. } => {
            let mut short: String = text.chars().take(SHOWN).collect();
            if short.len() < text.len() {
                short.push('…');
            }
            format!("'{}'", short.replace('\'', "''"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        filter::Op,
        plan::PlanCondition,
        schema::sample,
        work::{DeletePlan, InsertPlan, UpdatePlan},
    };

    #[test]
    fn changes_read_as_statements() {
        let of = |text: &str| PlanColumn::of(&sample::column(text, "text"));
        let filter = PlanFilter {
            conditions: vec![PlanCondition { column: of("id"), op: Op::Eq, values: vec![Value::Int(7)] }],
            ..PlanFilter::default()
        };
        let insert = InsertPlan {
            table: sample::at("a\"b"),
            columns: vec![of("x"), of("y"), of("z")],
            rows: vec![vec![Input::Value(Value::Text("it's".into())), Input::Value(Value::Null), Input::Bytes("AQID".into())]],
            conflict: None,
            returning: Vec::new(),
        };
        let update = UpdatePlan {
            table: sample::at("t"),
            set: vec![(of("x"), Input::Value(Value::Float(1.5)))],
            filter: filter.clone(),
            expected: None,
            returning: Vec::new(),
        };
        let delete = DeletePlan { table: sample::at("t"), filter, expected: None, returning: Vec::new() };
        assert_eq!(change(&RowChange::Insert(insert)), r#"INSERT INTO "a""b" ("x", "y", "z") VALUES ('it''s', NULL, x'…' /* 3 bytes */);"#);
        assert_eq!(change(&RowChange::Update(update)), r#"UPDATE "t" SET "x" = 1.5 WHERE "id" = 7;"#);
        assert_eq!(change(&RowChange::Delete(delete)), r#"DELETE FROM "t" WHERE "id" = 7;"#);
    }
}
