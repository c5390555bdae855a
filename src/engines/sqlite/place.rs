//! Which file a connection means, and whether it may be opened (00-conventions, `VIZBOARD_SQLITE_DIRS`).
//!
//! A file may be opened when its real path, with every link followed, lies below a folder that the operator allowed
//! (or the demo folder), is a regular file, and is none of VizBoard's own.

use crate::{
    engines::EngineSettings,
    model::engine::{EngineError, Step},
};
use std::{
    fs, io,
    os::unix::fs::MetadataExt,
    path::{Component, Path, PathBuf},
};

/// Folders of the kernel: nothing in them is a database, even when the operator allowed `/`.
const KERNEL: [&str; 3] = ["/proc", "/dev", "/sys"];
/// The folder in the data directory that is always allowed.
pub(in crate::engines) const DEMO: &str = "demo";

/// A file that may be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engines) struct Place {
    /// The real path, free of links.
    pub path: PathBuf,
    pub identity: Identity,
}

impl Place {
    /// The regular file of this path, which is no link itself.
    pub(in crate::engines) fn plain(path: PathBuf) -> io::Result<Self> {
        let found = fs::symlink_metadata(&path)?;
        if !found.is_file() {
            return Err(io::Error::new(io::ErrorKind::NotFound, "not a regular file"));
        }
        Ok(Self { path, identity: Identity(found.dev(), found.ino()) })
    }
}

/// Device and inode: tells when a file was replaced under an open connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engines) struct Identity(u64, u64);

/// What the operator allowed.
#[derive(Clone, Debug)]
pub(in crate::engines) struct Places {
    allowed: Vec<PathBuf>,
    data_dir: PathBuf,
    own_store: Option<PathBuf>,
}

impl Places {
    pub(in crate::engines) fn new(settings: &EngineSettings) -> Self {
        Self { allowed: settings.sqlite_dirs.clone(), data_dir: settings.data_dir.clone(), own_store: settings.own_store.clone() }
    }

    /// The file that `database` names: absolute, or relative to an allowed folder (the first that has it); the demo is
    /// `demo/...`. Blocks on the file system.
    pub(in crate::engines) fn resolve(&self, database: &str) -> Result<Place, EngineError> {
        let given = plain_path(database)?;
        let mut outside = false;
        for (base, root) in self.roots() {
            let Ok(root) = root.canonicalize() else { continue };
            let candidate = if given.is_absolute() {
                // Nothing outside is even looked at, so nobody learns what exists there.
                if !(given.starts_with(&root) || given.starts_with(&base)) {
                    continue;
                }
                given.clone()
            } else {
                base.join(&given)
            };
            match candidate.canonicalize() {
                Ok(real) if real.starts_with(&root) => return self.checked(real),
                Ok(_) => outside = true,
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Err(forbidden()),
                Err(_) => {}
            }
        }
        if self.allowed.is_empty() && !given.starts_with(DEMO) {
            return Err(EngineError::new(
                Step::Database,
                "SQLite files are not enabled on this server.",
                "Whoever runs it can allow folders with VIZBOARD_SQLITE_DIRS.",
            ));
        }
        Err(if outside || given.is_absolute() { not_allowed() } else { missing() })
    }

    /// Where a relative path starts, and the folder that it must stay in.
    fn roots(&self) -> Vec<(PathBuf, PathBuf)> {
        let mut roots: Vec<_> = self.allowed.iter().map(|folder| (folder.clone(), folder.clone())).collect();
        roots.push((self.data_dir.clone(), self.data_dir.join(DEMO)));
        roots
    }

    fn checked(&self, path: PathBuf) -> Result<Place, EngineError> {
        if KERNEL.iter().any(|folder| path.starts_with(folder)) {
            return Err(not_allowed());
        }
        if let Ok(data) = self.data_dir.canonicalize()
            && path.starts_with(&data)
            && !path.starts_with(data.join(DEMO))
        {
            return Err(not_allowed());
        }
        let found = fs::metadata(&path).map_err(|_| missing())?;
        if !found.is_file() {
            return Err(EngineError::new(Step::Database, "That path is not a regular file.", "Give the path of an SQLite file."));
        }
        let identity = Identity(found.dev(), found.ino());
        // Also under another name (a hard link).
        let own = self.own_store.as_deref().and_then(|store| fs::metadata(store).ok());
        if own.is_some_and(|own| Identity(own.dev(), own.ino()) == identity) {
            return Err(not_allowed());
        }
        Ok(Place { path, identity })
    }
}

/// The path as given, when it is nothing but a path.
fn plain_path(database: &str) -> Result<PathBuf, EngineError> {
    let refused = |text: &str| Err(EngineError::new(Step::Database, text, "Give the path of a file below an allowed folder."));
    let lower = database.trim().to_ascii_lowercase();
    if lower.is_empty() {
        return refused("The path of the SQLite file is missing.");
    }
    if lower.starts_with("file:") || lower.starts_with(":memory:") || lower.contains("://") || database.contains('\0') {
        return refused("Only the plain path of a file can be opened.");
    }
    let path = Path::new(database.trim());
    if path.components().any(|part| matches!(part, Component::ParentDir)) {
        return refused("The path must not lead upwards (\"..\").");
    }
    Ok(path.to_owned())
}

fn missing() -> EngineError {
    EngineError::new(Step::Database, "There is no such file below the allowed folders.", "Check the path.")
}

fn not_allowed() -> EngineError {
    EngineError::new(
        Step::Database,
        "That file is not below an allowed folder.",
        "Whoever runs this server can allow folders with VIZBOARD_SQLITE_DIRS.",
    )
}

fn forbidden() -> EngineError {
    EngineError::new(Step::Permission, "This server may not read that file.", "Give its account the right to read the file and its folder.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    struct Ground {
        _dir: tempfile::TempDir,
        root: PathBuf,
        places: Places,
    }

    /// `allowed/`, `outside/` and `data/` beside each other.
    fn ground() -> Ground {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().canonicalize().expect("exists");
        for file in ["allowed/a.db", "allowed/sub/b c.db", "outside/o.db", "data/store.sqlite", "data/demo/sales.sqlite"] {
            let path = root.join(file);
            fs::create_dir_all(path.parent().expect("has a folder")).expect("makes folders");
            fs::write(path, "x").expect("writes");
        }
        let places =
            Places { allowed: vec![root.join("allowed")], data_dir: root.join("data"), own_store: Some(root.join("outside/o.db")) };
        Ground { _dir: dir, root, places }
    }

    fn opened(ground: &Ground, database: &str) -> Option<PathBuf> {
        ground.places.resolve(database).ok().map(|place| place.path.strip_prefix(&ground.root).expect("inside").to_owned())
    }

    #[test]
    fn files_below_allowed_folders_are_found() {
        let ground = ground();
        let absolute = ground.root.join("allowed/a.db");
        for (database, path) in [
            ("a.db", "allowed/a.db"),
            ("./a.db", "allowed/a.db"),
            ("sub/b c.db", "allowed/sub/b c.db"),
            (absolute.to_str().expect("plain"), "allowed/a.db"),
            ("demo/sales.sqlite", "data/demo/sales.sqlite"),
        ] {
            assert_eq!(opened(&ground, database), Some(path.into()), "{database}");
        }
    }

    #[test]
    fn everything_else_is_refused_as_a_database_that_is_not_there() {
        let ground = ground();
        let at = |path: &str| ground.root.join(path).to_str().expect("plain").to_owned();
        symlink(at("outside/o.db"), at("allowed/link.db")).expect("links");
        symlink(at("outside"), at("allowed/folder")).expect("links");
        fs::hard_link(at("outside/o.db"), at("allowed/hard.db")).expect("links");
        symlink("/proc/self/environ", at("allowed/environ")).expect("links");
        for database in [
            "",
            "  ",
            "none.db",
            "sub",
            "../outside/o.db",
            "sub/../../outside/o.db",
            "link.db",
            "folder/o.db",
            "hard.db",
            "environ",
            ":memory:",
            ":MEMORY:",
            "file:a.db",
            "FILE:a.db?mode=rwc",
            "file://a.db",
            "a.db\0.txt",
            "store.sqlite",
            "demo/../store.sqlite",
            "/proc/self/environ",
            "/dev/zero",
            "/etc/passwd",
            &at("outside/o.db"),
            &at("data/store.sqlite"),
            &at("allowed/../outside/o.db"),
        ] {
            let error = ground.places.resolve(database).expect_err(database);
            assert_eq!(error.step, Step::Database, "{database}");
        }
    }

    #[test]
    fn even_the_root_folder_does_not_open_the_kernel_or_our_own_files() {
        let ground = ground();
        let places = Places { allowed: vec!["/".into()], ..ground.places.clone() };
        assert!(places.resolve(ground.root.join("allowed/a.db").to_str().expect("plain")).is_ok());
        for database in ["/proc/self/environ", "proc/self/environ", "/dev/zero", "/sys/kernel/notes"] {
            assert!(places.resolve(database).is_err(), "{database}");
        }
        for own in ["data/store.sqlite", "outside/o.db"] {
            assert!(places.resolve(ground.root.join(own).to_str().expect("plain")).is_err(), "{own}");
        }
    }

    #[test]
    fn without_allowed_folders_only_the_demo_opens() {
        let ground = ground();
        let places = Places { allowed: vec![], ..ground.places.clone() };
        assert!(places.resolve("demo/sales.sqlite").is_ok());
        assert!(places.resolve("a.db").expect_err("refused").hint.contains("VIZBOARD_SQLITE_DIRS"));
    }
}
