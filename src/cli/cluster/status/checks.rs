//! What is looked at in a cluster, and from when on it needs somebody. The alerts in
//! `deploy/prometheus` have the same bounds.

use order::{OrderError, etcd::Space};

use super::{Machine, Told};
use crate::cli::{
    report::{count, size},
    status::{Check, Level},
};

/// Commands that a machine may be behind.
const BEHIND: u64 = 1_000;
/// How far a machine's clock may be off, in milliseconds: what it says is up to a second old.
const CLOCK: i64 = 3_000;

/// All checks, where the files of etcd may have so many bytes.
pub fn of(
    told: &Result<Option<Told>, OrderError>,
    (members, quota): (&[Space], u64),
    now: i64,
) -> Vec<Check> {
    let mut checks = vec![etcd(members)];
    checks.extend(space(members, quota));
    match told {
        Err(error) => checks.push(Check::new(
            "order",
            Some(Level::Critical),
            format!("{error}; nothing is written until most members of etcd are there again"),
        )),
        Ok(None) => checks.push(Check::new(
            "order",
            Some(Level::Critical),
            "etcd holds no cluster of this name: found it with `hoptac cluster init`; where it lost \
             its data, see docs/cluster.md"
                .to_owned(),
        )),
        Ok(Some(told)) => {
            checks.push(writer(told));
            checks.extend(told.machines.iter().map(|it| machine(told, it, now)));
            checks.push(form(told));
        }
    }
    checks
}

fn etcd(members: &[Space]) -> Check {
    let down: Vec<_> = members.iter().filter(|it| it.status.is_err()).collect();
    let there = members.len() - down.len();
    let wrong = match there * 2 > members.len() {
        _ if down.is_empty() => None,
        true => Some(Level::Attention),
        false => Some(Level::Critical),
    };
    let mut detail = format!("{there} of {}", count(members.len() as u64, "member", "members"));
    for Space { endpoint, status, .. } in down {
        let reason = status.as_ref().err().map_or("", String::as_str);
        detail = format!("{detail}; {endpoint} does not answer ({reason})");
    }
    Check::new("etcd", wrong, detail)
}

fn space(members: &[Space], quota: u64) -> Option<Check> {
    let errors: Vec<_> = members.iter().flat_map(|it| &it.errors).cloned().collect();
    if !errors.is_empty() {
        let detail =
            format!("etcd says {}; docs/cluster.md says how space is freed", errors.join(", "));
        return Some(Check::new("space", Some(Level::Critical), detail));
    }
    let largest =
        members.iter().filter_map(|it| it.status.as_ref().ok()).max_by_key(|it| it.file)?;
    let most = largest.quota.unwrap_or(quota);
    // It stops at the whole of it.
    let wrong = (largest.file > most / 4 * 3).then_some(Level::Attention);
    let (file, most) = (size(largest.file), size(most));
    Some(Check::new("space", wrong, format!("the largest file of etcd has {file} of {most}")))
}

fn writer(told: &Told) -> Check {
    match &told.writer {
        Some(writer) => Check::new("writer", None, writer.clone()),
        None => Check::new(
            "writer",
            Some(Level::Critical),
            "no machine writes; start a server of the cluster, or look at its log".to_owned(),
        ),
    }
}

fn machine(told: &Told, Machine { name, here, safe, is_dropped }: &Machine, now: i64) -> Check {
    let Some(node) = here else {
        let safe = safe.unwrap_or(0);
        if *is_dropped {
            let detail = format!(
                "{name} is not there; what follows command {safe} is not kept for it any more, because \
                 half of etcd's space was in use: start it, and it takes that over from another \
                 machine, or `hoptac cluster forget {name}`"
            );
            return Check::new("machine", Some(Level::Attention), detail);
        }
        let detail = format!(
            "{name} is not there; what follows command {safe} is kept for it: start it, or \
             `hoptac cluster forget {name}`"
        );
        return Check::new("machine", Some(Level::Attention), detail);
    };
    let (behind, off) = (told.seq.saturating_sub(node.seq), node.clock - now);
    if off.abs() > CLOCK {
        let seconds = off / 1_000;
        let detail = format!("{name}: its clock is {seconds} seconds off this machine's: mend it");
        return Check::new("machine", Some(Level::Attention), detail);
    }
    let floor = told.floor.unwrap_or(told.seq + 1);
    if node.seq + 1 < floor {
        let detail = format!(
            "{name}: {}, and etcd keeps none before {floor}: it takes over from another machine what it \
             lacks, or its log says why not",
            commands(behind)
        );
        return Check::new("machine", Some(Level::Attention), detail);
    }
    let wrong = (behind > BEHIND).then_some(Level::Attention);
    Check::new("machine", wrong, format!("{name}: {}", commands(behind)))
}

fn commands(behind: u64) -> String {
    match behind {
        0 => "has all".to_owned(),
        _ => format!("{} behind", count(behind, "command", "commands")),
    }
}

fn form(told: &Told) -> Check {
    let newest = told.machines.iter().filter_map(|it| it.here.as_ref()).map(|it| it.level).min();
    let (now, newest) = (told.level.unwrap_or(0), newest.unwrap_or(0));
    let detail = if newest > now {
        format!("{now}; all machines read {newest}: `hoptac cluster upgrade` lets it be written")
    } else {
        now.to_string()
    };
    Check::new("form", None, detail)
}
