//! The demo: three years of a believable shop, about 100,000 rows, and its supplier's list, the same on every run.

mod calendar;
mod catalog;
mod cities;
mod dice;
mod people;
mod rows;
mod supplier;

use super::{fault, place};
use crate::model::engine::{EngineError, Step};
use rusqlite::Connection;
use std::{fs, io, path::Path};

/// What a connection to the shop names as its database.
pub const SALES: &str = "demo/sales.sqlite";
/// The supplier's, in which the shop's products have other prices.
pub const SUPPLIER: &str = "demo/supplier.sqlite";

/// A file of the demo.
struct Database {
    file: &'static str,
    /// Raised whenever the rows change; an older file is replaced.
    version: i64,
    tables: &'static str,
    fill: fn(&Connection) -> rusqlite::Result<()>,
    indexes: &'static str,
}

const DATABASES: [Database; 2] = [
    Database {
        file: "sales.sqlite",
        version: 2,
        tables: include_str!("tables.sql"),
        fill: rows::fill,
        indexes: include_str!("indexes.sql"),
    },
    Database { file: "supplier.sqlite", version: 1, tables: include_str!("supplier.sql"), fill: supplier::fill, indexes: "" },
];

/// Makes the files below the data directory, each whole or not at all, unless they are there. Answers whether one was
/// made. Blocks for a second or two.
///
/// # Errors
/// When the folder cannot be written.
pub fn write(data_dir: &Path) -> Result<bool, EngineError> {
    let folder = data_dir.join(place::DEMO);
    let mut made = false;
    for database in &DATABASES {
        made |= database.write(&folder)?;
    }
    Ok(made)
}

impl Database {
    fn write(&self, folder: &Path) -> Result<bool, EngineError> {
        let file = folder.join(self.file);
        if self.is_current(&file) {
            return Ok(false);
        }
        fs::create_dir_all(folder).map_err(|error| unwritable(&error))?;
        let draft = tempfile::Builder::new().prefix(".draft-").tempfile_in(folder).map_err(|error| unwritable(&error))?.into_temp_path();
        self.make(&draft).map_err(|error| fault::explain(&error))?;
        fs::File::open(&draft).and_then(|made| made.sync_all()).map_err(|error| unwritable(&error))?;
        draft.persist(&file).map_err(|error| unwritable(&error.error))?;
        fs::File::open(folder).and_then(|made| made.sync_all()).map_err(|error| unwritable(&error))?;
        Ok(true)
    }

    fn is_current(&self, file: &Path) -> bool {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let version =
            Connection::open_with_flags(file, flags).and_then(|c| c.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0)));
        version.is_ok_and(|version| version == self.version)
    }

    fn make(&self, file: &Path) -> rusqlite::Result<()> {
        let connection = Connection::open(file)?;
        // Nobody sees the draft before it is whole: what would survive a crash is thrown away.
        connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; BEGIN")?;
        connection.execute_batch(self.tables)?;
        (self.fill)(&connection)?;
        connection.execute_batch(self.indexes)?;
        connection.execute_batch(&format!("PRAGMA user_version = {}; COMMIT", self.version))?;
        connection.close().map_err(|(_, error)| error)
    }
}

fn unwritable(error: &io::Error) -> EngineError {
    EngineError::new(Step::Permission, format!("The demo folder in the data directory cannot be written: {error}."), "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    /// Every row of every table, in order.
    fn fingerprint(file: &Path) -> (String, Vec<(String, i64)>) {
        let connection = Connection::open(file).expect("opens");
        let (mut hash, mut counts) = (Sha256::new(), Vec::new());
        for table in ["customers", "products", "orders", "order_items", "events"] {
            let mut statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).expect("prepares");
            let width = statement.column_count();
            let mut rows = statement.query([]).expect("reads");
            let mut count = 0;
            while let Some(row) = rows.next().expect("reads") {
                count += 1;
                for at in 0..width {
                    hash.update(format!("{:?}|", row.get_ref(at).expect("reads")));
                }
            }
            counts.push((table.to_owned(), count));
        }
        (hex::encode(hash.finalize()), counts)
    }

    #[test]
    fn the_rows_are_the_same_on_every_run_and_there_are_enough_of_them() {
        let dir = tempfile::tempdir().expect("a folder");
        let started = std::time::Instant::now();
        assert!(write(dir.path()).expect("writes"));
        let took = started.elapsed();
        let file = dir.path().join(SALES);
        let (hash, counts) = fingerprint(&file);
        let all: i64 = counts.iter().map(|(_, count)| count).sum();
        assert!((90_000..=120_000).contains(&all), "{counts:?}");
        assert_eq!(hash, "62b2e3cd5d8cf9fc305f32131f1db096de0eeb0ab8e4f43f0b967e4692418e1f", "{counts:?} in {took:?}");
        assert!(!write(dir.path()).expect("looks"), "a second run changes nothing");
        let folder = fs::read_dir(dir.path().join("demo")).expect("lists");
        let mut names: Vec<_> = folder.map(|entry| entry.expect("reads").file_name()).collect();
        names.sort();
        assert_eq!(names, ["sales.sqlite", "supplier.sqlite"], "nothing is left behind");
    }

    #[test]
    fn the_data_is_sound() {
        let dir = tempfile::tempdir().expect("a folder");
        write(dir.path()).expect("writes");
        let connection = Connection::open(dir.path().join(SALES)).expect("opens");
        let number = |question: &str| connection.query_row(question, [], |row| row.get::<_, f64>(0)).expect(question);
        assert_eq!(number("SELECT count(*) FROM pragma_foreign_key_check"), 0.0);
        assert_eq!(number("SELECT count(*) FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.ordered_at < c.signed_up"), 0.0);
        let wrong_totals =
            "SELECT count(*) FROM orders WHERE abs(total - (SELECT sum(amount) FROM order_items WHERE order_id = id)) > 0.001";
        assert_eq!(number(wrong_totals), 0.0);
        let year = |year: u32| number(&format!("SELECT sum(amount) FROM sales WHERE ordered_at LIKE '{year}-%'"));
        assert!(year(2024) > year(2023) * 1.15 && year(2025) > year(2024) * 1.1, "the shop grows");
        let month = |month: &str| number(&format!("SELECT count(*) FROM orders WHERE ordered_at LIKE '%-{month}-%'"));
        assert!(month("12") > month("02") * 1.4, "and is busier before the holidays");
        let weekday = |day: u32| number(&format!("SELECT count(*) FROM orders WHERE strftime('%w', ordered_at) = '{day}'"));
        assert!(weekday(5) > weekday(0) * 1.3, "and on Fridays");
        assert_eq!(number("SELECT count(*) FROM orders WHERE date(ordered_at) NOT BETWEEN '2023-01-01' AND '2025-12-31'"), 0.0);
        let margin = number("SELECT sum(profit) / sum(amount) FROM sales");
        assert!((0.2..0.7).contains(&margin), "{margin}");
    }

    #[test]
    fn the_supplier_knows_most_products_at_other_prices() {
        let dir = tempfile::tempdir().expect("a folder");
        write(dir.path()).expect("writes");
        let connection = Connection::open(dir.path().join(SUPPLIER)).expect("opens");
        connection.execute("ATTACH ? AS shop", [dir.path().join(SALES).to_str().expect("text")]).expect("attaches");
        let number = |question: &str| connection.query_row(question, [], |row| row.get::<_, i64>(0)).expect(question);
        assert_eq!(number("SELECT count(*) FROM pragma_foreign_key_check"), 0);
        assert_eq!(number("SELECT count(*) FROM shop.products WHERE id NOT IN (SELECT id FROM products)"), 2);
        assert_eq!(number("SELECT count(*) FROM products WHERE id NOT IN (SELECT id FROM shop.products)"), 2);
        let both = "FROM products JOIN shop.products AS ours USING (id) WHERE products.name = ours.name";
        let dearer = number(&format!("SELECT count(*) {both} AND products.cost > ours.cost"));
        let same = number(&format!("SELECT count(*) {both} AND products.cost = ours.cost"));
        assert!(dearer > 5 && same > 5, "{dearer} dearer, {same} the same");
        assert!(number("SELECT count(*) FROM deliveries") > 300);
    }
}
