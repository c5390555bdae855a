//! From the configuration to a running server and back.

use super::{
    assets,
    config::{CompatibleTables, Config, SignUp},
    lifecycle::Lifecycle,
    listener::{self, Limits},
    lock::DataDirLock,
    log, router,
};
use crate::{
    domain::{
        App, jobs,
        opening::{KeySource, Opened, Opening},
        settings::{FirstAdmin, Settings, SignUpMode},
    },
    engines::{EngineSettings, Engines, network},
    model::access::Secret,
    script::Painter,
};
use std::{
    error::Error,
    future::Future,
    net::SocketAddr,
    path::{Path, PathBuf},
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tokio_util::sync::CancellationToken;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// `vizboard serve`: runs until a signal asks it to stop.
pub async fn serve(config: Config) -> Result<()> {
    log::start(&config);
    let _lock = DataDirLock::take(&config.data_dir)?;
    let listener = TcpListener::bind(config.addr)
        .await
        .map_err(|error| format!("The address {} cannot be used: {error}. Set VIZBOARD_ADDR to another one.", config.addr))?;
    let mut signals = Signals::listen()?;
    let running = Running::start(config, listener).await?;
    announce(running.address);
    signals.next().await;
    tracing::info!("stopping; a second signal stops at once");
    running.stop(signals.next()).await;
    Ok(())
}

/// A server that answers. Tests start it in their own process.
pub struct Running {
    pub address: SocketAddr,
    pub app: App,
    lifecycle: Lifecycle,
    listening: tokio::task::JoinHandle<()>,
    /// The worker of background jobs, and what ends it.
    working: tokio::task::JoinHandle<()>,
    stop_working: CancellationToken,
}

impl Running {
    /// Answers from the first moment that it is not ready, opens everything, and then serves.
    pub async fn start(config: Config, listener: TcpListener) -> Result<Self> {
        let address = listener.local_addr()?;
        let lifecycle = Lifecycle::new();
        let outside = router::outside(&config, &lifecycle);
        let listening = tokio::spawn(listener::run(listener, outside, Limits::new(config.max_connections), lifecycle.clone()));
        match open(&config, address).await {
            Ok(app) => {
                lifecycle.serve(router::inside(&config, &app));
                let stop_working = CancellationToken::new();
                let working = jobs::start(app.clone(), stop_working.clone());
                Ok(Self { address, app, lifecycle, listening, working, stop_working })
            }
            Err(error) => {
                listening.abort();
                Err(error)
            }
        }
    }

    /// Takes no new work and waits for what is in flight, at most [`super::lifecycle::GRACE`] or until `hurry`.
    pub async fn stop(self, hurry: impl Future<Output = ()>) {
        self.lifecycle.stop(hurry).await;
        self.listening.await.ok();
        // After the requests: those that wait for a job get its result.
        self.stop_working.cancel();
        self.working.await.ok();
        tracing::info!("stopped");
    }
}

/// Opens the store and everything else that use cases need.
async fn open(config: &Config, address: SocketAddr) -> Result<App> {
    let url = config.database_url.clone().unwrap_or_else(|| default_store(&config.data_dir));
    let settings = EngineSettings {
        network: network::Policy::default(),
        sqlite_dirs: config.sqlite_dirs.clone(),
        data_dir: config.data_dir.clone(),
        own_store: store_file(url.expose()),
        pool_size: 5,
    };
    let keys = match &config.secret_key {
        Some(text) => KeySource::Text(text.clone()),
        None => KeySource::Folder(config.data_dir.clone()),
    };
    let Opened { app, set_up } = App::open(Opening {
        database_url: url,
        keys,
        settings: domain_settings(config),
        first_admin: config.first_admin.clone().map(|admin| FirstAdmin {
            username: admin.username,
            email: admin.email,
            password: admin.password,
        }),
        engines: Engines::new(&settings),
        painter: Painter::new(assets::text("gen/echarts-server.js").unwrap_or_default()),
    })
    .await?;
    if let Some(token) = set_up {
        announce_set_up(config, address, &token);
    }
    Ok(app)
}

fn domain_settings(config: &Config) -> Settings {
    Settings {
        sign_up: match config.signup {
            SignUp::Open => SignUpMode::Open,
            SignUp::Invite => SignUpMode::Invite,
            SignUp::Closed => SignUpMode::Closed,
        },
        password_min: config.password_min,
        secure_cookies: config.is_https(),
        compatible_tables_owner_only: config.compatible_tables == CompatibleTables::Owner,
        attempts_per_account: config.attempts_per_account,
        attempts_per_address: config.attempts_per_address,
    }
}

/// Printed once and logged nowhere: whoever opens the link first becomes the administrator.
#[allow(clippy::print_stdout)]
fn announce_set_up(config: &Config, address: SocketAddr, token: &Secret) {
    let base = config.public_url.as_ref().map_or_else(|| format!("http://{address}/"), ToString::to_string);
    println!("Nobody has an account yet. Make the first administrator within an hour: {base}setup/{}", token.expose());
}

/// Without `DATABASE_URL` the store is a SQLite file in the data directory.
fn default_store(data_dir: &Path) -> Secret {
    Secret::new(format!("sqlite:{}", data_dir.join("vizboard.db").display()))
}

/// The file of a store on SQLite: `sqlite:path`, `sqlite://path`, with or without `?options`.
fn store_file(url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("sqlite:")?;
    let path = rest.strip_prefix("//").unwrap_or(rest);
    Some(path.split('?').next().unwrap_or(path).into())
}

/// The line for people, on standard output; the log has its own.
#[allow(clippy::print_stdout)]
fn announce(address: SocketAddr) {
    tracing::info!(%address, version = env!("CARGO_PKG_VERSION"), assets = %assets::root(), "serving");
    println!("VizBoard {} is ready: http://{address}/", env!("CARGO_PKG_VERSION"));
}

/// SIGTERM and SIGINT as one stream.
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    fn listen() -> Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
