//! Which files of the data directory belong into a backup, and where they go back to.

use crate::secrets::key_file;
use std::{
    fs, io,
    path::{Component, Path, PathBuf},
};

/// The settings of the operator. They may hold the key and the password of the store, and go with the key.
pub(super) const SETTINGS: &str = "vizboard.toml";
/// What a process holds, and where a restore puts what it prepares.
const OWN: [&str; 3] = ["vizboard.lock", "keys.lock", STAGE];
/// Sockets of connections that are open, and what a file system keeps at the root of a volume.
const PASSED: [&str; 2] = ["pipes", "lost+found"];
/// Below the data directory.
pub(super) const STAGE: &str = ".restoring";

/// The folder of hosted databases, below the data directory.
pub(super) const HOSTED: &str = "databases";

/// Whether a file belongs to a hosted database.
pub(super) fn is_hosted(below: &str) -> bool {
    below.strip_prefix(HOSTED).is_some_and(|rest| rest.starts_with('/'))
}

/// A file of the data directory, by its path below it.
pub(super) type Below = String;

/// Files below the data directory, in order, without the store itself, journals and what is passed over by `skipped`.
pub(super) fn of(data_dir: &Path, skipped: &[PathBuf], with_key: bool) -> io::Result<Vec<Below>> {
    let mut found = Vec::new();
    // One file may be spelled in several ways.
    let plain = |path: &PathBuf| fs::canonicalize(path).unwrap_or_else(|_| path.clone());
    let data_dir = &fs::canonicalize(data_dir)?;
    let skipped: Vec<PathBuf> = skipped.iter().map(plain).collect();
    collect(data_dir, "", &skipped, &mut found)?;
    found.retain(|below| with_key || !is_secret(data_dir, below));
    found.sort();
    Ok(found)
}

fn is_secret(data_dir: &Path, below: &str) -> bool {
    // Also copies that were kept beside them, what an editor leaves, and a key that was being written.
    let name = below.rsplit('/').next().unwrap_or(below).trim_start_matches('.');
    let key = key_file::path(data_dir);
    name.starts_with(SETTINGS) || key.file_name().and_then(|key| key.to_str()).is_some_and(|key| name.starts_with(key))
}

fn collect(folder: &Path, below: &str, skipped: &[PathBuf], found: &mut Vec<Below>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        // It went away meanwhile.
        Err(error) if !below.is_empty() && error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = entry.path();
        let is_passed = below.is_empty() && (OWN.contains(&name.as_str()) || PASSED.contains(&name.as_str()));
        if is_passed || skipped.contains(&path) || is_on_the_way(&name) {
            continue;
        }
        let name = if below.is_empty() { name } else { format!("{below}/{name}") };
        // Links are somebody else's files; sockets belong to a process.
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&path, &name, skipped, found)?;
        } else if kind.is_file() {
            found.push(name);
        }
    }
    Ok(())
}

/// Journals of SQLite are folded into the copy of their file; parts are not whole.
fn is_on_the_way(name: &str) -> bool {
    ["-wal", "-shm", "-journal", super::archive::PART].iter().any(|end| name.ends_with(end))
}

/// Whether a file holds a SQLite database, which is copied as one.
pub(super) fn is_sqlite(path: &Path) -> bool {
    let mut head = [0; 16];
    let read = fs::File::open(path).and_then(|mut file| io::Read::read_exact(&mut file, &mut head));
    read.is_ok() && head == *b"SQLite format 3\0"
}

/// The path of an entry below the data directory; nothing for one that would lead elsewhere or to what is a process' own.
pub(super) fn target(below: &str) -> Option<PathBuf> {
    let path = Path::new(below);
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    let first = below.split('/').next().unwrap_or_default();
    (plain && !below.is_empty() && !below.contains(['\\', '\0']) && !OWN.contains(&first)).then(|| path.to_owned())
}

/// What else is in a data directory than what an operator may put there before a restore.
pub(super) fn others(data_dir: &Path, backup: &Path) -> io::Result<Vec<String>> {
    let backup = fs::canonicalize(backup).unwrap_or_else(|_| backup.to_owned());
    let mut found = Vec::new();
    for entry in fs::read_dir(data_dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_expected = OWN.contains(&name.as_str()) || name == "lost+found" || is_secret(data_dir, &name);
        if !is_expected && fs::canonicalize(entry.path()).map_or(true, |path| path != backup) {
            found.push(name);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_journals_stay_out_and_links_are_not_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path();
        fs::create_dir_all(data.join("demo")).expect("a folder");
        for name in
            ["vizboard.db", "vizboard.db-wal", "secret.key", "secret.key.before", "vizboard.toml", "vizboard.lock", "demo/a.db", "x.part"]
                .into_iter()
                .chain([".secret.keyAbC123", "vizboard.toml~", ".vizboard.toml.swp"])
        {
            fs::write(data.join(name), "x").expect("written");
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink("/etc/passwd", data.join("link")).expect("a link");
        let skipped = [data.join("vizboard.db")];
        assert_eq!(of(data, &skipped, false).expect("a list"), ["demo/a.db"]);
        assert_eq!(
            of(data, &skipped, true).expect("a list"),
            [".secret.keyAbC123", ".vizboard.toml.swp", "demo/a.db", "secret.key", "secret.key.before", "vizboard.toml", "vizboard.toml~"]
        );
        assert_eq!(others(data, &data.join("x.part")).expect("a list"), ["demo", "link", "vizboard.db", "vizboard.db-wal"]);
    }

    #[test]
    fn no_entry_leads_out_of_the_data_directory() {
        for bad in ["", "../x", "/etc/passwd", "a/../../x", "a\\..\\x", "vizboard.lock", ".restoring/x", "./x/.."] {
            assert_eq!(target(bad), None, "{bad}");
        }
        assert_eq!(target("demo/a b.db"), Some("demo/a b.db".into()));
    }
}
