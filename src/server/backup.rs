//! `vizboard backup` and `vizboard restore`.

use super::{config::Config, lock::DataDirLock, log, open::keys, start::Result};
use crate::{
    domain::backup::{self, Made, Progress, Source, Target},
    model::time::Timestamp,
    store::{Store, StoreAddress},
};
use std::{future::Future, path::PathBuf, pin::pin, sync::Arc, time::Duration};

/// How often progress is told.
const TELLING: Duration = Duration::from_secs(1);

#[derive(Debug, clap::Args)]
pub struct BackupArgs {
    /// The file to write; one in VIZBOARD_BACKUP_DIR, named by the time, when absent
    file: Option<PathBuf>,
    /// Put the secret key and vizboard.toml into it too: whoever has the file then has every password in it
    #[arg(long, conflicts_with = "check")]
    with_key: bool,
    /// Make nothing: read the file and say whether it is whole
    #[arg(long, requires = "file")]
    check: bool,
}

#[derive(Debug, clap::Args)]
pub struct RestoreArgs {
    /// A file that `vizboard backup` wrote
    file: PathBuf,
    /// Replace what is in the data directory and in the store
    #[arg(long)]
    force: bool,
}

/// Makes or checks one, beside a server that may run.
#[allow(clippy::print_stdout)]
pub async fn back_up(config: Config, args: BackupArgs) -> Result<()> {
    log::start(&config);
    if args.check {
        let file = args.file.unwrap_or_default();
        let manifest = backup::check(&file)?;
        println!(
            "{} is whole: made {} by VizBoard {}, {} the key.",
            file.display(),
            manifest.made_at.short(),
            manifest.version,
            if manifest.with_key { "with" } else { "without" }
        );
        return Ok(());
    }
    let to = match (&args.file, &config.backup_dir) {
        (Some(file), _) => file.clone(),
        (None, Some(folder)) => folder.join(backup::file_name(Timestamp::now())),
        (None, None) => return Err("Name the file to write, or set VIZBOARD_BACKUP_DIR.".into()),
    };
    let url = config.database_url.expose();
    let store_file = match StoreAddress::of(url)? {
        StoreAddress::File(path) => Some(path),
        StoreAddress::Server(_) => None,
    };
    let source =
        Source { store: Store::attach(url).await?, data_dir: config.data_dir.clone(), store_file, folder: config.backup_dir.clone() };
    let progress = Arc::default();
    // Rows and keys must fit: no key leaves its file meanwhile.
    let keys_stay = args.with_key.then(|| DataDirLock::take_for_keys(&config.data_dir)).transpose()?;
    let made = told(&progress, backup::make(&source, &to, args.with_key, &progress)).await;
    drop(keys_stay);
    if made.is_ok()
        && let Err(error) = backup::note(&source.store, &to).await
    {
        tracing::warn!("the audit log does not have this backup: {error}");
    }
    source.store.close().await;
    let Made { bytes, entries } = made?;
    println!("{}: {entries} entries, {}, written and read again.", to.display(), size(bytes));
    match (args.with_key, &config.secret_key) {
        (true, None) => println!("The key is in it: whoever has this file can read every stored password. Keep it like the key itself."),
        (true, Some(_)) => println!("The key is not in it, because it stands in VIZBOARD_SECRET_KEY. Keep that somewhere else."),
        (false, _) => println!(
            "The key is not in it: without the key the passwords of connections cannot be read. Keep a copy of the key (the file \
             secret.key, or VIZBOARD_SECRET_KEY) somewhere else."
        ),
    }
    Ok(())
}

/// Puts one back. The server must be stopped.
#[allow(clippy::print_stdout)]
pub async fn restore(config: Config, args: RestoreArgs) -> Result<()> {
    log::start(&config);
    let lock = if args.force { DataDirLock::take_for_restore(&config.data_dir) } else { DataDirLock::take(&config.data_dir) };
    let _lock = lock?;
    let target = Target { data_dir: config.data_dir.clone(), database_url: config.database_url.clone(), keys: keys(&config) };
    let progress = Arc::default();
    let restored = told(&progress, backup::restore(target, &args.file, args.force, &progress)).await?;
    println!(
        "Restored what VizBoard {} saved {}: {} rows and {} files.",
        restored.manifest.version,
        restored.manifest.made_at.short(),
        restored.rows,
        restored.files
    );
    if !restored.has_key {
        println!(
            "There is no key here. Before the server starts, put the file secret.key of the server that made the backup into {} or set \
             VIZBOARD_SECRET_KEY: without it nothing that is sealed can be read.",
            config.data_dir.display()
        );
    }
    Ok(())
}

/// Tells once a second how far it is.
#[allow(clippy::print_stdout)]
async fn told<T>(progress: &Arc<Progress>, work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return done,
            () = tokio::time::sleep(TELLING) => {
                let (entries, bytes) = progress.so_far();
                let doing = if progress.is_checking() { "Checking the file" } else { "Working" };
                println!("{doing}: {entries} entries, {}", size(bytes));
            }
        }
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.2} GB", bytes as f64 / 1e9),
    }
}
