//! Planned changes of rows as statements for a person to read, with the values in them. They are never run.

use crate::{
    engines::dialect::Dialect,
    model::{
        plan::{PlanColumn, PlanCondition, PlanFilter},
        schema::TableRef,
        value::Value,
        work::{Input, RowChange},
    },
};

/// Longest text of one value, in characters.
const SHOWN: usize = 120;

/// One statement of a hosted database, ended with `;`.
pub fn change(change: &RowChange) -> String {
    change_of(Dialect::Sqlite, change)
}

/// One statement, ended with `;`.
pub fn change_of(dialect: Dialect, change: &RowChange) -> String {
    let spoken = Spoken(dialect);
    match change {
        RowChange::Insert(plan) => {
            let table = spoken.table(&plan.table);
            if plan.columns.is_empty() {
                let none = if dialect == Dialect::Mysql { "() VALUES ()" } else { "DEFAULT VALUES" };
                return format!("INSERT INTO {table} {none};");
            }
            let columns: Vec<String> = plan.columns.iter().map(|column| spoken.column(column)).collect();
            let row = |row: &Vec<Input>| format!("({})", row.iter().map(|value| spoken.input(value)).collect::<Vec<_>>().join(", "));
            let rows: Vec<String> = plan.rows.iter().map(row).collect();
            format!("INSERT INTO {table} ({}) VALUES {};", columns.join(", "), rows.join(", "))
        }
        RowChange::Update(plan) => {
            let set: Vec<String> = plan.set.iter().map(|(of, value)| format!("{} = {}", spoken.column(of), spoken.input(value))).collect();
            format!("UPDATE {} SET {}{};", spoken.table(&plan.table), set.join(", "), spoken.condition(&plan.filter))
        }
        RowChange::Delete(plan) => format!("DELETE FROM {}{};", spoken.table(&plan.table), spoken.condition(&plan.filter)),
    }
}

struct Spoken(Dialect);

impl Spoken {
    /// Names that hold NUL, which no database has, are shown without it.
    fn name(&self, text: &str) -> String {
        self.0.ident(&text.replace('\0', "")).unwrap_or_default()
    }

    fn table(&self, table: &TableRef) -> String {
        match &table.schema {
            Some(schema) => format!("{}.{}", self.name(schema), self.name(&table.name)),
            None => self.name(&table.name),
        }
    }

    fn column(&self, column: &PlanColumn) -> String {
        self.name(&column.name)
    }

    fn condition(&self, filter: &PlanFilter) -> String {
        let one = |condition: &PlanCondition| match condition.values.first() {
            Some(value) => format!("{} = {}", self.column(&condition.column), self.literal(value)),
            None => format!("{} IS NULL", self.column(&condition.column)),
        };
        let all: Vec<String> = filter.conditions.iter().map(one).collect();
        if all.is_empty() { String::new() } else { format!(" WHERE {}", all.join(" AND ")) }
    }

    fn input(&self, input: &Input) -> String {
        match input {
            Input::Value(value) => self.literal(value),
            Input::Bytes(base64) => format!("x'…' /* {} bytes */", base64.trim_end_matches('=').len() * 3 / 4),
            Input::Default => "DEFAULT".to_owned(),
        }
    }

    fn literal(&self, value: &Value) -> String {
        match value {
            Value::Null => "NULL".to_owned(),
            Value::Bool(is) if self.0 == Dialect::Postgres => is.to_string(),
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
            key: Vec::new(),
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
        assert_eq!(change(&RowChange::Delete(delete.clone())), r#"DELETE FROM "t" WHERE "id" = 7;"#);
        assert_eq!(change_of(Dialect::Mysql, &RowChange::Delete(delete)), "DELETE FROM `t` WHERE `id` = 7;");
    }
}
