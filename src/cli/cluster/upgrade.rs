//! `hoptac cluster upgrade`: raises the form that entries are written in.

use anyhow::bail;

use crate::{
    cli::{
        CommandResult, reach,
        report::{count, say},
        settings::Settings,
    },
    journal,
};

/// Raises it to the newest form that every machine of the cluster reads.
pub fn run(settings: &Settings) -> anyhow::Result<CommandResult> {
    let mut shared = reach::shared(settings)?;
    let nodes = shared.nodes()?;
    let absent: Vec<_> = shared
        .durables()?
        .into_iter()
        .map(|(node, _)| node)
        .filter(|name| nodes.iter().all(|node| node.node != *name))
        .collect();
    if !absent.is_empty() {
        bail!(
            "it is not known what {} can read, which is not there: start it with the new release, or \
             `hoptac cluster forget` it",
            absent.join(", ")
        );
    }
    let Some(least) = nodes.iter().min_by_key(|node| node.level) else {
        bail!("no machine of the cluster is there: start their servers first");
    };
    let before = shared.codec()?.unwrap_or(0);
    let now = shared.raise_codec(least.level)?;
    let machines = count(nodes.len() as u64, "machine reads", "machines read");
    say(format_args!("entries are written in form {now}, which {machines} (form {before} before)"));
    if least.level < journal::LEVEL {
        say(format_args!(
            "this release reads form {}: upgrade {}, which reads {} at most, and run this again",
            journal::LEVEL,
            least.node,
            least.level
        ));
        return Ok(CommandResult::Wrong);
    }
    Ok(CommandResult::Done)
}
