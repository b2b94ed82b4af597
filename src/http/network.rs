//! What an operator says of the network: which proxies stand between clients and the server, and
//! whose pages may call it.

use std::{fmt, net::IpAddr};

use axum::http::HeaderValue;
use ipnet::IpNet;

/// Who stands between clients and the server, and whose pages may call it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Network {
    /// Proxies whose word is taken for whom a request is from.
    pub trusted_proxies: Vec<IpNet>,
    /// By which headers they say it.
    pub forwarded_by: ForwardedBy,
    /// Origins, beside the server's own, whose pages may call it.
    pub origins: Vec<AllowedOrigin>,
}

/// By which headers a proxy says whom a request is from. Only those that it sets may be read: the
/// others it passes on as the client wrote them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ForwardedBy {
    /// `X-Forwarded-For`, `-Proto` and `-Host`.
    #[default]
    XForwarded,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

impl ForwardedBy {
    /// Reads `x-forwarded` or `forwarded`.
    ///
    /// # Errors
    /// What to write instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text {
            "x-forwarded" => Ok(Self::XForwarded),
            "forwarded" => Ok(Self::Forwarded),
            _ => Err("write x-forwarded or forwarded".to_owned()),
        }
    }
}

impl fmt::Display for ForwardedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::XForwarded => "x-forwarded",
            Self::Forwarded => "forwarded",
        })
    }
}

/// Reads a block of addresses, like `10.0.0.0/8` (RFC 4632), or one address.
///
/// # Errors
/// What to write instead.
pub fn block(text: &str) -> Result<IpNet, &'static str> {
    let wrong = "write an address or a CIDR block, like 127.0.0.1, 10.0.0.0/8 or fd00::/8";
    let address = || text.parse::<IpAddr>().map(IpNet::from);
    let block = text.parse().or_else(|_| address()).map_err(|_| wrong)?;
    // IPv4 written as IPv6: as which no address is looked for.
    let mapped = match block.addr() {
        IpAddr::V6(address) => address.to_ipv4_mapped(),
        IpAddr::V4(_) => None,
    };
    let Some(address) = mapped else { return Ok(block) };
    let bits = block.prefix_len().checked_sub(96).ok_or(wrong)?;
    IpNet::new(address.into(), bits).map_err(|_| wrong)
}

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

    /// Whether it is, or stands for, an origin as browsers write it.
    #[must_use]
    pub fn is(&self, origin: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_holds_what_begins_alike() {
        for (text, address, held) in [
            ("10.0.0.0/8", "10.255.0.1", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.0.0.0/8", "::ffff:10.1.2.3", true),
            ("0.0.0.0/0", "203.0.113.9", true),
            ("0.0.0.0/0", "2001:db8::1", false),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.2", false),
            ("::ffff:10.0.0.0/104", "10.1.2.3", true),
            ("::ffff:10.0.0.1", "10.0.0.1", true),
            ("10.1.2.3/8", "10.255.0.1", true),
            ("2001:db8::/32", "2001:db8:1::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
        ] {
            let address = address.parse::<IpAddr>().unwrap().to_canonical();
            assert_eq!(block(text).unwrap().contains(&address), held, "{text} {address}");
        }
        for wrong in [
            "",
            "10.0.0.0/33",
            "10.0.0.0/",
            "::/129",
            "::ffff:10.0.0.0/80",
            "10.0.0",
            "example.org",
        ] {
            assert!(block(wrong).is_err(), "{wrong}");
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
