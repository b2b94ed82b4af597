//! `hoptac completions` and `hoptac manual`: what shells and `man` are told, made from the options.
//!
//! Owns how a page is laid out; what it says of commands and options is what `--help` says, with
//! what the settings' file explains beside.

use std::{io, path::Path};

use anyhow::Context;
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::{
    Man,
    roff::{Roff, bold, roman},
};

use super::{
    CommandResult,
    args::Cli,
    report::{count, say},
    settings::SETTINGS,
};

const SOURCE: &str = concat!("hoptac ", env!("CARGO_PKG_VERSION"));
/// What the pages are of.
const MANUAL: &str = "Manual of hoptac";

/// Examples, each with what it does.
const EXAMPLES: [(&str, &str); 6] = [
    ("hoptac serve", "Serve the registry in ./data, with the built-in seeds if it is empty."),
    (
        "hoptac serve --data /var/lib/hoptac --listen 0.0.0.0:8080",
        "The same for another folder, on all networks.",
    ),
    (
        "hoptac token create --name 'Sở Kế hoạch' --role RECORDER --everywhere",
        "Create a token for a recorder, and print its secret.",
    ),
    (
        "hoptac import --dry-run activities.ndjson",
        "Report what an import would write, and write nothing.",
    ),
    (
        "hoptac backup /backups/monday && hoptac verify --data /backups/monday",
        "Back up the registry while its server runs, and verify the copy.",
    ),
    ("hoptac settings > hoptac.toml", "Write a configuration file with every setting."),
];

/// Files, each with what is in it.
const FILES: [(&str, &str); 6] = [
    ("hoptac.toml", "The settings, in the current folder, unless --config names another file."),
    ("data/journal/", "The registry: everything ever committed. Back it up with hoptac backup."),
    ("data/tokens.toml", "The tokens of callers: their hashes, not their secrets."),
    ("data/admin-token", "The secret of the first token, from the first start. Move it elsewhere."),
    ("data/view/", "The data that queries read. It is rebuilt from the journal if it is in doubt."),
    ("data/search/", "The search index, likewise. Never truncate its files while a server runs."),
];

/// Prints the script by which a shell completes the options.
pub fn completions(shell: Shell) -> CommandResult {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "hoptac", &mut script);
    say(String::from_utf8_lossy(&script));
    CommandResult::Done
}

/// Prints the page of the program, or writes it into a folder with one for each command.
pub fn manual(out: Option<&Path>) -> anyhow::Result<CommandResult> {
    let program = program();
    let Some(folder) = out else {
        say(String::from_utf8_lossy(&page(&program)?));
        return Ok(CommandResult::Done);
    };
    let mut commands = vec![&program];
    commands.extend(below(&program));
    let write = |command: &Command| {
        let name = format!("{}.1", titled(command));
        std::fs::write(folder.join(name), page(command)?)
    };
    std::fs::create_dir_all(folder)
        .and_then(|()| commands.iter().try_for_each(|command| write(command)))
        .with_context(|| format!("the pages cannot be written to {}", folder.display()))?;
    let pages = count(commands.len() as u64, "page", "pages");
    say(format_args!("wrote {pages} to {}", folder.display()));
    Ok(CommandResult::Done)
}

/// The program and its commands, their settings explained.
fn program() -> Command {
    let mut program = explained(Cli::command().disable_help_subcommand(true));
    program.build();
    program
}

/// A command whose settings are told as the settings' file tells them.
fn explained(mut command: Command) -> Command {
    for setting in SETTINGS.iter() {
        if command.get_arguments().any(|argument| argument.get_id() == setting.key) {
            let (text, default) = (setting.text(), setting.default_told());
            let told = format!("{text}\n\n{}; by default {default}.", setting.variable());
            command = command.mut_arg(setting.key, |argument| argument.long_help(told));
        }
    }
    command.mut_subcommands(explained)
}

/// All commands below one, in the order in which they are told.
fn below(command: &Command) -> Vec<&Command> {
    let shown = command.get_subcommands().filter(|command| !command.is_hide_set());
    shown.flat_map(|command| [vec![command], below(command)].concat()).collect()
}

/// What a command's page is called.
fn titled(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

/// The page of a command.
fn page(command: &Command) -> io::Result<Vec<u8>> {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").to_owned();
    let command = command.clone().override_usage(usage);
    let mut page = Vec::new();
    // A date would make each build another page; without one the arguments behind it move up.
    let man = Man::new(command.clone()).date(" ").source(SOURCE).manual(MANUAL);
    man.render_title(&mut page)?;
    let mut roff = Roff::new();
    // Names of commands and options are not to be broken.
    roff.control("nh", []).control("ad", ["l"]);
    roff.to_writer(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    let mut roff = Roff::new();
    description(&mut roff, &command);
    if command.has_subcommands() {
        commands(&mut roff, &command);
    }
    roff.to_writer(&mut page)?;
    man.render_options_section(&mut page)?;
    let mut roff = Roff::new();
    after(&mut roff, &command);
    let is_program = command.get_name() == "hoptac";
    if is_program {
        listed(&mut roff, "FILES", &FILES);
        listed(&mut roff, "EXAMPLES", &EXAMPLES);
    }
    see_also(&mut roff, &command, is_program);
    roff.to_writer(&mut page)?;
    Ok(page)
}

/// What a command does, beyond what its name is told with.
fn description(roff: &mut Roff, command: &Command) {
    roff.control("SH", ["DESCRIPTION"]);
    let text = command.get_long_about().or_else(|| command.get_about());
    let text = text.map(ToString::to_string).unwrap_or_default();
    match text.split_once("\n\n") {
        Some((_, more)) => {
            for paragraph in more.split("\n\n") {
                roff.control("PP", []).text([roman(paragraph)]);
            }
        }
        None => {
            roff.text([roman(format!("{text}."))]);
        }
    }
}

/// The commands below a command, as they are typed.
fn commands(roff: &mut Roff, command: &Command) {
    roff.control("SH", ["COMMANDS"]);
    let leaves = below(command).into_iter().filter(|command| !command.has_subcommands());
    for leaf in leaves {
        roff.control("TP", []);
        roff.text([bold(leaf.get_bin_name().unwrap_or_default())]);
        roff.text([roman(leaf.get_about().map(ToString::to_string).unwrap_or_default())]);
    }
}

/// What stands after the options in `--help`, each part under a heading of its own.
fn after(roff: &mut Roff, command: &Command) {
    let text = command.get_after_long_help().or_else(|| command.get_after_help());
    for part in text.map(ToString::to_string).unwrap_or_default().split("\n\n") {
        match part.strip_prefix("Exit codes:\n") {
            None if part.is_empty() => {}
            None => {
                roff.control("SH", ["SETTINGS"]);
                roff.text([roman(part)]);
            }
            Some(codes) => {
                roff.control("SH", ["EXIT STATUS"]);
                for (code, meaning) in codes.lines().filter_map(|it| it.trim().split_once("  ")) {
                    roff.control("TP", ["4"]);
                    roff.text([bold(code)]);
                    roff.text([roman(meaning)]);
                }
            }
        }
    }
}

fn listed(roff: &mut Roff, heading: &str, items: &[(&str, &str)]) {
    roff.control("SH", [heading]);
    for (name, meaning) in items {
        roff.control("TP", []);
        roff.text([bold(*name)]);
        roff.text([roman(*meaning)]);
    }
}

fn see_also(roff: &mut Roff, command: &Command, is_program: bool) {
    roff.control("SH", ["SEE ALSO"]);
    let mut pages: Vec<&str> = if is_program { Vec::new() } else { vec!["hoptac"] };
    pages.extend(below(command).into_iter().map(titled));
    let last = pages.len() - 1;
    for (at, page) in pages.into_iter().enumerate() {
        roff.text([bold(page), roman(if at == last { "(1)" } else { "(1)," })]);
    }
}
