//! Where the order is: members of etcd, and the name of the cluster there.

use std::{fmt, str::FromStr};

/// The port of a member that names none.
const PORT: u16 = 2379;
/// The name of a cluster that is given none.
const NAME: &str = "hoptac";
/// Longest name of a cluster or a machine.
const NAME_MAX: usize = 63;

/// `etcd://host:port,host:port/NAME`, or `etcds://…` for TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The members, each `host:port`.
    pub members: Vec<String>,
    /// The cluster's name.
    pub name: String,
    /// Whether they are spoken to over TLS.
    pub is_private: bool,
}

/// Why a text is no address of an order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no address such as etcd://10.0.0.1:2379,10.0.0.2:2379/hoptac: {reason}")]
pub struct AddressError {
    text: String,
    reason: String,
}

impl Address {
    /// The members as addresses of HTTP.
    pub fn endpoints(&self) -> impl Iterator<Item = String> + '_ {
        let scheme = if self.is_private { "https" } else { "http" };
        self.members.iter().map(move |member| format!("{scheme}://{member}"))
    }
}

/// Whether a cluster or a machine can be named so.
#[must_use]
pub(crate) fn is_name(text: &str) -> bool {
    let plain = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.');
    (1..=NAME_MAX).contains(&text.len()) && text.bytes().all(plain)
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let wrong =
            |reason: &str| AddressError { text: text.to_owned(), reason: reason.to_owned() };
        let (is_private, rest) = match (text.strip_prefix("etcd://"), text.strip_prefix("etcds://"))
        {
            (Some(rest), _) => (false, rest),
            (_, Some(rest)) => (true, rest),
            _ => return Err(wrong("it begins with neither etcd:// nor etcds://")),
        };
        let (members, name) = rest.split_once('/').unwrap_or((rest, NAME));
        let name = if name.is_empty() { NAME } else { name };
        if !is_name(name) {
            return Err(wrong("the name has up to 63 letters, digits, `-`, `_` and `.`"));
        }
        let members = members.split(',').map(|member| {
            let has_port = member.rsplit_once(':').is_some_and(|(host, port)| {
                !host.is_empty() && port.parse().is_ok_and(|port: u16| port > 0)
            });
            // Colons within brackets belong to an address of IPv6.
            let has_colon = member.rsplit(']').next().is_some_and(|rest| rest.contains(':'));
            match (has_port && has_colon, has_colon || member.is_empty()) {
                (true, _) => Ok(member.to_owned()),
                (_, true) => Err(wrong(&format!("`{member}` is not host:port"))),
                _ => Ok(format!("{member}:{PORT}")),
            }
        });
        Ok(Self { members: members.collect::<Result<_, _>>()?, name: name.to_owned(), is_private })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_private { "etcds" } else { "etcd" };
        write!(f, "{scheme}://{}/{}", self.members.join(","), self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_with_what_it_leaves_out() {
        let read = |text: &str| text.parse::<Address>().map(|it| it.to_string());
        let full = "etcd://10.0.0.1:2379,10.0.0.2:4001/south";
        assert_eq!(read(full).unwrap(), full);
        assert_eq!(read("etcd://one").unwrap(), "etcd://one:2379/hoptac");
        assert_eq!(read("etcds://[::1]/").unwrap(), "etcds://[::1]:2379/hoptac");
        assert_eq!(read("etcds://[::1]:9/x").unwrap(), "etcds://[::1]:9/x");
        let endpoints: Vec<_> = full.parse::<Address>().unwrap().endpoints().collect();
        assert_eq!(endpoints, ["http://10.0.0.1:2379", "http://10.0.0.2:4001"]);
        for bad in ["", "http://one:2379", "etcd://", "etcd://a,,b", "etcd://a:x", "etcd://a:0"] {
            assert!(read(bad).is_err(), "{bad}");
        }
        let told = read("etcd://a/b c").unwrap_err().to_string();
        assert!(told.contains("etcd://a/b c"), "{told}");
    }
}
