//! The command line.

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use vizboard::server::{
    admin::{self, AdminCommand},
    backup,
    config::Config,
    demo, log, rotate_key, start,
};

/// A self-hosted data workbench: connect databases, build boards, share them.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server (the default)
    Serve,
    /// Print the settings in force, with secrets masked
    Config,
    /// Make the sample database with its project and board, while the server is stopped
    Demo,
    /// What `serve` starts for engines that must not run in its own process
    #[command(hide = true)]
    Worker,
    /// Make an administrator, reset a password or remove a second factor, while the server is stopped
    #[command(subcommand)]
    Admin(AdminCommand),
    /// Seal every stored secret with a new key, also while the server runs
    RotateKey(rotate_key::Args),
    /// Save the store and the files in one file, also while the server runs
    Backup(backup::BackupArgs),
    /// Put back what `backup` saved, while the server is stopped
    Restore(backup::RestoreArgs),
}

/// Stack of each thread that answers requests. A page is one value made of all its parts, and making a board without
/// optimising takes more than the usual 2 MiB. Only what is used is ever taken.
const STACK: usize = 8 * 1024 * 1024;

fn main() -> ExitCode {
    vizboard::server::config::isolate_from_drivers();
    let command = Cli::parse().command.unwrap_or(Command::Serve);
    match run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    if let Command::Worker = command {
        // Nothing is configured: the server says everything that it may know.
        return Ok(vizboard::engines::worker::run(log::start_in_worker)?);
    }
    let config = Config::load()?;
    let runtime = || tokio::runtime::Builder::new_multi_thread().thread_stack_size(STACK).enable_all().build();
    match command {
        Command::Serve => runtime()?.block_on(start::serve(config)),
        Command::Config => {
            config.print();
            Ok(())
        }
        Command::Demo => runtime()?.block_on(demo::run(config)),
        Command::Worker => Ok(()),
        Command::Admin(command) => runtime()?.block_on(admin::run(config, command)),
        Command::Backup(args) => runtime()?.block_on(backup::back_up(config, args)),
        Command::Restore(args) => runtime()?.block_on(backup::restore(config, args)),
        Command::RotateKey(args) => runtime()?.block_on(rotate_key::run(config, &args)),
    }
}
