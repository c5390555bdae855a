//! Statements that make tables like those of a stored schema, in the language of the engine they come from. For people to
//! take along: nothing here is ever run on their databases.

use super::dialect::Dialect;
use crate::model::{
    engine::{EngineError, EngineKind},
    schema::{Column, ForeignKey, Generated, Index, Table, TableKind, TableRef},
};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What a stored schema does not know.
const HEAD: &str = "-- Made from the stored schema. Checks, triggers, views, rules for deletes and rights are not part of it.\n";

/// Create statements of these tables and of the keys between them.
///
/// # Errors
/// A name that no database allows.
pub fn script(kind: EngineKind, tables: &[&Table]) -> Result<String, EngineError> {
    let dialect = match kind {
        EngineKind::Postgres => Dialect::Postgres,
        EngineKind::Mysql => Dialect::Mysql,
        EngineKind::Sqlite | EngineKind::Hosted => Dialect::Sqlite,
    };
    let writer = Writer { dialect, known: tables.iter().filter(|table| is_made(table)).map(|table| &table.at).collect() };
    let mut out = HEAD.to_owned();
    out.push_str(&writer.preparations(tables)?);
    for table in tables {
        out.push('\n');
        if is_made(table) {
            out.push_str(&writer.table(table)?);
        } else {
            out.push_str(&format!("-- {} ({}) is not made here.\n", one_line(&table.name), table.kind.label().to_lowercase()));
        }
    }
    if dialect != Dialect::Sqlite {
        for table in tables.iter().filter(|table| is_made(table)) {
            for key in table.foreign_keys.iter().filter(|key| writer.is_written(key)) {
                out.push_str(&format!("\nALTER TABLE {} ADD {};\n", writer.place(&table.at)?, writer.foreign_key(key)?));
            }
        }
    }
    Ok(out)
}

/// What a create statement without more can make.
fn is_made(table: &Table) -> bool {
    matches!(table.kind, TableKind::Table | TableKind::PartitionedTable) && !table.columns.is_empty()
}

struct Writer<'a> {
    dialect: Dialect,
    /// Tables that are made here: keys lead to these only.
    known: HashSet<&'a TableRef>,
}

impl Writer<'_> {
    /// Schemas and enum types of PostgreSQL, which tables need.
    fn preparations(&self, tables: &[&Table]) -> Result<String, EngineError> {
        if self.dialect != Dialect::Postgres {
            return Ok(String::new());
        }
        let made = || tables.iter().filter(|table| is_made(table));
        let schemas: BTreeSet<&str> = made().filter_map(|table| table.at.schema.as_deref()).filter(|name| *name != "public").collect();
        let mut out = String::new();
        for schema in schemas {
            out.push_str(&format!("\nCREATE SCHEMA IF NOT EXISTS {};\n", self.dialect.ident(schema)?));
        }
        let enums: BTreeMap<&str, &[String]> = made()
            .flat_map(|table| &table.columns)
            .filter(|column| !column.enum_values.is_empty())
            .map(|column| (column.full_type.trim_end_matches("[]"), column.enum_values.as_slice()))
            .collect();
        for (name, labels) in enums {
            let labels: Vec<String> = labels.iter().map(|label| literal(label)).collect();
            out.push_str(&format!("\nCREATE TYPE {name} AS ENUM ({});\n", labels.join(", ")));
        }
        Ok(out)
    }

    fn table(&self, table: &Table) -> Result<String, EngineError> {
        let mut lines = Vec::new();
        for column in &table.columns {
            lines.push(self.column(column)?);
        }
        if !table.primary_key.is_empty() {
            lines.push(format!("PRIMARY KEY ({})", self.list(&table.primary_key)?));
        }
        for names in &table.unique_keys {
            lines.push(format!("UNIQUE ({})", self.list(names)?));
        }
        if self.dialect == Dialect::Sqlite {
            for key in table.foreign_keys.iter().filter(|key| self.is_written(key)) {
                lines.push(self.foreign_key(key)?);
            }
        }
        let place = self.place(&table.at)?;
        let mut out = format!("CREATE TABLE {place} (\n  {}\n){};\n", lines.join(",\n  "), self.table_comment(table));
        for index in &table.indexes {
            out.push_str(&self.index(table, index, &place)?);
        }
        if self.dialect == Dialect::Postgres {
            if let Some(comment) = &table.comment {
                out.push_str(&format!("COMMENT ON TABLE {place} IS {};\n", literal(comment)));
            }
            for column in &table.columns {
                if let Some(comment) = &column.comment {
                    out.push_str(&format!("COMMENT ON COLUMN {place}.{} IS {};\n", self.dialect.ident(&column.name)?, literal(comment)));
                }
            }
        }
        Ok(out)
    }

    fn column(&self, column: &Column) -> Result<String, EngineError> {
        let mut words = vec![self.dialect.ident(&column.name)?];
        words.extend(self.type_of(column));
        match (self.dialect, column.generated, &column.default) {
            (_, Some(Generated::Stored), Some(expression)) => words.push(format!("GENERATED ALWAYS AS ({expression}) STORED")),
            (_, Some(Generated::Virtual), Some(expression)) => words.push(format!("GENERATED ALWAYS AS ({expression}) VIRTUAL")),
            (Dialect::Postgres, Some(Generated::IdentityAlways), _) => words.push("GENERATED ALWAYS AS IDENTITY".to_owned()),
            (Dialect::Postgres, Some(Generated::IdentityByDefault), _) => words.push("GENERATED BY DEFAULT AS IDENTITY".to_owned()),
            (Dialect::Mysql, Some(Generated::AutoIncrement), _) => words.push("AUTO_INCREMENT".to_owned()),
            (_, Some(_), _) | (_, None, None) => {}
            (_, None, Some(default)) => words.push(format!("DEFAULT {}", self.default(default))),
        }
        if !column.nullable {
            words.push("NOT NULL".to_owned());
        } else if self.dialect == Dialect::Mysql && column.short_type.starts_with("timestamp") {
            // Without the word some servers take a timestamp for one that cannot be NULL.
            words.insert(2, "NULL".to_owned());
        }
        if let (Dialect::Mysql, Some(comment)) = (self.dialect, &column.comment) {
            words.push(format!("COMMENT {}", self.text(comment)));
        }
        Ok(words.join(" "))
    }

    /// The type as the database writes it; for numbers that PostgreSQL counts up itself the type that says so.
    fn type_of(&self, column: &Column) -> Option<String> {
        let counts = column.generated == Some(Generated::AutoIncrement);
        match (self.dialect, column.short_type.as_str()) {
            (Dialect::Postgres, "smallint") if counts => Some("smallserial".to_owned()),
            (Dialect::Postgres, "integer") if counts => Some("serial".to_owned()),
            (Dialect::Postgres, "bigint") if counts => Some("bigserial".to_owned()),
            // Declared without a type: one would change what the column does with values.
            (Dialect::Sqlite, _) if column.full_type == "ANY" => None,
            _ => Some(column.full_type.clone()),
        }
    }

    /// SQLite wants brackets around what is more than a literal, and tells the text without them.
    fn default(&self, expression: &str) -> String {
        let is_literal =
            |text: &str| text.starts_with('\'') || text.parse::<f64>().is_ok() || text.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
        if self.dialect == Dialect::Sqlite && !is_literal(expression) { format!("({expression})") } else { expression.to_owned() }
    }

    fn foreign_key(&self, key: &ForeignKey) -> Result<String, EngineError> {
        let named = if self.dialect == Dialect::Sqlite || key.name.is_empty() {
            String::new()
        } else {
            format!("CONSTRAINT {} ", self.dialect.ident(&key.name)?)
        };
        let (ours, theirs) = (self.list(&key.columns)?, self.list(&key.referenced_columns)?);
        Ok(format!("{named}FOREIGN KEY ({ours}) REFERENCES {} ({theirs})", self.place(&key.references)?))
    }

    fn is_written(&self, key: &ForeignKey) -> bool {
        self.known.contains(&key.references) && !key.referenced_columns.is_empty()
    }

    /// An index, unless a key of the table stands for it. One that cannot be told from the stored schema is named.
    fn index(&self, table: &Table, index: &Index, place: &str) -> Result<String, EngineError> {
        if index.columns == table.primary_key || (index.unique && table.unique_keys.contains(&index.columns)) {
            return Ok(String::new());
        }
        let parts: Option<Vec<String>> = index.columns.iter().map(|part| self.part(table, part)).collect::<Result<_, _>>()?;
        match parts.filter(|_| !index.unique) {
            Some(parts) => Ok(format!("CREATE INDEX {} ON {place} ({});\n", self.dialect.ident(&index.name)?, parts.join(", "))),
            None => Ok(format!("-- The index {} is over expressions or a part of the rows.\n", one_line(&index.name))),
        }
    }

    /// One part of an index: a column, with the length that MySQL writes behind it, or an expression where it is known.
    fn part(&self, table: &Table, part: &str) -> Result<Option<String>, EngineError> {
        if table.column(part).is_some() {
            return self.dialect.ident(part).map(Some);
        }
        if let (Dialect::Mysql, Some((name, length))) = (self.dialect, part.rsplit_once('('))
            && table.column(name).is_some()
        {
            return Ok(Some(format!("{}({length}", self.dialect.ident(name)?)));
        }
        Ok((self.dialect != Dialect::Sqlite).then(|| format!("({part})")))
    }

    fn list(&self, names: &[String]) -> Result<String, EngineError> {
        Ok(names.iter().map(|name| self.dialect.ident(name)).collect::<Result<Vec<_>, _>>()?.join(", "))
    }

    /// A table's place. Databases of MySQL are what PostgreSQL calls schemas: the script is for any of them.
    fn place(&self, at: &TableRef) -> Result<String, EngineError> {
        match self.dialect {
            Dialect::Postgres => self.dialect.table(at),
            Dialect::Mysql | Dialect::Sqlite => self.dialect.ident(&at.name),
        }
    }

    fn table_comment(&self, table: &Table) -> String {
        match (self.dialect, &table.comment) {
            (Dialect::Mysql, Some(comment)) => format!(" COMMENT = {}", self.text(comment)),
            _ => String::new(),
        }
    }

    /// A text of MySQL, where a backslash means something.
    fn text(&self, text: &str) -> String {
        if self.dialect == Dialect::Mysql { literal(&text.replace('\\', "\\\\")) } else { literal(text) }
    }
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::sample::{column, key, table};

    #[test]
    fn each_dialect_has_its_own_words() {
        let mut customers = table("customers", vec![column("id", "integer"), column("na\"me`", "text")]);
        customers.primary_key = vec!["id".into()];
        customers.columns[0].nullable = false;
        customers.columns[0].generated = Some(Generated::AutoIncrement);
        customers.columns[1].default = Some("'it''s'".into());
        let mut orders = table("orders", vec![column("customer_id", "integer")]);
        orders.foreign_keys = vec![key("customer_id", "customers", "id"), key("customer_id", "elsewhere", "id")];
        orders.indexes = vec![Index { name: "by".into(), columns: vec!["customer_id".into()], unique: false }];
        let script = |kind| script(kind, &[&customers, &orders]).expect("good names").replace(HEAD, "");
        assert_eq!(
            script(EngineKind::Sqlite),
            "\nCREATE TABLE \"customers\" (\n  \"id\" integer NOT NULL,\n  \"na\"\"me`\" text DEFAULT 'it''s',\n  PRIMARY KEY (\"id\")\n);\n\
             \nCREATE TABLE \"orders\" (\n  \"customer_id\" integer,\n  FOREIGN KEY (\"customer_id\") REFERENCES \"customers\" (\"id\")\n);\n\
             CREATE INDEX \"by\" ON \"orders\" (\"customer_id\");\n"
        );
        let postgres = script(EngineKind::Postgres);
        assert!(postgres.contains("\"id\" serial NOT NULL"), "{postgres}");
        let alter = "ALTER TABLE \"orders\" ADD CONSTRAINT \"customer_id_customers\" FOREIGN KEY (\"customer_id\") REFERENCES \"customers\" (\"id\");";
        assert!(postgres.contains(alter) && !postgres.contains("elsewhere"), "{postgres}");
        let mysql = script(EngineKind::Mysql);
        assert!(mysql.contains("`id` integer AUTO_INCREMENT NOT NULL") && mysql.contains("`na\"me``` text"), "{mysql}");
    }

    #[test]
    fn what_is_not_made_cannot_leave_its_comment() {
        let mut view = table("v\nDROP TABLE x;", vec![column("a", "text")]);
        view.kind = TableKind::View;
        let text = script(EngineKind::Sqlite, &[&view]).expect("good names");
        assert!(text.lines().all(|line| line.is_empty() || line.starts_with("--")), "{text}");
        assert!(script(EngineKind::Sqlite, &[&table("a\0", vec![column("a", "text")])]).is_err());
    }
}
