//! A restore that was decided and then interrupted. From the moment at which its decision is on the disk until everything
//! is in its place, whoever takes the data directory first finishes it.

use super::{
    archive::{cannot_write, private, sync_folder_of},
    files::STAGE,
};
use crate::error::{AppError, Result};
use serde::{Deserialize, Serialize};
use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

/// The decision: everything is prepared.
const DECISION: &str = "decided.json";
/// A store on a server is about to be exchanged.
const DOUBT: &str = "in-doubt";
/// Files that are prepared elsewhere than in the folder.
const BESIDE: &str = "beside.json";

/// What is left to do, in order. Doing it again changes nothing. Paths in the data directory are kept as below it, so that
/// it may be moved or mounted elsewhere meanwhile.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Decision {
    /// Files that must not be beside what comes: journals of the store before.
    pub gone: Vec<PathBuf>,
    /// From where each file was prepared to its place.
    pub moves: Vec<(PathBuf, PathBuf)>,
}

impl Decision {
    fn below(self, data_dir: &Path) -> Self {
        let short = |path: PathBuf| path.strip_prefix(data_dir).map(Path::to_path_buf).unwrap_or(path);
        Self {
            gone: self.gone.into_iter().map(short).collect(),
            moves: self.moves.into_iter().map(|(from, to)| (short(from), short(to))).collect(),
        }
    }
}

/// The folder in which a restore prepares, empty. `beside` are files that it makes elsewhere: they go with the folder.
pub(super) fn prepare(data_dir: &Path, beside: &[PathBuf]) -> Result<PathBuf> {
    let stage = data_dir.join(STAGE);
    clear(&stage)?;
    let list = stage.join(BESIDE);
    let text = serde_json::to_vec(beside).map_err(AppError::internal)?;
    fs::create_dir(&stage).and_then(|()| put(&list, &text)).map_err(|error| cannot_write(&stage, &error))?;
    Ok(stage)
}

/// Notes that the store on a server may have been exchanged when this is interrupted: no server starts on the files
/// before.
pub(super) fn doubt(stage: &Path) -> Result<()> {
    let path = stage.join(DOUBT);
    put(&path, b"").map_err(|error| cannot_write(&path, &error))
}

/// Whether [`doubt`] was noted.
pub(super) fn is_in_doubt(stage: &Path) -> bool {
    stage.join(DOUBT).exists()
}

/// From here on the restore is done, whatever happens.
pub(super) fn decide(data_dir: &Path, decision: Decision) -> Result<()> {
    let path = data_dir.join(STAGE).join(DECISION);
    let text = serde_json::to_vec(&decision.below(data_dir)).map_err(AppError::internal)?;
    put(&path, &text).map_err(|error| cannot_write(&path, &error))?;
    finish(data_dir, false)
}

/// Ends what was interrupted: a decided restore is carried out, one that was only prepared is dropped. Call it with the
/// lock of the data directory in hand.
///
/// # Errors
/// `Unavailable`, for the operator to read: also when it is in doubt whether the store on a server was exchanged, unless
/// everything is to be restored once more.
pub fn finish(data_dir: &Path, to_restore: bool) -> Result<()> {
    let stage = data_dir.join(STAGE);
    if !stage.exists() {
        return Ok(());
    }
    match fs::read(stage.join(DECISION)) {
        Ok(text) => {
            let decision: Decision = serde_json::from_slice(&text).map_err(|_| {
                AppError::unavailable(format!(
                    "{} cannot be understood. Run `vizboard restore --force` once more.",
                    stage.join(DECISION).display()
                ))
            })?;
            carry_out(data_dir, &decision)?;
            clear(&stage)
        }
        Err(_) if stage.join(DOUBT).exists() && !to_restore => Err(AppError::unavailable(
            "A restore was interrupted in its last moment. Run `vizboard restore --force` with the same file once more.",
        )),
        Err(_) => clear(&stage),
    }
}

/// Whatever was prepared and is not in its place.
pub(super) fn clear(stage: &Path) -> Result<()> {
    let beside = fs::read(stage.join(BESIDE)).ok().and_then(|text| serde_json::from_slice::<Vec<PathBuf>>(&text).ok());
    for path in beside.unwrap_or_default() {
        remove(&path)?;
    }
    match fs::remove_dir_all(stage) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(cannot_write(stage, &error)),
        _ => Ok(()),
    }
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(cannot_write(path, &error)),
        _ => Ok(()),
    }
}

fn carry_out(data_dir: &Path, decision: &Decision) -> Result<()> {
    for path in &decision.gone {
        remove(&data_dir.join(path))?;
    }
    for (from, to) in &decision.moves {
        let (from, to) = (data_dir.join(from), data_dir.join(to));
        // It is in its place already.
        if !from.exists() {
            continue;
        }
        let folder = to.parent().unwrap_or(Path::new("/"));
        let moved = fs::create_dir_all(folder).and_then(|()| put_in_place(&from, &to)).and_then(|()| sync_folder_of(&to));
        moved.map_err(|error| cannot_write(&to, &error))?;
    }
    Ok(())
}

/// Moves a file. Where that cannot be done by a name, because the place is on another disk or is itself mounted (a key of a
/// container), its content goes there, and the prepared one stays until it has.
fn put_in_place(from: &Path, to: &Path) -> io::Result<()> {
    let is_elsewhere = |error: &io::Error| matches!(error.kind(), io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy);
    match fs::rename(from, to) {
        Err(error) if is_elsewhere(&error) => {}
        moved => return moved,
    }
    let mut near = to.as_os_str().to_owned();
    near.push(".part");
    let near = PathBuf::from(near);
    copy(from, private(&near)?)?;
    match fs::rename(&near, to) {
        Err(error) if is_elsewhere(&error) => {
            fs::remove_file(&near)?;
            copy(from, fs::OpenOptions::new().write(true).truncate(true).open(to)?)?;
        }
        moved => moved?,
    }
    sync_folder_of(to)?;
    fs::remove_file(from)
}

fn copy(from: &Path, mut to: fs::File) -> io::Result<()> {
    io::copy(&mut fs::File::open(from)?, &mut to)?;
    to.sync_all()
}

/// Written whole or not at all.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = path.with_extension("part");
    let mut file = private(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&part, path)?;
    sync_folder_of(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_old_or_the_new_wherever_it_stops() {
        for stops_after in 0..4 {
            let folder = tempfile::tempdir().expect("a folder");
            let data = folder.path();
            let (old, journal) = (data.join("own.db"), data.join("own.db-wal"));
            fs::write(&old, "old").expect("written");
            fs::write(&journal, "old").expect("written");
            let beside = data.join("own.db.restoring");
            let stage = prepare(data, std::slice::from_ref(&beside)).expect("a folder");
            fs::write(&beside, "half").expect("written");
            fs::write(stage.join("own.db"), "new").expect("written");
            let decision = Decision { gone: vec![journal.clone()], moves: vec![(stage.join("own.db"), old.clone())] };
            let decision = decision.below(data);
            assert!(decision.gone == [PathBuf::from("own.db-wal")], "the folder may be moved");
            if stops_after == 0 {
                finish(data, false).expect("nothing was decided");
                assert_eq!((fs::read_to_string(&old).expect("a file"), journal.exists()), ("old".to_owned(), true));
            } else {
                put(&stage.join(DECISION), &serde_json::to_vec(&decision).expect("JSON")).expect("decided");
                if stops_after > 1 {
                    fs::remove_file(&journal).expect("gone");
                }
                if stops_after > 2 {
                    fs::rename(stage.join("own.db"), &old).expect("moved");
                }
                finish(data, false).expect("it ends");
                assert_eq!((fs::read_to_string(&old).expect("a file"), journal.exists()), ("new".to_owned(), false));
            }
            assert!(!stage.exists() && !beside.exists());
            finish(data, false).expect("once more");
        }
    }

    #[test]
    fn another_disk_gets_the_content() {
        let (here, there) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir_in("/dev/shm").expect("another disk"));
        let (from, to) = (here.path().join("new"), there.path().join("old"));
        for old in [None, Some("an old and longer text")] {
            fs::write(&from, "new").expect("written");
            if let Some(old) = old {
                fs::write(&to, old).expect("written");
            }
            put_in_place(&from, &to).expect("moved");
            assert_eq!(fs::read_to_string(&to).expect("a file"), "new");
            assert!(!from.exists() && fs::read_dir(there.path()).expect("a folder").count() == 1);
        }
    }

    #[test]
    fn in_doubt_no_server_starts() {
        let folder = tempfile::tempdir().expect("a folder");
        let stage = prepare(folder.path(), &[]).expect("a folder");
        doubt(&stage).expect("noted");
        assert!(finish(folder.path(), false).is_err());
        decide(folder.path(), Decision::default()).expect("decided");
        finish(folder.path(), false).expect("nothing is left");
    }
}
