//! A database that is being made. Its file is there and has what it is to have before anybody can find it: the row in the
//! store is written last, and until then everything goes again when something fails or the caller leaves.

use super::{access::Found, caller::Caller, import, life, place::Place, staging, work};
use crate::{
    domain::{
        App,
        audit::{self, Object},
    },
    error::{AppError, Kind, Result},
    model::{
        audit::Verb,
        csv_import::ImportChoices,
        database::{FileFormat, NewDatabase, Visibility},
        database_right::DatabaseRole,
        time::Timestamp,
        ulid::DatabaseId,
        work::{FileWork, Powers, ScriptWork, Work},
    },
    store::{self, databases::DatabaseRow},
};
use std::path::PathBuf;

/// Letters and digits of read-only ids and of folders.
const SIGNS: [char; 36] = [
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', '0',
    '1', '2', '3', '4', '5', '6', '7', '8', '9',
];

/// 82 random bits.
pub(super) fn readonly_id() -> String {
    nanoid::nanoid!(16, &SIGNS)
}

/// The name of a folder that no other has.
pub(super) fn folder_name() -> String {
    nanoid::nanoid!(24, &SIGNS)
}

/// What a new database begins with.
pub(super) enum Content {
    Nothing,
    /// Run as one.
    Script(String),
    /// A file of somebody, which the engine looks at before it takes it.
    File(PathBuf),
    /// A copy of a database that is hosted here.
    Copy(PathBuf),
    Csv {
        path: PathBuf,
        table: String,
        choices: Box<ImportChoices>,
    },
}

struct Fresh {
    app: App,
    found: Found,
    is_kept: bool,
}

impl Drop for Fresh {
    /// The caller left in the middle.
    fn drop(&mut self) {
        if !self.is_kept {
            let (app, row) = (self.app.clone(), self.found.row.clone());
            // Without a runtime the process ends; the folder is swept by the next one.
            if let Ok(runtime) = tokio::runtime::Handle::try_current() {
                runtime.spawn(async move { life::remove_file(&app, &row).await });
            }
        }
    }
}

fn row(name: String, place: Place, caller: Caller<'_>, format: FileFormat) -> DatabaseRow {
    let now = Timestamp::now();
    let mut row = DatabaseRow {
        id: DatabaseId::new(),
        readonly_id: readonly_id(),
        folder: folder_name(),
        team_id: None,
        team_name: None,
        owned_at: None,
        created_by: caller.actor.map(|actor| actor.account.clone()),
        name,
        description: String::new(),
        environment: None,
        file_format: format,
        visibility: if place.0.is_some() { Visibility::Private } else { Visibility::Public },
        auditing: false,
        schema_locked: false,
        views_tab: false,
        location: None,
        size: 0,
        revision: 0,
        created_at: now,
        modified_at: now,
        expires_at: None,
    };
    place.own(&mut row, now);
    row
}

/// Makes a database.
///
/// # Errors
/// What [`Place::hold`] says, and what the content breaks, in the words of the database. Nothing is left then.
pub(super) async fn make(
    app: &App,
    caller: Caller<'_>,
    place: Place,
    name: String,
    format: FileFormat,
    content: Content,
) -> Result<NewDatabase> {
    // Refused before the work rather than after it; what counts is asked again in the transaction.
    let mut tx = app.store.begin().await?;
    place.hold(&mut tx, app, caller).await?;
    drop(tx);
    let row = row(name, place, caller, format);
    let found = Found { row, role: DatabaseRole::Admin, by_readonly_id: false };
    let mut fresh = Fresh { app: app.clone(), found, is_kept: false };
    let made = fresh.fill(caller, content).await;
    let kept = match made {
        Ok(verb) => fresh.keep(caller, verb).await,
        Err(error) => Err(error),
    };
    if kept.is_err() {
        fresh.is_kept = true;
        life::remove_file(app, &fresh.found.row).await;
    }
    kept?;
    let row = &fresh.found.row;
    tracing::info!(database = %row.folder, "a database was made");
    Ok(NewDatabase { id: row.id.clone(), owner_name: row.team_name.clone(), ownership_utc: row.owned_at })
}

impl Fresh {
    async fn fill(&self, caller: Caller<'_>, content: Content) -> Result<Verb> {
        let (app, found) = (&self.app, &self.found);
        let folder = life::folder(app, &found.row);
        staging::make_folder(&folder).await.map_err(|error| staging::unwritable(&error))?;
        self.run(caller, FileWork::Create).await?;
        match content {
            Content::Nothing => return Ok(Verb::Created),
            Content::Script(text) => {
                let may = Powers { read: true, insert: true, change: true, structure: true };
                let done = work::run(app, caller.actor, found, Work::Script(ScriptWork { text, may }), work::Note::new("sql", "")).await;
                done.map_err(|error| named("query", error))?;
                return Ok(Verb::Created);
            }
            Content::File(path) => {
                self.run(caller, FileWork::Replace(path)).await.map_err(|error| named("file", error))?;
            }
            Content::Copy(path) => {
                self.run(caller, FileWork::Replace(path)).await?;
                return Ok(Verb::Copied);
            }
            Content::Csv { path, table, choices } => {
                import::into_new(app, caller.actor, found, &path, &table, &choices)
                    .await
                    .map(drop)
                    .map_err(|error| named("file", error))?;
            }
        }
        Ok(Verb::Imported)
    }

    async fn run(&self, caller: Caller<'_>, file: FileWork) -> Result<()> {
        work::run(&self.app, caller.actor, &self.found, Work::File(file), work::Note::new("file", "")).await.map(drop)
    }

    /// Writes the row: from now on it is there.
    async fn keep(&mut self, caller: Caller<'_>, verb: Verb) -> Result<()> {
        let app = &self.app;
        let row = &mut self.found.row;
        (row.size, _) = life::measure(app, row).await;
        let mut tx = app.store.begin().await?;
        let team = row.team_id.clone().zip(row.team_name.clone());
        Place(team.map(|(id, name)| super::place::Team { id, name })).hold(&mut tx, app, caller).await?;
        store::databases::insert(&mut tx, row).await?;
        audit::done(&mut tx, caller.by(), verb, &Object::database(row)).await?;
        tx.commit().await?;
        self.is_kept = true;
        Ok(())
    }
}

/// What the database refuses, with the field that it came in.
fn named(field: &str, error: AppError) -> AppError {
    match error.kind {
        Kind::Database | Kind::Invalid => AppError { field: Some(field.to_owned()), ..error },
        _ => error,
    }
}
