//! `vizboard rotate-key`: every stored secret under a new key, beside a server that runs or without one.

use super::{config::Config, lock::DataDirLock, log, open::keys, start::Result};
use crate::domain::keys::{Outcome, Rotation};
use std::time::{Duration, Instant};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Take the old keys that nothing needs any more out of the key file, instead of adding a new one
    #[arg(long)]
    remove_old: bool,
}

/// How often progress is told.
const TELLING: Duration = Duration::from_secs(1);

/// Runs it. What was interrupted is taken up again by the next run; keys are named by their ids and never printed.
#[allow(clippy::print_stdout)]
pub async fn run(config: Config, args: &Args) -> Result<()> {
    log::start(&config);
    let _lock = DataDirLock::take_for_keys(&config.data_dir)?;
    let rotation = Rotation::open(&config.database_url, keys(&config)).await?;
    if !args.remove_old {
        match rotation.begin().await? {
            Some(id) => println!("The new key {id} stands in front of the key file."),
            None => println!("Going on with the key that stands in front and does not seal everything yet."),
        }
    }
    let outcome = reseal(&rotation).await?;
    let in_file = config.secret_key.is_none();
    let what = match args.remove_old {
        true => "old keys removed".to_owned(),
        false => format!("{} sealed anew with the key {}", counted(outcome.resealed), outcome.newest),
    };
    let done = if args.remove_old { remove(&rotation, &outcome, in_file) } else { tell(&outcome, in_file) };
    if done.is_ok()
        && let Err(error) = rotation.note(&what).await
    {
        tracing::warn!("the audit log does not have this: {error}");
    }
    rotation.close().await;
    done?;
    complain(&outcome)
}

#[allow(clippy::print_stdout)]
async fn reseal(rotation: &Rotation) -> Result<Outcome> {
    let started = Instant::now();
    let mut told = started;
    let outcome = rotation
        .reseal(|done, total| {
            if told.elapsed() >= TELLING {
                told = Instant::now();
                println!("Sealed anew: {done} of {total}");
            }
        })
        .await?;
    let seconds = started.elapsed().as_secs_f64();
    println!("Sealed anew with the key {}: {} in {seconds:.1} s.", outcome.newest, counted(outcome.resealed));
    Ok(outcome)
}

#[allow(clippy::print_stdout)]
fn tell(outcome: &Outcome, in_file: bool) -> Result<()> {
    for (id, secrets) in &outcome.old {
        match secrets {
            0 => println!("Nothing needs the old key {id} any more, apart from backups of the store that were made before."),
            _ => println!("The old key {id} is still needed by {}.", counted(*secrets)),
        }
    }
    if !outcome.unused().is_empty() {
        match in_file {
            true => println!("In a minute, `vizboard rotate-key --remove-old` takes what is not needed out of the key file."),
            false => println!("Take what is not needed out of VIZBOARD_SECRET_KEY and restart the server."),
        }
    }
    Ok(())
}

#[allow(clippy::print_stdout)]
fn remove(rotation: &Rotation, outcome: &Outcome, in_file: bool) -> Result<()> {
    let unused = outcome.unused();
    if unused.is_empty() {
        return match outcome.old.is_empty() {
            true => Err("There is no old key: the list holds only the one that seals.".into()),
            false => Err("No old key was removed: each is still needed.".into()),
        };
    }
    if !in_file {
        return tell(outcome, in_file);
    }
    rotation.remove_unused(outcome)?;
    println!("Removed from the key file: {}", unused.join(", "));
    Ok(())
}

fn counted(secrets: u64) -> String {
    if secrets == 1 { "1 secret".to_owned() } else { format!("{secrets} secrets") }
}

/// What nobody could open is the end of a run that did everything else.
fn complain(outcome: &Outcome) -> Result<()> {
    let one = |(id, secrets): &(String, u64), why: &str| format!("{} of the key {id}, {why}", counted(*secrets));
    let missing = outcome.missing.iter().map(|left| one(left, "which is missing from the list: put it back"));
    let broken = outcome.old.iter().filter(|(_, secrets)| *secrets > 0);
    let broken = broken.map(|left| one(left, "because they do not open (the log names them) or a server still seals with it (restart it)"));
    let left: Vec<String> = missing.chain(broken).collect();
    match left.is_empty() {
        true => Ok(()),
        false => Err(format!(
            "Left as they were:\n  - {}\nThen run `vizboard rotate-key --remove-old`, which tries them again.",
            left.join("\n  - ")
        )
        .into()),
    }
}
