//! The key file in the data directory: made on first start, readable by its owner only, replaced as a whole.

use super::{
    key_ring::KeyRing,
    key_text::{self, Listed},
};
use crate::error::{AppError, Result};
use std::{
    fs::File,
    io::{self, ErrorKind, Read, Write},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    time::Duration,
};
use zeroize::Zeroizing;

const NAME: &str = "secret.key";

/// Tells a file from another that took its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    inode: u64,
    length: u64,
    changed: (i64, i64),
}

impl Stamp {
    fn of(file: &std::fs::Metadata) -> Self {
        Self { inode: file.ino(), length: file.len(), changed: (file.ctime(), file.ctime_nsec()) }
    }
}

/// The keys of the file `secret.key` in `folder`, which is made when it does not exist. Apart from that no start of a
/// server writes the file, whatever it holds.
///
/// # Errors
/// `Unavailable`, for the operator to read.
pub fn key_ring_of_folder(folder: &Path) -> Result<KeyRing> {
    let path = path(folder);
    if !path.exists() {
        let made = Listed::fresh()
            .and_then(|key| write_new(folder, &path, &key_text::written(&[key])).map_err(|error| refused(&path, "made", &error)));
        // Another process may have made it meanwhile: its keys are read next.
        if !path.exists() {
            made?;
        }
    }
    KeyRing::following(&path)
}

/// The key file of a folder, whether it is there or not.
pub fn path(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

/// Puts a new key in front of the list. Answers its id.
///
/// # Errors
/// `Unavailable`, for the operator to read; the file is as it was.
pub fn add_key(folder: &Path) -> Result<String> {
    let new = Listed::fresh()?;
    let id = new.id.clone();
    rewrite(folder, |mut keys| {
        keys.insert(0, new);
        keys
    })?;
    Ok(id)
}

/// Takes keys out of the list, never the newest.
///
/// # Errors
/// `Unavailable`, for the operator to read; the file is as it was.
pub fn remove_keys(folder: &Path, ids: &[String]) -> Result<()> {
    rewrite(folder, |mut keys| {
        let old = keys.split_off(1);
        keys.extend(old.into_iter().filter(|key| !ids.contains(&key.id)));
        keys
    })
}

/// How long the file has been as it is.
pub fn age(folder: &Path) -> Duration {
    let written = std::fs::metadata(path(folder)).and_then(|file| file.modified());
    written.ok().and_then(|at| at.elapsed().ok()).unwrap_or_default()
}

pub(super) fn stamp(path: &Path) -> io::Result<Stamp> {
    Ok(Stamp::of(&std::fs::metadata(path)?))
}

/// The text of the file, and the stamp of the very file that was read.
pub(super) fn read(path: &Path) -> Result<(Stamp, Zeroizing<String>)> {
    let read = || {
        let mut file = File::open(path)?;
        let mut text = Zeroizing::new(String::with_capacity(4096));
        file.read_to_string(&mut text)?;
        Ok((Stamp::of(&file.metadata()?), text))
    };
    read().map_err(|error| refused(path, "read", &error))
}

fn refused(path: &Path, what: &str, error: &io::Error) -> AppError {
    AppError::unavailable(format!("The key file {} cannot be {what}: {error}", path.display()))
}

/// Replaces the list.
fn rewrite(folder: &Path, change: impl FnOnce(Vec<Listed>) -> Vec<Listed>) -> Result<()> {
    let path = path(folder);
    let (_, text) = read(&path)?;
    let keys = key_text::written(&change(key_text::parse(&text)?));
    replace(&path, &keys).map_err(|error| refused(&path, "written, and is as it was", &error))
}

/// Whole or not at all, and there after a power cut: written beside, synced, renamed into place, the folder synced. The
/// owner stays, so that a rotation by root does not lock the server out. Where the file is a link, what it leads to is
/// replaced.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = path.canonicalize()?;
    let before = std::fs::metadata(&path)?;
    let folder = path.parent().ok_or(ErrorKind::NotFound)?;
    let file = beside(folder, text)?;
    let made = file.as_file().metadata()?;
    if (made.uid(), made.gid()) != (before.uid(), before.gid()) {
        std::os::unix::fs::fchown(file.as_file(), Some(before.uid()), Some(before.gid()))?;
    }
    file.persist(&path).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()
}

/// As [`replace`] for a file that is not there yet. A link, unlike a rename, never replaces a key that another process
/// made meanwhile.
fn write_new(folder: &Path, path: &Path, text: &str) -> io::Result<()> {
    beside(folder, text)?.persist_noclobber(path).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()
}

/// A synced file with the text, of mode 0600; gone when dropped.
fn beside(folder: &Path, text: &str) -> io::Result<tempfile::NamedTempFile> {
    let mut file = tempfile::Builder::new().prefix(".secret.key").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::Place;
    use std::os::unix::fs::{PermissionsExt, symlink};

    const PLACE: Place = Place { table: "t", column: "c", row: "r" };

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn made_once_and_then_kept() {
        let folder = tempfile::tempdir().unwrap();
        let sealed = key_ring_of_folder(folder.path()).unwrap().seal("hello", &PLACE).unwrap();
        let again = key_ring_of_folder(folder.path()).unwrap();
        assert_eq!(again.open(&sealed, &PLACE).unwrap().expose(), "hello");
        assert_eq!(mode(&path(folder.path())), 0o600);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing temporary is left");
    }

    #[test]
    fn a_broken_file_is_refused_and_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = path(folder.path());
        std::fs::write(&path, "0".repeat(64)).unwrap();
        assert!(key_ring_of_folder(folder.path()).is_err());
        assert!(add_key(folder.path()).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "0".repeat(64));
    }

    #[test]
    fn keys_come_in_front_and_go_but_never_the_newest() {
        let folder = tempfile::tempdir().unwrap();
        // A key without an id, readable by everybody, as somebody may have copied it.
        std::fs::write(path(folder.path()), "8f3a51c2e07b946d1d5be2a9430c77f81962bd04ce8fa5336a70d91be4275c0e").unwrap();
        let first = key_ring_of_folder(folder.path()).unwrap();
        let sealed = first.seal("first", &PLACE).unwrap();
        let second = add_key(folder.path()).unwrap();
        let third = add_key(folder.path()).unwrap();
        assert_eq!(mode(&path(folder.path())), 0o600);
        let all = key_ring_of_folder(folder.path()).unwrap();
        assert_eq!(all.ids(), [third.clone(), second.clone(), first.ids()[2].clone()]);
        assert_eq!(all.open(&sealed, &PLACE).unwrap().expose(), "first");
        remove_keys(folder.path(), &[second]).unwrap();
        assert_eq!(all.ids(), [third.clone(), first.ids()[1].clone()]);
        remove_keys(folder.path(), &all.ids()).unwrap();
        assert_eq!(all.ids(), [third]);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing temporary is left");
    }

    #[test]
    fn a_link_stays_a_link() {
        let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        drop(key_ring_of_folder(elsewhere.path()).unwrap());
        symlink(path(elsewhere.path()), path(folder.path())).unwrap();
        add_key(folder.path()).unwrap();
        assert!(std::fs::symlink_metadata(path(folder.path())).unwrap().is_symlink());
        assert_eq!(key_ring_of_folder(elsewhere.path()).unwrap().ids().len(), 2);
    }
}
