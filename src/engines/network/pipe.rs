//! Drivers resolve names themselves, so they are not given one: they connect to a private Unix socket, and for each
//! connection the pipe resolves, checks and dials anew, then copies bytes both ways. So the address that was checked is
//! the one connected to, when a pool reconnects as well. Certificates are still checked by the driver, against the
//! real name. A [`Watch`] of the engine reads along for as long as it understands what is said.
//!
//! Needs Unix sockets: the engines that use it run on Unix only.

use super::{Fault, Route};
use std::{
    io,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_buf},
    net::{TcpStream, UnixListener, UnixStream},
    task::AbortHandle,
    time::timeout,
};
use tracing::debug;

/// How much is read at once from a server, in bytes.
const CHUNK: usize = 64 * 1024;
/// How long a server may still talk after the driver has hung up.
const GRACE: Duration = Duration::from_secs(2);

/// What a watch says about the bytes it was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Pass them on and show the next ones.
    Watch,
    /// Pass them on; nothing further is of interest.
    Pass,
    /// Keep them back and end the connection.
    Refuse(Fault),
}

/// Reads along, from the first byte of a connection.
pub trait Watch: Send + 'static {
    fn client_sent(&mut self, bytes: &[u8]) -> Verdict;
    fn server_sent(&mut self, bytes: &[u8]) -> Verdict;

    /// Whether the connection is open by now: a server that hangs up then was there before.
    fn is_open(&self) -> bool {
        false
    }
}

/// The way to one server, as long as it is held.
pub struct Pipe {
    dir: TempDir,
    acceptor: AbortHandle,
    fault: LastFault,
}

/// The latest thing that went wrong on the way; dialling successfully clears it.
#[derive(Clone, Default)]
struct LastFault(Arc<Mutex<Option<Fault>>>);

impl LastFault {
    fn set(&self, fault: Option<Fault>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }
}

impl Pipe {
    /// Listens on a socket named `name` in a folder of its own below `nest` that only this user may enter. `watch` makes
    /// one watch per connection.
    pub fn open<W: Watch>(route: Route, nest: &Path, name: &str, watch: impl Fn() -> W + Send + 'static) -> io::Result<Self> {
        let dir = tempfile::Builder::new().tempdir_in(nest)?;
        let listener = UnixListener::bind(dir.path().join(name))?;
        let fault = LastFault::default();
        let noted = fault.clone();
        let acceptor = tokio::spawn(async move {
            loop {
                match listener.accept().await {
                    Ok((client, _)) => drop(tokio::spawn(carry(client, route.clone(), watch(), noted.clone()))),
                    Err(error) => {
                        // Out of file descriptors, most likely: the next moment may have some.
                        debug!("the pipe cannot accept: {error}");
                        tokio::time::sleep(Duration::from_millis(100)).await;
                    }
                }
            }
        });
        Ok(Self { dir, acceptor: acceptor.abort_handle(), fault })
    }

    /// The folder that holds the socket.
    pub fn folder(&self) -> &Path {
        self.dir.path()
    }

    /// What went wrong on the latest connection, if something did.
    pub fn fault(&self) -> Option<Fault> {
        *self.fault.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        self.acceptor.abort();
    }
}

async fn carry(mut client: UnixStream, route: Route, mut watch: impl Watch, fault: LastFault) {
    let mut server = match route.dial().await {
        Ok(server) => server,
        Err(why) => return fault.set(Some(why)),
    };
    fault.set(None);
    match watched(&mut client, &mut server, &mut watch).await {
        Ok(true) => copy_both(client, server).await,
        Ok(false) => {}
        Err(why) => fault.set(Some(why)),
    }
}

/// Copies under the eyes of the watch. True when it has seen enough, false when an end hung up.
async fn watched(client: &mut UnixStream, server: &mut TcpStream, watch: &mut impl Watch) -> Result<bool, Fault> {
    let (mut from_client, mut from_server) = (vec![0; 4096], vec![0; CHUNK]);
    loop {
        let (verdict, passed) = tokio::select! {
            read = client.read(&mut from_client) => match read {
                Ok(count) if count > 0 => {
                    let verdict = watch.client_sent(&from_client[..count]);
                    if let Verdict::Refuse(why) = verdict { return Err(why) }
                    (verdict, server.write_all(&from_client[..count]).await)
                }
                _ => return Ok(false),
            },
            read = server.read(&mut from_server) => match read {
                Ok(count) if count > 0 => {
                    let verdict = watch.server_sent(&from_server[..count]);
                    if let Verdict::Refuse(why) = verdict { return Err(why) }
                    (verdict, client.write_all(&from_server[..count]).await)
                }
                _ if watch.is_open() => return Ok(false),
                // It hung up before it said anything that makes sense.
                _ => return Err(Fault::Silent),
            },
        };
        match (verdict, passed) {
            (Verdict::Pass, Ok(())) => return Ok(true),
            (_, Ok(())) => {}
            (_, Err(_)) => return Ok(false),
        }
    }
}

/// Copies until one end hangs up. Not `copy_bidirectional`: a server that never closes its end would keep that for ever.
async fn copy_both(mut client: UnixStream, mut server: TcpStream) {
    let (mut client_read, mut client_write) = client.split();
    let (server_read, mut server_write) = server.split();
    let mut server_read = tokio::io::BufReader::with_capacity(CHUNK, server_read);
    let mut down = std::pin::pin!(copy_buf(&mut server_read, &mut client_write));
    let up = tokio::io::copy(&mut client_read, &mut server_write);
    tokio::select! {
        _ = &mut down => return,
        _ = up => {}
    }
    // Errors here only say that the connection is over, which it is.
    let _ = server_write.shutdown().await;
    let _ = timeout(GRACE, down).await;
}
