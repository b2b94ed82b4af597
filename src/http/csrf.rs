//! Keeps pages of other origins from having a browser send requests in its visitor's name.
//!
//! A browser asks for leave (a preflight) before it sends a request that a form or an image could
//! not; what it sends without asking is "simple". A POST here is never simple: its body must be
//! `application/json`. A GET may be; it is refused where it comes from a browser, unless it has a
//! header that needs leave, or the browser says that it comes from a page of this server, of a
//! listed origin, or from nobody's page. Programs that are no browsers have no visitors, and need
//! no such header.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use messages::message;

use super::{
    client::Client,
    error::{ErrorCode, HttpError},
    network::Network,
    origin,
};

/// Headers that need leave; the clients' libraries send one of them.
pub const PREFLIGHT: [HeaderName; 4] = [
    HeaderName::from_static("graphql-require-preflight"),
    HeaderName::from_static("apollo-require-preflight"),
    HeaderName::from_static("x-apollo-operation-name"),
    HeaderName::from_static("x-requested-with"),
];

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Media types of bodies that a browser sends without leave.
const SIMPLE_TYPES: [&str; 3] =
    ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

/// Refuses a GET that a browser may have sent for a page of another origin without asking.
///
/// # Errors
/// 403 that names the header to send.
pub fn check(headers: &HeaderMap, client: &Client, network: &Network) -> Result<(), HttpError> {
    let may = !from_browser(headers) || needed_leave(headers) || own(headers, client, network);
    if may {
        return Ok(());
    }
    Err(HttpError::new(
        ErrorCode::CsrfPrevented,
        message!(
            "a browser could send this for a page of another origin without asking; send it with the \
         header `graphql-require-preflight: 1`, or by POST"
        ),
    ))
}

/// Whether a browser sent it: all of them say by one of these that they did.
fn from_browser(headers: &HeaderMap) -> bool {
    let agent = text(headers, &header::USER_AGENT).unwrap_or_default();
    agent.starts_with("Mozilla/")
        || [FETCH_SITE, header::ORIGIN, header::REFERER].iter().any(|it| headers.contains_key(it))
}

/// Whether it has a header for which a browser would have asked before.
fn needed_leave(headers: &HeaderMap) -> bool {
    let content_type = text(headers, &header::CONTENT_TYPE).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let unusual = !essence.is_empty()
        && !SIMPLE_TYPES.iter().any(|simple| essence.eq_ignore_ascii_case(simple));
    let present = |name: &HeaderName| headers.get(name).is_some_and(|it| !it.is_empty());
    unusual || present(&header::AUTHORIZATION) || PREFLIGHT.iter().any(present)
}

/// Whether the browser says that it comes from a page that may ask, or from nobody's page.
fn own(headers: &HeaderMap, client: &Client, network: &Network) -> bool {
    if let Some(origin) = headers.get(header::ORIGIN) {
        return is_own(origin, client) || origin::is_listed(network, origin);
    }
    match text(headers, &FETCH_SITE) {
        Some(site) => ["same-origin", "none"].contains(&site),
        // Browsers say it over TLS and to the machine itself alone; a page can hide where it is,
        // but not pretend.
        None => headers.get(header::REFERER).is_some_and(|page| is_own(page, client)),
    }
}

/// Whether an origin, or a page's address, is of the host that the client asked for.
fn is_own(address: &HeaderValue, client: &Client) -> bool {
    let address = address.to_str().ok().and_then(|it| it.split_once("://"));
    let host = address.map(|(_, rest)| rest.split('/').next().unwrap_or_default());
    host.zip(client.host.as_deref()).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b))
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;
    use crate::http::{client::ClientAddr, network::AllowedOrigin};

    #[test]
    fn what_a_browser_sends_without_asking_is_refused() {
        let client = Client {
            address: ClientAddr(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            host: Some("hoptac.example".to_owned()),
            scheme: "https",
        };
        let listed = AllowedOrigin::parse("https://app.example").unwrap();
        let network = Network { origins: vec![listed], ..Network::default() };
        let browser = ("user-agent", "Mozilla/5.0");
        for (given, allowed) in [
            (&[][..], true),
            (&[("user-agent", "curl/8")], true),
            (&[("sec-fetch-mode", "cors"), ("user-agent", "node")], true),
            (&[browser], false),
            (&[browser, ("graphql-require-preflight", "1")], true),
            (&[browser, ("apollo-require-preflight", "")], false),
            (&[browser, ("x-apollo-operation-name", "A")], true),
            (&[browser, ("authorization", "Bearer x")], true),
            (&[browser, ("content-type", "application/json")], true),
            (&[browser, ("content-type", "text/plain; charset=utf-8")], false),
            (&[browser, ("sec-fetch-site", "same-origin")], true),
            (&[browser, ("sec-fetch-site", "none")], true),
            (&[browser, ("sec-fetch-site", "cross-site")], false),
            (&[browser, ("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("origin", "https://evil.example")], false),
            (&[("origin", "null")], false),
            (&[browser, ("origin", "https://app.example"), ("sec-fetch-site", "cross-site")], true),
            (&[browser, ("origin", "https://hoptac.example")], true),
            (&[browser, ("referer", "http://hoptac.example/graphiql/")], true),
            (&[browser, ("referer", "http://evil.example/http://hoptac.example/")], false),
            (&[("referer", "http://hoptac.example.evil/")], false),
        ] {
            let headers = given.iter().map(|(name, value)| {
                (HeaderName::from_static(name), HeaderValue::from_static(value))
            });
            let checked = check(&headers.collect(), &client, &network);
            assert_eq!(checked.is_ok(), allowed, "{given:?}");
        }
    }
}
