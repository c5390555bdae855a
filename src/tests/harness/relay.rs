//! A way to a server that a test can cut and mend.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy, copy_bidirectional},
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
};

pub struct Relay {
    to: (String, u16),
    address: SocketAddr,
    visits: Arc<AtomicUsize>,
    running: JoinHandle<()>,
}

impl Relay {
    /// An open way to this server, at a free port of `here`.
    pub async fn at(here: &str, host: &str, port: u16) -> Self {
        let listener = TcpListener::bind((here, 0)).await.expect("a free port");
        let (to, address, visits) = ((host.to_owned(), port), listener.local_addr().expect("an address"), Arc::default());
        let running = carry(listener, to.clone(), Arc::clone(&visits));
        Self { to, address, visits, running }
    }

    pub async fn to(host: &str, port: u16) -> Self {
        Self::at("127.0.0.1", host, port).await
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// How many connections were made through it.
    pub fn visits(&self) -> usize {
        self.visits.load(Ordering::SeqCst)
    }

    /// Ends every connection; nothing listens any more.
    pub async fn cut(&mut self) {
        self.running.abort();
        let _ = (&mut self.running).await;
    }

    /// The same way again.
    pub async fn mend(&mut self) {
        let listener = TcpListener::bind(self.address).await.expect("the same port");
        self.running = carry(listener, self.to.clone(), Arc::clone(&self.visits));
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.running.abort();
    }
}

/// What a server says on the next connection to it, which this carries. It is known when the connection is closed.
pub async fn recorded(host: &str, port: u16) -> (u16, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let (here, to) = (listener.local_addr().expect("an address").port(), (host.to_owned(), port));
    let recording = tokio::spawn(async move {
        let (mut near, _) = listener.accept().await.expect("somebody comes");
        let mut far = TcpStream::connect(to).await.expect("the server");
        let ((mut from_near, mut to_near), (mut from_far, mut to_far)) = (near.split(), far.split());
        let said = Arc::new(Mutex::new(Vec::new()));
        let down = async {
            let mut buffer = vec![0; 16 * 1024];
            while let Ok(count @ 1..) = from_far.read(&mut buffer).await {
                said.lock().expect("not poisoned").extend_from_slice(&buffer[..count]);
                to_near.write_all(&buffer[..count]).await.ok();
            }
        };
        tokio::select! {
            () = down => {}
            _ = copy(&mut from_near, &mut to_far) => {}
        }
        said.lock().expect("not poisoned").clone()
    });
    (here, recording)
}

fn carry(listener: TcpListener, to: (String, u16), visits: Arc<AtomicUsize>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut carried = JoinSet::new();
        while let Ok((mut near, _)) = listener.accept().await {
            visits.fetch_add(1, Ordering::SeqCst);
            let mut far = TcpStream::connect(to.clone()).await.expect("the server");
            carried.spawn(async move { copy_bidirectional(&mut near, &mut far).await });
        }
    })
}
