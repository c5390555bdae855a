//! `vizboard demo`: the sample database with its project and board.

use super::{config::Config, lock::DataDirLock, log, open::open, start::Result};
use crate::domain::demo;

/// Makes the demo, and an administrator when nobody has an account yet. A second run changes nothing. The server must
/// be stopped: two processes never share a data directory.
#[allow(clippy::print_stdout)]
pub async fn run(config: Config) -> Result<()> {
    log::start(&config);
    let _lock = DataDirLock::take(&config.data_dir)?;
    let app = open(&config, None).await?.app;
    let made = demo::make(&app, &config.data_dir).await;
    app.store.close().await;
    let made = made?;
    if made.is_new {
        println!("The project \"{}\" is ready: /projects/{}/dashboard", demo::TITLE, made.project.as_str());
    } else {
        println!("The project \"{}\" is there already.", demo::TITLE);
    }
    if let Some((username, password)) = made.administrator {
        println!("Log in as {username}. Password, shown once: {}", password.expose());
    }
    Ok(())
}
