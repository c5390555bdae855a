//! Files on their way in and out: what is being sent, and copies that are being fetched. They lie in a folder of their
//! own and go when nobody holds them any more; what a crash leaves there is swept ([`super::life`]).

use crate::{
    domain::App,
    error::{AppError, Kind, Result},
};
use std::{
    io,
    path::{Path, PathBuf},
};
use tempfile::TempPath;
use tokio::{fs::File, io::AsyncWriteExt};

/// What SQLite files begin with.
const SQLITE_MAGIC: &[u8] = b"SQLite format 3\0";

/// The folder of files on their way.
pub(super) fn folder(app: &App) -> PathBuf {
    app.settings.hosting.folder.join("staging")
}

/// A path for a file that does not exist yet. It is removed with the value.
pub(super) async fn place(app: &App, ending: &str) -> Result<TempPath> {
    let folder = folder(app);
    make_folder(&folder).await.map_err(|error| unwritable(&error))?;
    TempPath::try_from_path(folder.join(format!("{}.{ending}", nanoid::nanoid!()))).map_err(AppError::internal)
}

/// Makes a folder that only this server's account can look into.
pub(super) async fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = tokio::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    builder.mode(0o700);
    builder.create(path).await
}

/// The disk does not take it: for the caller in short, for the operator in the log.
pub(super) fn unwritable(error: &io::Error) -> AppError {
    tracing::error!("a file of hosted databases could not be written: {error}");
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            AppError::unavailable("The disk of this server is full. Ask its operator to make room, then try again.")
        }
        _ => AppError::unavailable("This server could not write the file. Ask its operator to look at its log."),
    }
}

/// A file that is being sent. Dropping it removes it.
pub struct Incoming {
    file: File,
    path: TempPath,
    length: u64,
    most: u64,
    beginning: Vec<u8>,
}

/// A file that was sent as a whole.
#[derive(Debug)]
pub struct Staged {
    path: TempPath,
    pub length: u64,
    pub is_sqlite: bool,
}

impl Incoming {
    /// # Errors
    /// `Unavailable` when the disk does not take it.
    pub async fn begin(app: &App) -> Result<Self> {
        let path = place(app, "upload").await?;
        let mut options = tokio::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        options.mode(0o600);
        let file = options.open(&path).await.map_err(|error| unwritable(&error))?;
        Ok(Self { file, path, length: 0, most: app.settings.hosting.upload_bytes, beginning: Vec::new() })
    }

    /// # Errors
    /// `TooLarge` beyond `VIZBOARD_UPLOAD_LIMIT`, which is counted while it comes.
    pub async fn write(&mut self, piece: &[u8]) -> Result<()> {
        self.length += piece.len() as u64;
        if self.length > self.most {
            return Err(too_large(self.most));
        }
        let wanted = SQLITE_MAGIC.len().saturating_sub(self.beginning.len()).min(piece.len());
        self.beginning.extend_from_slice(&piece[..wanted]);
        self.file.write_all(piece).await.map_err(|error| unwritable(&error))
    }

    /// # Errors
    /// `Invalid` for a file without content.
    pub async fn finish(mut self) -> Result<Staged> {
        if self.length == 0 {
            return Err(AppError::field("file", "The file is empty. Send an SQLite or a CSV file."));
        }
        self.file.flush().await.map_err(|error| unwritable(&error))?;
        Ok(Staged { path: self.path, length: self.length, is_sqlite: self.beginning == SQLITE_MAGIC })
    }
}

impl Staged {
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// For a body that says or turns out to be longer than this server takes.
pub fn too_large(most: u64) -> AppError {
    let text = format!("The file is larger than the {} MB that this server takes (VIZBOARD_UPLOAD_LIMIT)", most / 1_000_000);
    AppError::new(Kind::TooLarge, text)
}
