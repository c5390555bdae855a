//! From a host and a port to an open socket whose address was checked.

use super::{Policy, Resolve, address, host};
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use tokio::{net::TcpStream, time::timeout};
use tracing::debug;

/// Longest wait for a name.
const RESOLVE: Duration = Duration::from_secs(2);
/// Longest wait for all of a name's addresses together.
const DIAL: Duration = Duration::from_millis(2_500);

/// Why a server could not be reached or was left again. Outside the log nobody learns more: whether a name exists and
/// whether a port is closed, filtered or taken by something else would make VizBoard a scanner (security.md, 60 and 65).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// What was typed is not a host.
    Malformed,
    /// The name does not resolve, or the policy refuses one of its addresses.
    Refused,
    /// The name led to private addresses when the protection of the connection was chosen and now leads elsewhere.
    Moved,
    /// Nothing answers, or not in time.
    Silent,
    /// What answers speaks another protocol.
    Foreign,
    /// The server asked for the password in clear text on an unencrypted connection.
    ClearText,
    /// It spoke the protocol and then broke it.
    Broken,
    /// It announced a message that is longer than any that is taken.
    TooLong,
}

/// A host and a port together with the rules under which they are resolved and dialled, every time anew.
#[derive(Clone)]
pub struct Route {
    host: String,
    port: u16,
    policy: Policy,
    resolver: Arc<dyn Resolve>,
    private_only: bool,
}

impl Route {
    pub fn new(host: &str, port: u16, policy: Policy, resolver: Arc<dyn Resolve>) -> Result<Self, Fault> {
        let host = host::clean(host).ok_or(Fault::Malformed)?.to_owned();
        if port == 0 {
            return Err(Fault::Malformed);
        }
        Ok(Self { host, port, policy, resolver, private_only: false })
    }

    /// From now on a public address is a [`Fault::Moved`].
    #[must_use]
    pub fn keep_private(mut self) -> Self {
        self.private_only = true;
        self
    }

    /// All addresses of the host, if every one of them may be reached.
    pub async fn vetted(&self) -> Result<Vec<SocketAddr>, Fault> {
        let literal = self.host.parse::<IpAddr>().ok();
        let found = match literal {
            Some(address) => Ok(vec![address]),
            None => timeout(RESOLVE, self.resolver.resolve(&self.host)).await.map_err(std::io::Error::from).and_then(|found| found),
        };
        let addresses = match found {
            Ok(addresses) if !addresses.is_empty() => addresses,
            Ok(_) => return Err(Fault::Refused),
            Err(error) => {
                debug!(host = %self.host, "the name does not resolve: {error}");
                return Err(Fault::Refused);
            }
        };
        let addresses: Vec<_> = addresses.into_iter().map(|ip| SocketAddr::new(ip, self.port)).collect();
        if let Some(refused) = addresses.iter().find(|address| !self.policy.allows(**address)) {
            debug!(host = %self.host, address = %refused, "the network policy refuses an address");
            return Err(Fault::Refused);
        }
        if self.private_only && addresses.iter().any(|address| address::classify(address.ip()) == address::Class::Public) {
            return Err(Fault::Moved);
        }
        Ok(addresses)
    }

    /// Resolves, checks, and connects to the first of the checked addresses that answers.
    pub async fn dial(&self) -> Result<TcpStream, Fault> {
        let addresses = self.vetted().await?;
        let each = DIAL / u32::try_from(addresses.len().clamp(1, 5)).unwrap_or(1);
        for address in addresses.into_iter().take(5) {
            match timeout(each, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return self.kept(stream),
                Ok(Err(error)) => debug!(%address, "nothing answers: {error}"),
                Err(_) => debug!(%address, "nothing answers in time"),
            }
        }
        Err(Fault::Silent)
    }

    fn kept(&self, stream: TcpStream) -> Result<TcpStream, Fault> {
        let (Ok(local), Ok(peer)) = (stream.local_addr(), stream.peer_addr()) else { return Err(Fault::Silent) };
        if self.policy.leads_home(local, peer) {
            debug!(address = %peer, "the address is VizBoard's own");
            return Err(Fault::Refused);
        }
        // Answers are awaited one by one; holding back small packets would only add time.
        stream.set_nodelay(true).map_err(|_| Fault::Silent)?;
        Ok(stream)
    }
}
