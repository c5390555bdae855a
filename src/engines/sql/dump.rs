//! The rows of an SQLite table as statements that insert them again. Every value is written as a literal by SQLite itself,
//! so that its storage class and each of its bits survive.

use crate::{
    engines::dialect::Dialect,
    model::{engine::EngineError, schema::TableRef},
};

/// How the rows of a table are read and written.
#[derive(Clone, Debug, PartialEq)]
pub struct Dump {
    /// Gives a literal for each column of each row.
    pub select: String,
    /// What stands in front of the literals of a row.
    pub insert: String,
}

/// # Errors
/// A name that no database allows.
pub fn rows(table: &TableRef, columns: &[&str]) -> Result<Dump, EngineError> {
    let dialect = Dialect::Sqlite;
    let names = columns.iter().map(|name| dialect.ident(name)).collect::<Result<Vec<_>, _>>()?;
    let literals: Vec<String> = names.iter().map(|name| literal(&format!("t.{name}"))).collect();
    Ok(Dump {
        select: format!("SELECT {} FROM {} AS t", literals.join(", "), dialect.table(table)?),
        insert: format!("INSERT INTO {} ({}) VALUES (", dialect.ident(&table.name)?, names.join(", ")),
    })
}

impl Dump {
    /// The statement of one row.
    pub fn statement(&self, literals: &[String]) -> String {
        format!("{}{});\n", self.insert, literals.join(", "))
    }
}

/// `quote` ends a text at its first NUL; such a text is written as its bytes.
fn literal(name: &str) -> String {
    format!(
        "CASE WHEN typeof({name}) = 'text' AND instr({name}, char(0)) > 0 THEN 'CAST(x''' || hex({name}) || ''' AS TEXT)' \
         ELSE quote({name}) END"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_names_stay_names_and_values_come_back() {
        let db = rusqlite::Connection::open_in_memory().expect("opens");
        let create = "CREATE TABLE \"a\"\"b'; --\" (\"x\"\"y\", z)";
        db.execute_batch(create).expect("makes");
        db.execute_batch(
            "INSERT INTO \"a\"\"b'; --\" VALUES (1, 'it''s'), (NULL, x'00ff'), (0.1, 1e300), ('a' || char(0) || 'b', -9223372036854775808)",
        )
        .expect("inserts");
        let table = TableRef { schema: None, name: "a\"b'; --".into() };
        let dump = rows(&table, &["x\"y", "z"]).expect("renders");
        let read = |db: &rusqlite::Connection| -> Vec<String> {
            let mut statement = db.prepare(&dump.select).expect("prepares");
            let row = |row: &rusqlite::Row<'_>| Ok(dump.statement(&[row.get(0)?, row.get(1)?]));
            statement.query_map([], row).expect("reads").collect::<Result<_, _>>().expect("rows")
        };
        let written = read(&db);
        let other = rusqlite::Connection::open_in_memory().expect("opens");
        other.execute_batch(&format!("{create};{}", written.concat())).expect("the dump runs");
        assert_eq!(read(&other), written);
        assert!(written[3].contains("CAST(x'610062' AS TEXT)"), "{}", written[3]);
    }
}
