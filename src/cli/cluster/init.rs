//! `hoptac cluster init`: a data folder's history becomes that of a cluster.

use anyhow::{Context, bail};
use data_encoding::HEXLOWER;
use order::{
    Membership, Order,
    etcd::{Meta, Shared},
};

use crate::{
    cli::{
        CommandResult, reach,
        report::say,
        settings::Settings,
        token::{self, ClusterTokens},
    },
    journal::{self, Head, Hold, Journal, JournalError, LogError},
    registry::Folders,
    tokens::Register,
};

/// The form of what lies in etcd.
const FORM: u32 = 1;

/// Founds the cluster that the settings name, or begins it anew.
pub fn run(settings: &Settings, again: bool) -> anyhow::Result<CommandResult> {
    let order = reach::address(settings)?;
    let own = Membership::read(&settings.data)?;
    let node = reach::node(settings, own.as_ref())?;
    let mut shared = reach::shared(settings)?;
    let in_use = hold(settings)?;
    let head = head(settings)?;
    let found = shared.meta().context("the cluster cannot be founded")?;
    let begun = match (&found, &own) {
        (Some(found), Some(own)) if !again && is_of(own, found) => {
            say(format_args!(
                "{} is a machine of the cluster {} already; `hoptac cluster status` shows it",
                settings.data.display(),
                order.name
            ));
            return Ok(CommandResult::Done);
        }
        (None, None) => {
            begin(&mut shared, &Meta { form: FORM, id: random_id()?, epoch: 1 }, head, None)?
        }
        (_, own) if again => {
            let epoch = found.iter().map(|it| it.epoch).chain(own.iter().map(|it| it.epoch)).max();
            // The same cluster, so that machines know that their folders are of an earlier epoch.
            let id = own.as_ref().map(|it| it.id.clone());
            let id =
                id.or_else(|| found.as_ref().map(|it| it.id.clone())).map_or_else(random_id, Ok)?;
            let meta = Meta { form: FORM, id, epoch: epoch.unwrap_or(0) + 1 };
            begin(&mut shared, &meta, head, found.as_ref())?
        }
        (None, Some(own)) => bail!(
            "{order} holds no cluster {}, though {} is a machine's copy of one: name the right etcd, or, \
             where it lost its data, find the machine with the highest seq (`hoptac verify` says it) and \
             run `hoptac cluster init --from-here --again` there",
            own.name,
            settings.data.display()
        ),
        // What was begun from here, and interrupted before the folder said so.
        (Some(found), None) if shared.head()? == head => found.clone(),
        (Some(_), _) => bail!(
            "{order} holds a cluster {} already, at command {}, which {} (at command {}) is not of: to \
             join, start the server with this --order and an empty data folder",
            order.name,
            shared.head()?.seq,
            settings.data.display(),
            head.seq
        ),
    };
    let membership =
        Membership { name: order.name.clone(), id: begun.id, epoch: begun.epoch, node };
    membership.write(&settings.data)?;
    shared.raise_codec(journal::LEVEL)?;
    shared.set_durable(&membership.node, head.seq)?;
    drop(in_use);
    let tokens = tokens(settings)?;
    let Membership { name, node, epoch, .. } = membership;
    say(format_args!("founded the cluster {name}, epoch {epoch}, at command {}", head.seq));
    say(format_args!("  machine {node}, with {}", settings.data.display()));
    say(format_args!("  tokens  {tokens}, kept in etcd from now on"));
    say(format_args!(
        "start the server here with --order {order}, and then elsewhere with an empty folder"
    ));
    Ok(CommandResult::Done)
}

fn is_of(own: &Membership, found: &Meta) -> bool {
    (own.id.as_str(), own.epoch) == (found.id.as_str(), found.epoch)
}

fn begin(
    shared: &mut Shared,
    meta: &Meta,
    head: Head,
    instead: Option<&Meta>,
) -> anyhow::Result<Meta> {
    let begun = shared.begin(meta, head, instead)?;
    if begun != *meta {
        bail!("another machine founded a cluster of this name just now; run the command again");
    }
    Ok(begun)
}

fn random_id() -> anyhow::Result<String> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).context("the system provides no random bytes")?;
    Ok(HEXLOWER.encode(&random))
}

/// Keeps servers from the folder meanwhile.
pub fn hold(settings: &Settings) -> anyhow::Result<Hold> {
    let folder = Folders::within(&settings.data).journal;
    Journal::create_folder(&folder)?;
    Journal::hold(&folder).map_err(|error| match error {
        JournalError::Log(LogError::Locked { .. }) => {
            anyhow::anyhow!("{} is in use: stop the server there first", settings.data.display())
        }
        error => error.into(),
    })
}

/// Where the journal of the folder stands, once all of it is seen to be sound.
pub fn head(settings: &Settings) -> anyhow::Result<Head> {
    let folder = Folders::within(&settings.data).journal;
    let report = journal::verify(&folder, &mut |_| {}).context("the journal cannot be read")?;
    if !report.is_sound() {
        bail!(
            "the journal in {} is not sound: `hoptac verify` says what is wrong",
            settings.data.display()
        );
    }
    Ok(report.head)
}

/// Gives the tokens of the folder to the cluster; makes the first one where there is none.
fn tokens(settings: &Settings) -> anyhow::Result<usize> {
    token::create_first(settings)?;
    let tokens = Register::within(&settings.data).list()?;
    ClusterTokens::of(settings)?.add_missing(&tokens)?;
    Ok(tokens.len())
}
