//! `hoptac licences`: the terms of everything that the program is made of.
//!
//! `deploy/licences/make` collects those of crates, the build of the pages those of what they bundle.

use super::{
    CommandResult,
    report::{count, say},
};
use crate::http::console;

const OWN: &str = include_str!("../../LICENSE-MIT");
/// A row for each crate, an empty line, and the numbered texts that the rows point at.
const CRATES: &str = include_str!("../../deploy/licences/crates.txt");

/// Prints all terms, or only what they are of.
pub fn run(is_list: bool) -> anyhow::Result<CommandResult> {
    let (rows, texts) = CRATES.split_once("\n\n").unwrap_or((CRATES, ""));
    let pages = console::licences()?;
    if is_list {
        for row in rows.lines() {
            say(row.rsplit_once(" | ").map_or(row, |(package, _)| package));
        }
        for part in &pages {
            say(heading(part));
        }
        return Ok(CommandResult::Done);
    }
    say(format_args!(
        "hoptac {} is licensed under MIT or Apache-2.0, at your option.\n\n{OWN}",
        env!("CARGO_PKG_VERSION")
    ));
    say(format_args!(
        "The program contains {}. Each line names one with its version, its licence, and the\n\
         numbers of its texts below.\n\n{rows}\n\n{texts}",
        count(rows.lines().count() as u64, "package of others", "packages of others"),
    ));
    if !pages.is_empty() {
        let rule = "-".repeat(80);
        say(format_args!("The pages and GraphiQL contain, each with its terms:\n\n{rule}"));
        for part in &pages {
            say(format_args!("{part}\n\n{rule}"));
        }
    }
    Ok(CommandResult::Done)
}

/// The first line of the terms of a package of the pages, in the form of a row.
fn heading(part: &str) -> String {
    let line = part.lines().next().unwrap_or_default();
    match line.rsplit_once(" (").and_then(|(name, rest)| Some((name, rest.strip_suffix(')')?))) {
        Some((name, licence)) => format!("{name} | {licence}"),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_becomes_a_row() {
        assert_eq!(heading("react 19.3.1 (MIT)\n\nMIT License"), "react 19.3.1 | MIT");
        assert_eq!(heading("The shapes of the map\n\n…"), "The shapes of the map");
    }
}
