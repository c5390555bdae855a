//! Tables of modules (R-trees, full text) in files that other programs made: they are read as all tables are, and what they
//! are made of is written to by nobody but them.

use super::{ALL, Ground, statement, text};
use vizboard::{
    domain::plan,
    engines::Engine,
    model::{
        engine::{ReadLimits, ReadRequest},
        filter::TableView,
        plan::Plan,
        value::{Row, Value},
        work::{FileWork, Powers, Work},
    },
};

pub const MADE: &str = "CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1, +label);
    INSERT INTO boxes VALUES (1, 0, 1, 'near'), (2, 5, 6, 'far');
    CREATE VIRTUAL TABLE words USING fts5(body); INSERT INTO words VALUES ('quick brown fox'), ('lazy dog');
    CREATE VIRTUAL TABLE old USING fts4(body); INSERT INTO old VALUES ('one two');
    CREATE TABLE doc (id INTEGER PRIMARY KEY, note TEXT); INSERT INTO doc VALUES (7, 'kept elsewhere');
    CREATE VIRTUAL TABLE index_of USING fts5(note, content=doc, content_rowid=id);
    INSERT INTO index_of (index_of) VALUES ('rebuild');";

impl Ground {
    /// The rows of a table as a page shows them.
    async fn page(&self, name: &str) -> Vec<Row> {
        let plan = plan::rows(&self.table(name).await, &TableView::default(), &[]).expect("plans");
        let request = ReadRequest { id: nanoid::nanoid!(), plan: Plan::Rows(plan), limits: ReadLimits::default() };
        let mut stream = self.engine.read(&self.target, request).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut rows = Vec::new();
        while let Some(batch) = stream.batches.recv().await {
            rows.extend(batch.unwrap_or_else(|error| panic!("{name}: {error}")).rows);
        }
        rows
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_of_modules_are_read() {
    let ground = Ground::new("").await;
    let path = ground.staging("sent");
    rusqlite::Connection::open(&path).and_then(|file| file.execute_batch(MADE)).expect("a file");
    ground.done(Work::File(FileWork::Check(path.clone()))).await;
    ground.done(Work::File(FileWork::Replace(path))).await;
    let near = vec![Value::Int(1), Value::Float(0.0), Value::Float(1.0), text("near")];
    let far = vec![Value::Int(2), Value::Float(5.0), Value::Float(6.0), text("far")];
    assert_eq!(ground.page("boxes").await, [near, far]);
    assert_eq!(ground.page("words").await, [[text("quick brown fox")], [text("lazy dog")]]);
    assert_eq!(ground.page("old").await, [[text("one two")]]);
    assert_eq!(ground.page("index_of").await, [[text("kept elsewhere")]]);
    let read = Powers { read: true, ..Powers::default() };
    for may in [read, ALL] {
        for (query, expected) in [
            ("SELECT id FROM boxes WHERE x0 <= 5.5 AND x1 >= 5.5", Value::Int(2)),
            ("SELECT label FROM boxes WHERE id = 1", text("near")),
            ("SELECT snippet(words, 0, '<', '>', '', 8) FROM words('fox') ORDER BY bm25(words)", text("quick brown <fox>")),
            ("SELECT body FROM old WHERE old MATCH 'two'", text("one two")),
            ("SELECT rowid FROM index_of('elsewhere')", Value::Int(7)),
        ] {
            assert_eq!(ground.done(statement(query, may)).await.rows, [[expected]], "{query}");
        }
    }
    for text in [
        "INSERT INTO boxes_node VALUES (9, x'00')",
        "DELETE FROM boxes_rowid",
        "UPDATE words_data SET block = x'00'",
        "DELETE FROM old_content",
        "DROP TABLE words_content",
    ] {
        assert!(!ground.refused(statement(text, ALL)).await.text.is_empty(), "{text}");
    }
    ground.refused(statement("INSERT INTO boxes VALUES (3, 0, 1, 'x')", read)).await;
    ground.sql("INSERT INTO boxes VALUES (3, 8, 9, 'new')").await;
    ground.sql("DELETE FROM words WHERE words MATCH 'lazy'").await;
    assert_eq!((ground.page("boxes").await.len(), ground.page("words").await.len()), (3, 1));
    ground.is_sound().await;
}
