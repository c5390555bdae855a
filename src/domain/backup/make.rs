//! Making one.

use super::{
    Progress,
    archive::{Manifest, Writer, cannot_write},
    files,
};
use crate::{
    domain::audit::{self, By, Object},
    engines::hosted,
    error::{AppError, Result},
    model::audit::{Kind, Verb},
    store::{
        Store,
        snapshot::{self, Piece},
    },
};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::{runtime::Handle, sync::mpsc};

/// What is backed up.
#[derive(Clone)]
pub struct Source {
    pub store: Store,
    pub data_dir: PathBuf,
    /// The file of a store on SQLite: its rows are in the backup, and not the file.
    pub store_file: Option<PathBuf>,
    /// A folder of backups, which are not backed up themselves.
    pub folder: Option<PathBuf>,
}

/// A backup that is there and was read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// Of the file.
    pub bytes: u64,
    pub entries: u64,
}

enum Step {
    Piece(Piece),
    /// All rows were sent.
    StoreIsThrough,
}

/// Makes a backup while others use the store. With `with_key` the key and `vizboard.toml` are in it, and whoever has the
/// file has everything.
///
/// # Errors
/// `Unavailable` when the store cannot be read or the file not be written, `Invalid` when there is a file of that name.
/// Nothing stays of a backup that failed.
pub async fn make(source: &Source, to: &Path, with_key: bool, progress: &Arc<Progress>) -> Result<Made> {
    let (steps, taken) = mpsc::channel(4);
    let (of, to, watched) = (source.clone(), to.to_owned(), Arc::clone(progress));
    let writing = tokio::task::spawn_blocking(move || write(&of, &to, with_key, taken, &watched));
    let (pieces, mut rows) = mpsc::channel(1);
    let dumping = async {
        let dumped = source.store.dump(&pieces).await;
        drop(pieces);
        dumped
    };
    let handing = async {
        while let Some(piece) = rows.recv().await {
            if steps.send(Step::Piece(piece)).await.is_err() {
                break;
            }
        }
        rows.close();
    };
    let (dumped, ()) = tokio::join!(dumping, handing);
    if dumped.is_ok() {
        // Whoever writes may have failed already, and says why.
        steps.send(Step::StoreIsThrough).await.ok();
    }
    drop(steps);
    let written = writing.await.map_err(AppError::internal)?;
    dumped.and(written)
}

/// Writes down that the operator made one.
pub async fn note(store: &Store, file: &Path) -> Result<()> {
    let mut tx = store.begin().await?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    audit::done(&mut tx, By::operator(), Verb::BackedUp, &Object::new(Kind::Server, "", &name)).await?;
    Ok(tx.commit().await?)
}

fn write(source: &Source, to: &Path, with_key: bool, mut steps: mpsc::Receiver<Step>, progress: &Progress) -> Result<Made> {
    let mut writer = Writer::create(to, &Manifest::new(with_key))?;
    let mut number = 0;
    loop {
        match steps.blocking_recv() {
            Some(Step::Piece(piece)) => {
                number += 1;
                writer.put(&format!("store/{}/{number:06}.jsonl", piece.table), &piece.text)?;
                progress.add(piece.text.len() as u64);
            }
            Some(Step::StoreIsThrough) => break,
            None => return Err(AppError::unavailable("The store could not be read to its end")),
        }
    }
    let mut skipped: Vec<PathBuf> = source.store_file.iter().chain(&source.folder).cloned().collect();
    // What is on its way to or from a hosted database is not whole.
    skipped.extend([to.to_owned(), writer.beside(), source.data_dir.join(files::HOSTED).join("staging")]);
    let unreadable = |error: std::io::Error| AppError::unavailable(format!("The data directory cannot be read: {error}"));
    for below in files::of(&source.data_dir, &skipped, with_key).map_err(unreadable)? {
        let path = source.data_dir.join(&below);
        let bytes = if files::is_sqlite(&path) { add_sqlite(&mut writer, &below, &path)? } else { add(&mut writer, &below, &path)? };
        progress.add(bytes);
    }
    let (entries, _) = progress.so_far();
    Ok(Made { bytes: writer.finish(progress)?, entries })
}

fn add(writer: &mut Writer, below: &str, path: &Path) -> Result<u64> {
    let opened = File::open(path).and_then(|file| Ok((file.metadata()?.len(), file)));
    let (bytes, file) = match opened {
        // It went away meanwhile.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        opened => opened.map_err(|error| AppError::unavailable(format!("{} cannot be read: {error}", path.display())))?,
    };
    writer.add(&format!("files/{below}"), bytes, file)?;
    Ok(bytes)
}

/// As it is at one moment, whoever writes it.
fn add_sqlite(writer: &mut Writer, below: &str, path: &Path) -> Result<u64> {
    let copy = writer.beside();
    let remove = || fs::remove_file(&copy).or_else(|error| if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) });
    remove().map_err(|error| cannot_write(&copy, &error))?;
    let copied = if files::is_hosted(below) {
        hosted::copy_file(path, &copy).map_err(|error| AppError::unavailable(error.to_string()))
    } else {
        Handle::current().block_on(snapshot::copy_sqlite(path, &copy))
    };
    let added = copied.and_then(|()| add(writer, below, &copy));
    let removed = remove().map_err(|error| cannot_write(&copy, &error));
    added.and_then(|bytes| removed.map(|()| bytes))
}
