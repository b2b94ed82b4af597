//! `hoptac cluster status`: who is there, who writes, how far each is, and how etcd fares.

use order::{
    Order, OrderError,
    etcd::{MemberStatus, Node, Shared, Space},
};
use serde_json::{Value, json};

use crate::{
    cli::{
        CommandResult, reach,
        report::{say, size, table},
        settings::Settings,
        status::{Level, table as lines},
    },
    registry::{Clock, SystemClock},
};

mod checks;

/// What the order says of the cluster.
struct Told {
    name: String,
    id: String,
    epoch: u32,
    /// The last command that was ordered.
    seq: u64,
    /// The first one that is kept in etcd, where any is.
    floor: Option<u64>,
    writer: Option<String>,
    /// The form that entries are written in.
    level: Option<u32>,
    machines: Vec<Machine>,
}

/// A machine that the cluster knows.
struct Machine {
    name: String,
    /// What it says of itself; `None` where it is not there.
    here: Option<Node>,
    /// Up to which command its journal is known to be safe.
    safe: Option<u64>,
    /// Whether nothing is kept for it any more.
    is_dropped: bool,
}

/// Asks etcd, and prints what it says.
pub fn run(settings: &Settings, as_json: bool) -> anyhow::Result<CommandResult> {
    let order = reach::address(settings)?;
    let mut shared = reach::shared(settings)?;
    let told = ask(&mut shared, &order.name);
    let members = shared.space();
    let now = SystemClock.now().as_millisecond();
    let checks = checks::of(&told, (&members, settings.cluster.quota), now);
    let level = checks.iter().map(|check| check.level).max().unwrap_or(Level::Ok);
    if as_json {
        let cluster = told.as_ref().ok().and_then(Option::as_ref).map(object);
        let members: Vec<_> = members.iter().map(member_object).collect();
        let answer =
            json!({ "level": level, "checks": checks, "cluster": cluster, "etcd": members });
        say(format_args!("{answer:#}"));
    } else {
        if let Ok(Some(told)) = &told {
            print(told);
        }
        let rows: Vec<_> = members.iter().map(member).collect();
        let etcd = table(["ETCD", "ROLE", "VERSION", "FILE", "IN USE"], &rows);
        say(format_args!("{etcd}\n"));
        say(lines(&checks));
    }
    Ok(match level {
        Level::Ok => CommandResult::Done,
        Level::Attention => CommandResult::Wrong,
        Level::Critical => CommandResult::Down,
    })
}

/// What the order says; `None` where it holds no cluster of this name.
fn ask(shared: &mut Shared, name: &str) -> Result<Option<Told>, OrderError> {
    let Some(meta) = shared.meta()? else { return Ok(None) };
    let seq = shared.head()?.seq;
    let (nodes, mut durables, dropped) = (shared.nodes()?, shared.durables()?, shared.dropped()?);
    durables.extend(dropped.iter().cloned());
    let mut names: Vec<_> = nodes.iter().map(|node| &node.node).collect();
    names.extend(durables.iter().map(|(name, _)| name));
    names.sort();
    names.dedup();
    let machine = |name: &String| Machine {
        name: name.clone(),
        here: nodes.iter().find(|node| node.node == *name).cloned(),
        safe: durables.iter().find(|(known, _)| known == name).map(|(_, seq)| *seq),
        is_dropped: dropped.iter().any(|(known, _)| known == name),
    };
    Ok(Some(Told {
        name: name.to_owned(),
        id: meta.id,
        epoch: meta.epoch,
        seq,
        floor: shared.floor()?,
        writer: shared.writer()?.map(|(writer, _)| writer.node),
        level: shared.codec()?,
        machines: names.into_iter().map(machine).collect(),
    }))
}

fn print(told: &Told) {
    let Told { name, id, epoch, seq, floor, machines, .. } = told;
    let kept = match floor {
        Some(floor) => format!("etcd keeps commands {floor} to {seq}"),
        None => "etcd keeps none".to_owned(),
    };
    say(format_args!("cluster {name} ({id}), epoch {epoch}, at command {seq}; {kept}\n\n"));
    let rows: Vec<_> = machines.iter().map(|machine| row(told, machine)).collect();
    let machines = table(["MACHINE", "ROLE", "SEQ", "BEHIND", "SAFE", "FORM", "URL"], &rows);
    say(format_args!("{machines}\n"));
}

fn row(told: &Told, Machine { name, here, safe, is_dropped }: &Machine) -> [String; 7] {
    let absent = || "-".to_owned();
    let safe = safe.map_or_else(absent, |seq| seq.to_string());
    let Some(node) = here else {
        let role = if *is_dropped { "DROPPED" } else { "ABSENT" }.to_owned();
        return [name.clone(), role, absent(), absent(), safe, absent(), absent()];
    };
    let role = if told.writer.as_ref() == Some(name) { "writer" } else { "follower" };
    [
        name.clone(),
        role.to_owned(),
        node.seq.to_string(),
        told.seq.saturating_sub(node.seq).to_string(),
        safe,
        node.level.to_string(),
        node.url.clone(),
    ]
}

fn member(space: &Space) -> [String; 5] {
    let none = || "-".to_owned();
    match &space.status {
        Ok(MemberStatus { version, file, used, leads, .. }) => [
            space.endpoint.clone(),
            if *leads { "leader" } else { "follower" }.to_owned(),
            version.clone(),
            size(*file),
            size(*used),
        ],
        Err(_) => [space.endpoint.clone(), "DOWN".to_owned(), none(), none(), none()],
    }
}

fn object(told: &Told) -> Value {
    let machines: Vec<_> = told
        .machines
        .iter()
        .map(|Machine { name, here, safe, is_dropped }| {
            json!({
                "name": name,
                "isHere": here.is_some(),
                "isWriter": told.writer.as_ref() == Some(name),
                "seq": here.as_ref().map(|it| it.seq),
                "level": here.as_ref().map(|it| it.level),
                "clock": here.as_ref().map(|it| it.clock),
                "url": here.as_ref().map(|it| it.url.clone()),
                "safeSeq": safe,
                "isDropped": is_dropped,
            })
        })
        .collect();
    json!({
        "name": told.name,
        "id": told.id,
        "epoch": told.epoch,
        "seq": told.seq,
        "floor": told.floor,
        "writer": told.writer,
        "level": told.level,
        "machines": machines,
    })
}

fn member_object(space: &Space) -> Value {
    let status = space.status.as_ref().ok();
    json!({
        "endpoint": space.endpoint,
        "isLeader": status.map(|it| it.leads),
        "version": status.map(|it| it.version.clone()),
        "fileBytes": status.map(|it| it.file),
        "usedBytes": status.map(|it| it.used),
        "quotaBytes": status.and_then(|it| it.quota),
        "down": space.status.as_ref().err(),
        "errors": space.errors,
    })
}
