//! New databases: empty, from SQL, and from a file that was sent to `/databases/upload`; rows of such a file for a table.

use crate::{
    actions::{Answer, fields::Fields},
    model::{
        csv_import::ImportState,
        database::CreateDatabaseInput,
        desk::{ImportBegun, ImportIdInput, ImportRowsInput, ImportUploadInput, MadeDatabase, Upload, UploadInput},
    },
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::actions::context::{account, answer, app, client},
    crate::domain::databases::{self, Caller, desk},
};

/// Makes a database, empty or by a script.
#[server(prefix = "/actions", endpoint = "createDatabase", input = Fields)]
pub async fn create_database(input: CreateDatabaseInput) -> Answer<MadeDatabase> {
    let made = async {
        let (actor, client) = (account()?, client()?);
        let made = databases::create(&app()?, Caller::new(Some(&actor), &client), input).await?;
        Ok(MadeDatabase { database_id: made.id, message: "The database is there".into() })
    };
    answer(made.await)
}

/// A file that waits to be imported.
#[server(prefix = "/actions", endpoint = "getDatabaseUpload", input = Fields)]
pub async fn get_database_upload(input: UploadInput) -> Answer<Upload> {
    answer(async { desk::upload(&app()?, &account()?, input).await }.await)
}

/// Makes a database of such a file.
#[server(prefix = "/actions", endpoint = "importDatabaseUpload", input = Fields)]
pub async fn import_database_upload(input: ImportUploadInput) -> Answer<MadeDatabase> {
    let made = async {
        let (actor, client) = (account()?, client()?);
        desk::import(&app()?, Caller::new(Some(&actor), &client), &actor, input).await
    };
    answer(made.await)
}

/// Begins to import the rows of such a file into a table that is there.
#[server(prefix = "/actions", endpoint = "importDatabaseRows", input = Fields)]
pub async fn import_database_rows(input: ImportRowsInput) -> Answer<ImportBegun> {
    answer(async { desk::import_rows(&app()?, &account()?, input).await }.await)
}

/// How far an import is.
#[server(prefix = "/actions", endpoint = "getDatabaseImport", input = Fields)]
pub async fn get_database_import(input: ImportIdInput) -> Answer<ImportState> {
    answer(async { desk::import_state(&app()?, &account()?, input).await }.await)
}

/// Stops an import; nothing of it is left.
#[server(prefix = "/actions", endpoint = "cancelDatabaseImport", input = Fields)]
pub async fn cancel_database_import(input: ImportIdInput) -> Answer<ImportState> {
    answer(async { desk::import_cancel(&app()?, &account()?, input).await }.await)
}
