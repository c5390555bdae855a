//! The command line.

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use vizboard::server::{config::Config, start};

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
}

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
    let config = Config::load()?;
    match command {
        Command::Serve => tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(start::serve(config)),
        Command::Config => {
            config.print();
            Ok(())
        }
    }
}
