//! The life of the server: start, serve, stop.

use super::{
    assets,
    config::Config,
    lifecycle::Lifecycle,
    listener::{self, Limits},
    lock::DataDirLock,
    log,
    open::{self, open},
    router,
};
use crate::{
    domain::{App, backup, jobs, opening::Opened},
    model::access::Secret,
};
use std::{
    error::Error,
    future::Future,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
};
use tokio_util::sync::CancellationToken;

/// Longest wait for the background worker, and for the store, when the requests are through.
const CLOSING: Duration = Duration::from_secs(3);

pub type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// `vizboard serve`: runs until a signal asks it to stop.
pub async fn serve(config: Config) -> Result<()> {
    log::start(&config);
    // Before anything is written or an address is taken.
    open::keys(&config).read()?;
    let _lock = DataDirLock::take(&config.data_dir)?;
    // Each connection is an open file; the usual limit of 1024 is less than what the configuration allows.
    let files = rlimit::increase_nofile_limit(config.max_connections as u64 + 1024)?;
    let listener = TcpListener::bind(config.addr)
        .await
        .map_err(|error| format!("The address {} cannot be used: {error}. Set VIZBOARD_ADDR to another one.", config.addr))?;
    let mut signals = Signals::listen()?;
    let running = Running::start(&config, listener).await?;
    tracing::info!(
        address = %running.address, version = env!("CARGO_PKG_VERSION"), sqlite = crate::store::sqlite_version(),
        assets = %assets::root(), files, "serving"
    );
    running.announce(&config);
    signals.next().await;
    tracing::info!("stopping; a second signal stops at once");
    running.stop(signals.next()).await;
    Ok(())
}

/// A server that answers. Tests start it in their own process.
pub struct Running {
    pub address: SocketAddr,
    pub app: App,
    /// Token of the set-up link, when nobody has an account yet.
    pub set_up: Option<Secret>,
    lifecycle: Lifecycle,
    listening: tokio::task::JoinHandle<()>,
    /// The worker of background jobs, and what ends it.
    working: tokio::task::JoinHandle<()>,
    stop_working: CancellationToken,
    /// Backups that the server makes by itself.
    saving: tokio::task::JoinHandle<()>,
}

impl Running {
    /// Answers from the first moment that it is not ready, opens everything, and then serves.
    pub async fn start(config: &Config, listener: TcpListener) -> Result<Self> {
        let address = listener.local_addr()?;
        let lifecycle = Lifecycle::new();
        let outside = router::outside(config, &lifecycle);
        let listening = tokio::spawn(listener::run(listener, outside, Limits::new(config.max_connections), lifecycle.clone()));
        match open(config, Some(address)).await {
            Ok(Opened { app, set_up }) => {
                lifecycle.serve(router::inside(config, &app));
                let stop_working = CancellationToken::new();
                let working = jobs::start(app.clone(), stop_working.clone());
                let saving = tokio::spawn(backup::keep_making(app.clone(), stop_working.clone()));
                Ok(Self { address, app, set_up, lifecycle, listening, working, stop_working, saving })
            }
            Err(error) => {
                listening.abort();
                Err(error.into())
            }
        }
    }

    /// The lines for people, on standard output. The set-up link is printed once and logged nowhere: whoever opens it
    /// first becomes the administrator.
    #[allow(clippy::print_stdout)]
    fn announce(&self, config: &Config) {
        let here = format!("http://{}/", reachable(self.address));
        println!("VizBoard {} is ready: {here}", env!("CARGO_PKG_VERSION"));
        let base = config.public_url.as_ref().map_or(here, ToString::to_string);
        if let Some(token) = &self.set_up {
            println!("Nobody has an account yet. Make the first administrator within an hour: {base}setup/{}", token.expose());
        }
    }

    /// Takes no new work and waits for what is in flight, at most [`super::lifecycle::GRACE`] or until `hurry`.
    pub async fn stop(self, hurry: impl Future<Output = ()>) {
        self.lifecycle.stop(hurry).await;
        self.listening.await.ok();
        // After the requests: those that wait for a job get its result. A job that is cut off is taken up again later.
        self.stop_working.cancel();
        tokio::time::timeout(CLOSING, async { tokio::join!(self.working, self.saving) }).await.ok();
        self.app.engines.stop().await;
        tokio::time::timeout(CLOSING, self.app.store.close()).await.ok();
        tracing::info!("stopped");
    }
}

/// What to type into a browser on this machine: a server on every address has none of its own.
pub(super) fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(if address.is_ipv4() { Ipv4Addr::LOCALHOST.into() } else { Ipv6Addr::LOCALHOST.into() });
    }
    address
}

/// SIGTERM and SIGINT as one stream.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
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
