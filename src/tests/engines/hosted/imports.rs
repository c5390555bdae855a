//! Rows of CSV files.

use super::{Ground, text};
use std::fs;
use vizboard::model::{
    engine::EngineError,
    schema::TableRef,
    structure::{NewColumn, NewTable, StructureChange},
    value::Value,
    work::{CsvImport, FileWork, ImportColumn, Outcome, Work, WorkLimits},
};

fn goes(name: &str, declared: &str) -> Option<ImportColumn> {
    Some(ImportColumn { name: name.into(), declared: declared.into() })
}

fn import(ground: &Ground, bytes: &[u8], table: &str, columns: Vec<Option<ImportColumn>>) -> CsvImport {
    let path = ground.staging("rows.csv");
    fs::write(&path, bytes).expect("writes");
    CsvImport {
        path,
        delimiter: b',',
        quote: Some(b'"'),
        encoding: "utf-8".into(),
        has_header: true,
        table: TableRef { schema: None, name: table.into() },
        create: None,
        columns,
        empty_is_null: true,
    }
}

fn new_table(mut import: CsvImport) -> CsvImport {
    let columns = import.columns.iter().flatten();
    let columns =
        columns.map(|column| NewColumn { name: column.name.clone(), declared: column.declared.clone(), ..NewColumn::default() }).collect();
    import.create = Some(StructureChange::CreateTable(NewTable { name: import.table.name.clone(), columns, ..NewTable::default() }));
    import
}

fn work(import: CsvImport) -> Work {
    Work::File(FileWork::ImportCsv(Box::new(import)))
}

async fn refused(ground: &Ground, import: CsvImport) -> EngineError {
    let limits = WorkLimits { max_table_rows: 1_000, max_cell_bytes: 10_000, ..WorkLimits::default() };
    match ground.at(&ground.target, work(import), limits).await {
        Ok(Outcome::Refused(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_come_in_as_the_columns_say() {
    let ground = Ground::new("").await;
    let columns = vec![goes("id", "INTEGER"), goes("zip", "TEXT"), None, goes("price", "REAL"), goes("ok", "BOOLEAN")];
    let bytes = "id,zip,skipped,price,ok\r\n1,01234,x,1.50,true\r\n2,\"\",x,,FALSE\r\nthree,\"a\nb\",x,1e3,\r\n";
    let done = ground.done(work(new_table(import(&ground, bytes.as_bytes(), "shop", columns)))).await;
    assert_eq!((done.changes, done.restructured, done.affected.as_slice(), done.statements.len()), (3, true, &["shop".to_owned()][..], 1));
    assert_eq!(
        ground.rows("SELECT id, zip, price, CAST(ok AS TEXT) FROM shop").await,
        [
            [Value::Int(1), text("01234"), Value::Float(1.5), text("1")],
            [Value::Int(2), text(""), Value::Null, text("0")],
            [text("three"), text("a\nb"), Value::Float(1000.0), Value::Null],
        ]
    );
    let mut latin = import(&ground, b"7;gr\xf6\xdfe\n", "shop", vec![goes("id", "INTEGER"), goes("zip", "TEXT")]);
    (latin.delimiter, latin.quote, latin.encoding, latin.has_header, latin.empty_is_null) =
        (b';', None, "windows-1252".into(), false, false);
    assert_eq!(ground.done(work(latin)).await.changes, 1);
    assert_eq!(ground.value("SELECT zip FROM shop WHERE id = 7").await, text("größe"));
    assert_eq!(ground.done(work(import(&ground, b"", "shop", vec![goes("id", "INTEGER")]))).await.changes, 0);
}

/// security.md, check 112.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_with_a_fault_leaves_nothing_and_is_told_its_line() {
    let ground = Ground::new("CREATE TABLE t (a INTEGER UNIQUE, b TEXT NOT NULL); INSERT INTO t VALUES (0, 'x')").await;
    let columns = || vec![goes("a", "INTEGER"), goes("b", "TEXT")];
    let many: String = (1..2_000).map(|n| format!("{n},x\n")).collect();
    for (bytes, words) in [
        (b"a,b\n1,x\n2\n".to_vec(), "Line 3 has 1 fields"),
        (b"a,b\n1,x\n2,y,z\n".to_vec(), "Line 3 has 3 fields"),
        (b"a,b\n1,x\n\n\n0,y\n".to_vec(), "Line 5: UNIQUE constraint failed: t.a"),
        (b"a,b\n1,x\n2,\n".to_vec(), "Line 3: NOT NULL constraint failed: t.b"),
        (b"a,b\n1,x\0\n".to_vec(), "Line 2 holds a NUL"),
        (b"a,b\n1,\"x\n".to_vec(), "never closed"),
        (b"a,b\n1,\xff\n".to_vec(), "not written in UTF-8"),
        (format!("a,b\n1,{}\n", "x".repeat(20_000)).into_bytes(), "A field of line 2 is longer"),
        (format!("a,b\n{many}").into_bytes(), "more than 1000 rows"),
    ] {
        let error = refused(&ground, import(&ground, &bytes, "t", columns())).await;
        assert!(error.text.contains(words), "{words}: {error}");
        let error = refused(&ground, {
            let mut new = new_table(import(&ground, &bytes, "u", columns()));
            if words.contains("constraint") {
                new.columns = vec![goes("a", "INTEGER"), goes("nowhere", "TEXT")];
            }
            new
        })
        .await;
        assert!(!error.text.is_empty());
    }
    let mut odd = import(&ground, b"a,b\n", "t", columns());
    odd.encoding = "klingon".into();
    assert!(refused(&ground, odd).await.text.contains("klingon"));
    assert!(refused(&ground, import(&ground, b"a,b\n1,2\n", "t", vec![None, None])).await.text.contains("No column"));
    assert_eq!(ground.rows("SELECT a FROM t").await, [[Value::Int(0)]]);
    assert_eq!(ground.value("SELECT count(*) FROM sqlite_schema WHERE type = 'table'").await, Value::Int(1));
    ground.is_sound().await;
}
