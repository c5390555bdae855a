//! The file: written under another name, synced, read again, and then given its own.

use super::Progress;
use crate::{
    error::{AppError, Result},
    model::time::Timestamp,
};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read},
    path::{Path, PathBuf},
};

const MANIFEST: &str = "vizboard-backup.json";
const SUMS: &str = "checksums.json";
/// The form that is written, and the newest that is read.
const FORMAT: u32 = 1;
/// Bytes of the two entries of ours at most.
const MOST: u64 = 64 << 20;
/// How the name of a file ends that is not whole yet.
pub(super) const PART: &str = ".part";

/// What a backup is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    pub format: u32,
    /// The version of VizBoard that made it.
    pub version: String,
    pub made_at: Timestamp,
    /// Numbers of the migrations that its tables have.
    pub migrations: Vec<i64>,
    /// Whether the key is in it.
    pub with_key: bool,
}

impl Manifest {
    pub(super) fn new(with_key: bool) -> Self {
        let migrations = crate::store::snapshot::migrations();
        Self { format: FORMAT, version: env!("CARGO_PKG_VERSION").to_owned(), made_at: Timestamp::now(), migrations, with_key }
    }
}

/// One entry, as the last one lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Sum {
    name: String,
    bytes: u64,
    sha256: String,
}

/// Counts and hashes what goes through.
struct Hashing<R> {
    inner: R,
    bytes: u64,
    hash: Sha256,
}

impl<R> Hashing<R> {
    fn new(inner: R) -> Self {
        Self { inner, bytes: 0, hash: Sha256::new() }
    }

    fn sum(self, name: &str) -> Sum {
        Sum { name: name.to_owned(), bytes: self.bytes, sha256: hex::encode(self.hash.finalize()) }
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.hash.update(&into[..count]);
        self.bytes += count as u64;
        Ok(count)
    }
}

/// A backup that is being written. Dropped before [`Writer::finish`], nothing of it stays. Blocks.
pub(super) struct Writer {
    tar: Option<tar::Builder<GzEncoder<BufWriter<File>>>>,
    sums: Vec<Sum>,
    part: PathBuf,
    to: PathBuf,
}

impl Writer {
    /// # Errors
    /// `Invalid` when there is a file of that name; `Unavailable` when nothing can be written there.
    pub(super) fn create(to: &Path, manifest: &Manifest) -> Result<Self> {
        if to.exists() {
            return Err(AppError::invalid(format!("There is a file {} already. Nothing was written: choose another name.", to.display())));
        }
        let mut part = to.as_os_str().to_owned();
        part.push(PART);
        let part = PathBuf::from(part);
        let file = private(&part).map_err(|error| cannot_write(to, &error))?;
        let tar = tar::Builder::new(GzEncoder::new(BufWriter::new(file), Compression::new(6)));
        let mut writer = Self { tar: Some(tar), sums: Vec::new(), part, to: to.to_owned() };
        writer.put(MANIFEST, &written(manifest))?;
        writer.sums.clear();
        Ok(writer)
    }

    /// Beside the file, for what is made on the way.
    pub(super) fn beside(&self) -> PathBuf {
        self.part.with_extension("copy")
    }

    pub(super) fn put(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.add(name, bytes.len() as u64, bytes)
    }

    /// Adds the first `bytes` of what `from` gives.
    pub(super) fn add(&mut self, name: &str, bytes: u64, from: impl Read) -> Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes);
        header.set_mode(0o600);
        header.set_mtime(0);
        let mut source = Hashing::new(from.take(bytes));
        let tar = self.tar.as_mut().ok_or_else(|| AppError::internal("a backup was written on after its end"))?;
        tar.append_data(&mut header, name, &mut source).map_err(|error| cannot_write(&self.to, &error))?;
        let sum = source.sum(name);
        if sum.bytes != bytes {
            return Err(AppError::conflict(format!("{name} became shorter while it was copied. Try again.")));
        }
        self.sums.push(sum);
        Ok(())
    }

    /// Ends the file, reads it again, and gives it its name. Answers its size in bytes.
    pub(super) fn finish(mut self, progress: &Progress) -> Result<u64> {
        let sums = written(&self.sums);
        self.put(SUMS, &sums)?;
        let tar = self.tar.take().ok_or_else(|| AppError::internal("a backup was ended twice"))?;
        let file = ended(tar).map_err(|error| cannot_write(&self.to, &error))?;
        progress.check(true);
        check(&self.part)?;
        let named = fs::rename(&self.part, &self.to).and_then(|()| sync_folder_of(&self.to));
        named.map_err(|error| cannot_write(&self.to, &error))?;
        Ok(file.metadata().map_or(0, |about| about.len()))
    }
}

fn ended(tar: tar::Builder<GzEncoder<BufWriter<File>>>) -> io::Result<File> {
    let file = tar.into_inner()?.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(file)
}

impl Drop for Writer {
    fn drop(&mut self) {
        // Under its own name it is whole.
        if let Err(error) = fs::remove_file(&self.part)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!("{} could not be removed: {error}", self.part.display());
        }
    }
}

fn written(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("plain data")
}

/// Made anew, readable by its owner only.
pub(super) fn private(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes the names in the folder of a file durable.
pub(super) fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

pub(super) fn cannot_write(path: &Path, error: &io::Error) -> AppError {
    let what = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => "the disk is full".to_owned(),
        _ => error.to_string(),
    };
    AppError::unavailable(format!("{} cannot be written: {what}", path.display()))
}

/// Goes through a backup: `visit` gets the name and the content of each entry. Whatever it leaves is read too. Blocks.
///
/// # Errors
/// `Invalid` for a file that is no backup, of a newer version, or damaged; what `visit` says.
pub(super) fn read(path: &Path, mut visit: impl FnMut(&Manifest, &str, &mut dyn Read) -> Result<()>) -> Result<Manifest> {
    let file = File::open(path).map_err(|error| AppError::invalid(format!("{} cannot be read: {error}", path.display())))?;
    let damaged = |what: &str| AppError::invalid(format!("The backup {} is damaged: {what}.", path.display()));
    let cut = |error: io::Error| damaged(&format!("it cannot be read to its end ({error})"));
    let mut archive = tar::Archive::new(GzDecoder::new(BufReader::new(file)));
    let (mut manifest, mut seen, mut listed) = (None::<Manifest>, Vec::new(), None::<Vec<Sum>>);
    for entry in archive.entries().map_err(cut)? {
        let entry = entry.map_err(cut)?;
        let name = String::from_utf8(entry.path_bytes().into_owned()).map_err(|_| damaged("a name is not UTF-8"))?;
        if listed.is_some() || !entry.header().entry_type().is_file() {
            return Err(damaged("it holds something that no backup has"));
        }
        match &manifest {
            None if name == MANIFEST => {
                manifest = Some(understood(path, &parsed(entry).ok_or_else(|| damaged("it does not say what it is"))?)?)
            }
            None => return Err(AppError::invalid(format!("{} is no backup of VizBoard.", path.display()))),
            Some(_) if name == SUMS => listed = Some(parsed(entry).ok_or_else(|| damaged("its checksums cannot be read"))?),
            Some(manifest) => {
                let mut content = Hashing::new(entry);
                visit(manifest, &name, &mut content)?;
                io::copy(&mut content, &mut io::sink()).map_err(cut)?;
                seen.push(content.sum(&name));
            }
        }
    }
    io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(cut)?;
    let listed = listed.ok_or_else(|| damaged("its end is missing"))?;
    if let Some((_, wrong)) = listed.iter().zip(&seen).find(|(listed, seen)| listed != seen) {
        return Err(damaged(&format!("{} is not what was written", wrong.name)));
    }
    if listed.len() != seen.len() {
        return Err(damaged("entries are missing"));
    }
    manifest.ok_or_else(|| damaged("it is empty"))
}

fn parsed<T: DeserializeOwned>(entry: impl Read) -> Option<T> {
    serde_json::from_reader(entry.take(MOST)).ok()
}

fn understood(path: &Path, found: &serde_json::Value) -> Result<Manifest> {
    let version = found["version"].as_str().unwrap_or("a newer version").to_owned();
    let newer = || {
        let own = env!("CARGO_PKG_VERSION");
        AppError::invalid(format!(
            "The backup {} was made by a newer VizBoard ({version}); this one is {own} and does not know its form. Use that version.",
            path.display()
        ))
    };
    if found["format"].as_u64().is_none_or(|format| format > u64::from(FORMAT)) {
        return Err(newer());
    }
    let manifest: Manifest = serde_json::from_value(found.clone()).map_err(|_| newer())?;
    let known = crate::store::snapshot::migrations();
    if manifest.migrations.iter().any(|number| !known.contains(number)) {
        return Err(newer());
    }
    Ok(manifest)
}

/// Reads a whole backup and compares every entry with its checksum. Blocks.
///
/// # Errors
/// As reading it.
pub fn check(path: &Path) -> Result<Manifest> {
    read(path, |_, _, _| Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(folder: &Path) -> PathBuf {
        let to = folder.join("one.backup");
        let mut writer = Writer::create(&to, &Manifest::new(false)).expect("a file");
        writer.put("store/accounts/000001.jsonl", b"[\"id\"]\n[\"1\"]\n").expect("an entry");
        writer.add("files/demo/a.db", 3, &b"abcdef"[..]).expect("an entry");
        writer.finish(&Progress::default()).expect("it is whole");
        to
    }

    #[test]
    fn what_was_put_in_comes_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = made(folder.path());
        let mut all = Vec::new();
        let manifest = read(&path, |_, name, content| {
            let mut text = String::new();
            content.read_to_string(&mut text).expect("text");
            all.push((name.to_owned(), text));
            Ok(())
        });
        assert!(!manifest.expect("a backup").with_key);
        let of = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        assert_eq!(all, [of("store/accounts/000001.jsonl", "[\"id\"]\n[\"1\"]\n"), of("files/demo/a.db", "abc")]);
        assert!(Writer::create(&path, &Manifest::new(false)).is_err(), "nothing is written over");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing else is left");
    }

    #[test]
    fn every_damage_is_seen() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = made(folder.path());
        let whole = fs::read(&path).expect("bytes");
        let unpacked = |bytes: &[u8]| {
            let mut content = Vec::new();
            GzDecoder::new(bytes).read_to_end(&mut content).ok().map(|_| content)
        };
        let content = unpacked(&whole).expect("it is whole");
        for place in (0..whole.len()).step_by(7) {
            let mut bytes = whole.clone();
            bytes[place] ^= 0x40;
            fs::write(&path, &bytes).expect("written");
            // The head of gzip has bits that say nothing, and zeros may be repeated from more than one place.
            assert!(check(&path).is_err() || unpacked(&bytes).as_ref() == Some(&content), "byte {place}");
            fs::write(&path, &whole[..place]).expect("written");
            assert!(check(&path).is_err(), "cut at {place}");
        }
        fs::write(&path, &whole).expect("written");
        check(&path).expect("whole again");
    }

    #[test]
    fn a_newer_one_says_so() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, manifest) in [
            ("format", Manifest { format: FORMAT + 1, version: "9.0.0".into(), ..Manifest::new(false) }),
            ("tables", Manifest { migrations: vec![9_999], version: "9.0.0".into(), ..Manifest::new(false) }),
        ] {
            let to = folder.path().join(name);
            let error = Writer::create(&to, &manifest).expect("a file").finish(&Progress::default()).expect_err(name);
            assert!(error.text.contains("newer VizBoard (9.0.0)"), "{}", error.text);
        }
        fs::write(folder.path().join("x"), "no archive").expect("written");
        assert!(check(&folder.path().join("x")).is_err());
    }
}
