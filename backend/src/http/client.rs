//! Who asks: address, host and protocol, seen through trusted proxies only.
//!
//! Owns: every use of `X-Forwarded-*`. Must not: believe a header of anybody but a trusted proxy.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::http::request::Parts;

use crate::config::{Config, is_loopback};
use crate::error::{Error, Kind, Result};
use crate::proxy::client_address;

/// The headers by which a proxy shows itself.
const FORWARDING: [&str; 6] =
    ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

/// The asker.
#[derive(Clone, Debug)]
pub struct Client {
    /// The address, behind trusted proxies.
    pub address: IpAddr,
    secure: bool,
}

impl Client {
    /// Reads it from a request.
    pub fn of(request: &Request, config: &Config) -> Self {
        let peer = request
            .extensions()
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip());
        let headers = request.headers();
        let trusted = config.trusted_proxy.iter().any(|network| network.contains(peer.to_canonical()));
        let host = host(headers).unwrap_or_default();
        let public = config.public_url.as_deref();
        let https = trusted
            && text(headers, "x-forwarded-proto").is_some_and(|proto| proto.eq_ignore_ascii_case("https"))
            || public
                .and_then(|url| url.strip_prefix("https://"))
                .is_some_and(|public| public.eq_ignore_ascii_case(host));
        Self {
            address: client_address(peer, text(headers, "x-forwarded-for"), &config.trusted_proxy),
            secure: https || is_local(host),
        }
    }

    /// Refuses what needs a secure context where there is none.
    pub fn need_secure(&self) -> Result<()> {
        if self.secure { Ok(()) } else { Err(Kind::InsecureContext.into()) }
    }
}

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Error::internal("the client layer is missing"))
    }
}

/// Whether the demo may answer: from this machine, under a local name, not through a proxy.
pub fn is_local_request(request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    peer.is_none_or(|ConnectInfo(peer)| is_loopback(peer.ip()))
        && host(request.headers()).is_some_and(is_local)
        && FORWARDING.iter().all(|name| !request.headers().contains_key(*name))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn host(headers: &HeaderMap) -> Option<&str> {
    headers.get(HOST)?.to_str().ok()
}

/// Whether a `Host` is one that browsers count as a secure context without TLS.
fn is_local(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.to_ascii_lowercase().ends_with(".localhost")
        || name.parse().is_ok_and(is_loopback)
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn local_hosts() {
        for host in [
            "localhost",
            "localhost:8080",
            "127.0.0.1:80",
            "[::1]:8080",
            "[::1]",
            "dv.localhost",
            "LOCALHOST",
        ] {
            assert!(is_local(host), "{host}");
        }
        for host in [
            "",
            "example.org",
            "localhost.example.org",
            "10.0.0.1:8080",
            "[fe80::1]:1",
            "127.0.0.1.example.org",
        ] {
            assert!(!is_local(host), "{host}");
        }
    }
}
