//! Databases are made empty or by a script, or from a file that somebody sends.

use super::{
    caller::Caller,
    fresh::{self, Content},
    place::Place,
    staging::Staged,
};
use crate::{
    domain::{App, actor::accounts_only},
    error::{AppError, Result},
    model::{
        csv_import::ImportChoices,
        database::{CreateDatabaseInput, FileFormat, NewDatabase},
        rules,
    },
};

/// Longest script, in characters.
const LONGEST_SCRIPT: usize = 1_000_000;

/// `POST /api/dbs`: the script runs as one, and when it fails there is no database.
///
/// # Errors
/// `Invalid`, `Database` with the field `query`, and what [`Place::of`] says.
pub async fn create(app: &App, caller: Caller<'_>, input: CreateDatabaseInput) -> Result<NewDatabase> {
    if let Some(actor) = caller.actor {
        actor.check_user_id(input.user_id.as_deref())?;
    }
    let place = Place::of(app, caller, input.team.as_deref()).await?;
    let name = checked_name(input.name)?;
    let script = input.query.unwrap_or_default();
    rules::text("query", "Query", &script, LONGEST_SCRIPT)?;
    let content = if script.trim().is_empty() { Content::Nothing } else { Content::Script(script) };
    fresh::make(app, caller, place, name, input.file_format.unwrap_or(FileFormat::Sqlite), content).await
}

/// Whether the caller may send a file for a new database at all: asked before the first byte of it is read.
///
/// # Errors
/// `Unauthorized`, `Forbidden`.
pub fn may_send(app: &App, caller: Caller<'_>) -> Result<()> {
    match caller.actor {
        Some(actor) if actor.token.is_some() => Err(accounts_only()),
        None if !app.settings.hosting.anonymous => Err(AppError::unauthorized()),
        _ => Ok(()),
    }
}

/// What came with a file.
#[derive(Debug, Default)]
pub struct Sent {
    pub file: Option<Staged>,
    /// As the sender calls the file.
    pub file_name: Option<String>,
    /// How the database is to be called; as the file when absent.
    pub name: Option<String>,
    /// Name or id of the team that is to own it.
    pub team: Option<String>,
    /// What is chosen for an import, as JSON.
    pub options: Option<String>,
}

impl Sent {
    /// # Errors
    /// `Invalid` when there is none.
    pub fn file(&self) -> Result<&Staged> {
        self.file.as_ref().ok_or_else(|| AppError::field("file", "Send the file in a part of the form that is called file"))
    }

    /// The name of the file without folders and ending, as far as it is fit for one.
    pub(super) fn stem(&self) -> String {
        let name = self.file_name.as_deref().unwrap_or_default();
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = match name.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() && ending.len() <= 10 => stem,
            _ => name,
        };
        let fit: String = stem.chars().filter(|c| !c.is_control()).take(100).collect();
        let fit = fit.trim();
        if fit.is_empty() { "database".to_owned() } else { fit.to_owned() }
    }
}

/// `POST /dbs`: an SQLite file, told by its first bytes, or else a CSV file.
///
/// # Errors
/// `Database` with the field `file` for one that is not sound, and what [`create`] says.
pub async fn upload(app: &App, caller: Caller<'_>, sent: Sent) -> Result<NewDatabase> {
    let place = Place::of(app, caller, sent.team.as_deref()).await?;
    let stem = sent.stem();
    let name = match &sent.name {
        Some(name) if !name.trim().is_empty() => checked_name(Some(name.clone()))?,
        _ => stem.clone(),
    };
    let file = sent.file()?;
    let path = file.path().to_owned();
    if file.is_sqlite {
        return fresh::make(app, caller, place, name, FileFormat::Sqlite, Content::File(path)).await;
    }
    check_ending(&sent)?;
    let choices = Box::new(ImportChoices { header: Some(true), ..ImportChoices::default() });
    fresh::make(app, caller, place, name, FileFormat::Csv, Content::Csv { path, table: stem, choices }).await
}

/// A file that is called a database is not read as CSV.
///
/// # Errors
/// Says so.
pub(super) fn check_ending(sent: &Sent) -> Result<()> {
    let ending = sent.file_name.as_deref().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_ascii_lowercase());
    if ending.is_some_and(|ending| matches!(ending.as_str(), "sqlite" | "sqlite3" | "db" | "db3" | "s3db" | "sl3")) {
        return Err(AppError::field("file", "This is no SQLite file: it does not begin like one, or it is encrypted"));
    }
    Ok(())
}

pub(super) fn checked_name(given: Option<String>) -> Result<String> {
    let name = given.unwrap_or_default().trim().to_owned();
    rules::hosted_name(&name)?;
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::Sent;

    #[test]
    fn files_give_their_name() {
        for (file, name) in [
            ("chinook.sqlite", "chinook"),
            ("C:\\Data\\sales 2026.csv", "sales 2026"),
            ("../../etc/passwd", "passwd"),
            (".csv", ".csv"),
            ("", "database"),
            ("a\0b\n.db", "ab"),
        ] {
            let sent = Sent { file_name: Some(file.to_owned()), ..Sent::default() };
            assert_eq!(sent.stem(), name, "{file}");
        }
    }
}
