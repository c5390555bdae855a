//! The key file in the data directory: made on first start, readable by its owner only.

use super::key_ring::{KeyRing, fresh_key_text};
use crate::error::{AppError, Result};
use std::{
    fs::File,
    io::{ErrorKind, Write},
    path::Path,
};
use zeroize::Zeroizing;

/// The keys of the file `secret.key` in `folder`, which is made when it does not exist. A file that exists is
/// never written, whatever it holds.
///
/// # Errors
/// `Unavailable`, for the operator to read.
pub fn key_ring_of_folder(folder: &Path) -> Result<KeyRing> {
    let path = folder.join("secret.key");
    match std::fs::read_to_string(&path) {
        Ok(text) => KeyRing::parse(&Zeroizing::new(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let text = fresh_key_text()?;
            write_new(folder, &path, &text)
                .map_err(|error| AppError::unavailable(format!("The key file {} cannot be made: {error}", path.display())))?;
            KeyRing::parse(&text)
        }
        Err(error) => Err(AppError::unavailable(format!("The key file {} cannot be read: {error}", path.display()))),
    }
}

/// Whole or not at all, and there after a power cut: written beside, synced, linked into place, the folder synced.
/// A link, unlike a rename, never replaces a key that another process made meanwhile.
fn write_new(folder: &Path, path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(".secret.key").tempfile_in(folder)?; // mode 0600
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::Place;

    const PLACE: Place = Place { table: "t", column: "c", row: "r" };

    #[test]
    fn made_once_and_then_kept() {
        let folder = tempfile::tempdir().unwrap();
        let sealed = key_ring_of_folder(folder.path()).unwrap().seal("hello", &PLACE).unwrap();
        let again = key_ring_of_folder(folder.path()).unwrap();
        assert_eq!(again.open(&sealed, &PLACE).unwrap().expose(), "hello");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(folder.path().join("secret.key")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing temporary is left");
    }

    #[test]
    fn a_broken_file_is_refused_and_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        std::fs::write(&path, "0".repeat(64)).unwrap();
        assert!(key_ring_of_folder(folder.path()).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "0".repeat(64));
    }
}
