//! Whose pages may call the server: its own, and those of the origins that the operator lists.
//!
//! Browsers say by `Origin` whose page sends a request. They ask for leave before a page reads an
//! answer (CORS), but for no WebSocket, which is therefore refused here.

use axum::http::{HeaderMap, HeaderValue, header};
use messages::message;

use super::{
    client::Client,
    error::{ErrorCode, HttpError},
    network::Network,
};

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
        message!(
            "a page of another origin may not open streams here; the operator can list its origin"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;
    use crate::http::{client::ClientAddr, network::AllowedOrigin};

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
}
