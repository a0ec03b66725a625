//! Whom to believe about the client's address and protocol.
//!
//! Owns: networks in CIDR notation and the choice of the client's address. Must not: know HTTP types beyond texts.

use std::net::IpAddr;
use std::str::FromStr;

/// An address or a network, `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cidr {
    address: IpAddr,
    bits: u32,
}

impl FromStr for Cidr {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| "not an IP address")?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            None => most,
            Some(bits) => bits.parse().map_err(|_| "not a length of a network prefix")?,
        };
        if bits > most { Err("the network prefix is too long") } else { Ok(Self { address, bits }) }
    }
}

impl Cidr {
    /// Whether the network has the address.
    pub fn contains(&self, other: IpAddr) -> bool {
        fn same(a: &[u8], b: &[u8], bits: u32) -> bool {
            a.iter().zip(b).enumerate().all(|(at, (a, b))| {
                let left = bits.saturating_sub(u32::try_from(at).unwrap_or(u32::MAX) * 8).min(8);
                let mask = u8::try_from(0xff00_u32 >> left & 0xff).unwrap_or(0);
                a & mask == b & mask
            })
        }
        match (self.address, other.to_canonical()) {
            (IpAddr::V4(a), IpAddr::V4(b)) => same(&a.octets(), &b.octets(), self.bits),
            (IpAddr::V6(a), IpAddr::V6(b)) => same(&a.octets(), &b.octets(), self.bits),
            _ => false,
        }
    }
}

/// The client's address: the peer's, or, where the peer is trusted, the last address of `X-Forwarded-For` that is not
/// a trusted proxy itself. What stands further left was written by the client and proves nothing.
pub fn client_address(peer: IpAddr, forwarded_for: Option<&str>, trusted: &[Cidr]) -> IpAddr {
    let is_trusted = |address| trusted.iter().any(|network: &Cidr| network.contains(address));
    let mut client = peer.to_canonical();
    if !is_trusted(client) {
        return client;
    }
    for part in forwarded_for.unwrap_or_default().rsplit(',') {
        let Ok(address) = part.trim().parse::<IpAddr>() else { break };
        client = address.to_canonical();
        if !is_trusted(client) {
            break;
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn networks() {
        let ten: Cidr = "10.0.0.0/8".parse().unwrap();
        assert!(
            ten.contains(ip("10.200.3.4"))
                && !ten.contains(ip("11.0.0.1"))
                && ten.contains(ip("::ffff:10.0.0.1"))
        );
        let odd: Cidr = "192.168.4.0/22".parse().unwrap();
        assert!(odd.contains(ip("192.168.7.255")) && !odd.contains(ip("192.168.8.0")));
        let all: Cidr = "0.0.0.0/0".parse().unwrap();
        assert!(all.contains(ip("1.2.3.4")) && !all.contains(ip("::1")));
        assert!("10.0.0.0/33".parse::<Cidr>().is_err() && "x".parse::<Cidr>().is_err());
    }

    #[test]
    fn only_a_trusted_peer_is_believed_and_only_its_last_word() {
        let trusted = ["127.0.0.1".parse().unwrap()];
        assert_eq!(client_address(ip("8.8.8.8"), Some("1.1.1.1"), &trusted), ip("8.8.8.8"));
        assert_eq!(client_address(ip("127.0.0.1"), Some("6.6.6.6, 1.1.1.1"), &trusted), ip("1.1.1.1"));
        assert_eq!(client_address(ip("127.0.0.1"), Some("1.1.1.1, 127.0.0.1"), &trusted), ip("1.1.1.1"));
        assert_eq!(client_address(ip("127.0.0.1"), Some("nonsense"), &trusted), ip("127.0.0.1"));
        assert_eq!(client_address(ip("127.0.0.1"), None, &trusted), ip("127.0.0.1"));
    }
}
