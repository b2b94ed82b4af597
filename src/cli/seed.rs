//! `hoptac seed`: registers seed files, and says what became of each record.

use std::{collections::BTreeMap, path::Path};

use anyhow::Context;

use super::{CommandResult, report, settings::Settings};
use crate::{
    domain::{Command, Effect, Noun, RecordId},
    exchange::seeds::{SeedError, Seeds},
    registry::{Receipt, Registry, Request, SubmitError},
};

/// So many labels of one noun are listed; more are counted.
const LISTED: usize = 12;

/// Registers the seeds of a folder, or those built in.
pub fn run(settings: &Settings, from: Option<&Path>) -> anyhow::Result<CommandResult> {
    let read = from.map_or_else(Seeds::built_in, Seeds::from_folder);
    let seeds = match read {
        Ok(seeds) => seeds,
        Err(error @ SeedError::Io { .. }) => return Err(error).context("no seeds were read"),
        Err(error) => {
            rejected(&[error.to_string()]);
            return Ok(CommandResult::Wrong);
        }
    };
    let registry = report::open(settings)?;
    let outcome = match register(&registry, &seeds, "seed") {
        Ok(receipt) => {
            report::say(Summary::of(&seeds, &receipt));
            CommandResult::Done
        }
        Err(SubmitError::Rejected(problems)) => {
            let lines: Vec<_> = problems.iter().map(|problem| seeds.locate(problem)).collect();
            rejected(&lines);
            CommandResult::Wrong
        }
        Err(error) => return Err(error).context("the seeds were not registered"),
    };
    registry.close()?;
    Ok(outcome)
}

/// Has all seeds registered by one command: all of them, or none.
///
/// # Errors
/// As [`Registry::submit_blocking`].
pub fn register(registry: &Registry, seeds: &Seeds, by: &str) -> Result<Receipt, SubmitError> {
    registry.submit_blocking(Request::of_system(by, Command::Register(seeds.command())))
}

fn rejected(lines: &[String]) {
    for line in lines {
        eprintln!("{line}");
    }
    let problems = report::count(lines.len() as u64, "problem", "problems");
    eprintln!("error: {problems}; nothing was written");
}

/// What became of the seeds, for people.
struct Summary {
    command: Option<u64>,
    /// Labels of what was added, by noun.
    added: BTreeMap<Noun, Vec<String>>,
    present: usize,
    kept: Vec<String>,
}

impl Summary {
    fn of(seeds: &Seeds, receipt: &Receipt) -> Self {
        let command = receipt.committed.map(|committed| committed.seq);
        let mut summary = Self { command, added: BTreeMap::new(), present: 0, kept: Vec::new() };
        for (draft, (RecordId { noun, .. }, effect)) in receipt.effects.iter().enumerate() {
            match effect {
                Effect::Created | Effect::Updated => {
                    summary.added.entry(*noun).or_default().push(key_of(&seeds.label(draft)));
                }
                Effect::Unchanged => summary.present += 1,
                Effect::Kept => summary.kept.push(seeds.label(draft)),
            }
        }
        summary
    }
}

/// The key within a label such as ``activity `key` ``.
fn key_of(label: &str) -> String {
    label.split_once(' ').map_or(label, |(_, key)| key).trim_matches('`').to_owned()
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let all: usize = self.added.values().map(Vec::len).sum();
        match self.command {
            Some(command) => {
                let records = report::count(all as u64, "record", "records");
                writeln!(f, "added {records} as command {command}:")?;
            }
            None => writeln!(f, "nothing to add")?,
        }
        for (noun, keys) in &self.added {
            let names = if keys.len() <= LISTED { keys.join(", ") } else { String::new() };
            let line = format!("{:>6}  {:<13} {names}", keys.len(), noun.to_string());
            writeln!(f, "{}", line.trim_end())?;
        }
        if self.present > 0 {
            writeln!(f, "already there: {}", self.present)?;
        }
        if !self.kept.is_empty() {
            writeln!(f, "kept as registered: {} ({})", self.kept.len(), self.kept.join(", "))?;
        }
        Ok(())
    }
}
