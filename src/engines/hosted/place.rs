//! Where the files of hosted databases lie. Names of folders are ours and plain; no link is followed.

use crate::{
    engines::{EngineSettings, sqlite::place::Place},
    model::engine::{EngineError, Step},
};
use std::path::{Path, PathBuf};

/// The file in the folder of a database.
pub(super) const FILE: &str = "data.sqlite";
/// Longest name of a folder.
const LONGEST: usize = 64;

#[derive(Clone, Debug)]
pub(super) struct Places {
    root: PathBuf,
}

impl Places {
    pub(super) fn new(settings: &EngineSettings) -> Self {
        Self { root: settings.data_dir.join("databases") }
    }

    /// The file of a database. Blocks.
    ///
    /// # Errors
    /// When it is not there, or something else lies in its place.
    pub(super) fn resolve(&self, name: &str) -> Result<Place, EngineError> {
        Place::plain(self.folder(name)?.join(FILE)).map_err(|_| missing())
    }

    /// Where the file of a database is or will be.
    ///
    /// # Errors
    /// When its folder is not there.
    pub(super) fn folder(&self, name: &str) -> Result<PathBuf, EngineError> {
        check(name)?;
        let folder = self.root.canonicalize().map_err(|_| missing())?.join(name);
        match std::fs::symlink_metadata(&folder) {
            Ok(found) if found.is_dir() => Ok(folder),
            _ => Err(missing()),
        }
    }

    /// A file that was put below the folder of hosted databases.
    ///
    /// # Errors
    /// When it lies elsewhere, or is no plain file.
    pub(super) fn given(&self, path: &Path) -> Result<Place, EngineError> {
        let path = self.inside(path)?;
        Place::plain(path).map_err(|_| EngineError::new(Step::Database, "The file is not there any more.", "Send it again."))
    }

    /// Where a new file below the folder of hosted databases will be.
    ///
    /// # Errors
    /// When that lies elsewhere, or something is there.
    pub(super) fn new_file(&self, path: &Path) -> Result<PathBuf, EngineError> {
        let path = self.inside(path)?;
        match std::fs::symlink_metadata(&path) {
            Err(_) => Ok(path),
            Ok(found) if found.is_file() && found.len() == 0 => Ok(path),
            Ok(_) => Err(EngineError::new(Step::Database, "There is a file in the place of the copy.", "Try again.")),
        }
    }

    fn inside(&self, path: &Path) -> Result<PathBuf, EngineError> {
        let root = self.root.canonicalize().map_err(|_| missing())?;
        match (path.parent().and_then(|folder| folder.canonicalize().ok()), path.file_name()) {
            (Some(folder), Some(name)) if folder.starts_with(&root) => Ok(folder.join(name)),
            _ => Err(EngineError::new(Step::Database, "The file does not lie below the folder of hosted databases.", "")),
        }
    }
}

fn check(name: &str) -> Result<(), EngineError> {
    let is_plain = (1..=LONGEST).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if is_plain { Ok(()) } else { Err(missing()) }
}

fn missing() -> EngineError {
    EngineError::new(Step::Database, "The file of this database is not there.", "The operator finds copies in the backups of this server.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, os::unix::fs::symlink};

    #[test]
    fn only_plain_files_of_plain_names_are_found() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().join("databases");
        fs::create_dir_all(root.join("abc")).expect("makes folders");
        fs::create_dir_all(root.join("linked")).expect("makes folders");
        fs::create_dir_all(root.join("staging")).expect("makes folders");
        fs::write(root.join("abc").join(FILE), "x").expect("writes");
        fs::write(dir.path().join("outside"), "x").expect("writes");
        symlink(root.join("abc").join(FILE), root.join("linked").join(FILE)).expect("links");
        symlink(root.join("abc"), root.join("link")).expect("links");
        let places = Places { root: root.clone() };
        assert!(places.resolve("abc").is_ok());
        for name in ["", "ABC", "../abc", "abc/", "linked", "link", ".", "abc\0", "none", "a-b", &"a".repeat(65)] {
            assert!(places.resolve(name).is_err(), "{name}");
        }
        assert!(places.given(&root.join("abc").join(FILE)).is_ok());
        for path in [dir.path().join("outside"), root.join("../outside"), root.join("linked").join(FILE), root.join("abc")] {
            assert!(places.given(&path).is_err(), "{}", path.display());
        }
        assert!(places.new_file(&root.join("staging/new")).is_ok());
        assert!(places.new_file(&root.join("abc").join(FILE)).is_err());
        assert!(places.new_file(&dir.path().join("new")).is_err());
    }
}
