//! `VIZBOARD_NETWORK_POLICY` (00-conventions, Reaching other people's servers).

use super::address::{Class, classify, normalise};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, SocketAddr};

/// Which addresses databases may have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach {
    /// Loopback and private networks as well as public addresses: what a self-hosted tool needs.
    #[default]
    Private,
    /// Public addresses only.
    Public,
    /// Exactly these networks.
    Networks(Vec<IpNet>),
}

/// What the operator decided, and the addresses that are VizBoard's own.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Policy {
    reach: Reach,
    own: Vec<SocketAddr>,
    /// Addresses and name of the database that holds VizBoard's own store.
    own_store: Option<(Vec<SocketAddr>, String)>,
    /// The database that is to be opened at the address.
    database: Option<String>,
}

impl Policy {
    /// Reads `private`, `public`, or networks separated by commas (`10.0.0.0/8, 2001:db8::/32, 192.0.2.7`).
    ///
    /// # Errors
    /// The part that is none of these, in a sentence for the operator.
    pub fn parse(text: &str) -> Result<Self, String> {
        let reach = match text.trim() {
            "" | "private" => Reach::Private,
            "public" => Reach::Public,
            list => Reach::Networks(list.split(',').map(|part| network(part.trim())).collect::<Result<_, _>>()?),
        };
        Ok(Self { reach, ..Self::default() })
    }

    /// Adds addresses that are refused always: VizBoard's own listener and its own store. A listener on the
    /// unspecified address stands for every address of this machine.
    #[must_use]
    pub fn with_own(mut self, own: impl IntoIterator<Item = SocketAddr>) -> Self {
        self.own.extend(own);
        self
    }

    /// Refuses the database `name` at these addresses: it is VizBoard's own store. Other databases of the same server
    /// stay within reach, because one server often holds both. The unspecified address stands for every address of this
    /// machine.
    #[must_use]
    pub fn with_own_store(mut self, addresses: Vec<SocketAddr>, name: String) -> Self {
        self.own_store = Some((addresses, name));
        self
    }

    /// The rules for opening the database `name`.
    #[must_use]
    pub fn towards(mut self, name: &str) -> Self {
        self.database = Some(name.to_owned());
        self
    }

    /// Whether a database may be at this address.
    pub fn allows(&self, address: SocketAddr) -> bool {
        let ip = normalise(address.ip());
        let class = classify(ip);
        let reached = match &self.reach {
            Reach::Private => true,
            Reach::Public => class == Class::Public,
            Reach::Networks(networks) => networks.iter().any(|network| network.contains(&ip)),
        };
        let address = SocketAddr::new(ip, address.port());
        reached && class != Class::Never && !self.is_own(address) && !self.is_own_store(address)
    }

    /// Whether an open connection leads back to a listener of ours that is bound to every address, or to our store on
    /// this machine: then both ends have the same address, whichever of this machine's names was used.
    pub fn leads_home(&self, local: SocketAddr, peer: SocketAddr) -> bool {
        let here = |own: &SocketAddr| own.ip().is_unspecified() && own.port() == peer.port();
        normalise(local.ip()) == normalise(peer.ip()) && (self.own.iter().any(here) || self.store_addresses().iter().any(here))
    }

    /// The addresses of our own store, while it is its database that is to be opened.
    fn store_addresses(&self) -> &[SocketAddr] {
        match &self.own_store {
            Some((addresses, name)) if self.database.as_ref() == Some(name) => addresses,
            _ => &[],
        }
    }

    fn is_own_store(&self, address: SocketAddr) -> bool {
        is_one_of(self.store_addresses(), address)
    }

    fn is_own(&self, address: SocketAddr) -> bool {
        is_one_of(&self.own, address)
    }
}

fn is_one_of(own: &[SocketAddr], address: SocketAddr) -> bool {
    own.iter().any(|own| {
        let same = normalise(own.ip()) == address.ip() || (own.ip().is_unspecified() && address.ip().is_loopback());
        same && own.port() == address.port()
    })
}

fn network(part: &str) -> Result<IpNet, String> {
    let alone = || part.parse::<IpAddr>().map(IpNet::from);
    part.parse::<IpNet>()
        .or_else(|_| alone())
        .map_err(|_| format!("\"{part}\" is neither private, public nor a network such as 10.0.0.0/8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> SocketAddr {
        SocketAddr::new(text.parse().expect("a literal address"), 5432)
    }

    #[test]
    fn the_policy_decides_and_some_addresses_stay_closed() {
        let private = Policy::parse("private").expect("known");
        let public = Policy::parse("public").expect("known");
        let listed = Policy::parse("10.1.0.0/16, 8.8.8.8, fd12::/16, 169.254.0.0/16").expect("networks");
        for (address, in_private, in_public, in_list) in [
            ("127.0.0.1", true, false, false),
            ("10.1.2.3", true, false, true),
            ("10.2.2.3", true, false, false),
            ("8.8.8.8", true, true, true),
            ("1.1.1.1", true, true, false),
            ("::ffff:10.1.2.3", true, false, true),
            ("64:ff9b::a01:203", true, false, true),
            ("fd12::1", true, false, true),
            ("169.254.169.254", false, false, false),
            ("2002:a9fe:a9fe::", false, false, false),
            ("0.0.0.0", false, false, false),
        ] {
            assert_eq!(private.allows(at(address)), in_private, "private {address}");
            assert_eq!(public.allows(at(address)), in_public, "public {address}");
            assert_eq!(listed.allows(at(address)), in_list, "list {address}");
        }
        assert!(Policy::parse("10.0.0.0/8, everywhere").is_err());
    }

    #[test]
    fn our_own_store_is_refused_and_its_neighbours_are_not() {
        let policy = Policy::default().with_own_store(vec![at("127.0.0.1")], "vizboard".into());
        assert!(!policy.clone().towards("vizboard").allows(at("127.0.0.1")));
        assert!(!policy.clone().towards("vizboard").allows(at("::ffff:127.0.0.1")));
        assert!(policy.clone().towards("sales").allows(at("127.0.0.1")));
        assert!(policy.towards("vizboard").allows(at("127.0.0.2")));

        let here = Policy::default().with_own_store(vec![at("0.0.0.0")], "vizboard".into());
        let (local, peer) = ("10.0.0.1:51000".parse().expect("address"), at("10.0.0.1"));
        for (name, allowed) in [("vizboard", false), ("sales", true)] {
            let policy = here.clone().towards(name);
            assert_eq!((policy.allows(at("127.0.0.2")), policy.allows(at("::1"))), (allowed, allowed), "{name}");
            assert_eq!(policy.leads_home(local, peer), !allowed, "{name}");
        }
    }

    #[test]
    fn our_own_addresses_are_refused() {
        let policy = Policy::default().with_own(["127.0.0.1:3000".parse().expect("address"), "0.0.0.0:4000".parse().expect("address")]);
        for (address, allowed) in [
            ("127.0.0.1:3000", false),
            ("[::ffff:127.0.0.1]:3000", false),
            ("127.0.0.1:5432", true),
            ("127.0.0.1:4000", false),
            ("[::1]:4000", false),
            ("10.0.0.1:4000", true),
        ] {
            assert_eq!(policy.allows(address.parse().expect("address")), allowed, "{address}");
        }
        let here = "10.0.0.1:51000".parse().expect("address");
        assert!(policy.leads_home(here, "10.0.0.1:4000".parse().expect("address")));
        assert!(!policy.leads_home(here, "10.0.0.2:4000".parse().expect("address")));
    }
}
