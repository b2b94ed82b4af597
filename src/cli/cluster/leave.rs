//! `hoptac cluster leave` and `forget`: a machine goes on alone, or is gone.

use anyhow::{Context, bail};
use order::{Membership, Order, OrderError, etcd::Shared};

use super::init::{head, hold};
use crate::{
    cli::{CommandResult, reach, report::say, settings::Settings},
    journal::Head,
};

/// Makes the folder a registry of its own.
pub fn run(settings: &Settings, as_is: bool) -> anyhow::Result<CommandResult> {
    let Some(own) = Membership::read(&settings.data)? else {
        bail!("{} belongs to no cluster; there is nothing to leave", settings.data.display());
    };
    let _held = hold(settings)?;
    let head = head(settings)?;
    match part(settings, &own, head) {
        Ok(()) => {}
        Err(reason) if as_is => {
            tracing::warn!("Leaving though {reason:#}");
        }
        Err(reason) => bail!("{reason:#}; `--as-is` leaves all the same"),
    }
    Membership::remove(&settings.data)?;
    say(format_args!(
        "{} is a registry of its own again, at command {}, with the tokens that it has",
        settings.data.display(),
        head.seq
    ));
    say("start the server without --order; what is written from now on the others do not have");
    Ok(CommandResult::Done)
}

/// Sees that the folder has all that was committed, and takes the machine off the cluster's list.
fn part(settings: &Settings, own: &Membership, head: Head) -> anyhow::Result<()> {
    let mut shared = reach::shared(settings)?;
    let unknown =
        || format!("it is not known what the others committed after command {}", head.seq);
    let order = shared.head().with_context(unknown)?;
    if order.seq > head.seq {
        bail!(
            "the cluster stands at command {} and this folder at {}: start the server with --order \
             until it has caught up",
            order.seq,
            head.seq
        );
    }
    if shared.meta()?.is_some_and(|meta| meta.id == own.id) {
        shared.forget(&own.node)?;
    }
    Ok(())
}

/// Keeps nothing any more for a machine.
pub fn forget(settings: &Settings, node: &str) -> anyhow::Result<CommandResult> {
    let mut shared = reach::shared(settings)?;
    if shared.nodes()?.iter().any(|it| it.node == node) {
        bail!("{node} is there: stop its server first");
    }
    if !known(&mut shared)?.iter().any(|it| it == node) {
        let all = known(&mut shared)?.join(", ");
        bail!("the cluster knows no machine {node}; it knows {all}");
    }
    shared.forget(node)?;
    say(format_args!("forgot {node}; it may join again, with its folder or an empty one"));
    Ok(CommandResult::Done)
}

fn known(shared: &mut Shared) -> Result<Vec<String>, OrderError> {
    let all = shared.durables()?.into_iter().chain(shared.dropped()?);
    Ok(all.map(|(node, _)| node).collect())
}
