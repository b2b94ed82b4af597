//! `hoptac cluster`: founds a cluster of several machines, shows how it fares, leaves it.

mod init;
mod leave;
mod status;
mod upgrade;

use super::{CommandResult, args::ClusterCommand, configured, writing};

/// Does what a command says.
///
/// # Errors
/// Where it cannot be done, with the remedy.
pub fn run(command: &ClusterCommand) -> anyhow::Result<CommandResult> {
    match command {
        ClusterCommand::Init { again, from_here: _, base } => {
            init::run(&*writing(&base.flags())?, *again)
        }
        ClusterCommand::Status { json, base } => status::run(&*configured(&base.flags())?, *json),
        ClusterCommand::Upgrade { base } => upgrade::run(&*configured(&base.flags())?),
        ClusterCommand::Leave { as_is, base } => leave::run(&*writing(&base.flags())?, *as_is),
        ClusterCommand::Forget { machine, base } => {
            leave::forget(&*configured(&base.flags())?, machine)
        }
    }
}
