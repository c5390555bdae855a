//! The folder that the sockets of all pipes are in. It is emptied at each start: a process that was killed leaves its
//! sockets behind.

use std::{
    fs, io,
    os::unix::{
        fs::{DirBuilderExt, symlink},
        net::UnixListener,
    },
    path::{Path, PathBuf},
};
use tempfile::Builder;

/// The folder below the data directory, or the link to one elsewhere.
const NAME: &str = "pipes";
/// How folders of ours begin that are elsewhere.
const ELSEWHERE: &str = "vizboard-pipes-";
/// The longest name of a socket: the one of the greatest port.
const LONGEST_SOCKET: &str = ".s.PGSQL.65535";

/// An empty folder for pipes that belongs to `data_dir`. Only the process that holds the data directory may call this.
///
/// Where sockets cannot be made below the data directory (its path is too long for their names, or its file system has
/// none), they are made in the system's folder for temporary files, and a link in the data directory tells the next
/// start where.
pub fn nest(data_dir: &Path) -> PathBuf {
    let path = std::path::absolute(data_dir).unwrap_or_else(|_| data_dir.to_path_buf()).join(NAME);
    let made = sweep(&path).and_then(|()| below(&path).or_else(|_| elsewhere(&path)));
    made.unwrap_or_else(|error| {
        tracing::warn!("sockets left by a killed process will not be removed: {} cannot be used: {error}", path.display());
        tempfile::env::temp_dir()
    })
}

fn sweep(path: &Path) -> io::Result<()> {
    let is_ours = |folder: &Path| folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with(ELSEWHERE));
    let removed = match fs::read_link(path) {
        Ok(folder) => {
            if is_ours(&folder) {
                // It may be gone already: such folders are cleared at boot.
                fs::remove_dir_all(&folder).ok();
            }
            fs::remove_file(path)
        }
        Err(_) => fs::remove_dir_all(path),
    };
    removed.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

fn below(path: &Path) -> io::Result<PathBuf> {
    fs::DirBuilder::new().mode(0o700).recursive(true).create(path)?;
    // A worker has a folder of its own for the folders of its pipes.
    let tried = Builder::new().tempdir_in(path).and_then(|worker| {
        let folder = Builder::new().tempdir_in(worker.path())?;
        UnixListener::bind(folder.path().join(LONGEST_SOCKET))
    });
    tried.map(|_| path.to_path_buf()).inspect_err(|_| drop(fs::remove_dir_all(path)))
}

fn elsewhere(path: &Path) -> io::Result<PathBuf> {
    let folder = Builder::new().prefix(ELSEWHERE).tempdir()?;
    symlink(folder.path(), path)?;
    Ok(folder.keep())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_process_left_is_gone_after_the_next_start() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, is_below) in [("data".to_owned(), true), ("d".repeat(120), false)] {
            let data = folder.path().join(name);
            fs::create_dir(&data).expect("made");
            let first = nest(&data);
            assert_eq!(first.starts_with(&data), is_below);
            let left = Builder::new().tempdir_in(&first).expect("a folder").keep();
            UnixListener::bind(left.join(LONGEST_SOCKET)).expect("a socket fits");
            let second = nest(&data);
            assert!(!left.exists() && second.exists(), "{}", second.display());
            assert_eq!(fs::read_dir(&second).expect("a folder").count(), 0);
            sweep(&data.join(NAME)).expect("swept");
            assert!(!second.exists());
        }
    }

    #[test]
    fn a_link_of_somebody_else_is_not_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let (data, other) = (folder.path().join("data"), folder.path().join("other"));
        fs::create_dir_all(other.join("kept")).expect("made");
        fs::create_dir(&data).expect("made");
        symlink(&other, data.join(NAME)).expect("linked");
        assert!(nest(&data).starts_with(&data));
        assert!(other.join("kept").exists());
    }
}
