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

/// What is left to do, in order. Doing it again changes nothing.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Decision {
    /// Files that must not be beside what comes: journals of the store before.
    pub gone: Vec<PathBuf>,
    /// From where each file was prepared to its place.
    pub moves: Vec<(PathBuf, PathBuf)>,
}

/// The folder in which a restore prepares, empty.
pub(super) fn prepare(data_dir: &Path) -> Result<PathBuf> {
    let stage = data_dir.join(STAGE);
    clear(&stage)?;
    fs::create_dir(&stage).map_err(|error| cannot_write(&stage, &error))?;
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
pub(super) fn decide(data_dir: &Path, decision: &Decision) -> Result<()> {
    let path = data_dir.join(STAGE).join(DECISION);
    let text = serde_json::to_vec(decision).map_err(AppError::internal)?;
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
            carry_out(&decision)?;
            clear(&stage)
        }
        Err(_) if stage.join(DOUBT).exists() && !to_restore => Err(AppError::unavailable(
            "A restore was interrupted in its last moment. Run `vizboard restore --force` with the same file once more.",
        )),
        Err(_) => clear(&stage),
    }
}

/// Whatever a restore that begins anew finds.
pub(super) fn clear(stage: &Path) -> Result<()> {
    match fs::remove_dir_all(stage) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(cannot_write(stage, &error)),
        _ => Ok(()),
    }
}

fn carry_out(decision: &Decision) -> Result<()> {
    for path in &decision.gone {
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(cannot_write(path, &error)),
            _ => {}
        }
    }
    for (from, to) in &decision.moves {
        // It is in its place already.
        if !from.exists() {
            continue;
        }
        let folder = to.parent().unwrap_or(Path::new("/"));
        let moved = fs::create_dir_all(folder).and_then(|()| fs::rename(from, to)).and_then(|()| sync_folder_of(to));
        moved.map_err(|error| cannot_write(to, &error))?;
    }
    Ok(())
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
            let stage = prepare(data).expect("a folder");
            fs::write(stage.join("own.db"), "new").expect("written");
            let decision = Decision { gone: vec![journal.clone()], moves: vec![(stage.join("own.db"), old.clone())] };
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
            assert!(!stage.exists());
            finish(data, false).expect("once more");
        }
    }

    #[test]
    fn in_doubt_no_server_starts() {
        let folder = tempfile::tempdir().expect("a folder");
        let stage = prepare(folder.path()).expect("a folder");
        doubt(&stage).expect("noted");
        assert!(finish(folder.path(), false).is_err());
        decide(folder.path(), &Decision::default()).expect("decided");
        finish(folder.path(), false).expect("nothing is left");
    }
}
