//! What kind of place an address is, after taking it out of the forms that can wrap an IPv4 address.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Classes by which the policy decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Reachable from everywhere.
    Public,
    /// Loopback, private networks, unique local addresses and the shared space of carriers (RFC 6598), which
    /// private overlay networks use as well.
    Private,
    /// Never a database: link-local, cloud metadata, multicast, unspecified, broadcast, reserved.
    Never,
}

/// Metadata services of clouds that lie outside the link-local range: Alibaba, Oracle, Azure; AWS and Google over IPv6.
const METADATA_V4: [Ipv4Addr; 3] = [Ipv4Addr::new(100, 100, 100, 200), Ipv4Addr::new(192, 0, 0, 192), Ipv4Addr::new(168, 63, 129, 16)];
const METADATA_V6: [Ipv6Addr; 2] = [Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254), Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254)];

/// The address that decides: an IPv4 address written as IPv4-mapped or -compatible, NAT64 (RFC 6052, RFC 8215) or 6to4
/// (RFC 3056) is judged as the IPv4 address to which its packets go.
pub fn normalise(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    let segments = v6.segments();
    let last = Ipv4Addr::from((u32::from(segments[6]) << 16) | u32::from(segments[7]));
    let wrapped = match segments {
        [0, 0, 0, 0, 0, 0xffff, _, _] | [0x64, 0xff9b, 0, 0, 0, 0, _, _] | [0x64, 0xff9b, 1, ..] => Some(last),
        // IPv4-compatible, but neither `::` nor `::1`.
        [0, 0, 0, 0, 0, 0, high, low] if high != 0 || low > 1 => Some(last),
        [0x2002, high, low, ..] => Some(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low))),
        _ => None,
    };
    wrapped.map_or(address, IpAddr::V4)
}

/// Class of an address, whichever way it is written.
pub fn classify(address: IpAddr) -> Class {
    match normalise(address) {
        IpAddr::V4(v4) => classify_v4(v4),
        IpAddr::V6(v6) => classify_v6(v6),
    }
}

fn classify_v4(v4: Ipv4Addr) -> Class {
    if METADATA_V4.contains(&v4) {
        return Class::Never;
    }
    match v4.octets() {
        [127 | 10, ..] | [192, 168, ..] | [172, 16..=31, ..] | [100, 64..=127, ..] => Class::Private,
        // "This network", link-local, protocol assignments, documentation, 6to4 relays, benchmarking, multicast, reserved.
        [0, ..]
        | [169, 254, ..]
        | [192, 0, 0 | 2, _]
        | [192, 88, 99, _]
        | [198, 18 | 19, ..]
        | [198, 51, 100, _]
        | [203, 0, 113, _]
        | [224..=255, ..] => Class::Never,
        _ => Class::Public,
    }
}

fn classify_v6(v6: Ipv6Addr) -> Class {
    if METADATA_V6.contains(&v6) {
        return Class::Never;
    }
    match v6.segments() {
        _ if v6.is_loopback() => Class::Private,
        [0xfc00..=0xfdff, ..] => Class::Private,
        // Teredo and the other protocol assignments, documentation.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Class::Never,
        // The only space that is handed out for the public network.
        [0x2000..=0x3fff, ..] => Class::Public,
        _ => Class::Never,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_disguise_is_seen_through() {
        for (text, class) in [
            ("127.0.0.1", Class::Private),
            ("10.0.0.1", Class::Private),
            ("172.16.0.1", Class::Private),
            ("172.32.0.1", Class::Public),
            ("192.168.0.1", Class::Private),
            ("100.64.0.1", Class::Private),
            ("8.8.8.8", Class::Public),
            ("0.0.0.0", Class::Never),
            ("0.1.2.3", Class::Never),
            ("169.254.169.254", Class::Never),
            ("100.100.100.200", Class::Never),
            ("168.63.129.16", Class::Never),
            ("224.0.0.1", Class::Never),
            ("255.255.255.255", Class::Never),
            ("240.0.0.1", Class::Never),
            ("198.18.0.1", Class::Never),
            ("203.0.113.9", Class::Never),
            ("::", Class::Never),
            ("::1", Class::Private),
            ("::7f00:1", Class::Private),
            ("::ffff:127.0.0.1", Class::Private),
            ("::ffff:169.254.169.254", Class::Never),
            ("::ffff:8.8.8.8", Class::Public),
            ("64:ff9b::7f00:1", Class::Private),
            ("64:ff9b::a9fe:a9fe", Class::Never),
            ("64:ff9b:1::a9fe:a9fe", Class::Never),
            ("2002:7f00:1::", Class::Private),
            ("2002:a9fe:a9fe::1", Class::Never),
            ("fd00:ec2::254", Class::Never),
            ("fd00::1", Class::Private),
            ("fe80::1", Class::Never),
            ("fec0::1", Class::Never),
            ("ff02::1", Class::Never),
            ("2001::1", Class::Never),
            ("2001:db8::1", Class::Never),
            ("2606:4700:4700::1111", Class::Public),
            ("5f00::1", Class::Never),
        ] {
            let address: IpAddr = text.parse().expect("a literal address");
            assert_eq!(classify(address), class, "{text}");
        }
    }
}
