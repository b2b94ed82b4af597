//! The part that this machine takes in a cluster, where the settings name an order: it joins, opens
//! the registry as one of several, and ends that part before the registry is closed.

use std::{sync::Arc, time::Duration};

use anyhow::{Context, bail};
use order::{
    Membership, Order,
    etcd::{Meta, Shared, Writer},
};

use crate::{
    cli::{reach, report, settings::Settings},
    cluster::{
        Node, Running,
        peers::{self, Fetch},
        tokens::Mirror,
    },
    http::EntriesAsker,
    journal::{self, Head, LEVEL},
    registry::{Folders, Registry},
    tokens::Contact,
};

/// How long is waited at the start until all is shown that is ordered.
const SETTLE: Duration = Duration::from_secs(5);

/// The part of this machine in a cluster.
pub struct Part {
    running: Running,
    mirror: Mirror,
}

/// Opens the registry: as one of several where the settings say so, else by itself. Others reach it
/// at `url`.
///
/// # Errors
/// Where it cannot be opened, or its history is not the cluster's; each says what to do.
pub fn open(settings: &Settings, url: &str) -> anyhow::Result<(Registry, Option<Part>)> {
    if settings.cluster.order.is_none() {
        return Ok((report::open(settings)?, None));
    }
    let mut shared = reach::shared(settings)?;
    let own = join(settings, &mut shared)?;
    let fetch = fetch().context("no descriptor is left")?;
    let node = own.node.clone();
    let mirror =
        Mirror::start(reach::shared(settings)?, own, &settings.data, settings.cluster.token_stale)
            .context("no thread is left")?;
    let ways = (reach::shared(settings)?, reach::shared(settings)?);
    let url = settings.cluster.node_url.clone().unwrap_or_else(|| url.to_owned());
    let (node, member) =
        Node::new(Writer { node, url }, shared, ways, fetch, settings.cluster.quota);
    let registry = report::open_as(settings, Some(Box::new(member)))?;
    let standing = registry.standing().context("it was opened as one of several")?;
    if let Err(why) = Running::settle(&registry, SETTLE) {
        bail!("{why}");
    }
    let running = node.start(registry.follow(), standing).context("no thread is left")?;
    Ok((registry, Some(Part { running, mirror })))
}

impl Part {
    /// When the tokens here were known to be those of the cluster.
    pub fn contact(&self) -> Arc<Contact> {
        self.mirror.contact()
    }

    /// Hands the role of the writer over, and ends the part.
    pub fn leave(self) {
        self.running.leave();
    }
}

/// Asks other machines for what the order keeps no more.
fn fetch() -> std::io::Result<Fetch> {
    let asker = EntriesAsker::new()?;
    Ok(Box::new(move |url, secret, after| asker.ask(url, secret, after)))
}

/// Finds that the folder is of the cluster, or makes it so. Returns what it is there.
fn join(settings: &Settings, shared: &mut Shared) -> anyhow::Result<Membership> {
    let own = Membership::read(&settings.data)?;
    let node = reach::node(settings, own.as_ref())?;
    let order = reach::address(settings)?;
    let meta = match (shared.meta(), &own) {
        (Ok(meta), _) => meta,
        (Err(error), Some(own)) => {
            tracing::warn!(%error, "Serving what is here until the cluster is in reach: {error}");
            return Ok(own.clone());
        }
        (Err(error), None) => return Err(error).context("the cluster cannot be joined"),
    };
    let Some(meta) = meta else {
        bail!(
            "{order} holds no cluster {}: found it with `hoptac cluster init` on the machine whose \
             history it shall have; where etcd lost its data, with `--from-here --again`",
            order.name
        );
    };
    let level = shared.codec()?.unwrap_or(LEVEL);
    if level > LEVEL {
        bail!(
            "the cluster writes entries of form {level}, and this hoptac reads up to {LEVEL}: \
             install the one that the other machines run"
        );
    }
    match own {
        Some(own) if own.id != meta.id => bail!(
            "{} is a machine's copy of another cluster {} than the one in {order}: name the right \
             etcd, or set the folder aside and join with an empty one",
            settings.data.display(),
            own.name
        ),
        Some(own) if own.epoch != meta.epoch => bail!(
            "the cluster was begun anew (epoch {}) since {} was a part of it (epoch {}): set the \
             folder aside and join with an empty one",
            meta.epoch,
            settings.data.display(),
            own.epoch
        ),
        Some(own) => Ok(own),
        None => first(settings, shared, (meta, node)),
    }
}

/// Joins for the first time: with an empty folder, or with the beginning of the cluster's history.
fn first(
    settings: &Settings,
    shared: &mut Shared,
    (meta, node): (Meta, String),
) -> anyhow::Result<Membership> {
    let own = stands(settings)?;
    let ordered = shared.head()?;
    let follows = if own.seq < ordered.seq {
        let mut fetch = fetch().context("no descriptor is left")?;
        let next = peers::next(shared, &mut fetch, own.seq).with_context(|| {
            format!(
                "{} has {} entries, and etcd keeps later ones alone: start a machine that has them, \
                 or restore a backup of one here, and start again",
                settings.data.display(),
                own.seq
            )
        })?;
        next.is_some_and(|group| group.previous == own.hash)
    } else {
        own == ordered
    };
    if !follows {
        bail!(
            "{} (at command {}) is not the beginning of the cluster's history (at command {}): set \
             it aside and join with an empty folder",
            settings.data.display(),
            own.seq,
            ordered.seq
        );
    }
    shared.set_durable(&node, own.seq)?;
    let name = reach::address(settings)?.name.clone();
    let membership = Membership { name, id: meta.id, epoch: meta.epoch, node };
    membership.write(&settings.data)?;
    let Membership { name, node, .. } = &membership;
    tracing::info!(node, seq = own.seq, "Joined the cluster {name} as {node}");
    Ok(membership)
}

/// Where the folder's journal stands.
fn stands(settings: &Settings) -> anyhow::Result<Head> {
    let folder = Folders::within(&settings.data).journal;
    if !folder.exists() {
        return Ok(Head::default());
    }
    let report = journal::verify(&folder, &mut |_| {}).context("the journal cannot be read")?;
    Ok(report.head)
}
