//! Databases that nobody owns go after their last day, and so does what is left over on the disk.

use super::{copies, desk::deleted, life, staging};
use crate::{
    domain::{
        App,
        audit::{self, By, Object},
    },
    error::{AppError, Result},
    model::{audit::Verb, time::Timestamp},
    store,
};
use std::{
    collections::HashSet,
    io,
    path::Path,
    time::{Duration, SystemTime},
};

/// What is younger may belong to something that is being made.
const LEFT_OVER: Duration = Duration::from_secs(86_400);

/// Deletes the databases whose last day is over.
pub async fn expire(app: &App) -> Result<()> {
    let now = Timestamp::now();
    loop {
        let rows = store::databases::expired(&mut *app.store.read().await?, now).await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in rows {
            let mut tx = app.store.begin().await?;
            // Somebody may have claimed it this moment.
            let held = store::databases::lock(&mut tx, &row.id).await?;
            if held.is_none_or(|held| held.expires_at.is_none_or(|at| at > now)) {
                continue;
            }
            store::databases::delete(&mut tx, &row.id).await?;
            audit::done(&mut tx, By::server(), Verb::Deleted, &Object::database(&row).saying("its last day is over")).await?;
            tx.commit().await?;
            life::remove_file(app, &row).await;
            tracing::info!(database = %row.folder, "a database without an owner went");
        }
    }
}

/// Removes folders that belong to no database, files that were on their way, and files of copies that nothing is known of,
/// once they are a day old; and deleted rows that were kept long enough.
pub async fn sweep(app: &App) -> Result<()> {
    deleted::sweep(app).await?;
    // Folders are listed first: one that appears afterwards is not looked at.
    let folder = &app.settings.hosting.folder;
    let old = old_entries(folder).await.map_err(AppError::internal)?;
    let known: HashSet<String> = store::databases::folders(&mut *app.store.read().await?).await?.into_iter().collect();
    stray_copies(app, &known).await?;
    for name in old.into_iter().filter(|name| name != "staging" && !known.contains(name)) {
        match life::remove_folder(&folder.join(&name)).await {
            Ok(()) => tracing::info!(name, "a folder without a database was removed"),
            Err(error) => tracing::warn!(name, "a folder without a database could not be removed: {error}"),
        }
    }
    let staging = staging::folder(app);
    for name in old_entries(&staging).await.map_err(AppError::internal)? {
        if let Err(error) = tokio::fs::remove_file(staging.join(&name)).await {
            tracing::warn!(name, "a file that was on its way could not be removed: {error}");
        }
    }
    Ok(())
}

/// Removes what lies among the copies of a database and is none: the copying ended with the server, or the row went and the
/// file stayed.
async fn stray_copies(app: &App, folders: &HashSet<String>) -> Result<()> {
    for folder in folders {
        let copies = app.settings.hosting.folder.join(folder).join("copies");
        // Before the rows are read: the row of what is a day old is there by then.
        let old = old_entries(&copies).await.map_err(AppError::internal)?;
        if old.is_empty() {
            continue;
        }
        let rows = store::database_copies::of_folder(&mut *app.store.read().await?, folder).await?;
        let known: HashSet<String> = rows.iter().map(copies::file_name).collect();
        for name in old.into_iter().filter(|name| !known.contains(name)) {
            match tokio::fs::remove_file(copies.join(&name)).await {
                Ok(()) => tracing::info!(folder, name, "a file of a copy that nothing is known of was removed"),
                Err(error) => tracing::warn!(folder, name, "a file among the copies could not be removed: {error}"),
            }
        }
    }
    Ok(())
}

/// Names of what was not touched for a day.
async fn old_entries(folder: &Path) -> io::Result<Vec<String>> {
    let mut entries = match tokio::fs::read_dir(folder).await {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut old = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        // What vanishes meanwhile needs no sweeping.
        let Ok(facts) = entry.metadata().await else { continue };
        let age = facts.modified().ok().and_then(|at| SystemTime::now().duration_since(at).ok());
        if let (Some(age), Ok(name)) = (age, entry.file_name().into_string())
            && age > LEFT_OVER
        {
            old.push(name);
        }
    }
    Ok(old)
}
