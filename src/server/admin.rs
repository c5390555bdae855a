//! `vizboard admin`: what only the operator of the machine may do.

use super::{config::Config, lock::DataDirLock, log, open::open, start::Result};
use crate::domain::accounts::admin;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Make a server administrator and print a one-time password
    Create {
        /// E-mail address of the new administrator
        email: String,
        /// User name; made from the e-mail when absent
        #[arg(long)]
        username: Option<String>,
    },
    /// Give an account a new password, print it, and end the account's sessions
    ResetPassword {
        /// User name or e-mail
        account: String,
    },
    /// Let an account sign in with its password alone again: its app, passkeys and recovery codes are removed
    RemoveSecondFactor {
        /// User name or e-mail
        account: String,
    },
}

/// Runs one command. The server must be stopped: two processes never share a data directory.
#[allow(clippy::print_stdout)]
pub async fn run(config: Config, command: AdminCommand) -> Result<()> {
    log::start(&config);
    let _lock = DataDirLock::take(&config.data_dir)?;
    let app = open(&config, None).await?.app;
    match command {
        AdminCommand::Create { email, username } => {
            let (_, password) = admin::create(&app, username.as_deref(), &email).await?;
            println!("{email} is an administrator now. Password, shown once: {}", password.expose());
        }
        AdminCommand::ResetPassword { account } => {
            let password = admin::reset_password(&app, &account).await?;
            println!("New password of {account}, shown once: {}", password.expose());
        }
        AdminCommand::RemoveSecondFactor { account } => {
            admin::remove_factors(&app, &account).await?;
            println!("{account} signs in without a second factor now.");
        }
    }
    app.store.close().await;
    Ok(())
}
