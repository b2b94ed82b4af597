//! How this machine takes part in a cluster, as the settings say.

use std::{path::PathBuf, time::Duration};

use order::{Address, Membership};

use crate::http::Options;

/// Why an order is refused by a build without the feature.
const ABSENT: &str = "this hoptac was built without the cluster mode; build one that has it with \
                      `cargo build --release --features cluster`, or omit this setting";
const NOT_PRIVATE: &str = "this hoptac was built without TLS to etcd; build one that has it with \
                           `cargo build --release --features cluster-tls`, or use etcd:// within a \
                           private network";

/// The part of this machine in a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// Where the order is; `None` where this machine is alone.
    pub order: Option<Address>,
    /// What this machine is called there; by default its host name.
    pub node: Option<String>,
    /// Where other machines reach this one; by default where it listens.
    pub node_url: Option<String>,
    /// The user of etcd.
    pub user: Option<String>,
    /// The file with that user's password.
    pub password_file: Option<PathBuf>,
    /// The file with the certificate of who signs those of etcd.
    pub ca: Option<PathBuf>,
    /// The file with this machine's certificate for etcd.
    pub certificate: Option<PathBuf>,
    /// The file with the key of that certificate.
    pub key: Option<PathBuf>,
    /// Bytes that a file of etcd may have.
    pub quota: u64,
    /// How long tokens count without contact to the order.
    pub token_stale: Duration,
    /// From which age an answer says how old it is.
    pub stale: Duration,
}

impl Default for Cluster {
    fn default() -> Self {
        Self {
            order: None,
            node: None,
            node_url: None,
            user: None,
            password_file: None,
            ca: None,
            certificate: None,
            key: None,
            quota: 2_048 << 20,
            token_stale: Duration::from_secs(300),
            stale: Options::STALE,
        }
    }
}

/// Where the order is.
///
/// # Errors
/// What to write instead, or how to build a program that takes it.
pub fn order(text: &str) -> Result<Address, String> {
    let address: Address = text.parse().map_err(|error: order::AddressError| error.to_string())?;
    if cfg!(not(feature = "cluster")) {
        return Err(ABSENT.to_owned());
    }
    if address.is_private && cfg!(not(feature = "cluster-tls")) {
        return Err(NOT_PRIVATE.to_owned());
    }
    Ok(address)
}

/// The name of a machine.
///
/// # Errors
/// What to write instead.
pub fn node(text: &str) -> Result<String, String> {
    Membership::check_node(text).map_err(|error| error.to_string())?;
    Ok(text.to_owned())
}

/// Where a machine is reached by others.
///
/// # Errors
/// What to write instead.
pub fn node_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("http://").map(|rest| rest.trim_end_matches('/'));
    match rest {
        Some(rest) if !rest.is_empty() && !rest.contains(['/', '?', '#', '@', ' ']) => {
            Ok(format!("http://{rest}"))
        }
        _ => {
            Err("write it like http://10.0.0.1:8080, without a path: machines of a cluster reach \
                  each other over HTTP, within a private network"
                .to_owned())
        }
    }
}

/// The name of a user of etcd.
///
/// # Errors
/// What to write instead.
pub fn user(text: &str) -> Result<String, String> {
    if text.chars().any(char::is_control) {
        return Err("it has control characters; leave them out".to_owned());
    }
    Ok(text.to_owned())
}
