//! The command line: what each command does, and how its options are read.
//!
//! Owns options, configuration, logs, progress bars and exit codes. Knows no rules.

mod args;
mod backup;
mod client;
#[cfg(feature = "cluster")]
mod cluster;
mod drill;
mod export;
mod flags;
mod generate;
mod health;
mod import;
mod licences;
mod logs;
mod manual;
mod member;
mod otlp;
mod owner;
mod panics;
mod paper;
mod progress;
#[cfg(feature = "cluster")]
mod reach;
mod rebuild;
mod report;
mod seed;
mod serve;
mod settings;
mod status;
mod token;
mod verify;

use std::{ops::Deref, process::ExitCode};

use clap::Parser;

use crate::graphql;
use args::{Cli, Command, TokenCommand};
use settings::Settings;

/// What a command has to say of itself when it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CommandResult {
    /// It was done, and all is well.
    Done,
    /// It was done, and something is wrong: a finding, a rejected seed, a server that is not ready.
    Wrong,
    /// What was asked about does not work.
    Down,
}

impl From<CommandResult> for ExitCode {
    fn from(outcome: CommandResult) -> Self {
        match outcome {
            CommandResult::Done => Self::SUCCESS,
            CommandResult::Wrong => Self::from(1),
            CommandResult::Down => Self::from(2),
        }
    }
}

/// Runs the command that the program was called with.
#[must_use]
pub fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            eprintln!("error: {}", describe(&error));
            ExitCode::from(2)
        }
    }
}

/// An error with its causes, leaving out those that the one before already tells.
fn describe(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |told, cause| {
        match (told.is_empty(), told.contains(&cause)) {
            (true, _) => cause,
            (_, true) => told,
            _ => format!("{told}: {cause}"),
        }
    })
}

fn run(command: Command) -> anyhow::Result<CommandResult> {
    match command {
        Command::Schema { federation } => {
            report::say(if federation { graphql::subgraph_sdl() } else { graphql::sdl() });
            Ok(CommandResult::Done)
        }
        Command::Settings => {
            report::say(settings::example());
            Ok(CommandResult::Done)
        }
        Command::Serve(args) => {
            let settings = read(&args.flags())?;
            owner::check(&settings.data)?;
            member::refuse_alone(&settings)?;
            // Dropped, and so sent, when all is answered.
            let _traces = otlp::start(&settings)?;
            panics::log();
            tell_unknown_variables();
            serve::run(&settings)
        }
        Command::Seed { base, from } => {
            seed::run(&*alone(&base.flags(), "seed", IMPORT)?, from.as_deref())
        }
        Command::Import { base, import } => {
            import::run(&*alone(&base.flags(), "import", IMPORT)?, &import)
        }
        Command::Transfer { base, transfer } => {
            import::transfer(&*alone(&base.flags(), "transfer", FIRST)?, transfer)
        }
        Command::Export { base, export } => export::run(&*configured(&base.flags())?, &export),
        Command::Generate(args) => generate::run(&args),
        Command::Verify(args) => verify::run(&*configured(&args.flags())?),
        Command::Backup { base, backup } => backup::make(&*configured(&base.flags())?, &backup),
        Command::Drill { base, source } => drill::run(&*configured(&base.flags())?, &source),
        Command::Status { base, status } => status::run(&*configured(&base.flags())?, &status),
        Command::Restore { base, source, replace } => {
            backup::restore(&*alone(&base.flags(), "restore", JOIN)?, &source, replace)
        }
        Command::Rebuild(args) => rebuild::run(&*writing(&args.flags())?),
        Command::Token(TokenCommand::Create { token, base }) => {
            token::create(&*configured(&base.flags())?, &token)
        }
        Command::Token(TokenCommand::List { json, base }) => {
            token::list(&*configured(&base.flags())?, json)
        }
        Command::Token(TokenCommand::Revoke { which, base }) => {
            token::revoke(&*configured(&base.flags())?, &which)
        }
        #[cfg(feature = "cluster")]
        Command::Cluster(command) => cluster::run(&command),
        Command::Licences { list } => licences::run(list),
        Command::Completions { shell } => Ok(manual::completions(shell)),
        Command::Manual { out } => manual::manual(out.as_deref()),
        Command::Report { report, base } => paper::run(&*configured(&base.flags())?, &report),
        Command::Health { base, url } => health::run(&*configured(&base.flags())?, url.as_deref()),
    }
}

/// The settings of a command that logs as they say.
struct Configured {
    settings: Settings,
    _logs: logs::Written,
}

impl Deref for Configured {
    type Target = Settings;

    fn deref(&self) -> &Settings {
        &self.settings
    }
}

/// Reads the settings and starts the logs as they say.
fn configured(flags: &settings::Flags) -> anyhow::Result<Configured> {
    let settings = read(flags)?;
    let logs = logs::start(&settings)?;
    panics::log();
    tell_unknown_variables();
    Ok(Configured { settings, _logs: logs })
}

/// The same, of a command that writes into the data folder.
fn writing(flags: &settings::Flags) -> anyhow::Result<Configured> {
    let configured = configured(flags)?;
    owner::check(&configured.data)?;
    Ok(configured)
}

/// What to do instead of writing into one machine's copy of a cluster.
const IMPORT: &str = "send the files to /import of its server (docs/exchange.md)";
const FIRST: &str = "do so before `hoptac cluster init`";
const JOIN: &str = "set the folder aside and restore into an empty one, which then joins";

/// The same, of a command that must not write into one machine's copy of a cluster.
fn alone(flags: &settings::Flags, command: &str, instead: &str) -> anyhow::Result<Configured> {
    let configured = writing(flags)?;
    member::refuse(&configured, command, instead)?;
    Ok(configured)
}

/// Tells of variables that look like settings and are none. They are no reason to refuse: others,
/// such as Kubernetes, set variables of this beginning for purposes of their own.
fn tell_unknown_variables() {
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    for (name, meant) in settings::unknown_variables(names) {
        let hint = meant.map_or_else(String::new, |meant| format!("; did you mean {meant}?"));
        tracing::warn!(name, "The environment variable {name} is no setting, and is ignored{hint}");
    }
}

fn read(flags: &settings::Flags) -> anyhow::Result<Settings> {
    Ok(Settings::read(flags, &|name| std::env::var_os(name))?)
}
