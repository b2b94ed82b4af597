//! Sentences that several commands print, and the way to print them.

use std::{fmt::Display, fs::File, io::Write, os::unix::fs::PermissionsExt, path::Path};

use anyhow::Context;

use super::{progress::Bars, settings::Settings};
use crate::{
    registry::{Found, Member, Options, Recovery, Registry, SystemClock},
    store,
};

/// Opens the registry of the data folder, with progress, and logs what was found.
///
/// # Errors
/// As [`Registry::open`], with the folder named.
pub fn open(settings: &Settings) -> anyhow::Result<Registry> {
    open_as(settings, None)
}

/// The same, as one of several that share an order where there is a member.
///
/// # Errors
/// As for `open`.
pub fn open_as(settings: &Settings, member: Option<Box<dyn Member>>) -> anyhow::Result<Registry> {
    let options = Options { store: store_options(settings), ..Options::default() };
    let mut bars = Bars::new();
    let (data, clock) = (&settings.data, std::sync::Arc::new(SystemClock));
    let mut show = |it| bars.show(it);
    let opened = match member {
        Some(member) => Registry::open_member(data, options, clock, member, &mut show),
        None => Registry::open(data, options, clock, &mut show),
    };
    bars.finish();
    let (registry, found) = opened.with_context(|| cannot_open(&settings.data))?;
    log_found(&found);
    Ok(registry)
}

/// How much memory the view may use.
pub fn store_options(settings: &Settings) -> store::Options {
    store::Options { cache_bytes: settings.cache_bytes, ..store::Options::default() }
}

/// What could not be opened.
pub fn cannot_open(data: &Path) -> String {
    format!("the registry in {} cannot be opened", data.display())
}

fn log_found(found: &Found) {
    if let Some(torn) = &found.torn {
        tracing::warn!(
            file = %torn.file.display(), offset = torn.offset, bytes = torn.bytes,
            "Cut {} bytes off the journal: an interrupted write that was never acknowledged",
            torn.bytes
        );
    }
    match &found.recovery {
        Recovery::Intact => tracing::info!("The view is intact"),
        Recovery::Built => tracing::info!("Built the view"),
        Recovery::Replayed { entries } => {
            tracing::info!(entries, "Updated the view: {entries} commands were missing");
        }
        Recovery::Rebuilt { reason, set_aside: Some(set_aside) } => tracing::warn!(
            set_aside = %set_aside.display(), reason,
            "Rebuilt the view from the journal; nothing is lost. The old one was in \
             doubt ({reason}) and is in {}; it may be deleted, and is after 30 days",
            set_aside.display()
        ),
        Recovery::Rebuilt { reason, set_aside: None } => tracing::warn!(
            reason,
            "Rebuilt the view from the journal; nothing is lost. The old one was left by a crash \
             and was in doubt ({reason})"
        ),
    }
}

/// Prints a line, or several, on standard output, ended by a line break. A reader that has gone away, as `| head` does, is
/// no reason to fail.
pub fn say(text: impl Display) {
    let mut text = text.to_string();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Has a file written under another name first, so that it is there whole or not at all.
///
/// # Errors
/// Where it cannot be written, with its name.
pub fn replacing<T>(
    path: &Path,
    write: impl FnOnce(&mut File) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let named = || format!("{} cannot be written", path.display());
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = tempfile::Builder::new()
        .prefix(".hoptac-")
        .permissions(std::fs::Permissions::from_mode(0o644))
        .tempfile_in(folder)
        .with_context(named)?;
    let written = write(file.as_file_mut()).with_context(named)?;
    file.as_file().sync_all().with_context(named)?;
    file.persist(path).with_context(named)?;
    Ok(written)
}

/// A table for people: each column as wide as its widest cell.
pub fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let head = head.map(str::to_owned);
    let lines = || std::iter::once(&head).chain(rows);
    let mut text = String::new();
    for line in lines() {
        let cells = line.iter().enumerate().map(|(column, cell)| {
            let widest = lines().map(|line| line[column].chars().count()).max().unwrap_or(0);
            format!("{cell:<widest$}")
        });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// A number with its noun: `1 entry`, `2 entries`.
pub fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A size for people: `512 bytes`, `1.5 KiB`, `20.0 MiB`.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    let mut unit = 0;
    // In tenths of a unit, rounded down.
    let mut tenths = bytes.saturating_mul(10) / 1_024;
    while tenths >= 10_240 && unit + 1 < UNITS.len() {
        tenths /= 1_024;
        unit += 1;
    }
    if bytes < 1_024 {
        return count(bytes, "byte", "bytes");
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_well() {
        let sizes = [0, 1, 1_023, 1_024, 1_536, 1 << 20, 20 << 20, 3 << 40];
        let told = sizes.map(size);
        let expected = [
            "0 bytes",
            "1 byte",
            "1023 bytes",
            "1.0 KiB",
            "1.5 KiB",
            "1.0 MiB",
            "20.0 MiB",
            "3.0 TiB",
        ];
        assert_eq!(told, expected);
    }
}
