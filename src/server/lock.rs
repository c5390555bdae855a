//! One process per data directory, and beside it one that changes its keys: locks of the operating system on
//! `vizboard.lock` and `keys.lock`, which end with their process however that ends (security.md, check 157).

use crate::{domain::backup, error::AppError};
use std::{
    fs::{File, TryLockError},
    io,
    path::{Path, PathBuf},
};

/// Held as long as the process uses the directory.
#[derive(Debug)]
pub struct DataDirLock {
    _file: File,
}

#[derive(Debug, thiserror::Error)]
pub enum LockError {
    #[error(
        "The data directory {} is in use by another VizBoard. Stop it first, or give this one its own VIZBOARD_DATA_DIR.",
        .0.display()
    )]
    Taken(PathBuf),
    #[error("Another `vizboard rotate-key` or `vizboard backup --with-key` is at work on the data directory {}. Wait for its end.", .0.display())]
    Rotating(PathBuf),
    #[error("The data directory {} cannot be used: {}", .0.display(), .1)]
    Unusable(PathBuf, io::Error),
    /// A restore was interrupted and cannot be ended.
    #[error("{0}")]
    Interrupted(AppError),
}

impl DataDirLock {
    /// Makes the directory when it is missing, readable by its owner only, and takes the lock without waiting. A restore
    /// that was interrupted is ended first.
    pub fn take(data_dir: &Path) -> Result<Self, LockError> {
        Self::take_for(data_dir, false)
    }

    /// For a restore over what is there, which mends also what no server may start on.
    pub fn take_for_restore(data_dir: &Path) -> Result<Self, LockError> {
        Self::take_for(data_dir, true)
    }

    fn take_for(data_dir: &Path, to_restore: bool) -> Result<Self, LockError> {
        make_private(data_dir).map_err(|error| LockError::Unusable(data_dir.to_path_buf(), error))?;
        let lock = Self::lock(data_dir, "vizboard.lock", LockError::Taken)?;
        backup::finish_interrupted(data_dir, to_restore).map_err(LockError::Interrupted)?;
        Ok(lock)
    }

    /// The lock of whoever changes the keys, which is free while a server runs.
    pub fn take_for_keys(data_dir: &Path) -> Result<Self, LockError> {
        Self::lock(data_dir, "keys.lock", LockError::Rotating)
    }

    fn lock(data_dir: &Path, name: &str, taken: fn(PathBuf) -> LockError) -> Result<Self, LockError> {
        let unusable = |error| LockError::Unusable(data_dir.to_path_buf(), error);
        // Not truncated and never deleted: the file has no content, only its lock counts.
        let file = File::options().create(true).truncate(false).write(true).open(data_dir.join(name)).map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(taken(data_dir.to_path_buf())),
            Err(TryLockError::Error(error)) => Err(unusable(error)),
        }
    }
}

/// Makes the folder with its parents; one that exists keeps its rights, which are the operator's decision.
fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_refused_until_the_first_lets_go() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let dir = folder.path().join("new/data");
        let first = DataDirLock::take(&dir).expect("the first gets it");
        assert!(matches!(DataDirLock::take(&dir), Err(LockError::Taken(_))));
        let keys = DataDirLock::take_for_keys(&dir).expect("beside a server");
        assert!(matches!(DataDirLock::take_for_keys(&dir), Err(LockError::Rotating(_))));
        drop((first, keys));
        DataDirLock::take_for_keys(&dir).expect("free again");
        DataDirLock::take(&dir).expect("free again");
    }
}
