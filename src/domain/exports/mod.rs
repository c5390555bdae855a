//! Rows as a file: CSV, JSON, NDJSON, XLSX, Parquet. Written while they are read, so that a million rows need no more memory than
//! a thousand; whoever takes the file slows the database, and whoever leaves stops it.

mod channel;
mod download;
mod parquet;
mod text;
mod xlsx;

pub use channel::Body;
pub(crate) use channel::{streamed, written};
pub use download::Download;
pub(crate) use download::{begun, dated, download, named};

use crate::model::{
    engine::{EngineError, ReadLimits, ResultColumn},
    value::Row,
};
use std::io::Write;

/// The forms of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    /// CSV in which texts that a spreadsheet would take for formulas stay as they are, for programs that read it back.
    PlainCsv,
    Json,
    /// One object a line.
    Ndjson,
    Xlsx,
    Parquet,
}

impl Format {
    /// Those that a request can name.
    pub const ALL: [Self; 5] = [Self::Csv, Self::Json, Self::Ndjson, Self::Xlsx, Self::Parquet];

    /// As written in requests, and the ending of the file's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv | Self::PlainCsv => "csv",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv | Self::PlainCsv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
            Self::Ndjson => "application/x-ndjson",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }
}

/// No limit of rows; ten minutes, and values of 16 MiB.
pub fn limits() -> ReadLimits {
    ReadLimits { timeout_ms: 600_000, max_rows: u64::MAX, max_value_bytes: 16 * 1024 * 1024, max_bytes: u64::MAX }
}

/// Why a file ended early.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    #[error("{0}")]
    Database(EngineError),
    /// Whoever took it left, or the disk is full.
    #[error(transparent)]
    Output(#[from] std::io::Error),
    #[error("{0}")]
    Form(String),
}

/// Rows as they come, some at a time.
pub type Batches<'b> = &'b mut dyn FnMut() -> Option<Result<Vec<Row>, EngineError>>;

/// Writes all rows. Blocks.
///
/// # Errors
/// When the rows end with an error, or `out` takes no more.
pub fn write(format: Format, columns: &[ResultColumn], batches: Batches<'_>, out: impl Write + Send) -> Result<(), Broken> {
    match format {
        Format::Csv => text::csv(columns, batches, out, true),
        Format::PlainCsv => text::csv(columns, batches, out, false),
        Format::Json => text::json(columns, batches, out),
        Format::Ndjson => text::ndjson(columns, batches, out),
        Format::Xlsx => xlsx::write(columns, batches, out),
        Format::Parquet => parquet::write(columns, batches, out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::{Kind, Value};

    fn columns() -> Vec<ResultColumn> {
        let column = |name: &str, short: &str, kind| ResultColumn { name: name.into(), short_type: short.into(), kind };
        vec![
            column("id", "integer", Kind::Integer),
            column("", "text", Kind::Text),
            column("id", "double precision", Kind::Number),
            column("ok", "boolean", Kind::Boolean),
        ]
    }

    fn made(format: Format, rows: Vec<Row>) -> Vec<u8> {
        let mut rows = vec![rows].into_iter();
        let mut out = Vec::new();
        write(format, &columns(), &mut || rows.next().map(Ok), &mut out).expect("writes");
        out
    }

    fn row(id: i64, text: &str, number: Value) -> Row {
        vec![Value::Int(id), Value::Text(text.into()), number, Value::Bool(true)]
    }

    #[test]
    fn texts_hold_every_row_and_no_formula() {
        let rows = || {
            vec![
                row(-1, "=cmd|' /C calc'!A0", Value::Float(-1.5)),
                row(2, "a \"b\", c\n", Value::Text("Infinity".into())),
                vec![Value::Null; 4],
            ]
        };
        let csv = String::from_utf8(made(Format::Csv, rows())).expect("UTF-8");
        assert_eq!(csv, "id,,id,ok\r\n-1,'=cmd|' /C calc'!A0,-1.5,true\r\n2,\"a \"\"b\"\", c\n\",Infinity,true\r\n,,,\r\n");
        let json: serde_json::Value = serde_json::from_slice(&made(Format::Json, rows())).expect("JSON");
        assert_eq!(json[1]["column 2"], "a \"b\", c\n");
        assert_eq!((&json[0]["id"], &json[0]["id 2"], &json[2]["ok"]), (&(-1).into(), &(-1.5).into(), &serde_json::Value::Null));
        assert_eq!(made(Format::Json, vec![]), b"[]\n");
        let plain = String::from_utf8(made(Format::PlainCsv, rows())).expect("UTF-8");
        assert!(plain.contains("\r\n-1,=cmd|' /C calc'!A0,-1.5,true\r\n"), "{plain}");
        let lines = String::from_utf8(made(Format::Ndjson, rows())).expect("UTF-8");
        assert_eq!(lines.lines().last(), Some("{\"id\":null,\"column 2\":null,\"id 2\":null,\"ok\":null}"));
    }

    #[test]
    fn files_of_programs_begin_as_such() {
        let rows = || (0..3_000).map(|n| row(n, "x", Value::Float(0.5))).collect::<Vec<_>>();
        let xlsx = made(Format::Xlsx, rows());
        assert!(xlsx.starts_with(b"PK"));
        let parquet = made(Format::Parquet, rows());
        assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"));
        use ::parquet::file::reader::{FileReader, SerializedFileReader};
        let reader = SerializedFileReader::new(bytes::Bytes::from(parquet)).expect("readable");
        assert_eq!(reader.metadata().file_metadata().num_rows(), 3_000);
        let names: Vec<_> = reader.metadata().file_metadata().schema().get_fields().iter().map(|field| field.name().to_owned()).collect();
        assert_eq!(names, ["id", "column 2", "id 2", "ok"]);
        let first = reader.get_row_iter(None).expect("rows").next().expect("a row").expect("readable");
        assert_eq!(first.to_string(), "{id: 0, column 2: \"x\", id 2: 0.5, ok: true}");
    }

    #[test]
    fn a_column_of_mixed_values_is_text_to_parquet() {
        let mixed =
            vec![row(1, "x", Value::Float(0.5)), vec![Value::Text("one".into()), Value::Null, Value::Text("NaN".into()), Value::Null]];
        assert!(made(Format::Parquet, mixed).starts_with(b"PAR1"));
        assert!(
            made(Format::Xlsx, vec![vec![Value::Int(i64::MAX), Value::Text("x".repeat(40_000)), Value::Text("NaN".into()), Value::Null]])
                .starts_with(b"PK")
        );
    }

    #[test]
    fn an_error_ends_the_file_as_broken() {
        let mut once = Some(Err(EngineError::new(crate::model::engine::Step::Timeout, "late", "")));
        for format in Format::ALL {
            let mut first = Some(Ok(vec![row(1, "x", Value::Null)]));
            let mut then = once.clone();
            let outcome = write(format, &columns(), &mut || first.take().or_else(|| then.take()), Vec::new());
            assert!(matches!(outcome, Err(Broken::Database(_))), "{format:?}");
        }
        once.take();
    }
}
