//! `hoptac export`: the registry as lines or as tables.

use std::{
    io::{BufWriter, Write},
    path::Path,
};

use anyhow::{Context, bail};
use jiff::Timestamp;

use super::{
    CommandResult,
    args::{ExportArgs, FileFormat},
    progress::Bars,
    report,
    settings::Settings,
};
use crate::{
    domain::Noun,
    exchange::export::{Export, ExportError, tables::Form},
    registry::{Folders, Registry, Snapshot},
};

/// Writes what the registry holds, or held.
pub fn run(settings: &Settings, args: &ExportArgs) -> anyhow::Result<CommandResult> {
    if !Folders::within(&settings.data).journal.is_dir() {
        bail!("there is no registry in {}; name its folder with --data", settings.data.display());
    }
    let nouns = nouns(&args.noun)?;
    let registry = report::open(settings)?;
    let written = write(&registry, args, &nouns);
    registry.close()?;
    let records = written?;
    eprintln!("exported {}", report::count(records, "record", "records"));
    Ok(CommandResult::Done)
}

fn write(registry: &Registry, args: &ExportArgs, nouns: &[Noun]) -> anyhow::Result<u64> {
    let snapshot = moment(registry, args.at.as_deref())?;
    let export = Export::new(registry, snapshot, nouns)?;
    match (args.format, &args.out) {
        (FileFormat::Ndjson, out) => lines(&export, out.as_deref()),
        (FileFormat::Csv, Some(folder)) => tables(&export, args, folder),
        (FileFormat::Csv, None) => {
            bail!("tables are one file per noun; name a folder for them with --out")
        }
    }
}

fn lines(export: &Export, out: Option<&Path>) -> anyhow::Result<u64> {
    let mut bars = Bars::new();
    if let Some(path) = out {
        return report::replacing(path, |file| {
            let mut file = BufWriter::with_capacity(1 << 20, file);
            let records = export.lines(&mut file, &mut |it| bars.show(it))?;
            file.flush()?;
            Ok(records)
        });
    }
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let written = export.lines(&mut out, &mut |it| bars.show(it));
    match written.and_then(|it| Ok(out.flush().map(|()| it)?)) {
        // A reader that has gone away has read enough.
        Err(ExportError::Io(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(0),
        written => Ok(written?),
    }
}

fn tables(export: &Export, args: &ExportArgs, folder: &Path) -> anyhow::Result<u64> {
    let separator = u8::try_from(args.separator).ok().filter(u8::is_ascii);
    let Some(separator) = separator.filter(|it| !it.is_ascii_alphanumeric() && *it != b'"') else {
        bail!("--separator `{}` is not allowed; write `,`, `;` or a tab", args.separator);
    };
    let form = Form { bom: args.bom, separator };
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let mut bars = Bars::new();
    let mut records = 0;
    for noun in export.nouns() {
        let path = folder.join(format!("{}.csv", noun.plural()));
        records += report::replacing(&path, |file| {
            let mut file = BufWriter::with_capacity(1 << 20, file);
            let records = export.table(*noun, form, &mut file, &mut |it| bars.show(it))?;
            file.flush()?;
            Ok(records)
        })?;
    }
    Ok(records)
}

/// The registry as of a command's number or a moment; as it stands where none is given.
fn moment(registry: &Registry, at: Option<&str>) -> anyhow::Result<Snapshot> {
    let snapshot = registry.snapshot();
    let Some(at) = at else { return Ok(snapshot) };
    if let Ok(seq) = at.parse::<u64>() {
        if seq > snapshot.seq() {
            bail!("--at {seq} is ahead of the registry, whose last command is {}", snapshot.seq());
        }
        return Ok(snapshot.at(seq));
    }
    let Ok(moment) = at.parse::<Timestamp>() else {
        bail!(
            "--at `{at}` is neither a command's number nor a moment; write one such as 12 or \
             2025-06-30T17:00:00Z"
        );
    };
    let seq = snapshot.seq_at(moment)?;
    Ok(snapshot.at(seq))
}

fn nouns(names: &[String]) -> anyhow::Result<Vec<Noun>> {
    let find = |name: &String| {
        let found = Noun::ALL.into_iter().find(|noun| {
            [noun.to_string().as_str(), noun.plural()].contains(&name.to_lowercase().as_str())
        });
        found.with_context(|| {
            let all = Noun::ALL.map(|noun| noun.to_string()).join(", ");
            format!("--noun `{name}` is not a noun; write one of {all}")
        })
    };
    names.iter().map(find).collect()
}
