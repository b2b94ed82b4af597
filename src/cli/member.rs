//! What may be done by itself with a folder that is one machine's copy of a cluster: reading. What
//! writes there would part its history from that of the others.

use anyhow::bail;
use order::Membership;

use super::settings::Settings;

/// Refuses a command that writes into such a folder; `instead` is what to do.
///
/// # Errors
/// What to do instead.
pub fn refuse(settings: &Settings, command: &str, instead: &str) -> anyhow::Result<()> {
    let Some(Membership { name, node, .. }) = Membership::read(&settings.data)? else {
        return Ok(());
    };
    bail!(
        "{} is the copy of the machine {node} of the cluster {name}, and `hoptac {command}` would write \
         what the others do not have: {instead}, or make it a registry of its own by `hoptac cluster \
         leave`",
        settings.data.display()
    )
}

/// Refuses to serve such a folder by itself.
///
/// # Errors
/// What to do instead.
pub fn refuse_alone(settings: &Settings) -> anyhow::Result<()> {
    match settings.cluster.order {
        Some(_) => Ok(()),
        None => refuse(settings, "serve", "name the members of etcd with --order"),
    }
}
