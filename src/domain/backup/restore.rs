//! Putting one back.

use super::{
    Progress,
    archive::{self, Manifest, cannot_write, private},
    files,
    pending::{self, Decision},
};
use crate::{
    domain::{
        audit::{self, By, Object},
        keys,
        opening::KeySource,
    },
    error::{AppError, Result},
    model::{
        access::Secret,
        audit::{Kind, Verb},
        time::Timestamp,
    },
    secrets::key_file,
    store::{Store, StoreAddress, snapshot::Filling},
};
use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::runtime::Handle;

/// Bytes of one piece of a table at most.
const MOST: u64 = 256 << 20;

/// Where a backup is put back to. Its server must be stopped, and the lock of the data directory be held.
pub struct Target {
    pub data_dir: PathBuf,
    pub database_url: Secret,
    pub keys: KeySource,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    pub manifest: Manifest,
    pub rows: u64,
    pub files: u64,
    /// There is a key that opens what is sealed in the store. Without one no server starts on it.
    pub has_key: bool,
}

/// Replaces the store and the files that the backup has. Killed at whatever moment, it leaves what was there before or
/// everything that the backup holds; a restore that was decided is finished by the next process that takes the directory.
///
/// # Errors
/// `Invalid`, and nothing was changed: the file is no whole backup, is of a newer version, or something is there already
/// and `force` is not given. `Unavailable` when something cannot be read or written, or the key does not fit.
pub async fn restore(target: Target, from: &Path, force: bool, progress: &Arc<Progress>) -> Result<Restored> {
    let (from, progress) = (from.to_owned(), Arc::clone(progress));
    tokio::task::spawn_blocking(move || Work { target, from, progress }.run(force)).await.map_err(AppError::internal)?
}

struct Work {
    target: Target,
    from: PathBuf,
    progress: Arc<Progress>,
}

/// Where things are prepared.
struct Stage {
    folder: PathBuf,
    /// The file of a store on SQLite, beside its place, and its place.
    store: Option<(PathBuf, PathBuf)>,
}

/// What SQLite keeps beside a file.
fn journals(path: &Path) -> Vec<PathBuf> {
    let with = |end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    ["-wal", "-shm", "-journal"].map(with).into()
}

impl Work {
    fn run(&self, force: bool) -> Result<Restored> {
        self.progress.check(true);
        archive::check(&self.from)?;
        self.progress.check(false);
        let address = StoreAddress::of(self.target.database_url.expose())?;
        if !force {
            self.is_free(&address)?;
        }
        let store = match &address {
            StoreAddress::File(path) => {
                let mut prepared = path.as_os_str().to_owned();
                prepared.push(".restoring");
                Some((PathBuf::from(prepared), path.clone()))
            }
            StoreAddress::Server(_) => None,
        };
        let beside: Vec<PathBuf> =
            store.iter().flat_map(|(prepared, _)| journals(prepared).into_iter().chain([prepared.clone()])).collect();
        // A file of this name that nobody noted: of a restore that was killed as it began.
        for path in beside.iter().filter(|path| path.exists()) {
            fs::remove_file(path).map_err(|error| cannot_write(path, &error))?;
        }
        let stage = Stage { folder: pending::prepare(&self.target.data_dir, &beside)?, store };
        let done = self.prepare(&address, &stage);
        // What failed at its very end may have been done by the server of the store all the same.
        if done.is_err() && !pending::is_in_doubt(&stage.folder) {
            pending::clear(&stage.folder)?;
        }
        let (restored, decision) = done?;
        pending::decide(&self.target.data_dir, decision)?;
        Ok(restored)
    }

    /// Refuses to replace anything.
    fn is_free(&self, address: &StoreAddress) -> Result<()> {
        let data_dir = &self.target.data_dir;
        let refused = |what: String| {
            Err(AppError::invalid(format!("{what} Nothing was restored. Use an empty place, or --force to replace what is there.")))
        };
        let others = files::others(data_dir, &self.from).map_err(|error| cannot_write(data_dir, &error))?;
        if !others.is_empty() {
            return refused(format!("The data directory {} is not empty: {}.", data_dir.display(), others.join(", ")));
        }
        match address {
            StoreAddress::File(path) if path.exists() => refused(format!("There is a store already: {}.", path.display())),
            StoreAddress::File(_) => Ok(()),
            StoreAddress::Server(_) => Handle::current().block_on(async {
                let store = Store::bare(address, self.target.database_url.expose()).await?;
                let unused = store.is_unused().await;
                store.close().await;
                if unused? {
                    Ok(())
                } else {
                    refused("The store named by DATABASE_URL has accounts, or tables of another program.".to_owned())
                }
            }),
        }
    }

    fn prepare(&self, address: &StoreAddress, stage: &Stage) -> Result<(Restored, Decision)> {
        let runtime = Handle::current();
        let place = match &stage.store {
            Some((prepared, _)) => StoreAddress::File(prepared.clone()),
            None => address.clone(),
        };
        let store = runtime.block_on(Store::bare(&place, self.target.database_url.expose()))?;
        let filled = self.fill(&store, stage);
        runtime.block_on(store.close());
        let (restored, mut moves) = filled?;
        // What waited beside a hosted file belongs to the file that was there before.
        let hosted = self.target.data_dir.join(files::HOSTED);
        let mut gone: Vec<PathBuf> = moves.iter().filter(|(_, to)| to.starts_with(&hosted)).flat_map(|(_, to)| journals(to)).collect();
        if let Some((prepared, path)) = &stage.store {
            let synced = File::open(prepared).and_then(|file| file.sync_all());
            synced.map_err(|error| cannot_write(prepared, &error))?;
            gone.extend(journals(path));
            moves.push((prepared.clone(), path.clone()));
        }
        Ok((restored, Decision { gone, moves }))
    }

    /// Rows into the store, files beside their places.
    fn fill(&self, store: &Store, stage: &Stage) -> Result<(Restored, Vec<(PathBuf, PathBuf)>)> {
        let runtime = Handle::current();
        let mut filling: Option<Filling> = None;
        let (mut rows, mut moves) = (0, Vec::new());
        let manifest = archive::read(&self.from, |manifest, name, content| {
            if let Some(rest) = name.strip_prefix("store/") {
                let table = rest.split('/').next().unwrap_or_default();
                let mut text = Vec::new();
                content.take(MOST).read_to_end(&mut text).map_err(|error| AppError::invalid(format!("{name} cannot be read: {error}")))?;
                if filling.is_none() {
                    filling = Some(runtime.block_on(store.refill(&manifest.migrations))?);
                }
                if let Some(filling) = &mut filling {
                    rows += runtime.block_on(filling.add(table, &text))?;
                }
                self.progress.add(text.len() as u64);
            } else if let Some(below) = name.strip_prefix("files/") {
                let below =
                    files::target(below).ok_or_else(|| AppError::invalid(format!("The backup names a file out of its place: {name}")))?;
                let prepared = stage.folder.join("files").join(&below);
                self.progress.add(put(&prepared, content)?);
                moves.push((prepared, self.target.data_dir.join(below)));
            }
            Ok(())
        })?;
        let mut filling = filling.ok_or_else(|| AppError::invalid("The backup holds no store."))?;
        let has_key = self.has_key(&mut filling, stage)?;
        // A store of an older version gets its newer tables when a server starts on it.
        if manifest.migrations == crate::store::snapshot::migrations() {
            let name = self.from.file_name().unwrap_or_default().to_string_lossy();
            let object = Object::new(Kind::Server, "", &name);
            runtime.block_on(audit::done(filling.db(), By::operator(), Verb::Restored, &object))?;
        }
        let files = moves.len() as u64;
        self.keep_what_is_there(&mut moves)?;
        let is_on_server = stage.store.is_none();
        runtime.block_on(filling.finish(|| if is_on_server { pending::doubt(&stage.folder) } else { Ok(()) }))?;
        Ok((Restored { manifest, rows, files, has_key }, moves))
    }

    /// Whether the key that a server would use opens what the store holds.
    ///
    /// # Errors
    /// `Unavailable` when there is one and it does not.
    fn has_key(&self, filling: &mut Filling, stage: &Stage) -> Result<bool> {
        let prepared = stage.folder.join("files");
        let of_backup = KeySource::Folder(prepared.clone());
        let source = match &self.target.keys {
            KeySource::Folder(_) if key_file::path(&prepared).exists() => &of_backup,
            own => own,
        };
        let Some(ring) = source.read()? else { return Ok(false) };
        Handle::current().block_on(keys::token_key(filling.db(), &ring)).map(|_| true).map_err(|_| {
            AppError::unavailable(
                "The secret key that is here does not open what the backup holds. Put the key file of the server that made the backup \
                 into the data directory (or set VIZBOARD_SECRET_KEY) and restore again. Nothing was changed.",
            )
        })
    }

    /// Settings that the operator put there stay; a key that another takes the place of is kept beside it.
    fn keep_what_is_there(&self, moves: &mut Vec<(PathBuf, PathBuf)>) -> Result<()> {
        moves.retain(|(_, to)| !(to.file_name().is_some_and(|name| name == files::SETTINGS) && to.exists()));
        let key = key_file::path(&self.target.data_dir);
        if let Some((prepared, _)) = moves.iter().find(|(_, to)| *to == key) {
            let (old, new) = (fs::read(&key).ok(), fs::read(prepared).ok());
            if old.is_some() && old == new {
                moves.retain(|(_, to)| *to != key);
            } else if old.is_some() {
                // Told before anything is decided: a key that is mounted for reading cannot be replaced.
                fs::OpenOptions::new().write(true).open(&key).map_err(|error| cannot_write(&key, &error))?;
                let aside = key.with_extension(format!("key.before-{}", Timestamp::now().0 / 1000));
                let copied = private(&aside).and_then(|mut file| {
                    io::Write::write_all(&mut file, old.as_deref().unwrap_or_default())?;
                    file.sync_all()
                });
                copied.map_err(|error| cannot_write(&aside, &error))?;
            }
        }
        Ok(())
    }
}

fn put(path: &Path, content: &mut dyn Read) -> Result<u64> {
    let made = fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).and_then(|()| private(path));
    let written = made.and_then(|mut file| {
        let bytes = io::copy(content, &mut file)?;
        file.sync_all()?;
        Ok(bytes)
    });
    written.map_err(|error| cannot_write(path, &error))
}
