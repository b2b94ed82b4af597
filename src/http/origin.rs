//! Whose pages may call the server: its own, and those of the origins that the operator lists.
//!
//! Browsers say by `Origin` whose page sends a request. They ask for leave before a page reads an
//! answer (CORS), but for no WebSocket, which is therefore refused here.

use std::fmt;

use axum::http::{HeaderMap, HeaderValue, header};

use super::{
    client::Client,
    error::{ErrorCode, HttpError},
    options::Network,
};

/// An origin whose pages may call the server, or all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AllowedOrigin {
    /// Any origin.
    Any,
    /// This one, as browsers write it.
    One(String),
}

impl AllowedOrigin {
    /// Reads an origin like `https://app.example`, or `*`.
    ///
    /// # Errors
    /// What to write instead.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        if text == "*" {
            return Ok(Self::Any);
        }
        let wrong = "write scheme, host and, unless usual, port: https://app.example; or * for all";
        let text = text.to_ascii_lowercase();
        let (scheme, host) = text.split_once("://").ok_or(wrong)?;
        let named = !host.is_empty()
            && !host.contains(['/', '?', '#', '@', ' ', '*'])
            && HeaderValue::from_str(&text).is_ok();
        if ["http", "https"].contains(&scheme) && named { Ok(Self::One(text)) } else { Err(wrong) }
    }

    fn is(&self, origin: &str) -> bool {
        match self {
            Self::Any => true,
            Self::One(one) => one.eq_ignore_ascii_case(origin),
        }
    }
}

impl fmt::Display for AllowedOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("*"),
            Self::One(one) => f.write_str(one),
        }
    }
}

/// Whether pages of an origin may call the server, which is not its own.
pub fn is_listed(network: &Network, origin: &HeaderValue) -> bool {
    let origin = origin.to_str().unwrap_or_default();
    network.origins.iter().any(|allowed| allowed.is(origin))
}

/// Refuses a WebSocket to a page of an origin that may not call the server.
///
/// # Errors
/// 403 where the header `Origin` names neither the host that the client asked for nor a listed
/// origin.
pub fn check(headers: &HeaderMap, client: &Client, network: &Network) -> Result<(), HttpError> {
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
    let host = origin.to_str().ok().and_then(|it| it.split_once("://")).map(|(_, host)| host);
    let own = match (host, &client.host) {
        (Some(origin), Some(host)) => origin.eq_ignore_ascii_case(host),
        _ => false,
    };
    if own || is_listed(network, origin) {
        return Ok(());
    }
    Err(HttpError::new(
        ErrorCode::Forbidden,
        "a page of another origin may not open streams here; the operator can list its origin",
    ))
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;
    use crate::http::client::ClientAddr;

    #[test]
    fn only_pages_of_the_same_host_or_of_listed_origins_may_open_streams() {
        let client = Client {
            address: ClientAddr(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            host: Some("hoptac.example:8080".to_owned()),
            scheme: "http",
        };
        let listed = AllowedOrigin::parse("https://App.example").unwrap();
        let network = Network { origins: vec![listed], ..Network::default() };
        for (origin, allowed) in [
            (None, true),
            (Some("http://hoptac.example:8080"), true),
            (Some("https://HOPTAC.example:8080"), true),
            (Some("https://app.example"), true),
            (Some("http://app.example"), false),
            (Some("https://app.example.evil.example"), false),
            (Some("http://hoptac.example"), false),
            (Some("http://evil.example:8080"), false),
            (Some("http://hoptac.example:8080.evil.example"), false),
            (Some("null"), false),
            (Some(""), false),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().unwrap());
            }
            assert_eq!(check(&headers, &client, &network).is_ok(), allowed, "{origin:?}");
        }
    }

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        for right in ["*", "https://app.example", "http://127.0.0.1:5173", "https://[::1]:80"] {
            assert!(AllowedOrigin::parse(right).is_ok(), "{right}");
        }
        for wrong in
            ["", "app.example", "https://", "https://a/b", "ftp://a", "https://*.a", "null"]
        {
            assert!(AllowedOrigin::parse(wrong).is_err(), "{wrong}");
        }
    }
}
