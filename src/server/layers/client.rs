//! Who is at the other end: the peer of the connection, or what a trusted proxy says about it
//! (security.md, check 19).

use crate::{
    domain::{
        actor::Client,
        sharing::{PASS_COOKIE, Pass},
    },
    model::browser,
    server::listener::Peer,
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};
use ipnet::IpNet;
use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

/// Networks whose `X-Forwarded-For` is believed.
#[derive(Clone, Debug)]
pub struct TrustedProxies(pub Arc<[IpNet]>);

/// Puts the [`Client`] into the request.
pub async fn identify(State(proxies): State<TrustedProxies>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip().to_canonical());
    let address = origin(peer, request.headers(), &proxies.0);
    let passes = passes(request.headers());
    let agent = request.headers().get(header::USER_AGENT).and_then(|text| text.to_str().ok());
    let browser = agent.and_then(browser::family);
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).map(str::to_owned);
    request.extensions_mut().insert(Client { host, passes, browser, ..Client::at(address) });
    next.run(request).await
}

/// Most passes that are looked at.
const MOST_PASSES: usize = 20;

/// The cookies of links that were unlocked, with the prefix that they have behind HTTPS or without.
fn passes(headers: &HeaderMap) -> Vec<Pass> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let ours = pairs.filter(|(name, _)| name.strip_prefix("__Host-").unwrap_or(name).starts_with(PASS_COOKIE));
    ours.take(MOST_PASSES).map(|(name, value)| Pass { name: name.to_owned(), value: value.to_owned() }).collect()
}

/// The right-most address that is not one of ours: everything left of it was written by the client itself.
fn origin(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let trusted = |address: &IpAddr| proxies.iter().any(|network| network.contains(address));
    if !trusted(&peer) {
        return peer;
    }
    let lines: Vec<_> = headers.get_all("x-forwarded-for").iter().map(|line| line.to_str().unwrap_or_default()).collect();
    let mut nearest = peer;
    for hop in lines.iter().flat_map(|line| line.split(',')).rev() {
        // What cannot be read ends the chain: nothing left of it can be believed.
        let Some(address) = parse_hop(hop.trim()) else { break };
        nearest = address;
        if !trusted(&address) {
            break;
        }
    }
    nearest
}

/// An address, or an address with port as some proxies write it.
fn parse_hop(hop: &str) -> Option<IpAddr> {
    let with_port = || hop.parse::<std::net::SocketAddr>().ok().map(|address| address.ip());
    hop.parse::<IpAddr>().ok().or_else(with_port).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_its_own_word() {
        let proxies: Vec<IpNet> = vec!["10.0.0.0/8".parse().expect("a network"), "::1/128".parse().expect("a network")];
        let seen = |peer: &str, lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", HeaderValue::from_static(line));
            }
            headers.insert("x-real-ip", HeaderValue::from_static("127.0.0.1"));
            origin(peer.parse().expect("an address"), &headers, &proxies).to_string()
        };
        assert_eq!(seen("203.0.113.9", &["127.0.0.1"]), "203.0.113.9", "not a proxy: ignored");
        assert_eq!(seen("10.0.0.2", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.2", &["127.0.0.1, 203.0.113.9"]), "203.0.113.9", "the client wrote the left part");
        assert_eq!(seen("10.0.0.2", &["127.0.0.1, 203.0.113.9, 10.0.0.7"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.2", &["127.0.0.1", "203.0.113.9"]), "203.0.113.9", "several lines are one list");
        assert_eq!(seen("10.0.0.2", &["127.0.0.1, junk"]), "10.0.0.2");
        assert_eq!(seen("10.0.0.2", &[]), "10.0.0.2");
        assert_eq!(seen("::1", &["[2001:db8::9]:4711"]), "2001:db8::9");
    }
}
