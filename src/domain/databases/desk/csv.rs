//! What becomes of a CSV file.

use crate::{
    domain::{
        App,
        databases::{
            Caller, Sent,
            create::checked_name,
            fresh::{self, Content},
            import,
            place::Place,
        },
    },
    error::{AppError, Result},
    model::{
        csv_import::{ImportChoices, ImportTarget},
        database::{FileFormat, NewDatabase},
        desk::{ImportUploadInput, Upload, UploadColumn},
    },
};

pub(super) fn choices(delimiter: Option<&str>, has_header: Option<bool>) -> ImportChoices {
    let delimiter = delimiter.filter(|text| !text.is_empty()).map(str::to_owned);
    ImportChoices { delimiter, header: has_header, ..ImportChoices::default() }
}

/// The file as it would be imported.
///
/// # Errors
/// What [`import::look`] says.
pub(super) async fn preview(app: &App, sent: &Sent, delimiter: Option<&str>, has_header: Option<bool>) -> Result<Upload> {
    let found = import::look(app, sent.file()?.path(), &choices(delimiter, has_header)).await?;
    let stem = sent.stem();
    let named = sent.name.as_ref().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    Ok(Upload {
        id: String::new(),
        refused: None,
        file_name: sent.file_name.clone().unwrap_or_else(|| stem.clone()),
        name: named.unwrap_or_else(|| stem.clone()),
        team: sent.team.clone(),
        table: stem,
        delimiter: char::from(found.layout.delimiter).to_string(),
        has_header: found.header,
        columns: found
            .columns
            .into_iter()
            .map(|column| UploadColumn { name: column.name, declared: column.declared, skip: false })
            .collect(),
        rows: found.rows,
    })
}

/// Makes a database of the file as its sender wants it.
///
/// # Errors
/// What [`fresh::make`] says.
pub(super) async fn import(app: &App, caller: Caller<'_>, sent: &Sent, input: ImportUploadInput) -> Result<NewDatabase> {
    let name = checked_name(input.name)?;
    let table = input.table_name.unwrap_or_default().trim().to_owned();
    if table.is_empty() {
        return Err(AppError::field("tableName", "The table needs a name."));
    }
    let place = Place::of(app, caller, input.team.as_deref()).await?;
    let target = |column: UploadColumn| {
        let declared = Some(column.declared.trim().to_owned()).filter(|declared| !declared.is_empty());
        (!column.skip).then(|| ImportTarget { name: column.name.trim().to_owned(), declared })
    };
    let columns: Vec<_> = input.columns.into_iter().map(target).collect();
    let choices = ImportChoices {
        columns: Some(columns).filter(|columns| !columns.is_empty()),
        ..choices(input.delimiter.as_deref(), input.has_header)
    };
    let path = sent.file()?.path().to_owned();
    fresh::make(app, caller, place, name, FileFormat::Csv, Content::Csv { path, table, choices: Box::new(choices) }).await
}
