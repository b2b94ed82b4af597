//! Where a request comes from: its address, and the name and scheme by which it was sent, also
//! where proxies stand between.
//!
//! Owns whose word is taken for that. Must not know what it is used for.

use std::{
    convert::Infallible,
    fmt,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use axum::{
    extract::FromRequestParts,
    http::{Extensions, HeaderMap, HeaderName, header, request::Parts},
};

use super::network::{ForwardedBy, Network};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The address that a connection comes from.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// The address of who has none.
const NOWHERE: ClientAddr = ClientAddr(IpAddr::V4(Ipv4Addr::UNSPECIFIED));

/// The address of the client that sent a request, as far as those who passed it on are believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddr(pub IpAddr);

impl ClientAddr {
    /// Where a request with these extensions comes from; no address, where nobody noted it.
    #[must_use]
    pub fn in_extensions(extensions: &Extensions) -> Self {
        extensions.get::<Client>().map_or(NOWHERE, |client| client.address)
    }
}

impl fmt::Display for ClientAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The address by which one is told from others: of IPv6, what one subscriber is given.
pub fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
        address @ IpAddr::V4(_) => address,
    }
}

/// Where a request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// The client's address.
    pub address: ClientAddr,
    /// The host, with its port if it named one, that the client asked for.
    pub host: Option<String>,
    /// The scheme that the client used.
    pub scheme: &'static str,
}

impl Client {
    /// Where a request with these headers comes from, which arrived from an address.
    pub fn of(Peer(peer): Peer, headers: &HeaderMap, network: &Network) -> Self {
        let peer = peer.ip().to_canonical();
        let host = text(headers, &header::HOST).map(str::to_owned);
        let direct = Self { address: ClientAddr(peer), host, scheme: "http" };
        let trusted =
            |address: IpAddr| network.trusted_proxies.iter().any(|it| it.contains(&address));
        if !trusted(peer) {
            return direct;
        }
        let hops = match network.forwarded_by {
            ForwardedBy::XForwarded => x_forwarded(headers),
            ForwardedBy::Forwarded => forwarded(headers),
        };
        let address = original(peer, &hops, trusted);
        let nearest = hops.last();
        let secure = nearest.and_then(|hop| hop.scheme.as_deref()) == Some("https");
        Self {
            address: ClientAddr(address),
            host: nearest.and_then(|hop| hop.host.clone()).or(direct.host),
            scheme: if secure { "https" } else { "http" },
        }
    }

    /// Where a request with these extensions comes from; from nowhere, where nobody noted it.
    pub fn in_extensions(extensions: &Extensions) -> Self {
        let unknown = || Self { address: NOWHERE, host: None, scheme: "http" };
        extensions.get().cloned().unwrap_or_else(unknown)
    }
}

impl<S: Sync> FromRequestParts<S> for ClientAddr {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::in_extensions(&parts.extensions))
    }
}

/// What one proxy says of whom it had the request from.
#[derive(Debug, Default, PartialEq, Eq)]
struct Hop {
    address: Option<IpAddr>,
    host: Option<String>,
    scheme: Option<String>,
}

/// The client's address: going back from proxy to proxy, the first that is none of the trusted, or
/// the last that is known.
fn original(peer: IpAddr, hops: &[Hop], trusted: impl Fn(IpAddr) -> bool) -> IpAddr {
    let mut address = peer;
    for hop in hops.iter().rev() {
        let Some(before) = hop.address else { break };
        address = before;
        if !trusted(address) {
            break;
        }
    }
    address
}

/// The hops by `X-Forwarded-For`, nearest last; the nearest says host and scheme.
fn x_forwarded(headers: &HeaderMap) -> Vec<Hop> {
    let list = joined(headers, &FORWARDED_FOR);
    let addresses = list.split(',').map(str::trim).filter(|it| !it.is_empty());
    let mut hops: Vec<Hop> =
        addresses.map(|it| Hop { address: node(it), ..Hop::default() }).collect();
    if hops.is_empty() {
        hops.push(Hop::default());
    }
    if let Some(nearest) = hops.last_mut() {
        nearest.host = last(headers, &FORWARDED_HOST);
        nearest.scheme = last(headers, &FORWARDED_PROTO).map(|it| it.to_ascii_lowercase());
    }
    hops
}

/// The hops by `Forwarded` (RFC 7239), nearest last.
fn forwarded(headers: &HeaderMap) -> Vec<Hop> {
    let list = joined(headers, &header::FORWARDED);
    let elements = list.split(',').map(str::trim).filter(|it| !it.is_empty());
    let hop = |element: &str| {
        let mut hop = Hop::default();
        for (name, value) in element.split(';').filter_map(|pair| pair.split_once('=')) {
            let value = value.trim().trim_matches('"');
            match name.trim().to_ascii_lowercase().as_str() {
                "for" => hop.address = node(value),
                "host" => hop.host = Some(value.to_owned()),
                "proto" => hop.scheme = Some(value.to_ascii_lowercase()),
                _ => {}
            }
        }
        hop
    };
    elements.map(hop).collect()
}

/// An address, with or without brackets and port.
fn node(text: &str) -> Option<IpAddr> {
    let bracketed = text.strip_prefix('[').and_then(|it| it.split_once(']')).map(|(it, _)| it);
    let address = bracketed.unwrap_or(text);
    let plain = address.parse().ok();
    let found = plain.or_else(|| address.parse::<SocketAddr>().ok().map(|it| it.ip()));
    found.map(|it: IpAddr| it.to_canonical())
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// All values of a list header as one. What a proxy appends stands behind what a client wrote, so
/// the list is read from its end, and no quote in front may swallow it.
fn joined(headers: &HeaderMap, name: &HeaderName) -> String {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.collect::<Vec<_>>().join(",")
}

fn last(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values = joined(headers, name);
    let last = values.rsplit(',').next().map(str::trim).filter(|it| !it.is_empty());
    last.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::network::block;

    fn network(forwarded_by: ForwardedBy) -> Network {
        let blocks = ["10.0.0.0/8", "fd00::/8"];
        let trusted_proxies = blocks.map(|it| block(it).unwrap()).to_vec();
        Network { trusted_proxies, forwarded_by, ..Network::default() }
    }

    fn headers(given: &[(&'static str, &str)]) -> HeaderMap {
        given.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    fn client(by: ForwardedBy, peer: &str, given: &[(&'static str, &str)]) -> Client {
        let peer = Peer(SocketAddr::new(peer.parse().unwrap(), 1));
        Client::of(peer, &headers(given), &network(by))
    }

    #[test]
    fn only_trusted_proxies_say_who_the_client_is() {
        for (peer, list, found) in [
            ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
            ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
            ("10.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
            ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
            ("10.0.0.1", "198.51.100.1, unknown", "10.0.0.1"),
            ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
            ("fd00::1", "[2001:db8::7]:80", "2001:db8::7"),
            ("10.0.0.1", "", "10.0.0.1"),
        ] {
            let client = client(ForwardedBy::XForwarded, peer, &[("x-forwarded-for", list)]);
            assert_eq!(client.address.to_string(), found, "{peer} {list}");
        }
    }

    #[test]
    fn the_header_that_is_not_chosen_is_left_alone() {
        let both = [
            ("forwarded", "for=\"[2001:db8::1]:80\";proto=https;host=a.example, for=10.0.0.2"),
            ("x-forwarded-for", "198.51.100.1"),
        ];
        let found = client(ForwardedBy::XForwarded, "10.0.0.1", &both);
        assert_eq!(found.address.to_string(), "198.51.100.1");
        let found = client(ForwardedBy::Forwarded, "10.0.0.1", &both);
        assert_eq!(found.address.to_string(), "2001:db8::1");
    }

    #[test]
    fn host_and_scheme_are_taken_from_trusted_proxies_alone() {
        let given = [
            ("host", "inner:8080"),
            ("x-forwarded-for", "198.51.100.1"),
            ("x-forwarded-host", "hoptac.example"),
            ("x-forwarded-proto", "https"),
        ];
        let told = |client: Client| (client.host.unwrap(), client.scheme);
        let proxied = told(client(ForwardedBy::XForwarded, "10.0.0.1", &given));
        assert_eq!(proxied, ("hoptac.example".to_owned(), "https"));
        let direct = told(client(ForwardedBy::XForwarded, "203.0.113.9", &given));
        assert_eq!(direct, ("inner:8080".to_owned(), "http"));
    }
}
