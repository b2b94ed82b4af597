//! How a command or the server speaks to etcd, as the settings say.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context, bail};
use order::{
    Address, Membership,
    etcd::{Access, Shared, Tls},
};

use crate::cli::settings::Settings;

/// How long a member of etcd is waited for.
const PATIENCE: Duration = Duration::from_secs(1);

/// Where the order is.
///
/// # Errors
/// Where no setting says so.
pub fn address(settings: &Settings) -> anyhow::Result<&Address> {
    settings.cluster.order.as_ref().context(
        "name the members of etcd with --order, such as \
         etcd://10.0.0.1:2379,10.0.0.2:2379,10.0.0.3:2379/hoptac, or in hoptac.toml",
    )
}

/// The way to etcd. Connects when first asked.
///
/// # Errors
/// Where a file that the settings name cannot be read, or an address is none.
pub fn shared(settings: &Settings) -> anyhow::Result<Shared> {
    Ok(Shared::new(&access(settings)?, &address(settings)?.name)?)
}

/// Where etcd is, and how this machine proves who it is.
///
/// # Errors
/// Where a file that the settings name cannot be read.
pub fn access(settings: &Settings) -> anyhow::Result<Access> {
    let (order, cluster) = (address(settings)?, &settings.cluster);
    let credentials = match (&cluster.user, &cluster.password_file) {
        (Some(user), Some(file)) => {
            let password = String::from_utf8(read("order-password-file", file)?)
                .with_context(|| format!("{} is no text", file.display()))?;
            Some((user.clone(), password.trim_end_matches(['\r', '\n']).to_owned()))
        }
        (None, None) => None,
        _ => bail!("order-user and order-password-file belong together: set both, or none"),
    };
    let tls = match (&cluster.ca, order.is_private) {
        (Some(ca), true) => {
            let identity = match (&cluster.certificate, &cluster.key) {
                (Some(certificate), Some(key)) => {
                    Some((read("order-certificate", certificate)?, read("order-key", key)?))
                }
                (None, None) => None,
                _ => bail!("order-certificate and order-key belong together: set both, or none"),
            };
            Some(Tls { ca: read("order-ca", ca)?, identity })
        }
        (None, true) => {
            bail!("etcds:// needs the certificate of who signs those of etcd: set order-ca")
        }
        (Some(_), false) => bail!("order-ca is for TLS: write etcds:// in the setting order"),
        (None, false) => None,
    };
    let endpoints = order.endpoints().collect();
    Ok(Access { endpoints, credentials, tls, patience: PATIENCE })
}

fn read(setting: &str, file: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("{}, the {setting}, cannot be read", file.display()))
}

/// What this machine is called: as its folder says, as the setting says, or as the host is.
///
/// # Errors
/// Where these differ, or none is a name.
pub fn node(settings: &Settings, own: Option<&Membership>) -> anyhow::Result<String> {
    let host = || {
        let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        name.trim().to_owned()
    };
    match (own, &settings.cluster.node) {
        (Some(own), Some(node)) if own.node != *node => bail!(
            "{} is the copy of the machine {}, and the setting node says {node}: machines keep their \
             names, and folders their machines",
            settings.data.display(),
            own.node
        ),
        (Some(own), _) => Ok(own.node.clone()),
        (None, Some(node)) => Ok(node.clone()),
        (None, None) => {
            let node = host();
            Membership::check_node(&node).context("name this machine with --node")?;
            Ok(node)
        }
    }
}
