//! Backups that the server makes by itself, and on demand, in a folder of the operator's. They never hold the key.

use super::{
    Progress,
    archive::{PART, cannot_write},
    make::{Source, make},
};
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, By, Object},
    },
    error::{AppError, Result},
    model::{
        audit::{Kind, Outcome, Verb},
        backup::BackupTry,
        outcome::Message,
        project::UserInput,
        time::Timestamp,
    },
    store,
};
use serde::{Deserialize, Serialize};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant, SystemTime},
};
use tokio_util::sync::CancellationToken;

/// Name of the setting of the store that says how the last ones went.
const LAST: &str = "backup.last";
/// How the names of backups in the folder begin and end.
const NAME: (&str, &str) = ("vizboard-", ".backup");
/// After one that failed.
const AGAIN: Duration = Duration::from_secs(600);
/// A half backup that was not written for so long has nobody who goes on with it.
const ABANDONED: Duration = Duration::from_secs(24 * 3600);
/// Longest time between two looks at the clock.
const LOOK: Duration = Duration::from_secs(30);

/// What the operator decided about them, and where things are.
#[derive(Clone, Debug, Default)]
pub struct Backups {
    pub data_dir: PathBuf,
    /// The file of a store on SQLite.
    pub store_file: Option<PathBuf>,
    /// `VIZBOARD_BACKUP_DIR`
    pub folder: Option<PathBuf>,
    /// `VIZBOARD_BACKUP_EVERY`
    pub every: Option<Duration>,
    /// `VIZBOARD_BACKUP_KEEP`: how many stay in the folder.
    pub keep: usize,
}

/// The one that is being made in this process.
#[derive(Default)]
pub struct Running(Mutex<Option<Arc<Progress>>>);

impl Running {
    /// Takes the turn, unless somebody has it.
    fn begin(&self) -> Option<Arc<Progress>> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        running.is_none().then(|| Arc::clone(running.insert(Arc::default())))
    }

    fn end(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    pub fn progress(&self) -> Option<Arc<Progress>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// How the last ones went, whichever server of the store made them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    pub last: Option<BackupTry>,
    /// The last one that is there.
    pub good: Option<BackupTry>,
}

/// How the last ones went.
pub async fn state(app: &App) -> Result<State> {
    let text = store::settings::get(&mut *app.store.read().await?, LAST).await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// `vizboard-20261126-193000.backup`: in the order of their names they are in the order of their times.
pub fn file_name(at: Timestamp) -> String {
    let (y, m, d) = at.date();
    let seconds = at.0.rem_euclid(86_400_000) / 1000;
    format!("{}{y:04}{m:02}{d:02}-{:02}{:02}{:02}{}", NAME.0, seconds / 3600, seconds / 60 % 60, seconds % 60, NAME.1)
}

/// The backups in a folder, the oldest first.
fn in_folder(folder: &Path, end: &str) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        if let Ok(name) = entry?.file_name().into_string()
            && name.starts_with(NAME.0)
            && name.ends_with(end)
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Whether a name is one that [`file_name`] makes: what people call otherwise is theirs.
fn is_own(name: &str) -> bool {
    let stem = name.strip_prefix(NAME.0).and_then(|rest| rest.strip_suffix(NAME.1));
    let fits = |(at, byte): (usize, u8)| if at == 8 { byte == b'-' } else { byte.is_ascii_digit() };
    stem.is_some_and(|stem| stem.len() == 15 && stem.bytes().enumerate().all(fits))
}

/// The backups in a folder that were made under a name of ours, the oldest first, with when each was written.
fn scheduled(folder: &Path) -> io::Result<Vec<(SystemTime, String)>> {
    let mut found = Vec::new();
    for name in in_folder(folder, NAME.1)?.into_iter().filter(|name| is_own(name)) {
        // One may go while the others are looked at.
        if let Ok(written) = fs::metadata(folder.join(&name)).and_then(|about| about.modified()) {
            found.push((written, name));
        }
    }
    found.sort();
    Ok(found)
}

/// `backUpNow`: begins a backup and does not wait for its end.
///
/// # Errors
/// `Forbidden` for everybody but administrators; `Invalid` without a folder; `Conflict` while one is being made.
pub fn back_up_now(app: &App, actor: &Actor, input: &UserInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    actor.must_administer()?;
    let folder = app.settings.backups.folder.clone();
    let folder =
        folder.ok_or_else(|| AppError::invalid("Backups have no folder yet. Whoever runs this server sets VIZBOARD_BACKUP_DIR."))?;
    let busy = || AppError::conflict("A backup is being made already. It is there in a moment.");
    let progress = app.memory.backups.begin().ok_or_else(busy)?;
    let (app, by) = (app.clone(), By::from(actor));
    tokio::spawn(async move {
        try_one(&app, &folder, &progress, by).await;
        app.memory.backups.end();
    });
    Ok(Message { message: "The backup is being made. Reload this page in a moment.".into() })
}

/// Makes one and remembers how it went. Answers whether it is there.
async fn try_one(app: &App, folder: &Path, progress: &Arc<Progress>, by: By) -> bool {
    let (at, clock) = (Timestamp::now(), Instant::now());
    let file = file_name(at);
    let made = one(app, folder, &file, progress).await;
    let tried = BackupTry {
        at,
        file,
        bytes: made.as_ref().map_or(0, |bytes| *bytes),
        seconds: clock.elapsed().as_secs_f64(),
        error: made.as_ref().err().map(|error| error.text.clone()),
    };
    match &made {
        Ok(bytes) => tracing::info!(file = tried.file, bytes, "a backup was made"),
        Err(error) => tracing::error!(folder = %folder.display(), "no backup was made: {error}"),
    }
    if let Err(error) = remember(app, tried, by).await {
        tracing::error!("how a backup went could not be kept: {error}");
    }
    made.is_ok()
}

async fn one(app: &App, folder: &Path, file: &str, progress: &Arc<Progress>) -> Result<u64> {
    let settings = &app.settings.backups;
    let unusable = |error: io::Error| cannot_write(folder, &error);
    make_private(folder).map_err(unusable)?;
    // What an earlier process left half. What was written lately may be another server's that shares the folder.
    for end in [format!("{}{PART}", NAME.1), format!("{}.copy", NAME.1)] {
        for left in in_folder(folder, &end).map_err(unusable)?.into_iter().map(|name| folder.join(name)) {
            if is_abandoned(&left) {
                fs::remove_file(left).map_err(unusable)?;
            }
        }
    }
    let source = Source {
        store: app.store.clone(),
        data_dir: settings.data_dir.clone(),
        store_file: settings.store_file.clone(),
        folder: Some(folder.to_owned()),
    };
    let made = make(&source, &folder.join(file), false, progress).await?;
    let mut old = scheduled(folder).map_err(unusable)?;
    old.retain(|(_, name)| name != file);
    for (_, name) in old.iter().take(old.len().saturating_sub(settings.keep.saturating_sub(1))) {
        // The new one is there, which is what counts.
        if let Err(error) = fs::remove_file(folder.join(name)) {
            tracing::warn!(file = name, "an old backup could not be removed: {error}");
        }
    }
    Ok(made.bytes)
}

/// Whether nobody writes this any more.
fn is_abandoned(part: &Path) -> bool {
    let written = fs::metadata(part).and_then(|about| about.modified());
    written.is_ok_and(|written| written.elapsed().unwrap_or_default() > ABANDONED)
}

async fn remember(app: &App, tried: BackupTry, by: By) -> Result<()> {
    let good = if tried.error.is_none() { Some(tried.clone()) } else { state(app).await?.good };
    let outcome = if tried.error.is_none() { Outcome::Done } else { Outcome::Failed };
    let object = Object::new(Kind::Server, "", &tried.file);
    let text = serde_json::to_string(&State { last: Some(tried), good }).map_err(AppError::internal)?;
    let mut tx = app.store.begin().await?;
    store::settings::set(&mut tx, LAST, &text).await?;
    audit::note(&mut tx, &by, Verb::BackedUp, &object, outcome).await?;
    Ok(tx.commit().await?)
}

fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Makes one whenever its time has come, until `stop`.
pub async fn run(app: App, stop: CancellationToken) {
    let app = &app;
    let settings = &app.settings.backups;
    let (Some(folder), Some(every)) = (settings.folder.clone(), settings.every) else { return };
    let mut failed: Option<Instant> = None;
    while !stop.is_cancelled() {
        let waits = failed.is_some_and(|at| at.elapsed() < AGAIN.min(every));
        if !waits
            && is_due(&folder, every)
            && let Some(progress) = app.memory.backups.begin()
        {
            let made = tokio::select! {
                made = try_one(app, &folder, &progress, By::server()) => made,
                () = stop.cancelled() => true,
            };
            app.memory.backups.end();
            failed = (!made).then(Instant::now);
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(LOOK.min(every / 4)) => {}
        }
    }
}

/// When the server makes the next one by itself; nothing when it makes none.
pub async fn next(app: &App) -> Option<Timestamp> {
    let settings = &app.settings.backups;
    let (folder, every) = (settings.folder.clone()?, settings.every?);
    let newest = tokio::task::spawn_blocking(move || scheduled(&folder)).await.ok()?.ok()?.into_iter().next_back();
    let left = newest.map_or(Duration::ZERO, |(written, _)| every.saturating_sub(written.elapsed().unwrap_or_default()));
    Some(Timestamp::now().plus_seconds(i64::try_from(left.as_secs()).unwrap_or_default()))
}

/// Whether the newest one is older than `every`, by the time at which its file was written.
fn is_due(folder: &Path, every: Duration) -> bool {
    let newest = scheduled(folder).ok().and_then(|all| all.into_iter().next_back());
    // A clock that was put back leaves one of the future, which is as new as can be.
    newest.is_none_or(|(written, _)| written.elapsed().unwrap_or_default() >= every)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_the_order_of_time() {
        assert_eq!(file_name(Timestamp(1_772_798_400_000)), "vizboard-20260306-120000.backup");
        assert!(file_name(Timestamp(1_772_798_400_000)) < file_name(Timestamp(1_772_798_401_000)));
    }

    #[test]
    fn one_is_due_when_the_newest_is_old() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(is_due(folder.path(), Duration::from_secs(60)));
        fs::write(folder.path().join(file_name(Timestamp(0))), "x").expect("written");
        assert!(!is_due(folder.path(), Duration::from_secs(60)));
        assert!(is_due(folder.path(), Duration::ZERO));
        assert_eq!(in_folder(folder.path(), PART).expect("a list"), Vec::<String>::new());
        // What somebody called otherwise is neither counted nor removed.
        let other = tempfile::tempdir().expect("a folder");
        for name in ["vizboard-before-update.backup", "vizboard-2026.backup", "vizboard-20260306-1200000.backup"] {
            fs::write(other.path().join(name), "x").expect("written");
        }
        assert!(is_due(other.path(), Duration::from_secs(60)));
    }
}
