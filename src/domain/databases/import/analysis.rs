//! What a CSV file holds, and how it is to be imported.

use super::{
    infer::Column,
    sniff::{self, Layout},
};
use crate::{
    error::{AppError, Result},
    model::{
        csv_import::{ImportChoices, ProposedColumn},
        schema::{Table, TableRef},
        structure::{NewColumn, NewTable, StructureChange},
        work::{CsvImport, ImportColumn},
    },
};
use csv::ByteRecord;
use encoding_rs::Encoding;
use std::{
    fs::File,
    io::{self, Read},
    path::Path,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
};

/// Rows of a preview.
const SHOWN: usize = 20;
/// Records after which somebody who waits is told, or heard.
const STRIDE: u64 = 1_000;
/// Longest value of a preview, in characters.
const SHOWN_TEXT: usize = 200;

/// What was found in a file, with what was chosen in its place.
#[derive(Clone, Debug)]
pub struct Analysis {
    pub layout: Layout,
    pub encoding: &'static Encoding,
    pub header: bool,
    pub columns: Vec<ProposedColumn>,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
    pub bytes: u64,
}

/// Somebody who waits for an analysis.
#[derive(Debug, Default)]
pub struct Watch {
    /// Bytes that were read.
    pub read: AtomicU64,
    pub stop: AtomicBool,
}

fn unreadable(error: &io::Error) -> AppError {
    AppError::internal(format!("a file that was sent cannot be read: {error}"))
}

/// One character of the choices, as a byte.
fn byte(field: &str, text: &str) -> Result<u8> {
    match text.as_bytes() {
        [byte] if byte.is_ascii() && !matches!(byte, b'\n' | b'\r' | 0) => Ok(*byte),
        _ if text == "\\t" => Ok(b'\t'),
        _ => Err(AppError::field(field, format!("{field} must be one character of ASCII"))),
    }
}

/// Looks at a file: its first records, or all of them when `whole`. Blocks.
///
/// # Errors
/// `Invalid` for choices that do not fit and for files without rows or with too many columns.
pub fn analyse(path: &Path, choices: &ImportChoices, max_columns: u64, watch: &Watch, whole: bool) -> Result<Analysis> {
    let bytes = std::fs::metadata(path).map_err(|error| unreadable(&error))?.len();
    let encoding = match choices.encoding.as_deref() {
        Some(label) => Encoding::for_label(label.as_bytes()).ok_or_else(|| {
            AppError::field("encoding", format!("No encoding is called \"{label}\"; common ones are utf-8 and windows-1252"))
        })?,
        None => sniff::encoding(path).map_err(|error| unreadable(&error))?,
    };
    let open = || Ok::<_, AppError>(sniff::Decoded::new(File::open(path).map_err(|error| unreadable(&error))?, encoding));
    let mut head = Vec::new();
    open()?.take(sniff::HEAD as u64).read_to_end(&mut head).map_err(|error| unreadable(&error))?;
    let head = String::from_utf8_lossy(&head);
    let delimiter = choices.delimiter.as_deref().map(|text| byte("delimiter", text)).transpose()?;
    let quote = match choices.quote.as_deref() {
        None => None,
        Some("") => Some(None),
        Some(text) => Some(Some(byte("quote", text)?)),
    };
    let layout = sniff::layout(&head, delimiter, quote);
    let records = sniff::records(&head, layout);
    let header = choices.header.unwrap_or_else(|| sniff::has_header(records.first()));
    let width = records.iter().map(ByteRecord::len).max().unwrap_or(0);
    if width == 0 {
        return Err(AppError::field("file", "There is nothing in the file"));
    }
    if width as u64 > max_columns {
        return Err(AppError::field(
            "file",
            format!("The file has {width} columns; a table can have {max_columns} (VIZBOARD_DATABASE_COLUMNS)"),
        ));
    }
    let text = |field: &[u8]| String::from_utf8_lossy(field).into_owned();
    let first = records.first().filter(|_| header);
    let names: Vec<String> = (0..width).map(|at| first.and_then(|first| first.get(at)).map(text).unwrap_or_default()).collect();
    let short = |field: &[u8]| String::from_utf8_lossy(field).chars().take(SHOWN_TEXT).collect();
    let rows = records.iter().skip(usize::from(header)).take(SHOWN).map(|record| record.iter().map(short).collect()).collect();
    let mut seen = vec![Column::default(); width];
    let mut look = |record: &ByteRecord| record.iter().zip(&mut seen).for_each(|(field, column)| column.see(field));
    if whole {
        let mut reader = sniff::reader(open()?, layout);
        let (mut record, mut count) = (ByteRecord::new(), 0_u64);
        while reader.read_byte_record(&mut record).map_err(|error| broken(&error))? {
            if count > 0 || !header {
                look(&record);
            }
            count += 1;
            if count.is_multiple_of(STRIDE) {
                watch.read.store(reader.get_ref().read, Ordering::Relaxed);
                if watch.stop.load(Ordering::Relaxed) {
                    return Err(AppError::conflict("The import was stopped"));
                }
            }
        }
        watch.read.store(bytes, Ordering::Relaxed);
    } else {
        records.iter().skip(usize::from(header)).for_each(look);
    }
    let holds = |column: Column| column.holds().declared().to_owned();
    let columns = sniff::names(&names).into_iter().zip(seen).map(|(name, column)| ProposedColumn { name, declared: holds(column) });
    Ok(Analysis { layout, encoding, header, columns: columns.collect(), rows, bytes })
}

fn broken(error: &csv::Error) -> AppError {
    AppError::field("file", format!("The file cannot be read: {error}"))
}

impl Analysis {
    /// # Errors
    /// `Invalid` for columns that the table does not have, or none at all.
    pub fn import(&self, path: &Path, name: &str, table: Option<&Table>, choices: &ImportChoices) -> Result<CsvImport> {
        if choices.columns.as_ref().is_some_and(|columns| columns.len() != self.columns.len()) {
            return Err(AppError::field("columns", format!("The file has {} columns: say for each where it goes", self.columns.len())));
        }
        let mut targets = Vec::with_capacity(self.columns.len());
        for (at, found) in self.columns.iter().enumerate() {
            let chosen = match &choices.columns {
                Some(columns) => columns[at].as_ref().map(|chosen| (chosen.name.clone(), chosen.declared.clone())),
                None => Some((found.name.clone(), None)),
            };
            targets.push(match (chosen, table) {
                (None, _) => None,
                (Some((name, _)), Some(table)) => Some(existing(table, &name)?),
                (Some((name, declared)), None) => Some(ImportColumn { name, declared: declared.unwrap_or_else(|| found.declared.clone()) }),
            });
        }
        let used: Vec<&ImportColumn> = targets.iter().flatten().collect();
        let twice = used.iter().enumerate().find(|(at, one)| used[..*at].iter().any(|other| other.name.eq_ignore_ascii_case(&one.name)));
        if let Some((_, column)) = twice {
            return Err(AppError::field("columns", format!("Two columns of the file go into \"{}\"", column.name)));
        }
        if used.is_empty() {
            return Err(AppError::field("columns", "No column of the file is imported"));
        }
        let create = table.is_none().then(|| StructureChange::CreateTable(new_table(name, &used)));
        Ok(CsvImport {
            path: path.to_owned(),
            delimiter: self.layout.delimiter,
            quote: self.layout.quote,
            encoding: self.encoding.name().to_ascii_lowercase(),
            has_header: self.header,
            table: table.map_or_else(|| TableRef { schema: None, name: name.to_owned() }, |table| table.at.clone()),
            create,
            columns: targets,
            empty_is_null: choices.empty_is_null.unwrap_or(true),
        })
    }
}

fn existing(table: &Table, name: &str) -> Result<ImportColumn> {
    let found = table.column(name).or_else(|| table.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name)));
    let column = found.ok_or_else(|| {
        AppError::field("columns", format!("\"{}\" has no column \"{name}\". Choose another one, or leave the values out.", table.spoken()))
    })?;
    Ok(ImportColumn { name: column.name.clone(), declared: column.full_type.clone() })
}

fn new_table(name: &str, columns: &[&ImportColumn]) -> NewTable {
    let column =
        |column: &&ImportColumn| NewColumn { name: column.name.clone(), declared: column.declared.clone(), ..NewColumn::default() };
    NewTable { name: name.to_owned(), columns: columns.iter().map(column).collect(), ..NewTable::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::sample;

    fn of(text: &str, choices: &ImportChoices, whole: bool) -> Result<Analysis> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.csv");
        std::fs::write(&path, text).expect("a file");
        analyse(&path, choices, 5, &Watch::default(), whole)
    }

    fn columns(analysis: &Analysis) -> Vec<String> {
        analysis.columns.iter().map(|column| format!("{} {}", column.name, column.declared)).collect()
    }

    #[test]
    fn the_whole_file_decides_types() {
        let mut text = "id;code;price;note\n".to_owned();
        (0..50_000).for_each(|n| text.push_str(&format!("{n};{n};{n}.5;\n")));
        text.push_str("50000;007;x;y\n");
        let choices = ImportChoices::default();
        assert_eq!(columns(&of(&text, &choices, false).expect("reads")), ["id INTEGER", "code INTEGER", "price REAL", "note TEXT"]);
        let analysis = of(&text, &choices, true).expect("reads");
        assert_eq!(columns(&analysis), ["id INTEGER", "code TEXT", "price TEXT", "note TEXT"]);
        assert_eq!((analysis.rows.len(), analysis.header, analysis.layout.delimiter), (SHOWN, true, b';'));
    }

    #[test]
    fn choices_stand_above_what_is_found() {
        let choices = ImportChoices { header: Some(false), delimiter: Some(",".into()), ..ImportChoices::default() };
        assert_eq!(columns(&of("a;b,c\n", &choices, true).expect("reads")), ["column_1 TEXT", "column_2 TEXT"]);
        let wrong = |choices: ImportChoices| of("a,b\n1,2\n", &choices, true).is_err();
        assert!(wrong(ImportChoices { delimiter: Some("ab".into()), ..ImportChoices::default() }));
        assert!(wrong(ImportChoices { encoding: Some("klingon".into()), ..ImportChoices::default() }));
        assert!(of("", &ImportChoices::default(), true).is_err() && of("a,b,c,d,e,f\n", &ImportChoices::default(), true).is_err());
    }

    #[test]
    fn columns_go_where_they_are_sent() {
        let analysis = of("id,Name,extra\n1,a,x\n", &ImportChoices::default(), true).expect("reads");
        let path = Path::new("x");
        let made = analysis.import(path, "new", None, &ImportChoices::default()).expect("an import");
        let Some(StructureChange::CreateTable(table)) = made.create else { panic!("a table is made") };
        assert_eq!(table.columns.iter().map(|column| column.declared.as_str()).collect::<Vec<_>>(), ["INTEGER", "TEXT", "TEXT"]);
        let people = sample::table("people", vec![sample::column("id", "integer"), sample::column("name", "text")]);
        assert!(analysis.import(path, "people", Some(&people), &ImportChoices::default()).is_err(), "extra is nowhere");
        let to = |names: [Option<&str>; 3]| {
            let target = |name: &str| crate::model::csv_import::ImportTarget { name: name.into(), declared: None };
            let columns = Some(names.map(|name| name.map(target)).to_vec());
            analysis.import(path, "people", Some(&people), &ImportChoices { columns, ..ImportChoices::default() })
        };
        let import = to([Some("id"), Some("NAME"), None]).expect("an import");
        assert_eq!(import.columns[1].as_ref().map(|column| column.name.as_str()), Some("name"));
        assert!(import.create.is_none() && import.columns[2].is_none());
        assert!(to([Some("id"), Some("id"), None]).is_err() && to([None, None, None]).is_err());
    }
}
